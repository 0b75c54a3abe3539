"""The images that stand for pages where these are shared, in each language: PNG."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue import pages
from catalogue.documents.formats import PNG
from catalogue.messages import Message
from catalogue.publish.export import DocumentKind, Export, Named, Resource, ResourceKind
from catalogue.publish.publication import Publication

PREVIEW = "preview"
"""The kind of resources that the images are."""


def _previews(publication: Publication) -> Iterator[Named]:
    settings = publication.edition.settings
    for name in pages.drawn_previews(publication.edition):
        stem = settings.own(f"{pages.PREVIEWS}/{name}" if name else pages.PREVIEWS)
        yield Named(settings.base + stem, stem, name, is_record=True)  # as a record: it offers nothing to readers


def _image(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    return pages.preview_image(publication.edition, resource.subject, language)


EXPORT = Export(
    "previews",
    resources=[ResourceKind(PREVIEW, Message("publish.preview"), _previews)],
    documents=[DocumentKind(PNG, [PREVIEW], _image, per_language=True)],
)
