"""The SPARQL 1.1 Protocol, service description and result formats: the W3C's own cases, from their manifests."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
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
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
DATA = "http://kasei.us/2009/09/sparql/data/"

UPDATES = frozenset(
    {
        "update_dataset_default_graph",
        "update_dataset_default_graphs",
        "update_dataset_named_graphs",
        "update_dataset_full",
        "update_post_form",
        "update_post_direct",
        "update_base_uri",
    }
)
"""The cases that change the dataset: this service is read-only, and refuses each with 403."""


def manifest(name: str) -> rdflib.Graph:
    path = SUITE / name / "manifest.ttl"
    if not path.exists():
        return rdflib.Graph()
    return rdflib.Graph().parse(path, format="turtle", publicID=path.as_uri())


def cases(name: str) -> list[rdflib.URIRef]:
    graph = manifest(name)
    heads = list(graph.objects(None, MF.entries))
    return [case for head in heads for case in Collection(graph, head)]


def named(case: rdflib.URIRef) -> str:
    return case.rpartition("#")[2]


@pytest.fixture(scope="module")
def protocol() -> rdflib.Graph:
    return manifest("protocol")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("protocol") / "garden"
    init(folder)
    lines = []
    for number in (1, 2, 3):
        file = SUITE / "protocol" / f"data{number}.nt"
        graph = ox.NamedNode(f"{DATA}data{number}.rdf")
        lines += [ox.Quad(t.subject, t.predicate, t.object, graph) for t in ox.parse(path=file, format=ox.RdfFormat.N_TRIPLES)]
    # the cases name data0.rdf and give it no content: any will do
    zero = ox.NamedNode(DATA + "data0.rdf")
    lines.append(ox.Quad(zero, ox.NamedNode("urn:x"), ox.Literal("x"), zero))
    statements = ox.serialize(lines, format=ox.RdfFormat.N_QUADS) or b""
    with answering(statements, folder) as client:
        yield client


def ask(client: TestClient, graph: rdflib.Graph, request: rdflib.term.Node) -> httpx2.Response:
    """Send a request as the manifest describes it."""
    address = urlsplit(str(graph.value(request, HT.absolutePath)))
    headers = {}
    for listed in graph.objects(request, HT.headers):
        for header in Collection(graph, listed):
            headers[str(graph.value(header, HT.fieldName))] = str(graph.value(header, HT.fieldValue))
    body = graph.value(request, HT.body)
    content = None
    if body is not None:
        encoding = str(graph.value(body, CNT.characterEncoding))
        content = str(graph.value(body, CNT.chars)).encode(encoding)
    method = str(graph.value(request, HT.methodName))
    return client.request(method, f"/sparql/?{address.query}", headers=headers, content=content)


def expect(graph: rdflib.Graph, request: rdflib.term.Node, answer: httpx2.Response) -> None:
    """Compare an answer with what the manifest expects of it."""
    expected = graph.value(request, HT.resp)
    statuses = {str(status).rpartition("StatusCode")[2] for status in graph.objects(expected, MF.expectedStatus)}
    assert f"{answer.status_code // 100}xx" in statuses, answer.text
    kind = {
        "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
        "tabular": (
            "application/sparql-results+json",
            "application/sparql-results+xml",
            "text/csv",
            "text/tab-separated-values",
        ),
        "RDF": ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"),
    }
    for format_ in graph.objects(expected, MF.expectedFormat):
        assert answer.headers["content-type"].partition(";")[0] in kind[str(format_)]
    for boolean in graph.objects(expected, MF.expectedBoolean):
        assert answer.json()["boolean"] is boolean.toPython()


@pytest.mark.skipif(not SUITE.exists(), reason="needs shared/conformance/sparql11 beside the project")
@pytest.mark.parametrize("case", [case for case in cases("protocol") if named(case) not in UPDATES], ids=named)
def test_the_protocol_holds(case: rdflib.URIRef, protocol: rdflib.Graph, client: TestClient):
    """Each request of the case gets the status, the format and the boolean that the manifest expects."""
    action = protocol.value(case, MF.action)
    requests = list(Collection(protocol, protocol.value(action, HT.requests)))
    assert requests
    for request in requests:
        expect(protocol, request, ask(client, protocol, request))


@pytest.mark.skipif(not SUITE.exists(), reason="needs shared/conformance/sparql11 beside the project")
@pytest.mark.parametrize("case", [case for case in cases("protocol") if named(case) in UPDATES], ids=named)
def test_every_update_is_refused_and_changes_nothing(case: rdflib.URIRef, protocol: rdflib.Graph, client: TestClient):
    action = protocol.value(case, MF.action)
    before = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"}).json()
    first = next(iter(Collection(protocol, protocol.value(action, HT.requests))))
    answer = ask(client, protocol, first)
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"}).json() == before


def test_no_case_of_the_protocol_is_left_out():
    """The cases that are run and those that are refused are all of them."""
    if SUITE.exists():
        assert UPDATES < {named(case) for case in cases("protocol")}
        assert len(cases("protocol")) == 34


@pytest.mark.skipif(not SUITE.exists(), reason="needs shared/conformance/sparql11 beside the project")
@pytest.mark.parametrize("case", cases("service-description"), ids=named)
def test_the_service_describes_itself(case: rdflib.URIRef, client: TestClient):
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    services = list(graph.subjects(RDF.type, SD.Service))
    match named(case):
        case "returns-rdf":
            assert (answer.status_code, answer.headers["content-type"]) == (200, "text/turtle; charset=utf-8")
            assert len(graph) > 10
        case "has-endpoint-triple":
            assert list(graph.subjects(SD.endpoint, rdflib.URIRef("http://testserver/sparql"))) == services
        case "conforms-to-schema":
            # https://www.w3.org/TR/sparql11-service-description/: what a description has, and of which class
            assert len(services) == 1
            for language in graph.objects(services[0], SD.supportedLanguage):
                assert language in {SD.SPARQL10Query, SD.SPARQL11Query}
            dataset = graph.value(services[0], SD.defaultDataset)
            assert (dataset, RDF.type, SD.Dataset) in graph
            assert (graph.value(dataset, SD.defaultGraph), RDF.type, SD.Graph) in graph
            for part in graph.objects(dataset, SD.namedGraph):
                assert (part, RDF.type, SD.NamedGraph) in graph
                assert isinstance(graph.value(part, SD.name), rdflib.URIRef)
        case other:
            pytest.fail(f"nothing tests {other}")


@pytest.mark.skipif(not SUITE.exists(), reason="needs shared/conformance/sparql11 beside the project")
@pytest.mark.parametrize(("suite", "case"), [(s, c) for s in ("csv-tsv-res", "json-res") for c in cases(s)], ids=named)
def test_results_are_written_as_the_recommendations_say(suite: str, case: rdflib.URIRef, garden: Path):
    graph = manifest(suite)
    action, result = graph.value(case, MF.action), Path(urlsplit(str(graph.value(case, MF.result))).path)
    query = Path(urlsplit(str(graph.value(action, QT.query))).path).read_text("utf-8")
    data = Path(urlsplit(str(graph.value(action, QT.data))).path)
    base = ox.NamedNode("urn:data")
    quads = [ox.Quad(t.subject, t.predicate, t.object, base) for t in ox.parse(path=data, base_iri=data.as_uri())]
    with answering(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"", garden) as client:
        name = {".srj": "json", ".csv": "csv", ".tsv": "tsv"}[result.suffix]
        answer = client.get("/sparql", params={"query": query, "format": name})
    assert answer.status_code == 200, answer.text
    assert table(answer.content, name) == table(result.read_bytes(), name)


def table(body: bytes, name: str) -> object:
    """Read results so that equal ones are equal: rows in any order, blank nodes by any label, numbers by their value."""
    if name == "csv":
        head, *rows = list(csv.reader(io.StringIO(body.decode())))
        order = sorted(range(len(head)), key=lambda index: head[index])
        return sorted(head), sorted([value(row[i]) for i in order] for row in rows)
    parsed = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON if name == "json" else ox.QueryResultsFormat.TSV)
    if isinstance(parsed, ox.QueryBoolean):
        return bool(parsed)
    names = sorted(variable.value for variable in parsed.variables)
    return names, sorted([term(solution[n]) for n in names] for solution in parsed)


def value(words: str) -> str:
    """Give what a field of a CSV says: the store writes numbers in their canonical form."""
    if words.startswith("_:"):
        return "_:"
    try:
        return str(float(words))
    except ValueError:
        return words


def term(found: object) -> str:
    """Give what a term says: the store knows numbers by value, and integers of every derived type as `xsd:integer`."""
    if isinstance(found, ox.Literal) and found.datatype.value.endswith(("double", "decimal", "nteger")):
        kind = "integer" if found.datatype.value.endswith("nteger") else found.datatype.value
        return f"{float(found.value)} {kind}"
    return "_:" if isinstance(found, ox.BlankNode) else str(found)
