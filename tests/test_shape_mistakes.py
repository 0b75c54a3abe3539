"""Mistakes in shapes: each is told with its code, at its place, with what was likely meant."""

from pathlib import Path

import pytest

from catalogue import sources
from catalogue.edition import Edition
from catalogue.facade import Catalogue
from catalogue.graph import Graph
from catalogue.model import read_model
from catalogue.validate import Finding
from catalogue.validate.kinds import Severity
from catalogue.validate.shapes import mistakes

SUITE = Path(__file__).parents[2] / "shared" / "conformance" / "shacl"
HEAD = """@base <https://gardens.example.org/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix g: <https://gardens.example.org/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix s: <https://gardens.example.org/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
SHAPE = "s:X a sh:NodeShape ; sh:targetClass g:Garden ; sh:property s:X-p .\ns:X-p sh:path dct:title ; "
QUERY = "s:X a sh:NodeShape ; sh:targetClass g:Garden ; sh:sparql [ sh:prefixes s:P ; sh:select "
DECLARED = '\ns:P sh:declare [ sh:prefix "dct" ; sh:namespace "http://purl.org/dc/terms/"^^xsd:anyURI ] .'


def told(garden: Path, shapes: str) -> tuple[list[Finding], str]:
    """What is found of some shapes put beside those of the garden, and their text without the marks."""
    text = HEAD + shapes
    (garden / "shapes" / "x.ttl").write_text(text.replace("⟦", "").replace("⟧", ""), "utf-8")
    return [f for f in Catalogue(garden).check() if f.kind.code.startswith("C3")], text


CASES = [
    ("C301", SHAPE + "⟦sh:minCont⟧ 1 .", "sh:minCont is no term of SHACL", "sh:minCount"),
    ("C301", SHAPE + "sh:nodeKind ⟦sh:Iri⟧ .", "sh:Iri is no term of SHACL", "sh:IRI"),
    ("C302", "⟦s:Y⟧ a sh:NodeShape ; sh:property s:X-p .\ns:X-p sh:path dct:title .", "nothing uses", None),
    ("C303", "s:X a sh:NodeShape ; sh:targetClass ⟦g:Gardens⟧ .", "g:Gardens finds nothing", "g:Garden"),
    ("C304", SHAPE + 'sh:pattern "^a⟦(⟧b" .', "no regular expression", None),
    ("C304", SHAPE + 'sh:pattern "a" ; sh:flags ⟦"z"⟧ .', "there is no flag z", None),
    ("C305", SHAPE + 'sh:pattern "^\\\\d+⟦(?=⟧x)" .', "needs an engine that goes back", None),
    ("C305", SHAPE + 'sh:pattern "(a)⟦\\\\1⟧" .', "needs an engine that goes back", None),
    ("C306", "s:X a sh:NodeShape ; sh:targetClass g:Garden ; sh:node ⟦s:X⟧ .", "lead back to themselves", None),
    ("C306", SHAPE + "sh:node s:Z .\ns:Z a sh:NodeShape ; sh:property ⟦s:X-p⟧ .", "lead back to themselves", None),
    ("C307", "<shapes> owl:imports ⟦<https://example.org/other>⟧ .", "owl:imports is refused", None),
    ("C308", 's:X a sh:NodeShape ; sh:targetClass g:Garden ; ⟦sh:js⟧ [ sh:jsFunctionName "f" ] .', "no script is run", None),
    ("C309", QUERY + '"""SELECT $this WHERE {\n  $this dct:title ?t ?x ⟦}⟧""" ] .' + DECLARED, "does not parse, line 2", None),
    ("C309", QUERY + '"SELECT $this WHERE { $this ⟦foaf:⟧name ?n }" ] .' + DECLARED, "prefix foaf: is not declared", None),
    ("C309", QUERY + '"⟦SELECT⟧ ?t WHERE { $this dct:title ?t }" ] .' + DECLARED, "does not give $this", None),
    ("C309", QUERY + '"SELECT $this WHERE { $this a ?t ⟦MINUS⟧ { ?t a ?u } }" ] .' + DECLARED, "MINUS is not allowed", None),
    ("C309", QUERY + '"SELECT $this { ⟦SERVICE⟧ <urn:x> { $this a ?t } }" ] .' + DECLARED, "SERVICE is not allowed", None),
    ("C309", 's:P sh:declare ⟦[⟧ sh:prefix "dct" ] .', "lacks sh:namespace", None),
    ("C310", SHAPE + 'sh:minCount ⟦"1"⟧ .', 'sh:minCount cannot be "1"', "1"),
    ("C310", SHAPE + "sh:minCount ⟦-1⟧ .", "sh:minCount cannot be -1", None),
    ("C310", SHAPE + 'sh:uniqueLang ⟦"true"⟧ .', 'sh:uniqueLang cannot be "true"', "true"),
    ("C310", SHAPE + 'sh:languageIn ⟦"fr"⟧ .', "sh:languageIn cannot be", None),
    ("C310", SHAPE + "sh:in ⟦()⟧ .", "sh:in cannot be", None),
    ("C310", SHAPE + "sh:datatype ⟦xsd:dateTimes⟧ .", "is no datatype of XML Schema", "xsd:dateTime"),
    ("C310", SHAPE + "sh:minCount 2 ; sh:maxCount ⟦1⟧ .", "exclude each other", None),
    ("C310", SHAPE + "sh:nodeKind ⟦sh:IRI⟧ ; sh:datatype xsd:date .", "no value is a thing and has sh:datatype", None),
    ("C310", SHAPE + '⟦sh:flags⟧ "i" .', "does nothing without sh:pattern", None),
    ("C310", SHAPE + "⟦sh:qualifiedMinCount⟧ 1 .", "does nothing without sh:qualifiedValueShape", None),
    ("C310", "s:X a sh:NodeShape ; sh:targetClass g:Garden ; ⟦sh:minCount⟧ 1 .", "a shape without a path", None),
    ("C310", "s:X a sh:NodeShape ; sh:targetClass g:Garden ; sh:property ⟦s:None⟧ .", "there is no shape", None),
    ("C310", SHAPE.replace("dct:title", "⟦[⟧ sh:inverse dct:title ]") + "sh:minCount 1 .", "sh:path cannot be", None),
    ("C311", SHAPE + "sh:class ⟦g:Plants⟧ .", "g:Plants is not in the ontology", "g:Plant"),
    ("C312", "s:X a sh:NodeShape ; sh:targetClass g:Garden ; ⟦sh:rule⟧ [ a sh:TripleRule ] .", "advanced features", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "shapes", "words", "meant"),
    CASES,
    ids=[f"{case[0]}-{number}" for number, case in enumerate(CASES)],
)
def test_a_mistake_is_told_at_its_place(garden: Path, code: str, shapes: str, words: str, meant: str | None):
    found, text = told(garden, shapes)
    [finding] = [finding for finding in found if finding.kind.code == code and words in finding.message["en"]]
    before = text[: text.index("⟦")]
    marked = text[text.index("⟦") + 1 : text.index("⟧")]
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    assert (finding.place.path, finding.place.line, finding.place.column) == ("shapes/x.ttl", line, column)
    if marked != "()":
        assert finding.place.end_column == column + len(marked)
    assert finding.message["fr"] != finding.message["en"]
    if meant is not None:
        assert [edit.text for edit in finding.fixes[0].edits] == [meant]


def test_a_list_that_does_not_end_is_told(garden: Path):
    broken = SHAPE + "sh:in _:l .\n_:l <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> 1 ."
    found, _ = told(garden, broken)
    assert [f.message["en"] for f in found if f.kind.code == "C310"] == ["sh:in cannot be [ … ]"]


def test_the_data_is_checked_even_where_a_shape_cannot_be_run(garden: Path):
    (garden / "data" / "x.ttl").write_text(HEAD + "<plant/pea> a g:Plant .\n", "utf-8")
    (garden / "shapes" / "x.ttl").write_text(
        HEAD + "s:X a sh:NodeShape ; sh:targetClass g:Garden ; sh:property s:None .\n", "utf-8"
    )
    codes = {finding.kind.code for finding in Catalogue(garden).check()}
    assert {"C101", "C310"} <= codes
    assert "C208" not in codes


def test_the_catalogues_own_shapes_have_no_mistakes(first_edition: Edition, garden: Path):
    for edition in (first_edition, Catalogue(garden).edition):
        wrong = [r for r in mistakes(edition) if (r.severity or r.kind.severity) > Severity.INFO]
        assert [(r.kind.code, str(r.focus), r.message["en"]) for r in wrong] == []


def suite() -> list[object]:
    """The files of the official suite, but those that are meant to be refused."""
    if not SUITE.exists():
        return [pytest.param(None, marks=pytest.mark.skip("needs shared/conformance/shacl beside the project"))]
    return [pytest.param(path, id=path.relative_to(SUITE).as_posix()) for path in sorted(SUITE.rglob("*.ttl"))]


EXPECTED = {
    "qualified-001-shapes": {"C310"},  # a shape without a path that counts: the suite lets it do nothing
    "qualifiedValueShape-001": {"C301"},  # its data has a term that SHACL has dropped
    "validator-001": {"C307"},  # imports DASH from the web
    **{f"unsupported-sparql-00{number}": {"C309"} for number in range(1, 7)},  # the suite wants them refused
}


@pytest.mark.parametrize("path", suite())
def test_the_shapes_of_the_official_suite_have_no_mistakes_but_those_meant(path: Path, first_edition: Edition):
    source = sources.parse(path.read_bytes(), path.name)
    graph = Graph("https://example.org/", [source])
    edition = Edition(first_edition.settings, [], [source], Graph("https://example.org/"), graph, read_model(graph), None)
    wrong = {r.kind.code for r in mistakes(edition) if (r.severity or r.kind.severity) is Severity.VIOLATION}
    assert wrong == EXPECTED.get(path.stem, set())
