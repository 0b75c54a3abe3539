"""Hierarchies: what is broader or narrower than what, whichever direction the data gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalogue.columns.graph import Graph
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import NamedNode, Term

_SKOS = STANDARD_PREFIXES["skos"]
_UPWARD = (NamedNode(_SKOS + "broader"), NamedNode(STANDARD_PREFIXES["rdfs"] + "subClassOf"))
_DOWNWARD = NamedNode(_SKOS + "narrower")


@dataclass(frozen=True)
class Place:
    """A place in a tree.

    Attributes:
        thing: what stands there.
        level: how many things stand above it.
        is_repeated: whether it stands above already, with all that is narrower.
    """

    thing: NamedNode
    level: int
    is_repeated: bool


class Hierarchy:
    """What a graph says is broader and narrower (`skos:broader`, `skos:narrower`, `rdfs:subClassOf`).

    Args:
        graph: the data.
    """

    def __init__(self, graph: Graph) -> None:
        self._broader: dict[Term, dict[NamedNode, None]] = {}
        self._narrower: dict[Term, dict[NamedNode, None]] = {}
        for predicate in _UPWARD:
            for triple in graph.triples(None, predicate):
                self._relate(triple.subject, triple.object)
        for triple in graph.triples(None, _DOWNWARD):
            self._relate(triple.object, triple.subject)

    def _relate(self, lower: Term, upper: Term) -> None:
        if lower != upper and isinstance(lower, NamedNode) and isinstance(upper, NamedNode):
            _add(self._broader, lower, upper)
            _add(self._narrower, upper, lower)

    def broader(self, thing: NamedNode) -> list[NamedNode]:
        """List what is directly broader than a thing."""
        return list(self._broader.get(thing, ()))

    def narrower(self, thing: NamedNode) -> list[NamedNode]:
        """List what is directly narrower than a thing."""
        return list(self._narrower.get(thing, ()))

    def tree(self, ordered: Sequence[NamedNode]) -> list[Place]:
        """Give each of some things its places below those of them that are broader.

        Args:
            ordered: the things, each once, in the order that they have at each level.

        Returns:
            The places from top to bottom. A thing stands below each that is broader, and what is narrower stands below its
            first place only. Where only cycles lead to a thing, the
            first in the order that has no place yet begins a tree.
        """
        rank = {thing: number for number, thing in enumerate(ordered)}
        tops = [thing for thing in ordered if not any(upper in rank for upper in self.broader(thing))]
        placed: set[NamedNode] = set()
        places: list[Place] = []
        for top in (*tops, *ordered):
            if top not in placed:
                places.extend(self._below(top, rank, placed))
        return places

    def _below(self, top: NamedNode, rank: dict[NamedNode, int], placed: set[NamedNode]) -> Iterator[Place]:
        waiting = [(top, 0)]
        while waiting:
            thing, level = waiting.pop()
            yield Place(thing, level, thing in placed)
            if thing not in placed:
                placed.add(thing)
                lower = [node for node in self.narrower(thing) if node in rank]
                waiting.extend((node, level + 1) for node in sorted(lower, key=rank.__getitem__, reverse=True))


def _add(relation: dict[Term, dict[NamedNode, None]], key: Term, value: Term) -> None:
    if isinstance(value, NamedNode):
        relation.setdefault(key, {})[value] = None
