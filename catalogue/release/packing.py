"""Packs: the documents of things in ZIP archives of some hundreds each, where a release has too many for files of their own.

A pack is an ordinary ZIP archive without comments and extra fields. Its members are deflated, in the order of their paths in
the release. Which pack has a document follows from its path and the number of packs. The manifest lists both.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, NamedTuple

from catalogue.errors import InputError, Place
from catalogue.messages import Message
from catalogue.release.disk import Writer
from catalogue.release.entries import Entry, Listing

FOLDER = ".packs"
"""The folder of the packs: no document's path begins with a full stop, but for `.well-known`."""

_MEDIA_TYPE = "application/zip"
_EACH = 512
"""How many documents a pack has about."""

MOST = 1024 * 1024
"""How many bytes a document has at most that is in a pack; a larger one is a file, which is sent in pieces."""

_SPOOLS = 64
"""Into how many files a process writes what is packed later: what is in one is in memory at a time, without its bytes."""

_REMEMBERED = 32
"""How many of the last documents are kept: a page is copied with the others of its resource."""

_RECORD = struct.Struct("<HIII")
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_VERSION, _UTF_8, _DEFLATED, _MIDNIGHT, _OF_1980 = 20, 0x800, 8, 0, 0x21
_READABLE = 0o100644 << 16
_OF_UNIX = 3 << 8
BROKEN = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    KeyError,
    ValueError,
    NotImplementedError,
    EOFError,
    RuntimeError,
)
"""What reading a pack may raise that has become anything."""


class Member(NamedTuple):
    """A member of a pack.

    Attributes:
        path: its path.
        crc: the CRC-32 of its bytes.
        size: how many bytes it has.
        packed: how many bytes it has deflated; 0 where it is taken over from the last release.
        spool: the file that has it deflated.
        at: where it begins there.
    """

    path: str
    crc: int
    size: int
    packed: int
    spool: Path
    at: int


def count_for(documents: int) -> int:
    """Give how many packs documents are parted into: a power of two, so that few additions change it.

    >>> count_for(1), count_for(513), count_for(5_000_000)
    (1, 2, 16384)
    """
    return 1 << max(0, -(-documents // _EACH) - 1).bit_length()


def pack_of(path: str, count: int) -> str:
    """Give the path of the pack that has a document.

    Args:
        path: that of the document.
        count: how many packs there are.

    >>> pack_of("plant/bean.ttl", 1), pack_of("plant/bean.ttl", 16)
    ('.packs/00000.zip', '.packs/00009.zip')
    """
    return _name(zlib.crc32(path.encode("utf-8", "surrogatepass")) % count)


def _name(number: int) -> str:
    return f"{FOLDER}/{number:05x}.zip"


def is_pack(path: str) -> bool:
    """Tell whether the path of a file of a release is that of a pack."""
    return path.startswith(f"{FOLDER}/")


class Packs:
    """The packs of a release that stands.

    Args:
        folder: where the release lies.
        entries: what its manifest says, by path.
    """

    def __init__(self, folder: Path, entries: Mapping[str, Entry]) -> None:
        self.folder = folder
        self.entries = entries
        self.count = entries.within(FOLDER) if isinstance(entries, Listing) else sum(map(is_pack, entries))

    def pack_of(self, path: str) -> str | None:
        """Give the path of the pack that may have a document; None where the release has no packs."""
        return pack_of(path, self.count) if self.count else None

    def read(self, path: str) -> bytes | None:
        """Give the bytes of a document in a pack; None where there is none that is as the manifest says.

        Args:
            path: its path in the release.
        """
        entry, pack = self.entries.get(path), self.pack_of(path)
        if entry is None or pack is None or entry.size > MOST:
            return None
        try:
            with zipfile.ZipFile(self.folder / pack) as opened:
                return _sound(opened, entry)
        except BROKEN:
            return None

    def differing(self, pack: str) -> Iterator[str]:
        """Read all of a pack, and give the paths of what is not in it as the manifest says, or is not in the manifest.

        Args:
            pack: its path.

        Raises:
            zipfile.BadZipFile: it is no pack, as do the others of `BROKEN`.
        """
        with zipfile.ZipFile(self.folder / pack) as opened:
            for path in opened.namelist():
                entry = self.entries.get(path)
                if entry is None or self.pack_of(path) != pack or _sound(opened, entry) is None:
                    yield path

    def listed(self, pack: str) -> Sequence[str]:
        """Give the paths of the documents that are in a pack; none where it cannot be read."""
        try:
            with zipfile.ZipFile(self.folder / pack) as opened:
                return opened.namelist()
        except BROKEN:
            return ()


def _sound(opened: zipfile.ZipFile, entry: Entry) -> bytes | None:
    """Give the bytes of a member; None where they are not those of its entry."""
    data = _bounded(opened, entry.path, entry.size)
    return data if hashlib.sha256(data).hexdigest() == entry.sha256 else None


def _bounded(opened: zipfile.ZipFile, path: str, size: int) -> bytes:
    """Read a member that has no more bytes than it should have, whatever it says itself."""
    with opened.open(path) as member:
        data = member.read(size)
        if len(data) != size or member.read(1):
            raise zipfile.BadZipFile(path)
    return data


class PackWriter:
    """Writes documents that are packed when all are there: each process into files of its own.

    Args:
        folder: the release that is being built.
        count: how many packs it gets.
        plain: writes the documents that are too large for packs.
    """

    def __init__(self, folder: Path, count: int, plain: Writer) -> None:
        self._number = min(count, _SPOOLS)
        self._spools = folder / FOLDER
        self._plain = plain
        self._files: dict[tuple[int, int], IO[bytes]] = {}  # by process and number
        self._last: dict[str, bytes] = {}

    def write(self, path: str, data: bytes) -> int:
        """Write a document that is not there yet; there is no time at which it was changed."""
        if len(data) > MOST:
            return self._plain.write(path, data)
        self._last[path] = data
        if len(self._last) > _REMEMBERED:
            del self._last[next(iter(self._last))]
        self._put(path, data, _deflated(data))
        return 0

    def share(self, path: str, data: bytes, former: str) -> int:
        """Write a document that is not there yet, whatever the last release has."""
        return self._plain.share(path, data, former) if len(data) > MOST else self.write(path, data)

    def write_pieces(self, path: str, pieces: Iterable[bytes]) -> int:
        """Write a document that may be too large to be held: as a file."""
        return self._plain.write_pieces(path, pieces)

    def share_written(self, path: str, former: str) -> int | None:
        """Take the place of such a document with one of the last release, if that has the same bytes."""
        return self._plain.share_written(path, former)

    def copy(self, path: str, other: str) -> int:
        """Write one of the documents that were written last a second time, under another path."""
        return self.write(other, self._last[path]) if path in self._last else self._plain.copy(path, other)

    def take(self, path: str, former: str) -> int:
        """Take a document over from the last release: from its file there, or from its pack when all are packed."""
        if os.path.lexists(former):
            return self._plain.take(path, former)
        self._put(path, b"", b"")
        return 0

    def close(self) -> None:
        """Close the files of this process; a child's close with it."""
        for file in self._files.values():
            file.close()
        self._files.clear()

    def _put(self, path: str, data: bytes, packed: bytes) -> None:
        name = path.encode("utf-8", "surrogatepass")
        key = os.getpid(), zlib.crc32(name) % self._number
        if key not in self._files:
            self._spools.mkdir(exist_ok=True)
            name_ = f"{key[1]:02x}-{os.urandom(8).hex()}"  # the number of a process may be that of one that has ended
            self._files[key] = (self._spools / name_).open("xb", buffering=0)
        record = _RECORD.pack(len(name), zlib.crc32(data), len(data), len(packed))
        view = memoryview(record + name + packed)
        while view:
            view = view[self._files[key].write(view) or 0 :]


def _deflated(data: bytes) -> bytes:
    deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflate.compress(data) + deflate.flush()


class Packer:
    """Makes packs of what all processes have written.

    Args:
        folder: the release that is being built.
        count: how many packs it gets.
        former: the packs of the last release.
        writer: takes packs over from there.
    """

    def __init__(self, folder: Path, count: int, former: Packs, writer: Writer) -> None:
        self._folder = folder
        self._count = count
        self._former = former
        self._writer = writer
        (folder / FOLDER).mkdir(exist_ok=True)

    @property
    def spools(self) -> int:
        """How many numbers there are of files that processes have written: no pack is made of those of two."""
        return min(self._count, _SPOOLS)

    def pack(self, number: int) -> list[tuple[Entry, int]]:
        """Make the packs of what is in the files of one number, which are removed.

        Returns:
            The packs, and when each was changed last, in nanoseconds.
        """
        spools = sorted((self._folder / FOLDER).glob(f"{number:02x}-*"))
        packs: dict[str, list[Member]] = defaultdict(list)
        for spool in spools:
            for member in _members(spool):
                packs[pack_of(member.path, self._count)].append(member)
        with ExitStack() as stack:
            opened = {spool: stack.enter_context(spool.open("rb")) for spool in spools}
            made = [self._one(pack, sorted(members), opened) for pack, members in sorted(packs.items())]
        for spool in spools:
            spool.unlink()
        return made

    def empty(self, made: Iterable[Entry]) -> list[tuple[Entry, int]]:
        """Make the packs that no document is in: which pack has a document follows from their number."""
        missing = {_name(number) for number in range(self._count)} - {entry.path for entry in made}
        return [self._one(pack, [], {}) for pack in sorted(missing)]

    def _one(self, pack: str, members: Sequence[Member], opened: Mapping[Path, IO[bytes]]) -> tuple[Entry, int]:
        former = self._former.folder / pack
        is_same = self._former.count == self._count and all(not member.packed for member in members)
        with ExitStack() as stack:
            archive = None
            if any(not member.packed for member in members) or is_same:
                with suppress(*BROKEN):
                    archive = stack.enter_context(zipfile.ZipFile(former))
            if archive is not None and is_same and archive.namelist() == [member.path for member in members]:
                changed = self._writer.take(pack, str(former))
                return self._former.entries[pack], changed
            digest, size = hashlib.sha256(), 0
            with (self._folder / pack).open("xb") as file:
                for piece in _archive(self._taken(member, opened) for member in members):
                    file.write(piece)
                    digest.update(piece)
                    size += len(piece)
            changed = (self._folder / pack).stat().st_mtime_ns
            return Entry(pack, size, digest.hexdigest(), _MEDIA_TYPE), changed

    def _taken(self, member: Member, opened: Mapping[Path, IO[bytes]]) -> tuple[Member, bytes]:
        """Give a member with its deflated bytes.

        Raises:
            InputError: the pack of the last release that has it is damaged.
        """
        if member.packed:
            file = opened[member.spool]
            file.seek(member.at)
            return member, file.read(member.packed)
        data = self._former.read(member.path)
        if data is None:
            damaged = self._former.folder / (self._former.pack_of(member.path) or FOLDER)
            raise InputError(Message("release.pack-damaged", path=member.path), Place(str(damaged)))
        packed = _deflated(data)
        return member._replace(crc=zlib.crc32(data), size=len(data), packed=len(packed)), packed


def _members(spool: Path) -> Iterator[Member]:
    with spool.open("rb") as file:
        while head := file.read(_RECORD.size):
            length, crc, size, packed = _RECORD.unpack(head)
            path = file.read(length).decode("utf-8", "surrogatepass")
            yield Member(path, crc, size, packed, spool, file.tell())
            file.seek(packed, os.SEEK_CUR)


def _archive(members: Iterable[tuple[Member, bytes]]) -> Iterator[bytes]:
    """Write a ZIP archive (APPNOTE, section 4.3) of members in their order."""
    directory: list[bytes] = []
    at = 0
    for member, packed in members:
        name = member.path.encode()
        common = (_UTF_8, _DEFLATED, _MIDNIGHT, _OF_1980, member.crc, len(packed), member.size, len(name), 0)
        head = _LOCAL.pack(b"PK\3\4", _VERSION, *common) + name
        directory.append(_CENTRAL.pack(b"PK\1\2", _OF_UNIX | _VERSION, _VERSION, *common, 0, 0, 0, _READABLE, at) + name)
        yield head
        yield packed
        at += len(head) + len(packed)
    yield from directory
    size = sum(map(len, directory))
    yield _END.pack(b"PK\5\6", 0, 0, len(directory), len(directory), size, at, 0)
