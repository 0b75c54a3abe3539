"""Dates and times as readers of a language expect them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time

from catalogue.lexical import is_valid
from catalogue.terms import XSD, Literal
from catalogue.values.times import PARTS

_ANY_LEAP_YEAR = "2000"
_UTC = ("Z", "+00:00", "-00:00")
_SKELETONS: Mapping[str, str] = {"gYearMonth": "yMMMM", "gMonthDay": "MMMMd"}
_PATTERNS: Mapping[str, str] = {"date": "long", "dateTime": "long", "dateTimeStamp": "long", "gMonth": "LLLL", "gDay": "d"}
_WITHOUT_DAY = ("time", "gYear")
MOMENTS = frozenset((*_SKELETONS, *_PATTERNS, *_WITHOUT_DAY))
"""The datatypes of dates and times, by their names in XSD."""

_DATE, _CLOCK = r"(?!0000)\d{4}-\d\d-\d\d", r"(?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d{1,3})?"
_KNOWN_TO_HTML: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.ASCII)
    for name, pattern in {
        "date": _DATE,
        "dateTime": rf"{_DATE}T{_CLOCK}(?:Z|[+-]\d\d:\d\d)?",
        "gYearMonth": r"(?!0000)\d{4}-\d\d",
        "gYear": r"(?!0000)\d{4}",
        "gMonthDay": r"--\d\d-\d\d",
        "time": _CLOCK,
    }.items()
}


@lru_cache(maxsize=4096)
def moment(lexical: str, name: str, locale: Locale, *, is_whole: bool) -> str:
    r"""Write a date or a time.

    Args:
        lexical: a lexical form of the datatype.
        name: one of `MOMENTS`.
        locale: the reader's.
        is_whole: whether its time zone is written too, where it has one, and in French "1er" for the first of a month.

    Returns:
        A text; the lexical form of what the calendar of the library has not, such as a year before our era.

    >>> days = {"2023-05-01": "date", "--12-25": "gMonthDay", "--12": "gMonth", "-0044-03-15": "date"}
    >>> [moment(form, name, Locale("fr"), is_whole=True) for form, name in days.items()]
    ['1er mai 2023', '25 décembre', 'décembre', '-0044-03-15']
    >>> times = {"2023-05-17T09:30:00+02:00": "dateTime", "09:30:05Z": "time", "2023-05-17-05:00": "date"}
    >>> [moment(form, name, Locale("fr"), is_whole=True) for form, name in times.items()]
    ['17 mai 2023, 09:30 UTC+02:00', '09:30:05 UTC', '17 mai 2023 UTC-05:00']
    >>> moment("2023-05-17T09:30:00+02:00", "dateTime", Locale("fr"), is_whole=False)
    '17 mai 2023, 09:30'
    """
    parts = PARTS.fullmatch(lexical)
    try:
        if parts is None:
            return lexical
        day = _day(parts, name, locale)
        if is_whole and locale.language == "fr" and parts["day"] == "01":
            day = _FIRST.sub("1er", day)
        words = f"{day}, {_clock(parts, locale)}".strip(", ")
    except (ValueError, OverflowError):
        return lexical
    return f"{words} {_zone(parts['zone'])}" if is_whole and parts["zone"] else words


def _day(parts: re.Match[str], name: str, locale: Locale) -> str:
    if name in _WITHOUT_DAY:
        return parts["year"] or ""
    day = date(int(parts["year"] or _ANY_LEAP_YEAR), int(parts["month"] or 1), int(parts["day"] or 1))
    if name in _SKELETONS:
        return str(format_skeleton(_SKELETONS[name], day, locale=locale))
    return format_date(day, _PATTERNS[name], locale=locale)


_FIRST = re.compile(r"^1\b")


def _clock(parts: re.Match[str], locale: Locale) -> str:
    """Write the time of day: its seconds where they are not 0, and no fraction of one."""
    if parts["hour"] is None:
        return ""
    clock = time(int(parts["hour"]), int(parts["minute"]), int(parts["second"]))
    return format_time(clock, "medium" if clock.second else "short", locale=locale)


def _zone(zone: str) -> str:
    return "UTC" if zone in _UTC else f"UTC{zone}"


def machine_date(literal: Literal) -> str | None:
    """Give the value of a `datetime` attribute when the literal is one that HTML knows, else None.

    >>> from catalogue.terms import NamedNode
    >>> written = {"2023-05": "gYearMonth", "-0044": "gYear", "2023-05-17Z": "date", "2023-05-17T24:00:00": "dateTime"}
    >>> [machine_date(Literal(form, datatype=NamedNode(XSD + name))) for form, name in written.items()]
    ['2023-05', None, None, None]
    """
    known, datatype = _KNOWN_TO_HTML.get(literal.datatype.value.removeprefix(XSD)), literal.datatype.value
    is_known = known is not None and known.fullmatch(literal.value) is not None and is_valid(literal.value, datatype)
    return literal.value if is_known else None
