"""Collation: the order of texts that people read."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


class _Letters(dict[int, str | int | None]):
    """What stands for a character among letters: nothing for an accent, else itself; of the usual ones it is kept."""

    def __missing__(self, code: int) -> int | None:
        letter = None if unicodedata.combining(chr(code)) else code
        if code < _UNUSUAL:
            self[code] = letter
        return letter


_LETTERS = _Letters(zip(map(ord, "æœøłđðþı"), ("ae", "oe", "o", "l", "d", "d", "th", "i"), strict=True))
"""The letters that are no letter with an accent in Unicode, and stand with others; then what was asked for beside them."""

_UNUSUAL = 0x3000
"""From which character on it is not kept what stands for it, so that no text fills memory."""

_MOST_KEPT = 20_000
"""Of how many texts the key is kept: those of all things that lists and searches order, more than once for each language."""

_NO_LETTER, _DIGITS = "#", "0–9"


@lru_cache(maxsize=_MOST_KEPT)
def collation_key(text: str) -> tuple[str, str, str]:
    """Give what a text is sorted by: its letters, then its accents, then its case, as most languages of Latin script do.

    Where a language puts accented letters at places of their own (Swedish, Czech), they stand with their letter all the same.

    Args:
        text: a name or title.

    Returns:
        The text without accents and case, the text without case, and the text.

    >>> sorted(["zèbre", "État", "Cote", "côté", "cote", "Émile", "etat"], key=collation_key)
    ['Cote', 'cote', 'côté', 'Émile', 'etat', 'État', 'zèbre']
    """
    folded = text.casefold()
    if text.isascii():
        return folded, folded, text
    return unicodedata.normalize("NFKD", folded).translate(_LETTERS), folded, text


_NUMBER = re.compile("[0-9]+")
_LONGEST_COUNTED = 8


@lru_cache(maxsize=_MOST_KEPT)
def name_key(text: str) -> tuple[str, str, str]:
    """Give what names are listed by: as `collation_key` says, with the numbers in them ordered by how large they are.

    >>> sorted(["Saison 10", "saison 2", "Saison", "Saison 02", "Saison 1.10", "Saison 1.9"], key=name_key)
    ['Saison', 'Saison 1.9', 'Saison 1.10', 'Saison 02', 'saison 2', 'Saison 10']
    """
    letters, *others = collation_key(text)
    return _NUMBER.sub(_by_size, letters), others[0], others[1]


def _by_size(match: re.Match[str]) -> str:
    """Write a number so that of two the larger one is also the later text: behind the count of its digits.

    That is a last digit below 9, behind a 9 for each nine more, so that no count is the beginning of another.
    """
    digits = match[0].lstrip("0")
    nines, rest = divmod(len(digits), _LONGEST_COUNTED + 1)
    return f"{'9' * nines}{rest}{digits}"


def initial(name: str) -> str:
    """Give the letter that a name is found by in an index; `0–9` for digits, `#` for what is no letter.

    >>> [initial(name) for name in ("Émile", "œuvre", "3D", "« Foo »", "", "ñandú", "Ж")]
    ['E', 'O', '0–9', '#', '#', 'N', 'Ж']
    """
    first = collation_key(name)[0][:1]
    if first.isdigit():
        return _DIGITS
    return first.upper() if first.isalpha() else _NO_LETTER


def folded(text: str) -> str:
    """Give a name as it is compared with others: without accents, case, and spaces that are too many.

    >>> folded("  École \u00a0 OUVERTE ") == folded("ecole ouverte")
    True
    """
    return collation_key(" ".join(text.split()))[0]
