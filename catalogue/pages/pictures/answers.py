"""Charts of answers: what `catalogue.query.drawing` makes of them, drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from catalogue.pages.pictures.bars import bar_chart
from catalogue.pages.pictures.charts import line_chart, point_chart
from catalogue.pages.pictures.drawn import Picture
from catalogue.pages.pictures.series import Point, Series
from catalogue.pages.pictures.wording import Wording
from catalogue.query.drawing import Drawing

_AXES: Mapping[str, Callable[..., Picture | None]] = {"line": line_chart, "point": point_chart}


def picture_of(drawing: Drawing, wording: Wording) -> Picture | None:
    """Draw the chart of an answer.

    Args:
        drawing: what it shows.
        wording: its texts.

    Returns:
        The picture; None where the drawing has no marks.
    """
    series = [
        Series(
            color,
            [
                Point(
                    mark.name,
                    Fraction(mark.number),
                    None if mark.at is None else Fraction(mark.at),
                    None if mark.end is None else Fraction(mark.end),
                )
                for mark in drawing.marks
                if mark.color == color
            ],
        )
        for color in drawing.colors
    ]
    if drawing.kind == "bar":
        return bar_chart(series, wording)
    return _AXES[drawing.kind](series, wording, drawing.axis)
