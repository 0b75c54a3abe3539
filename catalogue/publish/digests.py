"""Digests of documents, for what describes them: as a build has made them, or by representing them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from catalogue.edition import Edition, held_by_edition
from catalogue.publish.export import Document
from catalogue.publish.publication import Publication


class Digest(NamedTuple):
    """How long a document is, and its digest.

    Attributes:
        size: how many bytes it has.
        sha256: the SHA-256 of its bytes, in hexadecimal.
    """

    size: int
    sha256: str

    @classmethod
    def of(cls, data: bytes) -> Digest:
        """Give the digest of bytes.

        >>> Digest.of(b"").sha256[:16]
        'e3b0c44298fc1c14'
        """
        return cls(len(data), hashlib.sha256(data).hexdigest())


Find: TypeAlias = Callable[[str], Digest | None]
"""Gives the digest of a document by its path, where it is known."""


class _Known:
    """What is known of the digests of an edition's documents.

    Attributes:
        found: gives those of documents that have been made, the last first.
        made: those of documents that were made for them, by path.
    """

    def __init__(self) -> None:
        self.found: list[Find] = []
        self.made: dict[str, Digest] = {}


@held_by_edition
def _known(_: Edition) -> _Known:
    return _Known()


def know_digests(edition: Edition, find: Find) -> None:
    """Tell what gives the digests of documents of an edition that have been made, so that none is made again for its digest."""
    _known(edition).found.insert(0, find)


def digest_of(publication: Publication, document: Document) -> Digest:
    """Give the digest of a document; it is made where that is not known. That a document is read is noted by its path."""
    edition, known, path = publication.edition, _known(publication.edition), document.path
    edition.graph.reads.note(DOCUMENT, path)
    digest = known.made.get(path) or next(filter(None, (find(path) for find in known.found)), None)
    if digest is None:
        with edition.graph.reads.paused():
            data = publication.represent(document.iri, document.format.media_type, document.language)
        digest = known.made[path] = Digest.of(data)
    return digest


DOCUMENT = "document"
"""The look-up of a document's bytes, as it is noted."""
