"""Exports: the same statements in every format, as a second parser reads them; columns and terms as the shapes say."""

import csv
import io
import json
from pathlib import Path

import pytest
import rdflib
from conftest import edition_of, shared
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from catalogue import publish
from catalogue.columns.graph import Graph
from catalogue.config import Settings
from catalogue.edition import Edition
from catalogue.exports import jsonld
from catalogue.serialise import ntriples, turtle
from catalogue.sources import parse
from catalogue.terms import XSD, BlankNode, Literal, NamedNode, Triple
from catalogue.workspace.catalogue import Catalogue

FORMATS = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/n-triples": "nt"}


def read(data: bytes, media_type: str) -> rdflib.Graph:
    """Read a document with rdflib, the second parser."""
    return rdflib.Graph().parse(data=data.decode(), format=FORMATS[media_type])


def test_the_formats_of_each_thing_are_the_same_graph_under_a_second_parser(folder: Path):
    edition = edition_of(folder)
    for resource in publish.resources(edition):
        written = {document.format.media_type for document in resource.documents(edition)}
        found = [media_type for media_type in FORMATS if media_type in written]
        graphs = [read(publish.represent(edition, resource.iri, media_type), media_type) for media_type in found]
        for graph in graphs[1:]:
            assert isomorphic(graphs[0], graph), resource.iri
        assert len(graphs) < 2 or len(graphs[0]) > 0


def test_no_document_has_a_triple_twice(folder: Path):
    edition = edition_of(folder)
    for document in publish.documents(edition):
        if document.format.name == "ntriples":
            lines = publish.represent(edition, document.iri, document.format.media_type).splitlines()
            assert len(set(lines)) == len(lines), document.path


def test_a_document_needs_no_remote_context(folder: Path):
    edition = edition_of(folder)
    for document in publish.documents(edition):
        if document.format.name == "jsonld":
            context = json.loads(publish.represent(edition, document.iri, "application/ld+json"))["@context"]
            assert isinstance(context, dict)


def test_the_dumps_say_everything_that_the_files_say(folder: Path):
    edition = edition_of(folder)
    release = Catalogue(folder).build().folder
    expected = rdflib.Graph()
    for source in edition.data:
        expected += rdflib.Graph().parse(data=source.data, format="turtle")
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=(release / "dumps/catalogue.nq").read_text("utf-8"), format="nquads")
    assert isomorphic(expected, rdflib.Graph().parse(release / "dumps/catalogue.ttl", format="turtle"))
    assert isomorphic(expected, rdflib.Graph().parse(release / "dumps/catalogue.jsonld", format="json-ld"))
    assert len(expected) == len(dataset)
    assert {str(g.identifier) for g in dataset.graphs() if len(g) and str(g.identifier).startswith("http")} == {
        edition.settings.base + source.path for source in edition.data
    }


def test_rdflib_users_get_everything_with_its_files(folder: Path):
    dataset = Catalogue(folder).to_rdflib()
    assert len(dataset) == len(edition_of(folder).graph)
    assert dict(dataset.namespaces())["dct"] == rdflib.URIRef("http://purl.org/dc/terms/")


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """An edition with one shape for texts, references, integers and untyped values, and no data."""
    shapes = parse(
        b"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <https://x.example/> .
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        x:S a sh:NodeShape ; sh:targetClass x:T ;
          sh:property [ sh:path x:text ; sh:datatype rdf:langString ], [ sh:path x:ref ; sh:nodeKind sh:IRI ],
            [ sh:path x:int ; sh:datatype xsd:integer ], [ sh:path x:date ; sh:datatype xsd:date ], [ sh:path x:any ] .""",
        "shapes.ttl",
    )
    graph = Graph("https://x.example/", [shapes])
    settings_ = Settings(tmp_path_factory.mktemp("x"), "https://x.example/", {"en": "x"}, publisher={"en": "x"})
    return Edition(settings_, [], [shapes], Graph("https://x.example/"), graph, None)


words = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12)
nodes = st.sampled_from([NamedNode("https://x.example/a"), NamedNode("urn:b"), BlankNode("b1"), BlankNode("b2")])
literals = st.one_of(
    words.map(Literal),
    st.builds(lambda w, tag: Literal(w, language=tag), words, st.sampled_from(["fr", "en", "en-gb"])),
    st.integers().map(lambda n: Literal(str(n), datatype=NamedNode(XSD + "integer"))),
    st.sampled_from(["01", "+1", "x", "1e3"]).map(lambda w: Literal(w, datatype=NamedNode(XSD + "integer"))),
    st.sampled_from(["true", "1"]).map(lambda w: Literal(w, datatype=NamedNode(XSD + "boolean"))),
    st.sampled_from(["2023-05-17", "x"]).map(lambda w: Literal(w, datatype=NamedNode(XSD + "date"))),
)
predicates = st.sampled_from(["text", "ref", "int", "date", "any", "other"]).map(lambda n: NamedNode(f"https://x.example/{n}"))
triples = st.lists(st.builds(Triple, nodes, predicates, st.one_of(nodes, literals)), max_size=12)


@given(triples)
@settings(max_examples=150, deadline=None)
def test_any_statements_are_the_same_graph_in_turtle_and_in_json_ld(blank: Edition, found: list[Triple]):
    one = rdflib.Graph().parse(data=turtle(found, {}).decode(), format="turtle")
    two = rdflib.Graph().parse(data=jsonld.document(blank, found).decode(), format="json-ld")
    three = rdflib.Graph().parse(data=ntriples(found).decode(), format="nt")
    assert isomorphic(one, three)
    assert isomorphic(one, two)


def test_a_table_has_a_column_per_language_for_texts_and_labels_beside_references(garden: Path):
    text = publish.represent(edition_of(garden), "https://gardens.example.org/garden", "text/csv").decode()
    [row] = csv.DictReader(io.StringIO(text))
    assert list(row) == [
        "iri", "prefLabel@en", "prefLabel@fr", "description@en", "description@fr", "opened", "grows", "grows@en", "grows@fr",
    ]  # fmt: skip
    assert row["grows"] == "https://gardens.example.org/plant/bean | https://gardens.example.org/plant/tomato"
    assert row["grows@fr"] == "haricot à rames | tomate"
    assert row["opened"] == "2019"


def test_adding_a_property_to_a_shape_shows_it_everywhere_with_no_code_changed(garden: Path):
    shape = garden / "shapes" / "plant.ttl"
    shape.write_text(
        shape.read_text("utf-8").replace("s:Plant-name .", "s:Plant-name, s:Plant-height .")
        + """
s:Plant-height a sh:PropertyShape ;
    sh:path g:height ; sh:name "height in cm"@en, "hauteur en cm"@fr ; sh:order 2 ;
    sh:datatype <http://www.w3.org/2001/XMLSchema#integer> ; sh:maxCount 1 .
g:height <http://www.w3.org/2000/01/rdf-schema#label> "height"@en .
""",
        "utf-8",
    )
    entry = garden / "data" / "plant" / "bean.ttl"
    entry.write_text(entry.read_text("utf-8").rstrip(" .\n") + " ;\n    g:height 2500 .\n", "utf-8")
    catalogue = Catalogue(garden)
    assert [finding.line("en") for finding in catalogue.check()] == []
    release = catalogue.build().folder
    assert "hauteur en cm" in (release / "plant" / "bean.fr.html").read_text("utf-8")
    assert "2,500" in (release / "plant" / "bean.en.html").read_text("utf-8")
    rows = {row["iri"]: row for row in csv.DictReader(io.StringIO((release / "plant.csv").read_text("utf-8")))}
    assert rows["https://gardens.example.org/plant/bean"]["height"] == "2500"
    node = json.loads((release / "plant" / "bean.jsonld").read_bytes())
    assert node["height"] == 2500
    assert json.loads((release / "context.jsonld").read_bytes())["@context"]["height"] == {
        "@id": "g:height", "@type": "xsd:integer",
    }  # fmt: skip


def test_the_dcat_description_conforms_to_dcat_ap(folder: Path):
    """DCAT-AP 3.0.1's own shapes, read from the folder of official documents."""
    import pyshacl

    shapes = rdflib.Graph().parse(shared("profiles", "dcat-ap-3.0.1", "shapes.ttl"))
    edition = edition_of(folder)
    data = read(publish.represent(edition, edition.settings.base, "text/turtle"), "text/turtle")
    conforms, _, report = pyshacl.validate(data, shacl_graph=shapes, do_owl_imports=False)
    assert conforms, report


def test_the_dcat_description_lists_every_table_and_dump(garden: Path):
    edition = edition_of(garden)
    data = read(publish.represent(edition, edition.settings.base, "text/turtle"), "text/turtle")
    urls = {str(url) for url in data.objects(None, rdflib.DCAT.downloadURL)}
    paths = {document.path for document in publish.documents(edition)}
    assert {url.removeprefix("https://gardens.example.org/") for url in urls} <= paths
    assert {"https://gardens.example.org/plant.csv", "https://gardens.example.org/dumps/catalogue.nq"} <= urls
