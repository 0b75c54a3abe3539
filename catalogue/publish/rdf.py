"""RDF documents: what a resource's triples are, written in each format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from catalogue import serialise
from catalogue.documents.formats import JSON_LD, N_TRIPLES, ON_DEMAND, RDF_XML, TRIG, TURTLE, Format
from catalogue.edition import Edition, held_by_edition
from catalogue.exports import jsonld
from catalogue.publish.export import DocumentKind, Named, Resource
from catalogue.publish.publication import Publication
from catalogue.terms import Literal, Triple

Triples: TypeAlias = Callable[[Publication, Resource[Publication]], Iterable[Triple]]
"""Gives the triples of a resource."""

Frame: TypeAlias = Callable[[Publication, Resource[Publication], Iterable[Triple]], bytes]
"""Writes the triples of a resource as JSON-LD."""


def _turtle(publication: Publication, _: Resource[Publication], triples: Iterable[Triple]) -> bytes:
    return serialise.turtle(triples, publication.edition.settings.prefixes)


def _ntriples(_publication: Publication, _: Resource[Publication], triples: Iterable[Triple]) -> bytes:
    return serialise.ntriples(triples)


def framed(publication: Publication, _: Resource[Publication], triples: Iterable[Triple]) -> bytes:
    """Write triples as one object, the first thing that they describe."""
    return jsonld.document(publication.edition, triples)


def _rdf_xml(publication: Publication, _: Resource[Publication], triples: Iterable[Triple]) -> bytes:
    return rdf_xml(triples, publication.edition.settings.prefixes)


def rdf_xml(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Write triples as RDF/XML, where characters that XML lacks are replaced."""
    return serialise.rdf_xml(map(_with_xml_text, triples), prefixes)


def _with_xml_text(triple: Triple) -> Triple:
    """Replace the characters of a text that XML does not have."""
    value = triple.object
    if not isinstance(value, Literal) or serialise.xml_text(value.value) == value.value:
        return triple
    text = serialise.xml_text(value.value)
    literal = Literal(text, language=value.language) if value.language else Literal(text, datatype=value.datatype)
    return Triple(triple.subject, triple.predicate, literal)


_WRITERS: Mapping[Format, Frame] = {TURTLE: _turtle, JSON_LD: framed, N_TRIPLES: _ntriples, RDF_XML: _rdf_xml, TRIG: _turtle}
"""What writes each format; Turtle is TriG too, whose statements are in the default graph."""


def document(format_: Format, of: Sequence[str], triples: Triples, frame: Frame = framed) -> DocumentKind[Publication]:
    """Give the kind of document that has the triples of some kinds of resources in a format.

    Args:
        format_: Turtle, TriG, JSON-LD, N-Triples, or RDF/XML where the predicates are names of XML.
        of: the names of the kinds of resources.
        triples: gives what such a resource says.
        frame: writes it as JSON-LD.
    """
    return DocumentKind(format_, of, partial(_write, frame if format_ is JSON_LD else _WRITERS[format_], triples))


def documents(
    of: Sequence[str], triples: Triples, frame: Frame = framed, turtle: Frame = _turtle, *, is_distribution: bool = False
) -> tuple[DocumentKind[Publication], ...]:
    """Give the kinds of documents that have the triples of some kinds of resources, one for each format.

    Args:
        of: the names of the kinds of resources.
        triples: gives what such a resource says.
        frame: writes it as JSON-LD.
        turtle: writes it as Turtle.
        is_distribution: whether they are distributions of the datasets that the resources are.
    """
    writers = {TURTLE: turtle, JSON_LD: frame, N_TRIPLES: _ntriples}
    kinds = (DocumentKind(format_, of, partial(_write, writer, triples)) for format_, writer in writers.items())
    return tuple(replace(kind, is_distribution=is_distribution) for kind in kinds)


def of_entries(of: str, triples: Triples, frame: Frame = framed) -> tuple[DocumentKind[Publication], ...]:
    """Give the kinds of documents that have what entries say: Turtle and JSON-LD, and on demand the other formats.

    Args:
        of: the name of the kind of resources that the entries are.
        triples: gives what such a resource says.
        frame: writes it as JSON-LD.
    """

    def has_xml_names(publication: Publication, named: Named) -> bool:
        if not _without_xml_names(publication.edition):
            return True
        resource: Resource[Publication] = Resource(named.iri, named.path, of, (), named.subject)
        return all(serialise.is_element(triple.predicate.value) for triple in triples(publication, resource))

    always = (document(format_, [of], triples, frame) for format_ in (TURTLE, JSON_LD))
    others = (replace(document(format_, [of], triples), is_on_demand=True) for format_ in ON_DEMAND)
    return *always, *(replace(kind, exists=has_xml_names) if kind.format is RDF_XML else kind for kind in others)


@held_by_edition
def _without_xml_names(edition: Edition) -> frozenset[str]:
    """List the properties that RDF/XML cannot write: only where there are such is it asked which entries have one.

    It says what is quicker, never what an entry has, so that nobody notes that it is read.
    """
    names = (predicate.value for predicate in edition.graph.all_predicates())
    return frozenset(name for name in names if not serialise.is_element(name))


def _write(
    writer: Frame,
    triples: Triples,
    publication: Publication,
    resource: Resource[Publication],
    _: str,
) -> bytes:
    return writer(publication, resource, publication.written_triples(resource, triples))
