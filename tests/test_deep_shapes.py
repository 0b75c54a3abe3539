"""Shapes that nest without end: a message with the limit and its place, whatever the parameter; pySHACL has a deadline."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from test_bad_input import catalogue as command

from catalogue.lint.shapes.depth import DEEPEST
from catalogue.model.paths import DEEPEST_PATH
from catalogue.workers.apart import apart
from catalogue.workspace.catalogue import Catalogue

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <https://gardens.example.org/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
VALUE = "sh:property [ sh:path [ sh:zeroOrOnePath skos:prefLabel ]"
NESTED = {
    "not": "sh:not {0}",
    "node": "sh:node {0}",
    "and": "sh:and ( {0} )",
    "or": "sh:or ( {0} [ sh:nodeKind sh:Literal ] )",
    "xone": "sh:xone ( {0} )",
    "property": VALUE + " ; sh:node {0} ]",
    "qualified": VALUE + " ; sh:qualifiedValueShape {0} ; sh:qualifiedMinCount 0 ]",
    "several": "sh:node {0} ; sh:not [ sh:not {0} ]",
}
STEPS = {"property": 2, "qualified": 2, "several": 2}
"""How many references lead from a shape to the next, where it is not one."""


def chain(kind: str, depth: int) -> str:
    """Shapes of which each refers to the next."""
    head = ":n0 a sh:NodeShape ; sh:targetClass :Plant ; "
    starts = [head, *(f":n{number} a sh:NodeShape ; " for number in range(1, depth))]
    lines = [start + NESTED[kind].format(f":n{number + 1}") + " ." for number, start in enumerate(starts)]
    return PREFIXES + "\n".join([*lines, f":n{depth} a sh:NodeShape ; sh:nodeKind sh:IRI ."])


def put(garden: Path, text: str) -> Path:
    (garden / "shapes" / "deep.ttl").write_text(text, "utf-8")
    return garden


def told(garden: Path) -> list[tuple[str, str, int]]:
    """What a check says of the deep shapes."""
    report = Catalogue(garden).check()
    return [(each.kind.code, each.message["en"], each.place.line) for each in report if each.place.path == "shapes/deep.ttl"]


@pytest.mark.parametrize("kind", NESTED)
def test_as_deep_as_the_limit_all_is_evaluated(garden: Path, kind: str):
    assert told(put(garden, chain(kind, DEEPEST // STEPS.get(kind, 1)))) == []


@pytest.mark.parametrize("depth", [DEEPEST + 1, 2000])
@pytest.mark.parametrize("kind", NESTED)
def test_deeper_than_the_limit_is_told_with_the_place(garden: Path, kind: str, depth: int):
    findings = told(put(garden, chain(kind, depth)))
    assert findings
    assert {code for code, _, _ in findings} == {"C313"}
    assert all(f"more than {DEEPEST} shapes refer to one another in a row" in message for _, message, _ in findings)
    assert findings[0][2] == pytest.approx(DEEPEST // STEPS.get(kind, 1) + 3, abs=1)
    assert len(findings) <= 2 * depth * STEPS.get(kind, 1) // DEEPEST + 2


def test_all_else_is_checked_beside_what_is_too_deep(garden: Path):
    more = "\n:Other a sh:NodeShape ; sh:targetClass :Plant ; sh:property [ sh:path skos:prefLabel ; sh:maxCount 0 ] ."
    report = Catalogue(put(garden, chain("not", 2000) + more)).check()
    assert any(each.kind.code == "C313" for each in report)
    assert any(each.result is not None and "prefLabel" in each.path for each in report)


@pytest.mark.parametrize("kind", ["node", "or", "property"])
def test_a_circle_is_no_depth(garden: Path, kind: str):
    """However many shapes are in it."""
    closed = chain(kind, 300).replace(":n300 a sh:NodeShape ;", f":n300 a sh:NodeShape ; {NESTED[kind].format(':n0')} ;")
    assert not any("in a row" in message for _, message, _ in told(put(garden, closed)))


PATHS: dict[str, Callable[[int], str]] = {
    "inverse": lambda depth: link("sh:inversePath", depth),
    "zero or more": lambda depth: link("sh:zeroOrMorePath", depth),
    "sequence": lambda depth: cells("rdf:first _:p{1} ; rdf:rest ( skos:broader )", depth),
    "alternatives": lambda depth: cells("sh:alternativePath ( _:p{1} skos:broader )", depth),
}


def link(predicate: str, depth: int) -> str:
    return cells(predicate + " _:p{1}", depth)


def cells(form: str, depth: int) -> str:
    """A path within a path, and so on, each named, as brackets may not be nested so deep."""
    lines = [f"_:p{number} {form.format(number, number + 1)} ." for number in range(depth)]
    shape = ":n0 a sh:NodeShape ; sh:targetClass :Plant ; sh:property [ sh:path _:p0 ; sh:maxCount 9 ] ."
    return PREFIXES + "\n".join([shape, *lines]).replace(f"_:p{depth}", "skos:broader")


@pytest.mark.parametrize("kind", PATHS)
def test_paths_are_read_as_deep_as_the_limit_and_deeper_ones_told(garden: Path, kind: str):
    assert told(put(garden, PATHS[kind](DEEPEST_PATH))) == []
    for depth in (DEEPEST_PATH + 1, 2000):
        findings = told(put(garden, PATHS[kind](depth)))
        assert [(code, line) for code, _, line in findings] == [("C310", 3)]
        assert f"more than {DEEPEST_PATH} paths within one another" in findings[0][1]


LONG = {
    "list": PREFIXES
    + ":n0 a sh:NodeShape ; sh:targetClass :Plant ; sh:or _:l0 .\n"
    + "\n".join(f"_:l{n} rdf:first [ sh:nodeKind sh:IRI ] ; rdf:rest _:l{n + 1} ." for n in range(2000))
    + "\n_:l2000 rdf:first [ sh:nodeKind sh:IRI ] ; rdf:rest rdf:nil .",
    "classes": PREFIXES
    + "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    + "\n".join(f":C{n} a rdfs:Class ; rdfs:subClassOf :C{n + 1} ." for n in range(2000)),
}


@pytest.mark.parametrize("name", LONG)
def test_what_is_long_and_not_deep_is_evaluated(garden: Path, name: str):
    assert not any(code in {"C310", "C313"} for code, _, _ in told(put(garden, LONG[name])))


@pytest.mark.parametrize("opening", ["[ <urn:p> ", "( "])
def test_values_that_nest_without_end_are_told_with_their_place(garden: Path, opening: str):
    closing = " ]" if "[" in opening else " )"
    (garden / "data" / "deep.ttl").write_text(f"<urn:a> <urn:b> {opening * 2000}1{closing * 2000} .\n", "utf-8")
    findings = [each for each in Catalogue(garden).check() if each.place.path == "data/deep.ttl"]
    assert ["C006"] == [each.kind.code for each in findings]
    assert findings[0].place.line == 1


def test_data_that_lead_from_blank_node_to_blank_node_without_end_are_checked(garden: Path):
    lines = "\n".join(f"_:b{n} <urn:p> _:b{n + 1} ." for n in range(2000))
    (garden / "data" / "deep.ttl").write_text(f"<urn:a> <urn:p> _:b0 .\n{lines}\n", "utf-8")
    assert Catalogue(garden).check().exit_code in {0, 1}


@pytest.mark.parametrize("kind", ["not", "node", "property"])
def test_no_command_ends_in_a_traceback(garden: Path, kind: str):
    put(garden, chain(kind, 2000))
    codes = {("check",): 1, ("check", "--engine", "pyshacl"): 1, ("build",): 1, ("query", "ASK {}"): 0}
    for arguments, code in codes.items():
        done = command(garden, *arguments)
        assert (done.returncode, "Traceback" in done.stderr) == (code, False), (arguments, done.stderr[-300:])


def test_pyshacl_is_ended_at_its_deadline(garden: Path):
    (garden / "shapes" / "slow.ttl").write_text(
        PREFIXES
        + ":Slow a sh:NodeShape ; sh:targetClass :Plant ; sh:sparql [ sh:select "
        + '"SELECT $this { $this ?p ?o . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?q FILTER(?a = 1) }" ] .',
        "utf-8",
    )
    start = time.monotonic()
    done = command(garden, "check", "--engine", "pyshacl", "--timeout", "2")
    assert time.monotonic() - start < 60
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert "pySHACL did not end within 2 s" in done.stdout
    assert "--timeout SECONDS" in done.stdout


def test_within_its_deadline_pyshacl_finds_what_it_found(garden: Path):
    more = ":Other a sh:NodeShape ; sh:targetClass :Plant ; sh:property [ sh:path [ sh:inversePath :in ] ; sh:minCount 99 ] ."
    put(garden, PREFIXES + more)
    found = [
        [(each.kind.code, each.place, each.message["en"]) for each in Catalogue(garden).check(engine=engine)]
        for engine in ("pyshacl", "compiled")
    ]
    assert found[0] == found[1] != []


def test_work_apart_is_ended_at_its_deadline_and_given_before():
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        apart(lambda: bytes(time.sleep(60) or 1), 0.2)
    assert time.monotonic() - start < 10
    assert apart(lambda: b"done" * 100_000, 60) == b"done" * 100_000
    assert apart(lambda: bytes(-1), 60) == b""
