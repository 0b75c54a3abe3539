"""Pages of several things in one document, and how values link that are parts of documents, or ways to reach somebody."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import html5lib
import pytest
from conftest import edition_of
from test_entities import BASE, NAME, document, made

from catalogue.edition import Edition
from catalogue.pages.addresses import anchor_of

SHAPE = f"s:Tree a sh:NodeShape ; sh:targetClass a:Tree ; {NAME} ."


def trees(folder: Path, names: list[str], values: str = "") -> Edition:
    """A catalogue of trees: each name is the end of an IRI, and what the tree is called."""
    lines = [f'<{name}> a a:Tree ; :name "{name.replace("wood", "T")}"@en .' for name in names]
    return edition_of(made(folder, f"{SHAPE}", "\n".join([*lines, f"<{names[0]}> :see {values} ." if values else ""])))


def headings(page: str, level: int) -> list[str]:
    return [unescape(re.sub("<[^>]*>", "", each)) for each in re.findall(rf"<h{level}[^>]*>(.*?)</h{level}>", page, re.DOTALL)]


TITLES = {
    "one": (["wood#a"], {"en": "T#a", "fr": "T#a"}),
    "the document's own": (["wood", "wood#a", "wood#b"], {"en": "T", "fr": "T"}),
    "two": (["wood#b", "wood#a"], {"en": "T#a, T#b", "fr": "T#a, T#b"}),
    "three": (["wood#a", "wood#b", "wood#c"], {"en": "T#a, T#b, T#c", "fr": "T#a, T#b, T#c"}),
    "many": ([f"wood#{name}" for name in "abcdef"], {"en": "T#a and 5 more", "fr": "T#a et 5 autres"}),
}


@pytest.mark.parametrize(("names", "titles"), TITLES.values(), ids=TITLES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_document_is_called_by_its_own_thing_or_by_all_of_them(
    tmp_path: Path, names: list[str], titles: dict[str, str], language: str
):
    page = document(trees(tmp_path, names), f"wood.{language}.html")
    assert [titles[language]] == headings(page, 1)
    assert f"<title>{titles[language]} · " in page
    told = [*headings(page, 1), *headings(page, 2)]
    assert all(any(name.replace("wood", "T") in heading for heading in told) for name in names if len(names) < 4)
    for name in names:
        assert f"<code>{BASE}{name}</code>" in page


@pytest.mark.parametrize("names", [names for names, _ in TITLES.values()])
def test_each_thing_of_a_document_has_one_place(tmp_path: Path, names: list[str]):
    edition = trees(tmp_path, names)
    page = html5lib.parse(document(edition, "wood.en.html"), namespaceHTMLElements=False)
    identifiers = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(set(identifiers)) == len(identifiers)
    assert {name.partition("#")[2] for name in names} - {""} <= set(identifiers)


LINKS = {
    "<mailto:ann@example.org>": ("mailto:ann@example.org", "ann@example.org"),
    "<mailto:ann@example.org?subject=a%20b>": ("mailto:ann@example.org?subject=a%20b", "ann@example.org"),
    "<MAILTO:ann%2Bx@example.org>": ("MAILTO:ann%2Bx@example.org", "ann+x@example.org"),
    "<tel:+33-1-23>": ("tel:+33-1-23", "+33-1-23"),
    "<https://elsewhere.example/doc#part>": ("https://elsewhere.example/doc#part", "elsewhere.example/doc#part"),
    "<wood#b>": ("wood.en.html#b", "T#b"),
    "<wood#nobody>": ("wood.en.html#nobody", "x.example/wood#nobody"),
    "<oak#part>": ("oak.en.html#part", "x.example/oak#part"),
    "<nowhere#part>": ("", "x.example/nowhere#part"),
    "<urn:isbn:1>": ("", "urn:isbn:1"),
    "<javascript:alert(1)>": ("", "javascript:alert(1)"),
    "<data:text/html,x>": ("", "data:text/html,x"),
    "<mailto:>": ("", "mailto:"),
}


@pytest.mark.parametrize(("value", "link"), LINKS.items(), ids=LINKS)
def test_a_value_leads_where_its_iri_does_and_is_shown_with_its_fragment(tmp_path: Path, value: str, link: tuple[str, str]):
    edition = trees(tmp_path, ["wood#a", "wood#b", "oak"], value)
    page = html5lib.parse(document(edition, "wood.en.html"), namespaceHTMLElements=False)
    href, text = link
    values = [
        element for element in page.findall(".//dd//a") + page.findall(".//dd//span") if "".join(element.itertext()) == text
    ]
    assert [href or None] == [element.get("href") for element in values][:1]


@pytest.mark.parametrize(
    "fragment",
    ["content", "navigation-menu", "sources", "source-1", "reasons", "reason-1", "section-1", "links-1", "picture-1-title"],
)
def test_no_id_is_on_a_page_twice_whatever_the_parts_of_a_document_are_called(tmp_path: Path, fragment: str):
    edition = trees(tmp_path, ["wood#a", f"wood#{fragment}"], f"<wood#{fragment}>")
    ids = re.findall(r'\sid="([^"]*)"', document(edition, "wood.en.html"))
    assert sorted(ids) == sorted(set(ids))
    assert "a" in ids


def test_the_ids_that_pages_of_entries_have_are_kept_from_fragments(first_edition: Edition):
    """All that templates of these pages write but for fragments."""
    for path in (
        "initiative/umap.fr.html",
        "season/2.fr.html",
        "organisation/dinum.en.html",
        "initiative/open-food-facts.fr.html",
    ):
        ids = re.findall(r'\sid="([^"]*)"', document(first_edition, path))
        assert len(ids) > 5
        assert [each for each in ids if anchor_of(each)] == []
