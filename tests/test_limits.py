"""Limits: at each one that is set there still is an answer, and one step beyond it the limit is named."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from sparql_service import answering
from starlette.testclient import TestClient

from catalogue.scaffold import init
from catalogue.workspace.catalogue import Catalogue

LIMITS = {"query": 300, "depth": 5, "patterns": 6, "operators": 7, "rows": 20, "bytes": 4000, "workers": 1, "wall": 20}
THINGS = 40
HEAD_AND_ENDS = "o\r\n\r\n"
"""What an answer in CSV has beside its one value."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("limits") / "garden"
    init(folder)
    lines = "".join(f'<urn:s{number:02}> <urn:p> "{number:02}" <urn:g> .\n' for number in range(THINGS))
    lines += "".join(f'<urn:long> <urn:size{size}> "{"x" * (size - len(HEAD_AND_ENDS))}" <urn:g> .\n' for size in (4000, 4001))
    with answering(lines.encode(), folder, **LIMITS) as client:
        yield client


def padded(sparql: str, count: int) -> str:
    return sparql + " " * (count - len(sparql))


CASES: dict[str, tuple[Callable[[int], str], int]] = {
    "query": (lambda count: padded("ASK { }", count), 413),
    "depth of groups": (lambda count: "ASK " + "{" * count + "}" * count, 400),
    "depth of parentheses": (lambda count: "ASK { FILTER " + "(" * (count - 1) + "1" + ")" * (count - 1) + " }", 400),
    "depth of brackets": (lambda count: "ASK { ?s ?p " + "[ ?p " * (count - 1) + "1" + " ]" * (count - 1) + " }", 400),
    "patterns": (lambda count: "ASK { " + " . ".join(f"?s ?p{n} ?o" for n in range(count)) + " }", 400),
    "patterns by semicolons": (lambda count: "ASK { ?s " + " ; ".join(f"?p{n} ?o" for n in range(count)) + " }", 400),
    "patterns by commas": (lambda count: "ASK { ?s ?p " + " , ".join(f"?o{n}" for n in range(count)) + " }", 400),
    "operators": (lambda count: "ASK { FILTER(1" + " + 1" * count + ") }", 400),
    "operators of logic": (lambda count: "ASK { FILTER(1" + " || 1" * count + ") }", 400),
    "operators of paths": (lambda count: "ASK { ?s <urn:p>" + "/<urn:p>" * count + " ?o }", 400),
    "bytes": (lambda count: f"SELECT ?o {{ <urn:long> <urn:size{count}> ?o }}", 422),
    "rows": (lambda count: f"SELECT ?s {{ ?s <urn:p> ?o }} LIMIT {count}", 422),
    "rows of triples": (lambda count: f"CONSTRUCT {{ ?s ?p ?o }} {{ ?s <urn:p> ?o . ?s ?p ?o }} LIMIT {count}", 422),
}


@pytest.mark.parametrize("name", CASES)
def test_at_a_limit_there_is_an_answer_and_beyond_it_the_limit_is_named(client: TestClient, name: str):
    query, status = CASES[name]
    limit = name.split(maxsplit=1)[0]
    fine, refused = (ask(client, query(LIMITS[limit] + more)) for more in (0, 1))
    assert fine.status_code == 200, fine.text
    assert (refused.status_code, refused.json()["limit"]) == (status, limit)
    assert str(LIMITS[limit]) in refused.json()["detail"]


def ask(client: TestClient, sparql: str) -> httpx2.Response:
    return client.post("/sparql", data={"query": sparql}, headers={"accept": "text/csv, application/n-triples"})


def test_what_is_within_the_limits_is_answered_whole(client: TestClient):
    assert ask(client, CASES["rows"][0](20)).text.count("\n") == 1 + 20
    assert ask(client, CASES["rows of triples"][0](20)).text.count("\n") == 20
    assert len(ask(client, CASES["bytes"][0](4000)).content) == 4000


@pytest.mark.parametrize("count", [100, 101])
def test_a_request_has_at_most_a_hundred_fields(client: TestClient, count: int):
    fields = "query=ASK%7B%7D" + "&x=1" * (count - 1)
    form = {"content-type": "application/x-www-form-urlencoded"}
    for answer in (client.get(f"/sparql?{fields}"), client.post("/sparql", content=fields, headers=form)):
        assert answer.status_code == (200 if count == 100 else 400), answer.text


@pytest.mark.parametrize("size", [20, 21])
def test_a_literal_has_at_most_as_many_bytes_as_the_settings_say(garden: Path, size: int):
    with (garden / "catalogue.toml").open("a", encoding="utf-8") as file:
        file.write("\n[limits]\nliteral = 20\n")
    (garden / "data").joinpath("x.ttl").write_text(f'<urn:x> <urn:p> "{"é" * (size // 2)}{"x" * (size % 2)}" .\n', "utf-8")
    of_literal = [finding for finding in Catalogue(garden).check() if finding.place.path == "data/x.ttl" and finding.fatal]
    assert (size > 20) == bool(of_literal), of_literal
