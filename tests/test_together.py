"""What is looked up of many nodes together is what is looked up of each of them."""

from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.columns import graph as module
from catalogue.columns.graph import Graph
from catalogue.columns.links import links, subjects_by_blank_node
from catalogue.model import Path, follow_each, paths, spread, spread_each
from catalogue.reads import ALL, SUBJECT
from catalogue.sources import parse
from catalogue.terms import BlankNode, NamedNode, sort_key

BASE = "https://x.example/"
NODES = [NamedNode(f"urn:{name}") for name in "abcd"]
PREDICATES = [NamedNode(f"urn:{name}") for name in "pqr"]

SUBJECTS = st.sampled_from(["<urn:a>", "<urn:b>", "<urn:c>", "_:a", "_:b"])
VERBS = st.sampled_from(["<urn:p>", "<urn:q>", "<urn:r>"])
OBJECTS = SUBJECTS | st.sampled_from(["<urn:d>", '"b"', '"a"@fr', '"a"@en', "1", "[]", '"a"'])
Files: TypeAlias = list[list[tuple[str, str, str]]]
FILES = st.lists(st.lists(st.tuples(SUBJECTS, VERBS, OBJECTS), max_size=8), min_size=2, max_size=2)


def graph_of(files: Files, *, upon_first: bool) -> Graph:
    """Give the graph of two files; the second lies upon a layer that has the first, and another one that is gone."""
    sources = [
        parse("".join(" ".join((*triple, ".\n")) for triple in file).encode(), f"data/{number}.ttl")
        for number, file in enumerate(files)
    ]
    gone = parse(b"<urn:a> <urn:p> <urn:gone> . <urn:b> <urn:q> _:c .", "data/1.ttl")
    return Graph(BASE, sources, Graph(BASE, [sources[0], gone]).layer() if upon_first else None)


@given(files=FILES, upon=st.booleans(), some=st.lists(st.sampled_from(NODES), max_size=6))
def test_properties_looked_up_together_are_those_of_each(*, files: Files, upon: bool, some: list[NamedNode]):
    together, alone = (graph_of(files, upon_first=upon) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, together.reads.noted() as keys:
        patch.setattr(module, "_WORTHWHILE", 1)
        together.expect(some)
    assert not keys
    for node in (*alone.all_subjects(), *NODES):
        assert list(alone.properties(node).items()) == list(together.properties(node).items())
        assert dict(alone.stated(node)) == alone.properties(node)


STEPS = [Path("predicate", node.value) for node in PREDICATES]
PATHS = [*STEPS, Path("inverse", parts=(STEPS[0],)), Path("sequence", parts=(STEPS[0], STEPS[1]))]


@given(files=FILES, upon=st.booleans(), some=st.lists(st.sampled_from(NODES), max_size=6))
def test_paths_followed_together_lead_where_each_leads_and_what_is_read_is_noted(
    *, files: Files, upon: bool, some: list[NamedNode]
):
    together, alone = (graph_of(files, upon_first=upon) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, together.reads.noted() as keys:
        patch.setattr(paths, "_AT_ONCE", 2)
        patch.setattr(module, "_WORTHWHILE", 1)
        found = follow_each(together, PATHS, some)
    with alone.reads.noted() as expected:
        each = [[path.follow(alone, node) for node in some] for path in PATHS]
    assert [list(map(list, rows)) for rows in found] == each
    assert keys == expected
    for rows in found:
        assert list(map(list, spread_each(together, rows))) == [spread(together, values) for values in rows]


@given(
    files=FILES,
    upon=st.booleans(),
    but=st.sets(st.sampled_from(PREDICATES)),
    subjects=st.sets(st.sampled_from(NODES)) | st.none(),
)
def test_links_are_the_triples_that_lead_to_some_nodes_and_what_they_rest_upon_is_noted(
    *, files: Files, upon: bool, but: set[NamedNode], subjects: set[NamedNode] | None
):
    graph, objects = graph_of(files, upon_first=upon), NODES[1:]
    triples = [t for t in graph.triples() if t.object in objects and t.predicate not in but]
    expected = [t for t in triples if subjects is None or t.subject in subjects]
    with graph.reads.noted() as keys:
        assert expected == links(graph, objects, but, subjects)
    assert keys == ({ALL} if subjects is None else {(SUBJECT, subject) for subject in subjects})


@given(files=FILES, upon=st.booleans())
def test_blank_nodes_are_given_with_all_subjects_that_lead_to_them(*, files: Files, upon: bool):
    graph = graph_of(files, upon_first=upon)
    expected: dict[object, set[object]] = {}
    for triple in graph.triples():
        if isinstance(triple.object, BlankNode):
            expected.setdefault(triple.object, set()).add(triple.subject)
    given_ = subjects_by_blank_node(graph)
    assert expected == {node: set(subjects) for node, subjects in given_.items()}
    assert all(len(subjects) == len(set(subjects)) for subjects in given_.values())


@pytest.mark.parametrize("predicate", [None, PREDICATES[0]])
def test_many_statements_have_the_order_of_few(predicate: NamedNode | None, monkeypatch: pytest.MonkeyPatch):
    files = [
        [(f"<urn:{n % 5}>", f"<urn:{'pqr'[n % 3]}>", f'"{n * 7 % 11}"') for n in range(40)],
        [("<urn:a>", "<urn:p>", "[]")],
    ]
    few = graph_of(files, upon_first=True).triples(None, predicate)
    monkeypatch.setattr(module, "_MANY", 0)
    assert few == graph_of(files, upon_first=True).triples(None, predicate)
    assert [sort_key(each.subject) for each in few] == sorted(sort_key(each.subject) for each in few)
