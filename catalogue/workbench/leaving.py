"""Leaving: a terminal on which a word takes back the new thing that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from catalogue.errors import AbandonedError
from catalogue.messages import Message
from catalogue.workbench.showing import Terminal

CANCEL = frozenset({"cancel", "annuler"})
"""What takes back a new thing, in the languages of the program."""


class Leavable:
    """A terminal on which the end of a thing within another one may be asked for at every question.

    Args:
        terminal: asks people.
    """

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._depth = 0

    @contextmanager
    def within(self) -> Iterator[None]:
        """Ask for a thing within another one."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def ask(self, question: str, default: str = "", proposals: Sequence[str] = ()) -> str:
        """Ask for a line.

        Raises:
            AbandonedError: whoever is asked gave up the thing, or all.
        """
        answer = self._terminal.ask(question, default, proposals)
        if self._depth and answer.casefold() in CANCEL:
            raise AbandonedError(Message("new.abandoned"))
        return answer

    def tell(self, line: str, style: str = "") -> None:
        """Show a line."""
        self._terminal.tell(line, style)
