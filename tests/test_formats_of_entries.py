"""Formats of entries: Turtle and JSON-LD in every release, the others where the settings name them; a server has all."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest
from conftest import edition_of
from starlette.testclient import TestClient

from catalogue import publish
from catalogue.config.parts import ENTRY_FORMATS
from catalogue.edition import Edition
from catalogue.errors import SettingsError
from catalogue.hosts import rules_of
from catalogue.release import build, verify
from catalogue.scaffold import init
from catalogue.serve import Site

BASE = "https://gardens.example.org/"
SUFFIXES = {"ntriples": ".nt", "rdfxml": ".rdf", "trig": ".trig"}
ALWAYS = {".ttl", ".jsonld"}
CHOICES: dict[str, tuple[str, ...]] = {
    "none": (),
    "one": ("ntriples",),
    "two, in another order": ("trig", "rdfxml"),
    "all, and one twice": (*SUFFIXES, "trig"),
}
MORE = f"""
@prefix g: <{BASE}ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix dct: <http://purl.org/dc/terms/> .
<{BASE}plant/haricot> owl:deprecated true ; dct:isReplacedBy <{BASE}plant/bean>, <{BASE}plant/tomato> .
<{BASE}plant/v1> a g:Plant ; skos:prefLabel "v1"@en . <{BASE}plant/v1.x> a g:Plant ; skos:prefLabel "v1.x"@en .
<{BASE}plant/odd> a g:Plant ; skos:prefLabel "odd"@en ; <https://example.org/1> "x" .
<{BASE}plant/nested> a g:Plant ; skos:prefLabel "nested"@en ; skos:note [ <https://example.org/2> "y" ] .
"""
ENTRIES = ("plant/bean", "garden/hill-side", "plant/haricot", "plant/odd", "plant/nested", "plant/v1.x")
WITHOUT_XML = {"plant/odd", "plant/nested"}


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formats") / "garden"
    init(folder)
    (folder / "data" / "plant" / "more.ttl").write_text(MORE, "utf-8")
    return folder


@pytest.fixture(scope="module", params=CHOICES.values(), ids=CHOICES)
def edition(request: pytest.FixtureRequest, garden: Path) -> Edition:
    plain = edition_of(garden)
    return replace(plain, settings=replace(plain.settings, formats=request.param))


def suffixes_of(path: str, chosen: tuple[str, ...]) -> set[str]:
    """Give the suffixes that the data of an entry has where some formats are chosen; RDF/XML cannot say everything."""
    return ALWAYS | {SUFFIXES[name] for name in chosen if name != "rdfxml" or path not in WITHOUT_XML}


def linked(page: str) -> set[str]:
    """Give the suffixes of the data that a page names as other documents about the same."""
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page)
    links = [link for link in tree.iter("link") if link.get("rel") == "alternate" and not link.get("hreflang")]
    return {re.sub(r".*(?=[.])", "", link.get("href")) for link in links}


def test_a_release_has_the_formats_that_are_chosen_and_its_pages_name_no_others(edition: Edition, tmp_path: Path):
    folder, chosen = build(edition, tmp_path).folder, edition.settings.formats
    assert verify(folder) == {}
    listed = {document.path for document in publish.files(edition)} | {"manifest.json", "manifest.json.sha256"}
    assert listed == {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for path in ENTRIES:
        expected = suffixes_of(path, chosen)
        stem = folder / path
        there = {file.suffix for file in stem.parent.glob(f"{stem.name}.*")} - {".html"}
        assert there == expected, path
        assert linked((folder / f"{path}.en.html").read_text("utf-8")) == expected, path


def test_collections_dumps_and_the_catalogue_keep_what_they_have(edition: Edition, tmp_path: Path):
    folder = build(edition, tmp_path).folder
    for path in ("plant.nt", "plant.ttl", "plant.jsonld", "ontology.nt", "index.nt", "index.rdf", "dumps/catalogue.nq"):
        assert (folder / path).is_file(), path
    assert linked((folder / "plant.en.html").read_text("utf-8")) >= {".ttl", ".jsonld", ".nt", ".csv"}


def test_a_server_gives_all_at_the_same_addresses_and_its_headers_name_all(edition: Edition, garden: Path):
    every = edition_of(garden)
    every = replace(every, settings=replace(every.settings, formats=tuple(SUFFIXES)))
    with TestClient(Site(edition), follow_redirects=False) as client:
        for path in ENTRIES[:2] + ENTRIES[3:]:
            expected = suffixes_of(path, tuple(SUFFIXES))
            header = client.get(f"/{path}.en.html").headers["link"]
            assert {end for end in (*ALWAYS, *SUFFIXES.values()) if f"<{BASE}{path}{end}>" in header} == expected
            for format_ in publish.REGISTRY.formats.values():
                if format_.suffix in expected:
                    answer = client.get(f"/{path}{format_.suffix}")
                    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, format_.media_type)
                    assert answer.content == publish.represent(every, BASE + path, format_.media_type)
                    led = client.get(f"/{path}", headers={"accept": format_.media_type})
                    assert (led.status_code, led.headers["location"]) == (303, f"/{path}{format_.suffix}")
        assert client.get("/plant/odd.rdf").status_code == 404
        assert client.get("/plant/odd", headers={"accept": "application/rdf+xml"}).status_code == 406


def test_rules_of_hosts_choose_among_what_is_written(edition: Edition):
    """N-Triples and RDF/XML are among them in any case: lists and the catalogue have them."""
    names = {format_.name for format_ in rules_of(edition).formats}
    assert ("trig" in names) == ("trig" in edition.settings.formats)
    assert {"turtle", "jsonld", "ntriples", "rdfxml"} <= names


def test_what_an_entry_has_as_its_address_is_that_entrys(garden: Path):
    """And a collision where a document of the release has it."""
    data = garden / "data" / "plant" / "more.ttl"
    try:
        data.write_text(f'{MORE}<{BASE}plant/bean.nt> a g:Plant ; skos:prefLabel "bean.nt"@en .\n', "utf-8")
        plain = edition_of(garden)
        for formats, is_taken in (((), False), (("ntriples",), True)):
            edition = replace(plain, settings=replace(plain.settings, formats=formats))
            assert (publish.document_at(edition, "plant/bean.nt") is not None) is is_taken
    finally:
        data.write_text(MORE, "utf-8")


def test_the_settings_know_the_formats_that_are_made_on_demand():
    on_demand = {kind.format.name for kind in publish.REGISTRY.documents if kind.is_on_demand}
    assert on_demand == set(ENTRY_FORMATS) == set(SUFFIXES)


@pytest.mark.parametrize(
    "value", ['"ntriples"', "[1]", '["pdf"]', '["ntriples", "html"]', '[["ntriples"]]', "true", '{ a = "trig" }']
)
def test_a_setting_that_names_no_such_format_is_refused_with_its_line(tmp_path: Path, value: str):
    init(tmp_path / "garden")
    path = tmp_path / "garden" / "catalogue.toml"
    text = path.read_text("utf-8")
    lines = text.count("\n")
    path.write_text(f"{text}\n[site]\nformats = {value}\n", "utf-8")
    with pytest.raises(SettingsError) as error:
        edition_of(tmp_path / "garden")
    assert error.value.message["en"] == "site.formats must be a list of some of: ntriples, rdfxml, trig"
    assert error.value.place is not None
    assert error.value.place.line == lines + 3
