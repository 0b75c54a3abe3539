"""Parameters of queries: wherever one stands it is as if its term were written there, whatever its type."""

import re
from pathlib import Path

import pytest
from constraint_queries import folder_of

from catalogue.errors import QueryError
from catalogue.query import Result, to_python
from catalogue.terms import Literal
from catalogue.workspace.catalogue import Catalogue

HEAD = "PREFIX g: <https://x.example.org/ontology#>\n"
BASE = "https://x.example.org/"
TWO, THING, WORD, TAG = ("integer", "2", "2"), ("iri", "d", f"<{BASE}d>"), ("string", "x", '"x"'), ("language", "en", '"en"')
PROPERTY, FILE = ("iri", f"{BASE}ontology#q", "g:q"), ("iri", "data/things.ttl", f"<{BASE}data/things.ttl>")

PLACES = [
    (TWO, "SELECT ?s { ?s g:p {x} }"),
    (TWO, "SELECT ?s { ?s g:p 1, {x} ; g:q ?s }"),
    (TWO, "SELECT ?s { ?s g:p ?v FILTER (?v >= {x}) }"),
    (TWO, "SELECT ?s { ?s g:p ?v FILTER (?v IN ({x}, 3)) }"),
    (TWO, "SELECT ?s ?w { ?s g:p ?v BIND (?v + {x} AS ?w) }"),
    (TWO, "SELECT ?s (IF(?v > {x}, 'more', 'less') AS ?w) { ?s g:p ?v }"),
    (TWO, "SELECT ?s ({x} * 2 AS ?n) { ?s g:p {x} }"),
    (TWO, "SELECT (COALESCE(?none, {x}) AS ?n) { }"),
    (TWO, "SELECT ?s { ?s g:p ?v OPTIONAL { ?s g:q ?o FILTER (?v = {x}) } FILTER (BOUND(?o)) }"),
    (TWO, "SELECT ?s ?o { ?s a g:Thing OPTIONAL { ?s g:p {x} . ?s g:q ?o } }"),
    (TWO, "SELECT ?s { { ?s g:p {x} } UNION { ?s g:r ?r FILTER ({x} = 2) } UNION { ?s g:q ?o FILTER ({x} = 3) } }"),
    (TWO, "SELECT ?s { ?s a g:Thing MINUS { ?s g:p {x} } }"),
    (TWO, "SELECT ?s { ?s a g:Thing FILTER NOT EXISTS { ?s g:p {x} } }"),
    (TWO, "SELECT ?s { ?s a g:Thing FILTER EXISTS { ?s g:q ?o FILTER NOT EXISTS { ?o g:p {x} } } }"),
    (TWO, "SELECT ?s (COUNT(?v) AS ?n) { ?s g:p ?v } GROUP BY ?s HAVING (COUNT(?v) >= {x})"),
    (TWO, "SELECT ?s { ?s g:p ?v } GROUP BY ?s HAVING (MAX(?v) = {x}) ORDER BY DESC(?s)"),
    (TWO, "SELECT (SUM(?v + {x}) AS ?n) { ?s g:p ?v }"),
    (TWO, "SELECT ?s ?v { ?s g:p ?v } ORDER BY DESC(?v = {x}) ?s ?v LIMIT 2"),
    (TWO, "SELECT ?s { { SELECT ?s (SUM(?v * {x}) AS ?n) { ?s g:p ?v } GROUP BY ?s } FILTER (?n > 5) }"),
    (TWO, "SELECT ?s { { SELECT ?s { ?s g:p ?v FILTER (?v != {x}) } ORDER BY ?s LIMIT 2 } }"),
    (TWO, "SELECT ?s { { SELECT ?s { ?s g:p ?v } GROUP BY ?s HAVING (COUNT(?v) >= {x}) } ?s g:r ?r }"),
    (TWO, "SELECT ?s { ?s a g:Thing { SELECT ?s { { SELECT ?s { ?s g:p {x} } } } } }"),
    (TWO, "SELECT ?s { GRAPH ?g { ?s g:p {x} } }"),
    (TWO, "SELECT ?s { VALUES ?v { 1 2 3 } ?s g:p ?v FILTER (?v > {x}) }"),
    (TWO, "SELECT ?s ?v { ?s g:p ?v FILTER (?v < {x}) } VALUES ?v { 1 2 }"),
    (TWO, "ASK { ?s g:p {x} ; g:r ?r }"),
    (TWO, "ASK { ?s g:p ?v FILTER (?v > {x} + 1) }"),
    (TWO, "CONSTRUCT { ?s g:made {x} } WHERE { ?s g:p {x} }"),
    (TWO, "CONSTRUCT { ?s g:made {x} } WHERE { { SELECT ?s { ?s g:p ?v } GROUP BY ?s HAVING (COUNT(?v) = {x}) } }"),
    (TWO, "CONSTRUCT WHERE { ?s g:p {x} }"),
    (THING, "SELECT ?p ?o { {x} ?p ?o }"),
    (THING, "SELECT ?s { ?s g:q {x} }"),
    (THING, "SELECT ?o { {x} g:q+ ?o }"),
    (THING, "SELECT ?s { ?s a g:Thing FILTER (?s != {x}) }"),
    (THING, "SELECT ?r { ?s g:r ?r ; g:q [ g:q {x} ] }"),
    (THING, "CONSTRUCT { {x} g:is ?o } WHERE { {x} g:q ?o }"),
    (THING, "DESCRIBE {x}"),
    (THING, "DESCRIBE {x} WHERE { {x} a g:Thing }"),
    (THING, "DESCRIBE ?s WHERE { ?s g:q {x} }"),
    (PROPERTY, "SELECT ?s ?o { ?s {x} ?o }"),
    (PROPERTY, "SELECT ?s { ?s a g:Thing FILTER NOT EXISTS { ?s {x} ?o } }"),
    (FILE, "SELECT ?s { GRAPH {x} { ?s g:p ?v } }"),
    (FILE, "SELECT ?s { GRAPH ?g { ?s g:p 3 } FILTER (?g = {x}) }"),
    (WORD, "SELECT ?s { ?s g:r {x} }"),
    (WORD, "SELECT ?s { ?s g:r ?r FILTER (CONTAINS(?r, {x}) && STR(?r) = {x}) }"),
    (WORD, "SELECT ?s { ?s g:r ?r FILTER REGEX(?r, {x}) }"),
    (TAG, "SELECT ?s { ?s g:r ?r FILTER (LANG(?r) = {x}) }"),
    (TAG, "SELECT ?s { ?s g:r ?r FILTER LANGMATCHES(LANG(?r), {x}) }"),
]


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return Catalogue(folder_of(tmp_path_factory.mktemp("things"), ""))


def answer(result: Result, sparql: str) -> object:
    if result.boolean is not None:
        return result.boolean
    rows = [tuple(str(term) for term in row) for row in result.rows]
    return rows if "ORDER BY" in sparql else sorted(rows)


@pytest.mark.parametrize("mark", ["?", "$"])
@pytest.mark.parametrize(("parameter", "sparql"), PLACES, ids=[sparql for _, sparql in PLACES])
def test_a_parameter_is_as_its_term_written_in_its_place(
    things: Catalogue, parameter: tuple[str, str, str], sparql: str, mark: str
):
    type_, value, term = parameter
    expected = answer(things.query(HEAD + sparql.replace("{x}", term)), sparql)
    assert expected or sparql.startswith("ASK"), "it would show nothing"
    header = f"# param: x {type_}\n"
    assert expected == answer(things.query(header + HEAD + sparql.replace("{x}", f"{mark}x"), x=value), sparql)
    with_default = f"# param: x {type_} = {value}\n"
    assert expected == answer(things.query(with_default + HEAD + sparql.replace("{x}", f"{mark}x")), sparql)


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        ("SELECT ?x ?s { ?s g:p ?x }", [("2", "b"), ("2", "d")]),
        ("SELECT * { ?s g:p ?x ; g:r ?r }", [("x", "d", "2")]),
        ("SELECT ?s ?x { VALUES ?x { 1 2 3 } ?s g:p ?x }", [("b", "2"), ("d", "2")]),
        ("SELECT ?s { VALUES (?x ?y) { (2 'two') (3 'three') } ?s g:p ?x FILTER (?y = 'three') }", []),
        ("SELECT ?s { ?s g:p ?x } VALUES ?x { 1 3 }", []),
        ("SELECT ?x (COUNT(?s) AS ?n) { ?s g:p ?x } GROUP BY ?x", [("2", "2")]),
        ("SELECT ?s { ?s g:p ?v { SELECT ?x { ?t g:p ?x } GROUP BY ?x } FILTER (?v > ?x) }", [("c",)]),
        ("SELECT ?s { ?s g:p ?v FILTER (BOUND(?x) && ?v = ?x) }", [("b",), ("d",)]),
        ("SELECT ?s { ?s g:r '?x' }", []),
        ("SELECT ?s { ?s g:p ?xx # ?x\n FILTER (?xx = 3) }", [("c",)]),
    ],
)
def test_where_no_term_may_be_written_a_parameter_is_a_variable_with_one_value(
    things: Catalogue, sparql: str, expected: list[tuple[str, ...]]
):
    rows = things.query(f"# param: x integer = 2\n{HEAD}{sparql}").rows
    found = sorted(tuple(str(getattr(term, "value", None)).removeprefix(BASE) for term in row) for row in rows)
    assert found == expected


def test_several_parameters_are_each_themselves(things: Catalogue):
    sparql = f"# param: x integer\n# param: y integer = 1\n# param: z iri\n{HEAD}SELECT ?s {{ ?s g:p ?x, ?y ; g:q ?z }}"
    assert [f"{BASE}d"] == [row[0].value for row in things.query(sparql, x="2", z="d").rows]
    assert [] == list(things.query(sparql, x="3", z="d").rows)
    assert [f"{BASE}d"] == [row[0].value for row in things.query(sparql, x="2", z="d", y="2").rows]


TYPES = {
    "iri": (
        ["d", "<d>", f"{BASE}d", "g:p", "urn:x", "é", "a%20b"],
        ["a b", "<", "x>", '"', "{}", "a|b", "\\", "^", "`", "a\n"],
    ),
    "string": (["", "a b", "é", '"', "\\", "\n", "?x", "<d>"], []),
    "language": (["en", "fr-CA", "zh-Hans-CN", "x-a"], ["", "e n", "fr_CA", "-en", "en-", "abcdefghi", "12", "en-123456789"]),
    "integer": (["0", "-3", "+4", "007", "9" * 30], ["", "1.0", "1e3", " 1", "one", "1\n", "--1", "٣"]),
    "decimal": (["0", "1.5", "-.5", "+3.", "10"], ["", ".", "1e3", "1,5", "NaN", "1.5.1"]),
    "boolean": (["true", "false", "0", "1"], ["", "TRUE", "yes", "2", "true "]),
    "date": (
        ["2024-02-29", "-0044-03-15", "12024-01-01", "2024-01-01Z", "2024-01-01+02:00"],
        ["", "2024-1-1", "01/02/2024", "2024-01", "2024-02-30"],
    ),
    "dateTime": (
        ["2024-01-01T10:00:00", "2024-01-01T10:00:00.5Z", "2024-01-01T10:00:00-05:00"],
        ["", "2024-01-01", "2024-01-01T10:00", "2024-01-01T25:00:00"],
    ),
    "gYear": (["2024", "-0044", "12024"], ["", "24", "2024-01", "year"]),
    "gYearMonth": (["2024-05", "-0044-03"], ["", "2024", "2024-13", "2024-05-01"]),
}
FITTING = [(type_, value) for type_, (fitting, _) in TYPES.items() for value in fitting]
MISFITS = [(type_, value) for type_, (_, misfits) in TYPES.items() for value in misfits]


@pytest.mark.parametrize(("type_", "value"), FITTING)
def test_a_value_that_fits_is_a_term_with_its_characters(things: Catalogue, type_: str, value: str):
    [row] = things.query(f"# param: x {type_}\nSELECT (?x AS ?y) {{ }}", x=value).rows
    if type_ == "iri":
        written = value.strip("<>").replace("g:p", f"{BASE}ontology#p")
        assert (row[0].value, str(row[0])[0]) == (written if ":" in written else BASE + written, "<")
    else:
        assert to_python(row[0]) == to_python(Literal(value, datatype=row[0].datatype))  # the store writes 007 as 7
        kept = "string" if type_ == "language" else type_
        assert row[0].datatype.value == f"http://www.w3.org/2001/XMLSchema#{kept}"


@pytest.mark.parametrize(("type_", "value"), MISFITS)
def test_a_value_that_does_not_fit_is_refused_by_the_name_of_its_parameter(things: Catalogue, type_: str, value: str):
    with pytest.raises(QueryError, match=re.escape(f"parameter x: {value!r} is not a value of type {type_}")):
        things.query(f"# param: x {type_}\nSELECT (?x AS ?y) {{ }}", x=value)


@pytest.mark.parametrize(("type_", "value"), [(type_, value) for type_, value in MISFITS if value == value.strip() != ""])
def test_a_default_that_does_not_fit_is_reported_at_its_line(tmp_path: Path, type_: str, value: str):
    folder = folder_of(tmp_path, "")
    (folder / "queries").mkdir()
    (folder / "queries" / "q.rq").write_text(f"# title: Q\n# param: x {type_} = {value}\nSELECT (?x AS ?y) {{ }}\n", "utf-8")
    [finding] = [f for f in Catalogue(folder).check() if f.place.path == "queries/q.rq" and f.place.line > 1]
    place = 2, len(f"# param: x {type_} = ") + 1
    assert (place, True) == ((finding.place.line, finding.place.column), repr(value) in finding.message["en"])
