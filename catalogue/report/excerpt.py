"""Excerpts: a line of a file as a terminal shows it, with marks under a part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from catalogue.errors import Place
from catalogue.visible import escaped, is_visible

_PLAIN = re.compile(r"[\x20-\x7e\xa0-\xac\xae-\u024f\u2010-\u2027]*+")
"""What most lines are made of: Latin letters, dashes and quotation marks, each its own grapheme of one cell."""
_TAB = 4
_CUT = "…"


class Excerpt(NamedTuple):
    """A line as it is shown.

    Attributes:
        number: the number of the line.
        shown: its text; tabs are spaces, characters that would act or hide are written by their numbers.
        before: the cells before the marks.
        marked: the cells under which marks stand; 0 when the line is empty.
        is_cut: whether a part of the line is left out.
    """

    number: int
    shown: str
    before: int
    marked: int
    is_cut: bool = False


class _Piece(NamedTuple):
    """What is shown of a few characters: a grapheme, a tab, or one escaped character."""

    shown: str
    cell: int
    width: int
    start: int
    end: int


def excerpt(line: str, place: Place, width: int) -> Excerpt:
    r"""Show a line of a file.

    Args:
        line: its characters, without the line end.
        place: where it is, and what is marked on it.
        width: the most cells that it may take.

    Returns:
        The line, cut at both sides of the place when it is longer than `width`.

    >>> excerpt("a\t日本 x", Place("x.ttl", 7, 3, 7, 5), 80)
    Excerpt(number=7, shown='a   日本 x', before=4, marked=4, is_cut=False)
    """
    start, end = _marked_characters(line, place)
    is_plain = _PLAIN.fullmatch(line) is not None
    if is_plain and len(line) < width:
        return Excerpt(place.line, line.rstrip(), start, max(min(end, len(line)) - start, 1) if line else 0)
    shown_line = line + " " * (start == len(line))  # a mark after the end needs a cell, too
    if is_plain:
        marks = Excerpt(place.line, "", start, max(min(end, len(shown_line)) - start, 1))
        return _cut_plain(shown_line, marks, width)
    pieces = list(_pieces(shown_line))
    total = pieces[-1].cell + pieces[-1].width  # there are some: a line without characters is plain
    first, marked = _marked_cells(pieces, start, end)
    if total <= width:
        return Excerpt(place.line, "".join(piece.shown for piece in pieces).rstrip(), first, marked)
    return _cut(pieces, Excerpt(place.line, "", first, marked), width)


def _marked_cells(pieces: Sequence[_Piece], start: int, end: int) -> tuple[int, int]:
    """Give the cells before those of a range of characters, and how many these are, at least one."""
    first = next((piece.cell for piece in pieces if piece.end > start), pieces[-1].cell + pieces[-1].width)
    last = max((piece.cell + piece.width for piece in pieces if piece.start < end), default=0)
    return first, max(last - first, 1)


def _marked_characters(line: str, place: Place) -> tuple[int, int]:
    """Give the range of characters that a place marks on its first line."""
    if not place.column:
        return len(line) - len(line.lstrip()), len(line.rstrip())
    start = min(place.column - 1, len(line))
    if place.end_line > place.line:
        return start, len(line.rstrip())
    return start, max(place.end_column - 1, start + 1)


def _pieces(line: str) -> Iterator[_Piece]:
    from rich.cells import split_graphemes  # of few lines more is asked than how many characters they have

    start = cell = 0
    for plain, run in groupby(line, lambda character: character != "\t" and is_visible(character)):
        characters = "".join(run)
        spans = split_graphemes(characters)[0] if plain else [(n, n + 1, -1) for n in range(len(characters))]
        for begin, end, width in spans:
            written = characters[begin:end]
            shown = written if plain else _instead(written, cell)
            piece = _Piece(shown, cell, width if plain else len(shown), start + begin, start + end)
            cell += piece.width
            yield piece
        start += len(characters)


def _instead(character: str, cell: int) -> str:
    return " " * (_TAB - cell % _TAB) if character == "\t" else escaped(character)


def _cut(pieces: list[_Piece], whole: Excerpt, width: int) -> Excerpt:
    total = pieces[-1].cell + pieces[-1].width
    left, right = _room(total, whole, width)
    kept = [piece for piece in pieces if piece.cell >= left and piece.cell + piece.width <= right]
    if not kept:  # one piece wider than the room
        return _nothing(whole)
    return _framed("".join(piece.shown for piece in kept), kept[0].cell, kept[-1].cell + kept[-1].width, total, whole)


def _cut_plain(line: str, whole: Excerpt, width: int) -> Excerpt:
    """Cut what takes a cell a character: a long line is not taken to pieces for that."""
    total = len(line)
    if total <= width:
        return whole._replace(shown=line.rstrip())
    left, right = _room(total, whole, width)
    shown = line[left:right]
    return _framed(shown, left, left + len(shown), total, whole) if shown else _nothing(whole)


def _room(total: int, whole: Excerpt, width: int) -> tuple[int, int]:
    """Give the cells around the marks that are kept: two thirds for the marks and what follows, if the line goes on so far."""
    left = 0
    if whole.before + whole.marked > width - 1:
        left = max(min(whole.before - width // 3, total - width + 1), 0)
    room = width - (1 if left else 0)
    return left, left + room - (1 if left + room < total else 0)


def _framed(shown: str, begin: int, end: int, total: int, whole: Excerpt) -> Excerpt:
    """Show the cells from `begin` to `end`, with marks for what is left out before and behind them."""
    head, tail = _CUT if begin else "", _CUT if end < total else ""
    before = max(whole.before, begin) - begin + len(head)
    marked = min(whole.before + whole.marked, max(end, whole.before + 1)) - max(whole.before, begin)
    return Excerpt(whole.number, head + shown + tail, before, max(marked, 1), is_cut=True)


def _nothing(whole: Excerpt) -> Excerpt:
    return Excerpt(whole.number, _CUT, 0, 1, is_cut=True)
