"""Verifying: the files of a release compared with its manifest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from unicodedata import normalize

from catalogue.documents.addresses import MANIFEST
from catalogue.errors import InputError, Place, UsageError
from catalogue.messages import Message, Text

ADDED, CHANGED, MISSING = Message("verify.added"), Message("verify.changed"), Message("verify.missing")


def verify(folder: Path) -> dict[str, Text]:
    """Compare the files of a release with its manifest.

    Args:
        folder: the release.

    Returns:
        The files that are changed, missing or not in the manifest, by path in order, and which of these they are; empty when
        all is well.

    Raises:
        UsageError: there is no release.
        InputError: the manifest cannot be read.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise UsageError(Message("release.no-release", folder=folder))
    try:
        listed = {entry["path"]: entry["sha256"] for entry in json.loads(path.read_bytes())["files"]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(Message("release.manifest-broken"), Place(str(path))) from error
    present = {normalize("NFC", file.relative_to(folder).as_posix()) for file in folder.rglob("*") if file.is_file()} - {
        MANIFEST
    }
    changed = [name for name in present & listed.keys() if _digest(folder / name) != listed[name]]
    differing = ((present - listed.keys(), ADDED), (listed.keys() - present, MISSING), (changed, CHANGED))
    return dict(sorted((name, how) for names, how in differing for name in names))


def is_sound(release: Path, listing: bytes) -> bool:
    """Say whether a release that is there already holds what a manifest lists, and nothing else."""
    path = release / MANIFEST
    return path.is_file() and path.read_bytes() == listing and not verify(release)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
