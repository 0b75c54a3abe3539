"""Charts with two axes: lines, and points alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from catalogue.pages.literals import in_short
from catalogue.pages.pictures.axes import Axis, axis_of, that_fit
from catalogue.pages.pictures.drawn import (
    LINE,
    SHAPES,
    WIDTH,
    Element,
    Picture,
    element,
    fitted,
    path_of,
    point,
    reckoned,
    text,
)
from catalogue.pages.pictures.legends import legend
from catalogue.pages.pictures.scales import Scale, coordinate, ticks
from catalogue.pages.pictures.series import Point, Series, numbers_of, shown
from catalogue.pages.pictures.wording import Wording
from catalogue.pages.strings import string
from catalogue.query.drawing import NAMES, TIMES

_HEIGHT, _BELOW = 180, 26
_MOST_POINTS = 150
"""How many points of a series are drawn one by one, each with what it says; more are drawn by one path."""

_LEAST_SPAN = 6


def line_chart(series: Sequence[Series], wording: Wording, axis: str = TIMES) -> Picture | None:
    """Draw series of numbers as lines.

    Args:
        series: the series, with their points in any order; names keep theirs.
        wording: its texts.
        axis: what the points are at: `TIMES`, `NUMBERS` or `NAMES`.

    Returns:
        The picture, with hollow points for what is approximate, a bar through what is dated by its month or year alone, and
        the table of the points; None where there is none.
    """
    return _chart("line", series, wording, axis)


def point_chart(series: Sequence[Series], wording: Wording, axis: str = TIMES) -> Picture | None:
    """Draw series of numbers as points, as `line_chart` does, but without lines."""
    return _chart("point", series, wording, axis)


def _chart(kind: str, series: Sequence[Series], wording: Wording, axis: str) -> Picture | None:
    series = [one if axis == NAMES else replace(one, points=_in_order(one.points)) for one in series if one.points]
    if not series:
        return None
    keys, top = legend(series, wording.language)
    if wording.y:
        keys.append(text(fitted(wording.y, WIDTH), 0, top + 15, "soft"))
        top += LINE + 3
    top += 8
    bottom = top + _HEIGHT
    grid, down, left = _grid(series, wording.language, top, bottom)
    across = axis_of(series, axis, left, wording.language)
    plot = _Plot(kind, across, down, wording.language)
    marks = [mark for number, one in enumerate(series) for mark in plot.marks(number, one)]
    below = [text(label, x, bottom + 18, "soft", "middle") for x, label in that_fit(across.labels, left)]
    height = bottom + _BELOW
    if wording.x:
        height += LINE
        below.append(text(fitted(wording.x, WIDTH - left), WIDTH, height - 6, "soft", "end"))
    columns, rows = wording.table(series)
    description = wording.description(kind, series)
    notes = _notes(down, wording.language)
    return Picture(wording.title, description, WIDTH, height, [*keys, *grid, *marks, *below], columns, rows, notes=notes)


def _notes(down: Scale, language: str) -> list[str]:
    """Say where the axis of the numbers begins, where that is above 0: what is twice as high is not twice as much."""
    return [string("axis-begins", language, number=in_short(shown(down.least), language))] if down.least > 0 else []


def _in_order(points: Sequence[Point]) -> list[Point]:
    return sorted(points, key=lambda point: (point.at or 0, point.number))


def _grid(series: Sequence[Series], language: str, top: int, bottom: int) -> tuple[list[Element], Scale, int]:
    """Draw the lines of round numbers; give them with the scale of the numbers, and where the plot begins."""
    steps = ticks(numbers_of(series))
    labels = [in_short(shown(step), language) for step in steps]
    down, left = Scale(steps[0], steps[-1], bottom, top), 8 + max(map(reckoned, labels))
    elements = []
    for step, label in zip(steps, labels, strict=True):
        y = down.place(step)
        elements += [
            element("line", "zero" if step == 0 else "grid", x1=left, x2=WIDTH, y1=y, y2=y),
            text(label, left - 6, y + 4, "soft", "end"),
        ]
    return elements, down, left


@dataclass(frozen=True)
class _Plot:
    """Draws series where their axes have them."""

    kind: str
    across: Axis
    down: Scale
    language: str

    def marks(self, number: int, series: Series) -> Iterator[Element]:
        """Draw the line of a series, then what its points cover, then these."""
        places = [(self.across.place(point), self.down.place(point.number)) for point in series.points]
        class_ = f"series-{number % len(SHAPES) + 1}"
        if self.kind == "line" and len(places) > 1:
            yield element("path", f"line {class_}", d=path_of(places))
        if len(places) <= _MOST_POINTS:
            for one, place in zip(series.points, places, strict=True):
                yield from self._point(number, series.name, one, place)
        elif self.kind != "line":
            yield element("path", f"dots {class_}", d="".join(f"M{coordinate(x)} {coordinate(y)}h0" for x, y in places))

    def _point(self, number: int, series: str, one: Point, place: tuple[Fraction, Fraction]) -> Iterator[Element]:
        begin, end = self.across.reach(one)
        if end - begin >= _LEAST_SPAN:
            class_ = f"span series-{number % len(SHAPES) + 1}"
            yield element("line", class_, x1=begin, x2=end, y1=place[1], y2=place[1])
        name = f"{series}, " if series else ""
        yield point(number, *place, is_hollow=one.is_approximate, tooltip=f"{name}{one.label}: {one.text(self.language)}")
