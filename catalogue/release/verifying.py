"""Verifying: a release compared with its manifest, and the manifest with its digest and a signature."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from unicodedata import normalize

from catalogue.documents.addresses import MANIFEST, MANIFEST_DIGEST, MANIFEST_SIGNATURE
from catalogue.errors import InputError, Place, UsageError, reason_of
from catalogue.messages import Message, Text
from catalogue.release.entries import Entry, LayoutError, Listing
from catalogue.release.listing import MOST, BrokenManifestError, folders, listed, listed_in
from catalogue.release.manifest import HELD, digest_line
from catalogue.release.packing import BROKEN, Packs, is_pack
from catalogue.release.signing import signed_by

ADDED, CHANGED, MISSING = Message("verify.added"), Message("verify.changed"), Message("verify.missing")
LINKED, FOLDER, OTHER = Message("verify.linked"), Message("verify.folder"), Message("verify.other")
UNLIKE_DIGEST = Message("verify.unlike-digest")
"""What the manifest is that does not agree with the digest beside it."""


def verify(folder: Path, signers: Path | None = None) -> dict[str, Text]:
    """Compare the files of a release with its manifest.

    Args:
        folder: the release.
        signers: the file of those who may sign it (`ssh-keygen(1)`, allowed signers); no signature is asked for when None.

    Returns:
        What is not as the manifest says, by path in order, and what is wrong with each: files that are changed, missing or not
        in the manifest, links, pipes and other things that are no ordinary file, permissions other than those of the release's
        folder, the manifest where it is unlike its digest, a signature by nobody who may sign; empty when all is well.

    Raises:
        UsageError: there is no release, or no file of signers.
        InputError: the manifest cannot be read.
        OutputError: signatures cannot be checked, for want of a program.
    """
    path = folder / MANIFEST
    try:
        entries, digest = _read(folder)
    except BrokenManifestError as broken:
        raise InputError(Message("release.manifest-broken", reason=broken.reason), Place(str(path))) from None
    differing = _Comparison(folder, entries).differing()
    differing |= dict(_beside(folder, digest_line(digest), differing))
    if signers is not None and MANIFEST_SIGNATURE not in differing and not signed_by(folder, signers):
        differing[MANIFEST_SIGNATURE] = Message("verify.unsigned") if _is_there(folder) else MISSING
    return dict(sorted(differing.items()))


def _is_there(folder: Path) -> bool:
    return (folder / MANIFEST_SIGNATURE).is_file()


def _read(folder: Path) -> tuple[Mapping[str, Entry], str]:
    """Read the manifest of a release, unless it is no ordinary file: its files by path, and its SHA-256 in hexadecimal.

    A large one is read a piece at a time; one of another layout than builds write is not, where it is far larger than any was.
    """
    path = folder / MANIFEST
    try:
        state = path.lstat()
    except (OSError, ValueError):
        raise UsageError(_no_release(folder)) from None
    if not stat.S_ISREG(state.st_mode):
        raise BrokenManifestError(_kind(state.st_mode))
    if state.st_size > HELD:
        try:
            listing = listed_in(path)
        except LayoutError:
            if state.st_size > MOST:
                raise BrokenManifestError(Message("manifest.large", most=MOST)) from None
        else:
            return listing, listing.digest
    data = path.read_bytes()
    return {entry.path: entry for entry in listed(data)}, hashlib.sha256(data).hexdigest()


def _no_release(folder: Path) -> Message:
    """Say that there is no release in a folder, or that it has no manifest."""
    try:
        has_files = any(folder.iterdir())
    except OSError:
        has_files = False
    return (
        Message("release.no-manifest", name=MANIFEST, folder=folder)
        if has_files
        else Message("release.no-release", folder=folder)
    )


def _beside(folder: Path, digest: bytes, differing: Mapping[str, Text]) -> Iterator[tuple[str, Text]]:
    """Compare the manifest with its digest, which the file beside it should have."""
    path = folder / MANIFEST_DIGEST
    if MANIFEST_DIGEST in differing:
        return
    try:
        written = path.read_bytes() if path.stat().st_size == len(digest) else b""
    except FileNotFoundError:
        yield MANIFEST_DIGEST, MISSING
        return
    except OSError as error:
        yield MANIFEST_DIGEST, _unreadable(error)
        return
    if written != digest:
        yield MANIFEST, UNLIKE_DIGEST


class _Marks:
    """Which files of a manifest have been seen, and what else: a bit for each of a large one.

    Args:
        entries: the files by path.
    """

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = entries
        self._bits = bytearray(-(-len(entries) // 8)) if isinstance(entries, Listing) else b""
        self._others: set[str] = set()

    def _place(self, path: str) -> int:
        return self._entries.place(path) if isinstance(self._entries, Listing) else -1

    def __contains__(self, path: str) -> bool:
        place = self._place(path)
        return bool(self._bits[place // 8] >> place % 8 & 1) if place >= 0 else path in self._others

    def add(self, path: str) -> None:
        """Mark a path."""
        place = self._place(path)
        if isinstance(self._bits, bytearray) and place >= 0:
            self._bits[place // 8] |= 1 << place % 8
        else:
            self._others.add(path)


class _Comparison:
    """A folder compared with what a manifest lists; no link is followed, and nothing but ordinary files is opened.

    Args:
        folder: the release.
        entries: its files by path.
    """

    def __init__(self, folder: Path, entries: Mapping[str, Entry]) -> None:
        self._folder = folder
        self._entries = entries
        self._mode = folder.stat().st_mode
        self._present = _Marks(entries)

    @cached_property
    def _parents(self) -> frozenset[str]:
        return folders(self._entries.values())

    def _is_parent(self, folder: str) -> bool:
        """Tell whether files lie in a folder, or beneath it."""
        if isinstance(self._entries, Listing):
            return self._entries.within(folder) > 0
        return folder in self._parents

    def differing(self) -> dict[str, Text]:
        """Give what is not as the manifest says, by path."""
        differing = dict(self._within(""))
        unreadable: set[str] = set()
        packs = Packs(self._folder, self._entries)
        differing |= dict(self._packed(packs, differing, unreadable))
        for path in self._entries:
            is_told = path in differing or path in self._present
            if not is_told and (is_pack(path) or packs.pack_of(path) not in unreadable):
                differing[path] = MISSING
        return differing

    def _packed(self, packs: Packs, differing: Mapping[str, Text], unreadable: set[str]) -> Iterator[tuple[str, Text]]:
        """Compare the documents in packs; of those in a pack that is not as it should be itself nothing is told.

        Args:
            packs: the packs.
            differing: what is not as it should be of what lies in the folder.
            unreadable: takes the packs that are not as they should be.
        """
        for pack in filter(is_pack, self._entries):
            if pack in differing or pack not in self._present:
                unreadable.add(pack)
                continue
            try:
                differ = list(packs.differing(pack))
                for path in packs.listed(pack):
                    self._present.add(path)
            except BROKEN as error:
                unreadable.add(pack)
                yield pack, _unreadable(error) if isinstance(error, OSError) else Message("verify.no-pack")
            else:
                yield from ((path, CHANGED if path in self._entries else ADDED) for path in differ)

    def _within(self, below: str) -> Iterator[tuple[str, Text]]:
        try:
            with os.scandir(self._folder / below) as scanned:
                items = sorted(scanned, key=lambda item: item.name)
        except OSError as error:
            yield below, _unreadable(error)
            return
        if not items and below and not self._is_parent(below):
            yield below, ADDED
        for item in items:
            path = normalize("NFC", f"{below}/{item.name}" if below else item.name)
            if path in self._present:  # another Unicode form of a name that was there already
                yield path, ADDED
                continue
            self._present.add(path)
            yield from self._item(path, item)

    def _item(self, path: str, item: os.DirEntry[str]) -> Iterator[tuple[str, Text]]:
        try:
            mode = item.stat(follow_symlinks=False).st_mode
        except OSError as error:
            yield path, _unreadable(error)
            return
        if stat.S_ISDIR(mode):
            yield from [(path, FOLDER)] if path in self._entries else self._within(path)
        elif not stat.S_ISREG(mode):
            yield path, _kind(mode)
            return
        elif path in self._entries:
            difference = _difference(item.path, self._entries[path])
            if difference is not None:
                yield path, difference
                return
        elif path not in {MANIFEST, MANIFEST_DIGEST, MANIFEST_SIGNATURE}:
            yield path, ADDED
            return
        if _is_otherwise(mode, self._mode):
            yield path, Message("verify.mode", mode=stat.filemode(mode), release=stat.filemode(self._mode))


def _kind(mode: int) -> Text:
    return LINKED if stat.S_ISLNK(mode) else FOLDER if stat.S_ISDIR(mode) else OTHER


def _unreadable(error: OSError) -> Text:
    return Message("verify.unreadable", reason=reason_of(error))


def _is_otherwise(mode: int, release: int) -> bool:
    """Tell whether permissions matter: others than those of the release may write it, or some of those may not read it.

    So may a file that acts for its owner; a folder may give its group to what is made in it.

    >>> [_is_otherwise(mode, 0o40755) for mode in (0o100644, 0o100666, 0o100600, 0o104755, 0o42755, 0o40711)]
    [False, True, True, True, False, True]
    """
    if os.name != "posix":
        return False
    acts = stat.S_ISREG(mode) and mode & (stat.S_ISUID | stat.S_ISGID)
    needed = release & (0o555 if stat.S_ISDIR(mode) else 0o444)
    return bool(acts or mode & 0o022 & ~release or needed & ~mode)


def _difference(path: str, entry: Entry) -> Text | None:
    """Compare an ordinary file with its entry; None when it is as it should be."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            if os.fstat(file.fileno()).st_size != entry.size:
                return CHANGED
            return None if hashlib.file_digest(file, "sha256").hexdigest() == entry.sha256 else CHANGED
    except OSError as error:
        return _unreadable(error)


def is_sound(release: Path, digest: str) -> bool:
    """Say whether a release that is there already has the manifest of a digest, and what that lists, and nothing else."""
    path = release / MANIFEST
    if not path.is_file():
        return False
    with path.open("rb") as file:
        is_same = hashlib.file_digest(file, "sha256").hexdigest() == digest
    return is_same and not verify(release)
