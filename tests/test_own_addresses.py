"""Own addresses: what lies below the base is an entry only where one is meant, and what lies outside may be described twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import edition_of
from test_entities import BASE, HEAD, NAME, SETTINGS, document, made

from catalogue.lint.fixes.addresses import web_address
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


def unasked(folder: Path, value: str) -> Path:
    """Make a catalogue with a value of a property whose shape asks for no entry."""
    shapes = f"{BOOK} s:B a sh:NodeShape ; sh:targetClass :Book ; sh:property [ sh:path :file ; sh:name 'file' ] ."
    data = f'<book/a> a :Book ; :name "A"@en ; :file {value} . <book/novel> a :Book . <untyped/a> :name "u"@en .'
    return made(folder, shapes, data)


def elsewhere(folder: Path, pattern: str, key: str = "elsewhere") -> None:
    (folder / "catalogue.toml").write_text(f'{SETTINGS}\n[data]\n{key} = ["{pattern}"]\n', "utf-8")


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


@pytest.mark.parametrize("value", ["<book/nove>", "<book/Novel>", "<bok/a>", "<Book/a>"])
def test_an_address_near_an_entry_is_dangling(tmp_path: Path, value: str):
    folder = unasked(tmp_path, value)
    assert (["C201"], []) == (codes(folder, "C201"), codes(folder, "C215"))


@pytest.mark.parametrize("value", ["<book/z>", "<book/download.csv>", "<book/novel#chapter>", "<book/z#chapter>"])
def test_an_address_beside_entries_and_near_to_none_is_a_warning(tmp_path: Path, value: str):
    folder = unasked(tmp_path, value)
    assert ([], ["C215"]) == (codes(folder, "C201"), codes(folder, "C215"))


FILES = [
    *(
        "lifting-rule.rqg",
        "consumption.schema.json",
        "pea.ttl",
        "load.py",
        "run.sh",
        "main.rs",
        "notes.md",
        "a.b.shex",
        "x.sparql",
    ),
    *("herb/rule.rqg", "http/rule.rqg", "file.tar.zst", "logo@2x.png", "v1.2", "data.v2.parquet", "model.onnx", "image.tiff"),
]
HOSTS = {
    "www.beans.rqg": "https://www.beans.rqg",
    "tools.example.net": "https://tools.example.net",
    "tools.example.net/x?y=1#z": "https://tools.example.net/x?y=1#z",
    "wikidata.org/entity/Q1": "https://wikidata.org/entity/Q1",
    "example.de": "https://example.de",
    "bnf.fr:8080/x": "https://bnf.fr:8080/x",
    "orcid.org/0000-0001": "https://orcid.org/0000-0001",
    "guarani.gov.py": "https://guarani.gov.py",
    "portal.rs/en": "https://portal.rs/en",
    "http/beans.org": "http://beans.org",
    "post@beans.org": "mailto:post@beans.org",
}


@pytest.mark.parametrize("name", FILES)
def test_the_name_of_a_file_is_no_address_of_the_web(name: str):
    assert web_address(name) is None


@pytest.mark.parametrize(("name", "address"), HOSTS.items(), ids=HOSTS)
def test_a_host_without_a_scheme_is_an_address_of_the_web(name: str, address: str):
    assert web_address(name) == address


@pytest.mark.parametrize(
    ("written", "address"), [("htp://beans.rqg", "https://beans.rqg"), ("https:/beans.rqg/x", "https://beans.rqg/x")]
)
def test_a_scheme_with_a_slip_tells_that_a_host_follows(written: str, address: str):
    assert web_address(written) == address


@pytest.mark.parametrize(
    ("value", "code"), [("tools.example.net/x", "C201"), ("lifting.rqg", "C215"), ("a.schema.json", "C215")]
)
def test_a_file_beside_entries_at_the_base_is_a_warning_and_a_host_an_error(tmp_path: Path, value: str, code: str):
    made(tmp_path, BOOK, f'<a> a :Book ; :name "A"@en ; :file <{value}> . <novel> a :Book ; :name "N"@en .')
    assert [code] == [*codes(tmp_path, "C201"), *codes(tmp_path, "C215")]


@pytest.mark.parametrize(
    ("value", "code"), [("authority", "C215"), ("autority", "C215"), ("a#autority", "C201"), ("novl", "C201")]
)
def test_an_entry_that_is_a_fragment_of_another_document_is_not_near(tmp_path: Path, value: str, code: str):
    made(tmp_path, BOOK, f'<a#authority> a :Book ; :name "A"@en ; :file <{value}> . <novel> a :Book ; :name "N"@en .')
    assert [code] == [*codes(tmp_path, "C201"), *codes(tmp_path, "C215")]


@pytest.mark.parametrize(
    ("value", "code"), [("b#authority", "C215"), ("b#chaptr", "C201"), ("book-nt#end", None), ("book-on#end", "C201")]
)
def test_a_fragment_is_near_one_of_its_own_document(tmp_path: Path, value: str, code: str | None):
    """Or one of a document whose name it is a slip of."""
    data = "<a#authority> a :Book . <b#chapter> a :Book . <book-one#end> a :Book . <book-on#x> a :Book ."
    made(tmp_path, BOOK, f'{data} <a#authority> :name "A"@en ; :file <{value}> .')
    assert ([code] if code else []) == [*codes(tmp_path, "C201"), *codes(tmp_path, "C215")]


def test_an_address_beside_entries_is_reported_once_as_dangling_where_a_shape_asks_for_it(tmp_path: Path):
    assert ["C201"] == asking(tmp_path, "sh:class :Book", "<book/z>")
    assert [] == codes(tmp_path, "C215")


@pytest.mark.parametrize(
    ("constraint", "value"),
    [("sh:name 'file'", "<book/z.csv>"), ("sh:name 'file'", "<bok/a>"), ("sh:class :Book", "<book/z.csv>")],
)
@pytest.mark.parametrize(
    ("pattern", "is_covered"),
    [
        ("bo*", True),
        ("*", True),
        ("https://x.example/bo*", True),
        ("book/z.csv", None),
        ("*.csv", None),
        ("books/*", False),
        ("book/z?csv", False),
        ("https://other.example/*", False),
        ("ook/*", False),
    ],
)
def test_what_the_settings_say_is_elsewhere_is_no_finding(
    tmp_path: Path, constraint: str, value: str, pattern: str, is_covered: object
):
    """Where a pattern is for files alone, it covers those."""
    asking(tmp_path, constraint, value)
    elsewhere(tmp_path, pattern)
    is_silent = is_covered if is_covered is not None else value == "<book/z.csv>"
    assert is_silent == (not codes(tmp_path, "C201") and not codes(tmp_path, "C215"))


def test_what_the_settings_say_is_elsewhere_needs_no_type(tmp_path: Path):
    folder = made(tmp_path, BOOK, '<book/a> a :Book . <download/a> :name "file"@en .')
    assert ["C204"] == codes(folder, "C204")
    elsewhere(folder, "download/*")
    assert [] == codes(folder, "C204")
    elsewhere(folder, "upload/*")
    assert ["C204"] == [finding.kind.code for finding in Catalogue(folder).check(cache=True).findings]


LINKS = {
    "<download/a.csv>": True,
    "<download>": True,
    "<book/z>": False,
    "<book/z.csv>": True,
    "<untyped/a>": False,
}


@pytest.mark.parametrize(("value", "is_link"), LINKS.items())
def test_an_address_below_the_base_that_is_no_entry_is_a_link_to_itself(tmp_path: Path, value: str, is_link: object):
    folder = unasked(tmp_path, value)
    elsewhere(folder, "*.csv")
    page = document(edition_of(folder), "book/a.en.html")
    iri = BASE + value.strip("<>")
    assert is_link == (f'href="{iri}"' in page)
    assert iri.removeprefix("https://") in page or iri in page


@pytest.mark.parametrize(("thing", "findings"), [("<https://other.example/org>", []), ("<book/a>", ["C202"])])
def test_two_files_may_type_what_lies_outside_the_base_and_no_entry(tmp_path: Path, thing: str, findings: list[str]):
    folder = made(tmp_path, BOOK, f'{thing} a :Book ; :name "A"@en .')
    (folder / "data" / "e.ttl").write_text(HEAD + f'{thing} a :Book ; :name "A"@en .', "utf-8")
    assert findings == codes(folder, "C202")


@pytest.mark.parametrize(("shared", "findings"), [("book/*", []), ("*", []), ("tree/*", ["C202"]), (f"{BASE}book/a", [])])
def test_several_files_may_describe_what_the_settings_say_is_shared(tmp_path: Path, shared: str, findings: list[str]):
    folder = made(tmp_path, BOOK, '<book/a> a :Book ; :name "A"@en .')
    (folder / "data" / "module.ttl").write_text(HEAD + '<book/a> a :Book ; :name "A"@en , "B"@fr .', "utf-8")
    elsewhere(folder, shared, key="shared")
    report = Catalogue(folder).check(cache=True)
    assert [finding.kind.code for finding in report.findings if finding.kind.code == "C202"] == findings
    assert findings or not report.findings
