"""Spots: where a text cannot be read further, with what stands around it, and what may have been slipped there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from catalogue.messages import Message, Text
from catalogue.turtle.terms import XSD
from catalogue.turtle.tokens import Scan

_NEXT_LINE = re.compile(r"\r\n|\r|\n|\Z")
_XSD_PREFIX = re.compile(rf"(?i:@?prefix)\s+([A-Za-z][\w.-]*:)\s*<{re.escape(XSD)}>")
_LONGEST = 2000
"""How many characters of a line are looked at: a line may be as long as a file."""


class Slip(NamedTuple):
    """A mistake in writing that is recognized.

    Attributes:
        message: what it is, by language.
        start: characters before what is wrong.
        end: characters up to its end.
        text: what stands there instead; none where that cannot be known.
        safe: whether nothing else can have been meant.
        is_term: whether it stands for a term, which is then lost, or for nothing, as a comment does.
        joins: whether it is one with the last one of its sort.
        lacks_at: where the text is put in, characters before it, when something is missing before what stands there.
    """

    message: Text
    start: int
    end: int
    text: str | None = None
    safe: bool = False
    is_term: bool = True
    lacks_at: int | None = None
    joins: bool = False


@dataclass(frozen=True)
class Spot:
    """The token that the grammar does not ask for.

    Attributes:
        scan: the tokens.
        here: its number.
    """

    scan: Scan
    here: int

    @property
    def at(self) -> int:
        """Characters before the token."""
        return self.scan.starts[self.here]

    @property
    def kind(self) -> str:
        """The token's kind."""
        return self.scan.kinds[self.here]

    @property
    def before(self) -> str:
        """The kind of the token before, `start` where there is none."""
        return self.scan.kinds[self.here - 1] if self.here else "start"

    @property
    def earlier(self) -> str:
        """The kind of the token before that one."""
        return self.scan.kinds[self.here - 2] if self.here > 1 else "start"

    @property
    def before_at(self) -> int:
        """Characters before the token before."""
        return self.scan.starts[self.here - 1] if self.here else 0

    @property
    def before_word(self) -> str:
        """The characters of the token before."""
        return self.scan.word(self.here - 1) if self.here else ""

    @cached_property
    def is_joined(self) -> bool:
        """Whether nothing stands between the two tokens."""
        return self.here > 0 and self.scan.ends[self.here - 1] == self.at

    @cached_property
    def is_below(self) -> bool:
        """Whether a line ends between the two tokens."""
        return self.scan.breaks_line(self.here)

    @cached_property
    def line_end(self) -> int:
        """Characters up to the end of the token's line, as far as it is looked at."""
        return self.end_of_line(self.at)

    def end_of_line(self, at: int) -> int:
        """Give the characters up to the end of a line, as far as it is looked at."""
        limit = min(len(self.scan.text), at + _LONGEST)
        match = _NEXT_LINE.search(self.scan.text, at, limit)
        return match.start() if match else limit

    def rest(self) -> str:
        """Give what stands from the token to the end of its line."""
        return self.scan.text[self.at : self.line_end]

    def match(self, pattern: re.Pattern[str], at: int | None = None) -> re.Match[str] | None:
        """Match a pattern at a place, up to the end of the line."""
        start = self.at if at is None else at
        return pattern.match(self.scan.text, start, self.end_of_line(start))


def replaced(message: Text, match: re.Match[str], text: str, *, safe: bool) -> Slip:
    """Give the slip that a match is, with what stands instead."""
    return Slip(message, match.start(), match.end(), text, safe)


def literal(content: str, suffix: str = "") -> str:
    r"""Write characters between straight quotation marks.

    >>> print(literal('a "b"', "@en"))
    "a \"b\""@en
    """
    escaped = re.sub(r'(?<!\\)((?:\\\\)*)"', r'\1\\"', content)
    return f'"{escaped}"{suffix}'


def declared_datatype(spot: Spot, name: str) -> str:
    """Write a datatype of XSD by a prefix that the text declares before a spot, else whole."""
    declared = _XSD_PREFIX.search(spot.scan.text, 0, spot.at)
    return declared[1] + name if declared else f"<{XSD}{name}>"


def title(slip: Slip) -> Text:
    """Say what the fix of a slip does."""
    if not slip.text:
        return Message("turtle.slips.remove")
    return Message("turtle.slips.write", text=slip.text.strip() or " ")
