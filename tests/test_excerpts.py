"""Quotes are shown as text: without tags, field names of front matter, and marks of Markdown; what is none of that stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.pages.excerpts import MARKS, plain_text, shortened

CASES = [
    ("plain text", "plain text"),
    ("two\n   lines", "two lines"),
    ("<abbr>NGO</abbr>s", "NGOs"),
    ("one<br>two<br/>three", "one two three"),
    ("<p>one</p><p>two</p>", "one two"),
    ("<li>one</li>\n<li>two</li>", "one two"),
    ('<a href="/a" target="_blank">text</a>', "text"),
    ('<a href="/a" title="stray"">text</a>', "text"),
    ('<a title="a > b" href="/c">text</a>', "text"),
    ("<A HREF=/a>text</A>", "text"),
    ('before <div class="cut', "before"),
    ('cut" class="x">after', "after"),
    ('href="/x">after</a>', "after"),
    ('<img src="/a.png" alt="The &amp; logo">', "The & logo"),
    ('<img src="/a.png">', "/a.png"),
    ('<a href="https://example.org/"', "https://example.org/"),
    ("<!-- a comment -->text", "text"),
    ("text<!-- cut", "text"),
    ("<%= site_name %> is free", "is free"),
    ("a < b and c > d", "a < b and c > d"),
    ("1<2", "1<2"),
    ("<your name>", "<your name>"),
    ("<a-b>custom</a-b>", "<a-b>custom</a-b>"),
    ("see <http://example.org/>", "see http://example.org/"),
    ("a&nbsp;b &lt;b&gt; &#233; &#xE9; &bogus; R&D &copy 2020", "a\u00a0b <b> é é &bogus; R&D &copy 2020"),
    ("&amp;lt;", "&lt;"),
    ("**bold** and __strong__", "bold and strong"),
    ("2 ** 3 ** 4", "2 ** 3 ** 4"),
    ("[text](https://example.org/a) here", "text here"),
    ('[text](/a "title")', "text"),
    ("![logo](/a.png)", "logo"),
    ("[a] (b)", "[a] (b)"),
    ("## Heading\ntext", "Heading text"),
    ("#hashtag", "#hashtag"),
    ("title: The commons", "The commons"),
    ("title: 'The commons'\ndate: 2023-05-17", "The commons 2023-05-17"),
    ('- name: "The impact"', "The impact"),
    ("event_start-date: 2023", "2023"),
    ("lead: >\n  two\n  lines", "> two lines"),
    ("---\ntitle: The commons\n---\nText: here", "The commons Text: here"),
    ("title: The commons\n---\n**Text**", "The commons Text"),
    ("Note: this stays", "Note: this stays"),
    ("see: a\nand this is text", "see: a and this is text"),
    ("Le site : il est là", "Le site : il est là"),
    ("tags:\n- Numérique", "Numérique"),
    ("tags:\n  - Numérique\n  - Culture", "Numérique Culture"),
    ("tags:\n- Numérique\n- Culture\ndate: 2023", "Numérique Culture 2023"),
    ("tags: - Numérique", "Numérique"),
    ("- Numérique", "Numérique"),
    ("  - one\n    two", "one two"),
    ("- one\n- two", "one two"),
    ("+ one\n+ two", "one two"),
    ("Text:\n\n* one\n* two", "Text: one two"),
    ("* 923 cartes créées * 516 utilisateurs", "923 cartes créées 516 utilisateurs"),
    ("+ one + two", "one two"),
    ("* 2 * 3 = 6 * then", "2 * 3 = 6 then"),
    ("1. one\n2. two", "one two"),
    ("4) four\n5) five", "four five"),
    ("1. one 2. two 3. three", "one two three"),
    ("* **bold**\n* [text](/a)", "bold text"),
    ("Paris - Lyon", "Paris - Lyon"),
    ("- Paris - Lyon", "Paris - Lyon"),
    ("2 * 3 + 4 - 5", "2 * 3 + 4 - 5"),
    ("-5 degrees", "-5 degrees"),
    ("*emphasis* and a footnote*", "*emphasis* and a footnote*"),
    ("a\u2013b and \u2013 c", "a\u2013b and \u2013 c"),
    ("1. Mai 2020", "1. Mai 2020"),
    ("1. Mai bis 2. Mai", "1. Mai bis 2. Mai"),
    ("seen in\n1990. Then", "seen in 1990. Then"),
    ("3. one and 4. two and 5. three", "3. one and 4. two and 5. three"),
    ("-", "-"),
    ("<script>alert(1)</script>", "alert(1)"),
    ("<b></b>", "<b></b>"),
    ("", ""),
]


@pytest.mark.parametrize(("quote", "expected"), CASES)
def test_a_quote_is_shown_as_text(quote: str, expected: str):
    assert plain_text(quote) == expected


@pytest.mark.parametrize("quote", [quote for quote, expected in CASES if quote != expected and "\n" not in quote])
def test_what_is_not_plain_has_one_of_the_marks(quote: str):
    assert any(mark in quote for mark in MARKS)


WORDS = st.text(st.characters(exclude_characters="<>&[]*_#:=\"'", exclude_categories=["C", "Z"]), min_size=1, max_size=8)


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_text_without_marks_stays_word_for_word(words: list[str]):
    assert plain_text(" ".join(words)) == " ".join(words)


@given(st.lists(WORDS, min_size=1, max_size=6), st.sampled_from(["b", "em", "a href='/x'", 'span class="y"', "p", "strong"]))
def test_tags_around_text_leave_the_text(words: list[str], tag: str):
    text = " ".join(words)
    assert plain_text(f"<{tag}>{text}</{tag.partition(' ')[0]}>") == text


@given(st.text(st.sampled_from("<>/=\"'a&;:-*[]()!# \n"), max_size=40), st.text(max_size=40))
def test_whatever_is_quoted_something_is_shown(marks: str, text: str):
    quote = marks + text
    shown = plain_text(quote)
    assert bool(re.sub(r"[ \t\r\n\f]", "", shown)) or not re.sub(r"[ \t\r\n\f]", "", quote)


@pytest.mark.parametrize(
    "quote", ["<a " * 20_000, "[" * 50_000, '<a "' * 10_000, "**a" * 20_000, "&" * 50_000, "<!--" * 20_000]
)
def test_long_hostile_quotes_take_no_long_time(quote: str):
    assert plain_text(quote)


@given(st.text(max_size=60), st.integers(1, 50))
def test_a_shortened_text_begins_as_the_whole_and_says_that_it_is_cut(text: str, most: int):
    short = shortened(text, most)
    if len(text) <= most:
        assert short == text
    else:
        kept = short.removesuffix(" […]")
        assert text.startswith(kept)
        assert len(kept) <= most
