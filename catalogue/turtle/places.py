"""Places: where something stands in a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

LINE_END = re.compile(r"\r\n|\n|\r")
"""What ends a line."""


class Span(NamedTuple):
    """A stretch of a text.

    Lines and columns count from 1, columns and offsets in characters (code points); a tab is one column.

    Attributes:
        line: the line of the first character.
        column: the column of the first character.
        end_line: the line on which the stretch ends.
        end_column: the column after the last character.
        offset: characters before it in the text.
        length: its characters.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    offset: int
    length: int

    def to(self, end: Span) -> Span:
        """Give the stretch from the beginning of this one to the end of another.

        Args:
            end: a stretch that does not end before this one begins.

        Returns:
            Both, and all between them.

        >>> Span(1, 1, 1, 4, 0, 3).to(Span(2, 1, 2, 3, 5, 2))
        Span(line=1, column=1, end_line=2, end_column=3, offset=0, length=7)
        """
        length = end.offset + end.length - self.offset
        return Span(self.line, self.column, end.end_line, end.end_column, self.offset, length)


_ONE_MORE = (1).__add__


class Lines:
    """The lines of a text: from offsets to lines, columns and bytes.

    A line ends with LF, CRLF or CR. A byte order mark at the head of the text takes no column.

    Args:
        text: the text.
        start: characters before the part that is asked about, which begins a line.
        end: characters up to its end; none for that of the text.
        line: the number of the line that it begins.
    """

    def __init__(self, text: str, start: int = 0, end: int | None = None, line: int = 1) -> None:
        self.text = text
        self._lines_before = line - 1
        first = start or int(text.startswith("\ufeff"))
        part = text[start:end]
        if "\r" in part:
            self._starts = [first, *(match.end() + start for match in LINE_END.finditer(part))]
        else:
            ends = accumulate(map(_ONE_MORE, map(len, part.split("\n"))), initial=start)
            self._starts = [first, *ends][:-1]
            del self._starts[1]

    def position(self, offset: int) -> tuple[int, int]:
        r"""Give the line and the column of a character, both from 1.

        >>> Lines("a\r\nbc").position(4)
        (2, 2)
        """
        line = bisect_right(self._starts, offset) or 1
        return self._lines_before + line, max(offset - self._starts[line - 1], 0) + 1

    def span(self, start: int, end: int) -> Span:
        """Give a stretch of the text.

        Args:
            start: characters before it.
            end: characters up to its end.
        """
        return Span(*self.position(start), *self.position(end), start, end - start)
