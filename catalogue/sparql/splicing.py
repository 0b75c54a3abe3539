"""Splicing: parts of a text replaced by others, the rest as it was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Piece(NamedTuple):
    """A part of a text and what stands in its place.

    Attributes:
        start: the characters before it.
        end: the characters up to its end; `start` where something is put in.
        text: what stands there instead.
    """

    start: int
    end: int
    text: str


def spliced(text: str, start: int, end: int, pieces: Iterable[Piece]) -> str:
    """Give a stretch of a text with some of its parts replaced.

    Args:
        text: the text.
        start: the characters before the stretch.
        end: the characters up to its end.
        pieces: the parts, in any order; they do not overlap, and of two at one place the first comes first.

    >>> spliced("SELECT ?x ?y", 7, 12, [Piece(10, 12, "(1 AS ?z)")])
    '?x (1 AS ?z)'
    """
    parts, done = [], start
    for piece in sorted(pieces, key=lambda piece: (piece.start, piece.end)):
        parts += [text[done : piece.start], piece.text]
        done = piece.end
    return "".join([*parts, text[done:end]])
