"""Look-ups that builds note: held as numbers, written down and read as they were, and forgotten where they are told."""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias
from unittest.mock import patch

import pytest
from conftest import edition_of
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from catalogue.closure import closure
from catalogue.columns.following import following, starts
from catalogue.edition import Edition, Inputs, noted, per_edition
from catalogue.reads import ALL, Reads
from catalogue.release import build, notes
from catalogue.release.looked import COUNT, NUMBER, UNKNOWN, Looked, LookUps, New, Reading
from catalogue.release.notes import Noted, Notes, Part, SameParts
from catalogue.release.unchanged import Unchanged
from catalogue.terms import BlankNode, Literal, NamedNode

TEXTS = st.text(max_size=8)
TERMS = st.one_of(
    st.builds(Literal, TEXTS),
    st.builds(lambda text: Literal(text, language="fr"), TEXTS),
    st.builds(lambda text: Literal(text, datatype=NamedNode("urn:,d")), TEXTS),
    st.just(NamedNode("urn:a")),
    st.just(BlankNode("a")),
)
KINDS = st.sampled_from(["subject", "predicate", "object", "label", "subjects"])
Model: TypeAlias = dict[str, tuple[str, list[str] | None]]
"""Look-ups as they are expected: the digest of each, and from which it follows."""


@given(KINDS, TERMS, st.lists(TEXTS))
def test_what_a_look_up_is_about_is_seen_without_reading_it(
    kind: str, term: NamedNode | BlankNode | Literal, others: list[str]
):
    written = Inputs.written((kind, term))
    is_about = kind in {"subject", "predicate", "object"}
    assert "\n" not in written
    assert Inputs.is_about(written, None) is is_about
    assert Inputs.is_about(written, Inputs.as_values([*others, term.value])) is is_about
    assert Inputs.is_about(written, Inputs.as_values(others)) is (is_about and term.value in others)


def _digest(key: str) -> str:
    return key.encode().hex().ljust(32, "0")[:32]


GRAPHS = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.one_of(st.none(), st.lists(st.sampled_from("abcdefgh"), max_size=4))), max_size=12
)


def _learnt(looked: LookUps, graph: list[tuple[str, list[str] | None]], model: Model) -> None:
    """Let a process tell look-ups with those from which they follow; what was told before stays as it was."""
    order = list(dict.fromkeys([key for key, _ in graph] + [each for _, grounds in graph for each in grounds or ()]))
    told = dict(graph)
    new = [
        Looked(f'["{key}"]', _digest(key), None if told.get(key) is None else [order.index(each) for each in told[key] or ()])
        for key in order
    ]
    looked.learn(array("I"), New.of(new))
    for key in order:
        model.setdefault(key, (_digest(key), told.get(key)))


def _read(path: Path) -> Model:
    read = Notes(path)
    keys, grounds, model, start = [key[2:-2] for key in read.lines()], read.grounds(), Model(), 0
    for number, (key, count) in enumerate(zip(keys, read.counts, strict=True)):
        end = start + max(count, 0)
        follows = None if count == UNKNOWN else [keys[each] for each in grounds[start:end]]
        model[key], start = (read.digests()[16 * number : 16 * (number + 1)].hex(), follows), end
        assert read.key(number) == f'["{key}"]'
        assert read.numbering().find(f'["{key}"]\n'.encode()) == number
    return model


@given(st.lists(GRAPHS, max_size=3), GRAPHS, st.sampled_from("abcdefgh"))
def test_look_ups_are_read_as_they_were_told(
    graphs: list[list[tuple[str, list[str] | None]]], more: list[tuple[str, list[str] | None]], renewed: str
):
    """In the order in which they came, those of the release before first; one that is told again has its last grounds."""
    with TemporaryDirectory() as name:
        folder, model = Path(name), Model()
        first = Noted(folder, _none())
        for graph in graphs:
            _learnt(first.looked, graph, model)
        first.add("urn:x", {"x.ttl": 1}, [])
        first.keep(folder, "1", "", [], {})
        assert _read(folder / notes.FILE_NAME) == model
        former = Notes(folder / notes.FILE_NAME)
        second = Noted(folder, _none(), former.known(former.digests()))
        number = former.numbering().find(f'["{renewed}"]\n'.encode())
        if number >= 0:
            second.looked.ground(number, [number, number])
            model[renewed] = model[renewed][0], [renewed, renewed]
        _learnt(second.looked, more, model)
        second.keep(folder, "2", "", [], {})
        assert _read(folder / notes.FILE_NAME) == model
        assert list(_read(folder / notes.FILE_NAME)) == list(model)


@given(GRAPHS, st.lists(st.sampled_from("abcdefgh")))
def test_what_follows_from_nothing_that_has_changed_is_surely_the_same(
    graph: list[tuple[str, list[str] | None]], changed: list[str]
):
    """Nothing that follows from what has changed is; and all else, unless it follows from itself."""
    with TemporaryDirectory() as name:
        noted, model = Noted(Path(name), _none()), Model()
        _learnt(noted.looked, graph, model)
        noted.keep(Path(name), "1", "", [], {})
        read = Notes(Path(name, notes.FILE_NAME))
        leads = {key: set(follows or ()) for key, (_, follows) in model.items()}
        reached = {key: set(closure(leads[key], leads.__getitem__)) for key in leads}
        others = {key for key in leads if reached[key] & set(changed)}
        rings = {key for key in leads if key in reached[key]}
        unchanged = Unchanged(read, bytearray(key in changed for key in leads))
        for key in leads:
            number = unchanged.find(f'["{key}"]\n'.encode())
            if key in others or key in changed:
                assert number == -1
            elif not rings & {key, *closure([key], leads.__getitem__)}:
                assert number == list(leads).index(key)
        assert unchanged.find(b'["z"]\n') == -1


@given(GRAPHS, st.sets(st.integers(0, 7)))
def test_what_follows_from_what_has_changed_is_found_in_columns(graph: list[tuple[str, list[str] | None]], changed: set[int]):
    follows = [None if grounds is None else ["abcdefgh".index(each) for each in grounds] for _, grounds in graph]
    counts = array(COUNT, [UNKNOWN if each is None else len(each) for each in follows])
    grounds = array(NUMBER, [number for each in follows for number in each or ()])
    expected = [number for number, each in enumerate(follows) if changed & set(each or ())]
    assert following(counts, grounds, bytearray(number in changed for number in range(8))) == expected
    lengths = [len(each or ()) for each in follows]
    assert list(starts(counts)) == [sum(lengths[:number]) for number in range(len(lengths))]


@given(GRAPHS)
def test_what_is_told_in_few_bytes_is_what_was_told(graph: list[tuple[str, list[str] | None]]):
    told: list[int | Looked] = [
        number if number % 3 == 0 else Looked(f'["{key}\ud800é"]', _digest(key), None if of is None else [*map(ord, of)])
        for number, (key, of) in enumerate(graph)
    ]
    new = New.of(told)
    assert list(new) == told
    assert list(pickle.loads(pickle.dumps(new))) == told  # noqa: S301 - our own
    assert len(new) == len(told)


def _none() -> Inputs:
    """Stand where nothing is read of an edition."""
    return Inputs.__new__(Inputs)


def test_parts_are_read_one_by_one(tmp_path: Path):
    noted = Noted(tmp_path, _none())
    noted.looked.learn(array("I"), New.of(Looked(f'["{number}"]', _digest(str(number)), ()) for number in range(200)))
    parts = {
        f"urn:é{number}": Part({f"{number}/a": number, "b": 0}, array("I", range(number, 200, 50))) for number in range(150)
    }
    for iri, part in parts.items():
        noted.add(iri, part.files, part.keys)
    noted.keep(tmp_path, "1", "", [], {})
    read, changed = Notes(tmp_path / notes.FILE_NAME), bytearray(200)
    changed[199] = 1
    same = SameParts(read, changed)
    gone = [iri for iri, part in parts.items() if 199 in part.keys]
    assert list(same.gone()) == gone == ["urn:é49", "urn:é99", "urn:é149"]
    assert dict(same) == {iri: part for iri, part in parts.items() if iri not in gone}
    assert [same.at(number) for number in range(len(same))] == list(same.items())
    assert list(same.names()) == [(iri, 2) for iri in same]
    assert ("urn:é49" in same, "urn:é50" in same, same.get("urn:é49"), dict(SameParts())) == (False, True, None, {})


@pytest.mark.parametrize("kept", [None, {("label", NamedNode("urn:a")): set[tuple[str, ...]]()}])
def test_a_build_leaves_nothing_of_what_it_kept_and_what_others_keep(
    garden: Path, kept: dict[tuple[object, ...], set[tuple[str, ...]]] | None
):
    edition = edition_of(garden)
    edition.graph.reads.apart = kept
    before = None if kept is None else dict(kept)
    build(edition)
    assert edition.graph.reads.apart is kept
    assert kept == before
    assert edition.graph.reads.common == {}


def test_what_is_told_is_forgotten_and_not_taken_for_nothing(garden: Path):
    edition = edition_of(garden)
    inputs = Inputs(edition)
    bean = NamedNode(f"{edition.settings.base}plant/bean")
    edition.labels.card(bean)
    assert ("subject", bean) in (inputs.grounds(("card", bean)) or ())
    assert inputs.grounds(("card", bean)) is None
    reads = Reads()
    with reads.noted(), reads.compute_common("own"):
        reads.note("label", "urn:a")
    reads.common.clear()
    with reads.noted_thoroughly() as keys:
        reads.note_common("own")
    assert keys == {ALL}


def test_what_is_noted_already_is_named_by_its_number(garden: Path, tmp_path: Path):
    edition = edition_of(garden)
    inputs = Inputs(edition)
    noted = Noted(tmp_path, inputs)
    bean, pea = (NamedNode(f"{edition.settings.base}plant/{name}") for name in ("bean", "pea"))
    known = array(NUMBER)
    noted.looked.learn(known, Reading(inputs).numbered([("subject", bean)])[1])
    (number,) = known
    numbers, new = Reading(inputs, noted.looked.numbering).numbered([("subject", pea), ("subject", bean)])
    assert list(numbers) == [0, 1]
    assert list(new) == [Looked(Inputs.written(("subject", pea)), inputs.digest(("subject", pea)), []), number]
    noted.close()


ITEMS = st.one_of(st.sampled_from("abc"), st.builds(NamedNode, st.sampled_from(["urn:a", "urn:b", "urn:c"])), st.integers(0, 2))
NOW: list[Any] = []


@per_edition
def _kept_now(_: Edition) -> Any:
    return NOW[-1]


def _look(parts: Any, item: object) -> object:
    return parts.get(item) if isinstance(parts, Mapping) else item in parts


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.tuples(st.dictionaries(ITEMS, TEXTS), st.dictionaries(ITEMS, TEXTS)),
    st.lists(ITEMS, min_size=1, max_size=3),
    st.sampled_from([dict, frozenset]),
    st.sampled_from([1, 256]),
)
@example(({}, {"a": ""}), ["a"], dict, 256)
@example(({"b": ""}, {NamedNode("urn:a"): ""}), [NamedNode("urn:a")], frozenset, 1)
def test_where_what_was_noted_is_the_same_so_is_what_was_looked_up(
    garden: Path,
    each: tuple[dict[Any, str], dict[Any, str]],
    asked: list[Any],
    make: Callable[[dict[Any, str]], Any],
    groups: int,
):
    """Of a mapping and of the set of its keys, from which things are missing; also where all of these are in one group."""
    found, digests, written = [], [], list[str]()
    for values in each:
        NOW.append(make(values))
        edition = edition_of(garden)
        inputs = Inputs(edition)
        with patch.object(noted, "_GROUPS", groups):
            with edition.graph.reads.noted() as keys:
                found.append([_look(_kept_now(edition), item) for item in asked])
            written = written or sorted(map(Inputs.written, keys))
            digests.append([inputs.digest(Inputs.named(key)) for key in written])
        assert all(Inputs.written(Inputs.named(key)) == key for key in written)
    assert found[0] == found[1] or digests[0] != digests[1]
    assert digests[0] == digests[1] or each[0] != each[1]


def test_what_is_missing_is_noted_for_few_groups(garden: Path):
    NOW.append({"a": 1})
    edition = edition_of(garden)
    with edition.graph.reads.noted() as keys:
        assert [_kept_now(edition).get(f"urn:{number}") for number in range(5000)] == [None] * 5000
    assert len(keys) == 256


@given(st.lists(TEXTS, unique=True), st.integers(1, 40))
def test_look_ups_are_read_some_bytes_at_a_time(texts: list[str], size: int):
    """However long a line is, and whatever stands in it."""
    with TemporaryDirectory() as name:
        written = [Inputs.written(("label", text)) for text in texts]
        told = Noted(Path(name), _none())
        told.looked.learn(array("I"), New.of(Looked(each, _digest("a"), ()) for each in written))
        told.keep(Path(name), "1", "", [], {})
        with patch.object(notes, "_PIECE", size), patch.object(notes, "_EACH", 2):
            read = Notes(Path(name, notes.FILE_NAME))
            assert list(read.lines()) == [read.key(number) for number in range(read.length)] == written


def test_builds_of_one_edition_may_follow_each_other(garden: Path):
    """What follows from what is told once: the second build asks for it again, and the next one finds what has changed."""
    edition = edition_of(garden)
    first, second = build(edition, garden / "1"), build(edition, garden / "2")
    assert first.digest == second.digest
    bean = garden / "data" / "plant" / "bean.ttl"
    bean.write_text(bean.read_text("utf-8").replace('"runner bean"@en', '"broad bean"@en'), "utf-8")
    upon = [build(edition_of(garden), garden / name) for name in ("1", "2", "anew")]
    manifests = {(each.folder / "manifest.json").read_bytes() for each in upon}
    assert len(manifests) == 1
    assert upon[0].digest != first.digest
