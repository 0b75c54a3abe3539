"""Reach: a query finds the same in the statements that it is thought to look at as in all."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from catalogue.columns.graph import Graph
from catalogue.columns.table import numbers
from catalogue.shacl.engine import queries, validate
from catalogue.shacl.engine.reach import reach
from catalogue.shacl.patterns import patterns as patterns_of
from catalogue.shacl.results import Result
from catalogue.sources import parse
from catalogue.sparql.query import QueryText
from catalogue.terms import NamedNode

HEAD = "@prefix : <http://x.example/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
NODES = ":a", ":b", ":c", ":d"
VALUES = (*NODES, "1", "01", '"x"', '"x"@fr')
PREDICATES = ":p", ":q", ":r"

statements = st.lists(
    st.tuples(st.sampled_from(NODES), st.sampled_from(PREDICATES), st.sampled_from(VALUES)).map(" ".join), max_size=25
)
variables = st.sampled_from(("$this", "?x", "?y", "?z"))
paths = st.recursive(
    st.sampled_from(PREDICATES),
    lambda path: st.one_of(
        path.map("^({})".format),
        st.tuples(path, st.sampled_from("?*+")).map(lambda both: f"({both[0]}){both[1]}"),
        st.tuples(path, st.sampled_from("/|"), path).map(lambda parts: "({}){}({})".format(*parts)),
    ),
    max_leaves=3,
)
patterns = st.tuples(
    st.one_of(variables, st.sampled_from(NODES)), st.one_of(paths, st.just("?v")), st.one_of(variables, st.sampled_from(VALUES))
).map(lambda parts: " ".join(parts) + " .")


def groups(depth: int = 2) -> st.SearchStrategy[str]:
    """Patterns that hold together, with filters that look for others."""
    inner = st.lists(patterns, min_size=1, max_size=3)
    if depth:
        filters = st.tuples(st.sampled_from(("EXISTS", "NOT EXISTS")), groups(depth - 1)).map(
            "FILTER {0[0]} {{ {0[1]} }}".format
        )
        inner = st.tuples(inner, st.lists(filters, max_size=2)).map(lambda both: [*both[0], *both[1]])
    return inner.map(" ".join)


ELEMENTS = (
    "OPTIONAL {{ {0} }}",
    "FILTER EXISTS {{ {0} }}",
    "FILTER NOT EXISTS {{ {0} }}",
    "{{ {0} }} UNION {{ {1} }}",
    "{{ {0} }}",
    "BIND (EXISTS {{ {0} }} AS ?e{2})",
    "{{ SELECT $this ?x {{ {0} }} }}",
    "{{ SELECT $this (COUNT(?y) AS ?n{2}) {{ {0} }} GROUP BY $this }}",
    "{{ SELECT * {{ $this ?v{2} ?w{2} . {0} }} }}",
    "FILTER (?x != $this || !BOUND(?y))",
)


@st.composite
def mixed_groups(draw: st.DrawFn, depth: int = 2) -> str:
    """Patterns between groups of all kinds."""
    words = draw(st.lists(patterns, max_size=2))
    for number in range(draw(st.integers(0, 2)) if depth else 0):
        inner = [draw(mixed_groups(depth - 1)) for _ in range(2)]
        words.append(draw(st.sampled_from(ELEMENTS)).format(*inner, f"{depth}{number}{draw(st.integers(0, 999))}"))
        words += draw(st.lists(patterns, max_size=1))
    return " ".join(words)


def found(said: list[str], query: str) -> list[Result]:
    data = Graph("", [parse((HEAD + " .\n".join([*said, ":a :p :a ."])).encode(), "d.ttl")])
    shapes = f':s sh:targetSubjectsOf :p, :q ; sh:sparql [ sh:prefixes :s ; sh:select """{query}""" ] .'
    shapes += ' :s sh:declare [ sh:prefix "" ; sh:namespace "http://x.example/" ] .'
    return validate(data, Graph("", [parse((HEAD + shapes).encode(), "s.ttl")]))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(statements, groups())
def test_a_query_finds_the_same_in_what_it_reaches(said: list[str], group: str):
    query = f"SELECT DISTINCT $this {{ $this (:p|:q) ?any . {group} }}"
    note(query)
    reached = found(said, query)
    with patch.object(queries, "patterns", lambda *_: None):
        assert found(said, query) == reached


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(statements, mixed_groups())
def test_a_query_of_groups_of_all_kinds_finds_the_same_in_what_it_reaches(said: list[str], group: str):
    query = f"SELECT DISTINCT $this ?value {{ $this (:p|:q) ?any . {group} BIND (CONCAT(STR(?x), STR(?y)) AS ?value) }}"
    note(query)
    reached = found(said, query)
    with patch.object(queries, "patterns", lambda *_: None):
        assert found(said, query) == reached


@pytest.mark.parametrize(
    "group",
    [
        "{ ?value :r :a } UNION { $this :p ?value }",
        "OPTIONAL { ?value :s ?w } ?value :r ?x",
        "?value :r ?x OPTIONAL { $this :p ?y } OPTIONAL { ?y :r ?z FILTER (?z = :a) } FILTER (BOUND(?z))",
        "{ SELECT $this ?value { $this :p|:q ?any . ?value :r ?x } ORDER BY DESC(?value) LIMIT 1 } $this :p ?value",
    ],
)
def test_what_one_group_binds_does_not_bound_another(group: str):
    said = [":a :p :b", ":b :r :a", ":c :r :b", ":a :r :c", ":b :q :d", ":d :s :b"]
    query = f"SELECT DISTINCT $this ?value {{ {group} }}"
    reached = found(said, query)
    with patch.object(queries, "patterns", lambda *_: None):
        assert found(said, query) == reached


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(groups(), st.lists(patterns, min_size=1, max_size=3).map(" ".join))
def test_a_subquery_of_everything_shares_what_one_that_lists_its_variables_does(around: str, inside: str):
    listed = " ".join(sorted(set(re.findall(r"[$?]\w+", inside)))) or "?none"
    read = []
    for everything in (listed, "*".ljust(len(listed))):
        query = QueryText(f"SELECT $this {{ $this :p ?x . {{ SELECT {everything} {{ {inside} }} }} {around} }}")
        read.append(patterns_of(query, query.names("", {"": "http://x.example/"}), ["this"]))
    assume(read[0] is not None)
    assert read[0] == read[1]


def test_a_node_of_which_a_path_takes_no_step_is_known_though_no_statement_is_reached():
    query = "SELECT $this { $this :p $this . :b :p? ?x }"
    assert ["http://x.example/a"] == [getattr(result.focus, "value", "") for result in found([":a :r :b"], query)]


def test_a_value_that_many_share_leads_to_none_of_them():
    """What every solution has is walked from the focus nodes alone, not back from where they lead."""
    columns = Graph("", [parse((HEAD + " ".join(f":n{n} :p :a ; :q {n} ." for n in range(50))).encode(), "d.ttl")]).columns
    query = QueryText("SELECT $this { $this <http://x.example/p> ?x ; <http://x.example/q> ?y . FILTER (?y > 3) }")
    names = query.names("", {})
    said = patterns_of(query, names, ["this"])
    focus = numbers([columns.number(NamedNode("http://x.example/n7"))])
    assert said is not None
    assert [14, 15] == reach(columns, said, {"this": focus}).tolist()
