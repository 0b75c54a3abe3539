"""Software described in ADMS-AP 2.01: triples, the verdict of our table, and that of the draft of official shapes."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from conftest import edition_of, shared
from rdflib.compare import to_isomorphic
from typer.testing import CliRunner

from catalogue import publish
from catalogue.cli.app import app
from catalogue.edition import Edition
from catalogue.exports.dcat import Agent, Asset, Release, describe_assets
from catalogue.messages import Text
from catalogue.model import sh
from catalogue.profiles import ADMS_AP, Description, Fault, Kind, Level, faults, unused
from catalogue.profiles.requirements import expand
from catalogue.quads import read_file, syntax_named
from catalogue.release import build
from catalogue.shacl.reference import validate
from catalogue.sources import parse
from catalogue.terms import RDF_TYPE, Literal, NamedNode, Triple

BASE = "https://gardens.example.org/"
MIT, OURS = "http://spdx.org/licenses/MIT", "https://example.org/ours"
NAME: Text = {"en": "Seed counter", "fr": "Compteur de graines"}
RICH = Asset(
    f"{BASE}tool/counter",
    NAME,
    {"en": "It counts seeds.", "fr": "Il compte des graines."},
    f"{BASE}tool/counter.en.html",
    alternatives=[Literal("SC")],
    keywords=[Literal("seeds", language="en"), Literal("graines", language="fr")],
    landing_page="https://counter.example.org/",
    documentation=["https://counter.example.org/docs"],
    publishers=[Agent(f"{BASE}organisation/growers", {"en": "The growers"})],
    licences={MIT: {"en": "MIT License"}, OURS: {"en": "Ours"}},
    releases=[
        Release("https://code.example.org/counter", "source"),
        Release("https://counter.example.org/counter.zip", "download", is_file=True),
    ],
    languages=["ENG", "FRA"],
    themes=["ENVI"],
    related=[f"{BASE}tool/scale"],
    status="Completed",
    versions=["1.2"],
    issued="2021-03-04",
    modified="2022",
)
PLAIN = Asset(f"{BASE}tool/scale", {"en": "Scale"}, {}, f"{BASE}tool/scale.en.html")
WHOM = '\n[dcat]\ncontact = "mailto:help@gardens.example.org"\nplace = "FRA"\npublisher_type = "NonProfitOrganisation"\n'


def described(folder: Path, *assets: Asset, settings: str = WHOM) -> list[Triple]:
    file = folder / "catalogue.toml"
    file.write_text(file.read_text("utf-8") + settings, "utf-8")
    return describe_assets(edition_of(folder), assets, BASE)


def values(triples: Iterable[Triple], subject: str, name: str) -> list[str]:
    return [t.object.value for t in triples if t.subject.value == subject and t.predicate.value == expand(name)]


def test_an_asset_is_described_triple_by_triple(garden: Path):
    triples = described(garden, RICH, PLAIN)
    asset = RICH.iri
    assert len(triples) == len(set(triples))
    single = {
        "dct:identifier": [asset],
        "dct:type": ["http://purl.org/dc/dcmitype/Software"],
        "dcat:landingPage": ["https://counter.example.org/"],
        "foaf:page": [f"{asset}.en.html", "https://counter.example.org/docs"],
        "dct:publisher": [f"{BASE}organisation/growers"],
        "dcat:contactPoint": [f"{BASE}#contact"],
        "dcat:theme": ["http://publications.europa.eu/resource/authority/data-theme/ENVI"],
        "adms:status": ["http://purl.org/adms/status/Completed"],
        "owl:versionInfo": ["1.2"],
        "dct:relation": [f"{BASE}tool/scale"],
        "skos:altLabel": ["SC"],
    }
    assert {name: values(triples, asset, name) for name in single} == single
    assert set(values(triples, asset, "rdf:type")) == {expand("dcat:Dataset"), expand("adms:Asset")}
    assert set(values(triples, f"{BASE}#software", "rdf:type")) == {expand("dcat:Catalog"), expand("adms:AssetRepository")}
    assert values(triples, f"{BASE}#software", "dcat:dataset") == [asset, PLAIN.iri]
    assert Triple(
        NamedNode(asset), NamedNode(expand("dct:modified")), Literal("2022", datatype=NamedNode(expand("xsd:gYear")))
    ) in (triples)


def test_a_release_has_its_address_and_the_freest_licence(garden: Path):
    triples = described(garden, RICH)
    source, download = values(triples, RICH.iri, "dcat:distribution")
    assert values(triples, source, "dcat:accessURL") == ["https://code.example.org/counter"]
    assert values(triples, source, "dcat:downloadURL") == []
    assert values(triples, download, "dcat:downloadURL") == ["https://counter.example.org/counter.zip"]
    assert values(triples, source, "dct:title") == ["Seed counter – source code", "Compteur de graines – code source"]
    assert {value for file in (source, download) for value in values(triples, file, "dct:license")} == {MIT}
    assert values(triples, MIT, "dct:type") == ["http://purl.org/adms/licencetype/OSIcompliant"]
    assert set(values(triples, source, "rdf:type")) == {expand("dcat:Distribution"), expand("adms:AssetDistribution")}


def test_of_a_licence_that_is_not_known_the_rights_are_unknown(garden: Path):
    triples = described(garden, replace(RICH, licences={}))
    [licence] = {
        value for file in values(triples, RICH.iri, "dcat:distribution") for value in values(triples, file, "dct:license")
    }
    assert licence == f"{RICH.iri}#licence"
    assert values(triples, licence, "dct:type") == ["http://purl.org/adms/licencetype/UnknownIPR"]


def told(triples: Iterable[Triple], level: Level) -> set[tuple[str, str]]:
    found: list[Fault] = list(faults(Description(triples), ADMS_AP))
    return {(fault.record.value, fault.requirement.name) for fault in found if fault.level is level}


def test_a_rich_description_has_no_fault_and_a_plain_one_lacks_its_publisher(garden: Path):
    triples = described(garden, RICH, PLAIN)
    assert told(triples, Level.MANDATORY) == {(PLAIN.iri, "dct:publisher")}
    assert (PLAIN.iri, "dcat:distribution") in told(triples, Level.RECOMMENDED)
    assert not {name for record, name in told(triples, Level.RECOMMENDED) if record == RICH.iri} - {"dct:spatial"}


def test_whom_to_ask_needs_an_address_of_mail(garden: Path):
    page = WHOM.replace("mailto:help@gardens.example.org", "https://gardens.example.org/help")
    assert told(described(garden, RICH, settings=page), Level.MANDATORY) == {(f"{BASE}#contact", "vcard:hasEmail")}


@pytest.mark.parametrize("class_", ADMS_AP.classes)
def test_each_property_that_is_not_given_is_missing_or_could_be_there(garden: Path, class_: str):
    """What is taken away is a fault where it is mandatory or recommended, and listed as optional where it is that."""
    triples = described(garden, RICH)
    for requirement in ADMS_AP.classes[class_]:
        records = Description(triples).instances(class_)
        without = Description(t for t in triples if t.predicate.value != requirement.iri or requirement.iri == RDF_TYPE.value)
        missing = {
            fault.record
            for fault in faults(without, ADMS_AP)
            if (fault.class_, fault.requirement, fault.kind) == (class_, requirement, Kind.MISSING)
        }
        optional = {record for record, of, other in unused(without, ADMS_AP) if (of, other) == (class_, requirement)}
        assert (optional if requirement.level is Level.OPTIONAL else missing) == set(records)


def draft() -> list[Triple]:
    """Read the draft of official shapes, without what no description can meet.

    No literal has the datatype `rdfs:Literal`, nothing is stated to be an `rdfs:Resource`, SHA-1 is no class, and a version may
    be named several times by the specification.
    """
    path = shared("profiles", "semic", "adms-ap-SHACL.ttl")
    syntax = syntax_named(path.name)
    assert syntax is not None
    triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in read_file(path, syntax)]
    never = {
        (sh("datatype"), expand("rdfs:Literal")),
        (sh("class"), expand("rdfs:Resource")),
        (sh("class"), "http://spdx.org/rdf/terms#checksumAlgorithm_sha1"),
    }
    versions = {t.subject for t in triples if t.object.value == expand("owl:versionInfo")}
    often = [t for t in triples if (t.predicate, t.object.value) not in never]
    return [t for t in often if t.predicate != sh("maxCount") or t.subject not in versions]


def test_the_draft_of_official_shapes_is_met(garden: Path):
    assert validate(described(garden, RICH), draft()) == []


def test_the_draft_of_official_shapes_finds_what_our_table_does(garden: Path):
    triples = described(garden, RICH, PLAIN, settings=WHOM.replace("mailto:help@", "https://help."))
    official = {(result.focus.value, str(result.path)) for result in validate(triples, draft())}
    assert {(record, f"<{expand(name)}>") for record, name in told(triples, Level.MANDATORY)} == official


SHAPES = """@prefix g: <https://gardens.example.org/ontology#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <http://schema.org/> .
g:ToolShape a sh:NodeShape ; sh:targetClass g:Tool ; rdfs:label "Tool"@en, "Outil"@fr ;
    skos:closeMatch schema:SoftwareApplication ;
    sh:property [ sh:path g:repo ; sh:name "code"@en ; skos:exactMatch schema:codeRepository ] .
g:SiteShape a sh:NodeShape ; sh:targetClass g:Site ; rdfs:label "Site"@en ; skos:closeMatch schema:WebApplication .
g:GrowersShape a sh:NodeShape ; sh:targetClass schema:Organization ; rdfs:label "Growers"@en, "Jardiniers"@fr .
"""
TOOLS = """@base <https://gardens.example.org/> . @prefix g: <ontology#> . @prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<tool/counter> a g:Tool ; skos:prefLabel "Seed <counter> \\"2\\"\\nand; more"@en, "=Compteur"@fr ;
    dct:description "It counts seeds."@en, "Il compte."@fr ; schema:url "https://counter.example.org/" ;
    g:repo <https://code.example.org/counter> ; schema:downloadUrl "https://counter.example.org/c.zip" ;
    dct:license <http://spdx.org/licenses/MIT> ; schema:publisher <growers/main> ; schema:softwareVersion "1.2", "1.3" ;
    schema:keywords "seeds"@en ; schema:inLanguage "en-GB" ; schema:isBasedOn <https://elsewhere.example/lib> ;
    schema:creativeWorkStatus <status/done> ; schema:datePublished "2021-03-04"^^xsd:date ;
    schema:dateModified "2022"^^xsd:gYear, "2023"^^xsd:gYear ;
    schema:about <http://publications.europa.eu/resource/authority/data-theme/ENVI> .
<tool/Counter> a g:Tool ; skos:prefLabel "Other"@en ; schema:author "Jane’s shop" ; dct:description "Another one." .
<site/map> a g:Site ; skos:prefLabel "Map"@en .
<growers/main> a schema:Organization ; skos:prefLabel "The growers"@en .
<status/done> skos:exactMatch <http://purl.org/adms/status/Completed> .
"""


@pytest.fixture
def tools(garden: Path) -> Path:
    """A garden with two tools that are software, whose IRIs differ in case alone, and a site, which runs at an address."""
    (garden / "shapes" / "tool.ttl").write_text(SHAPES, "utf-8")
    (garden / "data" / "tools.ttl").write_text(TOOLS, "utf-8")
    file = garden / "catalogue.toml"
    file.write_text(file.read_text("utf-8") + WHOM, "utf-8")
    return garden


SUFFIXES = (".ttl", ".nt", ".jsonld", ".rdf")


def test_the_software_of_a_release_is_described_in_each_syntax_alike(tools: Path, tmp_path: Path):
    folder = build(edition_of(tools), tmp_path).folder
    parsed = [rdflib.Graph().parse(folder / f"index/software{suffix}") for suffix in SUFFIXES]
    assert all(to_isomorphic(other) == to_isomorphic(parsed[0]) for other in parsed[1:])
    lines = (folder / "index/software.nt").read_text("utf-8").splitlines()
    assert len(lines) == len(set(lines)) == len(parsed[0])


def of_tools(folder: Path) -> list[Triple]:
    document = publish.document_at(edition_of(folder), "index/software.nt")
    assert document is not None
    text = publish.represent(edition_of(folder), document.iri, "application/n-triples")
    return list(parse(text, "software.nt").triples)


def test_what_the_mapping_says_of_software_is_told_and_of_what_runs_at_an_address_nothing(tools: Path):
    triples = of_tools(tools)
    one, other = f"{BASE}tool/counter", f"{BASE}tool/Counter"
    assert values(triples, f"{BASE}#software", "dcat:dataset") == [other, one]
    expected = {
        "dct:title": {'Seed <counter> "2"\nand; more', "=Compteur"},
        "dct:description": {"It counts seeds.", "Il compte."},
        "dcat:landingPage": {"https://counter.example.org/"},
        "dct:publisher": {f"{BASE}growers/main"},
        "owl:versionInfo": {"1.2", "1.3"},
        "dcat:keyword": {"seeds"},
        "dct:language": {"http://publications.europa.eu/resource/authority/language/ENG"},
        "dct:relation": {"https://elsewhere.example/lib"},
        "adms:status": {"http://purl.org/adms/status/Completed"},
        "dcat:theme": {"http://publications.europa.eu/resource/authority/data-theme/ENVI"},
        "dct:issued": {"2021-03-04"},
        "dct:modified": set[str](),
        "dcat:distribution": {f"{one}#source-1", f"{one}#download-1"},
    }
    assert {name: set(values(triples, one, name)) for name in expected} == expected
    assert values(triples, other, "dct:publisher") == [f"{other}#publisher-1"]
    assert values(triples, f"{other}#publisher-1", "foaf:name") == ["Jane’s shop"]
    assert validate(triples, draft()) == []


def test_without_software_there_is_no_description(garden: Path):
    assert publish.document_at(edition_of(garden), "index/software.ttl") is None


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["--lang", "en", "profile", "adms-ap", *map(str, arguments)])
    return done.exit_code, done.output


def test_the_command_compares_the_software_of_a_release(tools: Path, tmp_path: Path):
    folder = build(edition_of(tools), tmp_path / "out").folder
    code, output = run(folder)
    assert code == 0
    assert "ADMS-AP 2.01: mandatory and missing or wrong: 0" in output
    assert f"Dataset <{BASE}tool/Counter> – Other\n  recommended: has no distribution (dcat:distribution)" in output
    assert "points" not in output
    assert run(tmp_path / "out") == (code, output) == run(folder / "index/software.rdf")
    assert "optional: could have part (adms:includedAsset)" in run(folder, "--optional")[1]
    data = tools / "data" / "tools.ttl"
    data.write_text(data.read_text("utf-8").replace("schema:author", "schema:award"), "utf-8")
    code, output = run(build(edition_of(tools), tmp_path / "other").folder)
    assert code == 1
    assert "mandatory: has no publisher (dct:publisher)" in output


def test_the_command_tells_that_a_release_has_no_software(garden: Path, tmp_path: Path):
    code, output = run(build(edition_of(garden), tmp_path).folder)
    assert code == 2
    assert "index/software.ttl" in output


def test_a_build_upon_another_has_the_software_of_a_whole_one(tools: Path, tmp_path: Path):
    build(edition_of(tools), tmp_path / "one")
    data = tools / "data" / "tools.ttl"
    data.write_text(data.read_text("utf-8").replace("Il compte.", "Il compte tout."), "utf-8")
    upon, whole = build(edition_of(tools), tmp_path / "one").folder, build(edition_of(tools), tmp_path / "two").folder
    assert (upon / "manifest.json").read_bytes() == (whole / "manifest.json").read_bytes()
    assert "Il compte tout." in (upon / "index/software.ttl").read_text("utf-8")


def test_the_first_catalogue_lacks_of_its_software_what_no_source_states_plainly(first_edition: Edition):
    """A mail address, which nobody has, and the publishers of those for which they are inferred."""
    document = publish.document_at(first_edition, "index/software.nt")
    assert document is not None
    triples = list(parse(publish.represent(first_edition, document.iri, "application/n-triples"), "software.nt").triples)
    assert {name for _, name in told(triples, Level.MANDATORY)} <= {"vcard:hasEmail", "dct:publisher"}
    found = {(result.focus.value, str(result.path)) for result in validate(triples, draft())}
    assert found == {(record, f"<{expand(name)}>") for record, name in told(triples, Level.MANDATORY)}
    assert len(values(triples, "https://communs.example.org/#software", "dcat:dataset")) > 5
