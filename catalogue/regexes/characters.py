"""Characters: the classes that expressions name, and how sets of characters are written for the engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TypeAlias

Range: TypeAlias = tuple[str, str]
"""The first and the last character of a range."""

SPACES = " \t\n\r"
"""What `\\s` matches, and what the flag `x` takes out: no other white space."""

_NAME_START: Sequence[Range] = (
    *((":", ":"), ("A", "Z"), ("_", "_"), ("a", "z"), ("\xc0", "\xd6"), ("\xd8", "\xf6"), ("\xf8", "\u02ff")),
    *(("\u0370", "\u037d"), ("\u037f", "\u1fff"), ("\u200c", "\u200d"), ("\u2070", "\u218f"), ("\u2c00", "\u2fef")),
    *(("\u3001", "\ud7ff"), ("\uf900", "\ufdcf"), ("\ufdf0", "\ufffd"), ("\U00010000", "\U000effff")),
)
"""The characters that names of XML begin with (XML 1.0, section 2.3)."""

_NAME = (*_NAME_START, ("-", "."), ("0", "9"), ("\xb7", "\xb7"), ("\u0300", "\u036f"), ("\u203f", "\u2040"))

_SIGNS = frozenset(r"\.+*?()|[]{}^$#&-~:")
"""The signs that mean something to one of the engines, outside sets or in them."""

_CASED = 0x1E944
"""The first character of which none behind it has a case."""
_ASCII = {"i": "\u0131", "I": "\u0131", "k": "\u212a", "K": "\u212a", "s": "\u017f", "S": "\u017f"}
"""The variants of letters of ASCII beyond ASCII."""


def written(character: str) -> str:
    r"""Write a character such that it stands for itself, in a set or outside.

    >>> written("a"), written("."), written("\n"), written("é")
    ('a', '\\.', '\\x0A', 'é')
    """
    if character in _SIGNS:
        return f"\\{character}"
    if character.isprintable() and character != " ":
        return character
    return rf"\U{ord(character):08X}" if character > "\x7f" else rf"\x{ord(character):02X}"


def set_of(ranges: Iterable[Range], others: Iterable[str] = (), *, negated: bool = False) -> str:
    r"""Write a set of characters.

    Args:
        ranges: its ranges.
        others: sets and escapes, as they are written, whose characters are in it too.
        negated: whether it is the set of all other characters.

    >>> set_of([("a", "z"), ("-", "-")], [r"\p{Nd}"], negated=True)
    '[^a-z\\-\\p{Nd}]'
    """
    parts = [written(first) if first == last else f"{written(first)}-{written(last)}" for first, last in ranges]
    return f"[{'^' * negated}{''.join([*parts, *others])}]"


CLASSES = {
    "s": set_of((space, space) for space in SPACES),
    "d": r"\p{Nd}",
    "w": r"[^\p{P}\p{Z}\p{C}]",
    "i": set_of(_NAME_START),
    "c": set_of(_NAME),
    "S": set_of(((space, space) for space in SPACES), negated=True),
    "D": r"\P{Nd}",
    "W": r"[\p{P}\p{Z}\p{C}]",
    "I": set_of(_NAME_START, negated=True),
    "C": set_of(_NAME, negated=True),
}
"""The classes that are named by one letter, as they are written for the engines."""


def in_any_case(ranges: Sequence[Range]) -> list[Range]:
    """Add to ranges the other cases of their characters: those that are the same in lower case, or the same in upper case.

    >>> in_any_case([("a", "b"), ("k", "k"), ("1", "1")])
    [('a', 'b'), ('k', 'k'), ('1', '1'), ('A', 'A'), ('B', 'B'), ('K', 'K'), ('\u212a', '\u212a')]
    """
    variants = _ascii_variants() if all(last < "\x80" for _, last in ranges) else _variants()
    added = dict.fromkeys(variant for character in _within(ranges, variants) for variant in variants[character])
    present = set(_within(ranges, added))
    return [*ranges, *((variant, variant) for variant in added if variant not in present)]


def _within(ranges: Sequence[Range], characters: Iterable[str]) -> Iterator[str]:
    """Choose the characters that ranges have."""
    return (character for character in characters if any(first <= character <= last for first, last in ranges))


@cache
def _ascii_variants() -> dict[str, str]:
    letters = [chr(code) for code in range(0x80) if chr(code).isalpha()]
    return {letter: letter.swapcase() + _ASCII.get(letter, "") for letter in letters}


@cache
def _variants() -> dict[str, str]:
    """Give the variants of each character that has any."""
    cased = [
        character for character in map(chr, range(_CASED)) if character.lower() != character or character.upper() != character
    ]
    lower: dict[str, list[str]] = {}
    upper: dict[str, list[str]] = {}
    for character in cased:
        lower.setdefault(character.lower(), []).append(character)
        upper.setdefault(character.upper(), []).append(character)
    return {character: "".join(dict.fromkeys(lower[character.lower()] + upper[character.upper()])) for character in cased}
