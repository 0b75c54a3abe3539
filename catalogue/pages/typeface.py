"""The typeface of the images that are drawn: what it can write, and how wide that is.

Read from its file as OpenType has it (cmap, head, hhea, hmtx): what draws says of neither.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from importlib import resources

FAMILY, WEIGHT = "Source Serif Pro", 600
"""What style sheets call it."""

_PACKAGE, _FILE = "font_source_serif_pro", "files/SourceSerifPro-Semibold.ttf"
_UNICODE_BMP = {(0, 3), (3, 1)}
_SEGMENTS = 4
"""The format of the table that names glyphs by characters which every font has for the basic plane."""


class Typeface:
    """A font in a file.

    Args:
        data: the bytes of the file.
    """

    def __init__(self, data: bytes) -> None:
        count = struct.unpack_from(">H", data, 4)[0]
        entries = (struct.unpack_from(">4s4xII", data, 12 + 16 * number) for number in range(count))
        tables = {name.decode(): data[start : start + length] for name, start, length in entries}
        self._em: int = struct.unpack_from(">H", tables["head"], 18)[0]
        metrics: int = struct.unpack_from(">H", tables["hhea"], 34)[0]
        self._advances = [struct.unpack_from(">H", tables["hmtx"], 4 * glyph)[0] for glyph in range(metrics)]
        self._glyphs = _glyphs(tables["cmap"])

    def writes(self, text: str) -> bool:
        """Tell whether there is a glyph for every sign of a text."""
        return all(ord(sign) in self._glyphs for sign in text)

    def width(self, text: str) -> float:
        """Give the width of a text that it writes, in em, without kerning."""
        last = len(self._advances) - 1
        advances: int = sum(self._advances[min(self._glyphs[ord(sign)], last)] for sign in text)
        return advances / self._em


def _glyphs(cmap: bytes) -> dict[int, int]:
    """Read the glyphs of the characters of the basic plane (OpenType, cmap, format 4)."""
    for number in range(struct.unpack_from(">H", cmap, 2)[0]):
        platform, encoding, start = struct.unpack_from(">HHI", cmap, 4 + 8 * number)
        if (platform, encoding) in _UNICODE_BMP and struct.unpack_from(">H", cmap, start)[0] == _SEGMENTS:
            return _segments(cmap[start:])
    return {}


def _segments(table: bytes) -> dict[int, int]:
    double = struct.unpack_from(">H", table, 6)[0]
    starts = 16 + double
    glyphs: dict[int, int] = {}
    for at in range(0, double, 2):
        end, begin, delta, offset = (
            struct.unpack_from(">H", table, place + at)[0] for place in (14, starts, starts + double, starts + 2 * double)
        )
        for code in range(begin, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                glyph = struct.unpack_from(">H", table, starts + 2 * double + at + offset + 2 * (code - begin))[0]
            if glyph or not offset:
                glyph = (glyph + delta) & 0xFFFF
            if glyph:
                glyphs[code] = glyph
    return glyphs


@lru_cache(maxsize=1)
def typeface() -> Typeface:
    """Give the typeface of the images that are drawn."""
    return Typeface(resources.files(_PACKAGE).joinpath(_FILE).read_bytes())


def file() -> str:
    """Give the path of its file."""
    return str(resources.files(_PACKAGE).joinpath(_FILE))
