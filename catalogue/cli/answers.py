"""The command `answers`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from catalogue.cli.app import (
    HERE,
    Folder,
    Memory,
    Strict,
    Timeout,
    app,
    echo,
    errors_shown,
    note,
    open_limited,
    show_error,
    show_notes,
)
from catalogue.cli.help import Command
from catalogue.cli.language import language
from catalogue.messages import Message, Text, say

if TYPE_CHECKING:
    from catalogue.query.answers import Answered

_SHOWN = 3
"""How many rows are shown of each difference."""


@app.command(cls=Command, help="help.answers")
def answers(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="help.answers.names", metavar="help.metavar.names", show_default="help.default.all"),
    ] = None,
    catalogue: Folder = HERE,
    write: Annotated[bool, typer.Option("--write", help="help.answers.write")] = False,
    timeout: Timeout = None,
    memory: Memory = None,
    strict: Strict = False,
) -> None:
    """Compare the answers of the named queries with the expected ones."""
    with errors_shown():
        from catalogue.query import half_read

        opened = open_limited(catalogue, strict=strict, timeout=timeout, memory=memory)
        compared = opened.answers(names or (), write=write)
        for answered in compared:
            _show(answered, write=write)
        show_notes(half_read(opened.edition))
        if not compared:
            note(Message("queries.none", folder=opened.settings.folders.queries))
        wrong = sum(not (answered.holds or (write and answered.may_be_written)) for answered in compared)
        note(Message("answers.summary", answers=Message("count.answers", count=len(compared)), count=wrong))
        raise typer.Exit(1 if wrong else 0)


def _show(answered: Answered, *, write: bool) -> None:
    from catalogue.visible import visible

    if answered.holds:
        return
    if answered.error is not None:
        show_error(answered.error)
        return
    message = say(_message(answered, written=write and answered.may_be_written), language())
    echo(visible(f"{answered.file}: {message}"))
    for mark, rows in (("-", answered.missing), ("+", answered.unexpected)):
        for row in rows[:_SHOWN]:
            echo(visible(f"  {mark} {', '.join(row)}"))


def _message(answered: Answered, *, written: bool) -> Text:
    missing, more = len(answered.missing), len(answered.unexpected)
    if answered.expected is None:
        return Message("answers.none-expected-written" if written else "answers.none-expected")
    absent, unexpected = Message("answers.missing", count=missing), Message("answers.unexpected", count=more)
    return Message("answers.differ-written" if written else "answers.differ", missing=absent, unexpected=unexpected)
