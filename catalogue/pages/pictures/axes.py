"""The axis below a chart: where its points are along it, and what is written below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from babel import Locale

from catalogue.pages.literals import in_short, locale_of, localized
from catalogue.pages.pictures.drawn import WIDTH, fitted, reckoned
from catalogue.pages.pictures.scales import Scale, ticks
from catalogue.pages.pictures.series import Point, Series, shown
from catalogue.query.drawing import NAMES, NUMBERS
from catalogue.terms import XSD, Literal, NamedNode
from catalogue.values.spans import days_to, year_of

_DAY = 86_400
_MARGIN = 12
_MOST_OWN, _MOST_YEARS, _LEAST_YEARS = 8, 6, 3
_LONGEST = 110
_BETWEEN = 12


@dataclass(frozen=True)
class Axis:
    """An axis from left to right.

    Attributes:
        scale: gives the places of numbers and of times.
        order: the places of names.
        labels: what is written below, with its places.
    """

    scale: Scale
    order: dict[str, Fraction]
    labels: Sequence[tuple[Fraction, str]]

    def place(self, point: Point) -> Fraction:
        """Give the place of a point: the middle of what it covers."""
        return self.order[point.label] if point.at is None else self.scale.place(point.at)

    def reach(self, point: Point) -> tuple[Fraction, Fraction]:
        """Give the places where what a point covers begins and ends."""
        if point.begin is None or point.end is None:
            return self.place(point), self.place(point)
        return self.scale.place(point.begin), self.scale.place(point.end)


def axis_of(series: Sequence[Series], kind: str, left: int, language: str) -> Axis:
    """Lay out the axis of points.

    Args:
        series: the points; those of an axis of numbers or times have places on it.
        kind: `NAMES`, `NUMBERS` or `TIMES`.
        left: where the axis begins.
        language: the language of its labels.
    """
    points = [point for one in series for point in one.points]
    first, last = left + _MARGIN, WIDTH - _MARGIN
    if kind == NAMES:
        return _of_names(list(dict.fromkeys(point.label for point in points)), first, last)
    if kind == NUMBERS:
        steps = ticks(point.begin for point in points if point.begin is not None)
        scale = Scale(steps[0], steps[-1], first, last)
        return Axis(scale, {}, [(scale.place(step), in_short(shown(step), language)) for step in steps])
    return _of_times(points, first, last, language)


def _of_names(names: Sequence[str], first: int, last: int) -> Axis:
    scale = Scale(Fraction(0), Fraction(max(1, len(names))), first, last)
    order = {name: scale.place(number + Fraction(1, 2)) for number, name in enumerate(names)}
    room = max(24, min(_LONGEST, (last - first) // max(1, len(names)) - _BETWEEN))
    return Axis(scale, order, [(place, fitted(name, room)) for name, place in order.items()])


def _of_times(points: Sequence[Point], first: int, last: int, language: str) -> Axis:
    begins = [point.begin for point in points if point.begin is not None]
    ends = [point.begin if point.end is None else point.end for point in points if point.begin is not None]
    least, most = min(begins), max(e for e in ends if e is not None)
    if least == most:
        least, most = least - _DAY, most + _DAY
    scale = Scale(least, most, first, last)
    own = {point.at: point.label for point in points if point.at is not None}
    apart = year_of(int(most)) - year_of(int(least))
    if len(own) > _MOST_OWN and apart >= _LEAST_YEARS:
        return Axis(scale, {}, [(scale.place(at), label) for at, label in years_between(least, most, language)])
    return Axis(scale, {}, [(scale.place(at), fitted(label, _LONGEST)) for at, label in sorted(own.items())])


def years_between(least: Fraction, most: Fraction, language: str) -> Iterable[tuple[Fraction, str]]:
    """Give the beginnings of years in round steps that lie between two times."""
    first, last = year_of(int(least)), year_of(int(most))
    step = max(1, int(ticks([Fraction(0), Fraction(last - first)], _MOST_YEARS)[1]))
    for year in range(-(-first // step) * step, last + 1, step):
        at = Fraction(days_to(year, 1, 1) * _DAY)
        if least <= at <= most:
            yield at, year_in_words(year, language)


def months_between(least: Fraction, most: Fraction, language: str) -> Iterable[tuple[Fraction, str]]:
    """Give the beginnings of the months that lie between two times of the years 1 to 9999 which few years lie between."""
    first, last = year_of(int(least)), year_of(int(most))
    if first < 1 or last > _LAST_YEAR or last - first >= _FEW_YEARS:
        return
    for year, month in product(range(first, last + 1), range(1, 13)):
        at = Fraction(days_to(year, month, 1) * _DAY)
        if least <= at <= most:
            yield at, localized(Literal(f"{year:04}-{month:02}", datatype=NamedNode(XSD + "gYearMonth")), language)


_LAST_YEAR, _FEW_YEARS = 9999, 3


def year_in_words(year: int, language: str) -> str:
    """Write a year; one before the year 1 with its era.

    >>> year_in_words(2023, "fr"), year_in_words(-43, "en"), year_in_words(0, "fr")
    ('2023', '44 BC', '1 av. J.-C.')
    """
    if year > 0:
        return str(year)
    locale: Locale = locale_of(language)
    return f"{1 - year} {locale.eras['abbreviated'][0]}"


def that_fit(labels: Sequence[tuple[Fraction, str]], left: int) -> list[tuple[Fraction, str]]:
    """Choose as many labels as there is room for, the first and the last before others, and move them into the picture.

    Args:
        labels: labels with the places of their middles, in the order of these.
        left: where the room begins.

    Returns:
        Those that are written, with their places; none overlaps another.
    """
    chosen: list[tuple[Fraction, Fraction, str]] = []
    for place, label in [*labels[:1], *labels[-1:], *labels[1:-1]]:
        half = Fraction(reckoned(label), 2)
        middle = min(max(place, left + half), WIDTH - half)
        if all(middle + half + _BETWEEN <= begin or middle - half - _BETWEEN >= end for begin, end, _ in chosen):
            chosen.append((middle - half, middle + half, label))
    return [((begin + end) / 2, label) for begin, end, label in sorted(chosen)]
