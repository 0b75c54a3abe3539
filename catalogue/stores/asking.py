"""Asking: a release in a store asked as an endpoint is, by its graph, so that one query sees one release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from catalogue.config import Settings
from catalogue.errors import UsageError
from catalogue.messages import Message
from catalogue.names import Prefixes
from catalogue.remote import Remote, Retries
from catalogue.stores.client import StoreClient
from catalogue.stores.opening import open_store, store_named
from catalogue.stores.state import Place, read_state


class Bounds(NamedTuple):
    """What an answer may cost.

    Attributes:
        timeout: how many seconds the exchange may take; the store is told so where it has such a parameter.
        size: how many bytes the answer may have.
        redirect_to: the hosts that the store may redirect to, beside its own.
        retries: how often and how long it is asked.
        language: the language in which it is asked to tell errors.
    """

    timeout: int = 30
    size: int = 100_000_000
    redirect_to: tuple[str, ...] = ()
    retries: Retries = Retries()
    language: str = "en"


_USUAL = Bounds()


def current_graph(client: StoreClient, place: Place) -> str:
    """Give the graph of the release that is current in a store.

    Raises:
        UsageError: the store has none of this catalogue.
        RemoteError: it does not say.
    """
    current = read_state(client, place).current
    if not current:
        raise UsageError(Message("stores.none-published", store=client.address, graph=place.below))
    return current[0]


def in_graph(graph: str) -> list[tuple[str, str]]:
    """Give the parameters by which a query sees a graph alone: as default graph, and as the only named one.

    Both are needed: with the first alone some stores let `GRAPH` see all that they have.
    """
    return [("default-graph-uri", graph), ("named-graph-uri", graph)]


def remote_of(  # noqa: PLR0913 - the last two have names
    client: StoreClient,
    graph: str,
    prefixes: Prefixes,
    base: str,
    *,
    queries: Path | None = None,
    bounds: Bounds = _USUAL,
) -> Remote:
    """Give what asks a graph of a store, with the methods that a catalogue has.

    Args:
        client: the store.
        graph: the graph.
        prefixes: the prefixes that queries need not declare.
        base: what relative IRIs are resolved against.
        queries: a folder of query files, or None.
        bounds: what an answer may cost.
    """
    profile = client.profile
    return Remote(
        profile.query_address(client.address),
        base=base,
        prefixes=prefixes,
        queries=queries,
        timeout=bounds.timeout,
        retries=bounds.retries,
        language=bounds.language,
        max_answer=bounds.size,
        redirect_to=bounds.redirect_to,
        parameters=[*in_graph(graph), *profile.deadline_parameter(bounds.timeout).items()],
        credentials=client.credentials,
    )


def open_remote(
    settings: Settings,
    name: str,
    *,
    profile: str | None = None,
    credentials: Path | None = None,
    bounds: Bounds = _USUAL,
) -> Remote:
    """Give what asks the release of a catalogue that is current in a store, which is looked up now.

    Args:
        settings: the catalogue's settings.
        name: the store's name in them, or its address.
        profile: whose rules it follows; what the settings say when None.
        credentials: the file of credentials; that which the environment names when None.
        bounds: what an answer may cost.

    Raises:
        UsageError: there is no such store, or it has no release of the catalogue.
        RemoteError: it refuses, or does not answer.
    """
    known = store_named(settings, name, profile)
    client = open_store(replace(known, timeout=bounds.timeout), credentials, language=bounds.language, retries=bounds.retries)
    folder = settings.folder / settings.folders.queries
    queries = folder if folder.is_dir() else None
    graph = current_graph(client, Place.of(settings))
    return remote_of(client, graph, settings.prefixes, settings.base, queries=queries, bounds=bounds)
