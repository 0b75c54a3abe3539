"""Triple patterns: which statements a query looks at, read from its tokens.

Only what bounds the statements matters here: the patterns of all groups stand side by side, each with the groups that it is in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from catalogue.model import Path
from catalogue.sparql.text import SparqlToken, closing
from catalogue.terms import RDF

Verb: TypeAlias = Path | None
"""A path, or None for a variable: any predicate."""

_AROUND = ("FILTER", "BIND", "HAVING")
_BEFORE_GROUP = ("OPTIONAL", "UNION", "GRAPH", "WHERE", "EXISTS", "NOT")
_POSTFIX = {"*": "zeroOrMore", "+": "oneOrMore", "?": "zeroOrOne"}


class UnreadError(Exception):
    """A query says something that is not read here."""


class Pattern(NamedTuple):
    """A triple pattern.

    Attributes:
        subject: its subject.
        verb: its predicate.
        object: its object.
        groups: the groups of `EXISTS` and `NOT EXISTS` around it, from the outside, each by the index of its brace; None where
            it need not hold together with the others of its group: in an optional group, in an alternative, in a query inside.
    """

    subject: SparqlToken
    verb: Verb
    object: SparqlToken
    groups: tuple[int, ...] | None = ()


def patterns(query: Sequence[SparqlToken], prefixes: Mapping[str, str]) -> list[Pattern] | None:
    """List the triple patterns of a query.

    Args:
        query: its tokens, with matching brackets.
        prefixes: its prefixes.

    Returns:
        The patterns, or None when the query may look at statements in a way that is not read here.

    >>> from catalogue.sparql.text import tokens
    >>> found = patterns(tokens("SELECT $this { $this ex:p/ex:q* ?x FILTER NOT EXISTS { ?x ?y 3, 4 } }"), {"ex": "urn:"})
    >>> [(p.subject.text, str(p.verb), p.object.text) for p in found]
    [('$this', '<urn:p>/(<urn:q>*)', '?x'), ('?x', 'None', '3'), ('?x', 'None', '4')]
    """
    try:
        reader = _Reader(query, dict(prefixes))
        start = next((at for at, token in enumerate(query) if token.text == "{"), len(query))
        reader.prologue(query[:start])
        end = closing(query, start)
        return None if any(token.text == "{" for token in query[end:]) else reader.group(start + 1, end)
    except (UnreadError, IndexError):
        return None


class _Reader:
    def __init__(self, query: Sequence[SparqlToken], prefixes: dict[str, str]) -> None:
        self._query = query
        self._prefixes = prefixes
        self._at = 0
        self._groups: tuple[int, ...] | None = ()

    def prologue(self, query: Sequence[SparqlToken]) -> None:
        for before, name, iri in zip(query, query[1:], query[2:], strict=False):
            if before.says("PREFIX"):
                self._prefixes[name.text[:-1]] = iri.text[1:-1]
            if before.says("BASE", "FROM"):
                raise UnreadError

    def group(self, start: int, end: int) -> list[Pattern]:
        """Read what stands between two braces."""
        found: list[Pattern] = []
        self._at = start
        while self._at < end:
            token = self._query[self._at]
            if token.text == "{":
                found += self._inner(None)
            elif token.says(*_AROUND):
                found += self._around()
            elif token.says("SELECT"):
                self._to("{", end)
            elif token.says("GROUP", "ORDER", "LIMIT", "OFFSET"):
                self._at = end
            elif token.says("GRAPH"):
                raise UnreadError
            elif token.says(*_BEFORE_GROUP) or token.text == ".":
                self._at += 1
            elif token.kind in {"variable", "iri", "name"}:
                found += self._statements()
            else:
                raise UnreadError
        return found

    def _inner(self, groups: tuple[int, ...] | None) -> list[Pattern]:
        """Read the group that begins here, whose patterns are in some groups."""
        before, self._groups = self._groups, groups
        last = closing(self._query, self._at)
        found = self.group(self._at + 1, last)
        self._at, self._groups = last + 1, before
        return found

    def _to(self, text: str, end: int) -> None:
        while self._at < end and self._query[self._at].text != text:
            self._at += 1

    def _around(self) -> list[Pattern]:
        """Read a filter or an assignment: its patterns are those of the groups inside it.

        A filter judges whole solutions of its group. An assignment looks at those that the patterns before it give.
        """
        found: list[Pattern] = []
        around = self._groups if self._query[self._at].says("FILTER") else None
        self._at += 1
        while self._query[self._at].text not in {"(", "{"}:
            self._at += 1
        last = closing(self._query, self._at)
        while self._at <= last:
            if self._query[self._at].text == "{":
                found += self._inner(None if around is None else (*around, self._at))
            else:
                self._at += 1
        return found

    def _statements(self) -> list[Pattern]:
        subject = self._query[self._at]
        self._at += 1
        found: list[Pattern] = []
        while True:
            verb = self._verb()
            found.append(Pattern(subject, verb, self._object(), self._groups))
            while self._text() == ",":
                self._at += 1
                found.append(Pattern(subject, verb, self._object(), self._groups))
            while self._text() == ";":
                self._at += 1
            if self._text() in {".", "}", "{"} or self._query[self._at].says(*_AROUND, *_BEFORE_GROUP):
                return found
            if self._query[self._at - 1].text != ";":
                return found

    def _text(self) -> str:
        return self._query[self._at].text

    def _object(self) -> SparqlToken:
        token = self._query[self._at]
        if token.kind not in {"variable", "iri", "name", "string", "number"} and not token.says("TRUE", "FALSE"):
            raise UnreadError
        self._at += 1
        if token.kind == "string" and self._text() == "@":
            self._at += 2
            while self._text() == "-":
                self._at += 2
        elif token.kind == "string" and self._text() == "^^":
            self._at += 2
        return token

    def _verb(self) -> Verb:
        if self._query[self._at].kind == "variable":
            self._at += 1
            return None
        return self._alternative()

    def _alternative(self) -> Path:
        parts = [self._sequence()]
        while self._text() == "|":
            self._at += 1
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else Path("alternative", parts=tuple(parts))

    def _sequence(self) -> Path:
        parts = [self._step()]
        while self._text() == "/":
            self._at += 1
            parts.append(self._step())
        return parts[0] if len(parts) == 1 else Path("sequence", parts=tuple(parts))

    def _step(self) -> Path:
        if self._text() == "^":
            self._at += 1
            return Path("inverse", parts=(self._step(),))
        if self._text() == "(":
            self._at += 1
            path = self._alternative()
            if self._text() != ")":
                raise UnreadError
            self._at += 1
        else:
            path = Path("predicate", self._iri())
        if self._text() in _POSTFIX:
            path = Path(_POSTFIX[self._text()], parts=(path,))
            self._at += 1
        return path

    def _iri(self) -> str:
        token = self._query[self._at]
        self._at += 1
        if token.text == "a":
            return RDF + "type"
        found = iri_of(token, self._prefixes)
        if found is None:
            raise UnreadError
        return found


def iri_of(token: SparqlToken, prefixes: Mapping[str, str]) -> str | None:
    """Give the IRI that a token names, or None when it names none."""
    if token.kind == "iri" and "\\" not in token.text:
        return token.text[1:-1]
    prefix, _, name = token.text.partition(":")
    if token.kind == "name" and prefix in prefixes and "\\" not in name:
        return prefixes[prefix] + name
    return None
