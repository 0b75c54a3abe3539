"""What was likely meant: found without tables, it is what comparing with each name finds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from catalogue.near import Iris, is_near, nearest

NAMES = st.text("abAB/#eéΣσİ", max_size=6)
IRIS = st.lists(st.one_of(NAMES, NAMES.map("https://e/".__add__), NAMES.map("https://e/p/".__add__)), max_size=12)


def is_other_number(word: str, other: str) -> bool:
    return word != other and re.sub(r"\d", "", word) == re.sub(r"\d", "", other)


def most_like(word: str, words: list[str], cutoff: float) -> str | None:
    same = [other for other in words if other.lower() == word.lower() and other != word]
    others = [other for other in words if other != word and not is_other_number(word, other)]
    best = process.extractOne(word, others, scorer=fuzz.ratio, score_cutoff=cutoff)
    return same[0] if same else best[0] if best else None


def last_of(iri: str) -> str:
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def before_last_of(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/"), 0)].lower()


def may_be_meant(iri: str, other: str) -> bool:
    """Not one with a fragment by one without, but of one document, or where the mark before the last part alone differs."""
    are_both = ("#" in iri) == ("#" in other)
    return are_both or iri.partition("#")[0] == other.partition("#")[0] or before_last_of(iri) == before_last_of(other)


def expected(iri: str, iris: list[str]) -> str | None:
    """The nearest sibling; else one that ends in the same name; else the one of a near name that is nearest by the whole."""
    last = last_of(iri)
    head = iri.removesuffix(last) if last else iri
    known = sorted(other for other in set(iris) if may_be_meant(iri, other))
    siblings = [other for other in known if head and other.startswith(head)]
    sibling = most_like(last, [other.removeprefix(head) for other in siblings], 75)
    if sibling is not None:
        return head + sibling
    same = [o for o in known if o != iri and last_of(o) == last and sum(map(str.isalpha, last)) >= 3]
    others = [other for other in known if other not in siblings]
    near = [
        o for o in others if not head or o.lower() == iri.lower() or most_like(last, [last_of(o)], 75) or last == last_of(o)
    ]
    return same[0] if same else most_like(iri, near, 92)


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


@pytest.mark.parametrize(
    ("iri", "other", "is_meant"),
    [
        ("https://e/authority", "https://e/a#authority", False),
        ("https://e/a#authority", "https://e/authority", False),
        ("https://e/authority", "https://e/folder/a#authority", False),
        ("https://e/authority", "https://e/a#autority", False),
        ("https://e/authority", "https://e/authorities#authority", False),
        ("https://e/terms/authority", "https://e/terms#authority", True),
        ("https://e/terms/autority", "https://e/terms#authority", True),
        ("https://e/terms#authority", "https://e/terms/authority", True),
        ("https://e/alice", "https://e/alice#me", True),
        ("https://e/alice#me", "https://e/alice", False),
        ("https://e/a#autority", "https://e/a#authority", True),
        ("https://e/plant/bean", "https://e/garden/bean", True),
        ("https://e/athority", "https://e/authority", True),
    ],
)
def test_a_fragment_of_another_document_is_not_meant(iri: str, other: str, is_meant: bool):  # noqa: FBT001
    assert (Iris([other]).nearest(iri) == other) is is_meant
    among = Iris([other, "https://e/x", "https://e/x#y", "https://f/z#none"])
    assert (among.nearest(iri) == other) is is_meant


@given(IRIS, st.one_of(NAMES, NAMES.map("https://e/".__add__), NAMES.map("https://e/p/".__add__)))
def test_the_nearest_iri_is_the_one_that_is_most_like(iris: list[str], iri: str):
    known = Iris(iris)
    for asked in (iri, *iris, iri):
        assert known.nearest(asked) == expected(asked, iris)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Recipe", "Garden"), ("2023", "2024"), ("season-1", "season-2"), ("x", "y"), ("plant", "oak"), ("altLabel", "prefLabel")],
)
def test_what_is_far_is_never_meant(written: str, meant: str):
    """Not as a name, and not as the end of an IRI, however long what they have in common is."""
    head = "https://gardens.example.org/a/long/beginning/that/many/share/ontology#"
    assert not is_near(written, meant)
    assert nearest(written, [meant]) is None
    assert Iris([head + meant]).nearest(head + written) is None
    assert Iris([head.replace("many", "most") + meant]).nearest(head + written) is None


@given(NAMES, st.lists(NAMES, max_size=8))
def test_the_nearest_name_is_one_that_is_near(word: str, words: list[str]):
    meant = nearest(word, words)
    assert meant in words if any(is_near(word, other) for other in words) else meant is None


@given(IRIS, st.lists(st.integers(0, 11), max_size=3), IRIS, st.lists(NAMES.map("https://e/p/".__add__) | NAMES, max_size=6))
def test_what_is_nearest_among_changed_iris_is_what_it_is_among_these(
    begin: list[str], gone: list[int], new: list[str], asked: list[str]
):
    """Whichever of them were asked before, and however like or unlike what has changed is."""
    before, removed = Iris(begin), {begin[number] for number in gone if number < len(begin)}
    for iri in asked[::2]:
        before.nearest(iri)
    added = [iri for iri in new if iri not in begin]
    now, afresh = before.changed(removed, added), Iris([*(iri for iri in begin if iri not in removed), *added])
    for iri in (*asked, *begin, *new):
        assert afresh.nearest(iri) == now.nearest(iri)
        assert Iris(begin).nearest(iri) == before.nearest(iri)
