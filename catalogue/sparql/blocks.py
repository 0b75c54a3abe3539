"""Blocks of triple patterns: what a query, or a query inside it, begins with, to be put in another order.

The patterns of a block are joined, whatever their order. What stands between two of them, a filter or an optional group, ends a
block.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from catalogue.sparql.text import SparqlToken

_TERMS = frozenset({"variable", "iri", "name", "blank"})
_OPERATORS, _SUFFIXES = frozenset("/|"), frozenset("*+?")
_VERBS = frozenset({"a", "^", "!", "("})
_END = SparqlToken("", "", -1)


class BlockPattern(NamedTuple):
    """A triple pattern, as it is written.

    Attributes:
        subject: its tokens; so for the others.
        verb: a variable, an IRI, `a`, or a path of several tokens.
        object: a term, with its language or its datatype.
    """

    subject: Sequence[SparqlToken]
    verb: Sequence[SparqlToken]
    object: Sequence[SparqlToken]


class Block(NamedTuple):
    """Patterns that stand beside one another.

    Attributes:
        start: the characters of the query before it.
        end: the characters up to its end.
        patterns: its patterns, two at least.
    """

    start: int
    end: int
    patterns: Sequence[BlockPattern]

    def written(self, sparql: str, order: Sequence[int]) -> str:
        """Write the patterns, one after the other.

        Args:
            sparql: the query.
            order: the numbers of the patterns.
        """
        return " . ".join(" ".join(sparql[part[0].start : part[-1].end] for part in self.patterns[number]) for number in order)


def blocks(query: Sequence[SparqlToken]) -> Iterator[Block]:
    """Find the blocks that queries, the whole one and those inside, begin with.

    Args:
        query: the tokens of the whole query.

    Returns:
        The blocks of two patterns and more, in their order; without those that have blank nodes in brackets or lists.

    >>> from catalogue.sparql.text import tokens
    >>> text = "SELECT * { ?a u:p ?b ; u:q/u:r* 'x'@en . FILTER (?b > 1) }"
    >>> block = next(blocks(tokens(text)))
    >>> text[block.start : block.end]
    "?a u:p ?b ; u:q/u:r* 'x'@en"
    >>> block.written(text, [1, 0])
    "?a u:q/u:r* 'x'@en . ?a u:p ?b"
    """
    parentheses, is_expected = 0, False
    for index, token in enumerate(query):
        if token.kind == "sign":
            parentheses += (token.text == "(") - (token.text == ")")
            if token.text == "{" and is_expected and parentheses == 0:
                is_expected = False
                found = _block(query[index + 1 :])
                if found is not None:
                    yield found
        elif token.says("SELECT", "ASK", "DESCRIBE", "WHERE"):
            parentheses, is_expected = 0, True


def _block(query: Sequence[SparqlToken]) -> Block | None:
    reader = _Reader(query)
    try:
        patterns = reader.patterns()
    except _UnreadError:
        return None
    return Block(query[0].start, patterns[-1].object[-1].end, patterns) if len(patterns) > 1 else None


class _UnreadError(Exception):
    """A block has what is not read here."""


class _Reader:
    """Reads the patterns that some tokens begin with."""

    def __init__(self, query: Sequence[SparqlToken]) -> None:
        self._query = query
        self._at = 0

    def patterns(self) -> list[BlockPattern]:
        found: list[BlockPattern] = []
        while self._here.kind in _TERMS:
            subject = self._take()
            found += self._of(subject)
            if self._here.text != ".":
                break
            self._at += 1
        is_annotated = self._here.text == "{" and [token.text for token in self._query[self._at + 1 : self._at + 2]] == ["|"]
        if is_annotated or (self._here.kind != "word" and self._here.text not in {"{", "}"}):
            raise _UnreadError
        return found

    def _of(self, subject: Sequence[SparqlToken]) -> Iterator[BlockPattern]:
        """Read what is asked of a subject."""
        while True:
            verb = self._verb()
            yield BlockPattern(subject, verb, self._object())
            while self._here.text == ",":
                self._at += 1
                yield BlockPattern(subject, verb, self._object())
            if self._here.text != ";":
                return
            while self._here.text == ";":
                self._at += 1
            if self._here.kind not in _TERMS and self._here.text not in _VERBS:
                return

    @property
    def _here(self) -> SparqlToken:
        return self._query[self._at] if self._at < len(self._query) else _END

    def _take(self, count: int = 1) -> Sequence[SparqlToken]:
        self._at += count
        return self._query[self._at - count : self._at]

    def _verb(self) -> Sequence[SparqlToken]:
        start = self._at
        if self._here.kind == "variable":
            return self._take()
        self._path()
        return self._query[start : self._at]

    def _path(self) -> None:
        while True:
            while self._here.text in {"^", "!"}:
                self._at += 1
            if self._here.text == "(":
                self._at += 1
                if self._here.text != ")":  # `!()` forbids nothing
                    self._path()
                if self._here.text != ")":
                    raise _UnreadError
            elif self._here.kind not in {"iri", "name"} and self._here.text != "a":
                raise _UnreadError
            self._at += 1
            if self._here.kind == "sign" and self._here.text in _SUFFIXES:
                self._at += 1
                if self._here.kind == "number":  # `+1` is a number
                    raise _UnreadError
            if self._here.text not in _OPERATORS:
                return
            self._at += 1

    def _object(self) -> Sequence[SparqlToken]:
        token = self._here
        after = self._query[self._at + 1 : self._at + 2]
        if token.kind == "string" and after and after[0].kind == "tag":
            return self._take(2)
        if token.kind == "string" and after and after[0].text == "^^":
            return self._take(3)
        if token.kind in _TERMS or token.kind in {"string", "number"} or token.says("TRUE", "FALSE"):
            return self._take()
        raise _UnreadError
