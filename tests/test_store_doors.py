"""A release in a store has the same doors: the command, Python, the service with its pages, its limits and its refusals."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import pytest
from sparql_service import limited, run
from starlette.testclient import TestClient
from stores import QUICK, USER, Running, Said, oxigraph, proxy, virtuoso
from typer.testing import CliRunner

import catalogue
from catalogue.cli.app import app
from catalogue.edition import read_edition
from catalogue.errors import RemoteError, UsageError
from catalogue.scaffold import init
from catalogue.serve import Site
from catalogue.stores.asking import Bounds
from catalogue.workspace import opening

STORES = ("oxigraph", "virtuoso")


@pytest.fixture(autouse=True)
def _seldom_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stores are asked by nobody but the tests, which count what they are asked."""
    monkeypatch.setattr("catalogue.stores.pool._EVERY", 3600.0)


EXTRA = """
<age> <ontology#old> 7, 12.5, true, "2024-02-29"^^xsd:date ; skos:prefLabel "âge"@fr, "age"@en .
"""


class Published(NamedTuple):
    """A catalogue whose release is in two stores."""

    folder: Path
    stores: Mapping[str, Running]
    credentials: Path
    release: str


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """A garden, published twice into an Oxigraph and a Virtuoso; its releases are of the same moment as those of the tests."""
    folder = tmp_path_factory.mktemp("doors")
    garden, credentials = folder / "garden", folder / "credentials"
    init(garden)
    credentials.write_text("machine 127.0.0.1 login {} password {}\n".format(*USER), "utf-8")
    with (
        pytest.MonkeyPatch.context() as patch,
        oxigraph(folder) as one,
        virtuoso(folder / "virtuoso") as other,
    ):
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        stores = {"oxigraph": one, "virtuoso": other}
        tables = "".join(
            f'[stores.{name}]\naddress = "{running.address}"\nprofile = "{name}"\nnormalised = true\n'
            for name, running in stores.items()
        )
        settings = garden / "catalogue.toml"
        settings.write_text(f"{settings.read_text('utf-8')}\n{tables}", "utf-8")
        for text in ("", EXTRA):
            with (garden / "data" / "garden" / "extra.ttl").open("w", encoding="utf-8") as file:
                file.write("@base <https://gardens.example.org/> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n")
                file.write("@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n" + text)
            opening.open(garden).build(check=False)
            for name in stores:
                outcome = CliRunner().invoke(app, ["publish", name, "-C", str(garden), "--credentials", str(credentials)])
                assert outcome.exit_code == 0, outcome.output
        yield Published(garden, stores, credentials, opening.open(garden).edition.release)


SAME = [
    "SELECT ?s ?p ?o { ?s ?p ?o FILTER(isIRI(?o) || LANG(?o) != '') }",
    "SELECT ?s ?p { ?s ?p ?o }",
    "SELECT ?name { ?s skos:prefLabel ?name FILTER(LANG(?name) = 'fr') }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?o { <age> <ontology#old> ?o FILTER(isNumeric(?o) && ?o > 7) }",
    "SELECT ?s { ?s a <ontology#Plant> } ORDER BY ?s LIMIT 2",
    "SELECT ?s ?n { ?s a <ontology#Plant> OPTIONAL { ?s <ontology#nothing> ?n } }",
    "ASK { ?s a <ontology#Plant> }",
    "ASK { ?s a <ontology#Unicorn> }",
    "CONSTRUCT { ?s skos:prefLabel ?name } WHERE { ?s a <ontology#Plant> ; skos:prefLabel ?name }",
    "SELECT ?s { ?s <ontology#inGarden>|skos:prefLabel ?x } ORDER BY ?s",
    "SELECT * { VALUES ?x { 'é' } BIND(STRLEN(?x) AS ?n) }",
]
"""What every store answers as the service itself does."""

OTHERWISE: dict[str, dict[str, object]] = {
    # A release is one graph: files are graphs in the service itself alone.
    "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }": {"here": "4", "oxigraph": "1", "virtuoso": "1"},
    # Virtuoso gives booleans in their other form.
    "SELECT ?o { <age> <ontology#old> ?o FILTER(DATATYPE(?o) = xsd:boolean) }": {
        "here": "true",
        "oxigraph": "true",
        "virtuoso": "1",
    },
}
"""What they answer otherwise, with what each does."""


def site(published: Published, store: str | None = None, **limits: Any) -> Site:
    """The service of the garden, here or passed on."""
    edition = limited(read_edition(published.folder), **limits)
    return Site(edition, store=published.stores[store].client(timeout=10) if store is not None else None)


def answer(client: TestClient, sparql: str, accept: str = "application/sparql-results+json, application/n-triples") -> Any:
    response = client.get("/sparql", params={"query": sparql}, headers={"Accept": accept})
    assert response.status_code == 200, response.text
    if "json" not in response.headers["content-type"]:
        return sorted(response.text.splitlines())
    body = response.json()
    if "boolean" in body:
        return body["boolean"]
    return sorted(json.dumps(row, sort_keys=True) for row in body["results"]["bindings"])


@pytest.mark.parametrize("store", STORES)
def test_the_service_answers_from_a_store_what_it_answers_itself(published: Published, store: str):
    with TestClient(site(published)) as here, TestClient(site(published, store)) as there:
        differing = [sparql for sparql in SAME if answer(here, sparql) != answer(there, sparql)]
    assert differing == []


@pytest.mark.parametrize("store", STORES)
def test_what_the_engines_answer_otherwise_is_listed(published: Published, store: str):
    with TestClient(site(published)) as here, TestClient(site(published, store)) as there:
        for sparql, answers in OTHERWISE.items():
            own, other = (
                client.get("/sparql", params={"query": sparql, "format": "csv"}).text.split()[-1] for client in (here, there)
            )
            assert own == answers["here"]
            assert other == answers[store]


@pytest.mark.parametrize("store", STORES)
def test_answers_come_in_each_format(published: Published, store: str):
    with TestClient(site(published, store)) as there:
        for name, start in (("json", '{"head"'), ("xml", "<?xml"), ("csv", "s,p"), ("tsv", "?s\t?p")):
            response = there.get("/sparql", params={"query": SAME[1], "format": name})
            assert (response.status_code, response.text[: len(start)]) == (200, start)
            assert response.headers["catalogue-release"] == published.release
        for name in ("turtle", "ntriples", "jsonld", "rdfxml"):
            assert there.get("/sparql", params={"query": SAME[9], "format": name}).status_code == 200


REFUSED = [
    ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
    ("DROP ALL", 403),
    ("DELETE WHERE { ?s ?p ?o }", 403),
    ("LOAD <http://127.0.0.1:1/>", 403),
    ("SELECT * FROM <urn:other> { ?s ?p ?o }", 400),
    ("DEFINE get:soft 'replace' SELECT * { ?s ?p ?o }", 400),
    ("SELECT (<bif:user_name>(1) AS ?x) {}", 400),
    ("SELECT (bif:user_name(1) AS ?x) {}", 400),
    ("SELECT * { ?s ?p ", 400),
    ("SELECT * {" * 100 + "}" * 100, 400),
    ("SELECT * { ?a ?b ?c . ?d ?e ?f }", 422),
]


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize(("sparql", "status"), REFUSED)
def test_what_is_refused_is_refused_here_and_not_passed_on(published: Published, store: str, sparql: str, status: int):
    with proxy(published.stores[store]) as between:
        client = published.stores[store].at(between.address).client(timeout=10)
        served = Site(limited(read_edition(published.folder), rows=100), store=client)
        with TestClient(served) as there:
            before = len(between.asked)
            response = there.get("/sparql", params={"query": sparql}, headers={"Accept": "application/json"})
            assert response.status_code == status, response.text
            assert len(between.asked) - before == (1 if status == 422 else 0)


@pytest.mark.parametrize("store", STORES)
def test_no_query_reaches_another_graph(published: Published, store: str):
    running = published.stores[store]
    running.client().update("INSERT DATA { GRAPH <urn:secret> { <urn:secret> <urn:p> 'secret' } }")
    with TestClient(site(published, store)) as there:
        for sparql in (
            "SELECT * { ?s <urn:p> ?o }",
            "SELECT * { GRAPH ?g { ?s <urn:p> ?o } }",
            "SELECT * { GRAPH <urn:secret> { ?s ?p ?o } }",
        ):
            assert answer(there, sparql) == []
        response = there.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": "urn:secret"})
        assert response.status_code == 400


def test_a_query_that_takes_too_long_is_ended(published: Published):
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r }"
    with TestClient(site(published, "oxigraph", wall=1)) as there:
        response = there.get("/sparql", params={"query": slow})
        assert (response.status_code, response.json()["limit"]) == (504, "wall")
        assert there.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_an_answer_that_a_store_ends_at_its_own_limit_is_an_error(published: Published):
    """Virtuoso gives 10,000 rows, and says in a header alone that there were more."""
    many = "SELECT ?a ?d ?g ?j { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with TestClient(site(published, "virtuoso")) as there:
        response = there.get("/sparql", params={"query": many}, headers={"Accept": "application/json"})
        assert (response.status_code, response.json().get("limit")) == (422, "rows")
    remote = opening.open(published.folder).store("virtuoso", bounds=Bounds(retries=QUICK))
    with pytest.raises(RemoteError, match="X-SPARQL-MaxRows"):
        remote.query(many)


def test_pages_data_and_earlier_releases_are_there_too(published: Published):
    earlier = next(path.name for path in (published.folder / "build/releases").iterdir() if path.name != published.release)
    with TestClient(site(published, "virtuoso"), follow_redirects=False) as there:
        assert "<html" in there.get("/index.en.html").text
        assert there.get("/dumps/catalogue.nq").status_code == 200
        counts = [
            there.get(f"{where}/sparql", params={"query": SAME[3], "format": "csv"}).text
            for where in ("", f"/release/{published.release}", f"/release/{earlier}")
        ]
        assert counts[0] == counts[1] != counts[2]
        assert there.get("/release/0123456789abcdef/sparql", params={"query": "ASK {}"}).status_code == 404
        assert there.get("/sparql", headers={"Accept": "text/turtle"}).status_code == 200
        assert there.get("/readyz").status_code == 200
        assert f"statements {int(counts[0].split()[-1])}" in there.get("/metrics").text.replace(".0", "").replace(
            "catalogue_", ""
        )


def test_a_store_that_has_gone_is_told_and_named_to_nobody(published: Published):
    with proxy(published.stores["oxigraph"]) as between:
        client = published.stores["oxigraph"].at(between.address).client(timeout=10)
        with TestClient(Site(read_edition(published.folder), store=client)) as there:
            between.rule = lambda _: Said(0)
            response = there.get("/sparql", params={"query": "ASK {}"})
            assert (response.status_code, response.headers["retry-after"]) == (503, "5")
            assert "127.0.0.1" not in response.text
            between.rule = lambda _: None
            assert there.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True


def test_the_service_is_ready_while_the_store_answers_and_has_the_release(
    published: Published, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("catalogue.stores.pool._EVERY", 0.02)
    with proxy(published.stores["oxigraph"]) as between:
        client = published.stores["oxigraph"].at(between.address).client(timeout=10)
        empty = b'{"head": {"vars": []}, "results": {"bindings": []}}'
        with TestClient(Site(read_edition(published.folder), store=client)) as there:
            none = Said(200, body=empty, headers={"Content-Type": "application/sparql-results+json"})
            for said in (Said(0), Said(503), none):
                assert _becomes(there, 200)
                between.rule = lambda _, said=said: said
                assert _becomes(there, 503)
                assert "catalogue_ready 0.0" in there.get("/metrics").text
                between.rule = lambda _: None
            assert _becomes(there, 200)


def _becomes(client: TestClient, status: int) -> bool:
    """Tell whether the service says that it is ready, or not, before long."""
    return any(client.get("/readyz").status_code == status or time.sleep(0.02) for _ in range(1000))


def test_a_release_that_the_store_lacks_is_not_served(published: Published, tmp_path: Path):
    init(tmp_path / "other")
    served = Site(read_edition(tmp_path / "other"), store=published.stores["oxigraph"].client())
    with pytest.raises(UsageError, match="catalogue publish first"), TestClient(served):
        pass


@pytest.mark.parametrize("store", STORES)
def test_the_command_and_python_ask_the_current_release(published: Published, store: str):
    asked = ["-C", str(published.folder), "-f", "csv"]
    for name in ("gardens-of-plant", SAME[5]):
        question = ["query", "-" if " " in name else name, *asked]
        own, other = (CliRunner().invoke(app, [*question, *more], input=name) for more in ([], ["--store", store]))
        assert (own.exit_code, other.exit_code) == (0, 0), other.output
        assert own.stdout == other.stdout
    opened = opening.open(published.folder)
    remote = opened.store(store, bounds=Bounds(timeout=10, retries=QUICK))
    assert sorted(remote.queries()) == sorted(opened.queries())
    assert remote.query(SAME[3]).to_python() == opened.query(SAME[3]).to_python()
    address = published.stores[store].address
    connected = catalogue.connect(address, profile=store, base="https://gardens.example.org/")
    assert connected.query(SAME[3]).to_python() == opened.query(SAME[3]).to_python()
    with pytest.raises(UsageError, match="no release of this catalogue"):
        catalogue.connect(address, profile=store, base="https://other.example.org/")


def test_a_store_without_a_release_of_the_catalogue_is_told(published: Published, tmp_path: Path):
    init(tmp_path / "other")
    file = tmp_path / "other" / "catalogue.toml"
    file.write_text(file.read_text("utf-8").replace("gardens.example.org", "other.example.org"), "utf-8")
    address = published.stores["oxigraph"].address
    asked = ["query", "-", "-C", str(file.parent)]
    outcome = CliRunner().invoke(app, [*asked, "--store", address, "--profile", "oxigraph"], input="ASK {}")
    assert (outcome.exit_code, "no release of this catalogue" in outcome.stderr) == (2, True)
    for options in (["--store", "a", "--endpoint", "b"], ["--profile", "oxigraph"], ["--credentials", "file"]):
        assert CliRunner().invoke(app, [*asked, *options], input="ASK {}").exit_code == 2
    assert CliRunner().invoke(app, ["serve", "-C", str(file.parent), "--profile", "oxigraph"]).exit_code == 2


def test_the_server_is_a_command(published: Published):
    with run(published.folder, "--store", "oxigraph") as (address, _):
        assert httpx2.get(f"{address}index.en.html").status_code == 200
        assert httpx2.get(f"{address}sparql", params={"query": SAME[3], "format": "csv"}).text.startswith("n")


def test_a_server_whose_store_does_not_answer_does_not_start(published: Published):
    command = [sys.executable, "-m", "catalogue", "serve", "--port", "0", "-C", str(published.folder)]
    ended = subprocess.run(
        [*command, "--store", "http://127.0.0.1:9", "--profile", "oxigraph"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, "does not answer" in ended.stderr, "Traceback" in ended.stderr) == (5, True, False)
