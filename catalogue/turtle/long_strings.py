"""Long strings: where in a text the strings that go over several lines stand, without reading the rest of it.

Everything else in Turtle ends with its line at the latest. So at the head of a line it is enough to know whether a long string
is open there, and only a line with three quotation marks in a row can open one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from catalogue.patterns import possessive

_MARKS = ('"""', "'''")
_LINE = r"""
    (?: [^"'<\#\\\r\n]++ | \\. | <[^<>"\s]*+>?+ | \#[^\r\n]*+
      | "(?!"") (?: [^"\\\r\n]++ | \\[^\r\n] )*+ "?+
      | '(?!'') (?: [^'\\\r\n]++ | \\[^\r\n] )*+ '?+
    )*+
    (?P<long> \"\"\"(?: [^"\\]++ | \\. | "(?!"") )*+ (?:\"\"\")?+
            | '''(?: [^'\\]++ | \\. | '(?!'') )*+ (?:''')?+
    )?+
"""


@cache
def _line() -> re.Pattern[str]:
    return possessive(_LINE, re.VERBOSE | re.DOTALL)


class LongStrings:
    r"""The long strings of a text; one that is not closed goes on to the end.

    Args:
        text: any text; need not be Turtle.

    >>> text = "<a> <b> '''\n<c> ''' .\n<c> <b> 1 ."
    >>> [LongStrings(text).hold(text.index(line)) for line in ("<c> '", "<c> <")]
    [True, False]
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._known = 0
        self._found: list[tuple[int, int]] = []

    def hold(self, head: int) -> bool:
        """Tell whether a long string is open at the head of a line: characters before it.

        Most texts have no long strings: no more of a text is looked at than what stands before the lines that are asked for.
        """
        if head > self._known:
            if any(self._text.find(marks, self._known, head) >= 0 for marks in _MARKS):
                self._found += self._read(self._known)
                self._known = len(self._text)
            else:
                self._known = head
        before = bisect_left(self._found, (head, 0))
        return before > 0 and head < self._found[before - 1][1]

    def _read(self, at: int) -> Iterator[tuple[int, int]]:
        """Find where the long strings behind the head of a line, at which none is open, begin and end."""
        text = self._text
        next_marks = {marks: text.find(marks, at) for marks in _MARKS}
        while True:
            next_marks = {marks: text.find(marks, at) if 0 <= place < at else place for marks, place in next_marks.items()}
            opening = min((place for place in next_marks.values() if place >= 0), default=-1)
            if opening < 0:
                return
            head = max(text.rfind("\n", at, opening), text.rfind("\r", at, opening)) + 1
            match = _line().match(text, max(head, at))
            if match is None:
                return
            if match["long"] is not None:
                yield match.span("long")
            at = match.end()
