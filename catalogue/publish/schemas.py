"""Frames and schemas of the documents of each type, for programs that read or make them."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.documents.addresses import CONTEXT as FOLDER
from catalogue.documents.formats import JSON_LD, JSON_SCHEMA
from catalogue.exports import jsonld
from catalogue.messages import Message
from catalogue.publish.export import DocumentKind, Export, Named, Resource, ResourceKind
from catalogue.publish.publication import Publication, one_at

CONTEXT = "context"
"""The kind of resources that the JSON-LD context is."""

SCHEMA = "schema"
"""The kind of resources that the forms of the documents of a type are: its frame and its schema."""


def _types(publication: Publication) -> Iterator[Named]:
    settings = publication.edition.settings
    for type_ in publication.edition.model.types.values():
        path = settings.own(f"{FOLDER}/{type_.name}")
        yield Named(settings.base + path, path, type_)


def _context(publication: Publication, _resource: Resource[Publication], _language: str) -> bytes:
    return jsonld.context(publication.edition)


def _frame(publication: Publication, resource: Resource[Publication], _language: str) -> bytes:
    return jsonld.frame(publication.edition, resource.subject)


def _schema(publication: Publication, resource: Resource[Publication], _language: str) -> bytes:
    return jsonld.schema(publication.edition, resource.subject)


EXPORT = Export(
    "schemas",
    resources=[
        ResourceKind(CONTEXT, Message("publish.json-ld-context"), one_at(FOLDER)),
        ResourceKind(SCHEMA, Message("publish.json-ld-schema"), _types),
    ],
    documents=[
        DocumentKind(JSON_LD, [CONTEXT], _context),
        DocumentKind(JSON_LD, [SCHEMA], _frame),
        DocumentKind(JSON_SCHEMA, [SCHEMA], _schema),
    ],
)
