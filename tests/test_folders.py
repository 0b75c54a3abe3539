"""Folders: an entry whose file lies in the folder of another type is a warning, and other layouts are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import edition_of
from hypothesis import given, settings
from hypothesis import strategies as st
from test_entities import HEAD, SETTINGS

from catalogue.lint import check
from catalogue.lint.findings import Finding
from catalogue.workspace.catalogue import Catalogue

NOTE = 'sh:property [ sh:path :note ; sh:name "note"@en ]'
SHAPES = f"""{HEAD}
s:Plant a sh:NodeShape ; sh:targetClass :Plant ; rdfs:label "Plant"@en, "Légume"@fr ; {NOTE} .
s:Garden a sh:NodeShape ; sh:targetClass :Garden ; rdfs:label "Garden"@en ; skos:altLabel "Gardens"@en, "Jardins"@fr ; {NOTE} .
s:Tree a sh:NodeShape ; sh:targetClass :Tree ; rdfs:label "Tree"@en ; {NOTE} .
s:SeedBank a sh:NodeShape ; sh:targetClass :SeedBank ; rdfs:label "Bank"@en ; {NOTE} .
:Tree rdfs:subClassOf :Plant .
"""
CLASSES = {"p": "Plant", "g": "Garden", "t": "Tree", "b": "SeedBank"}


def files_of(layout: str) -> dict[str, list[str]]:
    """Read `folder/file: p g` lines: the types of the entries of each file; `folder/*3: p` is three files with one each."""
    files: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, layout.split(";"))):
        name, _, types = line.partition(":")
        folder, star, number = name.partition("*")
        for count in range(int(number) if star else 1):
            files[f"{folder}{types.strip()[0]}{count}" if star else name] = types.split()
    return files


def catalogue(tmp_path: Path, layout: str) -> Path:
    (tmp_path / "shapes").mkdir(parents=True)
    (tmp_path / "shapes/s.ttl").write_text(SHAPES, "utf-8")
    (tmp_path / "catalogue.toml").write_text(SETTINGS, "utf-8")
    for name, types in files_of(layout).items():
        path = tmp_path / "data" / f"{name}.ttl"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [
            f"<x/{name.replace('/', '-').replace(' ', '-')}-{n}> a {', '.join(f':{CLASSES[t]}' for t in type_)} ."
            for n, type_ in enumerate(types)
        ]
        path.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    return tmp_path


def misplaced(folder: Path) -> list[Finding]:
    return [finding for finding in check(edition_of(folder)).findings if finding.kind.code == "C226"]


MISPLACED = {
    "few, called as their lists": ("plant/*2: p; garden/a: g; plant/z: g", {"plant/z": "garden"}),
    "one of each, called as their lists": ("plant/a: p; garden/a: g; garden/z: p", {"garden/z": "plant"}),
    "called as a label in French": ("légume/*1: p; legume/*2: p; jardins/*3: g; legume/z: g", {"legume/z": "jardins"}),
    "called as a class": ("plant/*2: p; seed_bank/*2: b; seed_bank/z: p", {"seed_bank/z": "plant"}),
    "called otherwise, of five and more": ("green/*6: p; places/*5: g; green/z: g", {"green/z": "places"}),
    "in a folder of the folder": ("plant/a/*3: p; plant/b/*3: p; garden/*2: g; plant/b/z: g", {"plant/b/z": "garden"}),
    "two of eight": ("plant/*3: p; garden/*8: g; plant/y: g; plant/z: g", {"plant/y": "garden", "plant/z": "garden"}),
    "both ways": ("plant/*5: p; garden/*5: g; plant/y: g; garden/z: p", {"plant/y": "garden", "garden/z": "plant"}),
    "with what belongs to it": ("plant/*3: p; garden/*3: g b; plant/z: g b", {"plant/z": "garden"}),
    "with a second one of its type": ("plant/*3: p; garden/*3: g; plant/z: g g", {"plant/z": "garden"}),
}
IN_PLACE = {
    "all in one file": "all: p p p g g b",
    "a file for each type": "plant: p p p; garden: g g",
    "a file for each type, in folders": "a/plant: p p p; b/garden: g g",
    "several types in one file": "plant/*5: p g; garden/*5: g",
    "the other type stands in the file too": "plant/*5: p; garden/*5: g; plant/z: g p",
    "in the file of another entry": "plant/*5: p; garden/*5: g; plant/z: p g",
    "by year": "2020/*4: p; 2020/x: g; 2021/*3: g; 2021/x: p; 2022/*2: p; 2022/*2: g",
    "by year, few": "2020/*3: g; 2020/x: p; 2021/*3: p; 2021/x: g",
    "by source": "booklet/*6: p; booklet/*5: g; survey/*6: g; survey/*2: p",
    "by language": "en/*6: p; en/*6: g; fr/*6: p; fr/*6: g",
    "few, called otherwise": "green/*3: p; places/*2: g; green/z: g",
    "a type in two folders": "plant/*6: p; garden/*6: g; plant/*5: g",
    "a type in two folders, one called as it is": "plant/*3: p; garden/*3: g; plant/*2: g",
    "no folder of its own": "plant/*6: p; plant/z: g",
    "most of its entries elsewhere": "plant/*6: p; garden/a: g; x/*3: g; plant/z: g",
    "in the folder of all data": "plant/*6: p; garden/*6: g; z: g",
    "in a folder of nobody": "plant/*6: p; garden/*6: g; other/z: g",
    "below the type above": "plant/*6: p; tree/*6: t; plant/z: t",
    "above the type below": "plant/*6: p; tree/*6: t; tree/z: p",
    "of both types": "plant/*6: p; garden/*6: g; plant/z: pg",
    "the folder within the other": "plant/*6: p; plant/garden/*6: g",
    "a mixed folder that is called as one type": "plant/*2: p; plant/*3: g; garden/*3: g",
}


@pytest.mark.parametrize(("layout", "expected"), MISPLACED.values(), ids=MISPLACED)
def test_a_file_in_the_folder_of_another_type_is_a_warning_that_says_how_to_move_it(
    tmp_path: Path, layout: str, expected: dict[str, str]
):
    reported = misplaced(catalogue(tmp_path, layout))
    assert [f"data/{file}.ttl" for file in sorted(expected)] == [finding.place.path for finding in reported]
    for finding, (file, folder) in zip(reported, sorted(expected.items()), strict=True):
        assert "WARNING" == finding.severity.name
        other, home = f"data/{file.partition('/')[0]}/", f"data/{folder}/"
        assert finding.message["en"].endswith(f"lies in {other}, the folder of another type; entries like it lie in {home}")
        assert f"move it: git mv data/{file}.ttl {home}{file.rpartition('/')[2]}.ttl" == finding.advice["en"]
        line = (tmp_path / finding.place.path).read_text("utf-8").splitlines()[finding.place.line - 1]
        assert line[finding.place.column - 1 : finding.place.end_column - 1] == line.partition(" ")[0]


@pytest.mark.parametrize("layout", IN_PLACE.values(), ids=IN_PLACE)
def test_other_layouts_are_no_finding(tmp_path: Path, layout: str):
    assert [] == misplaced(catalogue(tmp_path, layout))


@pytest.mark.parametrize("layout", [layout for layout, _ in MISPLACED.values()], ids=MISPLACED)
def test_a_file_that_was_moved_as_advised_is_no_finding(tmp_path: Path, layout: str):
    folder = catalogue(tmp_path, layout)
    for number, finding in enumerate(misplaced(folder)):
        home = finding.message["en"].rpartition(" lie in ")[2]
        file = folder / finding.place.path
        file.rename(folder / home / f"moved-{number}{file.name}")
    assert [] == misplaced(folder)


@settings(max_examples=15)
@given(st.integers(1, 5), st.lists(st.sampled_from("pgtb"), min_size=1, max_size=25))
def test_files_that_are_spread_evenly_over_folders_are_no_finding(
    tmp_path_factory: pytest.TempPathFactory, folders: int, types: list[str]
):
    """Folders that mean something else than types have as much of each type as the others."""
    entries = [(number, index, type_) for index, type_ in enumerate(types) for number in range(folders)]
    layout = ";".join(f"part{number}/{index}-{number}: {type_}" for number, index, type_ in entries)
    assert [] == misplaced(catalogue(tmp_path_factory.mktemp("spread"), layout))


def test_a_file_name_that_is_taken_and_one_with_a_space_are_advised_for(tmp_path: Path):
    folder = catalogue(tmp_path, "plant/*2: p; plant/c d: g; plant/g0: g; garden/*8: g")
    advice = [finding.advice["en"] for finding in misplaced(folder)]
    assert [
        "move it: git mv 'data/plant/c d.ttl' 'data/garden/c d.ttl'",
        "move data/plant/g0.ttl to data/garden/ with `git mv`, under another name: g0.ttl is there already",
    ] == advice


def test_the_first_catalogue_and_a_new_one_have_none(first: Catalogue, garden: Path):
    assert [] == [finding for finding in first.check().findings if finding.kind.code == "C226"]
    assert [] == misplaced(garden)
    (garden / "data/plant/terrace.ttl").write_text(
        (garden / "data/garden/hill-side.ttl").read_text("utf-8").replace("hill-side", "terrace"), "utf-8"
    )
    [finding] = misplaced(garden)
    assert "move it: git mv data/plant/terrace.ttl data/garden/terrace.ttl" == finding.advice["en"]
