"""Possessive groups: the same in all versions of Python that have them."""

# ruff: noqa: SLF001 - the patterns are of nobody else's concern

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import catalogue
from catalogue import patterns
from catalogue.patterns import atomic, possessive
from catalogue.sources import plain
from catalogue.sparql import tokens as sparql_tokens
from catalogue.turtle import iris, long_strings, outline, tokens

PACKAGE = Path(catalogue.__file__).parent
GROUP = re.compile(r"(?<!\\)\)(?:[*+?]|\{[0-9,]+\})\+")

USED = {
    "statement": (outline._STATEMENT, re.VERBOSE | re.DOTALL),
    "scan": (tokens._SCAN, re.VERBOSE),
    "reference": (iris._reference(is_ascii=True).pattern, re.VERBOSE),
    "line": (long_strings._LINE, re.VERBOSE | re.DOTALL),
    "token": (sparql_tokens._TOKEN.pattern, re.VERBOSE | re.DOTALL),
    "name": (plain._NAME.decode("ascii"), 0),
    "declaration": (plain._DECLARATION.decode("latin-1"), 0),
}
PIECES = ["a", "b", "initiative", ":", "/", "//", ".", "..", "-", "@", "%41", "%", "\\", "\\u0041", "?", "#", "'", '"', '"""']
PIECES += ["'''", "<", ">", "[", "]", "(", ";", ",", " ", "\n", "@prefix a: <b> .", "BASE <x>", "1", "e", "+", "é"]


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("(?:ab?c)*+", "(?>(?:ab?c)*)"),
        ("(a(?:b)?+)++c", "(?>(a(?>(?:b)?))+)c"),
        ("(?:ab){2,3}+", "(?>(?:ab){2,3})"),
        (r"a++[)*+]\)*+(?:b)*", r"a++[)*+]\)*+(?:b)*"),
        ("[]()](?:[^]a])?+", "[]()](?>(?:[^]a])?)"),
    ],
)
def test_possessive_groups_are_written_as_atomic_ones(pattern: str, written: str) -> None:
    assert atomic(pattern) == written


@pytest.mark.parametrize("flawed", sorted({patterns._FLAWED, True}))
def test_a_failed_repetition_takes_nothing(*, flawed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_FLAWED", flawed)
    assert possessive("(?:ab?c)*+").match("abcab")[0] == "abc"  # type: ignore[index]
    assert possessive(rb"(?:([a-z]+):)?+(.*)").fullmatch(b"initiative").groups() == (None, b"initiative")  # type: ignore[union-attr]


@pytest.mark.parametrize("name", USED)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("initiative/x")
@example('"a""" "b')
def test_atomic_groups_match_what_possessive_ones_do(name: str, text: str) -> None:
    if patterns._FLAWED:
        pytest.skip("this Python takes failed repetitions for matched")
    pattern, flags = USED[name]
    one, other = re.compile(pattern, flags), re.compile(atomic(pattern), flags)
    assert [(match.span(), match.groups()) for match in one.finditer(text)] == [
        (match.span(), match.groups()) for match in other.finditer(text)
    ]


def test_nothing_compiles_possessive_groups_by_itself() -> None:
    """Where a file has such groups, `re` gets no pattern but literals without any."""
    seen = 0
    for path in sorted(PACKAGE.rglob("*.py")):
        source = path.read_text("utf-8")
        if path.name == "patterns.py" or not GROUP.search(source):
            continue
        seen += 1
        for node in ast.walk(ast.parse(source)):
            is_call = isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")
            if is_call and isinstance(node, ast.Call):
                assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"
                assert not GROUP.search(str(node.args[0].value)), f"{path}:{node.lineno}"
    assert seen >= 7
