"""The outline: the places of one subject are those that reading the whole text gives."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from test_same_as_fast_parser import POSITIVE, SUITES, documents
from turtle_tokens import tokenize

from catalogue.turtle import Blank, Iri, LocatedTriple, Outline, Triples, locate
from catalogue.turtle.long_strings import LongStrings

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("data/**/*.ttl"), *ROOT.glob("shapes/**/*.ttl")])


def said(triples: Iterable[LocatedTriple]) -> list[object]:
    return [(t.predicate, "blank" if isinstance(t.object, Blank) else t.object) for t in triples]


def places(triples: Iterable[LocatedTriple]) -> list[object]:
    return [(t.subject_place, t.predicate_place, t.object_place) for t in triples]


def by_subject(text: str) -> dict[str, list[LocatedTriple]]:
    found: dict[str, list[LocatedTriple]] = {}
    for triple in locate(text).triples:
        if isinstance(triple.subject, Iri):
            found.setdefault(triple.subject.value, []).append(triple)
    return found


def assert_never_wrong(text: str) -> int:
    """Whoever knows what is said of a subject sees whether its places were found; count the subjects whose places were not."""
    outline, missed = Outline(text), 0
    for subject, expected in by_subject(text).items():
        begun = outline.at_line_starts(subject)
        if said(begun) == said(expected):
            assert places(begun) == places(expected), subject
        found = outline.about(subject)
        if said(found) == said(expected):
            assert places(found) == places(expected), subject
        else:
            missed += 1
    return missed


@given(documents())
def test_the_places_of_a_subject_are_those_of_the_whole_text_or_are_seen_to_be_missed(text: str):
    assert_never_wrong(text)


@given(documents(faults=2))
def test_so_are_those_of_a_text_with_faults(text: str):
    assert_never_wrong(text)


@pytest.mark.parametrize(("name", "base"), POSITIVE)
def test_so_are_those_of_every_official_case(name: str, base: str):
    assert_never_wrong(f"@base <{base}> .\n" + (SUITES / name).read_text(encoding="utf-8", errors="replace"))


def test_in_a_catalogue_none_is_missed():
    assert len(FILES) > 100
    assert [path.name for path in FILES if assert_never_wrong(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("<urn:a> <urn:p> 'x. <urn:b> y' . <urn:b> <urn:p> 1 .", [34]),
        ("<urn:a> <urn:p> 1.5 . <urn:b> <urn:p> 2. <urn:b> <urn:q> 3 .", [23, 42]),
        ("# <urn:b> it's .\n<urn:b> <urn:p> <urn:a.b> .", [1]),
        ('<urn:a> <urn:p> """ " .\n<urn:b> <urn:p> 1 . """ . <urn:b> <urn:p> 2 .', [27]),
        ("PREFIX x: <urn:>\nBASE <urn:x>\nx:b x:p [ x:p 1 ] . @prefix x: <urn:y> . x:b x:p 3 .", [1]),
        ("@prefix x: <urn:b.> .@prefix y: <urn:> .\ny:b y:p x:a.b, x:a\\', 2 .", [1, 1, 1]),
    ],
)
def test_a_full_stop_ends_a_statement_where_it_ends_one(text: str, columns: list[int]):
    assert [triple.subject_place.column for triple in Outline(text).about("urn:b")] == columns
    assert assert_never_wrong(text) == 0


def test_what_begins_a_line_is_found_there_and_what_only_looks_so_is_not():
    head = "@base <http://x.example/> .\n@prefix x: <http://x.example/> .\n"
    outline = Outline(head + "<a> x:p <b> .\n<b>\n    x:p 'x:p' .\n# <b> x:p 3 .\nx:b x:p\n<b> . <b> x:p 4 .\n")
    assert [t.object_place.line for t in outline.at_line_starts("http://x.example/b")] == [5, 8]
    assert Outline(head + "<a> x:p '''\n<b> x:p 1 .\n''' .\n").at_line_starts("http://x.example/b") == []


HEAD = "@base <http://x.example/> .\n@prefix x: <http://x.example/> .\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (HEAD.replace("\n", "\r\n") + "<a> x:p 1 .\r\n\r\n<b>\r\n    x:p 2 ,\r\n 3 .\r\n", [5, 5]),
        (HEAD + "<a> x:p 1 .\r\n<b> x:p 2 .\n\r<b> x:p 3 .\r# <b>\n<b> x:p 4 .\n", [4, 8]),
        (HEAD + "<a> x:p 'é日\U0001f600' . # é\n<b> x:p 'é' ; x:q 2 .\n", [4, 4]),
        (HEAD + "<a> x:p 1 .\n# <b> x:p 2 .\n#\n<b> x:p 3 . # <b> x:p 4 .\n", [6]),
        (HEAD + "<b/c> x:p 1 .\n<bc> x:p 1 .\nx:bc x:p 1 .\nx:b.c x:p 1 .\nx:b x:p 2 .\n", [7]),
        (HEAD + '<a> x:p """\n<b> x:p 1 .\n""" .\n<b> x:p 1 .\n', [6]),
        (HEAD + '<a> x:p \'"""\' . # """\n<b> x:p 1 .\n<a> x:p \'\'\'"""\n<b> x:p 1 .\n\'\'\' .\n', [4]),
        (HEAD + "<a> x:p \"'''\\\"\" , <'''> .\n<b> x:p '''\\\\\\'''', 2 .\n", [4, 4]),
        (HEAD + "<b> x:p 1 .\n<a> x:p 1 .\nx:b x:p 2 .\n<http://x.example/b> x:p 3 .\n<b> x:p 4 .\n", [3, 5, 6, 7]),
        ("<http://x.example/b> <urn:p> 1 .\n<http://x.example/b> <urn:p> 2 .\n", [1, 2]),
        ("\ufeff<http://x.example/b> <urn:p> 1 .\n<http://x.example/b> <urn:p> 2 .\n", [1, 2]),
        ("<urn:a> <urn:p> 1 .\n<http://x.example/b> <urn:p> 2 .", [2]),
    ],
    ids=[
        *("crlf", "mixed line ends", "characters of several bytes", "comments", "longer names", "in a long string"),
        *("quotes that open no string", "escaped quotes", "several statements", "in the first line", "bom", "without end"),
    ],
)
def test_what_begins_a_line_is_found_whatever_stands_before_it(text: str, lines: list[int]):
    expected = [t for t in by_subject(text)["http://x.example/b"] if t.subject_place.line in lines]
    found = Outline(text).at_line_starts("http://x.example/b", len(lines))
    assert places(found) == places(expected)
    assert [triple.subject_place.line for triple in found] == lines
    assert_never_wrong(text)


def test_no_more_is_looked_for_than_is_asked_for():
    outline = Outline(HEAD + "<b> x:p 1 , 2 .\n<b> x:p 3 .\nx:b x:p 4 .\n")
    assert [len(outline.at_line_starts("http://x.example/b", count)) for count in (1, 2, 3, 4, 5)] == [2, 2, 3, 4, 4]
    assert len(outline.at_line_starts("http://x.example/b")) == 4


@given(documents())
def test_long_strings_are_those_of_the_tokens(text: str):
    strings = [token for token in tokenize(text) if token.kind == "string"]
    long_strings = LongStrings(text)
    for head in (match.end() for match in re.finditer("\n", text)):
        assert long_strings.hold(head) == any(s.span.offset < head < s.span.offset + s.span.length for s in strings)


@pytest.mark.parametrize(
    "later",
    [
        "BASE <urn:y>",
        "pReFiX y: <urn:y>",
        "@base<urn:y>.",
        "@prefix : <urn:y> .",
        "prefix #\n y:#\n<urn:y>",
        "base\n# é\n<urn:y>",
    ],
)
def test_declarations_are_found_wherever_they_stand(later: str):
    said = HEAD + "<a> x:p 'é', 'base', 'prefix x: y', x:prefix, x:base .\n"
    assert Outline(said).declarations() == [("", "http://x.example/"), ("x:", "http://x.example/")]
    for text in (f"{said}{later}\n<b> x:p 1 .", f"{said}<b> x:p 1 . {later} <b> x:p 1 ."):
        assert [iri for _, iri in Outline(text).declarations()] == ["http://x.example/", "http://x.example/", "urn:y"]


def test_the_syntax_of_one_statement_is_given():
    text = "<urn:a> <urn:p> 1 .\n<urn:b> <urn:p> 2 ."
    tree = Outline(text).statement(text.index("2"))
    assert tree is not None
    assert [type(statement) for statement in tree.statements] == [Triples]
    assert (tree.scan.starts[0], tree.lines.position(tree.scan.starts[0])) == (20, (2, 1))
    assert Outline(text).statement(len(text) + 5) is None
