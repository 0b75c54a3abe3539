"""The description in DCAT, triple by triple: what DCAT-AP 3 demands, and nothing else."""

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rdflib
from conftest import edition_of, shared
from rdflib import DCAT, DCTERMS, FOAF, RDF, XSD
from rdflib.compare import graph_diff, to_isomorphic
from starlette.testclient import TestClient

from catalogue import publish
from catalogue.edition import Edition
from catalogue.exports.dcat import Dataset, Dates, Distribution, describe
from catalogue.release import build, know_standing
from catalogue.serialise import ntriples
from catalogue.serve import Site

BASE = "https://gardens.example.org/"
DCAT_VERSION = rdflib.URIRef("http://www.w3.org/ns/dcat#version")
PREFIXES = """
@base <https://gardens.example.org/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcatap: <http://data.europa.eu/r5r/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix iana: <https://www.iana.org/assignments/media-types/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix authority: <http://publications.europa.eu/resource/authority/> .
@prefix language: <http://publications.europa.eu/resource/authority/language/> .
@prefix type: <http://publications.europa.eu/resource/authority/file-type/> .
@prefix planned: <http://publications.europa.eu/resource/authority/planned-availability/> .
@prefix theme: <http://publications.europa.eu/resource/authority/data-theme/> .
@prefix country: <http://publications.europa.eu/resource/authority/country/> .
@prefix frequency: <http://publications.europa.eu/resource/authority/frequency/> .
@prefix access: <http://publications.europa.eu/resource/authority/access-right/> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix licence: <http://purl.org/adms/licencetype/> .
@prefix publisher: <http://purl.org/adms/publishertype/> .
"""
CATALOG = """
<> a dcat:Catalog, foaf:Document ;
    dct:title "Shared gardens"@en, "Jardins partagés"@fr ;
    dct:description "Gardens that are tended together, and what grows in them."@en,
        "Des jardins cultivés ensemble, et ce qui y pousse."@fr ;
    foaf:homepage <> ;
    dct:language language:ENG, language:FRA ;
    dct:publisher <#publisher> ;
    dct:license <http://spdx.org/licenses/CC0-1.0> ;
    dct:modified "2023-11-14T22:13:20Z"^^xsd:dateTime .
language:ENG a dct:LinguisticSystem ; skos:inScheme authority:language .
language:FRA a dct:LinguisticSystem ; skos:inScheme authority:language .
<#publisher> a foaf:Agent ; foaf:name "The gardeners"@en, "Les jardiniers"@fr .
<http://spdx.org/licenses/CC0-1.0> a dct:LicenseDocument ; dct:type licence:PublicDomain .
licence:PublicDomain a skos:Concept ; skos:inScheme licence:1.1 ;
    skos:prefLabel "Public domain"@en, "Domaine public"@fr .
licence:1.1 a skos:ConceptScheme ; dct:title "Types of licences"@en, "Types de licences"@fr .
"""
DATASET = """
<> dcat:dataset <plant> .
<plant> a dcat:Dataset ;
    dct:title "Plants"@en, "Plantes"@fr ;
    dct:description "What grows."@en ;
    dct:identifier "https://gardens.example.org/plant" ;
    dcat:landingPage <plant.en.html> ;
    dct:language language:ENG, language:FRA ;
    dct:publisher <#publisher> ;
    dct:license <http://spdx.org/licenses/CC0-1.0> ;
    dct:issued "2023-05"^^xsd:gYearMonth ;
    dct:modified "2023-11-14T22:13:20Z"^^xsd:dateTime ;
    dcat:version "2.1" ;
    dcat:previousVersion <https://example.org/2.0> ;
    dct:hasPart <plant/beans> ;
    dcat:distribution <plant#csv>, <plant#cards> .
<plant.en.html> a foaf:Document .
<plant#csv> a dcat:Distribution ;
    dct:title "Plants (CSV)"@en, "Plantes (CSV)"@fr ;
    dct:description "Plants (CSV): a file of the dataset “Plants”"@en,
        "Plantes (CSV) : un fichier du jeu de données « Plantes »"@fr ;
    dcat:accessURL <plant.csv> ;
    dcat:downloadURL <plant.csv> ;
    dcat:mediaType iana:text\\/csv ;
    dct:format type:CSV ;
    dct:license <http://spdx.org/licenses/CC0-1.0> ;
    dcatap:availability planned:AVAILABLE ;
    dct:issued "2023-05"^^xsd:gYearMonth ;
    dct:modified "2023-11-14T22:13:20Z"^^xsd:dateTime ;
    dct:conformsTo <dumps/shapes.ttl> ;
    dcat:byteSize "12"^^xsd:nonNegativeInteger ;
    spdx:checksum <plant#csv-sha256> .
<plant#csv-sha256> a spdx:Checksum ;
    spdx:algorithm spdx:checksumAlgorithm_sha256 ;
    spdx:checksumValue "00ff"^^xsd:hexBinary .
spdx:checksumAlgorithm_sha256 a spdx:ChecksumAlgorithm .
<dumps/shapes.ttl> a dct:Standard .
iana:text\\/csv a dct:MediaType .
type:CSV a dct:MediaTypeOrExtent ; skos:inScheme authority:file-type .
planned:AVAILABLE a skos:Concept ; skos:inScheme authority:planned-availability ;
    skos:prefLabel "available"@en, "disponible"@fr .
authority:planned-availability a skos:ConceptScheme ; dct:title "Planned availability"@en, "Disponibilité prévue"@fr .
<plant#cards> a dcat:Distribution ;
    dct:title "Cards of plants"@en ;
    dct:description "Cards of plants: a file of the dataset “Plants”"@en,
        "Cards of plants : un fichier du jeu de données « Plantes »"@fr ;
    dcat:accessURL <plant.vcf> ;
    dcat:downloadURL <plant.vcf> ;
    dcat:mediaType iana:text\\/vcard ;
    dct:language language:FRA ;
    dct:license <http://spdx.org/licenses/CC0-1.0> ;
    dcatap:availability planned:AVAILABLE ;
    dct:issued "2023-05"^^xsd:gYearMonth ;
    dct:modified "2023-11-14T22:13:20Z"^^xsd:dateTime .
iana:text\\/vcard a dct:MediaType .
"""
PLANTS = Dataset(
    BASE + "plant",
    {"en": "Plants", "fr": "Plantes"},
    {"en": "What grows."},
    BASE + "plant.en.html",
    [
        Distribution(
            BASE + "plant.csv",
            "text/csv",
            "CSV",
            "csv",
            {"en": "Plants (CSV)", "fr": "Plantes (CSV)"},
            {},
            "",
            12,
            "00ff",
            [BASE + "dumps/shapes.ttl"],
        ),
        Distribution(BASE + "plant.vcf", "text/vcard", "", "cards", {"en": "Cards of plants"}, {}, "fr"),
    ],
    [BASE + "plant/beans"],
    dates=Dates("2023-05", "2023-11-14T22:13:20Z", "2.1", "https://example.org/2.0"),
)


def described(edition: Edition, *datasets: Dataset) -> rdflib.Graph:
    """Read the description with rdflib, the second parser; no triple is in it twice."""
    triples = describe(edition, datasets)
    graph = rdflib.Graph().parse(data=ntriples(triples).decode(), format="nt")
    assert len(graph) == len(triples)
    return graph


def expected(turtle: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=PREFIXES + turtle, format="turtle")


def assert_same(one: rdflib.Graph, other: rdflib.Graph) -> None:
    _, missing, more = graph_diff(to_isomorphic(one), to_isomorphic(other))
    assert (set(missing), set(more)) == (set(), set())


def changed(edition: Edition, **settings: Any) -> Edition:
    return replace(edition, settings=replace(edition.settings, **settings))


def test_a_catalogue_is_described_triple_by_triple(garden: Path):
    assert_same(expected(CATALOG), described(edition_of(garden)))


def test_a_dataset_and_its_distributions_are_described_triple_by_triple(garden: Path):
    assert_same(expected(CATALOG + DATASET), described(edition_of(garden), PLANTS))


def subjects(graph: rdflib.Graph, predicate: rdflib.URIRef) -> set[str]:
    return {str(subject).removeprefix(BASE) for subject in graph.subjects(predicate)}


def test_the_time_of_the_revision_is_that_of_the_catalogue_and_of_the_whole(garden: Path):
    edition = replace(edition_of(garden), modified=datetime(2024, 2, 29, 1, 2, 3, tzinfo=UTC))
    graph = published(edition)
    files = {str(d).removeprefix(BASE) for d in graph.subjects(RDF.type, DCAT.Distribution)}
    assert subjects(graph, DCTERMS.modified) == {"", "dumps/catalogue", *files}
    assert set(graph.objects(None, DCTERMS.modified)) == {rdflib.Literal("2024-02-29T01:02:03Z", datatype=XSD.dateTime)}


def test_without_a_time_none_is_given(garden: Path):
    graph = published(replace(edition_of(garden), modified=None))
    for term in (DCTERMS.modified, DCTERMS.issued, DCAT_VERSION):
        assert subjects(graph, term) == set()


def test_the_licence_is_that_of_the_catalogue_of_each_dataset_and_of_each_distribution(garden: Path):
    edition = changed(edition_of(garden), license="https://example.org/licence")
    graph = described(edition, PLANTS)
    assert subjects(graph, DCTERMS.license) == {"", "plant", "plant#csv", "plant#cards"}
    assert set(graph.objects(None, DCTERMS.license)) == set(graph.subjects(RDF.type, DCTERMS.LicenseDocument))


def test_without_a_licence_none_is_given(garden: Path):
    graph = described(changed(edition_of(garden), license=None), PLANTS)
    assert subjects(graph, DCTERMS.license) == set()
    assert (None, RDF.type, DCTERMS.LicenseDocument) not in graph


def test_the_publisher_has_a_homepage_where_the_settings_give_one(garden: Path):
    edition = edition_of(garden)
    publisher, homepage = rdflib.URIRef(BASE + "#publisher"), rdflib.URIRef("https://example.org/us")
    assert graph_value(described(edition), publisher, FOAF.homepage) is None
    assert graph_value(described(changed(edition, homepage=str(homepage))), publisher, FOAF.homepage) == homepage


def graph_value(graph: rdflib.Graph, subject: rdflib.URIRef, predicate: rdflib.URIRef) -> object:
    return graph.value(subject, predicate, any=False)


@pytest.mark.parametrize(
    ("languages", "codes"),
    [
        (("fr",), {"FRA"}),
        (("en", "de", "es"), {"ENG", "DEU", "SPA"}),
        (("it", "nl", "pt"), {"ITA", "NLD", "POR"}),
        (("br", "oc"), {"BRE", "OCI"}),
        (("gsw", "x-ours"), set()),
    ],
)
def test_languages_are_those_of_the_eu_where_it_has_them(garden: Path, languages: tuple[str, ...], codes: set[str]):
    graph = described(changed(edition_of(garden), languages=languages))
    named = "http://publications.europa.eu/resource/authority/language/"
    assert {str(o).removeprefix(named) for o in graph.objects(rdflib.URIRef(BASE), DCTERMS.language)} == codes
    assert {str(s).removeprefix(named) for s in graph.subjects(RDF.type, DCTERMS.LinguisticSystem)} == codes


@pytest.mark.parametrize(
    ("title", "literals"),
    [
        ({"": "Plain"}, {rdflib.Literal("Plain")}),
        ({"en": "One", "fr": "Un"}, {rdflib.Literal("One", lang="en"), rdflib.Literal("Un", lang="fr")}),
    ],
)
def test_without_a_description_the_title_is_it_and_texts_keep_their_languages(
    garden: Path, title: Mapping[str, str], literals: set[rdflib.Literal]
):
    graph = described(changed(edition_of(garden), title=title, description={}))
    assert set(graph.objects(rdflib.URIRef(BASE), DCTERMS.title)) == literals
    assert set(graph.objects(rdflib.URIRef(BASE), DCTERMS.description)) == literals


def file_of(graph: rdflib.Graph, distribution: rdflib.term.Node) -> str:
    return str(graph.value(distribution, DCAT.downloadURL)).removeprefix(BASE)


def published(edition: Edition) -> rdflib.Graph:
    return rdflib.Graph().parse(data=publish.represent(edition, edition.settings.base, "text/turtle"), format="turtle")


def test_without_settings_the_whole_is_described_and_the_tables_of_types_are_among_its_files(garden: Path):
    graph = published(edition_of(garden))
    files = {
        (str(dataset).removeprefix(BASE), str(graph.value(distribution, DCAT.downloadURL)).removeprefix(BASE))
        for dataset, distribution in graph.subject_objects(DCAT.distribution)
    }
    assert files == {
        *(("dumps/catalogue", f"dumps/catalogue{suffix}{end}") for suffix in (".ttl", ".nq", ".jsonld") for end in ("", ".gz")),
        *(
            ("dumps/catalogue", f"{name}{end}")
            for name in ("garden", "plant")
            for end in (".csv", ".csv-metadata.json", "-spreadsheet.csv", ".en.xlsx", ".fr.xlsx")
        ),
        *(("dumps/catalogue", f"dumps/tables.{end}") for end in ("en.xlsx", "fr.xlsx", "zip")),
        ("dumps/catalogue", "datapackage.json"),
    }
    media_types = {
        re.sub(r"^[^.]*\.((en|fr)\.)?", "", file_of(graph, d)): str(graph.value(d, DCAT.mediaType)).partition("media-types/")[2]
        for d in graph.subjects(RDF.type, DCAT.Distribution)
    }
    dumps = {"ttl": "text/turtle", "jsonld": "application/ld+json", "nq": "application/n-quads"}
    assert media_types == {
        "csv": "text/csv",
        **dumps,
        **{f"{suffix}.gz": media_type for suffix, media_type in dumps.items()},
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "zip": "application/zip",
        "json": "application/vnd.datapackage+json",
        "csv-metadata.json": "application/csvm+json",
    }
    file_types = {str(f).rpartition("/")[2] for f in graph.objects(None, DCTERMS["format"])}
    assert file_types == {"CSV", "RDF_TURTLE", "JSON_LD", "RDF_N_QUADS", "XLSX", "ZIP", "JSON"}


def test_compressed_files_say_what_is_in_them_and_how_it_is_compressed(garden: Path):
    """`dcat:mediaType` is that of the data, `dcat:compressFormat` how it is compressed (DCAT 3, class Distribution)."""
    graph = published(edition_of(garden))
    compressed = {d: str(value) for d, value in graph.subject_objects(DCAT.compressFormat)}
    assert set(compressed.values()) == {"https://www.iana.org/assignments/media-types/application/gzip"}
    assert {file_of(graph, d) for d in compressed} == {f"dumps/catalogue.{suffix}.gz" for suffix in ("ttl", "nq", "jsonld")}
    for distribution in compressed:
        (plain,) = (
            d for d in graph.subjects(RDF.type, DCAT.Distribution) if f"{file_of(graph, d)}.gz" == file_of(graph, distribution)
        )
        for predicate in (DCAT.mediaType, DCTERMS["format"], DCTERMS.conformsTo):
            assert graph.value(plain, predicate) == graph.value(distribution, predicate) is not None
        assert graph.value(plain, DCAT.byteSize) != graph.value(distribution, DCAT.byteSize)


def test_files_say_which_specification_and_which_columns_they_have(garden: Path):
    """A table conforms to its own metadata, which conforms to CSVW; the tables together are a package, in a zip or not."""
    with (garden / "catalogue.toml").open("a", encoding="utf-8") as settings:
        settings.write('[tables]\nformats = ["csvw", "parquet", "spreadsheet", "xlsx"]\n')
    graph = published(edition_of(garden))
    standards = {
        file_of(graph, d): {str(standard).removeprefix(BASE) for standard in graph.objects(d, DCTERMS.conformsTo)}
        for d in graph.subjects(RDF.type, DCAT.Distribution)
    }
    shapes, package = "dumps/shapes.ttl", "https://specs.frictionlessdata.io/tabular-data-package/"
    assert standards["plant.csv"] == {shapes, "plant.csv-metadata.json"}
    assert standards["plant.csv-metadata.json"] == {shapes, "https://www.w3.org/TR/tabular-metadata/"}
    assert standards["datapackage.json"] == standards["dumps/tables.zip"] == {shapes, package}
    for plain in ("plant-spreadsheet.csv", "plant.en.xlsx", "plant.parquet", "dumps/tables.en.xlsx"):
        assert standards[plain] == {shapes}


def test_file_types_are_codes_of_the_table_of_the_eu():
    table = shared("profiles", "authority-tables", "eu_file_type.ttl")
    codes = set(re.findall(r"authority/file-type/(\w+)> a ", table.read_text("utf-8")))
    assert {format_.file_type for format_ in publish.FORMATS.values()} - {""} <= codes


def in_settings(garden: Path, text: str) -> Edition:
    """Give the garden with more settings."""
    path = garden / "catalogue.toml"
    path.write_text(f"{path.read_text('utf-8')}\n{text}", "utf-8")
    return edition_of(garden)


PLANT_DATASET = """
[dcat]
themes = ["ENVI"]
keywords = ["gardens"]
[[dcat.datasets]]
name = "plants"
title = { en = "What grows", fr = "Ce qui pousse" }
types = ["https://gardens.example.org/ontology#Plant"]
themes = ["AGRI", "https://example.org/theme/beans"]
keywords = { en = ["plants", "beans", "plants"], fr = ["plantes"] }
frequency = "DAILY"
place = "FRA"
box = [-10, 40, 10, 50.5]
period = { start = 2020-03-01, end = "2021" }
"""


def test_a_dataset_of_the_settings_has_the_files_of_its_types_and_the_whole_has_the_rest(garden: Path):
    graph = published(in_settings(garden, PLANT_DATASET))
    plants, whole = rdflib.URIRef(BASE + "#dataset-plants"), rdflib.URIRef(BASE + "dumps/catalogue")
    assert set(graph.objects(rdflib.URIRef(BASE), DCAT.dataset)) == {plants, whole}
    assert list(graph.objects(whole, DCTERMS.hasPart)) == [plants]
    urls = {str(graph.value(d, DCAT.downloadURL)).removeprefix(BASE) for d in graph.objects(plants, DCAT.distribution)}
    tables = (".csv-metadata.json", "-spreadsheet.csv", ".en.xlsx", ".fr.xlsx")
    assert urls == {f"plant{suffix}" for suffix in (".csv", ".ttl", ".jsonld", ".nt", *tables)}
    names = {str(d).removeprefix(f"{BASE}#dataset-plants-") for d in graph.objects(plants, DCAT.distribution)}
    assert names == {
        *("plant-csv", "plant-turtle", "plant-jsonld", "plant-ntriples"),
        *("plant-csvw", "plant-xlsx-en", "plant-xlsx-fr", "plant-spreadsheet-csv"),
    }
    of_whole = {str(graph.value(d, DCAT.downloadURL)).removeprefix(BASE) for d in graph.objects(whole, DCAT.distribution)}
    assert "garden.csv" in of_whole
    assert not any(url.startswith("plant") for url in of_whole)


def test_a_dataset_says_its_subject_place_and_period_and_the_whole_what_holds_for_all(garden: Path):
    graph = published(in_settings(garden, PLANT_DATASET))
    said = rdflib.Graph()
    plants = rdflib.URIRef(BASE + "#dataset-plants")
    for predicate in (DCAT.theme, DCAT.keyword, DCTERMS.accrualPeriodicity, DCTERMS.spatial, DCTERMS.temporal):
        for triple in graph.triples((None, predicate, None)):
            said.add(triple)
    for node in (plants + "-period", rdflib.URIRef("http://publications.europa.eu/resource/authority/country/FRA")):
        for triple in graph.triples((node, None, None)):
            said.add(triple)
    assert_same(
        expected(
            """
<dumps/catalogue> dcat:theme theme:ENVI ; dcat:keyword "gardens"@en .
<#dataset-plants> dcat:theme theme:AGRI, <https://example.org/theme/beans> ;
    dcat:keyword "plants"@en, "beans"@en, "plantes"@fr ;
    dct:accrualPeriodicity frequency:DAILY ;
    dct:spatial country:FRA ;
    dct:temporal <#dataset-plants-period> .
<#dataset-plants-period> a dct:PeriodOfTime ; dcat:startDate "2020-03-01"^^xsd:date ; dcat:endDate "2021"^^xsd:gYear .
country:FRA a dct:Location ; skos:inScheme authority:country ;
    dcat:bbox "POLYGON((-10 40,10 40,10 50.5,-10 50.5,-10 40))"^^geo:wktLiteral ;
    dcat:centroid "POINT(0 45.25)"^^geo:wktLiteral .
"""
        ),
        said,
    )


@pytest.mark.parametrize(
    ("box", "centre"),
    [
        ("[170, -20, -170, -10]", "POINT(-180 -15)"),
        ("[160, -20, -170, -10]", "POINT(175 -15)"),
        ("[-5.14, 41.33, 9.56, 51.09]", "POINT(2.21 46.21)"),
        ("[0, 0, 0, 0]", "POINT(0 0)"),
    ],
)
def test_the_middle_of_an_area_is_its_centre_also_beyond_the_last_meridian(garden: Path, box: str, centre: str):
    graph = published(in_settings(garden, f"[dcat]\nbox = {box}\n"))
    assert {str(each) for each in graph.objects(rdflib.URIRef(BASE + "#place"), DCAT.centroid)} == {centre}


def test_one_place_has_one_area_and_another_area_is_a_place_of_its_own(garden: Path):
    text = """
[dcat]
place = "FRA"
box = [-5, 41, 9, 51]
[[dcat.datasets]]
name = "plants"
title = "Plants"
types = ["https://gardens.example.org/ontology#Plant"]
place = "FRA"
box = [2, 48, 3, 49]
"""
    graph = published(in_settings(garden, text))
    assert all(len(set(graph.objects(place, DCAT.bbox))) == 1 for place in graph.subjects(RDF.type, DCTERMS.Location))
    assert graph.value(rdflib.URIRef(BASE + "#dataset-plants"), DCTERMS.spatial) == rdflib.URIRef(
        BASE + "#dataset-plants-place"
    )


@pytest.mark.parametrize(
    ("contact", "expected_triple"),
    [
        ("https://example.org/contact", "vcard:hasURL <https://example.org/contact>"),
        ("mailto:help@example.org", "vcard:hasEmail <mailto:help@example.org>"),
    ],
)
def test_whom_to_ask_is_a_page_or_a_mailbox(garden: Path, contact: str, expected_triple: str):
    graph = published(in_settings(garden, f'[dcat]\ncontact = "{contact}"\ncontact_name = "Help desk"\n'))
    node = rdflib.URIRef(BASE + "#contact")
    about = rdflib.Graph()
    for triple in graph.triples((node, None, None)):
        about.add(triple)
    assert_same(expected(f'<#contact> a vcard:Kind ; vcard:fn "Help desk"@en ; {expected_triple} .'), about)
    assert (rdflib.URIRef(BASE + "dumps/catalogue"), DCAT.contactPoint, node) in graph


def test_services_are_described_where_there_are_some(garden: Path):
    assert set(published(edition_of(garden)).objects(None, DCAT.service)) == set()
    graph = published(in_settings(garden, '[sparql]\naddress = "https://data.example.org/sparql"\n'))
    endpoints = {
        str(service).removeprefix(BASE): (str(graph.value(service, DCAT.endpointURL)), graph.value(service, DCAT.servesDataset))
        for service in graph.objects(rdflib.URIRef(BASE), DCAT.service)
    }
    whole = rdflib.URIRef(BASE + "dumps/catalogue")
    assert endpoints == {
        "#service-sparql": ("https://data.example.org/sparql", whole),
        "#service-api": ("https://data.example.org/api/queries", whole),
    }


def test_sizes_and_digests_are_those_of_the_files(garden: Path):
    edition = edition_of(garden)
    graph = published(edition)
    for distribution in graph.subjects(RDF.type, DCAT.Distribution):
        document = publish.document_at(edition, str(graph.value(distribution, DCAT.downloadURL)).removeprefix(BASE))
        assert document is not None
        data = publish.represent(edition, document.iri, document.format.media_type, document.language)
        checksum = graph.value(distribution, rdflib.URIRef("http://spdx.org/rdf/terms#checksum"))
        value = graph.value(checksum, rdflib.URIRef("http://spdx.org/rdf/terms#checksumValue"))
        assert (str(graph.value(distribution, DCAT.byteSize)), str(value)) == (str(len(data)), sha256(data).hexdigest())


def test_all_syntaxes_say_the_same(garden: Path):
    edition = in_settings(garden, PLANT_DATASET)
    turtle = published(edition)
    for media_type in ("application/ld+json", "application/n-triples", "application/rdf+xml"):
        data = publish.represent(edition, BASE, media_type).decode()
        name = {"application/ld+json": "json-ld", "application/n-triples": "nt", "application/rdf+xml": "xml"}[media_type]
        assert_same(turtle, rdflib.Graph().parse(data=data, format=name))


def test_what_xml_does_not_have_is_replaced_in_rdf_xml_alone(garden: Path):
    edition = changed(edition_of(garden), title={"en": "Gardens\u0001 & <more>"})
    data = publish.represent(edition, BASE, "application/rdf+xml").decode()
    graph = rdflib.Graph().parse(data=data, format="xml")
    assert graph.value(rdflib.URIRef(BASE), DCTERMS.title) == rdflib.Literal("Gardens\ufffd & <more>", lang="en")


def test_files_of_a_preview_lie_where_it_is_and_iris_stay(garden: Path):
    graph = rdflib.Graph().parse(
        data=publish.represent(edition_of(garden).at("https://preview.example/x/"), BASE, "text/turtle"), format="turtle"
    )
    assert all(str(url).startswith("https://preview.example/x/") for url in graph.objects(None, DCAT.downloadURL))
    assert (rdflib.URIRef(BASE), DCAT.dataset, rdflib.URIRef(BASE + "dumps/catalogue")) in graph


def test_datasets_have_the_words_and_the_pages_of_what_they_are(garden: Path):
    graph = published(in_settings(garden, PLANT_DATASET))
    described_as = {
        str(dataset).removeprefix(BASE): (
            {str(title) for title in graph.objects(dataset, DCTERMS.title)},
            {str(text) for text in graph.objects(dataset, DCTERMS.description)},
            str(graph.value(dataset, DCAT.landingPage)).removeprefix(BASE),
        )
        for dataset in graph.objects(rdflib.URIRef(BASE), DCAT.dataset)
    }
    assert described_as == {
        "dumps/catalogue": (
            {"Shared gardens – everything", "Jardins partagés – tout"},
            {"Gardens that are tended together, and what grows in them.", "Des jardins cultivés ensemble, et ce qui y pousse."},
            "",
        ),
        "#dataset-plants": (
            {"What grows", "Ce qui pousse"},
            {"What grows in the gardens.", "Ce qui pousse dans les jardins."},
            "plant.en.html",
        ),
    }


def test_a_type_without_a_description_is_described_by_its_name_and_the_whole_by_the_title(garden: Path):
    shape = garden / "shapes" / "plant.ttl"
    lines = shape.read_text("utf-8").splitlines(keepends=True)
    shape.write_text("".join(line for line in lines if "sh:description" not in line), "utf-8")
    graph = published(changed(in_settings(garden, PLANT_DATASET), description={}))
    descriptions = {
        str(dataset).removeprefix(BASE): {str(text) for text in graph.objects(dataset, DCTERMS.description)}
        for dataset in graph.objects(rdflib.URIRef(BASE), DCAT.dataset)
    }
    assert descriptions["#dataset-plants"] == {"Plants", "Plantes"}
    assert descriptions["dumps/catalogue"] == {"Shared gardens", "Jardins partagés"}


def test_a_type_of_which_there_is_nothing_is_no_dataset(garden: Path):
    for entry in (garden / "data" / "plant").iterdir():
        entry.unlink()
    graph = published(in_settings(garden, PLANT_DATASET))
    datasets = {str(d).removeprefix(BASE) for d in graph.objects(rdflib.URIRef(BASE), DCAT.dataset)}
    assert datasets == {"dumps/catalogue"}
    assert set(graph.objects(None, DCTERMS.hasPart)) == set()


def test_the_server_gives_the_bytes_of_the_release_and_makes_nothing_for_its_digests(garden: Path, tmp_path: Path):
    folder = build(edition_of(garden), tmp_path).folder
    edition = edition_of(garden)
    assert know_standing(edition, tmp_path)
    with TestClient(Site(edition_of(garden))) as alone, TestClient(Site(edition, tmp_path)) as beside:
        for suffix in (".ttl", ".jsonld", ".nt", ".rdf"):
            data = (folder / f"index{suffix}").read_bytes()
            assert (alone.get(f"/index{suffix}").content, beside.get(f"/index{suffix}").content) == (data, data)


def test_the_digests_of_another_release_are_not_taken(garden: Path, tmp_path: Path):
    build(edition_of(garden), tmp_path)
    assert not know_standing(in_settings(garden, PLANT_DATASET), tmp_path)
    assert not know_standing(edition_of(garden), tmp_path / "nowhere")


def test_a_forged_host_changes_no_address(garden: Path):
    edition = in_settings(garden, '[sparql]\naddress = "https://data.example.org/sparql"\n')
    with TestClient(Site(edition)) as client:
        usual, forged = (client.get("/index.ttl", headers={"Host": host}) for host in ("gardens.example.org", "evil.example"))
    assert usual.content == forged.content
    assert b"evil.example" not in forged.content


def git(folder: Path, *arguments: str, day: str = "") -> None:
    when = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"} if day else {}
    names = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, env={**os.environ, **when, **names})


@pytest.fixture
def committed(garden: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A garden with a dataset of plants: committed in 2020, a plant changed in 2021, a garden in 2022."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    in_settings(garden, PLANT_DATASET.replace("[dcat]", '[dcat]\nprevious = "https://old.example/{version}/"'))
    git(garden, "init", "-q")
    git(garden, "add", ".")
    git(garden, "commit", "-qm", "first", day="2020-03-01")
    for name, day in (("plant", "2021-04-02"), ("garden", "2022-05-03")):
        file = next((garden / "data" / name).iterdir())
        file.write_text(f"# {name}\n{file.read_text('utf-8')}", "utf-8")
        git(garden, "commit", "-qam", name, day=day)
    return garden


def dates(edition: Edition, name: str) -> tuple[str, str, str, str]:
    """Give issue, modification, version without commit, and previous version of a dataset."""
    graph, node = published(edition), rdflib.URIRef(BASE + name)
    before = rdflib.URIRef("http://www.w3.org/ns/dcat#previousVersion")
    terms = (DCTERMS.issued, DCTERMS.modified, DCAT_VERSION, before)
    issued, modified, version, previous = (str(graph.value(node, term) or "") for term in terms)
    return issued, modified[:10], version, previous


def test_each_dataset_has_the_dates_of_its_own_files(committed: Path):
    edition = edition_of(committed)
    plants, whole = dates(edition, "#dataset-plants"), dates(edition, "dumps/catalogue")
    assert (plants[:2], plants[2][:11], plants[3]) == (("2020-03-01", "2021-04-02"), "2021-04-02-", "")
    assert (whole[:2], whole[2][:11], whole[3]) == (("2020-03-01", "2022-05-03"), "2022-05-03-", "")


def test_a_tag_is_the_version_and_the_one_before_is_the_previous(committed: Path):
    before = edition_of(committed).release
    git(committed, "tag", "v1.0", "HEAD~1")
    assert dates(edition_of(committed), "dumps/catalogue")[3] == "https://old.example/v1.0/"
    git(committed, "tag", "v2.0")
    assert dates(edition_of(committed), "#dataset-plants")[2:] == ("2.0", "https://old.example/v1.0/")
    assert edition_of(committed).release != before  # what it is made of has changed
    file = next((committed / "data" / "plant").iterdir())
    file.write_text(f"# more\n{file.read_text('utf-8')}", "utf-8")
    assert dates(edition_of(committed), "dumps/catalogue")[2] != "2.0"
    assert dates(edition_of(committed), "dumps/catalogue")[3] == "https://old.example/v2.0/"


def test_a_file_that_is_gone_was_there_first_of_the_whole_all_the_same(committed: Path):
    (committed / "data" / "plant" / "new.ttl").write_text(
        "@prefix g: <https://gardens.example.org/ontology#> .\n<https://gardens.example.org/plant/new> a g:Plant .\n", "utf-8"
    )
    for file in (committed / "data" / "plant").iterdir():
        if file.name != "new.ttl":
            file.unlink()
    git(committed, "add", "-A")
    git(committed, "commit", "-qm", "new", day="2023-06-04")
    edition = edition_of(committed)
    assert dates(edition, "#dataset-plants")[:2] == ("2023-06-04", "2023-06-04")
    assert dates(edition, "dumps/catalogue")[:2] == ("2020-03-01", "2023-06-04")


def test_a_shallow_clone_does_not_know_what_was_first(committed: Path, tmp_path: Path):
    git(tmp_path, "clone", "-q", "--depth", "1", committed.as_uri(), "shallow")
    issued, modified, _, _ = dates(edition_of(tmp_path / "shallow"), "dumps/catalogue")
    assert (issued, modified) == ("", "2022-05-03")


def test_a_build_upon_another_after_a_tag_is_as_a_whole_one(committed: Path, tmp_path: Path):
    build(edition_of(committed), tmp_path / "one")
    git(committed, "tag", "v3")
    upon, whole = build(edition_of(committed), tmp_path / "one").folder, build(edition_of(committed), tmp_path / "two").folder
    assert (upon / "manifest.json").read_bytes() == (whole / "manifest.json").read_bytes()
    assert b'dcat:version "3"' in (upon / "index.ttl").read_bytes()
