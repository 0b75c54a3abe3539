"""Shapes as other people publish them: nothing that SHACL, or common use, allows stops a check or a build."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.columns.graph import Graph
from catalogue.lint import Finding, Severity
from catalogue.shacl import reference
from catalogue.shacl.engine import validate
from catalogue.sources import parse
from catalogue.workspace.catalogue import Catalogue

BASE = "https://shop.example.org/"
SETTINGS = f'[catalogue]\nbase = "{BASE}"\ntitle = "Shop"\nlanguages = ["en"]\n\n[publisher]\nname = "P"\n'
HEAD = f"""@base <{BASE}> . @prefix : <{BASE}terms#> . @prefix o: <https://other.example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = f"""{HEAD}<{BASE}shop/a> a :Shop ; :sells <{BASE}shop/b>, <{BASE}shop/c> ; :size 3 .
<{BASE}shop/b> a :Shop ; :size 9 ; :open true . <{BASE}shop/c> a :Shop ; :size 9 ; :open true .
"""
ONE_EACH = "sh:property [ sh:path :open ; sh:minCount 1 ] ."
QUERY = "SELECT $this ?value {{ $this {} ?value FILTER (?value > 8) }}"


def folder_of(folder: Path, *shapes: str) -> Path:
    texts = {f"shapes/s{number}.ttl": HEAD + text for number, text in enumerate(shapes)}
    for name, text in {"catalogue.toml": SETTINGS, "data/d.ttl": DATA, **texts}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def results(findings: list[Finding]) -> list[tuple[str, str]]:
    """Give what the shapes found: the last letter of the focus node, and the constraint component."""
    return sorted((f.focus[-1], f.component.rpartition("#")[2]) for f in findings if f.component)


def about_shapes(findings: list[Finding]) -> list[tuple[str, Severity]]:
    return [(f.kind.code, f.severity) for f in findings if f.place.path.startswith("shapes/")]


INFO, WARNING = Severity.INFO, Severity.WARNING
MISSING = [("a", "MinCountConstraintComponent")]
LARGE = [("b", "SPARQLConstraintComponent"), ("c", "SPARQLConstraintComponent")]
VALIDATOR = """
o:C a sh:ConstraintComponent ; sh:parameter [ sh:path o:most ] ; sh:validator [ a sh:SPARQLAskValidator ;
    sh:ask "ASK { FILTER NOT EXISTS { $value :size ?n FILTER (?n > $most) } }" ] .
:S sh:targetClass :Shop ; o:most 8 .
"""
PUBLISHED = {
    "a class of RDFS": (f":Shop a rdfs:Class, sh:NodeShape ; {ONE_EACH}", MISSING, []),
    "a class of OWL": (f":Shop a owl:Class, sh:NodeShape ; {ONE_EACH}", MISSING, []),
    "a class that is a shape by its parameters": (f":Shop a owl:Class ; {ONE_EACH}", MISSING, []),
    "a class that is a property shape": (":Shop a owl:Class, sh:PropertyShape ; sh:path :open ; sh:minCount 1 .", MISSING, []),
    "an import": (f"<> owl:imports o:a . :S sh:targetClass :Shop ; {ONE_EACH}", MISSING, [("C307", INFO)]),
    "an import of itself": (f"o:a a owl:Ontology . <> owl:imports o:a . :S sh:targetClass :Shop ; {ONE_EACH}", MISSING, []),
    "a target without nodes": (f":S sh:targetClass :Shop, :Stall ; {ONE_EACH}", MISSING, [("C303", INFO)]),
    "a shape without use": (f":S sh:targetClass :Shop ; {ONE_EACH} :T a sh:NodeShape .", MISSING, [("C302", WARNING)]),
    "a prefix of the file": (
        f":S sh:targetClass :Shop ; sh:sparql [ sh:select '{QUERY.format(':size')}' ] .",
        LARGE,
        [("C309", WARNING)],
    ),
    "a prefix that is declared elsewhere": (
        ":S sh:targetClass :Shop ; sh:sparql [ sh:select '" + QUERY.format("x:size") + "' ] . "
        f'o:a sh:declare [ sh:prefix "x" ; sh:namespace "{BASE}terms#"^^xsd:anyURI ] .',
        LARGE,
        [("C309", WARNING)],
    ),
    "a prefix beside others": (
        ":S sh:targetClass :Shop ; sh:sparql [ sh:prefixes o:a ; sh:select '''" + QUERY.format("x:none? / :size") + "''' ] . "
        'o:a sh:declare [ sh:prefix "x" ; sh:namespace "urn:x:"^^xsd:anyURI ] .',
        LARGE,
        [("C309", WARNING)],
    ),
    "a shape that nothing describes": (
        ":S sh:targetClass :Shop ; sh:property [ sh:path :open ; sh:minCount 1 ], o:absent ; sh:node o:gone .",
        MISSING,
        [("C310", WARNING), ("C310", WARNING)],
    ),
    "any literal": (
        ":S sh:targetClass :Shop ; sh:property [ sh:path [ sh:alternativePath ( :sells :size ) ]; sh:datatype rdfs:Literal ] .",
        [("a", "DatatypeConstraintComponent")] * 2,
        [("C310", WARNING)],
    ),
    "a term that the file itself adds to SHACL": (
        f":S sh:targetClass :Shop ; sh:mine 1 ; {ONE_EACH} sh:mine a owl:DatatypeProperty .",
        MISSING,
        [],
    ),
    "a prefix of a validator": (
        VALIDATOR,
        [("b", "C"), ("c", "C")],
        [("C309", WARNING)],
    ),
}


@pytest.mark.parametrize(("shapes", "expected", "findings"), PUBLISHED.values(), ids=PUBLISHED)
def test_published_shapes_are_checked_and_built(
    tmp_path: Path, shapes: str, expected: list[tuple[str, str]], findings: list[tuple[str, Severity]]
):
    """The results are those of pySHACL, which is given what is meant, too."""
    folder = folder_of(tmp_path, shapes)
    report = Catalogue(folder).check()
    whose = [(focus, component.rpartition("/")[2]) for focus, component in results(report.findings)]
    assert expected == whose
    assert findings == [each for each in about_shapes(report.findings) if each[0] != "C311"]
    assert results(report.findings) == results(Catalogue(folder).check(engine="pyshacl").findings)
    assert Catalogue(folder).build(tmp_path / "build", check=False).folder.is_dir()


def test_an_import_is_reported_once(tmp_path: Path):
    folder = folder_of(tmp_path, "<> owl:imports o:a, o:b .", "<x> owl:imports o:a .", "<y> owl:imports o:a .")
    assert [("C307", INFO)] * 2 == about_shapes(Catalogue(folder).check().findings)


def test_a_prefix_that_means_two_things_is_an_error(tmp_path: Path):
    declared = "".join(f'o:{n} sh:declare [ sh:prefix "x" ; sh:namespace "urn:{n}:"^^xsd:anyURI ] . ' for n in "ab")
    query = f":S sh:targetClass :Shop ; sh:sparql [ sh:select '{QUERY.format('x:size')}' ] . "
    folder = folder_of(tmp_path, query + declared)
    assert [("C309", Severity.VIOLATION)] == about_shapes(Catalogue(folder).check().findings)


def test_a_closed_shape_has_a_result_for_each_triple():
    """Also where two value nodes of a focus node have the same predicate and object."""
    shapes = ":S sh:targetNode :a ; sh:property [ sh:path :sells ; sh:closed true ; sh:ignoredProperties ( :size ) ] ."
    data = ":a :sells :b, :c . :b :open true, false ; :size 1 . :c :open true ; :size 2 ."
    sources = [parse((HEAD + text).encode(), f"{name}.ttl") for name, text in (("d", data), ("s", shapes))]
    twice = parse((HEAD + ":b :open true .").encode(), "e.ttl")
    ours = validate(Graph("", [sources[0], twice]), Graph("", [sources[1]]))
    theirs = reference.validate(sources[0].triples, sources[1].triples)
    facts = [sorted((str(r.path), str(r.value)) for r in each) for each in (ours, theirs)]
    assert 3 == len(facts[0])
    assert facts[0] == facts[1]
