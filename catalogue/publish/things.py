"""Things: the entries of a catalogue, each with its pages and its data."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue import pages
from catalogue.edition import Edition
from catalogue.messages import Message
from catalogue.names import path_of
from catalogue.publish import rdf
from catalogue.publish.export import Export, Named, Resource, ResourceKind
from catalogue.publish.html import alternates, pages_of
from catalogue.publish.publication import Publication
from catalogue.terms import NamedNode, Triple

THING = "thing"
"""The kind of resources that the entries of a catalogue are."""


def thing_triples(edition: Edition, thing: NamedNode) -> list[Triple]:
    """List the triples of a thing's documents: its description, then the claims about its values."""
    triples = edition.graph.description(thing)
    for claim in edition.claims.about(thing):
        triples += edition.graph.description(claim)
    return triples


def _named(publication: Publication, thing: NamedNode) -> Named:
    return Named(thing.value, path_of(thing.value, publication.edition.settings.base), thing)


def _things(publication: Publication) -> Iterator[Named]:
    for thing in publication.edition.things:
        yield _named(publication, thing)


def _find(publication: Publication, iri: str) -> Named | None:
    try:
        thing = NamedNode(iri)
    except ValueError:
        return None
    return _named(publication, thing) if thing in publication.edition.things else None


def _triples(publication: Publication, resource: Resource[Publication]) -> list[Triple]:
    return thing_triples(publication.edition, resource.subject)


def _page(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    return pages.thing_page(publication.edition, resource.subject, language, alternates(publication, resource))


EXPORT = Export(
    "things",
    resources=[ResourceKind(THING, Message("publish.entry"), _things, _find)],
    documents=[pages_of(THING, _page), *rdf.documents([THING], _triples)],
)
