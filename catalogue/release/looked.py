"""What was looked up while documents were made: each look-up once, by number, with a digest and what it follows from.

There are a dozen look-ups for each entry and more, so none is held: they are written down as they come, and known again by
hashes of 64 bits. What is held of each is its digest, where what it follows from is written down, and its hash.
"""

from __future__ import annotations

import hashlib
import os
import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from catalogue.columns.following import starts
from catalogue.edition import Inputs, Written
from catalogue.reads import Key

NUMBER = "I"
"""What numbers are as an array: four bytes for each."""

COUNT = "i"
"""What counts of look-ups from which one follows are as an array."""

UNKNOWN = -1
"""The count where it is not known from what a look-up follows."""

DIGEST = 16
"""How many bytes the digest of what a look-up gives has."""

HASH = "Q"

_SIZE = array(NUMBER).itemsize
_PIECE = 1024 * 1024


class Looked(NamedTuple):
    """What was looked up, once for all who asked.

    Attributes:
        key: the look-up, as `Inputs.written` has it.
        digest: the digest of what it gave, in hexadecimal.
        grounds: the numbers of the look-ups from which that followed; None where they are not known.
    """

    key: Written
    digest: str
    grounds: Sequence[int] | None


class New:
    """What a process has read that it had not read before, by its own numbers, in few bytes: a long list reads very much.

    Attributes:
        noted: the number of each where it is noted already, else -1.
        lines: those that are not, each on a line.
        digests: the digests of what these gave, one behind the other.
        counts: from how many look-ups each of them follows; -1 where that is not known.
        grounds: the numbers of those from which they follow, one behind the other.

    >>> new = New.of([7, Looked("[]", 16 * "0a", [0, 0])])
    >>> len(new), list(new)
    (2, [7, Looked(key='[]', digest='0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a', grounds=[0, 0])])
    """

    __slots__ = ("counts", "digests", "grounds", "lines", "noted")

    def __init__(self) -> None:
        self.noted = array(COUNT)
        self.lines = bytearray()
        self.digests = bytearray()
        self.counts = array(COUNT)
        self.grounds = array(NUMBER)

    @classmethod
    def of(cls, each: Iterable[int | Looked]) -> New:
        """Put look-ups together; what is noted already is a number."""
        new = cls()
        for one in each:
            if isinstance(one, int):
                new.add_noted(one)
            else:
                new.add(line_of(one.key), bytes.fromhex(one.digest), one.grounds)
        return new

    def add(self, line: bytes, digest: bytes, grounds: Collection[int] | None) -> None:
        """Add one that is not noted yet."""
        self.noted.append(-1)
        self.lines += line
        self.digests += digest
        self.counts.append(UNKNOWN if grounds is None else len(grounds))
        self.grounds.extend(grounds or ())

    def add_noted(self, number: int) -> None:
        """Add one by the number under which it is noted."""
        self.noted.append(number)

    def __len__(self) -> int:
        return len(self.noted)

    def __iter__(self) -> Iterator[int | Looked]:
        lines, at, start = BytesIO(self.lines), 0, 0
        for number in self.noted:
            if number >= 0:
                yield number
                continue
            digest, count = self.digests[DIGEST * at : DIGEST * (at + 1)].hex(), self.counts[at]
            end = start + max(count, 0)
            key = next(lines)[:-1].decode("utf-8", "surrogatepass")
            yield Looked(key, digest, None if count == UNKNOWN else self.grounds[start:end].tolist())
            at, start = at + 1, end


class Piece(NamedTuple):
    """A part of a file that is written.

    Attributes:
        size: how many bytes it has.
        data: its bytes, some at a time.
    """

    size: int
    data: Iterable[bytes]


class Numbering:
    """Numbers texts as they first come, and holds no more than a hash of each: two that have one would be taken for one.

    Args:
        hashes: a table of hashes that was filled before, in which 0 is what is free: as many as a power of two; or for how many
            there is room at first.
        numbers: the numbers of these, at their places.
        length: how many there are.

    >>> numbering = Numbering()
    >>> [numbering.number(text) for text in (b"a", b"b", b"a")], numbering.find(b"c")
    ([0, 1, 0], -1)
    """

    def __init__(self, hashes: array[int] | int = 1024, numbers: array[int] | None = None, length: int = 0) -> None:
        self._length = length
        if isinstance(hashes, int):
            hashes = array(HASH, bytes(8 * hashes))
        self._fill(hashes, array(NUMBER, bytes(_SIZE * len(hashes))) if numbers is None else numbers)

    def _fill(self, hashes: array[int], numbers: array[int]) -> None:
        self._hashes, self._numbers, self._mask = hashes, numbers, len(hashes) - 1

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
        self._fill(array(HASH, bytes(16 * len(hashes))), array(NUMBER, bytes(2 * _SIZE * len(hashes))))
        for hash_, number in zip(hashes, numbers, strict=True):
            if hash_:
                at = self._at(hash_)
                self._hashes[at], self._numbers[at] = hash_, number

    def written(self) -> Iterator[bytes]:
        """Write the table down: the hashes, then the numbers."""
        yield packed(self._hashes)
        yield packed(self._numbers)


def _hash(text: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big") or 1  # 0 is what is free


class Knowing(Protocol):
    """Knows look-ups that are noted already."""

    def find(self, text: bytes, /) -> int:
        """Give the number of a look-up by its line, or -1."""
        ...


class Reading:
    """Numbers what a process reads.

    Args:
        inputs: what can be read of the edition.
        known: the look-ups that the process for which this one works has noted as they are in this edition, or that are surely
            what they were: they are named by their numbers there. None where it has noted none.
    """

    def __init__(self, inputs: Inputs, known: Knowing | None = None) -> None:
        self._inputs = inputs
        self._known = Numbering(1) if known is None else known
        self._numbers: dict[Key, int] = {}

    def numbered(self, keys: Iterable[Key]) -> tuple[array[int], New]:
        """Give the numbers of look-ups, and which are new of them and of those from which they follow.

        Returns:
            The numbers, as this process counts; and what is new, whose numbers go on from those that were given before. What is
            noted already is named by its number there.
        """
        pending: list[Key] = []
        numbers, new = array(NUMBER, self._noted(list(keys), pending)), New()
        while len(new) < len(pending):  # which grows
            key = pending[len(new)]
            written = self._inputs.written(key)
            line = line_of(written)
            known = self._known.find(line)
            if known >= 0:
                new.add_noted(known)
                continue
            digest = bytes.fromhex(self._inputs.digest(key))
            grounds = self._inputs.grounds(key)
            new.add(line, digest, None if grounds is None else self._noted(list(grounds), pending))
        return numbers, new

    def _noted(self, keys: Sequence[Key], pending: list[Key]) -> list[int]:
        """Give the numbers of look-ups, most of which have one; those that have none are added to what is pending."""
        known = self._numbers
        numbers = list(map(known.get, keys))
        for place, number in enumerate(numbers):
            if number is None:
                numbers[place] = known.setdefault(keys[place], len(known))
                pending.append(keys[place])
        return cast("list[int]", numbers)


class Known(NamedTuple):
    """Look-ups that were collected before.

    Attributes:
        numbering: their numbers.
        digests: the digests of what they give, one behind the other.
        counts: how many look-ups each follows from; -1 where it is not known from which.
        keys: the look-ups as they are written down.
        grounds: the numbers of those from which they follow, one behind the other, as they are written down.
    """

    numbering: Numbering
    digests: bytearray
    counts: array[int]
    keys: Iterable[bytes | memoryview] = ()
    grounds: Iterable[bytes | memoryview] = ()


class LookUps:
    """Look-ups by number, collected on the disk.

    Args:
        folder: where they are written down.
        known: those that there are at first, whose numbers stay.

    Attributes:
        numbering: their numbers.
    """

    def __init__(self, folder: Path, known: Known | None = None) -> None:
        self.numbering, self._digests, self._counts, keys, grounds = known or Known(Numbering(), bytearray(), array(COUNT))
        self._paths = [folder / "keys", folder / "grounds"]
        self._keys, self._grounds = (path.open("wb") for path in self._paths)
        self._keys.writelines(keys)
        self._grounds.writelines(grounds)
        self._starts = starts(self._counts)
        self._end = self._starts[-1] + max(self._counts[-1], 0) if self._counts else 0

    def learn(self, known: array[int], new: New) -> None:
        """Add what was read by a process.

        Args:
            known: the numbers here of what it had read before, by its own numbers; those of what is new are added.
            new: what is new.
        """
        lines, at = BytesIO(new.lines), 0
        fresh = bytearray(len(new.counts))
        for noted in new.noted:
            if noted >= 0:
                known.append(noted)
                continue
            line, length = next(lines), len(self.numbering)
            known.append(self.numbering.number(line))
            if len(self.numbering) > length:
                self._keys.write(line)
                self._digests += new.digests[DIGEST * at : DIGEST * (at + 1)]
                fresh[at] = 1
            at += 1
        start = 0
        for is_fresh, count in zip(fresh, new.counts, strict=True):
            end = start + max(count, 0)
            if is_fresh:
                self._starts.append(0)
                self._counts.append(UNKNOWN)
                grounds = None if count == UNKNOWN else [known[number] for number in new.grounds[start:end]]
                self.ground(len(self._counts) - 1, grounds)
            start = end

    def ground(self, number: int, grounds: Collection[int] | None) -> None:
        """Note from which look-ups one follows, by their numbers; None where that is not known."""
        self._starts[number], self._counts[number] = self._end, UNKNOWN if grounds is None else len(grounds)
        if grounds:
            self._grounds.write(packed(array(NUMBER, grounds)))
            self._end += len(grounds)

    def written(self) -> list[Piece]:
        """Write them down: digests, counts, the table of hashes in two pieces, look-ups, and grounds in their order."""
        self.close()
        counts, grounds = packed(self._counts), sum(count for count in self._counts if count > 0)
        return [
            *(Piece(len(data), [data]) for data in (bytes(self._digests), counts, *self.numbering.written())),
            piece_of(self._paths[0]),
            Piece(_SIZE * grounds, self._grounds_in_order()),
        ]

    def _grounds_in_order(self) -> Iterator[bytes]:
        """Give the grounds in the order of the look-ups, as long stretches as they lie in that order."""
        first = end = 0
        with self._paths[1].open("rb") as file:
            for start, count in zip(self._starts, self._counts, strict=True):
                if count <= 0:
                    continue
                if start != end:
                    yield from _stretch(file.fileno(), first, end)
                    first = start
                end = start + count
            yield from _stretch(file.fileno(), first, end)

    def close(self) -> None:
        """Close the files."""
        for file in (self._keys, self._grounds):
            file.close()


def _stretch(file: int, first: int, end: int) -> Iterator[bytes]:
    at, last = first * _SIZE, end * _SIZE
    while at < last:
        piece = os.pread(file, min(_PIECE, last - at), at)
        yield piece
        at += len(piece)


def piece_of(path: Path) -> Piece:
    """Give what a file has, some bytes at a time."""
    return Piece(path.stat().st_size, _read(path))


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def line_of(written: Written) -> bytes:
    """Give a look-up as it is written down, on a line."""
    return written.encode("utf-8", "surrogatepass") + b"\n"


def packed(numbers: array[int]) -> bytes:
    """Write numbers down, the least byte of each first: there are very many."""
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def unpacked(code: str, data: bytes | memoryview) -> array[int]:
    """Read numbers that were written down."""
    numbers = array(code)
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
