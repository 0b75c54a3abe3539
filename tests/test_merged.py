"""Statements that several files say: each counts once, whoever asks, and of whichever graphs."""

from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from conftest import edition_of
from hypothesis import given, settings
from hypothesis import strategies as st
from sparql_service import running

import catalogue
from catalogue.columns.graph import Graph
from catalogue.config import Sparql
from catalogue.query import Dataset, look_closely
from catalogue.scaffold import init
from catalogue.sources import parse
from catalogue.sparql.query import QueryText
from catalogue.store.embedded import Embedded
from catalogue.store.merged import Chosen
from catalogue.workers.evaluator import Evaluator
from catalogue.workers.loading import load, share
from catalogue.workers.messages import Asked
from catalogue.workers.statements import Statements

BASE = "https://example.org/"
QUERIES = [
    "SELECT (COUNT(*) AS ?n) (SUM(?o) AS ?sum) { ?s ?p ?o }",
    "SELECT * { ?s <urn:p> ?o }",
    "SELECT * { <urn:a> <urn:p> 1 . ?s ?p ?o }",
    "SELECT ?s ?x { ?s <urn:p> ?o . ?x <urn:q> ?o }",
    "SELECT ?s (COUNT(?o) AS ?n) { ?s <urn:p> ?o OPTIONAL { ?s <urn:q> ?o } } GROUP BY ?s",
    "SELECT * { ?s <urn:p>/<urn:q>? ?o }",
    "SELECT ?g ?s ?o { GRAPH ?g { ?s <urn:p> ?o } }",
    "SELECT ?s { ?s ?p ?o MINUS { GRAPH ?g { ?s <urn:q> ?o } } }",
]
FILES = st.lists(
    st.sets(
        st.tuples(st.sampled_from("ab"), st.sampled_from("pq"), st.sampled_from(["1", "2", "<urn:a>", "'x'", "[]"])), max_size=5
    ),
    min_size=1,
    max_size=3,
)


def turtle(said: set[tuple[str, str, str]]) -> bytes:
    return "".join(f"<urn:{s}> <urn:{p}> {o} .\n" for s, p, o in sorted(said)).encode()


def rows(found: Any) -> Counter[str]:
    return Counter(found.serialize(format=ox.QueryResultsFormat.TSV).decode().split("\n")[1:-1])


def merge_of(quads: list[ox.Quad], chosen: Chosen) -> ox.Store:
    """Make a dataset as SPARQL describes it: a set of statements, and named graphs."""
    store = ox.Store()
    for quad in quads:
        if quad.graph_name.value in chosen.default:
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
        if quad.graph_name.value in chosen.named:
            store.add(quad)
    return store


@given(FILES, st.data())
@settings(max_examples=150, deadline=None)
def test_what_several_files_say_counts_once(said: list[set[tuple[str, str, str]]], data: st.DataObject):
    graph = Graph(BASE, [parse(turtle(one), f"data/{number}.ttl") for number, one in enumerate(said)])
    embedded = Embedded(BASE, graph.unordered_quads, graph.columns.share)
    quads = list(ox.parse(b"".join(graph.nquads()), format=ox.RdfFormat.N_QUADS))
    graphs = [BASE + path for path in graph.files]
    plain = [quad for quad in quads if not isinstance(quad.object, ox.BlankNode)]
    assert graph.columns.share() == (len(plain) > len({(q.subject, q.predicate, q.object) for q in plain}))
    subset = st.sets(st.sampled_from(graphs)).map(lambda found: tuple(sorted(found)))
    for chosen in (None, Chosen(data.draw(subset), data.draw(subset))):
        expected = merge_of(quads, chosen or Chosen(tuple(graphs), tuple(graphs)))
        for sparql in QUERIES:
            wanted = expected.query(sparql, default_graph=ox.DefaultGraph())
            assert rows(embedded.query(sparql, chosen=chosen)) == rows(wanted), (sparql, chosen)


@given(FILES)
@settings(max_examples=50, deadline=None)
def test_the_merge_is_that_of_rdflib(said: list[set[tuple[str, str, str]]]):
    graph = Graph(BASE, [parse(turtle(one), f"data/{number}.ttl") for number, one in enumerate(said)])
    embedded = Embedded(BASE, graph.unordered_quads, graph.columns.share)
    peer = rdflib.Dataset(default_union=True)
    peer.parse(data=b"".join(graph.nquads()), format="nquads")
    for sparql in QUERIES[1:5]:  # not its paths: `?` gives it a node twice
        found: Any = embedded.query(sparql)
        assert len(list(found)) == len(list(peer.query(sparql))), sparql


LINES = {
    "none": ["<urn:a> <urn:p> 'x'", "<urn:a> <urn:p> 'y'", "_:b <urn:p> 'x'"],
    "some": ["<urn:a> <urn:p> 'x'", "<urn:a> <urn:p> 'x'", "<urn:a> <urn:p> <urn:a>"],
}


@pytest.mark.parametrize("graphs", [["<urn:g>", "<urn:h>", "<urn:h>"], ["<urn:g>", "", ""]])
@pytest.mark.parametrize("which", LINES)
def test_it_is_noticed_while_loading(tmp_path: Path, which: str, graphs: list[str]):
    path = tmp_path / "statements.nq"
    lines = [f"{line.replace(chr(39), chr(34))} {graph} .\n" for line, graph in zip(LINES[which], graphs, strict=True)]
    path.write_text("".join(lines), "utf-8")
    store = ox.Store()
    load(store, path)
    assert share(store, path) is (which == "some" or "" in graphs)


@pytest.mark.parametrize("on_disk", [False, True])
def test_a_worker_counts_once_what_several_graphs_have(tmp_path: Path, *, on_disk: bool):
    path, folder = tmp_path / "statements.nq", tmp_path / "store"
    said = [f'<urn:{s}> <urn:p> "x" <urn:{g}> .\n' for s, g in ("ag", "ah", "bh", "ai")]
    path.write_text("".join(said), "utf-8")
    folder.mkdir()
    statements = Statements(path, folder if on_disk else None)
    evaluator = Evaluator(statements, BASE, {}, Sparql())

    def count(sparql: str, default: tuple[str, ...] | None = None, named: tuple[str, ...] | None = None) -> int:
        answer = evaluator.answer(Asked(sparql, "csv", "csv", None, default, named))
        return int(answer.body.split()[1])

    everything = "SELECT (COUNT(*) AS ?n) {FROM} { ?s ?p ?o }"
    inside = "SELECT (COUNT(*) AS ?n) {FROM} { GRAPH ?g { ?s ?p ?o } }"
    both = "FROM <urn:g> FROM <urn:h> FROM NAMED <urn:h>"
    assert statements.size == 4
    assert [count(one.replace("{FROM}", "")) for one in (everything, inside)] == [2, 4]
    assert [count(one.replace("{FROM}", both)) for one in (everything, inside)] == [2, 2]
    assert [count(one.replace("{FROM}", ""), ("urn:g", "urn:i"), ("urn:h",)) for one in (everything, inside)] == [1, 2]
    assert [count(one.replace("{FROM}", ""), ("urn:g",), ("urn:g",)) for one in (everything, inside)] == [1, 1]


def test_the_guard_gives_the_graphs_that_a_query_names():
    dataset = Dataset({"urn:g", "urn:h"}, "urn:base", {"u": "urn:"})
    sparql = "SELECT * FROM u:g FROM NAMED <urn:h> FROM<urn:h> FROM NAMED u:g { ?s ?p ?o }"
    assert look_closely(QueryText(sparql), Sparql(), dataset).chosen == Chosen(("urn:g", "urn:h"), ("urn:h", "urn:g"))


def test_a_catalogue_that_repeats_itself_has_the_same_counts_everywhere(tmp_path: Path):
    folder = tmp_path / "garden"
    init(folder)
    again = '<https://gardens.example.org/plant/bean> <http://www.w3.org/2004/02/skos/core#prefLabel> "runner bean"@en .\n'
    (folder / "data" / "plant" / "notes.ttl").write_text(again, "utf-8")
    sparql = "SELECT ?name { <https://gardens.example.org/plant/bean> skos:prefLabel ?name FILTER (lang(?name) = 'en') }"
    named = " ".join(f"FROM <https://gardens.example.org/data/plant/{name}.ttl>" for name in ("bean", "notes"))
    chosen = sparql.replace("{", f"{named} {{", 1)
    here = catalogue.open(folder)
    assert edition_of(folder).graph.columns.share()
    with running(folder) as address:
        for asked in (here, catalogue.connect(f"{address}sparql")):
            assert [len(asked.query(one)) for one in (sparql, chosen)] == [1, 1]
