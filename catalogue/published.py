"""Published vocabularies: the terms that they have, and what is meant by one that they lack."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from catalogue.names import namespace_of
from catalogue.near import differ_little, is_certain, is_slip, nearest
from catalogue.terms import RDF

TABLE = Path(__file__).with_name("published.txt")
"""The table of terms: a namespace a line, how its list is taken, and the names."""
_MEMBERSHIP = re.compile(r"_[1-9][0-9]*")
"""The properties of the members of containers (RDF Schema, section 5.1.5), of which there is no end."""
_SHARED = (
    "http://www.opengis.net/ont/sf#",
    "http://purl.org/dc/terms/",
    RDF,
    *("http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2004/02/skos/core#"),
    *("http://www.w3.org/ns/dcat#", "http://xmlns.com/foaf/0.1/"),
)
"""Vocabularies whose terms are often written under the prefix of another; the first that has a term counts."""
_SLIPS = 2
"""How many characters of a namespace may be wrong."""
_FEWEST = 10
"""How many characters of a namespace are compared at least: of fewer, too much is alike."""


class Vocabulary(NamedTuple):
    """What is known of a published vocabulary.

    Attributes:
        mark: `closed` when the list is whole, `growing` when there may be newer terms, `named` when there is no list, `same`.
        names: the local names of its terms.
        same: the namespace that has the same terms, or empty.
    """

    mark: str
    names: tuple[str, ...]
    same: str = ""


class Unknown(NamedTuple):
    """A term that a published vocabulary lacks.

    Attributes:
        near: the IRI of the term that may have been meant, or None.
        is_sure: whether it was surely meant: it differs in capital letters or in one character, and no other does.
    """

    near: str | None
    is_sure: bool


def read_table() -> dict[str, Vocabulary]:
    """Read the table.

    Returns:
        The vocabularies by namespace, in the order of the table.
    """
    table = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            namespace, mark, *names = line.split(" ")
            table[namespace] = Vocabulary(mark, () if mark == "same" else tuple(names), names[0] if mark == "same" else "")
    return table


@lru_cache(maxsize=1)
def _lines() -> dict[str, str]:
    """Give the rest of each line of the table by its namespace: most are never taken apart."""
    lines = (line.partition(" ") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {namespace: rest for namespace, _, rest in lines}


@lru_cache(maxsize=256)
def _vocabulary(namespace: str) -> tuple[str, frozenset[str]]:
    mark, _, names = _lines().get(namespace, "named ").partition(" ")
    return _vocabulary(names) if mark == "same" else (mark, frozenset(names.split(" ")) - {""})


def names_of(namespace: str) -> frozenset[str]:
    """Give the local names of the terms of a published vocabulary; none where they are not known.

    >>> "prefLabel" in names_of("http://www.w3.org/2004/02/skos/core#"), names_of("https://example.org/")
    (True, frozenset())
    """
    return _vocabulary(namespace)[1]


def is_published(iri: str) -> bool:
    """Tell whether a published vocabulary has a term; what has no list is not known to have it.

    >>> is_published("http://www.w3.org/2004/02/skos/core#prefLabel"), is_published("https://schema.org/suggestedMaxAge")
    (True, True)
    >>> is_published("http://www.w3.org/2004/02/skos/core#prefLable"), is_published("https://example.org/x")
    (False, False)
    """
    namespace = namespace_of(iri)
    return iri[len(namespace) :] in _vocabulary(namespace)[1]


def is_known_namespace(namespace: str) -> bool:
    """Tell whether a namespace is that of a published vocabulary, with a list of its terms or without.

    >>> is_known_namespace("http://www.w3.org/ns/sosa/"), is_known_namespace("https://example.org/")
    (True, False)
    """
    return namespace in _lines()


def as_property(iri: str) -> Unknown | None:
    """Tell that a term of a published vocabulary is a class, where a property stands: their names begin with a capital letter.

    >>> as_property("http://www.w3.org/ns/dcat#Distribution")
    Unknown(near='http://www.w3.org/ns/dcat#distribution', is_sure=False)
    >>> as_property("http://www.w3.org/2004/02/skos/core#Concept"), as_property("http://www.w3.org/2004/02/skos/core#broader")
    (Unknown(near=None, is_sure=False), None)
    """
    name = iri[len(namespace_of(iri)) :]
    if not name[:1].isupper() or not is_published(iri):
        return None
    near = f"{namespace_of(iri)}{name[0].lower()}{name[1:]}"
    return Unknown(near if is_published(near) else None, is_sure=False)


def unknown(iri: str, *, is_class: bool | None = None) -> Unknown | None:
    """Tell that a published vocabulary lacks a term of its namespace.

    Args:
        iri: the term.
        is_class: whether it stands where a class does, or where a property does; None where either may stand.

    Returns:
        None when the vocabulary has the term, is not known, or may have got the term since the list was made.

    >>> unknown("http://purl.org/dc/terms/titel")
    Unknown(near='http://purl.org/dc/terms/title', is_sure=True)
    >>> unknown("http://purl.org/dc/terms/title"), unknown("https://example.org/titel")
    (None, None)
    """
    fault = mistyped(iri)
    if fault is not None:
        return Unknown(fault[1] + iri.removeprefix(fault[0]), is_sure=True)
    namespace = namespace_of(iri)
    mark, names = _vocabulary(namespace)
    name = iri[len(namespace) :]
    if not name or not names or name in names or (namespace == RDF and _MEMBERSHIP.fullmatch(name)):
        return None
    near = _near(name, names, is_class=name[0].isupper() if is_class is None else is_class)
    if near is None and is_class is None and mark == "closed":
        near = _near(name, names, is_class=not name[0].isupper())
    if near is None and mark == "closed":
        return Unknown(_elsewhere(name), is_sure=False)
    if mark == "growing" and (near is None or not (is_slip(name, near) or is_certain(name, near))):
        return None
    return Unknown(near and namespace + near, near is not None and _is_sure(name, near, names))


def _near(name: str, names: frozenset[str], *, is_class: bool) -> str | None:
    """Give the nearest of the names that begin as those of classes do, with a capital letter, or as those of properties do."""
    of_its_sort = [other for other in names if other[0].isupper() == is_class]
    slips = sorted(other for other in of_its_sort if is_slip(name, other))
    same = [other for other in slips if is_certain(name, other)]
    return next(iter(same or slips), None) or nearest(name, of_its_sort)


def _elsewhere(name: str) -> str | None:
    """Give the term of this name that one of the vocabularies has which are used with others."""
    return next((namespace + name for namespace in _SHARED if name in _vocabulary(namespace)[1]), None)


def _is_sure(name: str, near: str, names: Iterable[str]) -> bool:
    if is_certain(name, near):
        return True
    slips = {other.lower() for other in names if is_slip(name, other)}
    return slips == {near.lower()}


def mistyped_namespaces(iris: Iterable[str]) -> dict[str, str]:
    """Find the namespaces of some terms that are mistyped ones of published vocabularies.

    Another vocabulary with a similar namespace is none: what it has are no terms of the published one.

    Args:
        iris: terms that are used.

    Returns:
        The namespace that was meant, by the one that is written.

    >>> mistyped_namespaces(["http://www.w3.org/2004/02/skos/coreprefLabel", "https://purl.org/dc/terms/title"])
    {'http://www.w3.org/2004/02/skos/core': 'http://www.w3.org/2004/02/skos/core#', 'https://purl.org/dc/terms/': 'http://purl.org/dc/terms/'}
    >>> mistyped_namespaces(["http://purl.org/dc/terms/title", "http://www.w3.org/ns/orb#title"])
    {}
    """
    namespaces: dict[str, str] = {}
    for iri in iris:
        meant = mistyped(iri)
        if meant is not None:
            namespaces.setdefault(*meant)
    return namespaces


@lru_cache(maxsize=4096)
def mistyped(iri: str) -> tuple[str, str] | None:
    """Give the mistyped namespace that a term has and the one of a published vocabulary that was meant; None if there is none.

    >>> mistyped("http://www.w3.org/ns/dcat/Dataset"), mistyped("http://www.w3.org/ns/dcat#Dataset")
    (('http://www.w3.org/ns/dcat/', 'http://www.w3.org/ns/dcat#'), None)
    """
    return None if namespace_of(iri) in _lines() else _by_stem(iri) or _by_likeness(iri)


def meant_namespace(written: str, *, may_differ: bool = False) -> str | None:
    """Give the namespace of a published vocabulary that a declared one was meant for; None for what may be another's.

    Args:
        written: the namespace, of which no term need be known.
        may_differ: whether one or two characters may be wrong, as where its prefix is that of the vocabulary; else only its
            scheme, its `www.` and its end.

    >>> meant_namespace("https://www.w3.org/2004/02/skos/core"), meant_namespace("https://schema.org/")
    ('http://www.w3.org/2004/02/skos/core#', None)
    >>> meant_namespace("http://www.w3.org/ns/orb#"), meant_namespace("http://www.w3.org/ns/orb#", may_differ=True)
    (None, 'http://www.w3.org/ns/org#')
    """
    if written in _lines():
        return None
    stem = _stem(written)
    if stem in _stems():
        return _alike(written, _stems()[stem])
    near = (_stems()[other] for other in _stems() if differ_little(stem, other, _SLIPS))
    return next(near, None) if may_differ and len(stem) >= _FEWEST else None


@lru_cache(maxsize=1)
def _stems() -> Mapping[str, str]:
    """Give the namespaces that have a list by what is theirs alone: without scheme, `www.` and what ends them."""
    stems = {_stem(namespace): namespace for namespace in reversed(_lines()) if _vocabulary(namespace)[1]}
    return {stem: stems[stem] for stem in sorted(stems, key=len, reverse=True)}


def _stem(namespace: str) -> str:
    return namespace.lower().partition("://")[2].removeprefix("www.").rstrip("#/")


def _by_stem(iri: str) -> tuple[str, str] | None:
    """Find a namespace that is written with another scheme, without `www.`, or with another end."""
    rest_of = iri.lower().partition("://")[2].removeprefix("www.")
    for stem, namespace in _stems().items():
        if rest_of.startswith(stem):
            local = iri[len(iri) - len(rest_of) + len(stem) :].lstrip("#/")
            if local in _vocabulary(namespace)[1]:
                return iri[: len(iri) - len(local)], _alike(iri, namespace)
    return None


def _alike(iri: str, namespace: str) -> str:
    """Give the namespace of the same vocabulary that begins as an IRI does, where there are two."""
    others = [other for other, rest in _lines().items() if rest == f"same {namespace}"]
    return next((each for each in (namespace, *others) if each.partition(":")[0] == iri.partition(":")[0]), namespace)


def _by_likeness(iri: str) -> tuple[str, str] | None:
    """Find a namespace that is written with one or two characters wrong."""
    written = namespace_of(iri)
    stem, local = _stem(written), iri[len(written) :]
    for other, namespace in _stems().items() if len(stem) >= _FEWEST else ():
        if abs(len(stem) - len(other)) <= _SLIPS and local in _vocabulary(namespace)[1] and differ_little(stem, other, _SLIPS):
            return written, _alike(iri, namespace)
    return None
