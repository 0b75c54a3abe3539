"""Entities: what the shapes validate is published, and every document agrees on what it is published as."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import edition_of, shared
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue import publish
from catalogue.columns.graph import Graph
from catalogue.documents.addresses import address_at
from catalogue.edition import Edition, Entities
from catalogue.model import Classes, ShapesGraph, combined, read_model
from catalogue.model.naming import list_names
from catalogue.names import DEVICE_NAMES, Prefixes
from catalogue.sources import parse
from catalogue.terms import NamedNode
from catalogue.workspace import reading
from catalogue.workspace.catalogue import Catalogue

BASE = "https://x.example/"
SETTINGS = f"""[catalogue]
base = "{BASE}"
title.en = "Things"
title.fr = "Choses"
languages = ["en", "fr"]

[publisher]
name = "Somebody"

[prefixes]
a = "https://a.example/ns#"
b = "https://b.example/ns#"
"""
HEAD = """@base <https://x.example/> .
@prefix : <https://x.example/ontology#> .
@prefix a: <https://a.example/ns#> .
@prefix b: <https://b.example/ns#> .
@prefix dash: <http://datashapes.org/dash#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <https://x.example/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
NAME = 'sh:property [ sh:path :name ; sh:name "name"@en ; dash:propertyRole dash:LabelRole ; sh:datatype rdf:langString ]'
PAGES = '[ sh:path :pages ; sh:name "number of pages"@en ; dash:propertyRole dash:KeyInfoRole ; sh:datatype xsd:integer ]'
BOOK = f'rdfs:label "Book"@en ; skos:altLabel "All books"@en ; {NAME}, {PAGES} .'
ONTOLOGY = """
:Book a owl:Class . :Novel a owl:Class ; rdfs:label "novel"@en . :Saga a owl:Class . :Film a owl:Class .
:name a rdf:Property . :pages a rdf:Property . :minutes a rdf:Property . :isbn a rdf:Property . :wrote a rdf:Property .
"""


def made(folder: Path, shapes: str, data: str) -> Path:
    """Write a catalogue of one file of shapes and one of data."""
    for part in ("shapes", "data"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "catalogue.toml").write_text(SETTINGS, "utf-8")
    (folder / "shapes" / "s.ttl").write_text(HEAD + ONTOLOGY + shapes, "utf-8")
    (folder / "data" / "d.ttl").write_text(HEAD + data, "utf-8")
    return folder


def document(edition: Edition, path: str) -> str:
    """Give the text of a document, or nothing when there is none."""
    at = publish.document_at(edition, path)
    return publish.represent(edition, at.iri, at.format.media_type, at.language).decode() if at else ""


def rows(edition: Edition, name: str) -> list[dict[str, str]]:
    """Give the rows of a type's table."""
    return list(csv.DictReader(io.StringIO(document(edition, f"{name}.csv"), newline="")))


def counts(edition: Edition) -> dict[str, int]:
    """Give the number that the home page has for each list."""
    cards = document(edition, "index.en.html").partition('class="cards"')[2].partition("</ul>")[0]
    parts = (card.partition('.en.html">') for card in cards.split('href="')[1:])
    return {name: int(rest.partition('class="count">')[2].partition("<")[0]) for name, _, rest in parts}


def datasets(edition: Edition) -> set[str]:
    """Give the names of the datasets of the DCAT document, and of the types whose tables are among their files."""
    catalog = json.loads(document(edition, "index.jsonld"))
    assert BASE == catalog["@id"]
    files = (
        each["@id"]
        for dataset in catalog["dcat:dataset"]
        for file in dataset["dcat:distribution"]
        for each in file["dcat:downloadURL"]
    )
    tables = {file.removesuffix(".csv") for file in files if file.endswith(".csv")}
    return {each.removeprefix(BASE) for each in {*tables, *(dataset["@id"] for dataset in catalog["dcat:dataset"])}}


def untyped(folder: Path, *, cache: bool = False) -> set[str]:
    """Give the things, but no classes, of which a check says that no shape covers them."""
    findings = Catalogue(folder).check(cache=cache).findings
    focuses = (finding.focus.removeprefix(BASE) for finding in findings if finding.kind.code == "C204")
    return {focus for focus in focuses if not focus.startswith("ontology#")}


@dataclass(frozen=True)
class Case:
    """A catalogue whose one book, `<b/1>`, is published, and why."""

    why: str
    shapes: str
    data: str = "<b/1> a :Book"


SELECTED = [
    Case("class", "s:Book a sh:NodeShape ; sh:targetClass :Book ;"),
    Case("a shape that is not called one", "s:Book sh:targetClass :Book ;"),
    Case("implicit class", ":Book a sh:NodeShape, rdfs:Class ;"),
    Case("implicit class of OWL", ":Book a sh:NodeShape, owl:Class ;"),
    Case("implicit class by its parameters alone", ":Book a rdfs:Class ;"),
    Case(
        "implicit class by a class of classes",
        ":Kind rdfs:subClassOf rdfs:Class . :Book a sh:NodeShape, :Kind ;",
    ),
    Case("node", "s:Book a sh:NodeShape ; sh:targetNode <b/1> ;", "<b/1> a :Thing"),
    Case("subjects", "s:Book a sh:NodeShape ; sh:targetSubjectsOf :isbn ;", '<b/1> :isbn "1"'),
    Case("objects", "s:Book a sh:NodeShape ; sh:targetObjectsOf :wrote ;", "<p/1> :wrote <b/1> . <b/1> a :Thing"),
    Case(
        "subclass in the ontology",
        ":Novel rdfs:subClassOf :Book . s:Book a sh:NodeShape ; sh:targetClass :Book ;",
        "<b/1> a :Novel",
    ),
    Case(
        "subclass in the data",
        "s:Book a sh:NodeShape ; sh:targetClass :Book ;",
        ":Novel rdfs:subClassOf :Book . <b/1> a :Novel",
    ),
    Case(
        "a chain of subclasses in both",
        ":Saga rdfs:subClassOf :Novel . s:Book a sh:NodeShape ; sh:targetClass :Book ;",
        ":Novel rdfs:subClassOf :Book . <b/1> a :Saga",
    ),
    Case(
        "a circle of subclasses",
        ":Novel rdfs:subClassOf :Book . :Book rdfs:subClassOf :Novel . s:Book a sh:NodeShape ; sh:targetClass :Book ;",
        "<b/1> a :Novel",
    ),
    Case("one of two classes", "s:Book a sh:NodeShape ; sh:targetClass :Novel, :Saga ;", "<b/1> a :Saga"),
    Case("class or property", "s:Book a sh:NodeShape ; sh:targetClass :Novel ; sh:targetSubjectsOf :isbn ;", '<b/1> :isbn "1"'),
    Case("not deactivated", "s:Book a sh:NodeShape ; sh:deactivated false ; sh:targetClass :Book ;"),
]


@pytest.mark.parametrize("case", SELECTED, ids=lambda case: case.why)
def test_what_a_target_selects_has_a_page_and_is_in_the_list_the_table_the_counts_and_the_dataset(tmp_path: Path, case: Case):
    folder = made(tmp_path, case.shapes + BOOK, case.data + ' ; :name "One"@en ; :pages 7 . <p/1> a :Person .')
    edition = edition_of(folder)
    [type_] = edition.model.types.values()
    assert "<h1>One</h1>" in document(edition, "b/1.en.html")
    assert f'<a href="../{type_.name}.en.html">Book</a>' in document(edition, "b/1.en.html")
    assert "number of pages" in document(edition, "b/1.en.html")
    assert '<a href="b/1.en.html">One</a>' in document(edition, f"{type_.name}.en.html")
    assert [{"iri": f"{BASE}b/1", "name@en": "One", "name@fr": "", "pages": "7"}] == rows(edition, type_.name)
    assert {type_.name: 1} == counts(edition)
    assert {"dumps/catalogue", type_.name, f"{type_.name}-spreadsheet"} == datasets(edition)
    book = json.loads(document(edition, "b/1.jsonld"))
    assert ({"en": ["One"]}, [7]) == (book["name"], book["pages"])
    assert {"p/1"} == untyped(folder)
    assert untyped(folder, cache=True) == untyped(folder, cache=True) == untyped(folder)


NOT_SELECTED = [
    Case("no target", "s:Book a sh:NodeShape ;"),
    Case(
        "a plain shape that another refers to",
        "s:Film a sh:NodeShape ; sh:targetClass :Film ; sh:node s:Book . s:Book a sh:NodeShape ;",
    ),
    Case(
        "a value shape", "s:Film sh:targetClass :Film ; sh:property [ sh:path :p ; sh:node s:Book ] . s:Book a sh:NodeShape ;"
    ),
    Case("an alternative", "s:Film sh:targetClass :Film ; sh:or ( s:Book [ sh:class :Film ] ) . s:Book a sh:NodeShape ;"),
    *(
        Case(f"deactivated by {form}", f"s:Book a sh:NodeShape ; sh:deactivated {form} ; sh:targetClass :Book ;")
        for form in ("true", '"1"^^xsd:boolean', '"true"^^xsd:boolean')
    ),
    Case(
        "an object that nothing describes",
        "s:Book a sh:NodeShape ; sh:targetObjectsOf :wrote ;",
        "<p/2> :wrote <b/2> . <b/1> a :Book",
    ),
    Case("a node that nothing describes", "s:Book a sh:NodeShape ; sh:targetNode <b/2> ;"),
    Case("a superclass", ":Book rdfs:subClassOf :Novel . s:Book a sh:NodeShape ; sh:targetClass :Saga ;"),
]


@pytest.mark.parametrize("case", NOT_SELECTED, ids=lambda case: case.why)
def test_what_no_target_selects_has_no_page_and_the_check_says_so(tmp_path: Path, case: Case):
    folder = made(tmp_path, case.shapes + BOOK, case.data + ' ; :name "One"@en .')
    edition = edition_of(folder)
    assert document(edition, "b/1.en.html") == document(edition, "b/2.en.html") == ""
    assert {} == counts(edition)
    assert "b/1" in untyped(folder)


def test_a_shape_without_a_target_is_no_type_and_has_no_documents(tmp_path: Path):
    edition = edition_of(
        made(tmp_path, f"s:Film sh:targetClass :Film ; {NAME} . s:Book a sh:NodeShape ; {BOOK}", "<f/1> a :Film .")
    )
    assert [BASE + "ontology#Film"] == list(edition.model.types)
    assert document(edition, "book.en.html") == document(edition, "book.csv") == ""


@pytest.mark.parametrize(
    "shape",
    [
        "s:Rule a sh:NodeShape ; sh:targetSubjectsOf :isbn ; sh:property [ sh:path :pages ; sh:maxCount 1 ] .",
        "s:Rule a sh:NodeShape ; sh:targetClass :Novel ; sh:not [ sh:path :pages ; sh:minCount 2 ] .",
        "s:Rule a sh:NodeShape ; sh:targetClass :Novel ; sh:and ( [ sh:path :pages ; sh:maxCount 1 ] ) .",
        "s:Rule a sh:PropertyShape ; sh:targetSubjectsOf :isbn ; sh:path :pages ; sh:maxCount 1 .",
        's:Rule a sh:NodeShape ; sh:targetSubjectsOf :isbn ; rdfs:label "What has an ISBN"@en ; sh:nodeKind sh:IRI .',
    ],
)
def test_a_shape_that_only_judges_makes_no_list_and_what_it_alone_reaches_has_a_page(tmp_path: Path, shape: str):
    book = f"s:Book sh:targetClass :Book ; {BOOK}"
    data = """<b/1> a :Book ; :name "One"@en ; :isbn "1" . <x/1> a :Novel ; :isbn "2" ; rdfs:label "Else"@en ; :like <b/1> ."""
    folder = made(tmp_path, book + shape, data)
    edition = edition_of(folder)
    assert set() == untyped(folder)
    assert {"book": 1} == counts(edition)
    assert {"dumps/catalogue", "book", "book-spreadsheet"} == datasets(edition)
    page = document(edition, "x/1.en.html")
    assert "<h1>Else</h1>" in page
    assert '<p class="kind"><span>novel</span></p>' in page
    assert '<a href="../book.en.html">Book</a></p>' in document(edition, "b/1.en.html")
    assert '<a href="../x/1.en.html">Else</a>' in document(edition, "b/1.en.html")


def test_a_thing_without_any_class_that_only_a_rule_reaches_has_a_page(tmp_path: Path):
    rule = "s:Rule sh:targetSubjectsOf :isbn ; sh:property [ sh:path :isbn ; sh:name 'number'@en ; sh:maxCount 1 ] ."
    edition = edition_of(made(tmp_path, rule, '<x/1> :isbn "2" .'))
    assert ">number<" in document(edition, "x/1.en.html")
    assert 'class="kind"' not in document(edition, "x/1.en.html")


def test_a_thing_of_two_types_is_in_both_lists_with_the_sections_of_both_on_its_one_page(tmp_path: Path):
    minutes = '[ sh:path :minutes ; sh:name "minutes"@en ; sh:datatype xsd:integer ; dash:propertyRole dash:KeyInfoRole ]'
    film = f's:Film sh:targetClass :Film ; sh:order 1 ; rdfs:label "Film"@en ; skos:altLabel "Films"@en ; {NAME}, {minutes} . '
    book = f"s:Book sh:targetClass :Book ; sh:order 2 ; {BOOK}"
    data = (
        '<m/1> a :Book, :Film ; :name "Both"@en ; :pages 7 ; :minutes 90 . <p/1> :wrote <m/1> . <m/2> a :Film ; :like <m/1> .'
    )
    edition = edition_of(made(tmp_path, film + book, data))
    both = edition.things[NamedNode(BASE + "m/1")]
    assert ["film", "book"] == [type_.name for type_ in both]
    assert {"film": 2, "book": 1} == counts(edition)
    page = document(edition, "m/1.en.html")
    assert '<a href="../film.en.html">Film</a>, <a href="../book.en.html">Book</a>' in page
    assert all(page.count(f">{name}<") == 1 for name in ("minutes", "number of pages"))
    assert ">name<" not in page, "the title says it"
    assert [("Both", "90")] == [(row["name@en"], row["minutes"]) for row in rows(edition, "film") if row["name@en"]]
    assert [("Both", "7")] == [(row["name@en"], row["pages"]) for row in rows(edition, "book")]
    assert ["minutes", "name", "pages"] == [prop.key for prop in combined(both).properties]


TREE = """:Tree rdfs:subClassOf :Plant . s:Tree sh:targetClass :Tree ; sh:order 1 ; rdfs:label "Tree"@en ;
    sh:property [ sh:path :height ; sh:name "height"@en ; sh:order 2 ; dash:propertyRole dash:KeyInfoRole ] . """
PLANT = """s:Plant sh:targetClass :Plant ; sh:order 2 ; rdfs:label "Plant"@en ;
    sh:property [ sh:path :name ; sh:name "name"@en ; sh:order 1 ; dash:propertyRole dash:LabelRole ],
        [ sh:path :colour ; sh:name "colour"@en ; sh:order 3 ; dash:propertyRole dash:KeyInfoRole ] ."""


def test_an_instance_of_a_shaped_subclass_is_in_the_lists_of_both_and_is_the_subclass_on_its_page(tmp_path: Path):
    data = '<t/oak> a :Tree ; :name "Oak" ; :height 9 ; :colour "green" . <t/rose> a :Plant ; :name "Rose" .'
    edition = edition_of(made(tmp_path, TREE + PLANT, data))
    assert {"tree": 1, "plant": 2} == counts(edition)
    page = document(edition, "t/oak.en.html")
    assert '<p class="kind"><a href="../tree.en.html">Tree</a></p>' in page
    assert all(page.count(f">{name}<") == 1 for name in ("height", "colour"))
    assert ">name<" not in page, "the title says it"
    assert "<h1>Oak</h1>" in page
    assert ["iri", "name", "height", "colour"] == list(rows(edition, "tree")[0])
    assert [("Oak", "green"), ("Rose", "")] == [(row["name"], row["colour"]) for row in rows(edition, "plant")]


@pytest.mark.parametrize(
    "shapes",
    [
        "s:Tree sh:targetClass :Tree ; {own} ; sh:node s:Named . s:Named a sh:NodeShape ; {inherited} .",
        "s:Tree sh:targetClass :Tree ; {own} ; sh:and ( s:Named ) . s:Named a sh:NodeShape ; {inherited} .",
        "s:Tree sh:targetClass :Tree ; {own} ; sh:node s:A . s:A sh:and ( s:B [] ) . s:B sh:node s:A ; {inherited} .",
        "s:Tree sh:targetClass :Tree ; {own} . s:Also sh:targetClass :Tree ; {inherited} .",
        "s:Tree sh:targetClass :Tree ; {own} . :Tree rdfs:subClassOf :Life . s:Life sh:targetClass :Life ; {inherited} .",
        "s:Tree sh:targetClass :Tree ; sh:node s:Named . s:Named a sh:NodeShape ; {own}, {more} .",
    ],
)
def test_inherited_properties_have_labels_columns_rows_and_keys(tmp_path: Path, shapes: str):
    own = "sh:property [ sh:path :height ; sh:name 'height'@en ; sh:order 2 ]"
    more = (
        "[ sh:path :name ; sh:name 'common name'@en ; sh:order 1 ; dash:propertyRole dash:LabelRole ; sh:datatype xsd:string ]"
    )
    written = shapes.format(own=own, inherited=f"sh:property {more}", more=more)
    edition = edition_of(made(tmp_path, written, '<t/oak> a :Tree ; :name "Oak", "Quercus" ; :height 9 .'))
    assert ["name", "height"] == [prop.key for prop in edition.model.by_name["tree"].properties]
    assert "<h1>Oak</h1>" in document(edition, "t/oak.en.html")
    assert ">common name<" in document(edition, "t/oak.en.html")
    assert [{"iri": f"{BASE}t/oak", "name": "Oak | Quercus", "height": "9"}] == rows(edition, "tree")
    assert {"name", "height"} <= json.loads(document(edition, "context.jsonld"))["@context"].keys()


def test_of_several_shapes_of_one_path_the_special_one_speaks_and_the_others_fill_in(tmp_path: Path):
    shapes = """:Oak rdfs:subClassOf :Tree . :Tree rdfs:subClassOf :Plant .
        s:Plant sh:targetClass :Plant ; sh:property [ sh:path :name ; sh:name "name"@en ; sh:order 5 ; sh:group :g ;
            sh:description "A word."@en ; dash:propertyRole dash:LabelRole ; sh:datatype xsd:string ; sh:maxCount 3 ] .
        s:Tree sh:targetClass :Tree ; sh:property [ sh:path :name ; sh:minCount 1 ; sh:maxCount 2 ] .
        s:Oak sh:targetClass :Oak ; sh:property [ sh:path :name ; sh:name "oak name"@en ; sh:maxCount 4 ] ."""
    types = edition_of(made(tmp_path, shapes, "")).model.by_name
    [oak], [tree], [plant] = (types[name].properties for name in ("oak", "tree", "plant"))
    assert ("name", "LabelRole", 1, 2) == (tree.name["en"], tree.role, tree.min_count, tree.max_count)
    assert ("oak name", None, 1, 2) == (oak.name["en"], oak.role, oak.min_count, oak.max_count)
    assert (0, 3) == (plant.min_count, plant.max_count)
    assert {(5.0, BASE + "ontology#g", "A word.")} == {(p.order, p.group, p.description["en"]) for p in (oak, tree, plant)}
    assert {("http://www.w3.org/2001/XMLSchema#string",)} == {p.datatypes for p in (oak, tree, plant)}


def test_deactivated_property_shapes_are_not_inherited(tmp_path: Path):
    shapes = """s:Tree sh:targetClass :Tree ; rdfs:label "Tree"@en ; sh:node s:Gone, s:Here .
        s:Gone sh:deactivated "1"^^xsd:boolean ; sh:property [ sh:path :height ] .
        s:Here sh:property [ sh:path :name ], [ sh:path :colour ; sh:deactivated true ] ."""
    assert ["name"] == [prop.key for prop in edition_of(made(tmp_path, shapes, "")).model.by_name["tree"].properties]


def test_classes_with_the_same_local_name_have_lists_of_their_own(tmp_path: Path):
    shapes = " ".join(f's:{p} sh:targetClass {p}:Plant ; rdfs:label "{p}"@en ; {NAME} .' for p in "ab")
    edition = edition_of(made(tmp_path, shapes, '<x/1> a a:Plant ; :name "One"@en . <x/2> a b:Plant ; :name "Two"@en .'))
    assert {"plant": 1, "b-plant": 1} == counts(edition)
    assert ["One"] == [row["name@en"] for row in rows(edition, "plant")]
    assert ["Two"] == [row["name@en"] for row in rows(edition, "b-plant")]
    assert {"dumps/catalogue", *(f"{name}{end}" for name in ("plant", "b-plant") for end in ("", "-spreadsheet"))} == datasets(
        edition
    )


@pytest.mark.parametrize("name", ["Queries", "Index", "Assets", "Con", "Ontology", "Sparql", "Api"])
def test_a_list_never_has_the_path_of_another_document(tmp_path: Path, name: str):
    shapes = f'<ontology> a owl:Ontology . s:S sh:targetClass :{name} ; rdfs:label "Odd"@en ; {NAME} .'
    edition = edition_of(made(tmp_path, shapes, f"<x/1> a :{name} ."))
    [type_] = edition.model.types.values()
    assert f"ontology-{name.lower()}" == type_.name
    paths = [each.path for each in publish.documents(edition)]
    assert len(paths) == len(set(paths))
    assert '<a href="x/1.en.html">' in document(edition, f"{type_.name}.en.html")


letters = st.sampled_from(
    ["Plant", "plant", "PLANT", "Plants", "Été", "ÉTÉ", "植物", "Query", "Index", "API", "a.b", "A-B", "-", "PlantShape"]
)
iris = st.builds(
    lambda head, name: head + name,
    st.sampled_from([BASE + "ontology#", "https://a.example/ns#", "https://b.example/ns#", "https://c.example/x/", "urn:d:"]),
    letters | st.text("aB1-é", min_size=1, max_size=300),
)
PREFIXES = Prefixes({"a": "https://a.example/ns#", "b": "https://b.example/ns#"})


@given(st.lists(iris, max_size=12, unique=True), st.sets(st.sampled_from(["plant", "query", "a-b"])), st.randoms())
def test_lists_have_safe_paths_of_their_own_whatever_the_order(classes: list[str], taken: set[str], chance: random.Random):
    names = list_names(classes, BASE, PREFIXES, taken)
    assert set(classes) == names.keys()
    assert len(names) == len(set(names.values()))
    assert not {*DEVICE_NAMES, *taken}.intersection(names.values())
    assert not any(map(address_at, names.values()))
    for name in names.values():
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert 0 < len(name) <= 200
    chance.shuffle(classes)
    assert names == list_names(classes, BASE, PREFIXES, taken)


@given(st.lists(iris, min_size=1, max_size=8, unique=True))
def test_a_class_that_is_added_takes_no_path_from_the_catalogues_own(classes: list[str]):
    own = [iri for iri in classes if iri.startswith(BASE)]
    before, after = list_names(own, BASE, PREFIXES), list_names(classes, BASE, PREFIXES)
    assert before == {iri: after[iri] for iri in own}


CLASSES = [f"urn:c:{name}" for name in "ABCDE"]
edges = st.lists(st.tuples(st.sampled_from(CLASSES), st.sampled_from(CLASSES)), max_size=6)


def reached(classes: set[str], subclasses: list[tuple[str, str]]) -> set[str]:
    while more := {upper for lower, upper in subclasses if lower in classes} - classes:
        classes |= more
    return classes


@given(edges, edges, st.sets(st.sampled_from(CLASSES)), st.lists(st.sets(st.sampled_from(CLASSES)), max_size=5))
def test_a_thing_is_listed_under_every_shaped_class_that_it_is_an_instance_of(
    ontology: list[tuple[str, str]], local: list[tuple[str, str]], shaped: set[str], things: list[set[str]]
):
    """And on its page it is of those of them that no other one is strictly below."""
    sub = "<{}> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <{}> ."
    shapes = [f"<{c}Shape> sh:targetClass <{c}> ; sh:property [ sh:path <urn:p> ] ." for c in sorted(shaped)]
    turtle = HEAD + "\n".join([*shapes, *(sub.format(*edge) for edge in ontology)])
    data = [f"<t/{n}> <urn:p> 1 ; a {', '.join(f'<{c}>' for c in sorted(own))} ." for n, own in enumerate(things) if own]
    statements = HEAD + "\n".join([*data, *(sub.format(*edge) for edge in local)])
    graph = Graph(BASE, [parse(statements.encode(), "d.ttl")])
    shapes_graph = Graph(BASE, [parse(turtle.encode(), "s.ttl")])
    model = read_model(ShapesGraph(shapes_graph), Classes(graph.columns, shapes_graph.columns))
    entities = Entities(BASE, graph, model)
    above = {class_: reached({class_}, ontology + local) for class_ in CLASSES}
    for number, own in enumerate(things):
        node = NamedNode(f"{BASE}t/{number}")
        expected = shaped & set().union(*(above[class_] for class_ in own))
        listed = {type_.iri for type_ in model.types.values() if node in entities.instances(type_)}
        assert expected == listed
        special = {c for c in expected if not any(c in above[d] and d not in above[c] for d in expected)}
        assert special == {type_.iri for type_ in entities.types_of(node)}
        assert (node in entities.things) == bool(expected)
        assert entities.types_of(node) == entities.things.get(node, ())


@pytest.fixture(autouse=True)
def _always_incremental(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little there is, what has changed may be as much as all of it."""
    monkeypatch.setattr(reading, "SHARE", 1)


@pytest.mark.parametrize(
    ("target", "near", "far", "changed"),
    [
        ("sh:targetClass :Book", "<x/1> a :Novel .", "", ":Novel rdfs:subClassOf :Book ."),
        ("sh:targetClass :Book", "<x/1> a :Saga . :Saga rdfs:subClassOf :Novel .", "", ":Novel rdfs:subClassOf :Book ."),
        ("sh:targetClass :Book", "<x/1> :name 'one'@en .", "", "<x/1> a :Book ."),
        ("sh:targetSubjectsOf :isbn", "<x/1> a :Thing .", "", "<x/1> :isbn '1' ."),
        ("sh:targetObjectsOf :wrote", "<x/1> a :Thing .", "", "<p/1> a :Book ; :wrote <x/1> ."),
    ],
)
def test_a_change_elsewhere_that_selects_a_thing_or_lets_it_go_is_seen_by_the_next_check(
    tmp_path: Path, target: str, near: str, far: str, changed: str
):
    shapes = f"s:S {target} ; {BOOK} s:P sh:targetNode <p/1> ; {BOOK}"
    folder = made(tmp_path, shapes, near)
    (folder / "data" / "other.ttl").write_text(HEAD + "<y/1> a :Nothing .", "utf-8")
    for statements, expected in ((far, {"x/1", "y/1"}), (changed, {"y/1"}), (far, {"x/1", "y/1"})):
        (folder / "data" / "far.ttl").write_text(HEAD + statements, "utf-8")
        again, afresh = (list(Catalogue(folder).check(cache=cache).findings) for cache in (True, False))
        assert afresh == again
        assert expected == untyped(folder, cache=True)


def test_a_thing_that_a_superclass_publishes_under_a_reserved_name_is_told_after_a_change(tmp_path: Path):
    folder = made(tmp_path, f"s:S sh:targetClass :Book ; {BOOK}", "<book> a :Novel .")
    for statements, expected in (("", False), (":Novel rdfs:subClassOf :Book .", True), ("", False)):
        (folder / "data" / "far.ttl").write_text(HEAD + statements, "utf-8")
        again, afresh = (list(Catalogue(folder).check(cache=cache).findings) for cache in (True, False))
        assert afresh == again
        assert expected == any(finding.kind.code == "C205" for finding in again)


def copied(tmp_path: Path, name: str) -> Path:
    return Path(shutil.copytree(shared("cases", name), tmp_path / name))


def test_the_case_of_an_instance_of_a_subclass(tmp_path: Path):
    folder = copied(tmp_path, "subclass-instances")
    edition = edition_of(folder)
    assert "tree/oak" not in {finding.focus for finding in Catalogue(folder).check().findings if finding.kind.code == "C204"}
    assert "https://gardens.example.org/tree/oak" in [row["iri"] for row in rows(edition, "plant")]
    assert 3 == counts(edition)["plant"]
    assert "tree/oak.en.html" in document(edition, "plant.en.html")
    assert '<a href="../plant.en.html">Plant</a>' in document(edition, "tree/oak.en.html")


def test_the_case_of_two_types(tmp_path: Path):
    edition = edition_of(copied(tmp_path, "two-types"))
    for name in ("plant", "garden"):
        assert "https://gardens.example.org/garden/two" in [row["iri"] for row in rows(edition, name)]
        assert "garden/two.en.html" in document(edition, f"{name}.en.html")


def test_the_case_of_a_deactivated_shape(tmp_path: Path):
    edition = edition_of(copied(tmp_path, "deactivated"))
    assert {"garden": 1} == counts(edition)
    assert "" == document(edition, "plant/bean.en.html")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sets(st.sampled_from(["a :Book", "a :Film", ":isbn '1'", ":pages 3", "a :Novel"]), min_size=1),
    st.sampled_from(["", " :Novel rdfs:subClassOf :Film ."]),
)
def test_what_is_not_published_is_told_and_what_is_told_is_not_published(tmp_path: Path, statements: set[str], ontology: str):
    shapes = f"""s:Book sh:targetClass :Book ; {BOOK} s:Rule sh:targetSubjectsOf :isbn ; sh:nodeKind sh:IRI .
        s:Film sh:targetClass :Film ; {BOOK}"""
    folder = made(tmp_path, shapes + ontology, f"<x/1> {' ; '.join(sorted(statements))} .")
    assert ("x/1" in untyped(folder)) == (document(edition_of(folder), "x/1.en.html") == "")


NAMES = """s:Person sh:targetClass :Person ; sh:property
    [ sh:path :name ; sh:order 1 ; dash:propertyRole dash:LabelRole ],
    [ sh:path :family ; sh:order 2 ; dash:propertyRole dash:LabelRole ],
    [ sh:path :life ; sh:order 3 ; dash:propertyRole dash:DescriptionRole ],
    [ sh:path :work ; sh:order 4 ; dash:propertyRole dash:DescriptionRole ] ."""


@pytest.mark.parametrize(
    ("data", "label", "lead"),
    [
        (':name "Ada" ; :family "Lovelace" ; :life "long" ; :work "much"', "Ada", "long"),
        (':family "Lovelace" ; :work "much"', "Lovelace", "much"),
        (':name "Ada" ; :work "much"', "Ada", "much"),
    ],
)
def test_of_several_properties_with_a_role_the_first_that_a_thing_has_counts(tmp_path: Path, data: str, label: str, lead: str):
    page = document(edition_of(made(tmp_path, NAMES, f"<p/1> a :Person ; {data} .")), "p/1.en.html")
    assert f"<h1>{label}</h1>" in page
    assert f'<p class="lead"><span>{lead}</span></p>' in page
