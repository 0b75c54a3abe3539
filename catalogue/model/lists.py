"""RDF lists: their members, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from catalogue.columns.graph import Graph
from catalogue.terms import RDF, RDF_TYPE, BlankNode, NamedNode, Term

FIRST, REST, NIL, _LIST = (NamedNode(RDF + name) for name in ("first", "rest", "nil", "List"))


def read_list(graph: Graph, head: Term) -> list[Term]:
    """List the members of an RDF list, in their order; a broken or circular list ends where it breaks.

    >>> from catalogue.sources import parse
    >>> graph = Graph("", [parse(b"<urn:a> <urn:p> (1 2) .", "a.ttl")])
    >>> [member.value for member in read_list(graph, graph.objects(NamedNode("urn:a"), NamedNode("urn:p"))[0])]
    ['1', '2']
    """
    members: list[Term] = []
    seen: set[Term] = set()
    node: Term | None = head
    while isinstance(node, NamedNode | BlankNode) and node != NIL and node not in seen:
        seen.add(node)
        first = graph.value(node, FIRST)
        if first is not None:
            members.append(first)
        node = graph.value(node, REST)
    return members


def members_of(graph: Graph, head: Term) -> list[Term] | None:
    """List the members of a whole RDF list of blank nodes, in their order.

    Args:
        graph: the data.
        head: what may be its first node.

    Returns:
        The members; None for any other node, for an empty list, and for a list that does not end, or of a node of which more
        or less is stated than its member and what follows: so nothing is lost where the members stand for it.

    >>> from catalogue.sources import parse
    >>> graph = Graph("", [parse(b"<urn:a> <urn:p> (1 2), <urn:b>, () .", "a.ttl")])
    >>> [members_of(graph, value) is not None for value in graph.objects(NamedNode("urn:a"), NamedNode("urn:p"))]
    [False, False, True]
    """
    members: list[Term] = []
    seen: set[Term] = set()
    node = head
    while isinstance(node, BlankNode) and node not in seen:
        seen.add(node)
        properties = graph.properties(node)
        first, rest = properties.pop(FIRST, []), properties.pop(REST, [])
        if len(first) != 1 or len(rest) != 1 or properties.pop(RDF_TYPE, [_LIST]) != [_LIST] or properties:
            return None
        members += first
        node = rest[0]
    return members if members and node == NIL else None


def spread(graph: Graph, values: Iterable[Term]) -> list[Term]:
    """Put the members of lists in the place of the lists."""
    return [
        each for value in values for each in ((members_of(graph, value) if isinstance(value, BlankNode) else None) or (value,))
    ]


def spread_each(graph: Graph, values: Sequence[Sequence[Term]]) -> Sequence[Sequence[Term]]:
    """Put the members of lists in the place of the lists in very many rows of values: the same where there is none."""
    if BlankNode not in set(map(type, chain.from_iterable(values))):
        return values
    return [tuple(spread(graph, each)) for each in values]
