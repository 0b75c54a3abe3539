"""The diagram of a model as SVG: text as text, readable in light and dark, described for who does not see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from catalogue.edition import Edition
from catalogue.exports.diagram.arrangement import TITLE, arrange, height, line_of
from catalogue.exports.diagram.boxes import Box, Row, boxes_of
from catalogue.exports.diagram.routes import Drawing, Point, Router
from catalogue.messages import Message, say

_MARGIN, _PAD, _CORNER, _HEAD = 20, 10, 5, 7
_NARROW, _WIDE, _LETTER = 190, 270, 6.3
"""The least and the greatest width of a box, and the width of a letter as it is reckoned with."""

_COLOURS = (
    ("#1f6fb2", "#6db3ee"),
    ("#a8480f", "#f09a62"),
    ("#28744a", "#6fcf97"),
    ("#8a3fa0", "#cf94e0"),
    ("#a8324a", "#f28a9f"),
    ("#5f6a12", "#c3cf5a"),
    ("#0f7578", "#5cc9cc"),
    ("#4b4fb5", "#a3a7f5"),
)
"""The colours of arrows, on a light and on a dark ground."""

_GROUNDS = (
    {"ground": "#ffffff", "box": "#f7f8fa", "edge": "#8a94a3", "head": "#e3e8ef", "text": "#1b222c", "soft": "#566070"},
    {"ground": "#12161c", "box": "#1b212a", "edge": "#5b6674", "head": "#2a323e", "text": "#e6eaf0", "soft": "#a3adba"},
)
"""The other colours, light and dark."""


def _colours(scheme: int) -> str:
    """Write the rules that give colours, of the light scheme (0) or the dark one (1)."""
    fills = {name: colour for name, colour in _GROUNDS[scheme].items() if name != "edge"}
    return "".join(
        [
            *(f"{'text' if name == 'text' else f'.{name}'}{{fill:{colour}}}" for name, colour in fills.items()),
            f".box{{stroke:{_GROUNDS[scheme]['edge']}}}",
            *(f".c{number}{{stroke:{pair[scheme]}}}" for number, pair in enumerate(_COLOURS)),
            *(f".tip.c{number}{{fill:{pair[scheme]}}}" for number, pair in enumerate(_COLOURS)),
        ]
    )


_STYLE = (
    'svg{color-scheme:light dark;font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}'
    ".title{font-weight:600;font-size:13px}.line{fill:none;stroke-width:1.4}"
    f"{_colours(0)}@media(prefers-color-scheme:dark){{{_colours(1)}}}"
)


def diagram(edition: Edition, language: str, names: Sequence[str] = ()) -> bytes:
    """Draw the model of a catalogue.

    Args:
        edition: the catalogue.
        language: the language of the names.
        names: the types to draw, by the paths of their lists; all subject matter but code lists when empty.

    Returns:
        SVG in UTF-8, the same for the same shapes. Its description lists every reference in words.

    Raises:
        UsageError: there is no type of a name.
    """
    boxes = boxes_of(edition, language, names)
    title = say(Message("diagram.heading", title=say(edition.settings.title, language)), language)
    wide = _width(boxes)
    drawing = Router(boxes, arrange(boxes), wide, _MARGIN).drawing()
    across, down = f"{drawing.width:g}", f"{drawing.height:g}"
    size = f'viewBox="0 0 {across} {down}" width="{across}" height="{down}"'
    described = f'lang="{escape(language)}" role="img" aria-labelledby="title description"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {described}>',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="description">{escape(_in_words(boxes))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="ground" width="{across}" height="{down}" rx="8"/>',
        *_arrows(boxes, drawing),
        *(line for box, corner in zip(boxes, drawing.corners, strict=True) for line in _box(box, corner, wide, language)),
        "</svg>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _width(boxes: Sequence[Box]) -> float:
    longest = max((len(_written(row)) + len(row.count) + 2 for box in boxes for row in box.rows), default=0)
    return min(_WIDE, max(_NARROW, 2 * _PAD + _LETTER * longest))


def _written(row: Row) -> str:
    return f"{row.name} · {row.values}" if row.values else row.name


def _in_words(boxes: Sequence[Box]) -> str:
    return " ".join(
        f"{box.title}: " + "; ".join(f"{row.name} → {row.values} ({row.count})" for row in box.rows if row.targets) + "."
        for box in boxes
        if any(row.targets for row in box.rows)
    )


def _arrows(boxes: Sequence[Box], drawing: Drawing) -> Iterator[str]:
    """Draw the arrows, those to one box in one colour, and one tip where several arrive."""
    aimed_at = [target for target, _ in Counter(arrow.target for arrow, _ in drawing.paths).most_common()]
    tips = set()
    for arrow, points in drawing.paths:
        colour = f"c{aimed_at.index(arrow.target) % len(_COLOURS)}"
        row = boxes[arrow.source].rows[arrow.line]
        said = f"{boxes[arrow.source].title} · {row.name} → {boxes[arrow.target].title} ({row.count})"
        yield f'<path class="line {colour}" d="{_rounded(points)}"><title>{escape(said)}</title></path>'
        tips.add((colour, points[-1], points[-1][0] > points[-2][0]))
    for colour, (x, y), is_right in sorted(tips):
        back = x - _HEAD if is_right else x + _HEAD
        yield f'<path class="tip {colour}" d="M{x:g} {y:g}L{back:g} {y - 4:g}V{y + 4:g}Z"/>'


def _rounded(points: Sequence[Point]) -> str:
    """Write a path along points whose corners are rounded."""
    corners = [one for one, following in pairwise(points) if one != following] + [points[-1]]
    written = [f"M{corners[0][0]:g} {corners[0][1]:g}"]
    for before, here, behind in zip(corners, corners[1:], corners[2:], strict=False):
        start, end = _towards(here, before), _towards(here, behind)
        written.append(f"L{start[0]:g} {start[1]:g}Q{here[0]:g} {here[1]:g} {end[0]:g} {end[1]:g}")
    return "".join([*written, f"L{corners[-1][0]:g} {corners[-1][1]:g}"])


def _towards(here: Point, there: Point) -> Point:
    """Give the point where a corner begins or ends, on the way to the next one."""
    across, down = there[0] - here[0], there[1] - here[1]
    way = abs(across) + abs(down)
    part = min(_CORNER, way / 2) / way
    return here[0] + across * part, here[1] + down * part


def _box(box: Box, corner: Point, wide: float, language: str) -> Iterator[str]:
    x, y = corner
    right, tall = x + wide, height(box)
    yield "<g>"
    yield f'<rect class="box" x="{x:g}" y="{y:g}" width="{wide:g}" height="{tall}" rx="5"/>'
    head = f"v{5 - TITLE}q0-4.5 4.5-4.5h{wide - 10:g}q4.5 0 4.5 4.5v{TITLE - 5}z"
    yield f'<path class="head" d="M{x + 0.5:g} {y + TITLE:g}{head}"/>'
    yield f'<text class="title" x="{x + _PAD:g}" y="{y + TITLE / 2 + 4.5:g}">{escape(box.title)}</text>'
    for number, row in enumerate(box.rows):
        base = y + line_of(number) + 4
        yield f'<text x="{x + _PAD:g}" y="{base:g}">{_row(row, wide)}</text>'
        yield f'<text class="soft" text-anchor="end" x="{right - _PAD:g}" y="{base:g}">{row.count}</text>'
    if box.more:
        base = y + line_of(len(box.rows)) + 4
        more = say(Message("diagram.more", count=box.more), language)
        yield f'<text class="soft" x="{x + _PAD:g}" y="{base:g}">{escape(more)}</text>'
    yield "</g>"


def _row(row: Row, wide: float) -> str:
    """Write the name of a property and what its values are, as far as there is room."""
    room = int((wide - 2 * _PAD) / _LETTER) - len(row.count) - 2
    written = _written(row)
    if len(written) > room:
        written = written[: room - 1].rstrip(" ·|") + "…"
    name, values = written[: len(row.name)], written[len(row.name) :]
    return escape(name) + (f'<tspan class="soft">{escape(values)}</tspan>' if values else "")
