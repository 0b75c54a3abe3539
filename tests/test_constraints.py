"""Constraints in SPARQL: however they are written, they find what they must, and what pySHACL finds."""

from pathlib import Path

import pytest

from catalogue.edition import read_edition
from catalogue.lint import Report
from catalogue.shacl import reference
from catalogue.workspace.facade import Catalogue

SETTINGS = """[catalogue]
base = "https://x.example.org/"
title.en = "Things"
languages = ["en"]

[publisher]
name.en = "We"

[prefixes]
g = "https://x.example.org/ontology#"
"""
PREFIXES = """@base <https://x.example.org/> .
@prefix g: <https://x.example.org/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <https://x.example.org/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
ONTOLOGY = """g:Thing a owl:Class ; rdfs:label "thing"@en .
g:p a rdf:Property ; rdfs:label "p"@en .
g:q a rdf:Property ; rdfs:label "q"@en .
g:r a rdf:Property ; rdfs:label "r"@en .

<https://x.example.org/ontology> a owl:Ontology ;
    sh:declare [ sh:prefix "g" ; sh:namespace "https://x.example.org/ontology#"^^xsd:anyURI ] .

"""
DATA = """<a> a g:Thing ; g:p 1 ; g:q <b> .
<b> a g:Thing ; g:p 2 ; g:q <c> .
<c> a g:Thing ; g:p 3 ; g:r "x" .
<d> a g:Thing ; g:p 1, 2 ; g:q <d> ; g:r "x"@en .
"""


def folder_of(folder: Path, shapes: str, data: str = DATA) -> Path:
    for name, text in {
        "catalogue.toml": SETTINGS,
        "shapes/shapes.ttl": PREFIXES + ONTOLOGY + shapes,
        "data/things.ttl": PREFIXES + data,
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def select(query: str) -> str:
    return f"""s:Thing a sh:NodeShape ; sh:targetClass g:Thing ;
    sh:sparql [ sh:message "no {{?value}}" ; sh:prefixes <https://x.example.org/ontology> ; sh:select '''{query}''' ] .
"""


def focuses(report: Report) -> list[tuple[str, str]]:
    """Give the focus nodes and the values of what the constraint finds."""
    of_shapes = [finding for finding in report if finding.component]
    return sorted((name(finding.focus), "" if finding.value is None else name(str(finding.value))) for finding in of_shapes)


def name(term: str) -> str:
    iri = term[1:-1] if term.startswith("<") else term
    return iri.removeprefix("https://x.example.org/")


def theirs(folder: Path) -> list[tuple[str, str]]:
    """Give what pySHACL finds."""
    edition = read_edition(folder)
    triples = [[triple for source in sources for triple in source.triples] for sources in (edition.data, edition.shapes)]
    results = reference.validate(*triples)
    return sorted((name(str(r.focus)), "" if r.value is None else name(str(r.value))) for r in results)


def number(value: int) -> str:
    return f'"{value}"^^<http://www.w3.org/2001/XMLSchema#integer>'


DD = ("d", "d")
LOW = [("a", number(1)), ("d", number(1))]
EACH = [(thing, thing) for thing in "abcd"]
QUERIES: list[tuple[str, list[tuple[str, str]]]] = [
    ("SELECT $this { $this g:p 3 }", [("c", "c")]),
    ("SELECT $this { ?this g:p 3 }", [("c", "c")]),
    ("SELECT DISTINCT $this { $this g:p ?v }", EACH),
    ("SELECT $this { { $this g:p 3 } UNION { $this g:r 'x'@en } }", [("c", "c"), ("d", "d")]),
    ("SELECT $this { $this a g:Thing { $this g:p 3 } UNION { $this g:r 'x'@en } }", [("c", "c"), ("d", "d")]),
    (
        "SELECT $this ?value { { $this g:p ?value FILTER (?value = 1) } UNION { $this g:r|^g:q ?value } }",
        [*LOW, ("b", "a"), ("c", '"x"'), ("c", "b"), ("d", '"x"@en'), DD],
    ),
    ("SELECT $this { { BIND ($this AS ?x) ?x g:p 3 } UNION { FILTER ($this = g:d) } }", [("c", "c")]),
    ("SELECT $this { { $this g:p 3 } UNION { FILTER (STRENDS(STR(?this), 'd')) } }", [("c", "c"), ("d", "d")]),
    ("SELECT $this { $this g:p ?v OPTIONAL { $this g:q ?o } FILTER (!BOUND(?o)) }", [("c", "c")]),
    ("SELECT $this { OPTIONAL { $this g:q ?o } FILTER (!BOUND(?o)) }", [("c", "c")]),
    ("SELECT $this { FILTER NOT EXISTS { $this g:q ?o } }", [("c", "c")]),
    ("SELECT $this { $this a g:Thing FILTER NOT EXISTS { $this g:q ?o } }", [("c", "c")]),
    ("SELECT $this { FILTER EXISTS { { $this g:p 3 } UNION { $this g:r 'x'@en } } }", [("c", "c"), ("d", "d")]),
    ("SELECT $this { FILTER NOT EXISTS { $this g:q ?o FILTER NOT EXISTS { ?o g:r 'x' } } }", [("b", "b"), ("c", "c")]),
    ("SELECT $this { $this g:r ?x FILTER NOT EXISTS { ?y g:q $this FILTER (?y != $this) } }", [("d", "d")]),
    ("SELECT $this { $this g:p ?v BIND (?v * 2 AS ?w) FILTER (?w > 4) }", [("c", "c")]),
    ("SELECT $this ?value { BIND ($this AS ?x) ?x g:p ?value FILTER (?value > 2) }", [("c", number(3))]),
    ("SELECT $this { { SELECT $this (COUNT(?v) AS ?n) { $this g:p ?v } GROUP BY $this } FILTER (?n > 1) }", [("d", "d")]),
    (
        "SELECT $this { { SELECT $this ?v { $this g:p ?v } ORDER BY DESC(?v) LIMIT 1 } FILTER (?v = 2) }",
        [("b", "b"), ("d", "d")],
    ),
    ("SELECT $this (COUNT(?v) AS ?value) { $this g:p ?v } GROUP BY $this HAVING (COUNT(?v) > 1)", [("d", number(2))]),
    ("SELECT $this (MAX(?v) AS ?value) { $this g:p ?v } GROUP BY $this HAVING (MAX(?v) > 2)", [("c", number(3))]),
    (
        "SELECT $this ?value { $this g:p ?value } ORDER BY DESC(?value) LIMIT 1",
        [("a", number(1)), ("b", number(2)), ("c", number(3)), ("d", number(2))],
    ),
    ("SELECT $this ?value { $this g:p ?value } ORDER BY DESC(?value) OFFSET 1", [("d", number(1))]),
    ("SELECT $this { $this g:q+ ?x . ?x g:p 3 }", [("a", "a"), ("b", "b")]),
    ("SELECT $this { $this g:q* ?x . ?x g:p 3 }", [("a", "a"), ("b", "b"), ("c", "c")]),
    ("SELECT $this { $this g:q?/g:p 3 }", [("b", "b"), ("c", "c")]),
    ("SELECT $this { $this ^g:q/g:p 1 }", [("b", "b"), ("d", "d")]),
    ("SELECT $this ?value { $this g:r|^g:q ?value }", [("b", "a"), ("c", '"x"'), ("c", "b"), ("d", '"x"@en'), DD]),
    ("SELECT $this ?value { $this !(g:p|g:q|a) ?value }", [("c", '"x"'), ("d", '"x"@en')]),
    ("SELECT $this { $this g:p ?v . { FILTER (?v = 3) } }", []),
    ("SELECT $this { { { { $this g:p 3 } } } }", [("c", "c")]),
    ("SELECT $this { FILTER (STRENDS(STR($this), 'a')) }", [("a", "a")]),
    ("SELECT $this { FILTER ($this IN (<https://x.example.org/a>, <https://x.example.org/c>)) }", [("a", "a"), ("c", "c")]),
    ("SELECT $this { $this g:p ?v, ?w FILTER (?v < ?w) }", [("d", "d")]),
    ("SELECT $this { $this g:p ?v ; g:q ?o . ?o g:p ?w FILTER (?v >= ?w) }", [("d", "d")]),
    ("SELECT $this ?path ?value { $this ?path ?value FILTER (isNumeric(?value) && ?value > 2) }", [("c", number(3))]),
    ("SELECT $this { $this g:r ?r FILTER (LANG(?r) = '' || COALESCE(?none, false)) }", [("c", "c")]),
]


@pytest.mark.parametrize(("query", "expected"), QUERIES, ids=[query for query, _ in QUERIES])
def test_a_query_finds_what_it_must(tmp_path: Path, query: str, expected: list[tuple[str, str]]):
    folder = folder_of(tmp_path, select(query))
    assert sorted(expected) == focuses(Catalogue(folder).check())
    assert sorted(expected) == theirs(folder)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this { $this g:p ?v MINUS { $this g:p 3 } }",
        "SELECT $this { VALUES ?v { 3 } $this g:p ?v }",
        "SELECT $this { $this g:p ?v } VALUES ?v { 3 }",
        "SELECT $this { $this g:p ?v . { SELECT $this ?v { VALUES ?v { 3 } } } }",
        "SELECT $this { $this g:q ?o { SELECT ?o { ?o g:r ?x } } }",
        "SELECT $this { GRAPH ?g { $this g:p 3 } }",
        "SELECT $this { SERVICE <urn:x> { $this g:p 3 } }",
        "SELECT ?v { $this g:p ?v }",
        "ASK { $this g:p 3 }",
        "SELECT $this { $this g:p 3",
    ],
)
def test_a_query_that_cannot_be_run_is_reported_and_does_not_pass(tmp_path: Path, query: str):
    report = Catalogue(folder_of(tmp_path, select(query))).check()
    assert not report.conforms
    assert any(finding.place.path.startswith("shapes") for finding in report)


PROPERTY = [
    ("SELECT $this ?value { $this $PATH ?value FILTER (?value > 2) }", "g:p", [("c", number(3))]),
    (
        "SELECT $this ?value { $this $PATH ?value FILTER (isIRI(?value)) }",
        "[ sh:inversePath g:q ]",
        [("b", "a"), ("c", "b"), DD],
    ),
    ("SELECT $this ?value { $this $PATH ?value }", "( g:q g:r )", [("b", '"x"'), ("d", '"x"@en')]),
    ("SELECT $this { FILTER NOT EXISTS { $this $PATH ?any } }", "g:r", [("a", ""), ("b", "")]),
    ("SELECT $this { $this $PATH ?v FILTER EXISTS { ?v $PATH ?w } }", "[ sh:zeroOrMorePath g:q ]", "all"),
]


@pytest.mark.parametrize(("query", "path", "expected"), PROPERTY)
def test_a_query_of_a_property_shape_has_its_path(tmp_path: Path, query: str, path: str, expected: list[tuple[str, str]]):
    shapes = select(query).replace("    sh:sparql [", f"    sh:property [ sh:path {path} ; sh:sparql [").replace("] .", "] ] .")
    folder = folder_of(tmp_path, shapes)
    listed = [(thing, "") for thing in "abcd"] if expected == "all" else expected
    assert sorted(listed) == focuses(Catalogue(folder).check()) == theirs(folder)


COMPONENT = """g:least a rdf:Property ; rdfs:label "least"@en .
g:but a rdf:Property ; rdfs:label "but"@en .

s:Least a sh:ConstraintComponent ;
    sh:parameter [ sh:path g:least ] ;
    sh:parameter [ sh:path g:but ; sh:optional true ] ;
    {kind} [ a {type} ; sh:prefixes <https://x.example.org/ontology> ; sh:message "below {{$least}}" ; {query} ] .

s:Thing a sh:NodeShape ; sh:targetClass g:Thing ; sh:property [ sh:path g:p ; g:least 2 {but} ] .
"""
ASK = "sh:validator", "sh:SPARQLAskValidator", 'sh:ask "ASK {{ {} }}"'
SELECT = "sh:propertyValidator", "sh:SPARQLSelectValidator", 'sh:select "SELECT $this ?value {{ {} }}"'


@pytest.mark.parametrize(
    ("way", "pattern", "but", "expected"),
    [
        (ASK, "FILTER ($value >= $least)", "", LOW),
        (ASK, "{ FILTER ($value >= $least) } UNION { $this g:q ?o }", "", []),
        (ASK, "{ FILTER ($value >= $least) } UNION { $this g:r ?value }", "", LOW),
        (ASK, "FILTER ($value >= $least || (BOUND($but) && $value = $but))", "; g:but 1", []),
        (ASK, "FILTER ($value >= $least || (BOUND($but) && $value = $but))", "", LOW),
        (SELECT, "$this $PATH ?value FILTER (?value < $least)", "", LOW),
        (
            SELECT,
            "{ $this $PATH ?value FILTER (?value < $least) } UNION { $this g:q ?value }",
            "",
            [*LOW, ("a", "b"), ("b", "c"), DD],
        ),
        (SELECT, "$this $PATH ?value { FILTER (?value < $least) } UNION { ?value ?p ?o }", "", []),
    ],
)
def test_a_constraint_component_finds_what_it_must(
    tmp_path: Path, way: tuple[str, str, str], pattern: str, but: str, expected: list[tuple[str, str]]
):
    """PySHACL leaves out the value of an ASK, and binds the value of a SELECT beforehand, which SHACL does not say."""
    query = way[2].format(pattern)
    folder = folder_of(tmp_path, COMPONENT.format(kind=way[0], type=way[1], query=query, but=but))
    report = Catalogue(folder).check()
    assert sorted(expected) == focuses(report)
    assert {"below 2"} >= {finding.advice[""] for finding in report if finding.component}
    if way is ASK:
        assert [focus for focus, _ in sorted(expected)] == [focus for focus, _ in theirs(folder)]
