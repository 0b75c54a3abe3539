"""Reports as RDF: a validation report as SHACL has it (section 3.6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from catalogue.lint import Finding, Report, Severity
from catalogue.messages import Text
from catalogue.model import Path, sh
from catalogue.model.lists import FIRST, NIL, REST
from catalogue.names import STANDARD_PREFIXES
from catalogue.patterns import possessive
from catalogue.report.look import Look
from catalogue.serialise import turtle
from catalogue.shacl.results import Result
from catalogue.terms import RDF_TYPE, XSD, BlankNode, Literal, NamedNode, Node, Term, Triple
from catalogue.visible import instead_of_hidden, visible

CHECK = "urn:communs-catalogue:check:"
"""The namespace of what SHACL has no term for: the components of other checks, codes, places, messages of the program."""

_QUOTED = possessive(r'"(?:[^"\\]|\\.)*+"|<[^<>]*+>')
_SEVERITIES = {Severity.VIOLATION: "Violation", Severity.WARNING: "Warning", Severity.INFO: "Info"}
_Statements = Iterator[tuple[NamedNode, Term]]


def write_turtle(report: Report, _look: Look) -> str:
    """Write a report as a `sh:ValidationReport`.

    Every finding is a result. One that is no validation result has a component `check:` with its name; one about no thing,
    such as a syntax error, has the name of its file as its focus node. What the files say of the blank nodes that results name
    is in the report too.

    Args:
        report: the findings.

    Returns:
        Turtle; `sh:conforms` is true when there is no finding at all, as SHACL says, none that is only counted, and no file
        of which a part was not read.
    """
    prefixes = {**STANDARD_PREFIXES, "check": CHECK}
    return _QUOTED.sub(_seen, turtle(_report(report), prefixes).decode("utf-8"))


def _seen(match: re.Match[str]) -> str:
    """Write what would act on a terminal or hide by its number, as Turtle has it (section 6.4)."""
    return instead_of_hidden(match[0], lambda character: f"\\U{ord(character):08X}")


def _report(report: Report) -> Iterator[Triple]:
    node, paths = BlankNode("report"), _Paths()
    conforms = not (report.findings or report.more or report.unreadable)
    yield Triple(node, RDF_TYPE, sh("ValidationReport"))
    yield Triple(node, sh("conforms"), Literal(str(conforms).lower(), datatype=NamedNode(XSD + "boolean")))
    yield from _unreported(node, report)
    digits = len(str(len(report.findings)))
    named: dict[BlankNode, None] = {}
    for number, finding in enumerate(report, 1):
        result = BlankNode(f"result{number:0{digits}}")
        yield Triple(node, sh("result"), result)
        for predicate, value in (*_result(finding, paths), *_remarks(finding)):
            yield Triple(result, predicate, value)
            if isinstance(value, BlankNode) and value not in paths.nodes:
                named[value] = None
    yield from paths.triples
    yield from _descriptions(named, report.describe)


def _unreported(node: Node, report: Report) -> Iterator[Triple]:
    """Tell how many findings of each kind are counted and not reported."""
    for number, ((kind, severity), count) in enumerate(sorted(report.more.items(), key=lambda each: each[0][0].code), 1):
        unreported = BlankNode(f"unreported{number}")
        yield Triple(node, _check("unreported"), unreported)
        yield Triple(unreported, _check("code"), Literal(kind.code))
        yield Triple(unreported, _check("count"), Literal(count))
        yield Triple(unreported, _check("severity"), sh(_SEVERITIES[severity]))


def _result(finding: Finding, paths: _Paths) -> _Statements:
    yield RDF_TYPE, sh("ValidationResult")
    if finding.result is not None:
        yield from _of_shape(finding.result, paths)
        return
    yield sh("focusNode"), _focus(finding)
    if finding.path:
        yield sh("resultPath"), NamedNode(finding.path)
    if finding.value is not None:
        yield sh("value"), finding.value
    if finding.shape:
        yield sh("sourceShape"), NamedNode(finding.shape)
    yield sh("sourceConstraintComponent"), _check(finding.kind.name)
    yield sh("resultSeverity"), sh(_SEVERITIES[finding.severity])


def _of_shape(result: Result, paths: _Paths) -> _Statements:
    """Write a validation result as the validation gave it."""
    yield sh("focusNode"), result.focus
    if result.path is not None:
        yield sh("resultPath"), paths.node(result.path)
    if result.value is not None:
        yield sh("value"), result.value
    yield sh("sourceShape"), result.shape
    yield sh("sourceConstraintComponent"), NamedNode(result.component_iri)
    if result.constraint is not None:
        yield sh("sourceConstraint"), result.constraint
    yield sh("resultSeverity"), NamedNode(result.severity_iri)


def _remarks(finding: Finding) -> _Statements:
    """Write the messages of a finding, its code and its place."""
    copied = bool(finding.result is not None and finding.advice)  # the shape's own messages (section 2.1.5)
    for message in _messages(finding.advice if copied else finding.message):
        yield sh("resultMessage"), message
    for message in _messages(finding.message) if copied else ():
        yield _check("message"), message
    if finding.result is not None and finding.result.declared is not None:
        yield _check("parameterValue"), finding.result.declared
    yield _check("code"), Literal(finding.kind.code)
    yield _check("place"), Literal(visible(str(finding.place)))


def _check(name: str) -> NamedNode:
    return NamedNode(CHECK + name)


def _focus(finding: Finding) -> Term:
    if not finding.focus:
        return Literal(visible(finding.place.path))
    is_blank = finding.focus.startswith("_:")
    return BlankNode(finding.focus.removeprefix("_:")) if is_blank else NamedNode(finding.focus)


def _messages(message: Text) -> Iterator[Literal]:
    for tag, phrase in message.items():
        shown = visible(phrase, "\n\t")
        yield Literal(shown, language=tag) if tag else Literal(shown)


class _Paths:
    """Writes result paths, each once.

    Attributes:
        nodes: the blank nodes that stand for paths.
        triples: what is said of them.
    """

    def __init__(self) -> None:
        self.nodes: set[BlankNode] = set()
        self.triples: list[Triple] = []
        self._written: dict[Path, Node] = {}

    def node(self, path: Path) -> Node:
        """Give the node of a path (SHACL, section 2.3.1): the predicate itself, or a blank node."""
        if path.kind == "predicate":
            return NamedNode(path.iri)
        if path not in self._written:
            self._written[path] = self._compound(path)
        return self._written[path]

    def _compound(self, path: Path) -> Node:
        parts = [self.node(part) for part in path.parts]
        if path.kind == "sequence":
            return self._list(parts)
        node = self._fresh()
        value = self._list(parts) if path.kind == "alternative" else parts[0]
        self.triples.append(Triple(node, sh(f"{path.kind}Path"), value))
        return node

    def _list(self, members: Sequence[Node]) -> Node:
        cells: list[Node] = [*(self._fresh() for _ in members), NIL]
        for member, (cell, rest) in zip(members, pairwise(cells), strict=True):
            self.triples += [Triple(cell, FIRST, member), Triple(cell, REST, rest)]
        return cells[0]

    def _fresh(self) -> BlankNode:
        node = BlankNode(f"path{len(self.nodes) + 1}")
        self.nodes.add(node)
        return node


def _descriptions(nodes: Iterable[BlankNode], describe: Callable[[BlankNode], Sequence[Triple]]) -> Iterator[Triple]:
    """Give what the files say of blank nodes, and of the blank nodes that this leads to."""
    known = dict.fromkeys(nodes)
    pending = list(known)
    while pending:
        for triple in describe(pending.pop(0)):
            yield triple
            value = triple.object
            if isinstance(value, BlankNode) and value not in known:
                known[value] = None
                pending.append(value)
