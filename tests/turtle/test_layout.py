"""Layout: one way to write a text, which says the same graph and keeps every comment."""

import re
from collections import Counter
from collections.abc import Sequence

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_same_as_fast_parser import POSITIVE, SUITES, datasets, documents
from turtle_tokens import tokenize

from catalogue.sources import parse as parse_file
from catalogue.turtle import parse, read
from catalogue.turtle.layout import layout

HEAD = "@prefix : <urn:x:> .\n@prefix x: <urn:y:> .\n"


def no_order(_: Sequence[str], __: str) -> tuple[float, ...]:
    return ()


def formatted(text: str, *, trig: bool = False) -> str:
    return layout(parse(text, trig=trig), no_order, ("fr", "en"))


def body(text: str) -> str:
    """The layout of statements, without the prefixes."""
    return formatted(HEAD + text).split("\n\n", 1)[1]


def graph(text: str, *, trig: bool) -> ox.Dataset:
    form = ox.RdfFormat.TRIG if trig else ox.RdfFormat.TURTLE
    dataset = ox.Dataset(ox.parse(text.removeprefix("\ufeff").encode(), format=form, base_iri="http://example.org/x/"))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def comments(text: str) -> Counter[str]:
    return Counter(token.text.rstrip() for token in tokenize(text) if token.kind == "comment")


def assert_sound(text: str, *, trig: bool) -> None:
    once = formatted(text, trig=trig)
    assert graph(text, trig=trig) == graph(once, trig=trig)
    assert formatted(once, trig=trig) == once
    assert comments(text) == comments(once)


@given(documents())
def test_the_layout_of_any_text_says_the_same_keeps_its_comments_and_is_its_own_layout(text: str):
    assert_sound(text, trig=False)


@given(datasets())
def test_so_does_that_of_trig(text: str):
    assert_sound(text, trig=True)


@pytest.mark.parametrize(("name", "base"), POSITIVE)
def test_so_does_that_of_every_official_case(name: str, base: str):
    text, trig = (SUITES / name).read_text("utf-8"), name.endswith(".trig")
    assert read(parse(text, trig=trig), base).errors == ()
    assert_sound(text, trig=trig)


@given(documents(), st.randoms(use_true_random=False))
def test_comments_anywhere_are_kept(text: str, random: object):
    """A comment behind any token, or in a line before it."""
    pieces = [token.text for token in tokenize(text) if token.kind not in {"comment", "space", "newline"}]
    written = "".join(
        piece + (f" # {number}\n" if random.random() < 0.3 else f"\n# {number}\n" if random.random() < 0.3 else " ")  # type: ignore[attr-defined]
        for number, piece in enumerate(pieces)
    )
    if not read(parse(written)).errors:
        assert_sound(written, trig=False)


@pytest.mark.parametrize(
    "text",
    [
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n:a rdf:type :B .",
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n:a rdf:type [ rdf:type :B ] .",
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . # types\n:a a :B . :a rdf:type :C .",
        "@prefix also: <urn:x:> .\n:a :b 1 ; also:b 2 .",
        "@prefix also: <urn:x:> .\n[ also:b 1 ; :b 2 ] :c ( [ :b 1 ; also:b 2 ] ) .",
    ],
    ids=["rdf:type", "nested", "with a comment", "joined", "joined, nested"],
)
def test_a_prefix_that_the_layout_does_not_write_is_not_declared(text: str):
    once = formatted(HEAD + text)
    assert [prefix for prefix in ("rdf:", "also:") if f"{prefix} <" in once and once.count(prefix) == 1] == []
    assert formatted(once) == once


@pytest.mark.parametrize("name", ["rdf:type", "rdf:first"])
def test_a_prefix_that_the_layout_writes_is_declared(name: str):
    """As a value, `rdf:type` is no `a`."""
    text = f"@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n:a rdf:type :B ; :b {name} ."
    assert "@prefix rdf: " in formatted(HEAD + text)


def test_texts_of_which_one_is_repeated_are_sorted_at_once():
    once = formatted(HEAD + ':a :b "one"@en, "un"@fr, "one"@en .')
    assert ':b "un"@fr, "one"@en .' in once
    assert formatted(once) == once


@given(documents(), st.sampled_from(["", "\ufeff"]))
def test_what_check_reports_of_the_layout_is_mended_by_it(text: str, mark: str):
    """A byte order mark and line ends; those inside a long string are its text, and stay."""
    before, after = parse_file((mark + text).encode(), "a.ttl"), parse_file(formatted(mark + text).encode(), "a.ttl")
    has_line_ends = any("\r" in token.text for token in tokenize(text) if token.kind == "newline")
    assert [*["bom"] * bool(mark), *["crlf"] * has_line_ends] == [issue.code for issue in before.issues]
    assert after.issues == ()


def test_a_subject_has_a_line_and_each_predicate_another():
    assert body(":a a :B; :c 1,2 . ") == ":a\n    a :B ;\n    :c 1, 2 .\n"


def test_prefixes_are_sorted_and_only_those_used():
    text = "# about\nPREFIX z: <urn:z:> prefix : <urn:x:> @prefix b: <urn:b:> . BASE <http://example.org/> z:a :b <c> ."
    head = "# about\n@base <http://example.org/> .\n@prefix : <urn:x:> .\n@prefix z: <urn:z:> .\n"
    assert formatted(text) == head + "\nz:a\n    :b <c> .\n"


def test_directives_that_change_a_prefix_stay_where_they_are():
    text = "@prefix : <urn:a:> .\n\n:a\n    :b :c .\n\n@prefix : <urn:d:> .\n\n:a\n    :b :c .\n"
    assert formatted(text) == text


def test_objects_are_sorted_and_said_once_texts_by_language():
    assert body(':a :b x:s10, x:s9, "z", 10, 9, "en"@en, "fr"@fr, x:s9 .') == (
        ':a\n    :b x:s9, x:s10, 9, 10, "z", "fr"@fr, "en"@en .\n'
    )


def test_texts_of_which_a_language_has_several_stay_in_pairs():
    text = ':a\n    :b "un"@fr, "one"@en, "deux"@fr, "two"@en .\n'
    assert body(text) == text


def test_the_predicates_of_statements_about_one_subject_are_gathered():
    assert body(":a :c 1 . :a :b 2 ; :c 3 .") == ":a\n    :b 2 ;\n    :c 1, 3 .\n"


def test_long_values_have_lines_of_their_own():
    long = "x" * 70
    assert body(f':a :b "{long}"@fr, "{long}"@en .') == f':a\n    :b\n        "{long}"@fr,\n        "{long}"@en .\n'


def test_nodes_without_a_name_and_lists_are_readable():
    text = f':a :b [ :c ( 1 2 ) ; :d [] ] ; :e ( [ :f "{"x" * 60}" ; :g "{"y" * 60}" ] 3 ) .'
    assert body(text) == (
        ":a\n    :b [ :c ( 1 2 ) ; :d [] ] ;\n    :e (\n        [\n"
        f'            :f "{"x" * 60}" ;\n            :g "{"y" * 60}"\n        ]\n        3\n    ) .\n'
    )


def test_comments_move_with_what_they_stand_at():
    text = """# first

# of a
:a # subject
    # before c
    :c 1 ; # behind c
    :b # behind the predicate
        # before 3
        3, # behind 3
        2 ;
    # at the end
    .
# last
"""
    assert (
        body(text)
        == """# first

# of a
:a # subject
    :b
        2,
        # behind the predicate
        # before 3
        3 ; # behind 3
    # before c
    :c 1 ; # behind c
    # at the end
    .

# last
"""
    )


def test_terms_stay_as_they_are_written():
    text = ':a\n    :b \'it\', """long\n# no comment""", 01, +1.0E3, <urn:x:c>, "\\u00e9" .\n'
    written = body(text)
    for term in ("'it'", '"""long\n# no comment"""', "01", "+1.0E3", "<urn:x:c>", '"\\u00e9"'):
        assert term in written


def test_a_text_with_faults_has_no_layout():
    with pytest.raises(ValueError, match="faults"):
        formatted(":a :b")


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment", "\ufeff"])
def test_a_text_that_says_nothing_keeps_its_comments(text: str):
    assert re.sub(r"\s", "", formatted(text)) == re.sub(r"[\s\ufeff]", "", text)
