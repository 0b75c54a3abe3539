"""Prepared releases: the triples of a release in one order, each once, without blank nodes, ready to be sent and compared.

All triples about one subject follow one another. Blank nodes are replaced by IRIs (RDF 1.1 Concepts, section 3.5), since a
store gives them names of its own: what is sent twice would be there twice.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, NamedTuple

from catalogue.errors import InputError, Place
from catalogue.messages import Message
from catalogue.quads import Syntax, read_file
from catalogue.terms import BlankNode, written

GENID = ".well-known/genid/"
"""The path below which IRIs stand for blank nodes."""

_PART = 32 * 1024 * 1024
"""How many bytes are put in order at once."""

_MOST_PARTS = 256


class Prepared(NamedTuple):
    """The triples of a release.

    Attributes:
        path: the file that has them, one a line.
        triples: how many there are.
        digest: the SHA-256 of the file.
    """

    path: Path
    triples: int
    digest: str

    def lines(self, start: int = 0) -> Iterator[bytes]:
        """Give the lines from one on, counted from 0."""
        with self.path.open("rb") as file:
            for number, line in enumerate(file):
                if number >= start:
                    yield line


def prepare(dump: Path, target: Path, base: str, release: str) -> Prepared:
    """Write the triples of a release, whatever graphs they stand in.

    Args:
        dump: the release's N-Quads.
        target: the file that is written, whole or not at all.
        base: the catalogue's base, which has the IRIs that stand for blank nodes.
        release: the release's name, which these IRIs have: another release has other nodes.

    Raises:
        InputError: the file is not N-Quads.
    """
    count = max(1, min(_MOST_PARTS, dump.stat().st_size // _PART))
    digest, triples = hashlib.sha256(), 0
    with ExitStack() as opened, tempfile.NamedTemporaryFile(dir=target.parent, prefix=".prepared-", delete=False) as file:
        opened.callback(lambda: Path(file.name).unlink(missing_ok=True))
        parts = [opened.enter_context(tempfile.TemporaryFile(dir=target.parent)) for _ in range(count)]
        _part(dump, f"<{base}{GENID}{release}/", parts)
        for part in parts:
            lines = _ordered(part)
            triples += len(lines)
            data = b"".join(lines)
            digest.update(data)
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
        Path(file.name).replace(target)
    return Prepared(target, triples, digest.hexdigest())


def _part(dump: Path, genid: str, parts: Sequence[IO[bytes]]) -> None:
    """Write each triple into a part that its subject alone decides."""
    count = len(parts)
    try:
        for quad in read_file(dump, Syntax.N_QUADS):
            subject = _skolem(quad.subject, genid)
            part = parts[hash_of(subject) % count if count > 1 else 0]
            part.write(f"{subject} {quad.predicate} {_skolem(quad.object, genid)} .\n".encode())
    except (SyntaxError, ValueError) as error:
        raise InputError(Message("stores.broken-dump", reason=str(error)), Place(str(dump))) from error


def _skolem(term: Any, genid: str) -> str:
    return f"{genid}{term.value}>" if isinstance(term, BlankNode) else written(term)


def hash_of(subject: str) -> int:
    """Give a number for a subject, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(subject.encode(), digest_size=4).digest())


def _ordered(part: IO[bytes]) -> list[bytes]:
    """Give the lines of a part in order, each once."""
    part.seek(0)
    return sorted(set(part))


class Piece(NamedTuple):
    """Some lines of a prepared release that follow one another.

    Attributes:
        start: the number of the first line, from 0.
        lines: the lines.
    """

    start: int
    lines: Sequence[bytes]

    @property
    def end(self) -> int:
        """The number of the line after the last one."""
        return self.start + len(self.lines)


def chunks(prepared: Prepared, start: int, most_lines: int, most_bytes: int) -> Iterator[Piece]:
    r"""Give the pieces that are sent, from a line on; each has one line at least.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.nt")
    ...     _ = path.write_bytes(b"1\n2\n3\n")
    ...     [piece.lines for piece in chunks(Prepared(path, 3, ""), 1, 10, 3)]
    [[b'2\n'], [b'3\n']]
    """
    lines: list[bytes] = []
    size, first = 0, start
    for number, line in enumerate(prepared.lines(start), start):
        if lines and (len(lines) >= most_lines or size + len(line) > most_bytes):
            yield Piece(first, lines)
            lines, size, first = [], 0, number
        lines.append(line)
        size += len(line)
    if lines:
        yield Piece(first, lines)


def buckets(prepared: Prepared, start: int, most_lines: int, most_subjects: int) -> Iterator[Piece]:
    """Give the pieces that are compared, from a line on that begins a subject: whole subjects, one at least."""
    lines: list[bytes] = []
    first, subjects = start, 0
    for group in _by_subject(prepared.lines(start)):
        if lines and (len(lines) + len(group) > most_lines or subjects >= most_subjects):
            yield Piece(first, lines)
            first, lines, subjects = first + len(lines), [], 0
        lines += group
        subjects += 1
    if lines:
        yield Piece(first, lines)


def _by_subject(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    group: list[bytes] = []
    for line in lines:
        if group and subject_of(group[0]) != subject_of(line):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def subject_of(line: bytes) -> bytes:
    """Give the subject of a line, as it is written.

    >>> subject_of(b"<urn:a> <urn:b> <urn:c> .")
    b'<urn:a>'
    """
    return line[: line.index(b" ")]
