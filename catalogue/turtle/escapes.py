r"""Escapes: what is written `\n`, `\u00E9` or `\-`."""

from __future__ import annotations

import re

from catalogue.errors import text
from catalogue.turtle.issues import UnreadableError
from catalogue.turtle.tokens import Token

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([\s\S]))")
_LOCAL_ESCAPE = re.compile(r"\\(.)")
_CHARACTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_LAST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


def string_value(token: Token) -> str:
    r"""Give what a string says (Turtle 1.1, section 6.4).

    Args:
        token: a string with its quotes.

    Returns:
        The characters between the quotes, without escapes.

    Raises:
        UnreadableError: it has an escape that does not exist.

    >>> string_value(Token("string", r"'''l\u00E0\t\'!'''", 0, 1, 1))
    "là\t'!"
    """
    quotes = 3 if token.text.startswith(('"""', "'''")) else 1
    return _unescape(token, quotes, _CHARACTERS)


def iri_value(token: Token) -> str:
    r"""Give what an IRI in angle brackets says, before it is resolved.

    Args:
        token: an IRI with its brackets.

    Returns:
        The characters between the brackets, without escapes; not necessarily an IRI.

    Raises:
        UnreadableError: it has an escape that does not exist in IRIs.

    >>> iri_value(Token("iri", r"<caf\u00E9>", 0, 1, 1))
    'café'
    """
    return _unescape(token, 1, {})


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


def _unescape(token: Token, quotes: int, characters: dict[str, str]) -> str:
    inner = token.text[quotes:-quotes]
    if "\\" not in inner:
        return inner

    def character(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        number = int(code, 16) if code else 0
        if (code and (number > _LAST or number in _SURROGATES)) or (not code and match[3] not in characters):
            raise UnreadableError(
                text(f"`{match[0]}` is not an escape", f"`{match[0]}` n'est pas un échappement"),
                token.part(quotes + match.start(), quotes + match.end()),
            )
        return chr(number) if code else characters[match[3]]

    return _ESCAPE.sub(character, inner)
