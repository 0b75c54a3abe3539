"""Reports as workflow commands: GitHub shows each finding at its line of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.lint import Finding, Report, Severity
from catalogue.report.look import Look
from catalogue.visible import visible

_COMMANDS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def write_github(report: Report, look: Look) -> str:
    """Write one workflow command a finding, in one language."""
    return "".join(_command(finding, look) for finding in report)


def _command(finding: Finding, look: Look) -> str:
    properties = ",".join(f"{name}={_property(value)}" for name, value in _properties(finding, look))
    return f"::{_COMMANDS[finding.severity]} {properties}::{_data(_message(finding, look))}\n"


def _properties(finding: Finding, look: Look) -> Iterator[tuple[str, str]]:
    place = finding.place
    yield "file", visible(look.file(place.path))
    if place.line:
        yield "line", str(place.line)
        end = place.end_line or place.line
        yield "endLine", str(end)
        if place.column and end == place.line:  # columns of several lines are not shown, and not allowed
            yield "col", str(place.column)
            yield "endColumn", str(max(place.end_column, place.column))
    yield "title", f"{finding.kind.code} {finding.kind.name}"


def _message(finding: Finding, look: Look) -> str:
    related = (f"{visible(str(each.place))}: {look.line(each.message)}" for each in finding.related)
    return "\n".join([look.advised(finding.message, finding.advice), *map(look.line, finding.notes), *related])


def _data(content: str) -> str:
    return content.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(content: str) -> str:
    return _data(content).replace(":", "%3A").replace(",", "%2C")
