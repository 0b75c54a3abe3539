"""How a report is shown: language, colours, width, and where its files are in the repository."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """How a report is shown.

    Attributes:
        language: the language of messages, where a format has one language only.
        colour: whether there are colours, where a format can have them.
        width: how many cells a line may take, where a format cuts lines.
        folder: the catalogue's folder inside its repository, with `/`, where a format names files as the repository does.
    """

    language: str = "en"
    colour: bool = False
    width: int = 120
    folder: str = ""

    def file(self, path: str) -> str:
        """Give the path of a file inside the repository; of a file elsewhere its name alone, for others have no such folder."""
        if path.startswith("/") or path[1:2] == ":":
            return path.replace("\\", "/").rsplit("/", 1)[-1]
        return f"{self.folder}/{path}" if self.folder else path
