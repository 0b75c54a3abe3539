"""Lists: all things of one type, as a page, a table and data."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue import pages
from catalogue.documents.formats import CSV
from catalogue.exports import tables
from catalogue.messages import Message, as_shown
from catalogue.model import EntityType
from catalogue.publish import rdf
from catalogue.publish.export import DatasetFacts, DocumentKind, Export, Named, Resource, ResourceKind
from catalogue.publish.html import alternates, pages_of
from catalogue.publish.publication import Publication
from catalogue.terms import Triple

LIST = "list"
"""The kind of resources that the lists of all things of a type are."""


def _lists(publication: Publication) -> Iterator[Named]:
    edition = publication.edition
    for type_ in edition.model.types.values():
        path = edition.settings.own(type_.name)
        yield Named(edition.settings.base + path, path, type_, type_.iri in edition.ranks.records)


def _dataset(publication: Publication, resource: Resource[Publication]) -> DatasetFacts | None:
    edition, type_ = publication.edition, resource.subject
    if resource.is_record or not edition.instances(type_):
        return None
    languages = edition.settings.languages
    return DatasetFacts(
        as_shown(type_.plural, languages),
        as_shown(type_.description or type_.plural, languages),
        f"{resource.iri}.{languages[0]}.html",
    )


def _triples(publication: Publication, resource: Resource[Publication]) -> list[Triple]:
    edition = publication.edition
    return [triple for thing in edition.instances(resource.subject) for triple in edition.graph.description(thing)]


def _page(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    return pages.list_page(publication.edition, resource.subject, language, alternates(publication, resource))


def _table(publication: Publication, resource: Resource[Publication], _: str) -> bytes:
    type_: EntityType = resource.subject
    return tables.table(publication.edition, type_)


EXPORT = Export(
    "lists",
    resources=[ResourceKind(LIST, Message("publish.list-all-entries-type"), _lists, dataset=_dataset)],
    documents=[
        pages_of(LIST, _page),
        DocumentKind(CSV, [LIST], _table, is_distribution=True),
        *rdf.documents([LIST], _triples, is_distribution=True),
    ],
)
