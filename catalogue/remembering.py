"""Remembering: what is computed for short texts is kept; for long ones, which anybody may send, it is computed each time."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

_Text = TypeVar("_Text", str, bytes)
_Made = TypeVar("_Made")

_LONGEST = 256


def remembered(most: int, longest: int = _LONGEST) -> Callable[[Callable[[_Text], _Made]], Callable[[_Text], _Made]]:
    """Keep what a function gives for the texts asked last, as far as they are short.

    Args:
        most: how many texts.
        longest: how many characters or bytes a text may have.

    >>> computed = []
    >>> @remembered(8, 4)
    ... def upper(text):
    ...     computed.append(text)
    ...     return text.upper()
    >>> [upper(text) for text in ("abc", "abc", "abcde", "abcde")], computed
    (['ABC', 'ABC', 'ABCDE', 'ABCDE'], ['abc', 'abcde', 'abcde'])
    """

    def decorated(compute: Callable[[_Text], _Made]) -> Callable[[_Text], _Made]:
        kept = lru_cache(most)(compute)

        @wraps(compute)
        def chosen(text: _Text) -> _Made:
            return kept(text) if len(text) <= longest else compute(text)

        return chosen

    return decorated
