"""Asking: a release in a store asked as an endpoint is, by its graph, so that one query sees one release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from catalogue.config import Settings, StoreSettings
from catalogue.errors import UsageError
from catalogue.messages import Message
from catalogue.names import Prefixes
from catalogue.remote import Remote, Retries
from catalogue.stores.client import StoreClient
from catalogue.stores.opening import open_store
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


class Context(NamedTuple):
    """What a catalogue says of queries.

    Attributes:
        place: where its releases are in a store.
        prefixes: the prefixes that queries need not declare.
        base: what relative IRIs are resolved against.
        queries: a folder of query files, or None.
    """

    place: Place
    prefixes: Prefixes
    base: str
    queries: Path | None

    @classmethod
    def of(cls, settings: Settings) -> Context:
        """Give what the settings of a catalogue say."""
        folder = settings.folder / settings.folders.queries
        return cls(Place.of(settings), settings.prefixes, settings.base, folder if folder.is_dir() else None)


def ask_store(store: StoreSettings, context: Context, credentials: Path | None = None, bounds: Bounds = _USUAL) -> Remote:
    """Give what asks the release of a catalogue that is current in a store, which is looked up now.

    Args:
        store: the store.
        context: what the catalogue says.
        credentials: the file of credentials; that which the environment names when None.
        bounds: what an answer may cost.

    Raises:
        UsageError: the store has no release of the catalogue, or its address or the credentials make no sense.
        RemoteError: it refuses, or does not answer.
    """
    asked = replace(store, timeout=bounds.timeout)
    client = open_store(asked, credentials, language=bounds.language, retries=bounds.retries)
    graph, profile = current_graph(client, context.place), client.profile
    return Remote(
        profile.query_address(client.address),
        base=context.base,
        prefixes=context.prefixes,
        queries=context.queries,
        timeout=bounds.timeout,
        retries=bounds.retries,
        language=bounds.language,
        max_answer=bounds.size,
        redirect_to=bounds.redirect_to,
        parameters=[*in_graph(graph), *profile.deadline_parameter(bounds.timeout).items()],
        credentials=client.credentials,
    )
