"""Escapes: what stands behind a backslash, outside sets and in them."""

from __future__ import annotations

import re
from typing import NamedTuple

from catalogue.messages import Message
from catalogue.regexes.backtracking import block
from catalogue.regexes.characters import CLASSES, set_of
from catalogue.regexes.cursor import Cursor
from catalogue.regexes.expression import Anchor, Trouble

_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "a": "\a"}
_PROPERTY = re.compile(r"\{(?P<not>\^?)(?P<name>[\w=: -]+)\}|(?P<letter>[A-Za-z])", re.ASCII)
_CODE = re.compile(
    r"\{(?P<any>[0-9A-Fa-f]{1,6})\}|(?<=x)(?P<two>[0-9A-Fa-f]{2})|(?<=u)(?P<four>[0-9A-Fa-f]{4})|(?<=U)(?P<eight>[0-9A-Fa-f]{8})"
)
_SURROGATES, _MOST = range(0xD800, 0xE000), 0x10FFFF

BOUNDARIES: dict[str, str | Anchor] = {"b": r"\b", "B": r"\B", "A": Anchor.START, "z": Anchor.END}
"""What stands outside sets, has no characters of its own, and means the same in all dialects that have it."""

_OTHERS: dict[str, tuple[str, str | Anchor]] = {
    "Z": ("$", Anchor.END),
    "G": ("^", Anchor.START),
    "h": (r"[ \t]", r"[\x20\t]"),
    "R": (r"\r?\n", r"(?:\r\n|[\n\r])"),
    "X": (".", r"[^\n\r]"),
}
"""Escapes of other dialects: what to write instead, and what stands for them."""


class Escape(NamedTuple):
    """What an escape stands for.

    Attributes:
        character: the character that it is, or nothing.
        piece: what it is otherwise: a set, as the engines read it, or an anchor.
    """

    character: str = ""
    piece: str | Anchor = ""


def read_escape(cursor: Cursor) -> Escape:
    """Read an escape that is no back-reference."""
    start, sign = cursor.at, cursor.sign(1)
    cursor.at += 1 + len(sign)
    if not sign:
        cursor.report(start, Message("lint.shapes.ends-backslash"), Message("lint.shapes.write-backslash-turtle.advice"))
        return Escape()
    if sign in _PLAIN:
        return Escape(_PLAIN[sign])
    if sign in CLASSES:
        return Escape(piece=CLASSES[sign])
    if sign in "pP":
        return Escape(piece=_property(cursor, start, is_negated=sign == "P"))
    if sign in "xuU":
        return _code(cursor, start, sign)
    return _other(cursor, start, sign) if sign.isascii() and sign.isalnum() else Escape(sign)


def _other(cursor: Cursor, start: int, sign: str) -> Escape:
    """Read an escape that XPath does not have."""
    if sign in BOUNDARIES:
        return Escape(piece=BOUNDARIES[sign])
    instead, piece = _OTHERS.get(sign, (sign, None))
    advice = (
        Message("lint.shapes.write.advice-2", instead=instead)
        if piece
        else Message("lint.shapes.write-alone.advice", sign=sign)
    )
    trouble = Trouble.DIALECT if piece else Trouble.BROKEN
    cursor.report(start, Message("lint.shapes.no-escape", sign=sign), advice, instead, trouble)
    return Escape(piece=piece) if piece else Escape(sign)


def _code(cursor: Cursor, start: int, sign: str) -> Escape:
    match = cursor.take(_CODE)
    code = int(next(filter(None, match.groups())), 16) if match else -1
    if 0 <= code <= _MOST and code not in _SURROGATES:
        return Escape(chr(code))
    cursor.report(
        start, Message("lint.shapes.no-escape", sign=sign), Message("lint.shapes.write-alone.advice", sign=sign), sign
    )
    return Escape(sign)


def _property(cursor: Cursor, start: int, *, is_negated: bool) -> str:
    match = cursor.take(_PROPERTY)
    if match is None:
        cursor.report(start, Message("lint.shapes.category-stands-braces"), Message("lint.shapes.write-p-p-p.advice"))
        return r"\p{L}"
    name = match["name"] or match["letter"]
    is_negated ^= bool(match["not"])
    if not name.startswith("Is"):
        return rf"\{'P' if is_negated else 'p'}{{{name}}}"
    range_ = block(name.removeprefix("Is"))
    if range_ is None:
        cursor.report(start, Message("lint.shapes.no-block", name=name), Message("lint.shapes.write-block.advice"))
        return r"\p{L}"
    return set_of([range_], negated=is_negated)
