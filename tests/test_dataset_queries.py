"""Named queries whose answers are datasets of the catalogue: `# dataset: yes`."""

from pathlib import Path

import html5lib
import pytest
import rdflib
from conftest import edition_of
from rdflib import DCAT, DCTERMS, RDF
from starlette.testclient import TestClient

from catalogue import publish
from catalogue.lint import Finding
from catalogue.query import parse_query
from catalogue.release import build, verify
from catalogue.serve import Site
from catalogue.workspace.catalogue import Catalogue

BASE = "https://gardens.example.org/"
LANGUAGES = "http://publications.europa.eu/resource/authority/language/"
TITLED = "# title: Heights\n# title@fr: Hauteurs\n# description: How high plants grow.\n"
TABLE = "SELECT ?plant { ?plant a <ontology#Plant> } ORDER BY ?plant"
NAMES = """# param: lang language = en -- The language
SELECT ?name { ?plant a <ontology#Plant> ; skos:prefLabel ?name FILTER (lang(?name) = ?lang) } ORDER BY ?name"""


def with_query(garden: Path, sparql: str) -> Path:
    (garden / "queries" / "heights.rq").write_text(sparql, "utf-8")
    (garden / "queries" / "answers" / "heights.csv").write_text("#contains\nplant\n", "utf-8")
    return garden


def described(garden: Path) -> rdflib.Graph:
    data = publish.represent(edition_of(garden), BASE, "application/n-triples")
    return rdflib.Graph().parse(data=data.decode(), format="nt")


def distributions(garden: Path) -> dict[str, tuple[str, set[str]]]:
    """Give the address and the languages of each distribution of the query, by the end of its IRI."""
    graph = described(garden)
    return {
        str(found).removeprefix(f"{BASE}queries/heights"): (
            str(graph.value(found, DCAT.downloadURL)).removeprefix(BASE),
            {str(language).removeprefix(LANGUAGES) for language in graph.objects(found, DCTERMS.language)},
        )
        for found in graph.objects(rdflib.URIRef(f"{BASE}queries/heights"), DCAT.distribution)
    }


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        (TABLE, {"#csv": ("queries/heights.csv", set())}),
        ("CONSTRUCT { ?plant a <urn:x> } { ?plant a <ontology#Plant> }", {"#turtle": ("queries/heights.ttl", set())}),
        (
            NAMES,
            {"#csv-en": ("queries/heights.en.csv", {"ENG"}), "#csv-fr": ("queries/heights.fr.csv", {"FRA"})},
        ),
    ],
    ids=["table", "triples", "in each language"],
)
def test_it_is_a_dataset_with_its_files(garden: Path, sparql: str, expected: dict[str, tuple[str, set[str]]]):
    with_query(garden, f"{TITLED}# dataset: yes\n{sparql}")
    assert distributions(garden) == expected
    graph, dataset = described(garden), rdflib.URIRef(f"{BASE}queries/heights")
    assert (rdflib.URIRef(BASE), DCAT.dataset, dataset) in graph
    assert (dataset, RDF.type, DCAT.Dataset) in graph
    assert set(graph.objects(dataset, DCTERMS.title)) == {rdflib.Literal("Heights", "en"), rdflib.Literal("Hauteurs", "fr")}
    assert rdflib.Literal("How high plants grow.", "en") in set(graph.objects(dataset, DCTERMS.description))
    assert graph.value(dataset, DCAT.landingPage) == rdflib.URIRef(f"{BASE}queries/heights.en.html")
    paths = {document.path for document in publish.documents(edition_of(garden))}
    assert {path for path, _ in expected.values()} <= paths


@pytest.mark.parametrize(
    "sparql",
    [
        TABLE,
        NAMES,
        f"# dataset: no\n{TABLE}",
        f"# Dataset: heights of the town\n{TABLE}",
        f"# dataset: yes\n# param: least integer\n{TABLE} LIMIT 1 # ?least",
        "# dataset: yes\nSELECT (NOW() AS ?now) {}",
        "# dataset: yes\nSELECT * {",
    ],
)
def test_it_is_none_where_the_header_does_not_say_so_or_there_is_no_answer(garden: Path, sparql: str):
    with_query(garden, TITLED + sparql)
    assert distributions(garden) == {}
    assert (rdflib.URIRef(f"{BASE}queries/heights"), None, None) not in described(garden)


def test_its_table_is_there_in_each_language_and_at_the_address_of_any_query(garden: Path, tmp_path: Path):
    edition = edition_of(with_query(garden, f"{TITLED}# dataset: yes\n{NAMES}"))
    folder = build(edition, tmp_path / "out").folder
    written = {path.name: path.read_text("utf-8").split() for path in (folder / "queries").glob("heights*.csv")}
    assert set(written) == {"heights.csv", "heights.en.csv", "heights.fr.csv"}
    assert written["heights.csv"] == written["heights.en.csv"]
    assert "haricot" in written["heights.fr.csv"]
    assert verify(folder) == {}
    client = TestClient(Site(edition), follow_redirects=False)
    for path in (folder / "queries").glob("heights*.csv"):
        assert client.get(f"/queries/{path.name}").content == path.read_bytes()
    for language in ("fr", "en"):
        answer = client.get("/queries/heights", headers={"Accept": "text/csv", "Accept-Language": language})
        assert answer.headers["location"] == f"/queries/heights.{language}.csv"


def test_a_query_that_is_no_dataset_has_one_table_and_its_address_stays(garden: Path):
    edition = edition_of(with_query(garden, TITLED + NAMES))
    paths = {document.path for document in publish.documents(edition)}
    assert {path for path in paths if path.startswith("queries/heights") and path.endswith(".csv")} == {"queries/heights.csv"}


@pytest.mark.parametrize(("mark", "table"), [("# dataset: yes\n", "heights.fr.csv"), ("", "heights.csv")])
def test_its_page_offers_the_table_in_its_own_language(garden: Path, mark: str, table: str):
    edition = edition_of(with_query(garden, TITLED + mark + NAMES))
    page = publish.represent(edition, f"{BASE}queries/heights", "text/html", "fr")
    nav = html5lib.parse(page, namespaceHTMLElements=False).find(".//nav[@class='formats']")
    assert [a.get("href") for a in nav.iter("a") if a.text == "CSV"] == [f"../queries/{table}"]


# --- The header --------------------------------------------------------------------------------------------------------------


def findings(garden: Path, sparql: str) -> list[Finding]:
    return [f for f in Catalogue(with_query(garden, TITLED + sparql)).check() if f.place.path.endswith("heights.rq")]


@pytest.mark.parametrize(
    ("line", "place", "fix"),
    [
        ("# dataset: yes", None, None),
        ("#dataset:yes", None, None),
        ("# database: of the town", None, None),
        ("# Dataset: of the town", None, None),
        ("# dataset: Yes", (12, 15), "yes"),
        ("# dataset: true", (12, 16), None),
        ("# dataset:", (1, 11), None),
        ("# dataset@fr: yes", (1, 18), None),
        ("# Dataset: yes", (3, 10), "dataset"),
        ("# datasett: yes", (3, 11), "dataset"),
    ],
)
def test_a_line_that_marks_nothing_is_reported_at_its_place(
    garden: Path, line: str, place: tuple[int, int] | None, fix: str | None
):
    found = findings(garden, f"{line}\n{TABLE}")
    assert [(f.kind.code, f.place.line, (f.place.column, f.place.end_column)) for f in found] == (
        [("C402", 4, place)] if place else []
    )
    assert [edit.text for f in found for one in f.fixes for edit in one.edits] == ([fix] if fix else [])
    assert parse_query(f"{line}\n{TABLE}", "x", "x.rq").is_dataset == (line.replace(" ", "") == "#dataset:yes")


@pytest.mark.parametrize(
    ("sparql", "reason"),
    [
        ("# param: least integer\nSELECT * { ?s ?p ?least }", "It requires a value of least"),
        ("SELECT (RAND() AS ?r) {}", "because of RAND"),
    ],
)
def test_a_dataset_without_an_answer_is_reported(garden: Path, sparql: str, reason: str):
    [found] = findings(garden, f"# dataset: yes\n{sparql}")
    assert (found.kind.code, found.place.line, found.place.column, found.place.end_column) == ("C402", 4, 1, 15)
    assert reason in found.message["en"]
    assert "une publication" in found.message["fr"]
