"""Places: where something stands in a text."""

from __future__ import annotations

from typing import NamedTuple


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
