"""Small mistakes that stewards make: each is reported once, where it is, in both languages, with its fix if that is clear."""

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from catalogue.edits import apply
from catalogue.lint import Finding
from catalogue.report.merging import merged
from catalogue.workspace.catalogue import Catalogue

FIXTURES = Path(__file__).parent / "fixtures"
HEAD = """@base <https://allotments.example/> .
@prefix a: <https://allotments.example/terms#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
MISTAKES: list[dict[str, Any]] = tomllib.loads((FIXTURES / "mistakes.toml").read_text(encoding="utf-8"))["mistake"]
ALL = pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake["name"] for mistake in MISTAKES])


def written(mistake: dict[str, Any]) -> str:
    text: str = mistake["text"]
    return text if mistake.get("whole") else HEAD + text


def findings(folder: Path, text: str) -> list[Finding]:
    """Give what a person reads of a catalogue with a file of this text."""
    if not folder.exists():
        shutil.copytree(FIXTURES / "allotments", folder)
    (folder / "data" / "hill.ttl").write_text(text, encoding="utf-8", newline="")
    return list(merged(Catalogue(folder).check(cache=False)))


def as_read(finding: Finding) -> list[str]:
    place = finding.place
    where = f"{place.path.removeprefix('data/')}:{place.line}:{place.column}-{place.end_line}:{place.end_column}"
    fixes = [f"{'!' if fix.safe else '?'} {' | '.join(edit.text for edit in fix.edits)}" for fix in finding.fixes]
    return [f"{where} {finding.kind.code}", *fixes]


@ALL
def test_a_mistake_is_reported_as_one_finding_at_its_place_with_its_fix(tmp_path: Path, mistake: dict[str, Any]):
    reported = findings(tmp_path / "allotments", written(mistake))
    assert mistake["findings"] == [as_read(finding) for finding in reported]
    for finding in reported:
        assert "" not in {finding.message["en"], finding.message["fr"]}
        assert finding.message["en"] != finding.message["fr"]


@ALL
def test_a_sure_fix_ends_what_it_is_of(tmp_path: Path, mistake: dict[str, Any]):
    folder = tmp_path / "allotments"
    reported = findings(folder, written(mistake))
    sure = [finding for finding in reported if finding.fixes and finding.fixes[0].safe]
    for finding in sure:
        after = findings(folder, apply(written(mistake), finding.fixes[0].edits))
        assert len(after) < len(reported) or as_read(finding) not in [as_read(each) for each in after]


def test_most_mistakes_are_one_finding():
    """Only what has two causes is reported twice."""
    assert len(MISTAKES) > 150
    several = {mistake["name"] for mistake in MISTAKES if len(mistake["findings"]) > 1}
    assert several <= SEVERAL, several - SEVERAL


SEVERAL = {"curly-two", "json-comma", "sparql", "windows-path-2"}
