"""Answers in CSV: whatever stands in the cells, each row has one for each variable, in the built file and from the service."""

import csv
import io
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from catalogue import publish
from catalogue.names import Prefixes
from catalogue.query.results import read_answer
from catalogue.serve import Site
from catalogue.store.embedded import Embedded
from catalogue.terms import Literal, NamedNode

BASE = "https://gardens.example.org/"
ENDS = st.text(st.sampled_from("a,;'()é"), max_size=5)
TERMS = st.one_of(
    ENDS.map(lambda end: NamedNode(f"https://x.example/{end}")),
    st.text(st.sampled_from('a,;"\r\n \t='), max_size=5).map(Literal),
    st.none(),
)


def values_of(rows: list[list[NamedNode | Literal | None]], width: int) -> str:
    names = " ".join(f"?v{number}" for number in range(width))
    written = " ".join(f"({' '.join('UNDEF' if term is None else str(term) for term in row)})" for row in rows)
    return f"SELECT {names} {{ VALUES ({names}) {{ {written} }} }}"


def cells(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode(), newline="")))


@given(st.integers(1, 3).flatmap(lambda width: st.lists(st.lists(TERMS, min_size=width, max_size=width), min_size=1)))
def test_the_cells_of_an_answer_are_read_back(rows: list[list[NamedNode | Literal | None]]):
    answer = Embedded("urn:base/", list).query(values_of(rows, len(rows[0])))
    result = read_answer(answer, Prefixes(), "urn:base/")
    expected = [["" if term is None else term.value for term in row] for row in result.rows]
    assert [[f"v{number}" for number in range(len(rows[0]))], *expected] == cells(result.serialize("csv"))
    assert len(rows) == len(expected)


ROWS = [
    [("<https://x.example/a,b>", "https://x.example/a,b"), ('"c,d"', "c,d")],
    [('"e \\"f\\"\\ng"', 'e "f"\ng'), ("<https://x.example/,,>", "https://x.example/,,")],
    [("UNDEF", ""), ("2e0", "2e0")],
    [("<https://x.example/a>", "https://x.example/a"), ('"=1+1"@en', "=1+1")],
]


@pytest.mark.parametrize("width", [1, 2])
@pytest.mark.parametrize("rows", [ROWS, ROWS[2:], ROWS[:1]], ids=["all", "without commas in IRIs", "one row"])
def test_the_built_file_and_the_service_have_the_same_cells(garden: Path, rows: list, width: int):
    names = ["a", "b"][:width]
    written = " ".join(f"({number} {' '.join(cell for cell, _ in row[:width])})" for number, row in enumerate(rows))
    variables = " ".join(f"?{name}" for name in names)
    query = f"SELECT {variables} {{ VALUES (?n {variables}) {{ {written} }} }} ORDER BY ?n"
    (garden / "queries" / "cells.rq").write_text(f"# title: Cells\n{query}\n", "utf-8")
    edition = edition_of(garden)
    built = publish.represent(edition, f"{BASE}queries/cells", "text/csv")
    with TestClient(Site(edition, documents=False)) as client:
        asked = client.get(f"/sparql?{urlencode({'query': query})}", headers={"accept": "text/csv"})
        named = client.get("/api/queries/cells", headers={"accept": "text/csv"})
    assert [names, *[[value for _, value in row[:width]] for row in rows]] == cells(built)
    assert built == asked.content == named.content
    assert len(rows) == len(pd.read_csv(io.BytesIO(built)))


@pytest.mark.parametrize("limit", [10, 10_000])
def test_a_mended_answer_is_whole_or_refused(garden: Path, limit: int):
    toml = garden / "catalogue.toml"
    toml.write_text(f"{toml.read_text('utf-8')}\n[sparql]\nbytes = {limit}\n", "utf-8")
    with TestClient(Site(edition_of(garden), documents=False)) as client:
        query = urlencode({"query": "SELECT ?a ?b { VALUES (?a ?b) { (<urn:x:a,b> 1) } }"})
        answer = client.get(f"/sparql?{query}", headers={"accept": "text/csv"})
    assert (answer.content == b'a,b\r\n"urn:x:a,b",1\r\n') == (limit > 10)
    assert answer.is_success == (limit > 10)
