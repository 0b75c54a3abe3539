"""What `catalogue query --explain` and `--time` show."""

from __future__ import annotations

import time
from collections.abc import Iterator
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
    lines = [say(Message("explain.form", form=explained.form or "–"), tag), "", *_sent(explained, tag)]
    if explained.reason:
        return "\n".join([*lines, say(Message("explain.no-algebra", reason=explained.reason), tag), ""])
    return "\n".join([*lines, *_algebra(explained, tag), ""])


def _sent(explained: Explained, tag: str) -> Iterator[str]:
    """Give the parameters, and the query as it is sent."""
    if explained.terms:
        yield say(Message("explain.parameters"), tag)
        yield from (f"{_INDENT}{name} = {term}" for name, term in explained.terms.items())
        yield ""
    yield say(Message("explain.sent"), tag)
    yield from ((_INDENT + line).rstrip() for line in explained.sparql.splitlines())
    yield ""


def _algebra(explained: Explained, tag: str) -> Iterator[str]:
    """Give the algebra, the number of statements before each pattern, and the pattern that matches the most."""
    width = max((len(f"{step.count:,}") for step in explained.steps if step.count is not None), default=0)
    yield say(Message("explain.algebra"), tag)
    for step in explained.steps:
        count = f"{step.count:,}" if step.count is not None else ""
        yield f"{_INDENT}{count:>{width}} {_INDENT * step.depth}{step.text}"
    most = explained.costliest
    if most is not None:
        yield ""
        yield say(Message("explain.costliest", pattern=most.text, triples=most.count), tag)
