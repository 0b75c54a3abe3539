"""What portals are told: codes that no table has, queries that are not there, and a licence that is missing."""

from pathlib import Path

import pytest

from catalogue.workspace.catalogue import Catalogue


def findings(garden: Path, text: str, code: str) -> list[tuple[int, str, str]]:
    """Give the lines in what was added to the settings, the messages and the advice of the findings of a code."""
    path = garden / "catalogue.toml"
    before = path.read_text("utf-8")
    path.write_text(f"{before}\n{text}", "utf-8")
    lines = before.count("\n") + 1
    found = [each for each in Catalogue(garden).check() if each.kind.code == code]
    assert all(each.place.path == "catalogue.toml" for each in found)
    return [(each.place.line - lines, each.message["en"], each.advice["en"]) for each in found]


@pytest.mark.parametrize(
    ("key", "value", "near"),
    [
        ("themes", '["gove"]', "GOVE"),
        ("themes", '["ENVI", "EDCU"]', "EDUC"),
        ("frequency", '"anual"', "ANNUAL"),
        ("availability", '"STABEL"', "STABLE"),
        ("access_rights", '"Public"', "PUBLIC"),
        ("publisher_type", '"LocalAuthorithy"', "LocalAuthority"),
        ("licence_type", '"attribution"', "Attribution"),
        ("place", '"FRAA"', "FRA"),
    ],
)
def test_a_code_that_its_table_does_not_have_is_told_with_the_nearest(garden: Path, key: str, value: str, near: str):
    [(line, message, advice)] = findings(garden, f"[dcat]\n{key} = {value}\n", "C241")
    assert (line, advice) == (2, f'write "{near}"')
    assert message.startswith(f"dcat.{key} has ")


@pytest.mark.parametrize(
    "lines",
    [
        'themes = ["https://example.org/themes/bees", "GOVE"]',
        'place = "https://sws.geonames.org/3017382/"',
        'frequency = "IRREG"',
        'publisher_type = "PrivateIndividual(s)"',
    ],
)
def test_codes_and_iris_that_there_are_give_no_finding(garden: Path, lines: str):
    assert findings(garden, f"[dcat]\n{lines}\n", "C241") == []


DATASETS = """[[dcat.datasets]]
name = "gardens"
title = "Gardens"
types = ["g:Garden"]
themes = ["ENVI"]

[[dcat.datasets]]
name = "plants"
title = "Plants"
queries = ["plants", "plantz"]
frequency = "WEAKLY"
themes = [
    "AGRY",
]
"""


def test_it_is_told_at_its_place_in_its_dataset(garden: Path):
    queries = garden / "queries"
    queries.mkdir(exist_ok=True)
    (queries / "plants.rq").write_text("# title: Plants\nSELECT ?s { ?s ?p ?o }\n", "utf-8")
    told = {(line, message.partition(" has ")[2][:18], advice) for line, message, advice in findings(garden, DATASETS, "C241")}
    assert told == {
        (10, "the query plantz, ", 'write "plants"'),
        (11, "WEAKLY, which its ", 'write "WEEKLY"'),
        (12, "AGRY, which its ta", 'write "AGRI"'),
    }


def test_a_catalogue_for_portals_without_a_licence_is_told_once(garden: Path):
    path = garden / "catalogue.toml"
    path.write_text(
        "".join(line for line in path.read_text("utf-8").splitlines(keepends=True) if "license" not in line), "utf-8"
    )
    assert len(findings(garden, DATASETS, "C240")) == 1


def test_with_a_licence_or_nothing_for_portals_none_is_told(garden: Path):
    assert findings(garden, "", "C240") == []
    assert findings(garden, '[dcat]\nthemes = ["ENVI"]\n', "C240") == []
