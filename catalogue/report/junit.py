"""Reports as JUnit XML: a suite for each file, a failed case for each finding, a passed one for each file without."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from catalogue.errors import say, visible
from catalogue.validate import Finding, Report, Severity


def write(report: Report, language: str) -> str:
    """Write all files of the report; informations are no failures."""
    by_file: dict[str, list[Finding]] = {path: [] for path in report.texts}
    for finding in report:
        by_file.setdefault(finding.place.path, []).append(finding)
    suites = [_suite(path, found, language) for path, found in sorted(by_file.items())]
    failures = sum(finding.severity > Severity.INFO for finding in report)
    tests = sum(max(len(found), 1) for found in by_file.values())
    head = f'<testsuites name="catalogue check" tests="{tests}" failures="{failures}" errors="0">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>"]) + "\n"


def _suite(path: str, found: list[Finding], language: str) -> str:
    failures = sum(finding.severity > Severity.INFO for finding in found)
    name = quoteattr(visible(path))
    cases = [_case(finding, language) for finding in found] or [f"    <testcase name={name} classname={name}/>"]
    head = f'  <testsuite name={name} tests="{len(cases)}" failures="{failures}" errors="0" skipped="0">'
    return "\n".join([head, *cases, "  </testsuite>"])


def _case(finding: Finding, language: str) -> str:
    line = finding.line(language)
    title = f"{finding.kind.code} {say(finding.kind.title, language)} ({finding.place.line or 1}:{finding.place.column or 1})"
    head = f"    <testcase name={quoteattr(title)} classname={quoteattr(visible(finding.place.path))}"
    notes = "\n".join([line, *(visible(say(note, language)) for note in finding.notes)])
    if finding.severity is Severity.INFO:
        return f"{head}>\n      <system-out>{escape(notes)}</system-out>\n    </testcase>"
    message = quoteattr(visible(say(finding.message, language)))
    failure = f"<failure type={quoteattr(finding.kind.name)} message={message}>{escape(notes)}</failure>"
    return f"{head}>\n      {failure}\n    </testcase>"
