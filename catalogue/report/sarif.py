"""Reports as SARIF 2.1.0 (OASIS), for services that show findings beside the code."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from catalogue.edits import Fix
from catalogue.errors import Place, say, visible
from catalogue.validate import CODES, Finding, Kind, Report, Severity

_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def write(report: Report, language: str) -> str:
    """Write one run; rules are those of the kinds that were found."""
    codes = sorted({finding.kind.code for finding in report})
    seen: Counter[str] = Counter()
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "catalogue",
                        "semanticVersion": version("communs-catalogue"),
                        "rules": [_rule(CODES[code], language) for code in codes],
                    }
                },
                "language": "fr" if language.startswith("fr") else "en",
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The catalogue's folder"}}},
                "results": [_result(finding, codes, seen, language) for finding in report],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace").decode() + "\n"


def _rule(kind: Kind, language: str) -> dict[str, Any]:
    return {
        "id": kind.code,
        "name": "".join(part.capitalize() for part in kind.name.split("-")),
        "shortDescription": {"text": say(kind.title, language)},
        "fullDescription": {"text": " / ".join(kind.title.values())},
        "help": {"text": " / ".join(f"{tag}: {words}" for tag, words in kind.title.items())},
        "defaultConfiguration": {"level": _LEVELS[kind.severity]},
    }


def _result(finding: Finding, codes: list[str], seen: Counter[str], language: str) -> dict[str, Any]:
    words = ". ".join(part for part in (say(finding.message, language), say(finding.advice, language)) if part)
    notes = "".join(f"\n{say(note, language)}" for note in finding.notes)
    result: dict[str, Any] = {
        "ruleId": finding.kind.code,
        "ruleIndex": codes.index(finding.kind.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": words + notes},
        "locations": [{"physicalLocation": _location(finding.place)}],
        "partialFingerprints": {"finding/v1": _fingerprint(finding, seen)},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _location(r.place), "message": {"text": say(r.message, language)}}
            for number, r in enumerate(finding.related, 1)
        ]
    if finding.fixes:
        result["fixes"] = [_fix(fix, language) for fix in finding.fixes]
    return result


def _location(place: Place) -> dict[str, Any]:
    found: dict[str, Any] = {"artifactLocation": _artifact(place.path)}
    if place.line:
        found["region"] = _region(place)
    return found


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(path, safe="/"), "uriBaseId": "SRCROOT"}


def _region(place: Place) -> dict[str, int]:
    region = {"startLine": place.line, "startColumn": place.column or 1}
    if place.end_line:
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    return region


def _fix(fix: Fix, language: str) -> dict[str, Any]:
    by_file: dict[str, list[dict[str, Any]]] = {}
    for edit in fix.edits:
        replacement: dict[str, Any] = {"deletedRegion": _region(edit.place)}
        if edit.text:
            replacement["insertedContent"] = {"text": edit.text}
        by_file.setdefault(edit.place.path, []).append(replacement)
    return {
        "description": {"text": say(fix.title, language)},
        "artifactChanges": [
            {"artifactLocation": _artifact(path), "replacements": replacements} for path, replacements in by_file.items()
        ],
    }


def _fingerprint(finding: Finding, seen: Counter[str]) -> str:
    """Give a finding's identity, which does not change when lines move; the n-th of several alike is the n-th."""
    parts = (finding.kind.code, finding.place.path, finding.focus, finding.shape, visible(say(finding.message, "en")))
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"
