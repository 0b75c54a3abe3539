"""Elsewhere: the addresses that a catalogue says are no entries of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def is_covered(iri: str, patterns: Sequence[str], base: str) -> bool:
    """Tell whether a pattern covers an IRI.

    Args:
        iri: the IRI.
        patterns: IRIs, whole or relative to the base, in which `*` stands for any characters and nothing else is special.
        base: the catalogue's base.

    >>> is_covered("https://example.org/download/a.csv", ["download/*"], "https://example.org/")
    True
    >>> is_covered("https://example.org/download", ["download/*", "https://other.example/*"], "https://example.org/")
    False
    """
    return bool(patterns) and _compiled(tuple(patterns), base).fullmatch(iri) is not None


@lru_cache(maxsize=8)
def _compiled(patterns: tuple[str, ...], base: str) -> re.Pattern[str]:
    whole = (pattern if _ABSOLUTE.match(pattern) else base + pattern for pattern in patterns)
    return re.compile("|".join(".*".join(map(re.escape, re.split(r"\*+", pattern))) for pattern in whole), re.DOTALL)
