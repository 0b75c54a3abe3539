"""Collisions: entries whose address is that of a document of the release, or of the service."""

from __future__ import annotations

from urllib.parse import unquote

from catalogue.documents.addresses import address_at, folder_at
from catalogue.edition import Edition
from catalogue.messages import Message, Text
from catalogue.names import document_of
from catalogue.publish.publication import Publication
from catalogue.publish.table import publication
from catalogue.publish.things import THING


def taken_by(edition: Edition, iri: str) -> Text | None:
    """Say what has the address of an entry: a resource of the release, an address of the service, or a document.

    Args:
        edition: the catalogue.
        iri: the entry's IRI, inside the base.

    Returns:
        What it is, by language; None when the entry is served at its IRI.
    """
    published = publication(edition)
    iri = document_of(iri)
    if iri == edition.settings.base:
        return None  # the home page tells of it
    resource = published.find(iri)
    if resource is not None and resource.kind != THING:
        return published.registry.resources[resource.kind].title
    path = iri.removeprefix(edition.settings.base)
    address = address_at(path, published.addresses) or folder_at(path, published.addresses)
    if address is not None:
        return address.title
    return _document_at(published, path) or _twin(published, iri)


def _document_at(published: Publication, path: str) -> Text | None:
    document = published.served_at(path) or published.translated_at(path)
    return Message("publish.document", iri=document.iri, title=document.format.title) if document is not None else None


def _twin(published: Publication, iri: str) -> Text | None:
    """Name a thing that HTTP does not tell from another, whose IRI has percent-encoding."""
    if "%" not in iri:
        return None
    decoded = unquote(iri)
    others = [other for other in (decoded, *published.same_address.get(decoded, ())) if other != iri]
    taken = next((other for other in others if published.find(other) is not None), None)
    return Message("publish.twin", iri=taken) if taken is not None else None
