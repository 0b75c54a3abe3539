"""The edition: what is computed once for it lives and dies with it."""

import gc
import weakref
from pathlib import Path

import pytest
from conftest import edition_of

from catalogue.edition import Edition, per_edition, repeated_per_edition
from catalogue.exports import jsonld
from catalogue.terms import Literal, NamedNode


def test_what_is_computed_per_edition_is_computed_once_for_each_and_for_each_argument(garden: Path):
    calls: list[tuple[str, str]] = []

    @per_edition
    def titled(edition: Edition, language: str, mark: str = "!") -> list[str]:
        calls.append((language, mark))
        return [edition.settings.title[language] + mark]

    edition, other = edition_of(garden), edition_of(garden)
    assert titled(edition, "en") is titled(edition, "en")
    assert titled(edition, "en", mark="?") == ["Shared gardens?"]
    assert titled(edition, "fr") is not titled(other, "fr")
    assert [("en", "!"), ("en", "?"), ("fr", "!"), ("fr", "!")] == calls


def test_functions_of_the_same_name_do_not_share_what_they_computed(garden: Path):
    edition = edition_of(garden)
    first, second = (per_edition(lambda _, number=number: number) for number in (1, 2))
    assert (1, 2, 1) == (first(edition), second(edition), first(edition))


def test_what_was_computed_for_an_edition_is_freed_with_it(garden: Path):
    edition = edition_of(garden)
    terms = jsonld.forms(edition)
    assert jsonld.forms(edition) is terms
    alive = weakref.ref(edition)
    del edition, terms
    gc.collect()
    assert alive() is None


def test_a_literal_is_called_by_its_own_words_in_its_own_language(garden: Path):
    labels = edition_of(garden).labels
    assert labels.text(Literal("bean", language="en")) == {"en": "bean"}
    assert labels.text(Literal("bean")) == {"": "bean"}
    assert labels.text(Literal(3)) == {"": "3"}


def test_what_is_repeated_is_computed_once_while_documents_are_made_and_noted_each_time(garden: Path):
    edition, computed = edition_of(garden), []

    @repeated_per_edition
    def labelled(edition: Edition, iri: str) -> str:
        computed.append(iri)
        return edition.label(NamedNode(iri), "en")

    noted = []
    for iri in ("urn:a", "urn:b", "urn:a"):
        with edition.graph.reads.noted() as keys:
            assert labelled(edition, iri) == "urn:" + iri[-1]
        noted.append(keys)
    assert computed == ["urn:a", "urn:b"]
    assert ("label", NamedNode("urn:a")) in noted[0]
    assert noted[2] == noted[0] != noted[1]


def test_what_is_repeated_is_kept_for_nobody_who_makes_single_documents(garden: Path):
    edition, computed = edition_of(garden), []
    repeated = repeated_per_edition(lambda _, number: computed.append(number))
    for _ in range(2):
        repeated(edition, 1)
    assert computed == [1, 1]


def test_what_is_repeated_is_not_kept_without_end(garden: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("catalogue.edition.keeping._MOST_REPEATED", 3)
    edition, computed = edition_of(garden), []
    repeated = repeated_per_edition(lambda _, number: computed.append(number))
    with edition.graph.reads.noted():
        for number in (1, 2, 3, 1, 4, 1):
            repeated(edition, number)
    assert computed == [1, 2, 3, 4, 1]
