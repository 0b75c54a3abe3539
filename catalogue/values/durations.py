"""Durations: so many months and so many seconds (XML Schema 1.1, part 2, section 3.3.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from catalogue.values.times import CYCLE, DAY, HOUR, MINUTE, SECONDS_A_YEAR
from catalogue.values.value import DURATION, EXACT, Ordered, Reader, Value

_YEAR = 12
_MONTHS = CYCLE * _YEAR
_SINCE = 2000
_STARTS = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
"""The months at whose beginning two durations start whose ends are compared: those by which the specification orders them."""

PARTS = re.compile(
    r"""
    -?P(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?(?:(?P<days>[0-9]+)D)?
    (?:T(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?(?:(?P<seconds>[0-9.]+)S)?)?
    """,
    re.VERBOSE | re.ASCII,
)
"""What durations consist of, as they are written."""


def _amounts(lexical_form: str) -> tuple[Decimal, Decimal]:
    """Read the months and the seconds of a duration."""
    parts = PARTS.fullmatch(lexical_form)
    assert parts is not None  # noqa: S101 - the lexical form is one of the datatype
    sign = -1 if lexical_form[0] == "-" else 1
    months = _sum(parts, {"years": _YEAR * sign, "months": sign})
    seconds = _sum(parts, {"days": DAY * sign, "hours": HOUR * sign, "minutes": MINUTE * sign, "seconds": sign})
    return months, seconds


def _sum(parts: re.Match[str], factors: Mapping[str, int]) -> Decimal:
    total = Decimal(0)
    for name, factor in factors.items():
        if parts[name]:
            total = EXACT.fma(Decimal(parts[name]), factor, total)
    return total


def _duration(lexical_form: str, _: str) -> Value:
    return Value(DURATION, _amounts(lexical_form))


def _months(lexical_form: str, _: str) -> Value:
    return Value("yearMonthDuration", _amounts(lexical_form)[0])


def _seconds(lexical_form: str, _: str) -> Value:
    return Value("dayTimeDuration", _amounts(lexical_form)[1])


def compare_durations(left: Value, right: Value) -> int | None:
    """Compare two durations.

    Returns:
        -1, 0 or 1; None when which is longer depends on the months in which they lie.
    """
    results = {(one > other) - (one < other) for one, other in zip(_ends(left), _ends(right), strict=True)}
    return results.pop() if len(results) == 1 else None


def _ends(duration: Value) -> Iterator[Ordered]:
    """Give when a duration ends, in seconds, by when it starts."""
    months, seconds = duration.position
    for year, month in _STARTS:
        index = EXACT.add(months, (year - _SINCE) * _YEAR + month - 1)
        in_cycle = int(EXACT.remainder(index, _MONTHS)) % _MONTHS
        before = EXACT.multiply(EXACT.subtract(index, in_cycle), SECONDS_A_YEAR // _YEAR)
        begin = date(_SINCE + in_cycle // _YEAR, in_cycle % _YEAR + 1, 1)
        yield EXACT.add(EXACT.add(before, begin.toordinal() * DAY), seconds)


READERS: Mapping[str, Reader] = {"duration": _duration, "yearMonthDuration": _months, "dayTimeDuration": _seconds}
"""What reads durations, by the local name of the datatype."""
