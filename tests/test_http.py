"""What every kind of address answers over HTTP, request by request: the status, the headers, and what the body is.

The golden transcript is small enough to review; after a change that is meant, write it with GOLDEN=write.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from conftest import FORMS, ROOT, served_as
from sparql_service import limited
from starlette.testclient import TestClient

from catalogue.edition import Edition
from catalogue.publish import document_at, represent
from catalogue.scaffold import init
from catalogue.serve import Site

TRANSCRIPT = ROOT / "tests" / "golden" / "http.txt"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ASK = "/sparql?query=" + quote("ASK { ?s ?p ?o }")
TRIPLES = "/sparql?query=" + quote("CONSTRUCT { <urn:a> <urn:p> 1 } { }")
NAMED = "/api/queries/gardens-of-plant?plant=plant/bean"
CHANGING = "/sparql?query=" + quote("SELECT (DATATYPE(NOW()) AS ?n) { }")
KNOWN = "the entity tag that a GET gives"

SHORT = 300
DIGEST = r"\b[0-9a-f]{32}\b"
SHARED = {
    "for any site": {
        "access-control-allow-origin": "*",
        "access-control-expose-headers": (
            "Accept-Ranges, Content-Range, ETag, Link, Retry-After, Catalogue-Release, Catalogue-Notes"
        ),
        "x-content-type-options": "nosniff",
    },
    "scripts of its own host alone": {
        "content-security-policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
            "form-action 'self'"
        ),
        "referrer-policy": "strict-origin-when-cross-origin",
    },
    "a problem": {"content-type": "application/problem+json", "cache-control": "no-store"},
}
"""Headers that go together; the transcript names them."""

REQUESTS: tuple[tuple[str, str, dict[str, str]], ...] = (
    # documents, at their own addresses
    ("GET", "/plant/bean.ttl", {}),
    ("GET", "/plant/bean.fr.html", {"accept": "text/turtle"}),
    ("GET", "/dumps/catalogue.nq", {}),
    ("GET", "/dumps/shapes.ttl", {}),
    ("GET", "/plant.csv", {}),
    ("GET", "/context.jsonld", {}),
    ("GET", "/sitemap.xml", {}),
    ("GET", "/robots.txt", {}),
    ("GET", "/index.ttl", {}),
    ("GET", "/queries.en.html", {}),
    ("GET", "/manifest.json", {}),
    ("HEAD", "/plant/bean.ttl", {}),
    ("HEAD", "/manifest.json", {}),
    ("GET", "/plant/bean.ttl", {"if-none-match": KNOWN}),
    ("GET", "/plant/bean.ttl", {"if-none-match": f'"x", W/{KNOWN}'}),
    ("GET", "/plant/bean.ttl", {"if-none-match": "*"}),
    ("GET", "/plant/bean.ttl", {"if-none-match": '"x"'}),
    ("HEAD", "/plant/bean.fr.html", {"if-none-match": KNOWN}),
    ("GET", "/plant/bean.ttl", {"range": "bytes=0-9"}),
    ("POST", "/plant/bean.ttl", {"accept-language": "fr"}),
    ("OPTIONS", "/plant/bean.ttl", {"origin": "https://x.example", "access-control-request-method": "GET"}),
    # things, which see their clients to a document
    ("GET", "/plant/bean", {}),
    ("GET", "/plant/bean", {"accept": BROWSER, "accept-language": "fr"}),
    ("HEAD", "/plant/bean", {"accept": "text/turtle"}),
    ("GET", "/plant/bean.html", {"accept-language": "fr"}),
    ("GET", "/", {"accept": "text/turtle"}),
    ("GET", "/plant", {"accept": "text/csv"}),
    ("GET", "/plant/bean", {"accept": "image/png"}),
    ("HEAD", "/plant/bean", {"accept": "image/png"}),
    ("PUT", "/plant/bean", {}),
    ("OPTIONS", "/plant/bean", {}),
    # what is not there
    ("GET", "/nothing", {"accept": BROWSER, "accept-language": "fr"}),
    ("HEAD", "/nothing", {"accept": BROWSER}),
    ("GET", "/nothing", {}),
    ("GET", "/nothing", {"accept": "application/json", "accept-language": "fr"}),
    ("GET", "/nothing", {"accept": "image/png"}),
    ("GET", "/plant/", {}),
    ("GET", "/release/0000000000000000/other", {"accept": "text/turtle"}),
    ("DELETE", "/nothing", {}),
    # files of the program, and what the editor completes
    ("GET", "/assets/style.css", {}),
    ("GET", "/assets/style.css?v=1", {}),
    ("HEAD", "/assets/sparql.css", {}),
    ("GET", "/assets/sparql.css", {"if-none-match": KNOWN}),
    ("POST", "/assets/style.css", {}),
    ("GET", "/api/vocabulary.json", {}),
    ("POST", "/api/vocabulary.json", {}),
    # the SPARQL service
    ("GET", ASK, {}),
    ("GET", ASK, {"accept": "text/csv"}),
    ("HEAD", ASK, {}),
    ("GET", ASK, {"if-none-match": KNOWN}),
    ("HEAD", ASK, {"if-none-match": KNOWN}),
    ("POST", ASK, {"content-type": "application/x-www-form-urlencoded", "if-none-match": KNOWN}),
    ("GET", ASK, {"if-none-match": "*"}),
    ("GET", ASK, {"accept": "image/png"}),
    ("GET", ASK, {"accept": "image/png", "accept-language": "fr"}),
    ("GET", ASK, {"accept": BROWSER}),
    ("HEAD", ASK, {"accept": BROWSER}),
    ("GET", "/sparql/?query=ASK%7B%7D", {}),
    ("GET", TRIPLES, {}),
    ("GET", CHANGING, {"accept": "text/csv"}),
    ("GET", "/sparql?query=SELECT", {}),
    ("GET", "/sparql?query=SELECT", {"accept": BROWSER}),
    ("GET", "/sparql?update=CLEAR%20ALL", {}),
    ("HEAD", "/sparql?update=CLEAR%20ALL", {}),
    ("GET", "/sparql", {}),
    ("GET", "/sparql", {"accept": "application/n-triples", "if-none-match": KNOWN}),
    ("GET", "/sparql", {"accept": "image/png"}),
    ("GET", "/sparql", {"accept": BROWSER, "accept-language": "fr"}),
    ("POST", "/sparql", {"content-type": "application/x-www-form-urlencoded"}),
    ("POST", "/sparql", {"content-type": "application/json", "accept-language": "fr"}),
    ("PUT", "/sparql", {}),
    ("DELETE", "/sparql", {"accept-language": "fr"}),
    ("OPTIONS", "/sparql", {"origin": "https://x.example", "access-control-request-method": "POST"}),
    # the same of a release
    ("GET", "/release/RELEASE" + ASK, {}),
    ("GET", "/release/RELEASE" + ASK, {"if-none-match": KNOWN}),
    ("OPTIONS", "/release/RELEASE/sparql", {}),
    ("PUT", "/release/RELEASE/sparql", {}),
    ("GET", "/release/0000000000000000" + ASK, {}),
    ("GET", "/release/RELEASE" + NAMED, {}),
    ("GET", "/release/RELEASE/api/queries", {}),
    ("GET", "/release/RELEASE/api/queries/nothing", {}),
    # the named queries, and the description of it all
    ("GET", "/api/queries", {}),
    ("GET", "/api/queries/", {"accept-language": "fr"}),
    ("HEAD", "/api/queries", {}),
    ("POST", "/api/queries", {}),
    ("OPTIONS", "/api/queries", {}),
    ("GET", NAMED, {}),
    ("HEAD", NAMED, {}),
    ("GET", NAMED, {"if-none-match": KNOWN}),
    ("GET", NAMED, {"accept": "text/turtle"}),
    ("GET", "/api/queries/gardens-of-plant", {}),
    ("GET", "/api/queries/gardens-of-plnt", {"accept-language": "fr"}),
    ("POST", NAMED, {}),
    ("OPTIONS", NAMED, {}),
    ("GET", "/api/openapi.json", {}),
    ("HEAD", "/api/openapi.json", {"accept-language": "fr"}),
    ("POST", "/api/openapi.json", {}),
    ("GET", "/.well-known/void", {}),
    ("HEAD", "/.well-known/void", {}),
    ("POST", "/.well-known/void", {}),
    ("GET", "/api", {"accept": BROWSER}),
    ("GET", "/api/nothing", {}),
)
"""Each kind of address, asked in each way: a method, an address, headers."""


@pytest.fixture(scope="module", params=FORMS)
def client(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("http") / "garden"
    init(folder)
    with TestClient(Site(limited(served_as(folder, request.param), workers=1)), follow_redirects=False) as client:
        client.headers.clear()
        yield client


def send(client: TestClient, method: str, address: str, headers: dict[str, str]) -> Any:
    """Send a request of the table, with what it leaves to be put in."""
    release = client.app.releases.edition.release  # type: ignore[attr-defined]
    address = address.replace("RELEASE", release)
    given = dict(headers)
    if KNOWN in given.get("if-none-match", ""):
        same = {name: value for name, value in given.items() if name != "if-none-match"}
        tag = client.get(address, headers=same).headers["etag"].removeprefix("W/")
        given["if-none-match"] = given["if-none-match"].replace(KNOWN, tag)
    return client.request(method, address, headers=given)


def described(client: TestClient, address: str, answer: Any) -> str:
    """Describe a response without what a change elsewhere changes: digests, lengths, links, the bytes of documents."""
    edition = client.app.releases.edition  # type: ignore[attr-defined]
    given = dict(answer.headers)
    length = int(given.pop("content-length", 0))
    assert length == len(answer.content) or not answer.content
    lines = [str(answer.status_code)]
    for name, shared in SHARED.items():
        if given.items() >= shared.items():
            lines.append(f"({name})")
            given = {header: value for header, value in given.items() if header not in shared}
    if "link" in given:
        given["link"] = " and ".join(dict.fromkeys(re.findall(r'rel="([\w-]+)"', given["link"])))
    for name, value in sorted(given.items()):
        shown = re.sub(DIGEST, "TAG", value.replace(edition.release, "RELEASE"))
        lines.append(f"{name}: {shown}")
    return "\n".join([*lines, _body(edition, address, answer, length)])


def _body(edition: Edition, address: str, answer: Any, length: int) -> str:
    document = document_at(edition, address.removeprefix("/").partition("?")[0])
    if not answer.content:
        return "(the length of what GET gives)" if length else "(no body)"
    if document and answer.content == represent(edition, document.iri, document.format.media_type, document.language):
        return "(the document)"
    if len(answer.content) >= SHORT:
        return "(a long body)"
    return "\n".join(answer.text.strip().replace(edition.release, "RELEASE").splitlines())


def test_each_request_is_answered_as_the_transcript_has_it(client: TestClient):
    written = []
    for method, address, headers in REQUESTS:
        asked = "\n".join([f"> {method} {address}", *(f"> {name}: {value}" for name, value in headers.items())])
        written.append(f"{asked}\n{described(client, address, send(client, method, address, headers))}\n")
    if os.environ.get("GOLDEN") == "write":
        TRANSCRIPT.write_text("\n".join(written), "utf-8")
    assert "\n".join(written).split("\n> ") == TRANSCRIPT.read_text("utf-8").split("\n> ")
