"""Packing: findings as JSON has them, for what is kept of a check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalogue.edits import Edit, Fix, Related
from catalogue.errors import Place
from catalogue.lint.findings import Finding
from catalogue.lint.kinds import KINDS, Severity
from catalogue.messages import Text, packed, unpacked
from catalogue.model import Path
from catalogue.shacl.results import Result
from catalogue.sources.statements import tag_of, term_of
from catalogue.terms import Term


def packed_finding(finding: Finding) -> list[Any]:
    """Write a finding as lists, texts and numbers; `unpacked_finding` gives one that is equal to it.

    >>> from catalogue.messages import Message
    >>> finding = Finding(KINDS["empty"], Severity.WARNING, Place("catalogue.toml"), Message("C005.no-data", folder="data"))
    >>> unpacked_finding(packed_finding(finding)) == finding
    True
    """
    return [
        finding.kind.name,
        int(finding.severity),
        _place(finding.place),
        packed(finding.message),
        packed(finding.advice),
        finding.focus,
        finding.shape,
        [packed(note) for note in finding.notes],
        [[_place(related.place), packed(related.message)] for related in finding.related],
        [[packed(fix.title), [_edit(edit) for edit in fix.edits], int(fix.safe)] for fix in finding.fixes],
        finding.path,
        _term(finding.value),
        None if finding.result is None else packed_result(finding.result),
        int(finding.fatal),
    ]


def unpacked_finding(written: Sequence[Any]) -> Finding:
    """Read what `packed_finding` has written.

    Raises:
        ValueError: it is no such thing; `LookupError` and `TypeError` likewise.
    """
    kind, severity, place, message, advice, focus, shape, notes, related, fixes, path, value, result, fatal = written
    return Finding(
        KINDS[kind],
        Severity(severity),
        Place(*place),
        unpacked(message),
        unpacked(advice),
        focus,
        shape,
        tuple(map(unpacked, notes)),
        tuple(Related(Place(*where), unpacked(text)) for where, text in related),
        tuple(Fix(unpacked(title), tuple(map(_read_edit, edits)), bool(safe)) for title, edits, safe in fixes),
        path,
        _read_term(value),
        None if result is None else _read_result(result),
        bool(fatal),
    )


def _place(place: Place) -> list[Any]:
    return [place.path, place.line, place.column, place.end_line, place.end_column]


def _edit(edit: Edit) -> list[Any]:
    return [_place(edit.place), edit.start, edit.end, edit.text]


def _read_edit(written: Sequence[Any]) -> Edit:
    place, start, end, text = written
    return Edit(Place(*place), start, end, text)


def _term(term: Term | None) -> list[str] | None:
    return None if term is None else [tag_of(term), term.value]


def _read_term(written: Sequence[str] | None) -> Any:
    return None if written is None else term_of(*written)


def _path(path: Path | None) -> list[Any] | None:
    return None if path is None else [path.kind, path.iri, [_path(part) for part in path.parts]]


def _read_path(written: Sequence[Any] | None) -> Any:
    return None if written is None else Path(written[0], written[1], tuple(map(_read_path, written[2])))


def packed_result(result: Result) -> list[Any]:
    """Write a validation result as lists, texts and numbers."""
    messages: Text = result.messages
    return [
        _term(result.focus),
        _term(result.shape),
        result.component,
        _path(result.path),
        _term(result.value),
        _term(result.constraint),
        result.severity,
        packed(messages),
        result.component_iri,
        _term(result.declared),
        result.number,
    ]


def _read_result(written: Sequence[Any]) -> Result:
    focus, shape, component, path, value, constraint, severity, messages, component_iri, declared, number = written
    return Result(
        _read_term(focus),
        _read_term(shape),
        component,
        _read_path(path),
        _read_term(value),
        _read_term(constraint),
        severity,
        unpacked(messages),
        component_iri,
        _read_term(declared),
        number,
    )
