"""What HTTP and CORS ask of every address: preflights, conditions, links, and problems that the one who asks can read."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import html5lib
import httpx2
import pytest
import rdflib
import rdflib.compare
from conftest import FORMS, edition_of, served_as
from hypothesis import given
from hypothesis import strategies as st
from sparql_service import limited
from starlette.testclient import TestClient

from catalogue.documents.formats import COMPRESSED
from catalogue.scaffold import init
from catalogue.serve import Site, compressing
from catalogue.serve.compressing import wanted_encoding
from catalogue.serve.conditional import Conditions, status_of
from catalogue.serve.encodings import _LIBRARY, ENCODINGS
from catalogue.serve.headers import preflight

ASK = "ASK { ?s ?p ?o }"
FORM = "application/x-www-form-urlencoded"
NAMED = "/api/queries/gardens-of-plant?plant=plant/bean"
ADDRESSES = (
    "/ /plant /plant/bean /plant/bean.html /plant/bean.ttl /plant/bean.en.html /nothing /sparql /api /api/ /api/nothing "
    "/api/queries /api/queries/gardens-of-plant /api/queries/nothing /api/openapi.json /api/vocabulary.json /assets/style.css "
    "/manifest.json /.well-known/void /release/0000000000000000/sparql /release/0000000000000000/api/queries/x"
).split()


NO_HOSTS = (
    *("a b", 'a"b', "a/b", "a\\b", "a@b", "<x>", "a?b", "a#b", "a,b", "a%2Fb", "caf\u00e9", " "),
    *(
        "example.org:",
        ":80",
        "example.org:0",
        "example.org:00000",
        "example.org:65536",
        "example.org:99999",
        "example.org:123456",
    ),
    *("example.org:80:80", "example.org:8o", "example.org:-1", "example.org:+80", "example.org: 80", "example.org:\u00b2"),
    *(".", "..", "example..org", ".example.org", f"{'x' * 64}.org", ".".join(["x" * 60] * 5)),
    *("[]", "[::1", "::1", "[::1]80", "[::1]:", "[::1]:65536", "[:::]", "[1.2.3.4]", "[12345::]", "[::1]x", "[fe80::1%eth0]"),
    *("300.1.1.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "example.42"),
)
HOSTS = (
    *(
        "example.org",
        "Example.ORG",
        "example.org.",
        "localhost",
        "my_host",
        "xn--caf-dma.example",
        "a-b.c",
        "127.0.0.1",
        "[::1]",
    ),
    *("example.org:1", "example.org:80", "example.org:65535", "127.0.0.1:8000", "[::1]:8000", "[::ffff:1.2.3.4]:80", "x" * 63),
)


DECODED = {"gzip": gzip.decompress, **({"zstd": _LIBRARY.decompress} if _LIBRARY is not None else {})}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("semantics") / "garden"
    init(folder)
    return folder


@pytest.fixture(scope="module", params=FORMS)
def client(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("semantics") / "garden"
    init(folder)
    edition = limited(served_as(folder, request.param), workers=1, client=600)
    with TestClient(Site(edition), follow_redirects=False) as client:
        client.headers.clear()
        yield client


def is_allowed(answer: httpx2.Response, method: str, *headers: str) -> bool:
    """Tell whether a browser lets a program of another site send a request after this preflight (Fetch, section 4.8)."""
    methods = {name.strip() for name in answer.headers["access-control-allow-methods"].split(",")}
    listed = {name.strip().lower() for name in answer.headers["access-control-allow-headers"].split(",")}
    return (
        200 <= answer.status_code < 300
        and answer.headers["access-control-allow-origin"] == "*"
        and (method in methods or method in {"GET", "HEAD", "POST"})
        and {header.lower() for header in headers} <= listed
    )


@pytest.mark.parametrize(
    "headers", [(), ("Accept",), ("If-None-Match", "X-Requested-With"), ("Cache-Control", "sparql-client")]
)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_program_of_another_site_may_ask_at_any_address(client: TestClient, address: str, headers: tuple[str, ...]):
    """Also where nothing is: it could not read the 404 otherwise."""
    given = {"origin": "https://x.example", "access-control-request-method": "GET"}
    if headers:
        given["access-control-request-headers"] = ",".join(header.lower() for header in headers)
    answer = client.options(address, headers=given)
    assert is_allowed(answer, "GET", *headers)
    assert (answer.status_code, answer.content) == (204, b"")
    assert client.get(address, headers={"origin": "https://x.example"}).headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("number", range(len(NO_HOSTS)))
def test_what_is_no_host_is_refused_at_each_address_and_by_each_method(client: TestClient, number: int):
    """Also where the answer would be the same whatever the host is called (RFC 9112, section 3.2)."""
    host = NO_HOSTS[number].encode("latin-1")
    for address in ADDRESSES:
        for method in ("GET", "HEAD", "OPTIONS", "POST"):
            assert client.request(method, address, headers=[(b"host", host)]).status_code == 400, (address, method)
    problem = client.get("/plant/bean", headers=[(b"host", host), (b"accept-language", b"fr")]).json()
    assert (problem["status"], problem["detail"]) == (400, "l'en-t\u00eate Host n'est pas un h\u00f4te")


@pytest.mark.parametrize("host", HOSTS)
def test_what_is_a_host_is_answered(client: TestClient, host: str):
    for address, status in (("/plant/bean", 303), ("/plant/bean.ttl", 200), ("/reconcile", 200), ("/api/openapi.json", 200)):
        assert client.get(address, headers={"host": host}).status_code == status


def test_a_request_of_old_needs_no_host(client: TestClient):
    assert client.get("/plant/bean.ttl", headers={"host": ""}).status_code == 200


def test_a_preflight_says_which_methods_there_are(client: TestClient):
    for address, methods in (("/sparql", "GET, HEAD, POST, OPTIONS"), ("/plant/bean.ttl", "GET, HEAD, OPTIONS")):
        answer = client.options(address, headers={"access-control-request-method": "DELETE", "origin": "https://x.example"})
        assert (answer.headers["access-control-allow-methods"], answer.headers["allow"]) == (methods, methods)
        assert not is_allowed(answer, "DELETE")


@given(st.text(st.sampled_from("aZ-_0, \t\r\n:;*é\x00"), max_size=12))
def test_a_preflight_repeats_no_more_than_a_list_of_names(requested: str):
    listed = dict(preflight("GET", requested))[b"access-control-allow-headers"].decode()
    assert listed == requested or "Accept" in listed
    assert not set(listed) & set("\r\n:;\x00é")


READABLE = [
    "/plant/bean.ttl",
    "/plant/bean.fr.html",
    "/manifest.json",
    "/assets/style.css",
    "/api/vocabulary.json",
    "/api/queries",
    "/api/openapi.json",
    f"/sparql?query={quote(ASK)}",
    "/sparql",
    NAMED,
]


@pytest.mark.parametrize("address", READABLE)
def test_a_copy_that_is_still_right_is_304_for_reading_alone(client: TestClient, address: str):
    etag = client.get(address).headers["etag"]
    strong = etag.removeprefix("W/")
    for method in ("GET", "HEAD"):
        for known in (etag, strong, f'"x", {etag}', "*"):
            answer = client.request(method, address, headers={"if-none-match": known})
            assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
        assert client.request(method, address, headers={"if-none-match": '"x"'}).status_code == 200
        is_strong = etag == strong
        assert client.request(method, address, headers={"if-match": etag}).status_code == (200 if is_strong else 412)
        assert client.request(method, address, headers={"if-match": "*"}).status_code == 200
        for other in ('"x"', f"W/{strong}"):
            answer = client.request(method, address, headers={"if-match": other, "if-none-match": etag})
            assert answer.status_code == 412
            assert method == "HEAD" or answer.json()["status"] == 412


@pytest.mark.parametrize(
    "request_",
    [
        {"content": f"query={quote(ASK)}", "headers": {"content-type": FORM}},
        {"content": ASK, "headers": {"content-type": "application/sparql-query"}},
    ],
)
def test_a_condition_of_a_post_that_does_not_hold_is_412(client: TestClient, request_: dict[str, object]):
    headers = dict(request_["headers"])  # type: ignore[call-overload]

    def posted(**conditions: str) -> int:
        given = {**headers, **{name.replace("_", "-"): value for name, value in conditions.items()}}
        return client.post("/sparql", content=str(request_["content"]), headers=given).status_code

    etag = client.post("/sparql", content=str(request_["content"]), headers=headers).headers["etag"]
    assert [posted(if_none_match=known) for known in (etag, etag.removeprefix("W/"), "*", '"x"')] == [412, 412, 412, 200]
    assert [posted(if_match=meant) for meant in ("*", '"x"', etag)] == [200, 412, 412]
    assert posted() == 200


def test_a_condition_changes_no_error(client: TestClient):
    """What would not be answered with 200 is answered as without the condition (RFC 9110, section 13.2.1)."""
    for method, address in (("GET", "/nothing"), ("POST", "/plant"), ("GET", "/sparql?query=x"), ("GET", "/plant/bean")):
        plain = client.request(method, address)
        for conditions in ({"if-match": '"x"'}, {"if-none-match": "*"}):
            assert client.request(method, address, headers=conditions).status_code == plain.status_code


def test_what_differs_each_time_is_known_to_nobody(client: TestClient):
    sparql = {"query": "SELECT (RAND() AS ?n) {}"}
    answers = [client.get("/sparql", params=sparql, headers={"if-none-match": known}).status_code for known in ("*", '"x"')]
    assert answers == [200, 200]
    assert client.get("/sparql", params=sparql, headers={"if-match": '"x"'}).status_code == 412


TAGS = st.sampled_from(["", "*", '"a"', 'W/"a"', '"b"', '"b", "a"', 'W/"b",W/"a"'])


@given(st.sampled_from(["GET", "HEAD", "POST"]), st.sampled_from(['"a"', 'W/"a"']), TAGS, TAGS)
def test_conditions_are_looked_at_in_the_order_of_http(method: str, etag: str, if_match: str, if_none_match: str):
    """RFC 9110, section 13.2.2, step by step."""
    is_meant = if_match in {"", "*"} or (etag == '"a"' and '"a"' in [tag.strip() for tag in if_match.split(",")])
    is_known = if_none_match == "*" or '"a"' in if_none_match
    expected = 412 if not is_meant else 200 if not is_known else 304 if method != "POST" else 412
    assert status_of(method, etag, Conditions(if_match, if_none_match)) == expected


def loaded(client: TestClient, address: str) -> Any:
    """Load a document as JSON-LD processors do (JSON-LD 1.1 API, section 9.4), with the rule that PyLD has besides.

    PyLD reads the header `Link` whatever the media type is, and fails where it has several links of one relation.
    """
    accept = "application/ld+json, application/json;q=0.5, text/html;q=0.8, application/xhtml+xml;q=0.8"
    answer = client.get(address, headers={"accept": accept}, follow_redirects=True)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/ld+json")
    relations = re.findall(r'rel="([^"]*)"', answer.headers.get("link", ""))
    assert len(relations) == len(set(relations))
    assert not {"alternate", "http://www.w3.org/ns/json-ld#context"} & set(relations)
    return answer.json()


def test_json_ld_is_loaded_by_the_address_of_the_thing_or_of_the_document(client: TestClient):
    addresses = ["/plant/bean", "/plant/bean.jsonld", "/", "/index.jsonld", "/plant", "/ontology", "/context.jsonld"]
    for address in [*addresses, f"/sparql?query={quote('DESCRIBE <plant/bean>')}", "/sparql?format=json-ld"]:
        document = loaded(client, address)
        assert document
        graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
        assert (len(graph) > 0) == (address != "/context.jsonld"), address


def test_other_documents_link_to_the_json_ld(client: TestClient):
    for address in ("/plant/bean.ttl", "/plant/bean.fr.html", "/plant/bean.nt"):
        assert (
            '<https://gardens.example.org/plant/bean.jsonld>; rel="alternate"; type="application/ld+json"'
            in client.get(address).headers["link"]
        )


LINK = re.compile(r'<([^<>"\s]+)>((?:; [a-z-]+="[^"]*")*)(?:, |$)')


def links(answer: httpx2.Response) -> list[tuple[str, dict[str, str]]]:
    """Read the header `Link` (RFC 8288, section 3): targets with their parameters."""
    value = answer.headers["link"]
    matches = list(LINK.finditer(value))
    assert "".join(match[0] for match in matches) == value
    return [(match[1], dict(re.findall(r'([a-z-]+)="([^"]*)"', match[2]))) for match in matches]


def related(answer: httpx2.Response, relation: str) -> list[str]:
    base = "https://gardens.example.org/"
    return [target.removeprefix(base) for target, parameters in links(answer) if parameters["rel"] == relation]


LICENSE = "http://spdx.org/licenses/CC0-1.0"
SIGNPOSTS: tuple[tuple[str, dict[str, list[str]]], ...] = (
    (
        "/plant/bean.en.html",
        {
            "describes": ["plant/bean"],
            "cite-as": ["plant/bean"],
            "collection": ["plant"],
            "type": ["https://schema.org/AboutPage"],
            "describedby": ["plant/bean.ttl", "plant/bean.jsonld"],
            "item": [],
            "license": [LICENSE],
        },
    ),
    (
        "/plant/bean.jsonld",
        {
            "describes": ["plant/bean"],
            "cite-as": ["plant/bean"],
            "collection": ["plant"],
            "alternate": [],
            "describedby": [],
            "type": [],
            "license": [LICENSE],
        },
    ),
    ("/plant/bean.ttl", {"cite-as": ["plant/bean"], "type": [], "describedby": [], "license": [LICENSE]}),
    (
        "/index.fr.html",
        {
            "cite-as": [""],
            "type": ["https://schema.org/AboutPage"],
            "describedby": ["index.ttl", "index.jsonld"],
            "item": [
                *("dumps/catalogue.ttl", "dumps/catalogue.nq", "dumps/catalogue.jsonld"),
                *("datapackage.json", "dumps/tables.zip", "dumps/tables.en.xlsx", "dumps/tables.fr.xlsx"),
            ],
        },
    ),
    ("/dumps/catalogue.nq", {"collection": [""], "describedby": ["index.ttl"], "cite-as": [], "license": [LICENSE]}),
    ("/dumps/catalogue.jsonld", {"collection": [""], "describedby": ["index.ttl"], "alternate": []}),
)


@pytest.mark.parametrize(("address", "expected"), SIGNPOSTS)
def test_documents_are_signposted(folder: Path, address: str, expected: dict[str, list[str]]):
    edition = edition_of(folder)
    licensed = replace(edition, settings=replace(edition.settings, license=LICENSE))
    answer = TestClient(Site(licensed), follow_redirects=False).get(address)
    assert {relation: related(answer, relation) for relation in expected} == expected
    assert all(target.startswith(("https://", "http://")) for target, _ in links(answer))


def test_each_link_to_a_document_leads_to_one_of_its_type(client: TestClient):
    for address in ("/plant/bean.en.html", "/plant/bean.ttl", "/plant.csv", "/index.en.html", "/dumps/catalogue.ttl"):
        for target, parameters in links(client.get(address)):
            if "type" in parameters:
                answer = client.get(target.removeprefix("https://gardens.example.org"))
                assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, parameters["type"])
                assert answer.headers.get("content-language") == parameters.get("hreflang")


def bookmark_of(answer: httpx2.Response) -> str:
    match = re.fullmatch(r'<([^<>"\s]+)>; rel="bookmark"', answer.headers["link"])
    assert match, answer.headers["link"]
    return match[1]


WAYS: dict[str, Callable[[TestClient, str], httpx2.Response]] = {
    "GET": lambda client, sparql: client.get("/sparql", params={"query": sparql}),
    "GET with a format": lambda client, sparql: client.get("/sparql", params={"query": sparql, "format": "srj"}),
    "GET with an empty field": lambda client, sparql: client.get("/sparql", params={"query": sparql, "named-graph-uri": ""}),
    "GET with raw signs": lambda client, sparql: client.get(f'/sparql?query={quote(sparql)}&x=<">'),
    "HEAD": lambda client, sparql: client.head("/sparql", params={"query": sparql}),
    "POST of a form": lambda client, sparql: client.post("/sparql", data={"query": sparql}),
    "POST of a form with a format": lambda client, sparql: client.post("/sparql?format=json", data={"query": sparql}),
    "POST of a careless form": lambda client, sparql: client.post(
        "/sparql", content=f"query={sparql}\r\n".encode(), headers={"content-type": FORM}
    ),
    "POST of the query": lambda client, sparql: client.post(
        "/sparql?format=json", content=sparql, headers={"content-type": "application/sparql-query"}
    ),
}


@pytest.mark.parametrize("first", WAYS)
def test_an_answer_has_its_bookmark_whoever_asked_first(client: TestClient, first: str):
    """What is answered from memory has the headers of what was answered anew."""
    sparql = f"SELECT ('{first} é' AS ?x) {{}}"
    answers = [WAYS[way](client, sparql) for way in (first, *WAYS, first)]
    assert len({frozenset({**answer.headers, "link": "", "etag": ""}.items()) for answer in answers if answer.content}) == 1
    for answer in answers:
        assert answer.status_code == 200
        kept = client.get(bookmark_of(answer))
        assert kept.json()["results"]["bindings"][0]["x"]["value"] == f"{first} é"
        assert kept.headers["cache-control"].endswith("immutable")
        assert bookmark_of(kept) == bookmark_of(answer)


def test_the_bookmark_is_as_the_one_who_asks_has_put_it(client: TestClient):
    sparql = "SELECT ('put' AS ?x) {}"
    for fields in ({"format": "csv"}, {"format": "CSV", "default-graph-uri": ""}, {}):
        answer = client.get("/sparql", params={"query": sparql, **fields}, headers={"accept": "text/csv"})
        query = str(answer.request.url.query, "ascii")
        assert bookmark_of(answer) == f"/release/{answer.headers['catalogue-release']}/sparql?{query}"
        assert client.post("/sparql", data={"query": sparql, **fields}).status_code == 200
    for address in ("/sparql", "/sparql?format=ttl", NAMED, f"{NAMED}&format=csv", NAMED):
        assert bookmark_of(client.get(address)).endswith(address)


def test_what_is_too_long_for_an_address_has_no_bookmark(client: TestClient):
    sparql = f"ASK {{}} # {'x' * 3000}"
    answers = [WAYS[way](client, sparql) for way in WAYS if way != "POST of a careless form"]
    assert [answer.status_code for answer in answers] == [200] * len(answers)
    assert not any("link" in answer.headers for answer in answers)


BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "accept-language": "fr-FR,fr;q=0.9"}
PROBLEMS = [
    ("GET", "/nothing", 404),
    ("HEAD", "/nothing", 404),
    ("POST", "/plant/bean", 405),
    ("DELETE", "/nothing", 405),
    ("PUT", "/sparql", 405),
    ("POST", "/api/queries", 405),
    ("POST", "/assets/style.css", 405),
    ("GET", "/api", 404),
    ("GET", "/api/nothing", 404),
    ("GET", "/api/queries/gardens-of-plnt", 404),
    ("GET", "/api/queries/gardens-of-plant?plant=%3E", 400),
    ("GET", "/api/queries/gardens-of-plant?format=html&plan=x", 400),
    ("GET", "/release/0000000000000000/sparql", 404),
    ("GET", "/sparql?update=CLEAR%20ALL", 403),
    ("GET", "/sparql?query=%ff", 400),
    ("GET", "/sparql?query=SELECT", 400),
    ("GET", "/sparql?query=ASK%7B%7D&format=pdf", 400),
    ("POST", "/sparql", 415),
]


def plain(text: str) -> str:
    """Write a text of a page with the signs and spaces of messages."""
    return text.translate({ord("’"): "'", 0xA0: " ", 0x202F: " "})


@pytest.mark.parametrize(("method", "address", "status"), PROBLEMS)
def test_who_reads_pages_is_told_by_a_page_and_others_by_json(client: TestClient, method: str, address: str, status: int):
    """One rule at every address: by `Accept`."""
    read = client.request(method, address, headers=BROWSER)
    assert (read.status_code, read.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert (read.headers["content-language"], "Accept" in read.headers["vary"]) == ("fr", True)
    assert "default-src 'none'" in read.headers["content-security-policy"]
    told = client.request(method, address, headers={"accept": "*/*", "accept-language": "fr"})
    assert (told.status_code, told.headers["content-type"]) == (status, "application/problem+json")
    assert told.headers.get("allow") == read.headers.get("allow")
    if method != "HEAD":
        text = plain("".join(html5lib.parse(read.content, namespaceHTMLElements=False).itertext()))
        problem = told.json()
        assert problem["title"] in text
        assert problem["detail"] in text


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/html", "text/html"),
        ("text/*", "text/html"),
        ("text/html;q=0.5, application/json;q=0.4", "text/html"),
        ("text/html;q=0.4, application/json;q=0.5", "application/problem+json"),
        ("text/html, application/problem+json", "application/problem+json"),
        ("text/html;q=0, */*", "application/problem+json"),
        ("text/html, */*", "application/problem+json"),
        ("image/png", "application/problem+json"),
        ("application/xhtml+xml", "application/problem+json"),
        ("", "application/problem+json"),
    ],
)
def test_a_page_is_for_who_weighs_it_more_than_json(client: TestClient, accept: str, media_type: str):
    for method, address in (("GET", "/nothing"), ("POST", "/plant"), ("GET", "/api/nothing")):
        answer = client.request(method, address, headers={"accept": accept})
        assert answer.headers["content-type"].partition(";")[0] == media_type


def test_a_page_of_a_problem_escapes_what_was_asked(client: TestClient):
    answer = client.get("/api/queries/<script>alert(1)</script>", headers=BROWSER)
    assert answer.status_code == 404
    assert answer.text.count("<script") == answer.text.count('<script src="/assets/search.js" defer></script>')
    assert "alert(1)" in answer.text


def test_a_problem_in_another_language_than_its_page_is_marked(library: Path):
    client = TestClient(Site(edition_of(library)), follow_redirects=False)
    answer = client.post("/book", headers={**BROWSER, "accept-language": "de"})
    assert (answer.status_code, answer.headers["content-language"]) == (405, "de")
    assert '<h1 lang="en">Method not allowed</h1>' in answer.text


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_part_is_what_its_range_says_of_the_whole(client: TestClient, first: int, last: int):
    whole = client.get("/plant/bean.ttl").content
    for asked, expected in ((f"{first}-{last}", whole[first : last + 1]), (f"{first}-", whole[first:])):
        answer = client.get("/plant/bean.ttl", headers={"range": f"bytes={asked}"})
        if asked.endswith(str(last)) and last < first:
            assert (answer.status_code, answer.content) == (200, whole)
        elif expected:
            assert (answer.status_code, answer.content) == (206, expected)
            assert answer.headers["content-range"] == f"bytes {first}-{first + len(expected) - 1}/{len(whole)}"
        else:
            assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(whole)}")


def test_what_is_compressed_is_the_document_with_a_tag_of_its_own(garden: Path):
    long = " ".join(f"word{number}" for number in range(9000))
    head = "@prefix g: <https://gardens.example.org/ontology#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    entry = f'<https://gardens.example.org/plant/long> a g:Plant ; skos:prefLabel "long"@en ; skos:note "{long}"@en .\n'
    (garden / "data" / "plant" / "long.ttl").write_text(head + entry, "utf-8")
    client = TestClient(Site(edition_of(garden)), follow_redirects=False)
    plain = client.get("/plant/long.ttl", headers={"accept-encoding": "identity"})
    smaller = client.get("/plant/long.ttl", headers={"accept-encoding": "gzip"})
    assert smaller.content == plain.content
    assert int(smaller.headers["content-length"]) < len(plain.content) / 2
    assert smaller.headers["etag"] != plain.headers["etag"]
    assert smaller.headers["etag"] == client.get("/plant/long.ttl", headers={"accept-encoding": "br, gzip"}).headers["etag"]
    for etag, accepted in ((smaller.headers["etag"], "gzip"), (plain.headers["etag"], "")):
        known = client.get("/plant/long.ttl", headers={"accept-encoding": accepted, "if-none-match": etag})
        assert (known.status_code, "content-encoding" in known.headers) == (304, False)
        assert known.headers["vary"] == "Accept-Encoding"
    assert "vary" not in client.get("/plant/bean.ttl", headers={"accept-encoding": "gzip"}).headers


ACCEPTED = [
    ("zstd", {"zstd"}),
    ("gzip, deflate, br, zstd", {"zstd", "gzip"}),
    ("gzip;q=0.9, zstd;q=0.8", {"gzip"}),
    ("zstd;q=0, *", {"gzip"}),
    ("gzip;q=0, *", {"zstd"}),
    ("*", {"zstd", "gzip"}),
    ("*;q=0", set()),
    ("zstd;q=0.5, identity", set()),
    ("zstd, identity;q=0.5", {"zstd"}),
    ("ZSTD", {"zstd"}),
    ("x-gzip", {"gzip"}),
    ("zstdx, br", set()),
    ("", set()),
]


@pytest.mark.parametrize("path", ["dumps/catalogue.nq.gz", "dumps/tables.zip", "dumps/tables.en.xlsx", "plant.en.xlsx"])
def test_what_is_compressed_already_is_sent_as_it_is(garden: Path, monkeypatch: pytest.MonkeyPatch, path: str):
    monkeypatch.setattr(compressing, "LARGE", 1)
    client = TestClient(Site(edition_of(garden)), follow_redirects=False)
    plain, asked = (client.get(f"/{path}", headers={"accept-encoding": name}) for name in ("identity", "gzip, zstd, br"))
    assert asked.headers["content-type"] in COMPRESSED
    assert ("content-encoding" in asked.headers, "vary" in asked.headers) == (False, False)
    assert (asked.content, asked.headers["etag"]) == (plain.content, plain.headers["etag"])
    assert "content-encoding" in client.get("/plant/bean.ttl", headers={"accept-encoding": "gzip"}).headers


@pytest.mark.parametrize(("accepted", "wanted"), ACCEPTED, ids=[accepted or "empty" for accepted, _ in ACCEPTED])
def test_the_encoding_is_the_one_that_the_client_likes_best(accepted: str, wanted: set[str]):
    """And of those that it likes alike the one that makes the document smaller, where there is a library for it."""
    expected = next((name for name in ENCODINGS if name in wanted), None)
    assert wanted_encoding(accepted) == expected


@pytest.mark.parametrize("name", ENCODINGS)
@given(data=st.binary(max_size=5000), times=st.integers(1, 50))
def test_an_encoding_gives_the_same_bytes_always_and_all_back(name: str, data: bytes, times: int):
    smaller = ENCODINGS[name](data * times)
    assert smaller == ENCODINGS[name](data * times)
    assert DECODED[name](smaller) == data * times


def test_each_encoding_has_an_entity_tag_of_its_own(tmp_path: Path):
    folder = tmp_path / "garden"
    init(folder)
    note = "word " * 20_000
    long = f'<plant/long> a g:Plant ; skos:prefLabel "long"@en ; skos:note "{note}"@en .\n'
    bean = (folder / "data" / "plant" / "bean.ttl").read_text("utf-8")
    (folder / "data" / "plant" / "long.ttl").write_text(bean.partition("<plant/bean>")[0] + long, "utf-8")
    with TestClient(Site(limited(edition_of(folder), workers=1))) as client:
        plain = client.get("/plant/long.ttl", headers={"accept-encoding": "identity"})
        assert note in plain.text
        tags = {plain.headers["etag"]}
        for name in ENCODINGS:
            with client.stream("GET", "/plant/long.ttl", headers={"accept-encoding": name}) as answer:
                body = b"".join(answer.iter_raw())
            assert (answer.headers["content-encoding"], answer.headers["vary"]) == (name, "Accept-Encoding")
            assert DECODED[name](body) == plain.content
            assert len(body) < len(plain.content) / 10
            etag = answer.headers["etag"]
            again = client.get("/plant/long.ttl", headers={"accept-encoding": name, "if-none-match": etag})
            assert (again.status_code, again.content) == (304, b"")
            tags.add(etag)
        assert len(tags) == 1 + len(ENCODINGS)


FORMATS = {"turtle": ".ttl", "n-triples": ".nt", "rdf+xml": ".rdf", "trig": ".trig"}


@pytest.mark.parametrize("name", FORMATS)
def test_a_thing_is_had_in_every_syntax_of_rdf(client: TestClient, name: str):
    """Those that no release has are made on demand, and say the same."""
    media_type = f"{'text' if name == 'turtle' else 'application'}/{name}"
    led = client.get("/plant/bean", headers={"accept": media_type})
    assert (led.status_code, led.headers["location"]) == (303, f"/plant/bean{FORMATS[name]}")
    answer = client.get(led.headers["location"])
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert f"<https://gardens.example.org/plant/bean{FORMATS[name]}>" in client.get("/plant/bean.en.html").headers["link"]
    turtle = rdflib.Graph().parse(data=client.get("/plant/bean.ttl").text, format="turtle")
    read = rdflib.Dataset(default_union=True)
    read.parse(data=answer.text, format={"rdf+xml": "xml", "n-triples": "nt"}.get(name, name))
    statements = rdflib.Graph()
    for subject, predicate, value, _ in read.quads():
        statements.add((subject, predicate, value))
    assert rdflib.compare.isomorphic(turtle, statements)


def test_what_rdf_xml_cannot_say_is_not_offered_in_it(garden: Path):
    base = "https://gardens.example.org/"
    head = f"@prefix g: <{base}ontology#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    entries = f'<{base}plant/odd> a g:Plant ; skos:prefLabel "odd"@en ; <https://example.org/1> "x" .\n'
    entries += f'<{base}plant/bean.trig> a g:Plant ; skos:prefLabel "a bean of its own"@en .\n'
    (garden / "data" / "plant" / "odd.ttl").write_text(head + entries, "utf-8")
    client = TestClient(Site(edition_of(garden)), follow_redirects=False)
    assert client.get("/plant/odd", headers={"accept": "application/rdf+xml"}).status_code == 406
    assert client.get("/plant/odd.rdf").status_code == 404
    assert ".rdf>" not in client.get("/plant/odd.ttl").headers["link"]
    assert client.get("/plant/odd.trig").status_code == 200
    own = client.get("/plant/bean.trig", headers={"accept": "text/turtle"})
    assert (own.status_code, own.headers["location"]) == (303, "/plant/bean.trig.ttl")
