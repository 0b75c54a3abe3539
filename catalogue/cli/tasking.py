"""Tasks run from the command line: as each of many processes begins with it, the library that reads arguments is spared."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from catalogue.cli.writing import give_up

if TYPE_CHECKING:
    from catalogue.messages import Message

COMMAND = "run-task"
_DIGITS = 9
"""How many digits a number has at most that is read here."""


def asked(arguments: Sequence[str]) -> tuple[str, list[int]] | None:
    """Give the shared folder and the tasks that arguments ask for.

    Args:
        arguments: those of the whole command.

    Returns:
        None where they ask for anything else, have options or are wrong: then the library reads them.

    >>> asked(["run-task", "/mnt/shared", "0", "12"]), asked(["run-task", "--help"]), asked(["run-task", "x", "-1"])
    (('/mnt/shared', [0, 12]), None, None)
    """
    folder, numbers = "".join(arguments[1:2]), arguments[2:]
    are_plain = all(number.isascii() and number.isdigit() and len(number) <= _DIGITS for number in numbers)
    if [*arguments[:1]] != [COMMAND] or folder.startswith("-") or not numbers or not are_plain:
        return None
    return folder, [int(number) for number in numbers]


def run_tasks(folder: str, numbers: Sequence[int], note: Callable[[Message], None]) -> int:
    """Run tasks of the plan in a shared folder.

    Args:
        folder: the folder.
        numbers: the tasks.
        note: tells what has become of each.

    Returns:
        How many statements were read.

    Raises:
        CatalogueError: a task could not be run.
    """
    from catalogue import cluster
    from catalogue.messages import Message

    read = 0
    for number, statements in cluster.run_tasks(cluster.open_shared(folder), numbers):
        note(Message("run-task.done" if statements is not None else "run-task.had-result", number=number))
        read = statements or read
    return read


def run(folder: str, numbers: Sequence[int]) -> tuple[int, int]:
    """Run tasks as the command does, and give its exit code and how many statements were read."""
    from catalogue.cli.language import begin, chosen, language
    from catalogue.errors import CatalogueError
    from catalogue.messages import say

    def note(message: Message) -> None:
        try:
            sys.stderr.write(f"{say(message, language())}\n")
            sys.stderr.flush()
        except OSError:  # nobody waits for it
            give_up(sys.stderr)

    begin(chosen((), os.environ))
    try:
        return 0, run_tasks(folder, numbers, note)
    except (CatalogueError, OSError) as error:
        from catalogue.cli.running import ended_by

        return ended_by(error), 0
