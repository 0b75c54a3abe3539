"""Timelines: periods and points, one below the other; what is not plainly so is told by shape, colour and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from catalogue.pages.literals import localized
from catalogue.pages.pictures.axes import months_between, that_fit, years_between
from catalogue.pages.pictures.drawn import LINE, WIDTH, Element, Picture, element, fitted, reckoned, text
from catalogue.pages.pictures.scales import Scale, coordinate
from catalogue.pages.strings import string
from catalogue.terms import Literal, Term
from catalogue.values.spans import span_of

_ROW, _MARGIN, _HALF = 40, 8, 4
_LEAST_SPAN = 10
_DAY = 86_400
_DIAMOND = "M0-5.5 5.5 0 0 5.5-5.5 0z"


@dataclass(frozen=True)
class Event:
    """Something that happened, or is planned.

    Attributes:
        label: what it is.
        when: its dates in words.
        begin: when it begins, in seconds since 1970.
        end: when it ends.
        is_period: whether it lasts from one to the other; else it is at some time between.
        remark: how it is not plainly so, such as that it is planned or wished; empty for what was done.
    """

    label: str
    when: str
    begin: Fraction
    end: Fraction
    is_period: bool = False
    remark: str = ""


def event(label: str, language: str, begin: Term | None, end: Term | None = None, remark: str = "") -> Event | None:
    """Make an event of its dates.

    Args:
        label: what it is.
        language: the language of its dates in words.
        begin: when it begins or is; None where only its end is known.
        end: when a period ends; None for a point.
        remark: how it is not plainly so, or empty.

    Returns:
        The event; None where neither is a date. What ends before it begins is a point at its beginning.

    >>> from catalogue.terms import XSD, NamedNode
    >>> years = [Literal(year, datatype=NamedNode(XSD + "gYear")) for year in ("2022", "2023")]
    >>> event("support", "en", *years).when
    '2022 – 2023'
    """
    first, last = span_of(begin), span_of(end)
    words = [localized(term, language) for term in (begin, end) if isinstance(term, Literal)]
    if first is None or last is None or last.end < first.begin:
        known = first or last
        if known is None:
            return None
        when = words[0] if first else words[-1]
        return Event(label, when, Fraction(known.begin), Fraction(known.end), remark=remark)
    return Event(label, " – ".join(words), Fraction(first.begin), Fraction(last.end), is_period=True, remark=remark)


def timeline(events: Sequence[Event], language: str, title: str) -> Picture | None:
    """Draw events below one another, the earliest first.

    Args:
        events: the events, in any order.
        language: the language of the page.
        title: what is seen.

    Returns:
        The picture, with the table that says the same; None without events.
    """
    if not events:
        return None
    shown = sorted(events, key=lambda one: (one.begin, one.end, one.label))
    least, most = min(one.begin for one in shown), max(one.end for one in shown)
    if least == most:
        least, most = least - _DAY, most + _DAY
    scale = Scale(least, most, _MARGIN, WIDTH - _MARGIN)
    keys, top = _keys(shown)
    tops = list(accumulate(map(_height, shown), initial=top))
    bottom = tops.pop() + 4
    marks = _marks(scale, least, most, language)
    grid = [element("line", "grid", x1=x, x2=x, y1=top, y2=bottom) for x, _ in marks]
    below = [text(label, x, bottom + 16, "soft", "middle") for x, label in that_fit(marks, 0)]
    rows = [row for one, above in zip(shown, tops, strict=True) for row in _row(one, scale, above)]
    columns = [string("when", language), string("what", language), string("state", language)]
    table = [[one.when, one.label, one.remark or string("done", language)] for one in shown]
    described = string("timeline_says", language, events="; ".join(f"{one.label}: {_dated(one)}" for one in shown))
    return Picture(title, described, WIDTH, bottom + 24, [*keys, *grid, *rows, *below], columns, table, "timeline")


def _marks(scale: Scale, least: Fraction, most: Fraction, language: str) -> list[tuple[Fraction, str]]:
    """Give where years begin, or months where there is no year or but one."""
    years = list(years_between(least, most, language))
    chosen = years if len(years) > 1 else list(months_between(least, most, language)) or years
    return [(scale.place(at), label) for at, label in chosen]


def _dated(one: Event) -> str:
    return f"{one.when} ({one.remark})" if one.remark else one.when


def _keys(events: Sequence[Event]) -> tuple[list[Element], int]:
    """Say above the timeline what the hollow shape means, where something is not plainly so."""
    remarks = ", ".join(sorted({one.remark for one in events if one.remark}))
    if not remarks or all(one.remark for one in events):  # each says so itself, and there is nothing to tell apart
        return [], 0
    return [_point(Fraction(6), 9, is_plain=False), text(fitted(remarks, WIDTH - 18), 18, 13, "key")], LINE + 4


def _row(one: Event, scale: Scale, top: int) -> Iterator[Element]:
    """Write what an event is and when, in one line or in two, and draw it below."""
    when, height = _dated(one), _height(one)
    yield text(fitted(one.label, WIDTH), 0, top + 14, "name")
    yield text(fitted(when, WIDTH), WIDTH, top + height - _ROW + 14, "soft", "end")
    yield element("g", "", *_drawn(one, scale, top + height - _ROW + 26), tooltip=f"{one.label}: {when}")


def _height(one: Event) -> int:
    """Give the height of a row: a line more where what it is and when do not fit into one."""
    return _ROW if reckoned(one.label) + reckoned(_dated(one)) + 12 <= WIDTH else _ROW + LINE


def _drawn(one: Event, scale: Scale, middle: int) -> Iterator[Element]:
    begin, end = scale.place(one.begin), scale.place(one.end)
    class_ = "planned" if one.remark else "done"
    if one.is_period and end - begin >= _LEAST_SPAN:
        yield element("rect", f"period {class_}", x=begin, y=middle - _HALF, width=end - begin, height=2 * _HALF, rx=_HALF)
        return
    if end - begin >= _LEAST_SPAN:
        yield element("line", f"span {class_}", x1=begin, x2=end, y1=middle, y2=middle)
    yield _point((begin + end) / 2, middle, is_plain=not one.remark)


def _point(x: Fraction, y: int, *, is_plain: bool) -> Element:
    if is_plain:
        return element("circle", "point done", cx=x, cy=y, r="4")
    return element("path", "point planned hollow", d=_DIAMOND, transform=f"translate({coordinate(x)} {y})")
