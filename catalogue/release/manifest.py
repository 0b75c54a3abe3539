"""The manifest: what a release is made of, and all its files with path, size, SHA-256 and media type."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any, NamedTuple

from catalogue.documents.addresses import MANIFEST, MANIFEST_DIGEST
from catalogue.edition import Edition
from catalogue.publish import files, represent


class Entry(NamedTuple):
    """A file of a release.

    Attributes:
        path: its path in the release.
        size: its size in bytes.
        sha256: the SHA-256 of its bytes, in hexadecimal.
        media_type: its media type.
    """

    path: str
    size: int
    sha256: str
    media_type: str


def entry_of(path: str, data: bytes, media_type: str) -> Entry:
    """Describe a file by its bytes."""
    return Entry(path, len(data), hashlib.sha256(data).hexdigest(), media_type)


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
    return manifest_of(edition, entries.values())


def manifest_of(edition: Edition, entries: Iterable[Entry]) -> bytes:
    r"""Write the manifest of a release.

    Args:
        edition: the catalogue.
        entries: its files, in any order.

    Returns:
        JSON in UTF-8 with an indent of one blank, a line for each member.
    """
    head = json.dumps({"release": edition.release, **edition.origin}, ensure_ascii=False, indent=1).removesuffix("\n}")
    files = ",\n".join(map(_written, sorted(entries)))
    listed = f"\n{files}\n " if files else ""
    return f'{head},\n "files": [{listed}]\n}}\n'.encode()


def _written(entry: Entry) -> str:
    """Write an entry as `json.dumps` does with an indent, which is slow for so many."""
    members = (
        f'"path": {encode_basestring(entry.path)}',
        f'"size": {entry.size}',
        f'"sha256": "{entry.sha256}"',
        f'"mediaType": {encode_basestring(entry.media_type)}',
    )
    return "  {\n   " + ",\n   ".join(members) + "\n  }"


def digest_file(listing: bytes) -> bytes:
    r"""Give what stands beside a manifest: its SHA-256, as `sha256sum` writes and checks it.

    >>> digest_file(b"{}")
    b'44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a  manifest.json\n'
    """
    return f"{hashlib.sha256(listing).hexdigest()}  {MANIFEST}\n".encode()


def read_manifest(release: Path) -> tuple[Mapping[str, Any], list[Entry]] | None:
    """Read the manifest of a release.

    Args:
        release: the release's folder.

    Returns:
        What the release is made of, and its files; None where there is no manifest, or it is not as it was written.
    """
    try:
        data = (release / MANIFEST).read_bytes()
        if (release / MANIFEST_DIGEST).read_bytes() != digest_file(data):
            return None
        origin = json.loads(data)
        del origin["release"]
        return origin, list(_entries(origin.pop("files")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _entries(files: Iterable[Mapping[str, Any]]) -> Iterator[Entry]:
    for file in files:
        yield Entry(str(file["path"]), int(file["size"]), str(file["sha256"]), str(file["mediaType"]))
