"""Parsing: the triples of a file, with lexical forms as they are written.

The parser is pyoxigraph's, which keeps what a store would normalise; a file with faults is read by `turtle`. Blank nodes get
names that depend on the file and their order in it alone: the same file gives the same triples every time.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from catalogue import turtle
from catalogue.errors import Place, text
from catalogue.sources.issues import BOM, SourceIssue, encoding_issue, layout_issues, long_literals, once_each, syntax_issue
from catalogue.sources.statements import Statements, packed
from catalogue.terms import Triple

SUFFIXES = {".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES}
"""The suffixes that are read, and their formats."""

LITERAL_LIMIT = 1024 * 1024
"""How many bytes a literal may have, unless the settings say otherwise."""

_NO_BRACKETS = bytes(set(range(256)) - set(b"[](){}"))
_OPENING = frozenset(b"[({")


@dataclass(frozen=True)
class Source:
    """One file, read and parsed.

    Attributes:
        path: the file, relative to the catalogue's folder where it lies inside it, with `/`.
        data: its bytes.
        triples: what it says, in its order; lexical forms as written.
        issues: what could not be read.
    """

    path: str
    data: bytes
    triples: Statements
    issues: tuple[SourceIssue, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of the file's bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def parse(data: bytes, name: str, limit: int = LITERAL_LIMIT) -> Source:
    """Parse the bytes of a file.

    The fast parser reads what is sound. A file with faults is read again by `turtle`, which keeps more of it and tells more.

    Args:
        data: the bytes; Turtle unless the name ends in `.nt`.
        name: the file's name, for places and for the names of its blank nodes.
        limit: how many bytes a literal may have; longer ones are left out, and told.

    Returns:
        What it says, and what could not be read of it.

    >>> source = parse(b"<urn:a> <urn:b> nope:c . <urn:a> <urn:b> 01 .", "x.ttl")
    >>> [str(issue.place) for issue in source.issues], [triple.object.value for triple in source.triples]
    (['x.ttl:1:17'], ['01'])
    """
    encoding = encoding_issue(data, name)
    if encoding:
        return Source(name, data, packed(()), (encoding,))
    words = data.decode("utf-8")
    issues = list(layout_issues(words, name))
    found = None if _is_perilous(data) else _fast(data, name)
    if not isinstance(found, Statements):
        triples, faults = _thorough(words, name)
        issues += faults or ([found] if found else [])  # what `turtle` does not find wrong the fast parser may
        found = packed(triples, name)
    if len(data) > limit:
        found, long = _without_long_literals(found, words, name, limit)
        issues += long
    return Source(name, data, found, tuple(issues))


def _is_perilous(data: bytes) -> bool:
    """Tell whether a text may be nested too deep for the parsers; brackets in strings and comments count too."""
    if b"<<" in data:
        return True
    depth = 0
    for bracket in data.translate(None, _NO_BRACKETS):
        depth = depth + 1 if bracket in _OPENING else max(depth - 1, 0)
        if depth > turtle.NESTING_LIMIT:
            return True
    return False


def _fast(data: bytes, name: str) -> Statements | SourceIssue | None:
    """Read with the fast parser, up to its first fault; None when a token is longer than it can hold."""
    suffix = Path(name).suffix
    try:
        return packed(ox.parse(data.removeprefix(BOM), format=SUFFIXES.get(suffix, ox.RdfFormat.TURTLE)), name)
    except MemoryError:
        return None
    except SyntaxError as error:
        words = re.sub(r"^Parser error at .*?(?:column \d+|columns? \d+ and \d+|line \d+ column \d+): ", "", error.msg or "")
        place = Place(name, error.lineno or 1, error.offset or 1)
        return SourceIssue("syntax", place, text(f"syntax error: {words}", f"erreur de syntaxe : {words}"))


def _thorough(words: str, name: str) -> tuple[list[Triple], list[SourceIssue]]:
    """Read with places and recovery."""
    document = turtle.locate(words)
    triples = [Triple(_term(t.subject), _term(t.predicate), _term(t.object)) for t in document.triples]
    return triples, list(once_each(syntax_issue(issue, name) for issue in document.errors))


def _term(term: turtle.Term) -> Any:
    if isinstance(term, turtle.Iri):
        return ox.NamedNode(term.value)
    if isinstance(term, turtle.Blank):
        return ox.BlankNode(f"n{term.name}" if isinstance(term.name, int) else f"l{term.name}")
    if term.language:
        return ox.Literal(term.lexical, language=term.language)
    return ox.Literal(term.lexical, datatype=ox.NamedNode(term.datatype))


def _without_long_literals(said: Statements, words: str, name: str, limit: int) -> tuple[Statements, list[SourceIssue]]:
    if all(len(word) <= limit for word in said.words):
        return said, []
    kept = packed(t for t in said if not isinstance(t.object, ox.Literal) or len(t.object.value.encode()) <= limit)
    return kept, long_literals(words, name, limit) if len(kept) < len(said) else []
