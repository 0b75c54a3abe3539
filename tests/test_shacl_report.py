"""The Turtle report is the validation report of SHACL: the results that pySHACL reports, and the W3C suite expects."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import unquote, urlsplit

import jsonschema
import pyshacl
import pytest
import rdflib
from hypothesis import HealthCheck, assume, given, note, settings
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SH
from test_engines_agree import DATES, EXAMPLES, NUMBERS, PREFIXES, WORDS, data, documents
from test_shacl_suite import CASES, MF, SHT, load, related

from catalogue.columns.graph import Graph
from catalogue.errors import Place
from catalogue.lint import Finding, Report, Severity
from catalogue.lint.kinds import KINDS
from catalogue.lint.wording import kind_name
from catalogue.report import write
from catalogue.report.records import schema
from catalogue.report.shacl import CHECK
from catalogue.shacl.engine import ShapesError, validate
from catalogue.shacl.results import Result
from catalogue.sources import parse
from catalogue.terms import BlankNode, NamedNode
from catalogue.workspace.catalogue import Catalogue

PARTS = (SH.focusNode, SH.value, SH.sourceConstraintComponent, SH.sourceShape, SH.resultSeverity)
SETTINGS = """[catalogue]
base = "https://x.example.org/"
title.en = "T"
languages = ["en", "fr"]
[publisher]
name.en = "P"
"""


def path_of(graph: rdflib.Graph, node: Any) -> str:
    """Write the path that a node stands for."""
    if isinstance(node, rdflib.URIRef):
        return f"<{node}>"
    for predicate in (SH.inversePath, SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath):
        for inner in graph.objects(node, predicate):
            return f"{predicate.fragment}({path_of(graph, inner)})"
    for head in graph.objects(node, SH.alternativePath):
        return "alternative" + path_of(graph, head)
    return f"({' '.join(path_of(graph, member) for member in Collection(graph, node))})"


def comparable(term: Any) -> Any:
    """Give a term with its language tag in small letters: tags are compared without case (RDF 1.1, section 3.3)."""
    return rdflib.Literal(term, lang=term.language.lower()) if isinstance(term, rdflib.Literal) and term.language else term


def results(graph: rdflib.Graph, report: Any = None) -> rdflib.Graph:
    """Give what is compared of a report: for each result, its parts and its path, whatever the blank nodes are called."""
    node = report if report is not None else graph.value(None, RDF.type, SH.ValidationReport)
    compared = rdflib.Graph()
    for result in graph.objects(node, SH.result):
        compared.add((node, SH.result, result))
        for part in PARTS:
            for value in graph.objects(result, part):
                compared.add((result, part, comparable(value)))
        for path in graph.objects(result, SH.resultPath):
            compared.add((result, SH.resultPath, rdflib.Literal(path_of(graph, path))))
    return compared


def read(report: Report) -> rdflib.Graph:
    return as_written(write(report, "turtle").decode())


def as_written(text: str, base: str | None = None) -> rdflib.Graph:
    """Read Turtle with rdflib, each literal with its lexical form."""
    with mock.patch.object(rdflib, "NORMALIZE_LITERALS", new=False):
        return rdflib.Graph().parse(data=text, format="turtle", publicID=base)


def conforms(graph: rdflib.Graph) -> list[str]:
    return [str(value) for value in graph.objects(None, SH.conforms)]


def report_of(found: Iterable[Result], *graphs: Graph) -> Report:
    """Report results as a check would."""

    def describe(node: BlankNode) -> Sequence[Any]:
        return [triple for graph in graphs for triple in graph.triples(node)]

    text = {"en": "x", "fr": "x"}
    findings = [Finding(KINDS[kind_name(r)], Severity.VIOLATION, Place("x.ttl"), text, result=r) for r in found]
    return Report(findings, 1, 1, describe=describe)


def theirs(said: str, shaped: str) -> tuple[bool, rdflib.Graph]:
    """Give what pySHACL reports."""
    data_graph, shapes_graph = as_written(PREFIXES + said), as_written(PREFIXES + shaped)
    conforming, graph, _ = pyshacl.validate(data_graph, shacl_graph=shapes_graph, inference="none", js=False)
    assert isinstance(graph, rdflib.Graph)
    return conforming, graph


def agree(said: str, shaped: str) -> None:
    data_file, shapes_file = parse((PREFIXES + said).encode(), "data.ttl"), parse((PREFIXES + shaped).encode(), "shapes.ttl")
    conforming, expected = theirs(said, shaped)
    graphs = Graph("", [data_file]), Graph("", [shapes_file])
    ours = read(report_of(validate(*graphs), *graphs))
    note(f"{said}\n---\n{shaped}")
    assert [str(conforming).lower()] == conforms(ours)
    assert isomorphic(results(expected), results(ours))


slowly = settings(max_examples=max(EXAMPLES // 3, 1), suppress_health_check=list(HealthCheck))


@slowly
@given(data(WORDS), documents(WORDS, []))
def test_the_report_is_that_of_pyshacl_in_words(said: str, shaped: str):
    """By isomorphism over focus node, path of any kind, value, component, shape and severity; and `sh:conforms`."""
    agree(said, shaped)


@slowly
@given(data(NUMBERS), documents(NUMBERS, NUMBERS))
def test_the_report_is_that_of_pyshacl_in_numbers(said: str, shaped: str):
    agree(said, shaped)


@slowly
@given(data(DATES, ordered=True), documents(DATES, DATES, ordered=True))
def test_the_report_is_that_of_pyshacl_between_properties(said: str, shaped: str):
    agree(said, shaped)


def folder_of(folder: Path, shapes: str, text: str) -> Path:
    for name, content in (("catalogue.toml", SETTINGS), ("shapes/s.ttl", shapes), ("data/d.ttl", text)):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    return folder


@settings(max_examples=max(EXAMPLES // 6, 1), suppress_health_check=list(HealthCheck))
@given(data(WORDS), documents(WORDS, []))
def test_the_report_of_a_check_is_that_of_pyshacl(said: str, shaped: str):
    """Whatever else a check finds at the same places: what shapes find is there, each result as often as it is one."""
    with tempfile.TemporaryDirectory() as name:
        whole = Catalogue(folder_of(Path(name), PREFIXES + shaped, PREFIXES + said)).check()
        assume(not whole.skipped)
        conforming, expected = theirs(said, shaped)
        ours = read(whole.filtered(select=["C1"]))
        note(f"{said}\n---\n{shaped}")
        assert [str(conforming).lower()] == conforms(ours)
        assert isomorphic(results(expected), results(ours))
        own = {str(part) for part in read(whole).objects(None, SH.sourceConstraintComponent) if str(part).startswith(CHECK)}
        assert {f.kind.name for f in whole if f.result is None} == {part.removeprefix(CHECK) for part in own}


@pytest.mark.skipif(not CASES, reason="the official test suite is not beside the project")
@pytest.mark.parametrize(("manifest", "name"), CASES, ids=["/".join(name.split("/")[-2:]) for _, name in CASES])
def test_the_report_of_an_official_case_is_the_expected_one(manifest: str, name: str):
    graph = load(manifest)
    [action] = graph.objects(NamedNode(name), NamedNode(MF + "action"))
    [outcome] = graph.objects(NamedNode(name), NamedNode(MF + "result"))
    files = [file.value for part in ("dataGraph", "shapesGraph") for file in related(graph, action, NamedNode(SHT + part))]
    graphs = [graph if file == manifest else load(file) for file in files]
    try:
        ours = read(report_of(validate(*graphs), *graphs))
    except ShapesError:
        assert outcome == NamedNode(SHT + "Failure")
        return
    suite = as_written(Path(unquote(urlsplit(manifest).path)).read_text("utf-8"), manifest)
    report = suite.value(rdflib.URIRef(name), rdflib.URIRef(MF + "result"))
    assert [str(value) for value in suite.objects(report, SH.conforms)] == conforms(ours)
    node = next(iter(ours.subjects(RDF.type, SH.ValidationReport)))
    renamed = rdflib.Graph()
    for triple in results(suite, report):
        renamed.add(tuple(node if term == report else term for term in triple))  # type: ignore[arg-type]
    assert isomorphic(renamed, results(ours))


# What a report says of each result

HEAD = """@base <https://x.example.org/> . @prefix ex: <https://x.example.org/o#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
EX = rdflib.Namespace("https://x.example.org/o#")


def check(folder: Path, shapes: str, text: str, **how: Any) -> Report:
    return Catalogue(folder_of(folder, HEAD + shapes, HEAD + text)).check(**how)


def both(report: Report) -> tuple[rdflib.Graph, dict[str, Any]]:
    """Give a report as programs read it, in Turtle and in JSON; the second is as its schema says."""
    document = json.loads(write(report, "json"))
    jsonschema.Draft202012Validator(schema()).validate(document)
    return read(report), document


def test_a_focus_node_may_be_a_literal(tmp_path: Path):
    graph, document = both(
        check(
            tmp_path,
            "ex:S sh:targetObjectsOf ex:p ; sh:property [ sh:path ex:q ; sh:minCount 1 ] ; sh:nodeKind sh:IRI .",
            '<a> ex:p "x"@en, "02024"^^xsd:gYear .',
        ).filtered(select=["C1"])
    )
    focuses = [rdflib.Literal("x", lang="en"), rdflib.Literal("02024", datatype=rdflib.XSD.gYear, normalize=False)]
    for component in (SH.MinCountConstraintComponent, SH.NodeKindConstraintComponent):
        nodes = list(graph.subjects(SH.sourceConstraintComponent, component))
        assert {term.n3() for term in focuses} == {graph.value(node, SH.focusNode).n3() for node in nodes}  # type: ignore[union-attr]
    year = '"02024"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    assert sorted([year, '"x"@en'] * 2) == sorted(finding["focus"] for finding in document["findings"])


def test_a_severity_may_be_of_ones_own(tmp_path: Path):
    """It counts as an error; the severities of SHACL as what they are."""
    lines = "".join(
        f"sh:property [ sh:path ex:p{n} ; sh:minCount 1 ; sh:severity {severity} ] ;\n"
        for n, severity in enumerate(["ex:Grave", "sh:Info", "sh:Warning", "sh:Violation"])
    )
    report = check(tmp_path, f"ex:S a sh:NodeShape ; {lines} sh:targetNode <a> .", "<a> ex:p 1 .").filtered(select=["C1"])
    graph, document = both(report)
    assert {EX.Grave, SH.Info, SH.Warning, SH.Violation} == set(graph.objects(None, SH.resultSeverity))
    assert {str(EX.Grave): "error", str(SH.Info): "info", str(SH.Warning): "warning", str(SH.Violation): "error"} == {
        finding["result_severity"]: finding["severity"] for finding in document["findings"]
    }
    assert ["false"] == conforms(graph)


PATHS = {
    "[ sh:inversePath ex:p ]": "^<{0}p>",
    "( ex:p ex:q )": "<{0}p>/<{0}q>",
    "[ sh:alternativePath ( ex:p ex:q ) ]": "<{0}p>|<{0}q>",
    "[ sh:zeroOrMorePath ex:p ]": "<{0}p>*",
    "[ sh:oneOrMorePath ex:p ]": "<{0}p>+",
    "[ sh:zeroOrOnePath ex:p ]": "<{0}p>?",
    "( [ sh:inversePath ex:p ] [ sh:zeroOrMorePath [ sh:alternativePath ( ex:q ( ex:r ex:q ) ) ] ] )": (
        "^<{0}p>/((<{0}q>|(<{0}r>/<{0}q>))*)"
    ),
    "ex:p": "{0}p",
}


@pytest.mark.parametrize("path", PATHS)
def test_a_path_of_several_steps_is_a_property_path(tmp_path: Path, path: str):
    """With the structure that the shape's path has; two results may share it."""
    shapes = f"ex:S a sh:NodeShape ; sh:targetNode <a>, <b> ; sh:property ex:P . ex:P sh:path {path} ; sh:minCount 9 ."
    graph, document = both(check(tmp_path, shapes, "<a> ex:p <b> . <b> ex:q <a> .").filtered(select=["C1"]))
    given_path = rdflib.Graph().parse(data=HEAD + shapes, format="turtle")
    [node] = given_path.objects(EX.P, SH.path)
    reported = [path_of(graph, each) for each in graph.objects(None, SH.resultPath)]
    assert [path_of(given_path, node)] * 2 == reported
    assert {PATHS[path].format(EX)} == {finding["path"] for finding in document["findings"]}


def test_blank_nodes_are_described(tmp_path: Path):
    """A shape, a value, a focus node and a constraint without a name: what is said of them stands in the report."""
    query = "SELECT $this ?value { $this <https://x.example.org/o#p> ?value FILTER isBlank(?value) }"
    shapes = f'[] a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:nodeKind sh:IRI ; sh:sparql [ sh:select "{query}" ] .'
    graph, _ = both(check(tmp_path, shapes, '[] ex:p [ rdfs:label "inner" ; ex:r [ ex:q "deep" ] ] .').filtered(select=["C1"]))
    [of_kind] = graph.subjects(SH.sourceConstraintComponent, SH.NodeKindConstraintComponent)
    [of_query] = graph.subjects(SH.sourceConstraintComponent, SH.SPARQLConstraintComponent)
    [shape] = graph.objects(of_kind, SH.sourceShape)
    assert [shape] == list(graph.objects(of_query, SH.sourceShape))
    assert [SH.IRI] == list(graph.objects(shape, SH.nodeKind))
    [constraint] = graph.objects(of_query, SH.sourceConstraint)
    assert [query] == [str(text) for text in graph.objects(constraint, SH.select)]
    [value] = graph.objects(of_query, SH.value)
    assert ["inner"] == [str(label) for label in graph.objects(value, rdflib.RDFS.label)]
    assert ["deep"] == [str(text) for text in graph.objects(None, EX.q)]
    [focus] = graph.objects(of_query, SH.focusNode)
    assert [value] == list(graph.objects(focus, EX.p))
    assert [graph.value(None, RDF.type, SH.ValidationReport)] == list(graph.subjects(SH.conforms))


def test_the_value_of_the_parameter_that_is_violated_is_named(tmp_path: Path):
    shapes = "ex:S a sh:NodeShape ; sh:targetNode <a> ; sh:property [ sh:path ex:p ; sh:class ex:A, ex:B, ex:C ] ."
    graph, document = both(check(tmp_path, shapes, "<a> ex:p <b> . <b> a ex:A .").filtered(select=["C1"]))
    values = [graph.value(node, rdflib.URIRef(CHECK + "parameterValue")) for node in graph.objects(None, SH.result)]
    assert [EX.B, EX.C] == sorted(map(rdflib.URIRef, map(str, values)))
    assert [str(EX.B), str(EX.C)] == [finding["parameter_value"]["value"] for finding in document["findings"]]


def test_results_of_the_same_words_are_all_there(tmp_path: Path):
    """Of two shapes that ask the same, and of many focus nodes at one place."""
    shapes = """ex:S a sh:NodeShape ; sh:targetNode <a> ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .
    ex:T a sh:NodeShape ; sh:targetNode <a> ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .
    ex:U a sh:NodeShape ; sh:targetObjectsOf ex:q ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."""
    report = check(tmp_path, shapes, "<a> ex:q 1, 2, 3 .").filtered(select=["C1"])
    graph, document = both(report)
    assert 5 == len(document["findings"]) == document["counts"]["error"] == len(list(graph.objects(None, SH.result)))
    lines = write(report, "concise").decode().splitlines()
    assert 4 == len(lines) == len(set(lines))


def test_what_is_cut_is_counted_and_named(tmp_path: Path):
    """In every form that a program reads, and in the last line; a report that is cut does not conform."""
    shapes = """ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ],
        [ sh:path ex:q ; sh:maxCount 0 ; sh:severity sh:Info ] ."""
    text = "".join(f"<{n}> a ex:C ; ex:q 1 .\n" for n in range(5))
    for most in (0, 3):
        report = check(tmp_path, shapes, text, max_findings=most).filtered(select=["C1"])
        graph, document = both(report)
        results_there = list(graph.objects(None, SH.result))
        assert most == len(results_there) == len(document["findings"])
        assert ["false"] == conforms(graph)
        assert not report.conforms
        unreported = {(each["code"], each["severity"]): each["count"] for each in document["unreported"]}
        assert 10 - most == sum(unreported.values())
        assert {"C101", "C102"} == {code for code, _ in unreported}
        in_turtle = {
            str(graph.value(node, rdflib.URIRef(CHECK + "code"))): int(str(graph.value(node, rdflib.URIRef(CHECK + "count"))))
            for node in graph.objects(None, rdflib.URIRef(CHECK + "unreported"))
        }
        assert {code: count for (code, _), count in unreported.items()} == in_turtle
        assert f"{10 - most} of them not reported (C101 min-count: " in report.summary("en")
        assert f"dont {10 - most} non détaillés (C101 min-count : " in report.summary("fr").replace("count:", "count :")
        [run] = json.loads(write(report, "sarif"))["runs"]
        [notification] = run["invocations"][0]["toolExecutionNotifications"]
        assert f"{10 - most} findings are counted and not reported (C101" in notification["message"]["text"]
    only = check(tmp_path, shapes, text, max_findings=3).filtered(severity="error", select=["C102"])
    assert ({}, True) == (dict(only.more), only.conforms)


def test_what_is_cut_counts_the_files_that_are_asked_for_alone(tmp_path: Path):
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ( ex:p ex:q ) ; sh:minCount 1 ] ."
    folder = folder_of(tmp_path, HEAD + shapes, HEAD + "<a> a ex:C . <b> a ex:C .\n")
    (folder / "data" / "e.ttl").write_text(HEAD + "<z> a ex:C . <y> a ex:C . <x> a ex:C .\n", "utf-8")
    report = Catalogue(folder).check([folder / "data" / "e.ttl"], max_findings=1).filtered(select=["C1"])
    assert (1, 2) == (len(report), sum(report.more.values()))


# What is one mistake to a person

MERGED = {
    "a reference to nothing, and the class that it lacks": (
        "sh:class ex:C, ex:D ; sh:node [ sh:class ex:E ]",
        "<nothing>",
        {"C201", "C104", "C111"},
        ["C201"],
    ),
    "an ill-typed date": ("sh:datatype xsd:date", '"2024-13-01"^^xsd:date', {"C210", "C103"}, ["C210"]),
    "an ill-typed date out of a range": (
        'sh:datatype xsd:date ; sh:minInclusive "2020-01-01"^^xsd:date',
        '"2024-13-01"^^xsd:date',
        {"C210", "C103", "C118"},
        ["C210"],
    ),
    "a text where a date belongs": (
        'sh:datatype xsd:date ; sh:minInclusive "2020-01-01"^^xsd:date ; sh:maxExclusive "2030-01-01"^^xsd:date',
        '"2024-05-03"',
        {"C103", "C118"},
        ["C103"],
    ),
    "a number that is too small, too": (
        "sh:datatype xsd:integer ; sh:minInclusive 3",
        "1.5",
        {"C103", "C118"},
        ["C103", "C118"],
    ),
    "a text without a language": ('sh:datatype rdf:langString ; sh:languageIn ( "en" )', '"x"', {"C103", "C107"}, ["C103"]),
    "a text in another language": ('sh:datatype rdf:langString ; sh:languageIn ( "en" )', '"x"@de', {"C107"}, ["C107"]),
    "a thing where a text belongs": ("sh:datatype xsd:string ; sh:nodeKind sh:Literal", "<a>", {"C103", "C105"}, ["C103"]),
    "a text where a thing belongs": ("sh:class ex:C ; sh:nodeKind sh:IRI", '"x"', {"C104", "C105"}, ["C104"]),
    "two classes that a thing lacks": ("sh:class ex:C, ex:D", "<a>", {"C104"}, ["C104", "C104"]),
    "a text that is no pattern and too long": ('sh:pattern "^y" ; sh:maxLength 1', '"xx"', {"C106", "C119"}, ["C106", "C119"]),
}


@pytest.mark.parametrize("case", MERGED)
def test_one_mistake_is_told_once_to_a_person_and_whole_to_a_program(tmp_path: Path, case: str):
    constraints, value, whole, told = MERGED[case]
    shapes = f"ex:S a sh:NodeShape ; sh:targetNode <a> ; sh:property [ sh:path ex:p ; {constraints} ] ."
    report = check(tmp_path, shapes, f"<a> ex:p {value} .").filtered(select=["C1", "C201", "C210"])
    graph, document = both(report)
    assert whole == {finding["code"] for finding in document["findings"]}
    assert len(report) == len(list(graph.objects(None, SH.result)))
    for name in ("concise", "github", "sarif"):
        content = write(report, name).decode()
        listed = json.loads(content)["runs"][0]["results"] if name == "sarif" else content.splitlines()
        assert told == sorted(code for line in listed for code in set(told) if code in str(line))


def test_a_merged_finding_is_as_grave_as_the_gravest_and_keeps_a_fix(tmp_path: Path):
    """The exit code is the same whichever form is written."""
    shapes = """ex:S a sh:NodeShape ; sh:targetNode <a> ; sh:property
        [ sh:path ex:p ; sh:datatype rdf:langString ; sh:severity sh:Info ], [ sh:path ex:p ; sh:languageIn ( "en" "fr" ) ] ."""
    report = check(tmp_path, shapes, '<a> ex:p "x" .').filtered(select=["C1"])
    assert ["info", "error"] == [each["severity"] for each in both(report)[1]["findings"]][::-1]
    [line] = write(report, "concise").decode().splitlines()
    assert ": error C103: " in line
    assert '"x"@en' in write(report, "text").decode()
