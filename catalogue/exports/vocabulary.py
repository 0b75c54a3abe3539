"""The vocabulary of a catalogue for those who write queries: prefixes, classes, properties and named things, with labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from catalogue.edition import Edition
from catalogue.messages import Text
from catalogue.model import EntityType, Path, Property
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import RDF, RDF_TYPE, NamedNode

THINGS_LIMIT = 2_000
"""How many named things are listed at most; whole types only, the smallest first, those of records last."""

_OWL, _RDFS = STANDARD_PREFIXES["owl"], STANDARD_PREFIXES["rdfs"]
_CLASSES = (_OWL + "Class", _RDFS + "Class")
_PROPERTIES = (_OWL + "ObjectProperty", _OWL + "DatatypeProperty", _OWL + "AnnotationProperty", RDF + "Property")


def vocabulary(edition: Edition) -> dict[str, Any]:
    """Give what an editor of queries completes: everything is read from the shapes, the ontology and the data.

    Args:
        edition: the catalogue.

    Returns:
        A JSON object: `release`, `base`, `languages`; `prefixes`, by prefix; `classes`, each with `iri`, `label` and
        `description` by language and `count`, the number of its instances; `properties`, each with `iri`, `label`,
        `description`, the `classes` whose shapes have it, and the `ranges` (classes and datatypes) that they allow it;
        `things`, each with `iri`, `label` and `class`; and `omitted`, the number of things left out, by class. Entity
        types and their properties come first, in the order of the shapes, then the others by their IRIs.
    """
    things, omitted = _things(edition)
    return {
        "release": edition.release,
        "base": edition.settings.base,
        "languages": list(edition.settings.languages),
        "prefixes": dict(edition.settings.prefixes),
        "classes": list(_classes(edition)),
        "properties": list(_properties(edition)),
        "things": things,
        "omitted": omitted,
    }


def _classes(edition: Edition) -> Iterator[dict[str, Any]]:
    model, types = edition.model, _types(edition)
    used = (class_.value for class_ in edition.graph.values_of(RDF_TYPE) if isinstance(class_, NamedNode))
    for iri in _first_and_others(types, _defined(edition, _CLASSES), used):
        named = types.get(iri)
        yield {
            "iri": iri,
            "label": dict(model.label_of(iri) or (named.label if named else {})),
            "description": dict(model.comments.get(iri) or (named.description if named else {})),
            "count": len(edition.graph.instances(NamedNode(iri))),
        }


def _types(edition: Edition) -> dict[str, EntityType]:
    """Give the first entity type of each class."""
    types: dict[str, EntityType] = {}
    for type_ in edition.model.types.values():
        types |= {class_: type_ for class_ in type_.classes if class_ not in types}
    return types


def _properties(edition: Edition) -> Iterator[dict[str, Any]]:
    shaped: dict[str, list[tuple[EntityType, Property]]] = {}
    for type_ in edition.model.types.values():
        for prop in type_.properties:
            for iri in _predicates(prop.path):
                shaped.setdefault(iri, []).append((type_, prop))
    predicates = (predicate.value for predicate in edition.graph.all_predicates())
    for iri in _first_and_others(shaped, _defined(edition, _PROPERTIES), predicates):
        yield _property(edition, iri, shaped.get(iri, []))


def _property(edition: Edition, iri: str, shaped: list[tuple[EntityType, Property]]) -> dict[str, Any]:
    model = edition.model
    own = [(type_, prop) for type_, prop in shaped if prop.path.predicate == iri]
    named: Mapping[str, Text] = {"label": {}, "description": {}}
    if own:
        named = {"label": own[0][1].name, "description": own[0][1].description}
    return {
        "iri": iri,
        "label": dict(model.label_of(iri) or named["label"]),
        "description": dict(model.comments.get(iri) or named["description"]),
        "classes": list(dict.fromkeys(class_ for type_, _ in own for class_ in type_.classes)),
        "ranges": list(dict.fromkeys(range_ for _, prop in own for range_ in (*prop.classes, *prop.datatypes))),
    }


def _predicates(path: Path) -> Iterator[str]:
    if path.kind == "predicate":
        yield path.iri
    for part in path.parts:
        yield from _predicates(part)


def _defined(edition: Edition, classes: Iterable[str]) -> set[str]:
    graph = edition.shapes_graph
    return {node.value for class_ in classes for node in graph.instances(NamedNode(class_)) if isinstance(node, NamedNode)}


def _first_and_others(first: Iterable[str], *others: Iterable[str]) -> Iterator[str]:
    known = dict.fromkeys(first)
    yield from known
    yield from sorted({iri for iris in others for iri in iris} - known.keys())


def _things(edition: Edition) -> tuple[list[dict[str, Any]], dict[str, int]]:
    by_class: dict[str, list[NamedNode]] = {class_: [] for type_ in edition.model.types.values() for class_ in type_.classes}
    for thing, types in edition.things.items():
        by_class.setdefault(_class_of(edition, thing, types[0]), []).append(thing)
    listed: list[dict[str, Any]] = []
    omitted: dict[str, int] = {}
    of_records = {class_ for type_ in edition.ranks.ordered() if type_.iri in edition.ranks.records for class_ in type_.classes}
    for class_, things in sorted(by_class.items(), key=lambda item: (item[0] in of_records, len(item[1]))):
        if len(listed) + len(things) > THINGS_LIMIT:
            omitted[class_] = len(things)
            continue
        labels = ((thing, edition.own_label(thing)) for thing in things)
        listed += [{"iri": thing.value, "label": dict(label), "class": class_} for thing, label in labels if label]
    return listed, omitted


def _class_of(edition: Edition, thing: NamedNode, type_: EntityType) -> str:
    """Give the class of a thing's primary type, or of the thing itself when that has none; empty when there is none at all."""
    own = (class_.value for class_ in edition.graph.objects(thing, RDF_TYPE) if isinstance(class_, NamedNode))
    return next(iter(type_.classes), None) or next(own, "")
