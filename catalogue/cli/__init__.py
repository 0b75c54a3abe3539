"""The command line: parses, calls, prints."""

import gc
import os
import sys
from contextlib import suppress

import typer

from catalogue.cli import answers, check, commands
from catalogue.cli.app import app, has_read_much
from catalogue.cli.language import begin, chosen
from catalogue.cli.usage import show

__all__ = ["answers", "app", "check", "commands", "main"]

_THRESHOLD = 50_000
"""How many new objects there are before circles among them are looked for.

There are few circles, and what is read lives as long as the command: going through all terms again and again took a tenth of
the time of a check of millions of statements.
"""


def main() -> None:
    """Run the command."""
    gc.set_threshold(_THRESHOLD)
    begin(chosen(sys.argv[1:], os.environ))
    code = _run()
    if has_read_much():
        _leave(code)
    sys.exit(code)


def _run() -> int:
    """Run the command and give its exit code; errors in how it was called are shown in the messages of the program."""
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as error:
        show(error)
        return error.exit_code
    except typer.Abort:
        from typer import rich_utils

        rich_utils.rich_abort_error()
        return 1
    return code if isinstance(code, int) else 0


def _leave(code: int) -> None:
    """End at once, unless something is left to be written: taking apart what was read takes a twentieth of a large check."""
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
