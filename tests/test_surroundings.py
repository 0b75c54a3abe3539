"""Pages of concepts, schemes and collections: each place is shown once, whichever direction the data gives."""

import csv
import io
import re
from pathlib import Path

import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st

from catalogue import publish
from catalogue.columns.graph import Graph
from catalogue.edition import Edition
from catalogue.edition.hierarchy import MOST_LEVELS, Hierarchy
from catalogue.sources import parse
from catalogue.terms import NamedNode

PREFIXES = """@base <https://gardens.example.org/> . @prefix g: <https://gardens.example.org/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
NODES = [NamedNode(f"urn:{name}") for name in "abcde"]


def catalogue_with(garden: Path, statements: str, *names: str) -> Edition:
    """The garden with plants that are named as their IRIs end, and with some statements."""
    plants = "".join(f'<plant/{name}> a g:Plant ; skos:prefLabel "{name}"@en, "{name} fr"@fr . ' for name in names)
    (garden / "data" / "more.ttl").write_text(f"{PREFIXES}{plants}\n{statements}\n", "utf-8")
    return edition_of(garden)


def page(edition: Edition, path: str) -> str:
    document = publish.document_at(edition, path)
    assert document is not None
    return publish.represent(edition, document.iri, "text/html", document.language).decode()


def main(text: str) -> str:
    return text.partition("<main")[2].partition("</main>")[0]


def trails(text: str) -> list[list[str]]:
    """The labels of each path of a page."""
    found = re.findall(r'<nav class="trail".*?</nav>', text, re.DOTALL)
    return [[re.sub("<[^>]*>", "", item) for item in re.findall("<li>(.*?)</li>", each)] for each in found]


def section(text: str, title: str) -> str:
    [after] = re.findall(rf"<h2>{title}\b.*?</section>", text, re.DOTALL)
    return after


def hierarchy(statements: str) -> Hierarchy:
    return Hierarchy(Graph("urn:", [parse(f"{PREFIXES}{statements}".encode(), "data/a.ttl")]))


@pytest.mark.parametrize(
    "statements",
    [
        "<plant/c> skos:broader <plant/b> . <plant/b> skos:broader <plant/a> .",
        "<plant/a> skos:narrower <plant/b> . <plant/b> skos:narrower <plant/c> .",
        "<plant/b> rdfs:subClassOf <plant/a> . <plant/b> skos:narrower <plant/c> . <plant/c> skos:broader <plant/b> .",
    ],
    ids=["upward", "downward", "mixed"],
)
def test_a_concept_shows_its_path_and_what_is_narrower_once(garden: Path, statements: str):
    edition = catalogue_with(garden, statements, "a", "b", "c")
    assert [["a"]] == trails(page(edition, "plant/b.en.html"))
    assert [["a fr", "b fr"]] == trails(page(edition, "plant/c.fr.html"))
    middle = main(page(edition, "plant/b.en.html"))
    assert (1, 1) == (middle.count("plant/a.en.html"), middle.count("plant/c.en.html"))
    assert "plant/c.en.html" in section(middle, "Narrower")
    top, bottom = (main(page(edition, f"plant/{name}.en.html")) for name in "ac")
    assert [] == trails(top)
    assert "plant/c.en.html" not in top
    assert "Narrower" not in bottom


def test_each_parent_has_a_path(garden: Path):
    statements = (
        "<plant/d> skos:broader <plant/b>, <plant/c> . <plant/b> skos:broader <plant/a> . <plant/a> skos:broader <plant/d> ."
    )
    text = page(catalogue_with(garden, statements, "a", "b", "c", "d"), "plant/d.en.html")
    assert [["a", "b"], ["c"]] == trails(text)


@pytest.mark.parametrize(("above", "is_cut"), [(19, False), (20, False), (21, True), (300, True)])
def test_a_path_has_twenty_levels_at_most(above: int, is_cut: bool):  # noqa: FBT001
    lines = "".join(f"<urn:{n}> skos:broader <urn:{n - 1}> ." for n in range(1, above + 1))
    [path] = hierarchy(lines).paths(NamedNode(f"urn:{above}"))
    assert is_cut is path.is_cut
    assert [f"urn:{n}" for n in range(max(0, above - MOST_LEVELS), above)] == [node.value for node in path.things]


@given(st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=12))
def test_a_path_goes_up_link_by_link_and_meets_nothing_twice(links: list[tuple[NamedNode, NamedNode]]):
    places = hierarchy("".join(f"{low} skos:broader {up} ." for low, up in links))
    pairs = {(low, up) for low, up in links if low != up}
    for thing in NODES:
        paths = places.paths(thing)
        assert {up for low, up in pairs if low == thing} == {path.things[-1] for path in paths}
        for path in paths:
            way = [*path.things, thing]
            assert len(way) == len(set(way))
            assert set(zip(way[1:], way, strict=False)) <= pairs
            assert all(up in way for low, up in pairs if low == way[0])


@pytest.mark.parametrize("count", [50, 51, 52])
def test_of_many_narrower_ones_fifty_are_shown_and_the_list_has_all(garden: Path, count: int):
    names = [f"n{number:02}" for number in range(count)]
    edition = catalogue_with(garden, f"<plant/a> skos:narrower {', '.join(f'<plant/{n}>' for n in names)} .", "a", *names)
    narrower = section(page(edition, "plant/a.en.html"), "Narrower")
    assert names[:50] == re.findall(r"plant/(n\d+)\.en", narrower)
    assert f'<span class="count">{count}</span>' in narrower
    more = f'<a href="../plant.en.html">and {count - 50} more</a>'
    assert (count > 50) is (more in narrower)
    assert (count > 50) is ("more</a>" in narrower)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("skos:memberList ( <plant/c> <plant/a> <plant/b> )", "cab"),
        ("skos:memberList ( <plant/c> <plant/a> ) ; skos:member <plant/a>, <plant/b>, <plant/c>", "cab"),
        ("skos:member <plant/c>, <plant/a>, <plant/b>", "abc"),
        ("skos:memberList ()", ""),
    ],
)
def test_a_collection_lists_its_members_in_order(garden: Path, written: str, expected: str):
    edition = catalogue_with(garden, f"<plant/box> {written} .", "a", "b", "c", "box")
    text = main(page(edition, "plant/box.en.html"))
    assert list(expected) == re.findall(r"plant/([abc])\.en", text)
    for name in expected:
        member = section(page(edition, f"plant/{name}.en.html"), "Place")
        assert ["box"] == re.findall(r"plant/(\w+)\.en", member)
        assert "<dt>Collections</dt>" in member


def test_members_without_iri_are_shown(garden: Path):
    statements = '<plant/box> skos:member <plant/a>, [ skos:prefLabel "by colour"@en ; skos:member <plant/b> ] .'
    text = section(page(catalogue_with(garden, statements, "a", "b", "box"), "plant/box.en.html"), "Place")
    assert "by colour" in text
    assert ["a", "b"] == re.findall(r"plant/(\w)\.en", text)


@pytest.mark.parametrize("top", ["<plant/s> skos:hasTopConcept <plant/a> .", "<plant/a> skos:topConceptOf <plant/s> ."])
def test_a_scheme_shows_its_concepts_as_a_tree(garden: Path, top: str):
    statements = f"""{top} <plant/b> skos:broader <plant/a> . <plant/c> skos:inScheme <plant/s> ; skos:broader <plant/b> .
    <plant/d> skos:broader <plant/a> ; skos:inScheme <plant/other> ."""
    edition = catalogue_with(garden, statements, "a", "b", "c", "d", "s", "other")
    concepts = section(page(edition, "plant/s.en.html"), "Concepts")
    assert ["a", "b", "c"] == re.findall(r"plant/(\w+)\.en", concepts)
    assert ["1", "2"] == re.findall(r'data-level="(\d)"', concepts)
    assert '<span class="count">3</span>' in concepts
    assert ["a", "b", "c"] == re.findall(r"plant/(\w+)\.en", main(page(edition, "plant/s.en.html")))
    for name in "ac":
        assert ["s"] == re.findall(r"plant/(\w+)\.en", section(page(edition, f"plant/{name}.en.html"), "Place"))


def test_a_place_with_a_claim_keeps_its_row(garden: Path):
    claim = """<claim/1> a rdf:Statement ; rdf:subject <plant/b> ; rdf:predicate skos:broader ; rdf:object <plant/a> ;
    dct:source <https://sources.example/1> ."""
    edition = catalogue_with(garden, f"<plant/b> skos:broader <plant/a> . {claim}", "a", "b")
    text = main(page(edition, "plant/b.en.html"))
    assert [["a"]] == trails(text)
    assert "sources.example/1" in text


def test_a_thing_that_is_repeated_is_so_for_screen_readers_too(garden: Path):
    statements = "<plant/c> skos:broader <plant/a>, <plant/b> ."
    edition = catalogue_with(garden, statements, "a", "b", "c")
    for language, text in (("en", "already listed above"), ("fr", "figure déjà plus haut")):
        assert (
            page(edition, f"plant.{language}.html").count(f'<span aria-hidden="true">↑</span><span class="unseen">{text}') == 1
        )


@pytest.mark.parametrize(
    ("more", "is_concept"), [("a skos:Concept", True), ("skos:broader <plant/b>", True), ("skos:notation 1", False)]
)
def test_a_concept_shows_its_labels_in_all_languages(garden: Path, more: str, *, is_concept: bool):
    labels = 'skos:prefLabel "pomme de terre"@de ; skos:altLabel "spud"@en, "patate"@fr, "Erdapfel"@de'
    edition = catalogue_with(garden, f"<plant/a> {labels} ; {more} .", "a", "b")
    text = main(page(edition, "plant/a.en.html"))
    assert '<span lang="de">Erdapfel</span>' in text
    assert is_concept is ('<span lang="fr">a fr</span>' in text)
    assert is_concept is ('<span lang="fr">patate</span>' in text)
    if is_concept:
        assert text.index(">spud<") < text.index(">patate<") < text.index(">Erdapfel<")


def test_hidden_labels_are_data_and_on_no_page(garden: Path):
    edition = catalogue_with(garden, '<plant/a> skos:hiddenLabel "ah"@en ; g:part [ skos:hiddenLabel "ahh"@en ] .', "a")
    assert ">ah" not in page(edition, "plant/a.en.html")
    assert b'"ah"@en' in publish.represent(edition, "https://gardens.example.org/plant/a", "text/turtle", "")


def rows_of(edition: Edition) -> dict[str, dict[str, str]]:
    document = publish.document_at(edition, "plant.csv")
    assert document is not None
    written = publish.represent(edition, document.iri, "text/csv", "").decode()
    return {row["iri"].rpartition("/")[2]: row for row in csv.DictReader(io.StringIO(written, newline=""))}


def test_a_table_has_the_paths_of_a_hierarchy(garden: Path):
    labels = '<plant/x> a g:Plant ; skos:prefLabel "x > y | z"@en .'
    statements = f"{labels} <plant/c> skos:broader <plant/b>, <plant/x> . <plant/b> skos:broader <plant/a> ."
    rows = rows_of(catalogue_with(garden, statements, "a", "b", "c"))
    assert {"a": "", "b": "a", "c": r"a > b | x \> y \| z"} == {name: rows[name]["path@en"] for name in "abc"}
    assert {"a": "", "b": "a fr"} == {name: rows[name]["path@fr"] for name in "ab"}
    assert ["path@en", "path@fr"] == list(rows["a"])[-2:]


def test_a_table_without_a_hierarchy_has_no_paths(garden: Path):
    assert not [name for row in rows_of(catalogue_with(garden, "", "a")).values() for name in row if name.startswith("path")]
