"""The data as written: queries and constraints see the terms of the files, and compute with their values."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from conftest import edition_of
from constraint_queries import PREFIXES as PREFIXES_TTL
from constraint_queries import SETTINGS, folder_of
from hypothesis import given, settings
from hypothesis import strategies as st
from sparql_service import limited
from starlette.testclient import TestClient
from test_sparql_suite import DIFFERENT

from catalogue.columns.graph import Graph
from catalogue.lexical import DATATYPES
from catalogue.serve import Site
from catalogue.shacl import reference
from catalogue.shacl.engine import validate
from catalogue.sources import parse
from catalogue.store.written import CHANGED, MARK, is_surely_kept, kept, mark, marks, unmarked
from catalogue.terms import XSD
from catalogue.workers.marking import marked_copy
from catalogue.workspace.catalogue import Catalogue

# --- Which literals the store keeps ---------------------------------------------------------------------------------------

ZONES = ["", "", "Z", "+00:00", "-00:00", "+01:00", "-05:30", "+14:00", "+14:01"]
DIGITS = st.text("0123456789", min_size=1, max_size=4)
LONG = st.text("0123456789", min_size=0, max_size=24)
SIGNS = st.sampled_from(["", "", "-", "+"])
TIMES = st.builds(
    "{}{}".format,
    st.sampled_from(["10:00:00", "23:59:59", "24:00:00", "10:60:00"]),
    LONG.map(lambda digits: digits and f".{digits}"),
)
DATES = st.sampled_from(["2024-02-29", "2023-02-29", "0000-01-01", "-0044-03-15", "12024-12-31", "2024-13-01"])
ZONED = st.sampled_from(ZONES)
NUMBERS = st.one_of(
    st.builds("{}{}".format, SIGNS, DIGITS),
    st.builds("{}{}".format, SIGNS, LONG),
    st.builds("{}{}.{}".format, SIGNS, LONG, LONG),
    st.builds("{}{}.{}e{}{}".format, SIGNS, DIGITS, DIGITS, SIGNS, st.integers(0, 400)),
    st.sampled_from(["INF", "-INF", "+INF", "NaN", "inf", "nan", "", " 1", "1 ", "1_0", "true", "false", "1", "0", "TRUE"]),
    st.floats(width=64).map(repr),
    st.floats(width=32).map(lambda number: format(number, ".9g")),
)
PARTS = st.tuples(
    *[DIGITS.map(lambda digits, unit=unit: digits + unit) | st.just("") for unit in ("Y", "M", "D", "T", "H", "M", "S")]
)
FORMS = st.one_of(
    NUMBERS,
    st.builds("{}T{}{}".format, DATES, TIMES, ZONED),
    st.builds("{}{}".format, DATES, ZONED),
    st.builds("{}{}".format, TIMES, ZONED),
    st.builds("{}{}".format, st.sampled_from(["2024", "2024-05", "--05", "--05-31", "---31", "02024", "-0001"]), ZONED),
    st.builds(lambda sign, parts: f"{sign}P{''.join(parts)}".replace("T", "T" if any(parts[4:]) else ""), SIGNS, PARTS),
    st.sampled_from(["P1Y", "P12M", "PT60S", "P0D", "PT0S", "P1DT0S", "PT1.50S", "-P1D", "P1Y0M", "P0M", "P7D"]),
)


def literal(form: str, datatype: str) -> ox.Literal:
    return ox.Literal(form, datatype=ox.NamedNode(datatype))


def returned(literals: list[ox.Literal], store: ox.Store) -> list[Any]:
    """Give what a store makes of literals."""
    store.extend(ox.Quad(ox.NamedNode(f"urn:{n}"), ox.NamedNode("urn:p"), one) for n, one in enumerate(literals))
    given_back = {quad.subject.value: quad.object for quad in store}
    return [given_back[f"urn:{n}"] for n in range(len(literals))]


@given(st.lists(st.builds(literal, FORMS, st.sampled_from(sorted(DATATYPES | CHANGED))), max_size=60))
@settings(max_examples=300, deadline=None)
def test_a_literal_is_kept_where_the_store_gives_it_back(literals: list[ox.Literal]):
    """What is known at a glance, and what is known at all, agree with the store."""
    are_kept = [one == back for one, back in zip(literals, returned(literals, ox.Store()), strict=True)]
    assert kept(literals) == are_kept
    assert [mark(one.value, one.datatype.value) is None for one in literals] == are_kept
    at_a_glance = [is_surely_kept(one.value, one.datatype.value) for one in literals]
    assert not [one for one, sure, is_kept in zip(literals, at_a_glance, are_kept, strict=True) if sure and not is_kept]


def test_a_store_on_disk_keeps_the_same_literals(tmp_path: Path):
    forms = ["12.50", "12.5", "007", "7", "true", "1", "1E2", "P12M", "P1Y", "2024-01-01T00:00:00.50", "24:00:00", "2024+00:00"]
    literals = [literal(form, datatype) for form in forms for datatype in sorted(CHANGED)]
    on_disk = returned(literals, ox.Store(str(tmp_path)))
    assert kept(literals) == [one == back for one, back in zip(literals, on_disk, strict=True)]


@given(st.builds(literal, FORMS, st.sampled_from(sorted(CHANGED))))
@settings(max_examples=200, deadline=None)
def test_a_marked_literal_is_kept_and_stands_for_the_one_that_is_written(one: ox.Literal):
    for marked in marks([one]).values():
        assert returned([marked], ox.Store()) == [marked]
        assert (unmarked(marked), marked.datatype.value) == (one, MARK + one.datatype.value.removeprefix(XSD))


@given(st.lists(st.builds(literal, FORMS, st.sampled_from(sorted(CHANGED)))), st.text())
@settings(max_examples=100, deadline=None)
def test_statements_are_copied_with_marked_literals_and_nothing_else_changes(literals: list[ox.Literal], text: str):
    """Texts that look like literals stay, whatever is in them."""
    texts = [ox.Literal(text), ox.Literal(f'"007"^^<{XSD}integer>'), ox.Literal(f'x"^^<{XSD}integer> ' + text)]
    quads = [
        ox.Quad(ox.NamedNode(f"urn:{n}"), ox.NamedNode("urn:p"), value, ox.NamedNode("urn:g"))
        for n, value in enumerate([*literals, *texts])
    ]
    with tempfile.TemporaryDirectory() as folder:
        path, copy = Path(folder, "a.nq"), Path(folder, "b.nq")
        path.write_bytes(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
        peculiar = marked_copy(path, copy)
        changed = marks(literals)
        assert copy.exists() is bool(changed) is bool(peculiar.marked)
        if changed:
            read = [quad.object for quad in ox.parse(path=copy, format=ox.RdfFormat.N_QUADS)]
            assert read == [changed.get(quad.object, quad.object) for quad in quads]


# --- Queries ---------------------------------------------------------------------------------------------------------------

HEAD = PREFIXES_TTL
A = """<a> g:p 12.50, 12.5, 007, 7, "05"^^xsd:int, 5, "x", "x"@de-AT, <b> ; g:q 12.500 ;
  g:t true, "1"^^xsd:boolean, false ; g:d "2024-01-01T00:00:00.50"^^xsd:dateTime .
<b> g:p 7.0, "abc"^^xsd:integer, "P12M"^^xsd:duration ; g:q 7, "07"^^xsd:byte ; g:t "0"^^xsd:boolean ; g:n <c> .
"""
B = """<c> g:p 7, 1e2, "+5"^^xsd:integer ; g:q 5.0 ; g:n <a> .
"""
PREFIXES = (
    "PREFIX g: <https://x.example.org/ontology#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> BASE <https://x.example.org/> "
)
SHAPES = "<urn:x:S> a <http://www.w3.org/ns/shacl#NodeShape> ."
ANSWERS: list[tuple[str, str]] = [
    ("SELECT ?v { <a> g:p ?v }", "007 05 12.5 12.50 5 7 b x x"),
    ("SELECT DISTINCT ?v { ?s g:q ?v }", "07 12.500 5.0 7"),
    ("SELECT ?s { ?s g:p 12.50 }", "a"),
    ("SELECT ?s { ?s g:p 7 }", "a c"),
    ("SELECT ?s { ?s g:p 5 }", "a"),
    ('SELECT ?s { ?s g:p "05"^^xsd:int }', "a"),
    ('SELECT ?s { ?s g:p "5"^^xsd:int }', ""),
    ("SELECT ?v { ?s g:p ?v FILTER(?v = 12.5) }", "12.5 12.50"),
    ("SELECT ?v { ?s g:p ?v FILTER(?v > 6 && ?v < 8) }", "007 7 7 7.0"),
    ("SELECT ?v { ?s g:p ?v FILTER(?v IN (5, 100)) }", "+5 05 1e2 5"),
    ('SELECT ?v { ?s g:p ?v FILTER(STR(?v) = "12.50") }', "12.50"),
    ('SELECT ?v { ?s g:p ?v FILTER(REGEX(STR(?v), "^0")) }', "007 05"),
    ('SELECT (STRLEN(STR(?v)) AS ?n) { ?s g:p ?v FILTER(STRSTARTS(STR(?v), "0")) }', "2 3"),
    ("SELECT ?v { ?s g:p ?v FILTER(DATATYPE(?v) = xsd:int) }", "05"),
    ("SELECT DISTINCT (DATATYPE(?v) AS ?d) { ?s g:q ?v }", "byte decimal integer"),
    ("SELECT ?v { ?s g:p ?v FILTER(sameTerm(?v, 007)) }", "007"),
    ("SELECT ?v { <a> g:p ?v FILTER(?v = 7 && !sameTerm(?v, 7)) }", "007"),
    ("SELECT ?v ?w { <a> g:p ?v, ?w FILTER(?v = ?w && STR(?v) < STR(?w)) }", "007/7 05/5 12.5/12.50"),
    ("SELECT ?v (COUNT(*) AS ?n) { ?s g:p|g:q ?v FILTER(?v = 7) } GROUP BY ?v", "007/1 07/1 7.0/1 7/3"),
    ("SELECT (COUNT(DISTINCT ?v) AS ?n) { ?s g:q ?v }", "4"),
    ("SELECT (SUM(?v) AS ?n) (AVG(?v) AS ?m) { ?s g:q ?v }", "31.5/7.875"),
    ("SELECT (SUM(DISTINCT ?v) AS ?n) { VALUES ?v { 1.0 1.00 1.0 } }", "2"),
    ("SELECT (MIN(?v) AS ?n) (MAX(?v) AS ?m) { ?s g:q ?v }", "5.0/12.500"),
    ("SELECT ?s { ?s g:q ?v } GROUP BY ?s HAVING(MAX(?v) > 6)", "a b"),
    ("SELECT ?v { ?s g:q ?v } ORDER BY ?v LIMIT 1", "5.0"),
    ("SELECT ?v { ?s g:q ?v } ORDER BY DESC(?v) LIMIT 1", "12.500"),
    ("SELECT ?w { <a> g:q ?v BIND(?v AS ?w) }", "12.500"),
    ("SELECT ?w { <a> g:q ?v BIND(?v + 1 AS ?w) }", "13.5"),
    ("SELECT ?w { <a> g:q ?v BIND(IF(?v > 12, ?v, 0) AS ?w) }", "12.500"),
    ("SELECT ?w { <a> g:q ?v BIND(COALESCE(?u, ?v) AS ?w) FILTER(?w = 12.5) }", "12.500"),
    ("SELECT ?w { { SELECT (MAX(?v) AS ?w) { ?s g:q ?v } } FILTER(?w > 12) }", "12.500"),
    ("SELECT ?v { VALUES ?v { 007 12.50 6.0 } ?s g:p ?v }", "007 12.50"),
    ("SELECT ?v { ?s g:p ?v } VALUES ?v { 007 12.500 }", "007"),
    ("SELECT ?v { <a> g:p ?v MINUS { ?r g:p ?v FILTER(?r != <a>) } FILTER(isNumeric(?v)) }", "007 05 12.5 12.50 5"),
    ("SELECT ?v { <a> g:p ?v FILTER EXISTS { ?r g:q ?w FILTER(?w = ?v) } FILTER(STRLEN(STR(?v)) > 3) }", "12.5 12.50"),
    ("SELECT ?v { ?s g:t ?v FILTER(?v) }", "1 true"),
    ("SELECT ?v { ?s g:t ?v FILTER(!?v) }", "0 false"),
    ("SELECT (SECONDS(?v) AS ?n) ?v { ?s g:d ?v }", "0.5/2024-01-01T00:00:00.50"),
    ('SELECT ?v { BIND(STRDT("007", xsd:integer) AS ?v) }', "007"),
    ("SELECT ?v ?w { BIND(007 AS ?v) BIND(STR(010) AS ?w) }", "007/010"),
    ("SELECT ?v { BIND(xsd:integer(007.0) AS ?v) }", "7"),
    ('SELECT ?v { ?s g:p ?v FILTER(LANG(?v) = "de-AT") }', "x"),
    ('SELECT ?v { ?s g:p ?v FILTER("DE-at" = LANG(?v) || LANG(?v) IN ("FR")) }', "x"),
    ('ASK { ?s g:p ?v FILTER(STR(?v) = "12.50") }', "true"),
    ("ASK { ?s g:p 12.500 }", "false"),
    # what the engine does otherwise than SPARQL says
    ("SELECT ?v ?w { <a> g:t ?w . ?s g:t ?v FILTER(?v < ?w) }", "0/1 0/true false/1 false/true"),
    ("SELECT (true < false AS ?v) (false < TRUE AS ?w) ((1 = 1) >= (1 = 2) AS ?x) {}", "false/true/true"),
    ("SELECT (true < 5 AS ?v) {}", "-"),
    ("SELECT ?x { <absent> g:n* ?x }", "absent"),
    ("SELECT ?x { ?x g:n? <absent> }", "absent"),
    ("SELECT ?x { <absent> (g:n*|g:p?) ?x }", "absent absent"),
    ("SELECT ?x { <absent> g:n*/g:q ?x }", ""),
    ("SELECT ?x { <a> g:n* ?x }", "a"),
    ('SELECT ?x { "y" g:n* ?x }', "y"),
    ("SELECT ?x { ?x g:n* 007 . }", "007"),
    ("ASK { <absent> g:n* <absent> }", "true"),
    ("ASK { <absent> g:n* <nothing> }", "false"),
    ("SELECT ?x ?s { ?s g:n ?o . <absent> g:n* ?x }", "absent/b absent/c"),
    ("SELECT ?g ?x { GRAPH ?g { ?x g:n* <absent> } }", "a.ttl/absent b.ttl/absent"),
    ("SELECT * { GRAPH ?g { SELECT ?s { ?s g:n ?o } } }", "a.ttl/b b.ttl/c"),
    ("SELECT ?g ?n { GRAPH ?g { { SELECT (COUNT(*) AS ?n) { ?s g:t ?o } } } }", "a.ttl/4 b.ttl/0"),
    ("SELECT ?g ?s { GRAPH ?g { { SELECT ?s { ?s g:q ?v } ORDER BY ?s LIMIT 1 } } }", "a.ttl/a b.ttl/c"),
    ("SELECT * { GRAPH ?g { VALUES ?x { 1 2 } } }", "a.ttl/1 a.ttl/2 b.ttl/1 b.ttl/2"),
    ("SELECT ?g ?s { GRAPH ?g { ?s g:n ?o MINUS { ?x g:q ?y } } }", "a.ttl/b b.ttl/c"),
    ("SELECT ?g ?s { GRAPH ?g { ?s g:n ?o MINUS { ?s g:t ?y } } }", "b.ttl/c"),
    ("SELECT ?g ?s { GRAPH ?g { ?s g:n ?o FILTER(BOUND(?g)) } }", ""),
    ("SELECT ?g ?s { GRAPH ?g { ?s g:n ?o } FILTER(BOUND(?g)) }", "a.ttl/b b.ttl/c"),
    ("SELECT ?g ?x { GRAPH ?g { OPTIONAL { VALUES ?x { 1 } } } }", "a.ttl/1 b.ttl/1"),
    ("SELECT ?g ?t { GRAPH ?g { OPTIONAL { <b> g:t ?t } } }", "a.ttl/0 b.ttl/-"),
    ("SELECT ?g ?x { GRAPH ?g { { ?s g:n ?x } UNION { VALUES ?x { 1 } } } }", "a.ttl/1 a.ttl/c b.ttl/1 b.ttl/a"),
    ("SELECT ?g ?h { GRAPH ?g { SELECT ?s { ?s g:n ?o } } GRAPH ?h { ?s g:t ?t FILTER(!BOUND(?h)) } }", "a.ttl/a.ttl"),
    ("SELECT ?x { GRAPH ?g { _:b g:n ?x . { SELECT ?x { _:c g:n ?x } } } }", "a c"),
    ('SELECT (GROUP_CONCAT(?v; SEPARATOR="|") AS ?g) { SELECT ?v { ?s g:q ?v } ORDER BY STR(?v) }', "07|12.500|5.0|7"),
    ("SELECT (LANG(GROUP_CONCAT(?v)) AS ?g) { VALUES ?v { 'a'@en 'b'@en } }", " "),
    ("SELECT (STRLEN(GROUP_CONCAT(DISTINCT ?v)) AS ?g) { VALUES ?v { 'a'@en 'a'@fr 'a'@en } }", "3"),
    ("SELECT (GROUP_CONCAT(DISTINCT ?v) AS ?g) { VALUES ?v { 1.0 1.0 } }", "1.0"),
    ('SELECT (COUNT(DISTINCT ?b) AS ?n) { ?s g:q ?v BIND(BNODE("x") AS ?b) }', "4"),
    (
        'SELECT (COUNT(DISTINCT ?b) AS ?n) { ?s g:q ?v BIND(BNODE("x") AS ?b) BIND(BNODE("x") AS ?c) FILTER(?b = ?c) }',
        "4",
    ),
    (
        'SELECT (COUNT(DISTINCT ?b) AS ?n) { { SELECT (BNODE("x") AS ?b) (BNODE("x") AS ?c) { ?s g:q ?v } } FILTER(?b = ?c) }',
        "4",
    ),
    ('SELECT * { VALUES ?v { 1 2 } BIND(BNODE("x") AS ?b) BIND(BNODE("x") AS ?c) FILTER(?b != ?c) }', ""),
    ("SELECT ?v { BIND(BNODE(5) AS ?b) BIND(BOUND(?b) AS ?v) }", "false"),
    ("SELECT ?v { ?s g:t ?v FILTER(?v = TRUE || ?v = False && 'TRUE' != 'true') }", "0 1 false true"),
]


"""Queries and their rows: IRIs by their last part, literals by their lexical forms, `-` where there is none."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    for name, text in {
        "catalogue.toml": SETTINGS,
        "shapes/s.ttl": SHAPES,
        "data/a.ttl": HEAD + A,
        "data/b.ttl": HEAD + B,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def here(folder: Path) -> Catalogue:
    return Catalogue(folder)


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(Site(limited(edition_of(folder), workers=1)), follow_redirects=False) as client:
        yield client


def cell(value: Any) -> str:
    if value is None:
        return "-"
    return value.value.replace("#", "/").rpartition("/")[2] if isinstance(value, ox.NamedNode) else value.value or " "


def rows(answer: Any) -> Counter[str]:
    if isinstance(answer, ox.QueryBoolean):
        return Counter([str(bool(answer)).lower()])
    return Counter("/".join(map(cell, solution)) for solution in answer)


def counted(expected: str) -> Counter[str]:
    return Counter([expected] if expected == " " else expected.split())


@pytest.mark.parametrize(("query", "expected"), ANSWERS, ids=[query for query, _ in ANSWERS])
def test_a_query_sees_what_is_written_and_computes_with_values(here: Catalogue, query: str, expected: str):
    result = here.query(PREFIXES + query)
    found = [str(result.boolean).lower()] if result.boolean is not None else ["/".join(map(cell, row)) for row in result.rows]
    assert Counter(found) == counted(expected)
    assert [note for note in result.notes if note.code == "sparql.unsure"] == []


@pytest.mark.parametrize(("query", "expected"), ANSWERS, ids=[query for query, _ in ANSWERS])
def test_the_service_answers_alike_in_every_format(client: TestClient, query: str, expected: str):
    formats = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML}
    formats |= {} if query.startswith("ASK") else {"tsv": ox.QueryResultsFormat.TSV}
    for name, format_ in formats.items():
        answer = client.get("/sparql", params={"query": PREFIXES + query, "format": name})
        assert answer.status_code == 200, answer.text
        assert MARK not in answer.text
        assert rows(ox.parse_query_results(answer.content, format=format_)) == counted(expected)


def test_constructed_triples_are_those_of_the_file(here: Catalogue, client: TestClient):
    expected = {(quad.subject, quad.predicate, quad.object) for quad in ox.parse(HEAD + A + B, format=ox.RdfFormat.TURTLE)}
    query = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
    assert set(here.query(query).rows) == expected
    answer = client.get("/sparql", params={"query": query, "format": "ntriples"})
    read = ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)
    assert {(quad.subject, quad.predicate, quad.object) for quad in read} == expected
    template = here.query(PREFIXES + "CONSTRUCT { ?s g:p 007 } { ?s g:d ?o }")
    assert [cell(row[2]) for row in template.rows] == ["007"]


def test_values_of_many_datatypes_are_ordered(tmp_path: Path):
    """First what is no literal, then numbers by their values, then the others by datatype."""
    forms = {"integer": ["007", "8", "010"], "decimal": ["9.50"], "boolean": ["1", "false"], "date": ["2024-01-02+00:00"]}
    forms |= {"duration": ["P12M", "P1D"], "time": ["10:00:00.0"], "gYear": ["2024"], "string": ["b", "a"], "int": ["08"]}
    values = ", ".join(f'"{form}"^^xsd:{name}' for name, listed in forms.items() for form in listed)
    data = "".join(f"<{thing}> g:p <{thing}>, {values} .\n" for thing in "abcdef")
    catalogue = Catalogue(folder_of(tmp_path, "", data))
    for direction in ("?v", "DESC(?v)"):
        result = catalogue.query(f"{PREFIXES}SELECT DISTINCT ?v {{ ?s g:p ?v }} ORDER BY {direction}")
        ordered = [cell(row[0]) for row in (result.rows if direction == "?v" else result.rows[::-1])]
        assert ordered[:11] in [[*"abcdef", "007", *pair, "9.50", "010"] for pair in (("8", "08"), ("08", "8"))]
        assert Counter(ordered[11:]) == Counter("1 false 2024-01-02+00:00 P12M P1D 10:00:00.0 2024 b a".split())


def test_the_documentation_lists_what_differs():

    text = (Path(__file__).parents[1] / "docs" / "sparql.md").read_text("utf-8")
    assert [name for name, reason in DIFFERENT.items() if f"| `{name}` | {reason} |" not in text] == []


def test_a_store_on_disk_answers_alike(folder: Path):
    with TestClient(Site(limited(edition_of(folder), workers=1, store="disk")), follow_redirects=False) as client:
        for query, expected in ANSWERS[::6]:
            answer = client.get("/sparql", params={"query": PREFIXES + query, "format": "json"})
            assert rows(ox.parse_query_results(answer.content, format=ox.QueryResultsFormat.JSON)) == counted(expected)


def test_a_parameter_is_a_term_as_it_is_given(folder: Path):
    (folder / "queries").mkdir(exist_ok=True)
    query = "# title: P\n# param: n decimal -- a number\nSELECT ?s { ?s g:p ?n }"
    (folder / "queries" / "with.rq").write_text(query, "utf-8")
    catalogue = Catalogue(folder)
    assert [len(catalogue.query("with", n=n)) for n in ("12.50", "12.5", "12.500")] == [1, 1, 0]


# --- What check says ---


FORM = """s:T a sh:NodeShape ; sh:targetClass g:Thing ;
    sh:property [ sh:path g:q ; sh:pattern "^[0-9]+[.][0-9]{2}$" ] .
"""


def test_check_tells_literals_that_are_not_canonical_and_mends_them(tmp_path: Path):
    """Not ill-typed ones, no doubles, and not where a shape asks for the form."""
    data = """<a> a g:Thing ; g:p 12.50, 12.5, 007, "1"^^xsd:boolean, "05"^^xsd:int, "5"^^xsd:int, 1e2, "x"^^xsd:integer ;
    g:r "2024-01-01T00:00:00.50+00:00"^^xsd:dateTime, "P12M"^^xsd:duration, "007" ; g:q 12.50 .
"""
    catalogue = Catalogue(folder_of(tmp_path, FORM, data))
    findings = [finding for finding in catalogue.check() if finding.kind.code == "C213"]
    assert [finding.severity.word for finding in findings] == ["info"] * 6
    edits = [finding.fixes[0].edits[0].text for finding in findings if finding.fixes[0].safe]
    assert sorted(edits) == sorted(
        ["12.5", "7", "true", '"5"^^xsd:int', '"2024-01-01T00:00:00.5Z"^^xsd:dateTime', '"P1Y"^^xsd:duration']
    )


def test_of_a_property_with_many_unusual_forms_the_first_are_told_with_the_number_of_all(tmp_path: Path):
    values = ", ".join(f"{number}.50" for number in range(200))
    findings = Catalogue(folder_of(tmp_path, "", f"<a> a g:Thing ; g:p {values} .\n")).check()
    messages = [finding.message["en"] for finding in findings if finding.kind.code == "C213"]
    assert (len(messages), {"200 values" in message for message in messages}) == (30, {True})


# --- Constraints -----------------------------------------------------------------------------------------------------------

THINGS = """<a> a g:Thing ; g:p 12.50 . <b> a g:Thing ; g:p 12.5 .
<c> a g:Thing ; g:p "012"^^xsd:int . <d> a g:Thing ; g:p "1"^^xsd:boolean .
"""
ALL = [("a", "12.50"), ("b", "12.5"), ("c", "012"), ("d", "1")]
CONSTRAINTS = [
    ('SELECT $this ?value { $this g:p ?value FILTER(STR(?value) = "12.50") }', [("a", "12.50")]),
    ("SELECT $this ?value { $this g:p ?value FILTER(?value = 12.5) }", [("a", "12.50"), ("b", "12.5")]),
    ("SELECT $this ?value { $this g:p ?value FILTER(sameTerm(?value, 12.50)) }", [("a", "12.50")]),
    ("SELECT $this ?value { $this g:p ?value FILTER(DATATYPE(?value) != xsd:decimal) }", [("c", "012"), ("d", "1")]),
    ("SELECT $this ?value { $this g:p ?value . FILTER NOT EXISTS { ?other g:p ?value FILTER(?other != $this) } }", ALL),
    ("SELECT $this (MAX(?v) AS ?value) { $this g:p ?v } GROUP BY $this HAVING (MAX(?v) > 12)", [("a", "12.50"), ("b", "12.5")]),
    ("SELECT $this ?value { $this g:p ?value FILTER(?value > false) }", [("d", "1")]),
]


@pytest.mark.parametrize(("query", "expected"), CONSTRAINTS, ids=[query for query, _ in CONSTRAINTS])
def test_a_constraint_sees_what_is_written(query: str, expected: list[tuple[str, str]]):
    """The compiled engine and, as far as it orders what is compared, pySHACL."""
    prefix = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX g: <https://x.example.org/ontology#> "
    shape = f"s:Thing a sh:NodeShape ; sh:targetClass g:Thing ; sh:sparql [ sh:select '''{prefix}{query}''' ] ."
    data, shapes = (
        Graph("", [parse(f"{PREFIXES_TTL}{text}".encode(), name)]) for text, name in ((THINGS, "d.ttl"), (shape, "s.ttl"))
    )
    results = [validate(data, shapes), reference.validate(data.triples(), shapes.triples())]
    for found in results[:1] if "false" in query else results:
        assert sorted((cell(result.focus), cell(result.value)) for result in found) == expected
