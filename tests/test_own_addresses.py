"""Own addresses: what lies below the base is an entry only where one is meant, and what lies outside may be described twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_entities import HEAD, NAME, made

from catalogue.workspace.catalogue import Catalogue

ASKING = {
    "class": "sh:class :Book",
    "node with a target": "sh:node s:Book",
    "node that needs values": "sh:node [ sh:property [ sh:path :name ; sh:minCount 1 ] ]",
    "all alternatives": "sh:or ( [ sh:class :Book ] [ sh:class :Film ] )",
    "in a conjunction": "sh:and ( [ sh:nodeKind sh:IRI ] [ sh:class :Book ] )",
}
NOT_ASKING = {
    "nothing": "sh:name 'file'",
    "kind of node": "sh:nodeKind sh:IRI",
    "one alternative": "sh:or ( [ sh:class :Book ] [ sh:nodeKind sh:IRI ] )",
    "a count": "sh:minCount 1",
    "deactivated": "sh:class :Book ; sh:deactivated true",
}
BOOK = f"s:Book a sh:NodeShape ; sh:targetClass :Book ; {NAME} ."


def codes(folder: Path, code: str) -> list[str]:
    return [finding.kind.code for finding in Catalogue(folder).check().findings if finding.kind.code == code]


def asking(folder: Path, constraint: str, value: str) -> list[str]:
    shapes = f"{BOOK} s:B a sh:NodeShape ; sh:targetClass :Book ; sh:property [ sh:path :file ; {constraint} ] ."
    return codes(made(folder, shapes, f'<book/a> a :Book ; :name "A"@en ; :file {value} .'), "C201")


@pytest.mark.parametrize("constraint", ASKING.values(), ids=ASKING)
def test_an_address_is_dangling_where_a_shape_asks_for_an_entry(tmp_path: Path, constraint: str):
    assert ["C201"] == asking(tmp_path, constraint, "<files/a.pdf>")


@pytest.mark.parametrize("constraint", NOT_ASKING.values(), ids=NOT_ASKING)
@pytest.mark.parametrize("value", ["<files/a.pdf>", "<download?format=json>", "<terms#x>", "<x/y/z>"])
def test_an_address_below_the_base_is_no_finding_where_no_shape_asks_for_an_entry(tmp_path: Path, constraint: str, value: str):
    assert [] == asking(tmp_path, constraint, value)


@pytest.mark.parametrize("value", ["<book/aa>", "<book/z>", "<bok/a>", "<Book/a>"])
def test_an_address_beside_entries_or_nearly_there_is_dangling(tmp_path: Path, value: str):
    assert ["C201"] == asking(tmp_path, "sh:name 'file'", value)


@pytest.mark.parametrize(("thing", "findings"), [("<https://other.example/org>", []), ("<book/a>", ["C202"])])
def test_two_files_may_type_what_lies_outside_the_base_and_no_entry(tmp_path: Path, thing: str, findings: list[str]):
    folder = made(tmp_path, BOOK, f'{thing} a :Book ; :name "A"@en .')
    (folder / "data" / "e.ttl").write_text(HEAD + f'{thing} a :Book ; :name "A"@en .', "utf-8")
    assert findings == codes(folder, "C202")
