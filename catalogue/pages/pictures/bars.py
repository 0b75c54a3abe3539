"""Bars that lie: each under its name, with its number at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from catalogue.pages.pictures.drawn import LINE, SHAPES, WIDTH, Element, Picture, element, fitted, reckoned, text
from catalogue.pages.pictures.legends import legend
from catalogue.pages.pictures.scales import Scale
from catalogue.pages.pictures.series import Point, Series, numbers_of
from catalogue.pages.pictures.wording import Wording

_BAR, _GAP = 12, 8
_STEP = _BAR + 4
_MOST_OF_NUMBERS = 160
_LEAST = Fraction(3, 2)
"""How long the bar of a number is at least that is not zero."""


def bar_chart(series: Sequence[Series], wording: Wording) -> Picture | None:
    """Draw series of numbers as bars from zero.

    Args:
        series: the series, each with one point for each name or without.
        wording: its texts.

    Returns:
        The picture: the names in the order in which they come first, below each a bar for each series; None where there is no
        point.
    """
    series = [one for one in series if one.points]
    if not series:
        return None
    keys, top = legend(series, wording.language, are_bars=True)
    if wording.y:
        keys.append(text(fitted(wording.y, WIDTH), 0, top + 15, "soft"))
        top += LINE + 3
    right = min(_MOST_OF_NUMBERS, max(reckoned(point.text(wording.language)) for one in series for point in one.points))
    scale = _scale(numbers_of(series), WIDTH - right - 8)
    groups, height = [], top + 4
    for name, points in _by_name(series).items():
        groups.append(_group(name, points, scale, height, wording.language))
        height += LINE + _STEP * len(points) + _GAP
    columns, rows = wording.table(series)
    return Picture(wording.title, wording.description("bar", series), WIDTH, height, [*keys, *groups], columns, rows)


def _scale(numbers: Sequence[Fraction], last: int) -> Scale:
    least, most = min(Fraction(0), *numbers), max(Fraction(0), *numbers)
    return Scale(least, most if most > least else least + 1, 2, last)


def _by_name(series: Sequence[Series]) -> Mapping[str, list[tuple[int, str, Point]]]:
    """Give the points of each name, with the number and the name of their series."""
    groups: dict[str, list[tuple[int, str, Point]]] = {}
    for number, one in enumerate(series):
        for point in one.points:
            groups.setdefault(point.label, []).append((number, one.name, point))
    return groups


def _group(name: str, points: Sequence[tuple[int, str, Point]], scale: Scale, top: int, language: str) -> Element:
    said = "; ".join(f"{part}: {point.text(language)}" if part else point.text(language) for _, part, point in points)
    zero, bottom = scale.place(Fraction(0)), top + LINE + _STEP * len(points) - 2
    drawn = [
        text(fitted(name, WIDTH), 0, top + 13, "name"),
        element("line", "zero", x1=zero, x2=zero, y1=top + LINE - 2, y2=bottom),
    ]
    for place, (number, _, point) in enumerate(points):
        y = top + LINE + place * _STEP
        begin, end = sorted((zero, scale.place(point.number)))
        if point.number and end - begin < _LEAST:
            begin, end = (begin, begin + _LEAST) if point.number > 0 else (end - _LEAST, end)
        hollow = " hollow" if point.is_approximate else ""
        drawn += [
            element("rect", f"bar series-{number % len(SHAPES) + 1}{hollow}", x=begin, y=y, width=end - begin, height=_BAR),
            text(fitted(point.text(language), _MOST_OF_NUMBERS), WIDTH, y + 11, "number", "end"),
        ]
    return element("g", "", *drawn, tooltip=f"{name}: {said}")
