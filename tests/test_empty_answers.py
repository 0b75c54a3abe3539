"""Empty answers explain themselves: which terms of a query the catalogue does not know, and what may be meant."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from sparql_service import answering, limited
from starlette.testclient import TestClient
from test_cli import catalogue as shell

from catalogue.scaffold import init
from catalogue.serve import Site
from catalogue.sparql import empty
from catalogue.sparql.empty import Context, unknown_terms
from catalogue.sparql.known import Known, Lookups, Vocabulary
from catalogue.sparql.query import QueryText
from catalogue.terms import RDF_TYPE
from catalogue.workspace.catalogue import Catalogue

TERM = "neither the data nor the vocabulary has "
ANY = "SELECT ?s { ?s ?p ?o "
ONTOLOGY = "PREFIX o: <https://gardens.example.org/ontology#> "

UNKNOWN = [
    ("SELECT ?s { ?s a g:Plnat }", ["1:18: g:Plnat; did you mean g:Plant?"]),
    ("SELECT ?s { ?s skos:preflabel ?l }", ["1:16: skos:preflabel; did you mean skos:prefLabel?"]),
    ("SELECT ?s { ?s g:grows <plant/baen> }", ["1:24: <plant/baen>; did you mean <plant/bean>?"]),
    ("SELECT ?s { ?s g:grows <plant/xyz> }", ["1:24: <plant/xyz>; beside it there are <plant/bean>, <plant/tomato>"]),
    ("SELECT ?s {\n  ?s\n    g:growz ?o\n}", ["3:5: g:growz; did you mean g:grows?"]),
    ("ASK { ?s a g:plant }", ["1:12: g:plant; did you mean g:Plant?"]),
    ("CONSTRUCT { ?s a g:Made } { ?s a g:Plnat }", ["1:34: g:Plnat; did you mean g:Plant?"]),
    ("CONSTRUCT WHERE { ?s a g:Plnat }", ["1:24: g:Plnat; did you mean g:Plant?"]),
    ("DESCRIBE <plant/baen> {}", ["1:10: <plant/baen>; did you mean <plant/bean>?"]),
    ("SELECT (COUNT(*) AS ?n) { ?s a g:Plnat }", ["1:32: g:Plnat; did you mean g:Plant?"]),
    ("SELECT (SUM(?x) AS ?n) (MAX(?x) AS ?m) { ?s g:growz ?x }", ["1:45: g:growz; did you mean g:grows?"]),
    ("SELECT (EXISTS { ?s a g:Plnat } AS ?any) {}", ["1:23: g:Plnat; did you mean g:Plant?"]),
    ("SELECT ?s ?l { ?s a g:Plant OPTIONAL { ?s skos:preflabel ?l } }", ["1:43: skos:preflabel; did you mean skos:prefLabel?"]),
    ("SELECT ?s { ?s ^g:growz/g:grows ?o }", ["1:17: g:growz; did you mean g:grows?"]),
    (
        "SELECT ?s { ?s (g:growz|g:grown)+ ?o }",
        ["1:17: g:growz; did you mean g:grows?", "1:25: g:grown; did you mean g:grownIn?"],
    ),
    ("SELECT ?s { VALUES ?s { <plant/baen> } ?s ?p ?o }", ["1:25: <plant/baen>; did you mean <plant/bean>?"]),
    (ANY + "FILTER (?o IN (g:Plnat)) }", ["1:37: g:Plnat; did you mean g:Plant?"]),
    (ANY + "{ SELECT ?s { ?s g:growz ?x } } }", ["1:39: g:growz; did you mean g:grows?"]),
    ("SELECT ?s { ?s g:growz (1 2) }", ["1:16: g:growz; did you mean g:grows?"]),
    ("SELECT ?s { [ g:growz (1 2) ] g:grows ?s }", ["1:15: g:growz; did you mean g:grows?"]),
    (
        "SELECT ?s { GRAPH <data/plant/baen.ttl> { ?s ?p ?o } }",
        ["1:19: there is no graph <data/plant/baen.ttl>; did you mean <data/plant/bean.ttl>?"],
    ),
    ("SELECT ?s { ?s g:Plants ?o }", ["1:16: g:Plants; beside it there are g:grownIn, g:grows, g:opened"]),
    ("SELECT ?s { ?s g:growsIn ?o }", ["1:16: g:growsIn; did you mean g:grownIn?"]),
    ("SELECT ?s { ?s a g:grow }", ["1:18: g:grow; beside it there are g:Garden, g:Plant"]),
    ("SELECT ?s { ?s a/rdfs:subClassOf* g:Plnat }", ["1:35: g:Plnat; did you mean g:Plant?"]),
    ("SELECT ?s { ?s rdf:type g:Plnat }", ["1:25: g:Plnat; did you mean g:Plant?"]),
    (
        "SELECT ?s { ?s a g:Garden . FILTER NOT EXISTS { ?s ?p ?o } ?s g:Gardens 1 }",
        ["1:63: g:Gardens; beside it there are g:grownIn, g:grows, g:opened"],
    ),
    (ONTOLOGY + "SELECT ?s { ?s a o:Plnat }", ["1:68: o:Plnat; did you mean o:Plant?"]),
    ("PREFIX h: <http://gardens.example.org/ontology#> SELECT ?s { ?s a h:Plant }", ["1:67: h:Plant; did you mean g:Plant?"]),
    ("SELECT ?s { ?s a <urn:x> ; a <urn:x> }", ["1:18: <urn:x>"]),
    ("SELECT ?s { ?s a <https://other.example/Thing> }", ["1:18: <https://other.example/Thing>"]),
]

KNOWN = [
    "SELECT ?s { ?s a g:Plant FILTER (false) }",
    "SELECT ?s { ?s a g:Plant ; g:grows ?x }",
    'SELECT ?s { ?s skos:prefLabel "x"^^xsd:string }',
    'SELECT ?s { ?s skos:prefLabel "x"^^g:datatype }',
    "SELECT ?s { ?s ?p ?o FILTER (xsd:integer(?o) > 3 && DATATYPE(?o) = xsd:byte) }",
    "SELECT ?s { ?s ?p ?o FILTER (STRSTARTS(STR(?s), STR(<https://nowhere.example/>)) && STRSTARTS(STR(?s), STR(g:))) }",
    "SELECT ?s { ?s a/rdfs:subClassOf* g:Plant FILTER (false) }",
    "SELECT ?s { ?s !owl:differentFrom ?o FILTER (false) }",
    "CONSTRUCT { ?s a <urn:made> } { ?s a g:Plant FILTER (false) }",
    "PREFIX n: <urn:nowhere/> BASE <urn:elsewhere/> SELECT ?s { ?s ?p ?o FILTER (false) }",
    "SELECT ?s FROM <data/plant/bean.ttl> { ?s a g:Garden }",
    "SELECT ?s { GRAPH <data/plant/bean.ttl> { ?s a g:Garden } }",
    "SELECT ?s { ?s ?p ?o }",
    "SELECT ?s ?x { ?s a g:Plant { SELECT ?x { ?x a <urn:unknown> } } FILTER (false) } VALUES ?s { <plant/bean> }",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty") / "garden"
    init(folder)
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(Site(limited(edition_of(folder), workers=1)), follow_redirects=False) as client:
        yield client


def header_notes(header: str) -> list[str]:
    """Read the header of notes: the place and the text of each."""
    found = re.findall(r'%"((?:[^"%]|%[0-9a-f]{2})*)"(?:;code=[^;,]+)?(?:;line=(\d+);column=(\d+))?', header)
    return [f"{line}:{column}: {unquote(text)}" if line else unquote(text) for text, line, column in found]


def full(expected: list[str]) -> list[str]:
    """Give notes as they are told, from those of the table."""
    return [re.sub(r"(?<=\d: )(?!there)", TERM, note) for note in expected]


@pytest.mark.parametrize(("sparql", "expected"), UNKNOWN)
def test_python_names_the_terms_that_nobody_knows_with_their_places(folder: Path, sparql: str, expected: list[str]):
    notes = Catalogue(folder).query(sparql).notes
    assert [str(note) for note in notes] == [f"<query>:{note}" for note in full(expected)]
    assert all(note.say("fr") != str(note) for note in notes)


@pytest.mark.parametrize(("sparql", "expected"), UNKNOWN)
@pytest.mark.parametrize("format_name", ["json", "xml", "csv", "tsv"])
def test_the_service_names_the_same(client: TestClient, sparql: str, expected: list[str], format_name: str):
    is_graph = sparql.startswith(("CONSTRUCT", "DESCRIBE"))
    chosen = {"json": "turtle", "xml": "rdfxml", "csv": "ntriples", "tsv": "jsonld"}[format_name] if is_graph else format_name
    answer = client.get("/sparql", params={"query": sparql, "format": chosen})
    assert answer.status_code == 200
    is_column_alone = "OPTIONAL" in sparql and chosen in {"csv", "tsv"}
    assert header_notes(answer.headers.get("catalogue-notes", "")) == ([] if is_column_alone else full(expected))


@pytest.mark.parametrize("sparql", KNOWN)
def test_an_answer_that_is_empty_for_another_reason_blames_no_term(folder: Path, client: TestClient, sparql: str):
    unknown = [note for note in Catalogue(folder).query(sparql).notes if "urn:unknown" not in str(note)]
    assert unknown == []
    header = client.get("/sparql", params={"query": sparql}).headers.get("catalogue-notes", "")
    assert [note for note in header_notes(header) if "urn:unknown" not in note] == []


def test_an_answer_with_something_in_each_column_is_not_looked_at(
    folder: Path, client: TestClient, monkeypatch: pytest.MonkeyPatch
):
    sparql = "SELECT ?s { { ?s a g:Plant } UNION { ?s a g:Plnat } }"
    assert "catalogue-notes" not in client.get("/sparql", params={"query": sparql}).headers
    monkeypatch.setattr(empty, "unknown_terms", None)
    assert Catalogue(folder).query(sparql).notes == ()


PARAMETERS = [
    ("plant/baen", "plant/baen (plant) does not occur in the catalogue; did you mean plant/bean?"),
    (
        "<plant/baen>",
        "<plant/baen> (plant) does not occur in the catalogue; did you mean <https://gardens.example.org/plant/bean>?",
    ),
    (
        "https://gardens.example.org/plant/baen",
        "https://gardens.example.org/plant/baen (plant) does not occur in the catalogue; did you mean https://gardens.example.org/plant/bean?",
    ),
    ("bean", "bean (plant) does not occur in the catalogue; did you mean plant/bean?"),
    ("Bean", "Bean (plant) does not occur in the catalogue"),
    ("g:Plnat", "g:Plnat (plant) does not occur in the catalogue; did you mean g:Plant?"),
]


@pytest.mark.parametrize(("value", "expected"), PARAMETERS)
def test_a_parameter_that_names_nothing_proposes_what_may_be_meant(folder: Path, client: TestClient, value: str, expected: str):
    (note,) = [str(note) for note in Catalogue(folder).query("gardens-of-plant", plant=value).notes]
    answer = client.get("/api/queries/gardens-of-plant", params={"plant": value})
    assert header_notes(answer.headers["catalogue-notes"]) == [note] == [expected]
    assert "line=" not in answer.headers["catalogue-notes"]
    assert f"note: {expected}\n" in shell(folder, "query", "gardens-of-plant", "-p", f"plant={value}").stderr


def test_a_number_is_completed_by_the_name_of_its_parameter(garden: Path):
    """Where several things end alike, the one below the parameter's name is meant."""
    for kind in ("area", "season", "week"):
        (garden / "data" / f"{kind}.ttl").write_text(f"<https://gardens.example.org/{kind}/2> <urn:p> 1 .", "utf-8")
    (garden / "queries" / "of.rq").write_text("# param: season iri\nSELECT * { ?s <urn:p> ?season }", "utf-8")
    opened = Catalogue(garden)
    assert [str(n) for n in opened.query("of", season=2).notes] == [
        "2 (season) does not occur in the catalogue; did you mean season/2?"
    ]
    assert opened.query("of", season="season/2").notes == ()


def test_a_query_for_another_catalogue_gets_five_notes_and_no_long_search(monkeypatch: pytest.MonkeyPatch):
    searched: list[str] = []
    known = Known(frozenset().__contains__, lambda: ["urn:e/a"])
    monkeypatch.setattr(known, "nearest", lambda iri, _role: searched.append(iri))
    query = QueryText("SELECT * { " + " . ".join(f"?s <urn:e/{'x' * 100}{n}> ?o{n}" for n in range(20)) + " }")
    notes = list(unknown_terms(query, known, Context("urn:e/", {})))
    assert (len(notes), len(searched)) == (5, 5)
    assert all(len(note.message["en"]) < 200 for note in notes)
    monkeypatch.setattr(empty, "_PATIENCE", -1)
    assert len(list(unknown_terms(query, known, Context("urn:e/", {})))) == len(searched) == 5


@given(
    st.sampled_from(["Plant", "Garden", "grows"]),
    st.integers(0, 5),
    st.sampled_from(
        [
            "SELECT * {{ ?s {0} ?o }}",
            "ASK {{ {0} ?p ?o }}",
            "SELECT * {{ ?s ?p {0} FILTER (true) }}",
            "SELECT * {{ ?s ?p ?o MINUS {{ ?s ?p ?o }} ?o {0}/{0} ?s }}",
        ]
    ),
    st.booleans(),
)
def test_a_slip_of_any_known_term_at_any_place_proposes_that_term(local: str, at: int, pattern: str, is_whole: object):
    namespace = "https://e.example/ns#"
    names = [namespace + name for name in ("Plant", "Garden", "grows")]
    known = Known(set(names[:1]).__contains__, lambda: names, Vocabulary(frozenset(names[1:])))
    slip = f"{local[: at % len(local)]}z{local[at % len(local) :]}"
    written = (lambda name: f"<{namespace}{name}>") if is_whole else (lambda name: f"e:{name}")
    context = Context("https://e.example/", {"e": namespace})
    (note,) = unknown_terms(QueryText(pattern.format(written(slip))), known, context)
    assert note.message["en"] == f"{TERM}{written(slip)}; did you mean e:{local}?"
    assert list(unknown_terms(QueryText(pattern.format(written(local))), known, context)) == []


def test_what_stands_only_as_a_value_or_in_a_graph_with_shared_triples_is_known(folder: Path):
    """The data of the service are asked, whichever way the store holds them."""
    lines = b"<urn:a> <urn:p> <urn:value> <https://gardens.example.org/g> .\n"
    for statements in (lines, lines + lines.replace(b"/g>", b"/h>")):
        with answering(statements, folder) as client:
            for iri in ("urn:a", "urn:p", "urn:value"):
                assert (
                    "catalogue-notes"
                    not in client.get("/sparql", params={"query": f"ASK {{ <{iri}> <urn:p> <{iri}> }}"}).headers
                )
            header = client.get("/sparql", params={"query": "ASK { <urn:a> <urn:p> <urn:b> }"}).headers["catalogue-notes"]
            assert header_notes(header) == [f"1:23: {TERM}<urn:b>"]


def test_figures_that_hang_on_the_resources_of_an_initiative_are_found_and_told_where(first: Catalogue):
    of = {"thing": "initiative/open-food-facts", "metric": "concept/metric-products"}
    figures = first.query("q09-figures-over-time", **of)
    assert {figures.short(row["feature"]) for row in figures} == {"common-resource/open-food-facts-database"}


POSITIONS = [
    ("?s {} ?o", "property"),
    ("?s {}+ ?o", "property"),
    ("?s ^({}|e:other) ?o", "property"),
    ("?s a {}", "class"),
    ("?s <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> {}", "class"),
    ("?s a/e:sub* {}", "class"),
    ("OPTIONAL {{ [] a {} }}", "class"),
    ("FILTER EXISTS {{ ?s e:other [ {} ?o ] }}", "property"),
]


@pytest.mark.parametrize(("pattern", "role"), POSITIONS)
def test_what_is_proposed_can_stand_where_the_slip_stands(pattern: str, role: str):
    """Of names that are alike, properties are proposed for properties, and classes behind `a`."""
    terms = {"property": ["urn:e/gardening", "urn:e/other", "urn:e/sub"], "class": ["urn:e/gardener"]}
    meant = {"property": "e:gardening", "class": "e:gardener"}
    mentions = {"urn:e/other", "urn:e/sub", RDF_TYPE.value}.__contains__
    query, context = QueryText(f"SELECT * {{ {pattern.format('e:gardenin')} }}"), Context("urn:e/", {"e": "urn:e/"})
    both = Known(mentions, lambda: [*terms["property"], *terms["class"]], lookups=Lookups(roles=lambda: terms))
    assert [str(note).rpartition(";")[2] for note in unknown_terms(query, both, context)] == [f" did you mean {meant[role]}?"]
    others = {**terms, role: []}
    neither = Known(mentions, lambda: [*others["property"], *others["class"]], lookups=Lookups(roles=lambda: others))
    assert "did you mean" not in str(next(unknown_terms(query, neither, context)))
