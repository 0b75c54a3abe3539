"""Reports as JSON: everything about the findings, in a documented form.

The form is described by a JSON Schema (draft 2020-12) beside this module, `check-report.schema.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from json.encoder import encode_basestring
from typing import Any

from catalogue.edits import Edit, Fix, Related
from catalogue.errors import Place
from catalogue.lint import Finding, Report
from catalogue.report.look import Look
from catalogue.shacl.results import Result
from catalogue.terms import XSD_STRING, Literal, NamedNode, Term, language_of, written
from catalogue.visible import instead_of_hidden

VERSION = 2
"""The version of the form: a new number when a reader of the old form could go wrong."""
SCHEMA_NAME = "check-report.schema.json"

_MEMBER = 3
"""How deep the members of a finding are in a report."""
_INDENT = "  "
_MEMBERS = "\n" + 2 * _INDENT
"""What the findings of a report begin with."""
_encoded = json.JSONEncoder(ensure_ascii=False).encode


def schema() -> dict[str, Any]:
    """Give the JSON Schema of a report."""
    document: dict[str, Any] = json.loads(resources.files(__package__).joinpath(SCHEMA_NAME).read_bytes())
    return document


def write_json(report: Report, _look: Look) -> str:
    """Write a report as JSON, in all its languages: a member of a finding a line."""
    return json_text(record(report), _MEMBER)


def write_part(report: Report, _look: Look) -> str:
    """Write the findings of one file as members of the list of all."""
    return ",".join(_MEMBERS + _laid_out(_finding(finding), _MEMBER - 2, _MEMBERS) for finding in report)


def write_whole(report: Report, parts: Iterable[str], _look: Look) -> str:
    """Write a report from what `write_part` wrote of its files."""
    members = ",".join(filter(None, parts))
    return json_text({**record(report), "findings": _Laid(f"[{members}\n{_INDENT}]" if members else "[]")}, _MEMBER)


class _Laid(str):
    """A value that is laid out already."""

    __slots__ = ()


def json_text(value: Any, depth: int) -> str:
    r"""Write JSON in which nothing acts on a terminal or hides: such characters are written by their numbers.

    The encoder that lays out whole documents is written in Python: it takes several times as long as the one that writes each
    value in one line.

    Args:
        value: what JSON can say; a list whose members are made when they are written may be an iterator.
        depth: how many objects and lists, one in another, are laid out over lines; what is deeper is written in one.

    >>> print(json_text({"a": ["\u202e", {"b": {}}]}, 2), end="")
    {
      "a": [
        "\u202e",
        {"b": {}}
      ]
    }
    """
    return _laid_out(value, depth, "\n") + "\n"


def _laid_out(value: Any, depth: int, line: str) -> str:
    """Write a value; `line` is what the line begins with in which it ends."""
    inner = line + _INDENT
    if isinstance(value, _Laid):
        return str(value)
    if depth and isinstance(value, dict):
        opening, closing = "{}"
        members = [f"{inner}{_name(name)}: {_laid_out(member, depth - 1, inner)}" for name, member in value.items()]
    elif depth and isinstance(value, list | Iterator):
        opening, closing = "[]"
        members = [inner + _laid_out(member, depth - 1, inner) for member in value]
    else:
        return _flat(value)
    return f"{opening}{','.join(members)}{line}{closing}" if members else opening + closing


def _flat(value: Any) -> str:
    if value is None:  # most that is written is nothing or a string, which the encoder takes a while to find out
        return "null"
    written = encode_basestring(value) if isinstance(value, str) else _encoded(value)
    return instead_of_hidden(written, lambda character: json.dumps(character)[1:-1])


_name = cache(_flat)


def record(report: Report) -> dict[str, Any]:
    """Give a report as JSON has it; its findings, of which there may be many, one at a time."""
    return {
        "version": VERSION,
        "conforms": report.conforms,
        "exit_code": report.exit_code,
        "unreadable": report.unreadable,
        "files": report.files,
        "statements": report.triples,
        "counts": {severity.word: count for severity, count in report.counts.items()},
        "unreported": [
            {"code": kind.code, "name": kind.name, "severity": severity.word, "count": count}
            for (kind, severity), count in sorted(report.more.items(), key=lambda each: (each[0][0].code, -each[0][1]))
        ],
        "hidden": report.hidden,
        "skipped": [dict(message) for message in (*report.hints, *report.skipped)],
        "findings": map(_finding, report),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.kind.code,
        "name": finding.kind.name,
        "severity": finding.severity.word,
        "place": _place(finding.place),
        "message": dict(finding.message),
        "advice": dict(finding.advice),
        "focus": finding.focus or None,
        "path": finding.path or None,
        "value": _term(finding.value),
        "shape": finding.shape or None,
        "component": finding.component or None,
        "result_severity": None,
        "constraint": None,
        "parameter_value": None,
        **(_of_shape(finding.result) if finding.result is not None else {}),
        "notes": [dict(note) for note in finding.notes],
        "related": [_related(related) for related in finding.related],
        "fixes": [_fix(fix) for fix in finding.fixes],
    }


def _of_shape(result: Result) -> dict[str, Any]:
    """Give what a validation result says where a finding says less: a focus node that is a literal, a path of several steps."""
    path = result.path
    return {
        "focus": _name_of(result.focus),
        "path": None if path is None else path.predicate or str(path),
        "result_severity": result.severity_iri,
        "constraint": None if result.constraint is None else _name_of(result.constraint),
        "parameter_value": _term(result.declared),
    }


def _name_of(term: Term) -> str:
    """Write a term as N-Triples has it, an IRI without its brackets."""
    return term.value if isinstance(term, NamedNode) else written(term)


def _place(place: Place) -> dict[str, Any]:
    return {
        "file": place.path,
        "line": place.line or None,
        "column": place.column or None,
        "end_line": place.end_line or None,
        "end_column": place.end_column or None,
    }


def _related(related: Related) -> dict[str, Any]:
    return {"place": _place(related.place), "message": dict(related.message)}


def _fix(fix: Fix) -> dict[str, Any]:
    return {"title": dict(fix.title), "safe": fix.safe, "edits": [_edit(edit) for edit in fix.edits]}


def _edit(edit: Edit) -> dict[str, Any]:
    return {"place": _place(edit.place), "start": edit.start, "end": edit.end, "text": edit.text}


def _term(term: Term | None) -> dict[str, str] | None:
    """Give a term as the SPARQL 1.1 results in JSON have it (section 3.2.2)."""
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if not isinstance(term, Literal):
        return {"type": "bnode", "value": term.value}
    value = {"type": "literal", "value": term.value}
    if term.language:
        return {**value, "xml:lang": language_of(term)}
    return value if term.datatype.value == XSD_STRING else {**value, "datatype": term.datatype.value}
