r"""Escapes: what is written `\n`, `\u00E9` or `\-`."""

from __future__ import annotations

import re

from catalogue.messages import Message
from catalogue.turtle.issues import UnreadableError

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([\s\S]))")
_LOCAL_ESCAPE = re.compile(r"\\(.)")
_CHARACTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_LAST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


def string_value(written: str) -> str:
    r"""Give what a string says (Turtle 1.1, section 6.4).

    Args:
        written: a string with its quotes.

    Returns:
        The characters between the quotes, without escapes.

    Raises:
        UnreadableError: it has an escape that does not exist; its places count from the beginning of what is written.

    >>> string_value(r"'''l\u00E0\t\'!'''")
    "là\t'!"
    """
    return _unescape(written, quotes_of(written), _CHARACTERS)


def quotes_of(written: str) -> int:
    """Count the quotation marks that a string starts with: one or three."""
    return 3 if written.startswith(('"""', "'''")) else 1


def place_in_string(written: str, index: int) -> int:
    r"""Find a character of what a string says in what is written.

    Args:
        written: a string with its quotes.
        index: characters of its value before it.

    Returns:
        Characters of what is written before it, quotes included.

    >>> place_in_string(r'"a\nb"', 2)
    4
    """
    start, length = quotes_of(written), 0
    for match in _ESCAPE.finditer(written, start, len(written) - start):
        plain = match.start() - start
        if length + plain >= index:
            break
        length += plain + 1
        start = match.end()
    return start + max(index - length, 0)


def iri_value(written: str) -> str:
    r"""Give what an IRI in angle brackets says, before it is resolved.

    Args:
        written: an IRI with its brackets.

    Returns:
        The characters between the brackets, without escapes; not necessarily an IRI.

    Raises:
        UnreadableError: it has an escape that does not exist in IRIs; places count from the beginning of what is written.

    >>> iri_value(r"<caf\u00E9>")
    'café'
    """
    return _unescape(written, 1, {})


def local_value(local: str) -> str:
    r"""Give what the local part of a prefixed name says.

    Args:
        local: the characters after the colon.

    Returns:
        The same without backslashes; `%41` stays `%41`.

    >>> local_value(r"a\-b%20c")
    'a-b%20c'
    """
    return _LOCAL_ESCAPE.sub(r"\1", local) if "\\" in local else local


def _unescape(written: str, quotes: int, characters: dict[str, str]) -> str:
    inner = written[quotes:-quotes]
    if "\\" not in inner:
        return inner

    def character(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        number = int(code, 16) if code else 0
        if (code and (number > _LAST or number in _SURROGATES)) or (not code and match[3] not in characters):
            raise UnreadableError(
                Message("turtle.not-escape", match=match[0]),
                quotes + match.start(),
                quotes + match.end(),
            )
        return chr(number) if code else characters[match[3]]

    return _ESCAPE.sub(character, inner)
