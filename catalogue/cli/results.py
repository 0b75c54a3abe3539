"""How `catalogue query` writes a result: as a table for a terminal, or in one of the formats of results."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.cli.app import note, write
from catalogue.messages import Message

if TYPE_CHECKING:
    from catalogue.query import Result

_TABLE = "table"


def write_result(result: Result, format_name: str, output: Path | None) -> None:
    """Write a result.

    Args:
        result: the result.
        format_name: the name of its format; empty for the one that the suffix of `output` stands for, else a table or Turtle.
        output: the file, or None for the terminal.

    Raises:
        QueryError: there is no such format, or it does not fit the result.
        OutputError: the system refused to write it.
    """
    chosen = format_name or _format_of(output) or ("turtle" if result.is_graph else _TABLE)
    if chosen == _TABLE and not result.is_graph:
        _print_table(result, output)
    else:
        write(result.serialize(chosen), output)


def _format_of(output: Path | None) -> str:
    """Give the format that a file's suffix stands for, or nothing."""
    from catalogue.query import RESULT_FORMATS

    suffixes = {format_.suffix: name for name, format_ in RESULT_FORMATS.items()} | {".json": "json", ".xml": "xml"}
    return suffixes.get(output.suffix, "") if output is not None else ""


def _print_table(result: Result, output: Path | None) -> None:
    if result.boolean is not None:
        write(f"{str(result.boolean).lower()}\n".encode(), output)
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from catalogue.visible import visible

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in result.variables:
        table.add_column(name, overflow="fold")
    for row in result.rows:
        table.add_row(*[Text(visible(result.short(term), "\n\t")) for term in row])
    width = None if output is None and sys.stdout.isatty() else 100_000
    console = Console(width=width, highlight=False, soft_wrap=False)
    with console.capture() as capture:
        console.print(table)
    lines = "\n".join(line.rstrip() for line in capture.get().splitlines())
    write(f"{lines}\n".encode(), output)
    note(Message("count.rows", count=len(result)))
