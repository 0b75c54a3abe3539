"""Software described in ADMS-AP 2.01: triples, the verdict of our table, and that of the draft of official shapes."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import edition_of, shared

from catalogue.exports.dcat import Agent, Asset, Release, describe_assets
from catalogue.messages import Text
from catalogue.model import sh
from catalogue.profiles import ADMS_AP, Description, Fault, Kind, Level, faults, unused
from catalogue.profiles.requirements import expand
from catalogue.quads import read_file, syntax_named
from catalogue.shacl.reference import validate
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
    return [t for t in triples if (t.predicate, t.object.value) not in never]


def test_the_draft_of_official_shapes_is_met(garden: Path):
    assert validate(described(garden, RICH), draft()) == []


def test_the_draft_of_official_shapes_finds_what_our_table_does(garden: Path):
    triples = described(garden, RICH, PLAIN, settings=WHOM.replace("mailto:help@", "https://help."))
    official = {(result.focus.value, str(result.path)) for result in validate(triples, draft())}
    assert {(record, f"<{expand(name)}>") for record, name in told(triples, Level.MANDATORY)} == official
