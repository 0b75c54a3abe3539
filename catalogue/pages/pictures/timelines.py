"""Timelines: periods and points, one below the other, planned ones told from what was done by shape, colour and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from catalogue.pages.literals import localized
from catalogue.pages.pictures.axes import that_fit, years_between
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
        is_planned: whether it was planned, wished or conditional when the source said so.
    """

    label: str
    when: str
    begin: Fraction
    end: Fraction
    is_period: bool = False
    is_planned: bool = False


def event(label: str, language: str, begin: Term | None, end: Term | None = None, *, is_planned: bool = False) -> Event | None:
    """Make an event of its dates.

    Args:
        label: what it is.
        language: the language of its dates in words.
        begin: when it begins or is; None where only its end is known.
        end: when a period ends; None for a point.
        is_planned: whether it was planned.

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
        return Event(label, when, Fraction(known.begin), Fraction(known.end), is_planned=is_planned)
    return Event(label, " – ".join(words), Fraction(first.begin), Fraction(last.end), is_period=True, is_planned=is_planned)


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
    keys, top = _keys(shown, language)
    bottom = top + _ROW * len(shown) + 4
    years = [(scale.place(at), label) for at, label in years_between(least, most, language)]
    grid = [element("line", "grid", x1=x, x2=x, y1=top, y2=bottom) for x, _ in years]
    below = [text(label, x, bottom + 16, "soft", "middle") for x, label in that_fit(years, 0)]
    rows = [row for number, one in enumerate(shown) for row in _row(one, scale, top + number * _ROW, language)]
    columns = [string("when", language), string("what", language), string("state", language)]
    table = [[one.when, one.label, _state(one, language)] for one in shown]
    described = string("timeline_says", language, events="; ".join(f"{one.label}: {_dated(one, language)}" for one in shown))
    return Picture(title, described, WIDTH, bottom + 24, [*keys, *grid, *rows, *below], columns, table, "timeline")


def _state(one: Event, language: str) -> str:
    return string("planned" if one.is_planned else "done", language)


def _dated(one: Event, language: str) -> str:
    return f"{one.when} ({_state(one, language)})" if one.is_planned else one.when


def _keys(events: Sequence[Event], language: str) -> tuple[list[Element], int]:
    """Say above the timeline which shape is planned, where something is."""
    if not any(one.is_planned for one in events):
        return [], 0
    elements: list[Element] = []
    x = 0
    for is_planned in (False, True):
        label = string("planned" if is_planned else "done", language)
        elements += [_point(Fraction(x + 6), 9, is_planned=is_planned), text(label, x + 18, 13, "key")]
        x += 18 + reckoned(label) + 16
    return elements, LINE + 4


def _row(one: Event, scale: Scale, top: int, language: str) -> Iterator[Element]:
    """Write what an event is and when, and draw it below."""
    when = _dated(one, language)
    room = max(WIDTH // 3, WIDTH - reckoned(when) - 12)
    label = fitted(one.label, room)
    yield text(label, 0, top + 14, "name")
    yield text(fitted(when, WIDTH - min(room, reckoned(label)) - 8), WIDTH, top + 14, "soft", "end")
    yield element("g", "", *_drawn(one, scale, top + 26), tooltip=f"{one.label}: {when}")


def _drawn(one: Event, scale: Scale, middle: int) -> Iterator[Element]:
    begin, end = scale.place(one.begin), scale.place(one.end)
    class_ = "planned" if one.is_planned else "done"
    if one.is_period and end - begin >= _LEAST_SPAN:
        yield element("rect", f"period {class_}", x=begin, y=middle - _HALF, width=end - begin, height=2 * _HALF, rx=_HALF)
        return
    if end - begin >= _LEAST_SPAN:
        yield element("line", f"span {class_}", x1=begin, x2=end, y1=middle, y2=middle)
    yield _point((begin + end) / 2, middle, is_planned=one.is_planned)


def _point(x: Fraction, y: int, *, is_planned: bool) -> Element:
    if not is_planned:
        return element("circle", "point done", cx=x, cy=y, r="4")
    return element("path", "point planned hollow", d=_DIAMOND, transform=f"translate({coordinate(x)} {y})")
