"""Literals as readers of a language expect them: numbers, durations, dates."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from decimal import Decimal, localcontext
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_compact_decimal, format_decimal, format_scientific
from babel.units import format_unit

from catalogue.lexical import INTEGERS, is_valid
from catalogue.model import is_true
from catalogue.pages.moments import MOMENTS, moment
from catalogue.pages.strings import string
from catalogue.terms import XSD, Literal
from catalogue.values.durations import PARTS as DURATION_PARTS
from catalogue.values.durations import READERS as DURATIONS

_EXACT = frozenset((*INTEGERS, "decimal"))
_NUMBERS = frozenset((*_EXACT, "double", "float"))
_LEAST_PLAIN, _LEAST_SHORT, _LEAST_LONG = Decimal("1e-6"), 10_000, 10**15
_USUAL_PRECISION, _LONGEST = 28, 1000
_DIGIT = re.compile("[1-9]")
_ALL_DIGITS = "#,##0." + "#" * _USUAL_PRECISION


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


def localized(literal: Literal, language: str, *, is_whole: bool = False) -> str:
    """Write a literal as a reader of a language expects it, no more precise than it is.

    Args:
        literal: the literal.
        language: the reader's language.
        is_whole: whether it is the value itself that is shown, so that the time zone of a moment is written too.

    Returns:
        A text; the lexical form when there is nothing better.

    >>> from catalogue.terms import NamedNode
    >>> written = {"2023-05": "gYearMonth", "1": "boolean", "maybe": "boolean", "P1Y": "duration", "48.85661": "decimal"}
    >>> [localized(Literal(form, datatype=NamedNode(XSD + name)), "en") for form, name in written.items()]
    ['May 2023', 'yes', 'maybe', '1 year', '48.85661']
    """
    name = literal.datatype.value.removeprefix(XSD)
    if literal.language or name not in _WRITTEN or not is_valid(literal.value, literal.datatype.value):
        return literal.value
    if name in _NUMBERS:
        return _number(literal.value, name, language)
    if name == "boolean":
        return string("yes" if is_true(literal) else "no", language)
    if name in DURATIONS:
        return _duration(literal.value, language)
    return moment(literal.value, name, locale_of(language), is_whole=is_whole)


_WRITTEN = frozenset((*_NUMBERS, *MOMENTS, *DURATIONS, "boolean"))


@lru_cache(maxsize=4096)
def _number(lexical: str, name: str, language: str) -> str:
    r"""Write a number: all digits of an integer or a decimal, others by powers of 10 where they are very large or small.

    >>> _number("-12345678901234567890.5", "decimal", "en"), _number("1.5e-7", "double", "fr"), _number("INF", "double", "fr")
    ('-12,345,678,901,234,567,890.5', '1,5E-7', 'INF')
    >>> _number("0e999999999", "double", "en"), _number("1e999999999", "double", "en")
    ('0', '1e999999999')
    """
    if len(lexical) > _LONGEST:
        return lexical
    if name in _EXACT:
        return _with_all_digits(Decimal(lexical), language)
    rounded = float(lexical)  # to none where a double cannot be as large, or as small
    if rounded == 0:
        return lexical if _DIGIT.search(lexical.lower().partition("e")[0]) else in_number(0, language)
    return in_number(Decimal(lexical), language) if math.isfinite(rounded) else lexical


def _with_all_digits(number: Decimal, language: str) -> str:
    with localcontext(prec=_USUAL_PRECISION + len(f"{number:f}")):  # the library rounds, and to no more than that
        return format_decimal(number, locale=locale_of(language), decimal_quantization=False)


def in_number(value: float | Decimal, language: str) -> str:
    r"""Write a number as a reader of a language expects it, with all its digits; very large and small ones by powers of 10.

    >>> in_number(1234.5, "fr"), in_number(0.00002, "en"), in_number(10**30, "en")
    ('1\u202f234,5', '0.00002', '1E30')
    """
    number = Decimal(str(value))
    if number and not _LEAST_PLAIN <= abs(number) < _LEAST_LONG:
        return format_scientific(number, locale=locale_of(language), decimal_quantization=False)
    return _with_all_digits(number, language)


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


@lru_cache(maxsize=1024)
def _duration(lexical: str, language: str) -> str:
    """Write a duration by its parts.

    >>> _duration("-P1YT6.75S", "en"), _duration("P2W", "en")
    ('-1 year, -6.75 seconds', 'P2W')
    """
    parts = DURATION_PARTS.fullmatch(lexical) if len(lexical) <= _USUAL_PRECISION else None
    if parts is None:
        return lexical
    sign = "-" if lexical.startswith("-") else ""
    amounts = {f"duration-{name[:-1]}": sign + amount for name, amount in parts.groupdict().items() if amount}
    return ", ".join(_amount(amount, unit, locale_of(language)) for unit, amount in amounts.items())


def _amount(amount: str, unit: str, locale: Locale) -> str:
    with localcontext(prec=2 * _USUAL_PRECISION + len(_ALL_DIGITS)):
        return str(format_unit(Decimal(amount), unit, format=_ALL_DIGITS if "." in amount else None, locale=locale))


_NUMERIC = frozenset(XSD + name for name in _NUMBERS)


def is_number(literal: Literal) -> bool:
    """Tell whether a literal is a number."""
    return literal.datatype.value in _NUMERIC and is_valid(literal.value, literal.datatype.value)


def are_numbers(datatypes: Collection[str]) -> bool:
    """Tell whether all of some datatypes are those of numbers; none are not.

    >>> are_numbers([XSD + "integer", XSD + "double"]), are_numbers([XSD + "integer", XSD + "string"]), are_numbers([])
    (True, False, False)
    """
    return bool(datatypes) and _NUMERIC.issuperset(datatypes)


_YEAR_AND_REST = re.compile(r"(-?\d{4,})(.*)", re.DOTALL)


def moment_key(literal: Literal) -> tuple[int, str]:
    """Give what a date is ordered by: a year stands before its months, a month before its days.

    >>> from catalogue.terms import NamedNode
    >>> written = {"2023-05": "gYearMonth", "-0044": "gYear", "2023": "gYear", "2023-05-17": "date", "0476": "gYear"}
    >>> [each.value for each in sorted((Literal(t, datatype=NamedNode(XSD + d)) for t, d in written.items()), key=moment_key)]
    ['-0044', '0476', '2023', '2023-05', '2023-05-17']
    """
    match = _YEAR_AND_REST.fullmatch(literal.value)
    return (int(match[1]), match[2]) if match else (0, literal.value)
