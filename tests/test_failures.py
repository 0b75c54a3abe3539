"""A constraint that cannot be evaluated costs itself alone, whatever the reason: all other results are there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from catalogue.errors import QueryError
from catalogue.lint import Finding, Report
from catalogue.shacl.engine import compiled
from catalogue.shacl.engine.failures import reason_of
from catalogue.store.scratch import Scratch
from catalogue.workspace.catalogue import Catalogue

HEAD = """@prefix : <http://x.example/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
SETTINGS = '[catalogue]\nbase = "http://x.example/"\ntitle = "T"\nlanguages = ["en"]\n\n[publisher]\nname = "P"\n'
DATA = f"{HEAD}:a a :T ; :age 5 . :b a :T ; :age 50 .\n"
FAULT = "<fault>"
SHAPES = f"""{HEAD}
:S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :must ; sh:minCount 1 ] ;
{FAULT}
    sh:sparql [ sh:select "SELECT $this ?value {{ $this <http://x.example/age> ?value FILTER (?value > 9) }}" ] .
:R a sh:NodeShape ; sh:targetSubjectsOf :age ; sh:not [ sh:path :age ; sh:hasValue 5 ] .
"""
LINE = SHAPES[: SHAPES.index(FAULT)].count("\n") + 1


def check(folder: Path, fault: str, more: str = "", data: str = DATA) -> Report:
    shapes = SHAPES.replace(FAULT, f"    {fault} ;" if fault else "") + more
    for name, text in {"catalogue.toml": SETTINGS, "shapes/s.ttl": shapes, "data/d.ttl": data}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return Catalogue(folder).check()


def results(report: Report) -> Counter[tuple[str, str, str]]:
    """Count what the shapes found."""
    return Counter((f.focus, f.component, str(f.value)) for f in report if f.component)


def costs_itself(folder: Path, report: Report, *, line: int = LINE) -> Finding:
    """Give the one finding about the constraint, when all other results are those of the shapes without it."""
    sound = check(folder / "sound", "")
    assert 4 == sum(results(sound).values())
    assert results(sound) == results(report)
    errors = [f for f in report if f.place.path.startswith("shapes/") and f.kind.code[0:2] in {"C2", "C3"}]
    [finding] = [f for f in errors if f.kind.code not in {"C203", "C302", "C303"}]
    assert line == finding.place.line, finding.line("en")
    assert not report.conforms
    return finding


def query(text: str) -> str:
    return f"sh:sparql [ sh:select '''{text}''' ]"


AGE = "<http://x.example/age>"
OF_SHAPES = {
    "a named graph": query("SELECT $this { GRAPH ?g { $this ?p ?o } }"),
    "a named graph far inside": query("SELECT $this { $this ?p ?o FILTER EXISTS { { GRAPH <urn:g> { ?o ?q ?r } } } }"),
    "another service": query("SELECT $this { SERVICE <http://127.0.0.1:1/> { $this ?p ?o } }"),
    "MINUS": query(f"SELECT $this {{ $this ?p ?o MINUS {{ $this {AGE} 5 }} }}"),
    "VALUES": query("SELECT $this { VALUES ?o { 5 } $this ?p ?o }"),
    "a syntax error": query("SELECT $this { $this ?p }"),
    "no closing brace": query("SELECT $this { $this ?p ?o"),
    "no query at all": query(""),
    "an unknown function": query("SELECT $this { $this ?p ?o FILTER (<urn:f>(?o)) }"),
    "an unknown prefix": query("SELECT $this { $this nobody:p ?o }"),
    "another form": query("CONSTRUCT { $this ?p ?o } { $this ?p ?o }"),
    "ASK": query("ASK { $this ?p ?o }"),
    "$this is not given": query("SELECT ?o { $this ?p ?o }"),
    "$this is assigned": query("SELECT $this { ?s ?p ?o BIND (?s AS $this) }"),
    "$PATH without a path": query("SELECT $this { $this $PATH ?o }"),
    "too deep": query(f"SELECT $this {'{' * 500} $this ?p ?o {'}' * 500}"),
    "a query that is a number": "sh:sparql [ sh:select 1 ]",
    "a constraint without a query": "sh:sparql [ sh:message 'no' ]",
    "a pattern that is none": 'sh:property [ sh:path :age ; sh:pattern "(" ]',
    "a path that is none": 'sh:property [ sh:path "age" ; sh:maxCount 0 ]',
    "a path with two steps in one": "sh:property [ sh:path [ sh:inversePath :age ; sh:oneOrMorePath :age ] ; sh:maxCount 0 ]",
    "a path of an empty list": "sh:property [ sh:path () ; sh:maxCount 0 ]",
    "a list that is none": "sh:property [ sh:path :age ; sh:in 1 ]",
    "a list that breaks off": "sh:property [ sh:path :age ; sh:in [ rdf:first 1 ] ]",
    "a list of shapes that is none": "sh:or 1",
    "a shape that is a text": 'sh:node "shape"',
    "a count that is a text": 'sh:property [ sh:path :age ; sh:maxCount "none" ]',
    "a datatype that is a text": 'sh:property [ sh:path :age ; sh:datatype "integer" ]',
    "a kind of node that is none": "sh:nodeKind sh:Iri",
    "a negation of itself": "sh:not :S",
}


@pytest.mark.parametrize("fault", OF_SHAPES.values(), ids=OF_SHAPES)
def test_a_constraint_that_cannot_be_compiled_costs_itself(tmp_path: Path, fault: str):
    costs_itself(tmp_path, check(tmp_path, fault))


def test_a_count_that_is_wrong_does_not_cost_the_other(tmp_path: Path):
    fault = 'sh:property [ sh:path :age ; sh:qualifiedValueShape [ sh:nodeKind sh:Literal ] ; sh:qualifiedMinCount "1" ;'
    report = check(tmp_path, f"{fault} sh:qualifiedMaxCount 0 ]")
    assert 2 == sum(
        component.endswith("QualifiedMaxCountConstraintComponent") for _, component, _ in results(report).elements()
    )


COMPONENT = """
:Odd a sh:ConstraintComponent ; sh:parameter [ sh:path :odd ] ; sh:validator [ a sh:SPARQLAskValidator ; sh:ask '''{}''' ] .
"""


@pytest.mark.parametrize(
    "ask",
    [
        "ASK { GRAPH ?g { $value ?p $odd } }",
        "ASK { SERVICE <urn:x> { ?s ?p $odd } }",
        "ASK {",
        "ASK { FILTER (<urn:f>($odd)) }",
    ],
)
def test_a_component_that_cannot_be_compiled_costs_itself(tmp_path: Path, ask: str):
    line = SHAPES.replace(FAULT, "").count("\n") + 2
    costs_itself(tmp_path, check(tmp_path, ":odd 1", COMPONENT.format(ask)), line=line)


class Panic(BaseException):
    """What native code raises when it panics: it is no `Exception`."""


RAISED = {
    "an error of the query": QueryError({"en": "the query fails", "fr": "la requête échoue"}),
    "a deadline": TimeoutError("it took longer than 10 s"),
    "a worker that was killed": EOFError(),
    "no memory": MemoryError(),
    "no stack": RecursionError("maximum recursion depth exceeded"),
    "any other": ZeroDivisionError("division by zero"),
    "a panic": Panic("called unwrap on nothing"),
}


@pytest.mark.parametrize("error", RAISED.values(), ids=RAISED)
def test_a_query_that_fails_when_it_is_run_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException):
    solutions = Scratch.solutions

    def failing(store: Scratch, text: str, *arguments: object) -> object:
        if "marked" in text:
            raise error
        return solutions(store, text, *arguments)

    monkeypatch.setattr(Scratch, "solutions", failing)
    report = check(tmp_path, query(f"SELECT $this {{ $this {AGE} ?marked }}"))
    finding = costs_itself(tmp_path, report)
    assert "C313" == finding.kind.code
    assert reason_of(error)["en"] in finding.message["en"]
    assert list(report) == list(Catalogue(tmp_path).check(cache=True)) == list(Catalogue(tmp_path).check(cache=True))


def test_whoever_interrupts_is_obeyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def interrupted(*_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(Scratch, "solutions", interrupted)
    with pytest.raises(KeyboardInterrupt):
        check(tmp_path, query("SELECT $this { $this ?p ?o }"))


@pytest.mark.parametrize("is_compiled", [True, False], ids=["when it is run", "when it is compiled"])
def test_any_component_of_core_that_fails_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_compiled: bool):
    def failing(*_: object) -> object:
        raise ValueError("out of order")

    component, _ = compiled.COMPONENTS["minLength"]
    monkeypatch.setitem(compiled.COMPONENTS, "minLength", (component, (lambda _: failing) if is_compiled else failing))
    finding = costs_itself(tmp_path, check(tmp_path, "sh:property [ sh:path :age ; sh:minLength 9 ]"))
    assert ("C313", "sh:minLength was not evaluated: out of order") == (finding.kind.code, finding.message["en"])


NEGATIVE = {
    "not": "sh:not [ {} ]",
    "xone": "sh:xone ( [ sh:nodeKind sh:IRI ] [ {} ] )",
    "qualifiedMaxCount": "sh:property [ sh:path [ sh:inversePath :none ] ; sh:maxCount 0 ] ;"
    " sh:property [ sh:path rdf:type ; sh:qualifiedMaxCount 0 ; sh:qualifiedValueShape [ {} ] ]",
    "siblings": "sh:property [ sh:path rdf:type ; sh:qualifiedMinCount 0 ; sh:qualifiedValueShape [ {} ] ],"
    " [ sh:path rdf:type ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ;"
    " sh:qualifiedValueShapesDisjoint true ]",
    "within each other": "sh:or ( [ sh:not [ sh:node [ {} ] ] ] )",
}


@pytest.mark.parametrize("around", NEGATIVE.values(), ids=NEGATIVE)
def test_what_rests_upon_a_failure_by_a_negation_is_not_guessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, around: str):
    """Each of these would be violated if the constraint that fails demanded nothing."""

    def failing(*_: object) -> object:
        raise ValueError("out of order")

    sound = results(check(tmp_path / "sound", ""))
    component, make = compiled.COMPONENTS["minLength"]
    monkeypatch.setitem(compiled.COMPONENTS, "minLength", (component, lambda _: failing))
    report = check(tmp_path, around.format("sh:minLength 9000"))
    assert sound == results(report)
    assert {"C313"} == {f.kind.code for f in report if f.place.path.startswith("shapes/") and f.severity.name == "VIOLATION"}
    assert 2 == sum(f.kind.code == "C313" for f in report)
    monkeypatch.setitem(compiled.COMPONENTS, "minLength", (component, make))
    loose = check(tmp_path, around.format("sh:minLength 0"))
    assert results(loose) - sound
