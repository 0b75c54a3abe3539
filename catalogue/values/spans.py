"""Spans: the time that a date covers, however precise it is: a day, a month, a year, a moment."""

from __future__ import annotations

import re
from typing import NamedTuple

from catalogue.lexical import is_valid
from catalogue.terms import XSD, Literal, Term
from catalogue.values.times import DAY, HOUR, MINUTE, offset_of

_DATED = re.compile(
    r"(?P<year>-?[0-9]{4,})(?:-(?P<month>[0-9]{2}))?(?:-(?P<day>[0-9]{2}))?"
    r"(?:T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.[0-9]+)?)?"
    r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?",
    re.ASCII,
)
_DATATYPES = frozenset(XSD + name for name in ("gYear", "gYearMonth", "date", "dateTime", "dateTimeStamp"))
_CYCLE, _DAYS_A_CYCLE, _DAYS_TO_1970 = 400, 146_097, 719_468
_MONTHS, _MARCH = 12, 3
_MOST_DIGITS = 100
"""How many digits a year may have: the age of all there is has eleven."""


class Span(NamedTuple):
    """The time that a date covers, in whole seconds since 1970-01-01T00:00:00Z; a moment begins and ends at once."""

    begin: int
    end: int


def span_of(term: Term | None) -> Span | None:
    """Give the time that a literal covers, in the proleptic Gregorian calendar and, without a time zone, in UTC.

    Args:
        term: a term, or None.

    Returns:
        The span of a year, of a month, of a day, or a moment; None for what is no such date. The year 0000 is 1 BCE, as in
        XML Schema 1.1.

    >>> from catalogue.terms import NamedNode
    >>> span_of(Literal("1970", datatype=NamedNode(XSD + "gYear")))
    Span(begin=0, end=31536000)
    >>> span_of(Literal("-0043-03", datatype=NamedNode(XSD + "gYearMonth"))).begin
    -63519033600
    """
    if not isinstance(term, Literal) or term.datatype.value not in _DATATYPES or not is_valid(term.value, term.datatype.value):
        return None
    parts = _DATED.fullmatch(term.value)
    if parts is None or len(parts["year"]) > _MOST_DIGITS:
        return None
    year, month, day = int(parts["year"]), int(parts["month"] or 1), int(parts["day"] or 1)
    ahead = offset_of(parts["zone"]) if parts["zone"] else 0
    begin = days_to(year, month, day) * DAY - ahead
    if parts["hour"]:
        begin += int(parts["hour"]) * HOUR + int(parts["minute"]) * MINUTE + int(parts["second"])
        return Span(begin, begin)
    if parts["day"]:
        return Span(begin, begin + DAY)
    after = (year, month + 1) if parts["month"] and month < _MONTHS else (year + 1, 1)
    return Span(begin, days_to(*after, 1) * DAY - ahead)


def days_to(year: int, month: int, day: int) -> int:
    """Count the days from 1970-01-01 to a day of any year.

    >>> days_to(1970, 1, 1), days_to(2000, 3, 1), days_to(0, 1, 1)
    (0, 11017, -719528)
    """
    since_march = year - (month < _MARCH)  # years that begin in March end with the day that leaps
    cycle, in_cycle = divmod(since_march, _CYCLE)
    day_of_year = (153 * ((month - _MARCH) % _MONTHS) + 2) // 5 + day - 1
    return cycle * _DAYS_A_CYCLE + in_cycle * 365 + in_cycle // 4 - in_cycle // 100 + day_of_year - _DAYS_TO_1970


def year_of(second: int) -> int:
    """Give the year in which a second since 1970 lies.

    >>> year_of(0), year_of(-1), year_of(-63519033600)
    (1970, 1969, -43)
    """
    days = second // DAY
    year = 1970 + days * _CYCLE // _DAYS_A_CYCLE
    while days_to(year, 1, 1) > days:
        year -= 1
    while days_to(year + 1, 1, 1) <= days:
        year += 1
    return year
