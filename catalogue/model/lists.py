"""RDF lists: their members, in their order."""

from __future__ import annotations

from catalogue.columns.graph import Graph
from catalogue.terms import RDF, BlankNode, NamedNode, Term

FIRST, REST, NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))


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
