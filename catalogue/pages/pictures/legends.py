"""Legends: which shape and colour is which series, above a chart."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.pages.pictures.drawn import LINE, SHAPES, WIDTH, Element, element, fitted, point, reckoned, text
from catalogue.pages.pictures.series import Series
from catalogue.pages.strings import string

_BEFORE, _AFTER = 16, 14
_LONGEST = 240


def legend(series: Sequence[Series], language: str, *, are_bars: bool = False) -> tuple[list[Element], int]:
    """Draw a legend: the names of series that have one, then what a hollow point is where there is one.

    Returns:
        Its elements, and how high it is: nothing where there is nothing to tell.
    """
    keys = [(number, one.name or "–", False) for number, one in enumerate(series)] if any(one.name for one in series) else []
    if not are_bars and any(point.is_approximate for one in series for point in one.points):
        keys.append((0, string("approximate", language), True))
    elements: list[Element] = []
    x, line = 0, 0
    for number, name, is_hollow in keys:
        label = fitted(name, _LONGEST)
        wide = _BEFORE + reckoned(label) + _AFTER
        if x and x + wide - _AFTER > WIDTH:
            x, line = 0, line + 1
        y = line * LINE + 13
        elements += [_key(number, x, y, is_hollow=is_hollow, is_bar=are_bars), text(label, x + _BEFORE, y, "key")]
        x += wide
    return elements, (line + 1) * LINE if keys else 0


def _key(number: int, x: int, y: int, *, is_hollow: bool, is_bar: bool) -> Element:
    if is_bar:
        return element("rect", f"bar series-{number % len(SHAPES) + 1}", x=x, y=y - 9, width=10, height=10)
    return point(number, x + 5, y - 4, is_hollow=is_hollow)
