"""Texts and keywords of the settings, by language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalogue.languages import recommended
from catalogue.messages import Text


def as_text(text: str | Mapping[str, str] | None, language: str) -> Text:
    """Give a text by language: one that is given once is in the catalogue's first."""
    if text is None or isinstance(text, str):
        return {} if text is None else {recommended(language): text}
    return {recommended(tag): each for tag, each in text.items()}


def as_keywords(words: Sequence[str] | Mapping[str, Sequence[str]], language: str) -> Mapping[str, tuple[str, ...]]:
    """Give keywords by language, each once: those that are given once are in the catalogue's first.

    >>> as_keywords(["tree", "park", "tree"], "en")
    {'en': ('tree', 'park')}
    """
    by_language = words if isinstance(words, Mapping) else {language: words}
    return {recommended(tag): tuple(dict.fromkeys(map(str.strip, each))) for tag, each in by_language.items() if each}
