"""Reports as RDF: a validation report as SHACL defines it (section 3.6). Findings that no shape made are not part of it."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue import serialise
from catalogue.model import SH, Path
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import RDF, RDF_TYPE, XSD, BlankNode, Literal, NamedNode, Node, Triple
from catalogue.validate import Finding, Report
from catalogue.validate.results import Result

_PATHS = {
    "inverse": "inversePath",
    "alternative": "alternativePath",
    "zeroOrMore": "zeroOrMorePath",
    "oneOrMore": "oneOrMorePath",
    "zeroOrOne": "zeroOrOnePath",
}


def write(report: Report, language: str) -> str:
    """Write the report in Turtle, with messages in all languages."""
    del language
    return serialise.turtle(_triples(report), STANDARD_PREFIXES).decode("utf-8")


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)


def _triples(report: Report) -> Iterator[Triple]:
    results = [(finding, finding.result) for finding in report if finding.result is not None]
    root = BlankNode("report")
    yield Triple(root, RDF_TYPE, _sh("ValidationReport"))
    conforms = "false" if results else "true"
    yield Triple(root, _sh("conforms"), Literal(conforms, datatype=NamedNode(XSD + "boolean")))
    nodes = [BlankNode(f"result{number}") for number in range(1, len(results) + 1)]
    for node in nodes:
        yield Triple(root, _sh("result"), node)
    for node, (finding, result) in zip(nodes, results, strict=True):
        yield from _result(node, finding, result)


def _result(node: BlankNode, finding: Finding, result: Result) -> Iterator[Triple]:
    yield Triple(node, RDF_TYPE, _sh("ValidationResult"))
    yield Triple(node, _sh("focusNode"), result.focus)
    yield Triple(node, _sh("resultSeverity"), _sh(result.severity))
    yield Triple(node, _sh("sourceConstraintComponent"), _sh(f"{result.component}ConstraintComponent"))
    yield Triple(node, _sh("sourceShape"), result.shape)
    if result.value is not None:
        yield Triple(node, _sh("value"), result.value)
    if result.path is not None:
        path = NamedNode(result.path.iri) if result.path.predicate else BlankNode(f"{node.value}path")
        yield Triple(node, _sh("resultPath"), path)
        yield from _path(result.path, path)
    for tag, words in finding.message.items():
        yield Triple(node, _sh("resultMessage"), Literal(words, language=tag) if tag else Literal(words))


def _path(path: Path, node: Node) -> Iterator[Triple]:
    """Write a property path (SHACL, section 2.3.1)."""
    if path.predicate or not isinstance(node, BlankNode):
        return
    if path.kind == "sequence":
        yield from _list(path.parts, node)
        return
    inner = BlankNode(f"{node.value}p")
    if path.kind == "alternative":
        yield Triple(node, _sh("alternativePath"), inner)
        yield from _list(path.parts, inner)
    else:
        part = path.parts[0]
        target: Node = NamedNode(part.iri) if part.predicate else inner
        yield Triple(node, _sh(_PATHS[path.kind]), target)
        yield from _path(part, target)


def _list(parts: tuple[Path, ...], node: BlankNode) -> Iterator[Triple]:
    nodes = [node, *(BlankNode(f"{node.value}n{number}") for number in range(1, len(parts)))]
    for number, (here, part) in enumerate(zip(nodes, parts, strict=True)):
        target: Node = NamedNode(part.iri) if part.predicate else BlankNode(f"{here.value}f")
        yield Triple(here, NamedNode(RDF + "first"), target)
        rest: Node = nodes[number + 1] if number + 1 < len(nodes) else NamedNode(RDF + "nil")
        yield Triple(here, NamedNode(RDF + "rest"), rest)
        yield from _path(part, target)
