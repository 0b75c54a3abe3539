"""The server: the same bytes as the release, and each client the document that it would rather have."""

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from conftest import edition_of
from starlette.testclient import TestClient

from catalogue.documents.addresses import VOID
from catalogue.serve import Site
from catalogue.serve.negotiate import choose, language_weight, media_weight, preferences
from catalogue.serve.server import beside_service
from catalogue.workspace.catalogue import Catalogue


@pytest.fixture
def client(garden: Path) -> TestClient:
    return TestClient(Site(edition_of(garden)), follow_redirects=False)


def test_get_equals_the_built_file_for_every_file(folder: Path):
    release = Catalogue(folder).build().folder
    client = TestClient(Site(edition_of(folder)))
    files = [path for path in release.rglob("*") if path.is_file()]
    led = client.get("/" + VOID, follow_redirects=False)  # a server describes its service there, and what that answers from
    assert (led.status_code, led.headers["location"]) == (303, "/sparql")
    for path in set(files) - {release / VOID}:
        answer = client.get("/" + path.relative_to(release).as_posix())
        assert (answer.status_code, answer.content) == (200, path.read_bytes()), path
    assert len(files) > 40


def test_every_media_type_is_that_of_the_manifest(garden: Path, client: TestClient):
    manifest = json.loads((Catalogue(garden).build().folder / "manifest.json").read_bytes())
    for entry in [entry for entry in manifest["files"] if entry["path"] != VOID]:
        given = client.head("/" + entry["path"], follow_redirects=True).headers["content-type"]
        assert given.partition(";")[0] == entry["mediaType"]


@pytest.mark.parametrize(
    ("accept", "language", "expected"),
    [
        ("", "", "plant/bean.en.html"),
        ("*/*", "fr", "plant/bean.fr.html"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "fr-CA,fr;q=0.9,en;q=0.5", "plant/bean.fr.html"),
        ("text/html", "de", "plant/bean.en.html"),
        ("text/html", "en;q=0, fr", "plant/bean.fr.html"),
        ("text/turtle", "fr", "plant/bean.ttl"),
        ("application/ld+json", "", "plant/bean.jsonld"),
        ("application/n-triples;q=0.4, text/turtle;q=0.3", "", "plant/bean.nt"),
        ("text/*;q=0.5, application/ld+json;q=0.9", "", "plant/bean.jsonld"),
        ("text/html;q=0, */*", "", "plant/bean.ttl"),
    ],
)
def test_a_thing_sees_its_client_to_the_document_it_would_rather_have(
    client: TestClient, accept: str, language: str, expected: str
):
    answer = client.get("/plant/bean", headers={"Accept": accept, "Accept-Language": language})
    assert (answer.status_code, answer.headers["location"]) == (303, "/" + expected)
    assert answer.headers["vary"] == "Accept, Accept-Language"


@pytest.mark.parametrize(
    ("path", "accept", "expected"),
    [
        ("/", "text/html", "/index.en.html"),
        ("/", "text/turtle", "/index.ttl"),
        ("/plant", "text/csv", "/plant.csv"),
        ("/ontology", "application/ld+json", "/ontology.jsonld"),
        ("/plant/bean.html", "text/turtle", "/plant/bean.en.html"),
    ],
)
def test_lists_the_home_page_and_the_vocabulary_are_negotiated_too(client: TestClient, path: str, accept: str, expected: str):
    assert client.get(path, headers={"Accept": accept}).headers["location"] == expected


def test_what_no_client_can_read_is_not_acceptable_and_says_what_there_is(client: TestClient):
    answer = client.get("/plant/bean", headers={"Accept": "image/png"})
    assert (answer.status_code, "text/turtle" in answer.text) == (406, True)


@pytest.mark.parametrize(
    "path", ["/nope", "/plant/nope", "/plant/bean.pdf", "/plant/../../etc/passwd", "/%ff", "/<b>", "/plant/bean.html.html"]
)
def test_what_is_not_there_is_not_found(client: TestClient, path: str):
    answer = client.get(path, headers={"Accept": "text/html", "Accept-Language": "fr"})
    assert answer.status_code == 404
    assert "Cette page n’existe pas." in answer.text.replace("&#39;", "'")
    assert '<link rel="stylesheet" href="/assets/style.css">' in answer.text


def test_only_reading_is_allowed(client: TestClient):
    assert client.post("/plant/bean").status_code == 405


def test_a_client_that_has_the_bytes_is_not_sent_them_again(client: TestClient):
    first = client.get("/plant/bean.ttl")
    again = client.get("/plant/bean.ttl", headers={"If-None-Match": f'"x", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")


def test_documents_link_to_one_another_and_say_what_they_describe(client: TestClient):
    link = client.get("/plant/bean.fr.html").headers["link"]
    assert '<https://gardens.example.org/plant/bean>; rel="describes"' in link
    assert '<https://gardens.example.org/plant/bean.jsonld>; rel="alternate"; type="application/ld+json"' in link
    assert '<https://gardens.example.org/plant/bean.en.html>; rel="alternate"; type="text/html"; hreflang="en"' in link


def test_a_thing_whose_iri_has_other_characters_is_found(library: Path):
    client = TestClient(Site(edition_of(library)), follow_redirects=False)
    answer = client.get("/book/%C3%89t%C3%A9.1", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/book/%C3%89t%C3%A9.1.ttl")


def test_weights_are_read_as_the_standard_says():
    assert preferences("a/b;q=0.5;x=1, , c/d;q=nan, e/f;q=2") == [("a/b", 0.5), ("c/d", 0.0), ("e/f", 1.0)]
    assert media_weight("text/turtle", preferences("text/turtle;q=0, text/*")) == 0.0
    assert language_weight("fr", preferences("*;q=0.1")) == 0.1


def test_without_documents_nothing_is_chosen():
    assert choose([], "*/*", "", ["en"]) is None


@pytest.mark.parametrize(
    "path",
    [
        "",
        "book",
        "book/%C3%89t%C3%A9.1",
        "book/%C3%89t%C3%A9.1.ttl",
        "index.ttl",
        "sitemap.xml",
        "api/queries",
        "sparql?query=ASK{}",
    ],
)
def test_the_path_of_an_iri_answers_as_where_the_base_is_mounted(library: Path, path: str):
    site = Site(edition_of(library))
    with TestClient(site, base_url="https://library.example.net", follow_redirects=False) as client:
        below, bare = client.get(f"/kb/{path}"), client.get(f"/{path}")
        assert below.status_code == bare.status_code
        assert below.status_code in {200, 303}
        location, expected = (answer.headers.get("location", "/") for answer in (below, bare))
        assert location == f"/kb{expected}" or expected == location == "/"
        if location != "/":
            assert client.get(location).status_code == 200


def test_a_path_that_begins_as_the_base_does_is_an_entry_where_there_is_one(library: Path):
    entry = next((library / "data").rglob("*.ttl"))
    entry.write_text(entry.read_text("utf-8").replace("book/", "kb/"), "utf-8")
    edition = edition_of(library)
    names = [thing.value.removeprefix(edition.settings.base) for thing in edition.things]
    name = next(name for name in names if name.startswith("kb/"))
    client = TestClient(Site(edition), follow_redirects=False)
    assert client.get("/" + quote(name)).headers["location"].startswith("/kb/")
    assert client.get("/" + quote(name.removeprefix("kb/"))).status_code == 404


def test_a_server_is_the_service_of_its_pages_where_the_settings_name_none(garden: Path):
    edition = edition_of(garden)
    beside = beside_service(edition)
    assert (edition.settings.sparql.address, beside.settings.sparql.address) == (None, f"{edition.settings.base}sparql")
    assert beside.release == edition.release
    with TestClient(Site(beside)) as client:
        home = client.get("/index.en.html").text
        assert (
            client.get("/queries/gardens-of-plant.en.html").text.count(
                '<form class="ask" action="../api/queries/gardens-of-plant"'
            )
            == 1
        )
        assert '<a href="sparql">' in home
    named = replace(
        edition, settings=replace(edition.settings, sparql=replace(edition.settings.sparql, address="https://x.example/"))
    )
    assert beside_service(named) is named
    assert beside_service(edition.at("https://preview.example/")).settings.sparql.address is None
