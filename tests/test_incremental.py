"""Incremental checks: they find what a check of everything finds, whatever was changed, and a cache does no harm."""

from __future__ import annotations

import multiprocessing
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from catalogue.cache import FOLDER, Cache
from catalogue.cli.app import app
from catalogue.facade import Catalogue
from catalogue.validate import incremental
from catalogue.validate.findings import Finding
from catalogue.validate.scope import Scope

SETTINGS = """[catalogue]
base = "https://x.example/"
title = "Changing"
languages = ["en"]

[publisher]
name = "Somebody"
"""
HEAD = """@base <https://x.example/> .
@prefix : <https://x.example/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ONTOLOGY = ":A a rdfs:Class . :B a rdfs:Class ; rdfs:subClassOf :A . :p a rdf:Property . :q a rdf:Property . :r a rdf:Property .\n"
SHAPES = [
    """
:S a sh:NodeShape ; sh:targetClass :A ;
    sh:property [ sh:path :p ; sh:class :B ; sh:maxCount 2 ], [ sh:path ( :p :q ) ; sh:minCount 1 ; sh:lessThan :r ],
        [ sh:path rdfs:label ; sh:uniqueLang true ; sh:datatype rdf:langString ] .
:T a sh:NodeShape ; sh:targetSubjectsOf :q ; sh:closed true ; sh:ignoredProperties ( rdf:type :p rdfs:label ) ;
    sh:property [ sh:path :q ; sh:datatype xsd:integer ] .
""",
    """
:S a sh:NodeShape ; sh:targetClass :A ; sh:or ( [ sh:path [ sh:inversePath :p ] ; sh:minCount 1 ] :HasLabel ) ;
    sh:property [ sh:path [ sh:oneOrMorePath :p ] ; sh:node :HasLabel ; sh:property [ sh:path :r ; sh:maxCount 0 ] ] .
:HasLabel a sh:NodeShape ; sh:property [ sh:path rdfs:label ; sh:minCount 1 ] .
:T a sh:NodeShape ; sh:targetObjectsOf :p ;
    sh:property [
        sh:path [ sh:alternativePath ( :q [ sh:inversePath :p ] ) ] ;
        sh:qualifiedValueShape [ sh:class :A ] ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 2
    ], [ sh:path :q ; sh:equals :r ], [ sh:path [ sh:zeroOrMorePath :p ] ; sh:disjoint :q ] .
""",
    """
:S a sh:NodeShape ; sh:targetClass :B ; sh:targetNode <a/0> ; sh:not [ sh:path :r ; sh:hasValue 3 ] ;
    sh:sparql [ sh:select "SELECT $this ?value { $this <https://x.example/ontology#p>/<https://x.example/ontology#q> ?value FILTER (?value > 2) }" ] .
:T a sh:NodeShape ; sh:targetClass :A ;
    sh:sparql [ sh:select "SELECT $this { ?other <https://x.example/ontology#p> $this FILTER NOT EXISTS { $this ?any 2 } }" ] ;
    sh:xone ( [ sh:class :B ] [ sh:path ( [ sh:inversePath :p ] :r ) ; sh:maxCount 0 ] ) .
""",
]
NODES = [f"<a/{number}>" for number in range(4)]
STATEMENTS = [
    *(f"{node} a :{type_} ." for node in NODES for type_ in ("A", "B")),
    *(f"{node} :p {other} ." for node in NODES for other in (*NODES, "<a/nobody>")),
    *(f"{node} :{verb} {value} ." for node in NODES for verb in "qr" for value in (1, 2, 3, '"x"')),
    *(f'{node} rdfs:label "{words}"@en .' for node in NODES for words in ("one", "two")),
    *(f"{NODES[0]} :r {value} ." for value in ('"2024-02-31"^^xsd:date', "<javascript:alert(1)>", "[ :q 1 ; :p <a/1> ]")),
    "<a/1> :quite 1 .",
    "<a/1> a :Quite .",
    "<b/untyped> :p <a/1> .",
    "<a> a :A .",
    "<c/1> a rdf:Statement ; rdf:subject <a/1> ; rdf:predicate :q ; rdf:object 2 .",
    "[] a :B ; :p [ a :A ; rdfs:label 'here'@en ] .",
    ":C rdfs:subClassOf :B . <a/9> a :C .",
    "<a/1> :q 1, 1 .",
    "<a/1> :q \u202e .",
]
FILES = ["a", "b", "sub/c", "z"]
contents = st.none() | st.lists(st.sampled_from(STATEMENTS), max_size=8, unique=True)
edits = st.one_of(
    st.tuples(st.sampled_from(FILES), contents),
    st.tuples(st.just("rename"), st.tuples(st.sampled_from(FILES), st.sampled_from(FILES))),
    st.tuples(st.just("shapes"), st.integers(0, len(SHAPES) - 1)),
)


@pytest.fixture(autouse=True)
def _always_incremental(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little there is, what has changed may be as much as all of it."""
    monkeypatch.setattr(incremental, "SHARE", 1)


class Looked:
    """Counts the checks that did not look at everything."""

    def __init__(self) -> None:
        self.partly = 0


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Looked:
    found = Looked()

    class Counting(Scope):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments)
            found.partly += not self.is_whole

    monkeypatch.setattr(incremental, "Scope", Counting)
    return found


def write(folder: Path, name: str, statements: list[str] | None) -> None:
    path = folder / "data" / f"{name}.ttl"
    path.parent.mkdir(parents=True, exist_ok=True)
    if statements is None:
        path.unlink(missing_ok=True)
    else:
        path.write_text(HEAD + "\n".join(statements) + "\n", "utf-8")


def change(folder: Path, edit: tuple[str, object]) -> None:
    what, how = edit
    if what == "shapes":
        (folder / "shapes" / "s.ttl").write_text(HEAD + ONTOLOGY + SHAPES[how], "utf-8")
    elif what == "rename":
        before, after = (folder / "data" / f"{name}.ttl" for name in how)
        if before.exists():
            after.parent.mkdir(exist_ok=True)
            before.replace(after)
    else:
        write(folder, what, how)


def both(folder: Path) -> tuple[list[Finding], list[Finding]]:
    """Give what a check with the cache finds, and what one without it does."""
    return tuple(list(Catalogue(folder).check(cache=cache).findings) for cache in (True, False))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.tuples(*[contents] * len(FILES)),
    st.integers(0, len(SHAPES) - 1),
    st.lists(st.lists(edits, min_size=1, max_size=3), min_size=1, max_size=4),
)
def test_after_any_change_the_same_is_found(tmp_path: Path, begin: tuple, shapes: int, changes: list[list]):
    folder = tmp_path / "changing"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "shapes").mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "catalogue.toml").write_text(SETTINGS, "utf-8")
    change(folder, ("shapes", shapes))
    for name, statements in zip(FILES, begin, strict=True):
        write(folder, name, statements)
    for several in ([], *changes):
        for edit in several:
            change(folder, edit)
        again, afresh = both(folder)
        assert afresh == again


def test_only_what_has_changed_is_looked_at(garden: Path, looked: Looked):
    both(garden)
    assert looked.partly == 0
    path = next((garden / "data").rglob("*.ttl"))
    path.write_text(path.read_text("utf-8") + "\n<plant/been> a <ontology#Plant> .\n", "utf-8")
    again, afresh = both(garden)
    assert looked.partly == 1
    assert afresh == again
    assert any("been" in finding.focus for finding in again)
