"""What is no Turtle: characters that nobody sees, the markers of a conflict of Git, and texts of other formats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from catalogue.messages import Message, Text
from catalogue.turtle.issues import Repair, SyntaxIssue
from catalogue.turtle.tokens import Scan

_HEAD = 2000
_FORMATS: Sequence[tuple[str, re.Pattern[str]]] = (
    ("HTML", re.compile(r"\ufeff?\s*<(?:!DOCTYPE\s|html[\s>])", re.IGNORECASE)),
    ("RDF/XML", re.compile(r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<rdf:RDF[\s>]", re.DOTALL)),
    ("XML", re.compile(r"\ufeff?\s*<\?xml\s")),
    ("JSON", re.compile(r"\ufeff?\s*(?:\{|\[\s*\{)\s*\"[^\"\r\n]*\"\s*:")),
    ("CSV", re.compile(r"\ufeff?[^\W\d][\w ]*(?:[,;\t][\w ]+)+\r?\n[^\r\n,;\t]*[,;\t]")),
)
_NO_RDF = frozenset({"HTML", "CSV"})
"""Formats that no RDF is read from."""
_INVISIBLE = frozenset("\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_OTHER_PARTS = 50
"""How many other places of one issue are named."""


class Stray(NamedTuple):
    """An issue about what is no token.

    Attributes:
        issue: the issue.
        lines: the lines in which other issues follow from it.
    """

    issue: SyntaxIssue
    lines: frozenset[int]


def stray_issues(scan: Scan) -> list[Stray]:
    """Report what is no token: the unseen characters of a text as one issue, each conflict as one.

    Args:
        scan: the tokens of a text.
    """
    conflicts = [stray for stray in scan.strays if scan.text[stray[0]] in "<=>|"]
    unseen = [stray for stray in scan.strays if scan.text[stray[0]] not in "<=>|"]
    return [*_conflicts(scan, conflicts), *([_unseen(scan, unseen)] if unseen else [])]


def _unseen(scan: Scan, strays: Sequence[tuple[int, int]]) -> Stray:
    """Report characters that look like a space or like nothing."""
    characters = sorted({character for start, end in strays for character in scan.text[start:end]})
    names = ", ".join(f"U+{ord(character):04X}" for character in characters)
    edits = [(scan.lines.span(*stray), _instead(scan.text, *stray)) for stray in strays]
    place, text = edits[0]
    title = Message("turtle.slips.replace-unseen")
    repair = Repair(title, place, text, safe=True, others=edits[1:])
    message = Message("turtle.slips.unseen", characters=names)
    return Stray(SyntaxIssue(message, place, repair=repair), frozenset(span.line for span, _ in edits))


def _instead(text: str, start: int, end: int) -> str:
    """Give what stands instead of characters that are not seen: nothing inside a number, else a space for each that is one."""
    if text[start - 1 : start].isdecimal() and text[end : end + 1].isdecimal():
        return ""
    return "".join("" if character in _INVISIBLE else " " for character in text[start:end])


def _conflicts(scan: Scan, markers: Sequence[tuple[int, int]]) -> Iterator[Stray]:
    """Report the conflicts that Git has left, each from its first marker to its last."""
    conflict: list[tuple[int, int]] = []
    for marker in markers:
        if conflict and scan.text[marker[0]] == "<":
            yield _conflict(scan, conflict)
            conflict = []
        conflict.append(marker)
        if scan.text[marker[0]] == ">":
            yield _conflict(scan, conflict)
            conflict = []
    if conflict:
        yield _conflict(scan, conflict)


def _conflict(scan: Scan, markers: Sequence[tuple[int, int]]) -> Stray:
    others = [scan.lines.span(*marker) for marker in markers[1:]]
    related = [(span, _part(scan.text[span.offset])) for span in others[:_OTHER_PARTS]]
    place = scan.lines.span(markers[0][0], markers[-1][1])
    issue = SyntaxIssue(Message("turtle.slips.conflict"), place, related=related)
    return Stray(issue, frozenset(range(place.line, place.end_line + 1)))


def _part(mark: str) -> Text:
    if mark == ">":
        return Message("turtle.slips.conflict-end")
    return Message("turtle.slips.conflict-base") if mark == "|" else Message("turtle.slips.conflict-other")


def foreign_syntax(scan: Scan) -> SyntaxIssue | None:
    """Recognize a text of another format, such as HTML, by its head; None where it may be Turtle."""
    head = scan.text[:_HEAD]
    name = next((name for name, pattern in _FORMATS if pattern.match(head)), None)
    if name is None or not scan.kinds:
        return None
    place = scan.lines.span(scan.starts[0], scan.ends[0])
    if name in _NO_RDF:
        return SyntaxIssue(Message("turtle.slips.no-rdf", format=name), place)
    return SyntaxIssue(Message("turtle.slips.other-format", format=name), place)
