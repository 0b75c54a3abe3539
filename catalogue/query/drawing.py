"""Drawings: what a chart of an answer shows, before it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from catalogue.query.results import Result
from catalogue.query.values import number_of
from catalogue.sparql.header import Chart
from catalogue.terms import Term
from catalogue.values.spans import span_of

MOST_NAMES = 40
"""How many names an axis may have."""

MOST_COLOURS = 8
"""How many colours can be distinguished."""

NAMES, NUMBERS, TIMES = "names", "numbers", "times"
"""What an axis can hold."""

_Point: TypeAlias = tuple[Term, Fraction, Term | None]
"""What is compared, its number, and what parts it from others."""


@dataclass(frozen=True)
class Mark:
    """One row of an answer in a chart.

    Attributes:
        name: what it is the number of, as a label.
        at: where it stands: a number, or the seconds from 1970 to the beginning of a time; None when its axis holds names.
        number: the number.
        color: what parts it from others, as a label, or empty.
        end: the seconds from 1970 to the end of a time: a year, a month and a day last; else None.
    """

    name: str
    at: Fraction | None
    number: Fraction
    color: str
    end: Fraction | None = None


@dataclass(frozen=True)
class Drawing:
    """What a chart shows.

    Attributes:
        kind: one of `CHART_KINDS`.
        axis: what the axis of `x` holds: `NAMES`, `NUMBERS` or `TIMES`.
        x: the name of what is compared.
        y: the name of the number.
        color: the name of what parts the marks, or empty.
        marks: the marks, in the order of the answer.
        left_out: how many rows are not shown.
    """

    kind: str
    axis: str
    x: str
    y: str
    color: str
    marks: tuple[Mark, ...]
    left_out: int = 0

    @property
    def colors(self) -> tuple[str, ...]:
        """What parts the marks, each once, in the order of the marks."""
        return tuple(dict.fromkeys(mark.color for mark in self.marks))

    @property
    def names(self) -> tuple[str, ...]:
        """What is compared, each once, in the order of the marks."""
        return tuple(dict.fromkeys(mark.name for mark in self.marks))


def drawing(chart: Chart, result: Result, label: Callable[[Term], str]) -> Drawing | None:
    """Give what a chart of an answer shows.

    Args:
        chart: how to draw it.
        result: the answer.
        label: gives the label of a term.

    Returns:
        The drawing; rows without a number are left out, and so are those of names beyond the first `MOST_NAMES`. None when
        nothing can be drawn: there is no number, or there are more than `MOST_COLOURS` colours.
    """
    wanted = {chart.x, chart.y, *([chart.color] if chart.color else [])}
    if not wanted <= set(result.variables):
        return None
    points = list(_points(chart, result))
    axis = NAMES if chart.kind == "bar" else _axis([x for x, _, _ in points])
    marks = tuple(_marks(points, axis, label))
    drawn = Drawing(chart.kind, axis, chart.x, chart.y, chart.color, marks, len(result.rows) - len(marks))
    return drawn if marks and len(drawn.colors) <= MOST_COLOURS else None


def _points(chart: Chart, result: Result) -> Iterator[_Point]:
    """Give what is drawn of each row that has a number and something that it is the number of."""
    for row in result:
        x, number = row[chart.x], number_of(row[chart.y])
        if x is not None and number is not None:
            yield x, number, row[chart.color] if chart.color else None


def _marks(points: Iterable[_Point], axis: str, label: Callable[[Term], str]) -> Iterator[Mark]:
    names: set[str] = set()
    for x, number, color in points:
        name = label(x)
        if axis != NAMES or name in names or len(names) < MOST_NAMES:
            names.add(name)
            begin, end = _reach(x, axis)
            yield Mark(name, begin, number, label(color) if color is not None else "", end)


def _axis(terms: Sequence[Term]) -> str:
    if all(number_of(term) is not None for term in terms):
        return NUMBERS
    return TIMES if all(span_of(term) is not None for term in terms) else NAMES


def _reach(term: Term, axis: str) -> tuple[Fraction | None, Fraction | None]:
    """Give where a term begins and ends on an axis; nowhere on one of names."""
    if axis == NUMBERS:
        return number_of(term), None
    span = span_of(term) if axis == TIMES else None
    return (Fraction(span.begin), Fraction(span.end)) if span else (None, None)
