"""Names of incoming links: from property shapes with inverse paths, else from the ontology, else from the property."""

from pathlib import Path

import pytest
from conftest import edition_of
from test_published_terms import PREFIXES, SHAPES, found, made

from catalogue.pages.views import Viewer
from catalogue.terms import NamedNode

HEAD = "@prefix v: <https://voc.example.org/voc#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
DATA = f"""{PREFIXES}{HEAD}
<c/1> a skos:Concept ; skos:prefLabel "one"@en .
<c/2> a skos:Concept ; skos:prefLabel "two"@en ; v:grower <c/1> .
"""
LABEL = 'v:grower rdfs:label "has the grower"@en .'
INVERSE = 'v:grows rdfs:label "grows"@en, "cultive"@fr ; owl:inverseOf v:grower .'
NAMED = '[ sh:path [ sh:inversePath v:grower ] ; sh:name "beds"@en, "carrés"@fr ]'
ALONE = NAMED.replace("[ sh:path", "<shapes#grown> a sh:PropertyShape ; sh:path", 1).removesuffix("]") + "."
OTHER = f"<shapes#Other> a sh:NodeShape ; sh:targetClass v:Other ; sh:property {NAMED.replace('beds', 'their beds')} ."
CASES = [
    ("", "", ""),
    (LABEL, "has the grower", "has the grower"),
    (LABEL + INVERSE, "grows", "cultive"),
    (LABEL + INVERSE + ALONE, "beds", "carrés"),
    (ALONE, "beds", "carrés"),
    (OTHER, "their beds", "carrés"),
    (OTHER + ALONE, "beds", "carrés"),
    (ALONE.removesuffix(".") + "; sh:deactivated true .", "", ""),
    (ALONE.replace("sh:inversePath v:grower", "sh:zeroOrMorePath v:grower"), "", ""),
    (INVERSE + ALONE.replace("[ sh:inversePath v:grower ]", "( [ sh:inversePath v:grower ] v:grower )"), "grows", "cultive"),
]


@pytest.mark.parametrize(("shapes", "english", "french"), CASES)
def test_links_are_named_where_they_arrive_by_a_shape_with_the_inverse_path(
    tmp_path: Path, shapes: str, english: str, french: str
):
    edition = edition_of(made(tmp_path, DATA, SHAPES + HEAD + shapes))
    thing = NamedNode("https://voc.example.org/c/1")
    type_ = edition.type_of(thing)
    assert type_ is not None
    for language, expected in (("en", english), ("fr", french)):
        tables = Viewer(edition, language, "c/1").incoming(thing, type_)
        assert [expected] == [table.relation for table in tables]


def test_a_shape_that_only_names_a_link_is_used_and_one_that_asks_for_something_needs_a_target(tmp_path: Path):
    assert [] == found(made(tmp_path, DATA, SHAPES + HEAD + ALONE), "C302")
    asking = ALONE.removesuffix(".") + "; sh:minCount 1 ."
    assert ["C302"] == [finding.kind.code for finding in found(made(tmp_path, DATA, SHAPES + HEAD + asking), "C302")]
