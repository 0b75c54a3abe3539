"""A cursor: the characters of an expression that count, and the issues that are met on the way."""

from __future__ import annotations

import re

from catalogue.messages import Text
from catalogue.regexes.characters import SPACES
from catalogue.regexes.expression import Issue, Trouble


class Cursor:
    """Goes through an expression.

    Args:
        pattern: the expression.
        spaced: whether white space outside sets counts for nothing (flag `x`).

    Attributes:
        text: the characters that count.
        at: the next of them.
        issues: what was wrong with those before it.
    """

    def __init__(self, pattern: str, *, spaced: bool) -> None:
        self._places = _that_count(pattern) if spaced else range(len(pattern))
        self.text = "".join(map(pattern.__getitem__, self._places)) if spaced else pattern
        self.at = 0
        self.issues: list[Issue] = []

    @property
    def is_at_end(self) -> bool:
        """Whether all characters have been read."""
        return self.at >= len(self.text)

    def sign(self, ahead: int = 0) -> str:
        """Give the next character, or one further ahead; nothing behind the end."""
        return self.text[self.at + ahead : self.at + ahead + 1]

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Read what a pattern matches here."""
        match = pattern.match(self.text, self.at)
        if match is not None:
            self.at = match.end()
        return match

    def report(
        self,
        start: int,
        message: Text,
        advice: Text,
        replacement: str | None = None,
        trouble: Trouble = Trouble.BROKEN,
    ) -> None:
        """Report the part from a character to here."""
        last = min(self.at, len(self.text)) - 1
        self.issues.append(Issue(self._places[start], self._places[last] + 1, trouble, message, advice, replacement))

    def report_sign(self, start: int, length: int, message: Text, advice: Text) -> None:
        """Report that some characters, far back, lack others."""
        last = start + length - 1
        self.issues.append(Issue(self._places[start], self._places[last] + 1, Trouble.BROKEN, message, advice))


def _that_count(pattern: str) -> list[int]:
    """Give the places of the characters that count where white space outside sets does not."""
    places, depth, is_escaped = [], 0, False
    for place, sign in enumerate(pattern):
        if sign in SPACES and not depth:
            continue
        places.append(place)
        if not is_escaped:
            depth += (sign == "[") - (sign == "]" and depth > 0)
        is_escaped = sign == "\\" and not is_escaped
    return places
