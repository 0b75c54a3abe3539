"""Deprecated terms: what the data still uses of them is a warning that names what replaces it, and vocabularies mark them."""

from pathlib import Path

import pytest
from conftest import edition_of
from test_published_terms import PREFIXES, SHAPES, edits, found, made

from catalogue.pages.terms import terms
from catalogue.pages.views import Viewer

HEAD = "@prefix v: <https://voc.example.org/voc#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
ONTOLOGY = f"""{HEAD}
<voc> a owl:Ontology .
v:grower a owl:ObjectProperty ; rdfs:label "grower"@en .
v:planter a owl:ObjectProperty ; rdfs:label "planter"@en ; owl:deprecated true ; dct:isReplacedBy v:grower .
v:lost a owl:ObjectProperty ; owl:deprecated "1"^^<http://www.w3.org/2001/XMLSchema#boolean> .
v:split a owl:ObjectProperty ; owl:deprecated true ; dct:isReplacedBy v:grower, dct:creator .
v:kept a owl:ObjectProperty ; owl:deprecated false ; dct:isReplacedBy v:grower .
v:Bed a owl:Class ; rdfs:label "bed"@en .
v:Patch a owl:Class ; rdfs:label "patch"@en ; owl:deprecated true ; dct:isReplacedBy v:Bed .
"""
CONCEPT = 'skos:prefLabel "c"@en'
OLD = f"<c/old> a skos:Concept ; {CONCEPT} ; owl:deprecated true ; dct:isReplacedBy <c/1> ."
USES = [
    ("<c/1> v:planter <c/2> .", "v:planter is deprecated", "use what replaces it: v:grower", ["v:grower"]),
    ("<c/1> v:planter <c/2>, <c/3> .", "v:planter is deprecated", "use what replaces it: v:grower", ["v:grower"]),
    ("<c/1> a v:Patch .", "v:Patch is deprecated", "use what replaces it: v:Bed", ["v:Bed"]),
    ("<claim> rdf:predicate v:planter .", "v:planter is deprecated", "use what replaces it: v:grower", ["v:grower"]),
    ("<c/1> v:lost <c/2> .", "v:lost is deprecated", "use another term: the description of this one may name it", []),
    ("<c/1> v:split <c/2> .", "v:split is deprecated", "use what replaces it: dct:creator, v:grower", []),
    (f"{OLD} <c/2> skos:related <c/old> .", "<c/old> is deprecated", "use what replaces it: <c/1>", ["<c/1>"]),
]
NO_USES = [
    "<c/1> v:grower <c/2> .",
    "<c/1> v:kept <c/2> .",
    f"{OLD} <c/1> dct:replaces <c/old> ; skos:exactMatch <c/old> . <s> skos:hasTopConcept <c/old> .",
    f"{OLD} <c/old> v:planter <c/1> .",
    'v:grower owl:inverseOf v:planter ; rdfs:comment "see v:planter"@en .',
]


def catalogue(tmp_path: Path, lines: str) -> Path:
    named = "".join(f"<c/{number}> a skos:Concept ; {CONCEPT} .\n" for number in "123")
    return made(tmp_path, f"{PREFIXES}{HEAD}{named}{lines}\n", SHAPES + ONTOLOGY)


@pytest.mark.parametrize(("lines", "message", "advice", "fixes"), USES)
def test_the_use_of_a_deprecated_term_is_a_warning_that_names_its_replacement(
    tmp_path: Path, lines: str, message: str, advice: str, fixes: list[str]
):
    [finding] = found(catalogue(tmp_path, lines), "C225")
    assert ("WARNING", message, advice) == (finding.severity.name, finding.message["en"], finding.advice["en"])
    assert [(text, False) for text in fixes] == edits([finding])


@pytest.mark.parametrize("lines", NO_USES)
def test_what_relates_a_deprecated_term_to_others_or_describes_it_is_no_use(tmp_path: Path, lines: str):
    assert [] == found(catalogue(tmp_path, lines), "C225")


def test_a_vocabulary_in_the_data_deprecates_as_one_beside_the_shapes_does(tmp_path: Path):
    folder = made(tmp_path, f"{PREFIXES}{ONTOLOGY}<c/1> a skos:Concept ; {CONCEPT} ; v:planter <c/1> .\n")
    [finding] = found(folder, "C225")
    assert "v:planter is deprecated" == finding.message["en"]


def test_the_page_of_a_vocabulary_lists_deprecated_terms_apart_with_their_replacements(tmp_path: Path):
    edition = edition_of(catalogue(tmp_path, ""))
    sections = dict(terms(Viewer(edition, "en", "voc"), "https://voc.example.org/voc"))
    assert ["Classes", "Properties", "Deprecated terms"] == list(sections)
    assert ["bed"] == [view.label for view in sections["Classes"]]
    replaced = {view.anchor: [link.href for link in view.replaced_by] for view in sections["Deprecated terms"]}
    assert {"Patch": ["voc.en.html#Bed"], "lost": [], "planter": ["voc.en.html#grower"]}.items() <= replaced.items()
