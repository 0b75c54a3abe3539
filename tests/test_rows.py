"""Counting the rows of an answer as it is written: as many as the store gave, whatever stands in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.store.embedded import Embedded
from catalogue.store.formats import RESULT_FORMATS
from catalogue.store.rows import count_rows, is_hollow
from catalogue.terms import Literal

TEXTS = ["a", "", 'b "},{" c', "},{", "d\n\r\ne", "<result>", '"bindings":[', ",", "\\", "\t"]


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml"])
@pytest.mark.parametrize("count", [0, 1, 2, len(TEXTS)])
def test_as_many_rows_are_counted_as_the_store_gave(name: str, count: int):
    values = " ".join(f"({Literal(text)} <urn:x>)" for text in TEXTS[:count])
    answer = Embedded("urn:base/", list).query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}")
    body = answer.serialize(format=RESULT_FORMATS[name].solutions)
    assert count_rows(body, name, 0) == count
    assert count_rows(body, name, len(body)) == 0


NOTHINGS = ["UNDEF", "0", "0.0", "0e0", "-0.0", '""', "false", '"0"^^<http://www.w3.org/2001/XMLSchema#long>']
SOMETHINGS = [
    "1",
    "10",
    "0.01",
    "1e0",
    "true",
    '"0 "',
    '" "',
    '"\\n"',
    "<urn:x>",
    '"a,b"',
    '"\\""',
    '"<literal>"',
    '"00a"',
    '"false "',
]


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml"])
@given(
    rows=st.lists(st.tuples(*[st.sampled_from(NOTHINGS)] * 2), max_size=4),
    value=st.sampled_from([None, *SOMETHINGS]),
    at=st.data(),
)
def test_solutions_are_hollow_when_no_value_of_theirs_is_something(
    name: str, rows: list[tuple[str, str]], value: str | None, at: st.DataObject
):
    if value is not None:
        cells = at.draw(st.permutations([value, at.draw(st.sampled_from(NOTHINGS))]))
        rows = at.draw(st.permutations([*rows, tuple(cells)]))
    values = " ".join(f"({' '.join(row)})" for row in rows)
    answer = Embedded("urn:base/", list).query(f"SELECT ?value ?type {{ VALUES (?value ?type) {{ {values} }} }}")
    assert is_hollow(answer.serialize(format=RESULT_FORMATS[name].solutions), name) == (value is None)


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml"])
@pytest.mark.parametrize(
    ("query", "hollow"),
    [
        ("SELECT * {}", False),
        ("SELECT * { FILTER (false) }", True),
        ("SELECT ?x {}", True),
        ("ASK {}", False),
        ("ASK { FILTER (false) }", True),
        ("SELECT (COUNT(*) AS ?n) (SUM(?x) AS ?s) (GROUP_CONCAT(?x) AS ?g) (MIN(?x) AS ?m) { ?s ?p ?x }", True),
        ("SELECT (COUNT(*) AS ?n) { }", False),
        ("SELECT ?g (COUNT(?x) AS ?n) { VALUES ?g { <urn:a> } OPTIONAL { ?g ?p ?x } } GROUP BY ?g", False),
    ],
)
def test_a_row_without_variables_is_something_and_a_count_of_nothing_is_nothing(name: str, query: str, *, hollow: bool):
    body = Embedded("urn:base/", list).query(query).serialize(format=RESULT_FORMATS[name].solutions)
    assert is_hollow(body, name) == hollow
