"""A catalogue whose files are in other syntaxes than Turtle: whatever reads it names the command that converts them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from catalogue import sources
from catalogue.workspace.catalogue import Catalogue

BOTH = "catalogue convert data/a.jsonld data/b.rdf"
JSON = '{"@id": "https://gardens.example.org/plant/pea", "@type": "https://gardens.example.org/ontology#Plant"}'
XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'


def catalogue(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as users do."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "catalogue", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def foreign(garden: Path) -> Path:
    """A catalogue that has data in other syntaxes only, and no shapes."""
    for file in [*(garden / "data").rglob("*.ttl"), *(garden / "shapes").iterdir()]:
        file.unlink()
    (garden / "data" / "a.jsonld").write_text(JSON, "utf-8")
    (garden / "data" / "b.rdf").write_text(XML, "utf-8")
    (garden / "data" / "README.md").write_text("For people.", "utf-8")
    (garden / "data" / "table.csv").write_text("no RDF", "utf-8")
    return garden


@pytest.mark.parametrize(
    ("arguments", "code", "command"),
    [
        (("shapes", "draft"), 0, BOTH),
        (("check",), 1, BOTH),
        (("build",), 2, BOTH),
        (("serve", "--port", "0"), 2, BOTH),
        (("check", "data"), 2, BOTH),
        (("check", "data/a.jsonld"), 2, "catalogue convert data/a.jsonld"),
        (("fmt", "data/b.rdf"), 3, "catalogue convert data/b.rdf"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_each_command_names_the_files_to_convert(foreign: Path, arguments: tuple[str, ...], code: int, command: str):
    done = catalogue(foreign, *arguments)
    assert code == done.returncode
    assert f"`{command}`" in done.stdout + done.stderr


def test_without_settings_too(foreign: Path):
    (foreign / "catalogue.toml").unlink()
    done = catalogue(foreign, "shapes", "draft")
    assert (2, True) == (done.returncode, f"2 files of data are not Turtle. Make Turtle of them (`{BOTH}`)" in done.stderr)


def test_what_is_named_can_be_run_and_then_the_draft_is_made(foreign: Path):
    (foreign / "data" / "b.rdf").unlink()
    assert 0 == catalogue(foreign, *BOTH.split()[1:3]).returncode
    (foreign / "data" / "a.jsonld").unlink()
    done = catalogue(foreign, "shapes", "draft")
    assert (0, "shapes/plant.ttl\n", False) == (done.returncode, done.stdout, "convert" in done.stderr)


def test_a_draft_from_a_part_of_the_files_names_the_others(foreign: Path):
    (foreign / "data" / "c.ttl").write_text(
        "<https://gardens.example.org/x> a <https://gardens.example.org/ontology#X> .", "utf-8"
    )
    done = catalogue(foreign, "shapes", "draft")
    assert (0, "shapes/x.ttl\n") == (done.returncode, done.stdout)
    assert f"2 files are in other syntaxes than Turtle and were not read: make Turtle of them (`{BOTH}`)" in done.stderr


def test_shapes_in_another_syntax_are_to_be_converted(garden: Path):
    for file in (garden / "shapes").iterdir():
        file.unlink()
    (garden / "shapes" / "all.rdf").write_text(XML, "utf-8")
    for arguments in (("check",), ("build",)):
        assert "`catalogue convert shapes/all.rdf`" in catalogue(garden, *arguments).stderr
    assert "data/" not in catalogue(garden, "build").stderr


def test_a_build_without_data_says_so(foreign: Path):
    (foreign / "shapes" / "plant.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <https://gardens.example.org/shapes#P> a sh:NodeShape ;"
        " sh:targetClass <https://gardens.example.org/ontology#Plant> .",
        "utf-8",
    )
    done = catalogue(foreign, "build")
    assert (0, True) == (
        done.returncode,
        f"C005: there is no data in data/ but 2 files in other syntaxes than Turtle → make Turtle of what is there (`{BOTH}`)"
        in done.stderr,
    )


def test_what_is_no_rdf_is_not_to_be_converted(foreign: Path):
    for name in ("a.jsonld", "b.rdf"):
        (foreign / "data" / name).unlink()
    assert [] == sources.convertible([foreign / "data"], foreign)
    [empty] = [finding for finding in Catalogue(foreign).check(cache=False) if finding.kind.name == "empty"]
    assert "there is no data in data/" == empty.message["en"]
    assert "is not a Turtle file" in catalogue(foreign, "check", "data/table.csv").stderr
