"""How a report is shown: language, colours, width, and where its files are in the repository."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.messages import Text, say
from catalogue.visible import visible


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

    def line(self, message: Text) -> str:
        """Give a message in the language of the report, in one line in which nothing acts or hides."""
        return visible(" ".join(say(message, self.language).split()))

    def advised(self, message: Text, advice: Text) -> str:
        """Give a message as one line, with the advice behind it where there is one."""
        return self.line(message) + (f" → {self.line(advice)}" if say(advice, self.language) else "")
