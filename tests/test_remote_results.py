"""What an endpoint answers is what the folder answers, term by term, whatever server holds the same statements."""

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pyoxigraph as ox
import pytest
from conftest import LIBRARY, ROOT
from endpoints import SERVERS

from catalogue.errors import QueryError
from catalogue.query import NamedQuery, Result, read_folder
from catalogue.remote import Remote
from catalogue.scaffold import init
from catalogue.workspace.catalogue import Catalogue
from catalogue.workspace.opening import connect

KINDS = sorted(SERVERS)
NORMALISING = {"oxigraph"}
"""Servers that do not keep literals as they are written: `0120` is `120` there."""

FOLDERS = {"first": ROOT, "library": LIBRARY, "garden": ROOT / "catalogue" / "scaffold" / "template"}
GIVEN = {"longer-than": {"pages": "100"}}
NAMED = [(name, query) for name, folder in FOLDERS.items() for query in read_folder(folder / "queries", folder).values()]


class Pair:
    """A catalogue, and an endpoint that holds the same, or that writes the literals of it in forms of its own."""

    def __init__(self, here: Catalogue, there: Remote, *, normalises: bool) -> None:
        self.here = here
        self.there = there
        self.normalises = normalises

    def assert_same(self, one: Result, other: Result) -> None:
        assert (one.variables, one.is_graph, one.boolean) == (other.variables, other.is_graph, other.boolean)
        assert canonical(one, self.rows(one)) == canonical(other, self.rows(other))

    def rows(self, result: Result) -> list[tuple[Any, ...]]:
        return as_stored(result.rows) if self.normalises else list(result.rows)


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of server."""
    return str(request.param)


@pytest.fixture(scope="module")
def pairs(kind: str, tmp_path_factory: pytest.TempPathFactory, first: Catalogue) -> Iterator[dict[str, Pair]]:
    """Each catalogue with its endpoint; started when it is first asked for."""
    folder = tmp_path_factory.mktemp(f"pairs-{kind}")
    init(folder / "garden")
    shutil.copytree(LIBRARY, folder / "library")
    started: list[Any] = []

    class Lazy(dict[str, Pair]):
        def __missing__(self, name: str) -> Pair:
            here = first if name == "first" else Catalogue(folder / name)
            server = SERVERS[kind](here.edition, folder / f"{name}-served")
            address = server.__enter__()
            started.append(server)
            settings = here.settings
            there = connect(address, base=settings.base, prefixes=settings.prefixes, queries=settings.folder / "queries")
            self[name] = Pair(here, there, normalises=kind in NORMALISING)
            return self[name]

    try:
        yield Lazy()
    finally:
        for server in started:
            server.__exit__(None, None, None)


def as_stored(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows with literals in the forms that the engine of that server writes them in."""
    store = ox.Store()
    names = {term: ox.NamedNode(f"urn:term:{number}") for number, term in enumerate({t for row in rows for t in row if t})}
    store.extend(ox.Quad(name, name, term) for term, name in names.items() if isinstance(term, ox.Literal))
    forms = {quad.subject: quad.object for quad in store}
    return [tuple(forms.get(names[term], term) if term else term for term in row) for row in rows]


def canonical(result: Result, rows: Sequence[tuple[Any, ...]]) -> Any:
    """The rows of a result as they are whatever their order and the labels of their blank nodes."""
    if result.boolean is not None:
        return result.boolean
    if not any(isinstance(term, ox.BlankNode) for row in rows for term in row):
        return Counter(rows)
    quads = set()
    for number, row in enumerate(rows):
        node = ox.BlankNode(f"row{number}")
        cells = zip(result.variables, row, strict=True)
        quads |= {ox.Quad(node, ox.NamedNode(f"urn:column:{name}"), term) for name, term in cells if term is not None}
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return (len(rows), {str(quad) for quad in dataset})


@pytest.mark.parametrize(("name", "query"), NAMED, ids=[f"{name}-{query.name}" for name, query in NAMED])
def test_every_named_query_gives_the_same(pairs: dict[str, Pair], name: str, query: NamedQuery):
    pair = pairs[name]
    here, there = pair.here, pair.there
    given = GIVEN.get(query.name, {})
    one, other = here.query(query.name, **given), there.query(query.name, **given)
    pair.assert_same(one, other)
    if "ORDER BY" in query.sparql and not any(isinstance(t, ox.BlankNode) for row in one.rows for t in row):
        assert pair.rows(one) == pair.rows(other)
    assert there.queries().keys() == here.queries().keys()


EVERY_KIND = r"""SELECT ?x ?none { VALUES ?x {
  1 01 -0 +3 1.50 .5 1e0 1.0E-3 "NaN"^^xsd:double "INF"^^xsd:float "-INF"^^xsd:double true "0"^^xsd:boolean
  "" "a" "a"@fr "a"@EN-gb "a"@de-Latn-x-y "x\ny\t\"z\\" "\r\n" "😀 é e\u0301" "\u0001" "  " "bad"^^xsd:integer "a"^^xsd:string
  "2023-05-17"^^xsd:date "2023-05-17Z"^^xsd:date "2023-05-17T24:00:00"^^xsd:dateTime "-0044-03-15T00:00:00.10Z"^^xsd:dateTime
  "2023-05"^^xsd:gYearMonth "P1Y2M"^^xsd:duration "<b/>"^^rdf:XMLLiteral "x"^^<urn:datatype>
  "99999999999999999999999"^^xsd:integer
  <urn:a> <http://x.example/é?q=1&r=#f> <relative> skos:prefLabel UNDEF } }"""

MADE_UP = [
    EVERY_KIND,
    "SELECT (BNODE() AS ?a) (BNODE() AS ?b) { VALUES ?n { 1 2 } }",
    "SELECT (BNODE('x') AS ?a) (BNODE('x') AS ?b) {}",
    "SELECT (<<( <urn:a> <urn:b> 'c'@fr )>> AS ?t) ('x'@ar--rtl AS ?d) {}",
    "SELECT * {}",
    "SELECT ?x { FILTER(false) }",
    "SELECT ?a ?b { OPTIONAL { <urn:no> <urn:no> ?a } BIND(1 AS ?b) }",
    "SELECT ?a ?a2 { VALUES ?a { 1 1 2 } BIND(?a AS ?a2) }",
    "SELECT ?c (COUNT(*) AS ?n) (AVG(?l) AS ?mean) { ?s a ?c BIND(STRLEN(STR(?s)) AS ?l) } GROUP BY ?c ORDER BY DESC(?n) ?c",
    "SELECT (1/3 AS ?d) (1e0/3 AS ?e) (1/0 AS ?none) (SUM(?x) AS ?s) { VALUES ?x { 0.1 0.2 } }",
    "SELECT DISTINCT ?g { GRAPH ?g { ?s a ?c } } ORDER BY ?g",
    "SELECT ?s ?p ?o { ?s ?p ?o }",
    "SELECT DISTINCT ?o { ?s (skos:prefLabel|rdfs:label)/^skos:prefLabel* ?o }",
    "ASK {}",
    "ASK { FILTER(false) }",
    "# SELECT { \nBASE <http://select.example/> PREFIX construct: <urn:describe#> ASK { ?s a ?ask }",
    "PREFIX select: <urn:select#>\n# CONSTRUCT\nCONSTRUCT { ?s select:type ?c ; select:of [ select:it ?c ] } WHERE { ?s a ?c }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p 'a\\r\\n\\t\\u0001\"'@fr-FR, 01, 1.0, _:b } WHERE { ?s ?p ?o }",
    "CONSTRUCT { <urn:a> <urn:b> <urn:c> } WHERE { FILTER(false) }",
    "DESCRIBE <urn:nothing>",
    "DESCRIBE ?s { ?s a ?c }",
    "SELECT ('" + "é" * 3000 + "' AS ?long) {}",
    "PREFIX skos: <urn:other#> SELECT (skos:a AS ?x) (xsd:b AS ?y) (<c> AS ?z) {}",
    "\n\n# a comment {\n\tSELECT (1 AS ?x) #}\n {}\n#end",
    '# param: x string = a\\n"b -- X\nSELECT ?x ?y { { SELECT (?x AS ?y) {} } }',
]


@pytest.mark.parametrize("sparql", MADE_UP)
@pytest.mark.parametrize("name", ["library", "garden"])
def test_made_up_queries_give_the_same(pairs: dict[str, Pair], name: str, sparql: str):
    pair = pairs[name]
    pair.assert_same(pair.here.query(sparql + "\n"), pair.there.query(sparql + "\n"))


def test_data_frames_of_both_are_the_same(pairs: dict[str, Pair]):
    """All terms are compared but the labels of blank nodes, which every store makes for itself."""
    pair = pairs["first"]
    columns = '(IF(isBlank(?s), "blank", ?s) AS ?subject) ?p (IF(isBlank(?o), "blank", ?o) AS ?object)'
    sparql = f"SELECT {columns} {{ ?s ?p ?o }} ORDER BY ?subject ?p ?object LIMIT 500"
    assert pair.here.query(sparql).to_arrow().equals(pair.there.query(sparql).to_arrow())


@pytest.mark.parametrize(
    "sparql",
    ["SELECT * { ?s ?p }", "# a\nSELECT *\n{ ?s ?p ?o FILTRE(1) }", "SELECT ?x {\n  BIND(nope:x AS ?x) }", "SELECT", "{}"],
)
def test_errors_stand_at_the_same_place(pairs: dict[str, Pair], sparql: str):
    pair, places = pairs["garden"], []
    for asked in (pair.here, pair.there):
        with pytest.raises(QueryError) as caught:
            asked.query(sparql + "\n")
        places.append(caught.value.place)
    assert places[0] == places[1]
