"""RDF documents: what a resource's triples are, written in each format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from catalogue import serialise
from catalogue.documents.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Format
from catalogue.edition import Edition
from catalogue.exports import jsonld
from catalogue.publish.export import DocumentKind, Resource
from catalogue.publish.publication import Publication
from catalogue.terms import Literal, Triple

Triples: TypeAlias = Callable[[Publication, Resource[Publication]], Iterable[Triple]]
"""Gives the triples of a resource."""

_WRITERS: Mapping[Format, Callable[[Edition, Iterable[Triple]], bytes]] = {
    TURTLE: lambda edition, triples: serialise.turtle(triples, edition.settings.prefixes),
    JSON_LD: jsonld.document,
    N_TRIPLES: lambda _, triples: serialise.ntriples(triples),
    RDF_XML: lambda edition, triples: serialise.rdf_xml(map(_with_xml_text, triples), edition.settings.prefixes),
}
_EVERYWHERE = (TURTLE, JSON_LD, N_TRIPLES)
"""The formats that can have any triples."""


def _with_xml_text(triple: Triple) -> Triple:
    """Replace the characters of a text that XML does not have."""
    value = triple.object
    if not isinstance(value, Literal) or serialise.xml_text(value.value) == value.value:
        return triple
    text = serialise.xml_text(value.value)
    literal = Literal(text, language=value.language) if value.language else Literal(text, datatype=value.datatype)
    return Triple(triple.subject, triple.predicate, literal)


def document(format_: Format, of: Sequence[str], triples: Triples) -> DocumentKind[Publication]:
    """Give the kind of document that has the triples of some kinds of resources in a format.

    Args:
        format_: Turtle, JSON-LD, N-Triples, or RDF/XML where the predicates are names of XML.
        of: the names of the kinds of resources.
        triples: gives what such a resource says.
    """
    return DocumentKind(format_, of, partial(_write, _WRITERS[format_], triples))


def documents(of: Sequence[str], triples: Triples, *, is_distribution: bool = False) -> tuple[DocumentKind[Publication], ...]:
    """Give the kinds of documents that have the triples of some kinds of resources, one for each format, as `document` does."""
    return tuple(replace(document(format_, of, triples), is_distribution=is_distribution) for format_ in _EVERYWHERE)


def _write(
    writer: Callable[[Edition, Iterable[Triple]], bytes],
    triples: Triples,
    publication: Publication,
    resource: Resource[Publication],
    _: str,
) -> bytes:
    return writer(publication.edition, publication.written_triples(resource, triples))
