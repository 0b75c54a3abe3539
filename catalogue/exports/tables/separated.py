"""Tables as CSV: exactly, and such that a spreadsheet opens them well."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Literal

from catalogue.exports.tables.cells import inert
from catalogue.exports.tables.model import Table

_MARK = "\ufeff"
"""By what spreadsheets know that a text is in UTF-8."""

_ENDS = re.compile(r"([;\n]|(?<!\A)\r)")
"""What may be taken for the end of a cell or of a line in a text."""


def exact(table: Table) -> bytes:
    """Write a table as CSV (RFC 4180): UTF-8, a header line, comma, lines ended by CR LF; cells as `cell` writes them."""
    return _written(table, None).encode()


def guarded(table: Table) -> bytes:
    """Write a table as CSV for spreadsheets, which read it in their own ways.

    It has a byte order mark, and each cell is quoted, since some take semicolons for separators beside commas, unless these are
    in quotes. An apostrophe stands before what looks like a formula, also behind a semicolon or at the beginning of a line:
    where the semicolon is the separator of a country, no quote after a comma counts.
    """
    return (_MARK + _written(table, _inert_throughout, csv.QUOTE_ALL)).encode()


def _inert_throughout(text: str) -> str:
    """Guard a text, and what it has after what may be taken for the end of a cell.

    >>> _inert_throughout("a;=1+1"), _inert_throughout("=1;-2"), _inert_throughout("a; b")
    ("a;'=1+1", "'=1;-2", 'a; b')
    """
    if ";" not in text and "\n" not in text and "\r" not in text:  # faster than looking for the pattern
        return inert(text)
    return inert(
        "".join(part if number % 2 else inert(part) if number else part for number, part in enumerate(_ENDS.split(text)))
    )


def _written(table: Table, text: Callable[[str], str] | None, quoting: Literal[0, 1] = csv.QUOTE_MINIMAL) -> str:
    """Write a table as CSV, each text as it is or as a function gives it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=quoting)
    columns = [(column.name, column.cells) for column in table.columns]
    if text is not None:
        columns = [(text(name), list(map(text, cells))) for name, cells in columns]
    writer.writerow([name for name, _ in columns])
    writer.writerows(zip(*(cells for _, cells in columns), strict=True))
    return out.getvalue()
