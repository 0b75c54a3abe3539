"""The images that stand for pages where these are shared: drawn for the catalogue and each type, unless the theme has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import NamedTuple
from xml.sax.saxutils import escape

from catalogue.edition import Edition, held_by_edition
from catalogue.messages import say
from catalogue.pages import typeface
from catalogue.pages.theme import preview, style_of

WIDTH, HEIGHT = 1200, 630
"""The size in pixels that those ask for who show previews of pages."""

FOLDER = "assets/preview"
"""Below which path these images are, by the names of the types; that of the catalogue has this path itself."""

_SIDE = 96
_ROOM = WIDTH - 2 * _SIDE - 150
"""How wide lines are at most; the mark stands beside them."""

_SIZES = (92, 76, 62, 50)
_MOST_LINES = 3
_SMALL, _MOST_SMALL_LINES = 34, 3
_LONGEST = 300
_TOKENS = ("paper", "ink", "soft", "accent")
_COLOUR = r"--{}:\s*(#[0-9a-fA-F]{{3,8}})\b"
_DARK = "@media (prefers-color-scheme: dark)"
_ELLIPSIS = "…"


class Preview(NamedTuple):
    """What an image says.

    Attributes:
        title: in large letters.
        above: in small letters above it, or empty.
        below: likewise below it.
    """

    title: str
    above: str = ""
    below: str = ""

    @property
    def alternative(self) -> str:
        """The same for those who do not see the image."""
        return f"{self.title} · {self.above}" if self.above else self.title


@held_by_edition
def drawn(edition: Edition) -> Sequence[str]:
    """Name the images that are drawn: empty for the catalogue, else the type; none for what the theme has an image of."""
    types = (type_.name for type_ in edition.ranks.subjects() if type_.is_listed)
    return tuple(name for name in ("", *types) if not preview(edition, name))


def preview_of(edition: Edition, type_name: str, language: str) -> tuple[str, Preview] | None:
    """Give the path of the drawn image that stands for a page, and what it says; None where the theme has one.

    Args:
        edition: the catalogue.
        type_name: the name of the type of which the page shows one or all things; empty where it is none.
        language: the page's language.
    """
    if preview(edition, type_name):
        return None
    name = type_name if type_name in drawn(edition) else ""
    stem = f"{FOLDER}/{name}" if name else FOLDER
    return f"{stem}.{language}.png", _texts(edition, name, language)


def _texts(edition: Edition, name: str, language: str) -> Preview:
    settings = edition.settings
    title = say(settings.title, language)
    if not name:
        return Preview(title, below=say(settings.description, language))
    return Preview(say(edition.model.by_name[name].plural, language), above=title)


def preview_image(edition: Edition, name: str, language: str) -> bytes:
    """Draw an image.

    Args:
        edition: the catalogue.
        name: one of `drawn`.
        language: the language of what it says.

    Returns:
        A PNG, the same for the same texts and colours. A text with a sign that the typeface has not is left out.
    """
    return _image(_texts(edition, name, language), tuple(_colours(edition).items()))


@lru_cache(maxsize=64)
def _image(texts: Preview, colours: tuple[tuple[str, str], ...]) -> bytes:
    from resvg_py import svg_to_bytes

    return svg_to_bytes(svg_string=svg(texts, dict(colours)), skip_system_fonts=True, font_files=[typeface.file()])


@held_by_edition
def _colours(edition: Edition) -> Mapping[str, str]:
    """Give the colours of the light scheme: those that the theme gives to the tokens of the style sheet, else ours."""
    sheets = (style_of(edition), resources.files("catalogue.pages").joinpath("assets/style/tokens.css").read_text("utf-8"))
    light = " ".join(sheet.partition(_DARK)[0] for sheet in sheets)
    return {name: match[1] for name in _TOKENS if (match := re.search(_COLOUR.format(name), light))}


def svg(texts: Preview, colours: Mapping[str, str]) -> str:
    """Write an image as SVG.

    Args:
        texts: what it says.
        colours: by the names of tokens: paper, ink, soft and accent.
    """
    lines = "".join(_lines(_written(texts), colours))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours["paper"]}"/>'
        f'<rect width="{WIDTH}" height="16" fill="{colours["accent"]}"/>{_mark(colours["accent"], is_alone=not lines)}'
        f'<g font-family="{typeface.FAMILY}" font-weight="{typeface.WEIGHT}">{lines}</g></svg>'
    )


def _mark(colour: str, *, is_alone: bool) -> str:
    """Draw the mark of the pages: at the edge, or in the middle where there is nothing else."""
    place = f"translate({WIDTH / 2 - 200} {HEIGHT / 2 - 200}) scale(12.5)" if is_alone else "translate(955 350) scale(6.5)"
    return (
        f'<g transform="{place}" fill="{colour}" stroke="{colour}" stroke-width="2.5">'
        '<path d="M8 9 24 8 22 24Z" fill="none"/><circle cx="8" cy="9" r="3.5"/><circle cx="24" cy="8" r="2.5"/>'
        '<circle cx="22" cy="24" r="3.5"/></g>'
    )


def _written(texts: Preview) -> Preview:
    """Give the texts that the typeface writes, each in one line; the others empty."""
    face = typeface.typeface()
    plain = (" ".join(text.replace("\u202f", " ").split())[:_LONGEST] for text in texts)
    return Preview(*(text if face.writes(text) else "" for text in plain))


def _lines(texts: Preview, colours: Mapping[str, str]) -> Iterator[str]:
    size, title = _fitted(texts.title, _MOST_LINES - bool(texts.below))
    below = _wrapped(texts.below, _SMALL, _MOST_SMALL_LINES)
    height = len(title) * size * 1.15 + (len(below) * _SMALL * 1.4 + 30 if below else 0)
    top = max((HEIGHT - height) / 2, 150 if texts.above else 60)
    if texts.above:
        yield _line(_wrapped(texts.above, _SMALL, 1)[0], _SIDE, 120, _SMALL, colours["accent"])
    for number, line in enumerate(title):
        yield _line(line, _SIDE, top + size * (0.9 + 1.15 * number), size, colours["ink"])
    top += len(title) * size * 1.15 + 30
    for number, line in enumerate(below):
        yield _line(line, _SIDE, top + _SMALL * (0.9 + 1.4 * number), _SMALL, colours["soft"])


def _line(text: str, left: float, base: float, size: int, colour: str) -> str:
    return f'<text x="{left}" y="{base:.1f}" font-size="{size}" fill="{colour}">{escape(text)}</text>'


def _fitted(title: str, most: int) -> tuple[int, list[str]]:
    """Give the largest size at which a title has few lines, and these; at the smallest what is more is cut off."""
    for size in _SIZES[:-1]:
        lines = _wrapped(title, size, len(title) + 1)
        if len(lines) <= most and not any(line.endswith(_ELLIPSIS) and not title.endswith(line) for line in lines):
            return size, lines
    return _SIZES[-1], _wrapped(title, _SIZES[-1], most)


def _wrapped(text: str, size: int, most: int) -> list[str]:
    """Break a text at its spaces into lines that fit; a word that does not, and what is more than there is room for, is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and not _fits(longer, size):
            lines.append(line)
            longer = word
        line = longer
    lines = [_cut(one, size) for one in ([*lines, line] if line else lines)]
    return lines if len(lines) <= most else [*lines[: most - 1], _cut(f"{lines[most - 1]}{_ELLIPSIS}", size)]


def _fits(text: str, size: int) -> bool:
    return typeface.typeface().width(text) * size <= _ROOM


def _cut(text: str, size: int) -> str:
    while not _fits(text, size):
        text = f"{text.removesuffix(_ELLIPSIS)[:-1].rstrip()}{_ELLIPSIS}"
    return text
