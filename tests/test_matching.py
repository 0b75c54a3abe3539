"""Patterns of shapes are evaluated, whatever engine they need, and none of them holds up a check."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from conftest import shared
from constraint_queries import folder_of
from processes import NEEDS_PROC, children

from catalogue.lint import Report
from catalogue.shacl.matching import Matching, PatternError
from catalogue.workspace.catalogue import Catalogue

HOSTILE = r"^(.*a){12}(.)\2$"
ENDLESS = "a" * 60 + "!"


def written(pattern: str) -> str:
    return '"' + pattern.replace("\\", "\\\\").replace('"', '\\"') + '"'


def shape(pattern: str, more: str = "") -> str:
    return (
        f"s:T a sh:NodeShape ; sh:targetClass g:Thing ; sh:property [ sh:path g:p ; sh:pattern {written(pattern)} {more} ] .\n"
    )


def values(*texts: str) -> str:
    return "".join(f"<t{number}> a g:Thing ; g:p {written(text)} .\n" for number, text in enumerate(texts))


def check(folder: Path, shapes: str, data: str) -> Report:
    return Catalogue(folder_of(folder, shapes, data)).check()


def violating(report: Report) -> list[str]:
    return [finding.focus.rpartition("/")[2] for finding in report if finding.kind.code == "C106"]


@pytest.mark.parametrize(
    ("pattern", "flags", "texts", "expected"),
    [
        ("^(?!draft).*$", "", ["final", "draft1"], ["t1"]),
        (r"^(.)\1$", "", ["aa", "ab"], ["t1"]),
        (r"^\i\c*$", "", ["a:b", "1a"], ["t1"]),
        ("^[a-z-[aeiou]]+$", "", ["bcd", "bad"], ["t1"]),
        (r"^\p{IsBasicLatin}+$", "", ["abc", "é"], ["t1"]),
        (r"^a\s?b$", "", ["a b", "a\u00a0b"], ["t1"]),
        ("^(?!DRAFT)", "i", ["final", "draft1"], ["t1"]),
        ("^(?!x) a", "x", ["a", " a"], ["t1"]),
        ("(?!", "q", ["a(?!b", "a"], ["t1"]),
        ("^b$", "m", ["a\nb\n", "b\n", "a"], ["t2"]),
        ("^$", "m", ["", "a\n", "\n"], ["t1"]),
    ],
)
def test_a_pattern_is_evaluated_as_it_is_meant(tmp_path: Path, pattern: str, flags: str, texts: list[str], expected: list[str]):
    more = f'; sh:flags "{flags}"' if flags else ""
    assert expected == violating(
        check(tmp_path, shape(pattern, more), values(*(t.replace("\n", "\\n") for t in texts)).replace("\\\\n", "\\n"))
    )


def test_a_pattern_that_is_tried_is_told_as_information(tmp_path: Path):
    report = check(tmp_path, shape("^(?!draft)"), values("final"))
    (finding,) = [finding for finding in report if finding.place.path == "shapes/shapes.ttl"]
    assert ("C305", "info") == (finding.kind.code, finding.severity.word)
    assert "it is tried in a process of its own, for 5 s at most" in finding.message["en"]
    assert "il est essayé dans un processus à part, pendant 5 s au plus" in finding.message["fr"]


def test_an_escape_of_another_dialect_is_a_warning_and_is_evaluated(tmp_path: Path):
    report = check(tmp_path, shape(r"^a\Z"), values("a", "ab"))
    assert ["t1"] == violating(report)
    assert [("C304", "warning")] == [(f.kind.code, f.severity.word) for f in report if f.place.path == "shapes/shapes.ttl"]


def test_nested_shapes_ask_the_same_texts_once(tmp_path: Path):
    """What fails is explained by asking again; each text is matched once all the same."""
    shapes = (
        "s:T a sh:NodeShape ; sh:targetClass g:Thing ; sh:property [ sh:path g:p ; sh:or ( "
        f"[ sh:pattern {written('^(?!a)')} ] [ sh:not [ sh:pattern {written('^(?=a)')} ] ] ) ] .\n"
    )
    report = check(tmp_path, shapes, values("apple", "pear"))
    assert ["t0"] == [finding.focus.rpartition("/")[2] for finding in report if finding.kind.code == "C112"]


def test_a_fix_is_offered_that_the_pattern_matches(tmp_path: Path):
    report = check(tmp_path, shape("^(?!.*[A-Z]).*$"), values("Oak"))
    (finding,) = [finding for finding in report if finding.kind.code == "C106"]
    assert ['"oak"'] == [edit.text for fix in finding.fixes for edit in fix.edits]


def test_what_takes_too_long_is_ended_and_not_tried_again():
    matching, start = Matching(1), time.monotonic()
    with pytest.raises(PatternError, match="longer than 1 s"):
        matching.matches(HOSTILE, "", ["ab", ENDLESS])
    with pytest.raises(PatternError, match="longer than 1 s"):
        matching.matches(HOSTILE, "", ["ab"])
    assert time.monotonic() - start < 10
    assert [True, False] == matching.matches(r"^(.)\1$", "", ["aa", "ab"]), "the others go on"


@pytest.mark.parametrize("inside", ["{}", "sh:not [ {} ]", "sh:or ( [ {} ] [ sh:nodeKind sh:IRI ] )"])
def test_a_pattern_that_takes_too_long_costs_itself_alone(tmp_path: Path, inside: str):
    """It is reported where it stands; nothing is said of the values that it would have judged, and all else is checked."""
    constraint = inside.format(f"sh:pattern {written(HOSTILE)}")
    shapes = f"s:T a sh:NodeShape ; sh:targetClass g:Thing ; sh:property [ sh:path g:p ; sh:maxLength 10 ; {constraint} ] .\n"
    start = time.monotonic()
    report = check(tmp_path, shapes, values(ENDLESS, "b"))
    assert time.monotonic() - start < 30
    assert ["t0"] == [finding.focus.rpartition("/")[2] for finding in report if finding.component]
    late = [finding for finding in report if finding.kind.code == "C313"]
    assert any("the pattern takes longer than 5 s" in finding.message["en"] for finding in late)
    assert any("le motif demande plus de 5 s" in finding.message["fr"] for finding in late)
    line = (tmp_path / "shapes/shapes.ttl").read_text("utf-8").splitlines()[late[0].place.line - 1]
    assert written(HOSTILE) in line
    assert not report.conforms


def test_what_takes_too_much_memory_is_refused():
    with pytest.raises(PatternError):
        Matching(3).matches("((a{1000}){1000}){1000}", "", ["a"])


@pytest.mark.parametrize("pattern", ["(", "[b-a]", r"\p{IsAtlantis}"])
def test_what_is_no_expression_is_refused(pattern: str):
    matching = Matching()
    with pytest.raises(PatternError, match="no regular expression"):
        matching.matches(pattern, "", ["a"])
    assert not matching.runs(pattern, "")


@NEEDS_PROC
def test_nothing_is_left_of_the_process():
    before = set(children(os.getpid()))
    matching = Matching()
    assert [True] == matching.matches("(?=a)", "", ["a"])
    begun = set(children(os.getpid())) - before
    assert begun
    del matching
    assert not begun & set(children(os.getpid()))


def test_the_case_is_as_it_says():
    report = Catalogue(shared("cases", "pattern-lookahead")).check()
    assert ["http://ex.org/b"] == [finding.focus for finding in report if finding.component]
