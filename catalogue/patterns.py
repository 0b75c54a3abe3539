"""Regular expressions that never give back, for all versions of Python that have them.

Python 3.11.0 to 3.11.4 do not go back to where a possessive group began when its last attempt fails: `(?:ab?c)*+` takes `a`
for matched (https://github.com/python/cpython/issues/106052). Atomic groups mean the same and are sound there. They remember
each repetition until the group ends, which takes time and memory, so they stand in only where they must.
"""

from __future__ import annotations

import re
from typing import AnyStr

_FLAWED = re.match("(?:ab?c)*+", "a").end() > 0  # type: ignore[union-attr] # no repetition matches too
_PIECE = re.compile(
    r"""
      \\. | [^\\\[()]            # an escape, or anything that is no bracket
    | \[\^?\]?(?:\\.|[^\]\\])*\]
    | \( | (?P<closed>\))(?P<possessive>(?:[*+?]|\{[0-9,]+\})\+)?
    """,
    re.VERBOSE | re.DOTALL,
)


def possessive(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Compile a pattern that has possessive groups.

    Args:
        pattern: the pattern; in a verbose one, without comments.
        flags: those of `re.compile`.

    Returns:
        The compiled pattern, which means what its text says.

    Raises:
        re.error: it is no pattern.

    >>> possessive("(?:ab?c)*+").match("abca").end()
    3
    """
    if not _FLAWED:
        return re.compile(pattern, flags)
    if isinstance(pattern, bytes):
        return re.compile(atomic(pattern.decode("latin-1")).encode("latin-1"), flags)
    return re.compile(atomic(pattern), flags)


def atomic(pattern: str) -> str:
    """Write possessive groups as atomic ones.

    >>> atomic(r"(?:a|[)*+])*+b++")
    '(?>(?:a|[)*+])*)b++'
    """
    written: list[str] = []
    opened: list[int] = []
    for piece in _PIECE.finditer(pattern):
        whole = piece[0]
        if whole == "(":
            opened.append(len(written))
        start = opened.pop() if piece["closed"] and opened else None
        if piece["possessive"] and start is not None:
            written[start] = "(?>" + written[start]
            whole = whole[:-1] + ")"
        written.append(whole)
    return "".join(written)
