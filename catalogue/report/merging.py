"""Merging: what is one mistake to a person, though several findings are about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from catalogue.lint import Finding, Report
from catalogue.lint.comparing import ORDERS, RANGES
from catalogue.messages import say
from catalogue.report.consequences import without_consequences
from catalogue.shacl.results import Result
from catalogue.terms import RDF_LANG_STRING, RDF_TYPE, BlankNode, Literal, Term
from catalogue.values import Incomparable, compare


def merged(report: Report) -> Report:
    """Give a report with each mistake once, as a person counts them.

    What follows from another finding about the same value at the same place goes: that a value which nothing describes is not
    of the right class, or that a text without a language is in none of the right ones. So do findings that would tell the
    same twice, and what follows from a part of a file that cannot be read. What stays is as grave as the gravest of them, so
    that the exit code is the same.

    Args:
        report: all findings.

    Returns:
        The same report with fewer findings, in the same order.
    """
    report = _each_fix_once(without_consequences(report))
    by_place: dict[object, list[Finding]] = defaultdict(list)
    datatypes = {_of_value(finding): finding.place for finding in report if _is_of_datatype(finding)}
    for finding in report:
        by_place[datatypes.get(_of_value(finding), finding.place)].append(finding)
    if len(by_place) == len(report):
        return report
    kept = [finding for group in by_place.values() for finding in (_mistakes(group) if len(group) > 1 else group)]
    return replace(report, findings=kept)


def _is_of_datatype(finding: Finding) -> bool:
    """Tell whether a finding is about the datatype of a literal, where it stands behind its characters."""
    return finding.kind.name == "vocabulary-term" and isinstance(finding.value, Literal)


def _of_value(finding: Finding) -> tuple[object, ...]:
    return finding.place.path, finding.focus, finding.path, finding.value


def _each_fix_once(report: Report) -> Report:
    """Leave out what another finding's fix mends: the same edits, or a type that no shape covers because it is misspelt."""
    kept: list[Finding] = []
    fixes: dict[object, int] = {}
    misspelt = misspelt_types(report)
    for finding in report:
        edits = finding.fixes[0].edits if finding.fixes else None
        if finding.kind.name == "untyped" and finding.focus in misspelt:
            continue
        if edits is None or finding.kind.name == "prefix":
            kept.append(finding)
        elif edits in fixes and kept[fixes[edits]].place != finding.place:
            other = kept[fixes[edits]]
            cause, result = (finding, other) if finding.place == edits[0].place else (other, finding)
            kept[fixes[edits]] = _together(cause, result)
        else:
            fixes[edits] = len(kept)
            kept.append(finding)
    return replace(report, findings=sorted(kept, key=_order)) if len(kept) < len(report) else report


def misspelt_types(report: Report) -> set[str]:
    """Give the things whose type is misspelt: it is not told that they have none."""
    return {f.focus for f in report if f.kind.name == "unknown-term" and f.path == RDF_TYPE.value}


def untyped(report: Report) -> set[str]:
    """Give the things that no shape covers."""
    return {finding.focus for finding in report if finding.kind.name == "untyped"}


def _order(finding: Finding) -> tuple[str, int, int]:
    return finding.place.path, finding.place.line, finding.place.column


def _mistakes(findings: Sequence[Finding]) -> list[Finding]:
    """Merge the findings at one place."""
    alike: dict[object, Finding] = {}
    for finding in findings:
        key = _same_words(finding)
        alike[key] = _together(alike[key], finding) if key in alike else finding
    distinct = list(alike.values())
    mistakes: dict[int, Finding] = {}
    for finding in distinct:
        cause = _cause(finding, distinct)
        mistake = mistakes.get(id(cause), cause)
        mistakes[id(cause)] = mistake if cause is finding else _together(mistake, finding)
    return [mistakes[id(finding)] for finding in distinct if id(finding) in mistakes]


def _together(cause: Finding, other: Finding) -> Finding:
    """Give a finding that stands for another one, too: as grave as both, with the fixes of the other where it has none."""
    return replace(cause, severity=max(cause.severity, other.severity), fixes=cause.fixes or other.fixes)


def _same_words(finding: Finding) -> tuple[object, ...]:
    """Give what two findings have in common that would tell a reader the same twice.

    Constraints that have no name, such as two queries or two lists of alternatives, are told apart by their places alone.
    """
    notes = tuple(say(note, "en") for note in finding.notes)
    unnamed = _unnamed(finding.result) if finding.result is not None else None
    return finding.kind.code, say(finding.message, "en"), say(finding.advice, "en"), notes, unnamed


def _unnamed(result: Result) -> Term | None:
    return next((node for node in (result.constraint, result.declared) if isinstance(node, BlankNode)), None)


def _cause(finding: Finding, others: Sequence[Finding]) -> Finding:
    """Find the finding that another one follows from at last; the same finding when it follows from none."""
    cause = next((other for other in others if other is not finding and _follows(finding, other)), None)
    return finding if cause is None else _cause(cause, others)


def _follows(finding: Finding, cause: Finding) -> bool:
    value, is_implied = finding.value, _IMPLIED.get(_name(cause), {}).get(_name(finding))
    return is_implied is not None and value is not None and value == cause.value and is_implied(finding, value)


def _name(finding: Finding) -> str:
    """Name what a finding is about: the violated component, else its kind."""
    return finding.result.component if finding.result is not None else finding.kind.name


Implied = Callable[[Finding, Term], bool]


def _always(_: Finding, __: Term) -> bool:
    return True


def _is_no_literal(_: Finding, value: Term) -> bool:
    return not isinstance(value, Literal)


def _is_literal(_: Finding, value: Term) -> bool:
    return isinstance(value, Literal)


def _has_no_language(_: Finding, value: Term) -> bool:
    return not isinstance(value, Literal) or value.datatype.value != RDF_LANG_STRING


def _is_incomparable(finding: Finding, value: Term) -> bool:
    """Whether a value and the bound of its range cannot be compared at all."""
    bound = finding.result.declared if finding.result is not None else None
    return bound is not None and isinstance(compare(value, bound), Incomparable)


_OF_TEXT_OF_IRI = ("Pattern",)
_OF_TEXT = ("Pattern", "MinLength", "MaxLength")

_IMPLIED: Mapping[str, Mapping[str, Implied]] = {
    "dangling": dict.fromkeys(("Class", "Node", *_OF_TEXT_OF_IRI), _always),
    "lexical": dict.fromkeys(("Datatype", "Or", "Xone", *_OF_TEXT, *RANGES, *ORDERS), _always),
    "vocabulary-term": dict.fromkeys(("Datatype", "Or", "Xone", "And", "In", "HasValue", *RANGES, *ORDERS), _is_literal),
    "In": dict.fromkeys(("dangling", "Datatype", "Class", "NodeKind", "LanguageIn", *_OF_TEXT), _always),
    "Datatype": {
        "NodeKind": _is_no_literal,
        "LanguageIn": _has_no_language,
        **dict.fromkeys(_OF_TEXT, _always),
        **dict.fromkeys(RANGES, _is_incomparable),
    },
    "Class": {"NodeKind": _is_literal},
    "NodeKind": dict.fromkeys(_OF_TEXT, _always),
}
"""What follows from a violated component or another kind of finding, and for which values."""
