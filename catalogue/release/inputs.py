"""What the documents of the last release were made of, kept beside it, so that the next build makes only others anew.

A file beside the releases has, for the documents of each resource, what was read of the edition while they were made, with
digests. It is no part of a release. Where it is missing or damaged, of another release or program, or of other settings, shapes
or queries, everything is made anew.
"""

from __future__ import annotations

import json
import stat
import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from catalogue import files
from catalogue.edition import Edition, Inputs
from catalogue.release.layout import CURRENT
from catalogue.release.manifest import Entry, read_manifest

FILE_NAME = "inputs.json"
"""The name of the file in the folder of all releases."""

_FORMAT = 2


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
    """

    keys: dict[str, str] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    @classmethod
    def upon(cls, former: Former) -> Noted:
        """Begin with what was read for the last release, whose numbers stay."""
        return cls(dict(former.keys), {}, {key: number for number, (key, _) in enumerate(former.keys)})

    def take(self, iri: str, part: Part, files_: Mapping[str, int]) -> None:
        """Take the documents of a resource over from the last release.

        Args:
            iri: the resource.
            part: its documents there.
            files_: when each of its files was changed last, by path.
        """
        self.parts[iri] = Part(files_, part.keys)

    def add(self, iri: str, files_: Mapping[str, int], keys: Iterable[tuple[str, str]]) -> None:
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

    def keep(self, folder: Path, release: str, frame: str) -> None:
        """Write it into the folder of all releases, whole or not at all."""
        written = {
            "format": _FORMAT,
            "release": release,
            "frame": frame,
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
    """

    folder: Path
    keys: Sequence[tuple[str, str]] = ()
    parts: Mapping[str, Part] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)

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

    def _holds(self, path: str, changed: int) -> bool:
        entry = self.entries.get(path)
        try:
            state = (self.folder / path).lstat()
        except OSError:
            return False
        if entry is None or not stat.S_ISREG(state.st_mode):
            return False
        return (state.st_size, state.st_mtime_ns) == (entry.size, changed)


def frame_of(edition: Edition, inputs: Inputs, own: Sequence[str]) -> str:
    """Give the digest of what every document depends on: when it changes, none is taken over.

    Args:
        edition: the catalogue.
        inputs: what can be read of it.
        own: the release's own documents, which the data has a part in.
    """
    origin = {name: value for name, value in edition.origin.items() if name in {"base", "address", "program", "exports"}}
    return sha256(json.dumps([origin, inputs.frame, list(own)], sort_keys=True).encode()).hexdigest()


def former(edition: Edition, inputs: Inputs, folder: Path, frame: str) -> Former:
    """Give the last release, as far as what its documents were made of is the same in an edition.

    Args:
        edition: the catalogue.
        inputs: what can be read of it.
        folder: the folder of all releases.
        frame: what all documents of the edition depend on.
    """
    release = files.real_path(folder / CURRENT)
    manifest = read_manifest(release)
    entries = {entry.path: entry for entry in manifest[1]} if manifest is not None else {}
    written = None if edition.exports or not entries else _read(folder / FILE_NAME)
    if written is None or (written["release"], written["frame"]) != (release.name, frame):
        return Former(release, entries=entries)
    keys = list(zip(written["keys"], written["digests"], strict=True))
    changed = {number for number, (key, digest) in enumerate(keys) if inputs.digest(inputs.named(key)) != digest}
    return Former(release, keys, dict(_same(written["parts"], changed)), entries)


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
