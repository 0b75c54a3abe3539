"""Releases: all documents of an edition written at once, whole or not at all.

A release lies in `build/releases/<name>/`, where the name says what it is made of (`Edition.release`): the same catalogue and
the same program give the same name, and the same bytes, on any machine. `build/current` is a symbolic link that is switched by
one rename. Everything is first written to a temporary folder beside it; a build that fails or is killed leaves the release that
stood before as it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import normalize

from catalogue.documents.addresses import DUMP, MANIFEST
from catalogue.documents.formats import N_QUADS
from catalogue.edition import Edition
from catalogue.errors import InputError, OutputError, Place, UsageError
from catalogue.files import real_path
from catalogue.messages import Message, Text
from catalogue.publish import Document, files, represent

Progress = Callable[[int, int], None]

ADDED, CHANGED, MISSING = Message("verify.added"), Message("verify.changed"), Message("verify.missing")


@dataclass(frozen=True)
class Release:
    """A release on disk.

    Attributes:
        folder: where it lies.
        digest: its name, from what it is made of.
        files: how many files it has, the manifest not counted.
        size: their size in bytes.
        is_new: whether this build wrote it; else it was there already.
    """

    folder: Path
    digest: str
    files: int
    size: int
    is_new: bool


def standing(edition: Edition, folder: Path | None = None) -> Release | None:
    """Give the current release if it is already that of an edition, made by this very program, and whole.

    Args:
        edition: the catalogue.
        folder: where releases lie; the settings' build folder when None.

    Returns:
        The release, or None when one must be built.

    Raises:
        SettingsError: there are no shapes: there is none, and none can be built.
    """
    edition.needs_shapes()
    current = real_path((folder or edition.settings.folder / edition.settings.folders.build) / "current")
    try:
        origin = json.loads((current / MANIFEST).read_bytes())
        files = origin.pop("files")
        sizes = [entry["size"] for entry in files]
        whole = all((current / entry["path"]).stat().st_size == entry["size"] for entry in files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not whole or origin != edition.origin:
        return None
    return Release(current, current.name, len(sizes), sum(sizes), is_new=False)


def build(edition: Edition, folder: Path | None = None, progress: Progress | None = None) -> Release:
    """Write a release of an edition and make it the current one.

    Args:
        edition: the catalogue.
        folder: where releases lie; the settings' build folder when None.
        progress: called with the number of documents written and the number of all.

    Returns:
        The release, which `folder/current` now points to.

    Raises:
        SettingsError: there are no shapes: nothing would have a page.
        OutputError: the system refused to write; the release that stood before still stands.
    """
    edition.needs_shapes()
    target = folder or edition.settings.folder / edition.settings.folders.build
    with _told(target):
        releases = target / "releases"
        releases.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=".building-", dir=releases))
        try:
            return _written(edition, temporary, target, progress)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            Message("release.cannot-write-release-release-stood", reason=reason), Place(str(error.filename or target))
        ) from error


def manifest(
    edition: Edition, write: Callable[[Document, bytes | None], None] | None = None, progress: Progress | None = None
) -> bytes:
    """Represent every document of an edition, and list all files with path, size, SHA-256 and media type.

    Args:
        edition: the catalogue.
        write: called with each document and its bytes; with a copy of one, for hosts of files, after all others and without.
        progress: called with the number of documents done and the number of all.

    Returns:
        The manifest: JSON in UTF-8.
    """
    listed = sorted(files(edition), key=lambda document: (document.same_as != "", document.path))
    entries: dict[str, dict[str, Any]] = {}
    for number, document in enumerate(listed, 1):
        data = None if document.same_as else represent(edition, document.iri, document.format.media_type, document.language)
        if write is not None:
            write(document, data)
        entry = entries[document.same_as] if data is None else _entry(document, data)
        entries[document.path] = {**entry, "path": document.path}
        if progress is not None:
            progress(number, len(listed))
    ordered = [entries[path] for path in sorted(entries)]
    return (json.dumps({**edition.origin, "files": ordered}, ensure_ascii=False, indent=1) + "\n").encode()


def _entry(document: Document, data: bytes) -> dict[str, Any]:
    return {
        "path": document.path,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "mediaType": document.format.media_type,
    }


def _written(edition: Edition, temporary: Path, target: Path, progress: Progress | None) -> Release:
    sizes: list[int] = []

    def write(document: Document, data: bytes | None) -> None:
        path = temporary / document.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if data is not None:
            path.write_bytes(data)
        else:
            _copy(temporary / document.same_as, path)
        sizes.append(path.stat().st_size)

    listing = manifest(edition, write, progress)
    (temporary / MANIFEST).write_bytes(listing)
    digest = edition.release
    release = target / "releases" / digest
    is_new = not release.exists()
    if not is_new and not _is_sound(release, listing):
        shutil.rmtree(release)
    if not release.exists():
        _sync(temporary)
        temporary.chmod(0o755)
        temporary.rename(release)
    _point(target / "current", Path("releases") / digest)
    return Release(release, digest, len(sizes), sum(sizes), is_new)


def _copy(file: Path, path: Path) -> None:
    """Give a file a second name, which takes no room, where the file system allows it; else copy it."""
    try:
        path.hardlink_to(file)
    except OSError:
        shutil.copyfile(file, path)


def _is_sound(release: Path, listing: bytes) -> bool:
    """Say whether a release that is there already holds what a manifest lists, and nothing else."""
    path = release / MANIFEST
    return path.is_file() and path.read_bytes() == listing and not verify(release)


def _sync(folder: Path) -> None:
    """Have the system write everything to the disk before the release is named."""
    for path in [*folder.rglob("*"), folder]:
        if path.is_file() or os.name == "posix":
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _point(link: Path, target: Path) -> None:
    """Switch a symbolic link by one rename."""
    fresh = link.with_name(f".{link.name}-{os.getpid()}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target, target_is_directory=True)
    fresh.replace(link)


def dump_of(folder: Path, name: str) -> Path | None:
    """Give the statements of a release that is kept, in N-Quads.

    Args:
        folder: where releases lie, as for `build`.
        name: the release's name; it must be one, since it becomes part of a path.

    Returns:
        The file, or None when there is no such release.
    """
    release, path = folder / "releases" / name, f"{DUMP}{N_QUADS.suffix}"
    return next((each for each in (release / path, *sorted(release.glob(f"*/{path}"))) if each.is_file()), None)


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


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
