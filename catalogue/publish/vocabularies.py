"""Vocabularies: the ontologies that a catalogue defines inside its base."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue import pages
from catalogue.messages import Message
from catalogue.publish import rdf
from catalogue.publish.export import Export, Named, Resource, ResourceKind
from catalogue.publish.html import alternates, pages_of
from catalogue.publish.publication import Publication
from catalogue.terms import NamedNode, Triple

VOCABULARY = "vocabulary"
"""The kind of resources that ontologies are."""


def _vocabularies(publication: Publication) -> Iterator[Named]:
    for vocabulary in publication.edition.vocabularies:
        yield Named(vocabulary.value, publication.edition.path(vocabulary.value), vocabulary)


def _triples(publication: Publication, resource: Resource[Publication]) -> list[Triple]:
    """Give the description of a vocabulary, then those of its terms."""
    graph = publication.edition.shapes_graph
    subjects = dict.fromkeys(t.subject for t in graph.triples())
    terms = [s for s in subjects if isinstance(s, NamedNode) and s.value.startswith(resource.iri + "#")]
    return graph.description(resource.subject) + [triple for term in terms for triple in graph.description(term)]


def _page(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    return pages.vocabulary_page(publication.edition, resource.subject, language, alternates(publication, resource))


EXPORT = Export(
    "vocabularies",
    resources=[ResourceKind(VOCABULARY, Message("publish.vocabulary"), _vocabularies)],
    documents=[pages_of(VOCABULARY, _page), *rdf.documents([VOCABULARY], _triples)],
)
