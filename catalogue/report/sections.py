"""Sections: reports written file by file, so that what is written of a file whose findings stand need not be written again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from catalogue.lint import Finding, Report, Severity
from catalogue.lint.assembled import Assembled
from catalogue.processes import EndedError, can_fork, processors, spread
from catalogue.report.formats import ReportFormat
from catalogue.report.look import Look
from catalogue.report.merging import misspelt_types, untyped

MANY = 40
"""From how many files on several processes write what is found in them."""

_PIECE = 8
"""Of how many files a process writes the findings at a time."""


class Asked(NamedTuple):
    """What is asked for of a report: what leaves findings out of it, each for itself.

    Attributes:
        severity: as `Report.filtered` takes it.
        select: likewise.
        ignore: likewise.
        with_asides: whether what asks nothing of a steward is reported where people read.

    Raises:
        UsageError: no kind or severity has such a code or name; when it is called.
    """

    severity: str = "info"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    with_asides: bool = True

    def of(self, report: Report, *, is_brief: bool = False) -> Report:
        """Give what is asked for of a report."""
        kept = report.filtered(severity=self.severity, select=self.select, ignore=self.ignore)
        return kept if self.with_asides or not is_brief else kept.without_asides()


class Section(NamedTuple):
    """What a report has of one file.

    Attributes:
        text: what is written.
        counts: how many infos, warnings and errors are in it.
        hidden: how many findings were left out because they were not asked for.
        asides: how many were left out because they ask nothing of a steward.
        causes: the things in it whose type is misspelt, so that in other files it is not told that they have none.
        consequences: the things in it of which that is told.
        is_alone: whether its findings have to do with no other file.
    """

    text: str
    counts: tuple[int, ...]
    hidden: int
    asides: int
    causes: tuple[str, ...] = ()
    consequences: tuple[str, ...] = ()
    is_alone: bool = True


class Written(NamedTuple):
    """A report as it was written.

    Attributes:
        text: what was written; a lone surrogate is written as its number.
        report: the report that was written: what counts it.
        sections: the sections of files of which nothing is told but what stands, those that were known included.
        is_new: whether some of them were not known.
    """

    text: bytes
    report: Report
    sections: Mapping[str, Section]
    is_new: bool = False


def write_by_file(report: Report, format_: ReportFormat, look: Look, asked: Asked, known: Mapping[str, Section]) -> Written:
    """Write a report, the same as all at once: file by file where that is possible.

    Args:
        report: all findings.
        format_: the format.
        look: how it is shown.
        asked: what is asked for.
        known: the sections of files whose findings stand, as they were written before in the same way; some or none.
    """
    sections: dict[str, Section] = {}
    is_new = False
    if format_.parts is not None and not report.unreadable:
        made = _made(report, format_, look, asked, known)
        sections = {path: made.get(path) or known[path] for path, _, _ in _files(report)}
        is_new = any(is_standing and path in made for path, _, is_standing in _files(report))
    if not sections or not _are_alone(sections):
        shown = asked.of(format_.content(report), is_brief=format_.is_brief)
        return Written(format_.write(shown, look).encode("utf-8", "backslashreplace"), shown, {})
    counts = Counter({severity: sum(each.counts[at] for each in sections.values()) for at, severity in enumerate(Severity)})
    hidden = report.hidden + sum(each.hidden for each in sections.values())
    asides = report.asides + sum(each.asides for each in sections.values())
    shown = replace(asked.of(replace(report, findings=())), counted=counts, hidden=hidden, asides=asides)
    text = format_.write_whole(shown, [each.text for each in sections.values()], look)
    standing = {path for path, _, is_standing in _files(report) if is_standing}
    kept = {path: section for path, section in sections.items() if path in standing}
    return Written(text.encode("utf-8", "backslashreplace"), shown, kept, is_new)


def _made(
    report: Report, format_: ReportFormat, look: Look, asked: Asked, known: Mapping[str, Section]
) -> Mapping[str, Section]:
    """Write the sections that are not known, by as many processes as there are processors where they are many."""
    new = [(path, findings) for path, findings, is_standing in _files(report) if not is_standing or path not in known]

    def write(number: int) -> tuple[int, list[Section]]:
        files = new[number * _PIECE : (number + 1) * _PIECE]
        return number, [
            _section(replace(report, findings=list(findings), hidden=0, asides=0), format_, look, asked)
            for _, findings in files
        ]

    pieces = -(-len(new) // _PIECE)
    jobs = processors() if len(new) >= MANY and can_fork() else 1
    written: dict[int, list[Section]] = {}
    with suppress(EndedError):
        written.update(spread(pieces, jobs, write))
    written.update(write(number) for number in range(pieces) if number not in written)
    sections = (section for number in range(pieces) for section in written[number])
    return dict(zip((path for path, _ in new), sections, strict=True))


def _files(report: Report) -> Iterator[tuple[str, Iterable[Finding], bool]]:
    """Give the files of a report with their findings, and whether all of these stand."""
    findings = report.findings
    if isinstance(findings, Assembled):
        for path, of_file in findings.files.items():
            yield path, findings.of(path), isinstance(of_file, range)
    else:
        for path, some in groupby(findings, lambda finding: finding.place.path):
            yield path, list(some), True


def _section(report: Report, format_: ReportFormat, look: Look, asked: Asked) -> Section:
    content = asked.of(format_.content(report), is_brief=format_.is_brief)
    counts = Counter(finding.severity for finding in content)
    return Section(
        format_.write_part(content, look) if content.findings else "",
        tuple(counts[severity] for severity in Severity),
        content.hidden,
        content.asides,
        tuple(sorted(misspelt_types(report))),
        tuple(sorted(untyped(report))),
        all(edit.place.path == finding.place.path for finding in report for fix in finding.fixes[:1] for edit in fix.edits),
    )


def _are_alone(sections: Mapping[str, Section]) -> bool:
    """Tell whether nothing that is told of one file depends on what is told of another one."""
    if not all(section.is_alone for section in sections.values()):
        return False
    causes = {(iri, path) for path, section in sections.items() for iri in section.causes}
    told = {(iri, path) for path, section in sections.items() for iri in section.consequences}
    misspelt = {iri for iri, _ in causes}
    return all(iri not in misspelt or (iri, path) in causes for iri, path in told)
