"""Values: what entries have, in the forms in which they are compared with what a client gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from catalogue.edition import Edition
from catalogue.reconciliation.names import form_of
from catalogue.search import words
from catalogue.terms import Literal, NamedNode, Term

_DATE = re.compile(r"-?\d{4,}(?:-\d\d){0,2}(?:t.*)?", re.DOTALL)
_WEB = re.compile(r"https?://(?:www\.)?|/\Z", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(?:\d{1,15}(?:[.,]\d{0,15})?|[.,]\d{1,15})")
_PARTIAL = 90.0
"""The most that values have in common that are not the same."""


def forms_of(edition: Edition, value: Term) -> Iterator[str]:
    """Give a value as it is compared: folded, and of a thing its IRI and what it is called in each language."""
    if isinstance(value, Literal):
        yield comparable(value.value)
    elif isinstance(value, NamedNode):
        yield comparable(value.value)
        yield from map(comparable, edition.label_text(value).values())


def comparable(text: str) -> str:
    """Fold a text; an address of the web without its scheme and the slash at its end.

    >>> comparable("https://www.Example.org/"), comparable("Été  2023")
    ('example.org', 'ete 2023')
    """
    is_web = "://" in text
    return form_of(_WEB.sub("", text.strip()) if is_web else text)


def likeness(given: str, forms: Iterable[str]) -> float:
    """Tell how much a given value is like the nearest of the values of an entry.

    Args:
        given: the value as `comparable` gives it.
        forms: the values of the entry, likewise.

    Returns:
        100 for the same, a number of the same value, or a date of which one is a part of the other; else by the words that
        both have, 90 at most.

    >>> likeness("2023", ["2023-05-01"]), likeness("12,50", ["12.5"]), likeness("paris 12e", ["paris"]), likeness("a", ["b"])
    (100.0, 100.0, 60.0, 0.0)
    """
    return max((_alike(given, form) for form in forms), default=0.0)


def _alike(given: str, form: str) -> float:
    if given == form or _is_same_number(given, form) or _is_same_date(given, form):
        return 100.0
    own, other = set(words(given)), set(words(form))
    return _PARTIAL * 2 * len(own & other) / (len(own) + len(other)) if own & other else 0.0


def _is_same_number(given: str, form: str) -> bool:
    if _NUMBER.fullmatch(given) is None or _NUMBER.fullmatch(form) is None:
        return False
    return float(given.replace(",", ".")) == float(form.replace(",", "."))


def _is_same_date(given: str, form: str) -> bool:
    """Tell whether two dates are the same as precisely as the less precise one is."""
    if "-" not in given + form or _DATE.fullmatch(given) is None or _DATE.fullmatch(form) is None:
        return False
    short, long = sorted((given, form), key=len)
    return long.startswith((short + "-", short + "t"))
