"""A query file as it is checked: its text, its tokens, and the places of its characters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from catalogue.edits import Edit, Fix
from catalogue.errors import Place
from catalogue.lint.findings import Finding
from catalogue.lint.kinds import KINDS
from catalogue.messages import Message, Text
from catalogue.sources import Source, place_of
from catalogue.sparql.query import QueryText
from catalogue.turtle import Lines


class QueryFile:
    """A query file.

    Args:
        source: the file.

    Attributes:
        path: its path in places.
        query: its text, without a byte order mark.
    """

    def __init__(self, source: Source) -> None:
        self.path = source.path
        self._whole = source.data.decode("utf-8")
        self.query = QueryText(self._whole.removeprefix("\ufeff"))
        self._before = len(self._whole) - len(self.query.text)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self._whole)

    def place(self, start: int, end: int) -> Place:
        """Give the place of some characters of the query."""
        return place_of(self.path, self._lines.span(start + self._before, end + self._before))

    def edit(self, start: int, end: int, words: str) -> Edit:
        """Replace some characters of the query."""
        return Edit(self.place(start, end), start + self._before, end + self._before, words)

    def write(self, start: int, end: int, words: str, *, safe: bool = False) -> Fix:
        """Make a fix that writes other words in the place of some characters."""
        return Fix(Message("lint.fixes.write", text=words), (self.edit(start, end, words),), safe)

    def finding(self, kind: str, span: tuple[int, int], message: Text, advice: Text, fixes: Sequence[Fix] = ()) -> Finding:
        """Make a finding at some characters."""
        found = KINDS[kind]
        return Finding(found, found.severity, self.place(*span), message, advice, fixes=tuple(fixes))

    def start_of(self, line: int, column: int) -> int:
        """Give the characters before a place, whose line and column count from 1."""
        lines = self.query.text.splitlines(keepends=True)
        return sum(map(len, lines[: line - 1])) + column - 1
