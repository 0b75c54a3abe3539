"""The folder of what is no entry: where `site.folder` gives one, entries have every address beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from conftest import edition_of
from starlette.testclient import TestClient

from catalogue import publish
from catalogue.config import read_settings
from catalogue.edition import Edition
from catalogue.errors import CatalogueError
from catalogue.lint import check
from catalogue.release import build, verify
from catalogue.scaffold import init
from catalogue.serve import Site

BASE = "https://gardens.example.org/"
TAKEN = (
    "sparql api api/queries api/openapi.json release release/1/sparql context.jsonld manifest.json index index.en "
    "sitemap.xml assets/style.css dumps/catalogue queries queries/gardens-of-plant plant garden about search"
).split()
"""Names that other people have published, most of them addresses that are ours where there is no folder for them."""

SERVICE = re.compile(r"_/(sparql|api/queries/[\w-]+|release/\w+/(sparql|api/queries/[\w-]+))(\?|$)")
ROOTED = ["robots.txt", "robots", ".well-known/void"]
"""Addresses that the web gives; they stay."""


def garden_in(folder: Path, names: list[str], own: str | None = "_") -> Edition:
    """Give the garden with plants of some names, and with a folder for what is no entry."""
    init(folder)
    setting = "" if own is None else f'\n[site]\nfolder = "{own}"\n[sparql]\naddress = "{BASE}{own}/sparql"\n'
    with (folder / "catalogue.toml").open("a", encoding="utf-8") as file:
        file.write(setting)
    lines = [f'<{BASE}{name}> a g:Plant ; skos:prefLabel "plant {number}"@en .\n' for number, name in enumerate(names)]
    head = f"@prefix g: <{BASE}ontology#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    (folder / "data" / "plant" / "more.ttl").write_text(head + "".join(lines), "utf-8")
    return edition_of(folder)


def links_of(page: str, path: str) -> set[str]:
    """Give the addresses below the base that a page at a path links to, relative to the base."""
    links = {urljoin(BASE + path, link.partition("#")[0]) for link in re.findall(r'(?:href|src)="([^"]*)"', page)}
    return {link.removeprefix(BASE) for link in links if link.startswith(BASE)}


def taken(edition: Edition) -> dict[str, str]:
    return {finding.focus.removeprefix(BASE): finding.advice["en"] for finding in check(edition) if finding.kind.code == "C205"}


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return garden_in(tmp_path_factory.mktemp("own") / "garden", TAKEN)


@pytest.fixture(scope="module")
def client(edition: Edition) -> Iterator[TestClient]:
    with TestClient(Site(edition), base_url=BASE, follow_redirects=False) as client:
        yield client


def test_with_a_folder_of_our_own_no_published_name_is_taken(edition: Edition):
    assert taken(edition) == {}


COLLIDING = [
    *sorted({*TAKEN} - {"about", "search", "index.en"}),
    *ROOTED,
    "plant/bean.ttl",
    "plant/bean.en.html",
    "garden/%68ill-side",
    "plant.csv",
    "plant",
]
"""Names of entries that something else has: what a folder moves, what the web gives, another entry's documents."""


@pytest.mark.parametrize("name", COLLIDING)
def test_a_folder_is_advised_where_it_ends_the_collision_and_only_there(tmp_path: Path, name: str):
    before = taken(garden_in(tmp_path / "before", [name], None))
    after = taken(garden_in(tmp_path / "after", [name]))
    assert {name} == before.keys()
    assert ('[site] folder = "_"' in before[name]) == (after == {})
    assert ("two entries" in before[name]) == name.startswith(("plant/bean.", "garden/%"))


@pytest.mark.parametrize("name", TAKEN)
def test_each_of_them_is_served_at_its_iri(client: TestClient, name: str):
    for accept in ("text/turtle", "text/html"):
        answer = client.get(f"/{name}", headers={"accept": accept})
        assert answer.status_code == 303
        assert f"plant {TAKEN.index(name)}" in client.get(answer.headers["location"]).text


def test_all_that_is_no_entry_is_in_the_folder_and_no_two_documents_share_a_path(edition: Edition):
    paths = [document.path for document in publish.documents(edition)]
    entries = {resource.iri for resource in publish.resources(edition) if resource.kind in {"thing", "vocabulary"}}
    others = [document.path for document in publish.documents(edition) if document.iri not in entries]
    assert len({path.casefold() for path in paths}) == len(paths)
    assert [path for path in others if not path.startswith("_/")] == ["robots.txt", "404.html"]


def test_links_of_all_pages_lead_to_documents(edition: Edition):
    there = {document.path for document in publish.files(edition)}
    for document in publish.documents(edition):
        if document.path.endswith(".html"):
            page = publish.represent(edition, document.iri, "text/html", document.language).decode()
            assert {link for link in links_of(page, document.path) if not SERVICE.match(link)} <= there, document.path


def test_the_service_is_in_the_folder(edition: Edition, client: TestClient):
    ask = {"query": "ASK { ?s ?p ?o }"}
    json = {"accept": "application/sparql-results+json"}
    for _ in range(2):  # an answer that is kept is not given elsewhere
        assert client.get("/_/sparql", params=ask, headers=json).json()["boolean"] is True
        assert client.get("/sparql", params=ask, headers=json).status_code == 406
    assert client.get(f"/_/release/{edition.release}/sparql", params=ask, headers=json).json()["boolean"] is True
    [listed] = client.get("/_/api/queries").json()["queries"]
    assert [value for value in listed.values() if str(value).startswith("/_/api/queries/")]
    assert client.get("/_/api/queries/gardens-of-plant?plant=plant/bean", headers=json).status_code == 200
    description = client.get("/_/api/openapi.json").json()
    assert description["servers"] == [{"url": f"{BASE}_"}]
    assert "/sparql" in description["paths"]
    assert client.get("/_/api/vocabulary.json").status_code == 200
    assert client.get("/_/manifest.json").json()["base"] == BASE
    assert client.get("/.well-known/void").headers["location"] == "/_/sparql"
    assert f"{BASE}_/dumps/catalogue.nq" in client.get("/_/sparql", headers={"accept": "text/turtle"}).text
    assert client.get("/_/nothing").status_code == 404
    assert client.get("/robots.txt").text == f"Sitemap: {BASE}_/sitemap.xml\n"
    assert client.get("/", headers={"accept": "text/html"}).headers["location"] == "/_/index.en.html"


@pytest.mark.parametrize("path", ["/", "/_/"])
def test_the_home_page_is_at_the_base_and_at_the_folder(client: TestClient, path: str):
    answer = client.get(path, headers={"accept": "text/html"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        client.get("/", follow_redirects=False).headers["location"],
    )


def test_the_folder_is_not_within_itself(client: TestClient):
    assert [client.get(f"/_/_/{name}").status_code for name in ("sparql", "api/queries", "nothing")] == [404] * 3


@pytest.mark.parametrize("path", ["/_/sparql", "/_/nothing", "/nothing"])
def test_the_pages_of_the_service_link_to_what_is_there(client: TestClient, path: str):
    page = client.get(path, headers={"accept": "text/html"}).text
    links = links_of(page, path[1:]) - {path[1:]}
    assert "_/index.en.html" in links
    assert [link for link in links if client.get(f"/{link}").status_code not in {200, 303}] == []


def test_a_release_is_whole(edition: Edition, tmp_path: Path):
    release = build(edition, tmp_path)
    assert verify(release.folder) == {}
    assert (release.folder / "_" / "index.en.html").is_file()
    assert (release.folder / "robots.txt").is_file()


@pytest.mark.parametrize("name", [*ROOTED, "_", "_/x", "_/index", "_/plant", "plant/bean.ttl"])
def test_what_the_web_gives_and_the_folder_itself_stay_taken(tmp_path: Path, name: str):
    edition = garden_in(tmp_path / "garden", [name])
    assert list(taken(edition)) == [name]
    paths = [document.path for document in publish.documents(edition)]
    assert len(set(paths)) == len(paths)


def test_an_entry_in_a_folder_with_a_plain_name_is_taken_as_well(tmp_path: Path):
    assert list(taken(garden_in(tmp_path / "garden", ["site/x", "sites/x"], "site"))) == ["site/x"]


def test_without_a_folder_the_advice_names_the_setting(tmp_path: Path):
    advice = taken(garden_in(tmp_path / "garden", ["sparql"], None))
    assert '[site] folder = "_"' in advice["sparql"]


@pytest.mark.parametrize("folder", ["", "a/b", "Own", "é", "..", ".well-known", "~x"])
def test_a_folder_that_is_no_plain_name_is_refused(tmp_path: Path, folder: str):
    text = f'[catalogue]\nbase = "{BASE}"\ntitle = "T"\n[publisher]\nname = "W"\n[site]\nfolder = "{folder}"\n'
    (tmp_path / "catalogue.toml").write_text(text, "utf-8")
    with pytest.raises(CatalogueError, match=r"site\.folder must be"):
        read_settings(tmp_path)
