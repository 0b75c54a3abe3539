"""Digests of documents, for what describes them: as a build has made them, or by representing them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

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


@held_by_edition
def _known(_: Edition) -> dict[str, Digest]:
    """The digests of documents that have been made, by path."""
    return {}


def know_digests(edition: Edition, digests: Mapping[str, Digest]) -> None:
    """Tell the digests of documents of an edition that have been made, by path, so that none is made again for its digest."""
    _known(edition).update(digests)


def digest_of(publication: Publication, document: Document) -> Digest:
    """Give the digest of a document; it is made where that is not known. That a document is read is noted by its path."""
    edition, known = publication.edition, _known(publication.edition)
    edition.graph.reads.note(DOCUMENT, document.path)
    if document.path not in known:
        with edition.graph.reads.paused():
            data = publication.represent(document.iri, document.format.media_type, document.language)
        known[document.path] = Digest.of(data)
    return known[document.path]


DOCUMENT = "document"
"""The look-up of a document's bytes, as it is noted."""
