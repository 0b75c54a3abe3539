"""The command `catalogue profile dcat-ap`: releases and files, what is missing in plain words, and shapes that users have."""

from pathlib import Path

import pytest
from test_profiles import PREFIXES, RICH, RICH_TRIPLES
from typer.testing import CliRunner

from catalogue.cli.app import app
from catalogue.serialise import ntriples, rdf_xml
from catalogue.workspace.catalogue import Catalogue

SHAPES = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:s> a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:property <urn:gone>, <urn:p> .
<urn:p> a sh:PropertyShape ; sh:path dcat:qualifiedAttribution ; sh:minCount 1 ; sh:severity sh:%s .
"""


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["--lang", "en", "profile", "dcat-ap", *map(str, arguments)])
    return done.exit_code, done.output


def test_a_release_and_its_description_give_the_same(garden: Path, tmp_path: Path):
    folder = Catalogue(garden).build(folder=tmp_path / "out").folder
    code, output = run(folder)
    assert code == 0
    assert "recommended: has no keyword (dcat:keyword)" in output
    assert "Dataset <https://gardens.example.org/dumps/catalogue> – Shared gardens – everything" in output
    for path in (tmp_path / "out", *(folder / f"index{suffix}" for suffix in (".ttl", ".jsonld", ".rdf", ".nt"))):
        assert run(path) == (code, output)


def test_a_rich_description_has_nothing_to_tell_but_its_points(tmp_path: Path):
    path = tmp_path / "rich.ttl"
    path.write_text(PREFIXES + RICH, "utf-8")
    code, output = run(path)
    assert code == 0
    assert "mandatory and missing or wrong: 0; recommended and missing: 0" in output
    assert "Only the web can tell: access addresses answer (50), download addresses answer (30)." in output
    assert "could have" not in output
    assert "optional: could have notes on the version (adms:versionNotes)" not in run(path, "--optional")[1]
    assert "optional: could have policy (odrl:hasPolicy)" in run(path, "--optional")[1]


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ('dct:title "Trees"@en, "Arbres"@fr ;', "", "mandatory: has no title (dct:title)"),
        ('dcat:version "3"', 'dcat:version "3", "4"', 'mandatory: has more than 1 version (dcat:version): "3", "4"'),
        (
            'dcat:keyword "tree"@en',
            "dcat:keyword <tree>",
            "keyword (dcat:keyword) must be a text, and is <https://town.example/tree>",
        ),
        (
            "dct:spatial <#here> ;\n    dct:temporal",
            'dct:spatial "here" ;\n    dct:temporal',
            "place (dct:spatial) must be an IRI",
        ),
        (
            "dcat:theme <#green> ; dct:accessRights",
            "dcat:theme [] ; dct:accessRights",
            "theme (dcat:theme) must be an IRI, and is",
        ),
        ('"12"^^xsd', '"-12"^^xsd', "size in bytes (dcat:byteSize) must be well-formed as nonNegativeInteger"),
        (
            "foaf:primaryTopic <trees>",
            "foaf:primaryTopic <#us>",
            "described resource (foaf:primaryTopic) must lead to a catalogue",
        ),
        ("<#daily> a dct:Frequency .", "", "frequency (dct:accrualPeriodicity) must be described as dct:Frequency"),
        ('dcat:keyword "tree"@en ;', "", "recommended: has no keyword (dcat:keyword)"),
    ],
)
def test_what_is_wrong_is_told_in_plain_words(tmp_path: Path, before: str, after: str, line: str):
    assert before in RICH
    path = tmp_path / "wrong.ttl"
    path.write_text(PREFIXES + RICH.replace(before, after), "utf-8")
    code, output = run(path)
    assert line in output
    assert code == (0 if line.startswith("recommended") else 1)


def test_it_reads_other_syntaxes(tmp_path: Path):
    (tmp_path / "a.nt").write_bytes(ntriples(RICH_TRIPLES))
    (tmp_path / "a.rdf").write_bytes(rdf_xml(RICH_TRIPLES, {}))
    assert run(tmp_path / "a.nt") == run(tmp_path / "a.rdf")


@pytest.mark.parametrize(("severity", "code"), [("Violation", 1), ("Warning", 0)])
def test_shapes_of_the_user_are_applied_file_by_file(tmp_path: Path, severity: str, code: int):
    (tmp_path / "shapes").mkdir()
    (tmp_path / "shapes" / "ours.ttl").write_text(SHAPES % severity, "utf-8")
    (tmp_path / "shapes" / "none.ttl").write_text("<urn:a> <urn:b> <urn:c> .", "utf-8")
    (tmp_path / "rich.ttl").write_text(PREFIXES + RICH, "utf-8")
    done, output = run(tmp_path / "rich.ttl", "--shapes", tmp_path / "shapes")
    assert done == code
    assert "ours.ttl: 1 result\n" in output
    assert f"{severity} MinCount: <https://town.example/trees>" in output
    assert "none.ttl" not in output


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.ttl", "<urn:a> <urn:b>", "cannot be read"),
        ("a.ttl", "<urn:a> <urn:b> <urn:c> .", "describes no catalogue"),
        ("a.ttl", "", "describes no catalogue"),
        ("a.csv", "a,b", "has no suffix of a syntax of RDF"),
        ("", "", "neither a description in DCAT nor a release"),
    ],
)
def test_what_is_no_description_is_an_error(tmp_path: Path, name: str, text: str, message: str):
    if name:
        (tmp_path / name).write_text(text, "utf-8")
    code, output = run(tmp_path / name)
    assert code not in {0, 1}
    assert message in output
