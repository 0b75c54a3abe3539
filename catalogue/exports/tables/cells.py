"""Cells: several values in one text, and a text that no spreadsheet takes for a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence

SEPARATOR = " | "
"""What stands between several values in one cell."""

EMPTY = "|"
"""A cell with one value that is the empty text."""

_UNSEEN = r"\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_ACTIVE = re.compile(rf"[{_UNSEEN}]*[=+\-@＝＋－＠]|[\t\r\n]")
"""How texts begin that a spreadsheet may compute, maybe when it has left out what nobody sees."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)


def cell(values: Sequence[str]) -> str:
    r"""Write values into one cell.

    Args:
        values: the values, in their order.

    Returns:
        The values with `\|` for each `|` in them, and `SEPARATOR` between them; `EMPTY` for one empty value.

    >>> cell(["a | b", "c"]), cell([]), cell([""]), cell(["", ""])
    ('a \\| b | c', '', '|', ' | ')
    """
    return EMPTY if list(values) == [""] else SEPARATOR.join(value.replace("|", r"\|") for value in values)


def values_in(written: str) -> list[str]:
    r"""Read the values of a cell.

    Args:
        written: a cell, as `cell` writes it.

    >>> values_in(r"a \| b | c"), values_in(""), values_in("|"), values_in(" | ")
    (['a | b', 'c'], [], [''], ['', ''])
    """
    if written in {"", EMPTY}:
        return [""] if written else []
    return [value.replace(r"\|", "|") for value in written.split(SEPARATOR)]


def is_plain(values: Sequence[str]) -> bool:
    r"""Tell whether a cell has its values as they are, so that cutting it at `SEPARATOR` gives them.

    >>> is_plain(["a", "b"]), is_plain([r"a|b"]), is_plain([""])
    (True, False, False)
    """
    return all(values) and "|" not in "".join(values)


def is_active(text: str) -> bool:
    """Tell whether a spreadsheet may take a text for a formula; no number is one.

    >>> is_active("=1+1"), is_active("-5"), is_active("-5+2"), is_active("a=1"), is_active("@home")
    (True, False, True, False, True)
    """
    if text[:1].isalnum():  # most do
        return False
    return _ACTIVE.match(text) is not None and _NUMBER.fullmatch(text) is None


def inert(text: str) -> str:
    """Give a text that no spreadsheet takes for a formula: with an apostrophe before one that it may take for one.

    >>> inert("=1+1"), inert("-5"), inert("tree")
    ("'=1+1", '-5', 'tree')
    """
    return f"'{text}" if is_active(text) else text
