"""The description of the data in VoID where programs look for it, at an address that the web gives (RFC 8615)."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue import serialise
from catalogue.documents.addresses import VOID as PATH
from catalogue.documents.formats import TURTLE
from catalogue.exports import void
from catalogue.messages import Message
from catalogue.publish.dumps import dumps_of_parts
from catalogue.publish.export import DocumentKind, Export, Named, Resource, ResourceKind
from catalogue.publish.publication import Publication
from catalogue.publish.things import THING

VOID = "description of the dataset"
"""The kind of resources that it is. A server has none: it leads to the description of its SPARQL service."""


def _named(publication: Publication) -> Iterator[Named]:
    yield Named(publication.edition.settings.base + PATH, PATH)  # where the web has it, whatever the settings say


def _write(publication: Publication, _resource: Resource[Publication], _language: str) -> bytes:
    edition = publication.edition
    formats = (kind.format for kind in publication.released if THING in kind.of)
    return serialise.turtle(void.document(edition, formats, dumps_of_parts(edition)), edition.settings.prefixes)


EXPORT = Export(
    "void",
    resources=[ResourceKind(VOID, Message("documents.description-dataset"), _named, is_for_hosts=True)],
    documents=[DocumentKind(TURTLE, [VOID], _write, download="VoID", has_suffix=False)],
)
