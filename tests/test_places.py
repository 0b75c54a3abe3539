"""Places: what is found by reading a few statements is what reading the whole file finds."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from catalogue import turtle
from catalogue.edition import Edition, read_edition
from catalogue.lint.check import check
from catalogue.lint.places import Places
from catalogue.sources import Source
from catalogue.terms import BlankNode, NamedNode
from catalogue.workspace.catalogue import Catalogue


def differing(edition: Edition, source: Source) -> list[str]:
    """List the subjects of a file whose places are not those that reading all of it gives."""
    expected = defaultdict(list)
    for triple, located in zip(source.triples, turtle.locate(source.data.decode()).triples, strict=True):
        expected[triple.subject].append((triple, located.subject_place, located.predicate_place, located.object_place))
    places = Places(edition)
    found = {subject: places.statements(subject, file=source.path) for subject in expected}
    return [
        str(subject)
        for subject, said in found.items()
        if [(s.triple, s.subject, s.predicate, s.object) for s in said] != expected[subject]
    ]


def test_every_subject_of_a_catalogue_is_found_where_it_is(first_edition: Edition):
    sources = [source for source in (*first_edition.shapes, *first_edition.data) if len(source.triples) < 400]
    assert len(sources) > 50
    assert sum(isinstance(triple.subject, BlankNode) for source in sources for triple in source.triples) > 500
    assert {} == {source.path: found for source in sources if (found := differing(first_edition, source))}


@pytest.mark.parametrize(
    "data",
    [
        "<a> :p [ :q 1 ; :r [ :q 2 ] ] .\n_:one :p 1 .\n<b> :p _:one, [ :q 3 ] .\n",
        "[] :p 1 ; :q [ :p 2 ] .\n<a> :p ( 1 [ :q 2 ] ) .\n[ :p 3 ] .\n",
        "<a> :p 1 . _:x :p [ :q 1 ] . <a> :q [ :p 2 ] .\n<a>\n    :r [ :p 3 ] .\n_:x :q <a> .\n",
        "<a> :p '''\n<a> :p 1 .\n''' , [ :q 1 ] .\n_:x :p 1 .\n",
        "<a> :p 1 .\n@prefix : <urn:other:> .\n_:x :p [ :q 1 ] .\n<a> :q 2 .\n",
        "<a> :p 1 .\n_:x :p 1 .\n@prefix : <urn:other:> .\n_:x :p [ :q 1 ] .\n",
    ],
    ids=["nested", "anonymous", "several", "over lines", "declared again", "declared between"],
)
def test_blank_nodes_are_found_where_they_are(garden: Path, data: str):
    path = garden / "data" / "x.ttl"
    path.write_text("@base <https://gardens.example.org/> .\n@prefix : <urn:x:> .\n" + data, "utf-8")
    edition = read_edition(garden)
    assert [] == [name for source in edition.data if source.path == "data/x.ttl" for name in differing(edition, source)]


def test_a_blank_node_far_behind_the_last_iri_is_found_where_it_is(garden: Path):
    path = garden / "data" / "x.ttl"
    path.write_text("@prefix : <urn:x:> .\n" + "[] :p 1 ; :q 2 .\n" * 400 + "<urn:a> :p 1 .\n" + "[] :p 3 .\n" * 600, "utf-8")
    edition = read_edition(garden)
    assert [] == [name for source in edition.data if source.path == "data/x.ttl" for name in differing(edition, source)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_things_are_found_where_they_are_whatever_the_file_is_like(garden: Path, bom: str, end: str):
    """Comments and long strings that look like statements, names that begin alike, and a thing of several statements."""
    lines = [
        *("@base <https://gardens.example.org/> .", "@prefix : <urn:x:> .", "@prefix t: <https://gardens.example.org/> ."),
        *(
            "# <a> :p 0 .",
            "<a/b> :p 'é日' .",
            "<a>",
            "    :p 1 ,",
            "  'é\U0001f600' ; # <a> :p 2 .",
            "    :q <ab> .",
            "<ab> :p 3 .",
        ),
        *(
            "<c> :p '''",
            "<a> :p 4 .",
            "''', \"'''\" .",
            "t:a :p 4 .",
            "<a> :p [ :q <a> ] .",
            "  <a> :p 5 . <c> :q 6 .",
            "[] :q 7 .",
        ),
    ]
    (garden / "data" / "x.ttl").write_bytes((bom + end.join(lines) + end).encode())
    edition = read_edition(garden)
    places = Places(edition)
    [source] = [source for source in edition.data if source.path == "data/x.ttl"]
    assert [] == differing(edition, source)
    subjects = {triple.subject for triple in source.triples}
    places.expect([*subjects, NamedNode("urn:nowhere")])
    assert {subject: ["data/x.ttl"] for subject in subjects} == {
        s: sorted({said.path for said in places.statements(s)}) for s in subjects
    }
    assert places.statements(NamedNode("urn:nowhere")) == []


QUERY = "SELECT $this ?value {{ {} FILTER (STR(?value) = '7') }}"
OF_QUERIES = {
    "its own": ("$this <urn:n> ?value", "<urn:x> a <urn:T> ; <urn:n> 6 , ⟦7⟧ .", ""),
    "a step away": ("$this <urn:p>/<urn:n> ?value", "<urn:x> a <urn:T> ; <urn:p> <urn:y> . <urn:y> <urn:n> ⟦7⟧ .", ""),
    "in a blank node": ("$this <urn:p>/<urn:n> ?value", "<urn:x> a <urn:T> ; <urn:p> [ <urn:n> ⟦7⟧ ] .", ""),
    "in another file": ("?other <urn:of>/<urn:n> ?value", "<urn:x> a <urn:T> .", "<urn:z> <urn:of> [ <urn:n> ⟦7⟧ ] ."),
    "in several places": ("?other <urn:n> ?value", "⟦<urn:x>⟧ a <urn:T> .", "<urn:y> <urn:n> 7 . <urn:z> <urn:n> 7 ."),
}


@pytest.mark.parametrize(("pattern", "one", "other"), OF_QUERIES.values(), ids=list(OF_QUERIES))
def test_a_value_that_a_query_gives_is_where_a_file_has_it(garden: Path, pattern: str, one: str, other: str):
    """Also where the focus node is in another file, which alone is checked or not."""
    shape = f'<urn:s> a sh:NodeShape ; sh:targetClass <urn:T> ; sh:sparql [ sh:select "{QUERY.format(pattern)}" ] .'
    (garden / "shapes" / "x.ttl").write_text("@prefix sh: <http://www.w3.org/ns/shacl#> .\n" + shape)
    for name, text in (("x", one), ("y", other)):
        (garden / "data" / f"{name}.ttl").write_text(text.replace("⟦", "").replace("⟧", "") + "\n")
    name, text = ("x", one) if "⟦" in one else ("y", other)
    whole = Catalogue(garden).check()
    (finding,) = [each for each in whole if each.kind.code == "C117"]
    place = finding.place
    assert (f"data/{name}.ttl", text.index("⟦") + 1, text.index("⟧")) == (place.path, place.column, place.end_column)
    only = check(Catalogue(garden).edition, only=frozenset({place.path}))
    assert [place] == [each.place for each in only if each.kind.code == "C117"]
