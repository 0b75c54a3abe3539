"""Recursive shapes: a node conforms unless something contradicts it, as a second, plain implementation finds it too."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from catalogue.cli.app import app
from catalogue.columns.graph import Graph
from catalogue.columns.table import numbers
from catalogue.model import ShapesGraph
from catalogue.shacl.engine import Run, prepared
from catalogue.sources import parse
from catalogue.terms import NamedNode
from catalogue.workspace.catalogue import Catalogue

BASE = "http://x.example/"
PREFIXES = f"@prefix : <{BASE}> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"


def run_of(data: str, shapes: str) -> Run:
    sources = [parse((PREFIXES + text).encode(), name) for text, name in ((data, "d.ttl"), (shapes, "s.ttl"))]
    assert [(), ()] == [source.issues for source in sources]
    data_graph, shapes_graph = (Graph(BASE, [source]) for source in sources)
    return prepared(data_graph, ShapesGraph(shapes_graph))


def term(name: str) -> NamedNode:
    return NamedNode(BASE + name.removeprefix(":"))


def conforming(run: Run, shape: str, nodes: Sequence[str]) -> set[str]:
    asked = numbers([run.number(term(node)) for node in nodes])
    return {node for node, fits in zip(nodes, run.conforms(term(shape), asked).tolist(), strict=True) if fits}


def violating(run: Run, shape: str, nodes: Sequence[str]) -> set[str]:
    """Give the nodes that have results, each looked at for itself."""
    return {node for node in nodes if any(True for _ in run.violations(term(shape), numbers([run.number(term(node))])))}


# A second implementation: sets of conforming nodes, from all nodes downwards until nothing changes

NODES = [":a", ":b", ":c", ":d", ":e"]
PREDICATES = [":p", ":q"]
UPPER, LOWER = [":S", ":T", ":U", ":V"], [":K", ":L", ":M"]
"""Names of shapes: the upper ones may refer to all, the lower ones to lower ones."""

Facts = Sequence[tuple[str, str, str]]
Step = tuple[str, str]
"""A path: how it goes (`p`, `inverse` or `plus`), and the predicate."""
Conforming = Mapping[str, set[str]]


def write_path(step: Step) -> str:
    how, predicate = step
    return {"p": predicate, "inverse": f"[ sh:inversePath {predicate} ]", "plus": f"[ sh:oneOrMorePath {predicate} ]"}[how]


def follow(facts: Facts, step: Step, node: str) -> set[str]:
    how, predicate = step
    if how == "inverse":
        return {s for s, p, o in facts if p == predicate and o == node}
    reached = {o for s, p, o in facts if p == predicate and s == node}
    while how == "plus" and (more := {o for s, p, o in facts if p == predicate and s in reached} - reached):
        reached |= more
    return reached


class Rule:
    """A constraint: how it is written, what a node must fulfil, and which shapes it refers to."""

    def __init__(self, kind: str, step: Step, shapes: Sequence[str], count: int) -> None:
        self.kind, self.step, self.shapes, self.count = kind, step, shapes, count

    def written(self) -> str:
        path, first, members = write_path(self.step), self.shapes[0], " ".join(self.shapes)
        qualified = f"sh:qualifiedValueShape {first} ; sh:qualified"
        return {
            "minCount": f"sh:property [ sh:path {path} ; sh:minCount {self.count} ]",
            "maxCount": f"sh:property [ sh:path {path} ; sh:maxCount {self.count} ]",
            "hasValue": f"sh:property [ sh:path {path} ; sh:hasValue :b ]",
            "node": f"sh:node {first}",
            "values": f"sh:property [ sh:path {path} ; sh:node {first} ]",
            "properties": f"sh:property [ sh:path {path} ; sh:property [ sh:path :q ; sh:node {first} ] ]",
            "and": f"sh:and ( {members} )",
            "or": f"sh:or ( {members} )",
            "only": f"sh:xone ( {first} )",
            "least": f"sh:property [ sh:path {path} ; {qualified}MinCount {self.count} ]",
            "not": f"sh:not {first}",
            "xone": f"sh:xone ( {members} )",
            "most": f"sh:property [ sh:path {path} ; {qualified}MaxCount {self.count} ]",
        }[self.kind]

    def holds(self, facts: Facts, node: str, so_far: Conforming) -> bool:
        values = follow(facts, self.step, node)
        first = so_far[self.shapes[0]]
        met = sum(node in so_far[shape] for shape in self.shapes)
        return {
            "minCount": len(values) >= self.count,
            "maxCount": len(values) <= self.count,
            "hasValue": ":b" in values,
            "node": node in first,
            "values": values <= first,
            "properties": all(follow(facts, ("p", ":q"), value) <= first for value in values),
            "and": met == len(self.shapes),
            "or": met > 0,
            "only": node in first,
            "least": len(values & first) >= self.count,
            "not": node not in first,
            "xone": met == 1,
            "most": len(values & first) <= self.count,
        }[self.kind]


def by_hand(facts: Facts, rules: Mapping[str, Sequence[Rule]]) -> Conforming:
    """Take the lower shapes first, then the upper ones: within each, from all nodes downwards."""
    so_far = {shape: set(NODES) for shape in rules}
    for layer in (LOWER, UPPER):
        before = None
        while before != so_far:
            before = so_far
            judged = {s: {n for n in NODES if all(rule.holds(facts, n, before) for rule in rules[s])} for s in layer}
            so_far = {**before, **judged}
    return so_far


POSITIVE = ["minCount", "maxCount", "hasValue", "node", "values", "properties", "and", "or", "only", "least"]
NEGATIVE = ["not", "xone", "most"]
steps = st.tuples(st.sampled_from(["p", "p", "p", "inverse", "plus"]), st.sampled_from(PREDICATES))


def rules_of(kinds: list[str], shapes: list[str]) -> st.SearchStrategy[Rule]:
    several = st.lists(st.sampled_from(shapes), min_size=2, max_size=3, unique=True)
    return st.builds(Rule, st.sampled_from(kinds), steps, several, st.integers(0, 2))


lower = st.lists(rules_of(POSITIVE, LOWER), min_size=1, max_size=3)
upper = st.lists(rules_of(POSITIVE, UPPER) | rules_of(POSITIVE + NEGATIVE, LOWER), min_size=1, max_size=3)
all_rules = st.fixed_dictionaries({**dict.fromkeys(LOWER, lower), **dict.fromkeys(UPPER, upper)})
facts_of = st.lists(
    st.tuples(st.sampled_from(NODES), st.sampled_from(PREDICATES), st.sampled_from(NODES)), max_size=14, unique=True
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(facts_of, all_rules, st.permutations(UPPER + LOWER), st.integers(1, len(NODES)))
def test_any_recursive_shapes_judge_as_a_plain_iteration_does(
    facts: Facts, rules: Mapping[str, Sequence[Rule]], order: list[str], first: int
):
    """Whichever shape is asked first, and about however many nodes at a time."""
    data = "\n".join(f"{' '.join(fact)} ." for fact in facts)
    shapes = "\n".join(f"{name} {' ; '.join(rule.written() for rule in several)} ." for name, several in rules.items())
    note(f"{data}\n---\n{shapes}")
    run, expected = run_of(data, shapes), by_hand(facts, rules)
    for shape in order:
        some = conforming(run, shape, NODES[:first]) | conforming(run, shape, NODES[first:])
        assert expected[shape] == some
        assert set(NODES) - expected[shape] == violating(run_of(data, shapes), shape, NODES)
    assert [] == run.failures


# What holds of all

CIRCLES = {
    "node": ":S sh:property [ sh:path :p ; sh:node :S ] ; sh:property [ sh:path :q ; sh:maxCount 0 ] .",
    "property": ":S sh:property :P . :P sh:path :p ; sh:property :P, [ sh:path :q ; sh:maxCount 0 ] .",
    "and": ":S sh:and ( [ sh:property [ sh:path :p ; sh:node :S ] ] [ sh:property [ sh:path :q ; sh:maxCount 0 ] ] ) .",
    "or": ":S sh:or ( [ sh:path :p ; sh:maxCount 0 ] [ sh:path :p ; sh:minCount 1 ; sh:node :S ] ) ;"
    " sh:property [ sh:path :q ; sh:maxCount 0 ] .",
    "xone": ":S sh:xone ( [ sh:property [ sh:path :p ; sh:node :S ] ; sh:property [ sh:path :q ; sh:maxCount 0 ] ] ) .",
    "qualified": ":S sh:or ( [ sh:path :p ; sh:maxCount 0 ]"
    " [ sh:path :p ; sh:qualifiedValueShape :S ; sh:qualifiedMinCount 1 ] ) ; sh:property [ sh:path :q ; sh:maxCount 0 ] .",
    "inverse": ":S sh:property [ sh:path ( :p ) ; sh:node :S ] ; sh:property [ sh:path :q ; sh:maxCount 0 ] .".replace(
        "( :p )", "[ sh:inversePath [ sh:inversePath :p ] ]"
    ),
}


@pytest.mark.parametrize("shapes", CIRCLES.values(), ids=CIRCLES)
def test_a_chain_of_any_length_is_followed_to_its_end(shapes: str):
    """What is wrong at the end of a chain of 10,000 nodes contradicts the first; where nothing is wrong, all conform."""
    length = 10_000
    chain = "\n".join(f":n{number} :p :n{number + 1} ." for number in range(length))
    ends = [":n0", f":n{length // 2}", f":n{length - 1}"]
    assert set(ends) == conforming(run_of(chain, shapes), ":S", ends)
    broken = run_of(f"{chain}\n:n{length} :q 1 .", shapes)
    assert set() == conforming(broken, ":S", ends)
    assert set(ends) == violating(broken, ":S", ends)


@pytest.mark.parametrize("shapes", CIRCLES.values(), ids=CIRCLES)
def test_a_circle_of_nodes_supports_itself_until_one_is_contradicted(shapes: str):
    circle = "".join(f":n{number} :p :n{(number + 1) % 50} . " for number in range(50))
    nodes = [f":n{number}" for number in range(50)]
    assert set(nodes) == conforming(run_of(circle, shapes), ":S", nodes)
    assert set() == conforming(run_of(f"{circle} :n20 :q 1 .", shapes), ":S", nodes)


def test_a_result_of_a_circle_of_property_shapes_is_given_once():
    shapes = ":P sh:path :p ; sh:targetNode :a, :b ; sh:property :P ; sh:nodeKind sh:IRI ."
    run = run_of(":a :p :b, 1 . :b :p :a, 2 .", shapes)
    targets = run.targets(term(":P"))
    results = sorted((r.focus.value[-1], r.value.value) for r in run.results(run.violations(term(":P"), targets)) if r.value)
    assert [("a", "1"), ("b", "2")] == results


NEGATIONS = {
    "not": ":S sh:not :S ; {0} .",
    "through a property": ":S sh:not [ sh:path :p ; sh:node :S ] ; {0} .",
    "xone": ":S sh:xone ( :S [ sh:class :C ] ) ; {0} .",
    "qualified": ":S sh:property [ sh:path :p ; sh:qualifiedValueShape :S ; sh:qualifiedMaxCount 1 ] ; {0} .",
    "negations within each other": ":S sh:not [ sh:not :S ] ; {0} .",
    "disjoint siblings": ":S sh:property [ sh:path :p ; sh:qualifiedValueShape :T ; sh:qualifiedMinCount 1 ;"
    " sh:qualifiedValueShapesDisjoint true ], [ sh:path :p ; sh:qualifiedValueShape :S ; sh:qualifiedMinCount 0 ] ; {0} ."
    " :T sh:class :C .",
}
MUST = "sh:targetNode :a ; sh:property [ sh:path :must ; sh:minCount 1 ]"


@pytest.mark.parametrize("shapes", NEGATIONS.values(), ids=NEGATIONS)
def test_recursion_through_a_negation_is_a_finding_and_costs_itself_alone(tmp_path: Path, shapes: str):
    for name, text in {
        "catalogue.toml": f'[catalogue]\nbase = "{BASE}"\ntitle = "T"\nlanguages = ["en"]\n\n[publisher]\nname = "P"\n',
        "shapes/s.ttl": f"{PREFIXES}{shapes.format(MUST)}\n:Other sh:targetNode :a ; sh:nodeKind sh:BlankNode .\n",
        "data/d.ttl": f"{PREFIXES}:a :p :b .\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    report = Catalogue(tmp_path).check()
    assert {"C306", "C101", "C105"} == {f.kind.code for f in report if f.kind.code[1] in "13" and f.kind.code != "C303"}
    places = [str(f.place) for f in report if f.kind.code == "C306"]
    assert max(1, shapes.count("sh:not")) == len(places)
    assert all(place.startswith("shapes/s.ttl:2:") for place in places)
    assert list(report) == list(Catalogue(tmp_path).check(cache=True)) == list(Catalogue(tmp_path).check(cache=True))


def test_what_rests_upon_an_unstratified_shape_is_reported_and_says_nothing_false():
    """Whether a node conforms to the inner shape is not known, so that nothing can be said against its conforming."""
    run = run_of(":a :p :b .", ":R sh:targetNode :a ; sh:not :S ; sh:nodeKind sh:BlankNode . :S sh:not :S .")
    results = [r.component for r in run.results(run.violations(term(":R"), run.targets(term(":R"))))]
    assert ["NodeKind"] == results
    assert [(":R", False), (":S", True)] == sorted((f":{f.shape.value[-1]}", f.is_of_shapes) for f in run.failures)


def test_xone_of_one_shape_and_a_lower_qualified_count_are_no_negation():
    shapes = ":S sh:xone ( [ sh:path :p ; sh:qualifiedValueShape :S ; sh:qualifiedMinCount 1 ] ) ."
    run = run_of(":a :p :b . :b :p :c . :d :p :d .", shapes)
    assert {":d"} == conforming(run, ":S", [":a", ":b", ":c", ":d"])
    assert [] == run.failures


def test_the_command_names_the_recursive_shapes(garden: Path):
    (garden / "shapes" / "x.ttl").write_text(
        f"{PREFIXES}:s a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :p ; sh:node :s ] .\n", "utf-8"
    )
    result = CliRunner().invoke(app, ["--lang", "en", "check", "-C", str(garden), "--explain"])
    assert "shapes/x.ttl:2:1: <http://x.example/s> is recursive" in result.stderr


def test_shapes_that_nest_deep_are_searched_for_circles_without_recursion():
    deep = "\n".join(f":s{number} sh:node :s{number + 1} ." for number in itertools.islice(itertools.count(), 20_000))
    run = run_of(":a :p :b .", f"{deep}\n:s20000 sh:node :s0 .")
    assert 20_001 == len(run.shapes.recursion.group(term(":s0")))
