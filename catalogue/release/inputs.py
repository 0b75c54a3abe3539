"""What the documents of the last release were made of, kept beside it, so that the next build makes only others anew.

A file beside the releases has, for the documents of each resource, what was read of the edition while they were made, with
digests. It is no part of a release. Where it is missing or damaged, of another release or program, or of other settings, shapes
or queries, everything is made anew.
"""

from __future__ import annotations

import json
import os
import stat
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from catalogue import files
from catalogue.edition import OF_TERMS, Edition, Inputs
from catalogue.release.changes import changed_terms, dump_path
from catalogue.release.layout import CURRENT
from catalogue.release.looked import NUMBER, LookUps, Numbering, packed, unpacked
from catalogue.release.manifest import Entry, read_manifest
from catalogue.release.packing import Packs

FILE_NAME = "inputs.json"
"""The name of the file in the folder of all releases."""

RESOURCES = "resources"
"""What stands for the list of the resources that the data has, where IRIs stand: what was read to make it is noted."""

_FORMAT = 7


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
        looked: what was read, by number.
        parts: the resources by IRI.
        packs: when each pack was changed last, in nanoseconds, by path.
    """

    looked: LookUps = field(default_factory=LookUps)
    parts: dict[str, Part] = field(default_factory=dict)
    packs: dict[str, int] = field(default_factory=dict)

    @classmethod
    def upon(cls, former: Former, inputs: Inputs) -> Noted:
        """Begin with what was read for the last release, whose numbers stay; what was asked for again is as it is now.

        Args:
            former: the last release.
            inputs: what can be read of the edition.
        """
        noted = cls(former.looked.copy())
        _, again = former.numbering(inputs).numbered([inputs.named(former.looked.keys[number]) for number in former.asked])
        noted.looked.learn([], again)
        return noted

    def take(self, iri: str, part: Part, files_: Mapping[str, int]) -> None:
        """Take the documents of a resource over from the last release.

        Args:
            iri: the resource.
            part: its documents there.
            files_: when those of its files were changed last that have another time now, by path.
        """
        self.parts[iri] = Part({**part.files, **files_}, part.keys) if files_ else part

    def add(self, iri: str, files_: Mapping[str, int], keys: Iterable[int]) -> None:
        """Add the documents of a resource.

        Args:
            iri: the resource.
            files_: when each of its files was changed last, by path.
            keys: the numbers of what was read for them.
        """
        self.parts[iri] = Part(files_, array(NUMBER, keys))

    def keep(self, folder: Path, release: str, frame: str, own: Sequence[str], sources: Mapping[str, str]) -> None:
        """Write it into the folder of all releases, whole or not at all.

        Args:
            folder: that folder.
            release: the name of the release.
            frame: what all of its documents depend on.
            own: the release's own documents, which the data has a part in.
            sources: the digests of the files of the data, by path.
        """
        pieces = [*self.looked.written(), b"".join(packed(NUMBER, part.keys) for part in self.parts.values())]
        written = {
            "format": _FORMAT,
            "release": release,
            "frame": frame,
            "own": list(own),
            "files": dict(sources),
            "packs": self.packs,
            "parts": {iri: [list(part.files), list(part.files.values()), len(part.keys)] for iri, part in self.parts.items()},
            "pieces": list(map(len, pieces)),
        }
        text = json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        data = b"".join((text, b"\n", *pieces))
        files.write(folder / FILE_NAME, sha256(data).hexdigest().encode() + b"\n" + data)


@dataclass(frozen=True)
class Former:
    """The last release, as far as the next one can take its documents over.

    Attributes:
        folder: where it lies.
        looked: what was read, by number.
        parts: the resources whose documents would be made the same again, by IRI.
        entries: its files by path.
        changed: when each of its packs was changed last, in nanoseconds, by path.
        asked: the digests of what was looked up again, to tell whether it gives the same, by number.
        gone: the other resources by IRI: what their documents were made of is another.
    """

    folder: Path
    looked: LookUps = field(default_factory=LookUps)
    parts: Mapping[str, Part] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    asked: Mapping[int, str] = field(default_factory=dict)
    gone: Sequence[str] = ()

    def numbering(self, inputs: Inputs) -> Numbering:
        """Give what numbers what a process reads of an edition."""
        return Numbering(inputs, self.looked, self.asked)

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
            return self.is_as_written(path, changed)
        if pack not in self._sound:
            self._sound[pack] = self.is_as_written(pack, self.changed.get(pack, 0))
        return self._sound[pack]

    def is_as_written(self, path: str, changed: int) -> bool:
        """Tell whether a file is as it was written, by its size and when it was changed last, in nanoseconds."""
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
            written = {"looked": LookUps(), "parts": {}, "own": None, "files": {}, "packs": {}}
        self._edition = edition
        self._parts: Mapping[str, Any] = written["parts"]
        self._files: Mapping[str, str] = written["files"]
        self._packs: Mapping[str, int] = written["packs"]
        self._own: Sequence[str] | None = written["own"]
        self._looked: LookUps = written["looked"]

    def compare(self) -> Compared:
        """Compare what was read with what is now: what cannot be another is not asked for.

        What is stated of a term is asked for where files that differ have it, and what follows from other look-ups where one of
        these gives another thing.
        """
        asked: dict[int, str] = {}
        changed: set[int] = set()
        candidates = list(self._first_asked())
        while candidates:
            for number in candidates:
                asked[number] = self._inputs.digest(self._inputs.named(self._looked.keys[number]))
                if asked[number] != self._looked.digests[number]:
                    changed.add(number)
            candidates = [
                number
                for number, grounds in enumerate(self._looked.grounds)
                if grounds and number not in asked and not changed.isdisjoint(grounds)
            ]
        return Compared(asked, changed)

    def _first_asked(self) -> Iterator[int]:
        """Give the numbers of what may be another without following from what is."""
        terms = self._changed_terms()
        for number, grounds in enumerate(self._looked.grounds):
            if grounds:
                continue
            key = self._inputs.named(self._looked.keys[number])
            if grounds is None:
                if not self._inputs.is_surely_same(key, self._files):
                    yield number
            elif key[0] in OF_TERMS and (terms is None or key[1].value in terms):
                yield number

    def _changed_terms(self) -> frozenset[str] | None:
        path = dump_path(self._edition)
        times = (
            time for paths, times, _ in self._parts.values() for each, time in zip(paths, times, strict=True) if each == path
        )
        if not Former(self._release, entries=self._entries).is_as_written(path, next(times, 0)):
            return None
        return changed_terms(self._edition, self._files, self._release / path)

    def former(self, own: Sequence[str], compared: Compared) -> Former:
        """Give the last release, as far as what its documents were made of is the same.

        Args:
            own: the release's own documents, which the data has a part in: where there are others, none is taken over.
            compared: what was read and is another now.
        """
        if self._own != own:
            return Former(self._release, entries=self._entries)
        parts = dict(_same(self._parts, compared.changed))
        gone = [iri for iri in self._parts if iri not in parts]
        return Former(self._release, self._looked, parts, self._entries, self._packs, compared.asked, gone)


class Compared(NamedTuple):
    """What was read for a release, compared with an edition; by number.

    Attributes:
        asked: the digests of what was looked up again.
        changed: what gives another thing now.
    """

    asked: Mapping[int, str]
    changed: set[int]


def _same(parts: Mapping[str, Any], changed: set[int]) -> Iterator[tuple[str, Part]]:
    for iri, (paths, times, numbers) in parts.items():
        if changed.isdisjoint(numbers):
            yield iri, Part(dict(zip(paths, times, strict=True)), numbers)


def _read(path: Path) -> dict[str, Any] | None:
    """Read what was written; None when it is missing, damaged, or of another format."""
    try:
        digest, _, data = path.read_bytes().partition(b"\n")
        if sha256(data).hexdigest().encode() != digest:
            return None
        text, _, rest = data.partition(b"\n")
        written = json.loads(text.decode("utf-8", "surrogatepass"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(written, dict) or written.get("format") != _FORMAT:
        return None
    pieces, start = [], 0
    for size in written["pieces"]:
        pieces.append(rest[start : start + size])
        start += size
    written["looked"] = LookUps.read(pieces[:-1])
    numbers, start = unpacked(NUMBER, pieces[-1]), 0
    for part in written["parts"].values():
        end = start + part[2]
        part[2], start = numbers[start:end], end
    return written
