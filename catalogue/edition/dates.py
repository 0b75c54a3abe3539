"""The time of a revision: from Git or from the environment, never from the wall clock."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from catalogue import git
from catalogue.errors import UsageError
from catalogue.messages import Message


def modified_of(folder: Path) -> datetime | None:
    """Give the time of the revision in a folder.

    Args:
        folder: the catalogue's folder.

    Returns:
        `SOURCE_DATE_EPOCH` when it is set, else the time of the last commit in the folder, in UTC; None without either.

    Raises:
        UsageError: `SOURCE_DATE_EPOCH` is not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "") or _last_commit(folder)
    try:
        return datetime.fromtimestamp(int(epoch), UTC) if epoch else None
    except (ValueError, OverflowError, OSError):
        raise UsageError(Message("edition.source-date-epoch-not-number", epoch=repr(epoch))) from None


def _last_commit(folder: Path) -> str:
    try:
        done = git.run(folder, "log", "-1", "--format=%ct", "--", ".")
    except OSError:
        return ""
    return done.stdout.decode("ascii").strip() if done.returncode == 0 else ""
