"""Parsing: the triples of a file, with lexical forms as they are written.

Plain files are read by `plain`, others by pyoxigraph's parser, which keeps what a store would normalise; a file with faults
is read by `turtle`. Blank nodes get names that depend on the file and their order in it alone: the same file gives the same
triples every time.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress
from pathlib import Path
from typing import Any, Protocol

from catalogue import turtle
from catalogue.errors import OutputError, Place, reason_of
from catalogue.messages import Message
from catalogue.quads import Syntax, read
from catalogue.sources import plain
from catalogue.sources.issues import (
    BOM,
    UTF_16,
    SourceIssue,
    encoding_issue,
    layout_issues,
    long_literals,
    once_each,
    syntax_issue,
)
from catalogue.sources.statements import Statements, packed
from catalogue.sources.unseen import may_hide
from catalogue.terms import BlankNode, Literal, NamedNode, Triple

SUFFIXES = {".ttl": Syntax.TURTLE, ".nt": Syntax.N_TRIPLES}
"""The suffixes that are read, and their formats."""

LITERAL_LIMIT = 1024 * 1024
"""How many bytes a literal may have, unless the settings say otherwise."""

_NO_BRACKETS = bytes(set(range(256)) - set(b"[](){}"))
_OPENING = frozenset(b"[({")
_DIRECTED = re.compile(rb"@[A-Za-z0-9-]+--[A-Za-z]")
"""What may be a base direction (RDF 1.2), which the fast parser reads and triples do not keep."""


class Readable(Protocol):
    """Where the bytes of a file are: a path, or anything else that gives them."""

    def read_bytes(self) -> bytes:
        """Give them.

        Raises:
            OSError: the system refused.
        """


@dataclass(frozen=True)
class Source:
    """One file, read and parsed.

    Attributes:
        path: the file, relative to the catalogue's folder where it lies inside it, with `/`.
        content: its bytes, or where they are: a file about which nothing need be reported is not kept in memory.
        triples: what it says, in its order; lexical forms as written.
        issues: what could not be read.
        digest: SHA-256 of its bytes, in hexadecimal.
        may_hide: whether it may have characters that nobody sees.
        lost: the IRIs of what it describes in part only, because the rest could not be read.
    """

    path: str
    content: bytes | Readable
    triples: Sequence[Triple]
    issues: tuple[SourceIssue, ...] = ()
    digest: str = ""
    may_hide: bool = False
    lost: frozenset[str] = frozenset()

    @property
    def data(self) -> bytes:
        """Its bytes.

        Raises:
            OutputError: it is no longer there, or is no longer what was read.
        """
        if isinstance(self.content, bytes):
            return self.content
        data = read_bytes(self.content, self.path)
        if hashlib.sha256(data).hexdigest() != self.digest:
            raise OutputError(Message("sources.changed-while-catalogue-read-try"), Place(self.path))
        return data

    @property
    def is_plain(self) -> bool:
        """Whether nothing about its bytes need be reported."""
        return not self.issues and not self.may_hide

    def left_at(self, file: Path) -> Source:
        """Give it without its bytes where these need not be kept: they are read from the file when they are asked for."""
        return replace(self, content=file) if self.is_plain else self


def syntax_of(name: str) -> Syntax | None:
    """Give the format of a file by its suffix, in whatever case it is written; None when such a file is not read.

    >>> syntax_of("data/a.TTL"), syntax_of("data/a.rdf") is None
    (<RdfFormat Turtle>, True)
    """
    return SUFFIXES.get(os.path.splitext(name)[1].lower())  # noqa: PTH122 - a path for each file takes its time


def read_bytes(file: Readable, name: str) -> bytes:
    """Read the bytes of a file.

    Args:
        file: the file.
        name: its name in places.

    Raises:
        OutputError: the system refused to read it.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        raise OutputError(Message("sources.cannot-read", reason=reason_of(error)), Place(name)) from error


def parse(data: bytes, name: str, limit: int = LITERAL_LIMIT) -> Source:
    """Parse the bytes of a file.

    Plain Turtle is read many tokens at a time, and the fast parser reads what else is sound. A file with faults is read again
    by `turtle`, which keeps more of it and reports more.

    Args:
        data: the bytes; Turtle unless the name ends in `.nt`.
        name: the file's name, for places and for the names of its blank nodes.
        limit: how many bytes a literal may have; longer ones are left out and reported.

    Returns:
        What it says, and what could not be read of it.

    >>> source = parse(b"<urn:a> <urn:b> nope:c . <urn:a> <urn:b> 01 .", "x.ttl")
    >>> [str(issue.place) for issue in source.issues], [triple.object.value for triple in source.triples]
    (['x.ttl:1:17'], ['01'])
    """
    digest, encoding = hashlib.sha256(data).hexdigest(), encoding_issue(data, name)
    if encoding:
        return Source(name, data, packed(()), (encoding,), digest, lost=_described(_as_meant(data)))
    is_doubtful = may_hide(data)
    issues = list(layout_issues(data.decode("utf-8"), name)) if data.startswith(BOM) or b"\r" in data else []
    statements: Statements | SourceIssue | None = _plain(data, name)
    if statements is None and not _is_perilous(data):
        statements = _fast(data, name)
    lost: frozenset[str] = frozenset()
    if not isinstance(statements, Statements):
        triples, faults, lost = _thorough(data.decode("utf-8"), name)
        issues += faults or ([statements] if statements else [])  # what `turtle` does not find wrong the fast parser may
        statements = packed(triples, name)
    if len(data) > limit:
        statements, long, of_long = _without_long_literals(statements, data, name, limit)
        issues += long
        lost |= of_long
    return Source(name, data, statements, tuple(issues), digest, is_doubtful, lost)


def words_of(data: bytes, name: str) -> Source:
    r"""Read the bytes of a file that says no triples, such as a query.

    Args:
        data: the bytes.
        name: the file's name, for places.

    Returns:
        The file, with what is wrong with its encoding, its line ends and its byte order mark.

    >>> [issue.code for issue in words_of(b"ASK {}\r\n", "queries/a.rq").issues]
    ['crlf']
    """
    encoding = encoding_issue(data, name)
    if encoding:
        issues = [encoding]
    else:
        issues = list(layout_issues(data.decode("utf-8"), name)) if data.startswith(BOM) or b"\r" in data else []
    return Source(name, data, (), tuple(issues), hashlib.sha256(data).hexdigest(), not encoding and may_hide(data))


def words_at(file: Path, name: str) -> Source:
    """Read a file that says no triples as `words_of` does; that the system refuses to read it is what is wrong with it.

    Args:
        file: the file.
        name: its name in places.
    """
    try:
        return words_of(read_bytes(file, name), name)
    except OutputError as error:
        advice = Message("sources.let-it-be-read.advice")
        issue = SourceIssue("not-read", Place(name), error.message, advice)
        return Source(name, b"", (), (issue,), hashlib.sha256().hexdigest())


def _is_perilous(data: bytes) -> bool:
    """Tell whether a text may be nested too deep for the fast parser, or have what RDF 1.1 has not.

    Strings and comments count too.
    """
    if b"<<" in data or (b"--" in data and _DIRECTED.search(data) is not None):
        return True
    depth = 0
    for bracket in data.translate(None, _NO_BRACKETS):
        depth = depth + 1 if bracket in _OPENING else max(depth - 1, 0)
        if depth > turtle.NESTING_LIMIT:
            return True
    return False


def _plain(data: bytes, name: str) -> Statements | None:
    """Read Turtle that uses little of the language, as most does."""
    return None if syntax_of(name) is Syntax.N_TRIPLES else plain.read(data.removeprefix(BOM), name)


def _fast(data: bytes, name: str) -> Statements | SourceIssue | None:
    """Read with the fast parser, up to its first fault; None when a token is longer than it can hold."""
    try:
        return packed(read(data.removeprefix(BOM), syntax_of(name) or Syntax.TURTLE), name)
    except MemoryError:
        return None
    except SyntaxError as error:
        reason = re.sub(r"^Parser error at .*?(?:column \d+|columns? \d+ and \d+|line \d+ column \d+): ", "", error.msg or "")
        place = Place(name, error.lineno or 1, error.offset or 1)
        return SourceIssue("syntax", place, Message("C002.syntax-error", text=reason))


def _thorough(content: str, name: str) -> tuple[list[Triple], list[SourceIssue], frozenset[str]]:
    """Read with places and recovery; give also the IRIs of what is lost in part."""
    document = turtle.locate(content)
    triples = [Triple(_term(t.subject), _term(t.predicate), _term(t.object)) for t in document.triples]
    return triples, list(once_each(syntax_issue(issue, name) for issue in document.errors)), document.lost


def _term(term: turtle.Term) -> Any:
    if isinstance(term, turtle.Iri):
        return NamedNode(term.value)
    if isinstance(term, turtle.Blank):
        return BlankNode(f"n{term.name}" if isinstance(term.name, int) else f"l{term.name}")
    if term.language:
        return Literal(term.lexical, language=term.language)
    return Literal(term.lexical, datatype=NamedNode(term.datatype))


def _as_meant(data: bytes) -> str:
    """Give what a text that is not UTF-8 most likely says: in UTF-16 where it begins so, else but for the wrong bytes."""
    return data.decode("utf-16" if data.startswith(UTF_16) else "utf-8", "replace")


def _described(content: str) -> frozenset[str]:
    """Give the IRIs of what a text describes, of which nothing can be read."""
    document = turtle.locate(content)
    return document.lost | {triple.subject.value for triple in document.triples if isinstance(triple.subject, turtle.Iri)}


def _without_long_literals(
    statements: Statements, data: bytes, name: str, limit: int
) -> tuple[Statements, list[SourceIssue], frozenset[str]]:
    """Leave out what has a literal that is too long; give also what is wrong, and the IRIs of what is described with one."""
    if all(len(word) <= limit for word in statements.values):
        return statements, [], frozenset()
    are_kept = [not isinstance(t.object, Literal) or len(t.object.value.encode()) <= limit for t in statements]
    if all(are_kept):
        return statements, [], frozenset()
    left_out = (triple.subject for triple, is_kept in zip(statements, are_kept, strict=True) if not is_kept)
    lost = frozenset(subject.value for subject in left_out if isinstance(subject, NamedNode))
    return packed(compress(statements, are_kept)), long_literals(data.decode("utf-8"), name, limit), lost
