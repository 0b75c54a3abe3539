"""Vocabularies: the ontologies that a catalogue defines inside its base, each in the document that its IRI leads to."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue import pages
from catalogue.edition import Edition
from catalogue.messages import Message
from catalogue.publish import rdf
from catalogue.publish.export import Export, Named, Resource, ResourceKind
from catalogue.publish.fragments import things_in
from catalogue.publish.html import alternates, pages_of
from catalogue.publish.provenance import linked_provenance
from catalogue.publish.publication import Publication
from catalogue.publish.things import triples_of
from catalogue.terms import Triple

VOCABULARY = "vocabulary"
"""The kind of resources that ontologies are."""


def vocabulary_triples(edition: Edition, document: str) -> list[Triple]:
    """List the triples of a vocabulary's documents: of its ontologies, of its terms, and of the entries there.

    Args:
        edition: the catalogue.
        document: the IRI of the document.
    """
    graph, documents = edition.shapes_graph, edition.vocabulary_documents
    terms = [*documents.by_document.get(document, ()), *documents.terms(document)]
    triples = [triple for term in terms for triple in graph.description(term)]
    return list(dict.fromkeys([*triples, *triples_of(edition, document)]))


def _vocabularies(publication: Publication) -> Iterator[Named]:
    """List the documents of ontologies; the home page tells of an ontology that is the base itself."""
    edition = publication.edition
    for document, ontologies in edition.vocabulary_documents.by_document.items():
        if document != edition.settings.base:
            yield Named(document, edition.path(document), ontologies[0])


def _triples(publication: Publication, resource: Resource[Publication]) -> list[Triple]:
    return vocabulary_triples(publication.edition, resource.iri)


def _page(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    things = things_in(publication.edition, resource.iri)
    return pages.vocabulary_page(publication.edition, resource.iri, language, alternates(publication, resource), things)


EXPORT = Export(
    "vocabularies",
    resources=[ResourceKind(VOCABULARY, Message("publish.vocabulary"), _vocabularies, linked=linked_provenance)],
    documents=[pages_of(VOCABULARY, _page), *rdf.documents([VOCABULARY], _triples)],
)
