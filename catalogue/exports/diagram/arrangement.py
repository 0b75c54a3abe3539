"""Where boxes stand: in columns, so that what belongs together is near, and arrows lead to the right where they can."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from catalogue.exports.diagram.boxes import Box

TITLE, LINE, FOOT, GAP = 28, 18, 8, 30
"""The heights of a title, of a line below it, of what is left below the last, and least between two boxes."""

_WIDE = 330
_PASSES = 30
_AWAY, _BACK, _TALL = 150.0, 120.0, 2.0
"""What it costs when an arrow passes a column, when it does not lead to the next one on the right, and what height costs."""


class Arrow(NamedTuple):
    """A reference: the box and the line that it comes from, and the box that it leads to."""

    source: int
    line: int
    target: int


Columns = list[list[int]]
"""The boxes of each column, from the top down."""


def arrows_of(boxes: Sequence[Box]) -> list[Arrow]:
    """List the references between boxes."""
    return [
        Arrow(number, line, target)
        for number, box in enumerate(boxes)
        for line, row in enumerate(box.rows)
        for target in row.targets
    ]


def height(box: Box) -> int:
    """Give the height of a box."""
    return TITLE + LINE * (len(box.rows) + bool(box.more)) + FOOT


def line_of(line: int) -> float:
    """Give where the middle of a line is below the top of its box."""
    return TITLE + LINE * line + LINE / 2


def arrange(boxes: Sequence[Box]) -> Columns:
    """Put boxes into columns.

    Args:
        boxes: the boxes.

    Returns:
        As many columns as make the whole about as wide as high. From the layers of the references on, each box is moved to the
        place where arrows are shortest, as long as that makes it better: the same boxes always stand at the same places.
    """
    heights, arrows = [height(box) + GAP for box in boxes], [a for a in arrows_of(boxes) if a.source != a.target]
    columns = _layers(heights, arrows, max(1, min(2, len(boxes)), round(math.sqrt(sum(heights) / _WIDE))))
    best = _cost(heights, arrows, columns)
    for _ in range(_PASSES):
        before = best
        for others in (*(_moved(columns, number) for number in range(len(boxes))), _swapped(columns)):
            for other in others:
                cost = _cost(heights, arrows, other)
                if cost < best:
                    best, columns = cost, other
        if best >= before:
            break
    return columns


def _layers(heights: Sequence[int], arrows: Sequence[Arrow], count: int) -> Columns:
    """Begin with what refers to much on the left, and what is referred to on the right, in columns of about one height."""
    weight = [0] * len(heights)
    for arrow in arrows:
        weight[arrow.source] -= 1
        weight[arrow.target] += 1
    columns: Columns = [[] for _ in range(count)]
    filled = 0
    for number in sorted(range(len(heights)), key=lambda number: (weight[number], number)):
        columns[min(count - 1, filled * count // sum(heights))].append(number)
        filled += heights[number]
    return columns


def _moved(columns: Columns, number: int) -> Iterator[Columns]:
    """Give the columns with one box at each other place."""
    without = [[each for each in column if each != number] for column in columns]
    for place, column in enumerate(without):
        for at in range(len(column) + 1):
            yield [*without[:place], [*column[:at], number, *column[at:]], *without[place + 1 :]]


def _swapped(columns: Columns) -> Iterator[Columns]:
    """Give the columns with two boxes in each other's place."""
    for one, other in combinations(sorted(number for column in columns for number in column), 2):
        instead = {one: other, other: one}
        yield [[instead.get(number, number) for number in column] for column in columns]


def _cost(heights: Sequence[int], arrows: Sequence[Arrow], columns: Columns) -> float:
    """Say how long the arrows are up and down, how far across, and how high the whole is."""
    tops, places, highest = [0] * len(heights), [0] * len(heights), 0
    for place, column in enumerate(columns):
        top = 0
        for number in column:
            tops[number], places[number] = top, place
            top += heights[number]
        highest = max(highest, top)
    cost = _TALL * highest
    for arrow in arrows:
        across = places[arrow.target] - places[arrow.source]
        cost += abs(tops[arrow.target] + TITLE / 2 - tops[arrow.source] - line_of(arrow.line))
        cost += _AWAY * max(0, abs(across) - 1) + (_BACK if across <= 0 else 0)
    return cost
