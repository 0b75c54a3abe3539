"""Lines: where `catalogue.toml` gives a setting."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache

FILE_NAME = "catalogue.toml"


@lru_cache(maxsize=64)
def line_of(text: str, names: tuple[str | int, ...]) -> int:
    """Find the line in which a table or a setting is given; that of its table when it is missing; 0 when that is, too.

    A number among the names stands for a table of a list, counted from 0.

    It is the line behind the longest part of the text that is TOML and does not give it.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    before = 0
    for number in range(1, len(lines) + 1):
        with suppress(tomllib.TOMLDecodeError):
            if _gives(tomllib.loads("\n".join(lines[:number])), names):
                return before + 1
            before = number
    return line_of(text, names[:-1]) if len(names) > 1 else 0


def _gives(tables: object, names: Sequence[str | int]) -> bool:
    """Tell whether tables, or a list of them, have what is below some names."""
    name, *others = names
    if isinstance(tables, Mapping):
        inner = tables.get(name)
    else:
        inner = tables[name] if isinstance(tables, list) and isinstance(name, int) and name < len(tables) else None
    return inner is not None and (not others or _gives(inner, others))
