"""Repeating: a check that was called in the same way before, and rests upon nothing that has changed, gives the same again."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping, Sequence

from catalogue.workspace.replies import Replies, Reply

COMMAND = "check"
_FOLDER = ("-C", "--catalogue")
_OF_SHELLS = frozenset({"_", "OLDPWD", "PWD", "SHLVL"})
"""The variables of the environment in which shells count, and which nothing rests upon."""

_ENCODING = "utf-8"


class _State:
    """How this process was called: empty where no reply of it is kept."""

    way = ""


def begin(arguments: Sequence[str]) -> Reply | None:
    """Note how the command was called, and give what it gave when it was called so before.

    Args:
        arguments: those of the whole command.

    Returns:
        The reply of a check; None where it must be made.
    """
    if COMMAND not in arguments or sys.stderr.encoding.lower() != _ENCODING:
        return None
    try:
        _State.way = way_of(arguments, os.environ)
    except OSError:  # the folder where the command is called has gone
        return None
    return Replies(folder_named(arguments), _State.way).read()


def replies(folder: str | os.PathLike[str]) -> Replies | None:
    """Give where the reply of the check of a catalogue is kept; None where none is, since this process is not that command.

    Args:
        folder: the catalogue's folder.
    """
    return Replies(os.fspath(folder), _State.way) if _State.way else None


def folder_named(arguments: Sequence[str]) -> str:
    """Give the folder of the catalogue that arguments seem to name: a reply is found only where one called so was kept.

    >>> folder_named(["check", "-C", "garden"]), folder_named(["--catalogue=garden", "check"]), folder_named(["check"])
    ('garden', 'garden', '.')
    """
    folder, before = ".", ""
    for argument in arguments:
        if before in _FOLDER:
            folder = argument
        elif argument.startswith(f"{_FOLDER[1]}="):
            folder = argument.partition("=")[2]
        before = argument
    return folder


def way_of(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Give what changes with all that a command rests upon beside files: how and where it is called, and with what.

    Args:
        arguments: those of the whole command.
        environment: the environment variables.

    Returns:
        64 hexadecimal digits.

    Raises:
        OSError: the folder where it is called has gone.
    """
    variables = sorted(item for item in environment.items() if item[0] not in _OF_SHELLS)
    installed = [(path, os.stat(path).st_mtime_ns) for path in sys.path if path.endswith("-packages")]  # noqa: PTH116
    is_shown = [stream.isatty() for stream in (sys.stdout, sys.stderr)]
    size = os.get_terminal_size(sys.stdout.fileno()) if sys.stdout.isatty() else None
    way = repr((list(arguments), os.getcwd(), variables, installed, is_shown, size, sys.flags))  # noqa: PTH109
    return hashlib.sha256(way.encode("utf-8", "surrogateescape")).hexdigest()
