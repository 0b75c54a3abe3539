"""The search: its page, the index that its script loads, and all names in alphabetical order for those without scripts."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue import pages, search
from catalogue.documents.addresses import NAMES as NAMES_FOLDER
from catalogue.documents.addresses import SEARCH as SEARCH_PATH
from catalogue.documents.addresses import SEARCH_INDEX
from catalogue.documents.formats import JAVASCRIPT
from catalogue.edition import Edition
from catalogue.messages import Message
from catalogue.publish.export import DocumentKind, Export, Named, Resource, ResourceKind
from catalogue.publish.html import alternates, pages_of
from catalogue.publish.publication import Publication, one_at

SEARCH, INDEX, NAMES = "search", "search-index", "names"
"""The kinds of resources of the search."""


def _index(publication: Publication) -> Iterator[Named]:
    edition = publication.edition
    for language in edition.settings.languages:
        for name in search.file_names(edition):
            yield _file(edition, language, name)


def _file(edition: Edition, language: str, name: str) -> Named:
    path = edition.settings.own(f"{SEARCH_INDEX}/{language}/{name}")
    return Named(edition.settings.base + path, path, (language, name))


def _find_file(publication: Publication, iri: str) -> Named | None:
    edition = publication.edition
    folder = edition.settings.base + edition.settings.own(f"{SEARCH_INDEX}/")
    if not iri.startswith(folder):
        return None
    language, _, name = iri.removeprefix(folder).partition("/")
    is_there = language in edition.settings.languages and name in search.file_names(edition)
    return _file(edition, language, name) if is_there else None


def _write_file(publication: Publication, resource: Resource[Publication], _: str) -> bytes:
    language, name = resource.subject
    search.stamp(publication.edition, language)  # what the index is made of, as far as it is noted
    return search.files(publication.edition, language)[name]


def _names(publication: Publication) -> Iterator[Named]:
    for number in range(1, pages.names_pages(publication.edition) + 1):
        yield _names_at(publication.edition, number)


def _names_at(edition: Edition, number: int) -> Named:
    path = edition.settings.own(f"{NAMES_FOLDER}/{number}")
    return Named(edition.settings.base + path, path, number)


def _find_names(publication: Publication, iri: str) -> Named | None:
    edition = publication.edition
    folder = edition.settings.base + edition.settings.own(f"{NAMES_FOLDER}/")
    number = pages.names_number(edition, iri.removeprefix(folder)) if iri.startswith(folder) else 0
    return _names_at(edition, number) if number else None


def _search_page(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    return pages.search_page(publication.edition, language, alternates(publication, resource))


def _names_page(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    return pages.names_page(publication.edition, resource.subject, language, alternates(publication, resource))


EXPORT = Export(
    "search",
    resources=[
        ResourceKind(SEARCH, Message("documents.search"), one_at(SEARCH_PATH)),
        ResourceKind(INDEX, Message("publish.search-index"), _index, _find_file, together=INDEX),
        ResourceKind(NAMES, Message("publish.names"), _names, _find_names, together=NAMES),
    ],
    documents=[
        pages_of(SEARCH, _search_page),
        DocumentKind(JAVASCRIPT, [INDEX], _write_file),
        pages_of(NAMES, _names_page),
    ],
)
