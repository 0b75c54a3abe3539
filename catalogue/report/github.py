"""Reports as workflow commands of GitHub, which it shows as annotations at their lines."""

from __future__ import annotations

from catalogue.errors import say, visible
from catalogue.validate import Finding, Report, Severity

_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def write(report: Report, language: str) -> str:
    """Write one command for each finding."""
    return "".join(_command(finding, language) + "\n" for finding in report)


def _command(finding: Finding, language: str) -> str:
    place = finding.place
    values = {"file": place.path, "line": str(place.line or 1)}
    if place.end_line:
        values["endLine"] = str(place.end_line)
    if place.column and place.end_line in {0, place.line}:  # columns of several lines are not accepted
        values["col"] = str(place.column)
        if place.end_line and place.end_column > place.column:
            values["endColumn"] = str(place.end_column - 1)
    values["title"] = f"{finding.kind.code} {say(finding.kind.title, language)}"
    parts = [say(finding.message, language), say(finding.advice, language), *(say(note, language) for note in finding.notes)]
    message = "\n".join(visible(part) for part in parts if part)
    properties = ",".join(f"{name}={_property(value)}" for name, value in values.items())
    return f"::{_LEVELS[finding.severity]} {properties}::{_data(message)}"


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
