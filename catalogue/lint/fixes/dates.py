"""Dates: as people write them, put as XSD has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from catalogue.near import nearest

_NUMBERS = re.compile(r"(?P<first>[0-9]{1,2})[-/. ](?P<second>[0-9]{1,2})[-/. ](?P<year>[0-9]{2}|[0-9]{4})")
_COMPACT = re.compile(r"(?P<year>(?:1[5-9]|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})(?:er|st|nd|rd|th)?\s+(?P<month>[^\W\d_]+)\.?,?\s+(?P<year>[0-9]{4})")
_MONTH_FIRST = re.compile(r"(?P<month>[^\W\d_]+)\.?\s+(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>[0-9]{4})")
_MONTH_ALONE = re.compile(r"(?P<month>[^\W\d_]+)\.?,?\s+(?P<year>[0-9]{4})")
_MONTHS = (
    "january janvier jan",
    "february février fevrier feb févr",
    "march mars mar",
    "april avril apr avr",
    "may mai",
    "june juin jun",
    "july juillet jul juil",
    "august août aout aug",
    "september septembre sep sept",
    "october octobre oct",
    "november novembre nov",
    "december décembre decembre dec déc",
)
_NUMBER_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_LAST_MONTH = 12


def dates(written: str) -> Iterator[tuple[str, bool]]:
    """List the dates that may have been meant, the likeliest first, each with whether it surely was.

    A day and a month in numbers are surely told apart where one of them is greater than 12, or both are the same.

    Args:
        written: characters that are no date of XSD.

    >>> list(dates("14/02/2024")), list(dates("3/4/2024"))
    ([('2024-02-14', True)], [('2024-04-03', False), ('2024-03-04', False)])
    >>> list(dates("14 février 2024")), list(dates("February 2024"))
    ([('2024-02-14', True)], [('2024-02', True)])
    """
    numbers = _NUMBERS.fullmatch(written)
    if numbers is not None:
        yield from _of_numbers(int(numbers["first"]), int(numbers["second"]), numbers["year"])
        return
    compact = _COMPACT.fullmatch(written)
    if compact is not None:
        yield f"{compact['year']}-{compact['month']}-{compact['day']}", True
        return
    yield from islice(_in_words(written), 1)


def coarser_dates(written: str) -> Iterator[str]:
    """List what a date with a month that is named is in less precise forms.

    >>> list(coarser_dates("14 février 2024"))
    ['2024-02', '2024']
    """
    return (date for date, _ in islice(_in_words(written), 1, None))


def _in_words(written: str) -> Iterator[tuple[str, bool]]:
    words = _DAY_FIRST.fullmatch(written) or _MONTH_FIRST.fullmatch(written) or _MONTH_ALONE.fullmatch(written)
    return _of_words(words.groupdict()) if words is not None else iter(())


def _of_words(words: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """List the date with a month that is named, as precise as it is given, then the less precise ones."""
    name = words["month"].lower()
    meant = name if name in _NUMBER_OF else nearest(name, _NUMBER_OF)
    if meant is None:
        return
    month = f"{words['year']}-{_NUMBER_OF[meant]:02}"
    precise = f"{month}-{int(words['day']):02}" if "day" in words else month
    for date in dict.fromkeys((precise, month, words["year"])):
        yield date, date == precise and meant == name


def _of_numbers(first: int, second: int, year: str) -> Iterator[tuple[str, bool]]:
    is_whole = len(year) > len("24")
    whole = year if is_whole else f"20{year}"
    orders = [(second, first), (first, second)]
    possible = list(dict.fromkeys((month, day) for month, day in orders if 0 < month <= _LAST_MONTH))
    for month, day in possible:
        yield f"{whole}-{month:02}-{day:02}", is_whole and len(possible) == 1
