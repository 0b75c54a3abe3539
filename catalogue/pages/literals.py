"""Literals as readers of a language expect them: dates, durations, numbers."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_compact_decimal, format_decimal, format_scientific
from babel.units import format_unit

from catalogue.lexical import is_valid
from catalogue.model import is_true
from catalogue.pages.strings import string
from catalogue.terms import XSD, Literal

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_UNITS = ("year", "month", "day", "hour", "minute", "second")
_NUMBERS = {"integer", "decimal", "nonNegativeInteger", "positiveInteger", "int", "long"}
_LEAST_PLAIN, _LEAST_SHORT, _LEAST_LONG = Decimal("1e-6"), 10_000, 10**15
_YEAR, _MONTH, _DAY = (re.compile(p) for p in (r"\d{4}", r"\d{4}-\d\d", r"\d{4}-\d\d-\d\d"))


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Give the locale of a language, English when it is not known; English dates are written day first."""
    try:
        return Locale.parse("en-GB" if language == "en" else language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale("en")


@lru_cache(maxsize=1024)
def language_name(tag: str, language: str) -> str:
    """Name a language in another.

    >>> language_name("fr", "en"), language_name("en", "fr"), language_name("pt-BR", "pt-BR")
    ('French', 'anglais', 'português (Brasil)')
    """
    try:
        return Locale.parse(tag, sep="-").get_display_name(locale_of(language)) or tag
    except (ValueError, UnknownLocaleError):
        return tag


_RIGHT_TO_LEFT = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})
"""The scripts that are written from right to left."""


@lru_cache(maxsize=1024)
def direction(tag: str) -> str:
    """Give the direction in which a language is written, as the attribute `dir` of HTML has it.

    >>> [direction(tag) for tag in ("ar", "he-IL", "az-Arab", "ar-Latn", "fr", "x-klingon")]
    ['rtl', 'rtl', 'rtl', 'ltr', 'ltr', 'ltr']
    """
    script = next((part for part in tag.lower().split("-")[1:2] if len(part) == _SCRIPT_LENGTH and part.isalpha()), "")
    if script:
        return "rtl" if script in _RIGHT_TO_LEFT else "ltr"
    return "rtl" if locale_of(tag).character_order == "right-to-left" else "ltr"


_SCRIPT_LENGTH = 4


def localized(literal: Literal, language: str) -> str:
    """Write a literal as a reader of a language expects it, no more precise than it is.

    Args:
        literal: the literal.
        language: the reader's language.

    Returns:
        A text; the lexical form when there is nothing better.

    >>> from catalogue.terms import NamedNode
    >>> localized(Literal("2023-05", datatype=NamedNode(XSD + "gYearMonth")), "fr")
    'mai 2023'
    >>> [localized(Literal(form, datatype=NamedNode(XSD + "boolean")), "en") for form in ("1", "false", "maybe")]
    ['yes', 'no', 'maybe']
    >>> localized(Literal("P1Y", datatype=NamedNode(XSD + "duration")), "en")
    '1 year'
    """
    datatype = literal.datatype.value.removeprefix(XSD)
    try:
        if datatype in _NUMBERS:
            return format_decimal(literal.value, locale=locale_of(language))
        if datatype == "boolean" and is_valid(literal.value, literal.datatype.value):
            return string("yes" if is_true(literal) else "no", language)
        if datatype == "duration":
            return _duration(literal.value, language)
        if datatype in {"date", "dateTime", "gYearMonth"}:
            return _moment(literal.value, datatype, language)
    except (ValueError, ArithmeticError):
        return literal.value
    return literal.value


def in_number(value: float | Decimal, language: str) -> str:
    r"""Write a number as a reader of a language expects it, with all its digits; very large and small ones by powers of 10.

    >>> in_number(1234.5, "fr"), in_number(0.00002, "en"), in_number(10**30, "en")
    ('1\u202f234,5', '0.00002', '1E30')
    """
    number, locale = Decimal(str(value)), locale_of(language)
    if number and not _LEAST_PLAIN <= abs(number) < _LEAST_LONG:
        return format_scientific(number, locale=locale, decimal_quantization=False)
    return format_decimal(number, locale=locale, decimal_quantization=False)


def in_bytes(size: int, language: str) -> str:
    r"""Write the size of a file, with as many digits as tell something.

    Args:
        size: how many bytes it has.
        language: the reader's language.

    >>> in_bytes(416, "fr"), in_bytes(1_424_040, "en"), in_bytes(23_206, "fr"), in_bytes(999_999, "en")
    ('416\u202fo', '1.4 MB', '23\u202fko', '1 MB')
    """
    amount, unit = Decimal(size), 0
    while unit < len(_SIZES) - 1 and round(amount) >= _THOUSAND:
        amount, unit = amount / _THOUSAND, unit + 1
    shown = round(amount, 1) if unit and amount < _TEN else round(amount)
    return str(format_unit(shown, f"digital-{_SIZES[unit]}", "short", locale=locale_of(language)))


_SIZES = ("byte", "kilobyte", "megabyte", "gigabyte")
_THOUSAND, _TEN = 1000, 10


def in_short(value: Decimal, language: str) -> str:
    r"""Write a number for an axis: large ones by the names of their powers of ten.

    >>> in_short(Decimal(950000), "en"), in_short(Decimal(2500), "en"), in_short(Decimal(1200000), "fr")
    ('950K', '2,500', '1,2\xa0M')
    """
    if _LEAST_SHORT <= abs(value) < _LEAST_LONG:
        return format_compact_decimal(value, locale=locale_of(language), fraction_digits=2)
    return in_number(value, language)


@lru_cache(maxsize=4096)
def _moment(lexical: str, datatype: str, language: str) -> str:
    locale = locale_of(language)
    if datatype == "gYearMonth" and _MONTH.fullmatch(lexical):
        return str(format_skeleton("yMMMM", date.fromisoformat(lexical + "-01"), locale=locale))
    if datatype == "date" and _DAY.fullmatch(lexical):
        return format_date(date.fromisoformat(lexical), "long", locale=locale)
    if datatype == "dateTime":
        moment = datetime.fromisoformat(lexical)
        clock = format_time(moment.time(), "short", locale=locale)
        return f"{format_date(moment.date(), 'long', locale=locale)}, {clock}"
    return lexical


def _duration(lexical: str, language: str) -> str:
    match = _DURATION.fullmatch(lexical)
    if not match or not any(match.groups()):
        return lexical
    parts = zip(match.groups(), _UNITS, strict=True)
    return ", ".join(format_unit(int(n), f"duration-{unit}", locale=locale_of(language)) for n, unit in parts if n)


def machine_date(literal: Literal) -> str | None:
    """Give the value of a `datetime` attribute when the literal is one that HTML knows, else None."""
    datatype = literal.datatype.value.removeprefix(XSD)
    pattern = {"date": _DAY, "gYearMonth": _MONTH, "gYear": _YEAR}.get(datatype)
    if pattern is not None:
        return literal.value if pattern.fullmatch(literal.value) else None
    return literal.value if datatype == "dateTime" else None


_NUMERIC = frozenset(XSD + name for name in (*_NUMBERS, "double", "float"))
_MOMENT = re.compile(r"(-?\d{4,})(.*)", re.DOTALL)


def is_number(literal: Literal) -> bool:
    """Tell whether a literal is a number."""
    return literal.datatype.value in _NUMERIC and is_valid(literal.value, literal.datatype.value)


def are_numbers(datatypes: Collection[str]) -> bool:
    """Tell whether all of some datatypes are those of numbers; none are not.

    >>> are_numbers([XSD + "integer", XSD + "double"]), are_numbers([XSD + "integer", XSD + "string"]), are_numbers([])
    (True, False, False)
    """
    return bool(datatypes) and _NUMERIC.issuperset(datatypes)


def moment_key(literal: Literal) -> tuple[int, str]:
    """Give what a date is ordered by: a year stands before its months, a month before its days.

    >>> from catalogue.terms import NamedNode
    >>> written = {"2023-05": "gYearMonth", "-0044": "gYear", "2023": "gYear", "2023-05-17": "date", "0476": "gYear"}
    >>> [each.value for each in sorted((Literal(t, datatype=NamedNode(XSD + d)) for t, d in written.items()), key=moment_key)]
    ['-0044', '0476', '2023', '2023-05', '2023-05-17']
    """
    match = _MOMENT.fullmatch(literal.value)
    return (int(match[1]), match[2]) if match else (0, literal.value)
