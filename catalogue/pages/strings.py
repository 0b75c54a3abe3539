"""The texts of the pages that no shape and no setting gives."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from html import escape

from catalogue.languages import lookup
from catalogue.messages import Message, languages, say
from catalogue.messages.catalogues import Translations, language_of_text, translations

_LONGEST = 8
"""How many characters a value has with which a text is kept."""


class _Foreign(str):
    """A text of a page that is in English, since there are no messages in the page's language: marked up so in HTML."""

    __slots__ = ()

    def __html__(self) -> str:
        return f'<span lang="en">{escape(self)}</span>'


def string(key: str, language: str, **values: object) -> str:
    """Give one of the pages' own texts.

    Args:
        key: which: the end of its code, with `_` for `-`.
        language: the page's language; English where there is no translation.
        values: what the placeholders stand for; `count` is a whole number.

    Returns:
        The text; one that is not in the page's language is marked so where HTML is made of it, but not in attributes, which the
        filter `bare` is for.

    >>> string("all-of", "en", name="Seasons"), string("rows", "en", count=1)
    ('Seasons: the whole list', '1 row')
    """
    if not values:
        return _plain(key, language, translations())
    ((name, value), *others) = values.items()
    if others or not (type(value) is int or (type(value) is str and len(value) <= _LONGEST)):
        return _worded(key, language, values)
    return _with_value(key, language, name, value, translations())


@lru_cache(maxsize=4096)
def _plain(key: str, language: str, _: Translations) -> str:
    """Give a text without values, which depends on the catalogues that go before ours."""
    return _worded(key, language, {})


@lru_cache(maxsize=4096)
def _with_value(key: str, language: str, name: str, value: str | int, _: Translations) -> str:
    """Give a text with one value that is a number or a short text: the same ones stand on many pages."""
    return _worded(key, language, {name: value})


def _worded(key: str, language: str, values: Mapping[str, object]) -> str:
    message = Message(f"page.{key.replace('_', '-')}", **values)
    text = say(message, language)
    return text if _is_in(language, language_of_text(language, message.code)) else _Foreign(text)


def _is_in(language: str, other: str) -> bool:
    return language == other or bool(lookup(language, [other]))


def strings_language(language: str) -> str:
    """Give the language of the pages' own texts where it is another one than that of the page, else nothing.

    >>> strings_language("de"), strings_language("fr-CA"), strings_language("en-GB")
    ('en', '', '')
    """
    return "" if lookup(language, languages()) else "en"
