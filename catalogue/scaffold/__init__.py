"""Making a new catalogue: a small working one to start from."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from catalogue.errors import OutputError, Place, UsageError, reason_of
from catalogue.messages import Message


def init(folder: Path) -> list[Path]:
    """Make a small working catalogue in an empty folder: two entity types, their shapes, three entries, a query, settings.

    Args:
        folder: where; it must be empty or not exist.

    Returns:
        The files that were made.

    Raises:
        UsageError: there is something in the folder already.
        OutputError: the system refused to write.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(Message("scaffold.not-empty-choose-new-folder", folder=folder))
        made: list[Path] = []
        for name, data in _template(resources.files("catalogue.scaffold") / "template", ""):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            made.append(path)
    except OSError as error:
        raise OutputError(Message("scaffold.cannot-write", reason=reason_of(error)), Place(str(folder))) from error
    return made


def _template(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            yield from _template(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry.read_bytes()
