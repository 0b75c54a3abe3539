"""A decimal comma makes two numbers of one: where a shape shows that, the finding says so, with the number that is meant."""

from pathlib import Path

import pytest
from test_published_terms import CONCEPT, PREFIXES, SHAPES, edits, made

from catalogue import Catalogue
from catalogue.lint import Finding
from catalogue.report.merging import merged

ONE, DECIMAL, WHOLE = "sh:maxCount 1", "sh:datatype xsd:decimal", "sh:datatype xsd:integer"
EITHER = "sh:or ( [ sh:datatype xsd:decimal ] [ sh:datatype xsd:double ] )"


def reported(tmp_path: Path, value: str, constraints: str) -> list[Finding]:
    shapes = f"{SHAPES}<shapes#Concept> sh:property [ sh:path schema:size ; {constraints} ] .\n"
    folder = made(tmp_path, f"{PREFIXES}{CONCEPT}; schema:size {value} .\n", shapes)
    return list(merged(Catalogue(folder).check()))


READ = [
    ("3,5", DECIMAL, "3.5", "`3,5` is read as two numbers, 3 and 5; a decimal number is written `3.5`"),
    ("3,5", ONE, "3.5", "a decimal number is written `3.5`"),
    ("-12,75", ONE, "-12.75", "`-12,75` is read as two numbers, -12 and 75"),
    ("3,5", f"{ONE} ; {DECIMAL}", "3.5", "a decimal number is written `3.5`"),
    ("3,5", f"{ONE} ; sh:datatype xsd:double", "3.5", "a decimal number is written `3.5`"),
    ("3,5", EITHER, "3.5", "a decimal number is written `3.5`"),
    ("3,5", f"{ONE} ; {WHOLE}", None, "`3,5` is read as two numbers, 3 and 5; a whole number has no comma"),
    ("1,200", f"{ONE} ; {WHOLE}", "1200", "a whole number has no comma"),
    ("12,345", f"{ONE} ; sh:datatype xsd:nonNegativeInteger", "12345", "a whole number has no comma"),
]
NOT_READ = [
    ("3, 5", ONE),
    ("3 ,5", ONE),
    ("3,5,7", ONE),
    ("3,5", "sh:maxCount 2 ; sh:minCount 3"),
    ("3,5", "sh:datatype xsd:string"),
    ('"3,5", "4"', ONE),
    ("3.0,5", ONE),
]


@pytest.mark.parametrize(("value", "constraints", "meant", "advice"), READ)
def test_a_number_with_a_comma_is_one_finding_that_says_how_it_is_read(
    tmp_path: Path, value: str, constraints: str, meant: str | None, advice: str
):
    [finding] = reported(tmp_path, value, constraints)
    assert advice in finding.advice["en"]
    assert value in finding.advice["fr"]
    assert finding.advice["fr"] != finding.advice["en"]
    assert meant is None or (meant, False) in edits([finding])


@pytest.mark.parametrize(("value", "constraints"), NOT_READ)
def test_two_values_that_may_be_meant_are_not_read_as_one(tmp_path: Path, value: str, constraints: str):
    findings = reported(tmp_path, value, constraints)
    assert findings
    assert all("two numbers" not in finding.advice.get("en", "") for finding in findings)


@pytest.mark.parametrize("constraints", [WHOLE, "sh:maxCount 2", "sh:minInclusive 1"])
def test_two_values_that_the_shape_allows_are_no_finding(tmp_path: Path, constraints: str):
    assert [] == reported(tmp_path, "3,5", constraints)


def test_the_message_of_the_shape_stays_beside_it(tmp_path: Path):
    [finding] = reported(tmp_path, "3,5", f'{ONE} ; sh:message "One size"@en')
    assert "One size" == finding.advice["en"]
    assert "two numbers" in finding.notes[0]["en"]
