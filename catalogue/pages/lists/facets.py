"""Facets: how the things of a list divide by the values of their key properties."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from catalogue.edition import Edition, per_edition
from catalogue.lexical import is_valid
from catalogue.model import EntityType, Property, follow_each, is_true, spread_each
from catalogue.names import kebab, local_name
from catalogue.terms import XSD, Literal, NamedNode, Term, language_of, sort_key

MOST_CHOICES = 30
"""How many choices a facet has at most: each has pages of its own."""

DATES = frozenset(XSD + name for name in ("date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth"))
"""The datatypes of dates that have a year."""

_YEAR = re.compile(r"-?\d{4,}")
_BOOLEAN, _GYEAR, _STRING = XSD + "boolean", XSD + "gYear", XSD + "string"
_DIGEST_LENGTH = 10
_SLUG_LENGTH = 40


@dataclass(frozen=True, eq=False)
class Choice:
    """A value by which a list may be narrowed down.

    Attributes:
        term: the value; of dates a year, of booleans `true` or `false`.
        things: the things that have it, each once, in the order of their IRIs.
        name: its part of the address of its list: the same whatever other values there are.
        has_pages: whether it has a list of its own; the page of the thing is enough where there is one alone, and for records
            that of the value.
    """

    term: Term
    things: Sequence[NamedNode]
    name: str
    has_pages: bool


@dataclass(frozen=True, eq=False)
class Facet:
    """A property by whose values the things of a list divide.

    Attributes:
        prop: the property.
        choices: its most frequent values, the most frequent first.
        left_out: how many values there are beside these.
    """

    prop: Property
    choices: Sequence[Choice]
    left_out: int

    @cached_property
    def is_by_year(self) -> bool:
        """Whether its choices are the years of dates."""
        return all(isinstance(choice.term, Literal) and choice.term.datatype.value == _GYEAR for choice in self.choices)


@per_edition
def facets(edition: Edition, type_iri: str) -> Sequence[Facet]:
    """List the facets of the things of a type: its key properties that many of them share values of.

    Args:
        edition: the catalogue.
        type_iri: what names the type.

    Returns:
        In the order of the properties those that divide the list: IRIs as values of which at least one is shared; booleans,
        plain texts and years where each is shared by two things on average. No facet is in the list for one value that all
        things have.
    """
    type_ = edition.model.types[type_iri]
    count, are_records = len(edition.instances(type_)), type_iri in edition.ranks.records
    props = type_.with_role("KeyInfoRole")
    found = follow_each(edition.graph, [prop.path for prop in props], edition.instances(type_))
    candidates = ((prop, _things_by_value(edition, type_, values)) for prop, values in zip(props, found, strict=True))
    return [_facet(prop, things, are_records=are_records) for prop, things in candidates if _divides(things, count)]


def _things_by_value(edition: Edition, type_: EntityType, values: Sequence[Sequence[Term]]) -> dict[Term, list[NamedNode]]:
    things: dict[Term, list[NamedNode]] = {}
    for thing, each in zip(edition.instances(type_), spread_each(edition.graph, values), strict=True):
        for value in dict.fromkeys(_common(each)):
            things.setdefault(value, []).append(thing)
    return things


def _common(terms: Iterable[Term]) -> Iterator[Term]:
    """Give what things may have in common of values: IRIs, years, booleans and texts without a language."""
    for term in terms:
        if isinstance(term, NamedNode):
            yield term
        elif isinstance(term, Literal) and not language_of(term):
            yield from _common_literal(term)


def _common_literal(literal: Literal) -> Iterator[Literal]:
    datatype = literal.datatype.value
    if datatype == _STRING and literal.value.strip():
        yield literal
    elif datatype in DATES and is_valid(literal.value, datatype):
        yield from (Literal(year[0], datatype=NamedNode(_GYEAR)) for year in [_YEAR.match(literal.value)] if year)
    elif datatype == _BOOLEAN and is_valid(literal.value, datatype):
        yield Literal("true" if is_true(literal) else "false", datatype=NamedNode(_BOOLEAN))


def _divides(things: Mapping[Term, Sequence[NamedNode]], count: int) -> bool:
    """Tell whether values make a facet of a list of so many things."""
    if not things or (len(things) == 1 and len(next(iter(things.values()))) == count):
        return False
    uses = sum(map(len, things.values()))
    if any(isinstance(value, Literal) for value in things):
        return 2 * len(things) <= uses
    return len(things) < uses


def _facet(prop: Property, things: Mapping[Term, Sequence[NamedNode]], *, are_records: bool) -> Facet:
    most = sorted(things, key=lambda value: (-len(things[value]), sort_key(value)))[:MOST_CHOICES]
    most_frequent = [
        Choice(value, things[value], _name(prop, value), has_pages=len(things[value]) > 1 and not are_records) for value in most
    ]
    return Facet(prop, most_frequent, len(things) - len(most))


def _name(prop: Property, value: Term) -> str:
    """Name a choice in addresses: after property and value, and by a digest that no other choice of the type has."""
    text = local_name(value.value) if isinstance(value, NamedNode) else value.value
    digest = hashlib.sha256(f"{prop.path}\0{value}".encode()).hexdigest()[:_DIGEST_LENGTH]
    return "-".join(filter(None, (_slug(prop.key) or "by", _slug(text), digest)))


def _slug(text: str) -> str:
    """Give the ASCII letters and digits of a text, in lower case, for a path on any file system."""
    return re.sub(r"[^a-z0-9]+", "-", kebab(text[: 2 * _SLUG_LENGTH]).lower())[:_SLUG_LENGTH].strip("-")


def choices(edition: Edition, type_iri: str) -> Mapping[str, tuple[Facet, Choice]]:
    """Give the choices of all facets of a type with their facets, by their names."""
    return {choice.name: (facet, choice) for facet in facets(edition, type_iri) for choice in facet.choices}
