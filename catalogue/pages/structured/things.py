"""A thing in schema.org: its types, its name in the page's language, and the values of its properties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urljoin

from catalogue import schema_org
from catalogue.crosswalk import types_of_value
from catalogue.crosswalk.facts import Facts, facts_of, facts_of_node, types_of
from catalogue.crosswalk.values import WEB, datum, in_one_language, is_date
from catalogue.model import spread
from catalogue.pages.views import Viewer
from catalogue.terms import BlankNode, Literal, NamedNode, Term

JsonObject = dict[str, Any]
"""A thing as an object of JSON."""

MOST_VALUES = 30
"""How many values of a property are given at most."""

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
    facts = facts_of(viewer.edition, thing)
    page = absolute(viewer, viewer.thing_href(thing))
    return {
        "@type": _one_or_all(facts.types),
        "@id": thing.value,
        "name": viewer.link(thing).label,
        "url": page,
        "mainEntityOfPage": page,
        **_properties(viewer, facts, 0),
    }


def absolute(viewer: Viewer, href: str) -> str:
    """Give the whole address of what a page links to; nothing for nothing."""
    up = viewer.href("")
    if up and href.startswith(up) and not viewer.root:
        return viewer.edition.address + href[len(up) :]
    return urljoin(f"{viewer.edition.address}{viewer.path}.{viewer.language}.html", href) if href else ""


def _properties(viewer: Viewer, facts: Facts, depth: int) -> JsonObject:
    """Give the properties of a thing, each with its values."""
    given: dict[str, list[Any]] = {}
    for name, terms in facts.values:
        given.setdefault(name, []).extend(_reduced(viewer, name, terms, depth))
    once = {name: _each_once(values) for name, values in given.items()}
    return {name: _one_or_all(values) for name, values in once.items() if values and _may_be_given(name, values)}


def _may_be_given(name: str, values: Sequence[Any]) -> bool:
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
    if isinstance(term, Literal):
        return datum(term, schema_org.values_of(name))
    if isinstance(term, BlankNode):
        return _nested(viewer, term, depth)
    if name == "additionalType" and types_of_value(viewer.edition, term):
        return None  # it is among the types
    own = schema_org.local(term.value)
    if own is not None:
        return None if name == "sameAs" else f"https://schema.org/{own}"
    return _entry(viewer, name, term) if term in viewer.edition.things else _elsewhere(viewer, name, term)


def _nested(viewer: Viewer, node: BlankNode, depth: int) -> JsonObject | None:
    if depth == _DEEPEST:
        return None
    facts = facts_of_node(viewer.edition, node)
    if facts.types == [schema_org.THING]:
        return None
    properties = _properties(viewer, facts, depth + 1)
    if viewer.edition.own_label(node):
        properties = {"name": viewer.edition.label(node, viewer.language), **properties}
    return {"@type": _one_or_all(facts.types), **properties} if properties else None


def _entry(viewer: Viewer, name: str, thing: NamedNode) -> Any:
    """Give an entry as a thing where the property takes one of its types, else what it is called where it takes texts."""
    ranges = schema_org.values_of(name)
    types = [type_ for type_ in types_of(viewer.edition, thing) if not ranges.isdisjoint(schema_org.above(type_))]
    if types:
        page = absolute(viewer, viewer.thing_href(thing))
        return {"@type": _one_or_all(types), "@id": thing.value, "name": viewer.link(thing).label, "url": page}
    return viewer.link(thing).label if "Text" in ranges else None


def _elsewhere(viewer: Viewer, name: str, iri: NamedNode) -> Any:
    """Give what is no entry as an address, by what it is called, or as a reference: the first that the property takes."""
    ranges, is_address = schema_org.values_of(name), WEB.match(iri.value) is not None
    if "URL" in ranges and is_address:
        return iri.value
    if "Text" in ranges:
        return viewer.link(iri).label if viewer.edition.own_label(iri) else iri.value if is_address else None
    return {"@id": iri.value} if is_address else None


def _one_or_all(values: Sequence[Any]) -> Any:
    return values[0] if len(values) == 1 else list(values)


def _each_once(values: Sequence[Any]) -> list[Any]:
    """Leave out what is repeated; objects are compared by what they have."""
    return [value for place, value in enumerate(values) if value not in values[:place]]
