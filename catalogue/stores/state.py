"""State: which releases of a catalogue a store has, and which is the current one, in a small graph of the store itself.

A release is a graph of its own, which is never changed once it has been verified. The current one is what one triple says. So
whoever asks for it, and then asks the graph, has one release whole, in any store: a swap is an update of that triple.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from catalogue.config import Settings
from catalogue.documents.addresses import RELEASES
from catalogue.stores.client import StoreClient
from catalogue.terms import NamedNode, Term

_DCAT, _ADMS, _VOID, _DCT = (
    "http://www.w3.org/ns/dcat#",
    "http://www.w3.org/ns/adms#",
    "http://rdfs.org/ns/void#",
    "http://purl.org/dc/terms/",
)
_CURRENT = f"<{_DCAT}hasCurrentVersion>"
_STATUS = f"<{_ADMS}status>"
_STAGED, _COMPLETED = (f"<http://purl.org/adms/status/{name}>" for name in ("UnderDevelopment", "Completed"))
_TRIPLES, _ISSUED, _SOURCE = f"<{_VOID}triples>", f"<{_DCT}issued>", f"<{_DCT}source>"
_NAME = re.compile(r"[0-9a-f]{16}")


class Place(NamedTuple):
    """Where a catalogue's releases are in a store.

    Attributes:
        base: the catalogue's base, which stands for it.
        below: what the IRIs of its graphs begin with; the graph of the state is called so itself.
    """

    base: str
    below: str

    @classmethod
    def of(cls, settings: Settings) -> Place:
        """Give the place of a catalogue."""
        return cls(settings.base, settings.base + settings.own(RELEASES) + "/")

    @classmethod
    def below_base(cls, base: str) -> Place:
        """Give the place of a catalogue whose own documents lie in no folder."""
        return cls(base, f"{base}{RELEASES}/")

    def graph(self, release: str) -> str:
        """Give the graph of a release.

        >>> Place("https://example.org/", "https://example.org/release/").graph("0123456789abcdef")
        'https://example.org/release/0123456789abcdef'
        """
        return self.below + release

    def release(self, graph: str) -> str | None:
        """Give the name of the release that a graph has; None when it has none."""
        name = graph.removeprefix(self.below)
        return name if graph.startswith(self.below) and _NAME.fullmatch(name) else None


@dataclass(frozen=True)
class State:
    """What a store has.

    Attributes:
        current: the graphs that are said to be the current release: one, none before the first; for a moment also two or none
            in a store that changes its triples one after the other.
        staged: the graphs that are being filled.
        completed: the graphs of verified releases, the newest first.
        shown: the graphs of readers that hold a release, with the graph that it was copied from.
    """

    current: tuple[str, ...]
    staged: frozenset[str]
    completed: tuple[str, ...]
    shown: Mapping[str, str]


def read_state(client: StoreClient, place: Place) -> State:
    """Read what a store has of a catalogue."""
    rows = client.select(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{place.below}> {{ ?s ?p ?o }} }}")
    triples = [(_written(s), _written(p), o) for s, p, o in rows]
    issued = {subject: _value(value) for subject, name, value in triples if name == _ISSUED}
    status = {(subject, _written(value)) for subject, name, value in triples if name == _STATUS}
    completed = [subject for subject, value in status if value == _COMPLETED]
    completed.sort(key=lambda graph: (issued.get(graph, ""), graph), reverse=True)
    current = sorted(_value(value) for subject, name, value in triples if name == _CURRENT and subject == f"<{place.base}>")
    shown = {subject[1:-1]: _value(value) for subject, name, value in triples if name == _SOURCE}
    staged = frozenset(subject[1:-1] for subject, value in status if value == _STAGED)
    return State(tuple(current), staged, tuple(graph[1:-1] for graph in completed), shown)


def _value(term: Term | None) -> str:
    return "" if term is None else str(term.value)


def _written(term: Term | None) -> str:
    return f"<{term.value}>" if isinstance(term, NamedNode) else ""


def stage(client: StoreClient, place: Place, graph: str) -> None:
    """Say that a graph is being filled."""
    client.update(f"INSERT DATA {{ GRAPH <{place.below}> {{ <{graph}> {_STATUS} {_STAGED} }} }}")


def swap(place: Place, graph: str, before: str | None, triples: int, shown: str | None = None) -> str:
    """Write the update that makes a graph the current release, if it is still staged and the one before is still current.

    Args:
        place: where the catalogue's releases are.
        graph: the graph.
        before: the one that is current; None before the first.
        triples: how many triples it has.
        shown: the graph of readers, which gets the same triples in the same request; None where there is none.

    Returns:
        The update; the last of its parts ends the condition of all of them.
    """
    is_so = f"<{graph}> {_STATUS} {_STAGED} ."
    if before is not None:
        condition = f"GRAPH <{place.below}> {{ {is_so} <{place.base}> {_CURRENT} <{before}> . }}"
    else:
        none = f"FILTER NOT EXISTS {{ GRAPH <{place.below}> {{ <{place.base}> {_CURRENT} ?other }} }}"
        condition = f"GRAPH <{place.below}> {{ {is_so} }} {none}"
    parts = [] if shown is None else _showing(place, graph, shown, condition)
    gone = f"<{place.base}> {_CURRENT} <{before}> . " if before is not None else ""
    issued = datetime.now(UTC)
    facts = f'<{graph}> {_STATUS} {_COMPLETED} ; {_TRIPLES} {triples} ; {_ISSUED} "{issued:%Y-%m-%dT%H:%M:%S.%fZ}" .'
    parts.append(
        f"DELETE {{ GRAPH <{place.below}> {{ {gone}{is_so} }} }}\n"
        f"INSERT {{ GRAPH <{place.below}> {{ <{place.base}> {_CURRENT} <{graph}> . {facts} }} }}\n"
        f"WHERE {{ {condition} }}"
    )
    return " ;\n".join(parts)


def _showing(place: Place, graph: str, shown: str, condition: str) -> list[str]:
    """Write the parts that give the graph of readers the triples of a release."""
    said = f"GRAPH <{place.below}> {{ <{shown}> {_SOURCE} ?from }}"
    return [
        f"DELETE {{ GRAPH <{shown}> {{ ?s ?p ?o }} }}\nWHERE {{ {condition} GRAPH <{shown}> {{ ?s ?p ?o }} }}",
        f"INSERT {{ GRAPH <{shown}> {{ ?s ?p ?o }} }}\nWHERE {{ {condition} GRAPH <{graph}> {{ ?s ?p ?o }} }}",
        f"DELETE {{ {said} }}\nWHERE {{ {condition} {said} }}",
        f"INSERT {{ GRAPH <{place.below}> {{ <{shown}> {_SOURCE} <{graph}> }} }}\nWHERE {{ {condition} }}",
    ]


def drop(client: StoreClient, place: Place, graph: str) -> None:
    """Remove a graph: first what is said of it, so that nobody makes it the current release meanwhile."""
    client.update(f"DELETE WHERE {{ GRAPH <{place.below}> {{ <{graph}> ?p ?o }} }}")
    client.update(f"DROP SILENT GRAPH <{graph}>")


def count(client: StoreClient, graph: str) -> int:
    """Count the triples of a graph."""
    rows = client.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    return int(rows[0][0].value) if rows and rows[0][0] is not None else 0
