"""Incremental checks: they find what a check of everything finds, whatever was changed, and a cache does no harm."""

from __future__ import annotations

import multiprocessing
import multiprocessing.synchronize
import shutil
import subprocess
import sys
import time
from pathlib import Path

import constraint_queries
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from catalogue.cli.app import app
from catalogue.columns.graph import Graph
from catalogue.lint import Options
from catalogue.lint.findings import Finding
from catalogue.lint.scope import Scope
from catalogue.shacl.engine import Run, ShapesError
from catalogue.shacl.engine.queries import Query
from catalogue.sources import parse
from catalogue.workspace import kept, reading, workspace
from catalogue.workspace.cache import FOLDER, Cache
from catalogue.workspace.catalogue import Catalogue

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
ONTOLOGY = (
    ":A a rdfs:Class . :B a rdfs:Class ; rdfs:subClassOf :A . :p a rdf:Property . :q a rdf:Property . :r a rdf:Property .\n"
)
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
    sh:sparql [ sh:select '''SELECT $this ?value {
        $this <https://x.example/ontology#p>/<https://x.example/ontology#q> ?value FILTER (?value > 2) }''' ] .
:T a sh:NodeShape ; sh:targetClass :A ;
    sh:sparql [ sh:select "SELECT $this { ?other <https://x.example/ontology#p> $this FILTER NOT EXISTS { $this ?any 2 } }" ] ;
    sh:xone ( [ sh:class :B ] [ sh:path ( [ sh:inversePath :p ] :r ) ; sh:maxCount 0 ] ) .
""",
    """
:S a sh:NodeShape ; sh:targetClass :A ; sh:property [ sh:path :p ; sh:node :S ], [ sh:path :q ; sh:maxCount 1 ] .
:T a sh:NodeShape ; sh:targetClass :B ; sh:property :P .
:P sh:path [ sh:inversePath :p ] ; sh:property :P ; sh:or ( :S [ sh:not [ sh:path :r ; sh:node :S ] ] ) .
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
    "<c/2> a rdf:Statement ; rdf:subject <a/1>, <a/2> ; rdf:predicate :q, :r .",
    "[] a :B ; :p [ a :A ; rdfs:label 'here'@en ] .",
    ":C rdfs:subClassOf :B . <a/9> a :C .",
    "<a/1> :q 1, 1 .",
    "<a/1> :q \u202e .",
]
FILES = ["a", "b", "sub/c", "z"]
contents = st.none() | st.lists(st.sampled_from(STATEMENTS), max_size=8, unique=True)
more = st.lists(st.sampled_from(STATEMENTS), min_size=10, max_size=40, unique=True)
toggles = st.tuples(st.just("toggle"), st.tuples(st.sampled_from(FILES), st.sampled_from(STATEMENTS)))
edits = st.one_of(
    toggles,
    toggles,
    st.tuples(st.sampled_from(FILES), contents),
    st.tuples(st.just("rename"), st.tuples(st.sampled_from(FILES), st.sampled_from(FILES))),
    st.tuples(st.just("shapes"), st.integers(0, len(SHAPES) - 1)),
)


@pytest.fixture(autouse=True)
def _always_incremental(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little there is, what has changed may be as much as all of it."""
    monkeypatch.setattr(reading, "SHARE", 1)


def test_what_has_changed_since_a_layer_is_what_has_changed_by_now():
    """A file that is added counts at once, also when it was asked before."""
    first, second, third = (parse(f"<urn:a> <urn:{p}> 1 .".encode(), f"data/{p}.ttl") for p in "pqr")
    graph = Graph("https://x.example/", [first], Graph("https://x.example/", [first]).layer())
    changed = []
    for source in (None, second, third):
        if source is not None:
            graph.add(source)
        changed.append({graph.columns.terms[number].value for number in graph.columns.changes.predicates})
    assert changed == [set(), {"urn:q"}, {"urn:q", "urn:r"}]


class Looked:
    """Counts the checks that did not look at everything."""

    def __init__(self) -> None:
        self.partly = 0


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Looked:
    found = Looked()

    class Counting(Scope):
        def __init__(self, *arguments: object, **named: object) -> None:
            super().__init__(*arguments, **named)
            found.partly += not self.is_whole

    monkeypatch.setattr(workspace, "Scope", Counting)
    return found


def write(folder: Path, name: str, statements: list[str] | None) -> None:
    path = folder / "data" / f"{name}.ttl"
    path.parent.mkdir(parents=True, exist_ok=True)
    if statements is None:
        path.unlink(missing_ok=True)
    else:
        path.write_text(HEAD + "\n".join(statements) + "\n", "utf-8")


def made(folder: Path, shapes: str) -> Path:
    """Make a catalogue without data."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "shapes").mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "catalogue.toml").write_text(SETTINGS, "utf-8")
    (folder / "shapes" / "s.ttl").write_text(HEAD + ONTOLOGY + shapes, "utf-8")
    return folder


def change(folder: Path, edit: tuple[str, object]) -> None:
    what, how = edit
    if what == "shapes":
        (folder / "shapes" / "s.ttl").write_text(HEAD + ONTOLOGY + SHAPES[how], "utf-8")
    elif what == "toggle":
        name, statement = how
        path = folder / "data" / f"{name}.ttl"
        lines = path.read_text("utf-8").removeprefix(HEAD).splitlines() if path.exists() else []
        lines = [line for line in lines if line != statement] if statement in lines else [*lines, statement]
        write(folder, name, lines)
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


def broken(findings: list[Finding]) -> set[tuple[str, str, str]]:
    """Give what the shapes found."""
    return {(f.focus, f.component, str(f.value)) for f in findings if f.component}


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.tuples(*[contents | more] * len(FILES)),
    st.integers(0, len(SHAPES) - 1),
    st.lists(st.lists(edits, min_size=1, max_size=3), min_size=1, max_size=6),
)
def test_after_any_change_the_same_is_found(tmp_path: Path, begin: tuple, shapes: int, changes: list[list]):
    folder = made(tmp_path / "changing", SHAPES[shapes])
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


P, Q = (f"<https://x.example/ontology#{name}>" for name in "pq")


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ("sh:property [ sh:path ( :p :q ) ; sh:minCount 1 ]", ("<a/1> :p <a/2> .", "<a/2> :q 1 .", "")),
        ("sh:property [ sh:path ( :p :q ) ; sh:maxCount 0 ]", ("<a/1> :p <a/2> .", "", "<a/2> :q 1 .")),
        ("sh:property [ sh:path [ sh:inversePath :p ] ; sh:minCount 1 ]", ("", "<a/2> :p <a/1> .", "")),
        ("sh:property [ sh:path [ sh:inversePath ( :q :p ) ] ; sh:minCount 1 ]", ("<a/3> :p <a/1> .", "<a/2> :q <a/3> .", "")),
        (
            "sh:property [ sh:path ( [ sh:oneOrMorePath :p ] :q ) ; sh:maxCount 0 ]",
            ("<a/1> :p <a/2> . <a/2> :p <a/3> .", "", "<a/3> :q 1 ."),
        ),
        (
            "sh:property [ sh:path [ sh:zeroOrMorePath :p ] ; sh:maxCount 3 ]",
            ("<a/1> :p <a/2> . <a/2> :p <a/3> .", "", "<a/3> :p <a/4> ."),
        ),
        ("sh:property [ sh:path [ sh:zeroOrOnePath :p ] ; sh:maxCount 1 ]", ("", "", "<a/1> :p <a/4> .")),
        (
            "sh:property [ sh:path [ sh:alternativePath ( :q [ sh:inversePath :p ] ) ] ; sh:maxCount 0 ]",
            ("", "", "<a/3> :p <a/1> ."),
        ),
        ("sh:property [ sh:path :p ; sh:class :B ]", ("<a/1> :p <a/2> .", "<a/2> a :B .", "<a/2> :r 1 .")),
        (
            "sh:property [ sh:path :p ; sh:node [ sh:property [ sh:path :q ; sh:minCount 1 ] ] ]",
            ("<a/1> :p <a/2> .", "<a/2> :q 1 .", "<a/2> :r 1 ."),
        ),
        ("sh:property [ sh:path :p ; sh:property [ sh:path :q ; sh:minCount 1 ] ]", ("<a/1> :p <a/2> .", "<a/2> :q 1 .", "")),
        ("sh:property [ sh:path :p ; sh:not [ sh:closed true ] ]", ("<a/1> :p <a/2> .", "<a/2> :q 1 .", "")),
        (
            "sh:or ( [ sh:path ( :p :q ) ; sh:minCount 1 ] [ sh:path :r ; sh:minCount 1 ] )",
            ("<a/1> :p <a/2> .", "<a/2> :q 1 .", ""),
        ),
        (
            "sh:xone ( [ sh:path ( :p :q ) ; sh:minCount 1 ] [ sh:path :r ; sh:minCount 1 ] )",
            ("<a/1> :p <a/2> .", "<a/2> :q 1 .", ""),
        ),
        ("sh:and ( [ sh:path ( :p :q ) ; sh:minCount 1 ] )", ("<a/1> :p <a/2> .", "<a/2> :q 1 .", "")),
        (
            "sh:property [ sh:path :p ; sh:qualifiedValueShape [ sh:path :q ; sh:hasValue 1 ] ; sh:qualifiedMinCount 1 ]",
            ("<a/1> :p <a/2> .", "<a/2> :q 1 .", ""),
        ),
        (
            "sh:property [ sh:path :p ; sh:node :S ], [ sh:path :q ; sh:maxCount 0 ]",
            ("<a/1> :p <a/2> . <a/2> :p <a/3> .", "", "<a/3> :q 1 ."),
        ),
        (
            "sh:property [ sh:path :p ; sh:node :S ], [ sh:path :q ; sh:maxCount 0 ]",
            ("<a/1> :p <a/2> . <a/3> :p <a/1> ; :q 1 .", "", "<a/2> :p <a/3> ."),
        ),
        (
            "sh:property :P . :P sh:path [ sh:inversePath :p ] ; sh:property :P, [ sh:path :q ; sh:maxCount 0 ]",
            ("<a/3> :p <a/2> .", "<a/3> :q 1 .", "<a/3> :q 1 . <a/2> :p <a/1> ."),
        ),
        ("sh:property [ sh:path :p ; sh:equals :q ]", ("<a/1> :p 1 .", "<a/1> :q 1 .", "")),
        ("sh:property [ sh:path :p ; sh:disjoint :q ]", ("<a/1> :p 1 .", "", "<a/1> :q 1 .")),
        ("sh:property [ sh:path :p ; sh:lessThan :q ]", ("<a/1> :p 2 .", "", "<a/1> :q 1 .")),
        ("sh:closed true ; sh:ignoredProperties ( rdf:type )", ("", "", "<a/1> :q 1 .")),
        (f'sh:sparql [ sh:select "SELECT $this {{ $this {P}/{Q} 1 }}" ]', ("<a/1> :p <a/2> .", "", "<a/2> :q 1 .")),
        (
            'sh:property [ sh:path :p ; sh:node [ sh:sparql [ sh:select "SELECT $this { $this ?any 1 }" ] ] ]',
            ("<a/1> :p <a/2> .", "", "<a/2> :q 1 ."),
        ),
        (
            f'sh:sparql [ sh:select "SELECT $this {{ {{ $this {P} 1 }} UNION {{ $this {Q} 1 }} }}" ]',
            ("<a/1> :p 2 .", "", "<a/1> :q 1 ."),
        ),
        ("sh:targetSubjectsOf :q ; sh:property [ sh:path :r ; sh:minCount 1 ]", ("", "", "<a/5> :q 1 .")),
        ("sh:targetObjectsOf :q ; sh:property [ sh:path :r ; sh:minCount 1 ]", ("", "", "<a/1> :p 1 ; :q <a/5> .")),
        ("sh:targetClass :Z ; sh:property [ sh:path :r ; sh:minCount 1 ]", ("", "", "<a/5> a :Z .")),
        ("sh:targetNode <a/7> ; sh:property [ sh:path :r ; sh:maxCount 0 ]", ("", "", "<a/7> :r 1 .")),
        ("sh:targetClass :Z ; sh:property [ sh:path :r ; sh:minCount 1 ]", ("<a/5> a <D> .", "", "<D> rdfs:subClassOf :Z .")),
    ],
)
def test_what_a_change_elsewhere_affects_is_found(tmp_path: Path, looked: Looked, shape: str, said: tuple[str, str, str]):
    near, far, changed = said
    folder = made(tmp_path / "changing", f":S a sh:NodeShape ; sh:targetClass :A ; {shape} .")
    write(folder, "near", ["<a/1> a :A .", near])
    write(folder, "far", [far])
    write(folder, "other", ["<a/8> :r 8 ."])
    before, _ = both(folder)
    write(folder, "far", [changed])
    again, afresh = both(folder)
    assert looked.partly == 1
    assert afresh == again
    assert broken(again) != broken(before)


@pytest.mark.parametrize(
    "inner",
    [
        f"$this {P} ?o {{ SELECT ?o {{ VALUES ?o {{ <https://x.example/a/2> }} }} }}",
        f"{{ SELECT $this {{ $this {P} ?o VALUES ?o {{ <https://x.example/a/2> }} }} }}",
        f"$this {P} ?o {{ SELECT ?o (COUNT(*) AS ?n) {{ ?o {Q} ?x }} GROUP BY ?o VALUES ?o {{ 1 }} }}",
        f"$this {P} ?o FILTER EXISTS {{ {{ SELECT ?o {{ ?o {Q} 1 }} LIMIT 1 }} }}",
    ],
)
def test_a_subquery_that_shacl_allows_or_not_changes_nothing(tmp_path: Path, looked: Looked, inner: str):
    shape = f':S a sh:NodeShape ; sh:targetClass :A ; sh:sparql [ sh:select "SELECT $this {{ {inner} }}" ] .'
    folder = made(tmp_path / "changing", shape)
    write(folder, "near", ["<a/1> a :A . <a/2> :q 1 ."])
    write(folder, "other", ["<a/8> :r 8 ."])
    both(folder)
    for number, statements in enumerate((["<a/1> :p <a/2> ."], [], ["<a/1> :p <a/2>, 1 ."]), start=1):
        write(folder, "far", statements)
        again, afresh = both(folder)
        assert looked.partly == number
        assert afresh == again
    assert again


@pytest.mark.parametrize(
    ("near", "far", "changed"),
    [
        ("<a/1> :p <a/2> .", "<a/2> a :A .", ""),
        ("<a/1> a :A .", "", "<a/1> a :A ."),
        ("<a/1> a :A .", "", "<a/1> a :Quite ."),
        (
            "<c/1> a rdf:Statement ; rdf:subject <a/1> ; rdf:predicate :q ; rdf:object 2 .",
            "<a/1> a :A ; :q 2 .",
            "<a/1> a :A .",
        ),
        (
            "<c/1> a rdf:Statement ; rdf:subject <a/1> ; rdf:predicate :q, :r .",
            "<a/1> a :A ; :q 2 ; :r 3 .",
            "<a/1> a :A ; :q 2 .",
        ),
        ("<a/1> a :A .", "<a/2> a :A .", "<a/2> a :A ; :q 1, 1 ; :r <javascript:x> ."),
        ("<a/1> :q 1 .", "<a/1> a :A .", ""),
        ("", "<a/1> a :A .", "<a> a :A ."),
        ("", "<a/1> a :A .", "<a/1> a :A ; :quite 1 ."),
    ],
    ids=[
        "dangling",
        "duplicate",
        "unknown class",
        "claim",
        "claim of properties",
        "repeated",
        "untyped",
        "name",
        "unknown term",
    ],
)
def test_what_a_change_makes_odd_elsewhere_is_found(tmp_path: Path, looked: Looked, near: str, far: str, changed: str):
    folder = made(tmp_path / "changing", ":S a sh:NodeShape ; sh:targetClass :A ; sh:property [ sh:path :p ] .")
    write(folder, "near", [near])
    write(folder, "far", [far])
    before, _ = both(folder)
    for number, statements in enumerate((changed, far), start=1):
        write(folder, "far", [statements])
        again, afresh = both(folder)
        assert looked.partly == number
        assert afresh == again
        assert (again == before) == (number > 1)


@pytest.mark.parametrize("query", [*(query for query, _ in constraint_queries.QUERIES), *constraint_queries.FORBIDDEN])
def test_whatever_a_constraint_asks_a_change_is_followed(tmp_path: Path, query: str):
    """Of a query that is read, and of one that is not."""
    folder = constraint_queries.folder_of(tmp_path / "changing", constraint_queries.select(query))
    changed = folder / "data" / "c.ttl"
    for statements in ("", "<c> g:q <a> .", "<c> g:q <a> ; g:p 5 . <d> g:p 3 .", "<b> g:r 'x' .", ""):
        changed.write_text(constraint_queries.PREFIXES + statements, "utf-8")
        again, afresh = both(folder)
        assert afresh == again


WALKED = [
    "SELECT $this { $this g:q ?x . ?x g:q ?y . ?y g:r 'x' }",
    "SELECT $this { ?x g:q $this . ?x ?any ?z . ?z g:q/g:r 'x' }",
    "SELECT $this { $this g:q ?x FILTER NOT EXISTS { ?x g:q ?y . ?y g:r ?v FILTER EXISTS { ?y g:q ?z . ?z g:r ?w } } }",
    "SELECT $this { $this (g:q|^g:q)/g:q+ ?x . ?x g:r ?v }",
    "SELECT $this { $this g:r ?v . ?x g:r ?v . ?x g:q ?y }",
    "SELECT $this { $this g:p ?v . ?x g:p ?v . ?x g:q ?y }",
    "SELECT $this { FILTER EXISTS { $this g:q ?x . ?x g:q ?y } $this g:r ?r }",
    "SELECT $this { $this g:r ?r FILTER NOT EXISTS { ?x g:r ?r ; g:q ?z . ?z g:q $this } }",
    "SELECT $this { $this g:q ?x FILTER EXISTS { ?x g:q ?y FILTER NOT EXISTS { ?y g:q ?x ; g:r ?w . ?w ^g:r $this } } }",
    "SELECT $this ?value { $this g:q ?x . { SELECT $this ?x (COUNT(?v) AS ?value) { ?x g:q ?v } GROUP BY $this ?x } }",
    "SELECT $this ?value { $this ^g:q/g:q ?value . ?value g:q g:end }",
]
"""Queries whose changes are walked back along several of their patterns."""


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.sampled_from([*WALKED, *(query for query, _ in constraint_queries.QUERIES)]),
    st.lists(
        st.tuples(
            *[
                st.lists(
                    st.sampled_from(
                        [
                            *(f"<{s}> g:q <{o}> ." for s in "abcde" for o in "abcde"),
                            *(f"<{s}> g:r {o} ." for s in "abcde" for o in ("'x'", "'y'", "'x'@en")),
                            *(f"<{s}> g:p {o} ." for s in "abc" for o in ("1", "01", "3")),
                            *(f"<{s}> a g:Thing ." for s in "ce"),
                            "<b> g:q g:end .",
                        ]
                    ),
                    max_size=5,
                )
                for _ in range(2)
            ]
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_of_whichever_nodes_a_query_says_otherwise_they_are_found(
    tmp_path: Path, query: str, changes: list[tuple[list[str], list[str]]]
):
    """Whatever is gained and lost at once, in two files, along the patterns of a query."""
    folder = tmp_path / "walked"
    shutil.rmtree(folder, ignore_errors=True)
    constraint_queries.folder_of(folder, constraint_queries.select(query))
    opened = workspace.Workspace(folder)
    opened.check()
    for both_files in changes:
        for name, statements in zip("uv", both_files, strict=True):
            (folder / "data" / f"{name}.ttl").write_text(constraint_queries.PREFIXES + "\n".join(statements), "utf-8")
        opened.refresh()
        assert list(opened.check().findings) == list(workspace.Workspace(folder).check(options=Options()).findings)


def test_a_query_is_run_for_the_nodes_that_a_change_concerns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = constraint_queries.folder_of(tmp_path / "walked", constraint_queries.select(WALKED[0]))
    opened = workspace.Workspace(folder)
    opened.check()
    asked: list[int] = []
    real = Query.solutions
    monkeypatch.setattr(
        Query, "solutions", lambda self, run, focus, *rest: asked.append(len(focus)) or real(self, run, focus, *rest)
    )
    added = folder / "data" / "u.ttl"
    added.write_text(constraint_queries.PREFIXES + "<c> g:r 'x' .", "utf-8")
    (folder / "data" / "v.ttl").write_text(constraint_queries.PREFIXES + "<d> g:r 'y' .", "utf-8")
    opened.refresh()
    assert list(opened.check().findings) == list(workspace.Workspace(folder).check(options=Options()).findings)
    assert asked[0] == 1  # <d>, which leads to itself; of <c> the same is stated as before
    asked.clear()
    added.write_text(constraint_queries.PREFIXES + "<c> g:r 'z' .", "utf-8")
    (folder / "data" / "v.ttl").unlink()
    opened.refresh()
    opened.check()
    assert asked[0] == 1  # <a>, from which two steps lead to <c>; <d> is as it was


def lines(folder: Path, *more: str) -> list[str]:
    """Check by the command, and give what it prints."""
    return CliRunner().invoke(app, ["check", "-C", str(folder), "-f", "concise", *more]).stdout.splitlines()


def test_when_shapes_change_while_a_file_goes_everything_is_kept_anew(tmp_path: Path):
    sound, strict = (f":S a sh:NodeShape ; sh:targetClass :A ; sh:property [ sh:path :q ; sh:maxCount {n} ] ." for n in (2, 1))
    folder = made(tmp_path / "changing", sound)
    write(folder, "one", ["<a/1> a :A ; :q 1 ."])
    write(folder, "two", ["<a/1> :q 2 ."])
    write(folder, "three", ["<a/3> a :A ."])
    both(folder)
    (folder / "shapes" / "s.ttl").write_text(HEAD + ONTOLOGY + strict, "utf-8")
    write(folder, "two", None)
    again, afresh = both(folder)
    assert afresh == again
    write(folder, "two", ["<a/1> :q 2 ."])
    again, afresh = both(folder)
    assert afresh == again
    assert broken(again)


def test_shapes_that_cannot_be_run_are_told_each_time(garden: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> None:
        raise ShapesError("no")

    monkeypatch.setattr(Run, "targets", fail)
    for _ in range(2):
        again, afresh = both(garden)
        assert afresh == again
        assert any(finding.kind.name == "shapes" for finding in again)
    assert Cache(garden).read(kept.SUSPECTS) is None


def test_a_damaged_cache_is_made_again(garden: Path):
    both(garden)
    expected = lines(garden, "--no-cache")
    for kind in (kept.STATEMENTS, kept.SUSPECTS):
        path = next((garden / FOLDER).glob(f"{kind}-*.cache"))
        whole = path.read_bytes()
        for damaged in (
            b"",
            whole[:10],
            whole[: len(whole) // 2],
            whole[:-1],
            b"x" + whole[1:],
            whole[:60] + b"x" + whole[61:],
        ):
            path.write_bytes(damaged)
            assert Cache(garden).read(kind) is None
            assert expected == lines(garden)
            assert Cache(garden).read(kind) is not None
            path = next((garden / FOLDER).glob(f"{kind}-*.cache"))


def test_what_a_killed_process_left_is_removed(garden: Path):
    both(garden)
    left = garden / FOLDER / "statements-0.part"
    left.write_bytes(b"half")
    next((garden / FOLDER).glob("suspects-*.cache")).unlink()
    again, afresh = both(garden)
    assert afresh == again
    assert not left.exists()


def test_a_process_that_is_killed_while_it_writes_leaves_a_cache_that_is_whole_or_none(garden: Path):
    expected = lines(garden, "--no-cache")
    for wait in (0.3, 0.45, 0.6, 0.75, 0.9):
        shutil.rmtree(garden / FOLDER, ignore_errors=True)
        process = subprocess.Popen(
            [sys.executable, "-m", "catalogue", "check", "-C", str(garden), "-f", "concise"], stdout=-3, stderr=-3
        )
        time.sleep(wait)
        process.kill()
        process.wait()
        assert expected == lines(garden)


def _hold(folder: str, held: multiprocessing.synchronize.Event, let_go: multiprocessing.synchronize.Event) -> None:
    with Cache(Path(folder)).lock() as is_ours:
        assert is_ours
        held.set()
        let_go.wait(30)


def test_while_another_process_writes_a_check_goes_on_without(garden: Path):
    expected = lines(garden, "--no-cache")
    context = multiprocessing.get_context("spawn")
    held, let_go = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(str(garden), held, let_go))
    other.start()
    try:
        assert held.wait(30)
        assert expected == lines(garden)
        assert Cache(garden).read(kept.STATEMENTS) is None
    finally:
        let_go.set()
        other.join()
    assert expected == lines(garden)
    assert Cache(garden).read(kept.STATEMENTS) is not None


def test_the_cache_tells_git_and_backups_to_pass_it_over(garden: Path):
    lines(garden)
    assert "*" in (garden / FOLDER / ".gitignore").read_text("utf-8").splitlines()
    assert (garden / FOLDER / "CACHEDIR.TAG").read_text("utf-8").startswith("Signature: 8a477f597d28d172789f06886806bc55")


def test_without_a_cache_nothing_is_written(garden: Path):
    lines(garden, "--no-cache")
    assert not (garden / FOLDER).exists()


def test_a_folder_that_cannot_be_written_is_checked_all_the_same(garden: Path):
    expected = lines(garden, "--no-cache")
    (garden / FOLDER).write_text("in the way", "utf-8")
    assert expected == lines(garden)


def test_where_the_system_refuses_nothing_is_kept_and_what_is_kept_comes_back(tmp_path: Path):
    cache, parts = Cache(tmp_path), {"numbers": b"1234", "more": b""}
    name = cache.write("base", {"of": "a test"}, parts)
    record = cache.read("base")
    assert record is not None
    assert (record.name, record.facts) == (name, {"of": "a test"})
    assert {part: bytes(data) for part, data in record.parts.items()} == parts
    refused = tmp_path / "catalogue.toml"
    refused.write_text("", "utf-8")
    for folder in (refused, tmp_path / "not" / "there"):
        assert Cache(folder).write("base", {}, parts) is None
        assert Cache(folder).read("base") is None


def test_what_a_file_says_twice_is_told_where_long_literals_are_left_out(tmp_path: Path):
    folder = made(tmp_path / "twice", SHAPES[0])
    (folder / "catalogue.toml").write_text(SETTINGS + "[limits]\nliteral = 2\n", "utf-8")
    write(folder, "a", ['<a/1> rdfs:label "one"@en .', '<a/0> :r "2024-02-31"^^xsd:date .', "<a/1> :q 1, 1 ."])
    again, afresh = both(folder)
    assert afresh == again
    assert [str(finding.place) for finding in again if finding.kind.name == "repeated"] == ["data/a.ttl:1:1"]
