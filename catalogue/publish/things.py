"""Things: the entries of a catalogue, each with its pages and its data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from catalogue import pages
from catalogue.edition import Edition
from catalogue.exports import jsonld
from catalogue.messages import Message
from catalogue.names import document_of
from catalogue.publish import rdf
from catalogue.publish.export import Document, Export, Named, Resource, ResourceKind
from catalogue.publish.fragments import documents_of_things, plain, things_in
from catalogue.publish.html import alternates, pages_of
from catalogue.publish.provenance import linked_provenance, links_to_provenance
from catalogue.publish.publication import Publication
from catalogue.publish.recency import changed
from catalogue.publish.software import documents_of, linked_doap
from catalogue.terms import Triple

THING = "thing"
"""The kind of resources that the entries of a catalogue are."""


def triples_of(edition: Edition, document: str) -> list[Triple]:
    """List what the data says of the things of an IRI, where their provenance is, and the labels of what these link to."""
    things = [triple for thing in things_in(edition, document) for triple in edition.graph.description(thing)]
    return edition.labels.with_labels([*things, *links_to_provenance(edition, document)])


def _named(publication: Publication, document: str) -> Named | None:
    edition = publication.edition
    things = things_in(edition, document)
    if not things:
        return None
    return Named(document, edition.path(document), things[0], all(map(edition.is_record, things)))


def _things(publication: Publication) -> Iterator[Named]:
    for document in documents_of_things(publication.edition):
        named = _named(publication, document)
        if named is not None:
            yield named


def _find(publication: Publication, iri: str) -> Named | None:
    if "#" in iri and not plain(publication.edition, iri):
        return None
    return _named(publication, document_of(iri))


def _triples(publication: Publication, resource: Resource[Publication]) -> list[Triple]:
    return triples_of(publication.edition, resource.iri)


def _framed(publication: Publication, resource: Resource[Publication], triples: Iterable[Triple]) -> bytes:
    edition = publication.edition
    things = things_in(edition, resource.iri)
    return jsonld.document(edition, triples, things, edition.type_of(things[0]))


def _page(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    things = things_in(publication.edition, resource.iri)
    return pages.thing_page(publication.edition, things, language, alternates(publication, resource))


def _linked(publication: Publication, resource: Resource[Publication]) -> Iterator[Document]:
    yield from linked_provenance(publication, resource)
    yield from linked_doap(publication, resource)


EXPORT = Export(
    "things",
    resources=[ResourceKind(THING, Message("publish.entry"), _things, _find, linked=_linked)],
    documents=[
        replace(pages_of(THING, _page), changed=changed),
        *rdf.of_entries(THING, _triples, _framed),
        *documents_of(THING),
    ],
)
