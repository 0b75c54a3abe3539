"""What a SELECT may give: the variable that is wrong is named with its place, in the shell, in Python and by the check."""

from pathlib import Path

import pytest
from conftest import edition_of
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.errors import Place, QueryError
from catalogue.lint import check
from catalogue.sparql.faults import syntax_refusal
from catalogue.sparql.projection import misplaced
from catalogue.sparql.query import QueryText
from catalogue.store.embedded import Embedded
from catalogue.workspace.catalogue import Catalogue

UNGROUPED = "is neither grouped nor aggregated"

WRONG = [
    ("SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b }", 8, f"?a {UNGROUPED}"),
    ("SELECT ?p (STR(?a) AS ?x) { ?a ?p ?b } GROUP BY ?p", 16, f"?a {UNGROUPED}"),
    ("SELECT (COUNT(?a) + ?b AS ?z) { ?a ?p ?b }", 21, f"?b {UNGROUPED}"),
    ("SELECT (COUNT((?a + 1)) + (?b) AS ?z) { ?a ?p ?b }", 28, f"?b {UNGROUPED}"),
    ("SELECT (COUNT(?a) AS ?n) (?b + ?n AS ?m) { ?a ?p ?b }", 27, f"?b {UNGROUPED}"),
    ("SELECT (COUNT(?a) AS ?n) (?n + 1 AS ?m) { ?a ?p ?b }", 27, "?n is made by this SELECT itself, which has groups"),
    ("SELECT ?p { ?a ?p ?b } GROUP BY (STR(?p) AS ?x)", 8, f"?p {UNGROUPED}"),
    ("SELECT ?p { ?a ?p ?b } HAVING (COUNT(?b) > 1)", 8, f"?p {UNGROUPED}"),
    ("SELECT ?p { ?a ?p ?b } ORDER BY COUNT(?b)", 8, f"?p {UNGROUPED}"),
    ("SELECT $a (group_concat(?b; separator = ',') AS ?n) { ?a ?p ?b }", 8, f"$a {UNGROUPED}"),
    ("SELECT ?n { ?s ?q ?r { SELECT ?b (COUNT(?a) AS ?n) { ?a ?p ?b } } }", 31, f"?b {UNGROUPED}"),
    ("SELECT ?n { FILTER EXISTS { SELECT ?b (MAX(?a) AS ?n) { ?a ?p ?b } } }", 36, f"?b {UNGROUPED}"),
    ("SELECT * { ?a ?p ?b } GROUP BY ?p", 8, "SELECT * does not go with GROUP BY"),
    ("SELECT ?p ?p { ?a ?p ?b }", 11, "?p is projected twice"),
    ("SELECT (1 AS ?p) { ?a ?p ?b }", 14, "?p has a value already"),
    ("SELECT ?p (COUNT(?a) AS ?p) { ?a ?p ?b } GROUP BY ?p", 25, "?p has a value already"),
    ("SELECT (1 AS ?x) (2 AS ?x) {}", 24, "?x has a value already"),
]

RIGHT = [
    "SELECT ?p (COUNT(?b) AS ?n) { ?a ?p ?b } GROUP BY ?p HAVING (?n > 1) ORDER BY ?b",
    "SELECT ?x (MAX(?b) AS ?m) ?m2 { ?a ?p ?b } GROUP BY (STR(?p) AS ?x) ?m2",
    "SELECT (COUNT(*) AS ?n) { ?a ?p ?b }",
    "SELECT (COUNT(DISTINCT *) AS ?n) { SELECT * { ?a ?p ?b } }",
    "SELECT (EXISTS { ?b ?q ?r } AS ?e) (COUNT(?a) AS ?n) { ?a ?p ?b }",
    "SELECT (SUM(IF(?b > 1, ?b, COALESCE(?c, 0))) AS ?n) { ?a ?p ?b }",
    "SELECT ?a (STR(?b) AS ?x) (STRLEN(?x) AS ?l) { ?a ?p ?b MINUS { ?x ?y ?l } }",
    "SELECT * { ?a ?p ?b } ORDER BY ?b",
    "SELECT (SAMPLE(?a) AS ?one) { { SELECT ?a { ?a ?p ?b } GROUP BY ?a } }",
]


@pytest.mark.parametrize(("sparql", "column", "message"), WRONG)
def test_the_variable_that_is_wrong_is_named_with_its_place(garden: Path, sparql: str, column: int, message: str):
    with pytest.raises(QueryError) as raised:
        Catalogue(garden).query(sparql)
    end = column + len(message.split(maxsplit=1)[0] if message.startswith(("?", "$")) else "*")
    assert raised.value.place == Place("<query>", 1, column, 1, end)
    assert raised.value.message["en"].startswith(f"{message}; ")
    assert " ; " in raised.value.message["fr"]


@pytest.mark.parametrize(("sparql", "column", "message"), WRONG)
def test_the_check_finds_it_at_the_same_place(garden: Path, sparql: str, column: int, message: str):
    (garden / "queries" / "x.rq").write_text(f"# title: X\n{sparql}\n", "utf-8")
    (finding,) = [f for f in check(edition_of(garden)) if f.place.path == "queries/x.rq" and f.kind.name == "query-syntax"]
    assert (finding.place.line, finding.place.column, finding.message["en"]) == (2, column, message)


@pytest.mark.parametrize("sparql", RIGHT)
def test_nothing_is_wrong_with_what_the_engine_reads(sparql: str):
    query = QueryText(sparql)
    assert misplaced(query.tree) is None
    assert syntax_refusal(query, {}, "urn:x/") is None


COLUMNS = [
    "?a",
    "?b",
    "?k",
    "(?a AS ?k)",
    "(STR(?b) AS ?x)",
    "(COUNT(?a) AS ?n)",
    "(MAX(?b) + ?k AS ?m)",
    "(?n + 1 AS ?l)",
    "(1 AS ?a)",
]
GROUPINGS = ["", "GROUP BY ?a", "GROUP BY ?a ?b", "GROUP BY (STR(?b) AS ?k)", "HAVING (COUNT(?a) > 0)", "ORDER BY ?b"]


@settings(max_examples=400)
@given(st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=4), st.sampled_from(GROUPINGS), st.booleans())
def test_it_is_wrong_exactly_when_the_engine_refuses_it(columns: list[str], grouping: str, is_inside: object):
    sparql = f"SELECT {' '.join(columns)} {{ ?a ?p ?b }} {grouping}"
    query = QueryText(f"SELECT * {{ {{ {sparql} }} }}" if is_inside else sparql)
    try:
        Embedded("urn:x/").query(query.text)
    except QueryError:
        is_read = False
    else:
        is_read = True
    assert (misplaced(query.tree) is None) == is_read


def test_a_query_with_another_fault_too_is_blamed_for_what_can_be_read():
    refusal = syntax_refusal(QueryText("SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b ; ; . ?c }"), {}, "urn:x/")
    assert refusal is not None
    assert UNGROUPED not in refusal.message["en"]
