"""The forms in which reports leave the program, in one table; a writer is imported when it is first used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, NamedTuple

from catalogue.documents.formats import TEXT, TURTLE, XML
from catalogue.errors import UsageError
from catalogue.messages import Message, Text
from catalogue.near import nearest
from catalogue.report.look import Look

if TYPE_CHECKING:
    from catalogue.lint import Report


class ReportFormat(NamedTuple):
    """A form in which reports leave the program.

    Attributes:
        name: what it is called on the command line.
        media_type: its media type.
        suffix: the suffix of its files.
        purpose: who reads it, by language.
        writer: the module of this package and the function that writes it.
        parts: where a report can be written file by file, the functions that write a file's findings, and the whole from
            what these wrote; None where it cannot.
        is_complete: whether programs read every finding in it; else each mistake is there once, see `merged`.
        is_brief: whether people read it, who are told the number of what asks nothing of them.
    """

    name: str
    media_type: str
    suffix: str
    purpose: Text
    writer: str
    is_complete: bool = False
    is_brief: bool = False
    parts: tuple[str, str] | None = None

    def content(self, report: Report) -> Report:
        """Give what it has of a report: all findings, or each mistake once."""
        if self.is_complete:
            return report
        from catalogue.report.merging import merged

        return merged(report)

    def write(self, report: Report, look: Look) -> str:
        """Write a report; its writer is imported when it is first used, for some are slow to import."""
        written: str = self._resolved(self.writer)(report, look)
        return written

    def write_part(self, report: Report, look: Look) -> str:
        """Write the findings of one file."""
        assert self.parts is not None  # noqa: S101 - whoever asks knows
        written: str = self._resolved(self.parts[0])(report, look)
        return written

    def write_whole(self, report: Report, parts: Sequence[str], look: Look) -> str:
        """Write a report whose findings were written file by file."""
        assert self.parts is not None  # noqa: S101 - whoever asks knows
        written: str = self._resolved(self.parts[1])(report, parts, look)
        return written

    @staticmethod
    def _resolved(name: str) -> Any:
        return resolve_name(f"{__package__}.{name}")


REPORT_FORMATS: Mapping[str, ReportFormat] = {
    format_.name: format_
    for format_ in (
        ReportFormat(
            "text",
            TEXT.media_type,
            TEXT.suffix,
            Message("report.people-lines"),
            "terminal:write_text",
            is_brief=True,
            parts=("terminal:write_text", "lines:joined"),
        ),
        ReportFormat(
            "concise",
            TEXT.media_type,
            TEXT.suffix,
            Message("report.line-finding"),
            "terminal:write_concise",
            is_brief=True,
            parts=("terminal:write_concise", "lines:joined"),
        ),
        ReportFormat(
            "json",
            "application/json",
            ".json",
            Message("report.programs-everything"),
            "records:write_json",
            is_complete=True,
            parts=("records:write_part", "records:write_whole"),
        ),
        ReportFormat("sarif", "application/sarif+json", ".sarif", Message("report.code-scanning-editors"), "sarif:write_sarif"),
        ReportFormat("github", TEXT.media_type, TEXT.suffix, Message("report.notes-pull-request"), "workflow:write_github"),
        ReportFormat("junit", XML.media_type, XML.suffix, Message("report.test-reports-ci"), "junit:write_junit"),
        ReportFormat(
            "turtle",
            TURTLE.media_type,
            TURTLE.suffix,
            Message("report.shacl-validation-report"),
            "shacl:write_turtle",
            is_complete=True,
        ),
    )
}
"""The forms in which reports leave the program, by name; the first is the one that is not asked for."""


def write(report: Report, name: str = "text", look: Look | None = None) -> bytes:
    """Write a report.

    Args:
        report: the findings.
        name: a name in `REPORT_FORMATS`.
        look: how it is shown; in English, without colours, when None.

    Returns:
        UTF-8. The same report gives the same bytes; a lone surrogate is written as its number.

    Raises:
        UsageError: there is no such format.
    """
    format_ = find_format(name)
    return format_.write(format_.content(report), look or Look()).encode("utf-8", "backslashreplace")


def find_format(name: str) -> ReportFormat:
    """Give the format of a name.

    Raises:
        UsageError: there is none.
    """
    if name in REPORT_FORMATS:
        return REPORT_FORMATS[name]
    names = ", ".join(REPORT_FORMATS)
    near = nearest(name, REPORT_FORMATS)
    if near:
        raise UsageError(Message("report.no-format-did-you-mean", name=name, near=near))
    raise UsageError(Message("report.no-format-choose", name=name, names=names))
