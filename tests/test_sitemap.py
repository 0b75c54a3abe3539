"""The moments of the sitemap: when the data that a page rests upon changed last, and none where that is not known."""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path

import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st

from catalogue.columns.graph import Graph
from catalogue.columns.recency import latest
from catalogue.edition import Edition
from catalogue.release import build, verify
from catalogue.serialise import ntriples
from catalogue.sources import parse
from catalogue.terms import NamedNode, Triple

BASE = "https://gardens.example.org/"
SITEMAPS = import_module("catalogue.publish.files")  # a function of the package has its name
BEAN, TOMATO, HILL = "plant/bean", "plant/tomato", "garden/hill-side"


def git(folder: Path, *arguments: str, day: str = "") -> None:
    when = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"} if day else {}
    names = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, env={**os.environ, **when, **names})


def file_of(folder: Path, name: str) -> Path:
    return next(path for path in sorted((folder / "data").rglob("*.ttl")) if f"<{name}>" in path.read_text("utf-8"))


def change(file: Path, folder: Path, day: str) -> None:
    file.write_text(f"# {day}\n{file.read_text('utf-8')}", "utf-8")
    git(folder, "commit", "-qam", day, day=day)


LONE = '<plant/lone> a <ontology#Plant> ; <http://www.w3.org/2004/02/skos/core#prefLabel> "lone"@en, "seul"@fr .\n'


@pytest.fixture
def committed(garden: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A garden that was committed in 2020: its bean was changed in 2021, and a plant that no garden grows is of 2022."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    git(garden, "init", "-q")
    git(garden, "add", ".")
    git(garden, "commit", "-qm", "first", day="2020-03-01")
    change(file_of(garden, BEAN), garden, "2021-04-02")
    (garden / "data" / "lone.ttl").write_text(f"@base <{BASE}> .\n{LONE}", "utf-8")
    git(garden, "add", ".")
    git(garden, "commit", "-qm", "lone", day="2022-05-03")
    return garden


def moments(edition: Edition, target: Path) -> dict[str, str]:
    """Give the moments of the sitemap of a release, by address; empty where a page has none."""
    text = (build(edition, target).folder / "sitemap.xml").read_text("utf-8")
    urls = re.findall(r"<url><loc>([^<]*)</loc>(?:<lastmod>([^<]*)</lastmod>)?", text)
    assert len(urls) == text.count("<url>")
    assert sum(bool(moment) for _, moment in urls) == text.count("<lastmod>")
    return {address.removeprefix(BASE): moment for address, moment in urls}


def test_a_page_has_the_moment_of_what_it_rests_upon(committed: Path, tmp_path: Path):
    """A bean is shown on the pages of the gardens that grow it, which are shown on its page."""
    found = moments(edition_of(committed), tmp_path / "build")
    expected = {BEAN: "2021-04-02T12:00:00Z", HILL: "2021-04-02T12:00:00Z", "plant/lone": "2022-05-03T12:00:00Z"}
    assert {name: found[f"{name}.{tag}.html"] for name in expected for tag in ("fr", "en")} == expected
    assert {tag: found[f"{BEAN}.{tag}.html"] for tag in ("fr", "en")} == dict.fromkeys(("fr", "en"), expected[BEAN])


def test_pages_that_rest_upon_more_than_their_things_have_none(committed: Path, tmp_path: Path):
    found = moments(edition_of(committed), tmp_path / "build")
    things = {f"{path}.{tag}.html" for path in (BEAN, TOMATO, HILL, "plant/lone") for tag in ("fr", "en")}
    assert things <= {address for address, moment in found.items() if moment}
    assert {"index.en.html", "plant.en.html", "index/contents.en.html"} <= {
        address for address, moment in found.items() if not moment
    }


def test_moments_are_those_that_w3c_writes(committed: Path, tmp_path: Path):
    for moment in filter(None, moments(edition_of(committed), tmp_path / "build").values()):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment)
        assert datetime.fromisoformat(moment).tzinfo is not None


def test_what_is_not_committed_has_no_moment_and_neither_has_what_leads_to_it(committed: Path, tmp_path: Path):
    bean = file_of(committed, BEAN)
    bean.write_text(f"# now\n{bean.read_text('utf-8')}", "utf-8")
    found = moments(edition_of(committed), tmp_path / "build")
    assert (found[f"{BEAN}.en.html"], found[f"{HILL}.en.html"]) == ("", "")
    assert found["plant/lone.en.html"] == "2022-05-03T12:00:00Z"


def test_without_git_there_is_no_moment_whatever_the_environment_says(garden: Path, tmp_path: Path):
    assert set(moments(edition_of(garden), tmp_path / "build").values()) == {""}


def test_a_shallow_clone_tells_no_moment_that_it_does_not_know(committed: Path, tmp_path: Path):
    git(tmp_path, "clone", "-q", "--depth", "2", committed.as_uri(), "shallow")
    found = moments(edition_of(tmp_path / "shallow"), tmp_path / "build")
    assert set(found.values()) <= {"", "2022-05-03T12:00:00Z"}
    assert (found[f"{BEAN}.en.html"], found["plant/lone.en.html"]) == ("", "2022-05-03T12:00:00Z")


def test_a_build_upon_another_has_the_bytes_of_a_whole_one(committed: Path, tmp_path: Path):
    build(edition_of(committed), tmp_path / "one")
    change(file_of(committed, TOMATO), committed, "2023-06-04")
    upon, whole = build(edition_of(committed), tmp_path / "one").folder, build(edition_of(committed), tmp_path / "two").folder
    assert (upon / "sitemap.xml").read_bytes() == (whole / "sitemap.xml").read_bytes()
    assert b"2023-06-04T12:00:00Z" in (upon / "sitemap.xml").read_bytes()
    assert verify(upon) == {}


NODES = st.sampled_from([NamedNode(f"urn:{letter}") for letter in "abcdef"])
FILES = st.lists(st.lists(st.builds(Triple, NODES, st.just(NamedNode("urn:p")), NODES), max_size=6), max_size=5)


def by_hand(files: Sequence[Sequence[Triple]], times: Mapping[str, int]) -> dict[str, int]:
    """Compute the same from its definition, node by node."""
    own: dict[NamedNode, set[str]] = {}
    links: set[tuple[NamedNode, NamedNode]] = set()
    for number, triples in enumerate(files):
        for subject, _, value in triples:
            own.setdefault(subject, set()).add(f"{number}.ttl")
            links |= {(subject, value), (value, subject)}
    expected = {}
    for node, files_of_it in own.items():
        beside = [own.get(other, set()) for one, other in links if one == node]
        rests = files_of_it.union(*beside)
        if rests <= times.keys():
            expected[node.value] = max(times[path] for path in rests)
    return expected


@given(FILES, st.dictionaries(st.sampled_from([f"{number}.ttl" for number in range(5)]), st.integers(0, 9)))
def test_moments_are_those_of_the_files_of_a_thing_and_of_what_is_one_link_away(
    files: list[list[Triple]], times: dict[str, int]
):
    graph = Graph("", [parse(ntriples(triples), f"{number}.ttl") for number, triples in enumerate(files)])
    assert {node.value: time for node, time in latest(graph, times).items()} == by_hand(files, times)


def parts(release: Path) -> list[list[str]]:
    """Give the addresses of the sitemaps that an index names, which must have the form that sitemaps.org says."""
    index = (release / "sitemap.xml").read_text("utf-8")
    assert "<sitemapindex xmlns=" in index
    paths = [address.removeprefix(BASE) for address in re.findall(r"<sitemap><loc>([^<]*)</loc></sitemap>", index)]
    assert paths == [f"sitemap/{number}.xml" for number in range(1, len(paths) + 1)]
    texts = [(release / path).read_text("utf-8") for path in paths]
    assert all("<urlset xmlns=" in text for text in texts)
    return [re.findall(r"<url><loc>([^<]*)</loc>", text) for text in texts]


@pytest.mark.parametrize(("limit", "most"), [("MOST_ADDRESSES", 7), ("MOST_BYTES", 2000)])
def test_a_sitemap_larger_than_one_may_be_becomes_several_and_an_index(
    garden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
):
    whole = list(moments(edition_of(garden), tmp_path / "whole"))
    monkeypatch.setattr(SITEMAPS, limit, most)
    release = build(edition_of(garden), tmp_path / "parted").folder
    listed = parts(release)
    assert len(listed) > 1
    assert [BASE + path for path in whole] == [address for part in listed for address in part]
    if limit == "MOST_ADDRESSES":
        assert max(map(len, listed)) <= most
    else:
        assert all(path.stat().st_size <= most for path in (release / "sitemap").iterdir())
    assert verify(release) == {}


def test_sitemaps_of_a_build_upon_another_are_those_of_a_whole_one(
    committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """An added entry moves what the parts after it list; one that takes them over the limit makes an index of a sitemap."""
    monkeypatch.setattr(SITEMAPS, "MOST_ADDRESSES", len(moments(edition_of(committed), tmp_path / "one")))
    for number in range(3):
        name = f"plant/added{number}"
        (committed / "data" / f"{number}.ttl").write_text(f"@base <{BASE}> .\n{LONE.replace('plant/lone', name)}", "utf-8")
        upon, whole = build(edition_of(committed), tmp_path / "one"), build(edition_of(committed), tmp_path / str(number))
        assert len(parts(upon.folder)) == 2
        for path in ("sitemap.xml", "sitemap/1.xml", "sitemap/2.xml"):
            assert (upon.folder / path).read_bytes() == (whole.folder / path).read_bytes()
