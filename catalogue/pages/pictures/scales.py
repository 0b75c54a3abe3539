"""Scales: from values to places, exactly: no place depends on a machine, so that pictures have the same bytes anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

_FACTORS = (1, 2, 5)
_TENTHS = 10


@dataclass(frozen=True)
class Scale:
    """A linear scale.

    Attributes:
        least: the value at the first place.
        most: the value at the last place; greater than the least.
        first: the first place.
        last: the last place, which may lie before it.

    >>> Scale(Fraction(0), Fraction(10), 20, 120).place(Fraction(5, 2))
    Fraction(45, 1)
    """

    least: Fraction
    most: Fraction
    first: int
    last: int

    def place(self, value: Fraction) -> Fraction:
        """Give the place of a value."""
        return self.first + (value - self.least) / (self.most - self.least) * (self.last - self.first)


def ticks(values: Iterable[Fraction], about: int = 5) -> list[Fraction]:
    """Give round values in equal steps of 1, 2 or 5 times a power of ten, from below the least to above the greatest.

    Args:
        values: the values; at least one.
        about: how many steps there are at most between them.

    Returns:
        At least two of them, ascending; zero is among them where all values are the same.

    >>> [int(tick) for tick in ticks([Fraction(3), Fraction(709)])]
    [0, 200, 400, 600, 800]
    >>> [float(tick) for tick in ticks([Fraction(1, 10**6)])]
    [0.0, 2e-07, 4e-07, 6e-07, 8e-07, 1e-06]
    """
    values = list(values)
    least, most = min(values), max(values)
    if least == most:
        least, most = min(least, Fraction(0)), max(most, Fraction(0))
    if least == most:
        most = Fraction(1)
    step = _step((most - least) / about)
    first, last = least // step, -(-most // step)
    return [number * step for number in range(first, last + 1)]


def _step(least: Fraction) -> Fraction:
    """Give the least round step that is not shorter."""
    power = Fraction(1)
    while power > least:
        power /= 10
    while power * 10 <= least:
        power *= 10
    return next((power * factor for factor in _FACTORS if power * factor >= least), power * 10)


def coordinate(place: Fraction | int) -> str:
    """Write a place with one decimal at most, ties to even.

    >>> [coordinate(Fraction(n, 40)) for n in (0, 1, 2, -50)]
    ['0', '0', '0', '-1.2']
    >>> coordinate(Fraction(401, 8))
    '50.1'
    """
    tenths = round(place * _TENTHS)
    whole, part = divmod(abs(tenths), _TENTHS)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}"
