"""Numbers beyond the range of the store: compared and ordered exactly, and what cannot be computed is told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from conftest import edition_of
from constraint_queries import PREFIXES as PREFIXES_TTL
from constraint_queries import folder_of, select
from hypothesis import given
from hypothesis import strategies as st
from sparql_service import limited
from starlette.testclient import TestClient

from catalogue.columns.graph import Graph
from catalogue.model.shapes_graph import ShapesGraph
from catalogue.serve import Site
from catalogue.shacl.engine import prepared, violations
from catalogue.sources import parse
from catalogue.sparql.exact import Data, exact
from catalogue.sparql.query import QueryText
from catalogue.store.beyond import is_beyond
from catalogue.store.functions import functions_of
from catalogue.store.written import Peculiar
from catalogue.terms import XSD, Literal, NamedNode
from catalogue.values import position
from catalogue.workspace.catalogue import Catalogue

PREFIXES = "PREFIX g: <https://x.example.org/ontology#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
DATA = """<a> g:p 3 ; g:q 5 . <b> g:p 100000000000000000000 ; g:q 7 . <c> g:p 99999999999999999999 , 007 ; g:q 9 .
<d> g:p -100000000000000000000.0000000000000000001 . <e> g:r 1e20 , 0.1234567890123456789 .
"""
EDGES = ["9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809"]
DECIMAL_EDGES = [f"{sign}170141183460469231731.68730371588410572{digit}" for sign in ("", "-") for digit in "789"]
ZEROS = ["0" * 30 + "1", "1." + "0" * 30, "-0." + "0" * 17 + "1", "0." + "0" * 18 + "1", "0" * 30 + "1.5" + "0" * 30]
LONG = st.integers(-(10**24), 10**24) | st.integers(-10, 10) | st.sampled_from([2**63, 2**63 - 1, -(2**63), -(2**63) - 1])
DECIMALS = st.decimals(-(10**22), 10**22, allow_nan=False, places=20) | st.decimals(-10, 10, allow_nan=False, places=2)
NUMERALS = LONG.map(str) | DECIMALS.map("{:f}".format)


def literal(numeral: str) -> Literal:
    return Literal(numeral, datatype=NamedNode(XSD + ("decimal" if "." in numeral else "integer")))


def answer(sparql: str, peculiar: Peculiar | None = None) -> list[list[Any]]:
    put = exact(QueryText(sparql), Data(peculiar or Peculiar()), "", {})
    solutions: Any = ox.Store().query(put.text, **functions_of(put.text))
    return [[cell and cell.value for cell in solution] for solution in solutions]


@pytest.mark.parametrize("numeral", [*EDGES, *DECIMAL_EDGES, *ZEROS])
def test_the_range_is_that_of_the_store_at_its_edges(numeral: str):
    assert is_beyond(literal(numeral)) is not ox.Store().query(f"ASK {{ FILTER(ISNUMERIC({literal(numeral)})) }}").__bool__()


@given(NUMERALS)
def test_the_range_is_that_of_the_store(numeral: str):
    assert is_beyond(literal(numeral)) is not bool(ox.Store().query(f"ASK {{ FILTER(ISNUMERIC({literal(numeral)})) }}"))


@given(NUMERALS, NUMERALS)
def test_comparisons_are_those_of_the_numbers(left: str, right: str):
    first, second = Decimal(left), Decimal(right)
    expected = [first < second, first <= second, first == second, first != second, first >= second, first > second]
    columns = " ".join(f"(?a {sign} {right} AS ?x{at})" for at, sign in enumerate(["<", "<=", "=", "!=", ">=", ">"]))
    values = f"VALUES ?a {{ {literal(left)} }}"
    assert answer(f"SELECT {columns} {{ {values} }}") == [[str(value).lower() for value in expected]]
    among = f"SELECT (?a IN (1000, {right}) AS ?x) (?a NOT IN ({right}) AS ?y) {{ {values} }}"
    assert answer(among) == [[str(first in {1000, second}).lower(), str(first != second).lower()]]


@given(st.lists(NUMERALS, min_size=1, max_size=6))
def test_the_order_the_least_and_the_greatest_are_those_of_the_numbers(numerals: list[str]):
    values = f"VALUES ?n {{ {' '.join(numerals)} }}"
    expected = sorted(map(Decimal, numerals))
    for direction in ("ASC", "DESC"):
        rows = answer(f"SELECT ?n {{ {values} }} ORDER BY {direction}(?n)")
        assert [Decimal(numeral) for (numeral,) in rows] == expected[:: 1 if direction == "ASC" else -1]
    ((least, greatest),) = answer(f"SELECT (MIN(?n) AS ?least) (MAX(?n) AS ?greatest) {{ {values} }}")
    assert (Decimal(least), Decimal(greatest)) == (expected[0], expected[-1])


@given(st.lists(NUMERALS.map(Decimal) | st.floats(allow_nan=False).map(Decimal), min_size=2, max_size=6))
def test_positions_are_ordered_as_the_numbers_are(numbers: list[Decimal]):
    positions = {
        number: position(Literal(float(number)) if number.is_infinite() else literal(f"{number:f}")) for number in numbers
    }
    assert [positions[number] for number in sorted(positions)] == sorted(map(str, positions.values()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of(tmp_path_factory.mktemp("beyond"), "", DATA)


ANSWERS = [
    ("SELECT ?s { ?s g:p ?n FILTER(?n > 5) }", ["b", "c", "c"]),
    ("SELECT ?s { ?s ?p ?n FILTER(?n = 1e20) }", ["b", "e"]),
    ("SELECT (MAX(?n) AS ?x) { ?s g:p ?n }", ["100000000000000000000"]),
    ("SELECT (MIN(?n) AS ?x) { ?s g:p ?n }", ["-100000000000000000000.0000000000000000001"]),
    ("SELECT ?n { ?s g:p ?n FILTER(?n > 5) } ORDER BY ?n", ["007", "99999999999999999999", "100000000000000000000"]),
    ("SELECT ?m { ?s g:p ?n BIND(?n AS ?m) } ORDER BY DESC(?m) LIMIT 1", ["100000000000000000000"]),
    ("SELECT ?s { ?s g:p ?n } GROUP BY ?s HAVING (MAX(?n) >= 100000000000000000000)", ["b"]),
    ("SELECT ?s { ?s g:p ?n } GROUP BY ?s ORDER BY DESC(MAX(?n)) LIMIT 1", ["b"]),
    ("SELECT (COUNT(*) AS ?x) { ?s ?p ?n FILTER(ISNUMERIC(?n)) }", ["10"]),
    ("SELECT ?s { ?s g:p ?n FILTER(?n != 3 && ?n < 100000000000000000000) }", ["c", "c", "d"]),
    ("SELECT ?s { ?s g:p ?n FILTER(?n IN (100000000000000000000.0, 7)) }", ["b", "c"]),
    ("SELECT ?s { ?s g:p ?n FILTER(?n NOT IN (3, 7, 100000000000000000000)) }", ["c", "d"]),
    ("SELECT (COUNT(DISTINCT ?n) AS ?x) { ?s g:p ?n FILTER(?n > 99999999999999999999.5) }", ["1"]),
    ("SELECT DISTINCT ?s { ?s g:p ?n FILTER(!(?n < 7)) }", ["b", "c"]),
    (
        "SELECT ?x { { SELECT ?s (MAX(?n) AS ?x) { ?s g:p ?n } GROUP BY ?s } FILTER(?x > 5) }",
        ["100000000000000000000", "99999999999999999999"],
    ),
    ("SELECT (MAX(?x) AS ?y) { { SELECT ?s (MIN(?n) AS ?x) { ?s g:p ?n } GROUP BY ?s } }", ["100000000000000000000"]),
    ("SELECT ?s { { ?s g:p ?n } UNION { ?s g:r ?n } FILTER(IF(?n > 5, ?n, 0) > 99999999999999999999) }", ["b", "e"]),
    ("SELECT ?s { ?s g:r ?n FILTER(EXISTS { ?t g:p ?m FILTER(?m = ?n) }) }", ["e"]),
]


@pytest.mark.parametrize(("query", "expected"), ANSWERS)
def test_a_catalogue_and_its_service_compare_exactly(folder: Path, query: str, expected: list[str]):
    here = Catalogue(folder)
    result = here.query(PREFIXES + query)
    cells = [row[0].value.rpartition("/")[2] for row in result.rows]
    assert (cells if "ORDER BY" in query else sorted(cells)) == expected
    assert list(result.notes) == []
    with TestClient(Site(limited(edition_of(folder), workers=1)), follow_redirects=False) as client:
        body = client.get("/sparql", params={"query": PREFIXES + query, "format": "json"}).json()
        assert sorted(next(iter(row.values()))["value"].rpartition("/")[2] for row in body["results"]["bindings"]) == sorted(
            cells
        )


WITHOUT_VALUE = [
    ("SELECT (SUM(?n) AS ?x) { ?s g:p ?n }", "SUM(?n)"),
    ("SELECT (AVG(DISTINCT ?n) AS ?x) { ?s g:p ?n }", "AVG(DISTINCT ?n)"),
    ("SELECT (?n + 1 AS ?x) { ?s g:p ?n }", "?n + 1"),
    ("SELECT ?s { ?s g:p ?n FILTER(ABS(?n) > 5) }", "ABS(?n)"),
    ("SELECT (-?n AS ?x) { ?s g:p ?n }", "-?n"),
    ("SELECT (xsd:double(?n) AS ?x) { ?s g:p ?n }", "xsd:double(?n)"),
    ("SELECT (SUM(?n) AS ?x) { ?s ?p ?n }", "SUM(?n)"),
]


@pytest.mark.parametrize(("query", "expression"), WITHOUT_VALUE)
def test_what_has_no_value_is_told_beside_the_answer(folder: Path, query: str, expression: str):
    (note,) = [note for note in Catalogue(folder).query(PREFIXES + query).notes if note.code == "sparql.beyond"]
    assert f"there is no value of {expression};" in note.say("en")
    assert "100000000000000000000" in note.say("en")
    assert f"il n'y a pas de valeur de {expression} ;" in note.say("fr")


@pytest.mark.parametrize("query", [query.replace("g:p", "g:q").replace("?p", "g:q") for query, _ in WITHOUT_VALUE])
def test_nothing_is_told_where_no_such_number_is_met(folder: Path, query: str):
    assert [note.code for note in Catalogue(folder).query(PREFIXES + query).notes if note.code.startswith("sparql.")] == []


def test_the_service_tells_it_too(folder: Path):
    with TestClient(Site(limited(edition_of(folder), workers=1)), follow_redirects=False) as client:
        reply = client.get("/sparql", params={"query": PREFIXES + WITHOUT_VALUE[0][0], "format": "json"})
        assert "SUM(?n)" in reply.headers["Catalogue-Notes"]


@pytest.mark.parametrize(
    "query", ["SELECT ?s { ?s g:q ?n FILTER(?n > 5) } ORDER BY ?n", "SELECT (MAX(?n) AS ?x) (SUM(?n) AS ?y) { ?s g:q ?n }"]
)
def test_a_query_that_meets_no_such_number_stays_as_it_is(folder: Path, query: str):
    peculiar = edition_of(folder).store.peculiar
    assert set(peculiar.beyond) == {f"https://x.example.org/ontology#{name}" for name in "pr"}
    assert exact(QueryText(PREFIXES + query), Data(peculiar), "", {}).text == PREFIXES + query


def findings(query: str, data: str) -> tuple[list[str], list[str]]:
    read = [Graph("", [parse((PREFIXES_TTL + text).encode(), "a.ttl")]) for text in (data, SHAPES.format(select(query)))]
    run = prepared(read[0], ShapesGraph(read[1]))
    results = run.results(violations(run))
    return sorted(str(result.focus.value)[-1] for result in results), [failure.reason["en"] for failure in run.failures]


SHAPES = (
    "<https://x.example.org/ontology> a owl:Ontology ; "
    'sh:declare [ sh:prefix "g" ; sh:namespace "https://x.example.org/ontology#"^^xsd:anyURI ] .\n{}'
)
THINGS = "<a> a g:Thing ; g:p 3 . <b> a g:Thing ; g:p 100000000000000000000 . <c> a g:Thing ; g:p 99999999999999999999 .\n"


def test_a_constraint_sees_such_numbers_and_one_that_cannot_compute_is_not_evaluated():
    assert findings("SELECT $this ?value { $this g:p ?value FILTER(?value > 5) }", THINGS) == (["b", "c"], [])
    assert findings("SELECT $this { $this g:p ?n FILTER(?n >= 100000000000000000000) }", THINGS) == (["b"], [])
    none, (reason,) = findings("SELECT $this { $this g:p ?n FILTER(?n + 1 > 5) }", THINGS)
    assert none == []
    assert "there is no value of ?n + 1" in reason
    assert findings("SELECT $this { $this g:p ?n FILTER(?n + 1 > 5) }", "<a> a g:Thing ; g:p 7 .") == (["a"], [])


def test_a_constraint_that_is_not_evaluated_is_a_finding(tmp_path: Path):
    folder = folder_of(tmp_path, select("SELECT $this { $this g:p ?n FILTER(?n + 1 > 5) }"), THINGS)
    (finding,) = [finding for finding in Catalogue(folder).check() if finding.kind.code == "C313"]
    assert "there is no value of ?n + 1" in finding.message["en"]
