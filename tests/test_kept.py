"""What a server keeps: however long and however many the questions are, it stays within its limit."""

import asyncio
import gc
import tracemalloc
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from sparql_service import limited

from catalogue.messages import Message
from catalogue.scaffold import init
from catalogue.serve import Site
from catalogue.serve.clients import Clients
from catalogue.serve.memory import Kept, Memory, key_of
from catalogue.sparql.notes import Note

LIMIT = 400_000
SLACK = 1_600_000
"""What beside the answers may be: caches of short texts, and what Python keeps of its own."""

LONG = 30_000
TIMES = 100


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept") / "garden"
    init(folder)
    named = "# title: Named\n# param: name xsd:string\nSELECT ?s { ?s ?p ?o FILTER(STR(?o) = ?name) } LIMIT 1"
    (folder / "queries" / "named.rq").write_text(named, "utf-8")
    return folder


def long(number: int) -> str:
    """Give a long text without a repetition, another for each number; its characters take two bytes each in memory."""
    return f"{number}" + "ā" * (LONG // 2)


QUESTIONS: Mapping[str, Any] = {
    "query by POST": lambda n: {"method": "POST", "path": "/sparql", "body": f"ASK {{}} # {long(n)}".encode()},
    "query by GET": lambda n: {"path": "/sparql", "fields": "query=ASK%7B%7D%23" + quote(long(n)[: LONG // 6])},
    "graph of many": lambda n: {"path": "/sparql", "fields": "query=ASK%7B%7D" + f"&named-graph-uri=urn:{n}{'x' * 400}" * 75},
    "graph": lambda n: {"path": "/sparql", "fields": "query=ASK%7B%7D&default-graph-uri=urn:" + "x" * LONG + f"{n}"},
    "field that nobody reads": lambda n: {"path": "/sparql", "fields": f"query=ASK%7B%7D&x={n}" + "x" * LONG},
    "accept": lambda n: {"path": "/sparql", "fields": "query=ASK%7B%7D", "accept": f"text/csv, a/b{n}" + "x" * LONG},
    "query that is none": lambda n: {"path": "/sparql", "fields": f"query=ASKED{n}" + "x" * LONG, "accept": "text/html"},
    "named query": lambda n: {"path": "/api/queries/named", "fields": f"name={n}" + "x" * LONG},
    "page of a named query": lambda n: {"path": "/api/queries/named", "fields": f"format=html&name={n}" + "x" * LONG},
    "path": lambda n: {"path": f"/{n}" + "x" * LONG, "accept": "text/html"},
    "path of a document": lambda n: {"path": f"/plant/{n}" + "x" * LONG + ".en.html", "accept": "text/html"},
    "path within a release": lambda n: {"path": f"/release/{n}" + "x" * LONG + "/sparql"},
    "name of a query": lambda n: {"path": f"/api/queries/{n}" + "x" * LONG, "accept": "text/html"},
    "languages": lambda n: {"path": "/plant/bean", "accept-language": f"fr, x-{n}" + "x" * LONG},
    "languages of many parts": lambda n: {
        "path": "/nothing",
        "accept-language": f"a{n}" + "-a" * (LONG // 2),
        "accept": "text/html",
    },
    "host": lambda n: {"path": "/reconcile", "host": f"h{n}.example"},
    "long host": lambda n: {"path": "/reconcile", "host": f"h{n}" + "x" * LONG},
    "description": lambda n: {"path": "/sparql", "host": f"h{n}.example", "accept": "text/turtle"},
    "names to reconcile": lambda n: {
        "path": "/reconcile",
        "fields": f"queries=%7B%22q%22%3A%7B%22query%22%3A%22{n}" + "x" * LONG + "%22%7D%7D",
    },
    "tags": lambda n: {"path": "/plant/bean.en.html", "if-none-match": f'"{n}' + "x" * LONG + '"'},
    "forwarded": lambda n: {"path": "/robots.txt", "x-forwarded-for": f"{n}" + "x" * LONG},
}


async def ask(site: Site, question: Mapping[str, Any]) -> int:
    given = {key: value for key, value in question.items() if key not in {"method", "path", "fields", "body"}}
    headers = {"host": "localhost", "content-type": "application/sparql-query", **given}
    scope = {
        "type": "http",
        "method": question.get("method", "GET"),
        "path": question["path"],
        "query_string": question.get("fields", "").encode(),
        "headers": [(key.encode(), value.encode()) for key, value in headers.items()],
        "client": ("127.0.0.1", 1),
    }
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": question.get("body", b"")}

    async def send(message: Mapping[str, Any]) -> None:
        if "status" in message:
            statuses.append(message["status"])

    await site(scope, receive, send)
    return statuses[0]


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture(scope="module")
def site(folder: Path, loop: asyncio.AbstractEventLoop) -> Iterator[Site]:
    site = Site(limited(edition_of(folder), workers=1, cache=LIMIT, client=3600, proxies=1))
    loop.run_until_complete(site.open())
    yield site
    loop.run_until_complete(site.close())


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_is_kept_does_not_grow_with_what_clients_send(site: Site, loop: asyncio.AbstractEventLoop, name: str):
    async def all_asked() -> int:
        for number in range(5):
            await ask(site, QUESTIONS[name](number))
        gc.collect()
        tracemalloc.start()
        try:
            for number in range(5, TIMES):
                await ask(site, QUESTIONS[name](number))
            gc.collect()
            return tracemalloc.get_traced_memory()[0]
        finally:
            tracemalloc.stop()

    assert loop.run_until_complete(all_asked()) < LIMIT + LIMIT // 8 + SLACK < TIMES * LONG
    assert site.asker.size <= LIMIT + LIMIT // 8


TEXTS = st.text(max_size=400)


@given(st.lists(st.tuples(TEXTS, TEXTS, st.binary(max_size=2000)), max_size=30), st.integers(0, 40_000))
def test_memory_counts_all_that_it_keeps(entries: list[tuple[str, str, bytes]], most: int):
    memory = Memory(most, most)
    for key, header, body in entries:
        notes = (Note.of(Message("error.line", message=header)),)
        memory.keep((key, 1), Kept("json", ((b"x", header.encode()),), body, b"", notes))
    assert memory.size <= most
    kept = {key: memory.get((key, 1)) for key, _, _ in entries}
    there = [each for each in kept.values() if each is not None]
    assert len(memory) == len(there)
    assert memory.size >= sum(len(each.body) + max(1024, len(each.headers[0][1])) for each in there)


@given(st.tuples(TEXTS, TEXTS), st.tuples(TEXTS, TEXTS))
def test_questions_have_one_key_each_however_long_they_are(one: tuple[str, str], other: tuple[str, str]):
    for length in (1, 10_000):
        assert (key_of(one, length) == key_of(other, length)) == (one == other)
    assert len(key_of(one, 10_000)) == 32  # type: ignore[arg-type]


def test_a_client_has_a_short_name_whatever_its_proxy_says():
    headers = [(b"x-forwarded-for", b"x" * 100_000)]
    assert len(Clients(60, 1).name({"client": ("127.0.0.1", 5), "headers": headers})) <= 128
