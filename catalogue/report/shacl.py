"""Reports as RDF: a validation report as SHACL has it (section 3.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.lint import Finding, Report, Severity
from catalogue.messages import Text
from catalogue.model import sh
from catalogue.names import STANDARD_PREFIXES
from catalogue.patterns import possessive
from catalogue.report.look import Look
from catalogue.serialise import turtle
from catalogue.terms import RDF_TYPE, XSD, BlankNode, Literal, NamedNode, Node, Term, Triple
from catalogue.visible import instead_of_hidden, visible

CHECK = "urn:communs-catalogue:check:"
"""The namespace of what SHACL has no term for: the components of other checks, codes, places, messages of the program."""

_QUOTED = possessive(r'"(?:[^"\\]|\\.)*+"|<[^<>]*+>')
_SEVERITIES = {Severity.VIOLATION: "Violation", Severity.WARNING: "Warning", Severity.INFO: "Info"}


def write_turtle(report: Report, _look: Look) -> str:
    """Write a report as a `sh:ValidationReport`.

    Every finding is a result. One that is no validation result has a component `check:` with its name; one about no thing,
    such as a syntax error, has the name of its file as its focus node.

    Args:
        report: the findings.

    Returns:
        Turtle; `sh:conforms` is true when there is no finding at all, as SHACL says.
    """
    prefixes = {**STANDARD_PREFIXES, "check": CHECK}
    return _QUOTED.sub(_seen, turtle(_report(report), prefixes).decode("utf-8"))


def _seen(match: re.Match[str]) -> str:
    """Write what would act on a terminal or hide by its number, as Turtle has it (section 6.4)."""
    return instead_of_hidden(match[0], lambda character: f"\\U{ord(character):08X}")


def _report(report: Report) -> Iterator[Triple]:
    node = BlankNode("report")
    yield Triple(node, RDF_TYPE, sh("ValidationReport"))
    yield Triple(node, sh("conforms"), Literal("false" if report.findings else "true", datatype=NamedNode(XSD + "boolean")))
    digits = len(str(len(report.findings)))
    for number, finding in enumerate(report, 1):
        result = BlankNode(f"result{number:0{digits}}")
        yield Triple(node, sh("result"), result)
        for predicate, value in _result(finding):
            yield Triple(result, predicate, value)


def _result(finding: Finding) -> Iterator[tuple[NamedNode, Term]]:
    yield RDF_TYPE, sh("ValidationResult")
    yield sh("focusNode"), _focus(finding)
    if finding.path:
        yield sh("resultPath"), NamedNode(finding.path)
    if finding.value is not None:
        yield sh("value"), finding.value
    if finding.shape:
        yield sh("sourceShape"), _node(finding.shape)
    yield sh("sourceConstraintComponent"), NamedNode(finding.component or CHECK + finding.kind.name)
    yield sh("resultSeverity"), sh(_SEVERITIES[finding.severity])
    copied = bool(finding.component and finding.advice)  # the shape's own messages (section 2.1.5)
    for message in _messages(finding.advice if copied else finding.message):
        yield sh("resultMessage"), message
    for message in _messages(finding.message) if copied else ():
        yield NamedNode(CHECK + "message"), message
    yield NamedNode(CHECK + "code"), Literal(finding.kind.code)
    yield NamedNode(CHECK + "place"), Literal(visible(str(finding.place)))


def _focus(finding: Finding) -> Term:
    if finding.focus:
        return _node(finding.focus)
    if finding.component and finding.value is not None:  # a literal is its own focus node
        return finding.value
    return Literal(visible(finding.place.path))


def _node(name: str) -> Node:
    return BlankNode(name.removeprefix("_:")) if name.startswith("_:") else NamedNode(name)


def _messages(message: Text) -> Iterator[Literal]:
    for tag, phrase in message.items():
        shown = visible(phrase, "\n\t")
        yield Literal(shown, language=tag) if tag else Literal(shown)
