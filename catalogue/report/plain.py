"""Reports for people: each finding with its line, the token marked, notes, related places and fixes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from catalogue.errors import Text, say, text, visible
from catalogue.report.snippets import snippet
from catalogue.validate import Finding, Report, Severity

_NOTE = text("note", "note")
_FIX = text("fix", "correction")
_SAFE = text("made by --fix", "faite par --fix")
_WIDTH = 100

STYLES = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
"""The style of each severity."""


class Piece(NamedTuple):
    """A piece of a line with its style: `error`, `warning`, `info`, `place`, `margin`, `note`, `fix`, or none."""

    text: str
    style: str = ""


Line = list[Piece]


def full(report: Report, language: str) -> str:
    """Write all findings with their lines."""
    return "".join("".join(piece.text for piece in line) + "\n" for line in lines(report, language))


def concise(report: Report, language: str) -> str:
    """Write all findings, one line each."""
    return "".join(finding.line(language) + "\n" for finding in report)


def lines(report: Report, language: str, width: int = _WIDTH) -> Iterator[Line]:
    """Give the lines of a report, piece by piece with their styles.

    Args:
        report: the findings.
        language: the language of messages.
        width: how many cells a line of a file may take.
    """
    for finding in report:
        yield from _finding(report, finding, language, width)


def _finding(report: Report, finding: Finding, language: str, width: int) -> Iterator[Line]:
    style = STYLES[finding.severity]
    place, _, rest = finding.line(language).partition(": ")
    head, _, words = rest.partition(": ")
    yield [Piece(place, "place"), Piece(": "), Piece(head, style), Piece(f": {words}")]
    found = snippet(report.texts, finding.place, width)
    margin = " " * len(str(found.number)) if found else ""
    if found:
        yield [Piece(f" {found.number} | ", "margin"), Piece(found.line)]
        yield [Piece(f" {margin} | ", "margin"), Piece(" " * found.indent), Piece("^" * found.length, style)]
    for note in finding.notes:
        yield _remark(margin, say(_NOTE, language), "note", _one_line(note, language))
    for related in finding.related:
        yield _remark(margin, str(related.place), "place", _one_line(related.message, language))
    for fix in finding.fixes:
        safe = f" ({say(_SAFE, language)})" if fix.safe else ""
        yield _remark(margin, say(_FIX, language), "fix", _one_line(fix.title, language) + safe)
    if found or finding.notes or finding.related or finding.fixes:
        yield []


def _remark(margin: str, label: str, style: str, words: str) -> Line:
    return [Piece(f" {margin} = ", "margin"), Piece(label, style), Piece(f": {words}")]


def _one_line(words: Text, language: str) -> str:
    return visible(" ".join(say(words, language).split()))
