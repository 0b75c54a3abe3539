"""Queries of constraints in every form of SPARQL, on a small catalogue, with what each finds."""

from pathlib import Path

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
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def select(query: str) -> str:
    return f"""s:Thing a sh:NodeShape ; sh:targetClass g:Thing ;
    sh:sparql [ sh:message "no {{?value}}" ; sh:prefixes <https://x.example.org/ontology> ; sh:select '''{query}''' ] .
"""


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
    ("SELECT $this { $this g:r 'x'@en }", [DD]),
    ('SELECT $this { $this g:r "x", ?other ; a g:Thing . }', [("c", "c")]),
    ("SELECT $this { $this g:p '2'^^<http://www.w3.org/2001/XMLSchema#integer> ; g:p 1 }", [DD]),
    ("SELECT $this { $this g:q [ g:p 3 ] }", [("b", "b")]),
    ("PREFIX x: <https://x.example.org/ontology#> SELECT $this { # the third\n $this x:p 3 }", [("c", "c")]),
    ("SELECT $this { $this <https://x.example.org/ontology#p> 3 ; }", [("c", "c")]),
    ("SELECT $this { $this g:p ?v FILTER (?v = 3 && true) }", [("c", "c")]),
    ("SELECT $this { $this g:r ?r FILTER (LANG(?r) = '' || COALESCE(?none, false)) }", [("c", "c")]),
]

FORBIDDEN = [
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
]
"""Queries that SHACL forbids, that it cannot run, or that are broken."""
