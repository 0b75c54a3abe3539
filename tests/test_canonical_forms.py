"""C213: literals that are not in their canonical form, what is to be written instead, and when that is safe."""

from pathlib import Path

import pytest
from test_as_written import folder_of

from catalogue.lint.findings import Finding
from catalogue.workspace.catalogue import Catalogue

LITERALS = {
    "12.50": "12.5",
    "-1.00": "-1.0",
    "007.0": "7.0",
    "+3.10": "3.1",
    "-0.0": "0.0",
    '"1."^^xsd:decimal': "1.0",
    '"+7"^^xsd:decimal': '"7"^^xsd:decimal',
    "007": "7",
    "+7": "7",
    '"+7"^^xsd:int': '"7"^^xsd:int',
    '"007"^^xsd:nonNegativeInteger': '"7"^^xsd:nonNegativeInteger',
    '"1"^^xsd:boolean': "true",
    '"0"^^xsd:boolean': "false",
    '"P12M"^^xsd:duration': '"P1Y"^^xsd:duration',
    '"10:00:00.50"^^xsd:time': '"10:00:00.5"^^xsd:time',
}
"""Literals, and their canonical forms with their datatypes."""


def unusual(folder: Path) -> list[Finding]:
    return [finding for finding in Catalogue(folder).check() if finding.kind.code == "C213"]


@pytest.mark.parametrize(("literal", "meant"), LITERALS.items())
def test_the_advice_is_what_the_fix_writes_and_keeps_the_datatype(tmp_path: Path, literal: str, meant: str):
    (finding,) = unusual(folder_of(tmp_path, "", f"<a> a g:Thing ; g:p {literal} .\n"))
    (edit,) = finding.fixes[0].edits
    assert (meant, True) == (edit.text, finding.fixes[0].safe)
    assert f"write {meant}, or" in finding.advice["en"]
    assert f"écrivez {meant}, ou" in finding.advice["fr"]
    assert finding.message["en"].startswith(f"{literal} is not in its canonical form {meant}, ")
    assert finding.message["fr"].startswith(f"{literal} n'est pas sous sa forme canonique {meant}, ")


def test_the_advice_has_the_prefixes_of_the_file_and_n_triples_no_shorthand(tmp_path: Path):
    folder = folder_of(tmp_path, "", "<a> a g:Thing .\n")
    datatype = "http://www.w3.org/2001/XMLSchema#"
    thing = "<https://x.example.org/b> <https://x.example.org/ontology#p>"
    (folder / "data" / "b.nt").write_text(f'{thing} "007"^^<{datatype}integer> .\n')
    (folder / "data" / "c.ttl").write_text(f'@prefix x: <{datatype}> .\n{thing} "07"^^x:int .\n')
    assert ['"7"^^x:int', f'"7"^^<{datatype}integer>'] == sorted(
        (finding.fixes[0].edits[0].text for finding in unusual(folder)), key=len
    )
    assert all(finding.fixes[0].edits[0].text in finding.advice["en"] for finding in unusual(folder))


@pytest.mark.parametrize("literal", ["1.0", "-1.0", "0.0", "12.5", '"1"^^xsd:decimal', '"-1"^^xsd:decimal'])
def test_both_canonical_forms_of_a_whole_decimal_stay(tmp_path: Path, literal: str):
    """XSD 1.0 has `1.0`, which Turtle writes without quotation marks, and XSD 1.1 has `1`."""
    assert [] == unusual(folder_of(tmp_path, "", f"<a> a g:Thing ; g:p {literal} .\n"))


def test_how_many_are_written_so_is_told_in_both_languages(tmp_path: Path):
    first, _ = unusual(folder_of(tmp_path, "", "<a> a g:Thing ; g:p 1.50, 2.50 .\n"))
    assert "; 2 values of this property are written so" in first.message["en"]
    assert "; 2 valeurs de cette propriété sont écrites ainsi" in first.message["fr"]


REGEX = "'''SELECT $this ?value { $this <https://x.example.org/ontology#p> ?value FILTER REGEX(STR(?value), '[.]50$') }'''"
ANYTHING = "'''SELECT $this ?value { $this ?any ?value FILTER REGEX(STR(?value), '50') }'''"
OTHER = "'''SELECT $this ?value { $this <https://x.example.org/ontology#q> ?value }'''"
THING = "s:T a sh:NodeShape ; sh:targetClass g:Thing ; "
COMPONENT = """s:Long a sh:ConstraintComponent ; sh:parameter [ sh:path g:longest ] ;
    sh:validator [ sh:ask "ASK { FILTER (STRLEN(STR($value)) <= $longest) }" ] . """
READERS = {
    "a query of the node shape": (f"{THING} sh:sparql [ sh:select {REGEX} ] .", "unsafe"),
    "a query about any property": (f"{THING} sh:sparql [ sh:select {ANYTHING} ] .", "unsafe"),
    "a query about another property": (f"{THING} sh:sparql [ sh:select {OTHER} ] .", "safe"),
    "a deactivated query": (f"{THING} sh:sparql [ sh:deactivated true ; sh:select {REGEX} ] .", "safe"),
    "a query of the property shape": (f"{THING} sh:property [ sh:path g:p ; sh:sparql [ sh:select {OTHER} ] ] .", "none"),
    "a query with the path of another property": (
        f"{THING} sh:property [ sh:path g:q ; sh:sparql [ sh:select 'SELECT $this ?value {{ $this $PATH ?value }}' ] ] .",
        "safe",
    ),
    "a query of the values' shape": (
        f"{THING} sh:property [ sh:path g:p ; sh:node s:V ] . s:V a sh:NodeShape ; sh:sparql [ sh:select {OTHER} ] .",
        "none",
    ),
    "a query of the values, as targets": (
        f"s:V a sh:NodeShape ; sh:targetObjectsOf g:p ; sh:sparql [ sh:select {OTHER} ] .",
        "none",
    ),
    "a validator": (f"{COMPONENT} {THING} sh:property [ sh:path g:p ; g:longest 9 ] .", "none"),
    "a validator of another property": (f"{COMPONENT} {THING} sh:property [ sh:path g:q ; g:longest 9 ] .", "safe"),
    "a pattern": (f'{THING} sh:property [ sh:path g:p ; sh:pattern "0$" ] .', "none"),
    "a pattern of a possibility": (
        f'{THING} sh:property [ sh:path g:p ; sh:or ( [ sh:pattern "0$" ] [ sh:nodeKind sh:IRI ] ) ] .',
        "none",
    ),
    "a pattern along a path": (f'{THING} sh:property [ sh:path ( g:q g:p ) ; sh:pattern "0$" ] .', "none"),
    "a pattern of another property": (f'{THING} sh:property [ sh:path g:q ; sh:pattern "0$" ] .', "safe"),
    "another property's terms": (f"{THING} sh:property [ sh:path g:q ; sh:disjoint g:p ] .", "unsafe"),
    "the terms of another property": (f"{THING} sh:property [ sh:path g:p ; sh:equals g:q ] .", "unsafe"),
    "the datatype": (f"{THING} sh:property [ sh:path g:p ; sh:datatype xsd:decimal ] .", "safe"),
}


@pytest.mark.parametrize(("shape", "expected"), READERS.values(), ids=list(READERS))
def test_a_form_that_a_constraint_may_look_at_is_not_changed_without_being_asked(tmp_path: Path, shape: str, expected: str):
    findings = unusual(folder_of(tmp_path, shape, "<a> a g:Thing ; g:p 12.50 .\n"))
    assert expected == {(): "none", (True,): "safe", (False,): "unsafe"}[tuple(each.fixes[0].safe for each in findings)]
