"""Ill-typed literals: why characters are no value of their datatype, where that can be told."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping, Sequence

from catalogue.lexical import INTEGERS, bounds, is_valid
from catalogue.lint.ill_timed import TIME, time_reason, zone_reason
from catalogue.messages import Message, Text
from catalogue.terms import XSD

_DAY_FIRST = re.compile(r"[0-9]{1,2}(?P<mark>[-/. ])[0-9]{1,2}(?P=mark)(?P<year>[0-9]+)(?![0-9-])")
_TWO_DIGITS = re.compile(r"[0-9]{1,3}(?:[-/.][0-9]{1,2}){0,2}")
_JOINED = re.compile(r"-?[0-9]{4,}[/.][0-9]{1,2}(?:[/.][0-9]{1,2})?|[0-9]{8}")
_WORD = re.compile(r"[^\W\d_]{3,}")
_PARTS = re.compile(r"(?P<year>-?[0-9]{4,})(?:-(?P<month>[0-9]{1,9}))?(?:-(?P<day>[0-9]{1,9}))?(?P<rest>.*)", re.DOTALL)
_WITH_TIME = re.compile(r"[0-9][T ][0-9]{1,2}[:hH]")
_LETTER = re.compile(r"(?<=[0-9])T")
_UNJOINED = re.compile(
    r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}(?:[^0-9T+-]{0,3}[0-9]{1,2}:[0-9]{2}|[^0-9T]{0,3}[0-9]{1,2}:[0-9]{2}:[0-9]{2})"
)
"""A date and a time that something else than `T` joins, or nothing."""
_GROUPED = re.compile(r"[0-9][\s'’_][0-9]")
_NUMBER = re.compile(r"[+-]?[0-9]*\.?[0-9]*")
_EXPONENT = re.compile(r"[+-]?[0-9.]+[eE][+-]?[0-9]+")
_UNIT = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?\s*(?P<unit>[^\s0-9.,eE].*)", re.DOTALL)
_DATES = {"date": "2024-02-14", "gYear": "2024", "gYearMonth": "2024-02"}
_DATE_TIMES = {"dateTime": "2024-02-14T09:30:00", "dateTimeStamp": "2024-02-14T09:30:00Z"}
_EXAMPLES: Mapping[str, str] = {
    **_DATES,
    **_DATE_TIMES,
    "time": TIME,
    "gMonth": "--02",
    "gMonthDay": "--02-14",
    "gDay": "---14",
    "duration": "P1Y2M",
    "yearMonthDuration": "P1Y2M",
    "dayTimeDuration": "P1DT2H",
    "language": "pt-BR",
}
"""What a value of a datatype looks like, by its name in XSD."""
_MONTHS, _DAYS, _LEAP = 12, 31, 2000
_TWO, _FOUR = 2, 4

Rule = Callable[[str, str], Text | None]


def reason(lexical: str, datatype: str) -> Text | None:
    """Say why some characters are no value of a datatype.

    Args:
        lexical: the characters, which are none.
        datatype: the IRI of the datatype.

    Returns:
        The reason by language, without a subject; None where none is known.

    >>> reason("2023-02-30", XSD + "date")["en"], reason("1,5", XSD + "decimal")["en"]
    ('the month 2023-02 has 28 days', 'decimals follow `.`, not `,`')
    """
    name = datatype.removeprefix(XSD)
    return next((text for rule in (_blank, *_rules(name)) if (text := rule(lexical, name)) is not None), None)


def _rules(name: str) -> Sequence[Rule]:
    if name in _DATES:
        return (_time_of_day, _within, *_OF_DATES, _example)
    if name in _DATE_TIMES:
        return (_no_letter, _within, _between_date_and_time, _date_of_time, _no_time, _no_zone, _clock, _example)
    if name in INTEGERS or name in {"decimal", "double", "float"}:
        return _OF_NUMBERS
    return {"time": (_within, _clock, _example), "boolean": (_boolean,)}.get(name, (_example,))


def _blank(lexical: str, name: str) -> Text | None:
    if not lexical.strip():
        return Message("C210.empty")
    trimmed = lexical.strip()
    return Message("C210.around") if trimmed != lexical and is_valid(trimmed, XSD + name) else None


def _example(_: str, name: str) -> Text | None:
    return Message("C210.example", example=_EXAMPLES[name]) if name in _EXAMPLES else None


# Dates


def _time_of_day(lexical: str, name: str) -> Text | None:
    return Message("C210.with-time", name=f"xsd:{name}") if _WITH_TIME.search(lexical) else None


def _no_letter(lexical: str, _: str) -> Text | None:
    """Say that a date and a time are not joined as they should be."""
    return Message("C210.no-letter") if re.search(r"[0-9] [0-9]{1,2}:", lexical) else None


def _order(lexical: str, name: str) -> Text | None:
    """Say that the year is not first, or not whole."""
    match = _DAY_FIRST.match(lexical)
    if match is not None and len(match["year"]) >= _FOUR:
        return Message("C210.year-first", example=_EXAMPLES[name])
    return Message("C210.short-year") if match is not None or _TWO_DIGITS.fullmatch(lexical) else None


def _marks(lexical: str, name: str) -> Text | None:
    return Message("C210.hyphens", example=_EXAMPLES[name]) if _JOINED.match(lexical) and "-" not in lexical[1:] else None


def _word(lexical: str, name: str) -> Text | None:
    is_in_words = _WORD.search(lexical) is not None and not _PARTS.match(lexical)
    return Message("C210.digits", example=_EXAMPLES[name]) if is_in_words else None


def _calendar(lexical: str, _: str) -> Text | None:
    """Say which part of a date is of no calendar."""
    parts = _PARTS.fullmatch(lexical)
    month, day = (parts["month"], parts["day"]) if parts is not None else (None, None)
    if parts is None or month is None:
        return None
    if not 1 <= int(month) <= _MONTHS:
        return Message("C210.no-month", month=month)
    days = calendar.monthrange(int(parts["year"][-_FOUR:]) or _LEAP, int(month))[1]
    if day is not None and not 1 <= int(day) <= _DAYS:
        return Message("C210.no-day", day=day)
    if day is not None and int(day) > days:
        return Message("C210.month-days", month=f"{parts['year']}-{int(month):02}", days=days)
    return Message("C210.two-digits") if {len(month), len(day or month)} != {_TWO} else None


def _missing(lexical: str, name: str) -> Text | None:
    """Say that a date has too few parts, or too many."""
    parts = _PARTS.fullmatch(lexical)
    if parts is None or (parts["rest"] and zone_reason(parts["rest"]) is not None):
        return None
    has_month, has_day = parts["month"] is not None, parts["day"] is not None
    if (name == "gYear" and has_month) or (name == "gYearMonth" and has_day):
        return Message("C210.too-much", name=f"xsd:{name}", example=_EXAMPLES[name])
    if name != "gYear" and not has_month:
        return Message("C210.no-month-given") if name == "gYearMonth" else Message("C210.year-alone")
    return Message("C210.no-day-given") if name not in {"gYear", "gYearMonth"} and not has_day else None


def _behind_date(lexical: str, name: str) -> Text | None:
    """Say what is wrong behind the digits of a date."""
    parts = _PARTS.fullmatch(lexical)
    rest = parts["rest"] if parts is not None else ""
    if parts is None or not rest:
        return None
    if parts["day"] is not None and re.match(r"-[0-9]{1,2}(?![0-9:])", rest):
        return Message("C210.too-much", name=f"xsd:{name}", example=_EXAMPLES[name])
    if parts["day"] is None and re.match(r"[/.][0-9]", rest):
        return Message("C210.hyphens", example=_EXAMPLES[name])
    return zone_reason(rest)


# Times


def _between_date_and_time(lexical: str, _: str) -> Text | None:
    return Message("C210.letter") if _UNJOINED.match(lexical) else None


def _within(lexical: str, name: str) -> Text | None:
    return Message("C210.within") if is_valid(re.sub(r"\s", "", lexical), XSD + name) else None


def _date_of_time(lexical: str, name: str) -> Text | None:
    """Say what is wrong with the date before a time, or with what is a date alone."""
    date = _LETTER.split(lexical, maxsplit=1)[0]
    return next((text for rule in _OF_DATES if (text := rule(date, name)) is not None), None)


def _no_time(lexical: str, name: str) -> Text | None:
    parts = _LETTER.split(lexical, maxsplit=1)
    return None if parts[1:] and parts[1] else Message("C210.no-time", example=_EXAMPLES[name])


def _clock(lexical: str, _: str) -> Text | None:
    return time_reason(_LETTER.split(lexical, maxsplit=1)[-1])


def _no_zone(lexical: str, name: str) -> Text | None:
    is_time = name == "dateTimeStamp" and is_valid(lexical, XSD + "dateTime")
    return Message("C210.no-zone") if is_time else None


# Numbers and booleans


def _minus(lexical: str, _: str) -> Text | None:
    return Message("C210.minus") if lexical[0] in "−–—‐‑‒" else None


def _between(lexical: str, _: str) -> Text | None:
    return Message("C210.between-digits") if _GROUPED.search(lexical) else None


def _comma(lexical: str, _: str) -> Text | None:
    return Message("C210.comma") if re.search(r"[0-9],[0-9]", lexical) else None


def _whole(lexical: str, name: str) -> Text | None:
    if name in INTEGERS and _NUMBER.fullmatch(lexical) and "." in lexical:
        return Message("C210.no-point", name=f"xsd:{name}")
    return Message("C210.no-exponent", name=f"xsd:{name}") if _EXPONENT.fullmatch(lexical) else None


def _range(lexical: str, name: str) -> Text | None:
    """Say which bound of its datatype an integer is beyond."""
    if name not in INTEGERS or not is_valid(lexical, XSD + "integer"):
        return None
    least, most = bounds(name)
    if most is not None and is_valid(lexical, XSD + "nonNegativeInteger"):
        return Message("C210.above", name=f"xsd:{name}", most=most)
    return Message("C210.below", name=f"xsd:{name}", least=least) if least is not None else None


def _unit(lexical: str, _: str) -> Text | None:
    unit = _UNIT.fullmatch(lexical)
    return Message("C210.unit", unit=unit["unit"].strip()) if unit is not None else None


def _no_number(_: str, __: str) -> Text | None:
    return Message("C210.no-number")


def _boolean(_: str, __: str) -> Text | None:
    return Message("C210.boolean")


_OF_DATES: Sequence[Rule] = (_order, _marks, _word, _calendar, _missing, _behind_date)
_OF_NUMBERS: Sequence[Rule] = (_minus, _between, _comma, _whole, _range, _unit, _no_number)
