"""Times: where dates, times of day and their parts lie on the time line (XML Schema 1.1, part 2, appendix E.3.4)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from catalogue.terms import XSD
from catalogue.values.value import EXACT, Ordered, PlainReader, Reader, Value

MINUTE, HOUR, DAY = 60, 3600, 86_400
CYCLE = 400
"""After so many years the calendar repeats itself."""
SECONDS_A_YEAR = 31_556_952
"""The seconds of a year, in the mean of a cycle: a whole number."""

_FARTHEST = 14 * HOUR
_SINCE = 2000
"""A year that a cycle begins with, which `datetime` knows."""
_ANY_YEAR, _ANY_MONTH = 1972, 12

PARTS = re.compile(
    r"""
    (?:(?P<year>-?[0-9]{4,})|-)?(?:-(?P<month>[0-9]{2})|-)?(?:-(?P<day>[0-9]{2}))?
    T?(?:(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?P<fraction>\.[0-9]+)?)?
    (?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?
    """,
    re.VERBOSE | re.ASCII,
)
"""What dates, times of day and their parts consist of, as they are written."""

_NAMES = ("dateTime", "dateTimeStamp", "date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay")
_SPACES: Mapping[str, str] = {XSD + name: name for name in _NAMES} | {XSD + "dateTimeStamp": "dateTime"}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z)?")
_BEFORE = _SINCE * SECONDS_A_YEAR
"""The seconds from the year 0 to the first day that `datetime` knows, less those that count it."""


def _plain_date(lexical_form: str) -> Value | None:
    if _DATE.fullmatch(lexical_form) is None:
        return None
    try:
        return Value("date", date.fromisoformat(lexical_form).toordinal() * DAY + _BEFORE, is_zoned=False)
    except ValueError:  # there is no such day, or no such year
        return None


def _plain_date_time(lexical_form: str) -> Value | None:
    match = _DATE_TIME.fullmatch(lexical_form)
    if match is None:
        return None
    try:
        then = datetime.fromisoformat(lexical_form[:19])
    except ValueError:
        return None
    seconds = then.hour * HOUR + then.minute * MINUTE + then.second
    return Value("dateTime", then.toordinal() * DAY + _BEFORE + seconds, match[1] is not None)


def _time(lexical_form: str, datatype: str) -> Value:
    parts = PARTS.fullmatch(lexical_form)
    assert parts is not None  # noqa: S101 - the lexical form is one of the datatype
    space, zone = _SPACES[datatype], parts["zone"]
    seconds = _seconds_of_day(parts)
    if space == "time":
        seconds %= DAY  # 24:00:00 is 00:00:00
    position: Ordered = _days(parts) * DAY + seconds - (offset_of(zone) if zone else 0)
    year = parts["year"]
    if year:
        position = EXACT.add(_before_cycle(year), position)
    if parts["fraction"]:
        position = EXACT.add(Decimal(parts["fraction"]), position)
    return Value(space, position, zone is not None)


def _seconds_of_day(parts: re.Match[str]) -> int:
    return 0 if parts["hour"] is None else int(parts["hour"]) * HOUR + int(parts["minute"]) * MINUTE + int(parts["second"])


def offset_of(zone: str) -> int:
    """Give how many seconds a time zone is ahead of UTC."""
    if zone == "Z":
        return 0
    seconds = int(zone[1:3]) * HOUR + int(zone[4:]) * MINUTE
    return -seconds if zone[0] == "-" else seconds


def _year_in_cycle(year: str) -> int:
    """Give the place of a year in its cycle: its last four digits tell it."""
    last = int(year[-4:])
    return (-last if year[0] == "-" else last) % CYCLE


def _days(parts: re.Match[str]) -> int:
    """Count the days since the beginning of the cycle."""
    year = _SINCE + (_year_in_cycle(parts["year"]) if parts["year"] else _ANY_YEAR % CYCLE)
    month = int(parts["month"] or _ANY_MONTH)
    day = int(parts["day"] or calendar.monthrange(year, month)[1])
    return date(year, month, day).toordinal()


def _before_cycle(year: str) -> Ordered:
    """Give the seconds from the year 0 to the beginning of the cycle of a year."""
    first = EXACT.subtract(Decimal(year), _year_in_cycle(year))
    return EXACT.multiply(first, SECONDS_A_YEAR)


def compare_across(left: Value, right: Value) -> int | None:
    """Compare two dates or times of the same datatype, of which one has a time zone and the other has none.

    Returns:
        -1 or 1; None when they are not more than 14 hours apart: there are zones in which either is the first.
    """
    apart = EXACT.subtract(Decimal(left.position), Decimal(right.position))
    return None if abs(apart) <= _FARTHEST else -1 if apart < 0 else 1


READERS: Mapping[str, Reader] = dict.fromkeys(_NAMES, _time)
"""What reads dates and times, by the local name of the datatype."""

PLAIN: Mapping[str, PlainReader] = {"date": _plain_date, "dateTime": _plain_date_time}
"""What reads most dates and times, by the local name of the datatype."""
