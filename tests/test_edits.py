"""Edits of texts: exact to the character, all or none, and refused where they would not say what they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.edits import Edit, Fix, apply, compatible, diff
from catalogue.errors import Place

HERE, THERE = Place("data/a.ttl", 1, 1), Place("data/b.ttl", 1, 1)


def fix(*stretches: tuple[int, int], place: Place = HERE) -> Fix:
    return Fix({"en": "x", "fr": "x"}, tuple(Edit(place, start, end, "x") for start, end in stretches))


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [(2, 1, "x"), (-1, 1, "x"), (-2, -1, ""), (3, 3, "")],
    ids=["ends before it begins", "begins before the text", "is before the text", "changes nothing"],
)
def test_an_edit_that_makes_no_sense_cannot_be_made(start: int, end: int, words: str):
    with pytest.raises(ValueError, match="no edit"):
        Edit(HERE, start, end, words)


@pytest.mark.parametrize("stretches", [[(0, 2), (1, 3)], [(1, 2), (0, 3)], [(0, 3), (0, 1)], [(0, 2), (1, 1)]])
def test_edits_that_overlap_are_refused(stretches: list[tuple[int, int]]):
    with pytest.raises(ValueError, match=r"overlap at data/a\.ttl:1:1"):
        apply("abc", [Edit(HERE, start, end, "x") for start, end in stretches])


@pytest.mark.parametrize("edit", [Edit(HERE, 1, 4, ""), Edit(HERE, 4, 4, "x")])
def test_an_edit_behind_the_text_is_refused(edit: Edit):
    with pytest.raises(ValueError, match="behind the text"):
        apply("abc", [edit])


@given(st.text(max_size=20), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 4), st.text(max_size=3))), st.randoms())
def test_edits_change_what_they_name_and_nothing_else(before: str, asked: list[tuple[int, int, str]], random: object):
    """Made one at a time from the end, they give the same text."""
    edits, at = [], 0
    for gap, length, words in asked:
        start, end = at + gap, at + gap + length
        if end > len(before):
            break
        if length or words:
            edits.append(Edit(HERE, start, end, words))
            at = end + 1
    expected = before
    for edit in reversed(edits):
        expected = expected[: edit.start] + edit.text + expected[edit.end :]
    random.shuffle(edits)
    assert apply(before, edits) == expected


def test_what_is_put_in_at_one_place_stands_in_the_order_given():
    assert apply("ac", [Edit(HERE, 1, 1, "b"), Edit(HERE, 1, 1, "B")]) == "abBc"


@pytest.mark.parametrize(
    ("first", "second", "fit"),
    [
        (fix((0, 2)), fix((3, 4)), True),
        (fix((3, 4)), fix((0, 2)), True),
        (fix((0, 2)), fix((2, 4)), False),
        (fix((2, 4)), fix((0, 2)), False),
        (fix((0, 2)), fix((1, 1)), False),
        (fix((1, 1)), fix((1, 1)), False),
        (fix((0, 2)), fix((0, 2), place=THERE), True),
        (fix((0, 2), (8, 9)), fix((4, 5), (7, 8)), False),
    ],
)
def test_of_fixes_that_touch_the_first_is_made(first: Fix, second: Fix, *, fit: bool):
    assert compatible([first, second]) == ([first, second] if fit else [first])


def test_a_fix_that_does_not_fit_takes_no_room():
    fixes = [fix((0, 2)), fix((1, 3), (8, 9)), fix((7, 9))]
    assert compatible(fixes) == [fixes[0], fixes[2]]


def test_a_file_without_a_last_line_end_is_told_in_the_diff():
    assert diff("x.ttl", "a", "a\n").splitlines()[-3:] == ["-a", "\\ No newline at end of file", "+a"]
    assert diff("x.ttl", "a\r\nb", "a\r\nb") == ""
