"""VoID: a release describes its data where programs look for that, and says the same of it as the service."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from conftest import edition_of
from rdflib.namespace import DCTERMS, FOAF, RDF, RDFS, VOID
from starlette.testclient import TestClient

from catalogue.edition import Edition
from catalogue.release import build
from catalogue.scaffold import init
from catalogue.serve import Site

BASE = "https://gardens.example.org/"
FIXTURES = Path(__file__).parent / "fixtures"
PATH = ".well-known/void"
FEATURES = {name: rdflib.URIRef(f"http://www.w3.org/ns/formats/{name}") for name in ("Turtle", "JSON-LD", "N-Triples", "TriG")}


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("void") / "garden"
    init(folder)
    return edition_of(folder)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("void") / "library"
    shutil.copytree(FIXTURES / "library", folder)
    return edition_of(folder)


def described(folder: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(folder / PATH, format="turtle")


def counted(graph: rdflib.Graph) -> Mapping[str, object]:
    """Give all that a description counts of the whole dataset, by what it is of."""
    node = next(graph.subjects(VOID.distinctSubjects))
    counts: dict[str, object] = {
        str(predicate): value.toPython()
        for predicate, value in graph.predicate_objects(node)
        if isinstance(value, rdflib.Literal) and value.datatype == rdflib.XSD.integer
    }
    for kind, of, counted_by in (
        (VOID.classPartition, VOID["class"], VOID.entities),
        (VOID.propertyPartition, VOID.property, VOID.triples),
    ):
        for part in graph.objects(node, kind):
            counts[str(graph.value(part, of))] = graph.value(part, counted_by)
    return counts


@pytest.mark.parametrize("name", ["garden", "library"])
def test_it_counts_what_the_service_counts(request: pytest.FixtureRequest, name: str, tmp_path: Path):
    edition: Edition = request.getfixturevalue(name)
    graph = described(build(edition, tmp_path).folder)
    with TestClient(Site(edition), follow_redirects=False) as client:
        led = client.get("/.well-known/void")
        answer = client.get(led.headers["location"], headers={"accept": "text/turtle"})
    service = rdflib.Graph().parse(data=answer.text, format="turtle")
    assert counted(graph) == counted(service)
    assert len(counted(graph)) > 10


def test_it_is_a_file_of_the_release_that_leads_to_all_else(garden: Edition, tmp_path: Path):
    folder = build(garden, tmp_path).folder
    listed = {each["path"]: each["mediaType"] for each in json.loads((folder / "manifest.json").read_bytes())["files"]}
    assert listed[PATH] == "text/turtle"
    graph = described(folder)
    own, whole = rdflib.URIRef(BASE + PATH), rdflib.URIRef(f"{BASE}dumps/catalogue")
    assert (own, RDF.type, VOID.DatasetDescription) in graph
    assert (own, FOAF.primaryTopic, whole) in graph
    assert (whole, RDF.type, VOID.Dataset) in graph
    dcat = rdflib.Graph().parse(folder / "index.ttl", format="turtle")
    assert (whole, RDF.type, rdflib.Namespace("http://www.w3.org/ns/dcat#").Dataset) in dcat
    for address in (*graph.objects(None, VOID.dataDump), *graph.objects(whole, RDFS.seeAlso)):
        assert (folder / str(address).removeprefix(BASE)).is_file(), address
    examples = {str(each).removeprefix(BASE) for each in graph.objects(whole, VOID.exampleResource)}
    assert examples == {"garden/hill-side", "plant/bean"}
    assert {str(title) for title in graph.objects(whole, DCTERMS.title)} == set(garden.settings.title.values())
    vocabularies = set(graph.objects(whole, VOID.vocabulary))
    assert rdflib.URIRef(f"{BASE}ontology#") in vocabularies
    assert rdflib.URIRef("http://www.w3.org/2004/02/skos/core#") in vocabularies
    assert rdflib.URIRef("http://www.w3.org/ns/dcat#") not in vocabularies


@pytest.mark.parametrize("formats", [(), ("ntriples",), ("trig", "ntriples")])
def test_it_names_the_formats_that_are_written(garden: Edition, tmp_path: Path, formats: tuple[str, ...]):
    edition = replace(garden, settings=replace(garden.settings, formats=formats))
    graph = described(build(edition, tmp_path).folder)
    names = {"Turtle", "JSON-LD", *({"ntriples": "N-Triples", "trig": "TriG"}[each] for each in formats)}
    assert set(graph.objects(None, VOID.feature)) == {FEATURES[name] for name in names}


@pytest.mark.parametrize("address", [None, "https://query.example.com/sparql"])
def test_it_names_a_service_only_where_the_settings_do(garden: Edition, tmp_path: Path, address: str | None):
    sparql = replace(garden.settings.sparql, address=address)
    edition = replace(garden, settings=replace(garden.settings, sparql=sparql))
    graph = described(build(edition, tmp_path).folder)
    assert list(map(str, graph.objects(None, VOID.sparqlEndpoint))) == ([address] if address else [])


def test_files_are_where_the_release_lies_and_iris_stay(garden: Edition, tmp_path: Path):
    where = "https://preview.example.net/branch/7/"
    graph = described(build(garden.at(where), tmp_path).folder)
    assert set(map(str, graph.objects(None, VOID.dataDump))) == {f"{where}dumps/catalogue.nq"}
    assert (rdflib.URIRef(BASE + PATH), FOAF.primaryTopic, rdflib.URIRef(f"{BASE}dumps/catalogue")) in graph


def test_it_stays_where_the_web_has_it_whatever_folder_our_addresses_are_in(garden: Edition, tmp_path: Path):
    edition = replace(garden, settings=replace(garden.settings, own_folder="_"))
    folder = build(edition, tmp_path).folder
    assert (folder / PATH).is_file()
    assert not (folder / "_" / PATH).exists()
    assert set(map(str, described(folder).objects(None, VOID.dataDump))) == {f"{BASE}_/dumps/catalogue.nq"}


def test_it_names_the_dumps_of_the_parts(library: Edition, tmp_path: Path):
    folder = build(library, tmp_path).folder
    graph = described(folder)
    parts = set(graph.objects(None, VOID.subset))
    assert {part for part in parts if (part, RDF.type, VOID.Dataset) in graph} == parts
    dumps = {str(dump).removeprefix(library.settings.base) for dump in graph.objects(None, VOID.dataDump)}
    assert dumps == {path.relative_to(folder).as_posix() for path in (folder / "dumps").glob("*.nq")}
