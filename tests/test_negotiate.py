"""Content negotiation as RFC 9110 (section 12) and RFC 4647 have it, case by case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.documents.formats import CSV, HTML, JSON_LD, N_TRIPLES, TURTLE, Format
from catalogue.publish import Document
from catalogue.serve.negotiate import choose, language_weight, media_weight, preferences

LANGUAGES = ["en", "fr", "de"]


def document(format_: Format, language: str = "") -> Document:
    return Document(f"x.{language}{format_.suffix}", "https://example.org/x", format_, language)


PAGES = [document(HTML, tag) for tag in LANGUAGES]
DATA = [document(format_) for format_ in (TURTLE, JSON_LD, N_TRIPLES)]
ALL = [*PAGES, *DATA]


@pytest.mark.parametrize(
    ("header", "ranges"),
    [
        ("", []),
        (",", []),
        (" , ,", []),
        (";q=0.5", []),
        ("text/turtle", [("text/turtle", 1.0)]),
        ("text/turtle, text/html", [("text/turtle", 1.0), ("text/html", 1.0)]),
        ("text/turtle;q=0.25", [("text/turtle", 0.25)]),
        ("text/turtle ; q = 0.25", [("text/turtle", 0.25)]),
        ("TEXT/Turtle;Q=0.25", [("text/turtle", 0.25)]),
        ("text/turtle;q=0", [("text/turtle", 0.0)]),
        ("text/turtle;q=0.000", [("text/turtle", 0.0)]),
        ("text/turtle;q=1.000", [("text/turtle", 1.0)]),
        ("text/turtle;q=1.5", [("text/turtle", 1.0)]),
        ("text/turtle;q=-1", [("text/turtle", 0.0)]),
        ("text/turtle;q=", [("text/turtle", 0.0)]),
        ("text/turtle;q=much", [("text/turtle", 0.0)]),
        ("text/turtle;q=nan", [("text/turtle", 0.0)]),
        ("text/turtle;q=inf", [("text/turtle", 1.0)]),
        ("text/turtle;charset=utf-8", [("text/turtle", 1.0)]),
        ("text/turtle;charset=utf-8;q=0.5", [("text/turtle", 0.5)]),
        ("text/turtle;q=0.5;charset=utf-8", [("text/turtle", 0.5)]),
        ('application/ld+json;profile="a,b;q=0";q=0.5, x/y', [("application/ld+json", 0.5), ("x/y", 1.0)]),
        (r'application/ld+json;profile="a\",b";q=0.5, x/y', [("application/ld+json", 0.5), ("x/y", 1.0)]),
        ('a/b;p="never closed, c/d', [("a/b", 1.0)]),
        ("text/html;level=2;q=0.4, text/html;q=0.7", [("text/html", 0.7)]),
        ("text/html;q=0.7, text/html;level=2;q=0.4", [("text/html", 0.7)]),
        ("text/html;level=2;q=0.4", [("text/html", 0.4)]),
        ("text/html;level=2;q=0.4, text/html", [("text/html", 1.0)]),
        ("text/html;level=2;q=0.4, text/html; ;q=0.3;", [("text/html", 0.3)]),
        ("fr-CA, fr;q=0.9, *;q=0.1", [("fr-ca", 1.0), ("fr", 0.9), ("*", 0.1)]),
    ],
)
def test_a_header_is_read_as_ranges_with_weights(header: str, ranges: list[tuple[str, float]]):
    assert preferences(header) == ranges


def test_no_more_than_64_ranges_are_read():
    assert preferences(", ".join(f"x/{n}" for n in range(100))) == [(f"x/{n}", 1.0) for n in range(64)]


@given(st.text(st.sampled_from('ab/*,;=q01."\\ -'), max_size=40))
def test_whatever_the_header_is_weights_are_from_0_to_1(header: str):
    assert all(0 <= weight <= 1 and name for name, weight in preferences(header))


@pytest.mark.parametrize(
    ("media_type", "accept", "weight"),
    [
        ("text/turtle", "", 1.0),
        ("text/turtle", "*/*", 1.0),
        ("text/turtle", "*/*;q=0.3", 0.3),
        ("text/turtle", "*", 1.0),
        ("text/turtle", "image/gif, *; q=.2", 0.2),
        ("text/turtle", "*;q=0.2, */*;q=0.3", 0.3),
        ("text/turtle", "text/*;q=0.3", 0.3),
        ("text/turtle", "text/turtle;q=0.3", 0.3),
        ("text/turtle", "application/*", 0.0),
        ("text/turtle", "application/n-triples", 0.0),
        ("text/turtle", "text", 0.0),
        ("text/turtle", "text/*;q=0.3, */*;q=0.9", 0.3),
        ("text/turtle", "*/*;q=0.9, text/*;q=0.3", 0.3),
        ("text/turtle", "text/turtle;q=0.1, text/*;q=0.3, */*;q=0.9", 0.1),
        ("text/turtle", "*/*;q=0.9, text/*;q=0.3, text/turtle;q=0.1", 0.1),
        ("text/turtle", "text/turtle;q=0, text/*, */*", 0.0),
        ("text/turtle", "text/*;q=0, */*", 0.0),
        ("application/ld+json", "text/*;q=0, */*", 1.0),
        ("text/turtle", "text/turtle;q=0.2, text/turtle;q=0.8", 0.2),
        ("text/html", "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, */*;q=0.5", 0.3),
        ("text/plain", "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, */*;q=0.5", 0.7),
        ("image/jpeg", "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, */*;q=0.5", 0.5),
    ],
)
def test_the_most_precise_range_gives_a_media_types_weight(media_type: str, accept: str, weight: float):
    assert media_weight(media_type, preferences(accept)) == weight


@pytest.mark.parametrize(
    ("language", "accept", "weight"),
    [
        ("fr", "", 1.0),
        ("fr", "fr;q=0.4", 0.4),
        ("fr", "FR;q=0.4", 0.4),
        ("FR", "fr;q=0.4", 0.4),
        ("fr", "fr-CA;q=0.4", 0.4),
        ("fr", "fr-CA;q=0.4, fr-CH;q=0.6", 0.6),
        ("fr", "fr-CA;q=0.4, fr;q=0.2", 0.2),
        ("fr", "fr;q=0.2, fr-CA;q=0.4", 0.2),
        ("fr", "fr;q=0.2, fr;q=0.4", 0.2),
        ("pt-BR", "pt;q=0.5", 0.5),
        ("pt-BR", "pt-PT;q=0.3, pt-br;q=0.7", 0.7),
        ("fr", "*;q=0.1", 0.1),
        ("fr", "en, *;q=0.1", 0.1),
        ("fr", "*;q=0.9, fr;q=0.1", 0.1),
        ("fr", "*;q=0.9, fr-CA;q=0.1", 0.1),
        ("fr", "en", 0.0),
        ("fr", "fr;q=0, *", 0.0),
        ("fr", "frp", 0.0),
        ("fr", "f", 0.0),
    ],
)
def test_a_language_has_the_weight_of_its_range_or_of_the_nearest(language: str, accept: str, weight: float):
    assert language_weight(language, preferences(accept)) == weight


@pytest.mark.parametrize(
    ("accept", "accept_language", "expected"),
    [
        ("", "", PAGES[0]),
        ("*/*", "", PAGES[0]),
        ("*/*", "fr", PAGES[1]),
        ("*/*", "de, fr;q=0.9", PAGES[2]),
        ("*/*", "nl", PAGES[0]),
        ("*/*", "nl, fr;q=0.1", PAGES[1]),
        ("*/*", "*", PAGES[0]),
        ("*/*", "en;q=0", PAGES[0]),
        ("*/*", "en;q=0, *", PAGES[1]),
        ("*/*", "fr;q=0.5, de;q=0.5", PAGES[1]),
        ("*/*", "de;q=0.5, fr;q=0.5", PAGES[1]),
        ("text/html", "de-AT", PAGES[2]),
        ("text/html;q=0.1, text/turtle;q=0.2", "fr", DATA[0]),
        ("text/html;q=0.2, text/turtle;q=0.2", "fr", PAGES[1]),
        ("text/html;q=0, */*", "", DATA[0]),
        ("text/*;q=0, */*", "", DATA[1]),
        ("text/*;q=0, application/ld+json;q=0, */*;q=0.01", "", DATA[2]),
        ("application/n-triples, application/ld+json", "", DATA[1]),
        ("application/n-triples, application/ld+json;q=0.9", "", DATA[2]),
        ("text/turtle;q=0.001", "", DATA[0]),
        ("text/csv, text/turtle;q=0.1", "", DATA[0]),
        ("application/json", "", DATA[1]),
        ("application/json, text/plain, */*;q=0.1", "", DATA[1]),
        ("application/json, text/html", "", PAGES[0]),
        ("application/json;q=0.5, text/turtle;q=0.4", "", DATA[1]),
        ("application/ld+json;q=0, application/json", "", None),
        ("application/json;q=0, application/ld+json", "", DATA[1]),
        ("text/*;q=0, application/json;q=0.9, */*;q=0.5", "", DATA[1]),
        ("*/*;q=0", "", None),
        ("text/csv", "fr", None),
        ("image/*", "fr", None),
    ],
)
def test_the_document_is_chosen_by_media_type_then_by_quality_then_by_language(
    accept: str, accept_language: str, expected: Document | None
):
    assert choose(ALL, accept, accept_language, LANGUAGES) == expected
    assert choose(ALL[::-1], accept, accept_language, LANGUAGES) == expected


def test_a_language_of_a_document_that_is_none_of_the_catalogues_ranks_like_the_first():
    other = document(HTML, "nl")
    assert choose([other], "", "", LANGUAGES) == other
    assert choose([PAGES[1], other], "", "", LANGUAGES) == other


def test_of_documents_that_rank_alike_the_first_is_chosen():
    one, two = document(CSV), Document("y.csv", "https://example.org/y", CSV)
    assert choose([one, two], "", "", LANGUAGES) == one
    assert choose([two, one], "", "", LANGUAGES) == two


def test_without_documents_nothing_is_chosen():
    assert choose([], "*/*", "", LANGUAGES) is None


@given(
    st.lists(
        st.sampled_from(["text/html", "text/turtle", "text/*", "application/ld+json", "application/*", "*/*"]), max_size=4
    ),
    st.lists(st.sampled_from([0, 0.1, 0.5, 1]), min_size=4, max_size=4),
)
def test_what_is_chosen_is_acceptable_and_nothing_acceptable_weighs_more(ranges: list[str], weights: list[float]):
    accept = ", ".join(f"{name};q={weight}" for name, weight in zip(ranges, weights, strict=False))
    read = preferences(accept)
    best = max(media_weight(d.format.media_type, read) for d in ALL)
    chosen = choose(ALL, accept, "", LANGUAGES)
    assert (chosen is None) == (best == 0)
    assert chosen is None or media_weight(chosen.format.media_type, read) == best
