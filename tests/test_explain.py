"""Explanations and times of queries: as they are sent, as algebra, and how many statements each pattern finds."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import edition_of
from test_bad_input import catalogue

from catalogue.edition import Edition
from catalogue.errors import QueryError
from catalogue.query import parse_query
from catalogue.query.explain import Explained, explain
from catalogue.terms import NamedNode
from catalogue.workspace.catalogue import Catalogue

G = "PREFIX g: <https://gardens.example.org/ontology#>\n"


def explained(folder: Path, sparql: str, **given: str) -> Explained:
    return explain(edition_of(folder), parse_query(sparql, "q", "<query>"), given)


def counts(found: Explained) -> dict[str, int]:
    return {step.text: step.count for step in found.steps if step.count is not None}


def test_the_query_is_shown_as_it_is_sent_with_its_parameters_and_without_its_header(garden: Path):
    found = Catalogue(garden).explain(Catalogue(garden).find_query("gardens-of-plant"), {"lang": "fr"})
    assert found.form == "SELECT"
    assert found.terms == {"plant": "<https://gardens.example.org/plant/bean>", "lang": '"fr"'}
    assert found.sparql.startswith("PREFIX g:")
    assert 'VALUES (?lang) { ("fr") } VALUES (?plant) { (<https://gardens.example.org/plant/bean>) }' in found.sparql


def test_each_pattern_has_the_number_of_statements_that_match_it(garden: Path):
    sparql = f"""# param: plant iri = plant/bean -- A plant
{G}SELECT ?g (COUNT(?n) AS ?names) {{
    ?g g:grows ?plant ; a g:Garden .
    OPTIONAL {{ ?g skos:prefLabel ?n }}
    FILTER NOT EXISTS {{ ?g g:nothing ?x . ?p a g:Plant }}
}} GROUP BY ?g HAVING (COUNT(?n) > 1) ORDER BY DESC(?names)"""
    found = explained(garden, sparql)
    assert counts(found) == {
        "?g g:grows ?plant": 1,
        "?g rdf:type g:Garden": 1,
        "?g skos:prefLabel ?n": 6,
        "?g g:nothing ?x": 0,
        "?p rdf:type g:Plant": 2,
    }
    assert found.costliest is not None
    assert found.costliest.text == "?g skos:prefLabel ?n"
    operators = [step.text.split()[0] for step in found.steps if step.count is None]
    assert {"Project", "OrderBy", "Group", "AggregateJoin", "LeftJoin", "BGP", "NOT"} <= set(operators)
    assert any("DESC(?names)" in step.text for step in found.steps)
    assert any("Count(?n) AS" in step.text for step in found.steps)


def test_a_statement_of_several_files_counts_once(garden: Path):
    entry = (garden / "data" / "plant" / "bean.ttl").read_bytes()
    (garden / "data" / "twice.ttl").write_bytes(entry)
    assert counts(explained(garden, G + "ASK { <plant/bean> a g:Plant }")) == {"<plant/bean> rdf:type g:Plant": 1}
    assert edition_of(garden).graph.count(NamedNode("urn:nobody")) == 0


@pytest.mark.parametrize(
    ("path", "written", "count"),
    [
        ("g:grows/skos:prefLabel", "g:grows/skos:prefLabel", 8),
        ("(g:grows|^skos:prefLabel)+", "(g:grows|^skos:prefLabel)+", 8),
        ("!g:grows", "!(g:grows)", 12),
        ("g:grows?/a", "g:grows?/rdf:type", 5),
    ],
)
def test_a_path_counts_the_statements_of_its_properties(garden: Path, path: str, written: str, count: int):
    assert counts(explained(garden, f"{G}ASK {{ ?s {path} ?o }}")) == {f"?s {written} ?o": count}


@pytest.mark.parametrize(
    "sparql",
    [
        "DESCRIBE <plant/bean>",
        "DESCRIBE ?x { ?x a ?c MINUS { ?x !(a|^skos:prefLabel) [] } }",
        "CONSTRUCT { ?s ?p 'x'@fr } WHERE { { ?s ?p 01 } UNION { GRAPH ?g { ?s ?p true } } VALUES ?p { rdf:type UNDEF } }",
        "SELECT * { SERVICE SILENT <https://elsewhere.example/> { ?a ?b ?c } { SELECT ?a { ?a ?b ?c } LIMIT 3 OFFSET 2 } }",
        "SELECT (GROUP_CONCAT(DISTINCT ?a; separator=',') AS ?n) (IF(?b IN (1, 2), -?b, !?b) AS ?x) { ?a ?b ?c } GROUP BY ?b",
        "ASK { ?s ?p ?o FILTER (EXISTS { ?o ?q ?r } && REGEX(STR(?o), 'x', 'i') || ?o NOT IN (<urn:a>)) BIND (1 + 2 AS ?n) }",
        "SELECT * {}",
    ],
)
def test_whatever_a_query_uses_it_is_explained(folder: Path, sparql: str):
    found = explained(folder, sparql)
    assert found.reason == {}
    assert found.steps
    assert not [step.text for step in found.steps if "CompValue" in step.text or "rdflib" in step.text]


def test_a_query_that_does_not_parse_is_told_at_its_place(garden: Path):
    with pytest.raises(QueryError, match=r"^<query>:2:11: “FILTRE” is not a SPARQL keyword"):
        explained(garden, "ASK {\n ?s ?p ?o FILTRE(1) }")
    with pytest.raises(QueryError, match="--param n="):
        explained(garden, "# param: n integer\nASK { ?s ?p ?n }")


def test_every_question_of_the_first_catalogue_is_explained(first: Catalogue, first_edition: Edition):
    for name, query in first.queries().items():
        found = explain(first_edition, query, {})
        assert found.reason == {}, name
        assert found.costliest is not None, name


def test_the_command_explains_without_asking_in_either_language(garden: Path):
    english = catalogue(garden, "--lang", "en", "query", "gardens-of-plant", "--explain")
    french = catalogue(garden, "--lang", "fr", "query", "gardens-of-plant", "--explain")
    assert (english.returncode, french.returncode) == (0, 0)
    assert "Costliest pattern: ?garden skos:prefLabel ?name (6)\n" in english.stdout
    assert "Motif le plus coûteux : ?garden" in french.stdout.replace(":", " :").replace("  :", " :")
    assert "Hillside" not in english.stdout
    done = catalogue(garden, "query", "gardens-of-plant", "--explain", "--endpoint", "http://127.0.0.1:9/")
    assert (done.returncode, done.stderr) == (2, "error: --explain cannot be used with --endpoint\n")


def test_an_explanation_is_the_same_whatever_the_hash_seed(garden: Path):
    (garden / "queries" / "x.rq").write_text("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o . ?o ?q ?r . ?r ?t ?u }", "utf-8")
    found = set()
    for seed in ("1", "2", "3"):
        command = [sys.executable, "-m", "catalogue", "query", "x", "--explain"]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        found.add(subprocess.run(command, cwd=garden, env=environment, capture_output=True, check=True).stdout)
    assert len(found) == 1


def test_the_times_are_told_beside_the_answer(garden: Path):
    done = catalogue(garden, "query", "gardens-of-plant", "--time", "-f", "csv")
    assert done.stdout.startswith("garden,name,opened")
    assert re.fullmatch(r"reading \d\.\d{3} s, parsing and answering \d\.\d{3} s, writing \d\.\d{3} s\n", done.stderr)
    assert catalogue(garden, "query", "gardens-of-plant", "-f", "csv").stderr == ""
