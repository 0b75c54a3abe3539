"""What the documents of the last release were made of, kept beside it, so that the next build makes only others anew.

A file beside the releases has, for the documents of each resource, what was read of the edition while they were made, with
digests. It is no part of a release. Where it is missing or damaged, of another release or program, or of other settings, shapes
or queries, everything is made anew.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from catalogue import files
from catalogue.edition import KEPT_RESULT, Edition, Inputs, Written
from catalogue.release.layout import CURRENT
from catalogue.release.manifest import Entry, read_manifest
from catalogue.release.packing import Packs

FILE_NAME = "inputs.json"
"""The name of the file in the folder of all releases."""

_FORMAT = 4


class Part(NamedTuple):
    """The documents of one resource.

    Attributes:
        files: when each of its files was changed last, in nanoseconds, by path.
        keys: the numbers of what was read for them.
    """

    files: Mapping[str, int]
    keys: Sequence[int]


@dataclass
class Noted:
    """What the documents of a release were made of.

    Attributes:
        keys: what was read, as `Inputs.written` has it, with its digest.
        parts: the resources by IRI.
        packs: when each pack was changed last, in nanoseconds, by path.
    """

    keys: dict[Written, str] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    packs: dict[str, int] = field(default_factory=dict)
    _numbers: dict[Written, int] = field(default_factory=dict)

    @classmethod
    def upon(cls, former: Former) -> Noted:
        """Begin with what was read for the last release, whose numbers stay."""
        return cls(dict(former.keys), _numbers={key: number for number, (key, _) in enumerate(former.keys)})

    def take(self, iri: str, part: Part, files_: Mapping[str, int]) -> None:
        """Take the documents of a resource over from the last release.

        Args:
            iri: the resource.
            part: its documents there.
            files_: when those of its files were changed last that have another time now, by path.
        """
        self.parts[iri] = Part({**part.files, **files_}, part.keys) if files_ else part

    def add(self, iri: str, files_: Mapping[str, int], keys: Iterable[tuple[Written, str]]) -> None:
        """Add the documents of a resource.

        Args:
            iri: the resource.
            files_: when each of its files was changed last, by path.
            keys: what was read for them, with digests.
        """
        numbers = []
        for key, digest in keys:
            numbers.append(self._numbers.setdefault(key, len(self._numbers)))
            self.keys[key] = digest  # one that has changed is where it was
        self.parts[iri] = Part(files_, numbers)

    def keep(self, folder: Path, release: str, frame: str, own: Sequence[str], sources: Mapping[str, str]) -> None:
        """Write it into the folder of all releases, whole or not at all.

        Args:
            folder: that folder.
            release: the name of the release.
            frame: what all of its documents depend on.
            own: the release's own documents, which the data has a part in.
            sources: the digests of the files of the data, by path.
        """
        written = {
            "format": _FORMAT,
            "release": release,
            "frame": frame,
            "own": list(own),
            "files": dict(sources),
            "packs": self.packs,
            "keys": list(self.keys),
            "digests": list(self.keys.values()),
            "parts": {iri: [list(part.files), list(part.files.values()), len(part.keys)] for iri, part in self.parts.items()},
        }
        text = json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        data = text + b"\n" + _packed(chain.from_iterable(part.keys for part in self.parts.values()))
        files.write(folder / FILE_NAME, sha256(data).hexdigest().encode() + b"\n" + data)


@dataclass(frozen=True)
class Former:
    """The last release, as far as the next one can take its documents over.

    Attributes:
        folder: where it lies.
        keys: what was read, with its digest.
        parts: the resources whose documents would be made the same again, by IRI.
        entries: its files by path.
        changed: when each of its packs was changed last, in nanoseconds, by path.
    """

    folder: Path
    keys: Sequence[tuple[Written, str]] = ()
    parts: Mapping[str, Part] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def packs(self) -> Packs:
        """Its packs."""
        return Packs(self.folder, self.entries)

    @cached_property
    def _sound(self) -> dict[str, bool]:
        """Which packs are as they were written, as far as that was asked."""
        return {}

    def part(self, iri: str, paths: Collection[str]) -> Part | None:
        """Give the documents of a resource that would be made the same again; None when one would not.

        Args:
            iri: the resource.
            paths: the paths of its documents.
        """
        part = self.parts.get(iri)
        return part if part is not None and part.files.keys() == set(paths) else None

    def holds(self, part: Part) -> bool:
        """Tell whether the files of a resource's documents are still those that were written."""
        return all(self._holds(path, changed) for path, changed in part.files.items())

    def at(self, path: str) -> str:
        """Give where a file lies: a path object for each of so many files is slow."""
        return f"{self.folder}{os.sep}{path}"

    def _holds(self, path: str, changed: int) -> bool:
        """Tell whether a file, or the pack of a document that is in one, is as it was written; only files have a time."""
        pack = None if changed else self.packs.pack_of(path)
        if pack is None:
            return self._is_as_written(path, changed)
        if pack not in self._sound:
            self._sound[pack] = self._is_as_written(pack, self.changed.get(pack, 0))
        return self._sound[pack]

    def _is_as_written(self, path: str, changed: int) -> bool:
        entry = self.entries.get(path)
        try:
            state = os.lstat(self.at(path))
        except OSError:
            return False
        if entry is None or not stat.S_ISREG(state.st_mode):
            return False
        return (state.st_size, state.st_mtime_ns) == (entry.size, changed)


def frame_of(edition: Edition, inputs: Inputs) -> str:
    """Give the digest of what every document depends on: when it changes, none is taken over.

    Args:
        edition: the catalogue.
        inputs: what can be read of it.
    """
    origin = {name: value for name, value in edition.origin.items() if name in {"base", "address", "program", "exports"}}
    return sha256(json.dumps([origin, inputs.frame], sort_keys=True).encode()).hexdigest()


class Last:
    """What was noted of the last release; nothing where that cannot be compared with an edition.

    Args:
        edition: the catalogue.
        inputs: what can be read of it.
        folder: the folder of all releases.
        frame: what all documents of the edition depend on.
    """

    def __init__(self, edition: Edition, inputs: Inputs, folder: Path, frame: str) -> None:
        self._inputs = inputs
        self._release = files.real_path(folder / CURRENT)
        manifest = read_manifest(self._release)
        self._entries = {entry.path: entry for entry in manifest[1]} if manifest is not None else {}
        written = None if edition.exports or not self._entries else _read(folder / FILE_NAME)
        if written is None or (written["release"], written["frame"]) != (self._release.name, frame):
            written = {"keys": [], "digests": [], "parts": {}, "own": None, "files": {}, "packs": {}}
        self._parts: Mapping[str, Any] = written["parts"]
        self._files: Mapping[str, str] = written["files"]
        self._packs: Mapping[str, int] = written["packs"]
        self._own: Sequence[str] | None = written["own"]
        self._keys: Sequence[tuple[Written, str]] = list(zip(map(frozen, written["keys"]), written["digests"], strict=True))

    def __len__(self) -> int:
        """Give how much was read for its documents that can be compared."""
        return len(self._keys)

    def changed(self, *, is_kept: bool) -> set[int]:
        """Give the numbers of what was read and is another now.

        Args:
            is_kept: whether of what `per_edition` keeps, or of all else.
        """
        named = ((number, self._inputs.named(key), digest) for number, (key, digest) in enumerate(self._keys))
        return {
            number
            for number, key, digest in named
            if (key[0] == KEPT_RESULT) is is_kept
            and not self._inputs.is_surely_same(key, self._files)
            and self._inputs.digest(key) != digest
        }

    def former(self, own: Sequence[str], changed: set[int]) -> Former:
        """Give the last release, as far as what its documents were made of is the same.

        Args:
            own: the release's own documents, which the data has a part in: where there are others, none is taken over.
            changed: the numbers of what was read and is another now.
        """
        if self._own != own:
            return Former(self._release, entries=self._entries)
        return Former(self._release, self._keys, dict(_same(self._parts, changed)), self._entries, self._packs)


def frozen(written: Sequence[Any]) -> Written:
    """Give what JSON has of a look-up as it was written down."""
    return tuple(tuple(part) if type(part) is list else part for part in written)


def _same(parts: Mapping[str, Any], changed: set[int]) -> Iterator[tuple[str, Part]]:
    for iri, (paths, times, numbers) in parts.items():
        if changed.isdisjoint(numbers):
            yield iri, Part(dict(zip(paths, times, strict=True)), numbers)


def _packed(numbers: Iterable[int]) -> bytes:
    """Write numbers down, four bytes for each, the least first: there are very many."""
    packed = array(_NUMBER, numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def _unpacked(data: bytes) -> array[int]:
    numbers = array(_NUMBER)
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


_NUMBER = "I"


def _read(path: Path) -> dict[str, Any] | None:
    """Read what was written; None when it is missing, damaged, or of another format."""
    try:
        digest, _, data = path.read_bytes().partition(b"\n")
        if sha256(data).hexdigest().encode() != digest:
            return None
        text, _, packed = data.partition(b"\n")
        written = json.loads(text.decode("utf-8", "surrogatepass"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(written, dict) or written.get("format") != _FORMAT:
        return None
    numbers, start = _unpacked(packed), 0
    for part in written["parts"].values():
        end = start + part[2]
        part[2], start = numbers[start:end], end
    return written
