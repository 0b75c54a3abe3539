"""Terms and texts of descriptions in DCAT, and the concepts of controlled vocabularies that they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalogue.authorities import Vocabulary
from catalogue.messages import Text
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import RDF_TYPE, XSD, Literal, NamedNode, Term, Triple

_NAMESPACES = {
    **STANDARD_PREFIXES,
    "dcatap": "http://data.europa.eu/r5r/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
_DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}
"""The datatypes of dates by the lengths of their lexical forms; longer ones are moments."""


def term(name: str) -> NamedNode:
    """Give the term that a name with a prefix stands for.

    >>> term("dcat:Dataset").value
    'http://www.w3.org/ns/dcat#Dataset'
    """
    prefix, _, local = name.partition(":")
    return NamedNode(_NAMESPACES[prefix] + local)


def within(iri: str, name: str) -> str:
    """Give the IRI of what belongs to a thing and is told of beside it: a fragment of the thing's document.

    >>> within("https://example.org/", "publisher"), within("https://example.org/#dataset-trees", "period")
    ('https://example.org/#publisher', 'https://example.org/#dataset-trees-period')
    """
    return f"{iri}{'-' if '#' in iri else '#'}{name}"


def typed(node: NamedNode, name: str) -> Triple:
    """Say what something is."""
    return Triple(node, RDF_TYPE, term(name))


def texts(node: NamedNode, name: str, text: Text) -> Iterator[Triple]:
    """Give a property each text of several languages; the tag is empty where a text has none."""
    for tag, value in text.items():
        literal: Term = Literal(value, language=tag) if tag else Literal(value)
        yield Triple(node, term(name), literal)


def dated(node: NamedNode, name: str, date: str) -> Iterator[Triple]:
    """Give a property a date, a month, a year or a moment; nothing where it is empty."""
    if date:
        datatype = _DATE_TYPES.get(len(date), "dateTime")
        yield Triple(node, term(name), Literal(date, datatype=NamedNode(XSD + datatype)))


def concept(node: NamedNode, name: str, vocabulary: Vocabulary, code: str | None) -> Iterator[Triple]:
    """Give a property a concept of a vocabulary, with its name and that of its scheme; nothing where it has no such code."""
    if code is None or code not in vocabulary.codes:
        return
    value, scheme = NamedNode(vocabulary.concept(code)), NamedNode(vocabulary.iri)
    yield Triple(node, term(name), value)
    yield typed(value, "skos:Concept")
    yield from texts(value, "skos:prefLabel", vocabulary.codes[code])
    yield Triple(value, term("skos:inScheme"), scheme)
    yield from concept_scheme(vocabulary)


def concept_scheme(vocabulary: Vocabulary) -> Iterator[Triple]:
    """Say what a vocabulary is called."""
    scheme = NamedNode(vocabulary.iri)
    yield typed(scheme, "skos:ConceptScheme")
    yield from texts(scheme, "dct:title", vocabulary.title)


def linked(node: NamedNode, name: str, values: Iterable[str], class_: str = "") -> Iterator[Triple]:
    """Give a property some resources, each of a class where one is given."""
    for value in values:
        yield Triple(node, term(name), NamedNode(value))
        if class_:
            yield typed(NamedNode(value), class_)


def listed(node: NamedNode, name: str, values: Iterable[str], class_: str) -> Iterator[Triple]:
    """Give a property some entries of tables of the EU, each of a class, with the table that it is in."""
    for value in values:
        yield from linked(node, name, [value], class_)
        yield Triple(NamedNode(value), term("skos:inScheme"), NamedNode(value.rpartition("/")[0]))
