"""Git: the one place through which the program `git` is run, such that no command runs which a repository names.

A repository may have come from anywhere, with its configuration. Git is asked for what it holds and never to fetch; whatever
of the configuration is a command (monitors, hooks, filters, drivers of differences, signatures, transports) is switched off.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import IO

_SAFE = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "diff.autoRefreshIndex": "true",
    "diff.relative": "false",
    "log.follow": "false",
    "log.showRoot": "true",
    "log.showSignature": "false",
}
"""What the configuration of a repository must not say: what runs a command, and what changes the answers."""

_OPTIONS = {
    "log": ("--no-show-signature", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty"),
    "diff": ("--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty"),
}
"""Options that commands always get: a submodule is not looked into, since it has a configuration of its own."""

_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_ALLOW_PROTOCOL": "",  # no way leads to another repository
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
_KEPT = frozenset(
    {
        "GIT_ATTR_NOSYSTEM",
        "GIT_CEILING_DIRECTORIES",
        "GIT_DISCOVERY_ACROSS_FILESYSTEM",
        "GIT_EXEC_PATH",
        "GIT_TEST_ASSUME_DIFFERENT_OWNER",
    }
)
"""What the caller may say to Git, beside its configuration; not which repository it is, which follows from the folder."""

_QUARANTINE = frozenset({"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_OBJECT_DIRECTORY", "GIT_QUARANTINE_PATH"})
"""Where the objects are that a hook is to judge before they are taken in."""


def run(
    folder: Path, *arguments: str, configuration: Mapping[str, str] | None = None, timeout: float | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run Git to its end.

    Args:
        folder: the folder in which it runs.
        arguments: its command and what follows; nothing that a user wrote begins with a hyphen.
        configuration: what the configuration of the repository must not say, beside what it never may.
        timeout: after how many seconds it is ended; never when None.

    Returns:
        What it wrote, and its exit code.

    Raises:
        OSError: it is not installed, or the system refused to run it.
        subprocess.TimeoutExpired: it took too long.
    """
    return subprocess.run(  # noqa: S603 - no argument of the user begins with a hyphen
        _command(folder, arguments, configuration or {}),
        capture_output=True,
        check=False,
        env=environment(os.environ),
        stdin=subprocess.DEVNULL,
        timeout=timeout,
    )


def begin(folder: Path, *arguments: str, stdin: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    """Begin to run Git, as `run` does, for whoever reads what it writes while it runs.

    Args:
        folder: the folder in which it runs.
        arguments: its command and what follows.
        stdin: a file from which it reads.

    Raises:
        OSError: it is not installed, or the system refused to run it.
    """
    return subprocess.Popen(  # noqa: S603 - no argument of the user begins with a hyphen
        _command(folder, arguments, {}),
        stdin=stdin or subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(os.environ),
    )


def _command(folder: Path, arguments: tuple[str, ...], configuration: Mapping[str, str]) -> list[str]:
    safe = [part for name, value in {**configuration, **_SAFE}.items() for part in ("-c", f"{name}={value}")]
    name, *rest = arguments
    start = ["git", "-C", str(folder), "--no-pager", "--no-replace-objects", *safe]
    return [*start, name, *_OPTIONS.get(name, ()), *rest]


def environment(caller: Mapping[str, str]) -> dict[str, str]:
    """Give the environment in which Git runs.

    Args:
        caller: the environment of the caller.

    Returns:
        The same without what names another repository or a command for Git; the configuration is kept, so `safe.directory` too.

    >>> given = environment({"PATH": "/bin", "GIT_DIR": "/other/.git", "GIT_EXTERNAL_DIFF": "x", "GIT_CONFIG_COUNT": "0"})
    >>> sorted(given)[:4], "GIT_DIR" in given
    (['GIT_ALLOW_PROTOCOL', 'GIT_CONFIG_COUNT', 'GIT_NO_LAZY_FETCH', 'GIT_OPTIONAL_LOCKS'], False)
    """
    kept = _KEPT | _QUARANTINE if "GIT_QUARANTINE_PATH" in caller else _KEPT
    ours = {name: value for name, value in caller.items() if not name.startswith("GIT_") or name in kept or _configures(name)}
    return {**ours, **_ENVIRONMENT}


def _configures(name: str) -> bool:
    return name.startswith("GIT_CONFIG_")
