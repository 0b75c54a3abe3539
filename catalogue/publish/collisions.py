"""Collisions: entries whose address is that of a document of the release, or of the service."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import unquote

from catalogue.documents.addresses import address_at, asked_at, folder_at
from catalogue.edition import Edition, held_by_edition
from catalogue.messages import Message, Text
from catalogue.names import document_of
from catalogue.publish.provenance import PROVENANCE
from catalogue.publish.publication import Publication
from catalogue.publish.table import publication
from catalogue.publish.vocabularies import VOCABULARY


@dataclass(frozen=True)
class Taken:
    """What has the address of an entry.

    Attributes:
        by: what it is.
        is_entry: whether it is another entry, or a document of one.
        is_movable: whether a folder for our own addresses moves it away; not what the web gives, nor what an export keeps that
            the catalogue has added.
    """

    by: Text
    is_entry: bool = False
    is_movable: bool = False


def taken_by(edition: Edition, iri: str) -> Taken | None:
    """Say what has the address of an entry: a resource of the release, an address of the service, or a document.

    Args:
        edition: the catalogue.
        iri: the entry's IRI, inside the base.

    Returns:
        What it is; None when the entry is served at its IRI.
    """
    published = publication(edition)
    iri = document_of(iri)
    if iri == edition.settings.base:
        return None  # the home page tells of it
    resource = published.find(iri)
    if resource is not None and resource.kind == PROVENANCE:
        return Taken(published.registry.resources[PROVENANCE].title, is_entry=True)
    by = _own_at(published, iri)
    if by is not None:
        return Taken(by, is_movable=_own_at(_moved(edition), iri) is None)
    return _document_at(published, iri.removeprefix(edition.settings.base)) or _twin(published, iri)


def _own_at(published: Publication, iri: str) -> Text | None:
    """Name the resource or the address that is no entry's and has an IRI as its own."""
    own = published.own.get(iri)
    if own is not None and own.kind == VOCABULARY:
        return None  # its documents tell of the entries too
    if own is not None:
        return published.registry.resources[own.kind].title
    path = iri.removeprefix(published.edition.settings.base)
    kept = published.addresses
    address = address_at(path, kept) or asked_at(path, kept) or folder_at(path, kept)
    return address.title if address is not None else None


@held_by_edition
def _moved(edition: Edition) -> Publication:
    """Give the catalogue as it would be published with a folder for what is no entry's."""
    settings = replace(edition.settings, own_folder=_FOLDER)
    return Publication(replace(edition, settings=settings), publication(edition).registry)


_FOLDER = "_"
"""The folder that is advised."""


def _document_at(published: Publication, path: str) -> Taken | None:
    document = published.served_at(path) or published.translated_at(path)
    if document is None:
        return None
    for_hosts = published.for_hosts.get(document.iri)
    if for_hosts is not None:
        return Taken(
            published.registry.resources[for_hosts.kind].title,
            is_movable=document.iri not in _moved(published.edition).for_hosts,
        )
    by = Message("publish.document", iri=document.iri, title=document.format.title)
    if document.iri not in published.own:
        return Taken(by, is_entry=True)
    return Taken(by, is_movable=document.iri not in _moved(published.edition).own)


def _twin(published: Publication, iri: str) -> Taken | None:
    """Name a thing that HTTP does not tell from another, whose IRI has percent-encoding or an empty query."""
    if "%" not in iri and not iri.endswith("?"):
        return None
    decoded = unquote(iri)
    others = [other for other in (decoded, iri.removesuffix("?"), *published.same_address.get(decoded, ())) if other != iri]
    taken = next((other for other in others if published.find(other) is not None), None)
    return Taken(Message("publish.twin", iri=taken), is_entry=True) if taken is not None else None
