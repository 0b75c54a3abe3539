"""Lists and conditions are named as a steward knows them: values by label and as they are written, conditions by name."""

import shutil
from pathlib import Path

import pytest

from catalogue.lint import Finding
from catalogue.report.merging import merged
from catalogue.workspace.catalogue import Catalogue

ALLOTMENTS = Path(__file__).parent / "fixtures" / "allotments"
HEAD = """@base <https://allotments.example/> .
@prefix a: <https://allotments.example/terms#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
SCHEME = """
a:shade a rdf:Property ; rdfs:label "shade"@en, "ombre"@fr .
s:Plot sh:property s:shade .
s:shade sh:path a:shade ; sh:name "shade"@en, "ombre"@fr ; sh:node s:InShades .
s:InShades a sh:NodeShape ; sh:property [ sh:path skos:inScheme ; sh:hasValue <shades> ] .
s:Concept a sh:NodeShape ; sh:targetClass skos:Concept, skos:ConceptScheme .
"""


def concepts(count: int) -> str:
    names = [("sun", "Full sun", "Plein soleil"), ("half", "Half shade", "Mi-ombre"), ("deep", "Deep shade", "Ombre")]
    names += [(f"other-{number}", f"Other {number}", f"Autre {number}") for number in range(count - len(names))]
    lines = [
        f'<shade/{name}> a skos:Concept ; skos:inScheme <shades> ; skos:prefLabel "{english}"@en, "{french}"@fr .'
        for name, english, french in names
    ]
    return "\n".join([f"{HEAD}<shades> a skos:ConceptScheme .", *lines, ""])


def findings(folder: Path, statement: str, shapes: str = "", data: str = "") -> list[Finding]:
    """Give what a person reads about a plot."""
    shutil.copytree(ALLOTMENTS, folder)
    if shapes:
        file = folder / "shapes" / "allotments.ttl"
        file.write_text(file.read_text(encoding="utf-8") + shapes, encoding="utf-8")
    (folder / "data" / "concepts.ttl").write_text(data or HEAD, encoding="utf-8")
    (folder / "data" / "hill.ttl").write_text(
        f'{HEAD}<plot/hill> a a:Plot ; skos:prefLabel "Hill"@en ;\n    {statement} .\n', encoding="utf-8"
    )
    return [f for f in merged(Catalogue(folder).check(cache=False)) if f.place.path == "data/hill.ttl"]


@pytest.mark.parametrize(
    ("value", "fixes"),
    [
        ('"Mi-ombre"', [("<shade/half>", True)]),
        ('"full sun"@en', [("<shade/sun>", True)]),
        ("<crop/pea>", []),
    ],
)
def test_a_code_list_names_its_concepts_and_not_its_shape(tmp_path: Path, value: str, fixes: list[tuple[str, bool]]):
    [finding] = findings(tmp_path / "allotments", f"a:shade {value}", SCHEME, concepts(3))
    assert finding.message["en"].endswith(
        "is not one of “Deep shade” <shade/deep>, “Half shade” <shade/half> or “Full sun” <shade/sun>"
    )
    assert "«\u00a0Mi-ombre\u00a0» <shade/half>" in finding.message["fr"]
    assert fixes == [(fix.edits[0].text, fix.safe) for fix in finding.fixes]


def test_of_a_long_list_the_nearest_values_are_named_with_the_number_and_the_place(tmp_path: Path):
    [finding] = findings(tmp_path / "allotments", 'a:shade "Half a shade"', SCHEME, concepts(40))
    assert "the 40 values of the list at shapes/allotments.ttl:" in finding.message["en"]
    assert "such as “Half shade” <shade/half>" in finding.message["en"]
    assert "les 40 valeurs de la liste" in finding.message["fr"]


@pytest.mark.parametrize(
    ("names", "english", "french"),
    [
        ("", "the condition <shapes#fits>", "la condition <shapes#fits>"),
        (
            's:fits rdfs:label "beds fit"@en, "les planches tiennent"@fr .',
            "the condition “beds fit”",
            "la condition «\u00a0les planches tiennent\u00a0»",
        ),
        (
            's:fits rdfs:comment "There is room for the beds."@en .',
            "the condition “There is room for the beds.”",
            "la condition",
        ),
    ],
)
def test_a_condition_that_is_not_met_is_named(tmp_path: Path, names: str, english: str, french: str):
    reported = findings(tmp_path / "allotments", "a:area 2.5 ; a:beds 5", f"\n{names}\n")
    [finding] = [each for each in reported if each.kind.code == "C117"]
    assert english in finding.message["en"]
    assert french in finding.message["fr"]
