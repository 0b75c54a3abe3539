"""Pictures as they are drawn: elements of SVG with their places, which the macros of `pictures.html` write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from catalogue.pages.pictures.scales import coordinate
from catalogue.serialise import xml_text

WIDTH = 400
"""How wide a picture is in its own units: 12 of them, the size of its letters, can be read on a phone and on a desk."""

LINE = 18
"""From one line of letters to the next."""

_LETTER, _WIDE_LETTER = 6.6, 12.0
_FIRST_WIDE = 0x2E80
"""From here on the scripts of East Asia, and pictograms, are about as wide as high."""

SHAPES = ("circle", "square", "triangle", "diamond", "cross", "down", "right", "left")
"""The shapes of points, in the order of the series: they tell these apart where colours do not."""

_OUTLINES: Mapping[str, str] = {
    "square": "M-3.6-3.6h7.2v7.2h-7.2z",
    "triangle": "M0-4.6 4.4 3.6h-8.8z",
    "diamond": "M0-5 5 0 0 5-5 0z",
    "cross": "M-1.6-4.6h3.2v3h3v3.2h-3v3h-3.2v-3h-3v-3.2h3z",
    "down": "M0 4.6-4.4-3.6h8.8z",
    "right": "M4.6 0-3.6 4.4v-8.8z",
    "left": "M-4.6 0 3.6 4.4v-8.8z",
}


@dataclass(frozen=True)
class Element:
    """An element of a picture.

    Attributes:
        tag: its name in SVG.
        attributes: its attributes, of our own making but for none.
        text: what it shows, written so that XML can hold it.
        tooltip: what it tells when it is pointed at, likewise.
        children: what stands in it.
    """

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    tooltip: str = ""
    children: Sequence[Element] = ()


@dataclass(frozen=True)
class Picture:
    """A picture with its text alternative.

    Attributes:
        title: what is seen.
        description: what it shows, for who does not see it.
        width: its width.
        height: its height.
        elements: what is drawn.
        columns: the columns of the table that says the same.
        rows: its rows, a text for each column.
        kind: `chart`, `timeline` or `map`.
        notes: sentences below it.
    """

    title: str
    description: str
    width: int
    height: int
    elements: Sequence[Element]
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    kind: str = "chart"
    notes: Sequence[str] = ()


def element(tag: str, class_: str = "", /, *children: Element, tooltip: str = "", **places: Fraction | int | str) -> Element:
    """Make an element: places are written as coordinates, names of attributes with `-` for `_`."""
    attributes = {"class": class_} if class_ else {}
    for name, place in places.items():
        attributes[name.replace("_", "-")] = place if isinstance(place, str) else coordinate(place)
    return Element(tag, attributes, "", xml_text(tooltip), children)


def text(written: str, x: Fraction | int, y: Fraction | int, class_: str = "", anchor: str = "start") -> Element:
    """Write a text at a place, from there on, around it (`middle`) or up to it (`end`)."""
    attributes = {"class": class_} if class_ else {}
    attributes |= {"x": coordinate(x), "y": coordinate(y)}
    if anchor != "start":
        attributes["text-anchor"] = anchor
    return Element("text", attributes, xml_text(written))


def point(series: int, x: Fraction | int, y: Fraction | int, *, is_hollow: bool = False, tooltip: str = "") -> Element:
    """Draw a point in the colour and the shape of a series, from 0; a hollow one stands for a value that is not exact."""
    shape = SHAPES[series % len(SHAPES)]
    class_ = f"point series-{series % len(SHAPES) + 1}" + (" hollow" if is_hollow else "")
    if shape == "circle":
        return element("circle", class_, cx=x, cy=y, r="4", tooltip=tooltip)
    place = f"translate({coordinate(x)} {coordinate(y)})"
    return element("path", class_, d=_OUTLINES[shape], transform=place, tooltip=tooltip)


def path_of(places: Iterable[tuple[Fraction, Fraction]]) -> str:
    """Write a line through places.

    >>> path_of([(Fraction(1), Fraction(2)), (Fraction(3), Fraction(9, 2))])
    'M1 2L3 4.5'
    """
    return "M" + "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in places)


def reckoned(written: str) -> int:
    """Give about how wide a text is, by the number of its characters: no picture depends on which letters a machine has."""
    wide = sum(ord(character) >= _FIRST_WIDE for character in written)
    return round(_LETTER * (len(written) - wide) + _WIDE_LETTER * wide)


def fitted(written: str, width: int) -> str:
    """Cut a text that is wider than there is room.

    >>> fitted("a rather long name", 60), fitted("short", 60)
    ('a rather…', 'short')
    """
    if reckoned(written) <= width:
        return written
    room, at = width - _LETTER, 0
    while at < len(written) and room > 0:
        room -= _WIDE_LETTER if ord(written[at]) >= _FIRST_WIDE else _LETTER
        at += room >= 0
    return written[: max(1, at)].rstrip() + "…"
