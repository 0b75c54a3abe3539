"""Outline: where the statements of a Turtle text stand and what each is about, without reading them whole.

Reading a text for places takes a hundred times as long as the fast parser; most of the time the places of one subject are asked
for. It leaves out what it cannot tell apart: who knows how many triples a subject has sees whether all are there.

Of a long text as little as possible is looked at: what finds characters, or counts them, runs through it fast, and only the
statements that are asked for are cut into tokens.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from itertools import chain

from catalogue.patterns import possessive
from catalogue.turtle.issues import UnreadableError
from catalogue.turtle.located import LocatedTriple
from catalogue.turtle.long_strings import LongStrings
from catalogue.turtle.parser import parse_part
from catalogue.turtle.places import Lines
from catalogue.turtle.reader import read_part
from catalogue.turtle.scope import Scope
from catalogue.turtle.terms import Iri
from catalogue.turtle.tokens import NAME_CHARACTER, Scan
from catalogue.turtle.tree import Directive, Tree

_BETWEEN = r"(?:\s++|\#[^\r\n]*+)*+"
_IRI = r"<[^<>\r\n]*+>"
_DIRECTIVE = rf"(?i:@?prefix|@?base)(?=[\s<:\#]){_BETWEEN}[^\s<\"'\#]*+{_BETWEEN}{_IRI}(?:\s*+\.)?+"
_BODY = rf"""
    (?: [^"'<\#.\\]++
      | "(?: ""(?: [^"\\]++ | \\. | "(?!"") )*+\"\"" | (?: [^"\\\r\n]++ | \\. )*+" )
      | '(?: ''(?: [^'\\]++ | \\. | '(?!'') )*+''' | (?: [^'\\\r\n]++ | \\. )*+' )
      | {_IRI} | \#[^\r\n]*+ | \\. | \.(?=[{NAME_CHARACTER}:%\\])
    )*+
"""
_STATEMENT = rf"""
    {_BETWEEN}
    (?: (?P<directive> {_DIRECTIVE} )
      | (?P<subject> {_IRI} | [^\s<"'\#\[\](),;]++ )?+ {_BODY} \.
      | (?P<rest> {_BODY} [\s\S]?+ )
    )
"""
"""A statement, or as much as cannot be one, with the character that it fails at: what was looked at is not looked at again, so
that time grows with the length of the text, whatever the text."""

_GAP = rb"(?:\s++|\#[^\r\n]*+)*+"
_DECLARATION = possessive(rb"base" + _GAP + rb"<|prefix" + _GAP + rb"[^\s<#]*+(?<=:)" + _GAP + rb"<")
"""What begins a declaration, in small letters and as UTF-8."""


@cache
def statement_pattern() -> re.Pattern[str]:
    """Give the pattern of one statement, or of what is none (`rest`): from any character on it matches."""
    return possessive(_STATEMENT, re.VERBOSE | re.DOTALL)


def _matches(text: str, start: int = 0) -> Iterator[re.Match[str]]:
    """Find the statements of a text from a character on, in their order."""
    return (match for match in statement_pattern().finditer(text, start) if match["rest"] is None)


class Outline:
    """The statements of a Turtle text by what they are about.

    Args:
        text: any text; need not be Turtle.

    Attributes:
        text: the same.

    >>> outline = Outline("@prefix ex: <urn:ex:> . ex:a ex:b 1.5, 'c. d' . ex:e ex:f ex:g .")
    >>> [(t.object.value, t.subject_place.column) for t in outline.about("urn:ex:e")]
    [('urn:ex:g', 49)]
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._read: list[tuple[int, int]] = []
        self._long_strings = LongStrings(text)
        self._counted = (0, 1)

    @cached_property
    def _statements(self) -> dict[str, list[tuple[int, int, Scope]]]:
        """Where the statements about each IRI stand, and the prefixes and the base in force there."""
        statements: dict[str, list[tuple[int, int, Scope]]] = defaultdict(list)
        scope, in_use = Scope(None), False
        for match in _matches(self.text):
            if match["directive"]:
                if in_use:
                    scope, in_use = scope.copy(), False
                read_part(self._part(*match.span()), scope)
            elif match["subject"]:
                in_use = True
                subject = _named(match["subject"], scope)
                if subject:
                    statements[subject].append((match.start(), match.end(), scope))
        return statements

    def at_line_starts(self, subject: str, count: int | None = None) -> list[LocatedTriple]:
        """Read the triples that are about an IRI where it begins a line, under the declarations at the head of the text.

        This takes a hundredth of the time of `about`, which finds them wherever they stand.

        Args:
            subject: the IRI.
            count: how many are enough: no more are looked for. All when None.

        Returns:
            Them in their order. Each is in the text there, or cannot be read.
        """
        triples_at: dict[tuple[int, int], list[LocatedTriple]] = {}
        left = len(self.text) if count is None else count
        ways = sorted(self._head.written(subject), key=len)  # the shortest way is the likeliest
        for span in chain.from_iterable(map(self._begun, ways)):
            triples_at[span] = _about(subject, self.read(*span))
            left -= len(triples_at[span])
            if left <= 0:
                break
        self._read += triples_at
        return [triple for _, triples in sorted(triples_at.items()) for triple in triples]

    def begun(self, subject: str) -> list[tuple[int, int]]:
        """Find the statements in which an IRI begins a line, as `at_line_starts` does: where each begins and ends."""
        spans = sorted({span for written in self._head.written(subject) for span in self._begun(written)})
        self._read += spans
        return spans

    def read(self, start: int, end: int) -> Sequence[LocatedTriple]:
        """Read all triples of a statement, under the declarations at the head of the text."""
        return list(read_part(self._part(start, end), self._head))

    def following(self, end: int | None = None) -> Iterator[tuple[int, int]]:
        """Find the statements behind one, or from the first on, up to the next declaration: where each begins and ends."""
        for match in _matches(self.text, self._head_end if end is None else end):
            if match["directive"]:
                return
            yield match.span()

    def _begun(self, written: str) -> Iterator[tuple[int, int]]:
        """Find the statements whose first word, at the head of a line, is written so."""
        end = 0
        for head in self._heads(written):
            if head < end or self._long_strings.hold(head):
                continue
            match = statement_pattern().match(self.text, head)
            assert match is not None  # noqa: S101 - anything is a statement or none
            end = match.end()
            if match["rest"] is None and match["subject"] == written:
                yield match.span()

    def _heads(self, written: str) -> Iterator[int]:
        """Find the lines that begin so: characters before each."""
        first = int(self.text.startswith("\ufeff"))
        if self.text.startswith(written, first):
            yield first
        end = self.text.find("\n" + written)
        while end >= 0:
            yield end + 1
            end = self.text.find("\n" + written, end + 1)

    @cached_property
    def _head_end(self) -> int:
        """How many characters stand before the first statement that is no declaration."""
        end = 0
        for match in _matches(self.text):
            if not match["directive"]:
                break
            end = match.end()
        return end

    @cached_property
    def _head(self) -> Scope:
        """The prefixes and the base that are declared before the first triple."""
        return _declared(self.text[: self._head_end])

    def about(self, subject: str) -> list[LocatedTriple]:
        """Read the triples that are about an IRI, in their order."""
        return [
            triple
            for start, end, scope in self._statements.get(subject, ())
            for triple in _about(subject, read_part(self._part(start, end), scope))
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

    def declarations(self) -> Sequence[tuple[str, str]]:
        """List what is declared: each prefix with its colon, or nothing for the base, and the IRI as it is written."""
        return _declarations(self.text if self._may_declare_more else self.text[: self._head_end])

    @property
    def _may_declare_more(self) -> bool:
        """Whether there may be declarations behind the head, in any mixture of capital and small letters."""
        small = self.text[self._head_end :].encode("utf-8", "replace").lower()
        for word in (b"base", b"prefix"):
            at = small.find(word)
            while at >= 0:
                if _DECLARATION.match(small, at):
                    return True
                at = small.find(word, at + 1)
        return False

    def _part(self, start: int, end: int) -> Tree:
        return parse_part(Scan(self.text, start, end, self._lines(start, end)))

    def _lines(self, start: int, end: int) -> Lines:
        """Give the lines of a part; what is asked for is often further on than what was asked for before."""
        if self._whole_lines is not None:
            return self._whole_lines
        head = self.text.rfind("\n", 0, start) + 1
        before, line = self._counted if self._counted[0] <= head else (0, 1)
        line += self.text.count("\n", before, head)
        self._counted = head, line
        return Lines(self.text, head, end, line)

    @cached_property
    def _whole_lines(self) -> Lines | None:
        """All lines, where they do not all end alike."""
        return Lines(self.text) if "\r" in self.text else None


@lru_cache(maxsize=64)
def _declared(head: str) -> Scope:
    """Read declarations; many files begin with the same."""
    scope = Scope(None)
    read_part(parse_part(Scan(head, 0, len(head), Lines(head))), scope)
    return scope


@lru_cache(maxsize=64)
def _declarations(text: str) -> Sequence[tuple[str, str]]:
    """List what is declared in a text; many files begin with the same declarations."""
    declarations: list[tuple[str, str]] = []
    for match in _matches(text):
        if match["directive"]:
            tree = parse_part(Scan(text, *match.span()))
            parts = (part for part in tree.statements if isinstance(part, Directive))
            declarations += [(tree.prefix_of(part), tree.scan.word(part.iri)[1:-1]) for part in parts]
    return declarations


def _about(subject: str, triples: Iterable[LocatedTriple]) -> list[LocatedTriple]:
    return [triple for triple in triples if isinstance(triple.subject, Iri) and triple.subject.value == subject]


def _named(written: str, scope: Scope) -> str | None:
    try:
        return scope.iri(written).value
    except UnreadableError:
        return None
