"""The texts of pictures: what is seen, and what it says for who does not see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.pages.literals import in_number
from catalogue.pages.pictures.series import Series, numbers_of, shown
from catalogue.pages.strings import string


@dataclass(frozen=True)
class Wording:
    """The texts of a picture.

    Attributes:
        language: the language of the page.
        title: what is seen.
        x: what the numbers are of.
        y: what the numbers are, with their unit.
        color: what parts the series.
    """

    language: str
    title: str
    x: str = ""
    y: str = ""
    color: str = ""

    def description(self, kind: str, series: Sequence[Series]) -> str:
        """Say what a chart of a kind shows: how many numbers of what, from the least to the greatest."""
        numbers = numbers_of(series)
        return string(
            "chart_says",
            self.language,
            kind=string(f"chart_{kind}", self.language),
            x=self.x,
            y=self.y,
            count=len(numbers),
            least=in_number(shown(min(numbers)), self.language),
            most=in_number(shown(max(numbers)), self.language),
        )

    def table(self, series: Sequence[Series]) -> tuple[list[str], list[list[str]]]:
        """Give the columns and the rows of the table that says the same as a chart."""
        columns = [self.x, self.y]
        rows = [[point.label, point.text(self.language)] for one in series for point in one.points]
        if any(one.name for one in series):
            names = [one.name for one in series for _ in one.points]
            return [self.color, *columns], [[name, *row] for name, row in zip(names, rows, strict=True)]
        return columns, rows
