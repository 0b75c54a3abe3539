"""Descriptions: what the statements of a shapes graph say of each subject, read when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from catalogue.closure import closure
from catalogue.columns.graph import Graph
from catalogue.model.lists import read_list
from catalogue.terms import Literal, NamedNode, Node, Term

_NOTHING: Mapping[NamedNode, Sequence[Term]] = MappingProxyType({})


class Descriptions:
    """The subjects of a graph, each with its properties.

    Args:
        graph: the statements; none may be added afterwards.

    Attributes:
        graph: the same.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._read: dict[Node, Mapping[NamedNode, Sequence[Term]]] = {}
        self._lists: dict[Term, tuple[Term, ...]] = {}

    def of(self, subject: Term) -> Mapping[NamedNode, Sequence[Term]]:
        """Give the properties of a subject: for each, all its values, each once, in a stable order; none of a literal."""
        if isinstance(subject, Literal):
            return _NOTHING
        properties = self._read.get(subject)
        if properties is None:
            properties = self._read[subject] = self.graph.properties(subject)
        return properties

    def values(self, subject: Term, predicate: NamedNode) -> Sequence[Term]:
        """Give the values of a subject's property, in a stable order."""
        return self.of(subject).get(predicate, ())

    def value(self, subject: Term, predicate: NamedNode) -> Term | None:
        """Give the first value of a subject's property in the stable order, or None."""
        return next(iter(self.values(subject, predicate)), None)

    def nodes(self, subject: Term, predicate: NamedNode) -> tuple[Node, ...]:
        """Give the values of a subject's property that are no literals, in a stable order."""
        return tuple(value for value in self.values(subject, predicate) if not isinstance(value, Literal))

    def members(self, head: Term) -> tuple[Term, ...]:
        """Give the members of a list, in their order."""
        if head not in self._lists:
            self._lists[head] = tuple(read_list(self.graph, head))
        return self._lists[head]

    def reached(self, subject: Term, predicate: NamedNode) -> tuple[Node, ...]:
        """Give what a property leads to from a subject, step after step, the nearest first; the subject itself is left out."""
        nodes = closure(self.nodes(subject, predicate), lambda node: self.nodes(node, predicate))
        return tuple(node for node in nodes if node != subject)
