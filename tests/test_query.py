"""Queries: headers, typed parameters bound as terms, and results in the forms that people use."""

import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from conftest import edition_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.errors import QueryError
from catalogue.names import Prefixes
from catalogue.query import RESULT_FORMATS, Parameter, parse_query, read_triples, run, to_python
from catalogue.query.binding import bind
from catalogue.sparql.query import QueryText
from catalogue.terms import RDF, XSD, BlankNode, Literal, NamedNode, Term
from catalogue.workspace.catalogue import Catalogue

PREFIX = "PREFIX g: <https://gardens.example.org/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
LANG = "# param: lang language = en -- Language\n"


def rows(folder: Path, sparql: str, **parameters: str) -> list[list[str | None]]:
    result = Catalogue(folder).query(sparql, **parameters)
    return [[term.value if term is not None else None for term in row] for row in result.rows]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("SELECT ?n { <plant/bean> skos:prefLabel ?n FILTER(lang(?n) = ?lang) }", [["haricot à rames"]]),
        ("SELECT ?n { <plant/bean> skos:prefLabel ?n FILTER(langMatches(lang(?n), $lang)) }", [["haricot à rames"]]),
        ("SELECT ?n { ?g g:opened ?y OPTIONAL { ?g skos:prefLabel ?n FILTER(lang(?n) = ?lang) } }", [["Jardin du coteau"]]),
        ("SELECT (COUNT(?n) AS ?c) { ?p a g:Plant ; skos:prefLabel ?n FILTER(lang(?n) = ?lang) }", [["2"]]),
        ("SELECT ?p { ?p a g:Plant FILTER NOT EXISTS { ?p skos:prefLabel ?n FILTER(lang(?n) = ?lang) } }", []),
        ("SELECT ?c { { SELECT (COUNT(?n) AS ?c) { ?p a g:Plant ; skos:prefLabel ?n FILTER(lang(?n) = ?lang) } } }", [["2"]]),
        ("SELECT ?c { { SELECT (COUNT(?n) AS ?c) WHERE { { ?p skos:prefLabel ?n FILTER(lang(?n) = ?lang) } } } }", [["3"]]),
        ("SELECT ?l { VALUES (?x) { (1) } BIND(CONCAT(?lang, '{?lang}') AS ?l) # ?lang {\n }", [["fr{?lang}"]]),
        ("SELECT (STR(?lang) AS ?l) { }", [["fr"]]),
        ("SELECT ?lang { }", [["fr"]]),
        ("ASK { <plant/bean> skos:prefLabel ?n FILTER(lang(?n) = ?lang) }", []),
    ],
)
def test_a_parameter_holds_wherever_the_query_uses_it(garden: Path, pattern: str, expected: list[list[str]]):
    assert rows(garden, LANG + PREFIX + pattern, lang="fr") == expected


GROWN = "{ ?g g:grows ?p } GROUP BY ?g"


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        (f"SELECT ?g {GROWN} HAVING (COUNT(?p) >= ?n)", [["garden/hill-side"]]),
        (f"SELECT ?g {GROWN} HAVING (COUNT(?p) > ?n)", []),
        (f"SELECT (COUNT(?p) AS ?x) {GROWN} ORDER BY DESC(COUNT(?p) * ?n)", [["2"]]),
        (f"SELECT ?g {{ {{ SELECT ?g {GROWN} HAVING (COUNT(?p) >= ?n) }} }}", [["garden/hill-side"]]),
        (f"SELECT ?g {{ {{ SELECT ?g {GROWN} HAVING (COUNT(?p) > ?n) }} }}", []),
        ("SELECT (COUNT(?p) AS ?x) { ?g g:grows ?p } GROUP BY ?n", [["2"]]),
        (f"SELECT ?g {{ {{ SELECT ?g {GROWN} }} FILTER (?n = 2) }} GROUP BY ?g ?n HAVING (?n = 2)", [["garden/hill-side"]]),
        (f"SELECT ?g ?n {{ SELECT ?g {GROWN} }}", [["garden/hill-side", "2"]]),
        (f"SELECT ?g {{ SELECT ?g {GROWN} LIMIT 1 }} GROUP BY ?g HAVING (COUNT(?g) < ?n)", [["garden/hill-side"]]),
    ],
)
def test_a_parameter_holds_behind_a_grouping(garden: Path, sparql: str, expected: list[list[str]]):
    found = rows(garden, f"# param: n integer\n{PREFIX}{sparql}", n="2")
    assert [[value.removeprefix("https://gardens.example.org/") for value in row if value] for row in found] == expected


VARIABLES = st.sampled_from(["?a", "?b", "?n", "$n"])
PATTERNS = st.tuples(VARIABLES, st.sampled_from(["<urn:p>", "<urn:q>"]), VARIABLES).map(lambda parts: f"{' '.join(parts)} .")
CONDITIONS = st.tuples(VARIABLES, st.sampled_from(["=", "!="]), VARIABLES).map("FILTER ({0[0]} {0[1]} {0[2]})".format)
KINDS = [
    *["OPTIONAL {{ {0} }}", "FILTER EXISTS {{ {0} }}", "FILTER (!(NOT EXISTS {{ {0} }}))", "{{ {0} }}"],
    *[
        "{{ {0} }} UNION {{ {1} }}",
        "{{ SELECT ?a {{ {0} }} }}",
        "{{ SELECT ?a {{ {0} }} GROUP BY ?a HAVING (COUNT(?b) < 2) }}",
    ],
]


@st.composite
def groups(draw: st.DrawFn, depth: int = 2) -> str:
    words = draw(st.lists(PATTERNS | CONDITIONS, min_size=1, max_size=3))
    for _ in range(draw(st.integers(0, 2)) if depth else 0):
        words.append(draw(st.sampled_from(KINDS)).format(*[draw(groups(depth - 1)) for _ in range(2)]))
    return " ".join(words)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sets(st.tuples(*[st.sampled_from(["<urn:x>", "<urn:y>", "<urn:z>"])] * 2, st.sampled_from("pq")), max_size=9), groups()
)
def test_a_parameter_gives_what_its_term_in_its_place_gives(lines: set[tuple[str, str, str]], group: str):
    store = ox.Store()
    store.extend(ox.Quad(*(ox.NamedNode(iri) for iri in (a[1:-1], f"urn:{p}", b[1:-1]))) for a, b, p in lines)
    sparql = f"SELECT ?a ?b {{ {group} }}"
    term = NamedNode("urn:x")
    written = re.sub(r"[?$]n\b", str(term), sparql)
    expected, answer = (
        Counter(tuple(map(str, row)) for row in store.query(text))  # type: ignore[union-attr] # a SELECT
        for text in (written, bind(QueryText(sparql), {"n": term}))
    )
    assert expected == answer


def test_a_parameter_holds_where_there_is_no_group_for_it(garden: Path):
    head = f"# param: x iri = plant/bean\n{PREFIX}"
    catalogue = Catalogue(garden)
    described = catalogue.query(f"{head}DESCRIBE ?x # so")
    assert {row["subject"].value for row in described if row["subject"]} == {"https://gardens.example.org/plant/bean"}
    for sparql in ("CONSTRUCT WHERE { ?g g:grows ?x }", "CONSTRUCT WHERE { ?g g:grows ?x } LIMIT 5"):
        found = catalogue.query(head + sparql)
        assert [row["object"].value for row in found if row["object"]] == ["https://gardens.example.org/plant/bean"]
    assert len(catalogue.query(f"{head}CONSTRUCT {{ ?x g:in ?g }} WHERE {{ ?g g:grows ?x }}")) == 1


def test_a_parameter_holds_in_ask_and_construct_too(garden: Path):
    where = "{ <plant/bean> skos:prefLabel ?n FILTER(lang(?n) = ?lang) }"
    catalogue = Catalogue(garden)
    assert [catalogue.query(LANG + PREFIX + "ASK " + where, lang=tag).boolean for tag in ("fr", "de")] == [True, False]
    triples = catalogue.query(LANG + PREFIX + "CONSTRUCT { <plant/bean> g:in ?lang ; g:n ?n } WHERE " + where, lang="fr")
    assert sorted(row["object"].value for row in triples if row["object"]) == ["fr", "haricot à rames"]


@pytest.mark.parametrize("value", ['en") } # ', "en' } UNION { ?s ?p ?o } #", "en\\u0022", "?n", "> { }", "\n}", '"""', "\\"])
def test_a_parameter_is_a_term_whatever_it_contains(garden: Path, value: str):
    sparql = "# param: x string -- Anything\nSELECT ?y { BIND(?x AS ?y) }"
    assert rows(garden, sparql, x=value) == [[value]]


def test_an_iri_that_would_break_out_of_its_brackets_is_refused(garden: Path):
    with pytest.raises(QueryError, match="is not a value of type iri"):
        Catalogue(garden).query("gardens-of-plant", plant="x> } #")


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        ("iri", "plant/bean", NamedNode("https://gardens.example.org/plant/bean")),
        ("iri", "<plant/bean>", NamedNode("https://gardens.example.org/plant/bean")),
        ("iri", "dct:title", NamedNode("http://purl.org/dc/terms/title")),
        ("iri", "https://x.example/a:b", NamedNode("https://x.example/a:b")),
        ("string", "", Literal("")),
        ("integer", "-3", Literal("-3", datatype=NamedNode(XSD + "integer"))),
        ("decimal", "1.5", Literal("1.5", datatype=NamedNode(XSD + "decimal"))),
        ("boolean", "true", Literal("true", datatype=NamedNode(XSD + "boolean"))),
        ("date", "2023-05-17", Literal("2023-05-17", datatype=NamedNode(XSD + "date"))),
        ("gYearMonth", "2023-05", Literal("2023-05", datatype=NamedNode(XSD + "gYearMonth"))),
    ],
)
def test_a_value_becomes_the_term_of_its_type(type_: str, value: str, expected: object):
    assert Parameter("x", type_, None).term(value, "https://gardens.example.org/", Prefixes()) == expected


@pytest.mark.parametrize(("type_", "value"), [("integer", "1.0"), ("boolean", "yes"), ("date", "17/05/2023"), ("gYear", "23")])
def test_a_value_that_does_not_fit_its_type_is_refused(type_: str, value: str):
    with pytest.raises(QueryError, match=f"is not a value of type {type_}"):
        Parameter("x", type_, None).term(value, "https://x.example/", Prefixes())


def test_a_parameter_without_default_must_be_given(library: Path):
    with pytest.raises(QueryError, match="--param pages="):
        Catalogue(library).query("longer-than")
    assert len(Catalogue(library).query("longer-than", pages="100")) == 1


@pytest.mark.parametrize("line", ["# param: x", "# param: x integr = 3", "# param: 3x integer", "# param@fr: y -- Oups"])
def test_a_header_that_is_wrong_is_told_at_its_line(line: str):
    with pytest.raises(QueryError) as caught:
        parse_query(f"# title: T\n{line}\nSELECT * {{}}", "t", "queries/t.rq")
    assert str(caught.value).startswith("queries/t.rq:2:1: write `# param")


def test_a_syntax_error_is_told_at_its_place_in_the_query_as_written(garden: Path):
    file = garden / "queries" / "bad.rq"
    file.write_text(LANG + "SELECT ?n {\n  ?s ?p ?n FILTRE(lang(?n) = ?lang)\n}\n", "utf-8")
    with pytest.raises(QueryError) as caught:
        Catalogue(garden).query("bad")
    assert str(caught.value).startswith("queries/bad.rq:3:")


def test_binding_leaves_what_it_does_not_use_alone():
    sparql = "SELECT * { ?s ?p '?lang' } # ?lang"
    assert bind(QueryText(sparql), {"lang": Literal("fr")}) == sparql


HOLDS = {
    **dict.fromkeys(("csv", "tsv", "json", "xml"), "solutions"),
    **dict.fromkeys(("turtle", "ntriples", "rdfxml", "jsonld"), "triples"),
    "markdown": "solutions and triples",
}
"""What each format is for."""


@pytest.mark.parametrize("name", sorted(RESULT_FORMATS))
def test_every_format_is_written_or_refused_with_the_ones_that_fit(garden: Path, name: str):
    catalogue = Catalogue(garden)
    table = catalogue.query("gardens-of-plant")
    graph = catalogue.query("CONSTRUCT WHERE { ?s ?p ?o }")
    for result, held in ((table, "solutions"), (graph, "triples")):
        if held in HOLDS[name]:
            assert b"hill-side" in result.serialize(name)
        else:
            with pytest.raises(QueryError, match=r"choose .*markdown"):
                result.serialize(name)


IRIS = st.text("aB1.-_/:é·", max_size=6).map("http://x.example/{}".format) | st.sampled_from([RDF + "li", RDF + "_1", "urn:a"])
OBJECTS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=5).map(Literal),
    st.sampled_from(["a\rb", " \r\n\t", "<a>&amp;", "]]>", "\x01", "\ufffe"]).map(Literal),
    st.builds(Literal, st.text("a<é", max_size=3), language=st.just("fr")),
    st.builds(lambda words: Literal(words, datatype=NamedNode(RDF + "XMLLiteral")), st.sampled_from(["<b>x</b>", "x"])),
    st.sampled_from(["a", "1a", "1.a"]).map(BlankNode),
    IRIS.map(NamedNode),
)


@given(st.lists(st.tuples(st.sampled_from(["a", "1a"]).map(BlankNode), IRIS.map(NamedNode), OBJECTS)))
def test_triples_come_back_from_rdf_xml_or_are_refused(said: list[tuple[BlankNode, NamedNode, Term]]):
    prefixes = Prefixes({"x": "http://x.example/", "xml1": "http://x.example/a", "1x": "http://x.example/B", "": "urn:"})
    result = read_triples(said, prefixes, "")
    try:
        written = result.serialize("rdfxml")
    except QueryError as error:
        assert "cannot be written as rdfxml" in str(error)  # noqa: PT017 - it may also be written
        return
    back = [(t.subject, t.predicate, t.object) for t in ox.parse(written, format=ox.RdfFormat.RDF_XML)]
    assert len(back) == len(result)
    renamed = {term.value: f"b{term.value}" for row in said for term in row if isinstance(term, BlankNode)}
    again = {tuple(BlankNode(renamed[t.value]) if isinstance(t, BlankNode) else t for t in row) for row in said}
    assert set(back) == again
    assert len(rdflib.Graph().parse(data=written, format="xml")) == len(result)


@pytest.mark.parametrize("words", ["\x01", "\ufffe"])
def test_what_xml_cannot_hold_is_refused_in_xml(garden: Path, words: str):
    result = Catalogue(garden).query(f"SELECT ('a{words}' AS ?x) {{}}")
    with pytest.raises(QueryError, match=r"cannot be written as xml: XML has no character U\+"):
        result.serialize("xml")


def test_results_read_as_people_expect(garden: Path):
    result = Catalogue(garden).query("gardens-of-plant")
    assert (
        result.serialize("csv")
        == b"garden,name,opened\r\nhttps://gardens.example.org/garden/hill-side,Hillside garden,2019\r\n"
    )
    assert json.loads(result.serialize("json"))["results"]["bindings"][0]["name"] == {
        "type": "literal", "value": "Hillside garden", "xml:lang": "en",
    }  # fmt: skip
    assert result.serialize("markdown").decode().splitlines()[2] == "| garden/hill-side | Hillside garden | 2019 |"
    assert "<td>Hillside garden</td>" in result._repr_html_()


def test_results_become_data_frames_with_typed_columns(garden: Path):
    sparql = PREFIX + 'SELECT ?g (3 AS ?n) (1.5 AS ?d) ("2023-05-17"^^xsd:date AS ?t) ?none { ?g a g:Garden }'
    result = Catalogue(garden).query(sparql)
    frame, polars = result.to_pandas(), result.to_polars()
    assert list(frame.columns) == polars.columns == ["g", "n", "d", "t", "none"]
    assert (frame["n"][0], polars["n"][0], str(polars["t"].dtype)) == (3, 3, "Date")
    assert frame["none"].isna().all()


def test_a_result_iterates_over_rows_by_name(garden: Path):
    [row] = Catalogue(garden).query("gardens-of-plant")
    assert {name: to_python(term) for name, term in row.items()}["name"] == "Hillside garden"


def test_values_in_markdown_and_html_are_inert(garden: Path):
    result = Catalogue(garden).query("SELECT ('<b>|\\n' AS ?x) {}")
    assert result.serialize("markdown").decode().splitlines()[2] == "| <b>\\|  |"
    assert "<td>&lt;b&gt;|\n</td>" in result._repr_html_()


def test_every_query_of_a_new_catalogue_runs_as_it_is(garden: Path):
    edition = edition_of(garden)
    for query in Catalogue(garden).queries().values():
        assert len(run(edition, query)) > 0


def test_a_dataset_that_a_query_names_is_asked_alone(garden: Path):
    """FROM holds here as in the service: each file is a graph, and one that is not there is told."""
    catalogue = Catalogue(garden)
    count = "SELECT (COUNT(*) AS ?n) FROM <{}> {{ ?s ?p ?o }}"
    for file in catalogue.edition.graph.files:
        expected = len(set(catalogue.edition.graph.statements_of(file)))
        assert catalogue.query(count.format(file)).to_python() == [{"n": expected}]
    with pytest.raises(QueryError, match=r"there is no graph <https://gardens\.example\.org/data/nowhere\.ttl>"):
        catalogue.query(count.format("data/nowhere.ttl"))


@pytest.mark.parametrize(
    ("sparql", "words"),
    [
        ("ASK { SERVICE <http://127.0.0.1:9/> { } }", "SERVICE is not allowed"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "INSERT is an update"),
        ("DROP ALL", "DROP is an update"),
    ],
)
def test_a_query_here_neither_reaches_outside_nor_changes_anything(garden: Path, sparql: str, words: str):
    with pytest.raises(QueryError, match=words) as caught:
        Catalogue(garden).query(sparql + "\n")
    assert caught.value.place is not None
    assert caught.value.place.line == 1


def test_parameters_may_be_python_values(garden: Path):
    header = "# param: n integer\n# param: d date\n# param: b boolean\n# param: x decimal\n"
    sparql = header + "SELECT (?n AS ?1) (?d AS ?2) (?b AS ?3) (?x AS ?4) { }"
    result = Catalogue(garden).query(sparql, n=8, d=date(2023, 5, 20), b=True, x=Decimal("1.5"))
    assert list(result.to_python()[0].values()) == [8, date(2023, 5, 20), True, Decimal("1.5")]
