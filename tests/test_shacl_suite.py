"""The official test suite of SHACL: every case of its manifests, with its results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from catalogue.columns.graph import Graph
from catalogue.model import SH, read_list, read_path
from catalogue.shacl.engine import ShapesError, validate
from catalogue.shacl.results import Result
from catalogue.sources import parse
from catalogue.terms import BlankNode, NamedNode, Term

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
SUITE = Path(__file__).parents[2] / "shared" / "conformance" / "shacl"


def sh(name: str) -> NamedNode:
    return NamedNode(SH + name)


def load(iri: str) -> Graph:
    """Read a file of the suite with its own address as its base."""
    path = Path(unquote(urlsplit(iri).path))
    words = path.read_text(encoding="utf-8")
    return Graph(iri, [parse(f"@base <{path.as_uri()}> .\n{words}".encode(), path.name)])


def manifests(iri: str) -> Iterator[tuple[str, Graph]]:
    graph = load(iri)
    yield iri, graph
    for triple in graph.triples(None, NamedNode(MF + "include")):
        yield from manifests(urljoin(iri, triple.object.value))


def cases() -> list[tuple[str, str]]:
    """List the cases: the manifest that names each, and its name."""
    if not SUITE.is_dir():
        return []
    found = [*manifests((SUITE / "manifest.ttl").as_uri())]
    proposed = (SUITE / "sparql/component/nodeValidator-001.ttl").as_uri()  # which no manifest includes
    found.append((proposed, load(proposed)))
    return [
        (iri, entry.value)
        for iri, graph in found
        for triple in graph.triples(None, NamedNode(MF + "entries"))
        for entry in read_list(graph, triple.object)
    ]


CASES = cases()
pytestmark = pytest.mark.skipif(not CASES, reason=f"the official test suite is not at {SUITE}")


RESULT = "focusNode", "resultPath", "value", "resultSeverity", "sourceConstraintComponent", "sourceShape", "sourceConstraint"


def related(graph: Graph, node: Term | None, predicate: NamedNode) -> list[Term]:
    return graph.objects(node, predicate) if isinstance(node, NamedNode | BlankNode) else []


def key(term: Term | None) -> str:
    return "" if term is None else str(term)


def expected(graph: Graph, report: Term | None) -> Counter[tuple[str, ...]]:
    """Read the results that a case names."""
    return Counter(_expected(graph, result) for result in related(graph, report, sh("result")))


def _expected(graph: Graph, result: Term) -> tuple[str, ...]:
    values = [next(iter(related(graph, result, sh(name))), None) for name in RESULT]
    path = read_path(graph, values[1]) if values[1] is not None else None
    return key(values[0]), str(path or ""), *map(key, values[2:])


def actual(results: list[Result]) -> Counter[tuple[str, ...]]:
    return Counter(
        (
            key(r.focus),
            str(r.path or ""),
            key(r.value),
            f"<{r.severity_iri}>",
            f"<{r.component_iri}>",
            key(r.shape),
            key(r.constraint),
        )
        for r in results
    )


def test_the_suite_is_whole():
    """A manifest that lost its entries would pass in silence."""
    assert (98, 23) == tuple(sum(f"/{part}/" in iri for iri, _ in CASES) for part in ("core", "sparql"))


@pytest.mark.parametrize(("manifest", "name"), CASES, ids=["/".join(name.split("/")[-2:]) for _, name in CASES])
def test_official_case(manifest: str, name: str):
    """The results are those that the suite names, neither more nor fewer, or the failure that it wants."""
    graph = load(manifest)
    [action] = graph.objects(NamedNode(name), NamedNode(MF + "action"))
    [outcome] = graph.objects(NamedNode(name), NamedNode(MF + "result"))
    files = [file.value for part in ("dataGraph", "shapesGraph") for file in related(graph, action, NamedNode(SHT + part))]
    data, shapes = (graph if file == manifest else load(file) for file in files)
    if outcome == NamedNode(SHT + "Failure"):
        with pytest.raises(ShapesError):
            validate(data, shapes)
        return
    results = validate(data, shapes)
    assert expected(graph, outcome) == actual(results)
    for triple in graph.triples(None, sh("resultMessage")):
        assert triple.object.value in {words for result in results for words in result.messages.values()}
