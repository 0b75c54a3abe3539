"""A thing in schema.org: its types, and what is plainly stated of it by the properties that are mapped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

from catalogue import schema_org
from catalogue.model import Path, spread
from catalogue.pages.qualifications import qualifications_of_claim, qualifications_of_thing
from catalogue.pages.structured.mapping import (
    names_of_predicate,
    properties_of,
    types_of_class,
    types_of_shapes,
    types_of_value,
)
from catalogue.pages.structured.values import WEB, datum, in_one_language, is_date
from catalogue.pages.views import Viewer
from catalogue.terms import RDF_TYPE, BlankNode, Literal, NamedNode, Node, Term

JsonObject = dict[str, Any]
"""A thing as an object of JSON."""

MOST_VALUES = 30
"""How many values of a property are given at most."""

_MADE = ("name", "mainEntityOfPage")
"""What follows from the page itself and no mapping gives."""

_DEEPEST = 3
"""How many blank nodes stand within one another at most."""


def thing_item(viewer: Viewer, thing: NamedNode) -> JsonObject:
    """Describe a thing.

    Args:
        viewer: the page that tells of it.
        thing: the thing.

    Returns:
        Its types, its IRI, what it is called in the page's language, the address of its page, and the values of its properties
        that are ones of its types. What is not plainly stated, such as what a claim calls inferred, is left out; where that is
        so of the thing as a whole, it is a `Thing` with its name.
    """
    types = _types(viewer, thing)
    page = absolute(viewer, viewer.thing_href(thing))
    item: JsonObject = {
        "@type": _one_or_all(types),
        "@id": thing.value,
        "name": viewer.link(thing).label,
        "url": page,
        "mainEntityOfPage": page,
    }
    if is_plain(viewer, thing):
        item.update(_properties(viewer, thing, types))
    else:
        item["@type"] = schema_org.THING
    return item


def absolute(viewer: Viewer, href: str) -> str:
    """Give the whole address of what a page links to; nothing for nothing."""
    return urljoin(f"{viewer.edition.address}{viewer.path}.{viewer.language}.html", href) if href else ""


def is_plain(viewer: Viewer, thing: Node) -> bool:
    """Tell whether a thing as a whole is stated as a fact: it calls itself neither inferred nor planned, or the like."""
    return not qualifications_of_thing(viewer.edition, thing, ())


def _types(viewer: Viewer, thing: Node) -> list[str]:
    """Give the types of a thing: those that a value of it names go with those of its shapes, or else of its classes."""
    edition = viewer.edition
    entity_types = edition.things.get(thing, ()) if isinstance(thing, NamedNode) else ()
    of_shapes = [name for type_ in entity_types for name in types_of_shapes(edition, type_.iri)]
    classes = (class_.value for class_ in edition.graph.objects(thing, RDF_TYPE) if isinstance(class_, NamedNode))
    names = of_shapes or [name for class_ in classes for name in types_of_class(edition, class_)]
    for path, mapped in _mapped(viewer, thing):
        if "additionalType" in mapped:
            names += [name for value in _reached(viewer, thing, path) for name in types_of_value(edition, value)]
    return schema_org.most_special(names) or [schema_org.THING]


def _mapped(viewer: Viewer, node: Node) -> Iterator[tuple[Path, Sequence[str]]]:
    """List the paths from a thing that are properties of schema.org: those of its shapes, then what no shape speaks of."""
    edition = viewer.edition
    types = edition.things.get(node, ()) if isinstance(node, NamedNode) else ()
    known = {prop.path.predicate for type_ in types for prop in type_.properties}
    yield from ((prop.path, names) for prop, names in properties_of(edition, tuple(type_.iri for type_ in types)))
    for predicate in dict.fromkeys(triple.predicate.value for triple in edition.graph.triples(node)):
        if predicate not in known and (names := names_of_predicate(edition, predicate)):
            yield _step(predicate), names


@lru_cache(maxsize=256)
def _step(predicate: str) -> Path:
    return Path("predicate", predicate)


def _reached(viewer: Viewer, node: Term, path: Path) -> list[Term]:
    """Follow a path from a node over what is plainly stated alone."""
    graph = viewer.edition.graph
    if path.kind != "sequence":
        values = path.follow(graph, node)
        return [value for value in values if _is_plainly(viewer, node, path, value)]
    nodes: Iterable[Term] = [node]
    for part in path.parts:
        nodes = dict.fromkeys(value for each in nodes for value in _reached(viewer, each, part))
    return list(nodes)


def _is_plainly(viewer: Viewer, node: Term, path: Path, value: Term) -> bool:
    edition = viewer.edition
    if isinstance(value, NamedNode) and value in edition.things and not is_plain(viewer, value):
        return False
    claims = edition.claims.of(node, NamedNode(path.predicate), value) if path.predicate is not None else ()
    return not claims or not all(qualifications_of_claim(edition, claim) for claim in claims)


def _properties(viewer: Viewer, node: Node, types: Sequence[str], depth: int = 0) -> JsonObject:
    """Give the properties of a thing that its types have, each with its values."""
    given: dict[str, list[Any]] = {}
    for path, names in _mapped(viewer, node):
        values: list[Term] | None = None
        for name in names:
            if name not in _MADE and any(schema_org.has(type_, name) for type_ in types):
                values = _reached(viewer, node, path) if values is None else values
                given.setdefault(name, []).extend(_reduced(viewer, name, values, depth))
    once = {name: _each_once(values) for name, values in given.items()}
    return {name: _one_or_all(values) for name, values in once.items() if values and _is_one(name, values)}


def _is_one(name: str, values: Sequence[Any]) -> bool:
    """Tell whether values may all be given: of several dates, which contradict each other, none may."""
    return len(values) == 1 or not is_date(schema_org.values_of(name))


def _reduced(viewer: Viewer, name: str, values: Sequence[Term], depth: int) -> Iterator[Any]:
    terms = list(spread(viewer.edition.graph, in_one_language(values, viewer.language)))
    for term in terms[:MOST_VALUES]:
        value = _value(viewer, name, term, depth)
        if value is not None:
            yield value


def _value(viewer: Viewer, name: str, term: Term, depth: int) -> Any:
    """Reduce a value to what a property takes; None where it takes nothing of its kind."""
    ranges = schema_org.values_of(name)
    if isinstance(term, Literal):
        return datum(term, ranges)
    if isinstance(term, BlankNode):
        return _nested(viewer, term, depth)
    if name == "additionalType" and types_of_value(viewer.edition, term):
        return None  # it is among the types
    return _of_iri(viewer, name, term)


def _nested(viewer: Viewer, node: BlankNode, depth: int) -> JsonObject | None:
    types = _types(viewer, node)
    if types == [schema_org.THING] or depth == _DEEPEST:
        return None
    properties = _properties(viewer, node, types, depth + 1)
    named = viewer.edition.own_label(node)
    if named and "name" not in properties:
        properties = {"name": viewer.edition.label(node, viewer.language), **properties}
    return {"@type": _one_or_all(types), **properties} if properties else None


def _of_iri(viewer: Viewer, name: str, iri: NamedNode) -> Any:
    """Give a thing with its types and its name, an address, or what it is called: the first that the property takes."""
    ranges = schema_org.values_of(name)
    term = schema_org.local(iri.value)
    if term is not None:
        return None if name == "sameAs" else f"https://schema.org/{term}"
    is_thing = iri in viewer.edition.things
    types = [type_ for type_ in _types(viewer, iri) if _is_taken(type_, ranges)] if is_thing else []
    if types:
        return linked_item(viewer, iri, types)
    is_address = WEB.match(iri.value) is not None
    if "URL" in ranges and is_address and not is_thing:
        return iri.value
    if "Text" in ranges and (is_thing or viewer.edition.own_label(iri)):
        return viewer.link(iri).label
    return iri.value if is_address and ("Text" in ranges or "URL" in ranges) else _reference(iri, is_thing=is_thing)


def _reference(iri: NamedNode, *, is_thing: bool) -> JsonObject | None:
    """Refer to what is known by its IRI alone; an entry of another type than the property takes is not given."""
    return None if is_thing or not WEB.match(iri.value) else {"@id": iri.value}


def _is_taken(type_: str, ranges: frozenset[str]) -> bool:
    return not ranges.isdisjoint(schema_org.above(type_))


def linked_item(viewer: Viewer, thing: NamedNode, types: Sequence[str] | None = None) -> JsonObject:
    """Name a thing that another leads to, with its types and the address of its page."""
    item: JsonObject = {
        "@type": _one_or_all(types or _types(viewer, thing)),
        "@id": thing.value,
        "name": viewer.link(thing).label,
        "url": absolute(viewer, viewer.thing_href(thing)),
    }
    return {name: value for name, value in item.items() if value}


def _one_or_all(values: Sequence[Any]) -> Any:
    return values[0] if len(values) == 1 else list(values)


def _each_once(values: Sequence[Any]) -> list[Any]:
    """Leave out what is repeated; objects are compared by what they have."""
    return [value for place, value in enumerate(values) if value not in values[:place]]
