"""What we write as XML is read back as it was; what XML 1.0 cannot hold is refused, or replaced where it is drawn."""

from __future__ import annotations

import io
import xml.dom.minidom
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
import rdflib
from conftest import edition_of
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rdflib.query import Result
from sparql_service import limited
from starlette.testclient import TestClient

from catalogue.documents.formats import XML
from catalogue.errors import QueryError
from catalogue.languages import recommended
from catalogue.pages import picture_document
from catalogue.pages.pictures import Point, Series, Wording, bar_chart
from catalogue.publish import represent
from catalogue.scaffold import init
from catalogue.serialise import CharacterError, rdf_xml, well_formed, xml_text
from catalogue.serve import Site
from catalogue.terms import Literal, NamedNode, Triple
from catalogue.workspace.catalogue import Catalogue

BASE = "https://gardens.example.org/"
SVG = "{http://www.w3.org/2000/svg}"


def is_of_html(character: str) -> bool:
    """Tell whether HTML has a character: no control character but white space, and no noncharacter (HTML, section 13.2.3.5)."""
    code = ord(character)
    is_control = (code < 0x20 and character not in "\t\n\x0c\r") or 0x7F <= code <= 0x9F
    return not (is_control or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE)


def is_of_xml(character: str) -> bool:
    """Tell whether XML 1.0 has a character (section 2.2, production 2)."""
    number = ord(character)
    return number in {9, 10, 13} or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or number >= 0x10000


def parsed(written: bytes | str) -> ET.Element:
    return ET.fromstring(written)  # noqa: S314 - we have written it


LIMITS = "\0\x01\x08\t\n\x0b\x0c\r\x0e\x1f \x7f\x85\ud7ff\ue000\ufdd0\uffef\ufffd\ufffe\uffff\U00010000\U0001fffe\U0010ffff"
"""Characters where what XML has begins and ends, and others that look as if it did."""

NORMALISED = [
    "\r",
    "\r\n",
    "\n\r",
    "\r\r",
    "\t",
    " ",
    "  a  ",
    "\x85",
    "\r\x85",
    "\u2028",
    "]]>",
    "<![CDATA[x]]>",
    "&#13;",
    "&amp;",
]
"""What a parser would change if it were written as it is, and what it would not."""

TEXTS = st.lists(
    st.sampled_from([*LIMITS, *NORMALISED]) | st.text(st.characters(exclude_categories=["Cs"]), max_size=4), max_size=6
).map("".join)
HELD = st.lists(
    st.sampled_from([c for c in (*LIMITS, *NORMALISED) if all(map(is_of_xml, c))])
    | st.text(st.characters(exclude_categories=["Cs"]).filter(is_of_xml), max_size=4),
    max_size=6,
).map("".join)
TAGS = st.sampled_from(["en", "fr-ca", "zh-hant-tw"])
IRIS = (
    st.text("aé'&~!$()*+,;=:@/?#[]日\U00010000", max_size=5)
    .filter(lambda text: _is_iri(f"urn:x:{text}"))
    .map("urn:x:{}".format)
)


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


@given(st.text(st.characters(exclude_categories=["Cs"])) | TEXTS)
@example(LIMITS)
def test_written_xml_is_refused_by_the_first_character_that_xml_does_not_have(text: str):
    first = next((character for character in text if not is_of_xml(character)), None)
    if first is None:
        assert well_formed(text.encode()) == text.encode().replace(b"\r", b"&#xD;")
        assert xml_text(text) == text
    else:
        with pytest.raises(CharacterError) as raised:
            well_formed(text.encode())
        assert raised.value.character == first
        assert xml_text(text) == "".join(c if is_of_xml(c) else "\ufffd" for c in text)


def test_each_character_of_unicode_is_held_or_refused():
    for number in [*range(0x3000), *range(0xD7F0, 0xD800), *range(0xE000, 0x10100), *range(0x1FFF0, 0x20000), 0x10FFFF]:
        character = chr(number)
        try:
            well_formed(f"a{character}b".encode())
        except CharacterError:
            assert not is_of_xml(character)
        else:
            assert is_of_xml(character)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("xml") / "garden"
    init(folder)
    return folder


@pytest.fixture(scope="module")
def catalogue(folder: Path) -> Catalogue:
    return Catalogue(folder)


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(Site(limited(edition_of(folder), workers=1, client=600), documents=False)) as client:
        yield client


def literal(text: str) -> str:
    """Write a text as SPARQL, every character by its number."""
    return '"' + "".join(f"\\U{ord(character):08x}" for character in text) + '"'


def solutions(text: str, tag: str, iri: str) -> str:
    row = f"({literal(text)} {literal(text)}@{tag} {literal(text)}^^<{iri}> <{iri}>)"
    return f"SELECT * {{ VALUES (?plain ?tagged ?typed ?iri) {{ {row} }} }}"


def readings(body: bytes) -> Iterator[dict[str, tuple[str, str]]]:
    """Read solutions in XML by four readers: what each variable has, and its language or its datatype."""
    for read in (_by_elementtree, _by_minidom, _by_rdflib, _by_engine):
        yield read(body)


def _by_elementtree(body: bytes) -> dict[str, tuple[str, str]]:
    bindings = parsed(body).iter("{http://www.w3.org/2005/sparql-results#}binding")
    tag = "{http://www.w3.org/XML/1998/namespace}lang"
    return {b.attrib["name"]: (b[0].text or "", b[0].get(tag, "").lower() or b[0].get("datatype") or "") for b in bindings}


def _by_minidom(body: bytes) -> dict[str, tuple[str, str]]:
    document: Any = xml.dom.minidom.parseString(body)  # noqa: S318 - we have written it
    read = {}
    for binding in document.getElementsByTagName("binding"):
        term = binding.firstChild
        content = "".join(node.data for node in term.childNodes)
        read[binding.getAttribute("name")] = content, term.getAttribute("xml:lang").lower() or term.getAttribute("datatype")
    return read


def _by_rdflib(body: bytes) -> dict[str, tuple[str, str]]:
    [row] = Result.parse(io.BytesIO(body), content_type="application/sparql-results+xml")
    return {str(name): _of_rdflib(term) for name, term in row.asdict().items()}


def _of_rdflib(term: Any) -> tuple[str, str]:
    return str(term), (getattr(term, "language", None) or "").lower() or str(getattr(term, "datatype", None) or "")


def _by_engine(body: bytes) -> dict[str, tuple[str, str]]:
    parsed: Any = ox.parse_query_results(body, format=ox.QueryResultsFormat.XML)
    [row] = parsed
    return {variable.value: _of_engine(row[variable]) for variable in parsed.variables}


def _of_engine(term: Any) -> tuple[str, str]:
    if isinstance(term, ox.NamedNode):
        return term.value, ""
    is_plain = term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
    return term.value, term.language or ("" if is_plain else term.datatype.value)


@given(TEXTS, TAGS, IRIS)
@example("a\rb", "en", "urn:x:&'")
@example("x\ufffey", "en", "urn:x:a")
@example("u\uffff", "en", "urn:x:a")
def test_solutions_come_back_from_xml_or_are_refused(client: TestClient, catalogue: Catalogue, text: str, tag: str, iri: str):
    """The service and the catalogue itself write the same; what XML does not have is 422, never a body that cannot be read."""
    sparql = solutions(text, tag, iri)
    answer = client.post("/sparql", data={"query": sparql, "format": "xml"})
    result = catalogue.query(sparql)
    if not all(map(is_of_xml, text)):
        assert (answer.status_code, "ask for csv, tsv or json" in answer.json()["detail"]) == (422, True)
        with pytest.raises(QueryError, match=r"XML has no character U\+"):
            result.serialize("xml")
        return
    assert answer.status_code == 200, answer.text
    assert result.serialize("xml") == answer.content
    assert f'xml:lang="{recommended(tag)}"' in answer.text
    expected = {"plain": (text, ""), "tagged": (text, tag.lower()), "typed": (text, iri), "iri": (iri, "")}
    for read in readings(answer.content):
        assert read == expected


@given(TEXTS, TAGS, IRIS)
@example("a\rb", "en", "urn:x:&'")
@example("\uffff", "en", "urn:x:a")
def test_a_graph_comes_back_from_rdf_xml_or_is_refused(client: TestClient, text: str, tag: str, iri: str):
    objects = f"{literal(text)}, {literal(text)}@{tag}, {literal(text)}^^<{iri}>, <{iri}>"
    answer = client.post("/sparql", data={"query": f"CONSTRUCT {{ <{iri}> <urn:x:p> {objects} }} {{}}", "format": "rdf+xml"})
    if not all(map(is_of_xml, text)):
        assert (answer.status_code, "ask for turtle, ntriples or jsonld" in answer.json()["detail"]) == (422, True)
        return
    assert f'xml:lang="{recommended(tag)}"' in answer.text
    expected = {(text, ""), (text, tag.lower()), (text, iri), (iri, "")}
    graph = rdflib.Graph().parse(data=answer.content, format="xml")
    assert {_of_rdflib(term) for term in graph.objects(rdflib.URIRef(iri))} == expected
    quads = list(ox.parse(answer.content, format=ox.RdfFormat.RDF_XML))
    assert {_of_engine(quad.object) for quad in quads if quad.subject.value == iri} == expected


@given(HELD, IRIS)
def test_a_namespace_comes_back_from_rdf_xml(text: str, namespace: str):
    triple = Triple(NamedNode("urn:a"), NamedNode(f"{namespace}/p"), Literal(text))
    written = rdf_xml([triple], {"x": f"{namespace}/"})
    assert b"xmlns:x=" in written
    [(_, predicate, value)] = rdflib.Graph().parse(data=written, format="xml")
    assert (str(predicate), str(value)) == (f"{namespace}/p", text)


@pytest.mark.parametrize("name", ["json", "csv", "tsv"])
def test_other_formats_hold_what_xml_cannot(client: TestClient, name: str):
    answer = client.post("/sparql", data={"query": f"SELECT ({literal(LIMITS)} AS ?x) {{}}", "format": name})
    assert answer.status_code == 200
    if name == "json":
        assert answer.json()["results"]["bindings"][0]["x"]["value"] == LIMITS


@settings(max_examples=25)
@given(TEXTS, st.sampled_from(["", "colour"]))
@example(LIMITS, "colour")
def test_a_chart_is_well_formed_whatever_its_texts_are(text: str, color: str):
    series = [Series(color and f"{color}{text}", [Point(f"{text}{number}", Fraction(number + 1)) for number in range(2)])]
    picture = bar_chart(series, Wording("en", text, text, text))
    assert picture is not None
    root = parsed(picture_document(picture, "en"))
    lines = text.replace("\r\n", "\n").replace("\r", "\n")  # it stands in pages, and HTML has no reference to a carriage return
    shown = "".join(c if is_of_xml(c) and is_of_html(c) else "\ufffd" for c in lines)
    assert root.findtext(f"{SVG}title") == shown
    assert f" of {shown} by {shown}: 2 values" in (root.findtext(f"{SVG}desc") or "")


def test_the_sitemap_holds_any_base(garden: Path):
    base = "https://gardens.example.org/l'été&co/"
    for file in garden.rglob("*.*"):
        if file.is_file() and file.suffix in {".ttl", ".toml", ".rq"}:
            file.write_text(file.read_text("utf-8").replace(BASE, base), "utf-8")
    edition = edition_of(garden)
    root = parsed(represent(edition, f"{base}sitemap", XML.media_type))
    locations = [element.text or "" for element in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    alternates = [element.attrib["href"] for element in root.iter("{http://www.w3.org/1999/xhtml}link")]
    assert f"{base}plant/bean.en.html" in locations
    assert set(alternates) <= set(locations)


def test_a_description_of_the_service_that_xml_cannot_hold_is_refused(garden: Path):
    file = garden / "catalogue.toml"
    file.write_text(file.read_text("utf-8").replace('en = "Shared', 'en = "\\u0001 Shared', 1), "utf-8")
    with TestClient(Site(limited(edition_of(garden), workers=1), documents=False)) as client:
        statuses = [client.get("/sparql", params={"format": name}).status_code for name in ("rdf+xml", "turtle", "json-ld")]
    assert statuses == [422, 200, 200]
