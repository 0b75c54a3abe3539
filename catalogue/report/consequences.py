"""Consequences: findings that there are only because a part of a file cannot be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from catalogue.errors import Place
from catalogue.lint import Finding, Report
from catalogue.terms import NamedNode

_OF_FOCUS = frozenset(
    {"MinCount", "HasValue", "QualifiedMinCount", "Node", "Or", "Xone", "And", "SPARQL", "Equals", "untyped", "claim"}
)
"""What is reported of a thing when something about it is missing: components that are violated, and kinds of findings."""

_OF_VALUE = frozenset({"Class", "Node", "Or", "Xone", "And", "QualifiedMinCount", "dangling", "undescribed"})
"""What is reported of a value when something about it is missing."""


def without_consequences(report: Report) -> Report:
    """Leave out what follows from a part of a file that cannot be read.

    That a thing lacks something, or is described nowhere, follows where a statement about it is lost; and so does all that is
    reported inside the lost part itself.

    Args:
        report: all findings.

    Returns:
        The same report; the findings of the lost parts themselves are all in it.
    """
    fatal = [finding for finding in report if finding.fatal]
    if not fatal:
        return report
    lost_parts: dict[str, list[Place]] = defaultdict(list)
    for finding in fatal:
        lost_parts[finding.place.path].append(finding.place)
    kept = [
        finding
        for finding in report
        if finding.fatal or not (_is_of_lost(finding, report) or _is_inside(finding.place, lost_parts[finding.place.path]))
    ]
    return replace(report, findings=kept)


def _is_of_lost(finding: Finding, report: Report) -> bool:
    name = finding.result.component if finding.result is not None else finding.kind.name
    value = finding.value
    of_focus = name in _OF_FOCUS and finding.focus in report.lost
    return of_focus or (name in _OF_VALUE and isinstance(value, NamedNode) and value.value in report.lost)


def _is_inside(place: Place, parts: Sequence[Place]) -> bool:
    start, end = (place.line, place.column), (place.end_line, place.end_column)
    return any((part.line, part.column) <= start and end <= (part.end_line, part.end_column) for part in parts)
