"""The namespace of the entries: whatever it ends in, they have documents at their addresses, below its last slash."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from catalogue import publish
from catalogue.config import read_settings
from catalogue.edition import Edition
from catalogue.errors import CatalogueError
from catalogue.lint import check
from catalogue.names import base_of, is_inside
from catalogue.serve import Site

SHAPES = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:shapes:Concept> a sh:NodeShape ; sh:targetClass skos:Concept ; rdfs:label "concept"@en ;
    sh:property [ sh:path skos:prefLabel ], [ sh:path skos:broader ; sh:class skos:Concept ] .
"""
DATA = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix n: <{base}> .
n:X a skos:Concept ; skos:prefLabel "first"@en .
n:y a skos:Concept ; skos:prefLabel "second"@en ; skos:broader n:X .
n:z9 a skos:Concept ; skos:prefLabel "third"@en ; skos:broader n:y .
<https://elsewhere.example/w> a skos:Concept ; skos:prefLabel "outside"@en .
"""
WITH_FRAGMENTS = {
    "https://words.example/ns#": "ns",
    "https://words.example/a/ns#": "ns",
    "https://words.example/ns#t_": "ns",
    "https://words.example/#": "",
    "https://words.example/a/#": "",
    "https://words.example/v1.0#": "v1.0",
}
"""Namespaces with `#`, each with the document that all names are in."""

WITHIN_NAMES = [
    "https://words.example/id_",
    "https://words.example/a/id-",
    "https://words.example/a/t:",
    "https://words.example/a/",
]
NAMESPACES = [*WITH_FRAGMENTS, *WITHIN_NAMES]


def toml(base: str) -> str:
    return f'[catalogue]\nbase = "{base}"\ntitle = "Words"\n[publisher]\nname = "We"\n'


def words(folder: Path, base: str, *more: str) -> Edition:
    """Give a catalogue of three concepts and of what lies outside the namespace."""
    for name, text in {
        "catalogue.toml": toml(base),
        "shapes/s.ttl": SHAPES,
        "data/words.ttl": DATA.format(base=base) + "".join(more),
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return edition_of(folder)


@pytest.mark.parametrize("base", NAMESPACES)
def test_entries_are_served_at_their_iris_whatever_the_namespace_ends_in(tmp_path: Path, base: str):
    edition = words(tmp_path, base)
    assert [thing.value for thing in edition.things] == [base + name for name in ("X", "y", "z9")]
    findings = [finding for finding in check(edition) if finding.kind.code.startswith("C2")]
    assert [finding.message["en"] for finding in findings if not finding.kind.is_aside] == []
    client = TestClient(Site(edition), base_url="https://words.example", follow_redirects=False)
    root = urlsplit(edition.settings.base).path
    for name, label in (("X", "first"), ("y", "second"), ("z9", "third")):
        address = urlsplit(base + name).path.removeprefix(root)
        for accept in ("text/turtle", "application/ld+json", "text/html"):
            answer = client.get(f"/{address}", headers={"accept": accept})
            assert answer.status_code == 303
            document = client.get(answer.headers["location"])
            assert (document.status_code, label in document.text) == (200, True)
            assert "outside" not in document.text


@pytest.mark.parametrize(("base", "document"), WITH_FRAGMENTS.items())
def test_the_names_behind_a_number_sign_are_in_one_document_with_an_anchor_for_each(tmp_path: Path, base: str, document: str):
    edition = words(tmp_path, base)
    path = next(
        each.path for each in publish.documents(edition) if each.iri == edition.settings.base + document and each.language
    )
    page = publish.represent(edition, edition.settings.base + document, "text/html", "en").decode()
    fragment = base.partition("#")[2]
    assert {f"{fragment}{name}" for name in ("X", "y", "z9")} <= set(re.findall(r'id="([^"]+)"', page))
    assert f'href="{path}#{fragment}X"' in page


@pytest.mark.parametrize("base", WITHIN_NAMES)
def test_the_names_of_other_namespaces_have_a_document_each(tmp_path: Path, base: str):
    edition = words(tmp_path, base)
    assert {base + name for name in ("X", "y", "z9")} <= {each.iri for each in publish.documents(edition)}
    assert "outside" not in publish.represent(edition, base + "y", "text/html", "en").decode()


@pytest.mark.parametrize("base", NAMESPACES)
def test_a_reference_to_a_name_that_nothing_describes_is_a_finding_and_one_beside_the_namespace_is_none(
    tmp_path: Path, base: str
):
    more = (
        "n:a a skos:Concept ; skos:prefLabel 'a'@en ; skos:broader n:nothing ; skos:prefLabel <https://words.example.org/x> ."
    )
    assert [finding.kind.code for finding in check(words(tmp_path, base, more))].count("C201") == 1


def test_what_is_said_of_the_document_of_a_namespace_is_in_it(tmp_path: Path):
    scheme = "<https://words.example/ns> a skos:Concept ; skos:prefLabel 'All words'@en ."
    edition = words(tmp_path, "https://words.example/ns#", scheme)
    assert "All words" in publish.represent(edition, "https://words.example/ns", "text/turtle").decode()
    assert "<h1>All words</h1>" in publish.represent(edition, "https://words.example/ns", "text/html", "en").decode()


@pytest.mark.parametrize("base", ["https://words.example/", *NAMESPACES])
def test_the_settings_take_it(tmp_path: Path, base: str):
    (tmp_path / "catalogue.toml").write_text(toml(base), "utf-8")
    settings = read_settings(tmp_path)
    assert (settings.namespace, settings.owns(base + "x")) == (base, True)
    assert settings.base.endswith("/")
    assert base.startswith(settings.base)


@pytest.mark.parametrize(
    "base", ["https://words.example", "https://words.example/words", "https://words.example/?id=", "urn:words:", "ns#", "#", ""]
)
def test_the_settings_refuse_what_lacks_its_end_or_is_no_address_of_documents(tmp_path: Path, base: str):
    (tmp_path / "catalogue.toml").write_text(toml(base), "utf-8")
    with pytest.raises(CatalogueError, match=r"catalogue\.base must be"):
        read_settings(tmp_path)


@given(
    st.lists(st.text("ab_-.", max_size=3), max_size=3), st.text("ab_-.", max_size=3), st.booleans(), st.text("xy#/", max_size=4)
)
def test_what_is_in_a_namespace_is_below_its_base(folders: list[str], end: str, has_fragment: bool, name: str):  # noqa: FBT001
    namespace = "/".join(["https://words.example", *folders, end]) + ("#" if has_fragment else "")
    base = base_of(namespace)
    assert is_inside(namespace + name, namespace)
    assert (namespace + name).startswith(base)
    assert namespace.startswith(base)
    assert base_of(base) == base
    assert not is_inside(base[:-1], namespace)
