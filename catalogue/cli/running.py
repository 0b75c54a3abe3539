"""Running the command: its arguments read, and what may end it shown."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress

import typer

from catalogue.cli.app import app, has_read_much, show_error
from catalogue.cli.language import begin, chosen
from catalogue.cli.usage import show
from catalogue.errors import CatalogueError, OutputError, Place, reason_of
from catalogue.messages import Message

__all__ = ["ended_by", "has_read_much", "run"]


def run(arguments: Sequence[str]) -> int:
    """Run the command and give its exit code; errors in how it was called are shown in the messages of the program."""
    begin(chosen(arguments, os.environ))
    try:
        app.choose(arguments)
        code = app(standalone_mode=False)
    except (CatalogueError, OSError, typer.TyperException, typer.Abort) as error:
        return ended_by(error)
    return code if isinstance(code, int) else 0


def ended_by(error: Exception) -> int:
    """Show what has ended the command, and give its exit code.

    Raises:
        Exception: what nobody foresaw.
    """
    match error:
        case typer.TyperException():
            with suppress(OSError):  # nobody sees it
                show(error)
            return error.exit_code
        case CatalogueError():  # outside the commands: the help and the version
            show_error(error)
            return error.exit_code
        case BrokenPipeError():  # whoever reads the help has seen enough
            return 0
        case OSError():  # whatever the system refuses that is not foreseen where it is asked
            refused = OutputError(Message("output.refused", reason=reason_of(error)), _place_of(error))
            show_error(refused)
            return refused.exit_code
        case typer.Abort():
            from typer import rich_utils

            rich_utils.rich_abort_error()
            return 1
    raise error


def _place_of(error: OSError) -> Place | None:
    return Place(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else None
