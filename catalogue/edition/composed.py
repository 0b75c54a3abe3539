"""Composed names: what a thing is called where its shape has a template for it (`sh:labelTemplate`; SHACL, section 6.2.2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from catalogue.messages import Text, say
from catalogue.terms import XSD, Literal, Term, language_of

MOST_CHARACTERS = 80
"""How many characters of a text a name has: its first words."""

_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")
_MOMENT = XSD + "dateTime"


def placeholders(template: str) -> list[str]:
    """List the names in the placeholders of a template.

    >>> placeholders("{?publisher}, {$title}")
    ['publisher', 'title']
    """
    return list(_placeholders(template))


@lru_cache(maxsize=1024)
def _placeholders(template: str) -> tuple[str, ...]:
    """Find the names once for each template: each name that is composed asks for them."""
    return tuple(_PLACEHOLDER.findall(template))


def composed(templates: Text, values: Mapping[str, Sequence[Term]], name: Callable[[Term], Text]) -> Text:
    """Compose a name by a template.

    Args:
        templates: the template by language.
        values: the values of the properties by the names in the placeholders.
        name: gives what a thing is called.

    Returns:
        The name by language: in those of the texts among the values; where there are none, in those of the template. A
        text is cut after its first words, a moment is its day. Where a placeholder has no value, the values of the others are
        joined by commas; where none has one, there is no name.

    >>> title = Literal("Les communs", language="fr")
    >>> composed({"fr": "« {?title} », {?issued}"}, {"title": [title], "issued": [Literal("2023")]}, lambda _: {})
    {'fr': '« Les communs », 2023'}
    >>> composed({"fr": "« {?title} », {?issued}"}, {"title": [title]}, lambda _: {})
    {'fr': 'Les communs'}
    """
    named = {key: _by_language(given, name) for key, given in values.items() if given}
    tags = dict.fromkeys(tag for given in values.values() for tag in sorted(map(language_of, given)) if tag)
    names = {tag: _filled(say(templates, tag), named, tag) for tag in tags or templates}
    return {tag: text for tag, text in names.items() if text}


def _by_language(values: Sequence[Term], name: Callable[[Term], Text]) -> Sequence[Text]:
    """Give what values are called, each by language; texts together, since they are one in several languages."""
    texts: dict[str, str] = {}
    others: list[Text] = []
    for value in values:
        if not isinstance(value, Literal):
            others.append(name(value))
        elif value.language:
            texts.setdefault(language_of(value), first_words(value.value))
        else:
            others.append({"": value.value[:10] if value.datatype.value == _MOMENT else first_words(value.value)})
    return [texts, *others] if texts else others


def _filled(template: str, named: Mapping[str, Sequence[Text]], tag: str) -> str:
    """Fill a template in a language."""
    keys = placeholders(template)
    filled = {key: ", ".join(say(text, tag) for text in named[key]) for key in keys if named.get(key)}
    if not filled or len(filled) < len(set(keys)):
        return ", ".join(filled[key] for key in dict.fromkeys(keys) if key in filled)
    return _PLACEHOLDER.sub(lambda match: filled[match[1]], template)


def first_words(text: str) -> str:
    r"""Give the first words of a text, on one line.

    >>> first_words("short\n text"), first_words("word " * 20)[-12:], len(first_words("x" * 100))
    ('short text', 'd word word…', 81)
    """
    line = " ".join(text.split())
    if len(line) <= MOST_CHARACTERS:
        return line
    words = line[: MOST_CHARACTERS + 1].rpartition(" ")[0]
    words = words if len(words) > MOST_CHARACTERS // 2 else line[:MOST_CHARACTERS]  # a long address is cut
    return words.rstrip(" ,;:.–—-") + "…"
