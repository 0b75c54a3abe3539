"""Things that have pages and no list are reported at the shapes that target them, with what the shapes lack."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import edition_of
from test_entities import NAME, made

from catalogue.lint import Finding, Severity
from catalogue.workspace.catalogue import Catalogue

BOOK = f"s:Book a sh:NodeShape ; sh:targetClass :Book ; {NAME} ."
DATA = "<a/1> :p <b/1> . <b/1> :q 1 . <c/1> a :Book ; :q 2 ."


def unlisted(folder: Path) -> list[Finding]:
    return [each for each in Catalogue(folder).check(cache=False).findings if each.kind.code == "C220"]


LABEL, IRI = (f"C220.{lacks}.advice" for lacks in ("label", "name"))
CASES = {
    "subjects of": (f"s:X a sh:NodeShape ; sh:targetSubjectsOf :p ; {NAME} .", {LABEL: 1}),
    "objects of": (f"s:X a sh:NodeShape ; sh:targetObjectsOf :p ; {NAME} .", {LABEL: 1}),
    "one thing": (f"s:X a sh:NodeShape ; sh:targetNode <a/1> ; {NAME} .", {LABEL: 1}),
    "several targets": (f"s:X a sh:NodeShape ; sh:targetNode <a/1> ; sh:targetSubjectsOf :q ; {NAME} .", {LABEL: 2}),
    "of no IRI": (f"[] a sh:NodeShape ; rdfs:label 'X' ; sh:targetSubjectsOf :p ; {NAME} .", {IRI: 1}),
    "without property shapes": ("s:X a sh:NodeShape ; sh:targetNode <a/1> .", {}),
    "with a label": (f"s:X a sh:NodeShape ; rdfs:label 'X' ; sh:targetSubjectsOf :p ; {NAME} .", {}),
    "beside one with a label": (
        (
            f"s:X a sh:NodeShape ; sh:targetSubjectsOf :p ; {NAME} . "
            f"s:Y a sh:NodeShape ; rdfs:label 'Y' ; sh:targetNode <a/1> ; {NAME} ."
        ),
        {},
    ),
    "of what a class lists": (f"s:X a sh:NodeShape ; sh:targetNode <c/1> ; {NAME} .", {}),
    "of nothing": (f"s:X a sh:NodeShape ; sh:targetSubjectsOf :never ; {NAME} .", {}),
    "outside the base": (f"s:X a sh:NodeShape ; sh:targetNode <urn:x> ; {NAME} .", {}),
    "deactivated": (f"s:X a sh:NodeShape ; sh:deactivated true ; sh:targetNode <a/1> ; {NAME} .", {}),
    "a syntax error": (f"s:X a sh:NodeShape ; sh:targetNode <a/1> ; {NAME} . s:X rdfs:label ", {}),
}


@pytest.mark.parametrize(("shapes", "expected"), CASES.values(), ids=CASES)
def test_each_shape_whose_things_have_no_list_is_told(tmp_path: Path, shapes: str, expected: dict[str, int]):
    folder = made(tmp_path, f"{BOOK} {shapes}", DATA + ("<urn:x> :q 1 ." if "urn:x" in shapes else ""))
    findings = unlisted(folder)
    assert expected == {each.advice.code: each.message._values["count"] for each in findings}  # noqa: SLF001
    assert {Severity.INFO} >= {each.severity for each in findings}
    assert {"shapes/s.ttl"} >= {each.place.path for each in findings}


UNREPORTED = {"a syntax error", "outside the base", "without property shapes"}


@pytest.mark.parametrize("shapes", [shapes for name, (shapes, _) in CASES.items() if name not in UNREPORTED])
def test_it_is_told_when_and_only_when_a_thing_has_no_list(tmp_path: Path, shapes: str):
    folder = made(tmp_path, f"{BOOK} {shapes}", DATA)
    edition = edition_of(folder)
    lists = {thing for type_ in edition.model.types.values() for thing in edition.instances(type_)}
    assert bool(unlisted(folder)) == bool(set(edition.things) - lists)


def test_a_label_as_advised_makes_the_list(tmp_path: Path):
    shape, _ = CASES["subjects of"]
    [finding] = unlisted(made(tmp_path / "without", f"{BOOK} {shape}", DATA))
    assert "<a/1>" in finding.related[0].message["en"]
    edition = edition_of(made(tmp_path / "with", f"{BOOK} {shape} s:X rdfs:label 'Things with p'@en .", DATA))
    [listed] = [type_ for type_ in edition.model.types.values() if type_.label.get("en") == "Things with p"]
    assert ["https://x.example/a/1"] == [thing.value for thing in edition.instances(listed)]
