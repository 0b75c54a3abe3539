"""The words that an editor of queries completes: all of them from the catalogue's own model."""

import json
from pathlib import Path

import pytest
from conftest import edition_of

from catalogue.edition import Edition
from catalogue.exports import vocabulary as module
from catalogue.exports.vocabulary import vocabulary

GARDENS = "https://gardens.example.org/"


def by_iri(entries: list[dict[str, object]]) -> dict[str, dict[str, object]]:
    return {str(entry["iri"]): entry for entry in entries}


def test_a_class_has_its_label_its_description_and_the_number_of_its_instances(garden: Path):
    edition = edition_of(garden)
    found = by_iri(vocabulary(edition)["classes"])
    type_ = edition.model.by_name["plant"]
    assert found[type_.iri]["label"] == {"en": "plant", "fr": "plante"}
    assert found[type_.iri]["count"] == len(edition.instances(type_))


def test_a_property_names_the_classes_whose_shapes_have_it_and_what_they_allow(garden: Path):
    edition = edition_of(garden)
    types = edition.model.by_name
    found = by_iri(vocabulary(edition)["properties"])
    reference = next(p for p in types["garden"].properties if p.classes == (types["plant"].iri,) and p.path.predicate)
    entry = found[str(reference.path.predicate)]
    assert entry["classes"] == [types["garden"].iri]
    assert entry["ranges"] == [types["plant"].iri]


def test_everything_that_the_data_uses_is_told(folder: Path):
    edition = edition_of(folder)
    told = vocabulary(edition)
    assert {p.value for p in edition.graph.all_predicates()} <= by_iri(told["properties"]).keys()
    assert {t.iri for t in edition.model.types.values()} <= by_iri(told["classes"]).keys()
    assert {thing.value for thing in edition.things if edition.own_label(thing)} == by_iri(told["things"]).keys()
    assert json.loads(json.dumps(told)) == told


def test_the_entity_types_come_first_in_the_order_of_the_shapes(first_edition: Edition):
    told = [entry["iri"] for entry in vocabulary(first_edition)["classes"]]
    types = list(first_edition.model.types)
    assert types == told[: len(types)]
    assert told[len(types) :] == sorted(told[len(types) :])


def test_where_there_are_many_things_whole_types_are_told_the_smallest_first(garden: Path, monkeypatch: pytest.MonkeyPatch):
    edition = edition_of(garden)
    sizes = {type_.iri: len(edition.instances(type_)) for type_ in edition.model.types.values()}
    monkeypatch.setattr(module, "THINGS_LIMIT", min(sizes.values()))
    told = vocabulary(edition)
    assert {thing["class"] for thing in told["things"]} == {min(sizes, key=lambda iri: sizes[iri])}
    assert told["omitted"] == {iri: n for iri, n in sizes.items() if n != min(sizes.values())}
