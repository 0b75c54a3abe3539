"""Conditions: what is said of a logical constraint is what holds and what does not, in both languages."""

from itertools import combinations
from pathlib import Path

import pytest
from test_as_written import folder_of

from catalogue.lint.findings import Finding
from catalogue.messages import say
from catalogue.workspace.catalogue import Catalogue

DATA = "<a> a g:Thing ; g:p 1, 2 ; g:q 'x' ; g:t 'a'@de, 'b'@de .\n"
P, Q, NONE = (
    "[ sh:path g:p ; sh:minCount 1 ]",
    "[ sh:path g:q ; sh:minCount 1 ]",
    "[ sh:path g:none ; sh:name 'none' ; sh:minCount 1 ]",
)


def findings_of(folder: Path, constraint: str, data: str = DATA) -> list[Finding]:
    shape = f"s:T a sh:NodeShape ; sh:targetNode <a> ; {constraint} .\n"
    return [each for each in Catalogue(folder_of(folder, shape, data)).check() if each.result is not None]


EXACT = {
    "too many of xone": (
        f"sh:xone ( {P} {Q} {NONE} )",
        "exactly one of 3 conditions must hold, but 2 do: “p” is given; “q” is given",
        "il faut exactement une condition sur 3, et 2 sont remplies : « p » a une valeur ; « q » a une valeur",
    ),
    "none of xone": (
        f"sh:xone ( {NONE} [ sh:path g:none ; sh:name 'none' ; sh:minCount 2 ] )",
        "exactly one of 2 conditions must hold, but none does: “none” is given; “none” has 2 values or more",
        "exactement une condition sur 2, et aucune n'est remplie : « none » a une valeur ; « none » a 2 valeurs ou plus",
    ),
    "the one of xone": (
        f"sh:xone ( {NONE} )",
        "one condition must hold, and does not: “none” is given",
        "il faut une condition",
    ),
    "none of or": (
        f"sh:or ( {NONE} [ sh:path g:p ; sh:maxCount 0 ] )",
        "at least one of 2 conditions must hold, but none does: “none” is given; “p” has no value",
        "et aucune n'est remplie : « none » a une valeur ; « p » n'a aucune valeur",
    ),
    "some of and": (
        f"sh:and ( {P} {NONE} [ sh:path g:p ; sh:maxCount 1 ] )",
        "all of 3 conditions must hold, and not all do; not met: “none” is given; “p” has at most one value",
        "ne sont pas remplies : « none » a une valeur ; « p » a au plus une valeur",
    ),
    "a count under not": (
        "sh:not [ sh:property [ sh:path g:p ; sh:minCount 2 ] ]",
        "this is forbidden here: “p” has 2 values or more",
        "ceci est interdit ici : « p » a 2 valeurs ou plus",
    ),
    "a value that must be there is one": (
        "sh:not [ sh:path g:q ; sh:hasValue 'x' ; sh:minCount 1 ]",
        'this is forbidden here: “q” has the value "x"',
        'ceci est interdit ici : « q » a la valeur "x"',
    ),
    "two values of which one is given": (
        "sh:not [ sh:path g:p ; sh:hasValue 1 ; sh:minCount 2 ]",
        "“p” has the value 1 and “p” has 2 values or more",
        "« p » a la valeur 1 et « p » a 2 valeurs ou plus",
    ),
    "nested": (
        "sh:not [ sh:property [ sh:path g:q ; sh:or ( [ sh:datatype xsd:date ] [ sh:maxLength 4 ] ) ] ]",
        "“q”: ((it is a date (xsd:date) or it has at most 4 characters))",
        "« q » : ((la valeur est une date (xsd:date) ou la valeur a au plus 4 caractères))",
    ),
    "of a value": (
        "sh:property [ sh:path g:q ; sh:xone ( [ sh:minLength 1 ] [ sh:nodeKind sh:Literal ] ) ]",
        '“q” of <a>, "x": exactly one of 2 conditions must hold, but 2 do: it has 1 character or more; it is a literal',
        '« q » de <a>, "x" : il faut exactement une condition sur 2, et 2 sont remplies',
    ),
}


@pytest.mark.parametrize(("constraint", "english", "french"), EXACT.values(), ids=list(EXACT))
def test_a_logical_constraint_is_told_by_what_holds_and_what_does_not(
    tmp_path: Path, constraint: str, english: str, french: str
):
    (finding,) = findings_of(tmp_path, constraint)
    assert english in finding.message["en"]
    assert french in finding.message["fr"].replace("\u00a0", " ")


DIFFERENT = [
    *("sh:class g:C", "sh:nodeKind sh:Literal", "sh:minLength 2", "sh:maxLength 3", "sh:pattern 'b'", "sh:in ( 1 2 )"),
    *("sh:minInclusive 1", "sh:minExclusive 1", "sh:maxInclusive 0", "sh:datatype xsd:date", "sh:languageIn ( 'en' )"),
    *("sh:property [ sh:path g:p ; sh:equals g:q ]", "sh:property [ sh:path g:p ; sh:lessThan g:q ]"),
    *("sh:property [ sh:path g:p ; sh:minCount 3 ]", "sh:property [ sh:path g:p ; sh:minCount 4 ]"),
    *("sh:property [ sh:path g:p ; sh:maxCount 0 ]", "sh:property [ sh:path g:p ; sh:maxCount 1 ]"),
    *("sh:property [ sh:path g:t ; sh:uniqueLang true ]", "sh:closed true", "sh:not [ sh:nodeKind sh:IRI ]"),
    *("sh:property [ sh:path g:p ; sh:node [ sh:class g:C ] ]", "sh:property [ sh:path g:q ; sh:node [ sh:class g:C ] ]"),
    "sh:property [ sh:path g:p ; sh:qualifiedValueShape [ sh:class g:C ] ; sh:qualifiedMinCount 1 ]",
]


@pytest.mark.parametrize("name", ["sh:or", "sh:and", "sh:xone"])
def test_two_conditions_of_one_thing_have_not_the_same_words(tmp_path: Path, name: str):
    lists = ", ".join(f"( [ {constraint} ] )" for constraint in DIFFERENT)
    findings = findings_of(tmp_path, f"{name} {lists}")
    assert len(DIFFERENT) <= len(findings) + 1  # a node has no length that is too short
    for one, other in combinations(findings, 2):
        assert one.message["en"] != other.message["en"]
        assert one.message["fr"] != other.message["fr"]


def test_equal_reasons_are_given_once_and_those_that_are_cut_are_counted(tmp_path: Path):
    """Many values that lack the same thing do not hide what else is wrong."""
    people = "".join(f"<b{n}> a g:Person . " for n in range(9))
    data = f"<a> a g:Thing ; g:who {', '.join(f'<b{n}>' for n in range(9))} . {people}"
    needed = " ; ".join(f"sh:property [ sh:path g:n{n} ; sh:minCount 1 ]" for n in range(7))
    same = "sh:property [ sh:path g:who ; sh:class g:Robot ; sh:message 'no' ]"
    (finding,) = findings_of(tmp_path, f"sh:node [ {needed} ; {same} ; {same} ]", data)
    notes = [say(note, "en") for note in finding.notes]
    assert len(set(notes)) == len(notes)
    assert notes[-1] == "and 12 more reasons"
    assert say(finding.notes[-1], "fr") == "et 12 raisons de plus"
    (finding,) = findings_of(tmp_path / "again", f"sh:node [ {needed.partition(' ; sh:property')[0]} ]", data)
    assert len(finding.notes) == 1


def test_languages_are_written_as_tags(tmp_path: Path):
    first, *_, last = findings_of(tmp_path, "sh:property [ sh:path g:t ; sh:languageIn ( 'en' 'fr' ) ; sh:uniqueLang true ]")
    messages = {code: text for each in (first, last) for code, text in [(each.kind.code, each.message)]}
    assert messages["C107"]["fr"].endswith("est en @de ; il faut @en ou @fr")
    assert messages["C107"]["en"].endswith("is in @de; it should be in @en or @fr")
    assert messages["C108"]["fr"].endswith("plus d'un texte en @de")
    assert messages["C108"]["en"].endswith("more than one text in @de")
