"""Charts of tables of values: the numbers of one subject by date, a line for each of what they are of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalogue.pages import pictures
from catalogue.pages.parts import Column, Series
from catalogue.pages.pictures import Picture, Wording, dated, line_chart

_FEWEST_POINTS = 3
_MOST_CHARTS = 3


def charts(series: Sequence[Series], columns: Sequence[Column], language: str) -> list[Picture]:
    """Draw the numbers of a table, one picture for each subject that has enough of them; the table says the same.

    Args:
        series: the numbers by date.
        columns: the columns of the table, whose names the picture takes.
        language: the language of the page.
    """
    names = {column.kind: column.name for column in reversed(columns)}
    drawn = (_chart(subject, series, names, language) for subject in dict.fromkeys(one.subject for one in series))
    return [picture for picture in drawn if picture is not None][:_MOST_CHARTS]


def _chart(subject: str, series: Sequence[Series], names: dict[str, str], language: str) -> Picture | None:
    lines = [pictures.Series(one.name, list(_points(one, language))) for one in series if one.subject == subject]
    if sum(len(line.points) for line in lines) < _FEWEST_POINTS:
        return None
    title = subject or names["number"]
    return line_chart(lines, Wording(language, title[:1].upper() + title[1:], names["date"], names["number"]))


def _points(series: Series, language: str) -> Iterator[pictures.Point]:
    for when, number, remarks in series.points:
        point = dated(when, number, language, is_approximate=bool(remarks))
        if point is not None:
            yield point
