"""Targets: which nodes a shape validates, by every way to say it, and by none."""

from pathlib import Path

import pytest
from constraint_queries import folder_of

from catalogue.edition import read_edition
from catalogue.shacl import reference
from catalogue.workspace.catalogue import Catalogue

FAILS = "sh:property [ sh:path g:none ; sh:minCount 1 ]"
ONTOLOGY = """g:none a rdf:Property ; rdfs:label "none"@en .
g:Sub a owl:Class ; rdfs:label "sub"@en ; rdfs:subClassOf g:Thing .
g:SubSub a owl:Class ; rdfs:label "sub of sub"@en ; rdfs:subClassOf g:Sub .
g:Other a owl:Class ; rdfs:label "other"@en .
"""
DATA = """<a> a g:Thing ; g:p <d> .
<b> a g:Sub ; g:q 1 .
<c> a g:SubSub ; g:p "x" .
<d> a g:Other .
<e> a g:Other, g:Thing .
<f> a s:S .
<g> a s:Sub .
"""

CASES = [
    ("s:S a sh:NodeShape ; sh:targetClass g:Thing", "abce"),
    ("s:S a sh:NodeShape ; sh:targetClass g:Sub", "bc"),
    ("s:S a sh:NodeShape ; sh:targetClass g:Other, g:Sub", "bcde"),
    ("s:S a sh:NodeShape ; sh:targetSubjectsOf g:p", "ac"),
    ("s:S a sh:NodeShape ; sh:targetObjectsOf g:p", 'd"'),
    ("s:S a sh:NodeShape ; sh:targetNode <a>, <nowhere>", "an"),
    ("s:S a sh:NodeShape ; sh:targetNode <a> ; sh:targetSubjectsOf g:q ; sh:targetClass g:Other", "abde"),
    ("s:S sh:targetNode <a>", "a"),
    ("s:S a sh:NodeShape", ""),
    ("s:S sh:deactivated false", ""),
    ("s:S a sh:NodeShape . s:Sub rdfs:subClassOf s:S ; sh:deactivated false", ""),
    ("s:S a sh:NodeShape, rdfs:Class ; rdfs:label 'S'@en", "f"),
    (
        "s:Sub a rdfs:Class ; rdfs:label 'Sub'@en ; rdfs:subClassOf s:S . s:S a sh:NodeShape, rdfs:Class ; rdfs:label 'S'@en",
        "fg",
    ),
    ("s:S a sh:NodeShape, rdfs:Class ; rdfs:label 'S'@en ; sh:targetNode <a>", "af"),
    ("s:S a sh:NodeShape ; sh:targetNode <a> . s:Uses a sh:NodeShape ; sh:targetNode <b> ; sh:not s:S", "a"),
    ("s:S a sh:NodeShape ; sh:targetClass g:Thing ; sh:deactivated true", ""),
    ("s:S a sh:NodeShape ; sh:targetClass g:Thing ; sh:deactivated false", "abce"),
]


@pytest.mark.parametrize(("shape", "expected"), CASES)
def test_a_shape_validates_its_targets_and_nothing_else(tmp_path: Path, shape: str, expected: str):
    """The first letter of each focus node."""
    folder = folder_of(tmp_path, f"{ONTOLOGY}{shape} .\ns:S {FAILS} .\n", DATA)
    found = [finding.focus or '"' for finding in Catalogue(folder).check() if finding.component]
    assert sorted(expected) == sorted(focus.removeprefix("https://x.example.org/")[0] for focus in found)
    edition = read_edition(folder)
    theirs = reference.validate(*([t for s in sources for t in s.triples] for sources in (edition.data, edition.shapes)))
    assert sorted(expected) == sorted(str(r.focus).removeprefix("<https://x.example.org/")[0] for r in theirs)


def test_a_shape_that_another_refers_to_validates_values_only(tmp_path: Path):
    shapes = f"s:S a sh:NodeShape ; {FAILS} . s:T sh:targetNode <a> ; sh:property [ sh:path g:p ; sh:node s:S ] .\n"
    found = [finding for finding in Catalogue(folder_of(tmp_path, ONTOLOGY + shapes, DATA)).check() if finding.component]
    assert [("https://x.example.org/a", "<https://x.example.org/d>")] == [(f.focus, str(f.value)) for f in found]
