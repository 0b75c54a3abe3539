"""The compiled engine and pySHACL find the same in any data, by any shapes.

Shapes and data are made up: small graphs over few names, so that paths meet, classes overlap and values are of the wrong kind.
What SHACL leaves open, or pySHACL gets wrong by the W3C suite, is left out of what is made up; each such case says so.
"""

from __future__ import annotations

import os
from collections import Counter

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from catalogue.columns.graph import Graph
from catalogue.model.vocabulary import PARAMETERS
from catalogue.shacl import reference as shacl
from catalogue.shacl.engine import validate
from catalogue.shacl.results import Result
from catalogue.sources import parse

PREFIXES = """
@prefix : <http://x.example/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
NODES = [":a", ":b", ":c", ":d", "_:e", "_:f"]
PREDICATES = [":p", ":q", ":r"]
CLASSES = [":C", ":D", ":E"]
WORDS = ['"a"', '"b"', '"abc"', '"a"@en', '"b"@en', '"a"@fr', '"c"@en-GB', '"x"^^xsd:integer', '""', "1", "2.5", "true"]
NUMBERS = ["1", "2", "3", "10", "2.5", "1e1", "-1"]
DATES = [f'"2024-{month}"^^xsd:date' for month in ("01-01", "01-31", "02-01", "12-31")]
SEVERAL = {f"sh:{name}" for name, each in PARAMETERS.items() if each.several}
EXAMPLES = int(os.environ.get("ENGINE_EXAMPLES", "150"))

nodes = st.sampled_from(NODES)
iris = st.sampled_from(NODES[:4])
predicates = st.sampled_from(PREDICATES)
classes = st.sampled_from(CLASSES)


def each_once(found: list[str]) -> str:
    """Write constraints, each parameter once where a shape may not have two values of it."""
    names = [constraint.split()[0] for constraint in found]
    keys = [constraint if name in SEVERAL else name for name, constraint in zip(names, found, strict=True)]
    return " ; ".join(dict(zip(keys, found, strict=True)).values())


def as_node_shape(shape: str) -> str:
    """Put a property shape into a node shape: `sh:node` takes no other."""
    return f"sh:property [ {shape} ]" if shape.startswith("sh:path") else shape


def _list(members: list[str]) -> str:
    return f"( {' '.join(members)} )"


def _paths(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        inner.map(lambda path: f"[ sh:inversePath {path} ]"),
        st.lists(inner, min_size=2, max_size=3).map(_list),
        st.lists(inner, min_size=2, max_size=2).map(lambda parts: f"[ sh:alternativePath {_list(parts)} ]"),
        inner.map(lambda path: f"[ sh:zeroOrMorePath {path} ]"),
        inner.map(lambda path: f"[ sh:oneOrMorePath {path} ]"),
        inner.map(lambda path: f"[ sh:zeroOrOnePath {path} ]"),
    )


paths = st.one_of(predicates, predicates, st.recursive(predicates, _paths, max_leaves=3))


def on_values(found: list[str], bounds: list[str]) -> st.SearchStrategy[str]:
    """Make constraints that judge values one by one.

    Args:
        found: the literals of the data.
        bounds: the literals that values are compared with.
    """
    kinds = ["IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"]
    datatypes = ["xsd:integer", "xsd:string", "xsd:date", "rdf:langString", "xsd:boolean"]
    ranges = ["sh:minInclusive", "sh:maxInclusive", "sh:minExclusive", "sh:maxExclusive"]
    tags = st.lists(st.sampled_from(['"en"', '"fr"', '"en-GB"']), min_size=1, max_size=2, unique=True)
    terms = st.one_of(iris, st.sampled_from(found))
    compared = [st.tuples(st.sampled_from(ranges), st.sampled_from(bounds)).map(" ".join)] if bounds else []
    return st.one_of(
        classes.map("sh:class {}".format),
        st.sampled_from(datatypes).map("sh:datatype {}".format),
        st.sampled_from(kinds).map("sh:nodeKind sh:{}".format),
        st.integers(1, 4).map("sh:minLength {}".format),  # with 0, pySHACL lets blank nodes pass
        st.integers(0, 4).map("sh:maxLength {}".format),
        st.sampled_from(["^a", "b$", "[0-9]+", "x.example", "^$"]).map('sh:pattern "{}"'.format),
        st.just('sh:pattern "A" ; sh:flags "i"'),
        tags.map(lambda members: f"sh:languageIn {_list(members)}"),
        st.lists(terms, max_size=4, unique=True).map(lambda members: f"sh:in {_list(members)}"),
        terms.map("sh:hasValue {}".format),
        predicates.map("sh:equals {}".format),
        predicates.map("sh:disjoint {}".format),
        predicates.map("sh:closed true ; sh:ignoredProperties ( {} )".format),
        *compared,
    )


def on_property(*, ordered: bool) -> st.SearchStrategy[str]:
    """Make constraints that only property shapes may have."""
    orders = [predicates.map(f"sh:{name} {{}}".format) for name in ("lessThan", "lessThanOrEquals")] if ordered else []
    counts = [st.integers(0, 2).map(f"sh:{name} {{}}".format) for name in ("minCount", "maxCount")]
    return st.one_of(*counts, st.just("sh:uniqueLang true"), *orders)


def shapes_of(found: list[str], bounds: list[str], *, ordered: bool) -> st.SearchStrategy[str]:
    """Make shapes, as the text between their brackets."""
    simple = on_values(found, bounds)

    def around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        logical = st.tuples(st.sampled_from(["and", "or", "xone"]), st.lists(inner, min_size=1, max_size=3))
        nested = st.one_of(
            simple,
            inner.map(lambda shape: f"sh:node [ {as_node_shape(shape)} ]"),
            inner.map("sh:not [ {} ]".format),
            logical.map(lambda said: f"sh:{said[0]} {_list([f'[ {shape} ]' for shape in said[1]])}"),
        )
        qualified = st.tuples(inner, st.sampled_from(["Min", "Max"]), st.integers(0, 2)).map(
            lambda said: f"sh:qualifiedValueShape [ {said[0]} ] ; sh:qualified{said[1]}Count {said[2]}"
        )
        parts = (
            st.lists(nested, max_size=2),
            st.lists(on_property(ordered=ordered), max_size=1),
            st.lists(qualified, max_size=1),
        )
        properties = st.tuples(predicates if ordered else paths, *parts).map(
            lambda said: each_once([f"sh:path {said[0]}", *said[1], *said[2], *said[3]])
        )
        holders = st.lists(st.one_of(nested, properties.map("sh:property [ {} ]".format)), min_size=1, max_size=3)
        return st.one_of(holders.map(each_once), properties)

    return st.recursive(st.lists(simple, min_size=1, max_size=2).map(each_once), around, max_leaves=6)


def documents(found: list[str], bounds: list[str], *, ordered: bool = False) -> st.SearchStrategy[str]:
    """Make shapes files."""
    targets = st.one_of(
        classes.map("sh:targetClass {}".format),
        predicates.map("sh:targetSubjectsOf {}".format),
        predicates.map("sh:targetObjectsOf {}".format),
        st.one_of(iris, st.sampled_from(found)).map("sh:targetNode {}".format),
    )
    extras = st.sampled_from(["", "; sh:severity sh:Warning", '; sh:message "no"@en, "non"@fr', "; sh:deactivated true"])
    return st.lists(st.tuples(targets, shapes_of(found, bounds, ordered=ordered), extras), min_size=1, max_size=2).map(
        lambda said: "\n".join(f":s{n} {target} ; {shape} {extra} ." for n, (target, shape, extra) in enumerate(said))
    )


def data(found: list[str], *, ordered: bool = False) -> st.SearchStrategy[str]:
    """Make data files.

    Args:
        found: their literals.
        ordered: whether all values are literals: pySHACL refuses to order blank nodes, and orders IRIs.
    """
    literals = st.sampled_from(found)
    statements = st.one_of(
        st.tuples(nodes, predicates, literals if ordered else st.one_of(nodes, literals)),
        st.tuples(nodes, st.just("a"), classes),
    )
    hierarchies = st.sampled_from(["", ":D rdfs:subClassOf :C .", ":D rdfs:subClassOf :C . :E rdfs:subClassOf :D ."])
    lines = st.lists(statements.map(lambda said: " ".join((*said, "."))), max_size=14).map("\n".join)
    return st.tuples(lines, hierarchies).map("\n".join)


def facts(results: list[Result]) -> Counter[tuple[str, ...]]:
    return Counter(
        (
            str(r.focus),
            str(r.path or ""),
            str(r.value),
            r.severity_iri,
            r.component_iri,
            str(r.shape),
            str(r.constraint),
            str(r.messages),
        )
        for r in results
    )


def agree(said: str, shaped: str) -> None:
    data_file, shapes_file = parse((PREFIXES + said).encode(), "data.ttl"), parse((PREFIXES + shaped).encode(), "shapes.ttl")
    assert not data_file.issues
    assert not shapes_file.issues
    theirs = facts(shacl.validate(data_file.triples, shapes_file.triples))
    ours = facts(validate(Graph("", [data_file]), Graph("", [shapes_file])))
    note(f"{said}\n---\n{shaped}")
    assert theirs == ours, f"missing {theirs - ours}, surplus {ours - theirs}\n{said}\n---\n{shaped}"


slowly = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))


@slowly
@given(data(WORDS), documents(WORDS, []))
def test_any_shapes_find_the_same_in_words(said: str, shaped: str):
    """Result by result: focus node, path, value, severity, component, shape, constraint, messages, and how often.

    Nothing is compared by order here: pySHACL orders literals of any two datatypes, SPARQL's operators do not.
    """
    agree(said, shaped)


@slowly
@given(data(NUMBERS), documents(NUMBERS, NUMBERS))
def test_any_shapes_find_the_same_in_numbers(said: str, shaped: str):
    """The same of numbers, in their order too."""
    agree(said, shaped)


@slowly
@given(data(DATES), documents(DATES, DATES))
def test_any_shapes_find_the_same_in_dates(said: str, shaped: str):
    """The same of dates, in their order too."""
    agree(said, shaped)


@slowly
@given(data(DATES, ordered=True), documents(DATES, DATES, ordered=True))
def test_any_shapes_find_the_same_between_properties(said: str, shaped: str):
    """The same where the values of one property come before those of another."""
    agree(said, shaped)
