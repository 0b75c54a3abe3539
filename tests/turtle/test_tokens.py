"""Tokens: nothing of a text is lost, and each token knows where it stands."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from turtle_tokens import TRIVIA, tokenize

from catalogue.turtle import Lines, Span

PIECES = st.sampled_from(
    [
        *"<>\"'\\#@:_.-^({]a1é \t\n\r\ufeff\u2028\x0c\x00\U0001f600\ud800",
        *('"""', "'''", "<a>", "_:b", "@en", "ex:", "e3", "%4", "..", "\r\n", "^^", "<<", "{|"),
    ]
)
ANY_TEXT = st.one_of(st.text(st.characters()), st.lists(PIECES, max_size=40).map("".join))


def significant(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokenize(text) if token.kind not in TRIVIA]


@given(ANY_TEXT)
@example('"""never closed')
@example("<never closed")
def test_the_tokens_of_any_text_joined_are_the_text(text: str):
    """The formatter may rely on it that nothing is lost."""
    assert text == "".join(token.text for token in tokenize(text))


@given(ANY_TEXT)
def test_each_token_stands_where_its_line_column_and_offset_say(text: str):
    """Lines end with LF, CRLF or CR; a byte order mark takes no column."""
    for token in tokenize(text):
        before = text[: token.span.offset]
        lines = re.split(r"\r\n|\n|\r", before.removeprefix("\ufeff"))
        assert (len(lines), len(lines[-1]) + 1) == (token.span.line, token.span.column)
        assert token.text == text[token.span.offset : token.span.offset + token.span.length]


@given(ANY_TEXT)
@example("\ufeff\ufeff0")
def test_a_token_ends_where_the_next_begins(text: str):
    """The end of a place is a line and a column too."""
    for token, following in pairwise(tokenize(text.lstrip("\ufeff"))):
        assert (following.span.line, following.span.column) == (token.span.end_line, token.span.end_column)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<http://a/b>", "iri"),
        ("<a b>", "iri"),
        ("<>", "iri"),
        ("ex:a.b-c", "name"),
        (":", "name"),
        ("ex:", "name"),
        (r":a\,b%20c:d", "name"),
        ("été:ça", "name"),
        ("_:b.1", "blank"),
        ('"a\\"b"', "string"),
        ("''", "string"),
        ('"""a"b\n""c"""', "string"),
        ("'''it's'''", "string"),
        ("@fr-CA", "langtag"),
        ("@prefix", "langtag"),
        ("-01", "integer"),
        ("+.5", "decimal"),
        ("1.e3", "double"),
        ("a", "a"),
        ("true", "boolean"),
        ("PREFIX", "word"),
        ("^^", "^^"),
        ("# a \\ b", "comment"),
        ("\r\n", "newline"),
        (" \t ", "space"),
        ("\ufeff", "bom"),
        ("<a", "error"),
        ('"a\\"', "error"),
        ("'''a''", "error"),
        ("<<", "error"),
        ("é", "word"),
        ("\x0b", "stray"),
        ("<<<<<<< HEAD", "stray"),
    ],
)
def test_one_token_is_of_one_kind(text: str, kind: str):
    assert [(kind, text, Lines(text).span(0, len(text)))] == list(tokenize(text))


def test_a_dot_ends_the_statement_unless_more_of_the_name_or_number_follows():
    assert significant("ex:a.b.") == [("name", "ex:a.b"), (".", ".")]
    assert significant("_:a.") == [("blank", "_:a"), (".", ".")]
    assert significant("1.") == [("integer", "1"), (".", ".")]
    assert significant("true.") == [("boolean", "true"), (".", ".")]
    assert significant("1.5.") == [("decimal", "1.5"), (".", ".")]


def test_a_number_sign_in_an_iri_or_a_string_starts_no_comment():
    assert significant('<a#b>"#"#"') == [("iri", "<a#b>"), ("string", '"#"')]


def test_an_unclosed_string_or_iri_ends_with_its_line():
    assert significant("'a b .\n:c") == [("error", "'a b ."), ("name", ":c")]
    assert significant("<a b .\r:c") == [("error", "<a b ."), ("name", ":c")]


def test_a_part_of_a_token_has_its_own_place():
    assert Span(2, 2, 2, 3, 7, 1) == Lines('"""a\r\nbc"""').span(7, 8)


@pytest.mark.parametrize(
    "piece", ["<", "<<", '"', "'\\", '"""\\', "a.", "a.a", ":a.", ":\\", "_:a.", "1.", "+", "@a-", "#", "\\", "%", "\r", "."]
)
def test_time_grows_with_the_length_of_the_text_whatever_the_text(piece: str):
    """A pattern that goes back over what it has read would not come to an end here."""
    text = piece * 100_000
    assert text == "".join(token.text for token in tokenize(text))
