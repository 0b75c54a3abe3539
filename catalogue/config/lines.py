"""Lines: where `catalogue.toml` gives a setting."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

FILE_NAME = "catalogue.toml"


def line_of(text: str, names: Sequence[str]) -> int:
    """Find the line in which a table or a setting is given; that of its table when it is missing; 0 when that is, too.

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


def line_of_value(text: str, key: str, value: str) -> int:
    r"""Find the first line in which a key is given a text, in a table of its own or in one within a line; 0 when none does.

    >>> line_of_value('[[home.sections]]\nshow = "cards"\nquery = "latest"', "query", "latest")
    3
    """
    given = re.compile(rf"(?<![\w-]){re.escape(key)}\s*=\s*([\"']){re.escape(value)}\1")
    lines = text.replace("\r\n", "\n").split("\n")
    return next((number for number, line in enumerate(lines, 1) if given.search(line)), 0)


def _gives(tables: Mapping[str, Any], names: Sequence[str]) -> bool:
    inner = tables.get(names[0])
    return inner is not None if len(names) == 1 else isinstance(inner, dict) and _gives(inner, names[1:])
