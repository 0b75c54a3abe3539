"""Answers of named queries as pages over HTTP: what the button of a form gives, in the language of its page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import html5lib
import pytest
from conftest import edition_of
from sparql_service import limited
from starlette.testclient import TestClient

from catalogue.scaffold import init
from catalogue.serve import Site

NAMED = "/api/queries/gardens-of-plant"
COUNT = """# title: How many times
# title@fr: Combien de fois
# param: times integer = 1 -- The number
# param@fr: times -- Le nombre
# param: word string = a
SELECT ?times ?word (RAND() AS ?chance) { BIND (1 AS ?one) }
"""
SHADOW = "# title: Shadow\n# param: format string = a\nSELECT ?format { }\n"
GRAPH = "# title: Triples\n# param: n integer = 3\nCONSTRUCT { <urn:a> <urn:p> ?n , [] } { }\n"
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "a & b",
    "{{ 7 * 7 }}",
    "é 漢字 🌍",
    "%00",
    "a\nb",
    "x" * 1500,
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asked") / "garden"
    init(folder)
    for name, text in {"count": COUNT, "shadow": SHADOW, "graph": GRAPH}.items():
        (folder / "queries" / f"{name}.rq").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(Site(limited(edition_of(folder), workers=1)), follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_of_an_answer_has_its_values_its_rows_and_its_own_address(client: TestClient, language: str):
    answer = client.get(NAMED, params={"plant": "plant/tomato", "lang": language, "format": "html"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.headers["content-language"] == language
    text = answer.text
    html5lib.HTMLParser(strict=True).parse(text)
    assert f'<html lang="{language}"' in text
    assert '<option value="plant/tomato" selected>' in text
    rows = client.get(NAMED, params={"plant": "plant/tomato", "lang": language, "format": "csv"}).text.splitlines()[1:]
    body = text.partition("<tbody>")[2].partition("</tbody>")[0]
    assert body.count("<tr>") == len(rows) > 0
    address = f"api/queries/gardens-of-plant?plant=plant/tomato&format=html&lang={language}"
    assert f'<link rel="canonical" href="https://gardens.example.org/{html.escape(address)}">' in text
    assert '<meta name="robots" content="noindex">' in text
    other = {"fr": "en", "en": "fr"}[language]
    assert f'<a href="/{html.escape(address.replace("lang=" + language, "lang=" + other))}" lang="{other}"' in text
    assert f'action="{NAMED}"' in text


def test_what_pages_lead_to_is_there(client: TestClient):
    text = client.get(NAMED, params={"plant": "plant/tomato", "format": "html"}, headers={"accept-language": "fr"}).text
    links = {html.unescape(link) for link in re.findall(r'(?:href|src)="(/[^"#]*)', text)}
    assert links
    assert {link: status for link in links if (status := client.get(link).status_code) not in {200, 303}} == {}


def test_a_page_is_kept_and_not_sent_again_and_head_has_its_headers(client: TestClient):
    address = f"{NAMED}?plant=plant/tomato&format=html"
    first = client.get(address)
    assert first.headers["cache-control"] == "public, max-age=300"
    assert "Accept-Language" in first.headers["vary"]
    again = client.get(address, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(address)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"])
    of_release = client.get(f"/release/{first.headers['catalogue-release']}{address}")
    assert (of_release.status_code, "immutable" in of_release.headers["cache-control"]) == (200, True)
    assert f'action="/release/{first.headers["catalogue-release"]}{NAMED}"' in of_release.text


def test_an_answer_that_is_another_each_time_is_not_kept(client: TestClient):
    answer = client.get("/api/queries/count?format=html")
    assert (answer.headers["cache-control"], "etag" in answer.headers) == ("no-store", False)


@pytest.mark.parametrize("value", HOSTILE)
def test_values_are_text_whatever_is_in_them(client: TestClient, value: str):
    answer = client.get(f"/api/queries/count?word={quote(value)}&format=html&lang=fr")
    assert answer.status_code == 200
    html5lib.HTMLParser(strict=True).parse(answer.text.replace("\x00", ""))
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert html.escape(value[:40]).replace("&quot;", "&#34;") in answer.text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ("times=x", 400),
        ("times=1&times=2", 400),
        ("lang=fr&lang=en", 400),
        ("nothing=1", 400),
        ("times=%FF", 400),
    ],
)
def test_a_wrong_value_is_told_by_a_page_to_those_who_read(client: TestClient, fields: str, status: int):
    address = f"/api/queries/count?{fields}&format=html"
    read = client.get(address, headers={"accept": "text/html", "accept-language": "fr"})
    assert (read.status_code, read.headers["content-type"].partition(";")[0]) == (status, "text/html")
    assert read.headers["content-language"] == "fr"
    assert client.get(address).headers["content-type"] == "application/problem+json"


def test_the_language_is_that_of_the_field_else_of_the_reader(client: TestClient):
    reads = {"accept-language": "fr"}
    address = "/api/queries/count?times=2&format=html"
    assert client.get(address, headers=reads).headers["content-language"] == "fr"
    assert client.get(f"{address}&lang=en", headers=reads).headers["content-language"] == "en"
    assert client.get(f"{address}&lang=xx", headers=reads).headers["content-language"] == "fr"
    title = re.findall("<title>(.*?) ·", client.get(address, headers=reads).text)
    assert title == ["Combien de fois – Le nombre 2"]
    assert client.get("/api/queries/count?times=2&lang=fr&format=csv").status_code == 200


def test_triples_are_shown_and_a_parameter_may_take_the_name_of_the_field(client: TestClient):
    triples = client.get("/api/queries/graph?n=5&format=html&lang=en")
    assert (triples.status_code, "urn:a" in triples.text) == (200, True)
    shadow = client.get("/api/queries/shadow?format=html")
    assert shadow.headers["content-type"].startswith("application/sparql-results+json")


def test_openapi_describes_the_page(client: TestClient):
    paths = client.get("/api/openapi.json").json()["paths"]
    described = paths["/api/queries/count"]["get"]
    fields = {field["name"]: field["schema"] for field in described["parameters"]}
    assert "html" in fields["format"]["enum"]
    assert fields["lang"] == {"type": "string"}
    assert "text/html" in described["responses"]["200"]["content"]
    assert "text/html" not in paths["/api/queries/shadow"]["get"]["responses"]["200"]["content"]
