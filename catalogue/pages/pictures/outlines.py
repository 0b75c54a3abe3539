"""The outlines of maps, which the installation writes into one file; without it there are no maps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from babel.core import get_global

from catalogue.pages.pictures.places import FRANCE, WORLD

OVERSEAS = "overseas"


@dataclass(frozen=True)
class Outlines:
    """The outlines of a map.

    Attributes:
        width: how wide it is.
        height: how high it is.
        shapes: its outlines as paths of SVG, by the codes of what they are of: of departments, or of countries by two letters.
        rest: the outlines that have no code.
        names: names that the package gives them, by their codes.
    """

    width: int
    height: int
    shapes: Mapping[str, str]
    rest: str
    names: Mapping[str, str]


@lru_cache(maxsize=1)
def outlines() -> Mapping[str, Outlines]:
    """Give the outlines of the maps that there are; none where the installation has not written them."""
    file = resources.files("catalogue.pages").joinpath("assets/outlines.json")
    if not file.is_file():
        return {}
    written = json.loads(file.read_text("utf-8"))
    return {name: _read(name, written[name]) for name in (FRANCE, OVERSEAS, WORLD)}


def _read(name: str, written: Mapping[str, object]) -> Outlines:
    shapes: dict[str, str] = {}
    rest = ""
    for number, path in written["shapes"]:  # type: ignore[attr-defined] # the file is ours
        code = _letters(number) if name == WORLD else number
        if code:
            shapes[code] = shapes.get(code, "") + path
        else:
            rest += path
    width, height, names = written["width"], written["height"], written.get("names", {})
    return Outlines(width, height, shapes, rest, names)  # type: ignore[arg-type]


def _letters(number: str) -> str:
    """Give the two letters of a country by its three digits."""
    others = get_global("territory_aliases").get(number, ())
    return others[0] if len(others) == 1 else ""
