"""Dumps: written in parts, with the bytes that they have where all triples are written at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from conftest import edition_of
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import serialise
from catalogue.edition import Edition
from catalogue.exports import jsonld
from catalogue.exports.dumping import around, dumped, member
from catalogue.publish import dump_sections, dumps, represent, represent_in_pieces
from catalogue.scaffold import init
from catalogue.terms import NamedNode, Triple

NAMES = st.sampled_from([f"<plant/{name}>" for name in ("bean", "é", "z")] + [f"<urn:{n}>" for n in range(3)] + ["<g:1>"])
BLANK = st.sampled_from([f"_:b{number}" for number in range(6)])
PREDICATES = st.sampled_from(["a", "rdf:first", "rdf:rest", "skos:prefLabel", "rdf:value", "rdf:subject"])
LITERALS = st.sampled_from(['"a"', '"b"@en', '"b"@de-AT', "1", "01"])
OBJECTS = NAMES | BLANK | BLANK | LITERALS | st.sampled_from(["rdf:nil", "g:Plant", "rdf:Statement"])
STATEMENTS = st.lists(st.tuples(NAMES | BLANK, PREDICATES, OBJECTS).map(" ".join), min_size=1, max_size=14)
HEAD = (
    "@base <https://gardens.example.org/> . @prefix g: <https://gardens.example.org/ontology#> .\n"
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
)
FORMATS = ("text/turtle", "application/n-quads", "application/ld+json")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("garden") / "garden"
    init(folder)
    return folder


@pytest.fixture(autouse=True)
def _few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dump_sections, "_SUBJECTS", 2)
    monkeypatch.setattr(dump_sections, "_STATEMENTS", 2)


def whole(edition: Edition, part: dumps.Part) -> Iterator[bytes]:
    """Write a dump with all triples held."""
    has = part.has(edition) if part.has is not None else lambda _: True
    triples = list(filter(has, edition.graph.triples()))
    yield serialise.turtle(triples, edition.settings.prefixes)
    yield serialise.nquads(filter(has, edition.graph.quads()))
    yield jsonld.graph(edition, triples)


@given(st.lists(STATEMENTS, min_size=1, max_size=3))
@settings(max_examples=50, deadline=None)
def test_a_dump_in_parts_is_what_it_is_as_a_whole(folder: Path, files: list[list[str]]):
    for path in folder.glob("data/more-*.ttl"):
        path.unlink()
    for number, statements in enumerate(files):
        (folder / "data" / f"more-{number}.ttl").write_text(HEAD + "".join(f"{each} .\n" for each in statements), "utf-8")
    edition = edition_of(folder)
    iris = [edition.settings.base + dumps.DUMP, *dumps.dumps_of_parts(edition)]
    parts = [dumps.WHOLE, *dumps.PARTS]
    for iri, part in zip(iris, parts, strict=False):
        assert [represent(edition, iri, media_type) for media_type in FORMATS] == list(whole(edition, part))


def test_a_dump_without_a_subject_that_has_an_iri_is_written_too(garden: Path):
    for path in garden.glob("data/**/*.ttl"):
        path.unlink()
    (garden / "data" / "blank.ttl").write_text(HEAD + '_:a rdf:value [ rdf:value "b" ] . _:c rdf:value _:a .\n', "utf-8")
    edition = edition_of(garden)
    (iri,) = {edition.settings.base + dumps.DUMP}
    assert [represent(edition, iri, media_type) for media_type in FORMATS] == list(whole(edition, dumps.WHOLE))


def test_an_iri_whose_scheme_is_a_prefix_that_the_context_alone_uses_is_read_as_it_is(garden: Path):
    (garden / "data" / "more.ttl").write_text(HEAD + "<g:1> a g:Plant . <plant/more> a g:Plant ; g:b <g:1> .\n", "utf-8")
    edition = edition_of(garden)
    for iri in (edition.settings.base + dumps.DUMP, edition.settings.base + "plant/more"):
        read = rdflib.Graph().parse(data=represent(edition, iri, "application/ld+json"), format="json-ld")
        assert rdflib.URIRef("g:1") in {*read.subjects(), *read.objects()}


def test_a_dump_that_is_gone_through_holds_no_whole(garden: Path):
    edition = edition_of(garden)
    for media_type in FORMATS:
        pieces = represent_in_pieces(edition, edition.settings.base + dumps.DUMP, media_type)
        assert pieces is not None
        assert len(list(pieces)) > 1
    assert represent_in_pieces(edition, edition.settings.base + "plant/bean", "text/turtle") is None


def test_a_prefix_that_one_part_uses_stands_before_all():
    triples = [
        Triple(NamedNode("urn:a"), NamedNode("http://xmlns.com/foaf/0.1/homepage"), NamedNode("urn:b")),
        Triple(NamedNode("urn:c"), NamedNode("http://www.w3.org/2004/02/skos/core#related"), NamedNode("urn:b")),
        Triple(NamedNode("urn:d"), NamedNode("urn:e"), NamedNode("urn:b")),
    ]
    prefixes = {"foaf": "http://xmlns.com/foaf/0.1/", "skos": "http://www.w3.org/2004/02/skos/core#", "x": "http://x.example/"}
    for some in (triples, triples[2:], []):
        parts = [serialise.turtle_part([each], prefixes) for each in some]
        start = serialise.turtle_start(frozenset().union(*(part.prefixes for part in parts)))
        assert start + b"".join(part.body for part in parts) == serialise.turtle(some, prefixes)


def test_a_list_at_the_end_of_a_document_may_be_empty():
    assert b"".join(around("b", {"a": 1}, is_empty=True)) == dumped({"a": 1, "b": []})
    start, end = around("b", {"a": 1}, is_empty=False)
    assert start + member({"c": []}) + b"," + member("d") + end == dumped({"a": 1, "b": [{"c": []}, "d"]})
