"""Reading: many files at once, with the help of other processes where there is enough to read.

The parser holds the interpreter's lock, so that threads are of no use. A helper is a new interpreter that reads a share of the
files and sends back what they say; files of which anything need be told are left to this process.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from catalogue.sources.files import name_of, read
from catalogue.sources.parsing import LITERAL_LIMIT, Source, parse
from catalogue.sources.statements import Statements

ENOUGH = 8 * 1024 * 1024
"""From how many bytes on a helper is worth its start."""

_OWN_SHARE = 0.9
_MOST = 8
_HEAD = struct.Struct("<iq32s")
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from catalogue.sources.reading import serve; serve()"


def read_all(
    paths: Sequence[Path], folder: Path, limit: int = LITERAL_LIMIT, overlay: Mapping[str, bytes] | None = None
) -> list[Source]:
    """Read and parse files.

    Args:
        paths: the files.
        folder: the catalogue's folder, which places are relative to.
        limit: how many bytes a literal may have.
        overlay: bytes to read instead of those on disk, by path as in `Source.path`.

    Returns:
        The files in the same order, each as `read` gives it; where there is much to read, most are without their bytes.

    Raises:
        OutputError: the system refused to read one.
    """
    overlay = overlay or {}
    helpers = [Helper([paths[n] for n in share], folder, limit) for share in _shares(paths)] if not overlay else []
    helped = {path: number for number, helper in enumerate(helpers) for path in helper.paths}
    found: dict[Path, Source] = {}
    for path in paths:
        if path not in helped:
            name = name_of(path, folder)
            source = parse(overlay[name], name, limit) if name in overlay else read(path, folder, limit)
            found[path] = source.left_at(path) if helpers else source
    for helper in helpers:
        found.update(helper.sources())
    return [found[path] if path in found else read(path, folder, limit) for path in paths]


def _shares(paths: Sequence[Path]) -> list[list[int]]:
    """Deal files out to helpers, by their sizes; this process takes a little less, since it puts all together."""
    count = min(_cores(), _MOST)
    if count < 2 or not sys.executable:  # noqa: PLR2004 - one is this process
        return []
    sizes = [_size(path) for path in paths]
    if sum(sizes) < ENOUGH:
        return []
    taken = [sum(sizes) / count * (1 - _OWN_SHARE), *[0.0] * (count - 1)]
    shares: list[list[int]] = [[] for _ in taken]
    for number in sorted(range(len(paths)), key=lambda n: -sizes[n]):
        least = min(range(count), key=taken.__getitem__)
        shares[least].append(number)
        taken[least] += sizes[number]
    return [sorted(share) for share in shares[1:] if share]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


class Helper:
    """A process that reads some files."""

    def __init__(self, paths: Sequence[Path], folder: Path, limit: int) -> None:
        self.paths = paths
        self._folder = folder
        self._answer = b""
        asked = json.dumps({"paths": [str(path) for path in paths], "folder": str(folder), "limit": limit}).encode()
        command = [sys.executable, "-c", _START, json.dumps(sys.path)]
        self._process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._thread = threading.Thread(target=self._talk, args=(asked,), daemon=True)
        self._thread.start()

    def _talk(self, asked: bytes) -> None:
        try:
            self._answer = self._process.communicate(asked)[0]
        except (OSError, ValueError):
            self._answer = b""

    def answer(self) -> bytes:
        """Wait for what it sends back."""
        self._thread.join()
        return self._answer

    def sources(self) -> Iterator[tuple[Path, Source]]:
        """Give what it has read; what it has not, since it was killed or something need be told, is missing."""
        at, answer = 0, memoryview(self.answer())
        while len(answer) - at >= _HEAD.size:
            number, size, digest = _HEAD.unpack_from(answer, at)
            at += _HEAD.size
            if len(answer) - at < size:
                return
            path = self.paths[number]
            statements = Statements.from_bytes(bytes(answer[at : at + size]))
            yield path, Source(name_of(path, self._folder), path, statements, (), digest.hex())
            at += size


def serve() -> None:
    """Read the files that standard input names, and write to standard output what they say: the work of a helper."""
    asked = json.loads(sys.stdin.buffer.read())
    read_to([Path(path) for path in asked["paths"]], Path(asked["folder"]), asked["limit"], sys.stdout.buffer)


def read_to(paths: Sequence[Path], folder: Path, limit: int, answer: IO[bytes]) -> None:
    """Write what plain files say, one after the other, as `Helper.sources` reads it."""
    for number, path in enumerate(paths):
        source = read(path, folder, limit)
        if source.is_plain and isinstance(source.triples, Statements):
            said = source.triples.to_bytes()
            answer.write(_HEAD.pack(number, len(said), bytes.fromhex(source.digest)))
            answer.write(said)
