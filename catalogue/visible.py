"""Visible text: characters that a terminal or a reader would obey, or not see, are shown instead."""

from __future__ import annotations

import re
from collections.abc import Callable

_CONTROLS = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"
_UNSEEN = r"\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
_TAGS = r"\U000e0000-\U000e007f"
_HIDDEN = re.compile(f"[{_CONTROLS}{_UNSEEN}{_TAGS}]")


def is_visible(character: str) -> bool:
    """Say whether a character can be shown as it is.

    Args:
        character: one code point.

    Returns:
        False for control characters (and so for the beginning of every escape sequence), what changes the direction of the
        text, what has no width and no meaning, line separators, lone surrogates, and what XML does not allow.
    """
    return character.isprintable() or _HIDDEN.match(character) is None


def visible(content: str, keep: str = "") -> str:
    r"""Write a text so that nothing in them acts or hides.

    Args:
        content: any text.
        keep: characters that stay as they are, such as the line feed.

    Returns:
        The text, with `\\u202e` or `\\x1b` and the like where a character cannot be shown.

    >>> print(visible("a\u202eb \x1b[31mc\nd"))
    a\u202eb \x1b[31mc\nd
    """
    return instead_of_hidden(content, lambda character: character if character in keep else escaped(character))


def instead_of_hidden(content: str, shown: Callable[[str], str]) -> str:
    """Write something else for each character that cannot be shown as it is.

    Args:
        content: any text.
        shown: gives what is written for such a character.
    """
    return content if content.isprintable() else _HIDDEN.sub(lambda match: shown(match[0]), content)


def escaped(character: str) -> str:
    r"""Write one character by its number, as Python writes it.

    >>> escaped("\u202e"), escaped("\x1b")
    ('\\u202e', '\\x1b')
    """
    return character.encode("unicode_escape").decode("ascii")
