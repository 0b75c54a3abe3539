"""Notes: what the documents of a release were made of, collected on the disk and read there.

A file beside the releases has what was read of the edition while documents were made, with digests, and which of it the
documents of each resource read. There are a dozen look-ups for each entry and more, so none is held: while documents
are made they are written down as they come, and known again by hashes of 64 bits.

The file is a line of JSON; the digests, sixteen bytes each; a line of JSON for each look-up, and one for each resource; the
numbers of what each of these read, four bytes each, the least first; and the SHA-256 of all that in hexadecimal.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

from catalogue import files
from catalogue.edition import Written

FILE_NAME = "inputs.json"
"""The name of the file in the folder of all releases."""

_FORMAT = 5
_DIGEST = 16
_SUM = 64
_NUMBER = "I"
_SIZE = 4
_PIECE = 1024 * 1024


class Part(NamedTuple):
    """The documents of one resource.

    Attributes:
        files: when each of its files was changed last, in nanoseconds, by path.
        keys: the numbers of what was read for them.
    """

    files: Mapping[str, int]
    keys: Sequence[int]


class Numbering:
    """Numbers texts as they first come, and holds no more than a hash of each: two that have one would be taken for one.

    Args:
        room: for how many hashes there is room at first: a power of two.

    >>> numbering = Numbering()
    >>> [numbering.number(text) for text in (b"a", b"b", b"a")], numbering.find(b"c")
    ([0, 1, 0], -1)
    """

    def __init__(self, room: int = 1024) -> None:
        self._length = 0
        self._make_room(room)

    def _make_room(self, size: int) -> None:
        self._hashes = array("Q", bytes(8 * size))
        self._numbers = array(_NUMBER, bytes(_SIZE * size))
        self._mask = size - 1

    def __len__(self) -> int:
        return self._length

    def find(self, text: bytes) -> int:
        """Give the number of a text, or -1."""
        hash_ = _hash(text)
        at = self._at(hash_)
        return self._numbers[at] if self._hashes[at] else -1

    def number(self, text: bytes) -> int:
        """Give the number of a text: a new one, how many there were, when it is new."""
        hash_ = _hash(text)
        at = self._at(hash_)
        if self._hashes[at]:
            return self._numbers[at]
        self._hashes[at], self._numbers[at] = hash_, self._length
        self._length += 1
        if self._length * 3 > self._mask * 2:
            self._grow()
        return self._length - 1

    def _at(self, hash_: int) -> int:
        """Give the place of a hash, or the one where it would be."""
        hashes, mask = self._hashes, self._mask
        at = hash_ & mask
        while hashes[at] and hashes[at] != hash_:
            at = (at + 1) & mask
        return at

    def _grow(self) -> None:
        hashes, numbers = self._hashes, self._numbers
        self._make_room(2 * len(hashes))
        for hash_, number in zip(hashes, numbers, strict=True):
            if hash_:
                at = self._at(hash_)
                self._hashes[at], self._numbers[at] = hash_, number


def _hash(text: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big") or 1  # 0 is what is free


def digested(digest: str) -> bytes:
    """Give sixteen bytes that stand for the digest of what a look-up gives."""
    return hashlib.blake2b(digest.encode(), digest_size=_DIGEST).digest()


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


def _value(line: bytes) -> Any:
    return json.loads(line.decode("utf-8", "surrogatepass"))


class Notes:
    """The notes of a release, as they lie on the disk.

    Args:
        path: the file.

    Attributes:
        head: what stands at the beginning, as `Noted.keep` writes it.
        length: how many look-ups there are.

    Raises:
        ValueError: it is damaged, or of another format.
        OSError: the system refused to read it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            end = os.fstat(file.fileno()).st_size - _SUM
            if end <= 0 or _sum(file, end) != file.read(_SUM):
                raise ValueError(path)
            file.seek(0)
            self.head: Mapping[str, Any] = _value(file.readline())
            if not isinstance(self.head, dict) or self.head.get("format") != _FORMAT:
                raise ValueError(path)
            self.length: int = self.head["keys"]
            self.digests = file.read(_DIGEST * self.length)
            self._lines = file.tell()
            self._parts = self._lines + self.head["key bytes"]
            self._numbers = self._parts + self.head["part bytes"]

    def lines(self) -> Iterator[bytes]:
        """Give the lines of all look-ups, in the order of their numbers."""
        with self._path.open("rb") as file:
            file.seek(self._lines)
            yield from islice(file, self.length)

    def keys(self, kind: str, *, is_of: bool) -> Iterator[tuple[int, Written, bytes]]:
        """Give the look-ups of a kind, or of all others.

        Args:
            kind: the kind.
            is_of: whether those of it or the others.

        Yields:
            The number of each, the look-up, and the digest of what it gave.
        """
        beginning = f'["{kind}"'.encode()
        for number, line in enumerate(self.lines()):
            if line.startswith(beginning) is is_of:
                yield number, frozen(_value(line)), self.digests[_DIGEST * number : _DIGEST * (number + 1)]

    def parts(self) -> Iterator[tuple[int, int, str, array[int]]]:
        """Give the resources.

        Yields:
            Where each is told of, where its numbers begin, its IRI, and the numbers of what was read for it.
        """
        at, start = self._parts, self._numbers
        with self._path.open("rb") as lines, self._path.open("rb") as numbers:
            lines.seek(at)
            numbers.seek(start)
            while at < self._numbers:
                line = lines.readline()
                iri, _, _, count = _value(line)
                yield at, start, iri, _unpacked(numbers.read(_SIZE * count))
                at, start = at + len(line), start + _SIZE * count

    def part(self, at: int, start: int) -> tuple[str, Part]:
        """Give the IRI and the documents of a resource.

        Args:
            at: where it is told of.
            start: where its numbers begin.
        """
        with self._path.open("rb") as file:
            file.seek(at)
            iri, paths, times, count = _value(file.readline())
            file.seek(start)
            return iri, Part(dict(zip(paths, times, strict=True)), _unpacked(file.read(_SIZE * count)))


class SameParts(Mapping[str, Part]):
    """The resources whose documents would be made the same again, by IRI, each read when it is asked for.

    Args:
        notes: the notes of the last release.
        changed: the numbers of what was read and is another now.
    """

    def __init__(self, notes: Notes, changed: set[int]) -> None:
        self._notes = notes
        self._numbering = Numbering()
        self._places = array("Q")
        for at, start, iri, numbers in notes.parts():
            if changed.isdisjoint(numbers) and self._numbering.number(_named(iri)) == len(self._places) // 2:
                self._places.extend((at, start))

    def _part(self, number: int) -> tuple[str, Part]:
        return self._notes.part(*self._places[2 * number : 2 * number + 2])

    def __getitem__(self, iri: str) -> Part:
        number = self._numbering.find(_named(iri))
        known, part = self._part(number) if number >= 0 else ("", None)
        if part is None or known != iri:
            raise KeyError(iri)
        return part

    def __contains__(self, iri: object) -> bool:
        return isinstance(iri, str) and self._numbering.find(_named(iri)) >= 0

    def __iter__(self) -> Iterator[str]:
        return (self._part(number)[0] for number in range(len(self)))

    def __len__(self) -> int:
        return len(self._numbering)


def _named(iri: str) -> bytes:
    return iri.encode("utf-8", "surrogatepass")


class Noted:
    """What the documents of a release were made of, collected while they are made.

    Args:
        folder: where it is written down meanwhile.
        former: what was read for the last release, whose numbers stay; or None.

    Attributes:
        packs: when each pack was changed last, in nanoseconds, by path.
    """

    def __init__(self, folder: Path, former: Notes | None = None) -> None:
        self._paths = [folder / name for name in ("keys", "parts", "numbers")]
        self._keys, self._parts, self._numbers = (path.open("wb") for path in self._paths)
        self._numbering = Numbering()
        self._digests = bytearray()
        self.packs: dict[str, int] = {}
        if former is not None:
            self._digests += former.digests
            for line in former.lines():
                self._numbering.number(line)
                self._keys.write(line)

    def number(self, key: Written, digest: str) -> int:
        """Give the number of a look-up, which is written down when it is new.

        Args:
            key: what was looked up.
            digest: the digest of what it gives.
        """
        line, known = _line(key), len(self._numbering)
        number = self._numbering.number(line)
        if number == known:
            self._keys.write(line)
        self._digests[_DIGEST * number : _DIGEST * (number + 1)] = digested(digest)  # one that has changed is where it was
        return number

    def add(self, iri: str, files_: Mapping[str, int], numbers: Iterable[int]) -> None:
        """Add the documents of a resource.

        Args:
            iri: the resource.
            files_: when each of its files was changed last, by path.
            numbers: the numbers of what was read for them.
        """
        packed = array(_NUMBER, numbers)
        self._parts.write(_line([iri, list(files_), list(files_.values()), len(packed)]))
        if sys.byteorder == "big":
            packed.byteswap()
        self._numbers.write(packed.tobytes())

    def keep(self, folder: Path, release: str, frame: str, own: Sequence[str], sources: Mapping[str, str]) -> None:
        """Write it into the folder of all releases, whole or not at all.

        Args:
            folder: that folder.
            release: the name of the release.
            frame: what all of its documents depend on.
            own: the release's own documents, which the data has a part in.
            sources: the digests of the files of the data, by path.
        """
        self.close()
        head = {
            "format": _FORMAT,
            "release": release,
            "frame": frame,
            "own": list(own),
            "files": dict(sources),
            "packs": self.packs,
            "keys": len(self._numbering),
            "key bytes": self._paths[0].stat().st_size,
            "part bytes": self._paths[1].stat().st_size,
        }
        files.write_pieces(folder / FILE_NAME, self._summed(head))

    def _summed(self, head: Mapping[str, Any]) -> Iterator[bytes]:
        whole = hashlib.sha256()
        for piece in self._pieces(head):
            whole.update(piece)
            yield piece
        yield whole.hexdigest().encode()

    def _pieces(self, head: Mapping[str, Any]) -> Iterator[bytes]:
        yield _line(head)
        yield bytes(self._digests)
        for path in self._paths:
            with path.open("rb") as file:
                while piece := file.read(_PIECE):
                    yield piece

    def close(self) -> None:
        """Close the files."""
        for file in (self._keys, self._parts, self._numbers):
            file.close()


def read_notes(folder: Path) -> Notes | None:
    """Read the notes of the last release; None when they are missing, damaged, or of another format."""
    try:
        return Notes(folder / FILE_NAME)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def frozen(written: Sequence[Any]) -> Written:
    """Give what JSON has of a look-up as it was written down."""
    return tuple(tuple(part) if type(part) is list else part for part in written)


def _unpacked(data: bytes) -> array[int]:
    numbers = array(_NUMBER)
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _sum(file: IO[bytes], size: int) -> bytes:
    """Give the SHA-256 of the first bytes of a file, in hexadecimal."""
    whole = hashlib.sha256()
    while size and (piece := file.read(min(size, _PIECE))):
        whole.update(piece)
        size -= len(piece)
    return whole.hexdigest().encode()
