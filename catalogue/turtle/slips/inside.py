"""Slips inside a token: characters that an IRI cannot have, backslashes of a string that escape nothing."""

from __future__ import annotations

import re

from catalogue.messages import Message
from catalogue.turtle.iris import resolve
from catalogue.turtle.slips.spot import Slip

_NOT_IN_IRIS = re.compile(r"[\x00-\x20<>\"{}|^`\\\[\]]|%(?![0-9A-Fa-f]{2})")
_SPACE = re.compile(r"[ \t\u00a0\u202f]+")
_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|(?P<one>.)|\Z)", re.DOTALL)
_NUMBERED = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})")
_PATH = re.compile(r"[A-Za-z]:\\(?!\\)|\\\\[A-Za-z]|\\\\\\\\[A-Za-z]")
_ESCAPED = frozenset("tbnrf\"'\\uU")
_ANY_BASE = "http://example.org/"


def inside_iri(written: str) -> Slip | None:
    """Recognize what an IRI cannot have; what is written there instead is offered where that gives an IRI.

    Args:
        written: the IRI with its brackets.

    >>> slip = inside_iri("<https://a.example/q?x=100%>")
    >>> slip.text, slip.safe
    ('<https://a.example/q?x=100%25>', True)
    """
    inner = written[1:-1]
    trimmed = inner.strip(" \t\u00a0\u202f")
    if trimmed != inner and _is_iri(trimmed):
        return Slip(Message("turtle.slips.iri-space-around"), 0, len(written), f"<{trimmed}>", safe=True)
    if "\\" in inner:
        slashed = inner.replace("\\", "/")
        return Slip(Message("turtle.slips.iri-backslash"), 0, len(written), _bracketed(slashed), safe=False)
    match = _NOT_IN_IRIS.search(trimmed)
    if match is None:
        return None
    encoded = _NOT_IN_IRIS.sub(lambda one: f"%{ord(one[0]):02X}", trimmed)
    offered = _bracketed(encoded)
    if _SPACE.search(trimmed):
        return Slip(Message("turtle.slips.iri-space"), 0, len(written), offered, safe=False)
    message = Message("turtle.slips.iri-character", character=match[0], written=f"%{ord(match[0]):02X}")
    return Slip(message, 0, len(written), offered, safe=match[0] not in "[]<>")


def _bracketed(text: str) -> str | None:
    """Write an IRI; None for what is none."""
    return f"<{text}>" if _is_iri(text) else None


def _is_iri(text: str) -> bool:
    return resolve(text, _ANY_BASE) is not None


def inside_string(written: str, at: int) -> Slip | None:
    r"""Recognize a backslash that escapes nothing; in a path of Windows all are doubled.

    Args:
        written: the string with its quotation marks.
        at: characters before the backslash.

    >>> inside_string(r'"50 \%"', 4).text, inside_string(r'"C:\Users\new"', 3).text
    ('"50 \\\\%"', '"C:\\\\Users\\\\new"')
    """
    if _NUMBERED.match(written, at):
        return None  # an escape by number, of no character
    is_path = _PATH.search(written) is not None
    doubled = written.replace("\\", "\\\\") if is_path else _ESCAPE.sub(_doubled, written)
    message = Message("turtle.slips.path") if is_path else Message("turtle.slips.backslash")
    return Slip(message, 0, len(written), doubled, safe=False)


def _doubled(match: re.Match[str]) -> str:
    one = match["one"]
    return match[0] if one is None or (one in _ESCAPED and one not in "uU") else "\\" + match[0]
