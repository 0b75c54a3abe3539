"""What charts are made of: points in series, with numbers that are exact."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from catalogue.pages.literals import in_number, localized
from catalogue.query.values import number_of
from catalogue.terms import Literal, Term
from catalogue.values.spans import span_of


@dataclass(frozen=True)
class Point:
    """A number and what it is of.

    Attributes:
        label: what it is of, as it is shown: a name, a number, a date in words.
        number: the number.
        begin: where it begins on an axis of numbers or of times (seconds since 1970); None for names.
        end: where it ends: a year, a month and a day cover a time.
        is_approximate: whether the number is rounded, or about that: its point is hollow.
        written: the number as it is shown, or empty for the number itself.
    """

    label: str
    number: Fraction
    begin: Fraction | None = None
    end: Fraction | None = None
    is_approximate: bool = False
    written: str = ""

    @property
    def at(self) -> Fraction | None:
        """The middle of what it covers."""
        return None if self.begin is None else (self.begin + (self.begin if self.end is None else self.end)) / 2

    def text(self, language: str) -> str:
        """Write the number as it is shown."""
        return self.written or in_number(shown(self.number), language)


@dataclass(frozen=True)
class Series:
    """Points that belong together, and what they are called; nothing where they are alone."""

    name: str
    points: Sequence[Point]


def dated(when: Term, number: Term, language: str, *, is_approximate: bool = False, written: str = "") -> Point | None:
    """Make a point of a number at a date; None where the one is no finite number or the other no date.

    >>> from catalogue.terms import XSD, NamedNode
    >>> year = Literal("2023", datatype=NamedNode(XSD + "gYear"))
    >>> dated(year, Literal("950000", datatype=NamedNode(XSD + "integer")), "en").text("en")
    '950,000'
    """
    span, value = span_of(when), number_of(number)
    if span is None or value is None or not isinstance(when, Literal):
        return None
    begin, end = Fraction(span.begin), Fraction(span.end)
    return Point(localized(when, language), value, begin, end, is_approximate, written)


def shown(number: Fraction) -> Decimal:
    """Give a number as it is written, with 15 digits at most.

    >>> shown(Fraction(1, 3)), shown(Fraction(1368454))
    (Decimal('0.333333333333333'), Decimal('1368454'))
    """
    if number.denominator == 1:
        return Decimal(number.numerator)
    return Decimal(f"{float(number):.15g}") if _is_float(number) else Decimal(round(number))


def _is_float(number: Fraction) -> bool:
    try:
        return math.isfinite(float(number))
    except OverflowError:
        return False


def numbers_of(series: Iterable[Series]) -> list[Fraction]:
    """List the numbers of series."""
    return [point.number for one in series for point in one.points]
