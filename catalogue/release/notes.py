"""Notes: what the documents of a release were made of, collected on the disk and read there.

A file beside the releases has what was read of the edition while documents were made, with digests and what it follows from,
and which of it the documents of each resource read. Nothing of it is held as an object for each look-up or document.

The file is a line of JSON, which says among others how long the pieces behind it are: the digests, sixteen bytes each; how
many look-ups each follows from, four bytes each, the least first; the table by which a look-up is known again, hashes of eight
bytes and numbers; the look-ups, a line of JSON each; the numbers of those from which they follow, in their order; the
resources, two lines of JSON each; and the numbers of what was read for them. The SHA-256 of all that stands at the end.
"""

from __future__ import annotations

import hashlib
import json
import mmap
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from catalogue import files
from catalogue.edition import Inputs, Written
from catalogue.reads import Key
from catalogue.release.looked import (
    COUNT,
    DIGEST,
    HASH,
    NUMBER,
    Known,
    LookUps,
    Numbering,
    Reading,
    packed,
    piece_of,
    unpacked,
)

FILE_NAME = "inputs.json"
"""The name of the file in the folder of all releases."""

_FORMAT = 8
_SUM = 64
_SIZE = 4
_HELD = 50_000
"""How many look-ups, of which many follow from the same ones, are held at most while it is noted from which they follow."""

_PIECE = 256 * 1024
"""How many bytes of look-ups are read at a time."""

_EACH = 64
"""Of how many look-ups it is held where the first one lies."""


class Part(NamedTuple):
    """The documents of one resource.

    Attributes:
        files: when each of its files was changed last, in nanoseconds, by path.
        keys: the numbers of what was read for them.
    """

    files: Mapping[str, int]
    keys: Sequence[int]


class Place(NamedTuple):
    """Where a resource is told of.

    Attributes:
        at: where its lines begin.
        start: where its numbers begin.
    """

    at: int
    start: int


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
        counts: how many look-ups each follows from; -1 where it is not known from which.

    Raises:
        ValueError: it is damaged, or of another format.
        OSError: the system refused to read it.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        end = len(self._data) - _SUM
        with memoryview(self._data) as whole:
            if end <= 0 or hashlib.sha256(whole[:end]).hexdigest().encode() != whole[end:]:
                raise ValueError(path)
        self.head: Mapping[str, Any] = _value(self._data.readline())
        if not isinstance(self.head, dict) or self.head.get("format") != _FORMAT:
            raise ValueError(path)
        starts = [self._data.tell()]
        for size in self.head["pieces"]:
            starts.append(starts[-1] + size)
        self._digests, _, self._hashes, self._table, self._keys, self._grounds, self._parts, self._numbers, last = starts
        if last != end:
            raise ValueError(path)
        self.counts = self._unpacked(COUNT, starts[1], starts[2])
        self.length = len(self.counts)

    def _unpacked(self, code: str, start: int, end: int) -> array[int]:
        return unpacked(code, self._data[start:end])

    def digests(self) -> bytearray:
        """Give the digests of what all look-ups gave, one behind the other."""
        return bytearray(self._data[self._digests : self._digests + DIGEST * self.length])

    def numbering(self) -> Numbering:
        """Give the numbers of all look-ups."""
        hashes = self._unpacked(HASH, self._hashes, self._table)
        return Numbering(hashes, self._unpacked(NUMBER, self._table, self._keys), self.length)

    def known(self, digests: bytearray) -> Known:
        """Give all look-ups for those who collect others.

        Args:
            digests: the digests of what they give now.
        """
        keys, grounds = (self._pieces(*ends) for ends in ((self._keys, self._grounds), (self._grounds, self._parts)))
        return Known(self.numbering(), digests, self.counts[:], keys, grounds)

    def _pieces(self, start: int, end: int) -> Iterator[memoryview]:
        with memoryview(self._data) as whole:
            yield whole[start:end]

    def lines(self) -> Iterator[Written]:
        """Give all look-ups, in the order of their numbers."""
        for piece in self._pieces_of_lines():
            yield from piece.decode("utf-8", "surrogatepass").split("\n")[:-1]

    def _pieces_of_lines(self) -> Iterator[bytes]:
        """Give the lines of look-ups, many at a time."""
        at = self._keys
        while at < self._grounds:
            end = self._data.rfind(b"\n", at, min(at + _PIECE, self._grounds)) + 1 or self._data.find(b"\n", at) + 1
            yield self._data[at:end]
            at = end

    @cached_property
    def _places(self) -> array[int]:
        """Where the first of each 64 look-ups lies."""
        lengths = (len(line) + 1 for piece in self._pieces_of_lines() for line in piece.split(b"\n")[:-1])
        starts = accumulate(lengths, initial=self._keys)
        return array("Q", islice(starts, 0, self.length, _EACH))

    def key(self, number: int) -> Written:
        """Give a look-up by its number."""
        at = self._places[number // _EACH]
        for _ in range(number % _EACH):
            at = self._data.find(b"\n", at) + 1
        return self._data[at : self._data.find(b"\n", at)].decode("utf-8", "surrogatepass")

    def grounds(self) -> array[int]:
        """Give the numbers of the look-ups from which each follows, one behind the other."""
        return self._unpacked(NUMBER, self._grounds, self._parts)

    def parts(self) -> Iterator[tuple[Place, str, int]]:
        """Give the resources: where each is told of, its IRI, and how many numbers of what was read for it there are."""
        at, start = self._parts, self._numbers
        while at < self._numbers:
            iri, count, _ = self.named(at)
            yield Place(at, start), iri, count
            end = self._data.find(b"\n", at) + 1
            at, start = self._data.find(b"\n", end) + 1, start + _SIZE * count

    def named(self, at: int) -> tuple[str, int, int]:
        """Give the IRI of a resource by where its lines begin, how many numbers there are, and how many files."""
        iri, count, number_of_files = _value(self._data[at : self._data.find(b"\n", at)])
        return iri, count, number_of_files

    def numbers(self, place: Place, count: int) -> array[int]:
        """Give the numbers of what was read for a resource."""
        return self._unpacked(NUMBER, place.start, place.start + _SIZE * count)

    def files(self, place: Place) -> Mapping[str, int]:
        """Give when each file of a resource was changed last, by path."""
        start = self._data.find(b"\n", place.at) + 1
        paths, times = _value(self._data[start : self._data.find(b"\n", start)])
        return dict(zip(paths, times, strict=True))

    def written(self, place: Place) -> tuple[bytes, bytes]:
        """Give what is told of a resource as it is written: its lines, and the numbers of what was read for it."""
        _, count, _ = self.named(place.at)
        end = self._data.find(b"\n", self._data.find(b"\n", place.at) + 1) + 1
        return self._data[place.at : end], self._data[place.start : place.start + _SIZE * count]

    def part(self, place: Place) -> tuple[str, Part]:
        """Give the IRI and the documents of a resource."""
        iri, count, _ = self.named(place.at)
        return iri, Part(self.files(place), self.numbers(place, count))


class SameParts(Mapping[str, Part]):
    """The resources whose documents would be made the same again, by IRI, each read when it is asked for.

    Args:
        notes: the notes of the last release; there are no resources where they are None.
        changed: for each look-up by its number, whether it gives another thing now: 1, or 0.
    """

    def __init__(self, notes: Notes | None = None, changed: bytearray | None = None) -> None:
        self._notes = notes
        self._numbering = Numbering(1)
        self._places = array("Q")
        self._gone = array("Q")
        if notes is None or changed is None:
            return
        is_changed = changed.__getitem__
        for place, iri, count in notes.parts():
            if any(map(is_changed, notes.numbers(place, count))):
                self._gone.extend(place)
            elif self._numbering.number(_named(iri)) == len(self._places) // 2:
                self._places.extend(place)

    def at(self, number: int) -> tuple[str, Part]:
        """Give a resource by its number, from 0: its IRI and its documents."""
        notes, place = self._place(number)
        return notes.part(place)

    def files(self, number: int) -> Mapping[str, int]:
        """Give when each file of a resource was changed last, by path."""
        notes, place = self._place(number)
        return notes.files(place)

    def written(self, number: int) -> tuple[bytes, bytes]:
        """Give what is told of a resource as it is written, for `Noted.repeat`."""
        notes, place = self._place(number)
        return notes.written(place)

    def _place(self, number: int) -> tuple[Notes, Place]:
        if self._notes is None:
            raise KeyError(number)
        return self._notes, Place(*self._places[2 * number : 2 * number + 2])

    def names(self) -> Iterator[tuple[str, int]]:
        """Give the IRIs of all resources in the order of their numbers, and how many files each has."""
        return self._names(self._places)

    def gone(self) -> Iterator[str]:
        """Give the IRIs of all other resources."""
        return (iri for iri, _ in self._names(self._gone))

    def _names(self, places: array[int]) -> Iterator[tuple[str, int]]:
        if self._notes is not None:
            for at in places[::2]:
                iri, _, number_of_files = self._notes.named(at)
                yield iri, number_of_files

    def number(self, iri: str) -> int:
        """Give the number of a resource, or -1."""
        return self._numbering.find(_named(iri))

    def __getitem__(self, iri: str) -> Part:
        number = self.number(iri)
        known, part = self.at(number) if number >= 0 else ("", None)
        if part is None or known != iri:
            raise KeyError(iri)
        return part

    def __contains__(self, iri: object) -> bool:
        return isinstance(iri, str) and self.number(iri) >= 0

    def __iter__(self) -> Iterator[str]:
        return (iri for iri, _ in self.names())

    def __len__(self) -> int:
        return len(self._numbering)


def _named(iri: str) -> bytes:
    return iri.encode("utf-8", "surrogatepass")


class Noted:
    """What the documents of a release were made of, collected while they are made.

    Args:
        folder: where it is written down meanwhile.
        inputs: what can be read of the edition.
        known: what was read for the last release, whose numbers stay; or None.

    Attributes:
        packs: when each pack was changed last, in nanoseconds, by path.
        looked: what was read.
    """

    def __init__(self, folder: Path, inputs: Inputs, known: Known | None = None) -> None:
        self._inputs = inputs
        self.looked = LookUps(folder, known)
        self._paths = [folder / "parts", folder / "numbers"]
        self._parts, self._numbers = (path.open("wb") for path in self._paths)
        self.packs: dict[str, int] = {}

    def _numbered(self, keys: Iterable[Key], reading: Reading, known: array[int]) -> list[int]:
        numbers, new = reading.numbered(keys)
        self.looked.learn(known, new)
        return [known[number] for number in numbers]

    def renew(self, notes: Notes, asked: bytearray) -> None:
        """Note anew from what look-ups follow that were asked for again.

        Args:
            notes: the notes of the last release.
            asked: for each look-up by its number, whether it was asked for: 1, or 0.
        """
        number = asked.find(1)
        reading, known = Reading(self._inputs, self.looked.numbering), array(NUMBER)
        while number >= 0:
            if notes.counts[number]:  # else it follows from nothing else
                grounds = self._inputs.grounds(Inputs.named(notes.key(number)))
                self.looked.ground(number, None if grounds is None else self._numbered(grounds, reading, known))
            if len(known) > _HELD:
                reading, known = Reading(self._inputs, self.looked.numbering), array(NUMBER)
            number = asked.find(1, number + 1)

    def add(self, iri: str, files_: Mapping[str, int], numbers: Iterable[int]) -> None:
        """Add the documents of a resource.

        Args:
            iri: the resource.
            files_: when each of its files was changed last, by path.
            numbers: the numbers of what was read for them.
        """
        written = array(NUMBER, numbers)
        self._parts.write(_line([iri, len(written), len(files_)]) + _line([list(files_), list(files_.values())]))
        self._numbers.write(packed(written))

    def repeat(self, written: tuple[bytes, bytes]) -> None:
        """Add the documents of a resource that are all as they were, as the notes of the last release have them."""
        lines, numbers = written
        self._parts.write(lines)
        self._numbers.write(numbers)

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
        pieces = [*self.looked.written(), *map(piece_of, self._paths)]
        head = {
            "format": _FORMAT,
            "release": release,
            "frame": frame,
            "own": list(own),
            "files": dict(sources),
            "packs": self.packs,
            "pieces": [piece.size for piece in pieces],
        }
        files.write_pieces(folder / FILE_NAME, _summed(chain([_line(head)], *(piece.data for piece in pieces))))

    def close(self) -> None:
        """Close the files."""
        self.looked.close()
        for file in (self._parts, self._numbers):
            file.close()


def _summed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    whole = hashlib.sha256()
    for piece in pieces:
        whole.update(piece)
        yield piece
    yield whole.hexdigest().encode()


def read_notes(folder: Path) -> Notes | None:
    """Read the notes of the last release; None when they are missing, damaged, or of another format."""
    try:
        return Notes(folder / FILE_NAME)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
