"""Constraints in SPARQL: however they are written, they find what they must, and what pySHACL finds."""

from pathlib import Path

import pytest
from constraint_queries import DD, FORBIDDEN, LOW, QUERIES, folder_of, number, select

from catalogue.edition import read_edition
from catalogue.lint import Report
from catalogue.shacl import reference
from catalogue.workspace.catalogue import Catalogue


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


@pytest.mark.parametrize(("query", "expected"), QUERIES, ids=[query for query, _ in QUERIES])
def test_a_query_finds_what_it_must(tmp_path: Path, query: str, expected: list[tuple[str, str]]):
    folder = folder_of(tmp_path, select(query))
    assert sorted(expected) == focuses(Catalogue(folder).check())
    assert sorted(expected) == theirs(folder)


@pytest.mark.parametrize("query", FORBIDDEN)
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
