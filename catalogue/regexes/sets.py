"""Sets: the characters between square brackets, with ranges, classes, and what is taken out of them again."""

from __future__ import annotations

import re

from catalogue.messages import Message
from catalogue.regexes.characters import Range, in_any_case, set_of
from catalogue.regexes.cursor import Cursor
from catalogue.regexes.escapes import read_escape

_NAMED = re.compile(r"\[:\^?\w+:\]")
_NO_END = frozenset({"", "]", "["})
"""What may stand behind a hyphen that is no sign of a range."""


def read_set(cursor: Cursor, *, in_all_cases: bool) -> str:
    """Read a set.

    Args:
        cursor: at its bracket.
        in_all_cases: whether its characters stand for those of the other case too.

    Returns:
        The set, as both engines read it.
    """
    start = cursor.at
    cursor.at += 1
    is_negated = cursor.sign() == "^"
    cursor.at += is_negated
    ranges: list[Range] = []
    others: list[str] = []
    first, taken_out = cursor.at, ""
    while not cursor.is_at_end:
        if cursor.sign() == "]" and cursor.at > first:
            cursor.at += 1
            group = set_of(in_any_case(ranges) if in_all_cases else ranges, others, negated=is_negated)
            return f"[{group}--{taken_out}]" if taken_out else group
        if cursor.sign() == "-" and cursor.sign(1) == "[" and cursor.at > first:
            cursor.at += 1
            taken_out = read_set(cursor, in_all_cases=in_all_cases)
        elif cursor.sign() == "[":
            others.append(_read_inner(cursor, in_all_cases=in_all_cases))
        else:
            _read_member(cursor, ranges, others)
    message, advice = Message("lint.shapes.set-characters-never-closed"), Message("lint.shapes.add-write-bracket.advice-2")
    cursor.report_sign(start, 1, message, advice)
    return "[a]"


def _read_inner(cursor: Cursor, *, in_all_cases: bool) -> str:
    """Read a set in a set, or a class with a name: other dialects have both."""
    named = cursor.take(_NAMED)
    return named[0] if named else read_set(cursor, in_all_cases=in_all_cases)


def _read_member(cursor: Cursor, ranges: list[Range], others: list[str]) -> None:
    """Read a character, a class or a range."""
    start = cursor.at
    character = _read_character(cursor, others)
    if not character:
        return
    if cursor.sign() != "-" or cursor.sign(1) in _NO_END:
        ranges.append((character, character))
        return
    cursor.at += 1
    end = cursor.at
    last = _read_character(cursor, others)
    if not last:  # a class: the hyphen stands for itself
        ranges.extend([(character, character), ("-", "-")])
    elif character <= last:
        ranges.append((character, last))
    else:
        before, after = cursor.text[start : end - 1], cursor.text[end : cursor.at]
        advice = Message("lint.shapes.write.advice-3", after=after, before=before)
        cursor.report(
            start, Message("lint.shapes.range-runs-backwards", before=before, after=after), advice, f"{after}-{before}"
        )


def _read_character(cursor: Cursor, others: list[str]) -> str:
    """Read a character; nothing for a class, which is added to the others."""
    if cursor.sign() != "\\":
        cursor.at += 1
        return cursor.text[cursor.at - 1]
    start, name = cursor.at, cursor.sign(1)
    escape = read_escape(cursor)
    if escape.character:
        return escape.character
    if isinstance(escape.piece, str) and escape.piece and not escape.piece.startswith(("(", r"\b", r"\B")):
        others.append(escape.piece)
    elif name:
        advice = Message("lint.shapes.write-alone.advice", sign=name)
        cursor.report(start, Message("lint.shapes.no-escape", sign=name), advice, name)
    return ""
