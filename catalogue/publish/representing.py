"""The one way to represent a thing: an edition's resources and documents, by IRI and by path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from catalogue.documents.addresses import HOME
from catalogue.documents.formats import HTML
from catalogue.edition import Edition
from catalogue.publish.export import Document, Resource
from catalogue.publish.moved import successor_address
from catalogue.publish.publication import Publication
from catalogue.publish.table import publication


def represent(edition: Edition, iri: str, media_type: str, language: str = "") -> bytes:
    """Give the bytes of one document.

    Args:
        edition: the catalogue.
        iri: what is represented: a thing, a list, the catalogue itself (its base), a vocabulary, a dump or an asset.
        media_type: one of `REGISTRY.media_types`, or of what the edition's own exports bring.
        language: the language of a document of which there is one for each; else not used.

    Returns:
        The bytes, the same for the same edition on any machine.

    Raises:
        UsageError: there is no such document.
    """
    return publication(edition).represent(iri, media_type, language)


def represent_in_pieces(edition: Edition, iri: str, media_type: str, language: str = "") -> Iterator[bytes] | None:
    """Give what `represent` gives, some bytes after others; None where the document is never too large to be held."""
    return publication(edition).represent_in_pieces(iri, media_type, language)


def documents(edition: Edition) -> Iterator[Document]:
    """List all documents of a release, in a stable order; no two have the same path."""
    return publication(edition).documents()


def files(edition: Edition) -> Iterator[Document]:
    """List all files of a release but the manifest: its documents, and what hosts of files need beside them."""
    return publication(edition).files()


def files_of(edition: Edition, resource: Resource[Publication]) -> Iterator[Document]:
    """List the documents about a resource, then the copy of its page for hosts of files, where it has one."""
    return publication(edition).files_of(resource)


def for_hosts(edition: Edition) -> Iterable[Resource[Publication]]:
    """Give the files that only a host of files needs."""
    return publication(edition).for_hosts.values()


def copied_at(edition: Edition, path: str) -> Document | None:
    """Give the copy of a page for hosts of files that has a path in the release, or None."""
    return publication(edition).copied_at(path)


def index_of(edition: Edition, path: str) -> Resource[Publication] | None:
    """Give what the file of a folder shows, by the path of the folder that ends in a slash; None where it has no such file."""
    index = publication(edition).for_hosts.get(f"{edition.settings.base}{path}{HOME}{HTML.suffix}")
    return publication(edition).find(index.subject) if index is not None and index.subject else None


def document_at(edition: Edition, path: str) -> Document | None:
    """Give the document that has a path, or None.

    Args:
        edition: the catalogue.
        path: the path in the release, such as `initiative/umap.fr.html`.
    """
    return publication(edition).document_at(path)


def served_at(edition: Edition, path: str) -> Document | None:
    """Give the document that a request's path names: by its path in the release, or by the IRI and a suffix; or None."""
    return publication(edition).served_at(path)


def served(edition: Edition, resource: Resource[Publication]) -> Sequence[Document]:
    """List the documents about a resource that the server has, also those that no release has."""
    return publication(edition).served(resource)


def asked(edition: Edition, path: str) -> Resource[Publication] | None:
    """Give what a request's path names, or None when the release knows nothing of it."""
    return publication(edition).asked(path)


def moved_to(edition: Edition, path: str) -> str | None:
    """Give the address at which is now what a request's path names, where an entry has moved; or None."""
    return successor_address(publication(edition), path)


def find_resource(edition: Edition, iri: str) -> Resource[Publication] | None:
    """Give what an IRI names, or None when the release knows nothing of it."""
    return publication(edition).find(iri)


def linked(edition: Edition, resource: Resource[Publication]) -> Sequence[Document]:
    """List the documents about something else that those of a resource link to, with their relation."""
    return publication(edition).linked(resource)


def own_resources(edition: Edition) -> Mapping[str, Resource[Publication]]:
    """Give the resources that are the release's own, by IRI: lists, vocabularies, queries, dumps, files and itself."""
    return publication(edition).own


def resources(edition: Edition) -> Iterable[Resource[Publication]]:
    """List everything that has documents: the release's own first, then the things in the order of their IRIs."""
    return publication(edition).resources()
