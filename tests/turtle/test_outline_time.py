"""Outline: statements are found in time that grows with the length of the text, whatever the text."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.turtle import Outline, outline

PIECES = [
    '"', "'", '"""', "'''", '"a" ', "<", "<a", "<a\n", "[", "(", "#\n", "# <", "\\", '\\"""', "@", "^^", "<a> ", "x:y ",
    ".\n", "\n",
    "prefix ", "prefix .\n", "@prefix a: ", "BASE #\n", '"""\n', "<\\>'''", "\ufeff",
]  # fmt: skip
"""What a text can be full of that is no statement, or never ends."""


class _Counting:
    """A pattern that counts how often it is tried, and how many characters it takes."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern
        self.tries = self.characters = 0

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        match = self._pattern.match(text, start)
        self.tries += 1
        self.characters += len(match[0]) if match else len(text) - start
        return match

    def finditer(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        """Try at each character in turn, as `re` does where there is no match."""
        while start <= len(text):
            match = self.match(text, start)
            if match is not None:
                yield match
            start = max(match.end(), start + 1) if match else start + 1


@pytest.mark.parametrize("piece", PIECES)
def test_each_character_is_looked_at_a_few_times(piece: str, monkeypatch: pytest.MonkeyPatch):
    counts = []
    for length in (2000, 4000):
        pattern = _Counting(outline.statement_pattern())
        monkeypatch.setattr(outline, "statement_pattern", lambda pattern=pattern: pattern)
        text = "@prefix a: <urn:a:> .\n<urn:a> <urn:b> <urn:c> .\n" + (piece * length)[:length]
        read = Outline(text)
        assert read.begun("urn:a")
        list(read.following())
        assert read.about("urn:a")
        counts.append((pattern.tries, pattern.characters))
        monkeypatch.undo()
        assert pattern.characters <= 4 * len(text)
        assert pattern.tries <= 4 * len(text)
    (fewer_tries, fewer), (tries, characters) = counts
    assert (tries, characters) <= (2 * fewer_tries, 2 * fewer)


@given(st.lists(st.sampled_from([*PIECES, "a:b a:c a:d .\n", "<urn:a> <urn:b> 1 .\n", " ", "text"]), max_size=30).map("".join))
def test_what_is_looked_at_is_the_whole_text(text: str):
    parts = [match.span() for match in outline.statement_pattern().finditer(text)]
    assert [start for start, _ in parts] == [0, *(end for _, end in parts[:-1])]
    assert parts[-1][1] == len(text)


@pytest.mark.parametrize("piece", PIECES)
def test_statements_before_what_is_none_are_found(piece: str):
    read = Outline(f"<urn:a> <urn:b> 1 .\n<urn:a> <urn:c> 2 .\n{piece}")
    assert [triple.predicate.value for triple in read.about("urn:a")] == ["urn:b", "urn:c"]
    assert len(read.begun("urn:a")) == 2
