"""The edition: what is computed once for it lives and dies with it."""

import gc
import weakref
from pathlib import Path

from conftest import edition_of

from catalogue.edition import Edition, per_edition
from catalogue.exports import jsonld
from catalogue.terms import Literal


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
