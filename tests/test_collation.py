"""The order of names: letters before accents before case, as people who read French, English and German expect."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.collation import collation_key, name_key


@pytest.mark.parametrize(
    "names",
    [
        ["Arbre", "École", "Éthique", "Zèbre"],
        ["Ärztehäuser", "Bäckereien", "Baumkataster", "Blutspende"],
        ["cote", "coté", "Côte", "côté"],
        ["eau", "œuf", "Ouest", "ouïe"],
        ["etat", "État", "OpenStreetMap"],
        ["Lodz", "Łódź", "Lyon", "Ørsted", "Oslo"],
        ["A", "a", "ä", "b"],
    ],
)
def test_names_with_accents_stand_with_their_letters(names: list[str]):
    assert sorted({*names}, key=collation_key) == names


@given(st.text(), st.text())
def test_two_texts_have_one_key_only_if_they_are_the_same(one: str, other: str):
    assert (collation_key(one) == collation_key(other)) == (one == other)


@given(st.text())
def test_unicode_form_does_not_change_the_place_among_other_letters(text: str):
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert collation_key(composed)[0] == collation_key(decomposed)[0]


@given(st.text())
def test_letters_are_what_is_no_accent(text: str):
    """Decomposed, without what combines: but for the letters that Unicode does not take apart."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    unlike = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
    assert letters.translate(unlike) == collation_key(text)[0]


@given(
    st.lists(st.integers(0, 10**30) | st.integers(0, 20), min_size=2),
    st.sampled_from(["", "Saison ", "étude n° "]),
    st.booleans(),
)
def test_numbers_in_names_are_in_their_order(numbers: list[int], before: str, is_followed: bool):  # noqa: FBT001
    names = [f"{before}{number}{' bis' if is_followed else ''}" for number in numbers]
    assert sorted(names, key=name_key) == [name for _, name in sorted(zip(numbers, names, strict=True))]


@given(st.text(), st.text())
def test_names_without_numbers_are_in_the_order_of_their_letters(one: str, other: str):
    no_digits = str.maketrans("", "", "0123456789")
    first, second = sorted([one.translate(no_digits), other.translate(no_digits)], key=collation_key)
    assert name_key(first) <= name_key(second)


@given(st.text("a10 9é"), st.text("a10 9é"))
def test_two_names_have_one_place_only_if_they_are_the_same(one: str, other: str):
    assert (name_key(one) == name_key(other)) == (one == other)
