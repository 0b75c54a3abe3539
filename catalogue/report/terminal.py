"""Reports for people: each finding with its line, its reasons and its fixes, in the manner of compilers."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text as Line

from catalogue.edits import Related
from catalogue.errors import Text, say, text
from catalogue.report.excerpt import Excerpt, excerpt
from catalogue.report.formats import Look
from catalogue.report.lines import Lines
from catalogue.validate import Finding, Report, Severity
from catalogue.visible import visible

_COLOURS = {Severity.VIOLATION: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
_GUTTER = "bold blue"
_LEAST_WIDTH = 20

_NOTE = text("note", "note")
_FIX = text("fix", "correction")
_MADE = text("safe: --fix makes it", "sûre : --fix la fait")
_LEFT = text("to decide: --fix leaves it", "à décider : --fix la laisse")


def write_text(report: Report, look: Look) -> str:
    """Write each finding with the line that it is about.

    Args:
        report: the findings.
        look: language, colours and width.

    Returns:
        For each finding its one line, then what explains it, then an empty line; what would act on a terminal is escaped.
    """
    lines = Lines(report.texts)
    return _rendered((line for finding in report for line in _finding(finding, look, lines)), look)


def write_concise(report: Report, look: Look) -> str:
    """Write each finding as one line."""
    return _rendered((_head(finding, look) for finding in report), look)


def _rendered(lines: Iterator[Line], look: Look) -> str:
    if not look.colour:
        return "".join(f"{line.plain}\n" for line in lines)
    console = Console(
        file=io.StringIO(), force_terminal=True, no_color=False, color_system="standard", highlight=False, legacy_windows=False
    )
    with console.capture() as capture:
        for line in lines:
            console.print(line, soft_wrap=True)
    return capture.get()


def _head(finding: Finding, look: Look) -> Line:
    """Give the finding's one line, its parts in colours."""
    line = Line(visible(finding.line(look.language)))
    place = len(visible(str(finding.place)))
    severity = place + 2 + len(say(finding.severity.label, look.language))
    line.stylize("bold", 0, place)
    line.stylize(_COLOURS[finding.severity], place + 2, severity)
    line.stylize("bold", severity + 1, severity + 1 + len(finding.kind.code))
    return line


def _finding(finding: Finding, look: Look, lines: Lines) -> Iterator[Line]:
    yield _head(finding, look)
    places = (finding.place, *(related.place for related in finding.related))
    digits = max(len(str(place.line)) for place in places)
    room = max(look.width - digits - 3, _LEAST_WIDTH)
    line = lines.at(finding.place)
    if line is not None:
        yield _gutter(digits)
        yield from _excerpt(excerpt(line, finding.place, room), digits, "^", _COLOURS[finding.severity])
    for related in finding.related:
        yield _related(related, look, digits)
        line = lines.at(related.place)
        shown = excerpt(line, related.place, room) if line is not None else None
        if shown is not None and not shown.is_cut:
            yield from _excerpt(shown, digits, "-", _GUTTER)
    for note in finding.notes:
        yield _remark(digits, _NOTE, _words(note, look), look)
    for number, fix in enumerate(finding.fixes):
        whether = say(_MADE if fix.safe and number == 0 else _LEFT, look.language)
        yield _remark(digits, _FIX, f"{_words(fix.title, look)} ({whether})", look, "green")
    yield Line()


def _related(related: Related, look: Look, digits: int) -> Line:
    words = _words(related.message, look)
    return Line.assemble(" " * digits, (" ::: ", _GUTTER), visible(str(related.place)), f": {words}" if words else "")


def _excerpt(cut: Excerpt, digits: int, mark: str, style: str) -> Iterator[Line]:
    yield Line.assemble((f"{cut.number:>{digits}} | ", _GUTTER), cut.shown)
    if cut.marked:
        yield Line.assemble(_gutter(digits), " " * (cut.before + 1), (mark * cut.marked, style))


def _gutter(digits: int) -> Line:
    return Line(" " * digits + " |", style=_GUTTER)


def _remark(digits: int, label: Text, words: str, look: Look, style: str = "bold") -> Line:
    return Line.assemble(" " * digits, (" = ", _GUTTER), (say(label, look.language), style), f": {words}")


def _words(words: Text, look: Look) -> str:
    return visible(" ".join(say(words, look.language).split()))
