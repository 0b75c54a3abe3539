"""The command line: parses, calls, prints.

What reads the arguments is imported only when they are to be read: a check of what has not changed since the last one gives
again what that gave.
"""

import gc
import os
import sys
from contextlib import suppress
from io import TextIOWrapper

from catalogue.cli import repeating
from catalogue.cli.writing import MUCH, answer, give_up

__all__ = ["main"]

_THRESHOLD = 500_000
"""How many new objects there are before circles among them are looked for.

There are few circles, and what is read lives as long as the command: going through all terms again and again took a tenth of
the time of a check of millions of statements.
"""


_INTERRUPTED = 130
"""The exit code of who was ended by Ctrl-C, as shells count."""

_ONE_THREAD = "OPENBLAS_NUM_THREADS", "1"
"""No command does linear algebra: numpy would begin a thread for each processor, which takes a twentieth of a small check."""


def main() -> None:
    """Run the command; Ctrl-C ends it quietly from its first moment on."""
    try:
        code = _main()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    sys.exit(code)


def _main() -> int:
    gc.set_threshold(_THRESHOLD)
    _prepare_streams()
    code = _repeated(sys.argv[1:])
    if code is None:
        os.environ.setdefault(*_ONE_THREAD)
        code = _run(sys.argv[1:])
    _flush()
    return code


def _repeated(arguments: list[str]) -> int | None:
    """Give again what a check gave when it was called in this way before, and its exit code; None where it must be made."""
    reply = repeating.begin(arguments)
    if reply is None:
        return None
    try:
        return answer(reply)
    except Exception as error:  # noqa: BLE001 - it is shown as that of another command is
        from catalogue.cli.running import ended_by

        return ended_by(error)


def _run(arguments: list[str]) -> int:
    """Run the command and give its exit code."""
    from catalogue.cli import tasking

    tasks = tasking.asked(arguments)
    if tasks is not None:
        code, statements = tasking.run(*tasks)
        return _ended(code, has_read_much=statements >= MUCH)
    from catalogue.cli.running import has_read_much, run

    return _ended(run(arguments), has_read_much=has_read_much())


def _ended(code: int, *, has_read_much: bool) -> int:
    """End at once where much was read; else give the exit code."""
    if has_read_much:
        _flush()
        _leave(code)
    return code


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
