"""What was likely meant: found without tables, it is what comparing with each name finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from catalogue.near import Iris

NAMES = st.text("abAB/#eéΣσİ", max_size=6)
IRIS = st.lists(st.one_of(NAMES, NAMES.map("https://e/".__add__), NAMES.map("https://e/p/".__add__)), max_size=12)


def most_like(word: str, words: list[str], cutoff: float) -> str | None:
    same = [other for other in words if other.lower() == word.lower() and other != word]
    found = process.extractOne(word, [other for other in words if other != word], scorer=fuzz.ratio, score_cutoff=cutoff)
    return same[0] if same else found[0] if found else None


def expected(iri: str, iris: list[str]) -> str | None:
    """The nearest sibling; else one that ends alike; else the one that is nearest by the whole."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    head, last = iri[:cut], iri[cut:]
    known = sorted(set(iris))
    siblings = [other for other in known if head and other.startswith(head)]
    sibling = most_like(last, [other.removeprefix(head) for other in siblings], 75)
    if sibling is not None:
        return head + sibling
    same = [o for o in known if o != iri and o[max(o.rfind("#"), o.rfind("/")) + 1 :] == last]
    return same[0] if same else most_like(iri, [other for other in known if other not in siblings], 92)


@pytest.mark.parametrize(
    ("iri", "iris", "nearest"),
    [
        ("https://e/BEAN", ["https://e/bean", "https://e/BEANS"], "https://e/bean"),
        ("https://e/bean", ["https://e/BEAN", "https://e/beam"], "https://e/BEAN"),
        ("https://e/p/BEAN", ["https://e/P/bean", "https://e/q/bean"], "https://e/P/bean"),
        ("HTTPS://E/BEAN", ["https://e/bean", "https://e/beans"], "https://e/bean"),
        ("urn:ÉTÉ", ["urn:été", "urn:ÉT"], "urn:été"),
        ("urn:a", ["URN:A"], "URN:A"),
        ("https://e/AB", ["https://e/ab", "https://e/Ab"], "https://e/Ab"),
        ("https://e/AB", ["https://e/AB", "https://e/ba"], None),
    ],
)
def test_what_differs_in_capital_letters_alone_is_nearest(iri: str, iris: list[str], nearest: str | None):
    assert Iris(iris).nearest(iri) == nearest == expected(iri, iris)


@given(IRIS, st.one_of(NAMES, NAMES.map("https://e/".__add__), NAMES.map("https://e/p/".__add__)))
def test_the_nearest_iri_is_the_one_that_is_most_like(iris: list[str], iri: str):
    known = Iris(iris)
    for asked in (iri, *iris, iri):
        assert known.nearest(asked) == expected(asked, iris)
