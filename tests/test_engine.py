"""The compiled engine: what it does with odd shapes and data, and how the command tells of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from catalogue.cli.app import app
from catalogue.columns.graph import Graph
from catalogue.model import SH
from catalogue.shacl.engine import ShapesError, validate
from catalogue.shacl.results import Result
from catalogue.sources import parse
from catalogue.terms import NamedNode
from catalogue.workspace.catalogue import Catalogue

PREFIXES = "@prefix : <http://x.example/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"


def graph(turtle: str, name: str = "x.ttl") -> Graph:
    source = parse((PREFIXES + turtle).encode(), name)
    assert () == source.issues
    return Graph("http://x.example/", [source])


def found(data: str, shapes: str) -> list[tuple[str, str]]:
    """Give the focus nodes and components of the results."""
    return [(getattr(r.focus, "value", ""), r.component) for r in validate(graph(data, "d.ttl"), graph(shapes, "s.ttl"))]


def test_a_shape_that_is_described_nowhere_demands_nothing():
    assert [] == found(":a :p 1 .", ":s sh:targetNode :a ; sh:node :nothing ; sh:property :neither .")


@pytest.mark.parametrize(
    ("severity", "expected"),
    [({}, f"{SH}Violation"), ({"severity": "Info"}, f"{SH}Info"), ({"severity": "urn:x:grave"}, "urn:x:grave")],
)
def test_a_severity_has_an_iri_and_is_a_violation_where_none_is_given(severity: dict[str, str], expected: str):
    node = NamedNode("http://x.example/a")
    assert Result(node, node, "MinCount", **severity).severity_iri == expected


def test_a_shape_that_rests_upon_its_own_negation_is_refused():
    with pytest.raises(ShapesError, match="its own negation"):
        validate(graph(":a :p :a ."), graph(":s sh:targetNode :a ; sh:not [ sh:path :p ; sh:node :s ] ."))


def test_circles_in_the_data_end():
    """A path that may be walked for ever is walked once around."""
    data = " ".join(f":n{i} :p :n{(i + 1) % 50} ." for i in range(50))
    shapes = ":s sh:targetNode :n0 ; sh:property [ sh:path [ sh:oneOrMorePath :p ] ; sh:maxCount 49 ] ."
    assert [("http://x.example/n0", "MaxCount")] == found(data, shapes)
    assert [] == found(data, shapes.replace("49", "50"))


def test_a_pattern_that_explodes_elsewhere_takes_no_time():
    """The engine of patterns needs time in proportion to the text; one that backtracks would not end here."""
    assert [("http://x.example/a", "Pattern")] == found(
        f':a :p "{"a" * 5000}!" .', ':s sh:targetNode :a ; sh:property [ sh:path :p ; sh:pattern "^(a+)+$" ] .'
    )


@pytest.mark.parametrize("value", ["_:b", "1", '"x"@en', ":n", '"2024-01-01T00:00:00Z"'])
@pytest.mark.parametrize(
    "constraint",
    ['sh:pattern "^z"', "sh:minInclusive 5", "sh:minLength 40", "sh:class :C", 'sh:languageIn ( "fr" )', "sh:lessThan :q"],
)
def test_a_value_of_the_wrong_kind_breaks_a_constraint_and_nothing_else(value: str, constraint: str):
    data = f":a :p {value} ; :q {value} ."
    assert ["http://x.example/a"] == [
        focus for focus, _ in found(data, f":s sh:targetNode :a ; sh:property [ sh:path :p ; {constraint} ] .")
    ]


def test_a_query_with_a_limit_runs_for_each_node():
    """A limit of one solution is one solution a focus node, not one in all."""
    query = "SELECT $this { $this <http://x.example/p> ?x } LIMIT 1"
    shapes = f':s sh:targetSubjectsOf :p ; sh:sparql [ sh:select "{query}" ] .'
    assert [("http://x.example/a", "SPARQL"), ("http://x.example/b", "SPARQL")] == found(":a :p 1, 2 . :b :p 3 .", shapes)


def test_a_query_counts_by_focus_node():
    group = "{ OPTIONAL { $this <http://x.example/p> ?x } } GROUP BY $this HAVING (COUNT(?x) < 2)"
    query = f"SELECT $this (COUNT(?x) AS ?value) {group}"
    shapes = f':s sh:targetNode :a, :b, :c ; sh:sparql [ sh:select "{query}" ] .'
    results = validate(graph(":a :p 1, 2 . :b :p 3 ."), graph(shapes, "s.ttl"))
    assert [("http://x.example/b", "1"), ("http://x.example/c", "0")] == [
        (r.focus.value, r.value.value) for r in results if r.value
    ]


def test_many_violations_are_counted_and_few_told(garden: Path):
    lines = "\n".join(f"<plant/p{n}> a g:Plant ." for n in range(2000))
    entry = next((garden / "data").rglob("*.ttl")).read_text("utf-8")
    prefixes = "\n".join(line for line in entry.splitlines() if line.startswith(("@prefix", "@base")))
    (garden / "data" / "many.ttl").write_text(f"{prefixes}\n{lines}\n", "utf-8")
    whole, some = Catalogue(garden).check(), Catalogue(garden).check(max_findings=5)
    assert whole.counts == some.counts
    assert 5 == Counter(f.kind.code for f in some if f.component)["C101"]
    assert f"{sum(some.more.values())} of them not reported" in some.summary("en")
    assert 1 == some.exit_code


def test_two_shapes_that_are_worded_alike_are_both_told(garden: Path):
    shape = "sh:targetClass g:Plant ; sh:or ( [ sh:path g:{0} ; sh:minCount 9 ] ) ; sh:message {0!r}@en"
    head = "@prefix g: <https://gardens.example.org/ontology#> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    more = [f"[] a sh:NodeShape ; {shape.format(name)} .\n" for name in ("height", "code")]
    (garden / "shapes" / "more.ttl").write_text(head + "".join(more), "utf-8")
    told = [finding for finding in Catalogue(garden).check() if finding.component.endswith("OrConstraintComponent")]
    places = Counter(finding.place for finding in told)
    assert places
    assert {2} == set(places.values())
    assert {"height", "code"} == {finding.advice["en"] for finding in told}


def test_the_engines_tell_the_same_of_a_catalogue(garden: Path):
    (garden / "shapes" / "x.ttl").write_text(
        f"{PREFIXES}@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        ":s a sh:NodeShape ; sh:targetSubjectsOf skos:prefLabel ; sh:property [ sh:path skos:prefLabel ; sh:maxCount 0 ] .\n",
        "utf-8",
    )
    ours, theirs = (Catalogue(garden).check(engine=engine) for engine in ("compiled", "pyshacl"))
    assert ours.findings
    assert [f.line("en") for f in theirs] == [f.line("en") for f in ours]


@pytest.mark.parametrize(
    ("arguments", "shape", "expected"),
    [
        (["--lang", "en"], "", ["shapes compiled: 2"]),
        (["--lang", "fr"], "", ["formes compilées : 2"]),
        (["--lang", "en"], ":s a sh:NodeShape ; sh:targetNode :a ; sh:nodeKind sh:IRI .", ["shapes compiled: 3"]),
        (["--lang", "en"], ":s a sh:NodeShape ; sh:nodeKind sh:IRI .", ["shapes compiled: 2"]),
        (["--lang", "en", "--engine", "pyshacl"], "", ["all shapes were evaluated by pySHACL"]),
    ],
)
def test_the_command_explains_how_many_shapes_with_targets_were_compiled(
    garden: Path, arguments: list[str], shape: str, expected: list[str]
):
    (garden / "shapes" / "x.ttl").write_text(f"{PREFIXES}{shape}\n", "utf-8")
    result = CliRunner().invoke(app, [*arguments[:2], "check", "-C", str(garden), "--explain", *arguments[2:]])
    assert result.stderr.splitlines()[:-1] == expected


def test_an_unknown_engine_is_a_wrong_usage(garden: Path):
    result = CliRunner().invoke(app, ["--lang", "en", "check", "-C", str(garden), "--engine", "fastest"])
    assert (2, True) == (result.exit_code, "choose compiled or pyshacl" in result.stderr)
