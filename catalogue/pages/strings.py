"""The words of the pages that no shape and no setting gives."""

from __future__ import annotations

from catalogue.messages import Message, say


def string(key: str, language: str, **values: object) -> str:
    """Give one of the pages' own words.

    Args:
        key: which: the end of its code, with `_` for `-`.
        language: the page's language; English where there is no translation.
        values: what the placeholders stand for; `count` is a whole number.

    Returns:
        The words.

    >>> string("by", "fr", name="saison"), string("rows", "en", count=1)
    ('Par saison', '1 row')
    """
    return say(Message(f"page.{key.replace('_', '-')}", **values), language)
