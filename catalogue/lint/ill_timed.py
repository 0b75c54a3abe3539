"""Ill-typed times: why the time of day in a literal is none, part by part, and why its time zone is none."""

from __future__ import annotations

import re

from catalogue.lexical import is_valid
from catalogue.messages import Message, Text
from catalogue.terms import XSD

TIME = "09:30:00"
"""What a time looks like."""
_HALF_DAY = re.compile(r"[0-9]\s*[AaPp]\.?\s?[Mm]\b")
_OTHER_MARKS = re.compile(
    r"[0-9]{1,2}\s?[^0-9:+\-−Zz\s]\s?(?:[0-9]{1,2}|$)|[0-9]{1,2}:[0-9]{1,2}(?:[^0-9:+\-−Zz.\s]\s?|\.(?=[0-9]{2}(?![0-9])))[0-9]{1,2}"
    r"|[0-9]{1,2}[-−][0-9]{1,2}(?:[-−]|$)|(?:[0-9]{4}|[0-9]{6})(?![0-9:])"
)
"""Hours, minutes and seconds that something else than a colon joins, or nothing."""
_HOUR_ALONE = re.compile(r"[0-9]{1,2}(?:[Zz]|[+\-−].*)?")
_TIME = re.compile(
    r"(?P<hour>[0-9]{1,9}):(?P<minute>[0-9]{1,9})(?P<second>:[0-9]{1,9})?(?P<fraction>\.[0-9]+)?(?P<rest>.*)", re.DOTALL
)
_MORE_PARTS = re.compile(r"(?::[0-9]+)+")
_LIKE_ZONE = re.compile(r"\s*(?:[+\-−]|[^\W\d_]|[\[(])")
_ZONE = re.compile(r"[+-](?P<hours>[0-9]{2}):(?P<minutes>[0-9]{2})")
_LAST_HOUR, _LAST_MINUTE, _TWO = 24, 59, 2


def time_reason(written: str) -> Text | None:
    """Say why characters are no time of day, with a time zone or without; None where nothing is wrong that is known.

    >>> time_reason("08:14:00:00+10:00")["en"], time_reason("10:00:00+0100")["en"]
    ('a time has three parts, as in `09:30:00`; `:00` is one too many', 'a time zone is written `Z` or as in `+01:00`')
    """
    if _HALF_DAY.search(written):
        return Message("C210.half-day")
    if _OTHER_MARKS.match(written):
        return Message("C210.colons", example=TIME)
    if _HOUR_ALONE.fullmatch(written):
        return Message("C210.hour-alone", example=TIME)
    time = _TIME.fullmatch(written)
    return None if time is None else _clock(time) or _behind(time["rest"])


def zone_reason(rest: str) -> Text | None:
    """Say why what stands behind a date or a time is no time zone; None where it is one, or nothing."""
    if rest in {"", "Z"}:
        return None
    zone = _ZONE.fullmatch(rest)
    if zone is None:
        return Message("C210.zone") if _LIKE_ZONE.match(rest) else Message("C210.rest", rest=rest.strip())
    if int(zone["minutes"]) > _LAST_MINUTE:
        return Message("C210.no-minute", minute=zone["minutes"])
    return None if is_valid(f"2024{rest}", XSD + "gYear") else Message("C210.far-zone")


def _clock(time: re.Match[str]) -> Text | None:
    """Say which part of a time is missing, or of no clock."""
    hour, minute, second = time["hour"], time["minute"], (time["second"] or "")[1:]
    if int(hour) > _LAST_HOUR:
        return Message("C210.no-hour", hour=hour)
    late = next((part for part in (minute, second) if part and int(part) > _LAST_MINUTE), None)
    if late is not None:
        return Message("C210.no-minute", minute=late)
    if not second:
        return Message("C210.no-seconds")
    if {len(hour), len(minute), len(second)} != {_TWO}:
        return Message("C210.two-digits-of-time", example=TIME)
    return None if is_valid(f"{hour}:{minute}:{second}{time['fraction'] or ''}", XSD + "time") else Message("C210.midnight")


def _behind(rest: str) -> Text | None:
    """Say what is wrong behind the seconds."""
    more = _MORE_PARTS.match(rest)
    if more is not None:
        return Message("C210.more-parts", example=TIME, rest=more[0])
    return Message("C210.comma") if re.match(r",[0-9]", rest) else zone_reason(rest)
