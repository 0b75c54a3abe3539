"""Visible text: characters that a terminal or a reader would obey, or not see, are shown instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_CONTROLS = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"
_UNSEEN = r"\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
_TAGS = r"\U000e0000-\U000e007f"
_HIDDEN = re.compile(f"[{_CONTROLS}{_UNSEEN}{_TAGS}]")

_EMBEDDINGS, _ISOLATES = "\u202a\u202b\u202d\u202e", "\u2066\u2067\u2068"
_POP_EMBEDDING, _POP_ISOLATE = "\u202c", "\u2069"
EXPLICIT = f"{_EMBEDDINGS}{_ISOLATES}{_POP_EMBEDDING}{_POP_ISOLATE}"
"""The characters that change the direction of a text until another of them ends that (UAX #9, section 2)."""

_EXPLICIT = re.compile(f"[{EXPLICIT}]")
_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and signs that leave an empty space."""


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


def shows_something(content: str) -> bool:
    r"""Tell whether a reader sees anything of a text: a letter, digit, sign or mark, not only spaces and what has no width.

    >>> shows_something(" a"), shows_something(""), shows_something("\u200b \u3164\n")
    (True, False, False)
    """
    if content[:1].isalnum() and content[0] not in _BLANK:  # nearly all texts begin so
        return True
    return any(unicodedata.category(character)[0] in "LMNPS" and character not in _BLANK for character in content)


def balanced(content: str) -> str:
    r"""End within a text what it has to change its direction, so that nothing behind it is turned.

    Args:
        content: any text.

    Returns:
        The text without the signs that end what it has not begun, which would end what stands around it (UAX #9, X6a and X7),
        and with those that are missing at its end.

    >>> balanced("a\u202eb") == "a\u202eb\u202c", balanced("a\u2069\u202cb"), balanced("a\u2067b\u2069") == "a\u2067b\u2069"
    (True, 'ab', True)
    """
    if content.isascii() or _EXPLICIT.search(content) is None:
        return content
    begun: list[str] = []
    kept = [character for character in content if _is_kept(character, begun)]
    return "".join([*kept, *(_POP_ISOLATE if each in _ISOLATES else _POP_EMBEDDING for each in reversed(begun))])


def _is_kept(character: str, begun: list[str]) -> bool:
    """Tell whether a character stays, and note what it begins or ends."""
    if character in _EMBEDDINGS or character in _ISOLATES:
        begun.append(character)
    elif character == _POP_EMBEDDING:
        if not begun or begun[-1] in _ISOLATES:
            return False
        begun.pop()
    elif character == _POP_ISOLATE:
        if not any(each in _ISOLATES for each in begun):
            return False
        while begun.pop() not in _ISOLATES:
            pass
    return True
