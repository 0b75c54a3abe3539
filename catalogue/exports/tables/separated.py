"""Tables as CSV: exactly, and such that a spreadsheet opens them well."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from catalogue.exports.tables.cells import inert
from catalogue.exports.tables.model import Table

_MARK = "\ufeff"
"""By what spreadsheets know that a text is in UTF-8."""


def exact(table: Table) -> bytes:
    """Write a table as CSV (RFC 4180): UTF-8, a header line, comma, lines ended by CR LF; cells as `cell` writes them."""
    return _written(table, str).encode()


def guarded(table: Table) -> bytes:
    """Write a table as CSV for spreadsheets: with a byte order mark, and an apostrophe before what looks like a formula."""
    return (_MARK + _written(table, inert)).encode()


def _written(table: Table, text: Callable[[str], str]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([text(column.name) for column in table.columns])
    writer.writerows(zip(*([text(each) for each in column.cells] for column in table.columns), strict=True))
    return out.getvalue()
