"""An address at which nothing is has a near one suggested: in both forms of a problem, escaped, and for little time."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from catalogue.publish import resources
from catalogue.scaffold import init
from catalogue.serve import Site
from catalogue.serve.suggestions import BURST, LONGEST, SHARE, Allowance, Suggestions

BROWSER = {"Accept": "text/html"}
NAMES = ("bean", "Fève_rouge", "a.b", "deep/er", "x%20y", "it's", "q?r", "h#s", "é")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("near") / "garden"
    init(folder)
    plants = "\n".join(f'<plant/many/{name}> a g:Plant ; skos:prefLabel "{name}"@en .' for name in NAMES)
    head = "@base <https://gardens.example.org/> .\n@prefix g: <https://gardens.example.org/ontology#> .\n"
    head += "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    (folder / "data" / "many.ttl").write_text(head + plants, "utf-8")
    return folder


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(Site(edition_of(folder)), follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/plant/been", "/plant/bean"),
        ("/plant/Bean", "/plant/bean"),
        ("/plant/been.en.html", "/plant/bean"),
        ("/plant/been.ttl", "/plant/bean"),
        ("/plant/bean.pdf", "/plant/bean"),
        ("/plants/bean", "/plant/bean"),
        ("/gardn", "/garden"),
        ("/querys", "/queries"),
        ("/manifest.jsn", ""),
        ("/plant/many/feve_rouge", "/plant/many/F%C3%A8ve_rouge"),
        ("/plant/many/deep/eer", "/plant/many/deep/er"),
        ("/nowhere/at/all", ""),
        ("/wp-login.php", ""),
        ("/plant/" + "b" * LONGEST, ""),
    ],
)
def test_a_near_address_is_suggested_in_both_forms(client: TestClient, path: str, near: str):
    page, data = client.get(path, headers=BROWSER), client.get(path)
    assert (404, 404) == (page.status_code, data.status_code)
    assert near == json.loads(data.content).get("near", "")
    assert (f" Did you mean {near}?" in data.json()["detail"]) == bool(near)
    assert (f'Did you mean this page? <a href="{near}">{near}</a>' in page.text) == bool(near)
    assert ("Did you mean" in page.text) == bool(near)
    if near:
        assert client.get(near).status_code in {200, 303}


def test_what_is_suggested_is_there(client: TestClient, folder: Path):
    """Whatever the IRI is like; the slip is in the last letter."""
    edition = edition_of(folder)
    suggestions = Suggestions(edition)
    base = edition.settings.base
    for resource in resources(edition):
        near = suggestions.search(unquote(resource.iri.removeprefix(base)) + "x")
        if near:
            assert client.get(f"/{near}").status_code in {200, 303}, near


def test_a_suggestion_is_in_the_language_of_the_page(client: TestClient):
    answer = client.get("/plant/been", headers={**BROWSER, "Accept-Language": "fr"})
    assert 'Vouliez-vous cette page ? <a href="/plant/bean">' in answer.text.replace("\u202f", " ")
    answer = client.get("/plant/been", headers={"Accept-Language": "fr"})
    assert "Vouliez-vous dire /plant/bean ?" in answer.json()["detail"]


def test_an_address_below_a_path_of_the_host_is_suggested_with_it(folder: Path):
    with TestClient(Site(edition_of(folder)), root_path="/commons", follow_redirects=False) as client:
        assert "/commons/plant/bean" == client.get("/commons/plant/been").json()["near"]


@given(st.text(max_size=30))
def test_nothing_of_what_was_asked_is_in_the_answer(path: str):
    """What is asked is known by a mark that no address has."""
    asked = f"plant/<b>{path}\"'&zyzzyx"
    site = TestClient(SITE, follow_redirects=False)
    for headers in (BROWSER, {}):
        answer = site.get("/" + quote(asked, errors="replace"), headers=headers)
        assert 404 == answer.status_code
        assert "zyzzyx" not in unescape(answer.text)
        assert len(answer.content) < 8_000


@pytest.fixture(scope="module", autouse=True)
def _site(folder: Path) -> None:
    global SITE  # noqa: PLW0603 - Hypothesis takes no fixture of a module
    SITE = Site(edition_of(folder))


def test_time_is_spent_and_comes_back():
    now = [0.0]
    allowance = Allowance(0.1, 1.0, lambda: now[0])
    assert allowance.is_left()
    allowance.spend(1.5)
    assert not allowance.is_left()
    now[0] = 4.9
    assert not allowance.is_left()
    now[0] = 5.1
    assert allowance.is_left()
    now[0] = 1000.0
    assert allowance.is_left()
    allowance.spend(1.0)
    assert not allowance.is_left()


class Slow(Suggestions):
    """Searches as long as those of a very large catalogue take, and counts them."""

    searches = 0

    def search(self, path: str) -> str:
        del path
        self.searches += 1
        end = time.thread_time() + 0.02
        while time.thread_time() < end:
            pass
        return ""


def test_however_many_ask_little_is_searched(folder: Path):
    """A thousand at once, then as many one after the other, take the burst and the share of the time that went by."""

    async def scan(suggestions: Suggestions) -> None:
        await asyncio.gather(*(suggestions.near(f"a{number}") for number in range(1000)))
        for number in range(1000):
            await suggestions.near(f"b{number}")

    suggestions = Slow(edition_of(folder))
    start = time.monotonic()
    asyncio.run(scan(suggestions))
    most = (BURST + SHARE * (time.monotonic() - start)) / 0.02
    assert 1 <= suggestions.searches <= most + 2


def test_what_strangers_ask_for_is_not_remembered(folder: Path):
    suggestions = Suggestions(edition_of(folder))
    for number in range(100):
        assert "" == suggestions.search(f"folder-{number}/zzz{number}qqq")
    remembered = vars(suggestions._iris)  # noqa: SLF001
    assert not [name for name, value in remembered.items() if "qqq" in str(value) or "folder-" in str(value)]
