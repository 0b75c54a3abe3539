"""Things: the entries of a catalogue, each with its pages and its data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from catalogue import pages
from catalogue.edition import Edition, per_edition
from catalogue.messages import Message
from catalogue.names import document_of
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


@per_edition
def _shared(edition: Edition) -> Mapping[str, Sequence[NamedNode]]:
    """List the things that a document is about, by its IRI, where a thing's IRI has a fragment; the one without is first."""
    fragments: dict[str, list[NamedNode]] = {}
    for thing in edition.things:
        if "#" in thing.value:
            fragments.setdefault(document_of(thing.value), []).append(thing)
    return {iri: [*_plain(edition, iri), *things] for iri, things in fragments.items()}


def _plain(edition: Edition, iri: str) -> Sequence[NamedNode]:
    try:
        thing = NamedNode(iri)
    except ValueError:
        return ()
    return (thing,) if thing in edition.things else ()


def things_in(edition: Edition, document: str) -> Sequence[NamedNode]:
    """List the things that the documents of an IRI are about: the thing of that IRI, then those of its fragments.

    Args:
        edition: the catalogue.
        document: an IRI without a fragment.
    """
    return _shared(edition).get(document) or _plain(edition, document)


def _named(publication: Publication, document: str) -> Named | None:
    things = things_in(publication.edition, document)
    return Named(document, publication.edition.path(document), things[0]) if things else None


def _things(publication: Publication) -> Iterator[Named]:
    documents = dict.fromkeys(document_of(thing.value) for thing in publication.edition.things)
    for document in documents:
        named = _named(publication, document)
        if named is not None:
            yield named


def _find(publication: Publication, iri: str) -> Named | None:
    if "#" in iri and not _plain(publication.edition, iri):
        return None
    return _named(publication, document_of(iri))


def _triples(publication: Publication, resource: Resource[Publication]) -> list[Triple]:
    edition = publication.edition
    return [triple for thing in things_in(edition, resource.iri) for triple in thing_triples(edition, thing)]


def _page(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    things = things_in(publication.edition, resource.iri)
    return pages.thing_page(publication.edition, things, language, alternates(publication, resource))


EXPORT = Export(
    "things",
    resources=[ResourceKind(THING, Message("publish.entry"), _things, _find)],
    documents=[pages_of(THING, _page), *rdf.documents([THING], _triples)],
)
