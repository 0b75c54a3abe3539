"""The statuses of the service: each that its table of routes and its OpenAPI declare can be provoked, and there is no other."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, quote_plus, urlsplit

import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from sparql_service import limited, running
from starlette.testclient import TestClient

from catalogue.query import named_queries
from catalogue.scaffold import init
from catalogue.serve import Site
from catalogue.serve.description import openapi
from catalogue.serve.routes import Kind, Routes
from catalogue.serve.statuses import BY_SERVER, ERRORS, REFUSED

VALUES = " ".join(f"VALUES ?v{number} {{ {'1 ' * 200} }}" for number in range(6))
QUERIES = {
    "fine": "ASK { ?s ?p ?o }",
    "broken": "SELECT",
    "outside": "ASK { SERVICE <http://127.0.0.1:9/> {} }",
    "long": f"ASK {{}} # {'x' * 3000}",
    "many": f"SELECT * {{ VALUES ?a {{ {'1 ' * 100} }} }}",
    "nothing": "",
    "slow": f"SELECT (COUNT(*) AS ?n) {{ {VALUES} }}",
}
LIMITS = {"workers": 1, "queue": 1, "wall": 1, "client": 1, "rows": 50, "query": 3000}
FORM = "application/x-www-form-urlencoded"


class Operation(NamedTuple):
    """An operation of the description: a path as it is written there, and a method."""

    path: str
    method: str

    def address(self, release: str, name: str) -> tuple[str, str]:
        """Give the path and the fields of the query string that ask one of `QUERIES`."""
        if self.path.startswith("/reconcile"):
            fields = RECONCILIATION.get(name, ("", ""))[self.path != "/reconcile"]
            return self.path, fields if self.method == "GET" else ""
        path = self.path.replace("{release}", release).replace("/fine", f"/{name}").replace("{query}", name)
        by_text = path.endswith("/sparql") and self.method == "GET"
        return path, f"query={quote(QUERIES[name])}" if by_text else ""

    def body(self, name: str) -> bytes:
        """Give the body that asks one of them."""
        if self.path.startswith("/reconcile/1.0-draft"):
            return DRAFT[self.path.rpartition("/")[2]].get(name, "").encode() if self.method == "POST" else b""
        if self.path.startswith("/reconcile"):
            return RECONCILIATION.get(name, ("", ""))[0].encode() if self.method == "POST" else b""
        return f"query={quote_plus(QUERIES[name])}".encode() if self.method == "POST" else b""


async def status_of(
    site: Site, operation: Operation, name: str, method: str = "", release: str = "", **headers: str | None
) -> int:
    """Ask one of `QUERIES` by an operation, as a client of its own, and give the status."""
    path, fields = operation.address(release or site.releases.current.name, name)
    type_ = "application/json" if "draft" in operation.path else FORM
    given = {"content-type": type_, "accept": "*/*"} | {key.replace("_", "-"): value for key, value in headers.items()}
    scope = {
        "type": "http",
        "method": method or operation.method,
        "path": path,
        "query_string": fields.encode(),
        "headers": [(key.encode(), value.encode()) for key, value in given.items() if value is not None],
        "client": (f"{operation.path} {operation.method}", 1),
    }
    statuses: list[int] = []
    pieces = [] if "expect" in given else [operation.body(name)]

    async def receive() -> dict[str, Any]:
        if pieces:
            return {"type": "http.request", "body": pieces.pop()}
        await asyncio.sleep(3600)  # the client stays, and sends nothing
        return {"type": "http.disconnect"}

    async def send(message: Mapping[str, Any]) -> None:
        if "status" in message:
            statuses.append(message["status"])

    await site(scope, receive, send)
    return statuses[0]


RECONCILIATION = {
    "fine": ("queries=%7B%7D", "prefix=x&id=plant/bean"),
    "broken": ("queries=%7B", "cursor=x&limit=x&id=%00"),
    "unknown": ("queries=%7B%7D", "id=nothing"),
    "long": (f"queries={quote(json.dumps(dict.fromkeys(range(51))))}", "id=plant/bean"),
}
"""What is asked of the reconciliation service: a batch, and the fields of other addresses."""

DRAFT = {
    "match": {
        "fine": '{"queries": []}',
        "broken": "{",
        "unknown": '{"queries": []}',
        "long": json.dumps({"queries": [{}] * 51}),
    },
    "extend": {"fine": '{"ids": [], "properties": []}', "long": "x" * 400_000},
}
"""What is posted by the draft of version 1.0."""


async def reconciled(site: Site, operation: Operation) -> set[int]:
    """Provoke all that the reconciliation service answers by an operation, but for faults of the program."""
    statuses = {await status_of(site, operation, name) for name in RECONCILIATION}
    statuses.add(await status_of(site, operation, "fine", "BREW"))
    statuses.add(await status_of(site, operation, "fine", host="no host"))
    if "/view" in operation.path:
        return statuses
    statuses.add(await status_of(site, operation, "fine", if_match='"x"'))
    statuses.add(await status_of(site, operation, "fine", if_none_match="*"))
    if operation.method == "POST":
        statuses.add(await status_of(site, operation, "fine", content_type="text/plain"))
        statuses.add(await status_of(site, operation, "fine", expect="100-continue"))
    service = site._others[Kind.RECONCILIATION].__self__  # type: ignore[attr-defined]  # noqa: SLF001
    service._turns._begun, begun = 100, service._turns._begun  # noqa: SLF001 - as if many waited
    statuses.add(await status_of(site, operation, "fine"))
    service._turns._begun = begun  # noqa: SLF001
    client = f"{operation.path} {operation.method}"
    site.asker.clients.charge(client, 1_000)
    statuses.add(await status_of(site, operation, "fine"))
    return statuses


async def provoked(site: Site, operation: Operation) -> set[int]:
    """Provoke all that the program answers by an operation, but for its own faults."""
    if operation.path.startswith("/reconcile"):
        return await reconciled(site, operation)
    statuses = {await status_of(site, operation, "fine"), await status_of(site, operation, "fine", "BREW")}
    statuses.add(await status_of(site, operation, "fine", host="no host"))
    statuses.add(await status_of(site, operation, "fine", if_none_match="*"))
    statuses.add(await status_of(site, operation, "fine", if_match='"x"'))
    if "release" in operation.path:
        statuses.add(await status_of(site, operation, "fine", release="0" * 16))
    if operation.path.endswith("/queries"):
        return statuses
    if operation.path.endswith("{query}"):
        statuses.add(await status_of(site, operation, "nothing"))
    for name in ("broken", "outside", "long", "many"):
        statuses.add(await status_of(site, operation, name))
    statuses.add(await status_of(site, operation, "fine", accept="image/png"))
    if operation.method == "POST":
        statuses.add(await status_of(site, operation, "fine", content_type="application/json"))
        statuses.add(await status_of(site, operation, "fine", expect="100-continue"))
    statuses.update(await asyncio.gather(*(status_of(site, operation, "slow") for _ in range(4))))
    statuses.add(await status_of(site, operation, "many", accept="text/csv"))
    return statuses


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("statuses") / "garden"
    init(folder)
    for name, sparql in QUERIES.items():
        if sparql:
            (folder / "queries" / f"{name}.rq").write_text(sparql, "utf-8")
    return folder


def test_each_status_that_is_declared_can_be_provoked_and_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch):
    edition = limited(edition_of(folder), **LIMITS)
    settings = replace(edition.settings, serving=replace(edition.settings.serving, body=0.1))  # type: ignore[arg-type]
    edition = replace(edition, settings=settings)
    document = openapi(edition, [named_queries(edition)["fine"]], "http://testserver")
    declared = {
        Operation(path, method.upper()): {int(status) for status in operation["responses"]}
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }

    async def all_provoked() -> dict[Operation, set[int]]:
        site = Site(edition)
        await site.open()
        try:
            found = {operation: await provoked(site, operation) for operation in declared}
            monkeypatch.setattr(site, "_answer", lambda _: 1 / 0)
            return {operation: found[operation] | {await status_of(site, operation, "many")} for operation in declared}
        finally:
            await site.close()

    statuses = asyncio.run(all_provoked())
    assert len(declared) == 24
    assert {operation: found | BY_SERVER for operation, found in statuses.items()} == declared
    assert set().union(*declared.values()) == {200, 303, 304, *ERRORS}


def test_what_the_server_answers_itself_is_declared(folder: Path):
    """Addresses and headers that are too long never reach the program."""
    with running(folder, "--sparql-only") as address:
        host = urlsplit(address)

        def head(request: bytes) -> bytes:
            with socket.create_connection((host.hostname, host.port)) as client:
                client.sendall(request)
                return client.recv(1000).split(b"\r\n", 1)[0]

        for path in (b"/sparql", b"/api/queries", b"/api/queries/fine"):
            long = head(b"GET " + path + b"?x=" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
            large = head(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nX-X: " + b"x" * 300_000 + b"\r\n\r\n")
            assert [int(line.split()[1]) for line in (long, large)] == sorted(BY_SERVER)


def test_every_kind_of_refusal_has_a_status_that_is_declared():
    assert set(REFUSED.values()) <= set(ERRORS)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("routes") / "garden"
    init(folder)
    with TestClient(Site(limited(edition_of(folder), workers=1)), follow_redirects=False) as client:
        yield client


PATHS = (
    "/ /plant /plant/bean /plant/bean.ttl /nothing /sparql /sparql/ /release/0/sparql /release/0/x /release//sparql /api /api/ "
    "/api/x /api/queries /api/queries/fine /api/queries/x /api/queries/../x /api/openapi.json /.well-known/void "
    "/reconcile /reconcile/ /reconcile/preview /reconcile/view /reconcile/suggest/type /reconcile/extend/propose /reconcile/x "
    "/reconcile/1.0-draft /reconcile/1.0-draft/ /reconcile/1.0-draft/match "
    "/reconcile/1.0-draft/extend /reconcile/1.0-draft/view "
    "/assets/style.css /assets/x // /%00 /%ff /manifest.json /*"
).split()
FIELDS = [
    "",
    "query=ASK%7B%7D",
    "query=x",
    "query=%ff",
    "update=x",
    "format=csv",
    "format=html",
    "format=x",
    "&&",
    "queries=x",
    "queries={}",
    "id=plant/bean",
]
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"]
HEADERS = st.fixed_dictionaries(
    {
        "accept": st.sampled_from(["", "*/*", "text/html", "text/csv;q=0", "image/png", "application/json, text/html;q=.1"]),
        "content-type": st.sampled_from([FORM, "application/sparql-query", "application/sparql-update", "text/plain", ""]),
        "if-none-match": st.sampled_from(["", "*", '"x"', "x"]),
        "if-match": st.sampled_from(["", "", "*", '"x"']),
    }
)


@given(st.sampled_from(METHODS), st.sampled_from(PATHS), st.sampled_from(FIELDS), HEADERS)
def test_every_answer_has_a_status_of_its_route_and_the_headers_of_all(
    client: TestClient, method: str, path: str, fields: str, headers: dict[str, str]
):
    body = b"query=ASK{}" if method == "POST" else b""
    answer = client.request(method, f"{path}?{fields}", headers=headers, content=body)
    site = client.app
    assert isinstance(site, Site)
    route, _ = site._routes.find(answer.request.url.path)  # noqa: SLF001 - the table is what is held to
    assert answer.status_code in route.statuses(method) - {500}
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not answer.content or method != "HEAD"
    assert (answer.status_code == 405) == ("allow" in answer.headers and answer.status_code != 204)
    if answer.status_code >= 400 and not answer.headers["content-type"].startswith("text/html"):
        assert answer.headers["content-type"] == "application/problem+json"
        assert method == "HEAD" or answer.json()["status"] == answer.status_code


def test_routes_are_found_by_their_patterns():
    routes = Routes(["assets/x.css"])
    for path, pattern in {
        "/sparql": "/sparql",
        "/sparql/": "/sparql",
        "/sparqling": "/{path}",
        "/release/a/sparql//": "/release/{release}/sparql",
        "/release/a/b/sparql": "/{path}",
        "/api/queries/": "/api/queries",
        "/api/queries/a/b": "/api/queries/{query}",
        "/release/a/api/queries/b": "/release/{release}/api/queries/{query}",
        "/api/other": "/api/{rest}",
        "/apis": "/{path}",
        "/reconcile/": "/reconcile",
        "/reconcile/view/": "/reconcile/view",
        "/reconcile/suggest/types": "/reconcile/{rest}",
        "/reconcile/1.0-draft/match": "/reconcile/1.0-draft/match",
        "/reconcile/1.0-draft/view": "/reconcile/{rest}",
        "/reconciled": "/{path}",
        "/assets/x.css": "/assets/x.css",
        "/assets/y.css": "/{path}",
        "*": "/{path}",
    }.items():
        assert routes.find(path)[0].pattern == pattern, path
