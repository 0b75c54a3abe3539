"""Entries: the files of a release as its manifest lists them, put in order on the disk and read there a block at a time.

A million entities have millions of documents. So what is listed is held in memory only where it is small: sorted runs of
entries are merged into a manifest, and a large manifest is looked up where it lies, by the first path of each block.
"""

from __future__ import annotations

import hashlib
import heapq
import json
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, ValuesView
from contextlib import suppress
from json.encoder import encode_basestring
from pathlib import Path
from typing import IO, Any, NamedTuple

from catalogue.patterns import possessive

_PIECE = 256 * 1024
_LONGEST = 1024 * 1024
"""How many bytes are read at a time, and how many an entry has at most."""

_EACH = 256
"""How many entries a block has, of which the first path is held."""

_HELD = 100_000
"""How many entries are held before they are written to the disk in order."""

_LISTED = b',\n "files": ['
_LAST = b"\n ]\n}\n"
_NONE = b"]\n}\n"
_ENTRY = possessive(
    rb'\n  \{\n   "path": ("(?:[^"\\\n]|\\[^\n])*+"),\n   "size": (\d{1,19}),\n'
    rb'   "sha256": "([0-9a-f]{64})",\n   "mediaType": ("(?:[^"\\\n]|\\[^\n])*+")\n  \}'
)


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


class LayoutError(ValueError):
    """A manifest has another layout or order than the one in which builds write it."""


def entry_of(path: str, data: bytes, media_type: str) -> Entry:
    """Describe a file by its bytes."""
    return Entry(path, len(data), hashlib.sha256(data).hexdigest(), media_type)


class Counted:
    """Bytes that are counted and digested as they are gone through, once.

    Args:
        pieces: the bytes, some at a time.

    Attributes:
        size: how many there were.

    >>> counted = Counted([b"a", b"bc"])
    >>> b"".join(counted), counted.size, counted.sha256[:8]
    (b'abc', 3, 'ba7816bf')
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self._whole = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """The SHA-256 of those that were gone through, in hexadecimal."""
        return self._whole.hexdigest()

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._whole.update(piece)
            self.size += len(piece)
            yield piece


def listed(head: Mapping[str, Any], entries: Iterable[Entry]) -> Iterator[bytes]:
    """Write a manifest.

    Args:
        head: its other members.
        entries: the files, in the order of their paths.

    Yields:
        Its bytes, JSON in UTF-8 with an indent of one blank, some at a time.
    """
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}").encode() + _LISTED
    end = _NONE
    for entry in entries:
        yield (b"," if end is _LAST else b"") + _written(entry)
        end = _LAST
    yield end


def _written(entry: Entry) -> bytes:
    """Write an entry as `json.dumps` does with an indent, which is slow for so many."""
    members = (
        f'"path": {encode_basestring(entry.path)}',
        f'"size": {entry.size}',
        f'"sha256": "{entry.sha256}"',
        f'"mediaType": {encode_basestring(entry.media_type)}',
    )
    return ("\n  {\n   " + ",\n   ".join(members) + "\n  }").encode()


class Runs:
    """Entries in the order of their paths: those that come are sorted in parts, which are on the disk and are merged.

    Args:
        folder: where the parts are written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     runs = Runs(Path(folder))
    ...     runs.add([entry_of("b.ttl", b"", "text/turtle"), entry_of("a.ttl", b"", "text/turtle")])
    ...     print([entry.path for entry in runs], len(runs))
    ['a.ttl', 'b.ttl'] 2
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: list[Entry] = []
        self._parts: list[Path] = []
        self._length = 0

    def add(self, entries: Iterable[Entry]) -> None:
        """Add entries, in any order."""
        before = len(self._held)
        self._held += entries
        self._length += len(self._held) - before
        if len(self._held) >= _HELD:
            part = self._folder / f"{len(self._parts)}.entries"
            with part.open("wb") as file:
                file.writelines(listed({"part": len(self._parts)}, sorted(self._held)))
            self._parts.append(part)
            self._held = []

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Entry]:
        yield from heapq.merge(*map(_read_part, self._parts), sorted(self._held))


def _read_part(path: Path) -> Iterator[Entry]:
    with path.open("rb") as file:
        yield from (entry for _, entry in _Reader(file.read).entries())


class _Reader:
    """Reads a manifest in the layout in which builds write it, from its beginning to its end.

    Args:
        read: gives the next bytes, at most as many as it is asked for; none at the end.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._text = b""
        self._at = 0

    def _more(self) -> bool:
        """Read on, and forget what lies before; tell whether there was something."""
        piece = self._read(_PIECE)
        self._text = self._text[self._at :] + piece
        self._at = 0
        return bool(piece) and len(self._text) <= _LONGEST + _PIECE

    def head(self) -> tuple[dict[str, Any], int]:
        """Read what stands before the files.

        Returns:
            The members, and how many bytes they take with the beginning of the files.

        Raises:
            LayoutError: it has another layout.
        """
        while _LISTED not in self._text:
            if not self._more():
                raise LayoutError
        end = self._text.index(_LISTED)
        try:
            head = json.loads(self._text[:end] + b"\n}")
        except (ValueError, RecursionError):
            raise LayoutError from None
        if not isinstance(head, dict) or "files" in head:
            raise LayoutError
        self._at = end + len(_LISTED)
        return head, self._at

    def entries(self) -> Iterator[tuple[int, Entry]]:
        """Read the files.

        Yields:
            How many bytes lie before each, and the file.

        Raises:
            LayoutError: it has another layout.
        """
        place = self.head()[1] if not self._at else self._at
        return self._entries(place)

    def _entries(self, place: int) -> Iterator[tuple[int, Entry]]:
        text = self._text
        is_first = True
        while True:
            match = _ENTRY.match(text, self._at + (not is_first))
            if match is None or match.end() == len(text):  # the last one of a piece has a character after it
                if self._more():
                    text = self._text
                    continue
                break
            if not is_first and text[self._at : self._at + 1] != b",":
                break
            place += match.end() - self._at
            self._at, is_first = match.end(), False
            yield place - len(match[0]), _entry(match.groups())
        if self._text[self._at :] != (_NONE if is_first else _LAST):
            raise LayoutError


def _entry(written: tuple[bytes, ...]) -> Entry:
    path, size, sha256, media_type = written
    try:
        return Entry(_string(path), int(size), sha256.decode(), _string(media_type))
    except ValueError:
        raise LayoutError from None


def _string(written: bytes) -> str:
    if b"\\" in written:
        string: str = json.loads(written)
        return string
    return written[1:-1].decode()


class Listing(Mapping[str, Entry]):
    """The files that a large manifest lists, by path, in the order of their paths: read where they are written.

    Args:
        path: the manifest, in the layout and the order in which builds write it.
        check: called with the number of each file, from 1, and the file; what it raises is raised.

    Attributes:
        head: the other members of the manifest.
        digest: the SHA-256 of its bytes, in hexadecimal.

    Raises:
        LayoutError: it has another layout, or the files are not in their order, each once.
        OSError: the system refused to read it.
    """

    def __init__(self, path: Path, check: Callable[[int, Entry], None] | None = None) -> None:
        self._path = path
        self._firsts: list[str] = []
        self._starts = array("Q")
        self._length = 0
        self._last: tuple[int, bytes] = (-1, b"")
        whole, end, before = hashlib.sha256(), 0, ""
        with path.open("rb") as file:
            reader = _Reader(lambda size: _noted(file, size, whole))
            self.head, end = reader.head()
            for start, entry in reader._entries(end):  # noqa: SLF001 - the reader is of this module
                if check is not None:
                    check(self._length + 1, entry)
                if entry.path <= before and self._length:
                    raise LayoutError
                if self._length % _EACH == 0:
                    self._firsts.append(entry.path)
                    self._starts.append(start)
                before = entry.path
                self._length += 1
            self._starts.append(file.tell())
        self.digest = whole.hexdigest()

    def _block(self, number: int) -> bytes:
        """Read a block; the last one is held. Nothing where the file is no longer there."""
        known, block = self._last
        if known != number:
            block = b""
            with suppress(OSError), self._path.open("rb") as file:
                file.seek(self._starts[number])
                block = file.read(self._starts[number + 1] - self._starts[number])
            self._last = number, block
        return block

    def _find(self, path: str) -> tuple[int, bytes, int]:
        """Find where a file is listed: the number of the block, the block, and the place in it, or -1."""
        number = bisect_right(self._firsts, path) - 1
        if number < 0:
            return number, b"", -1
        block = self._block(number)
        return number, block, block.find(_HEAD + encode_basestring(path).encode("utf-8", "surrogatepass") + b",\n")

    def __getitem__(self, path: str) -> Entry:
        _, block, at = self._find(path)
        match = _ENTRY.match(block, at) if at >= 0 else None
        if match is None:
            raise KeyError(path)
        return _entry(match.groups())

    def place(self, path: str) -> int:
        """Give which of all files one is, from 0; -1 where there is none of that path."""
        number, block, at = self._find(path)
        return number * _EACH + block.count(_HEAD, 0, at) if at >= 0 else -1

    def first_from(self, path: str) -> str | None:
        """Give the first path that is not before some text, or None."""
        number = max(bisect_right(self._firsts, path) - 1, 0)
        for block in range(number, min(number + 2, len(self._firsts))):
            found = (_string(match[1]) for match in _ENTRY.finditer(self._block(block)))
            first = next((each for each in found if each >= path), None)
            if first is not None:
                return first
        return None

    def within(self, folder: str) -> int:
        """Count the files in a folder and those beneath it."""
        first, after = (self.first_from(folder + end) for end in "/0")  # 0 is what follows the slash
        start = len(self) if first is None else self.place(first)
        return (len(self) if after is None else self.place(after)) - start

    def __iter__(self) -> Iterator[str]:
        return (entry.path for entry in self.values())

    def values(self) -> ValuesView[Entry]:
        """Give all files, which are read one after the other."""
        return _Values(self)

    def read(self) -> Iterator[Entry]:
        """Read all files.

        Raises:
            LayoutError: the manifest is no longer as it was.
            OSError: the system refused to read it.
        """
        return _read_part(self._path)

    def __len__(self) -> int:
        return self._length


_HEAD = b'\n  {\n   "path": '


class _Values(ValuesView[Entry]):
    """The files of a listing, one after the other: none is looked up."""

    def __init__(self, listing: Listing) -> None:
        super().__init__(listing)
        self._listing = listing

    def __iter__(self) -> Iterator[Entry]:
        return self._listing.read()


def _noted(file: IO[bytes], size: int, whole: Any) -> bytes:
    piece = file.read(size)
    whole.update(piece)
    return piece
