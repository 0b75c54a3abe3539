"""What `catalogue query --explain` and `--time` show."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from catalogue.cli.language import language
from catalogue.messages import Message, Text, say

if TYPE_CHECKING:
    from catalogue.query.explain import Explained

_INDENT = "  "


class Clock:
    """Measures how long the parts of a command took."""

    def __init__(self) -> None:
        self._since = time.perf_counter()
        self._parts: list[tuple[Text, float]] = []

    def lap(self, part: Text) -> None:
        """Note that a part is over."""
        now = time.perf_counter()
        self._parts.append((part, now - self._since))
        self._since = now

    def line(self) -> str:
        """Give all parts on one line, in seconds."""
        return ", ".join(f"{say(part, language())} {seconds:.3f} s" for part, seconds in self._parts)


READING, ANSWERING, WRITING = Message("explain.reading"), Message("explain.answering"), Message("explain.writing")


def explanation(explained: Explained) -> str:
    """Give an explanation as lines for a terminal."""
    tag = language()
    lines = [say(Message("explain.form", form=explained.form or "–"), tag), ""]
    if explained.terms:
        parameters = (f"{_INDENT}{name} = {term}" for name, term in explained.terms.items())
        lines += [say(Message("explain.parameters"), tag), *parameters, ""]
    sent = ((_INDENT + line).rstrip() for line in explained.sparql.splitlines())
    lines += [say(Message("explain.sent"), tag), *sent, ""]
    if explained.reason:
        return "\n".join([*lines, say(Message("explain.no-algebra", reason=explained.reason), tag), ""])
    width = max((len(f"{step.count:,}") for step in explained.steps if step.count is not None), default=0)
    lines.append(say(Message("explain.algebra"), tag))
    for step in explained.steps:
        count = f"{step.count:,}" if step.count is not None else ""
        lines.append(f"{_INDENT}{count:>{width}} {_INDENT * step.depth}{step.text}")
    most = explained.costliest
    if most is not None:
        lines += ["", say(Message("explain.costliest", pattern=most.text, triples=most.count), tag)]
    return "\n".join([*lines, ""])
