"""Collation: the order of texts that people read."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
"""The letters that are no letter with an accent in Unicode, and stand with others."""


@lru_cache(maxsize=4096)
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
    letters = "".join(character for character in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(character))
    return letters.translate(_LETTERS), folded, text


def folded(text: str) -> str:
    """Give a name as it is compared with others: without accents, case, and spaces that are too many.

    >>> folded("  École \u00a0 OUVERTE ") == folded("ecole ouverte")
    True
    """
    return collation_key(" ".join(text.split()))[0]
