"""Lexical forms: which characters are a value of an XSD datatype (XML Schema 1.1, part 2, section 3)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from functools import cache

from catalogue.terms import XSD

_YEAR = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_PERIOD = r"[0-9]+Y(?:[0-9]+M)?|[0-9]+M"
_SECONDS = r"[0-9]+(?:\.[0-9]+)?S"
_CLOCK = rf"T(?:[0-9]+H(?:[0-9]+M)?(?:{_SECONDS})?|[0-9]+M(?:{_SECONDS})?|{_SECONDS})"
_DAYS = rf"[0-9]+D(?:{_CLOCK})?|{_CLOCK}"
_INTEGER = r"[+-]?[0-9]+"
_FLOAT = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_NAME_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME_REST = _NAME_START + "0-9.\u00b7\u0300-\u036f\u203f\u2040-"
"""The characters of names (XML 1.0, section 2.3) but the colon: at their beginning, and behind it."""
_BYTES = r"(?:[A-Za-z0-9+/] ?)"
_BASE64 = rf"(?:{_BYTES}{{4}})*(?:{_BYTES}{{3}}[A-Za-z0-9+/]|{_BYTES}{{2}}[AEIMQUYcgkosw048] ?=|{_BYTES}[AQgw] ?= ?=)|"

_PATTERNS: Mapping[str, str] = {
    "boolean": r"true|false|1|0",
    "decimal": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
    "float": _FLOAT,
    "double": _FLOAT,
    "duration": rf"-?P(?:(?:{_PERIOD})(?:{_DAYS})?|{_DAYS})",
    "yearMonthDuration": rf"-?P(?:{_PERIOD})",
    "dayTimeDuration": rf"-?P(?:{_DAYS})",
    "dateTime": rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}?",
    "dateTimeStamp": rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
    "time": rf"{_TIME}{_ZONE}?",
    "date": rf"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}?",
    "gYear": rf"{_YEAR}{_ZONE}?",
    "gYearMonth": rf"{_YEAR}-{_MONTH}{_ZONE}?",
    "gMonth": rf"--{_MONTH}{_ZONE}?",
    "gMonthDay": rf"--{_MONTH}-{_DAY}{_ZONE}?",
    "gDay": rf"---{_DAY}{_ZONE}?",
    "hexBinary": r"(?:[0-9A-Fa-f]{2})*",
    "base64Binary": _BASE64,
    "language": r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*",
    "Name": f"[:{_NAME_START}][:{_NAME_REST}]*",
    "NCName": f"[{_NAME_START}][{_NAME_REST}]*",
    "NMTOKEN": f"[:{_NAME_REST}]+",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
}

_INTEGERS: Mapping[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
INTEGERS = frozenset(_INTEGERS)
"""The datatypes of integers, by their names in XSD."""

_DATED = re.compile(r"(-?[0-9]{4,})-([0-9]{2})-([0-9]{2})")
_MONTH_DAY = re.compile(r"--([0-9]{2})-([0-9]{2})")
_LEAP = 2000
_DIGITS = 1000


def bounds(name: str) -> tuple[int | None, int | None]:
    """Give the least and the greatest integer of a datatype of integers, each None where there is none.

    >>> bounds("byte"), bounds("positiveInteger")
    ((-128, 127), (1, None))
    """
    return _INTEGERS[name]


DATATYPES = frozenset(XSD + name for name in (*_PATTERNS, *_INTEGERS, "string", "anyURI"))
"""The datatypes whose lexical forms are known."""


def has_forms(datatype: str) -> bool:
    """Tell whether some characters are no value of a datatype, as far as is known.

    >>> has_forms(XSD + "date"), has_forms(XSD + "string")
    (True, False)
    """
    name = datatype.removeprefix(XSD) if datatype.startswith(XSD) else ""
    return name in _INTEGERS or name in _PATTERNS


def pattern_of(datatype: str) -> str | None:
    """Give a regular expression that all values of a datatype match whole, or None where none is known.

    >>> pattern_of(XSD + "gYearMonth") is None, pattern_of(XSD + "anyURI")
    (False, None)
    """
    return _PATTERNS.get(datatype.removeprefix(XSD)) if datatype.startswith(XSD) else None


def is_valid(lexical: str, datatype: str) -> bool:
    """Tell whether characters are a value of a datatype.

    Args:
        lexical: the characters; white space counts, as it does in RDF.
        datatype: the IRI of the datatype.

    Returns:
        Whether they are; True for a datatype that is not known.

    >>> is_valid("2024-02-29", XSD + "date"), is_valid("2024-02-31", XSD + "date"), is_valid("300", XSD + "byte")
    (True, False, False)
    """
    name = datatype.removeprefix(XSD) if datatype.startswith(XSD) else ""
    if name in _INTEGERS:
        return _is_integer(lexical, *_INTEGERS[name])
    if name not in _PATTERNS:
        return True
    return _pattern(name).fullmatch(lexical) is not None and _is_in_calendar(name, lexical)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def _is_integer(lexical: str, least: int | None, most: int | None) -> bool:
    if not re.fullmatch(_INTEGER, lexical, re.ASCII):
        return False
    if least is None and most is None:
        return True
    digits = int(lexical.lstrip("+-0")[:_DIGITS] or "0")  # Python limits the conversion of very long numbers
    value = -digits if lexical[0] == "-" else digits
    return (least is None or value >= least) and (most is None or value <= most)


def _is_in_calendar(name: str, lexical: str) -> bool:
    if name in {"date", "dateTime", "dateTimeStamp"}:
        match = _DATED.match(lexical)
        return match is None or int(match[3]) <= _days(int(match[1][-4:]), int(match[2]))
    if name == "gMonthDay":
        match = _MONTH_DAY.match(lexical)
        return match is None or int(match[2]) <= _days(_LEAP, int(match[1]))
    return True


def _days(year: int, month: int) -> int:
    """Count the days of a month; the last four digits of a year say whether it is a leap year."""
    return calendar.monthrange(year or _LEAP, month)[1]
