"""The manifest: what a release is made of, and all its files with path, size, SHA-256 and media type."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from catalogue.documents.addresses import MANIFEST, MANIFEST_DIGEST
from catalogue.edition import Edition
from catalogue.publish import files, represent
from catalogue.release.entries import Entry, Listing, entry_of, listed


def manifest(edition: Edition) -> bytes:
    """Represent every document of an edition, and list all files of its release.

    Args:
        edition: the catalogue.

    Returns:
        The manifest: JSON in UTF-8, the same as in a release that is built of the edition, where that has no packs.
    """
    entries: dict[str, Entry] = {}
    for file in files(edition):  # a copy comes after what it is a copy of
        if file.same_as:
            entries[file.path] = entries[file.same_as]._replace(path=file.path)
        else:
            data = represent(edition, file.iri, file.format.media_type, file.language)
            entries[file.path] = entry_of(file.path, data, file.format.media_type)
    return b"".join(manifest_of(edition, sorted(entries.values())))


def manifest_of(edition: Edition, entries: Iterable[Entry]) -> Iterator[bytes]:
    r"""Write the manifest of a release.

    Args:
        edition: the catalogue.
        entries: its files, in the order of their paths.

    Yields:
        JSON in UTF-8 with an indent of one blank, a line for each member, some at a time.
    """
    return listed({"release": edition.release, **edition.origin}, entries)


def digest_file(listing: bytes) -> bytes:
    r"""Give what stands beside a manifest: its SHA-256, as `sha256sum` writes and checks it.

    >>> digest_file(b"{}")
    b'44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a  manifest.json\n'
    """
    return digest_line(hashlib.sha256(listing).hexdigest())


def digest_line(digest: str) -> bytes:
    """Give what `digest_file` does of the SHA-256 of a manifest, in hexadecimal."""
    return f"{digest}  {MANIFEST}\n".encode()


def read_manifest(release: Path) -> tuple[Mapping[str, Any], Mapping[str, Entry]] | None:
    """Read the manifest of a release.

    Args:
        release: the release's folder.

    Returns:
        What the release is made of, and its files by path, which are read when they are asked for where they are very many;
        None where there is no manifest, or it is not as it was written.
    """
    path = release / MANIFEST
    entries: Mapping[str, Entry]
    try:
        digest = (release / MANIFEST_DIGEST).read_bytes()
        if path.stat().st_size > HELD:
            listing = Listing(path)
            origin, entries = listing.head, listing
            is_whole = digest == digest_line(listing.digest)
        else:
            data = path.read_bytes()
            is_whole = digest == digest_file(data)
            origin = json.loads(data) if is_whole else {}
            entries = {entry.path: entry for entry in _entries(origin.pop("files"))} if is_whole else {}
        if not is_whole:
            return None
        del origin["release"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return origin, entries


HELD = 32 * 1024 * 1024
"""How large a manifest is, in bytes, that is held in memory: that of some 170,000 documents."""


def _entries(files: Iterable[Mapping[str, Any]]) -> Iterator[Entry]:
    for file in files:
        yield Entry(str(file["path"]), int(file["size"]), str(file["sha256"]), str(file["mediaType"]))
