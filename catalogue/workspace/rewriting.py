"""Rewriting: a file with its text before and after a command has changed it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from catalogue import files
from catalogue.edits import diff


@dataclass(frozen=True)
class Rewritten:
    """A file, its text, and its text afterwards.

    Attributes:
        path: the file.
        name: the file's name in messages and differences.
        before: its text.
        after: its text afterwards.
    """

    path: Path
    name: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Whether the two differ."""
        return self.before != self.after

    def diff(self) -> str:
        """Give the change as a unified diff; empty when there is none."""
        return diff(self.name, self.before, self.after)

    def write(self) -> None:
        """Write the text afterwards; a file that has it already is not touched.

        Raises:
            OutputError: the system refused to write; the file is as it was.
        """
        if self.is_changed:
            files.write(self.path, self.after.encode("utf-8"))

    @property
    def change(self) -> files.Change:
        """The change of the file, to be written together with others."""
        return files.Change(self.path, self.before.encode("utf-8"), self.after.encode("utf-8"))
