"""Visible words: characters that a terminal or a reader would obey, or not see, are shown instead."""

from __future__ import annotations

import unicodedata

_HIDDEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
_UNSEEN = frozenset(
    "\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\ufeff\ufff9\ufffa\ufffb\ufffe\uffff"
)
_TAGS = range(0xE0000, 0xE0080)


def is_visible(character: str) -> bool:
    """Say whether a character can be shown as it is.

    Args:
        character: one code point.

    Returns:
        False for control characters (and so for the beginning of every escape sequence), what changes the direction of the
        text, what has no width and no meaning, line separators, lone surrogates, and what XML does not allow.
    """
    return character.isprintable() or not (
        unicodedata.category(character) in _HIDDEN or character in _UNSEEN or ord(character) in _TAGS
    )


def visible(words: str, keep: str = "") -> str:
    r"""Write words so that nothing in them acts or hides.

    Args:
        words: any words.
        keep: characters that stay as they are, such as the line feed.

    Returns:
        The words, with `\\u202e` or `\\x1b` and the like where a character cannot be shown.

    >>> print(visible("a\u202eb \x1b[31mc\nd"))
    a\u202eb \x1b[31mc\nd
    """
    if words.isprintable():
        return words
    return "".join(c if c in keep or is_visible(c) else escaped(c) for c in words)


def escaped(character: str) -> str:
    r"""Write one character by its number, as Python writes it.

    >>> escaped("\u202e"), escaped("\x1b")
    ('\\u202e', '\\x1b')
    """
    return character.encode("unicode_escape").decode("ascii")
