"""Placeholders in the messages of shapes name what the query gives; shapes that rest upon their negation are named."""

import shutil
from pathlib import Path

import pytest

from catalogue.lint import Finding
from catalogue.workspace.catalogue import Catalogue

ALLOTMENTS = Path(__file__).parent / "fixtures" / "allotments"
PARAMETER = """
a:most sh:path a:most .
s:Most a sh:ConstraintComponent ; sh:parameter [ sh:path a:limit ] ; sh:message "{TEXT}"@en ;
    sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK {{ FILTER ($value < $limit) }}" ] .
"""


def findings(folder: Path, added: str, code: str) -> list[Finding]:
    """Give the findings of a kind when something is added to the shapes."""
    shutil.copytree(ALLOTMENTS, folder)
    shapes = folder / "shapes" / "allotments.ttl"
    shapes.write_text(f"{shapes.read_text(encoding='utf-8')}\n{added}\n", encoding="utf-8")
    return [finding for finding in Catalogue(folder).check(cache=False) if finding.kind.code == code]


@pytest.mark.parametrize(
    ("text", "wrong", "advice", "meant"),
    [
        ("{?value} beds at {$this}", "", "", ""),
        ("no placeholder, {value} or {}", "", "", ""),
        ("too many: {?valeu}", "{?valeu}", "did you mean `{?value}`?", "too many: {?value}"),
        ("too many: {$Value}!", "{$Value}", "did you mean `{?value}`?", "too many: {$value}!"),
        ("too many: {$nope}", "{$nope}", "write one of {?path}, {?this}, {?value}, or let SELECT give it", ""),
        ("what is not given: {?area}", "{?area}", "write one of {?path}, {?this}, {?value}, or let SELECT give it", ""),
    ],
)
def test_a_placeholder_that_names_nothing_is_reported_at_its_characters(
    tmp_path: Path, text: str, wrong: str, advice: str, meant: str
):
    reported = findings(tmp_path / "allotments", f's:fits sh:message "{text}"@en .', "C309")
    assert [wrong] * bool(wrong) == [finding.message["en"].split("`")[1] for finding in reported]
    for finding in reported:
        assert advice == finding.advice["en"]
        assert finding.place.column == len('s:fits sh:message "') + text.index(wrong) + 1
        assert finding.place.end_column == finding.place.column + len(wrong)
        assert [f'"{meant}"@en'] * bool(meant) == [fix.edits[0].text for fix in finding.fixes]
        assert finding.message["fr"].startswith(f"`{wrong}` ne désigne rien")


@pytest.mark.parametrize(("text", "count"), [("{?limit} is less than {$value}", 0), ("{$limt}", 1), ("{?other}", 1)])
def test_a_component_knows_its_parameters(tmp_path: Path, text: str, count: int):
    added = PARAMETER.replace("{TEXT}", text).replace("{{", "{").replace("}}", "}")
    reported = [f for f in findings(tmp_path / "allotments", added, "C309") if "names nothing" in f.message["en"]]
    assert count == len(reported)


def test_shapes_that_rest_upon_their_negation_are_named_by_their_names(tmp_path: Path):
    [finding] = findings(
        tmp_path / "allotments",
        's:A a sh:NodeShape ; rdfs:label "Loop"@en, "Boucle"@fr ; sh:targetClass a:Crop ; sh:not s:B .\n'
        's:B a sh:NodeShape ; sh:name "Second"@en ; sh:node s:A .',
        "C306",
    )
    assert "“Loop” <shapes#A> → sh:not “Second” <shapes#B> → sh:node “Loop” <shapes#A>" in finding.message["en"]
    assert "«\u00a0Boucle\u00a0» <shapes#A>" in finding.message["fr"]
