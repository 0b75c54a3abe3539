"""RDF documents: what a resource's triples are, written in each format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from catalogue import serialise
from catalogue.documents.formats import JSON_LD, N_TRIPLES, TURTLE, Format
from catalogue.exports import jsonld
from catalogue.publish.export import DocumentKind, Resource
from catalogue.publish.publication import Publication
from catalogue.terms import Triple

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


def in_a_graph(publication: Publication, _: Resource[Publication], triples: Iterable[Triple]) -> bytes:
    """Write triples as a graph, one thing after another."""
    return jsonld.graph(publication.edition, triples)


_WRITERS: Mapping[Format, Frame] = {TURTLE: _turtle, JSON_LD: framed, N_TRIPLES: _ntriples}


def document(format_: Format, of: Sequence[str], triples: Triples, frame: Frame = framed) -> DocumentKind[Publication]:
    """Give the kind of document that has the triples of some kinds of resources in a format.

    Args:
        format_: Turtle, JSON-LD or N-Triples.
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
    writers = {**_WRITERS, TURTLE: turtle, JSON_LD: frame}
    kinds = (DocumentKind(format_, of, partial(_write, writer, triples)) for format_, writer in writers.items())
    return tuple(replace(kind, is_distribution=is_distribution) for kind in kinds)


def _write(
    writer: Frame,
    triples: Triples,
    publication: Publication,
    resource: Resource[Publication],
    _: str,
) -> bytes:
    return writer(publication, resource, publication.written_triples(resource, triples))
