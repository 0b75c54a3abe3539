"""Reports for people: each finding with its line, its reasons and its fixes, in the manner of compilers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import TypeAlias

from catalogue.edits import Related
from catalogue.lint import Finding, Report, Severity
from catalogue.messages import Message, Text, say
from catalogue.report.excerpt import Excerpt, excerpt
from catalogue.report.lines import Lines
from catalogue.report.look import Look
from catalogue.visible import visible

Line: TypeAlias = tuple[tuple[str, str], ...]
"""A line of output: pieces of text, each with its style, which is empty for plain text."""

_COLOURS = {Severity.VIOLATION: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
_GUTTER = "bold blue"
_LEAST_WIDTH = 20

_NOTE = Message("report.note")
_FIX = Message("report.fix")
_MADE = Message("report.made")
_LEFT = Message("report.left")


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
    styled = _styled if look.colour else lambda content, _: content
    return "".join("".join(styled(content, style) for content, style in line) + "\n" for line in lines)


def _styled(content: str, style: str) -> str:
    return _style(style)(content) if style else content


@lru_cache
def _style(style: str) -> Callable[[str], str]:
    from rich.color import ColorSystem  # without colours nobody needs the library, which takes its time to import
    from rich.style import Style

    return partial(Style.parse(style).render, color_system=ColorSystem.STANDARD)


def _head(finding: Finding, look: Look) -> Line:
    """Give the finding's one line, its parts in colours."""
    place, severity, code = str(finding.place), say(finding.severity.label, look.language), finding.kind.code
    rest = finding.line(look.language).removeprefix(f"{place}: {severity} {code}")
    return (
        (visible(place), "bold"),
        (": ", ""),
        (severity, _COLOURS[finding.severity]),
        (" ", ""),
        (code, "bold"),
        (visible(rest), ""),
    )


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
    yield from _remarks(finding, look, digits)
    yield ()


def _remarks(finding: Finding, look: Look, digits: int) -> Iterator[Line]:
    """Show the notes of a finding and its fixes."""
    for note in finding.notes:
        yield _remark(digits, _NOTE, look.line(note), look)
    for number, fix in enumerate(finding.fixes):
        whether = say(_MADE if fix.safe and number == 0 else _LEFT, look.language)
        yield _remark(digits, _FIX, f"{look.line(fix.title)} ({whether})", look, "green")


def _related(related: Related, look: Look, digits: int) -> Line:
    message = look.line(related.message)
    return (" " * digits + " ::: ", _GUTTER), (visible(str(related.place)) + (f": {message}" if message else ""), "")


def _excerpt(cut: Excerpt, digits: int, mark: str, style: str) -> Iterator[Line]:
    yield (f"{cut.number:>{digits}} | ", _GUTTER), (cut.shown, "")
    if cut.marked:
        yield *_gutter(digits), (" " * (cut.before + 1), ""), (mark * cut.marked, style)


def _gutter(digits: int) -> Line:
    return ((" " * digits + " |", _GUTTER),)


def _remark(digits: int, label: Text, content: str, look: Look, style: str = "bold") -> Line:
    return (" " * digits + " = ", _GUTTER), (say(label, look.language), style), (f": {content}", "")
