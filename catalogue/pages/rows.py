"""Rows: which values of a property a table shows."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.edition import Edition
from catalogue.model import Property, spread
from catalogue.terms import RDF_TYPE, Literal, NamedNode, Node, Term


def rows_of(edition: Edition, thing: NamedNode, prop: Property) -> list[Term]:
    """List the values of a property that a table shows: all, or those of the classes that the shapes choose."""
    nodes = spread(edition.graph, prop.path.follow(edition.graph, thing))
    if not prop.of_classes:
        return nodes
    wanted = frozenset(prop.of_classes)
    return [node for node in nodes if not isinstance(node, Literal) and not wanted.isdisjoint(_classes(edition, node))]


def _classes(edition: Edition, node: Node) -> Iterator[str]:
    for class_ in edition.graph.objects(node, RDF_TYPE):
        if isinstance(class_, NamedNode):
            yield from edition.model.superclasses(class_.value)
