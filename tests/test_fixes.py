"""Fixes: what each offers, exactly, which of them are safe, and that a fix that is made leaves nothing to fix."""

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from catalogue.edits import Fix, apply
from catalogue.lint import Finding
from catalogue.report.merging import merged
from catalogue.workspace.catalogue import Catalogue

SETTINGS = """[catalogue]
base = "https://x.example.org/"
title.en = "Things"
languages = ["en", "fr"]

[publisher]
name.en = "We"

[prefixes]
g = "https://x.example.org/ontology#"
s = "https://x.example.org/shapes#"
"""
PREFIXES = """@base <https://x.example.org/> .
@prefix g: <https://x.example.org/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
ONTOLOGY = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <https://x.example.org/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

g:Thing a owl:Class ; rdfs:label "thing"@en, "chose"@fr .
g:Colour a owl:Class ; rdfs:label "colour"@en, "couleur"@fr .
g:p a rdf:Property ; rdfs:label "p"@en, "p"@fr .
g:q a rdf:Property ; rdfs:label "q"@en, "q"@fr .
g:weight a rdf:Property ; rdfs:label "weight"@en, "poids"@fr .

s:Colour a sh:NodeShape ; sh:targetClass g:Colour ; sh:property [ sh:path rdfs:label ; sh:minCount 1 ] .
"""
COLOURS = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<colour/red> a g:Colour ; rdfs:label "Red"@en, "Rouge"@fr .
<colour/green> a g:Colour ; rdfs:label "Green"@en .
"""


def folder_of(folder: Path, constraint: str) -> Path:
    """Make a catalogue whose things have property `g:p` with a constraint."""
    shape = f"s:Thing a sh:NodeShape ; sh:targetClass g:Thing ; {constraint} .\n"
    if not constraint.startswith("sh:"):
        shape = f"s:Thing a sh:NodeShape ; sh:targetClass g:Thing ; sh:property [ sh:path g:p ; {constraint[1:]} ] .\n"
    for name, text in {
        "catalogue.toml": SETTINGS,
        "shapes/shapes.ttl": PREFIXES + ONTOLOGY + shape,
        "data/colours.ttl": PREFIXES + COLOURS,
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


HEAD = f"{PREFIXES}# a remark\n<thing/é> a g:Thing ; "
TAIL = " . # the end\n"


def offers(folder: Path, constraint: str, written: str) -> Iterator[tuple[Finding, Fix, str]]:
    """Give the fixes for a thing, each with its finding and what is written afterwards."""
    text = f"{HEAD}{written}{TAIL}"
    (folder_of(folder, constraint) / "data" / "x.ttl").write_text(text, "utf-8")
    for finding in merged(Catalogue(folder).check()):
        for fix in finding.fixes if finding.place.path == "data/x.ttl" else ():
            after = apply(text, fix.edits)
            assert after.startswith(HEAD)
            assert after.endswith(TAIL)
            yield finding, fix, after.removeprefix(HEAD).removesuffix(TAIL)


WEB = '"https://a.example.org/"'
RED = '"https://x.example.org/colour/red"'
SURE, UNSURE = True, False

# the constraint, what is written, what is offered; of a property `g:p` where no other is written
VALUES: list[tuple[str, str, list[tuple[str, bool]]]] = [
    ("sh:datatype xsd:date", '"2024-05-03"', [('"2024-05-03"^^xsd:date', SURE)]),
    ("sh:datatype xsd:date", '"2024-05-03"@en', [('"2024-05-03"^^xsd:date', UNSURE)]),
    ("sh:datatype xsd:date", '"2024-5-3"^^xsd:date', [('"2024-05-03"^^xsd:date', SURE), ('"2024-05"^^xsd:gYearMonth', UNSURE)]),
    ("sh:datatype xsd:date", '"2024/5/3"', [('"2024-05-03"^^xsd:date', SURE)]),
    ("sh:datatype xsd:date", '"2024-05-03T00:00:00Z"^^xsd:dateTime', [('"2024-05-03"^^xsd:date', SURE)]),
    ("sh:datatype xsd:date", '"2024-05-03T10:00:00Z"^^xsd:dateTime', [('"2024-05-03"^^xsd:date', UNSURE)]),
    ("sh:datatype xsd:gYear", '"2024-00-00"', [('"2024"^^xsd:gYear', SURE)]),
    ("sh:datatype xsd:gYear", '"2024-05-03"^^xsd:date', [('"2024"^^xsd:gYear', UNSURE)]),
    ("sh:datatype xsd:gYear", '"2024-05"^^xsd:gYearMonth', [('"2024"^^xsd:gYear', UNSURE)]),
    ("sh:datatype xsd:gYearMonth", '"2024/5"', [('"2024-05"^^xsd:gYearMonth', SURE)]),
    ("sh:datatype xsd:gYearMonth", '"2024-05-03"^^xsd:date', [('"2024-05"^^xsd:gYearMonth', UNSURE)]),
    ("sh:datatype xsd:gYearMonth", '"2024-05-00"', [('"2024-05"^^xsd:gYearMonth', SURE)]),
    ("sh:datatype xsd:gYear", '"2024-00"', [('"2024"^^xsd:gYear', SURE)]),
    *((f"sh:datatype xsd:{name}", '"a"', []) for name in "normalizedString token Name NCName NMTOKEN language".split()),
    ("sh:datatype xsd:boolean", '"TRUE"', [("true", SURE)]),
    ("sh:datatype xsd:boolean", '"False"', [("false", SURE)]),
    ("sh:datatype xsd:boolean", '"oui"', [("true", UNSURE)]),
    ("sh:datatype xsd:boolean", '"Non"', [("false", UNSURE)]),
    ("sh:datatype xsd:boolean", '"perhaps"', []),
    ("sh:datatype xsd:integer", '" 12 "', [("12", SURE)]),
    ("sh:datatype xsd:integer", '"-12"@en', [("-12", UNSURE)]),
    ("sh:datatype xsd:integer", '"1 234 000"', [("1234000", UNSURE)]),
    ("sh:datatype xsd:integer", '"12\N{NO-BREAK SPACE}000"', [("12000", UNSURE)]),
    ("sh:datatype xsd:integer", '"12 34"', []),
    ("sh:datatype xsd:integer", "12.5", []),
    ("sh:datatype xsd:decimal", '"1,5"', [("1.5", UNSURE)]),
    ("sh:datatype xsd:decimal", '"1 000,5"', [("1000.5", UNSURE)]),
    ("sh:datatype xsd:decimal", "12", [('"12"^^xsd:decimal', SURE)]),
    ("sh:datatype xsd:anyURI", "<https://a.example.org/>", [(f"{WEB}^^xsd:anyURI", SURE)]),
    ("sh:datatype xsd:anyURI", WEB, [(f"{WEB}^^xsd:anyURI", SURE)]),
    ("sh:datatype xsd:anyURI", f"{WEB}@en", []),
    ("sh:datatype xsd:anyURI", '"a"', []),
    ("sh:datatype xsd:string", '"a"@en', [('"a"', UNSURE)]),
    ("sh:datatype xsd:string", "12", [('"12"', UNSURE)]),
    ("sh:datatype xsd:string", r"'a\n\"b\\\t\r'@fr", [(r'"a\n\"b\\\t\r"', UNSURE)]),
    ("sh:datatype xsd:string", "<colour/red>", []),
    ("sh:datatype rdf:langString", '"a"', [('"a"@en', UNSURE), ('"a"@fr', UNSURE)]),
    ("sh:datatype rdf:langString", "12", []),
    ('sh:datatype rdf:langString ; sh:languageIn ( "fr" )', '"a"', [('"a"@fr', SURE)]),
    ('sh:languageIn ( "fr" )', '"a"', [('"a"@fr', SURE)]),
    ('sh:languageIn ( "fr" )', '"a"@en', []),
    ('sh:languageIn ( "fr" )', '"a"@fr-CA, "b"@en', []),
    ('sh:languageIn ( "fr" )', '"a"@frx', [('"a"@fr', UNSURE)]),
    ('sh:languageIn ( "en" "fr" ) ; sh:uniqueLang true', '"a", "b"@fr', [('"a"@en, "b"@fr', UNSURE)]),
    ("sh:uniqueLang true", '"a"@en, "b"@en', [('"a"@en, "b"@fr', UNSURE)]),
    ("sh:uniqueLang true", '"a"@en, "b"@en, "c"@fr', []),
    ("sh:nodeKind sh:IRI", WEB, [("<https://a.example.org/>", SURE)]),
    ("sh:nodeKind sh:IRI", f"{WEB}@en", [("<https://a.example.org/>", UNSURE)]),
    ("sh:nodeKind sh:BlankNodeOrIRI", f"{WEB}^^xsd:anyURI", [("<https://a.example.org/>", SURE)]),
    ("sh:nodeKind sh:IRI", '"https://a.example.org/ b"', []),
    ("sh:nodeKind sh:IRI ; sh:class g:Colour", '" ROUGE "@fr', [("<colour/red>", UNSURE)]),
    ("sh:nodeKind sh:Literal", "<colour/red>", [(RED, UNSURE)]),
    ("sh:nodeKind sh:BlankNode", RED, []),
    ("sh:class g:Colour", RED, [("<colour/red>", SURE)]),
    ("sh:class g:Colour", f"{RED}@en", [("<colour/red>", UNSURE)]),
    ("sh:class g:Colour", '"green"', [("<colour/green>", UNSURE)]),
    ("sh:class g:Colour", '"blue"', []),
    ("sh:class g:Colour", "<colour/reds>", [("<colour/red>", UNSURE)]),
    ("sh:class g:Colour", "<Colour/Red>", [("<colour/red>", SURE)]),
    ("sh:class g:Colour", "<quite/another>", []),
    ("sh:class g:Colour", "<tint/red> . <tint/red> a g:Thing", [("<colour/red> . <tint/red> a g:Thing", UNSURE)]),
    ("sh:class g:Colour", "<tint/mauve> . <tint/mauve> a g:Thing", []),
    ('sh:in ( "large" "small" )', '"larg"', [('"large"', UNSURE)]),
    ('sh:in ( "large" "small" )', '"Large"', [('"large"', SURE)]),
    ('sh:in ( "large" "small" )', '"Large"@en', [('"large"', UNSURE)]),
    ('sh:in ( "large" "small" )', '"large"@en', [('"large"', UNSURE)]),
    ('sh:in ( "large" "LARGE" )', '"Large"', [('"LARGE"', UNSURE)]),
    ('sh:in ( "large" "LARGE" )', '"LARGE"^^xsd:token', [('"LARGE"', SURE)]),
    ('sh:in ( "large"@en "large"@fr )', '"large"', [('"large"@en', UNSURE)]),
    ('sh:in ( "12" )', "12", [('"12"', SURE)]),
    ('sh:in ( "large" )', '"quite another"', []),
    ("sh:in ( <colour/red> )", RED, [("<colour/red>", SURE)]),
    ("sh:in ( <colour/red> <colour/green> )", "<colour/Green>", [("<colour/green>", SURE)]),
    ('sh:pattern "^[a-z]+$"', '" abc "', [('"abc"', SURE)]),
    ('sh:pattern "^[a-z]+$"', '"ABC"', [('"abc"', UNSURE)]),
    ('sh:pattern "^[a-z]+$"', '" AbC "@en', [('"abc"@en', UNSURE)]),
    ('sh:pattern "^[a-z]+$" ; sh:flags "i"', '" AbC"@en', [('"AbC"@en', SURE), ('"abc"@en', UNSURE)]),
    ('sh:pattern "^[a-z]+$"', '"a1"', []),
    ('sh:pattern "^https://"', '"http://a.example.org/"^^xsd:anyURI', [(f"{WEB}^^xsd:anyURI", UNSURE)]),
    ('sh:pattern "^https://"', "<http://a.example.org/>", [("<https://a.example.org/>", UNSURE)]),
    ("sh:lessThan g:q", "3 ; g:q 2", [("2 ; g:q 3", UNSURE)]),
    ("sh:lessThanOrEquals g:q", "3 ; g:q 2", [("2 ; g:q 3", UNSURE)]),
    ("sh:lessThan g:q", "3, 4 ; g:q 2", []),
    ("sh:lessThan g:q", "3 ; g:q 2, 1", []),
    (
        "sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:dateTime ] )",
        '"2024-05-03T00:00:00"',
        [('"2024-05-03T00:00:00"^^xsd:dateTime', UNSURE), ('"2024-05-03"^^xsd:date', UNSURE)],
    ),
    ("sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYear ] )", '"2024"', [('"2024"^^xsd:gYear', SURE)]),
    ("sh:or ( [ sh:datatype xsd:integer ] [ sh:class g:Colour ] )", '"red"', [("<colour/red>", UNSURE)]),
    ("sh:xone ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYear ] )", '"2024"', [('"2024"^^xsd:gYear', SURE)]),
    ("sh:node [ sh:datatype xsd:date ]", '"2024-5-3"', [('"2024-05-03"^^xsd:date', SURE)]),
    ("sh:node [ sh:node [ sh:datatype xsd:date ] ]", '"2024-5-3"', []),
    ("sh:node [ sh:property [ sh:path g:q ; sh:minCount 1 ] ]", "<colour/red>", []),
]
PROPERTIES: list[tuple[str, str, list[tuple[str, bool]]]] = [
    ("sh:property [ sh:path g:weight ; sh:minCount 1 ]", "g:weigth 1", [("g:weight 1", UNSURE)]),
    ("sh:property [ sh:path g:weight ; sh:minCount 1 ]", "g:Weight 1", [("g:weight 1", SURE)]),
    ("sh:property [ sh:path g:weight ; sh:minCount 1 ]", "g:other 1", []),
    ("sh:closed true ; sh:ignoredProperties ( rdf:type ) ; sh:property [ sh:path g:weight ]", "g:q 1", []),
]
TABLE = [
    *(
        ("." + constraint, f"g:p {written}", [(f"g:p {text}", safe) for text, safe in fixes])
        for constraint, written, fixes in VALUES
    ),
    *PROPERTIES,
]


@pytest.mark.parametrize(("constraint", "written", "expected"), TABLE, ids=[f"{row[0][:30]}-{row[1]}" for row in TABLE])
def test_each_fix_says_what_it_writes_and_whether_it_is_sure(
    tmp_path: Path, constraint: str, written: str, expected: list[tuple[str, bool]]
):
    given = list(offers(tmp_path, constraint, written))
    assert expected == [(text, fix.safe) for _, fix, text in given]


@pytest.mark.parametrize(("constraint", "written"), [row[:2] for row in TABLE if row[2]])
def test_a_fix_that_is_made_leaves_nothing_of_its_finding(tmp_path: Path, constraint: str, written: str):
    """The likeliest of each finding; it changes no other statement."""
    for finding, fix, text in list(offers(tmp_path, constraint, written)):
        if fix is not finding.fixes[0]:
            continue
        again = [other for other, _, _ in offers(tmp_path, constraint, text)]
        (tmp_path / "data" / "x.ttl").write_text(f"{HEAD}{text}{TAIL}", "utf-8")
        left = [other for other in Catalogue(tmp_path).check() if other.place.path == "data/x.ttl"]
        assert finding.kind.code not in {other.kind.code for other in [*again, *left]}
        gone, come = changes(f"{HEAD}{written}{TAIL}", f"{HEAD}{text}{TAIL}")
        assert len(gone) == len(come) == (2 if "lessThan" in constraint else 1)


def changes(before: str, after: str) -> tuple[set[ox.Triple], set[ox.Triple]]:
    """Give the triples that a text no longer has, and those that it has now."""
    one, other = ({quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)} for text in (before, after))
    return one - other, other - one


LEXICAL = st.sampled_from(
    [
        *("", " a ", "A", "Red", "true", "VRAI", "2024", "2024-5", "2024/05/03", "2024-00-00", "1,5", "1 000", "07"),
        *("https://a.example.org/", "https://x.example.org/colour/Red", "https://x.example.org/colour/red"),
    ]
)
SUFFIX = st.sampled_from(["", "@en", "@fr-CA", "^^xsd:token", "^^xsd:date", "^^xsd:integer"])
PARTS = st.sampled_from(
    [
        *(f"sh:datatype xsd:{name}" for name in "anyURI boolean date decimal gYear gYearMonth integer string".split()),
        *("sh:datatype rdf:langString", 'sh:languageIn ( "en" )', "sh:nodeKind sh:IRI", "sh:class g:Colour"),
        *('sh:in ( "a" "Red" "true"@en <colour/red> )', 'sh:in ( "A"@en "a"@en )', 'sh:pattern "^[a-z]*$"'),
    ]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PARTS, LEXICAL, SUFFIX)
@example('sh:in ( "a" "Red" "true"@en <colour/red> )', " a ", "@en")
def test_a_sure_fix_keeps_the_characters_and_the_language(tmp_path: Path, constraint: str, lexical: str, suffix: str):
    """But for case, spaces, leading zeros and empty parts of dates, which say nothing; a language may be added."""
    for _, fix, text in offers(tmp_path, "." + constraint, f'g:p "{lexical}"{suffix}'):
        [gone], [come] = changes(f'{HEAD}g:p "{lexical}"{suffix}{TAIL}', f"{HEAD}{text}{TAIL}")
        if fix.safe:
            assert bare(come.object.value) == bare(lexical)
            language = getattr(gone.object, "language", None)
            assert language is None or language == getattr(come.object, "language", None)


def bare(lexical: str) -> str:
    said = {"vrai": "true", "faux": "false"}.get(lexical.strip().lower(), lexical.strip().lower())
    return re.sub(r"\b0+|[/-]", "", said)
