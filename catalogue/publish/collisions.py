"""Collisions: entries whose address is that of a document of the release, or of the service."""

from __future__ import annotations

from catalogue.documents.addresses import address_at
from catalogue.edition import Edition
from catalogue.messages import Message, Text
from catalogue.publish.table import publication


def taken_by(edition: Edition, iri: str) -> Text | None:
    """Say what has the address of an entry: a resource of the release, an address of the service, or a document.

    Args:
        edition: the catalogue.
        iri: the entry's IRI, inside the base.

    Returns:
        What it is, by language; None when the entry is served at its IRI.
    """
    published = publication(edition)
    own = published.own.get(iri)
    if own is not None:
        return published.registry.resources[own.kind].title
    path = iri.removeprefix(edition.settings.base)
    address = address_at(path, published.registry.addresses)
    if address is not None:
        return address.title
    document = published.document_at(path) or published.translated_at(path)
    if document is None:
        return None
    title = document.format.title
    return Message("publish.document", iri=document.iri, title=title)
