"""Slugs: names as the ends of IRIs and the names of files have them."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 60
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ð": "d", "ı": "i"})


def slug_of(name: str) -> str:
    """Give a name as the end of an IRI: lower-case letters without accents, digits and hyphens.

    Args:
        name: the name; empty is allowed.

    Returns:
        The slug, at most 60 characters, cut at a hyphen; empty when nothing of the name is left.

    >>> slug_of("Bibliothèque des outils"), slug_of("L’œuvre n° 3"), slug_of("日本")
    ('bibliotheque-des-outils', 'l-oeuvre-n-3', '')
    """
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if len(slug) > _LONGEST:
        slug = slug[: _LONGEST + 1].rpartition("-")[0] or slug[:_LONGEST]
    return slug
