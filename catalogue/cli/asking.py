"""Asking: questions on a terminal, with editing of the line and completion where the system has them."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import typer

from catalogue.cli.language import language
from catalogue.errors import AbandonedError
from catalogue.messages import Message, say

_STYLES: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "underline": True},
    "field": {"bold": True},
    "wrong": {"fg": "red"},
    "note": {"dim": True},
}
_WIDEST = 100
_LISTED = 4
"""How far the lines of a list are indented that go on."""


class Asking:
    """Asks whoever sits at the terminal."""

    def __init__(self) -> None:
        self._readline = _readline()
        self._proposals: Sequence[str] = ()
        if self._readline is not None:
            self._readline.set_completer(self._complete)
            self._readline.set_completer_delims("")
            self._readline.parse_and_bind("tab: complete")
            self._readline.set_auto_history(False)

    def ask(self, question: str, default: str = "", proposals: Sequence[str] = ()) -> str:
        """Ask for a line.

        Args:
            question: what is asked.
            default: what an empty line stands for; shown between brackets.
            proposals: what the line may be completed to.

        Returns:
            The line without the white space around it.

        Raises:
            AbandonedError: the input has ended.
        """
        self._proposals = proposals
        shown = say(
            Message("new.prompt-default", question=question, default=default)
            if default
            else Message("new.prompt", question=question),
            language(),
        )
        try:
            line = input(self._styled(shown))
        except EOFError:
            self.tell("")
            raise AbandonedError(Message("new.abandoned")) from None
        except UnicodeDecodeError:
            self.tell("")
            return ""
        return "".join(character for character in line if character.isprintable()).strip() or default

    def tell(self, line: str, style: str = "") -> None:
        """Show a line, broken where it is wider than the terminal."""
        width = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
        indent = " " * (len(line) - len(line.lstrip()) + _LISTED if line.startswith(" ") else 0)
        broken = textwrap.fill(line, width - 1, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        typer.echo(typer.style(broken, **_STYLES.get(style, {})) if style and _has_colours() else broken)

    def _styled(self, question: str) -> str:
        """Make a question bold; what has no width stands between marks, for whatever counts the columns of the line."""
        if not _has_colours():
            return question
        on, off = "\x1b[1m", "\x1b[0m"
        return f"\x01{on}\x02{question}\x01{off}\x02" if self._readline is not None else f"{on}{question}{off}"

    def _complete(self, text: str, state: int) -> str | None:
        wanted = text.casefold()
        matches = [each for each in self._proposals if each.casefold().startswith(wanted)] if wanted else []
        return matches[state] if state < len(matches) else None


def _readline() -> Any:
    with suppress(ImportError):  # not on every system
        import readline

        return readline
    return None


def _has_colours() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
