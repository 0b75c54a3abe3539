"""Pre-binding: a constraint's query gives what it gives for each focus node by itself, wherever its bound variables stand."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from catalogue.columns.graph import Graph
from catalogue.model import Path
from catalogue.shacl import reference
from catalogue.shacl.engine import validate
from catalogue.shacl.prebinding import UnboundError, prepare
from catalogue.shacl.results import Result
from catalogue.sources import parse
from catalogue.sparql.query import QueryText

HEAD = (
    "@prefix : <http://x.example/> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    ':s sh:declare [ sh:prefix "" ; sh:namespace "http://x.example/"^^xsd:anyURI ] .\n'
)
DATA = """
    :a a :T ; :age 5 ; :k :c1 . :b a :T ; :name 'b' . :c a :T ; :name 5 ; :k :c2 ; :q :a .
    :c1 a :C ; :r :a . :c2 a :C ; :name 'b' .
"""

Outcome = set[tuple[str, str, str]]


def graph(text: str) -> Graph:
    return Graph("", [parse((HEAD + text).encode(), "x.ttl")])


def outcomes(results: list[Result]) -> Outcome:
    return {(str(result.focus), str(result.value), str(result.path)) for result in results}


def both(shapes: str, data: str = DATA) -> tuple[Outcome, Outcome]:
    """Give what pySHACL finds, and what the engine finds."""
    data_graph, shapes_graph = graph(data), graph(shapes)
    expected = reference.validate(data_graph.triples(), shapes_graph.triples())
    return outcomes(expected), outcomes(validate(data_graph, shapes_graph))


def constraint(query: str, *, path: str = "") -> str:
    head = f":s a sh:PropertyShape ; sh:path {path} ;" if path else ":s a sh:NodeShape ;"
    return f'{head} sh:targetClass :T ; sh:sparql [ sh:prefixes :s ; sh:select """{query}""" ] .'


PLACES = [
    "SELECT $this { $this :name ?value }",
    "SELECT * { $this :k ?value }",
    "SELECT $this { FILTER ($this = :a) }",
    "SELECT $this { { FILTER ($this = :a) } }",
    "SELECT $this { { { FILTER ($this IN (:a, :c)) } } }",
    "SELECT $this { FILTER NOT EXISTS { $this :k ?x } }",
    "SELECT $this ?value { ?value a :C . FILTER NOT EXISTS { $this :k ?value } }",
    "SELECT $this ?value { { ?value a :C . FILTER NOT EXISTS { $this :k ?value } } }",
    "SELECT $this ?value { { ?value a :C . FILTER EXISTS { $this :k ?value } } }",
    "SELECT $this ?value { ?value a :C . FILTER NOT EXISTS { ?value a :C . FILTER EXISTS { $this :k ?value } } }",
    "SELECT $this ?value { ?value a :C . FILTER (EXISTS { $this :k ?value } || ?value = :c2) }",
    "SELECT $this ?value { ?value a :C . FILTER (!(EXISTS { $this :k ?value })) }",
    "SELECT $this ?value { ?value a :C FILTER NOT EXISTS { { $this :k ?value } UNION { $this :q ?value } } }",
    "SELECT $this ?value { ?value a :C FILTER NOT EXISTS { SELECT $this ?value { $this :k ?value } } }",
    "SELECT $this ?value { ?value a :C FILTER NOT EXISTS { ?value a :C OPTIONAL { $this :k ?y } FILTER (BOUND(?y)) } }",
    "SELECT $this ?value { ?value a :C { FILTER EXISTS { $this ?p ?x } } }",
    "SELECT $this ?value { ?value a :C FILTER ($this IN (:a, :c)) }",
    "SELECT $this ?value { ?value :name ?n . { FILTER (STR($this) = 'http://x.example/a') } }",
    "SELECT $this ?value { OPTIONAL { $this :k ?value } FILTER (!BOUND(?value)) }",
    "SELECT $this ?value { ?x a :C OPTIONAL { $this :k ?value } }",
    "SELECT $this ?value { ?x a :C OPTIONAL { ?x :r ?value FILTER (?value = $this) } }",
    "SELECT $this ?value { { OPTIONAL { $this :k ?value } } FILTER BOUND(?value) }",
    "SELECT $this ?value { OPTIONAL { ?value a :C OPTIONAL { $this :k ?value . ?value :r ?z } FILTER (!BOUND(?z)) } }",
    "SELECT $this ?value { BIND ($this AS ?value) }",
    "SELECT $this ?value { { BIND ($this AS ?value) } ?value a :T }",
    "SELECT $this ?value { ?x a :C BIND (IF(?x = :c1, $this, ?x) AS ?value) }",
    "SELECT $this ?value { BIND (EXISTS { $this :k ?x } AS ?value) }",
    "SELECT $this ?value { { BIND (EXISTS { $this :k ?x } AS ?value) } }",
    "SELECT $this ?value { { $this :k ?value } UNION { $this :name ?value } }",
    "SELECT $this ?value { { ?value a :C } UNION { $this :name ?value } }",
    "SELECT $this ?value { { ?value a :C FILTER NOT EXISTS { $this :k ?value } } UNION { ?value :q $this } }",
    "SELECT $this ?value { { { FILTER ($this = :a) } UNION { $this :q ?x } } ?value a :C }",
    "SELECT $this ?value { { SELECT $this ?value { $this :k ?value } } }",
    "SELECT $this ?value { { SELECT $this ?value { ?value a :C FILTER EXISTS { $this :k ?value } } } }",
    "SELECT $this ?value { { SELECT $this ?value { { ?value a :C FILTER NOT EXISTS { $this :k ?value } } } } }",
    "SELECT $this (COUNT(?x) AS ?value) { $this :k|:q ?x } GROUP BY $this HAVING (COUNT(?x) > 1)",
    "SELECT $this (COUNT(?x) AS ?value) { ?x a :C FILTER NOT EXISTS { $this :k ?x } } GROUP BY $this",
    "SELECT $this ?value { $this :k+ ?value . ?value :r/:k ?y }",
    "SELECT $this ?value { ?value :q*/:r $this }",
    "SELECT DISTINCT $this { ?x ?p $this }",
]


@pytest.mark.parametrize("query", PLACES)
def test_the_focus_node_is_bound_wherever_it_stands(query: str):
    expected, results = both(constraint(query))
    assert expected == results


def test_the_bindings_hold_in_a_group_that_is_evaluated_for_itself():
    """A group has no value of a variable that only another one binds (SPARQL, section 18.2); pySHACL lends it one."""
    query = "SELECT $this ?value { { ?value a :C } { FILTER EXISTS { $this :k ?value } } }"
    _, results = both(constraint(query))
    assert {(f"<http://x.example/{focus}>", f"<http://x.example/{value}>") for focus in "ac" for value in ("c1", "c2")} == {
        result[:2] for result in results
    }


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this ?value { $this $PATH ?value }",
        "SELECT $this ?value { { $this $PATH ?value } UNION { ?value $PATH $this } }",
        "SELECT $this { FILTER NOT EXISTS { $this $PATH ?x } }",
        "SELECT $this ?value { ?value a :C { FILTER EXISTS { $this $PATH ?any } } }",
        "SELECT $this ?value { OPTIONAL { $this $PATH ?value } FILTER (!BOUND(?value)) }",
        "SELECT $this ?value { { SELECT $this ?value { $this $PATH/:r ?value } } }",
    ],
)
@pytest.mark.parametrize("path", [":k", "( :k :r )", "[ sh:inversePath :r ]"])
def test_the_path_stands_for_itself_in_every_place(query: str, path: str):
    expected, results = both(constraint(query, path=path))
    assert expected == results


@pytest.mark.parametrize(
    "query",
    [
        "ASK { FILTER ($value = $max) }",
        "ASK { { FILTER ($value = $max) } }",
        "ASK { FILTER NOT EXISTS { ?x :k $value . FILTER (?x = $this) } }",
        "ASK { { ?x a :C FILTER EXISTS { $this :k $value } } }",
        "ASK { { $this :k $value } UNION { ?x a $max FILTER ($value = 5) } }",
        "ASK { OPTIONAL { $value a ?class } FILTER (BOUND(?class) && ?class = $max) }",
        "ASK { BIND ($value AS ?x) FILTER (?x != $max) }",
        "ASK WHERE { $value a $max }",
    ],
)
@pytest.mark.parametrize("limit", [":C", "5"])
def test_the_value_and_the_parameters_are_bound_wherever_they_stand(query: str, limit: str):
    shapes = f"""
        :m a sh:ConstraintComponent ; sh:parameter [ sh:path :max ] ;
            sh:validator [ a sh:SPARQLAskValidator ; sh:prefixes :s ; sh:ask \"\"\"{query}\"\"\" ] .
        :t a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :k ; :max {limit} ] , [ sh:path :age ; :max {limit} ] .
    """
    expected, results = both(shapes)
    without_values = [{(focus, path) for focus, _, path in each} for each in (expected, results)]  # pySHACL leaves values out
    assert without_values[0] == without_values[1]


TERMS = ("$this", "?value", "?x", ":a", ":c1")
patterns = st.tuples(
    st.sampled_from(TERMS), st.sampled_from((":k", ":q", ":r", ":name", "a", ":k/:r", ":q*")), st.sampled_from((*TERMS, ":C"))
).map(lambda parts: " ".join(parts) + " .")
ELEMENTS = (
    "FILTER EXISTS {{ {0} }}",
    "FILTER NOT EXISTS {{ {0} }}",
    "FILTER ($this != ?x)",
    "OPTIONAL {{ {0} }}",
    "{{ {0} }} UNION {{ {1} }}",
    "{{ {0} }}",
    "BIND ($this AS ?b{2})",
)


@st.composite
def groups(draw: st.DrawFn, depth: int = 2) -> str:
    """Patterns between groups of all kinds; those of a group come first, which pySHACL reads as SPARQL says."""
    words = draw(st.lists(patterns, min_size=1, max_size=2))
    for number in range(draw(st.integers(0, 2)) if depth else 0):
        inner = [draw(groups(depth - 1)) for _ in range(2)]
        words.append(draw(st.sampled_from(ELEMENTS)).format(*inner, f"{depth}{number}{draw(st.integers(0, 999))}"))
    return " ".join(words)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(groups())
def test_a_query_for_all_focus_nodes_gives_what_it_gives_for_each(group: str):
    """Each focus node by itself, its IRI written into the query: pySHACL is not asked, which reads groups otherwise."""
    query = f"SELECT DISTINCT $this ?value ?x {{ {group} }}"
    note(query)
    data = graph(DATA)
    results = outcomes(validate(data, graph(constraint(query))))
    each: Outcome = set()
    for focus in ("a", "b", "c"):
        shapes = constraint(query).replace("sh:targetClass :T", f"sh:targetNode :{focus}")
        each |= outcomes(validate(data, graph(shapes)))
    assert each == results


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT $this { $this ?p ?x MINUS { ?x ?q 1 } }", "SHACL forbids MINUS in its queries"),
        ("SELECT ?x { $this ?p ?x }", "a SELECT does not give $this"),
        ("SELECT $this { { SELECT ?x { $this ?p ?x } } }", "a SELECT does not give $this"),
        ("SELECT $this { BIND (1 AS $this) }", "$this is pre-bound by SHACL and cannot be assigned"),
    ],
)
def test_what_breaks_the_rules_is_refused(query: str, message: str):
    with pytest.raises(UnboundError, match=message.replace("$", r"\$")):
        prepare(QueryText(query), ["this"])


def test_a_path_is_written_in_the_place_of_its_variable():
    prepared = prepare(QueryText("SELECT $this { $this $PATH ?x }"), ["this"], str(Path("predicate", "urn:p")))
    assert prepared.query.text == "SELECT $this { $this (<urn:p>) ?x }"
