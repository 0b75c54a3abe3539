"""Titles and descriptions of what OpenAPI describes, by key."""

from __future__ import annotations

from catalogue.messages import Message, say


def sentence(key: str, language: str) -> str:
    """Give a title or a description in a language.

    Args:
        key: which: the end of its code, with `_` for `-`.
        language: the language; English where there is no translation.

    >>> sentence("query", "fr")
    'Une requête SPARQL 1.1.'
    """
    return say(Message(f"serve.description.sentences.{key.replace('_', '-')}"), language)
