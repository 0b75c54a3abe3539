"""Charts: drawings as static SVG, made by Vega-Altair and vl-convert; the only place that knows them.

No place of anything depends on how wide a font is: margins are reckoned from the number of characters, and nothing is cut,
turned or left out by measure. So the bytes are the same on any machine.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import altair as alt
import vl_convert

from catalogue.query.drawing import NAMES, TIMES, Drawing, Mark
from catalogue.serialise import xml_text

COLOURS = ("#0b7a75", "#b8560f", "#6a5acd", "#b03a6f", "#4a7d1f", "#2f74c0", "#8a6a10", "#70757a")
"""The colours of marks: each has a contrast of at least 3 to white and to the dark paper of the pages (WCAG 2, 1.4.11)."""

_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "triangle-left")
_WIDTH, _HEIGHT = 640, 300
_CHARACTER = 6.6
_PLOT = 540
"""About how wide the plot of an upright chart is."""

_LINE = 18
_LONGEST_NAME, _LONGEST_UPRIGHT = 36, 14
_STILL: dict[str, Any] = {"labelLimit": 0, "labelOverlap": False, "labelBound": False, "labelFlush": False}
_FONT = "system-ui, sans-serif"
_SIZE = 12
_YEAR = 365.25 * 24 * 3600 * 1000
_LONG_TIME, _SHORT_TIME = 3 * _YEAR, _YEAR / 4
_NOTHING_TO_SEE = re.compile(r'<path class="(?:background|foreground)"[^>]*/>')
_ROLES = re.compile(r' (?:role="graphics-[a-z]+"|aria-[a-z]+="[^"]*"|pointer-events="none")(?=[^<>]*>)')
_EMPTY = re.compile(r"<g(?: [^>]*)?></g>")
_HEAD = re.compile(r"<svg[^>]*>")


@dataclass(frozen=True)
class Labels:
    """The texts of a chart.

    Attributes:
        title: what is seen.
        description: what it shows, for who does not see it.
        decimal: the sign before decimals.
        group: the sign between groups of three digits.
    """

    title: str
    description: str
    decimal: str = "."
    group: str = ","


def svg(drawing: Drawing, labels: Labels, name: str = "chart") -> str:
    """Draw a chart.

    Args:
        drawing: what it shows.
        labels: its texts.
        name: what the names of its title and description begin with; it must be the only one in its page.

    Returns:
        An SVG element that can stand in a page: an image with a title and a description, without script and style.
    """
    locale: Any = {"decimal": labels.decimal, "thousands": labels.group, "grouping": [3], "currency": ["", ""]}
    width, height, spec = _Chart(drawing).spec()
    drawn = vl_convert.vegalite_to_svg(_with_xml_texts(spec), format_locale=locale)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="{name}-title {name}-description">'
        f'<title id="{name}-title">{_escaped(labels.title)}</title>'
        f'<desc id="{name}-description">{_escaped(labels.description)}</desc>'
    )
    plain = _ROLES.sub("", _NOTHING_TO_SEE.sub("", _HEAD.sub("", drawn, count=1)))
    while _EMPTY.search(plain):
        plain = _EMPTY.sub("", plain)
    return head + plain


def _escaped(text: str) -> str:
    return escape(xml_text(text), quote=False)


def _with_xml_texts(value: Any) -> Any:
    """Write the texts of a specification so that XML can hold them: the renderer ends the process at one that it cannot."""
    if isinstance(value, dict):
        return {key: _with_xml_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_xml_texts(item) for item in value]
    return xml_text(value) if isinstance(value, str) else value


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


class _Chart:
    """One chart as a Vega-Lite specification."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.colors = drawing.colors
        self.lies = drawing.axis == NAMES and drawing.kind != "line"
        self.names = {name: f"{number}" for number, name in enumerate(drawing.names)}
        self.rows = [self._row(mark) for mark in drawing.marks]

    def _row(self, mark: Mark) -> dict[str, Any]:
        color = self.colors.index(mark.color)
        return {
            "x": mark.at if mark.at is not None else self.names[mark.name],
            "y": mark.number,
            "color": color,
            "paint": COLOURS[color],
            "shape": _SHAPES[color],
        }

    def spec(self) -> tuple[int, int, dict[str, Any]]:
        """Give the width and the height of the whole, and the specification."""
        left, right, bottom = self._left(), 30, 12 if self.lies else 52
        legend, rows = self._legend(_WIDTH - left - right)
        top = rows * _LINE + (44 if self.lies else 30)
        height = self._height()
        names = [self._written_names(height)] if self.drawing.axis == NAMES else []
        chart = (
            alt.layer(alt.layer(*self._marks(), *names), *legend)
            .resolve_scale(x="independent", y="independent")
            .properties(
                width=_WIDTH - left - right,
                height=height,
                autosize=alt.AutoSizeParams(type="none"),
                padding={"left": left, "top": top, "right": right, "bottom": bottom},
                background="transparent",
            )
            .configure(font=_FONT, aria=False)
            .configure_view(stroke=None)
            .configure_axis(
                labelFontSize=_SIZE,
                titleFontSize=_SIZE,
                labelColor="currentColor",
                titleColor="currentColor",
                gridColor="currentColor",
                gridOpacity=0.15,
                domainColor="currentColor",
                domainOpacity=0.5,
                tickColor="currentColor",
                tickOpacity=0.5,
            )
        )
        return _WIDTH, top + height + bottom, chart.to_dict()

    def _left(self) -> int:
        if self.lies:
            return 14 + round(_CHARACTER * max(len(_cut(name, _LONGEST_NAME)) for name in self.names))
        return 18 + round(_CHARACTER * max(4, *(len(f"{mark.number:,.0f}") for mark in self.drawing.marks)))

    def _height(self) -> int:
        if not self.lies:
            return _HEIGHT
        step = 10 + 12 * len(self.colors) if self.drawing.kind == "bar" else 24
        return step * len(self.names)

    def _number_axis(self, *, upright: bool) -> alt.Axis:
        most = max(abs(mark.number) for mark in self.drawing.marks)
        place: dict[str, Any] = {"titleX": 0, "titleY": -10 if upright else -24}
        return alt.Axis(
            title=self.drawing.y,
            titleAlign="left",
            titleAnchor="start",
            titleAngle=0,
            titleBaseline="bottom",
            format=",.2~f" if most >= 1 or most == 0 else "~g",
            tickCount=6,
            orient="left" if upright else "top",
            **place,
            **_STILL,
        )

    def _name_axis(self) -> alt.Axis:
        return alt.Axis(title=None, labels=False, grid=False, ticks=False)

    def _written_names(self, height: int) -> alt.Chart:
        """Write the names beside their axis."""
        most = _LONGEST_NAME if self.lies else max(2, min(_LONGEST_UPRIGHT, int(_PLOT / len(self.names) / _CHARACTER)))
        rows = [{"x": key, "text": _cut(name, most)} for name, key in self.names.items()]
        base = alt.Chart(alt.InlineData(values=rows))
        text = alt.Text("text:N")
        if self.lies:
            mark = base.mark_text(align="right", baseline="middle", fontSize=_SIZE, color="currentColor")
            lying: alt.Chart = mark.encode(self._x(), text, x=alt.value(-8))
            return lying
        mark = base.mark_text(align="center", baseline="top", fontSize=_SIZE, color="currentColor")
        upright: alt.Chart = mark.encode(self._x(), text, y=alt.value(height + 8))
        return upright

    def _x(self) -> alt.X | alt.Y:
        drawing = self.drawing
        if drawing.axis == NAMES:
            order = list(self.names.values())
            return (alt.Y if self.lies else alt.X)("x:N", sort=order, axis=self._name_axis())
        place: dict[str, Any] = {
            "titleY": 28,
            "titleX": 0,
            "titleAlign": "left",
            "titleAnchor": "start",
            "titleBaseline": "top",
        }
        if drawing.axis == TIMES:
            times = [mark.at for mark in drawing.marks if mark.at is not None]
            long = max(times) - min(times)
            form = "%Y" if long > _LONG_TIME else "%Y-%m" if long > _SHORT_TIME else "%Y-%m-%d"
            axis = alt.Axis(title=drawing.x, format=form, tickCount=5, grid=False, **place, **_STILL)
            return alt.X("x:T", scale=alt.Scale(type="utc"), axis=axis)
        axis = alt.Axis(title=drawing.x, format=",.2~f", tickCount=6, grid=False, **place, **_STILL)
        return alt.X("x:Q", scale=alt.Scale(zero=False), axis=axis)

    def _marks(self) -> list[alt.Chart]:
        base = alt.Chart(alt.InlineData(values=self.rows))
        x, zero = self._x(), self.drawing.kind == "bar" or self.lies
        y_type: type[alt.X | alt.Y] = alt.X if self.lies else alt.Y
        y = y_type("y:Q", scale=alt.Scale(zero=zero, nice=True), axis=self._number_axis(upright=not self.lies))
        paint = alt.Color("paint:N", scale=None, legend=None)
        if self.drawing.kind == "bar":
            parts = [alt.YOffset("color:O", sort=list(range(len(self.colors))))] if len(self.colors) > 1 else []
            return [base.mark_bar().encode(x, y, paint, *parts)]
        shape = alt.Shape("shape:N", scale=None, legend=None)
        points = base.mark_point(filled=True, size=70, opacity=1).encode(x, y, paint, shape)
        if self.drawing.kind == "line":
            return [base.mark_line(strokeWidth=2).encode(x, y, paint, alt.Detail("color:N")), points]
        return [points]

    def _legend(self, width: int) -> tuple[list[alt.Chart], int]:
        """Draw which colour and shape is what, above the chart, and say on how many lines."""
        if not self.drawing.color:
            return [], 0
        entries: list[dict[str, Any]] = []
        across, line = 0, 0
        for number, color in enumerate(self.colors):
            shown = _cut(color or "–", _LONGEST_NAME)
            needed = 30 + round(_CHARACTER * len(shown))
            if across and across + needed > width:
                across, line = 0, line + 1
            entries.append({"text": shown, "across": across, "line": line, "paint": COLOURS[number], "shape": _SHAPES[number]})
            across += needed
        lines = line + 1
        first = -(44 if self.lies else 30) - (lines - 0.5) * _LINE + 2
        for entry in entries:
            entry["down"] = first + entry["line"] * _LINE
        return _legend_marks(entries, is_bar=self.drawing.kind == "bar"), lines


def _legend_marks(entries: Sequence[dict[str, Any]], *, is_bar: bool) -> list[alt.Chart]:
    base = alt.Chart(alt.InlineData(values=list(entries)))
    down = alt.Y("down:Q", scale=None)
    paint = alt.Color("paint:N", scale=None, legend=None)
    dots = base.mark_point(filled=True, size=70, opacity=1, xOffset=6)
    shape = alt.ShapeValue("square") if is_bar else alt.Shape("shape:N", scale=None, legend=None)
    texts = base.mark_text(align="left", baseline="middle", fontSize=_SIZE, xOffset=16, color="currentColor")
    across = alt.X("across:Q", scale=None)
    return [dots.encode(across, down, paint, shape), texts.encode(across, down, alt.Text("text:N"))]
