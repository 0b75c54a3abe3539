"""The signs that typesetters use, in texts of our own that pages show: those of terminals and reports keep to plain ones."""

from __future__ import annotations

import re
from collections.abc import Mapping

_CODE = re.compile(r"(`[^`]*`)")
"""What is quoted as it is written in a file."""

_FRENCH = (
    (re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_]|[{«]|$)"), "’"),
    (re.compile(r" (?=[;?!](?:\s|$))"), "\u202f"),
    (re.compile(r" (?=:(?:\s|$))"), "\u00a0"),
    (re.compile(r"(?<=«) | (?=»)"), "\u00a0"),
)
_RULES: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = {"fr": _FRENCH}


def typographic(template: str, language: str) -> str:
    r"""Give a template with the signs of its language's typography: in French its apostrophes and no-break spaces.

    Args:
        template: the template of a message; what stands between backticks stays, as do the names in braces.
        language: its language.

    >>> typographic("l'IRI {iri} n'est pas ici ; est-ce `l'un ?` ?", "fr")
    "l’IRI {iri} n’est pas ici\u202f; est-ce `l'un ?`\u202f?"
    >>> typographic("it's `{name}`: why?", "en")
    "it's `{name}`: why?"
    """
    rules = _RULES.get(language.partition("-")[0], ())
    if not rules:
        return template
    pieces = _CODE.split(template)
    pieces[::2] = [_applied(piece, rules) for piece in pieces[::2]]
    return "".join(pieces)


def _applied(text: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, sign in rules:
        text = pattern.sub(sign, text)
    return text
