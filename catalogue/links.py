"""Links: which of them lead out of a catalogue, and where they may lead.

A catalogue may have come from anywhere. What it links to outside its folder, or among what is hidden in it (`.git`, `.env`), is
not its own, and would be shown in messages and pages. Whoever runs the program may allow folders; the catalogue itself may not.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

FOLLOWED = "CATALOGUE_LINKS"
"""The environment variable with the folders outside that links may lead into, separated as in `PATH`."""


def follow(folders: Iterable[Path]) -> None:
    """Allow links to lead into some folders, for this process and those that it begins.

    Args:
        folders: the folders, beside those that the environment names.
    """
    added = (os.path.realpath(folder) for folder in folders)
    os.environ[FOLLOWED] = os.pathsep.join(filter(None, (os.environ.get(FOLLOWED, ""), *added)))


def leads_out(path: Path, root: Path) -> bool:
    """Tell whether links lead from a path of a catalogue out of it, or to what is hidden in it.

    Args:
        path: the path, which may be a link, or lie behind one.
        root: the catalogue's folder, absolute and without links.

    Returns:
        False where nothing on the way is a link, or all lead to what is read like any other file; or where they may lead.

    >>> leads_out(Path("/no/such/data/x.ttl"), Path("/no/such")), leads_out(Path("/no/such/../x.ttl"), Path("/no/such"))
    (False, True)
    """
    target = Path(os.path.realpath(path))
    if target == path:
        return False
    if target.is_relative_to(root):
        return any(part.startswith(".") for part in target.relative_to(root).parts)
    allowed = filter(None, os.environ.get(FOLLOWED, "").split(os.pathsep))
    return not any(target.is_relative_to(os.path.realpath(folder)) for folder in allowed)
