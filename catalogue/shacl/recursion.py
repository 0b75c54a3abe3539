"""Recursion: which shapes refer to one another in circles (SHACL, section 3.4.3), and which circles go through a negation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from catalogue.model import Shape, ShapesGraph
from catalogue.model.vocabulary import SHAPE_LISTS
from catalogue.terms import Literal, Node, Term

NOT_RECURSIVE: frozenset[Node] = frozenset()


class Reference(NamedTuple):
    """A constraint that asks whether nodes conform to another shape.

    Attributes:
        parameter: the local name of the parameter that declares it.
        value: the value of that parameter.
        shape: the other shape.
        is_negative: whether a node may violate the constraint because something conforms to the other shape.
    """

    parameter: str
    value: Term
    shape: Node
    is_negative: bool = False


def references(shape: Shape, parameter: str, value: Term) -> Iterator[Reference]:
    """List what one constraint of a shape refers to.

    Args:
        shape: the shape.
        parameter: the local name of a parameter.
        value: a value of the parameter.
    """
    if parameter in SHAPE_LISTS:
        members = shape.graph.shapes_of_list(value)
        is_negative = parameter == "xone" and len(members) > 1
        yield from (Reference(parameter, value, member.node, is_negative) for member in members)
    elif parameter in {"qualifiedMinCount", "qualifiedMaxCount"}:
        is_upper = parameter == "qualifiedMaxCount"
        yield from (Reference(parameter, value, each.node, is_upper) for each in shape.qualified)
        yield from (Reference(parameter, value, each.node, not is_upper) for each in shape.qualified_siblings)
    elif parameter in {"node", "property", "not"} and not isinstance(value, Literal):
        yield Reference(parameter, value, value, parameter == "not")


def all_references(shape: Shape) -> Iterator[Reference]:
    """List what the constraints of a shape refer to; nothing where it is deactivated."""
    if not shape.is_deactivated:
        for parameter, values in shape.parameters.items():
            for value in values:
                yield from references(shape, parameter, value)


class Recursion:
    """Finds the shapes of a graph that refer to one another in circles.

    Args:
        graph: the shapes.

    >>> from catalogue.columns.graph import Graph
    >>> from catalogue.sources import parse
    >>> from catalogue.terms import NamedNode
    >>> turtle = b"@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> sh:node <urn:t> . <urn:t> sh:node <urn:s>, <urn:u> ."
    >>> recursion = Recursion(ShapesGraph(Graph("", [parse(turtle, "s.ttl")])))
    >>> sorted(node.value for node in recursion.group(NamedNode("urn:s"))), recursion.group(NamedNode("urn:u"))
    (['urn:s', 'urn:t'], frozenset())
    """

    def __init__(self, graph: ShapesGraph) -> None:
        self._graph = graph
        self._groups: dict[Node, frozenset[Node]] = {}
        self._leading: set[Node] = set()
        self._reached: dict[Node, frozenset[Node]] = {}

    def group(self, node: Node) -> frozenset[Node]:
        """Give the shapes of the circles that a shape is in, itself among them; none when it is in no circle."""
        if node not in self._groups:
            self._search(node)
        return self._groups[node]

    def leads_to_circles(self, node: Node) -> bool:
        """Tell whether a shape is in a circle, or refers to one that is, however far away."""
        self.group(node)
        return node in self._leading

    def reached(self, node: Node) -> frozenset[Node]:
        """Give all shapes that a shape leads to, itself among them."""
        if node not in self._reached:
            reached, pending = {node}, [node]
            while pending:
                new = {each.shape for each in all_references(self._graph.shape(pending.pop()))} - reached
                reached |= new
                pending += new
            self._reached[node] = frozenset(reached)
        return self._reached[node]

    def unstratified(self, shape: Shape) -> Iterator[Reference]:
        """List the negative references of a shape to those that it is in circles with: no fixpoint gives them a meaning."""
        if group := self.group(shape.node):
            yield from (each for each in all_references(shape) if each.is_negative and each.shape in group)

    def is_stratified(self, shape: Shape, parameter: str, value: Term) -> bool:
        """Tell whether a constraint has a meaning: it is not negative about a shape that it is in a circle with."""
        group = self.group(shape.node)
        return not group or not any(each.is_negative and each.shape in group for each in references(shape, parameter, value))

    def _search(self, start: Node) -> None:
        """Find the circles of all that a shape leads to (Tarjan, 1972), with the way kept in a list: shapes may nest deep."""
        way = _Way(self._graph)
        way.enter(start)
        while way.open:
            node, pending = way.open[-1]
            other = next(pending, None)
            if other is None:
                way.leave(node, self._close)
            elif other not in self._groups:
                way.meet(node, other)

    def _close(self, members: list[Node]) -> None:
        """Note shapes that lead to one another, when all that they lead to is known."""
        others = [each.shape for member in members for each in all_references(self._graph.shape(member))]
        is_circle = len(members) > 1 or members[0] in others
        group = frozenset(members) if is_circle else NOT_RECURSIVE
        self._groups |= dict.fromkeys(members, group)
        if is_circle or not self._leading.isdisjoint(others):
            self._leading.update(members)


class _Way:
    """The way of a search in depth.

    Args:
        graph: the shapes.

    Attributes:
        open: the shapes from the start to where the search is, each with what it refers to and has not been looked at.
    """

    def __init__(self, graph: ShapesGraph) -> None:
        self._graph = graph
        self._numbers: dict[Node, int] = {}
        self._lowest: dict[Node, int] = {}
        self._members: list[Node] = []
        self.open: list[tuple[Node, Iterator[Node]]] = []

    def enter(self, node: Node) -> None:
        """Go to a shape that was not met."""
        self._numbers[node] = self._lowest[node] = len(self._numbers)
        self._members.append(node)
        self.open.append((node, (each.shape for each in all_references(self._graph.shape(node)))))

    def meet(self, node: Node, other: Node) -> None:
        """Look at a reference from a shape to another, which is in no group yet."""
        if other in self._numbers:
            self._lowest[node] = min(self._lowest[node], self._numbers[other])
        else:
            self.enter(other)

    def leave(self, node: Node, close: Callable[[list[Node]], None]) -> None:
        """Go back from a shape of which everything was looked at; when it leads back no further, it closes its group."""
        self.open.pop()
        if self.open:
            above = self.open[-1][0]
            self._lowest[above] = min(self._lowest[above], self._lowest[node])
        if self._lowest[node] == self._numbers[node]:
            members = [self._members.pop()]
            while members[-1] != node:
                members.append(self._members.pop())
            close(members)
