"""Writing to the standard streams: it needs no library, so that what was given before is given again at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from catalogue.workspace.replies import Reply

MUCH = 100_000
"""From how many statements on a command ends without taking apart what it has read."""


def give(data: bytes) -> None:
    """Write bytes to standard output.

    Raises:
        OutputError: the system refused; not when whoever reads has seen enough.
    """
    with writing():
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def answer(reply: Reply) -> int:
    """Write what a command gave before, and give its exit code.

    Raises:
        OutputError: the system refused.
    """
    give(reply.text)
    try:
        sys.stderr.write("".join(f"{line}\n" for line in reply.notes))
        sys.stderr.flush()
    except OSError:  # nobody waits for it
        give_up(sys.stderr)
    return reply.code


@contextmanager
def writing() -> Iterator[None]:
    """Give up standard output when it cannot be written."""
    try:
        yield
    except BrokenPipeError:  # whoever reads has seen enough
        give_up(sys.stdout)
    except OSError as error:
        from catalogue.errors import OutputError, reason_of
        from catalogue.messages import Message

        give_up(sys.stdout)
        raise OutputError(Message("output.not-written", reason=reason_of(error))) from error


def give_up(stream: TextIO) -> None:
    """Let nothing more be written to a stream, so that nothing is left to be flushed at the end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
