"""Literals that a query asks for and the data writes otherwise are told beside an empty answer, and only there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from sparql_service import limited
from starlette.testclient import TestClient
from test_empty_answers import header_notes

from catalogue.scaffold import init
from catalogue.serve import Site
from catalogue.sparql.empty import Context
from catalogue.sparql.known import Known, Lookups
from catalogue.sparql.otherwise import otherwise_written
from catalogue.sparql.query import QueryText
from catalogue.terms import XSD, Literal, NamedNode
from catalogue.workspace.catalogue import Catalogue

DATA = """@prefix : <https://gardens.example.org/shed#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://gardens.example.org/tool/spade> :label "Spade"@en , "B\\u00eache"@fr , "Pá"@pt-BR ; :plain "Spade" ; :count 2 ;
    :built "2024"^^xsd:gYear ; :code "7" ; :price 1.50 ; :day "2024-05-01"^^xsd:date ; :open true ; :site "x"^^xsd:anyURI ;
    :padded "007"^^xsd:integer .
"""
A = "PREFIX : <https://gardens.example.org/shed#> "

OTHERWISE = [
    ('SELECT ?s { ?s :label "Spade" }', "23", '"Spade"@en, and not "Spade"'),
    ('SELECT ?s { ?s :label "Spade"@fr }', "23", '"Spade"@en, and not "Spade"@fr'),
    ('SELECT ?s { ?s :label "spade"@en }', "23", '"Spade"@en, and not "spade"@en'),
    ('SELECT ?s { ?s :plain "Spade"@en }', "23", '"Spade", and not "Spade"@en'),
    ('SELECT ?s { ?s :label "pá"@pt-br }', "23", '"Pá"@pt-BR, and not "pá"@pt-BR'),
    ("SELECT ?s { ?s :plain 'spade' }", "23", '"Spade", and not "spade"'),
    ('SELECT ?s { ?s :count "2" }', "23", '2, and not "2"'),
    ("SELECT ?s { ?s :count 2.0 }", "23", '2, and not "2.0"^^xsd:decimal'),
    ("SELECT ?s { ?s :code 7 }", "22", '"7", and not 7'),
    ('SELECT ?s { ?s :built "2024" }', "23", '"2024"^^xsd:gYear, and not "2024"'),
    ("SELECT ?s { ?s :built 2024 }", "23", '"2024"^^xsd:gYear, and not 2024'),
    ('SELECT ?s { ?s :day "2024-05-01" }', "21", '"2024-05-01"^^xsd:date, and not "2024-05-01"'),
    ('SELECT ?s { ?s :open "true" }', "22", '"true"^^xsd:boolean, and not "true"'),
    ('SELECT ?s { ?s :site "x" }', "22", '"x"^^xsd:anyURI, and not "x"'),
    ('ASK { ?s :label "Spade" }', "17", '"Spade"@en, and not "Spade"'),
    ('CONSTRUCT WHERE { ?s :label "Spade" }', "29", '"Spade"@en, and not "Spade"'),
    ('SELECT (COUNT(*) AS ?n) { ?s :label "Spade" }', "37", '"Spade"@en, and not "Spade"'),
    ('SELECT ?s { ?s ^:uses/:label "Spade" }', "30", '"Spade"@en, and not "Spade"'),
    ('SELECT ?s { ?s :plain|:label "Spade"@fr }', "30", '"Spade", and not "Spade"@fr'),
    ('SELECT ?s { ?s :label ?l FILTER (?l = "Spade") }', "39", '"Spade"@en, and not "Spade"'),
    ('SELECT ?s { ?s :label ?l FILTER ("Spade" = ?l) }', "34", '"Spade"@en, and not "Spade"'),
    ('SELECT ?s { ?s :label ?l FILTER (?l IN ("Spade")) }', "41", '"Spade"@en, and not "Spade"'),
    ("SELECT ?s { ?s :code ?c FILTER (?c = 7 && true) }", "38", '"7", and not 7'),
    ("SELECT ?s { ?s :built ?y FILTER (?y = 2024) }", "39", '"2024"^^xsd:gYear, and not 2024'),
]

SILENT = [
    'SELECT ?s { ?s :label "Spade"@en ; :count 3 }',
    'SELECT ?s { ?s :label "Spade"@EN ; :count 3 }',
    'SELECT ?s { ?s :label "Rake" }',
    "SELECT ?s { ?s :padded 007 ; :count 3 }",
    "SELECT ?s { ?s :count ?n FILTER (?n = 3) }",
    'SELECT ?s { ?s :count ?n FILTER (?n = 2.0) ?s :plain "Rake" }',
    'SELECT ?s { ?s ?p "Rake" }',
    'SELECT ?s { ?s !:plain "Spade"@de }',
    'SELECT ?s { ?s :label ?l FILTER (?l != "Spade" && false) }',
    "SELECT ?s { ?s :label ?l FILTER (STRLEN(?l) = 99) }",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("otherwise") / "garden"
    init(folder)
    (folder / "data" / "shed.ttl").write_text(DATA, "utf-8")
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(Site(limited(edition_of(folder), workers=1)), follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize(("sparql", "column", "expected"), OTHERWISE)
def test_python_and_the_service_tell_how_the_data_writes_it(
    folder: Path, client: TestClient, sparql: str, column: str, expected: str
):
    notes = [note for note in Catalogue(folder).query(A + sparql).notes if note.code.startswith("query.literal")]
    (note,) = notes
    assert f"the data has {expected}" in str(note)
    assert str(note).startswith(f"<query>:1:{len(A) + int(column)}: ")
    assert ("STR(" in str(note)) == ("FILTER" in sparql)
    assert "les données ont" in note.say("fr")
    header = client.get("/sparql", params={"query": A + sparql}).headers["catalogue-notes"]
    assert str(note).removeprefix("<query>:") in header_notes(header)


@pytest.mark.parametrize("sparql", SILENT)
def test_nothing_is_told_of_what_the_data_has_or_has_not_at_all(folder: Path, client: TestClient, sparql: str):
    assert [str(note) for note in Catalogue(folder).query(A + sparql).notes if "literal" in note.code] == []
    assert "the data has" not in client.get("/sparql", params={"query": A + sparql}).headers.get("catalogue-notes", "")


def test_an_answer_that_says_something_is_not_looked_at(folder: Path):
    assert Catalogue(folder).query(A + 'SELECT ?s { { ?s :label "Spade" } UNION { ?s :count 2 } }').notes == ()


@pytest.mark.parametrize(
    "sparql", ['SELECT ?s { ?s a "Plant" }', "SELECT ?s { ?s rdf:type 'Plant'@en }", "SELECT ?s { ?s a 1 }"]
)
def test_a_class_that_is_a_text_is_told(folder: Path, client: TestClient, sparql: str):
    (note,) = Catalogue(folder).query(sparql).notes
    assert note.code == "query.class-is-literal"
    assert note.place is not None
    assert sparql[note.place.column - 1] in "'\"1"
    assert header_notes(client.get("/sparql", params={"query": sparql}).headers["catalogue-notes"])


FORMS = st.sampled_from(["@en", "@fr", "@de", "", "string", "gYear", "anyURI", "integer"])


def _literal(value: str, form: str) -> Literal:
    if form.startswith("@"):
        return Literal(value, language=form[1:])
    return Literal(value, datatype=NamedNode(XSD + form)) if form else Literal(value)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8), FORMS, FORMS)
def test_whatever_the_forms_are_a_note_names_the_literal_of_the_data(value: str, asked: str, written: str):
    sought, other = _literal(value, asked), _literal(value, written)
    known = Known(lambda _: True, lookups=Lookups(lambda _iri, _most: [other], lambda _iri, literal: literal == other))
    notes = list(otherwise_written(QueryText(f"ASK {{ ?s <urn:p> {sought} }}"), known, Context("urn:e/", {"xsd": XSD})))
    assert len(notes) == (sought != other)
