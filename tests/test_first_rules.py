"""What a steward of the first catalogue would want to hear: numbers of registers, duplicates, entries out of place."""

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.lint import Severity
from catalogue.workspace.workspace import Workspace

HEAD = """@base <https://communs.example.org/> .
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix cn: <https://communs.example.org/ontology#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """The first catalogue, read once; texts are laid over its files."""
    opened = Workspace(ROOT)
    opened.check()
    return opened


def shapes_broken(workspace: Workspace, text: str, name: str = "data/organisation/new.ttl") -> set[str]:
    """Give the names of the shapes that an entry breaks, without their prefix."""
    workspace.set_text(name, HEAD + text)
    try:
        findings = [finding for finding in workspace.check() if finding.severity > Severity.INFO]
    finally:
        workspace.set_text(name, None)
    assert all({"en", "fr"} <= set(finding.message) for finding in findings)
    return {finding.shape.rpartition("#")[2] or finding.kind.code for finding in findings}


def identifier(number: str, scheme: str, name: str = "new") -> str:
    return (
        f'<identifier/{name}> a adms:Identifier ; rdfs:label "n"@fr, "n"@en ; skos:notation "{number}" ;'
        f" cn:identifierScheme <concept/scheme-{scheme}> ; cn:identifies <organisation/etalab> ;"
        " dct:source <source-document/seed> ; cn:basis <concept/basis-stated> .\n"
    )


def check_digit(number: str) -> str:
    """Give the digit that makes a number right by Luhn's rule; written otherwise than in the shapes."""
    digits = [int(digit) for digit in number][::-1]
    total = sum(sum(divmod(2 * digit, 10)) if place % 2 == 0 else digit for place, digit in enumerate(digits))
    return str(-total % 10)


NUMBERS = [
    ("siret", "13002526500021", set()),
    ("siret", "130025265000135", {"Identifier-siretForm"}),
    ("siret", "1300252650001", {"Identifier-siretForm"}),
    ("siret", "130 025 265 00013", {"Identifier-siretForm"}),
    ("siret", "130025265", {"Identifier-siretForm"}),
    ("siret", "1300252650001O", {"Identifier-siretForm"}),
    ("siret", " 13002526500021", {"Identifier-siretForm"}),
    ("siret", "", {"Identifier-siretForm"}),
    ("siret", "13002526500014", {"Identifier-siretKey"}),
    ("siret", "13002562500013", {"Identifier-siretKey", "Identifier-sirenKey"}),
    ("siret", "35600000000048", set()),
    ("siret", "35600000009075", set()),
    ("siret", "35600000009076", {"Identifier-siretKey"}),
    ("siren", "130025265", set()),
    ("siren", "120001011", set()),
    ("siren", "13002526", {"Identifier-sirenForm"}),
    ("siren", "1300252650", {"Identifier-sirenForm"}),
    ("siren", "130 025 265", {"Identifier-sirenForm"}),
    ("siren", "13002526500013", {"Identifier-sirenForm"}),
    ("siren", "130025266", {"Identifier-sirenKey"}),
    ("siren", "310025265", {"Identifier-sirenKey"}),
    ("rna", "W751012345", set()),
    ("rna", "W2A1000123", set()),
    ("rna", "751012345", {"Identifier-rnaForm"}),
    ("rna", "W75101234", {"Identifier-rnaForm"}),
    ("wikidata", "Q42", set()),
    ("wikidata", "42", {"Identifier-wikidataForm"}),
    ("wikidata", "https://www.wikidata.org/entity/Q42", {"Identifier-wikidataForm"}),
    ("sill", "232", set()),
    ("sill", "231", {"Identifier-unique"}),
    ("siret", "13002526500013", {"Identifier-unique"}),
]


@pytest.mark.parametrize(("scheme", "number", "broken"), NUMBERS)
def test_the_numbers_of_registers_have_their_form_and_their_check_digit(
    workspace: Workspace, scheme: str, number: str, broken: set[str]
):
    assert shapes_broken(workspace, identifier(number, scheme)) == broken


@settings(max_examples=20)
@given(st.lists(st.tuples(st.from_regex("[0-9]{8}", fullmatch=True), st.integers(0, 9)), min_size=100, max_size=100))
def test_one_digit_alone_ends_a_siren_that_begins_in_any_way(workspace: Workspace, drawn: list[tuple[str, int]]):
    """Compared with a second way to compute it; many numbers in one check."""
    numbers = {f"{begin}{end}": str(end) == check_digit(begin) for begin, end in drawn}
    text = "".join(identifier(number, "siren", f"n{place}") for place, number in enumerate(numbers))
    workspace.set_text("data/organisation/new.ttl", HEAD + text)
    try:
        findings = [finding for finding in workspace.check() if finding.shape.endswith("#Identifier-sirenKey")]
    finally:
        workspace.set_text("data/organisation/new.ttl", None)
    assert {finding.value.value for finding in findings if finding.value} == {
        number for number, is_right in numbers.items() if not is_right
    }


def test_a_second_award_of_one_season_is_told_for_both(workspace: Workspace):
    award = (
        '<award/new> a cn:Award ; rdfs:label "n"@fr, "n"@en ; cn:awardStatus <concept/award-laureate> ;'
        " cn:laureate <initiative/umap> ; cn:inSeason <season/2> ; cn:awardedBy <organisation/dinum> ;"
        ' cn:announced "2023"^^xsd:gYear ;'
        ' cn:noSupportReason "n"@fr, "n"@en ; dct:source <source-document/seed> ; cn:basis <concept/basis-stated> .'
    )
    assert shapes_broken(workspace, award, "data/initiative/umap-2.ttl") == {"Award-oncePerSeason"}
    assert shapes_broken(workspace, award.replace("season/2", "season/3"), "data/initiative/umap-2.ttl") == set()


def test_a_short_name_is_used_once(workspace: Workspace):
    document = '<source-document/new> a cn:SourceDocument ; dct:identifier "{}" ; dct:title "n"@fr ; '
    document += "dct:type <concept/document-article> ."
    assert shapes_broken(workspace, document.format("SEED"), "data/source-document/new.ttl") == {
        "SourceDocument-uniqueIdentifier"
    }
    assert shapes_broken(workspace, document.format("NEW"), "data/source-document/new.ttl") == set()


@pytest.mark.parametrize("folder", ["award", "organisation", "season"])
def test_an_entry_in_the_folder_of_another_type_is_told(workspace: Workspace, folder: str):
    document = '<{}/new> a cn:SourceDocument ; dct:identifier "NEW" ; dct:title "n"@fr ; dct:type <concept/document-article> .'
    assert shapes_broken(workspace, document.format(folder), "data/source-document/new.ttl") == {"SourceDocument"}
