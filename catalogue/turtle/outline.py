"""Outline: where the statements of a Turtle text stand and what each is about, found without reading what they say.

Reading a text for places takes a hundred times as long as the fast parser; most of the time the places of one subject are asked
for. What the outline cannot tell apart it does not hold: who knows how many triples a subject has sees whether all were found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, cached_property, lru_cache

from catalogue.turtle.issues import UnreadableError
from catalogue.turtle.located import LocatedTriple
from catalogue.turtle.parser import parse_part
from catalogue.turtle.places import Lines
from catalogue.turtle.reader import read_part
from catalogue.turtle.scope import Scope
from catalogue.turtle.terms import Iri
from catalogue.turtle.tokens import NAME_CHARACTER, Scan
from catalogue.turtle.tree import Directive, Tree

_BETWEEN = r"(?:\s++|\#[^\r\n]*+)*+"
_DIRECTIVE = r"(?i:@?prefix|@?base)(?=[\s<:])[^<]*+<[^>]*+>(?:\s*+\.)?+"
_STATEMENT = rf"""
    {_BETWEEN}
    (?: (?P<directive> {_DIRECTIVE} )
      | (?P<subject> <[^>]*+> | [^\s<"'\#\[\](),;]++ )?+
        (?: [^"'<\#.\\]++
          | "(?: ""(?: [^"\\]++ | \\. | "(?!"") )*+\"\"" | (?: [^"\\\r\n]++ | \\. )*+" )
          | '(?: ''(?: [^'\\]++ | \\. | '(?!'') )*+''' | (?: [^'\\\r\n]++ | \\. )*+' )
          | <[^>]*+> | \#[^\r\n]*+ | \\. | \.(?=[{NAME_CHARACTER}:%\\])
        )*+
        \.
    )
"""


@cache
def _statement() -> re.Pattern[str]:
    return re.compile(_STATEMENT, re.VERBOSE | re.DOTALL)


class Outline:
    """The statements of a Turtle text by what they are about.

    Args:
        text: any text; need not be Turtle.

    Attributes:
        text: the same.
        lines: where its lines begin.

    >>> outline = Outline("@prefix ex: <urn:ex:> . ex:a ex:b 1.5, 'c. d' . ex:e ex:f ex:g .")
    >>> [(t.object.value, t.subject_place.column) for t in outline.about("urn:ex:e")]
    [('urn:ex:g', 49)]
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = Lines(text)
        self._read: list[tuple[int, int]] = []

    @cached_property
    def _statements(self) -> dict[str, list[tuple[int, int, Scope]]]:
        """Where the statements about each IRI stand, and the prefixes and the base in force there."""
        found: dict[str, list[tuple[int, int, Scope]]] = defaultdict(list)
        scope, in_use = Scope(None), False
        for match in _statement().finditer(self.text):
            if match["directive"]:
                if in_use:
                    scope, in_use = scope.copy(), False
                read_part(self._part(*match.span()), scope)
            elif match["subject"]:
                in_use = True
                subject = _named(match["subject"], scope)
                if subject:
                    found[subject].append((match.start(), match.end(), scope))
        return found

    def at_line_starts(self, subject: str) -> list[LocatedTriple]:
        """Read the triples that are about an IRI where it begins a line, under the declarations at the head of the text.

        This takes a hundredth of the time of `about`, which finds them wherever they stand. Where no string goes over several
        lines, what is found is said there or cannot be read.
        """
        return [
            triple
            for start, end in self.begun(subject)
            for triple in self.read(start, end)
            if isinstance(triple.subject, Iri) and triple.subject.value == subject
        ]

    def begun(self, subject: str) -> list[tuple[int, int]]:
        """Find the statements in which an IRI begins a line, as `at_line_starts` does: where each begins and ends."""
        if any(quotes in self.text for quotes in ('"""', "'''")):
            return []
        found = sorted(span for written in self._head.written(subject) for span in self._begun(written))
        self._read += found
        return found

    def read(self, start: int, end: int) -> Sequence[LocatedTriple]:
        """Read all triples of a statement, under the declarations at the head of the text."""
        return list(read_part(self._part(start, end), self._head))

    def following(self, end: int) -> Iterator[tuple[int, int]]:
        """Find the statements behind one, up to the next declaration: where each begins and ends."""
        for match in _statement().finditer(self.text, end):
            if match["directive"]:
                return
            yield match.span()

    def _begun(self, written: str) -> Iterator[tuple[int, int]]:
        """Find the statements whose first word, at the head of a line, is written so."""
        line = self.text.find("\n" + written)
        while line >= 0:
            match = _statement().match(self.text, line + 1)
            if match and match["subject"] == written:
                yield match.span()
            line = self.text.find("\n" + written, line + 1)

    @cached_property
    def _head(self) -> Scope:
        """The prefixes and the base that are declared before anything is said."""
        end = 0
        for match in _statement().finditer(self.text):
            if not match["directive"]:
                break
            end = match.end()
        return _declared(self.text[:end])

    def about(self, subject: str) -> list[LocatedTriple]:
        """Read the triples that are about an IRI, in their order."""
        return [
            triple
            for start, end, scope in self._statements.get(subject, ())
            for triple in read_part(self._part(start, end), scope)
            if isinstance(triple.subject, Iri) and triple.subject.value == subject
        ]

    def statement(self, offset: int) -> Tree | None:
        """Give the syntax of the statement that a character stands in; None when it is not held here."""
        for start, end in self._read:
            if start <= offset < end:
                return self._part(start, end)
        for start, end, _ in (part for parts in self._statements.values() for part in parts):
            if start <= offset < end:
                return self._part(start, end)
        return None

    def declarations(self) -> Iterator[tuple[str, str]]:
        """Find what is declared: each prefix with its colon, or nothing for the base, and the IRI as it is written."""
        for match in _statement().finditer(self.text):
            if match["directive"]:
                tree = self._part(*match.span())
                for part in tree.statements:
                    if isinstance(part, Directive):
                        word = tree.scan.word
                        yield word(part.prefix) if part.keyword == "prefix" else "", word(part.iri)[1:-1]

    def _part(self, start: int, end: int) -> Tree:
        return parse_part(Scan(self.text, start, end, self.lines))


@lru_cache(maxsize=64)
def _declared(head: str) -> Scope:
    """Read declarations; many files begin with the same."""
    scope = Scope(None)
    read_part(parse_part(Scan(head, 0, len(head), Lines(head))), scope)
    return scope


def _named(written: str, scope: Scope) -> str | None:
    try:
        return (scope.iri(written) if written[0] == "<" else scope.name(written)).value
    except UnreadableError:
        return None
