"""SPARQL 1.1 Query: the W3C's own cases, from their manifests, answered by the service.

Each file of data is a named graph of one service, as each file of a catalogue is; a case chooses its graphs as a client does.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
import pytest
import rdflib
from conftest import SHARED
from rdflib.collection import Collection
from rdflib.namespace import RDF
from sparql_service import answering
from starlette.testclient import TestClient

from catalogue.scaffold import init

SUITE = SHARED / "conformance" / "sparql11"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
XSD = "http://www.w3.org/2001/XMLSchema#"
FOLDERS = (
    "aggregates bind bindings cast construct exists functions grouping negation project-expression property-path subquery "
    "syntax-query"
).split()

DIFFERENT: dict[str, str] = {
    "syntax-query/test_4": "It calls a function that is not defined: refused with 422, not answered without a value.",
}
"""The cases that this service answers otherwise, each with the reason; they stand in `docs/sparql.md` too."""

needs_suite = pytest.mark.skipif(not SUITE.exists(), reason="needs shared/conformance/sparql11 beside the project")


class Case(NamedTuple):
    """A case of the suite.

    Attributes:
        name: its folder and its name.
        kind: what it tests, as the manifest calls it.
        query: the file of its query.
        data: the files of its default graph.
        named: the files of its named graphs.
        result: the file of what is expected, or None.
    """

    name: str
    kind: str
    query: Path
    data: list[Path]
    named: list[Path]
    result: Path | None


def file_of(iri: Any) -> Path:
    return Path(unquote(urlsplit(str(iri)).path))


def cases() -> list[Case]:
    listed = []
    for folder in FOLDERS if SUITE.exists() else ():
        path = SUITE / folder / "manifest.ttl"
        graph = rdflib.Graph().parse(path, format="turtle", publicID=path.as_uri())
        for head in graph.objects(None, MF.entries):
            listed += [case_of(graph, folder, node) for node in Collection(graph, head)]
    return listed


def case_of(graph: rdflib.Graph, folder: str, node: rdflib.term.Node) -> Case:
    action, result = graph.value(node, MF.action), graph.value(node, MF.result)
    query = graph.value(action, QT.query) or action
    return Case(
        f"{folder}/{str(node).rpartition('#')[2]}",
        str(graph.value(node, RDF.type)).rpartition("#")[2],
        file_of(query),
        [*map(file_of, graph.objects(action, QT.data))],
        [*map(file_of, graph.objects(action, QT.graphData))],
        file_of(result) if result is not None else None,
    )


CASES = cases()
EVALUATED = [case for case in CASES if case.kind == "QueryEvaluationTest"]
SYNTAX = [case for case in CASES if case.kind != "QueryEvaluationTest"]


def triples_of(path: Path) -> list[Any]:
    syntax = {".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}.get(path.suffix, ox.RdfFormat.TURTLE)
    base = None if path.suffix == ".nt" else path.as_uri()
    return [*ox.parse(path=path, format=syntax, base_iri=base)]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The service with the data of all cases."""
    folder = tmp_path_factory.mktemp("suite") / "garden"
    init(folder)
    quads = [ox.Quad(ox.NamedNode("urn:x"), ox.NamedNode("urn:x"), ox.NamedNode("urn:x"), ox.NamedNode("urn:x:none"))]
    for number, path in enumerate(sorted({path for case in CASES for path in (*case.data, *case.named)})):
        for triple in triples_of(path):
            subject, value = (apart(term, number) for term in (triple.subject, triple.object))
            quads.append(ox.Quad(subject, triple.predicate, value, ox.NamedNode(path.as_uri())))
    with answering(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"", folder) as client:
        yield client


def apart(term: Any, number: int) -> Any:
    """Keep the blank nodes of different files apart."""
    return ox.BlankNode(f"f{number}{term.value}") if isinstance(term, ox.BlankNode) else term


def ask(client: TestClient, case: Case) -> Any:
    query = f"BASE <{case.query.as_uri()}>\n{case.query.read_text('utf-8')}"
    default = [path.as_uri() for path in case.data if triples_of(path)]
    named = [path.as_uri() for path in case.named] or ([] if default else ["urn:x:none"])
    if case.result is not None and "\nFROM " in query:  # the query chooses its graphs itself
        default, named = [], []
    accept = "application/sparql-results+json, application/n-triples"
    fields = {"query": query, "default-graph-uri": default, "named-graph-uri": named}
    return client.post("/sparql", data=fields, headers={"Accept": accept})


def term(value: Any) -> Any:
    """Give a term such that numbers of one datatype are the same where they have the same value."""
    if not isinstance(value, ox.Literal) or value.datatype.value not in {XSD + "decimal", XSD + "double", XSD + "float"}:
        return value
    try:
        number = Decimal(value.value)
    except ArithmeticError:
        return value
    return ox.Literal(f"{number.normalize():E}", datatype=ox.NamedNode(value.datatype.value + "-value"))


def table(body: bytes, format_: ox.QueryResultsFormat) -> Any:
    """Give solutions so that those are equal whose rows are the same in any order, with blank nodes of any label."""
    parsed = ox.parse_query_results(body, format=format_)
    if isinstance(parsed, ox.QueryBoolean):
        return bool(parsed)
    names = sorted(variable.value for variable in parsed.variables)
    rows = []
    for number, solution in enumerate(parsed):
        row = ox.BlankNode(f"row{number}")
        rows.append(ox.Quad(row, ox.NamedNode("urn:row"), ox.NamedNode("urn:row")))
        cells = [(name, solution[name]) for name in names if solution[name] is not None]
        rows += [ox.Quad(row, ox.NamedNode(f"urn:column:{name}"), term(value)) for name, value in cells]
    return names, canonical(rows)


def canonical(quads: list[ox.Quad]) -> set[Any]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def expected(path: Path) -> Any:
    if path.suffix == ".ttl" and b"ResultSet" in path.read_bytes():
        return listed_table(path)
    if path.suffix in {".srx", ".srj"}:
        format_ = ox.QueryResultsFormat.XML if path.suffix == ".srx" else ox.QueryResultsFormat.JSON
        return table(path.read_bytes(), format_)
    return canonical([ox.Quad(t.subject, t.predicate, term(t.object)) for t in triples_of(path)])


def listed_table(path: Path) -> Any:
    """Read solutions that are written as RDF."""
    graph = rdflib.Graph().parse(path, format="turtle", publicID=path.as_uri())
    names = sorted(map(str, graph.objects(None, RS.resultVariable)))
    rows = []
    for number, solution in enumerate(graph.objects(None, RS.solution)):
        row = ox.BlankNode(f"row{number}")
        rows.append(ox.Quad(row, ox.NamedNode("urn:row"), ox.NamedNode("urn:row")))
        for binding in graph.objects(solution, RS.binding):
            (triple,) = ox.parse(f"<urn:x> <urn:x> {graph.value(binding, RS.value).n3()} .", format=ox.RdfFormat.TURTLE)
            rows.append(ox.Quad(row, ox.NamedNode(f"urn:column:{graph.value(binding, RS.variable)}"), term(triple.object)))
    return names, canonical(rows)


def is_answered(client: TestClient, case: Case) -> bool:
    """Tell whether the service answers a case as the suite expects."""
    answer = ask(client, case)
    assert case.result is not None
    if answer.status_code != 200:
        return False
    if answer.headers["content-type"].startswith("application/n-triples"):
        triples = ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)
        return canonical([ox.Quad(t.subject, t.predicate, term(t.object)) for t in triples]) == expected(case.result)
    return table(answer.content, ox.QueryResultsFormat.JSON) == expected(case.result)


@needs_suite
@pytest.mark.parametrize("case", EVALUATED, ids=lambda case: case.name)
def test_each_query_is_answered_as_the_suite_expects_or_stands_in_the_list(case: Case, client: TestClient):
    assert is_answered(client, case) is (case.name not in DIFFERENT)


@needs_suite
@pytest.mark.parametrize("case", SYNTAX, ids=lambda case: case.name)
def test_what_is_a_query_is_answered_and_what_is_none_is_refused_or_stands_in_the_list(case: Case, client: TestClient):
    is_right = ask(client, case).status_code == (200 if case.kind.startswith("Positive") else 400)
    assert is_right is (case.name not in DIFFERENT)


@needs_suite
def test_the_list_names_cases_of_the_suite_only():
    assert set(DIFFERENT) <= {case.name for case in CASES}
    assert len(CASES) > 300
