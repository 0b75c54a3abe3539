"""Grounds of queries: triples with other predicates change no answer."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.sparql.grounds import predicates_of
from catalogue.sparql.query import QueryText

PREFIXES = {"u": "urn:"}
ENDS = st.sampled_from(["?a", "?b", "?c", "u:1", "u:2"])
PATHS = st.sampled_from(
    [
        "u:p",
        "u:q",
        "a",
        "^u:p",
        "u:p/u:q",
        "u:p|^u:q",
        "u:p+",
        "u:p*",
        "u:q?",
        "u:p/u:q*",
        "(u:p|u:q?)",
        "(u:p*)/(u:q?)",
        "!u:p",
        "?v",
    ]
)
PATTERNS = st.builds(" ".join, st.tuples(ENDS, PATHS, ENDS))
BLOCKS = st.lists(PATTERNS, min_size=1, max_size=3).map(" . ".join)
AROUND = st.sampled_from(
    [
        "{}",
        "OPTIONAL {{ {} }}",
        "MINUS {{ {} }}",
        "{{ {} }} UNION {{ ?a u:p ?b }}",
        "FILTER EXISTS {{ {} }}",
        "GRAPH ?g {{ {} }}",
    ]
)
GROUPS = st.builds(lambda around, block, first: f"{first} . {around.format(block)}", AROUND, BLOCKS, PATTERNS)
NODES = st.sampled_from([ox.NamedNode(f"urn:{n}") for n in range(4)])
PREDICATES = st.sampled_from(
    [ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), *map(ox.NamedNode, ("urn:p", "urn:q", "urn:r"))]
)
DATA = st.sets(st.tuples(NODES, PREDICATES, NODES), max_size=12)


def answer(query: str, data: set[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]]) -> list[str]:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in data)
    return sorted(map(str, store.query(query, prefixes=PREFIXES)))  # type: ignore[arg-type]


@given(GROUPS, DATA, DATA)
def test_an_answer_follows_from_the_triples_with_the_predicates_that_are_given(
    group: str,
    data: set[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]],
    more: set[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]],
):
    query = f"SELECT * {{ {group} }}"
    predicates = predicates_of(QueryText(query), "", PREFIXES)
    if predicates is not None:
        others = {triple for triple in more if triple[1].value not in predicates}
        assert answer(query, data) == answer(query, data | others)


@pytest.mark.parametrize(
    ("query", "predicates"),
    [
        ("SELECT * { ?s u:p ?o }", {"urn:p"}),
        ("SELECT * { ?s u:p ?o OPTIONAL { ?o u:q/u:r ?x } }", {"urn:p", "urn:q", "urn:r"}),
        ("ASK { ?s u:p ?o FILTER NOT EXISTS { ?o u:q ?s } }", {"urn:p", "urn:q"}),
        ("SELECT (COUNT(*) AS ?n) { { SELECT ?s { ?s u:q 1 } } }", {"urn:q"}),
        ("SELECT * { u:1 u:p* ?x }", {"urn:p"}),
        ("SELECT * { ?s u:q ?x . ?x u:p* ?y }", {"urn:p", "urn:q"}),
        ("SELECT * { ?s u:p/u:q* ?x }", {"urn:p", "urn:q"}),
        ("SELECT * { VALUES ?x { 1 } }", set()),
        ("SELECT * { ?s u:q ?x OPTIONAL { ?x u:p* ?y } }", None),
        ("SELECT * { ?x u:p? ?y }", None),
        ("SELECT * { ?x u:p*/u:q? ?y }", None),
        ("SELECT * { ?x !u:p ?y }", None),
        ("SELECT * { ?x ?p ?y }", None),
        ("SELECT * { GRAPH ?g { ?x u:p ?y } }", None),
        ("SELECT * FROM <urn:g> { ?x u:p ?y }", None),
        ("DESCRIBE ?x { ?x u:p ?y }", None),
        ("SELECT * { ?x v:p ?y }", None),
        ("SELECT * { ?x u:p [ u:q ?y ] }", None),
        ("SELECT * { ?x u:p (1 2) }", None),
    ],
)
def test_the_predicates_of_a_query_are_given_where_they_alone_decide(query: str, predicates: set[str] | None):
    assert predicates_of(QueryText(query), "", PREFIXES) == predicates
