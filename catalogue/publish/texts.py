"""Texts: what a catalogue says of itself at length, each a page in every language."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue import pages
from catalogue.messages import Message
from catalogue.publish.export import Export, Named, Resource, ResourceKind
from catalogue.publish.html import alternates, pages_of
from catalogue.publish.publication import Publication

TEXT = "text"
"""The kind of resources that texts are."""


def _texts(publication: Publication) -> Iterator[Named]:
    settings = publication.edition.settings
    for name in publication.edition.texts.names:
        path = settings.own(name)
        yield Named(settings.base + path, path, name)


def _page(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    return pages.text_page(publication.edition, resource.subject, language, alternates(publication, resource))


EXPORT = Export(
    "texts",
    resources=[ResourceKind(TEXT, Message("publish.text"), _texts)],
    documents=[pages_of(TEXT, _page)],
)
