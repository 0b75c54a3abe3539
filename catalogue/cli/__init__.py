"""The command line: parses, calls, prints."""

import gc
import os
import sys
from contextlib import suppress
from io import TextIOWrapper

import typer

from catalogue.cli.app import app, give_up, has_read_much, show_error
from catalogue.cli.language import begin, chosen
from catalogue.cli.usage import show
from catalogue.errors import CatalogueError, OutputError, Place
from catalogue.messages import Message

__all__ = ["app", "main"]

_THRESHOLD = 500_000
"""How many new objects there are before circles among them are looked for.

There are few circles, and what is read lives as long as the command: going through all terms again and again took a tenth of
the time of a check of millions of statements.
"""


_ONE_THREAD = "OPENBLAS_NUM_THREADS", "1"
"""No command does linear algebra: numpy would begin a thread for each processor, which takes a twentieth of a small check."""


def main() -> None:
    """Run the command."""
    gc.set_threshold(_THRESHOLD)
    os.environ.setdefault(*_ONE_THREAD)
    _prepare_streams()
    begin(chosen(sys.argv[1:], os.environ))
    code = _run()
    _flush()
    if has_read_much():
        _leave(code)
    sys.exit(code)


def _run() -> int:
    """Run the command and give its exit code; errors in how it was called are shown in the messages of the program."""
    try:
        app.choose(sys.argv[1:])
        code = app(standalone_mode=False)
    except typer.TyperException as error:
        with suppress(OSError):  # nobody sees it
            show(error)
        return error.exit_code
    except CatalogueError as error:  # outside the commands: the help and the version
        show_error(error)
        return error.exit_code
    except BrokenPipeError:  # whoever reads the help has seen enough
        return 0
    except OSError as error:  # whatever the system refuses that is not foreseen where it is asked
        refused = OutputError(Message("output.refused", reason=error.strerror or str(error)), _place_of(error))
        show_error(refused)
        return refused.exit_code
    except typer.Abort:
        from typer import rich_utils

        rich_utils.rich_abort_error()
        return 1
    return code if isinstance(code, int) else 0


def _place_of(error: OSError) -> Place | None:
    return Place(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else None


def _prepare_streams() -> None:
    """Let every name and text be written, whatever the encoding, and let what the caller has closed be there and refuse.

    A file that is opened would else get the number of a standard stream, and be written instead of it.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            with suppress(OSError):
                while (opened := os.open(os.devnull, os.O_RDONLY)) < number:
                    pass
                setattr(sys, name, os.fdopen(opened, "r" if number == 0 else "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _flush() -> None:
    """Write what is left; what cannot be written is given up, since that has been told."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            give_up(stream)


def _leave(code: int) -> None:
    """End at once, unless something is left to be written: taking apart what was read takes a twentieth of a large check."""
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
