"""Blank nodes and lists as values, on pages and in tables: named as nested shapes have it, and members in their order."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from test_entities import BASE, NAME, document, made

from catalogue.columns.graph import Graph
from catalogue.edition import Edition
from catalogue.exports.tables import values_in
from catalogue.model import members_of, spread
from catalogue.pages.views import MOST_NESTED
from catalogue.publish import represent
from catalogue.sources import parse
from catalogue.terms import NamedNode

PREFIXES = "@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .\n"
STREET = '[ sh:path vcard:street ; sh:name "street"@en, "rue"@fr ; sh:order 1 ]'
TOWN = '[ sh:path vcard:town ; sh:name "town"@en, "ville"@fr ; sh:order 2 ]'
NESTED = {
    "sh:property": f"sh:property {TOWN}, {STREET}",
    "sh:node of an IRI": f"sh:node s:Address . s:Address sh:property {TOWN}, {STREET}",
    "sh:node of a blank node": f"sh:node [ sh:property {TOWN} ; sh:property {STREET} ]",
    "sh:and": f"sh:and ( [ sh:property {TOWN} ] [ sh:property {STREET} ] )",
    "sh:or": f"sh:or ( [ sh:property {TOWN} ] [ sh:property {STREET} ] )",
    "sh:qualifiedValueShape": f"sh:qualifiedValueShape [ sh:property {TOWN}, {STREET} ] ; sh:qualifiedMinCount 1",
    "a class with a shape": f"sh:class a:A . s:A a sh:NodeShape ; sh:targetClass a:Address ; sh:property {TOWN}, {STREET}",
    "two shapes of one path": f"sh:property {TOWN} . s:B sh:property [ sh:path :address ; sh:property {STREET} ]",
    "recursive": f"sh:node s:Address . s:Address sh:property {TOWN}, {STREET}, [ sh:path :n ; sh:node s:Address ]",
}
ADDRESS = '[ a a:Address ; vcard:town "Paris" ; vcard:other 3 ; vcard:street "Main" ]'


def with_address(folder: Path, nested: str, value: str = ADDRESS) -> Edition:
    head, stop, rest = nested.partition(" . ")
    shapes = (
        f"{PREFIXES} s:B a sh:NodeShape ; sh:targetClass :Book ; {NAME}, [ sh:path :address ; sh:name 'address' ; {head} ] ."
    )
    shapes += f"{rest} ." if stop else ""
    return edition_of(made(folder, shapes, f'{PREFIXES} <book/a> a :Book ; :name "A"@en ; :address {value} .'))


def rows(edition: Edition, language: str) -> list[str]:
    """The names of what is nested in the page of the book."""
    return re.findall(r"<dt>([^<]*)</dt><dd>", document(edition, f"book/a.{language}.html"))


@pytest.mark.parametrize("nested", NESTED.values(), ids=NESTED)
def test_what_a_blank_node_has_is_named_and_ordered_by_the_nested_shapes(tmp_path: Path, nested: str):
    edition = with_address(tmp_path, nested)
    assert ["street", "town", "vcard:other"] == sorted(rows(edition, "en"), key=lambda name: (name == "vcard:other", name))
    assert "rue" in rows(edition, "fr")
    assert "vcard:other" == rows(edition, "en")[-1]
    if "sh:or" not in nested and "sh:and" not in nested and "s:B" not in nested:
        assert ["street", "town", "vcard:other"] == rows(edition, "en")


def test_without_names_they_have_prefixed_names_and_labels(tmp_path: Path):
    edition = with_address(tmp_path, "sh:nodeKind sh:BlankNode", '[ vcard:town "Paris" ; :pages 3 ; <urn:x:y> 1 ]')
    assert {"vcard:town", ":pages", "urn:x:y"} == set(rows(edition, "en"))


def test_what_is_nested_deeper_is_named_by_the_shapes_that_lie_deeper(tmp_path: Path):
    nested = NESTED["recursive"]
    edition = with_address(tmp_path, nested, '[ :n [ vcard:town "A" ; :n [ vcard:street "B" ] ] ]')
    assert "vcard:" not in "".join(rows(edition, "en"))
    assert {"town", "street"} <= set(rows(edition, "en"))


def test_a_cell_of_a_blank_node_has_the_prefixes_that_the_shapes_declare(tmp_path: Path):
    [row] = csv.DictReader(io.StringIO(document(with_address(tmp_path, NESTED["sh:property"]), "book.csv")))
    assert '[ a a:Address ; vcard:other "3"^^xsd:integer ; vcard:street "Main" ; vcard:town "Paris" ]' == row["address"]


LISTS = {
    "( 3 1 2 )": ["3", "1", "2"],
    "( <book/b> <book/a> )": [f"{BASE}book/b", f"{BASE}book/a"],
    "( 1 1 )": ["1", "1"],
    "( 2 ), ( 1 )": None,
    "( 'b'@en 'a'@en )": ["b", "a"],
    "( [ :p 1 ] 2 )": ['[ a:p "1"^^xsd:integer ]', "2"],
    "( ( 2 1 ) 3 )": ['( "2"^^xsd:integer "1"^^xsd:integer )', "3"],
    "()": ["http://www.w3.org/1999/02/22-rdf-syntax-ns#nil"],
}


def with_list(folder: Path, value: str, role: str = "") -> Edition:
    shapes = f"s:B a sh:NodeShape ; sh:targetClass :Book ; {NAME}, [ sh:path :list ; sh:name 'list' {role} ] ."
    data = f'<book/a> a :Book ; :name "A"@en ; :list {value.replace(":p", "a:p")} . <book/b> a :Book ; :name "B"@en .'
    return edition_of(made(folder, shapes, data))


@pytest.mark.parametrize(("language", "text"), [("en", "without details"), ("fr", "sans précision")])
def test_a_blank_node_of_which_nothing_is_stated_is_said_to_have_no_details(tmp_path: Path, language: str, text: str):
    edition = with_list(tmp_path, "[]", "; dash:propertyRole dash:KeyInfoRole")
    for path in ("book/a", "book"):
        page = document(edition, f"{path}.{language}.html")
        assert f"<span>{text}</span>" in page
        assert "<span></span>" not in page


@pytest.mark.parametrize(("value", "members"), LISTS.items(), ids=LISTS)
def test_a_cell_has_the_members_of_a_list_in_their_order(tmp_path: Path, value: str, members: list[str] | None):
    row, _ = csv.DictReader(io.StringIO(document(with_list(tmp_path, value), "book.csv")))
    cell = values_in(row.get("list", "")) + values_in(row["list@en"] if "@en" in value else "")
    assert (members == cell) if members is not None else (["1", "2"] == sorted(cell))
    if "<book" in value:
        assert ["B", "A"] == values_in(row["list@en"])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_and_a_list_show_the_members_of_a_list_in_their_order(tmp_path: Path, language: str):
    edition = with_list(tmp_path, "( <book/b> 'x' <book/a> )", "; dash:propertyRole dash:KeyInfoRole")
    for path in ("book/a", "book"):
        page = document(edition, f"{path}.{language}.html")
        assert "rdf:first" not in page
        assert re.search(r">B</a>.*>x</span>.*>A</a>", page, re.DOTALL)


def test_things_are_counted_by_the_members_of_lists(tmp_path: Path):
    role = "dash:propertyRole dash:KeyInfoRole"
    shapes = f"s:B a sh:NodeShape ; sh:targetClass :Book ; {NAME}, [ sh:path :list ; sh:name 'list' ; {role} ] ."
    data = "".join(f'<book/{name}> a :Book ; :name "{name}"@en ; :list ( <book/a> ) .' for name in "abc")
    page = document(edition_of(made(tmp_path, shapes, data + '<book/d> a :Book ; :name "d"@en .')), "book.en.html")
    assert re.search(r'<a class="option"[^>]*><span class="label">a</span> <span class="count">3</span>', page)


def test_a_property_of_a_path_without_a_name_has_a_column_that_is_called_the_same_each_time(tmp_path: Path):
    path = "( :list [ sh:zeroOrMorePath rdf:rest ] rdf:first )"
    shapes = f"s:B a sh:NodeShape ; sh:targetClass :Book ; {NAME}, [ sh:path {path} ], [ sh:path [ sh:inversePath :of ] ] ."
    data = '<book/a> a :Book ; :name "A"@en ; :list ( 1 ) .'
    header = document(edition_of(made(tmp_path, shapes, data)), "book.csv").split("\r\n")[0]
    assert {"list-rest-first", "of"} <= set(header.split(","))


NOT_LISTS = [
    "<urn:a> <urn:p> _:x . _:x rdf:first 1 .",
    "<urn:a> <urn:p> _:x . _:x rdf:first 1 ; rdf:rest _:x .",
    "<urn:a> <urn:p> _:x . _:x rdf:first 1, 2 ; rdf:rest () .",
    "<urn:a> <urn:p> _:x . _:x rdf:first 1 ; rdf:rest (), (2) .",
    "<urn:a> <urn:p> _:x . _:x rdf:first 1 ; rdf:rest () ; rdfs:label 'mine' .",
    "<urn:a> <urn:p> <urn:x> . <urn:x> rdf:first 1 ; rdf:rest () .",
    "<urn:a> <urn:p> _:x . _:x rdf:first 1 ; rdf:rest <urn:y> . <urn:y> rdf:first 1 ; rdf:rest () .",
    "<urn:a> <urn:p> [] .",
    "<urn:a> <urn:p> 1 .",
]
RDF = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "


@pytest.mark.parametrize("text", NOT_LISTS)
def test_what_is_not_wholly_a_list_is_no_list(text: str):
    graph = Graph("", [parse((RDF + text).encode(), "a.ttl")])
    [value] = graph.objects(NamedNode("urn:a"), NamedNode("urn:p"))
    assert members_of(graph, value) is None
    assert [value] == spread(graph, [value])


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_a_list_has_its_members(members: list[int]):
    text = f"<urn:a> <urn:p> ( {' '.join(map(str, members))} ) ."
    graph = Graph("", [parse(text.encode(), "a.ttl")])
    values = graph.objects(NamedNode("urn:a"), NamedNode("urn:p"))
    assert list(map(str, members)) == [member.value for member in spread(graph, values)]


CHAIN = "".join(f"_:n{number} . _:n{number} :knows " for number in range(600))


@pytest.mark.parametrize(
    "circle",
    [
        '_:a . _:a :knows _:a ; :word "innermost"',
        '_:a . _:a :knows _:b ; :word "innermost" . _:b :knows _:a',
        "_:a . _:a :knows ( _:a 1 )",
        f'{CHAIN} "end"',
    ],
)
@pytest.mark.parametrize("nested", ["sh:minCount 0", NESTED["recursive"]])
def test_blank_nodes_within_themselves_and_very_deep_ones_are_shown_as_far_as_people_read(
    tmp_path: Path, circle: str, nested: str
):
    edition = with_address(tmp_path, nested, circle.replace(":knows", ":n"))
    page = document(edition, "book/a.en.html")
    assert "…" in page
    assert page.count('<dl class="nested">') <= MOST_NESTED
    assert ("innermost" in page) is ("innermost" in circle)
    assert represent(edition, f"{BASE}book/a", "application/n-triples")  # which a server has on demand
    for form in ("ttl", "jsonld", "csv"):
        assert document(edition, f"book/a.{form}" if form != "csv" else "book.csv")
