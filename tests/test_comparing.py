"""Findings about ranges and orders: which value is at odds with which, or why two cannot be compared, in both languages."""

from pathlib import Path

import pytest
from conftest import shared
from constraint_queries import folder_of

from catalogue.lint.findings import Finding
from catalogue.workspace.catalogue import Catalogue

ORDER = "s:T a sh:NodeShape ; sh:targetClass g:Thing ; sh:property [ sh:path g:p ; sh:lessThan g:q ] ."


def findings(folder: Path, shapes: str, data: str) -> list[Finding]:
    report = Catalogue(folder_of(folder, shapes, data)).check()
    return [finding for finding in report if finding.kind.code in {"C118", "C120", "C310"}]


def bounded(parameter: str, bound: str) -> str:
    return f"s:T a sh:NodeShape ; sh:targetClass g:Thing ; sh:property [ sh:path g:p ; sh:{parameter} {bound} ] ."


REASONS = {
    "a date and a dateTime": (
        '"2024-01-01"^^xsd:date',
        '"2024-06-01T00:00:00"^^xsd:dateTime',
        "a date (xsd:date) and a date and time (xsd:dateTime) have no common order",
        "une date (xsd:date) et une date et heure (xsd:dateTime) n'ont pas d'ordre commun",
    ),
    "two kinds of durations": (
        '"P1D"^^xsd:dayTimeDuration',
        '"P2D"^^xsd:duration',
        "xsd:dayTimeDuration and a duration (xsd:duration) have no common order",
        "xsd:dayTimeDuration et une durée (xsd:duration) n'ont pas d'ordre commun",
    ),
    "with and without a time zone": (
        '"2024-01-01T10:00:00Z"^^xsd:dateTime',
        '"2024-01-01T12:00:00"^^xsd:dateTime',
        "one has a time zone, the other has none, and they are not more than 14 hours apart",
        "l'un a un fuseau horaire, l'autre n'en a pas",
    ),
    "years with and without a time zone": (
        '"2024Z"^^xsd:gYear',
        '"2024"^^xsd:gYear',
        "one has a time zone, the other has none",
        "l'un a un fuseau horaire, l'autre n'en a pas",
    ),
    "a month and days": (
        '"P1M"^^xsd:duration',
        '"P31D"^^xsd:duration',
        "months differ in length",
        "les mois n'ont pas tous la même longueur",
    ),
    "texts in a language": (
        '"a"@en',
        '"b"@en',
        "texts with a language tag have no order",
        "les textes avec une étiquette de langue n'ont pas d'ordre",
    ),
    "no number": ('"NaN"^^xsd:double', "1", "NaN is neither less nor greater", "NaN n'est ni inférieur ni supérieur"),
    "no literal": ("<b>", "1", "only literals have an order", "seuls les littéraux ont un ordre"),
    "a value that is ill-typed": (
        "1",
        '"x"^^xsd:integer',
        '"x"^^xsd:integer is not possible as a whole number (xsd:integer)',
        '"x"^^xsd:integer n\'est pas un nombre entier (xsd:integer) possible',
    ),
    "what has no order": (
        '"00"^^xsd:hexBinary',
        '"01"^^xsd:hexBinary',
        "values of xsd:hexBinary have no order",
        "les valeurs de xsd:hexBinary n'ont pas d'ordre",
    ),
}


@pytest.mark.parametrize(("value", "other", "en", "fr"), REASONS.values(), ids=REASONS)
def test_a_finding_says_why_two_values_cannot_be_compared(tmp_path: Path, value: str, other: str, en: str, fr: str):
    (finding,) = findings(tmp_path, ORDER, f"<a> a g:Thing ; g:p {value} ; g:q {other} .")
    assert "C120" == finding.kind.code
    assert "cannot be compared with “q”" in finding.message["en"]
    assert "ne peut pas être comparé à «\u00a0q\u00a0»" in finding.message["fr"]
    assert en in finding.message["en"]
    assert fr in finding.message["fr"]
    assert () == finding.fixes, "to exchange them would not help"


@pytest.mark.parametrize("parameter", ["minInclusive", "maxInclusive", "minExclusive", "maxExclusive"])
def test_a_finding_about_a_range_says_why_too(tmp_path: Path, parameter: str):
    bound = '"2024-01-01T12:00:00"^^xsd:dateTime'
    (finding,) = findings(tmp_path, bounded(parameter, bound), '<a> a g:Thing ; g:p "2024-01-01"^^xsd:date .')
    assert "C118" == finding.kind.code
    assert f'"2024-01-01"^^xsd:date cannot be compared with {bound}: a date (xsd:date) and' in finding.message["en"]


def test_a_finding_about_an_order_names_the_values_that_break_it(tmp_path: Path):
    (finding,) = findings(tmp_path, ORDER, "<a> a g:Thing ; g:p 5 ; g:q 4, 6, 5 .")[:1]
    assert "5 is not less than “q” (4, 5)" in finding.message["en"]


def test_what_cannot_be_compared_beside_what_breaks_the_order_is_noted(tmp_path: Path):
    finding = findings(tmp_path, ORDER, '<a> a g:Thing ; g:p 5 ; g:q 4, "x" .')[0]
    assert "5 is not less than “q” (4)" in finding.message["en"]
    (note,) = finding.notes
    assert 'it cannot be compared with "x" either: a whole number (xsd:integer) and plain text' in note["en"]
    assert 'il ne peut pas non plus être comparé à "x"' in note["fr"]


@pytest.mark.parametrize(("p", "q", "count"), [("true", "false", 1), ("2", "1", 1), ("1", "1", 0), ("2", '"1"', 0)])
def test_values_are_exchanged_only_where_that_mends_the_order(tmp_path: Path, p: str, q: str, count: int):
    (finding,) = findings(tmp_path, ORDER, f"<a> a g:Thing ; g:p {p} ; g:q {q} .")
    assert count == len(finding.fixes)


@pytest.mark.parametrize(
    ("low", "high", "count"),
    [
        ("sh:minInclusive 12345678901234567890", "sh:maxInclusive 12345678901234567889", 1),
        ("sh:minInclusive 0.12345678901234567891", "sh:maxInclusive 0.1234567890123456789", 1),
        ("sh:minInclusive true", "sh:maxInclusive false", 1),
        ('sh:minInclusive "2024-01-02T00:00:00Z"^^xsd:dateTime', 'sh:maxInclusive "2024-01-01T00:00:00Z"^^xsd:dateTime', 1),
        ('sh:minInclusive "09:00:00Z"^^xsd:time', 'sh:maxExclusive "10:00:00+01:00"^^xsd:time', 1),
        ('sh:minInclusive "b"', 'sh:maxInclusive "a"', 1),
        ('sh:minInclusive "P1Y"^^xsd:duration', 'sh:maxInclusive "P1M"^^xsd:duration', 1),
        ("sh:minInclusive 1", 'sh:maxInclusive "2024-01-01"^^xsd:date', 1),
        ("sh:minInclusive 1", "sh:maxInclusive 1e0", 0),
        ("sh:minExclusive false", "sh:maxInclusive true", 0),
        ('sh:minInclusive "2024-01-01T12:00:00Z"^^xsd:dateTime', 'sh:maxInclusive "2024-01-01T11:00:00"^^xsd:dateTime', 0),
    ],
)
def test_bounds_contradict_each_other_by_their_values(tmp_path: Path, low: str, high: str, count: int):
    shapes = f"s:T a sh:NodeShape ; sh:targetClass g:Thing ; sh:property [ sh:path g:p ; {low} ; {high} ] ."
    assert count == len([each for each in findings(tmp_path, shapes, "<a> a g:Thing .") if each.kind.code == "C310"])


def test_big_integers_and_booleans_are_as_the_case_says():
    report = Catalogue(shared("cases", "big-integer")).check()
    assert [] == [finding.line("en") for finding in report if finding.component]


def test_orders_are_as_the_case_says():
    report = Catalogue(shared("cases", "less-than")).check()
    reported = {finding.focus.removeprefix("https://ex.example/t/"): finding.message["en"] for finding in report}
    assert ["a", "c", "f", "g", "i", "k", "l", "m", "n"] == sorted(reported)
    assert ["a", "c", "g", "k", "l", "n"] == sorted(name for name, text in reported.items() if "cannot be compared" in text)
