"""Commas: a number with a decimal comma, which Turtle reads as two."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from catalogue.lexical import INTEGERS
from catalogue.lint.located import Located
from catalogue.lint.places import Places
from catalogue.messages import Message, Text
from catalogue.shacl.constraints import Constraints
from catalogue.shacl.results import Result
from catalogue.terms import XSD

_WITH_COMMA = re.compile(r"(?<![\w.,])(?P<first>[+-]?[0-9]+),(?P<second>[0-9]+)(?![\w.,])")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_COMPONENTS = frozenset({"Datatype", "MaxCount", "Or", "Xone"})
_DIGITS = 40
"""How many characters before and behind a number are looked at."""
_WHOLE = frozenset(XSD + name for name in INTEGERS)
_DECIMALS = frozenset(XSD + name for name in ("decimal", "double", "float"))


class Comma(NamedTuple):
    """Two numbers that are one, where they stand.

    Attributes:
        start: characters before them.
        end: characters up to their end.
        text: the number that may have been meant, as Turtle has it; None where the shape allows none.
        advice: what is read, and what to write instead.
    """

    start: int
    end: int
    text: str | None
    advice: Text


def decimal_comma(constraints: Constraints, places: Places, statement: Located | None, result: Result) -> Comma | None:
    """Recognize that the value of a statement is a part of a number with a comma: `1,5` are the values 1 and 5.

    Args:
        constraints: the shapes and the data.
        places: where statements are.
        statement: where the value stands.
        result: that it has another datatype than a decimal, or that there are more values than one.

    Returns:
        None where the shape allows several values that are no decimals, or a space or another number follows the comma.
    """
    if statement is None or result.component not in _COMPONENTS:
        return None
    datatypes = constraints.offered(result, "datatype")
    if not _is_one(constraints, result) and _DECIMALS.isdisjoint(datatypes):
        return None
    text, start = places.text(statement.path), statement.object.offset
    end = start + statement.object.length
    around = _WITH_COMMA.finditer(text, max(start - _DIGITS, 0), end + _DIGITS)
    match = next((each for each in around if each.start() <= start < each.end()), None)
    return _read(match, datatypes) if match is not None and text[start:end].lstrip("+-").isdecimal() else None


def _is_one(constraints: Constraints, result: Result) -> bool:
    most = constraints.shape(result).value("maxCount")
    return most is not None and most.value == "1"


def _read(match: re.Match[str], datatypes: Collection[str]) -> Comma:
    written, numbers = match[0], {"first": match["first"], "second": match["second"]}
    if datatypes and _WHOLE.issuperset(datatypes):
        text = written.replace(",", "") if _THOUSANDS.fullmatch(written) else None
        return Comma(*match.span(), text, Message("lint.two-numbers-whole", written=written, **numbers))
    decimal = written.replace(",", ".")
    is_allowed = not datatypes or not _DECIMALS.isdisjoint(datatypes)
    advice = Message("lint.two-numbers", written=written, decimal=decimal, **numbers)
    return Comma(*match.span(), decimal if is_allowed else None, advice)
