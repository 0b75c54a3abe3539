"""An expression, read: what is wrong with it, and what the engines are given for it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from catalogue.messages import Text


class Trouble(Enum):
    """What sort of trouble a part of an expression makes."""

    BROKEN = "broken"
    """No engine can run it."""
    BACKTRACKING = "backtracking"
    """Only an engine that goes back and tries again can run it."""
    DIALECT = "dialect"
    """It is no expression of XPath, and is read as another dialect has it."""


class Issue(NamedTuple):
    """A part of an expression that makes trouble.

    Attributes:
        start: its first character.
        end: the character after its last.
        trouble: of what sort.
        message: what is wrong, by language.
        advice: what to write instead, by language.
        replacement: characters to write in its place, or None.
    """

    start: int
    end: int
    trouble: Trouble
    message: Text
    advice: Text
    replacement: str | None = None


class Anchor(Enum):
    """Where a text or a line begins or ends: written otherwise for each engine."""

    START = "start"
    END = "end"
    LINE_START = "line start"
    LINE_END = "line end"


LINEAR: Mapping[Anchor, str] = {
    Anchor.START: r"\A",
    Anchor.END: r"\z",
    Anchor.LINE_START: "(?m:^)",
    Anchor.LINE_END: "(?m:$)",
}
"""The anchors for the linear engine: for lines, right in texts that do not end in a line feed."""

BACKTRACKING: Mapping[Anchor, str] = {
    Anchor.START: r"\A",
    Anchor.END: r"\Z",
    Anchor.LINE_START: r"(?:\A|(?<=\n)(?!\Z))",
    Anchor.LINE_END: r"(?:(?=\n)|(?<!\n)\Z)",
}
"""The anchors for the backtracking engine: no line begins behind a line feed that ends the text."""


class Expression(NamedTuple):
    """A regular expression, read.

    Attributes:
        issues: what is wrong with it, in the order of its characters.
        pieces: what stands for it: text that both engines read alike, and anchors.
    """

    issues: tuple[Issue, ...]
    pieces: tuple[str | Anchor, ...]

    def has(self, trouble: Trouble) -> bool:
        """Tell whether a part makes a sort of trouble."""
        return any(issue.trouble is trouble for issue in self.issues)

    @property
    def has_lines(self) -> bool:
        """Whether it asks where lines begin or end."""
        return Anchor.LINE_START in self.pieces or Anchor.LINE_END in self.pieces

    def written(self, anchors: Mapping[Anchor, str]) -> str:
        """Write it for an engine, by its anchors."""
        return "".join(piece if isinstance(piece, str) else anchors[piece] for piece in self.pieces)
