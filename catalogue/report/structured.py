"""Reports as JSON; `findings.schema.json` beside this module says what they hold."""

from __future__ import annotations

import json
from typing import Any

from catalogue.edits import Edit, Fix
from catalogue.errors import Place, say
from catalogue.validate import Finding, Report

VERSION = 1
"""The version of the format: it grows when a reader of the one before would misunderstand."""


def write(report: Report, language: str) -> str:
    """Write all findings with messages in all languages."""
    del language
    content = {
        "version": VERSION,
        "conforms": report.conforms,
        "files": report.files,
        "statements": report.triples,
        "counts": {say(severity.label, "en"): count for severity, count in report.counts.items()},
        "skipped": [dict(words) for words in report.skipped],
        "findings": [_finding(finding) for finding in report],
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace").decode() + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.kind.code,
        "name": finding.kind.name,
        "severity": say(finding.severity.label, "en"),
        "place": _place(finding.place),
        "message": dict(finding.message),
        "advice": dict(finding.advice),
        "focus": finding.focus or None,
        "shape": finding.shape or None,
        "notes": [dict(note) for note in finding.notes],
        "related": [{"place": _place(r.place), "message": dict(r.message)} for r in finding.related],
        "fixes": [_fix(fix) for fix in finding.fixes],
    }


def _place(place: Place) -> dict[str, Any]:
    found: dict[str, Any] = {"file": place.path, "line": place.line or 1, "column": place.column or 1}
    if place.end_line:
        found |= {"endLine": place.end_line, "endColumn": place.end_column}
    return found


def _fix(fix: Fix) -> dict[str, Any]:
    return {"title": dict(fix.title), "safe": fix.safe, "edits": [_edit(edit) for edit in fix.edits]}


def _edit(edit: Edit) -> dict[str, Any]:
    return {"place": _place(edit.place), "start": edit.start, "end": edit.end, "text": edit.text}
