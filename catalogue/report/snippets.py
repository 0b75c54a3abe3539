"""Snippets: the line of a file that a finding is about, with its token marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from catalogue.errors import Place, visible

_LINE_END = re.compile(r"\r\n|\n|\r")
_TAB = 4
_MARGIN = 20
_CUT = "…"


class Snippet(NamedTuple):
    """A line, and what stands under it.

    Attributes:
        number: the line's number.
        line: its text as it is shown, cut when it is long.
        indent: how many cells before the mark.
        length: how many cells the mark takes; at least one.
    """

    number: int
    line: str
    indent: int
    length: int


def snippet(texts: Mapping[str, str], place: Place, width: int) -> Snippet | None:
    """Give the line at a place.

    Args:
        texts: the files' texts.
        place: where; a stretch of several lines is shown where it begins.
        width: how many cells the line may take.

    Returns:
        The line, or None when the text or the line is not known.
    """
    words = texts.get(place.path)
    if words is None or not place.line:
        return None
    lines = _LINE_END.split(words)
    if place.line > len(lines):
        return None
    line = lines[place.line - 1].removeprefix("\ufeff") if place.line == 1 else lines[place.line - 1]
    start = min(max(place.column - 1, 0), len(line))
    end = place.end_column - 1 if place.end_line == place.line else len(line) if place.end_line else start + 1
    end = max(min(end, len(line)), start)
    before, marked, after = (_shown(part) for part in (line[:start], line[start:end], line[end:]))
    indent, length = cells(before), max(cells(marked), 1)
    shown, indent = _cut(before + marked + after, indent, length, width)
    return Snippet(place.line, shown, indent, max(min(length, width - indent), 1))


def _shown(words: str) -> str:
    return visible(words.replace("\t", " " * _TAB))


def _cut(line: str, indent: int, length: int, width: int) -> tuple[str, int]:
    """Cut a line around what is marked."""
    if cells(line) <= width:
        return line, indent
    start = max(min(indent - _MARGIN, indent + length + _MARGIN - width), 0)
    skipped, kept, used = 0, "", 0
    for character in line:
        size = cells(character)
        if skipped < start:
            skipped += size
        elif used + size < width - 1:
            kept += character
            used += size
        else:
            kept += _CUT
            break
    return (_CUT + kept, indent - skipped + 1) if skipped else (kept, indent)


def cells(words: str) -> int:
    """Count the cells that a text takes on a terminal.

    >>> cells("é"), cells("日本"), cells("e\u0301")
    (1, 4, 1)
    """
    if words.isascii():
        return len(words)
    return sum(_cell(character) for character in words)


def _cell(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
