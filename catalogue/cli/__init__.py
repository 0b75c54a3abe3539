"""The command line: parses, calls, prints."""

import gc
import os
import sys
from contextlib import suppress

from catalogue.cli import answers, check, commands
from catalogue.cli.app import app, has_read_much

__all__ = ["answers", "app", "check", "commands", "main"]

_THRESHOLD = 50_000
"""How many new objects there are before circles among them are looked for.

There are few circles, and what is read lives as long as the command: going through all terms again and again took a tenth of
the time of a check of millions of statements.
"""


def main() -> None:
    """Run the command."""
    gc.set_threshold(_THRESHOLD)
    try:
        app()
    except SystemExit as end:
        if has_read_much() and isinstance(end.code, int):
            _leave(end.code)
        raise


def _leave(code: int) -> None:
    """End at once, unless something is left to be told: taking apart what was read takes a twentieth of a large check."""
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
