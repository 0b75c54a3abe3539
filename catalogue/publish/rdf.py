"""RDF documents: what a resource's triples are, written in each format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from catalogue import serialise
from catalogue.documents.formats import JSON_LD, N_TRIPLES, TURTLE, Format
from catalogue.edition import Edition
from catalogue.exports import jsonld
from catalogue.publish.export import DocumentKind, Resource
from catalogue.publish.publication import Publication
from catalogue.terms import Triple

Triples: TypeAlias = Callable[[Publication, Resource[Publication]], Iterable[Triple]]
"""Gives the triples of a resource."""

_WRITERS: Mapping[Format, Callable[[Edition, Iterable[Triple]], bytes]] = {
    TURTLE: lambda edition, triples: serialise.turtle(triples, edition.settings.prefixes),
    JSON_LD: jsonld.document,
    N_TRIPLES: lambda _, triples: serialise.ntriples(triples),
}


def document(format_: Format, of: Sequence[str], triples: Triples) -> DocumentKind[Publication]:
    """Give the kind of document that has the triples of some kinds of resources in a format.

    Args:
        format_: Turtle, JSON-LD or N-Triples.
        of: the names of the kinds of resources.
        triples: gives what such a resource says.
    """
    return DocumentKind(format_, of, partial(_write, _WRITERS[format_], triples))


def documents(of: Sequence[str], triples: Triples, *, is_distribution: bool = False) -> tuple[DocumentKind[Publication], ...]:
    """Give the kinds of documents that have the triples of some kinds of resources, one for each format, as `document` does."""
    return tuple(replace(document(format_, of, triples), is_distribution=is_distribution) for format_ in _WRITERS)


def _write(
    writer: Callable[[Edition, Iterable[Triple]], bytes],
    triples: Triples,
    publication: Publication,
    resource: Resource[Publication],
    _: str,
) -> bytes:
    return writer(publication.edition, publication.written_triples(resource, triples))
