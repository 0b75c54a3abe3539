"""Scopes: what is said to have no value where it is used has none, and what has one is not told."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import shared
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from catalogue.sparql.query import QueryText
from catalogue.sparql.scopes import unbound
from catalogue.sparql.tokens import SparqlToken

PREFIXES = {"u": "urn:"}


def names(sparql: str, *given: str) -> list[str]:
    """Give the names that are reported; those that another group binds with a star."""
    return [each.token.variable + "*" * each.elsewhere for each in unbound(QueryText(sparql).tree, given)]


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        ("SELECT ?s { ?s ?p ?o MINUS { ?s ?p ?x } FILTER (?x > 1) }", ["x*"]),
        ("SELECT ?s ?x { ?s ?p ?o FILTER EXISTS { ?s ?p ?x } }", ["x*"]),
        ("SELECT ?s { ?s ?p ?o MINUS { ?s ?q ?x FILTER (?x = ?o) } }", ["o*"]),
        ("SELECT ?s ?x { { SELECT ?s { ?s ?p ?x } } }", ["x*"]),
        ("SELECT ?s { ?s ?p ?x { SELECT ?s { ?s ?q ?o FILTER (?x = ?o) } } }", ["x*"]),
        ("SELECT ?s { ?s ?p ?x { FILTER (?x > 1) } }", ["x*"]),
        ("SELECT ?s { ?s ?p ?x { ?s ?q ?y FILTER (?x > 1) } UNION { ?s ?r ?y } }", ["x*"]),
        ("SELECT ?s { BIND (?x + 1 AS ?y) ?s ?p ?x }", ["x*"]),
        ("SELECT ?s { ?s ?p ?x OPTIONAL { ?s ?q ?y OPTIONAL { ?s ?r ?z FILTER (?x = ?z) } } }", ["x*"]),
        ("SELECT ?s { ?s ?p ?x OPTIONAL { ?s ?q ?y BIND (?x AS ?z) } }", ["x*"]),
        ("SELECT ?s { { SELECT ?s ?nme { ?s ?p ?name } } FILTER (?nme > 1) }", ["nme"]),
        ("SELECT ?s { ?s ?p ?o OPTIONAL { ?s ?q ?y FILTER (?o = ?y) } }", []),
        ("SELECT ?s { ?s ?p ?x FILTER NOT EXISTS { ?y ?p ?z FILTER (?x = ?z) } }", []),
        ("SELECT ?s { ?s ?p ?x FILTER NOT EXISTS { { ?y ?p ?z FILTER (?x = ?z) } UNION { ?x ?p 1 } } }", []),
        ("SELECT ?s { FILTER (?x > 1) ?s ?p ?x }", []),
        ("SELECT ?s { ?s ?p ?x BIND (?x + 1 AS ?y) FILTER (?y > ?x) }", []),
        ("SELECT ?s { OPTIONAL { ?s ?p ?x } FILTER (BOUND(?x)) }", []),
        ("SELECT ?s ?x { { ?s ?p ?x } UNION { ?s ?q ?o } FILTER (!BOUND(?o)) }", []),
        ("SELECT * { { SELECT * { ?s ?p ?x } } FILTER (?x > 1) }", []),
        ("SELECT ?g { GRAPH ?g { ?s ?p ?o FILTER (?g != ?o) } FILTER (?g != ?s) }", ["g*"]),
        ("SELECT (?n AS ?m) (COUNT(?x) AS ?c) { ?s ?p ?x } GROUP BY (STR(?s) AS ?n) HAVING (?c > 1) ORDER BY ?c ?n", []),
        ("SELECT ?x { } VALUES ?x { 1 }", []),
        ("SELECT ?s { ?s ?p [ ?q ?x ] , ( ?y ) FILTER (?x = ?y) }", []),
        ("CONSTRUCT { ?s ?p ?x } { ?s ?p ?o FILTER EXISTS { ?o ?p ?x } }", ["x*"]),
        ("DESCRIBE ?x ?s { ?s ?p ?o MINUS { ?x ?p 1 } }", ["x*"]),
        ("SELECT ?s ?lang { ?s ?p ?o { FILTER (lang(?o) = ?lang) } }", ["lang", "o*"]),
    ],
)
def test_a_variable_is_told_where_it_has_no_value(sparql: str, expected: list[str]):
    assert expected == names(sparql)


def test_a_parameter_has_its_value_in_every_group():
    assert ["o*"] == names("SELECT ?s ?lang { ?s ?p ?o { FILTER (lang(?o) = ?lang) } }", "lang")


def without_value(sparql: str) -> list[SparqlToken]:
    return [each.token for each in unbound(QueryText(sparql).tree)]


def answer(store: ox.Store, sparql: str) -> object:
    """Give what a query is answered: rows in any order, without their columns' names."""
    answered = store.query(sparql, prefixes=PREFIXES, base_iri="urn:base:", use_default_graph_as_union=True)
    if isinstance(answered, ox.QueryBoolean):
        return bool(answered)
    if isinstance(answered, ox.QueryTriples):
        return Counter(str(triple.predicate) for triple in answered)
    return Counter(tuple(str(term) for term in row) for row in answered)


def renamed(sparql: str, token: SparqlToken) -> str:
    """Write a variable that surely has no value in the place of one that is said to have none."""
    return f"{sparql[: token.start]}?never_bound{sparql[token.end :]}"


TRIPLES = st.sets(
    st.tuples(
        st.sampled_from(["<urn:x>", "<urn:y>", "<urn:z>"]),
        st.sampled_from(["<urn:p>", "<urn:q>"]),
        st.sampled_from(["<urn:x>", "<urn:y>", '"1"']),
    ).map(" ".join),
    max_size=9,
)
VARIABLES = st.sampled_from(["?a", "?b", "?c"])
PATTERNS = st.tuples(VARIABLES, st.sampled_from(["u:p", "u:q"]), VARIABLES).map(lambda parts: f"{' '.join(parts)} .")
CONDITIONS = st.tuples(VARIABLES, VARIABLES).map("FILTER (!BOUND({0[0]}) || {0[0]} = {0[1]})".format)
KINDS = [
    "OPTIONAL {{ {0} }}",
    "MINUS {{ {0} }}",
    "FILTER EXISTS {{ {0} }}",
    "FILTER NOT EXISTS {{ {0} }}",
    "{{ {0} }}",
    "{{ {0} }} UNION {{ {1} }}",
    "{{ SELECT ?a {{ {0} }} }}",
    "{{ SELECT * {{ {0} }} }}",
    "{{ SELECT ?a (COUNT(?b) AS ?n{2}) {{ {0} }} GROUP BY ?a }}",
    "BIND (EXISTS {{ {0} }} AS ?n{2})",
]


@st.composite
def groups(draw: st.DrawFn, depth: int = 2) -> str:
    words = draw(st.lists(PATTERNS | CONDITIONS, min_size=1, max_size=3))
    for number in range(draw(st.integers(0, 2)) if depth else 0):
        inner = [draw(groups(depth - 1)) for _ in range(2)]
        words.append(draw(st.sampled_from(KINDS)).format(*inner, f"{depth}{number}{draw(st.integers(0, 9999))}"))
        words += draw(st.lists(PATTERNS | CONDITIONS, max_size=1))
    return " ".join(words)


def test_what_is_told_to_have_no_value_may_be_any_variable_without_one():
    seen: Counter[str] = Counter()

    @settings(max_examples=800, deadline=None, suppress_health_check=list(HealthCheck))
    @given(TRIPLES, groups())
    def compare(lines: set[str], group: str) -> None:
        sparql = f"SELECT ?a ?b {{ {group} }}"
        store = ox.Store()
        store.load("".join(f"{line} .\n" for line in sorted(lines)).encode(), format=ox.RdfFormat.N_TRIPLES)
        try:
            expected = answer(store, sparql)
        except SyntaxError:
            seen["refused"] += 1
            return
        reported = without_value(sparql)
        seen["told" if reported else "none"] += 1
        for token in reported:
            note(renamed(sparql, token))
            with suppress(SyntaxError):  # what is grouped by must be what is projected
                assert expected == answer(store, renamed(sparql, token))

    compare()
    assert seen["told"] > seen.total() / 10, seen
    assert seen["none"] > seen.total() / 10, seen


def test_no_query_of_the_suite_loses_a_value_that_is_told_to_be_none():
    """Each query is asked of all data of its folder."""
    count = 0
    for folder in sorted(path for path in shared("conformance", "sparql11").iterdir() if path.is_dir()):
        store = ox.Store()
        for path in sorted(folder.glob("*.ttl")):
            if "manifest" not in path.name:
                store.load(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri="urn:base:")
        count += sum(_is_kept(store, path) for path in sorted(folder.glob("*.rq")))
    assert count > 10


def _is_kept(store: ox.Store, path: Path) -> bool:
    """Compare the answers of a query with a reported variable; False where there is none."""
    sparql = path.read_text("utf-8")
    if "SERVICE" in sparql.upper() or "RAND" in sparql or "UUID" in sparql:
        return False
    try:
        expected = answer(store, sparql)
    except (SyntaxError, RuntimeError, ValueError, OSError):
        return False
    reported = without_value(sparql)
    for token in reported:
        assert expected == answer(store, renamed(sparql, token)), path
    return bool(reported)
