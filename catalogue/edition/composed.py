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
    return list(_parts(template)[1::2])


@lru_cache(maxsize=1024)
def _parts(template: str) -> tuple[str, ...]:
    """Part a template once for all names that are composed by it: a text, then a name and a text for each placeholder."""
    return tuple(_PLACEHOLDER.split(template))


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
    named: dict[str, Sequence[Text]] = {}
    tags: dict[str, None] = {}
    for key, given in values.items():
        if given:
            named[key] = _by_language(given, name)
            tags.update(dict.fromkeys(sorted(filter(None, map(language_of, given)))))
    names: dict[str, str] = {}
    for tag in tags or templates:
        text = _filled(say(templates, tag), named, tag)
        if text:
            names[tag] = text
    return names


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
    parts = _parts(template)
    keys = dict.fromkeys(parts[1::2])
    filled = {key: ", ".join([say(text, tag) for text in named[key]]) for key in keys if named.get(key)}
    if not filled or len(filled) < len(keys):
        return ", ".join(filled.values())
    return "".join([filled[part] if place % 2 else part for place, part in enumerate(parts)])


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
