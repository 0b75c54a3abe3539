"""A parameter with several values: each is a constraint of its own, with a result, a place, words and fixes of its own."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from test_engines_agree import facts

from catalogue.lint import Finding
from catalogue.model.vocabulary import PARAMETERS
from catalogue.shacl import reference
from catalogue.shacl.engine import validate
from catalogue.workspace.catalogue import Catalogue

SETTINGS = """[catalogue]
base = "https://x.example.org/"
title.en = "T"
languages = ["en", "fr"]
[publisher]
name.en = "P"
"""
PREFIXES = """@prefix ex: <https://x.example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = """
ex:a a ex:T ; ex:q ex:b, ex:c ; ex:q2 ex:b, ex:c ; ex:q3 ex:c, ex:b ; ex:r ex:b ; ex:t ex:c, ex:d ;
    ex:n 4 ; ex:m 5 ; ex:m2 6 ; ex:k 3 ; ex:k2 2 .
ex:b a ex:C, ex:C2 ; ex:n 1 ; ex:itself ex:b . ex:c a ex:C, ex:C2 ; ex:n 1 .
"""
COMPONENT = """
ex:Component a sh:ConstraintComponent ; sh:parameter [ sh:path ex:without ] ;
    sh:validator [ a sh:SPARQLAskValidator ; sh:message "without"@en ;
        sh:ask "ASK { ?s ?p $value FILTER (!CONTAINS(STR($value), $without)) }" ] .
"""
KIND = "[ sh:nodeKind sh:{} ]".format
LIST = "( [ sh:nodeKind sh:{} ] )".format
QUERY = '[ sh:select "SELECT DISTINCT $this {{ $this a ?class FILTER ({}) }}" ]'.format

NODES = {
    "and": ((LIST("IRI"), LIST("BlankNodeOrIRI")), (LIST("BlankNode"), LIST("Literal"))),
    "class": (("ex:C", "ex:C2"), ("ex:D", "ex:E")),
    "disjoint": (("ex:n", "ex:none"), ("ex:itself", "ex:itself2")),
    "node": ((KIND("IRI"), KIND("BlankNodeOrIRI")), (KIND("BlankNode"), KIND("Literal"))),
    "not": ((KIND("BlankNode"), KIND("Literal")), (KIND("IRI"), KIND("BlankNodeOrIRI"))),
    "or": ((LIST("IRI"), LIST("BlankNodeOrIRI")), (LIST("BlankNode"), LIST("Literal"))),
    "sparql": ((QUERY("isLiteral($this)"), QUERY("isBlank($this)")), (QUERY("isIRI($this)"), QUERY("!isBlank($this)"))),
    "xone": ((LIST("IRI"), LIST("BlankNodeOrIRI")), (LIST("BlankNode"), LIST("Literal"))),
    "ex:without": (('"z"', '"y"'), ('"/b"', '"x.example"')),
}
"""What a node shape may say several times: two values that are met by `ex:b`, and two that are not."""

VALUES = NODES | {
    "disjoint": (("ex:n", "ex:none"), ("ex:r", "ex:t")),
    "equals": (("ex:q2", "ex:q3"), ("ex:r", "ex:t")),
    "hasValue": (("ex:b", "ex:c"), ("ex:d", '"d"')),
    "lessThan": (("ex:m", "ex:m2"), ("ex:k", "ex:k2")),
    "lessThanOrEquals": (("ex:m", "ex:m2"), ("ex:k", "ex:k2")),
}
"""The same of a property shape, about the values of `ex:a`."""

DECLARED = {"ex:without"}
PATHS = {"lessThan": "ex:n", "lessThanOrEquals": "ex:n"}
CASES = [
    *((name, "node shape", number) for name in NODES for number in range(4)),
    *((name, "property shape", number) for name in VALUES for number in range(4)),
]
WHICH = ("none", "first", "second", "both")


def written(name: str, kind: str, number: int) -> tuple[str, dict[int, str]]:
    """Write a shape that gives a parameter twice.

    Returns:
        The shapes file, and the values that are violated by their lines.
    """
    met, violated = (NODES if kind == "node shape" else VALUES)[name]
    values = [(met[0], met[1]), (violated[0], met[0]), (met[0], violated[0]), violated][number]
    predicate = name if ":" in name else f"sh:{name}"
    subject = (
        "ex:S a sh:NodeShape ; sh:targetNode ex:b ;"
        if kind == "node shape"
        else f"ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path {PATHS.get(name, 'ex:q')} ;"
    )
    end = "" if kind == "node shape" else "]"
    head = f"{PREFIXES}{COMPONENT}{subject}\n{predicate}\n"
    first = head.count("\n") + 1
    lines = {first + n: value for n, value in enumerate(values) if value in violated}
    return f"{head}{values[0]},\n{values[1]}\n{end} .\n", lines


def catalogue(folder: Path, shapes: str, data: str = DATA) -> Catalogue:
    for path, text in (("catalogue.toml", SETTINGS), ("shapes/s.ttl", shapes), ("data/d.ttl", PREFIXES + data)):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return Catalogue(folder)


def of_shapes(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.component]


def shape_lines(findings: list[Finding]) -> set[int]:
    """List the lines of the shapes that findings point to."""
    return {related.place.line for finding in findings for related in finding.related if related.place.path == "shapes/s.ttl"}


def test_every_parameter_that_may_be_given_several_times_is_tried():
    several = {name for name, each in PARAMETERS.items() if each.several}
    assert several - {"property"} == VALUES.keys() - DECLARED


@pytest.mark.parametrize(("name", "kind", "number"), CASES, ids=lambda part: WHICH[part] if isinstance(part, int) else part)
def test_each_value_that_is_violated_is_a_result_of_its_own(tmp_path: Path, name: str, kind: str, number: int):
    """As many results as pySHACL has, and each finding points to the line of the value that failed.

    Of a declared component's parameter pySHACL takes one value, whichever; to SHACL each is a constraint of its own.
    """
    shapes, violated = written(name, kind, number)
    data = DATA.replace("ex:itself ex:b", "ex:itself ex:b ; ex:itself2 ex:b")
    opened = catalogue(tmp_path, shapes, data)
    edition = opened.edition
    triples = [[t for source in sources for t in source.triples] for sources in (edition.data, edition.shapes)]
    ours = facts(validate(edition.graph, edition.shapes_graph))
    if name in DECLARED:
        assert {0: 0, 1: 1, 2: 1, 3: 2 if kind == "node shape" else 3}[number] == ours.total()
    else:
        assert facts(reference.validate(*triples)) == ours
    for engine in ("compiled", "pyshacl") if name not in DECLARED else ("compiled",):
        findings = of_shapes(list(opened.check(engine=engine)))
        assert ours.total() == len(findings)
        assert set(violated) == shape_lines(findings)
        told = [(f.place, f.value, tuple(f.message.items()), tuple(map(str, f.notes)), tuple(f.related)) for f in findings]
        assert len(told) == len({str(each) for each in told})


@pytest.mark.parametrize("name", [name for name in VALUES if name != "sparql"])
def test_the_words_name_the_value_that_is_violated(tmp_path: Path, name: str):
    """In both languages: the two sentences about one value node differ."""
    shapes, _ = written(name, "property shape", 3)
    findings = of_shapes(list(catalogue(tmp_path, shapes).check()))
    for tag in ("en", "fr"):
        about = Counter((finding.value, finding.message[tag]) for finding in findings)
        assert about
        assert {1} == set(about.values())


ONCE = {
    "closed": "true, false",
    "datatype": "xsd:string, xsd:integer",
    "flags": '"i", "x"',
    "ignoredProperties": "( ex:n ), ( ex:m )",
    "in": "( 1 ), ( 2 )",
    "languageIn": '( "en" ), ( "fr" )',
    "maxCount": "1, 2",
    "maxExclusive": "1, 2",
    "maxInclusive": "1, 2",
    "maxLength": "1, 2",
    "minCount": "1, 2",
    "minExclusive": "1, 2",
    "minInclusive": "1, 2",
    "minLength": "1, 2",
    "nodeKind": "sh:IRI, sh:Literal",
    "pattern": '"a", "b"',
    "qualifiedMaxCount": "1, 2",
    "qualifiedMinCount": "1, 2",
    "qualifiedValueShape": "[ sh:nodeKind sh:IRI ], [ sh:nodeKind sh:Literal ]",
    "qualifiedValueShapesDisjoint": "true, false",
    "uniqueLang": "true, false",
}
BESIDE = {
    "flags": 'sh:pattern "a"',
    "ignoredProperties": "sh:closed true",
    "qualifiedMaxCount": "sh:qualifiedValueShape []",
    "qualifiedMinCount": "sh:qualifiedValueShape []",
    "qualifiedValueShape": "sh:qualifiedMinCount 1",
    "qualifiedValueShapesDisjoint": "sh:qualifiedMinCount 1 ; sh:qualifiedValueShape []",
}


def test_every_parameter_is_given_once_or_several_times():
    assert PARAMETERS.keys() == {*ONCE, *VALUES, "property"} - DECLARED


@pytest.mark.parametrize("name", ONCE)
def test_two_values_of_a_parameter_that_may_have_one_are_a_finding(tmp_path: Path, name: str):
    """SHACL calls such shapes ill-formed; where that is, and which values they are, is reported."""
    beside = f"{BESIDE[name]} ; " if name in BESIDE else ""
    shape = f"ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:q ; {beside}sh:{name} {ONCE[name]} ] .\n"
    [finding] = [f for f in catalogue(tmp_path, PREFIXES + shape).check() if f.kind.code == "C310"]
    assert f"sh:{name} has 2 values where one is allowed" in finding.message["en"]
    assert 3 == finding.place.line


def test_two_values_of_a_component_with_several_parameters_are_a_finding(tmp_path: Path):
    """As of `sh:pattern`, which `sh:flags` goes with: no one can tell which values belong together."""
    component = """ex:Between a sh:ConstraintComponent ; sh:parameter [ sh:path ex:least ],
    [ sh:path ex:most ; sh:optional true ] ;
    sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER ($value >= $least) }" ] .\n"""
    shape = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:n ; ex:least {} ] .\n"
    [finding] = [f for f in catalogue(tmp_path, PREFIXES + component + shape.format("9, 8")).check() if f.kind.code == "C310"]
    assert "least> has 2 values where one is allowed: 9, 8" in finding.message["en"]
    [finding] = of_shapes(list(catalogue(tmp_path, PREFIXES + component + shape.format("9")).check()))
    assert "4 violates" in finding.message["en"]
    assert "4 ne respecte pas" in finding.message["fr"]


NEAR = """
ex:oak a ex:Tree, ex:Plant . ex:oaks a ex:Plant . ex:yew a ex:Plant, ex:Tree ; rdfs:label "the yew"@en .
ex:elm a ex:Tree ; rdfs:label "the yew"@en .
ex:a a ex:T ; ex:q {} .
"""
FIXES = [
    ("sh:class ex:Plant, ex:Tree", "ex:oaks", ["<oak>"]),
    ("sh:class ex:Tree, ex:Plant", "ex:elm", []),
    ("sh:class ex:Tree", "ex:oaks", ["<oak>"]),
    ("sh:class ex:Plant, ex:Tree ; sh:or ( [ sh:class ex:T ] )", "ex:oaks", ["<oak>"]),
    ("sh:or ( [ sh:class ex:Tree ] ), ( [ sh:class ex:Plant ] )", "ex:oaks", ["<oak>"]),
    ("sh:node [ sh:class ex:Plant ], [ sh:class ex:Tree ]", "ex:oaks", ["<oak>"]),
    ("sh:nodeKind sh:IRI ; sh:class ex:Tree, ex:Plant", '"the yew"', ["<yew>"]),
    ("sh:or ( [ sh:datatype xsd:date ] ), ( [ sh:datatype xsd:string ] )", '"2020"^^xsd:gYear', ['"2020"']),
]


@pytest.mark.parametrize(("constraint", "value", "fixed"), FIXES)
def test_a_fix_is_for_the_value_that_is_violated(tmp_path: Path, constraint: str, value: str, fixed: list[str]):
    """And meets the others: what is offered is of all classes that the shape asks for, and no alternative of another list."""
    shape = f"ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:q ; {constraint} ] .\n"
    findings = of_shapes(list(catalogue(tmp_path, PREFIXES + shape, NEAR.format(value)).check()))
    assert findings
    offered = {edit.text for finding in findings for fix in finding.fixes for edit in fix.edits}
    assert set(fixed) == {text.replace("ex:", "<") + ">" if text.startswith("ex:") else text for text in offered}


ALTERNATIVES = {
    "sh:or": "at least one of 2 conditions must hold, but none does: “first” is given; “second” is given",
    "sh:and": "all of 2 conditions must hold, and not all do; not met: “first” is given; “second” is given",
    "sh:xone": "exactly one of 2 conditions must hold, but none does: “first” is given; “second” is given",
}
LONG = [f"number{n}" for n in range(30)]


@pytest.mark.parametrize("name", ALTERNATIVES)
def test_a_condition_on_the_thing_itself_is_told_by_what_it_asks_for(tmp_path: Path, name: str):
    """Two lists of one shape are told apart; shapes that there are no words for are left out, and a long list is cut."""
    members = [f"[ sh:path ex:{n} ; sh:name {n!r} ; sh:minCount 1 ]" for n in ("first", "second", "third", "fourth", *LONG)]
    unnamed = ["[ sh:not [] ]"] * 2
    lists = ", ".join(f"( {' '.join(each)} )" for each in (members[:2], members[2:4], unnamed, members))
    shape = f"ex:S a sh:NodeShape ; sh:targetNode ex:b ; {name} {lists} .\n"
    findings = of_shapes(list(catalogue(tmp_path, PREFIXES + shape).check()))
    messages = [finding.message["en"].partition(": ")[2] for finding in findings]
    first = ALTERNATIVES[name]
    second = first.replace("first", "third").replace("second", "fourth")
    unknown = first.rpartition(": ")[0] + (": 1, 2" if name == "sh:and" else "")
    assert {first, second, unknown} <= set(messages)
    assert 4 == len(messages)
    assert max(map(len, messages)) < 220


def test_a_shape_without_a_name_is_told_by_all_values_of_a_parameter(tmp_path: Path):
    shape = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:q ; sh:node [ sh:class ex:C, ex:D ] ] .\n"
    messages = [finding.message for finding in of_shapes(list(catalogue(tmp_path, PREFIXES + shape).check()))]
    assert messages
    assert all("it is https://x.example.org/C and it is https://x.example.org/D" in message["en"] for message in messages)
