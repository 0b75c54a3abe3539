"""The command line: parses, calls, prints."""

import gc

from catalogue.cli import check, commands
from catalogue.cli.app import app

__all__ = ["app", "check", "commands", "main"]

_THRESHOLD = 50_000
"""How many new objects there are before circles among them are looked for.

There are few circles, and what is read lives as long as the command: going through all terms again and again took a tenth of
the time of a check of millions of statements.
"""


def main() -> None:
    """Run the command."""
    gc.set_threshold(_THRESHOLD)
    app()
