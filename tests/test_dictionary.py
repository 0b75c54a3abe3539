"""Terms that many files have are numbered as by looking each up alone, in the order in which they first stand there."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.columns import batches as terms_together
from catalogue.columns import dictionary
from catalogue.columns.dictionary import Dictionary
from catalogue.columns.keys import KeyTable
from catalogue.sources.statements import BLANK_TAG, IRI_TAG, Statements, term_of

TAGS = (IRI_TAG, BLANK_TAG, "@fr", "urn:type")
TERM = st.one_of(
    st.tuples(st.just(0), st.sampled_from([b"urn:a", b"urn:b", b"urn:" + b"x" * 90])),
    st.tuples(st.just(1), st.sampled_from([b"a", b"b", b"ab"])),
    st.tuples(st.integers(2, 3), st.sampled_from([b"", b"a", b"b", b"urn:a", "é".encode(), b"a" * 90])),
)
FILES = st.lists(st.lists(st.lists(TERM, max_size=9), max_size=4), max_size=4)


def statements_of(terms: Sequence[tuple[int, bytes]]) -> Statements:
    """A file that has some terms, and says nothing."""
    columns = array("i"), array("i"), array("i")
    return Statements(TAGS, array("i", [tag for tag, _ in terms]), [value for _, value in terms], columns)


def added(terms: Dictionary, batches: Sequence[Sequence[Sequence[tuple[int, bytes]]]]) -> list[list[int]]:
    return [numbers.tolist() for batch in batches if batch for numbers in terms.add([statements_of(file) for file in batch])]


def in_order(batches: Sequence[Sequence[Sequence[tuple[int, bytes]]]], known: dict[tuple[int, bytes], int]) -> list[list[int]]:
    """What numbers they have when each is looked up alone."""
    return [[known.setdefault(term, len(known)) for term in file] for batch in batches for file in batch]


@given(FILES, FILES)
def test_terms_are_numbered_in_the_order_in_which_they_stand_also_upon_a_layer(
    batches: list[list[list[tuple[int, bytes]]]], more: list[list[list[tuple[int, bytes]]]]
) -> None:
    terms, known = Dictionary(), dict[tuple[int, bytes], int]()
    expected = in_order(batches, known)
    assert expected == added(terms, batches)
    upon = Dictionary(terms.keep())
    held = dict(known)
    assert in_order(more, known) == added(terms, more)
    assert in_order(more, held) == added(upon, more)
    for each, numbers in ((terms, known), (upon, held)):
        assert len(numbers) == len(each)
        for (tag, value), number in numbers.items():
            term = term_of(TAGS[tag], value.decode())
            assert (number, term, value.decode()) == (each.number(term), each[number], each.value(number))
        assert [value.decode() for _, value in numbers] == each.values(np.arange(len(each), dtype=np.int32))


@given(FILES)
def test_terms_of_the_same_key_are_told_apart(batches: list[list[list[tuple[int, bytes]]]]) -> None:
    """Whoever chooses the texts can have them have the same checksum: here all have."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(terms_together, "keys_of", lambda sums, _tags, _lengths: np.zeros(len(sums), dtype=np.uint64))
        monkeypatch.setattr(dictionary, "key_of", lambda _tag, _value: 0)
        terms = Dictionary()
        numbers = [number for file in added(terms, batches) for number in file]
        given_ = [term for batch in batches for file in batch for term in file]
        assert len({*given_}) == len(terms)
        assert [(terms.tags[tag], value.decode()) for tag, value in given_] == [
            (terms.tags[terms.tag_numbers[number]], terms.value(number)) for number in numbers
        ]
        for tag, value in given_:
            term = term_of(TAGS[tag], value.decode())
            assert terms.number(term) == terms.intern(term) == numbers[given_.index((tag, value))]


def test_what_a_layer_keeps_stays_as_it_is_when_terms_are_added() -> None:
    terms = Dictionary()
    added(terms, [[[(0, b"urn:a"), (2, b"b")]]])
    kept = terms.keep()
    added(terms, [[[(2, b"c" * 1000)]]])
    assert bytes(kept.values) == b"urn:ab"
    assert [kept.value(number) for number in range(len(kept))] == [b"urn:a", b"b"]
    assert [terms.value(number) for number in range(3)] == ["urn:a", "b", "c" * 1000]


@pytest.mark.parametrize("size", [1, 7, 500, 513, 100_000])
def test_a_table_of_keys_grows(size: int) -> None:
    table, expected = KeyTable(), dict[int, int]()
    keys = np.random.default_rng(size).integers(0, 2**64, size, dtype=np.uint64) >> np.uint64(40)
    for part in np.array_split(keys, 3):
        numbers, new = table.add(part, len(expected))
        before = len(expected)
        assert [expected.setdefault(key, len(expected)) for key in part.tolist()] == numbers.tolist()
        assert list(range(before, len(expected))) == numbers[new].tolist()
        assert (np.diff(new) > 0).all()
    assert all(table.number(key) == number for key, number in list(expected.items())[:1000])
    assert table.number(2**63) == -1
