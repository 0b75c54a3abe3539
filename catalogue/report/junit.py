"""Reports as JUnit XML: a suite for each file, a case for each finding, and one that passes for each clean file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from catalogue.lint import Finding, Report, Severity
from catalogue.messages import Message, say
from catalogue.report.look import Look
from catalogue.visible import visible


def write_junit(report: Report, look: Look) -> str:
    """Write a report as test suites, in one language.

    Args:
        report: the findings; the files that have none are named in its `paths`.
        look: the language, and the folder of the catalogue in its repository.

    Returns:
        XML. Errors and warnings are failures; an information is a case that passes, as the exit code has it.
    """
    by_file: dict[str, list[Finding]] = {path: [] for path in report.paths}
    for finding in report:
        by_file.setdefault(finding.place.path, []).append(finding)
    failures = sum(map(_fails, report))
    tests = sum(max(len(findings), 1) for findings in by_file.values())
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<testsuites name="catalogue check" tests="{tests}" failures="{failures}" errors="0">')
    for path in sorted(by_file):
        lines += _suite(look.file(path), by_file[path], look)
    return "\n".join([*lines, "</testsuites>", ""])


def _fails(finding: Finding) -> bool:
    return finding.severity is not Severity.INFO


def _suite(file: str, findings: Sequence[Finding], look: Look) -> Iterator[str]:
    failures = sum(map(_fails, findings))
    name = _attribute(file)
    yield f'  <testsuite name={name} tests="{max(len(findings), 1)}" failures="{failures}" errors="0" skipped="0" time="0">'
    for finding in findings:
        yield from _case(file, finding, look)
    if not findings:
        clean = _attribute(say(Message("report.clean"), look.language))
        yield f'    <testcase classname={name} name={clean} file={name} time="0"/>'
    yield "  </testsuite>"


def _case(file: str, finding: Finding, look: Look) -> Iterator[str]:
    place, kind = finding.place, finding.kind
    name = f"{kind.code} {kind.name}" + (f" {place.line}:{place.column}" if place.line else "")
    line = f" line={_attribute(str(place.line))}" if place.line else ""
    classname = _attribute(file)
    yield f'    <testcase classname={classname} name={_attribute(name)} file={classname}{line} time="0">'
    content = _attribute(look.line(finding.message))
    whole = _content("\n".join([finding.line(look.language), *(say(note, look.language) for note in finding.notes)]))
    if _fails(finding):
        yield f"      <failure message={content} type={_attribute(kind.code)}>{whole}</failure>"
    else:
        yield f"      <system-out>{whole}</system-out>"
    yield "    </testcase>"


def _attribute(content: str) -> str:
    return f'"{escape(visible(content))}"'


def _content(content: str) -> str:
    return escape(visible(content, "\n"), quote=False)
