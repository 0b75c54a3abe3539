"""publiccode.yml files in: what strangers write harms nothing, each mistake has its place, and what goes out comes in again."""

# ruff: noqa: E501 - shapes and YAML are written as they would be found

from __future__ import annotations

import os
import re
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from catalogue import Catalogue
from catalogue.cli.app import app
from catalogue.columns.graph import Graph
from catalogue.edition import Edition
from catalogue.errors import CatalogueError, InputError
from catalogue.exports.software import describe
from catalogue.model import spread
from catalogue.publiccode import as_yaml
from catalogue.sources import parse
from catalogue.terms import RDF_TYPE, BlankNode, Literal, NamedNode, Term
from catalogue.workbench.bench import Bench
from catalogue.workbench.filling import Filling
from catalogue.workbench.importing import Importing, type_for_software
from catalogue.workbench.publiccode_file import MOST_BYTES, parse_publiccode, read_publiccode

TOOLS = ROOT / "tests" / "fixtures" / "tools"
NS = "https://tools.example.org/ns#"
HEAD = 'publiccodeYmlVersion: "0.5"\nname: Rake\n'
RAKE = f"""{HEAD}url: https://code.example.org/rake.git
legal:
  license: MIT
maintenance:
  type: internal
  contacts:
    - name: Ada Example
      email: ada@rake.example
description:
  en:
    shortDescription: Rakes leaves
  de:
    shortDescription: Harkt Laub
"""


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A copy of the third fixture without any software."""
    folder = Path(shutil.copytree(TOOLS, tmp_path / "tools"))
    file = folder / "data" / "tools.ttl"
    file.write_text(file.read_text(encoding="utf-8").partition("<tool/planner>")[0], encoding="utf-8")
    return folder


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, ["--lang", "en", "import", "publiccode", *map(str, arguments)])


def written(folder: Path, text: str | bytes, name: str = "publiccode.yml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


# What comes in


def test_a_file_becomes_an_entry_in_the_shapes_of_the_catalogue(tools: Path, tmp_path: Path):
    result = run(written(tmp_path, RAKE), "-C", tools)
    assert 0 == result.exit_code, result.stderr
    edition = Catalogue(tools).edition
    rake = NamedNode("https://tools.example.org/tool/rake")
    assert [NamedNode("http://spdx.org/licenses/MIT")] == edition.graph.objects(
        rake, NamedNode("http://purl.org/dc/terms/license")
    )
    assert [Literal("Ada Example")] == edition.graph.objects(rake, NamedNode(f"{NS}contact"))
    assert {"en", "de"} == {
        text.language for text in edition.graph.objects(rake, NamedNode(f"{NS}tagline")) if isinstance(text, Literal)
    }
    assert Catalogue(tools).check().conforms


def test_how_a_person_is_reached_is_not_taken_over_and_that_is_said_with_its_place(tools: Path, tmp_path: Path):
    result = run(written(tmp_path, RAKE), "-C", tools)
    assert ":10:7: maintenance.contacts.email is not taken over: it says how a person is reached" in result.stderr
    assert "ada@rake.example" not in "".join(file.read_text(encoding="utf-8") for file in tools.rglob("*.ttl"))


def test_printing_writes_nothing(tools: Path, tmp_path: Path):
    before = {file: file.read_bytes() for file in tools.rglob("*") if file.is_file()}
    result = run(written(tmp_path, RAKE), "-C", tools, "--print")
    assert (0, True) == (result.exit_code, "<tool/rake>" in result.stdout)
    assert before == {
        file: file.read_bytes() for file in tools.rglob("*") if file.is_file() and ".cache" not in file.parts and file in before
    }


def test_software_that_is_there_already_is_not_written_again(tools: Path, tmp_path: Path):
    file = written(tmp_path, RAKE)
    assert 0 == run(file, "-C", tools).exit_code
    before = {path: path.read_bytes() for path in (tools / "data").rglob("*.ttl")}
    result = run(file, "-C", tools)
    assert (2, True) == (
        result.exit_code,
        "<https://tools.example.org/tool/rake> has this source code already" in result.stderr,
    )
    assert before == {path: path.read_bytes() for path in (tools / "data").rglob("*.ttl")}


def test_a_folder_is_searched_and_a_bad_file_keeps_no_other_from_coming_in(tools: Path, tmp_path: Path):
    folder = tmp_path / "repositories"
    written(folder / "a", RAKE)
    written(folder / "b", "publiccodeYmlVersion: [")
    written(folder / "c", RAKE.replace("rake", "hoe").replace("Rake", "Hoe"))
    written(folder / "d", RAKE, "other.yml")
    result = run(folder, "-C", tools)
    assert 3 == result.exit_code
    assert "2 of 3 files became entries" in result.stderr
    assert {"Rake", "Hoe"} <= labels_in(tools)


def test_the_end_of_the_line_is_no_part_of_a_folded_text(tools: Path, tmp_path: Path):
    text = RAKE.replace("shortDescription: Rakes leaves", "shortDescription: >\n      Rakes\n      leaves\n")
    assert '"Rakes leaves"@en' in run(written(tmp_path, text), "-C", tools, "--print").stdout


def test_nothing_to_import_is_said(tools: Path, tmp_path: Path):
    assert 2 == run(tmp_path / "nowhere.yml", "-C", tools).exit_code
    (tmp_path / "empty").mkdir()
    assert 2 == run(tmp_path / "empty", "-C", tools).exit_code


def test_a_catalogue_without_a_type_of_software_says_how_to_have_one(garden: Path, tmp_path: Path):
    result = run(written(tmp_path, RAKE), "-C", garden)
    assert (2, True) == (result.exit_code, "schema:SoftwareApplication" in result.stderr)


KINDS = """@prefix : <https://tools.example.org/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <http://schema.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dash: <http://datashapes.org/dash#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:WorkShape a sh:NodeShape ; sh:targetClass :Work ; rdfs:label "work"@en ; sh:property
    [ sh:path rdfs:label ; sh:name "name"@en ; dash:propertyRole dash:LabelRole ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ],
    [ sh:path :kind ; sh:name "kind"@en ; skos:closeMatch schema:additionalType ; sh:in ( :book :program ) ; sh:minCount 1 ],
    [ sh:path :source ; sh:name "source"@en ; skos:closeMatch schema:codeRepository ; sh:datatype xsd:anyURI ] .
:book rdfs:label "book"@en ; skos:exactMatch schema:Book .
:program rdfs:label "program"@en ; skos:exactMatch schema:SoftwareSourceCode .
"""


def test_a_type_may_be_software_by_a_code_that_nothing_has_yet(garden: Path, tmp_path: Path):
    (garden / "shapes" / "works.ttl").write_text(KINDS, encoding="utf-8")
    text = RAKE.replace("en:\n", "en:\n    localisedName: The rake\n")
    result = run(written(tmp_path, text), "-C", garden, "--print")
    assert 0 == result.exit_code, result.stderr
    for statement in ("a :Work", ":kind :program", 'rdfs:label "Rake"', '"https://code.example.org/rake.git"^^xsd:anyURI'):
        assert statement in result.stdout.replace("ns1:", ":").replace("tools:", ":"), result.stdout


def test_a_key_goes_to_what_is_mapped_to_it_before_what_is_by_way_of_schema_org(garden: Path, tmp_path: Path):
    """Wherever the property stands in the shape, and whether the other one is mapped or known."""
    once = "sh:datatype rdf:langString ; sh:uniqueLang true ]"
    line = f'[ sh:path :line ; sh:name "line"@en ; skos:closeMatch pc:description.shortDescription ; {once}'
    text = f'[ sh:path dct:description ; sh:name "text"@en ; {once}'
    prefixes = "@prefix pc: <https://yml.publiccode.tools/schema.core.html#> . @prefix dct: <http://purl.org/dc/terms/> .\n"
    prefixes += "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    before, end = KINDS.partition(" .\n:book")[::2]
    for lines in ((line, text), (text, line)):
        shapes = f"{prefixes}{before} ,\n" + " ,\n".join(lines) + f" .\n:book{end}"
        (garden / "shapes" / "works.ttl").write_text(shapes, encoding="utf-8")
        file = written(tmp_path, RAKE.replace("Rakes leaves", "Rakes leaves\n    longDescription: " + "All of it. " * 20))
        result = run(file, "-C", garden, "--print")
        assert 0 == result.exit_code, result.stderr
        turtle = result.stdout.replace("ns1:", ":").replace("tools:", ":").replace("\n", " ")
        assert re.search(r':line [^;]*"Rakes leaves"@en', turtle), turtle
        assert re.search(r'dct:description [^;]*"All of it[^"]*"@en', turtle), turtle + result.stderr
        assert "description.shortDescription is not taken over" not in result.stderr.replace("@de", "")


def test_a_name_that_no_language_has_is_told(tools: Path, tmp_path: Path):
    text = RAKE.replace("en:\n", "en:\n    localisedName: The rake\n").replace("de:\n", "de:\n    localisedName: Harke\n")
    result = run(written(tmp_path, text), "-C", tools)
    assert (0, True) == (result.exit_code, ":2:1: name is not taken over" in result.stderr), result.stderr
    assert {"The rake", "Harke"} <= labels_in(tools)
    same = run(written(tmp_path, text.replace("The rake", "Rake")), "-C", tools, "--print")
    assert "name is not taken over" not in same.stderr


def test_what_the_shapes_demand_and_the_file_lacks_is_said_and_may_be_given(tools: Path, tmp_path: Path):
    shapes = tools / "shapes" / "tools.ttl"
    text = shapes.read_text(encoding="utf-8")
    shapes.write_text(text.replace("sh:path :sort ;", "sh:path :sort ; sh:minCount 1 ;"), encoding="utf-8")
    file = written(tmp_path, RAKE)
    result = run(file, "-C", tools)
    assert (3, True) == (result.exit_code, "sort" in result.stderr)
    assert 0 == run(file, "-C", tools, "--set", "sort=library").exit_code


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_message_is_in_both_languages(tools: Path, tmp_path: Path, language: str):
    file = written(tmp_path, RAKE + "roadmap: nowhere\nusedBy: {}\ncolour: red\nIT:\n  x: y\n")
    result = CliRunner().invoke(app, ["--lang", language, "import", "publiccode", str(file), "-C", str(tools)])
    assert 0 == result.exit_code
    assert "{" not in result.stderr
    assert 4 <= result.stderr.count("is not taken over" if language == "en" else "n’est pas repris")


# Mistakes, each at its place


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("developmentStatus: old", "4:1: warning: developmentStatus is old: give"),
        ("developmentStatus: [stable]", "4:1: warning: developmentStatus must be a text"),
        ("developmentStatus: Stable", "give stable"),
        ("softwareVersion: true", "4:1: warning: softwareVersion must be a text: put it between quotation marks"),
        ("releaseDate: 2026-13-01", "4:1: warning: releaseDate is 2026-13-01: give a day"),
        ("landingURL: ftp://x.example/", "4:1: warning: landingURL is ftp://x.example/: give a web address"),
        ("landingURL: javascript:alert(1)", "give a web address"),
        ("platforms: {web: true}", "4:1: warning: platforms must be a list"),
        ("categories: [task-management, tasks]", "4:31: warning: categories is tasks: give"),
        ("legal: MIT", "4:1: warning: legal must have keys in it"),
        ("legal: {license: Mine}", "4:9: warning: legal.license is Mine: give an expression of SPDX"),
        ("localisation: {localisationReady: 'yes'}", "localisation.localisationReady must be true or false"),
        ("localisation: {availableLanguages: [xx_YY]}", "4:37: warning: localisation.availableLanguages is xx_YY"),
        ("description: {english text: {shortDescription: x}}", "4:15: warning: english text is no language"),
        ("description: {en: {shortDescription: %s}}" % ("x" * 151), "has 151 characters: give at most 150"),
        ("description: {en: {longDescription: short}}", "has 5 characters: give at least 150"),
        (
            "developmentStatsu: stable",
            "4:1: warning: developmentStatsu is no key of the standard: did you mean developmentStatus?",
        ),
        (
            "maintenance: {type: none, contractors: [{name: x, until: 2027-01-01}]}",
            "maintenance.contractors stands only with the type contract",
        ),
    ],
)
def test_a_mistake_is_said_at_its_place_with_what_to_write_and_the_rest_is_taken_over(
    tools: Path, tmp_path: Path, line: str, message: str
):
    result = run(written(tmp_path, f"{HEAD}url: https://code.example.org/rake.git\n{line}\n"), "-C", tools, "--print")
    assert message in result.stderr
    assert (0, True) == (result.exit_code, "https://code.example.org/rake.git" in result.stdout)


def bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x]", *(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, levels))]
    return HEAD + "\n".join(lines)


REFUSED = {
    "aliases": (bomb(9), "4:10", "repeats another part"),
    "an alias of itself": (HEAD + "a: &a [*a]", "3:8", "repeats another part"),
    "a merged mapping": (HEAD + "legal: &l {license: MIT}\nx: {<<: *l}", "4:", "repeats another part"),
    "an object": (HEAD + "x: !!python/object/apply:os.system ['touch /tmp/owned']", "3:", "is not read"),
    "a tag of its own": (HEAD + "x: !include /etc/passwd", "3:", "is not read"),
    "binary": (HEAD + "logo: !!binary aGVsbG8=", "3:", "is not read"),
    "a remote include": (HEAD + "x: !include https://x.example/other.yml", "3:", "is not read"),
    "a key twice": (HEAD + "name: Hoe", "3:1", "name"),
    "a key twice within": (HEAD + "legal:\n  license: MIT\n  license: 0BSD", "5:3", "license"),
    "a list as key": (HEAD + "? [a]\n: b", "3:3", ""),
    "an unknown version": ('publiccodeYmlVersion: "1.0"\nname: x', "1:1", "version 1.0"),
    "no mapping": ("- a\n- b", "1:1", "publiccodeYmlVersion"),
    "a text": ("hello", "1:1", "publiccodeYmlVersion"),
    "nothing": ("", "1:1", "publiccodeYmlVersion"),
    "two documents": (HEAD + "---\nname: x", "3:1", ""),
    "a tab": (HEAD + "legal:\n\tlicense: MIT", "4:1", ""),
    "a zero": (HEAD + "x: \x00", "3:4", "U+0000"),
    "an image": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "1", ""),
    "Latin-1": ("name: é".encode("latin-1"), "1", ""),
    "deep brackets": (HEAD + "x: " + "[" * 20_000, "", ""),
    "deep mappings": (HEAD + "x: " + "{a: " * 20_000, "", ""),
    "a huge file": (HEAD + "# " + "x" * MOST_BYTES, "", "larger than"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_plain_yaml_is_refused_at_its_place_and_does_nothing(tools: Path, tmp_path: Path, name: str):
    text, place, message = REFUSED[name]
    before = time.process_time()
    result = run(written(tmp_path, text), "-C", tools)
    assert (3, "") == (result.exit_code, result.stdout)
    assert f"publiccode.yml:{place}" in result.stderr
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert time.process_time() - before < 60


def test_a_pipe_is_no_file(tools: Path, tmp_path: Path):
    os.mkfifo(tmp_path / "publiccode.yml")
    assert 4 == run(tmp_path / "publiccode.yml", "-C", tools).exit_code


LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def labels_in(folder: Path) -> set[str]:
    return {label.value for label in Catalogue(folder).edition.graph.values_of(LABEL) if isinstance(label, Literal)}


def test_a_name_is_a_text_in_the_turtle_whatever_stands_in_it(tools: Path, tmp_path: Path):
    name = '\\" ] . <x> <y> <z> . \\n <script>alert(1)</script> {{7*7}} @de'
    result = run(written(tmp_path, f"{HEAD.replace('Rake', chr(34) + name + chr(34))}url: https://x.example/a\n"), "-C", tools)
    assert 0 == result.exit_code, result.stderr
    assert '" ] . <x> <y> <z> . \n <script>alert(1)</script> {{7*7}} @de' in labels_in(tools)


def test_nothing_in_a_file_acts_on_the_terminal_and_what_nobody_sees_is_refused(tools: Path, tmp_path: Path):
    result = run(written(tmp_path, 'publiccodeYmlVersion: "0.5"\nname: "a\\e[31m"\n"\\e[0m": x\n'), "-C", tools)
    assert 1 == result.exit_code
    assert "\x1b" not in result.output
    assert not [label for label in labels_in(tools) if "\x1b" in label]


@given(st.text(max_size=80) | st.text(st.sampled_from("{}[]:,-#&*!|>'\"%@`? \n\tab01"), max_size=80))
def test_no_text_makes_the_reader_fail_in_another_way(text: str):
    with suppress(InputError):
        parse_publiccode(text.encode("utf-8", "replace").decode("utf-8"), "publiccode.yml")


def test_a_file_that_is_gone_is_told(tmp_path: Path):
    with pytest.raises(CatalogueError):
        read_publiccode(tmp_path / "publiccode.yml")


# Out and in again


def turtle(text: str) -> str:
    return str(Literal(text))


LABELS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    lambda text: any(c.isalnum() for c in text)
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=60).filter(str.strip)
LONG = TEXTS.map(lambda text: text + " – planned and sown in common, watered in turn." * 5)
IRIS = st.from_regex(r"https://[a-z]{1,8}\.example/[a-z0-9._-]{0,9}", fullmatch=True)


@st.composite
def statements(draw: st.DrawFn) -> dict[str, list[str]]:
    """Draw what is said of a tool: all that is mandatory, and any of the rest."""
    tags = draw(st.sampled_from([["en"], ["fr"], ["en", "fr"]]))
    said = {
        "rdfs:label": [f"{turtle(draw(LABELS))}@{tag}" for tag in tags],
        ":tagline": [f"{turtle(draw(TEXTS))}@{tag}" for tag in tags],
        ":about": [f"{turtle(draw(LONG))}@{tag}" for tag in tags],
        ":does": [
            f"{turtle(text)}@{tag}" for tag in tags for text in draw(st.lists(TEXTS, min_size=1, max_size=3, unique=True))
        ],
        ":code": [f"<{draw(IRIS)}>"],
        "dct:license": [f"<http://spdx.org/licenses/{draw(st.sampled_from(['MIT', 'EUPL-1.2', 'GPL-2.0-only']))}>"],
        ":status": [draw(st.sampled_from(["<status/in-use>", "<status/begun>"]))],
        ":sort": [turtle(draw(st.sampled_from(["addon", "library", "standalone/web"])))],
        ":runsOn": [turtle(each) for each in draw(st.sets(st.sampled_from(["web", "linux", "Haiku"]), min_size=1))],
        ":care": ['"none"'],
        ":translatable": [draw(st.sampled_from(["true", "false"]))],
        ":speaks": [turtle(each) for each in draw(st.sets(st.sampled_from(["en", "fr", "pt-BR"]), min_size=1))],
    }
    others = {
        ":site": [f"<{draw(IRIS)}>"],
        ":version": [turtle(draw(TEXTS))],
        ":released": [f'"{draw(st.dates())}"^^xsd:date'],
        ":field": ['"other"', '"blog"'],
        ":contact": [turtle(draw(TEXTS))],
        ":madeBy": ["<maker/town>"],
        ":manual": [f"<{draw(IRIS)}>"],
    }
    return said | {key: others[key] for key in draw(st.sets(st.sampled_from(sorted(others))))}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The third fixture without any software, opened once."""
    folder = Path(shutil.copytree(TOOLS, tmp_path_factory.mktemp("empty") / "tools"))
    file = folder / "data" / "tools.ttl"
    file.write_text(file.read_text(encoding="utf-8").partition("<tool/planner>")[0], encoding="utf-8")
    return Catalogue(folder)


def edition_with_tool(catalogue: Catalogue, said: dict[str, list[str]]) -> Edition:
    """Give the same catalogue with one tool more."""
    before = catalogue.edition
    text = (before.settings.folder / "data" / "tools.ttl").read_text(encoding="utf-8")
    text += "<tool/a> a :Tool ; " + " ; ".join(f"{key} {', '.join(values)}" for key, values in said.items()) + " ."
    data = parse(text.encode("utf-8"), "data/tools.ttl")
    return Edition(before.settings, [data], before.shapes, Graph(before.settings.base, [data]), before.shapes_graph, None)


def values_of(edition: Edition, node: NamedNode) -> dict[str, set[Term]]:
    graph = edition.graph
    predicates = {triple.predicate for triple in graph.triples(node)} - {RDF_TYPE}
    return {each.value: set(spread(graph, graph.objects(node, each))) for each in predicates}


def test_the_whole_fixture_comes_in_again_but_for_what_no_key_holds(tools: Path, tmp_path: Path):
    """Of the planner, what it is written in has no key; its dependency is a node without a name."""
    edition = Catalogue(TOOLS).edition
    planner = NamedNode("https://tools.example.org/tool/planner")
    file = written(tmp_path, as_yaml(describe(edition, planner).document))
    result = run(file, "-C", tools)
    assert 0 == result.exit_code
    assert "not taken over" not in result.stderr
    again = Catalogue(tools).edition
    before, after = (described_by(each, planner) for each in (edition, again))
    assert {(f"{NS}written",)} == {key for key, _ in before - after}
    assert set() == after - before


def described_by(edition: Edition, node: Any, within: tuple[str, ...] = ()) -> set[tuple[tuple[str, ...], Term]]:
    """Give what is said of a node and of those without a name that it leads to, by the ways there."""
    statements: set[tuple[tuple[str, ...], Term]] = set()
    for triple in edition.graph.triples(node):
        way = (*within, triple.predicate.value)
        is_inner = isinstance(triple.object, BlankNode)
        statements |= described_by(edition, triple.object, way) if is_inner else {(way, triple.object)}
    return statements


@settings(max_examples=30, deadline=None)
@given(statements())
def test_what_goes_out_comes_in_again_as_the_same_statements(empty: Catalogue, said: dict[str, list[str]]):
    edition = edition_with_tool(empty, said)
    tool = NamedNode("https://tools.example.org/tool/a")
    description = describe(edition, tool)
    assert ([], []) == (list(description.faults), list(description.left_out))
    read = parse_publiccode(as_yaml(description.document), "publiccode.yml")
    assert [] == read.mistakes
    bench = Bench(empty, "en")
    importing = Importing(bench, type_for_software(bench), read)
    assert [] == Filling(bench).fill(importing.type_, "", "", importing.given())
    assert [] == importing.losses
    (entry,) = bench.entries
    assert values_of(edition, tool) == {predicate.value: set(values) for predicate, values in entry.values.items() if values}
