"""Tables as a workbook (XLSX): a sheet for each, with headings in the reader's language, after one that explains them."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from catalogue.edition import Edition
from catalogue.exports.dcat import dates_of
from catalogue.exports.tables.cells import is_active
from catalogue.exports.tables.model import Table
from catalogue.messages import Message, say, typeset

MOST_ROWS = 1_048_576
"""How many rows a sheet can have, that of the headings among them."""

MOST_CHARACTERS = 32_767
"""How many characters a cell can have, as UTF-16 counts them."""

_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_DIGITS = 15
_FIRST_DAY = date(1900, 3, 1)
"""The first day that spreadsheets agree about."""

_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
_NARROW, _WIDE, _SAMPLE = 10, 60, 200
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_MOST_IN_MEMORY = 200_000
"""How many cells are written in memory; more go through files row by row, which takes longer."""


@dataclass
class _Cuts:
    """What of a table does not fit into a sheet: how many rows are left out, and how many cells are cut."""

    rows: int = 0
    cells: int = 0


def workbook(edition: Edition, tables: Sequence[Table], language: str) -> bytes:
    """Write tables into a workbook.

    Args:
        edition: the catalogue.
        tables: the tables, at least one.
        language: the language of the headings.

    Returns:
        XLSX. The first sheet tells the source, the licence, the date, and what each column means. Values that are numbers,
        dates or booleans are such where a spreadsheet holds them exactly; all else is text, which is never computed. Rows and
        characters beyond what a sheet can have are left out, which the first sheet tells, with the address of the whole CSV.
    """
    import xlsxwriter  # slow to load

    out = io.BytesIO()
    is_large = sum(len(table) * len(table.columns) for table in tables) > _MOST_IN_MEMORY
    book = xlsxwriter.Workbook(out, _OPTIONS | {"constant_memory" if is_large else "in_memory": True})
    _properties(edition, book, language)
    formats = {
        "heading": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "bold": book.add_format({"bold": True}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        "text": book.add_format({"num_format": "@"}),
        "guarded": book.add_format({"num_format": "@", "quote_prefix": True}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }
    about = typeset(Message("tables.about"), language)
    names = list(_sheet_names([about, *(say(table.title, language) for table in tables)]))
    first = book.add_worksheet(names[0])
    cuts = [
        _Sheet(book.add_worksheet(name), formats, language).write(table) for table, name in zip(tables, names[1:], strict=True)
    ]
    _explain(edition, _Lines(first, formats), language, list(zip(tables, names[1:], cuts, strict=True)))
    book.close()
    return out.getvalue()


def _properties(edition: Edition, book: Any, language: str) -> None:
    settings = edition.settings
    book.set_properties(
        {
            "title": say(settings.title, language),
            "author": say(settings.publisher, language),
            "comments": edition.address,
            "created": (edition.modified or _BEGINNING).replace(tzinfo=None),
        }
    )


def _sheet_names(titles: Sequence[str]) -> Iterator[str]:
    """Name sheets as Excel allows: short, without some signs, each another name whatever its case."""
    used = {"history"}  # which Excel keeps for itself
    for title in titles:
        stem = " ".join(_NOT_IN_NAMES.sub(" ", title).split()).strip(" '") or "-"
        name, number = _cut(stem, _NAME).strip(" '"), 1
        while name.casefold() in used:
            number += 1
            ending = f" {number}"
            name = _cut(stem, _NAME - len(ending)).rstrip(" '") + ending
        used.add(name.casefold())
        yield name


class _Sheet:
    """A sheet that a table is written into.

    Args:
        sheet: the sheet.
        formats: the formats of cells by name.
        language: the language of the headings.
    """

    def __init__(self, sheet: Any, formats: Mapping[str, Any], language: str) -> None:
        self._sheet = sheet
        self._formats = formats
        self._language = language
        self._cuts = _Cuts()

    def write(self, table: Table) -> _Cuts:
        """Write a table, and give what did not fit."""
        last = min(len(table), MOST_ROWS - 1)
        self._cuts.rows = len(table) - last
        self._sheet.freeze_panes(1, 1)
        for number, column in enumerate(table.columns):
            heading = say(column.title, self._language) or column.name
            longest = max((len(each) for each in islice(column.cells, _SAMPLE)), default=0)
            self._sheet.set_column(number, number, min(max(longest, len(heading), _NARROW), _WIDE))
            self._text(0, number, heading, "heading")
        values = (column.values_in_python for column in table.columns)
        for row, cells in enumerate(islice(zip(*values, strict=True), last), 1):
            for number, value in enumerate(cells):
                if type(value) is str:
                    if value:
                        self._text(row, number, value)
                else:
                    self._value(row, number, value, table.columns[number].cells[row - 1])
        if table.columns:
            self._sheet.autofilter(0, 0, last, len(table.columns) - 1)
        return self._cuts

    def _value(self, row: int, number: int, value: Any, text: str) -> None:
        """Write a value where a spreadsheet holds it exactly, else as text."""
        match value:
            case bool():
                self._sheet.write_boolean(row, number, value)
            case int() | float() | Decimal() if _is_exact(value):
                self._sheet.write_number(row, number, value)
            case datetime() if value.tzinfo is None and value.date() >= _FIRST_DAY and not value.microsecond:
                self._sheet.write_datetime(row, number, value, self._formats["time"])
            case date() if not isinstance(value, datetime) and value >= _FIRST_DAY:
                self._sheet.write_datetime(row, number, datetime(value.year, value.month, value.day), self._formats["date"])  # noqa: DTZ001
            case _:
                self._text(row, number, text)

    def _text(self, row: int, number: int, text: str, format_: str = "") -> None:
        """Write a text, which nothing computes; what is too long is cut, and counted."""
        format_ = format_ or ("guarded" if is_active(text) else "text")
        fitting = _cut(text, MOST_CHARACTERS)
        self._cuts.cells += fitting != text
        self._sheet.write_string(row, number, fitting, self._formats[format_])


class _Lines:
    """The lines of the sheet that explains.

    Args:
        sheet: the sheet.
        formats: the formats of cells by name.
    """

    def __init__(self, sheet: Any, formats: Mapping[str, Any]) -> None:
        self._sheet = sheet
        self._formats = formats
        self._row = 0
        for number, width in enumerate((32, 36, 28, 80)):
            sheet.set_column(number, number, width)

    def add(self, *texts: str, format_: str = "wrapped") -> None:
        """Add a line of cells."""
        for number, text in enumerate(texts):
            self._sheet.write_string(self._row, number, _cut(text, MOST_CHARACTERS), self._formats[format_])
        self._row += 1


def _explain(edition: Edition, lines: _Lines, language: str, sheets: Sequence[tuple[Table, str, _Cuts]]) -> None:
    settings = edition.settings

    def add(what: Message, text: str) -> None:
        if text:
            lines.add(typeset(what, language), text)

    lines.add(say(settings.title, language), format_="title")
    lines.add(say(settings.description, language))
    add(Message("tables.source"), edition.address)
    add(Message("tables.publisher"), say(settings.publisher, language))
    add(Message("tables.licence"), settings.license or "")
    dates = dates_of(edition)
    add(Message("tables.date"), dates.modified[:10])
    add(Message("tables.version"), dates.version)
    lines.add()
    for note in (Message("tables.several"), Message("tables.whole"), Message("tables.inert")):
        lines.add(typeset(note, language))
    for table, name, cuts in sheets:
        lines.add()
        _explain_table(edition, lines, language, table, name)
        if cuts.rows:
            lines.add(typeset(Message("tables.rows-cut", count=cuts.rows), language), format_="bold")
        if cuts.cells:
            lines.add(typeset(Message("tables.cells-cut", count=cuts.cells, most=MOST_CHARACTERS), language), format_="bold")


def _explain_table(edition: Edition, lines: _Lines, language: str, table: Table, name: str) -> None:
    lines.add(name, typeset(Message("tables.rows", count=len(table)), language), edition.address + table.file, format_="bold")
    if table.description:
        lines.add(say(table.description, language))
    heads = Message("tables.heading"), Message("tables.property"), Message("tables.name-in-csv"), Message("tables.meaning")
    lines.add(*(typeset(head, language) for head in heads), format_="heading")
    for column in table.columns:
        title = say(column.title, language) or column.name
        predicate = edition.prefixes.shorten(column.predicate) if column.predicate else ""
        lines.add(title, predicate, column.name, say(column.description, language))


def _is_exact(value: float | Decimal) -> bool:
    """Tell whether a spreadsheet holds a number exactly: it has 15 digits."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int) and abs(value) < 10**_DIGITS:
        return True
    digits = Decimal(value).normalize().as_tuple()
    return len(digits.digits) <= _DIGITS and -300 < Decimal(value).adjusted() < 300  # noqa: PLR2004 - the range of doubles


def _cut(text: str, most: int) -> str:
    """Give a text with at most so many units of UTF-16; what is cut ends in an ellipsis.

    >>> _cut("tree", 4), _cut("trees", 4), _cut("ab" + chr(0x1F333) * 2, 5)
    ('tree', 'tre…', 'ab🌳…')
    """
    if 2 * len(text) <= most:
        return text
    units = text.encode("utf-16-le", "replace")
    if len(units) <= 2 * most:
        return text
    return units[: 2 * (most - 1)].decode("utf-16-le", "ignore") + "…"
