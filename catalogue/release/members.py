"""Of which members the compressed dumps of the last release consist, kept beside it, so that the next build takes most over.

A file beside the releases has, for each such document, its size and when it was changed last, and for each of its members a
key, how long it is, the digest of its bytes, and what it uses of what stands before all. It is no part of a release. Where it
is missing or damaged, of another release, program, library or frame, all is made anew; where a document or a member is not as
it was written, that is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from catalogue import files, gzipped
from catalogue.edition import Inputs
from catalogue.publish import Member, digest_of_sum
from catalogue.reads import SUBJECT
from catalogue.terms import Node

FILE_NAME = "members.json"
"""The name of the file in the folder of all releases."""

_FORMAT = 1
_SUM = 64
_NOTED = "members-{}"
"""What files are called that tell of one document while a build is made."""


class _Place(NamedTuple):
    """Where a document is told of.

    Attributes:
        at: where its line begins.
        length: how many members it has, each on a line behind that.
    """

    at: int
    length: int


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


def _state(path: Path) -> list[int]:
    """Give the size of a file and when it was changed last, in nanoseconds."""
    state = os.lstat(path)
    return [state.st_size, state.st_mtime_ns]


class Members:
    """The members of documents: those of the last release, and what is noted of those of the next one.

    Args:
        inputs: what can be read of the edition.
        target: the folder of all releases.
        last: the last release.
        frame: what all documents of the edition depend on.
        scratch: where is written down meanwhile what is noted.
    """

    def __init__(self, inputs: Inputs, target: Path, last: Path, frame: str, scratch: Path) -> None:
        self._inputs = inputs
        self._file = target / FILE_NAME
        self._last = last
        self._scratch = scratch
        self._head = {"format": _FORMAT, "frame": frame, "library": gzipped.library()}
        self._places: Mapping[str, _Place] = {}
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            self._places = _places(self._file, {**self._head, "release": last.name})

    def stated(self, node: Node) -> str:
        """Give the digest of what is stated of a node."""
        return self._inputs.digest((SUBJECT, node))

    def source(self, path: str) -> Former | None:
        """Give the members of the last release's document of a path; None where it is not as it was written."""
        with suppress(OSError, ValueError, KeyError, TypeError, IndexError):
            head, lines = self._told(path)
            if _is_as(head["state"], self._last / path):
                return Former(self._last / path, head, lines)
        return None

    def _told(self, path: str) -> tuple[Mapping[str, Any], list[bytes]]:
        """Give what is told of a document, and the lines of its members."""
        place = self._places[path]
        with self._file.open("rb") as file:
            file.seek(place.at)
            return json.loads(file.readline()), [file.readline() for _ in range(place.length)]

    def note(self, path: str, start: int, members: Sequence[Member]) -> None:
        """Note of which members a document consists; any process does that.

        Args:
            path: its path.
            start: how many bytes stand before the first one.
            members: they, in their order.
        """
        uses = sorted(set(chain.from_iterable({member.uses for member in members})))
        number = {use: at for at, use in enumerate(uses)}
        name = _NOTED.format(sha256(path.encode("utf-8", "surrogatepass")).hexdigest())
        with (self._scratch / name).open("wb") as file:
            file.write(_line({"path": path, "start": start, "count": len(members), "uses": uses}))
            for member in members:
                file.write(_line([member.key.hex(), member.size, member.sum.hex(), sorted(number[use] for use in member.uses)]))

    def keep(self, release: Path) -> None:
        """Write it for a release that was made into the folder of all releases, whole or not at all."""
        whole = sha256()

        def pieces() -> Iterator[bytes]:
            for piece in self._pieces(release):
                whole.update(piece)
                yield piece
            yield whole.hexdigest().encode()

        files.write_pieces(self._file, pieces())

    def _pieces(self, release: Path) -> Iterator[bytes]:
        yield _line({**self._head, "release": release.name})
        noted: set[str] = set()
        for path in sorted(self._scratch.glob(_NOTED.format("*"))):
            with path.open("rb") as file:
                head = json.loads(file.readline())
                noted.add(head["path"])
                yield _line({**head, "state": _state(release / head["path"])})
                yield from file
        for document in self._places.keys() - noted:
            head, lines = self._told(document)
            if _is_as(head["state"], release / document):  # it was taken over
                yield _line(head)
                yield from lines


def _is_as(state: Sequence[int], path: Path) -> bool:
    """Tell whether a file has a state."""
    with suppress(OSError):
        return state == _state(path)
    return False


def _places(path: Path, head: Mapping[str, Any]) -> dict[str, _Place]:
    """Give where each document is told of.

    Raises:
        ValueError: the file is damaged, or of another release, program, library or frame.
    """
    places: dict[str, _Place] = {}
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END) - _SUM
        file.seek(0)
        whole, first = sha256(), file.readline()
        whole.update(first)
        if json.loads(first) != head:
            raise ValueError(path)
        while file.tell() < end:
            at, line = file.tell(), file.readline()
            whole.update(line)
            document = json.loads(line)
            places[document["path"]] = _Place(at, document["count"])
            for _ in range(document["count"]):
                whole.update(file.readline())
        if file.read().decode("ascii") != whole.hexdigest():
            raise ValueError(path)
    return places


class Former:
    """The members of a document of the last release, where it lies.

    Args:
        path: the document.
        head: what is told of it.
        lines: what is told of its members, in their order.

    Raises:
        ValueError: a line has something else.
    """

    def __init__(self, path: Path, head: Mapping[str, Any], lines: Iterable[bytes]) -> None:
        self._path = path
        self._members: dict[bytes, tuple[int, Member]] = {}
        at, uses = head["start"], head["uses"]
        known: dict[tuple[int, ...], frozenset[str]] = {}
        for line in lines:
            key, size, sum_, numbers = json.loads(line)
            used = known.setdefault(tuple(numbers), frozenset(uses[number] for number in numbers))
            if key:
                self._members[bytes.fromhex(key)] = at, Member(bytes.fromhex(key), size, bytes.fromhex(sum_), used)
            at += size

    def take(self, key: bytes) -> tuple[Member, bytes] | None:
        """Give a member and its bytes by its key; None where it is not there, or not as it was written."""
        at, member = self._members.get(key, (0, None))
        if member is None:
            return None
        try:
            with self._path.open("rb") as file:
                file.seek(at)
                data = file.read(member.size)
        except OSError:
            return None
        return (member, data) if digest_of_sum(data) == member.sum else None
