"""Reading a manifest that may have become anything: what is not as a build writes it is a message."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from catalogue.documents.addresses import MANIFEST, MANIFEST_DIGEST, MANIFEST_SIGNATURE
from catalogue.messages import Message, Text
from catalogue.release.entries import Entry, Listing

MOST = 256 * 1024 * 1024
"""How large a manifest may be, in bytes, that has another layout than the one in which builds write it."""

_INSIDE = re.compile(r"(?:(?!\.{1,2}(?:/|\Z))[^/\\\0\ud800-\udfff]+/)*(?!\.{1,2}\Z)[^/\\\0\ud800-\udfff]+")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MEMBERS = {"path": str, "size": int, "sha256": str, "mediaType": str}
_BESIDE = frozenset((MANIFEST, MANIFEST_DIGEST, MANIFEST_SIGNATURE))


class BrokenManifestError(Exception):
    """A manifest is not what a build writes.

    Args:
        reason: what is wrong with it.
    """

    def __init__(self, reason: Text) -> None:
        super().__init__(reason)
        self.reason = reason


def listed(data: bytes) -> Sequence[Entry]:
    """Read the files that a manifest lists.

    Args:
        data: its bytes.

    Returns:
        The files in their order, each path once, all inside the release.

    Raises:
        BrokenManifestError: it is not what a build writes.
    """
    manifest = _object(data)
    files = manifest.get("files") if isinstance(manifest, dict) else None
    if not isinstance(files, list) or not isinstance(manifest.get("release", ""), str):
        raise BrokenManifestError(Message("manifest.no-files"))
    entries = [_entry(number, file) for number, file in enumerate(files, 1)]
    paths: set[str] = set()
    for entry in entries:
        if entry.path in paths:
            raise BrokenManifestError(Message("manifest.twice", name=entry.path))
        paths.add(entry.path)
    for path in paths:
        folder = next((folder for folder in _above(path) if folder in paths), None)
        if folder is not None:
            raise BrokenManifestError(Message("manifest.file-and-folder", path=folder))
    return entries


def listed_in(path: Path) -> Listing:
    """Read the files that a large manifest lists, as `listed` does, without holding them.

    Args:
        path: the manifest.

    Raises:
        BrokenManifestError: it is not what a build writes.
        LayoutError: it has another layout or order than the one in which a build writes it.
        OSError: the system refused to read it.
    """
    before = ""

    def check(number: int, entry: Entry) -> None:
        nonlocal before
        if entry.path == before:
            raise BrokenManifestError(Message("manifest.twice", name=entry.path))
        before = _inside(number, entry).path

    listing = Listing(path, check)
    if not isinstance(listing.head.get("release", ""), str):
        raise BrokenManifestError(Message("manifest.no-files"))
    known = ""
    for entry in listing.values():
        parent = entry.path.rpartition("/")[0]
        if parent != known:  # most files have the folder of the one before
            folder = next((folder for folder in _above(entry.path) if folder in listing), None)
            if folder is not None:
                raise BrokenManifestError(Message("manifest.file-and-folder", path=folder))
        known = parent
    return listing


def _above(path: str) -> Iterator[str]:
    """Give the folders above a path."""
    while path := path.rpartition("/")[0]:
        yield path


def folders(entries: Iterable[Entry]) -> frozenset[str]:
    """Give the folders that files lie in."""
    return frozenset(folder for entry in entries for folder in _above(entry.path))


def _object(data: bytes) -> Any:
    try:
        return json.loads(data, object_pairs_hook=_once)
    except RecursionError:
        raise BrokenManifestError(Message("manifest.deep")) from None
    except json.JSONDecodeError as error:
        raise BrokenManifestError(Message("manifest.not-json", line=error.lineno, column=error.colno)) from None
    except ValueError:  # not UTF-8, or a number of thousands of digits
        raise BrokenManifestError(Message("manifest.not-text")) from None


def _once(members: Sequence[tuple[str, Any]]) -> Mapping[str, Any]:
    """Make an object of its members, each of which it may have once."""
    made = dict(members)
    if len(made) != len(members):
        names = [name for name, _ in members]
        raise BrokenManifestError(Message("manifest.twice", name=next(name for name in names if names.count(name) > 1)))
    return made


def _entry(number: int, file: Any) -> Entry:
    members = file if isinstance(file, dict) else {}
    for name, type_ in _MEMBERS.items():
        if type(members.get(name)) is not type_:
            raise BrokenManifestError(Message("manifest.member", number=number, name=name))
    return _inside(number, Entry(members["path"], members["size"], members["sha256"], members["mediaType"]))


def _inside(number: int, entry: Entry) -> Entry:
    """Give a file of a manifest that lies in the release and has a size and a digest."""
    if not _INSIDE.fullmatch(entry.path) or entry.path in _BESIDE:
        raise BrokenManifestError(Message("manifest.outside", number=number, path=ascii(entry.path)))
    if entry.size < 0 or not _DIGEST.fullmatch(entry.sha256):
        raise BrokenManifestError(Message("manifest.member", number=number, name="size" if entry.size < 0 else "sha256"))
    return entry
