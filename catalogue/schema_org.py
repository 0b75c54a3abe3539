"""schema.org: its types and properties, which property each type has, and what the values of a property may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

NAMESPACE = "http://schema.org/"
"""What the terms begin with; written with https they are the same to those who read pages."""

TABLE = Path(__file__).with_name("schema_org.txt")
"""The table of terms: types with a bar, then properties."""

THING = "Thing"
"""The type above all others but those of literals."""

NAMESPACES = (NAMESPACE, "https://schema.org/")
"""Both of them."""


class _Terms(NamedTuple):
    """The table, read.

    Attributes:
        above: the types directly above each type.
        properties: the properties that each type brings.
        ranges: the types of the values of each property.
    """

    above: Mapping[str, tuple[str, ...]]
    properties: Mapping[str, frozenset[str]]
    ranges: Mapping[str, frozenset[str]]


@lru_cache(maxsize=1)
def _terms() -> _Terms:
    above, properties, ranges = dict[str, tuple[str, ...]](), dict[str, frozenset[str]](), dict[str, frozenset[str]]()
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        names, bar, own = line.partition("|")
        name, *others = names.split()
        if bar:
            above[name], properties[name] = tuple(others), frozenset(own.split())
        else:
            ranges[name] = frozenset(others)
    return _Terms(above, properties, ranges)


def local(iri: str) -> str | None:
    """Give the name of a term by its IRI, with http or https; None for an IRI of another namespace.

    >>> local("https://schema.org/Dataset"), local("http://www.w3.org/ns/dcat#Dataset")
    ('Dataset', None)
    """
    return next((iri.removeprefix(start) for start in NAMESPACES if iri.startswith(start)), None)


def is_type(name: str) -> bool:
    """Tell whether schema.org has a type of a name, those of literals included.

    >>> is_type("Dataset"), is_type("Text"), is_type("dataset")
    (True, True, False)
    """
    return name in _terms().above


def is_property(name: str) -> bool:
    """Tell whether schema.org has a property of a name.

    >>> is_property("startDate"), is_property("StartDate")
    (True, False)
    """
    return name in _terms().ranges


def types() -> Iterable[str]:
    """List the names of all types."""
    return _terms().above


def properties() -> Iterable[str]:
    """List the names of all properties."""
    return _terms().ranges


@lru_cache(maxsize=512)
def above(name: str) -> frozenset[str]:
    """Give a type and all those above it.

    >>> sorted(above("Dataset"))
    ['CreativeWork', 'Dataset', 'Thing']
    """
    return frozenset({name}).union(*(above(upper) for upper in _terms().above.get(name, ())))


@lru_cache(maxsize=1024)
def has(type_: str, name: str) -> bool:
    """Tell whether a type has a property, by itself or by a type above it.

    >>> has("Dataset", "distribution"), has("Dataset", "license"), has("Organization", "license")
    (True, True, False)
    """
    own = _terms().properties
    return any(name in own.get(each, ()) for each in above(type_))


def types_with(name: str) -> list[str]:
    """List the types that bring a property, in the order of their names.

    >>> types_with("distribution")
    ['Dataset']
    """
    return sorted(type_ for type_, own in _terms().properties.items() if name in own)


def values_of(name: str) -> frozenset[str]:
    """Give the types that the values of a property may have; empty for what is no property.

    >>> sorted(values_of("startDate"))
    ['Date', 'DateTime']
    """
    return _terms().ranges.get(name, frozenset())


def most_special(names: Iterable[str]) -> list[str]:
    """Leave out the types above others, and keep the order.

    >>> most_special(["Thing", "Dataset", "CreativeWork"])
    ['Dataset']
    """
    given = list(dict.fromkeys(names))
    return [name for name in given if not any(name != other and name in above(other) for other in given)]
