"""Namesakes: an entry that is called as another one of its type is told, by the check and by `new`."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import edition_of
from hypothesis import given, settings
from hypothesis import strategies as st
from test_entities import HEAD, SETTINGS
from test_new import BASE, FIG, nursery, run

from catalogue.lint import check
from catalogue.lint.findings import Finding
from catalogue.workspace.catalogue import Catalogue

assert nursery  # a fixture of the other file

SHAPES = f"""{HEAD}
@prefix adms: <http://www.w3.org/ns/adms#> .
s:Plant a sh:NodeShape ; sh:targetClass :Plant ; rdfs:label "Plant"@en ; sh:property s:name, s:code, s:colour .
s:Pest a sh:NodeShape ; sh:targetClass :Pest ; rdfs:label "Pest"@en ; sh:property [ sh:path :note ] .
s:Sowing a sh:NodeShape ; sh:targetClass :Sowing ; rdfs:label "Sowing"@en ; sh:labelTemplate "{{?name}}"@en ;
    sh:property s:name .
s:Id a sh:NodeShape ; sh:targetClass adms:Identifier ; rdfs:label "Identifier"@en ; sh:property s:name .
s:name sh:path :called ; sh:name "name"@en ; dash:propertyRole dash:LabelRole .
s:code sh:path :code ; sh:name "code"@en ; dash:propertyRole dash:KeyInfoRole .
s:colour sh:path :colour ; sh:name "colour"@en .
"""


OTHERS = "\n".join(
    f"<other/{number}> a :Plant ; :called 'other {number}' . <other/pest-{number}> a :Pest ; rdfs:label 'other {number}' ."
    for number in range(5)
)
"""So many entries of each type that names say something."""


def catalogue(tmp_path: Path, data: str, others: str = OTHERS) -> Path:
    head = f"{HEAD}@prefix adms: <http://www.w3.org/ns/adms#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n"
    files = {"shapes/s.ttl": SHAPES, "catalogue.toml": SETTINGS, "data/d.ttl": f"{head}{data}\n{others}"}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def namesakes(folder: Path) -> list[Finding]:
    return [finding for finding in check(edition_of(folder)).findings if finding.kind.code == "C229"]


def plants(*names: str) -> str:
    return "\n".join(f"<plant/{number:03}> a :Plant ; :called {name} ." for number, name in enumerate(names))


def two(class_: str, first: str, second: str) -> str:
    """Write two entries of one name, each with what else is said of it."""
    name = ":called 'Pea'" if class_ == "Plant" else "rdfs:label 'Fly'"
    return f"<x/0> a :{class_} ; {name}{first} .\n<x/1> a :{class_} ; {name}{second} ."


ALIKE = {
    "the very same": plants('"Pea"@en', '"Pea"@en'),
    "without a language": plants('"Pea"', '"Pea"'),
    "another case": plants('"Pea"@en', '"PEA"@en'),
    "accents": plants('"Févé"@fr', '"Feve"@fr'),
    "a letter that is composed otherwise": plants('"F\u00e9ve"@fr', '"Fe\u0301ve"@fr'),
    "spaces": plants('"Sweet pea"@en', '"  Sweet \u00a0 pea "@en'),
    "one of two languages": plants('"Pea"@en, "Pois"@fr', '"Sweet pea"@en, "pois"@fr'),
    "both languages, reported once": plants('"Pea"@en, "Pois"@fr', '"Pea"@en, "Pois"@fr'),
    "what is no key differs": two("Plant", " ; :colour 'green'", " ; :colour 'red'"),
    "one has a code": two("Plant", " ; :code '1'", ""),
    "a code in common": two("Plant", " ; :code '1', '2'", " ; :code '2'"),
    "by a usual property": "<pest/0> a :Pest ; rdfs:label 'Fly' .\n<pest/1> a :Pest ; rdfs:label 'fly' .",
    "two of twenty and more": plants(*(f'"{number}"' for number in range(30)), '"Pea"', '"pea"'),
}
APART = {
    "other names": plants('"Pea"@en', '"Peas"@en'),
    "other languages": plants('"Pea"@en', '"Pea"@fr'),
    "another type": "<plant/0> a :Plant ; :called 'Fly' .\n<pest/1> a :Pest ; rdfs:label 'Fly' .",
    "composed names": "<sowing/0> a :Sowing ; :called 'Pea' .\n<sowing/1> a :Sowing ; :called 'Pea' .",
    "records": "<id/0> a adms:Identifier ; :called 'Pea' .\n<id/1> a adms:Identifier ; :called 'Pea' .",
    "other codes": two("Plant", " ; :code '1'", " ; :code '2'"),
    "other identifiers": two("Pest", " ; dct:identifier '1'", " ; dct:identifier '2'"),
    "other schemes": two("Pest", " ; skos:inScheme <a>", " ; skos:inScheme <b>"),
    "other days": two("Pest", " ; dct:date '2020'", " ; dct:date '2021'"),
    "one leads to the other": two("Pest", "", " ; :partOf <x/0>"),
    "three of one name among few": plants('"Pea"', '"pea"', '"Péa"'),
    "more than a tenth": plants(*(f'"{number}"' for number in range(30)), *['"Pea"', '"Bean"'] * 2),
    "a name of spaces": plants('" "', '"  "'),
}


@pytest.mark.parametrize("data", ALIKE.values(), ids=ALIKE)
def test_a_second_entry_of_one_name_is_told_at_its_label_with_the_first(tmp_path: Path, data: str):
    [finding] = namesakes(catalogue(tmp_path, data))
    lines = (tmp_path / "data/d.ttl").read_text("utf-8").splitlines()
    line = lines[finding.place.line - 1]
    token = line[finding.place.column - 1 : finding.place.end_column - 1]
    assert finding.value is not None
    assert finding.value.value == token.rpartition("@")[0].strip("\"'") or finding.value.value == token.strip("\"'")
    [first] = finding.related
    assert first.place.line < finding.place.line
    assert finding.message["en"].startswith(lines[first.place.line - 1].partition(" ")[0])
    assert "INFO" == finding.severity.name


@pytest.mark.parametrize("data", APART.values(), ids=APART)
def test_entries_that_something_tells_apart_are_no_finding(tmp_path: Path, data: str):
    assert [] == namesakes(catalogue(tmp_path, data))


@settings(max_examples=15)
@given(st.lists(st.tuples(st.sampled_from("abcdefghijklmnopqrstu"), st.sampled_from(["", "@en", "@fr"])), max_size=40))
def test_the_entries_that_are_told_are_those_that_follow_one_of_their_name(
    tmp_path_factory: pytest.TempPathFactory, named: list[tuple[str, str]]
):
    """The rule, computed otherwise: every entry whose name another one before it has, unless that is usual."""
    folder = catalogue(tmp_path_factory.mktemp("names"), plants(*(f'"{name}"{tag}' for name, tag in named)) or plants('"z"'))
    later = [number for number, name in enumerate(named) if name in named[:number]]
    sharing = [name for name in named if named.count(name) > 1]
    is_usual = len(sharing) >= 3 and len(sharing) * 10 > len(named) + 5
    expected = [] if is_usual else [f"https://x.example/plant/{number:03}" for number in later]
    assert expected == sorted(finding.focus for finding in namesakes(folder))


@pytest.mark.parametrize(("others", "count"), [(0, 0), (2, 0), (3, 1)])
def test_of_fewer_than_five_entries_the_names_say_little(tmp_path: Path, others: int, count: int):
    data = plants('"Pea"@en', '"Pea"@en', *(f'"{number}"' for number in range(others)))
    assert len(namesakes(catalogue(tmp_path, data, ""))) == count


def test_the_first_catalogue_and_a_new_one_have_none(first: Catalogue, garden: Path):
    assert [] == [finding for finding in first.check().findings if finding.kind.code == "C229"]
    assert [] == namesakes(garden)


@pytest.mark.parametrize(("lang", "begins"), [("en", "warning: Tree: "), ("fr", "attention : Arbre : ")])
def test_new_warns_of_a_name_that_is_taken_and_goes_on(nursery: Path, lang: str, begins: str):
    done = run(nursery, "tree", "chene", *FIG, "--set", "home=https://x.example/", lang=lang)
    warnings = [line for line in done.stderr.splitlines() if line.startswith(begins)]
    assert (0, 1) == (done.returncode, len(warnings))
    assert warnings[0].endswith(f"{BASE}tree/oak")
    assert "Chêne" in warnings[0] or "Oak" in warnings[0]
    assert f"{nursery}/data/tree/chene.ttl\n" == done.stdout


def test_new_warns_of_a_name_in_yaml_and_says_nothing_of_other_names(nursery: Path, tmp_path: Path):
    file = tmp_path / "tree.yaml"
    file.write_text("name: {fr: Autre, en: OAK}\nplanted: 2020\n", "utf-8")
    assert run(nursery, "tree", "--from", str(file), "--print").stderr.count("warning:") == 1
    file.write_text("name: {fr: Oak, en: Chêne}\nplanted: 2020\n", "utf-8")
    assert "warning:" not in run(nursery, "tree", "--from", str(file), "--print").stderr
