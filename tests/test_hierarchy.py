"""Hierarchies: lists have every thing, below what is broader, whichever direction the data gives."""

from pathlib import Path

import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st

from catalogue import publish
from catalogue.columns.graph import Graph
from catalogue.edition.hierarchy import Hierarchy
from catalogue.sources import parse
from catalogue.terms import NamedNode

SKOS = "http://www.w3.org/2004/02/skos/core#"
SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
THINGS = [NamedNode(f"urn:{name}") for name in "abcdef"]
pairs = st.lists(st.tuples(st.sampled_from(THINGS), st.sampled_from(THINGS), st.booleans()), max_size=12)


def hierarchy(lines: str) -> Hierarchy:
    return Hierarchy(Graph("urn:", [parse(lines.encode(), "data/a.ttl")]))


@given(pairs, st.permutations(THINGS))
def test_each_thing_has_its_places_below_what_is_broader(
    links: list[tuple[NamedNode, NamedNode, bool]], order: list[NamedNode]
):
    written = [
        f"{low} <{SKOS}broader> {up} ." if is_upward else f"{up} <{SKOS}narrower> {low} ." for low, up, is_upward in links
    ]
    places = hierarchy("\n".join(written)).tree(order)
    assert {place.thing for place in places} == set(THINGS)
    assert sum(not place.is_repeated for place in places) == len(THINGS)
    above: list[NamedNode] = []
    shown = set()
    for place in places:
        del above[place.level :]
        shown |= {(place.thing, upper) for upper in above[-1:]}
        above.append(place.thing)
    assert shown == {(low, up) for low, up, _ in links if low != up}


@pytest.mark.parametrize("relation", [f"{SKOS}broader", SUBCLASS, SUBCLASS.replace("Class", "Property")])
def test_concepts_classes_and_properties_are_trees(relation: str):
    places = hierarchy(f"<urn:b> <{relation}> <urn:a> . <urn:c> <{relation}> <urn:b> .").tree(THINGS[:3])
    assert [place.level for place in places] == [0, 1, 2]


@pytest.mark.parametrize("step", [1, 100_000], ids=["deep", "wide"])
def test_a_hundred_thousand_things_are_one_tree(step: int):
    lines = "\n".join(f"<urn:{n}> <{SUBCLASS}> <urn:{max(0, n - step)}> ." for n in range(1, 100_000))
    places = hierarchy(lines).tree([NamedNode(f"urn:{n}") for n in range(100_000)])
    assert len(places) == 100_000
    assert max(place.level for place in places) == (99_999 if step == 1 else 1)


def test_a_list_page_shows_the_tree(garden: Path):
    base = edition_of(garden).settings.base
    lower, upper = [f"<{base}plant/{path.stem}>" for path in sorted((garden / "data" / "plant").glob("*.ttl"))[:2]]
    (garden / "data" / "tree.ttl").write_text(f"{lower} <{SKOS}broader> {upper} .\n", "utf-8")
    edition = edition_of(garden)
    document = publish.document_at(edition, "plant.en.html")
    assert document is not None
    page = publish.represent(edition, document.iri, "text/html", document.language).decode()
    assert page.count('data-level="1"') == 1
