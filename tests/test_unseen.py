"""Whether a text may have characters that nobody sees is told as by looking at each character."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.sources import unseen
from catalogue.sources.unseen import may_hide

UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\\\\u00")
NEAR = "\t\n\r \x7e\xa0«é؛؝\u200d\u2010\u2029\u202f\u2065\u206aሀ\\u"


@given(st.text(st.sampled_from(NEAR) | st.characters(max_codepoint=0x2100, exclude_categories=["Cs"]), max_size=40))
def test_it_is_told_as_by_each_character(text: str) -> None:
    assert may_hide(text.encode()) is (UNSEEN.search(text) is not None)


@pytest.mark.parametrize("number", [*range(0x20), 0x7F, *range(0x80, 0xA0), 0x61C, *range(0x2000, 0x2070)])
def test_every_character_is_told_alone_and_among_others(number: int) -> None:
    expected = UNSEEN.search(chr(number)) is not None
    assert [may_hide((before + chr(number) + after).encode()) for before in ("", "é") for after in ("", "é")] == [expected] * 4


@pytest.mark.parametrize("before", range(12))
@pytest.mark.parametrize("hidden", ["\u202e", "\x85", "\u061c", "\\u0007", "\x07"])
def test_nothing_is_lost_where_a_long_text_is_cut(before: int, hidden: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unseen, "_PIECE", 8)
    assert may_hide(("é" + "a" * before + hidden + "–’" * 3).encode())
    assert not may_hide(("é" + "a" * before + "\u2010\u2030" + "–’" * 3).encode())


def test_a_character_that_is_cut_off_is_no_error() -> None:
    """Other checks tell that it is not UTF-8."""
    assert not any(may_hide(data) for data in (b"", b"\xe2", b"a\xe2\x80", b"\xc2", b"\\"))
