"""Queries as beginners and users of SQL write them: what is wrong, where, and how it is written in SPARQL."""

from pathlib import Path

import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from sparql_service import limited
from starlette.testclient import TestClient

from catalogue.errors import QueryError
from catalogue.messages import Message
from catalogue.serve import Site
from catalogue.sparql.faults import syntax_refusal
from catalogue.sparql.foreign import curly, foreign
from catalogue.sparql.habits import habit
from catalogue.sparql.query import QueryText
from catalogue.sparql.slips import CORRECT
from catalogue.sparql.tokens import tokens
from catalogue.workspace.catalogue import Catalogue

BASE = "https://gardens.example.org/"
PREFIXES = {"g": f"{BASE}ontology#"}

# the query, the line and the column of what is wrong, and the message that says how it is written
WRONG = [
    ("", "1:1", "form-missing"),
    ("\n", "1:1", "form-missing"),
    ("# c", "1:1", "form-missing"),
    ("PREFIX a: <urn:a>", "1:18", "form-missing"),
    ("hello", "1:1", "bare-word"),
    ("x", "1:1", "bare-word"),
    ("SELECT x", "1:8", "write-variable"),
    ("SELECT *", "1:9", "open-brace"),
    ("SELECT ?s WHERE", "1:16", "open-brace"),
    ("SELECT ?s ?s a g:Plant }", "1:24", "open-before-take-out"),
    ("SELECT ?s WHERE { ?s a g:Plant", "1:17", "close-take-out"),
    ("SELECT ?s WHERE ?s a g:Plant }", "1:17", "open-brace"),
    ("SELECT ?s WHERE ?s a g:Plant", "1:17", "open-brace"),
    ("SELECT ?s { ?s a g:Plant OPTIONAL { ?s g:x ?y }", "1:11", "close-take-out"),
    ("SELECT ?s { ?s a g:Plant } }", "1:28", "open-before-take-out"),
    ("SELECT ?s { ?s a g:Plant ?s g:grows ?o }", "1:26", "dot-missing"),
    ("SELECT ?s {\n ?s a g:Plant\n ?s g:grows ?o .\n}", "3:2", "dot-missing"),
    ("SELECT ?s { ?s g:label 'x' ?s g:grows ?o }", "1:28", "dot-missing"),
    ("SELECT ?s { ?s g:label 'x' g:grows ?o }", "1:28", "semicolon-missing"),
    ("SELECT ?s { ?s g:a ?o g:grows ?o }", "1:23", "semicolon-missing"),
    ("SELECT ?s { ?s a Person }", "1:18", "bare-word"),
    ("SELECT ?s { ?s g:l “Bean” }", "1:20", "straight-quotes"),
    ("SELECT ?s { ?s g:l ‘Bean’ }", "1:20", "straight-quotes"),
    ("SELECT ?s { ?s g:l „Bean” }", "1:20", "straight-quotes"),
    ("SELECT ?s { ?s g:l «Bean» }", "1:20", "straight-quotes"),
    ("SELECT ?s { ?s g:l `Bean` }", "1:20", "straight-quotes"),
    ("SELECT ?s { ?s g:l ?x FILTER(?x == 1) }", "1:33", "write-sign"),
    ("SELECT ?s { ?s g:l ?x FILTER(?x = 1 AND ?x = 2) }", "1:37", "write-sign"),
    ("SELECT ?s { ?s g:l ?x FILTER(?x = 1 or ?x = 2) }", "1:37", "write-sign"),
    ("SELECT ?s { ?s g:l ?x FILTER(NOT ?x = 1) }", "1:30", "write-sign"),
    ("SELECT ?s { ?s g:l ?x FILTER(?x <> 1) }", "1:33", "write-sign"),
    ("SELECT ?s { ?s g:l ?x FILTER(?x LIKE 'a%') }", "1:33", "instead"),
    ("SELECT ?s { ?s g:l ?x FILTER(?x & ?y) }", "1:33", "write-sign"),
    ("SELECT ?s { ?s g:l ?x FILTER(?x | ?y) }", "1:33", "write-sign"),
    ("SELECT ?s { ?s g:l ?x FILTER(?x IS NULL) }", "1:33", "instead"),
    ("SELECT ?s { ?s g:l ?x FILTER(?x = NULL) }", "1:35", "instead"),
    ("SELECT ?s { ?s g:l ?x FILTER(?x BETWEEN 1 AND 3) }", "1:33", "instead"),
    ("SELECT ?s { ?s g:l ?x FILTER(?x IN 1, 2) }", "1:36", "in-list"),
    ("SELECT ?s { ?s g:l ?x FILTER(?x => 1) }", "1:33", "write-sign"),
    ("SELECT ?s { ?s g:l ?x FILTER(?x =< 1) }", "1:33", "write-sign"),
    ("SELECT ?s { ?s g:l ?x FILTER(?x != null) }", "1:36", "instead"),
    ("SELECT ?s { ?s g:l ?x FILTER ?x > 1 }", "1:30", "brackets-around"),
    ("SELECT ?s { ?s g:l ?x FILTER ?x = 1 . ?s a ?y }", "1:30", "brackets-around"),
    ("SELECT ?s { ?s g:l ?x FILTER !BOUND(?x) }", "1:30", "brackets-around"),
    ("SELECT ?s { ?s g:l ?x FILTER NOT BOUND(?x) }", "1:30", "brackets-around"),
    ("SELECT ?s { ?s g:l ?x FILTER lang(?x) = 'en' }", "1:30", "brackets-around"),
    ("SELECT ?s { ?s g:l ?x FILTER (?x > 1 }", "1:30", "close-take-out"),
    ("SELECT ?s { ?s g:l ?x FILTER 'x' = ?x }", "1:30", "brackets-around"),
    ("SELECT COUNT(*) { ?s ?p ?o }", "1:8", "column-in-brackets"),
    ("SELECT COUNT(?s) AS ?n { ?s ?p ?o }", "1:8", "column-in-brackets"),
    ("SELECT (COUNT(*)) { ?s ?p ?o }", "1:17", "as-missing"),
    ("SELECT (COUNT(*) ?n) { ?s ?p ?o }", "1:18", "as-before"),
    ("SELECT (COUNT(*) AS n) { ?s ?p ?o }", "1:21", "write-variable"),
    ("SELECT COUNT(*) AS ?n WHERE { ?s ?p ?o }", "1:8", "column-in-brackets"),
    ("SELECT ?s COUNT(?o) { ?s ?p ?o } GROUP BY ?s", "1:11", "column-in-brackets"),
    ("SELECT ?s AS ?n { ?s ?p ?o }", "1:11", "as-in-brackets"),
    ("SELECT (?s ?n) { ?s ?p ?o }", "1:12", "as-before"),
    ("SELECT STR(?s) { ?s ?p ?o }", "1:8", "column-in-brackets"),
    ("SELECT DISTINCT(?s) { ?s ?p ?o }", "1:19", "as-missing"),
    ("SELECT COUNT * { ?s ?p ?o }", "1:8", "column-in-brackets"),
    ("SELECT ?s { ?s ?p ?o } LIMIT 10 ORDER BY ?s", "1:33", "before-modifier"),
    ("SELECT ?s { ?s ?p ?o } ORDER BY ?s GROUP BY ?s", "1:36", "before-modifier"),
    ("SELECT ?s { ?s ?p ?o } LIMIT 10 GROUP BY ?s", "1:33", "before-modifier"),
    ("SELECT ?s { ?s ?p ?o ORDER BY ?s }", "1:22", "behind-group"),
    ("SELECT ?s { ?s ?p ?o LIMIT 10 }", "1:22", "behind-group"),
    ("SELECT ?s { ?s ?p ?o } LIMIT ten", "1:30", "number-behind"),
    ("SELECT ?s { ?s ?p ?o } LIMIT", "1:29", "number-behind"),
    ("SELECT ?s { ?s ?p ?o } LIMIT 10, 20", "1:32", "limit-offset"),
    ("SELECT ?s { ?s ?p ?o } LIMIT -1", "1:30", "number-behind"),
    ("SELECT ?s { ?s ?p ?o } LIMIT ?n", "1:30", "number-behind"),
    ("SELECT ?s { ?s ?p ?o } LIMIT 10 OFFSET", "1:39", "number-behind"),
    ("SELECT ?s { ?s ?p ?o } ORDER BY ?s DESC", "1:36", "direction"),
    ("SELECT ?s { ?s ?p ?o } ORDER BY DESC ?s", "1:33", "direction"),
    ("SELECT ?s { ?s ?p ?o } ORDER BY ?s, ?o", "1:35", "no-comma"),
    ("SELECT ?s { ?s ?p ?o } GROUP BY ?s, ?o", "1:35", "no-comma"),
    ("SELECT ?s { ?s ?p ?o } ORDER BY s", "1:33", "write-variable"),
    ("SELECT ?s { ?s ?p ?o } HAVING ?s > 1", "1:31", "brackets-around"),
    ("SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING COUNT(?o) > 1", "1:43", "brackets-around"),
    ("SELECT ?s { ?s ?p ?o } WHERE ?s = 1", "1:24", "inside-braces"),
    ("SELECT TOP 10 ?s { ?s ?p ?o }", "1:8", "instead"),
    ("SELECT ?s LIMIT 10 { ?s ?p ?o }", "1:11", "behind-group"),
    ("SELECT ?s { ?s ?p ?o } ;", "1:24", "nothing-behind"),
    ("SELECT ?s { ?s ?p ?o } .", "1:24", "nothing-behind"),
    ("SELECT ?s { ?s ?p ?o };", "1:23", "nothing-behind"),
    ("SELECT ?s { ?s a g:A , }", "1:22", "value-missing"),
    ("SELECT ?s { ?s a g:A , . }", "1:22", "value-missing"),
    ("SELECT ?s { ?s a g:A , ; g:p ?x }", "1:22", "value-missing"),
    ("SELECT ?s { ?s a g:A .. }", "1:23", "one-dot"),
    ("SELECT ?s { ?s a g:A ; ?s g:p ?o }", "1:24", "subject-again"),
    ("SELECT ?s { ?s a g:A , g:p ?o }", "1:22", "comma-value"),
    ("SELECT ?s { ?s a }", "1:18", "triple-incomplete"),
    ("SELECT ?s { ?s }", "1:16", "triple-incomplete"),
    ("SELECT ?s { ?s a . }", "1:18", "triple-incomplete"),
    ("SELECT ?s, ?o { ?s ?p ?o }", "1:10", "no-comma"),
    ("SELECT ?s, { ?s ?p ?o }", "1:10", "no-comma"),
    ("SELECT * FROM plants", "1:15", "from-graph"),
    ("SELECT * FROM plants WHERE name = 'x'", "1:15", "from-graph"),
    ("SELECT * FROM g:Plant WHERE ?x = 1", "1:29", "where-condition"),
    ("SELECT name FROM plants", "1:8", "write-variable"),
    ("SELECT s { s ?p ?o }", "1:8", "write-variable"),
    ("SELECT ?s WHERE ?s = 1", "1:17", "where-condition"),
    ("SELECT ?s { ?s = 1 }", "1:16", "condition-in-filter"),
    ("SELECT ?s { ?s ?p ?o . ?o > 1 }", "1:27", "condition-in-filter"),
    ("SELECT ?s { ?s ?p ?o AND ?s a ?b }", "1:22", "join-patterns"),
    ("SELECT ?s { ?s ?p ?o && ?s a ?b }", "1:22", "join-patterns"),
    ("INSERT INTO x VALUES (1)", "1:13", "from-graph"),
    ("UPDATE x SET y", "1:1", "bare-word"),
    ("DELETE FROM x", "1:13", "from-graph"),
    ("SELECT ?s WHERE { ?s ?p ?o } UNION { ?s ?p ?o }", "1:30", "union-braces"),
    ("SELECT ?s { ?s a ?b UNION ?s a ?c }", "1:21", "union-braces"),
    ("SELECT ?s { ?s a ?b OPTIONAL ?s g:p ?c }", "1:30", "braces-behind"),
    ("SELECT ?s { ?s a ?b MINUS ?s g:p ?c }", "1:27", "braces-behind"),
    ("SELECT ?s { ?s a ?b OPTIONAL }", "1:30", "braces-behind"),
    ("SELECT ?s { ?s 'label' ?b }", "1:16", "property-is-iri"),
    ("SELECT ?s { ?s g:l 'abc }", "1:20", "close"),
    ('SELECT ?s { ?s g:l "abc\ndef" }', "1:20", "close"),
    ("SELECT ?s { ?s g:l 'a'en }", "1:23", "tag-sign"),
    ("SELECT ?s { ?s a g:Plant FILTER regex(?x 'a') }", "1:42", "sign-missing"),
    ("SELECT ?s { ?s a g:Plant FILTER regex(?x, 'a' }", "1:38", "close-take-out"),
    ("SELECT ?s { BIND(?x + 1 AS y) }", "1:28", "write-variable"),
    ("SELECT ?s { BIND(?x + 1) }", "1:24", "as-missing"),
    ("SELECT ?s { BIND ?x AS ?y }", "1:18", "bind-form"),
    ("SELECT ?s { ?s a ?x BIND(?x ?y) }", "1:29", "as-before"),
    ("SELECT ?s { LET (?x := 1) }", "1:13", "instead"),
    ("SELECT ?s { ?x := 1 }", "1:16", "bind-form"),
    ("PREFIX g <urn:g> ASK {}", "1:8", "prefix-form"),
    ("PREFIX g: urn:g ASK {}", "1:11", "iri-in-angles"),
    ("PREFIX g: 'urn:g' ASK {}", "1:11", "iri-in-angles"),
    ("@prefix g: <urn:g> . ASK {}", "1:1", "no-at"),
    ("PREFIX g: <urn:g> . ASK {}", "1:19", "declaration-ends"),
    ("PREFIX g: <urn:g>; ASK {}", "1:18", "declaration-ends"),
    ("PREFIX <urn:g> ASK {}", "1:8", "prefix-form"),
    ("ASK ?s ?p ?o", "1:5", "open-brace"),
    ("ASK WHERE ?s ?p ?o", "1:11", "open-brace"),
    ("CONSTRUCT ?s ?p ?o WHERE { ?s ?p ?o }", "1:11", "open-brace"),
    ("CONSTRUCT { ?s ?p ?o }", "1:23", "construct-where"),
    ("DESCRIBE", "1:9", "open-brace"),
    ("SELECT { ?s ?p ?o }", "1:8", "select-what"),
    ("SELECT WHERE { ?s ?p ?o }", "1:8", "select-what"),
    ("SELEC ?s { ?s ?p ?o }", "1:1", "near"),
    ("WHERE { ?s ?p ?o }", "1:1", "form-missing"),
    ("{ ?s ?p ?o }", "1:1", "form-missing"),
    ("?s ?p ?o", "1:1", "form-missing"),
    ("FROM x SELECT ?s { }", "1:6", "from-graph"),
    ("SELECT ?s ?p ?o", "1:16", "open-brace"),
    ("SELECT ? { ?s ?p ?o }", "1:8", "variable-begins"),
    ("SELECT $ { ?s ?p ?o }", "1:8", "variable-begins"),
    ("SELECT ?first name { ?s ?p ?o }", "1:15", "write-variable"),
    ("SELECT ?first-name { ?s ?p ?first-name }", "1:15", "no-hyphen"),
    ("SELECT @s { @s ?p ?o }", "1:8", "variable-begins"),
    ("SELECT ?s { ?s http://x.example/p ?o }", "1:16", "iri-in-angles"),
    ("SELECT ?s { ?s <http://x.example/p ?o }", "1:16", "write-20-space-close"),
    ("SELECT ?s { ?s g:p/q ?o }", "1:20", "bare-word"),
    ("SELECT ?s { ?s g:p g:Foo (x) }", "1:27", "bare-word"),
    ("SELECT ?s { ?s is_a ?o }", "1:16", "bare-word"),
    ("SELECT ?s { ?s A ?o }", "1:16", "small-a"),
    ("SELECT ?s WHERE ( ?s ?p ?o )", "1:17", "open-brace"),
    ("SELECT ?s [ ?s ?p ?o ]", "1:11", "open-brace"),
    ("SELECT ?s { ?s ?p ?o ", "1:11", "close-take-out"),
    ("SELECT ?s { ?s g:p ?o -- comment\n}", "1:23", "comment"),
    ("SELECT ?s { ?s g:p ?o // comment\n}", "1:23", "comment"),
    ("SELECT ?s { ?s g:p ?o /* c */ }", "1:23", "comment"),
    ("SELECT ?s { VALUES ?s g:a g:b }", "1:23", "braces-behind"),
    ("SELECT ?s { VALUES ?s (g:a g:b) }", "1:23", "braces-behind"),
    ("SELECT ?s { VALUES ?s { g:a, g:b } }", "1:28", "no-comma"),
    ("SELECT ?s { VALUES (?s ?o) { g:a g:b } }", "1:30", "row-in-brackets"),
    ("SELECT ?s { ?s ?p ?o FILTER(IF ?o > 1 THEN 2) }", "1:39", "instead"),
    ("SELECT ?s { ?s ?p ?o FILTER EXISTS ?s a ?b }", "1:36", "braces-behind"),
    ("SELECT ?s { ?s ?p ?o FILTER NOT EXISTS (?s a ?b) }", "1:40", "braces-behind"),
    ("SELECT ?s { ?s ?p ?o FILTER(?o = yes) }", "1:34", "bare-word"),
    ("SELECT ?s { ?s ?p ?o FILTER(?o = Bean) }", "1:34", "bare-word"),
    ("SELECT ?s { ?s ?p Bean }", "1:19", "bare-word"),
    ("SELECT ?s { ?s ?p ?o JOIN ?s ?q ?r }", "1:22", "instead"),
    ("SELECT ?s { ?s g:date 2024-01-01 }", "1:23", "date-form"),
    ("SELECT ?s { ?s ?p ?o } SELECT ?x { ?x ?y ?z }", "1:24", "one-query"),
    ("SELECT ?s { ?s ?p ?o } GROUP ?s", "1:30", "write"),
    ("SELECT ?s ?s ?p ?o", "1:11", "take-one-out"),
]

UNDECLARED = [
    ("SELECT ?s { ?s a foaf:Person }", "1:18", "PREFIX foaf: <http://xmlns.com/foaf/0.1/>"),
    ("SELECT ?s { ?s FOAF:name ?n }", "1:16", "PREFIX FOAF: <http://xmlns.com/foaf/0.1/>"),
    ("SELECT ?s { ?s a g:Plant ; soks:prefLabel ?l }", "1:28", "did you mean skos:"),
    ("SELECT ?s { ?s xyz:name ?n }", "1:16", "PREFIX xyz: <...>"),
]


@pytest.mark.parametrize(("sparql", "place", "advice"), WRONG)
def test_what_is_wrong_is_told_at_its_place_with_how_it_is_written(sparql: str, place: str, advice: str):
    fault = QueryText(sparql).fault(BASE, PREFIXES)
    refusal = syntax_refusal(QueryText(sparql), PREFIXES, BASE)
    assert fault is not None
    assert refusal is not None
    assert isinstance(fault.advice, Message)
    code = fault.advice.code.removeprefix("sparql.").removesuffix(".advice")
    assert (":".join(map(str, refusal.start)), code) == (place, advice)
    assert fault.advice is not CORRECT
    for language in ("en", "fr"):
        message = refusal.message[language]
        assert fault.advice[language] in message
        assert "sparql." not in message
    assert refusal.message["en"] != refusal.message["fr"]


@pytest.mark.parametrize(("sparql", "place", "advice"), UNDECLARED)
def test_a_prefix_is_declared_with_the_namespace_that_it_usually_has(sparql: str, place: str, advice: str):
    refusal = syntax_refusal(QueryText(sparql), PREFIXES, BASE)
    assert refusal is not None
    assert ":".join(map(str, refusal.start)) == place
    assert advice in refusal.message["en"]


def test_the_command_python_and_the_service_say_the_same(garden: Path):
    sparql = "SELECT ?s { ?s a g:Plant }\nLIMIT 10\nORDER BY ?s"
    expected = "syntax error at “ORDER”; put ORDER before LIMIT"
    with pytest.raises(QueryError, match=expected) as raised:
        Catalogue(garden).query(sparql)
    assert str(raised.value.place) == "<query>:3:1"
    with TestClient(Site(limited(edition_of(garden), workers=1))) as client:
        answer = client.get("/sparql", params={"query": sparql}).json()
    assert answer["detail"] == expected
    assert (answer["position"]["line"], answer["position"]["column"]) == (3, 1)


PIECES = (
    *"SELECT ASK WHERE FROM FILTER OPTIONAL UNION VALUES BIND AS IN NOT EXISTS ORDER BY LIMIT DESC COUNT AND like x ?x".split(),
    *"?y g:p <urn:a> <> 'a' @en ^^ 1 2024 - -- == = < > { } ( ) [ ] . ; , : := | & && || ! / * ? $ “ a A _:b PREFIX g:".split(),
)


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from(["", " "]))
def test_anything_is_looked_at_without_an_error_and_faults_lie_in_the_query(pieces: list[str], gap: str):
    sparql = gap.join(pieces)
    listed = tokens(sparql)
    faults = [foreign(listed), curly(listed), *(habit(listed, at) for at in range(len(listed) + 1))]
    for fault in faults:
        assert fault is None or (0 <= fault.start <= fault.end <= len(sparql) and fault.message["fr"] and fault.advice["fr"])


@given(st.lists(st.sampled_from(PIECES), max_size=10))
def test_a_fault_is_given_exactly_where_the_engine_refuses(pieces: list[str]):
    query = QueryText(" ".join(pieces))
    fault = query.fault(BASE, PREFIXES)
    refusal = syntax_refusal(query, PREFIXES, BASE)
    assert (fault is None) == (refusal is None)
