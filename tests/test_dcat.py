"""The description in DCAT, triple by triple: what DCAT-AP 3 demands, and nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import rdflib
from conftest import edition_of
from rdflib import DCAT, DCTERMS, FOAF, RDF, XSD
from rdflib.compare import graph_diff, to_isomorphic

from catalogue import publish
from catalogue.edition import Edition
from catalogue.exports.dcat import Dataset, Distribution, describe
from catalogue.serialise import ntriples

BASE = "https://gardens.example.org/"
PREFIXES = """
@base <https://gardens.example.org/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix iana: <https://www.iana.org/assignments/media-types/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix language: <http://publications.europa.eu/resource/authority/language/> .
@prefix type: <http://publications.europa.eu/resource/authority/file-type/> .
"""
CATALOG = """
<> a dcat:Catalog ;
    dct:title "Shared gardens"@en, "Jardins partagés"@fr ;
    dct:description "Gardens that are tended together, and what grows in them."@en,
        "Des jardins cultivés ensemble, et ce qui y pousse."@fr ;
    foaf:homepage <> ;
    dct:language language:ENG, language:FRA ;
    dct:publisher <#publisher> ;
    dct:license <http://spdx.org/licenses/CC0-1.0> ;
    dct:modified "2023-11-14T22:13:20Z"^^xsd:dateTime .
language:ENG a dct:LinguisticSystem .
language:FRA a dct:LinguisticSystem .
<#publisher> a foaf:Agent ; foaf:name "The gardeners"@en, "Les jardiniers"@fr .
<http://spdx.org/licenses/CC0-1.0> a dct:LicenseDocument .
"""
DATASET = """
<> dcat:dataset <plant> .
<plant> a dcat:Dataset ;
    dct:title "Plants"@en, "Plantes"@fr ;
    dct:description "What grows."@en ;
    dcat:landingPage <plant.en.html> ;
    dct:publisher <#publisher> ;
    dct:license <http://spdx.org/licenses/CC0-1.0> ;
    dct:modified "2023-11-14T22:13:20Z"^^xsd:dateTime ;
    dcat:distribution <plant#csv>, <plant#cards> .
<plant.en.html> a foaf:Document .
<plant#csv> a dcat:Distribution ;
    dct:title "Plants (csv)"@en, "Plantes (csv)"@fr ;
    dcat:accessURL <plant.csv> ;
    dcat:downloadURL <plant.csv> ;
    dcat:mediaType iana:text\\/csv ;
    dct:format type:CSV ;
    dct:license <http://spdx.org/licenses/CC0-1.0> .
iana:text\\/csv a dct:MediaType .
type:CSV a dct:MediaTypeOrExtent .
<plant#cards> a dcat:Distribution ;
    dct:title "Plants (cards)"@en, "Plantes (cards)"@fr ;
    dcat:accessURL <plant.vcf> ;
    dcat:downloadURL <plant.vcf> ;
    dcat:mediaType iana:text\\/vcard ;
    dct:license <http://spdx.org/licenses/CC0-1.0> .
iana:text\\/vcard a dct:MediaType .
"""
PLANTS = Dataset(
    BASE + "plant",
    {"en": "Plants", "fr": "Plantes"},
    {"en": "What grows."},
    BASE + "plant.en.html",
    [
        Distribution(BASE + "plant.csv", "text/csv", "CSV", "csv"),
        Distribution(BASE + "plant.vcf", "text/vcard", "", "cards"),
    ],
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


def test_the_time_of_the_revision_is_that_of_the_catalogue_and_of_each_dataset(garden: Path):
    edition = replace(edition_of(garden), modified=datetime(2024, 2, 29, 1, 2, 3, tzinfo=UTC))
    graph = described(edition, PLANTS)
    assert subjects(graph, DCTERMS.modified) == {"", "plant"}
    assert set(graph.objects(None, DCTERMS.modified)) == {rdflib.Literal("2024-02-29T01:02:03Z", datatype=XSD.dateTime)}


def test_without_a_time_none_is_given(garden: Path):
    assert subjects(described(replace(edition_of(garden), modified=None), PLANTS), DCTERMS.modified) == set()


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
        (("br",), set()),
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


def published(edition: Edition) -> rdflib.Graph:
    return rdflib.Graph().parse(data=publish.represent(edition, edition.settings.base, "text/turtle"), format="turtle")


def test_what_is_published_describes_everything_and_each_type_with_its_files(garden: Path):
    graph = published(edition_of(garden))
    files = {
        (str(dataset).removeprefix(BASE), str(graph.value(distribution, DCAT.downloadURL)).removeprefix(BASE))
        for dataset, distribution in graph.subject_objects(DCAT.distribution)
    }
    assert files == {
        *(("dumps/catalogue", f"dumps/catalogue{suffix}") for suffix in (".ttl", ".nq", ".jsonld")),
        *((name, name + suffix) for name in ("garden", "plant") for suffix in (".csv", ".ttl", ".jsonld", ".nt")),
    }
    media_types = {
        str(graph.value(d, DCAT.downloadURL)).rpartition(".")[2]: str(graph.value(d, DCAT.mediaType)).partition("media-types/")[
            2
        ]
        for d in graph.subjects(RDF.type, DCAT.Distribution)
    }
    assert media_types == {
        "csv": "text/csv",
        "ttl": "text/turtle",
        "jsonld": "application/ld+json",
        "nq": "application/n-quads",
        "nt": "application/n-triples",
    }
    file_types = {str(f).rpartition("/")[2] for f in graph.objects(None, DCTERMS["format"])}
    assert file_types == {"CSV", "RDF_TURTLE", "JSON_LD", "RDF_N_QUADS", "RDF_N_TRIPLES"}


def test_datasets_have_the_words_and_the_pages_of_what_they_are(garden: Path):
    graph = published(edition_of(garden))
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
        "garden": (
            {"Gardens", "Jardins"},
            {"A garden that several people tend.", "Un jardin que plusieurs personnes cultivent."},
            "garden.en.html",
        ),
        "plant": (
            {"Plants", "Plantes"},
            {"What grows in the gardens.", "Ce qui pousse dans les jardins."},
            "plant.en.html",
        ),
    }


def test_a_type_without_a_description_is_described_by_its_name_and_the_whole_by_the_title(garden: Path):
    shape = garden / "shapes" / "plant.ttl"
    lines = shape.read_text("utf-8").splitlines(keepends=True)
    shape.write_text("".join(line for line in lines if "sh:description" not in line), "utf-8")
    graph = published(changed(edition_of(garden), description={}))
    descriptions = {
        str(dataset).removeprefix(BASE): {str(text) for text in graph.objects(dataset, DCTERMS.description)}
        for dataset in graph.objects(rdflib.URIRef(BASE), DCAT.dataset)
    }
    assert descriptions["plant"] == {"Plants", "Plantes"}
    assert descriptions["dumps/catalogue"] == {"Shared gardens", "Jardins partagés"}


def test_a_type_of_which_there_is_nothing_is_no_dataset(garden: Path):
    for entry in (garden / "data" / "plant").iterdir():
        entry.unlink()
    graph = published(edition_of(garden))
    datasets = {str(d).removeprefix(BASE) for d in graph.objects(rdflib.URIRef(BASE), DCAT.dataset)}
    assert datasets == {"dumps/catalogue", "garden"}
