"""Counting the rows of an answer as it is written: as many as the store gave, whatever stands in them."""

import pytest

from catalogue.store.embedded import Embedded
from catalogue.store.formats import RESULT_FORMATS
from catalogue.store.rows import count_rows
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
