"""The page that static hosts show where there is nothing: `404.html` at the root, in the first language."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from catalogue import pages
from catalogue.documents.addresses import MISSING as PATH
from catalogue.documents.formats import HTML
from catalogue.messages import Message
from catalogue.publish.export import DocumentKind, Export, Named, Resource, ResourceKind
from catalogue.publish.fragments import things_in
from catalogue.publish.publication import Publication

MISSING = "missing"
"""The kind of resources that the page is."""


def _named(publication: Publication) -> Iterator[Named]:
    """Give the page, unless an entry, a list or an ontology has that very address: it goes first."""
    edition = publication.edition
    iri = edition.settings.base + PATH
    is_taken = things_in(edition, iri) or PATH in edition.model.by_name or iri in edition.vocabulary_documents.by_document
    if not is_taken:
        yield Named(iri, PATH, is_record=True)  # as a record: it offers nothing to readers


def _page(publication: Publication, _resource: Resource[Publication], _language: str) -> bytes:
    edition = publication.edition
    return pages.missing_page(edition, edition.settings.languages[0], urlsplit(edition.address).path)


EXPORT = Export(
    "missing",
    resources=[ResourceKind(MISSING, Message("publish.missing-page"), _named)],
    documents=[DocumentKind(HTML, [MISSING], _page)],
)
