"""Nested values: what is stated of a blank node, named and ordered as the shapes of its property and of its classes have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from catalogue.edition import Edition, held_by_edition
from catalogue.messages import Text
from catalogue.model import Property, parts_of
from catalogue.pages.selection import HIDDEN_LABEL
from catalogue.terms import RDF_TYPE, BlankNode, NamedNode, Node, Term


class Part(NamedTuple):
    """A property of a blank node.

    Attributes:
        name: what the shapes call it, by language; else its label.
        values: its values.
        shapes: the property shapes about it, which may name what its own values are made of.
        viewer: the local name of what shows its values, or None.
    """

    name: Text
    values: Sequence[Term]
    shapes: tuple[Node, ...]
    viewer: str | None = None


def parts(edition: Edition, node: BlankNode, shapes: tuple[Node, ...]) -> list[Part]:
    """List what is stated of a blank node, but for its classes.

    Args:
        edition: the catalogue.
        node: the blank node.
        shapes: the property shapes whose value it is.

    Returns:
        First what shapes describe, in their order; then the rest, as it is written.
    """
    graph = edition.graph
    classes = tuple(sorted(type_.value for type_ in graph.objects(node, RDF_TYPE) if isinstance(type_, NamedNode)))
    described = _described(edition, shapes, classes)
    written = dict.fromkeys(t.predicate for t in graph.triples(node) if t.predicate not in {RDF_TYPE, HIDDEN_LABEL})
    predicates = [*(each for each in described if each in written), *(each for each in written if each not in described)]
    return [_part(edition, predicate, described.get(predicate), graph.objects(node, predicate)) for predicate in predicates]


def _part(edition: Edition, predicate: NamedNode, prop: Property | None, values: Sequence[Term]) -> Part:
    name = _name(edition, predicate, prop)
    return Part(name, values, prop.shapes, prop.viewer) if prop is not None else Part(name, values, ())


def _name(edition: Edition, predicate: NamedNode, prop: Property | None) -> Text:
    names = (edition.shacl.shape(shape).names for shape in (prop.shapes if prop is not None else ()))
    return next(filter(None, names), None) or edition.label_text(predicate)


@held_by_edition
def declared(edition: Edition, shapes: tuple[Node, ...]) -> Sequence[Property]:
    """Give the properties that property shapes declare of their values, in their order."""
    return parts_of(map(edition.shacl.shape, shapes))


@held_by_edition
def _described(edition: Edition, shapes: tuple[Node, ...], classes: tuple[str, ...]) -> Mapping[NamedNode, Property]:
    """Give the properties that shapes describe of value nodes with some classes, by predicate, in their order."""
    type_ = edition.model.type_of(classes)
    props = [*declared(edition, shapes), *(type_.properties if type_ is not None else ())]
    described: dict[NamedNode, Property] = {}
    for prop in props:
        if prop.path.predicate is not None:
            described.setdefault(NamedNode(prop.path.predicate), prop)
    return described
