"""The SPARQL service in use: formats, caching, releases, named queries, and how it mends itself."""

import json
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes, unquote_to_bytes

import httpx2
import jsonschema
import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator, validate
from processes import NEEDS_PROC, children
from sparql_service import limited, running
from starlette.testclient import TestClient

from catalogue.scaffold import init
from catalogue.serve import Site
from catalogue.serve.clients import Clients
from catalogue.serve.formats import accepted
from catalogue.serve.memory import Kept, Memory
from catalogue.serve.protocol import unquoted
from catalogue.workspace.catalogue import Catalogue

NAMES = "SELECT ?n { ?s a g:Plant ; skos:prefLabel ?n }"
PREFIXES = "PREFIX g: <https://gardens.example.org/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
SELECT, ASK, CONSTRUCT = PREFIXES + NAMES, "ASK { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("service") / "garden"
    init(folder)
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Site:
    return Site(limited(edition_of(folder), workers=1))


@pytest.fixture(scope="module")
def client(site: Site) -> Iterator[TestClient]:
    with TestClient(site, follow_redirects=False) as client:
        yield client


def ask(client: TestClient, sparql: str, accept: str = "", **fields: str) -> httpx2.Response:
    return client.get("/sparql", params={"query": sparql, **fields}, headers={"Accept": accept} if accept else {})


@pytest.mark.parametrize(
    ("accept", "solutions", "triples"),
    [
        ("*/*", "application/sparql-results+json", "text/turtle"),
        ("application/sparql-results+xml", "application/sparql-results+xml", "text/turtle"),
        ("application/xml", "application/sparql-results+xml", "application/rdf+xml"),
        ("application/json", "application/sparql-results+json", "application/ld+json"),
        ("text/csv, text/turtle;q=0.1", "text/csv", "text/turtle"),
        ("text/tab-separated-values", "text/tab-separated-values", "text/turtle"),
        ("application/n-triples, */*;q=0.1", "application/sparql-results+json", "application/n-triples"),
        ("application/ld+json", "application/sparql-results+json", "application/ld+json"),
        ("application/rdf+xml;q=0.9, text/turtle;q=0.2", "application/sparql-results+json", "application/rdf+xml"),
        ("image/png", None, None),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml", "text/turtle"),
    ],
)
def test_each_form_of_query_is_answered_in_the_format_that_the_client_would_rather_have(
    client: TestClient, accept: str, solutions: str | None, triples: str | None
):
    for sparql, expected in ((SELECT, solutions), (ASK, solutions), (CONSTRUCT, triples)):
        answer = ask(client, sparql, accept)
        if expected is None:
            assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")
        else:
            assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, expected), answer.text


def test_a_field_names_the_format_as_well(client: TestClient):
    assert ask(client, SELECT, "text/html", format="csv").text.splitlines()[0] == "n"
    assert ask(client, CONSTRUCT, format="text/turtle").headers["content-type"] == "text/turtle; charset=utf-8"
    wrong = ask(client, SELECT, format="pdf")
    assert (wrong.status_code, "choose html, json" in wrong.json()["detail"]) == (400, True)


def test_every_format_says_the_same(client: TestClient, folder: Path):
    """What the service answers is what the catalogue answers in this process, in each format."""
    here = Catalogue(folder).query(SELECT)
    for name in ("json", "xml", "csv", "tsv"):
        assert sorted(ask(client, SELECT, format=name).content.splitlines()) == sorted(here.serialize(name).splitlines())
    whole = Catalogue(folder).query(CONSTRUCT)
    for name in ("turtle", "ntriples", "jsonld", "rdfxml"):
        assert ask(client, CONSTRUCT, format=name).content == whole.serialize(name)


def test_an_answer_names_its_release_and_is_not_sent_twice(client: TestClient, site: Site):
    first = ask(client, SELECT)
    release = site.releases.edition.release
    assert first.headers["catalogue-release"] == release
    assert first.headers["access-control-allow-origin"] == "*"
    assert first.headers["etag"].startswith('W/"')
    again = client.get("/sparql", params={"query": SELECT}, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    other = client.get("/sparql", params={"query": SELECT, "format": "csv"}, headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200
    link = first.headers["link"]
    assert link.startswith(f"</release/{release}/sparql?query=")
    named = client.get(link[1 : link.index(">")])
    assert (named.content, named.headers["cache-control"]) == (first.content, "public, max-age=31536000, immutable")


def test_a_head_request_has_the_headers_of_a_get(client: TestClient):
    get, head = ask(client, ASK), client.head("/sparql", params={"query": ASK})
    assert (head.status_code, head.content) == (200, b"")
    assert {**head.headers, "date": ""} == {**get.headers, "date": ""}


def test_a_repeated_question_needs_no_worker(client: TestClient, site: Site):
    first = ask(client, SELECT + " #repeated")
    kept = site.releases.current.pool
    asked: list[Any] = []
    original, kept.ask = kept.ask, lambda *args: asked.append(args)  # type: ignore[assignment,method-assign,func-returns-value]
    try:
        assert [ask(client, SELECT + " #repeated").content for _ in range(3)] == [first.content] * 3
        posted = client.post("/sparql", data={"query": SELECT + " #repeated"})
        assert (posted.content, asked) == (first.content, [])
    finally:
        kept.ask = original  # type: ignore[method-assign]


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "STRUUID()"])
def test_what_may_differ_each_time_is_never_kept(client: TestClient, function: str):
    answers = [ask(client, f"SELECT ({function} AS ?x) {{ }}") for _ in range(2)]
    assert len({answer.content for answer in answers}) == 2
    assert [("etag" in answer.headers, answer.headers["cache-control"]) for answer in answers] == [(False, "no-store")] * 2


def test_a_fault_is_told_at_its_place_and_in_the_clients_language(client: TestClient):
    sparql = "SELECT * {\n  ?s ?p ?o FILTRE(?o > 1)\n}"
    for language, words in (
        ("fr-CA", "« FILTRE » n'est pas un mot-clé de SPARQL"),
        ("de, en;q=0.5", "“FILTRE” is not a SPARQL keyword"),
    ):
        answer = client.get("/sparql", params={"query": sparql}, headers={"Accept-Language": language})
        said = answer.json()
        assert (answer.status_code, said["position"]) == (400, {"line": 2, "column": 12, "endLine": 2, "endColumn": 18})
        assert said["detail"].startswith(words)
        assert answer.headers["content-language"] == language[:2].replace("de", "en")


@pytest.mark.parametrize(
    ("method", "headers", "body", "status"),
    [
        ("PUT", {}, b"", 405),
        ("DELETE", {}, b"", 405),
        ("POST", {"Content-Type": "application/json"}, b"{}", 415),
        ("POST", {"Content-Type": "application/sparql-query; charset=latin-1"}, b"ASK {}", 415),
        ("POST", {"Content-Type": "application/sparql-query"}, b"ASK { FILTER('\xff') }", 400),
        ("POST", {"Content-Type": "application/x-www-form-urlencoded"}, b"query=%FF", 400),
        ("POST", {"Content-Type": "application/x-www-form-urlencoded"}, b"query=ASK{}&query=ASK{}", 400),
        ("POST", {"Content-Type": "application/x-www-form-urlencoded"}, b"x=1", 400),
        ("POST", {"Content-Type": "application/x-www-form-urlencoded"}, b"&".join([b"a=1"] * 200), 400),
        ("POST", {"Content-Type": "application/sparql-query"}, b" " * 400_000, 413),
        ("POST", {"Content-Type": "application/sparql-query"}, b" " * 70_000, 413),
        ("POST", {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 403),
    ],
)
def test_a_request_that_is_not_of_the_protocol_is_told_so(
    client: TestClient, method: str, headers: dict[str, str], body: bytes, status: int
):
    answer = client.request(method, "/sparql", headers=headers, content=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    assert (answer.json()["status"], "Traceback" in answer.text) == (status, False)


@pytest.mark.parametrize(
    "sparql",
    [
        NAMES,
        f"# PREFIX g: and PREFIX skos: stand here only\n{NAMES}",
        f"PREFIX g: <https://gardens.example.org/ontology#>\n{NAMES}",
        f"prefix g: <https://gardens.example.org/ontology#>\n{NAMES}",
    ],
)
def test_prefixes_of_the_catalogue_need_no_declaration(client: TestClient, sparql: str):
    assert ask(client, sparql, "text/csv").text.count("\n") > 1


@given(st.binary() | st.lists(st.sampled_from([b"%", b"=", b"%4", b"%e9", b"+", b"\r", b"\n", b" ", b"f"])).map(b"".join))
def test_a_field_is_decoded_as_the_standard_library_decodes_it(value: bytes):
    encoded = quote_from_bytes(value).encode()
    assert unquoted(encoded) == value
    assert unquoted(value) == unquote_to_bytes(value.replace(b"+", b" "))


def test_other_sites_may_ask(client: TestClient):
    answer = client.options("/sparql", headers={"Origin": "https://x.example", "Access-Control-Request-Method": "POST"})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (204, "*")
    assert "POST" in answer.headers["access-control-allow-methods"]


def test_the_dataset_of_the_request_stands_before_that_of_the_query(client: TestClient):
    base = "https://gardens.example.org/"
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def number(sparql: str, **fields: str) -> int:
        answer = ask(client, sparql, **fields)
        assert answer.status_code == 200, answer.text
        return int(answer.json()["results"]["bindings"][0]["n"]["value"])

    graphs = [row["g"]["value"] for row in ask(client, "SELECT DISTINCT ?g { GRAPH ?g { } }").json()["results"]["bindings"]]
    one, two = sorted(graphs)[:2]
    assert one.startswith(base + "data/")
    parts = [number(count, **{"default-graph-uri": graph}) for graph in graphs]
    assert sum(parts) == number("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    assert number(count.replace("{", f"FROM <{one}> {{", 1)) == number(count, **{"default-graph-uri": one})
    both = count.replace("{", f"FROM <{two}> {{", 1)
    assert number(both, **{"default-graph-uri": one}) == number(count, **{"default-graph-uri": one})
    assert number(count, **{"named-graph-uri": one}) == 0
    relative = count.replace("{", f"FROM <{one.removeprefix(base)}> {{", 1)
    assert number(relative) == number(count, **{"default-graph-uri": one})
    wrong = ask(client, count, **{"default-graph-uri": base + "nowhere"})
    assert (wrong.status_code, "there is no graph" in wrong.json()["detail"]) == (400, True)


def test_earlier_releases_answer_under_their_names(tmp_path: Path):
    """Each release that is kept answers with what it said, and says which it is; others are not there."""
    folder = tmp_path / "garden"
    init(folder)
    old = Catalogue(folder).build()
    plant = folder / "data" / "plant" / "pea.ttl"
    bean = (folder / "data" / "plant" / "bean.ttl").read_text("utf-8")
    plant.write_text(bean.replace("plant/bean", "plant/pea"), "utf-8")
    new = Catalogue(folder).build()
    site = Site(limited(edition_of(folder), workers=1))
    with TestClient(site, follow_redirects=False) as client:
        counts = {}
        for path in ("/sparql", f"/release/{old.digest}/sparql", f"/release/{new.digest}/sparql"):
            answer = client.get(path, params={"query": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a g:Plant }"})
            counts[path] = answer.headers["catalogue-release"], answer.json()["results"]["bindings"][0]["n"]["value"]
        plants = int(counts["/sparql"][1])
        assert list(counts.values()) == [(new.digest, str(plants)), (old.digest, str(plants - 1)), (new.digest, str(plants))]
        named = client.get(f"/release/{old.digest}/api/queries/gardens-of-plant", params={"format": "csv"})
        assert (named.status_code, named.headers["catalogue-release"]) == (200, old.digest)
        assert client.get(f"/release/{old.digest}/api/queries/nothing").status_code == 404
        for name in ("0" * 16, "%2e%2e%2f", "current", old.digest.upper(), "x" * 5000):
            assert client.get(f"/release/{name}/sparql", params={"query": ASK}).status_code == 404
        described = client.get(f"/release/{old.digest}/sparql", headers={"Accept": "text/turtle"})
        assert f"release/{old.digest}/sparql" in described.text


def test_named_queries_have_an_address_each(client: TestClient, folder: Path):
    whole = client.get("/api/queries", headers={"Accept-Language": "fr"}).json()
    jsonschema.validate(whole, client.get("/api/openapi.json").json()["components"]["schemas"]["Queries"])
    listed = whole["queries"]
    queries = Catalogue(folder).queries()
    assert [entry["name"] for entry in listed] == list(queries)
    assert listed[0]["title"] == next(iter(queries.values())).title["fr"]
    for entry in listed:
        given = {p["name"]: "plant/bean" for p in entry["parameters"] if p["default"] is None}
        answer = client.get(entry["href"], params={**given, "format": "csv"})
        expected = Catalogue(folder).query(entry["name"], **given).serialize("csv")
        assert (answer.status_code, answer.content) == (200, expected)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("gardens-of-plnt", 404, "did you mean gardens-of-plant?"),
        ("gardens-of-plant?plan=x", 400, "did you mean plant?"),
        ("gardens-of-plant?plant=a&plant=b", 400, "give each parameter once"),
        ("gardens-of-plant?plant=x%3E%20%7D", 400, "is not a value of type iri"),
        ("gardens-of-plant?format=pdf", 400, "there is no format pdf"),
        ("gardens-of-plant?format=html&plant=x%3E", 400, "is not a value of type iri"),
        ("nothing-like-it-at-all", 404, "/api/queries lists them"),
        ("gardens-of-plant?plant=%FF", 400, "not UTF-8"),
        ("../../etc/passwd", 404, ""),
    ],
)
def test_a_wrong_question_to_a_named_query_is_told(client: TestClient, path: str, status: int, words: str):
    answer = client.get(f"/api/queries/{path}")
    assert (answer.status_code, words in answer.text) == (status, True)


def test_a_named_query_with_a_wrong_header_stops_no_other(tmp_path: Path):
    folder = tmp_path / "garden"
    init(folder)
    (folder / "queries" / "aaa.rq").write_text("# title: A\n# param: x integr\nSELECT * { ?s ?p ?x }", "utf-8")
    with TestClient(Site(limited(edition_of(folder), workers=1)), follow_redirects=False) as client:
        assert client.get("/api/queries/gardens-of-plant?format=csv").status_code == 200
        assert list(OpenAPIV31SpecValidator(client.get("/api/openapi.json").json()).iter_errors()) == []
        answer = client.get("/api/queries/aaa?x=1")
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
        assert "this is not a parameter with a type" in answer.json()["detail"]
        assert client.get("/sparql", headers={"Accept": "text/html"}).status_code == 200


def test_the_service_describes_its_interface_and_every_path_of_it_is_there(client: TestClient):
    said = client.get("/api/openapi.json", headers={"Accept-Language": "fr"}).json()
    validate(said)
    assert said["servers"] == [{"url": "http://testserver"}]
    assert said["info"]["version"] == client.get("/sparql", params={"query": ASK}).headers["catalogue-release"]
    for path, operations in said["paths"].items():
        if "get" not in operations:
            assert client.get(path).status_code == 405
            continue
        operation = operations["get"]
        parameters = [parameter for parameter in operation.get("parameters", ()) if parameter.get("required")]
        given = {p["name"]: p.get("example", "plant/bean") for p in parameters if p["in"] == "query"}
        own = {"release": said["info"]["version"], "query": "gardens-of-plant"}
        answer = client.get(path.format_map(own), params=given, follow_redirects=False)
        status = "200" if "200" in operation["responses"] else "303"
        assert str(answer.status_code) == status, (path, answer.text)
        if status == "200":
            assert answer.headers["content-type"].partition(";")[0] in operation["responses"]["200"]["content"], path


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", "/api/vocabulary"])
def test_what_is_not_there_for_programs_is_told_as_a_problem(client: TestClient, path: str):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_a_fault_of_the_program_is_a_problem_too(
    client: TestClient, site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """Whoever asks gets a status and no traceback; whoever runs the service finds it in the log."""
    monkeypatch.setattr(site.asker, "run", lambda *_: 1 / 0)
    answer = client.get("/sparql", params={"query": ASK + " #fault"})
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "ZeroDivisionError" not in answer.text
    assert "ZeroDivisionError" in caplog.text


def test_a_named_query_cannot_be_posted(client: TestClient):
    assert client.post("/api/queries/gardens-of-plant").status_code == 405


def test_the_description_is_found_where_clients_look_for_it(client: TestClient):
    answer = client.get("/.well-known/void")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sparql")


def test_documents_are_served_beside_it(client: TestClient):
    assert client.get("/plant/bean.ttl").status_code == 200
    assert client.get("/plant/bean", headers={"Accept": "text/turtle"}).status_code == 303


def test_alone_it_serves_nothing_else(folder: Path):
    with running(folder, "--sparql-only") as address:
        assert httpx2.get(f"{address}plant/bean.ttl").status_code == 404
        assert httpx2.get(f"{address}sparql", params={"query": ASK}).json()["boolean"] is True


@NEEDS_PROC
def test_a_nursery_that_is_killed_is_replaced_with_its_workers(folder: Path):
    """Whatever ends the processes, the service goes on; those that it began end with it."""
    site = Site(limited(edition_of(folder), workers=2), documents=False)
    with TestClient(site) as client:
        pool = site.releases.current.pool
        nursery = pool._nursery  # noqa: SLF001 - to end it is the test
        assert nursery is not None
        assert until(lambda: len(children(nursery.pid)) == 3)
        workers = children(nursery.pid)
        os.kill(workers[0], signal.SIGKILL)
        assert until(lambda: ask(client, SELECT + " #1").status_code == 200)
        os.kill(nursery.pid, signal.SIGKILL)
        assert until(lambda: pool._nursery not in {None, nursery})  # noqa: SLF001 - as above
        assert until(lambda: ask(client, SELECT + f" #{time.monotonic_ns()}").status_code == 200)
        again = pool._nursery  # noqa: SLF001 - as above
        assert again is not None
        last = [again.pid, *children(again.pid)]
    assert until(lambda: not any(Path(f"/proc/{number}").exists() for number in last))


def until(holds: Any) -> bool:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def test_a_store_on_disk_answers_the_same(folder: Path, client: TestClient):
    with TestClient(Site(limited(edition_of(folder), workers=1, store="disk"), documents=False)) as other:
        for sparql in (SELECT + " ORDER BY ?n", ASK, CONSTRUCT):
            assert ask(other, sparql).content == ask(client, sparql).content
        assert ask(other, "SELECT * { SERVICE <http://127.0.0.1:9/> {} }").status_code == 403


def test_memory_holds_what_was_used_last():
    memory = Memory(15 * 2048)
    for number in range(20):
        memory.keep(number, Kept("json", (), bytes(1024), b""))
        memory.get(0)
    assert (len(memory), memory.size) == (15, 15 * 2048)
    assert [memory.get(n) is not None for n in (0, 1, 19)] == [True, False, True]
    memory.keep("large", Kept("json", (), bytes(4096), b""))
    assert memory.get("large") is None


def test_a_browser_gets_a_page_and_a_program_what_it_asks_for():
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert [accepted(accept).html for accept in (browser, "*/*", "", "text/csv", "text/html;q=0.1, text/csv")] == [
        True,
        False,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (1, "2001:db8:1:2:3::9", "2001:db8:1:2::/64"),
        (1, "", "127.0.0.1"),
        (1, "x" * 99, "x" * 99),
    ],
)
def test_a_client_is_who_the_trusted_proxies_say(proxies: int, forwarded: str, expected: str):
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    assert Clients(60, proxies).name({"client": ("127.0.0.1", 5), "headers": headers}) == expected


def test_the_list_of_statuses_is_that_of_the_documentation(client: TestClient):
    """Each problem has a status of its own kind, and its JSON says so."""
    said = json.loads(ask(client, "SELECT").content)
    assert set(said) >= {"type", "title", "status", "detail", "position"}


BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "Accept-Language": "fr-FR,fr;q=0.9"}


def test_who_asks_for_html_gets_the_page_each_time_and_others_what_they_ask_for(client: TestClient):
    """The page and the answer to a program are never taken for one another, however often either is asked for."""
    for _ in range(3):
        page = client.get("/sparql", params={"query": SELECT}, headers=BROWSER)
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert (page.headers["content-language"], "haricot à rames" in page.text) == ("fr", True)
        assert "script-src 'self'" in page.headers["content-security-policy"]
        assert ask(client, SELECT).headers["content-type"] == "application/sparql-results+json"
    assert client.get("/sparql", params={"query": SELECT, "lang": "en"}, headers=BROWSER).headers["content-language"] == "en"
    posted = client.post("/sparql", data={"query": ASK, "format": "html"}, headers=BROWSER)
    assert (posted.status_code, posted.headers["content-type"]) == (200, "text/html; charset=utf-8")


def test_the_page_alone_is_there_for_who_comes_without_a_query(client: TestClient):
    for params in ({}, {"query": ""}, {"query": "  "}):
        page = client.get("/sparql", params=params, headers=BROWSER)
        assert (page.status_code, "<textarea" in page.text) == (200, True)
    assert client.get("/sparql").headers["content-type"] == "text/turtle; charset=utf-8"


def test_the_page_tells_a_problem_with_its_status_and_its_place(client: TestClient):
    page = client.get("/sparql", params={"query": "SELECT * {\n ?s ?p ?o FILTRE(1) }"}, headers=BROWSER)
    assert (page.status_code, page.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "« FILTRE » n'est pas un mot-clé de SPARQL" in page.text.replace("&#39;", "'")
    assert client.get("/sparql", params={"update": "CLEAR ALL"}, headers=BROWSER).status_code == 403


def test_triples_are_shown_on_the_page_too(client: TestClient):
    page = client.get("/sparql", params={"query": CONSTRUCT}, headers=BROWSER)
    assert (page.status_code, "plant/bean" in page.text) == (200, True)


def test_an_earlier_release_has_its_page(client: TestClient, site: Site):
    name = site.releases.edition.release
    page = client.get(f"/release/{name}/sparql", params={"query": ASK}, headers=BROWSER)
    assert (page.status_code, f'action="/release/{name}/sparql"' in page.text) == (200, True)


def test_what_the_page_needs_is_served_alone_too(folder: Path):
    with TestClient(Site(limited(edition_of(folder), workers=1), documents=False)) as client:
        page = client.get("/sparql", headers=BROWSER).text
        needed = re.findall(r'(?:href|src)="(/(?:assets|api)/[^"]+)"', page)
        assert len(needed) >= 3
        for path in [*needed, "/api/vocabulary.json"]:
            answer = client.get(path)
            assert (answer.status_code, len(answer.content) > 100) == (200, True), path
            again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
            assert again.status_code == 304
        assert client.get("/api/vocabulary.json").json()["release"] == edition_of(folder).release
