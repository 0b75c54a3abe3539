"""The descriptions of pages for those who list and share them: on every page, in its language, on one line, not too long."""

import html
import re
from pathlib import Path

import html5lib
import pytest
from conftest import edition_of
from hostile import names, texts

from catalogue import publish
from catalogue.edition import Edition
from catalogue.pages.meta_description import LONGEST
from catalogue.release import build

CUT = " […]"


def descriptions(data: bytes) -> tuple[list[str], list[str]]:
    """Give what a page has as its description, and as that of Open Graph."""
    tree = html5lib.parse(data, namespaceHTMLElements=False)
    metas = list(tree.iter("meta"))
    named = [meta.get("content") or "" for meta in metas if meta.get("name") == "description"]
    shared = [meta.get("content") or "" for meta in metas if meta.get("property") == "og:description"]
    return named, shared


def assert_sound(path: str, data: bytes) -> str:
    named, shared = descriptions(data)
    assert len(named) == 1, path
    is_problem = b'property="og:title"' not in data
    assert shared == ([] if is_problem else named), path
    [text] = named
    assert text, path
    assert text == " ".join(text.split()), path
    assert len(text) <= LONGEST + len(CUT), path
    assert not text.endswith(CUT) or not text.removesuffix(CUT).endswith(" "), path
    return text


@pytest.mark.parametrize("make", ["garden", "library", "texts", "names"])
def test_every_page_has_one_description_on_one_line(make: str, request: pytest.FixtureRequest, tmp_path: Path):
    hostile = {"texts": texts, "names": names}
    folder = hostile[make](tmp_path / make) if make in hostile else request.getfixturevalue(make)
    release = build(edition_of(folder), tmp_path / "out").folder
    pages = sorted(release.rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        assert_sound(str(page), page.read_bytes())


def page(edition: Edition, path: str) -> bytes:
    document = publish.document_at(edition, path)
    assert document is not None, path
    return publish.represent(edition, document.iri, document.format.media_type, document.language)


LONG = "A bean that climbs, and " + "climbs and " * 40 + "ends."
PAGES = {
    "plant/bean.en.html": "runner bean · Plant. What grows in the gardens.",
    "plant/bean.fr.html": "haricot à rames · Plante. Ce qui pousse dans les jardins.",
    "garden/hill-side.fr.html": "Des terrasses au-dessus de la gare, cultivées le dimanche.",
    "plant.en.html": "What grows in the gardens.",
    "index.fr.html": "Des jardins cultivés ensemble, et ce qui y pousse.",
    "search.en.html": "Search · Shared gardens. Gardens that are tended together, and what grows in them.",
    "index/quality.en.html": "Quality of the data · Shared gardens. Gardens that are tended together, and what grows in them.",
}


@pytest.mark.parametrize(("path", "expected"), PAGES.items())
def test_a_page_is_described_by_what_shapes_and_settings_give(garden: Path, path: str, expected: str):
    assert descriptions(page(edition_of(garden), path))[0] == [expected]


@pytest.mark.parametrize("name", ['"quoted" <b>bold</b> & \\n', "=1+1;2", "\u202eright to left", "a\nb\tc"])
def test_what_a_thing_is_called_ends_no_attribute(garden: Path, name: str):
    file = next(path for path in (garden / "data").rglob("*.ttl") if "runner bean" in path.read_text("utf-8"))
    escaped = name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    file.write_text(file.read_text("utf-8").replace("runner bean", escaped), "utf-8")
    text = assert_sound("bean", page(edition_of(garden), "plant/bean.en.html"))
    assert text == f"{' '.join(name.split())} · Plant. What grows in the gardens."


def test_a_long_description_is_cut_between_two_words(garden: Path):
    file = next(path for path in (garden / "data").rglob("*.ttl") if "Des terrasses" in path.read_text("utf-8"))
    file.write_text(re.sub('"Des terrasses[^"]*"', f'"{LONG}"', file.read_text("utf-8")), "utf-8")
    text = assert_sound("hill", page(edition_of(garden), "garden/hill-side.fr.html"))
    assert text.endswith(CUT)
    assert LONG.startswith(text.removesuffix(CUT) + " ")
    assert len(text) > LONGEST - 20


def test_a_text_is_described_by_how_it_begins(garden: Path):
    own = garden / "texts"
    own.mkdir(exist_ok=True)
    (own / "house.en.md").write_text("# The house\n\nIt has *many* rooms & a [garden](index).\n\nMore.\n", "utf-8")
    assert assert_sound("house", page(edition_of(garden), "house.en.html")).startswith("It has many rooms & a garden.")


def test_every_kind_of_page_of_the_first_catalogue_is_described_in_its_language(first_edition: Edition):
    seen: dict[tuple[str, str], str] = {}
    for resource in publish.publication(first_edition).resources():
        kind = resource.page_kind
        for language in first_edition.settings.languages if kind is not None and resource.kind not in seen else ():
            if (resource.kind, language) not in seen and kind is not None:
                data = kind.write(publish.publication(first_edition), resource, language)
                seen[resource.kind, language] = assert_sound(f"{resource.path}.{language}", data)
    kinds = {kind for kind, _ in seen}
    assert len(kinds) > 7
    same = {kind for kind in kinds if seen[kind, "fr"] == seen[kind, "en"]}
    assert same <= {"thing"}, {kind: html.unescape(seen[kind, "fr"]) for kind in same}
