"""The catalogue itself: its home page, and its description in DCAT."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from catalogue import pages
from catalogue.documents.addresses import CONTENTS as CONTENTS_PATH
from catalogue.documents.addresses import HOME as PATH
from catalogue.documents.addresses import QUALITY as QUALITY_PATH
from catalogue.documents.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE
from catalogue.exports import dcat
from catalogue.messages import Message
from catalogue.pages.structured.things import JsonObject
from catalogue.pages.views import Viewer
from catalogue.publish import rdf
from catalogue.publish.downloads import files_to_take
from catalogue.publish.export import Export, Named, Resource, ResourceKind
from catalogue.publish.fragments import things_in
from catalogue.publish.html import alternates, pages_of
from catalogue.publish.portal import datasets, services
from catalogue.publish.provenance import linked_provenance
from catalogue.publish.publication import Publication, one_at
from catalogue.publish.queries import QUERY
from catalogue.publish.schema_org import catalog_items
from catalogue.publish.vocabularies import vocabulary_triples
from catalogue.terms import Triple

HOME, CONTENTS, QUALITY = "home", "contents", "quality"
"""The kinds of resources that the catalogue itself is, the page of all that it has, and the page about its quality."""


def _catalogue(publication: Publication) -> Iterator[Named]:
    settings = publication.edition.settings
    yield Named(settings.base, settings.own(PATH))


def _page(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    edition = publication.edition
    things, described = things_in(edition, resource.iri), _datasets(publication, resource, language, in_full=False)
    return pages.home_page(edition, language, alternates(publication, resource), things, resource.root, described)


def _contents_page(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    others, described = alternates(publication, resource), _datasets(publication, resource, language, in_full=True)
    files = files_to_take(publication, language)
    return pages.contents_page(publication.edition, language, others, files, resource.root, described)


def _datasets(publication: Publication, resource: Resource[Publication], language: str, *, in_full: bool) -> list[JsonObject]:
    viewer = Viewer(publication.edition, language, resource.path, resource.root)
    return catalog_items(publication, viewer, in_full=in_full)


def _quality_page(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    return pages.quality_page(publication.edition, language, alternates(publication, resource))


def _description(publication: Publication, resource: Resource[Publication]) -> list[Triple]:
    """Describe the catalogue, and the things and ontologies that have the base as their IRI, or a fragment of it."""
    about = vocabulary_triples(publication.edition, resource.iri)
    return list(dict.fromkeys([*_dcat(publication, resource), *about]))


def _dcat(publication: Publication, _: Resource[Publication]) -> list[Triple]:
    return dcat.describe(publication.edition, list(datasets(publication)), list(services(publication)))


EXPORT = Export(
    "home",
    resources=[
        ResourceKind(HOME, Message("publish.home-page"), _catalogue, linked=linked_provenance, together=QUERY),
        ResourceKind(CONTENTS, Message("publish.contents-page"), one_at(CONTENTS_PATH)),
        ResourceKind(QUALITY, Message("publish.quality-page"), one_at(QUALITY_PATH)),
    ],
    documents=[
        pages_of(HOME, _page),
        replace(pages_of(CONTENTS, _contents_page), describes_files=True),
        pages_of(QUALITY, _quality_page),
        replace(rdf.document(TURTLE, [HOME], _description), download="DCAT", describes_files=True),
        replace(rdf.document(JSON_LD, [HOME], _description), describes_files=True),
        replace(rdf.document(N_TRIPLES, [HOME], _description), describes_files=True),
        replace(rdf.document(RDF_XML, [HOME], _dcat), describes_files=True),
    ],
)
