"""Drawings: what a chart of an answer shows, before it is drawn."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeAlias

from catalogue.query.results import Result
from catalogue.query.values import to_python
from catalogue.sparql.header import Chart
from catalogue.terms import XSD, Literal, Term

MOST_NAMES = 40
"""How many names an axis may have."""

MOST_COLOURS = 8
"""How many colours can be distinguished."""

NAMES, NUMBERS, TIMES = "names", "numbers", "times"
"""What an axis can hold."""

_Point: TypeAlias = tuple[Term, float, Term | None]
"""What is compared, its number, and what parts it from others."""

_BEGINNINGS = {"gYear": "-01-01", "gYearMonth": "-01", "date": ""}


@dataclass(frozen=True)
class Mark:
    """One row of an answer in a chart.

    Attributes:
        name: what it is the number of, as a label.
        at: where it stands: a number, or the milliseconds since 1970 of a time; None when its axis holds names.
        number: the number.
        color: what parts it from others, as a label, or empty.
    """

    name: str
    at: float | None
    number: float
    color: str


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
        x, number = row[chart.x], _number(row[chart.y])
        if x is not None and number is not None:
            yield x, number, row[chart.color] if chart.color else None


def _marks(points: Iterable[_Point], axis: str, label: Callable[[Term], str]) -> Iterator[Mark]:
    names: set[str] = set()
    for x, number, color in points:
        name = label(x)
        if axis != NAMES or name in names or len(names) < MOST_NAMES:
            names.add(name)
            yield Mark(name, _position(x, axis), number, label(color) if color is not None else "")


def _number(term: Term | None) -> float | None:
    value = to_python(term)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return float(value) if math.isfinite(value) else None


def _axis(terms: Sequence[Term]) -> str:
    if all(_number(term) is not None for term in terms):
        return NUMBERS
    return TIMES if all(_moment(term) is not None for term in terms) else NAMES


def _position(term: Term, axis: str) -> float | None:
    return None if axis == NAMES else _number(term) if axis == NUMBERS else _moment(term)


def _moment(term: Term | None) -> float | None:
    """Give the milliseconds from 1970 to a date, or to the beginning of a year or month."""
    if not isinstance(term, Literal):
        return None
    datatype = term.datatype.value.removeprefix(XSD)
    try:
        if datatype == "dateTime":
            moment = datetime.fromisoformat(term.value)
        elif datatype in _BEGINNINGS:
            begun = date.fromisoformat(term.value + _BEGINNINGS[datatype])
            moment = datetime(begun.year, begun.month, begun.day, tzinfo=UTC)
        else:
            return None
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000
