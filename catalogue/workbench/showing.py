"""Showing: what an interview tells whoever is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from catalogue.lint import Finding
from catalogue.messages import Message, Text, say
from catalogue.terms import NamedNode, Term
from catalogue.visible import visible
from catalogue.workbench.bench import Bench
from catalogue.workbench.entries import Entry

YES = frozenset({"y", "yes", "o", "oui"})
NO = frozenset({"n", "no", "non"})
"""The answers that say yes and no, in the languages of the program."""


class Terminal(Protocol):
    """What asks people and tells them."""

    def ask(self, question: str, default: str = "", proposals: Sequence[str] = ()) -> str:
        """Ask for a line, and give it without the white space around it; the default when it is empty.

        Raises:
            AbandonedError: whoever is asked gave up.
        """

    def tell(self, line: str, style: str = "") -> None:
        """Show a line: plain, or in the style of a `head`, of something `wrong`, or of a `note`."""


class Showing:
    """Shows messages, values and findings in the language of whoever is asked.

    Args:
        bench: the new things.
        terminal: shows lines.
    """

    def __init__(self, bench: Bench, terminal: Terminal) -> None:
        self._bench = bench
        self._terminal = terminal
        self._language = bench.language

    def say(self, message: Text) -> str:
        """Give a message in the language, so that nothing in it acts on the terminal; tell breaks lines anew."""
        return visible(say(message, self._language), keep="\n\t")

    def note(self, message: Text) -> None:
        """Show a message that helps."""
        self._terminal.tell(self.say(message), "note")

    def wrong(self, message: Text) -> None:
        """Show a message that something is wrong."""
        self._terminal.tell(self.say(message), "wrong")

    def is_yes(self, question: Text, *, default: bool) -> bool:
        """Ask a question until the answer says yes or no.

        Args:
            question: what is asked.
            default: what an empty line says.

        Raises:
            AbandonedError: whoever is asked gave up.
        """
        usual = self.say(Message("new.yes" if default else "new.no"))
        while (answer := self._terminal.ask(self.say(question), usual).casefold()) not in YES | NO:
            self.wrong(Message("new.yes-or-no"))
        return answer in YES

    def findings(self, head: Text, findings: Sequence[Finding], about: Entry | None = None) -> None:
        """Show findings, each with the thing that it is about unless that is known."""
        self.wrong(head)
        for finding in findings:
            entry = self._bench.entries.of(NamedNode(finding.focus)) if "://" in finding.focus else None
            thing = f"{self.called(entry.node)} – " if entry is not None and entry is not about else ""
            self._terminal.tell(f"  - {thing}{self.reason(finding)}", "wrong")

    def reason(self, finding: Finding) -> str:
        """Say what is wrong: in the sentence of the shape where it has one, which says what to do."""
        advice = self.say(finding.advice)
        if advice and finding.result is not None and finding.result.messages:
            return visible(advice)
        return visible(self.say(finding.message) + (f" → {advice}" if advice else ""))

    def called(self, value: Term) -> str:
        """Give what a value is called, so that nothing in it acts on the terminal."""
        return visible(self._bench.things.label(value, self._language))

    def list(self, values: Sequence[Term]) -> None:
        """Show values with their numbers; those that are called alike with their IRIs too."""
        things, labels = self._bench.things, [self.called(value) for value in values]
        for number, (value, label) in enumerate(zip(values, labels, strict=True), 1):
            shown = things.called_and_named(value, self._language) if labels.count(label) > 1 else label
            self._terminal.tell(f"  {number:>2} {shown}")
