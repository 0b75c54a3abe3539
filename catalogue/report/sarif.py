"""Reports in SARIF 2.1.0 (OASIS): what code scanning services and editors read."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.metadata import version
from itertools import groupby
from typing import Any
from urllib.parse import quote

from catalogue.edits import Edit, Fix
from catalogue.errors import Place
from catalogue.lint import Finding, Kind, Report, Severity
from catalogue.messages import say
from catalogue.report.lines import Lines
from catalogue.report.look import Look
from catalogue.report.records import json_text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "SRCROOT"
"""What paths are relative to: the folder of the repository, wherever it lies."""
FINGERPRINT = "finding/v1"
"""The name of the fingerprint, with its version: a new number when a finding would get another one."""

_MEMBER = 5
"""How deep the members of a result are in a log."""

_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def write_sarif(report: Report, look: Look) -> str:
    """Write a report as a SARIF log.

    Args:
        report: the findings.
        look: the language, and the folder of the catalogue in its repository.

    Returns:
        JSON. The same report gives the same bytes: there is no time and no path of the machine in it.
    """
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, look)]}
    return json_text(log, _MEMBER)


def _run(report: Report, look: Look) -> dict[str, Any]:
    finding_kinds = [kind for _, kind in sorted({finding.kind.code: finding.kind for finding in report}.items())]
    index = {kind.code: number for number, kind in enumerate(finding_kinds)}
    driver = {
        "name": "catalogue",
        "version": version("communs-catalogue"),
        "language": look.language,
        "rules": [_rule(kind, look) for kind in finding_kinds],
    }
    lines = Lines(report.texts)
    notes = [*report.hints, *report.skipped, *([report.unreported] if report.unreported else [])]
    notifications = [{"level": "note", "message": {"text": look.line(note)}} for note in notes]
    invocation: dict[str, Any] = {"executionSuccessful": True, "exitCode": report.exit_code}
    if notifications:
        invocation["toolExecutionNotifications"] = notifications
    return {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, fingerprint, index[finding.kind.code], look, lines.inside(finding.place))
            for finding, fingerprint in zip(report, _fingerprints(report, lines), strict=True)
        ],
    }


def _rule(kind: Kind, look: Look) -> dict[str, Any]:
    both = f"{say(kind.title, 'en')}.\n{say(kind.title, 'fr')}."
    return {
        "id": kind.code,
        "name": "".join(word.capitalize() for word in kind.name.split("-")),
        "shortDescription": {"text": f"{say(kind.title, look.language)}."},
        "fullDescription": {"text": both},
        "help": {
            "text": both,
            "markdown": f"**{kind.name}**\n\n- en: {say(kind.title, 'en')}.\n- fr: {say(kind.title, 'fr')}.",
        },
        "defaultConfiguration": {"level": _LEVELS[kind.severity]},
    }


def _result(finding: Finding, fingerprint: str, rule: int, look: Look, snippet: str | None) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": _physical(finding.place, look)}
    if snippet:
        location["physicalLocation"]["region"]["snippet"] = {"text": snippet}
    if finding.focus:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.focus, "kind": "resource"}]
    result: dict[str, Any] = {
        "ruleId": finding.kind.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": "\n".join([look.advised(finding.message, finding.advice), *map(look.line, finding.notes)])},
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _physical(r.place, look), "message": {"text": look.line(r.message)}}
            for number, r in enumerate(finding.related, 1)
        ]
    if finding.fixes:
        result["fixes"] = [_fix(fix, look) for fix in finding.fixes]
    return result


def _physical(place: Place, look: Look) -> dict[str, Any]:
    region = _region(place)
    location: dict[str, Any] = {"artifactLocation": _artifact(place.path, look)}
    return {**location, "region": region} if region else location


def _artifact(path: str, look: Look) -> dict[str, str]:
    return {"uri": _uri(look.file(path)), "uriBaseId": ROOT}


@lru_cache(maxsize=1024)
def _uri(file: str) -> str:
    return quote(os.fsencode(file))


def _region(place: Place) -> dict[str, int]:
    """Give a place as a region (section 3.30): what is not known is left out."""
    if not place.line:
        return {}
    region = {"startLine": place.line}
    if place.column:
        region["startColumn"] = place.column
    if place.end_line:
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    return region


def _fix(fix: Fix, look: Look) -> dict[str, Any]:
    edits = sorted(fix.edits, key=lambda edit: (edit.place.path, edit.start, edit.end))
    changes = [
        {"artifactLocation": _artifact(path, look), "replacements": [_replacement(edit) for edit in group]}
        for path, group in groupby(edits, lambda edit: edit.place.path)
    ]
    return {"description": {"text": look.line(fix.title)}, "artifactChanges": changes, "properties": {"safe": fix.safe}}


def _replacement(edit: Edit) -> dict[str, Any]:
    place = edit.place
    end = (place.end_line, place.end_column) if place.end_line else (place.line, place.column)
    region = {"startLine": place.line, "startColumn": place.column, "endLine": end[0], "endColumn": end[1]}
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}


def _fingerprints(report: Report, lines: Lines) -> Sequence[str]:
    """Give each finding of a report a fingerprint that stays when lines above it come or go.

    For each finding, in order, it is a digest of its kind, its file and what it is about, never of its line. The second of two
    that are alike, and those after it, have their number at the end.
    """
    seen: Counter[str] = Counter()
    fingerprints: list[str] = []
    for finding in report:
        about = "\0".join(_about(finding, lines))
        digest = hashlib.sha256(about.encode("utf-8", "backslashreplace")).hexdigest()[:32]
        seen[digest] += 1
        fingerprints.append(digest if seen[digest] == 1 else f"{digest}:{seen[digest]}")
    return fingerprints


def _about(finding: Finding, lines: Lines) -> Iterable[str]:
    """Give what distinguishes a finding from others: the thing, the property and the value, else the text of the line."""
    yield from (finding.kind.code, finding.place.path)
    if finding.focus:
        yield from (finding.focus, finding.path, finding.shape, str(finding.value))
    else:
        yield from (say(finding.message, "en"), (lines.at(finding.place) or "").strip())
