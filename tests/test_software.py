"""Software for the catalogues of it: which entries are software, what each form says of them, and the same bytes everywhere."""

# ruff: noqa: E501 - data is read by its statements

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import hostile
import jsonschema
import pytest
import yaml
from conftest import ROOT, edition_of, shared
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld
from rdflib import Graph, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import FOAF, RDF
from starlette.testclient import TestClient
from test_publiccode import SCHEMA
from test_schema_org import BASE, PREFIXES, edition_with
from typer.testing import CliRunner

from catalogue import Catalogue, publish
from catalogue import codemeta as codemeta_terms
from catalogue.cli.app import app
from catalogue.edition import Edition
from catalogue.exports.software import describe, software
from catalogue.publiccode import as_yaml, check
from catalogue.published import names_of
from catalogue.release import build
from catalogue.serve import Site
from catalogue.terms import Literal, NamedNode

DOAP = Namespace("http://usefulinc.com/ns/doap#")
TOOLS = ROOT / "tests" / "fixtures" / "tools"
PLANNER, SIEVE = "tool/planner", "tool/sieve"
PC = "<https://yml.publiccode.tools/schema.core.html#{}>"


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A copy of the third fixture: a small catalogue of software with shapes of its own."""
    return Path(shutil.copytree(TOOLS, tmp_path / "tools"))


def document(edition: Edition, path: str) -> bytes:
    found = publish.document_at(edition, path)
    assert found is not None, path
    return publish.represent(edition, found.iri, found.format.media_type)


def paths(edition: Edition, stem: str) -> set[str]:
    """Give the endings of the documents that begin with a path."""
    return {each.path.removeprefix(stem) for each in publish.documents(edition) if each.path.startswith(stem)}


# Which documents there are


def test_a_thing_that_is_software_has_documents_for_catalogues_of_software(tools: Path):
    assert {".codemeta.json", ".publiccode.yml", ".doap.ttl", ".doap.rdf"} <= paths(edition_of(tools), PLANNER)


def test_a_document_that_would_be_invalid_is_not_published(tools: Path):
    endings = paths(edition_of(tools), SIEVE)
    assert {".codemeta.json", ".doap.ttl", ".doap.rdf"} <= endings
    assert ".publiccode.yml" not in endings


def test_a_thing_that_is_no_software_has_none_of_them(tools: Path):
    edition = edition_of(tools)
    endings = paths(edition, "maker/town")
    assert not [ending for ending in endings if "codemeta" in ending or "publiccode" in ending or "doap" in ending]
    with TestClient(Site(edition), follow_redirects=False) as client:
        for path in ("maker/town.codemeta.json", "maker/town.publiccode.yml", "maker/town.doap", "maker/town.doap.ttl"):
            assert 404 == client.get(f"/{path}").status_code


@pytest.mark.parametrize(
    ("shapes", "data", "is_software"),
    [
        (":S a sh:NodeShape ; sh:targetClass :T ; skos:closeMatch schema:SoftwareApplication .", "", True),
        (":S a sh:NodeShape ; sh:targetClass :T . :T rdfs:subClassOf schema:SoftwareSourceCode .", "", True),
        (":S a sh:NodeShape ; sh:targetClass :T . :T owl:equivalentClass <https://schema.org/MobileApplication> .", "", True),
        (":S a sh:NodeShape ; sh:targetClass :T .", "<t/a> a <http://usefulinc.com/ns/doap#Project> .", True),
        (":S a sh:NodeShape ; sh:targetClass :T ; skos:closeMatch schema:WebApplication .", "", False),
        (":S a sh:NodeShape ; sh:targetClass :T ; skos:closeMatch schema:Dataset .", "", False),
        (":S a sh:NodeShape ; sh:targetClass :T .", "", False),
        (
            ":S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :kind ; skos:closeMatch schema:additionalType ] .",
            "<t/a> :kind <k/tool> . <k/tool> skos:exactMatch schema:SoftwareSourceCode .",
            True,
        ),
        (
            ":S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :kind ; skos:closeMatch schema:additionalType ] .",
            "<t/a> :kind <k/data> . <k/data> skos:exactMatch schema:Dataset .",
            False,
        ),
    ],
)
def test_what_is_software_follows_from_the_mapping(shapes: str, data: str, is_software: bool):  # noqa: FBT001
    edition = edition_with(f"{shapes} :S sh:property [ sh:path rdfs:label ] .", f"<t/a> a :T ; rdfs:label 'A' . {data}")
    assert is_software == (NamedNode(f"{BASE}t/a") in software(edition))


def test_pages_and_headers_lead_to_the_documents(tools: Path):
    edition = edition_of(tools)
    page = document_of_page(edition)
    for path in ("planner.codemeta.json", "planner.publiccode.yml", "planner.doap.ttl", "planner.doap.rdf"):
        assert path in page
    with TestClient(Site(edition), follow_redirects=False) as client:
        links = client.get(f"/{PLANNER}.en.html").headers["link"]
    assert f'{PLANNER}.codemeta.json>; rel="alternate"' in links
    assert f'{PLANNER}.doap.rdf>; rel="describedby"' in links


def document_of_page(edition: Edition) -> str:
    found = publish.document_at(edition, f"{PLANNER}.en.html")
    assert found is not None
    return publish.represent(edition, found.iri, "text/html", "en").decode()


@pytest.mark.parametrize(
    ("accept", "path"),
    [
        ("application/yaml", f"{PLANNER}.publiccode.yml"),
        ("text/yaml", f"{PLANNER}.publiccode.yml"),
        ("application/vnd.codemeta.ld+json", f"{PLANNER}.codemeta.json"),
        ("text/turtle", f"{PLANNER}.ttl"),
    ],
)
def test_a_client_that_asks_for_a_form_is_led_to_it(tools: Path, accept: str, path: str):
    with TestClient(Site(edition_of(tools)), follow_redirects=False) as client:
        answer = client.get(f"/{PLANNER}", headers={"accept": accept})
    assert (303, True) == (answer.status_code, answer.headers["location"].endswith(path))


def test_doap_of_a_thing_is_negotiated_too(tools: Path):
    with TestClient(Site(edition_of(tools)), follow_redirects=False) as client:
        answer = client.get(f"/{PLANNER}.doap", headers={"accept": "application/rdf+xml"})
    assert (303, True) == (answer.status_code, answer.headers["location"].endswith(f"{PLANNER}.doap.rdf"))


def test_the_release_and_the_server_give_the_same_bytes_and_two_builds_too(tools: Path, tmp_path: Path):
    edition = edition_of(tools)
    releases = [build(edition, tmp_path / name).folder for name in ("one", "two")]
    files = sorted(path for path in releases[0].rglob("*") if {"codemeta", "publiccode", "doap"} & set(path.name.split(".")))
    files += [releases[0] / "dumps" / f"software.{ending}" for ending in ("codemeta.json", "rdf", "ttl")]
    assert len(files) >= 10
    with TestClient(Site(edition), follow_redirects=False) as client:
        for file in files:
            name = file.relative_to(releases[0])
            assert file.read_bytes() == (releases[1] / name).read_bytes() == client.get(f"/{name}").content


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"community"', '"somebody"'),
        ('"Town of Example"@en', '"City of Example"@en'),
        ("pc:developmentStatus.stable", "pc:developmentStatus.beta"),
        ("<tool/sieve>\n    a :Tool", "<tool/sieve>\n    a :Maker"),
        ("<maker/town>\n    a :Maker", "<maker/town>\n    a :Maker, :Tool"),
        ('"PostgreSQL"', '"SQLite"'),
        ('rdfs:label "Sieve"@en', 'rdfs:label "Riddle"@en'),
    ],
)
def test_a_build_after_a_change_has_the_files_of_a_whole_one(tools: Path, tmp_path: Path, old: str, new: str):
    build(edition_of(tools), tmp_path / "upon")
    file = tools / "data" / "tools.ttl"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    upon, whole = (build(edition_of(tools), tmp_path / name).folder for name in ("upon", "whole"))
    written = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (upon, whole)
    ]
    assert written[0].keys() == written[1].keys()
    assert [] == [path for path, data in written[0].items() if data != written[1][path]]


def test_a_catalogue_without_software_has_no_list_of_it(garden: Path):
    assert publish.document_at(edition_of(garden), "dumps/software.codemeta.json") is None


@pytest.mark.parametrize("name", ["a.doap", "a.DOAP", "A", "a.codemeta", "a.codemeta.json", "a.publiccode.yml", "é" * 120])
def test_an_entry_and_a_document_about_software_are_two_files_on_any_file_system(name: str):
    edition = edition_with(
        SHAPES % "[ sh:path rdfs:label ]", f"<t/a> a :T ; rdfs:label 'A' . <t/{name}> a :T ; rdfs:label 'B' ."
    )
    written = [each.path for each in publish.documents(edition)]
    assert len(written) == len({path.casefold() for path in written})
    for path in (path for path in written if path.startswith("t/")):
        assert document_at(edition, path)


def document_at(edition: Edition, path: str) -> bytes:
    found = publish.document_at(edition, path)
    assert found is not None, path
    return publish.represent(edition, found.iri, found.format.media_type, found.language)


# publiccode.yml


def test_a_published_document_is_valid_by_the_standard_and_by_a_schema_written_anew(tools: Path):
    read = yaml.safe_load(document(edition_of(tools), f"{PLANNER}.publiccode.yml"))
    assert [] == check(read)
    jsonschema.validate(read, SCHEMA)
    assert "0.5" == read["publiccodeYmlVersion"]
    assert 'Plans "gardens" <together>' == read["description"]["en"]["shortDescription"]
    assert "Planificateur" == read["description"]["fr"]["localisedName"]
    assert "localisedName" not in read["description"]["en"]
    assert {"uri": "https://tools.example.org/maker/town", "name": "Town of Example"} == read["organisation"]
    assert [{"name": "PostgreSQL", "versionMin": "12", "optional": False}] == read["dependsOn"]["open"]
    assert "stable" == read["developmentStatus"]


SHAPES = """:S a sh:NodeShape ; sh:targetClass :T ; skos:closeMatch schema:SoftwareApplication ; sh:property %s .
:C a sh:NodeShape ; sh:targetClass :Claim ; sh:property
    [ sh:path rdf:subject ], [ sh:path rdf:predicate ], [ sh:path :basis ; sh:defaultValue <k/stated> ; dash:propertyRole dash:KeyInfoRole ] .
"""


def described(key: str, values: str, more: str = "") -> Any:
    """Describe an entry one of whose properties is mapped to a key."""
    edition = edition_with(
        SHAPES % f"[ sh:path :p ; skos:closeMatch {PC.format(key)} ]", f"<t/a> a :T ; rdfs:label 'A' ; :p {values} . {more}"
    )
    return describe(edition, NamedNode(f"{BASE}t/a"))


@pytest.mark.parametrize(
    ("key", "values", "more", "given"),
    [
        ("url", "<https://x.example/a.git>", "", "https://x.example/a.git"),
        ("url", "'https://x.example/a.git'", "", "https://x.example/a.git"),
        ("url", "<https://x.example/a>, <https://x.example/b>", "", None),
        ("url", "<mailto:a@x.example>", "", None),
        ("url", "[ schema:url <https://x.example/a> ]", "", "https://x.example/a"),
        ("url", "<t/b>", "<t/b> a :T ; rdfs:label 'B' ; schema:codeRepository <https://x.example/b> .", "https://x.example/b"),
        ("landingURL", "<ftp://x.example/>", "", None),
        ("landingURL", "<javascript:alert(1)>", "", None),
        ("url", "'git://x.example/a'", "", "git://x.example/a"),
        ("url", "'javascript:alert(1)'", "", None),
        ("developmentStatus", "'Stable'", "", "stable"),
        ("developmentStatus", "'old'", "", None),
        ("developmentStatus", "<k/s>", f"<k/s> skos:exactMatch {PC.format('developmentStatus.beta')} .", "beta"),
        ("developmentStatus", "<k/s>", "<k/s> skos:notation 'beta' .", "beta"),
        ("developmentStatus", "<k/s>", f"<k/s> skos:exactMatch {PC.format('softwareType.addon')} .", None),
        ("softwareType", "<k/s>", f"<k/s> skos:exactMatch {PC.format('softwareType.standalone/web')} .", "standalone/web"),
        ("platforms", "<k/s>", "<k/s> rdfs:label 'Linux' .", ["linux"]),
        ("platforms", "<k/s>", "<k/s> rdfs:label 'Haiku' .", ["Haiku"]),
        ("releaseDate", "'2026-11-01'^^xsd:date", "", "2026-11-01"),
        ("releaseDate", "'2026-11-01T10:00:00Z'^^xsd:dateTime", "", "2026-11-01"),
        ("releaseDate", "'2026-11'^^xsd:gYearMonth", "", None),
        ("releaseDate", "'2026-11-01'^^xsd:date, '2026-11-02'^^xsd:date", "", None),
        ("legal.license", "<http://spdx.org/licenses/MIT>", "", {"license": "MIT"}),
        ("legal.license", "<https://spdx.org/licenses/MIT.html>", "", {"license": "MIT"}),
        ("legal.license", "'MIT OR 0BSD'", "", {"license": "MIT OR 0BSD"}),
        ("legal.license", "<https://x.example/licence>", "", None),
        ("legal.license", "'my licence'", "", None),
        ("localisation.localisationReady", "false", "", {"localisationReady": False}),
        ("localisation.localisationReady", "'maybe'^^xsd:boolean", "", {"localisationReady": False}),
        ("localisation.availableLanguages", "'EN', 'pt-br'", "", {"availableLanguages": ["en", "pt-BR"]}),
        ("supports", "<https://x.example/law>", "", [{"id": "https://x.example/law"}]),
        ("supports", "'alias:gdpr'", "", [{"id": "alias:gdpr"}]),
        ("supports", "'gdpr'", "", None),
        ("usedBy", "'a', 'b'", "", ["a", "b"]),
        ("usedBy", "( 'b' 'a' )", "", ["b", "a"]),
        ("maintenance.contacts", "'Ada'", "", {"contacts": [{"name": "Ada"}]}),
        ("fundedBy", "'Fund'", "", None),
    ],
)
def test_a_value_is_given_as_the_standard_takes_it_or_is_listed_as_left_out(key: str, values: str, more: str, given: Any):
    description = described(key, values, more)
    assert given == description.document.get(key.partition(".")[0])
    assert (given is None) == bool(description.left_out)
    assert all(message["en"] and message["fr"] for message in description.left_out)


def test_how_a_person_is_reached_is_in_no_document():
    description = described(
        "maintenance.contacts",
        f"[ rdfs:label 'Ada' ; :mail 'ada@x.example' ] . :mail skos:closeMatch {PC.format('maintenance.contacts.email')}",
    )
    assert "ada@x.example" not in as_yaml(description.document)


@pytest.mark.parametrize("basis", ["inferred", "stated"])
def test_what_a_claim_qualifies_is_in_no_document(basis: str):
    claim = f"<claim/1> a :Claim ; rdf:subject <t/a> ; rdf:predicate :p ; :basis <k/{basis}> ."
    document = described("softwareVersion", "'1.0'", claim).document
    assert ("softwareVersion" in document) == (basis == "stated")


def test_a_direct_mapping_goes_before_what_follows_from_schema_org():
    shape = f"[ sh:path :p ; skos:closeMatch schema:description, {PC.format('description.features')} ]"
    edition = edition_with(SHAPES % shape, "<t/a> a :T ; rdfs:label 'A' ; :p 'x'@en .")
    assert {"en": {"features": ["x"]}} == describe(edition, NamedNode(f"{BASE}t/a")).document["description"]


def test_a_language_that_lacks_a_mandatory_text_is_left_out_where_another_is_whole(tools: Path):
    file = tools / "data" / "tools.ttl"
    text = file.read_text(encoding="utf-8").replace('"montre une carte"@fr', '"zeigt eine Karte"@de')
    file.write_text(text, encoding="utf-8")
    description = describe(edition_of(tools), NamedNode(f"https://tools.example.org/{PLANNER}"))
    assert ["en"] == list(description.document["description"])
    assert 2 == len(description.left_out)
    assert description.is_valid


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40)


@given(st.lists(ANY_TEXT, min_size=1, max_size=3, unique=True))
def test_any_text_leaves_as_the_data_has_it(texts: list[str]):
    values = ", ".join(str(Literal(text)) for text in texts)
    document = described("usedBy", values).document
    assert sorted(text for text in texts if text.strip()) == sorted(document.get("usedBy", []))
    assert document == yaml.safe_load(as_yaml(document))


# What is missing


def profile(*arguments: str, language: str = "en") -> Any:
    return CliRunner().invoke(app, ["--lang", language, "profile", "publiccode", "-C", str(TOOLS), *arguments])


def test_what_software_lacks_is_told_and_the_exit_code_says_that_something_is_missing():
    result = profile()
    assert 1 == result.exit_code
    assert "https://tools.example.org/tool/planner – Planner\nhttps://tools.example.org/tool/sieve – Sieve\n" in result.stdout
    assert "  maintenance.type is missing\n" in result.stdout
    assert "1 of 2 software have a valid publiccode.yml" in result.stderr
    assert "il manque maintenance.type" in profile(language="fr").stdout


def test_software_that_lacks_nothing_ends_well():
    assert 0 == profile(PLANNER).exit_code
    assert 0 == profile(f"https://tools.example.org/{PLANNER}").exit_code


def test_what_is_no_software_cannot_be_asked_about():
    result = profile("maker/town")
    assert (2, True) == (result.exit_code, "maker/town" in result.stderr)


def test_a_draft_has_what_there_is_and_says_what_is_missing_as_comments():
    result = profile("--print", SIEVE)
    assert 1 == result.exit_code
    assert "# This is no valid publiccode.yml yet." in result.stdout
    assert "# legal.license is missing" in result.stdout
    assert {"publiccodeYmlVersion": "0.5", "name": "Sieve", "url": "https://code.example.org/sieve"} == yaml.safe_load(
        result.stdout
    )


# CodeMeta and DOAP


def expanded(data: bytes) -> Any:
    """Expand CodeMeta by its official context, which nobody fetches."""
    context = json.loads(shared("profiles", "codemeta", "codemeta.jsonld").read_text(encoding="utf-8"))

    def loaded(address: str, _options: Any) -> Any:
        assert codemeta_terms.CONTEXT == address
        return {"contextUrl": None, "documentUrl": address, "document": context}

    return jsonld.expand(json.loads(data), {"documentLoader": loaded, "base": "https://elsewhere.example/"})


def test_codemeta_says_by_its_official_context_what_the_entry_says(tools: Path):
    (item,) = expanded(document(edition_of(tools), f"{PLANNER}.codemeta.json"))
    schema, iri = "http://schema.org/", f"https://tools.example.org/{PLANNER}"
    assert iri == item["@id"]
    assert {f"{schema}SoftwareSourceCode", f"{schema}SoftwareApplication"} == set(item["@type"])
    assert [{"@id": "https://code.example.org/planner.git"}] == item[f"{schema}codeRepository"]
    assert [{"@id": "https://spdx.org/licenses/AGPL-3.0-or-later"}] == item[f"{schema}license"]
    assert [{"@value": "Python"}] == item[f"{schema}programmingLanguage"]
    assert [{"@value": "Planner"}] == item[f"{schema}name"]
    assert f"{schema}publisher" in item


def test_the_terms_of_codemeta_are_those_of_its_context_with_the_same_kinds_of_values():
    context = json.loads(shared("profiles", "codemeta", "codemeta.jsonld").read_text(encoding="utf-8"))["@context"]
    for term in codemeta_terms.TERMS:
        kind = context[term].get("@type")
        assert (kind == "@id") == (term in codemeta_terms.REFERENCES)
        assert (kind == "schema:Date") == (term in codemeta_terms.DATES)
    assert set(codemeta_terms.TYPES) <= context.keys()


def test_every_key_of_codemeta_is_a_term_of_it(tools: Path):
    items = json.loads(document(edition_of(tools), "dumps/software.codemeta.json"))["@graph"]
    assert [PLANNER, SIEVE] == [item["id"].removeprefix("https://tools.example.org/") for item in items]
    assert {key for item in items for key in item} <= codemeta_terms.TERMS | {"id", "type"}


def test_doap_has_only_its_own_terms_and_the_same_statements_in_both_syntaxes(tools: Path):
    edition = edition_of(tools)
    for stem in (f"{PLANNER}.doap", "dumps/software"):
        turtle = Graph().parse(data=document(edition, f"{stem}.ttl"), format="turtle")
        assert isomorphic(turtle, Graph().parse(data=document(edition, f"{stem}.rdf"), format="xml"))
        terms = {*turtle.predicates(), *turtle.objects(None, RDF.type)} - {RDF.type, FOAF.name, FOAF.Organization}
        assert {str(term).removeprefix(DOAP) for term in terms} <= names_of(str(DOAP))


def test_doap_says_what_the_entry_says(tools: Path):
    graph = Graph().parse(data=document(edition_of(tools), f"{PLANNER}.doap.ttl"), format="turtle")
    planner = URIRef(f"https://tools.example.org/{PLANNER}")
    assert (planner, RDF.type, DOAP.Project) in graph
    assert {"en", "fr"} == {name.language for name in graph.objects(planner, DOAP.name)}
    repository = graph.value(planner, DOAP.repository)
    assert DOAP.GitRepository == graph.value(repository, RDF.type)
    assert URIRef("https://code.example.org/planner.git") == graph.value(repository, DOAP.location)
    assert "1.0" == str(graph.value(graph.value(planner, DOAP.release), DOAP.revision))
    assert "Town of Example" in {str(name) for name in graph.objects(graph.value(planner, DOAP.vendor), FOAF.name)}


def test_a_project_in_doap_is_described_in_every_form_without_any_mapping():
    edition = edition_with(
        ":S a sh:NodeShape ; sh:targetClass doap:Project .",
        """<t/a> a doap:Project ; rdfs:label "A" ; doap:homepage <https://a.example/> ; doap:license <http://spdx.org/licenses/MIT> ;
           doap:programming-language "C" ; doap:repository [ a doap:GitRepository ; doap:location <https://a.example/a.git> ] .""",
    )
    read = describe(edition, NamedNode(f"{BASE}t/a")).document
    assert ("https://a.example/a.git", "https://a.example/", "MIT") == (
        read["url"],
        read["landingURL"],
        read["legal"]["license"],
    )
    item = json.loads(document(edition, "t/a.codemeta.json"))
    assert ("https://a.example/a.git", "C") == (item["codeRepository"], item["programmingLanguage"])
    graph = Graph().parse(data=document(edition, "t/a.doap.ttl"), format="turtle")
    assert URIRef("https://a.example/") in set(graph.objects(URIRef(f"{BASE}t/a"), DOAP.homepage))


# Texts that would act


@pytest.mark.parametrize("name", [*hostile.TEXTS, "mixed"])
def test_a_text_is_the_same_text_in_every_form_and_nothing_else(name: str):
    text = hostile.TEXTS.get(name, hostile.MIXED)
    value = str(Literal(text, language="en"))
    edition = edition_with(
        SHAPES
        % "[ sh:path :d ; skos:closeMatch schema:description ], [ sh:path :l ; skos:closeMatch schema:programmingLanguage ]",
        f"<t/a> a :T ; rdfs:label {value} ; :d {value} ; :l {Literal(text)} ; schema:codeRepository <https://x.example/a.git> .",
    )
    item = json.loads(document(edition, "t/a.codemeta.json"))
    assert {text} == {item["description"], item["programmingLanguage"]}
    turtle = Graph().parse(data=document(edition, "t/a.doap.ttl"), format="turtle")
    assert text in {str(value) for value in turtle.objects(None, DOAP.description)}
    assert len(turtle) == len(Graph().parse(data=document(edition, "t/a.doap.rdf"), format="xml"))
    read = describe(edition, NamedNode(f"{BASE}t/a")).document
    assert read == yaml.safe_load(as_yaml(read))


# Mappings that lead nowhere


@pytest.mark.parametrize(
    ("shapes", "data", "meant"),
    [
        (f"skos:closeMatch {PC.format('legal.licence')}", "", "legal.license"),
        (f"skos:exactMatch {PC.format('legal.nothing-like-this')}", "", None),
        (f"skos:exactMatch {PC.format('maintenance.contacts.email')}", "", None),
        ("skos:closeMatch <https://w3id.org/codemeta/terms/issueTracke>", "", "issueTracker"),
        ("", f"<k/s> rdfs:label 's' ; skos:exactMatch {PC.format('developmentStatus.stabl')} .", "developmentStatus.stable"),
        (f"skos:closeMatch {PC.format('legal.license')}", "", ""),
        ("skos:closeMatch <https://w3id.org/codemeta/terms/issueTracker>", "", ""),
        (
            "",
            f"<k/s> rdfs:label 's' ; skos:exactMatch {PC.format('developmentStatus.stable')}, {PC.format('platforms.haiku')} .",
            "",
        ),
    ],
)
def test_a_mapping_to_what_there_is_not_is_a_warning_with_the_nearest(
    tmp_path: Path, shapes: str, data: str, meant: str | None
):
    files = {
        "catalogue.toml": f'[catalogue]\nbase = "{BASE}"\ntitle = "x"\nlanguages = ["en"]\n[publisher]\nname = "x"\n',
        "shapes/a.ttl": f"{PREFIXES}\n:S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :p ; {shapes} ] .\n",
        "data/a.ttl": f"{PREFIXES}\n<t/a> a :T ; rdfs:label 'A'@en ; :p 'x' .\n{data}\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    findings = [finding for finding in Catalogue(tmp_path).check() if finding.kind.code == "C243"]
    assert (0 if meant == "" else 1) == len(findings)
    for finding in findings:
        fixes = [edit.text for fix in finding.fixes for edit in fix.edits]
        assert [meant] == [text.rstrip(">").rpartition("#")[2].rpartition("/")[2] for text in fixes] if meant else not fixes
        assert "WARNING" == finding.severity.name


# The first catalogue


def test_software_of_the_first_catalogue_is_what_its_code_list_calls_so(first_edition: Edition):
    iris = [thing.value for thing in software(first_edition)]
    assert "https://communs.example.org/common-resource/umap" in iris
    assert all("/common-resource/" in iri for iri in iris)
