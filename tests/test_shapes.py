"""The first catalogue's shapes: every constraint can fire, and each broken entry breaks just what its comment says."""

import re
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT

from catalogue import sources
from catalogue.columns.graph import Graph
from catalogue.edition import Edition
from catalogue.model import SH
from catalogue.names import kebab, local_name
from catalogue.shacl import reference as shacl
from catalogue.terms import RDF_TYPE, BlankNode, NamedNode, Node, Term, Triple

BASE = "https://communs.example.org/"
BROKEN = sorted((ROOT / "tests" / "broken").glob("*.ttl"))
PARAMETERS = {
    "minCount", "maxCount", "datatype", "class", "nodeKind", "pattern", "languageIn", "uniqueLang", "in", "hasValue", "node",
    "or", "xone", "and", "not", "sparql", "minInclusive", "maxInclusive", "minExclusive", "maxExclusive", "minLength",
    "maxLength", "equals", "disjoint", "lessThan", "lessThanOrEquals", "qualifiedMinCount", "qualifiedMaxCount", "closed",
}  # fmt: skip

Break = tuple[str, str, str]
"""An entry, a shape and a constraint parameter."""


def triples(paths: list[Path]) -> list[Triple]:
    read = [sources.read(path, ROOT) for path in paths]
    assert [str(issue.place) for source in read for issue in source.issues] == []
    return [triple for source in read for triple in source.triples]


@pytest.fixture(scope="module")
def fired() -> set[Break]:
    """What one validation of all broken entries finds, among the code lists and the sound entries that they refer to."""
    data = triples([*BROKEN, *sources.find(ROOT / "data" / "concept-scheme", ROOT)])
    results = shacl.validate(data, triples(sources.find(ROOT / "shapes", ROOT)))
    types = {t.subject: kebab(local_name(t.object.value)) for t in data if t.predicate == RDF_TYPE}
    return {(entry(r.focus, types), short(r.shape), parameter(r.component)) for r in results}


def entry(focus: Term, types: dict[Node, str]) -> str:
    """Name an entry as the comments do: an IRI relative to the base, a blank node by its type."""
    return f"_:{types[focus]}" if isinstance(focus, BlankNode) else focus.value.removeprefix(BASE)


def short(term: object) -> str:
    return term.value.replace(BASE + "shapes#", "cns:") if isinstance(term, NamedNode) else "blank"


def parameter(component: str) -> str:
    return "sparql" if component == "SPARQL" else component[0].lower() + component[1:]


def intended() -> set[Break]:
    """Read the comments before each broken entry."""
    found: set[Break] = set()
    for path in BROKEN:
        pending: list[tuple[str, str]] = []
        for line in path.read_text("utf-8").splitlines():
            comment = re.fullmatch(r"# breaks (\S+) (\w+)", line)
            if comment:
                pending.append((comment[1], comment[2]))
            subject = re.match(r"(?:<([^>]+)>|(_:[\w-]+))", line)
            if subject and pending:
                found |= {(subject[1] or subject[2], shape, name) for shape, name in pending}
                pending = []
    return found


def declared(edition: Edition) -> set[tuple[str, str]]:
    """List the constraints of the shapes that have a target, and of their property shapes."""
    graph = edition.shapes_graph
    targets = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
    roots = {t.subject for p in targets for t in graph.triples(None, NamedNode(SH + p))}
    shapes = roots | {t.object for root in roots for t in graph.triples(root, NamedNode(SH + "property"))}
    return {
        (short(shape), triple.predicate.value.removeprefix(SH))
        for shape in shapes
        if isinstance(shape, NamedNode) and not edition.shacl.shape(shape).demands_nothing
        for triple in graph.triples(shape)
        if triple.predicate.value.removeprefix(SH) in PARAMETERS
        and not (triple.predicate.value == SH + "node" and edition.shacl.shape(triple.object).demands_nothing)
    }


def test_every_constraint_of_every_shape_has_an_entry_that_violates_it(first_edition: Edition, fired: set[Break]):
    assert sorted(declared(first_edition) - {(shape, name) for _, shape, name in fired}) == []
    assert len(declared(first_edition)) > 400


def test_each_broken_entry_breaks_just_what_its_comment_says(fired: set[Break]):
    named = {found for found in fired if found[1] != "blank"}
    assert sorted(named - intended()) == []
    assert sorted(intended() - named) == []


def test_the_sound_entries_break_nothing(fired: set[Break]):
    assert [found for found in fired if found[0].endswith("/sound")] == []


def test_every_property_is_named_described_ordered_and_tells_its_fix_in_both_languages(first_edition: Edition):
    graph: Graph = first_edition.shapes_graph
    for type_ in first_edition.model.types.values():
        for prop in type_.properties:
            is_shown_only = first_edition.shacl.shape(prop.shape).demands_nothing
            for name in ("name",) if is_shown_only else ("name", "description", "message"):
                tags = Counter(getattr(o, "language", None) for o in graph.objects(prop.shape, NamedNode(SH + name)))
                computed = prop.path.predicate is None and not prop.min_count
                assert tags == {"fr": 1, "en": 1} or (name == "message" and computed), (prop.shape, name)
            for name in ("order", "group"):
                assert len(graph.objects(prop.shape, NamedNode(SH + name))) == 1, (prop.shape, name)


def test_every_term_of_the_ontology_is_labelled_and_explained_in_both_languages(first_edition: Edition):
    graph = first_edition.shapes_graph
    terms = {
        t.subject
        for t in graph.triples()
        if isinstance(t.subject, NamedNode) and t.subject.value.startswith(BASE + "ontology#")
    }
    assert len(terms) > 100
    for term in terms:
        for name in ("label", "comment"):
            words = graph.objects(term, NamedNode(f"http://www.w3.org/2000/01/rdf-schema#{name}"))
            assert sorted(getattr(word, "language", "") for word in words) == ["en", "fr"], (term, name)


def test_the_shapes_refer_to_nothing_remote(first_edition: Edition):
    graph = first_edition.shapes_graph
    assert graph.triples(None, NamedNode("http://www.w3.org/2002/07/owl#imports")) == []
    assert graph.triples(None, NamedNode(SH + "js")) == []
