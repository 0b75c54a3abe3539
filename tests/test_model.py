"""The model: what the shapes say, read once; property paths followed as SPARQL follows them."""

from pathlib import Path

import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st

from catalogue.columns.graph import Graph
from catalogue.model import SH, Classes, ShapesGraph, read_model, read_path
from catalogue.model import Path as PropertyPath
from catalogue.model.executables import Executable
from catalogue.sources import parse
from catalogue.store.embedded import Embedded
from catalogue.terms import NamedNode

DATA = b"""@prefix e: <urn:e:> . e:a e:p e:b, e:c . e:b e:q e:d ; e:p e:a . e:c e:q e:e . e:d e:p e:d . e:e e:r "x" ."""
NODES = [NamedNode(f"urn:e:{name}") for name in "abcde"]

steps = st.sampled_from(["p", "q", "r"]).map(lambda name: PropertyPath("predicate", f"urn:e:{name}"))
paths = st.recursive(
    steps,
    lambda inner: st.one_of(
        st.builds(lambda part: PropertyPath("inverse", parts=(part,)), inner),
        st.builds(
            lambda kind, parts: PropertyPath(kind, parts=tuple(parts)),
            st.sampled_from(["sequence", "alternative"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
        st.builds(
            lambda kind, part: PropertyPath(kind, parts=(part,)),
            st.sampled_from(["zeroOrMore", "oneOrMore", "zeroOrOne"]),
            inner,
        ),
    ),
    max_leaves=5,
)


@given(paths, st.sampled_from(NODES))
def test_a_path_leads_where_the_store_says_it_leads(path: PropertyPath, start: NamedNode):
    graph = Graph("urn:base/", [parse(DATA, "data.ttl")])
    answer = Embedded(graph.base, graph.unordered_quads).query(f"SELECT DISTINCT ?x {{ <{start.value}> {path} ?x }}")
    assert {solution["x"] for solution in answer} == set(path.follow(graph, start))


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        (b"e:x", "<urn:e:x>"),
        (b"[ sh:inversePath e:x ]", "^<urn:e:x>"),
        (b"( [ sh:inversePath e:x ] e:y )", "^<urn:e:x>/<urn:e:y>"),
        (b"[ sh:alternativePath ( e:x e:y ) ]", "<urn:e:x>|<urn:e:y>"),
        (b"[ sh:zeroOrMorePath [ sh:inversePath e:x ] ]", "(^<urn:e:x>)*"),
        (b"[ sh:oneOrMorePath ( e:x e:y ) ]", "(<urn:e:x>/<urn:e:y>)+"),
        (b"[ ]", "None"),
        (b"3", "None"),
    ],
)
def test_paths_are_read_as_shacl_writes_them(turtle: bytes, expected: str):
    source = parse(b"@prefix e: <urn:e:> . @prefix sh: <" + SH.encode() + b"> . e:s sh:path " + turtle + b" .", "s.ttl")
    graph = Graph("urn:base/", [source])
    [node] = graph.objects(NamedNode("urn:e:s"), NamedNode(SH + "path"))
    assert str(read_path(graph, node)) == expected


def test_a_path_that_goes_in_circles_is_no_path():
    source = parse(b"@prefix sh: <" + SH.encode() + b"> . _:a sh:inversePath _:b . _:b sh:inversePath _:a .", "s.ttl")
    graph = Graph("urn:base/", [source])
    assert read_path(graph, source.triples[0].subject) is None


def test_types_come_from_shapes_that_target_classes_or_are_classes(library: Path):
    model = edition_of(library).model
    assert {type_.name: type_.label.get("en") for type_ in model.types.values()} == {"book": "Book", "person": "Person"}


def test_properties_come_in_the_order_of_the_shapes_with_their_constraints(garden: Path):
    garden_type = edition_of(garden).model.by_name["garden"]
    assert [prop.key for prop in garden_type.properties] == ["prefLabel", "description", "opened", "grows"]
    grows = garden_type.properties[-1]
    assert (grows.is_reference, grows.min_count, grows.max_count) == (True, 1, None)
    assert grows.classes == ("https://gardens.example.org/ontology#Plant",)


def test_a_thing_of_two_types_is_of_the_more_special_one():
    shapes = parse(
        b"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <urn:e:> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        e:Hen rdfs:subClassOf e:Bird . e:Bird rdfs:subClassOf e:Animal .
        e:A sh:targetClass e:Animal ; sh:order 0 ; sh:property [ sh:path e:p ] .
        e:H sh:targetClass e:Hen ; sh:order 1 ; sh:property [ sh:path e:p ] .""",
        "s.ttl",
    )
    graph = Graph("urn:base/", [shapes])
    model = read_model(ShapesGraph(graph), Classes(graph.columns))
    found = model.type_of(["urn:e:Animal", "urn:e:Hen"])
    assert found is not None
    assert found.iri == "urn:e:Hen"


def test_the_inverse_of_a_property_names_the_links_that_arrive(garden: Path):
    labels = edition_of(garden).model.inverse_labels
    assert labels["https://gardens.example.org/ontology#grows"] == {"en": "grown in", "fr": "cultivée dans"}


def test_prefixes_of_a_query_are_those_that_its_ontology_declares_or_imports():
    declared = "sh:declare [ sh:prefix '{0}' ; sh:namespace 'urn:{0}:' ]"
    shapes = f"""@prefix sh: <{SH}> . @prefix e: <urn:e:> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        e:q sh:prefixes e:near ; sh:select "SELECT" . e:near owl:imports e:far, e:near ; {declared.format("near")} .
        e:far owl:imports e:farther ; {declared.format("far")} . e:farther {declared.format("farther")} .
        e:other {declared.format("other")} ; owl:imports e:near ."""
    graph = ShapesGraph(Graph("urn:base/", [parse(shapes.encode(), "s.ttl")]))
    assert Executable(NamedNode("urn:e:q"), graph.descriptions).prefixes == {
        name: f"urn:{name}:" for name in ("near", "far", "farther")
    }
