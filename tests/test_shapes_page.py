"""The pages for adopters say what is true: what docs/shapes.md shows is in the documents that its own files make."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from page_examples import FENCED, Examples

from catalogue.model.vocabulary import PROPERTIES, Use
from catalogue.workspace.catalogue import Catalogue

PAGE = (ROOT / "docs" / "shapes.md").read_text("utf-8")
ADOPTING = (ROOT / "docs" / "adopting.md").read_text("utf-8")
PARTS = [(match["path"], match["syntax"], match["body"]) for match in FENCED.finditer(PAGE) if match["use"] == "part"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the catalogue that the files of the page make."""
    folder = tmp_path_factory.mktemp("tools")
    Examples(folder).shown(PAGE)
    return Catalogue(folder).build().folder


def is_part(part: Any, whole: Any) -> bool:
    """Tell whether JSON has all that a part of it shows; of an array, members in any order."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(key in whole and is_part(value, whole[key]) for key, value in part.items())
    if isinstance(part, list):
        return isinstance(whole, list) and all(any(is_part(each, one) for one in whole) for each in part)
    return bool(part == whole)


def missing_lines(part: str, document: str) -> Iterator[str]:
    """List the lines that a document does not have in this order."""
    lines = iter(document.splitlines())
    yield from (line for line in part.splitlines() if not any(line in each for each in lines))


@pytest.mark.parametrize(("path", "syntax", "part"), PARTS, ids=[f"{number} {path}" for number, (path, *_) in enumerate(PARTS)])
def test_what_the_page_on_shapes_shows_is_built(built: Path, path: str, syntax: str, part: str):
    document = (built / path).read_text("utf-8")
    if syntax == "json":
        assert is_part(json.loads(part), json.loads(document))
    elif syntax == "csv":
        shown = list(csv.DictReader(part.splitlines()))
        assert [{column: row[column] for column in shown[0]} for row in csv.DictReader(document.splitlines())] == shown
    else:
        assert list(missing_lines(part, document)) == []


def test_the_page_on_shapes_shows_pages_tables_and_json_ld():
    assert {syntax for _, syntax, _ in PARTS} == {"html", "csv", "json"}
    assert len(PARTS) == PAGE.count(" part=")


def test_deactivated_shapes_make_nothing(built: Path):
    assert not (built / "used.en.html").exists()
    assert "shelf" not in (built / "tool.csv").read_text("utf-8")
    assert "shelf" not in json.loads((built / "context.jsonld").read_text("utf-8"))["@context"]


def test_what_only_judges_makes_no_list_and_a_composed_path_no_term(built: Path):
    lists = {path.name.removesuffix(".csv").removesuffix("-spreadsheet") for path in built.glob("*.csv")}
    assert lists == {"tool", "power-tool", "keeper", "document", "kind", "loan"}
    assert "tools" not in json.loads((built / "context.jsonld").read_text("utf-8"))["@context"]


def test_a_default_value_is_not_read(built: Path):
    assert "sh:defaultValue" in PAGE
    assert '"weight": 1' not in "".join(path.read_text("utf-8") for path in built.glob("tool/*.jsonld"))


@pytest.mark.parametrize("use", [Use.TARGET, Use.SHAPE, Use.PATH, Use.PARAMETER])
def test_the_page_on_shapes_names_every_term_of_shacl_that_steers_or_checks(use: Use):
    names = {name for name, each in PROPERTIES.items() if each.use is use}
    assert sorted(name for name in names if not re.search(rf"\bsh:{name}\b", PAGE)) == []


@pytest.mark.parametrize("folder", ["crafts", "town"])
def test_data_is_published_after_six_lines_of_settings_and_a_draft(folder: str):
    settings = next(match["body"] for match in FENCED.finditer(ADOPTING) if match["path"] == f"{folder}/catalogue.toml")
    assert len(settings.splitlines()) == 6
    outputs = "".join(match["body"] for match in FENCED.finditer(ADOPTING) if match["use"] == "in" and match["path"] == folder)
    drafted, checked, built = (outputs.index(part) for part in (" drafts: read", "0 errors, 0 warnings", "release … (new)"))
    assert drafted < checked < built


def test_each_page_with_files_and_commands_is_run():
    run = re.findall(r'"(\w+\.md)": (?:init|Path\.mkdir|first_catalogue)', (ROOT / "docs" / "generate.py").read_text("utf-8"))
    pages = [path for path in ROOT.glob("docs/*.md") if "```console" in path.read_text("utf-8")]
    assert sorted(run) == sorted(path.name for path in pages)
