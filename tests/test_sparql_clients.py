"""The SPARQL service as the usual clients ask it: what they send beside a query decides the format as they mean it."""

from __future__ import annotations

import csv
import io
import itertools
import json
import urllib.parse
import urllib.request
import warnings
from collections.abc import Iterable, Iterator
from email.message import Message
from pathlib import Path
from typing import Any, NamedTuple
from xml.dom.minidom import Document

import pytest
import rdflib
from conftest import edition_of
from rdflib.compare import isomorphic
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import Result
from sparql_service import limited, running
from SPARQLWrapper import CSV, JSON, JSONLD, N3, RDF, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from starlette.testclient import TestClient

from catalogue.scaffold import init
from catalogue.serve import Site

BASE = "https://gardens.example.org/"
NAMES = frozenset({"bean", "haricot", "tomate"})
PREFIXES = f"BASE <{BASE}>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
QUERIES = {
    "SELECT": PREFIXES + "SELECT ?name { VALUES ?name { 'bean' 'haricot'@fr 'tomate' } }",
    "ASK": PREFIXES + "ASK { <plant/bean> ?p ?o }",
    "CONSTRUCT": PREFIXES + "CONSTRUCT { <plant/bean> skos:altLabel ?name } { VALUES ?name { 'bean' 'haricot'@fr 'tomate' } }",
    "DESCRIBE": PREFIXES + "DESCRIBE <plant/bean>",
}
ROWS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPHS = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
RDFLIB_NAMES = {"text/turtle": "turtle", "application/n-triples": "nt", "application/rdf+xml": "xml"}
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clients") / "garden"
    init(folder)
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with running(folder, workers=1, client=600) as address:
        yield f"{address}sparql"


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(Site(limited(edition_of(folder), workers=1, client=600)), follow_redirects=False) as client:
        client.headers.clear()
        yield client


class Answer(NamedTuple):
    """An answer as it came."""

    media_type: str
    body: bytes


def of(headers: Message, body: bytes) -> Answer:
    return Answer(headers["content-type"].partition(";")[0], body)


def read(answer: Answer) -> Any:
    """Read an answer by its own media type, with readers that are not ours: the names, the boolean or a graph."""
    if answer.media_type == ROWS["csv"]:
        rows = list(csv.reader(io.StringIO(answer.body.decode())))
        return rows == [["true"]] if rows[0] != ["name"] else {row[0] for row in rows[1:]}
    if answer.media_type == ROWS["tsv"]:
        lines = answer.body.decode().splitlines()
        return lines == ["true"] if lines[0] != "?name" else {line.split('"')[1] for line in lines[1:]}
    if answer.media_type in {ROWS["json"], ROWS["xml"]}:
        result = Result.parse(io.BytesIO(answer.body), content_type=answer.media_type)
        return result.askAnswer if result.type == "ASK" else {str(row["name"]) for row in result}
    graph = rdflib.Graph()
    if answer.media_type == GRAPHS["jsonld"]:
        json.loads(answer.body)
        return graph.parse(data=answer.body, format="json-ld")
    return graph.parse(data=answer.body, format=RDFLIB_NAMES[answer.media_type])


def is_right(folder: Path, form: str, content: Any) -> bool:
    """Tell whether what a client has read is what a query of a form answers."""
    if form == "SELECT":
        return bool(content == NAMES)
    if form == "ASK":
        return content is True
    if form == "CONSTRUCT":
        return {str(value) for value in content.objects()} == NAMES and len(content) == len(NAMES)
    described = rdflib.Graph().parse(folder / "data" / "plant" / "bean.ttl", publicID=BASE)
    return isomorphic(content, graph_of(described.triples((rdflib.URIRef(f"{BASE}plant/bean"), None, None))))


def graph_of(triples: Iterable[Any]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for triple in triples:
        graph.add(triple)
    return graph


FORMATS = [JSON, XML, TURTLE, N3, RDF, RDFXML, CSV, TSV, JSONLD]  # all that it knows
METHODS = [("GET", "urlencoded"), ("POST", "urlencoded"), ("POST", "postdirectly")]
ROWS_OF = {JSON: "json", XML: "xml", CSV: "csv", TSV: "tsv"}
GRAPHS_OF = {
    JSON: "jsonld",
    XML: "rdfxml",
    RDF: "rdfxml",
    RDFXML: "rdfxml",
    JSONLD: "jsonld",
}


@pytest.mark.parametrize("method", METHODS, ids=" ".join)
@pytest.mark.parametrize("form", QUERIES)
@pytest.mark.parametrize("name", [*FORMATS, None])
def test_sparqlwrapper_reads_each_of_its_formats(
    address: str, folder: Path, name: str | None, form: str, method: tuple[str, str]
):
    """Its ten choices of a format, None being its default, for the four forms of queries, in each way that it sends them."""
    wrapper = SPARQLWrapper(address) if name is None else SPARQLWrapper(address, returnFormat=name)
    wrapper.setQuery(QUERIES[form])
    wrapper.setMethod(method[0])
    wrapper.setRequestMethod(method[1])
    given = name or XML
    is_graph = form in {"CONSTRUCT", "DESCRIBE"}
    expected = GRAPHS[GRAPHS_OF.get(given, "turtle")] if is_graph else ROWS[ROWS_OF.get(given, "json")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where it asks for rows in a format of graphs, and goes on
        result = wrapper.query()
        assert expected == result.info()["content-type"].partition(";")[0]
        assert is_right(folder, form, read(of(result.response.headers, result.response.read())))
        assert is_right(folder, form, converted(wrapper.query()))
        wrapper.setOnlyConneg(True)
        assert is_right(folder, form, converted(wrapper.query()))


def converted(result: Any) -> Any:
    """Give what SPARQLWrapper itself makes of an answer; what it leaves as bytes is read here."""
    value = result.convert()
    if isinstance(value, bytes):
        return read(of(result.response.headers, value))
    if isinstance(value, Document):
        return read(Answer(ROWS["xml"], value.toxml("utf-8")))
    if isinstance(value, dict):
        return read(Answer(ROWS["json"], json.dumps(value).encode()))
    return graph_of(value.triples((None, None, None)))


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("name", ["xml", "json", "csv", "tsv", "application/rdf+xml"])
def test_rdflibs_store_reads_its_formats(address: str, folder: Path, name: str, method: Any):
    """It accepts one format for all forms, which is mostly one of rows: graphs come in Turtle then, and it reads them."""
    store = SPARQLStore(address, returnFormat=name, method=method)
    forms = ["CONSTRUCT", "DESCRIBE"]
    if name != "application/rdf+xml":
        forms += ["SELECT", "ASK"] if name in {"xml", "json"} else ["SELECT"]
    for form in forms:
        result = store.query(QUERIES[form])
        content: Any = result.graph if result.graph is not None else result.askAnswer
        assert is_right(folder, form, {str(row[0]) for row in result} if form == "SELECT" else content), form


def test_a_graph_of_rdflib_stands_on_the_service(address: str):
    """Its patterns become queries with no more than it sends by itself; an unnamed graph is the default graph."""
    graph = rdflib.Graph(SPARQLStore(address))
    bean = rdflib.URIRef(f"{BASE}plant/bean")
    assert len(list(graph.triples((bean, None, None)))) == 3
    assert (bean, None, None) in graph


def sent(address: str, form: str, headers: dict[str, str], method: str, **fields: str) -> Answer:
    """Send a query as a program without a SPARQL library does."""
    encoded = urllib.parse.urlencode({"query": QUERIES[form], **fields})
    by_address = method != "POST"
    request = urllib.request.Request(  # noqa: S310 - on loopback
        f"{address}?{encoded}" if by_address else address,
        data=None if by_address else encoded.encode(),
        headers=headers,
        method=method,
    )
    with urllib.request.urlopen(request) as response:  # noqa: S310 - as above
        return of(response.headers, response.read())


JENA_ROWS = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, text/tab-separated-values;q=0.7, text/csv;q=0.5, "
    "application/json;q=0.2, application/xml;q=0.2, */*;q=0.1"
)
JENA_GRAPHS = (
    "text/turtle, application/n-triples;q=0.9, application/ld+json;q=0.8, application/rdf+xml;q=0.7, "
    "application/n-quads;q=0.9, application/trig;q=0.9, */*;q=0.3"
)
RDF4J_ROWS = (
    "application/x-binary-rdf-results-table;q=0.8, application/sparql-results+json;q=0.8, application/json;q=0.8, "
    "application/sparql-results+xml;q=0.8, application/xml;q=0.8, text/csv;q=0.8"
)
RDF4J_GRAPHS = (
    "application/n-triples;q=0.8, text/plain;q=0.8, application/rdf+xml;q=0.8, application/xml;q=0.8, text/turtle;q=0.8, "
    "application/x-turtle;q=0.8, text/rdf+n3;q=0.8, application/ld+json;q=0.5"
)
ACCEPTED = [
    # what clients send: the header, the format of rows, that of graphs; None is 406
    ("", "json", "turtle"),
    ("*/*", "json", "turtle"),
    ("application/sparql-results+json,*/*;q=0.9", "json", "turtle"),
    ("application/n-triples,*/*;q=0.9", "json", "ntriples"),
    ("text/turtle,*/*;q=0.9", "json", "turtle"),
    (JENA_ROWS, "json", "jsonld"),
    (JENA_GRAPHS, "json", "turtle"),
    (RDF4J_ROWS, "json", "jsonld"),
    (RDF4J_GRAPHS, "xml", "turtle"),
    ("application/json", "json", "jsonld"),
    ("application/json, text/javascript, */*;q=0.01", "json", "jsonld"),
    ("APPLICATION/SPARQL-RESULTS+XML", "xml", "turtle"),
    ("application/sparql-results+json; charset=utf-8; q=0.3, text/csv; header=present; q=0.4", "csv", "turtle"),
    ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted", application/json;q=0.5', "json", "jsonld"),
    ("text/*", "csv", "turtle"),
    ("text/*;q=0.5, application/*;q=0.4", "csv", "turtle"),
    ("text/*;q=0.4, application/*;q=0.5", "json", "ntriples"),
    ("text/*, text/csv;q=0.1", "tsv", "turtle"),
    ("text/*, text/csv;q=0, text/html;q=0", "tsv", "turtle"),
    ("text/*, text/csv;q=0, text/tab-separated-values;q=0, text/turtle;q=0, text/html;q=0", None, None),
    ("application/*", "json", "ntriples"),
    ("application/*, application/sparql-results+json;q=0", "xml", "ntriples"),
    ("text/xml", "xml", "rdfxml"),
    ("text/plain, */*;q=0.1", "json", "ntriples"),
    ("text/n3, text/rdf+n3", "json", "turtle"),
    ("text/turtle", "json", "turtle"),
    ("text/turtle, application/sparql-results+json;q=0", "xml", "turtle"),
    ("application/rdf+xml, application/*;q=0", "csv", "rdfxml"),
    ("text/turtle, */*;q=0", None, "turtle"),
    ("text/csv, text/turtle;q=0", "csv", "ntriples"),
    ("application/ld+json", "json", "jsonld"),
    ("text/tab-separated-values, image/png", "tsv", "turtle"),
    ("application/n-quads", None, None),
]


@pytest.mark.parametrize(("accept", "rows", "graphs"), ACCEPTED)
def test_accept_alone_decides(client: TestClient, folder: Path, accept: str, rows: str | None, graphs: str | None):
    for form, sparql in QUERIES.items():
        expected = {**ROWS, **GRAPHS}.get((rows if form in {"SELECT", "ASK"} else graphs) or "")
        headers = {"accept": accept} if accept else {}
        for answer in (
            client.get("/sparql", params={"query": sparql}, headers=headers),
            client.post("/sparql", data={"query": sparql}, headers=headers),
        ):
            assert (answer.status_code == 406) == (expected is None), answer.text
            if expected is not None:
                assert answer.headers["content-type"].partition(";")[0] == expected
                assert is_right(folder, form, read(Answer(expected, answer.content)))


FIELD_NAMES = {
    # a value of the field, the format of rows, that of graphs
    "xml": ("xml", "rdfxml"),
    "json": ("json", "jsonld"),
    "csv": ("csv", None),
    "tsv": ("tsv", None),
    "srj": ("json", None),
    "srx": ("xml", None),
    "ttl": (None, "turtle"),
    "turtle": (None, "turtle"),
    "n3": (None, "turtle"),
    "nt": (None, "ntriples"),
    "ntriples": (None, "ntriples"),
    "n-triples": (None, "ntriples"),
    "rdf": (None, "rdfxml"),
    "rdfxml": (None, "rdfxml"),
    "rdf+xml": (None, "rdfxml"),
    "json-ld": (None, "jsonld"),
    "jsonld": (None, "jsonld"),
    **{media_type: (name, None) for name, media_type in ROWS.items()},
    **{media_type: (None, name) for name, media_type in GRAPHS.items()},
    "application/json": ("json", "jsonld"),
    "application/xml": ("xml", "rdfxml"),
    "text/xml": ("xml", "rdfxml"),
    "text/plain": (None, "ntriples"),
    "application/turtle": (None, "turtle"),
    "text/n3": (None, "turtle"),
    "": (None, None),
}


@pytest.mark.parametrize("value", FIELD_NAMES)
def test_the_field_decides_where_the_result_has_that_format(client: TestClient, value: str):
    """Whatever its case, as a field of the address or of a form, and with a plus sign as it is written; else `Accept` does."""
    for form, accept in itertools.product(QUERIES, ("*/*", "text/csv, application/rdf+xml", "image/png")):
        is_graph = form in {"CONSTRUCT", "DESCRIBE"}
        by_accept = {"*/*": ("json", "turtle"), "image/png": (None, None)}.get(accept, ("csv", "rdfxml"))[is_graph]
        expected = {**ROWS, **GRAPHS}.get(FIELD_NAMES[value][is_graph] or by_accept or "")
        query = urllib.parse.quote(QUERIES[form])
        for written in dict.fromkeys([value, value.upper(), urllib.parse.quote(value)]):
            fields = f"query={query}&format={written}"
            headers = {"accept": accept}
            answers = [
                client.get(f"/sparql?{fields}", headers=headers),
                client.head(f"/sparql?format={written}&query={query}", headers=headers),
                client.post("/sparql", content=fields, headers={**headers, "content-type": FORM}),
                client.post(f"/sparql?format={written}", content=f"query={query}", headers={**headers, "content-type": FORM}),
                client.post(
                    f"/sparql?format={written}",
                    content=QUERIES[form],
                    headers={**headers, "content-type": "application/sparql-query"},
                ),
            ]
            for answer in answers:
                assert answer.status_code == (406 if expected is None else 200), (answer.request.url, answer.text)
                assert expected is None or answer.headers["content-type"].partition(";")[0] == expected


@pytest.mark.parametrize(
    ("values", "rows", "graphs"),
    [
        (["csv", "json"], "csv", "jsonld"),
        (["turtle", "xml"], "xml", "turtle"),
        (["", "tsv"], "tsv", "turtle"),
        (["nonsense", "tsv"], "tsv", "turtle"),
        (["json-ld", "application/ld+json,application/x-json+ld"], "json", "jsonld"),
        (["text/csv;charset=utf-8, text/turtle;q=0.5"], "csv", "turtle"),
        (["rdf+xml", ""], "json", "rdfxml"),
        (["tsv", "text/tab-separated-values"], "tsv", "turtle"),
    ],
)
def test_of_several_values_the_first_that_fits_decides(client: TestClient, values: list[str], rows: str, graphs: str):
    for sparql, expected in ((QUERIES["SELECT"], ROWS[rows]), (QUERIES["CONSTRUCT"], GRAPHS[graphs])):
        answer = client.get("/sparql", params={"query": sparql, "format": values})
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, expected)
        named = client.get("/api/queries/gardens-of-plant", params={"plant": "plant/bean", "format": values})
        assert (named.status_code, named.headers["content-type"].partition(";")[0]) == (200, ROWS[rows])


@pytest.mark.parametrize("values", [["pdf"], ["pdf", "docx"], ["text"], ["x, y"]])
def test_a_field_that_names_nothing_that_is_known_is_a_fault(client: TestClient, values: list[str]):
    answer = client.get("/api/queries/gardens-of-plant", params={"plant": "plant/bean", "format": values})
    assert answer.status_code == 400
    asked = client.get("/sparql", params={"query": QUERIES["ASK"], "format": values})
    assert (asked.status_code, "choose html, json, xml" in asked.json()["detail"]) == (400, True)


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_a_browser_gets_what_the_field_names_and_the_page_where_that_cannot_be(client: TestClient):
    for form, value, expected in (
        ("SELECT", "csv", "text/csv"),
        ("SELECT", "turtle", "text/html"),
        ("ASK", "rdf+xml", "text/html"),
        ("CONSTRUCT", "turtle", "text/turtle"),
        ("CONSTRUCT", "csv", "text/html"),
        ("DESCRIBE", "html", "text/html"),
        ("SELECT", "", "text/html"),
    ):
        answer = client.get("/sparql", params={"query": QUERIES[form], "format": value}, headers={"accept": BROWSER})
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, expected), (form, value)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (BROWSER, "json"),
        ("text/html", "json"),
        ("text/html, text/csv;q=0.1", "csv"),
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "json"),
    ],
)
def test_a_named_query_gives_data_unless_its_page_is_named(client: TestClient, accept: str, expected: str):
    answer = client.get("/api/queries/gardens-of-plant?plant=plant/bean", headers={"accept": accept})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, ROWS[expected])


def test_an_empty_graph_is_none(client: TestClient):
    """Clients that send a form whole have fields without a value in it."""
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    graphs = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    for sparql in (count, graphs):
        plain = client.get("/sparql", params={"query": sparql}).content
        for fields in (
            {"default-graph-uri": ""},
            {"named-graph-uri": ""},
            {"default-graph-uri": ["", ""], "named-graph-uri": "", "format": "", "timeout": "0"},
        ):
            assert client.get("/sparql", params={"query": sparql, **fields}).content == plain
            assert client.post("/sparql", data={"query": sparql, **fields}).content == plain
    graph = f"{BASE}data/plant/bean.ttl"
    one, two = ({"default-graph-uri": graph}, {"default-graph-uri": ["", graph]})
    answers = [client.get("/sparql", params={"query": count, **fields}).content for fields in (one, two)]
    assert answers[0] == answers[1] != client.get("/sparql", params={"query": count}).content


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("headers", "fields", "expected"),
    [
        ({"Accept": "*/*", "User-Agent": "curl/8.5.0"}, {}, ("json", "turtle")),
        ({}, {}, ("json", "turtle")),
        ({"Accept": "*/*"}, {"format": "csv"}, ("csv", "turtle")),
        ({"Accept": JENA_ROWS}, {}, ("json", "jsonld")),
        ({"Accept": JENA_GRAPHS}, {"default-graph-uri": ""}, ("json", "turtle")),
        ({"Accept": RDF4J_GRAPHS}, {"infer": "true", "queryLn": "sparql", "timeout": "0"}, ("xml", "turtle")),
        ({"Accept": "application/sparql-results+json,*/*;q=0.9", "Origin": "https://x.example"}, {}, ("json", "turtle")),
    ],
)
def test_other_programs_are_answered_over_the_network(  # noqa: PLR0913, PLR0917 - one argument for each thing that varies
    address: str, folder: Path, headers: dict[str, str], fields: dict[str, str], expected: tuple[str, str], method: str
):
    for form in QUERIES:
        answer = sent(address, form, headers, method, **fields)
        assert answer.media_type == (GRAPHS[expected[1]] if form in {"CONSTRUCT", "DESCRIBE"} else ROWS[expected[0]])
        assert is_right(folder, form, read(answer))
