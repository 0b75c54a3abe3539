"""The tree of a query: all of it is in the tree, each token once and in its place, for whatever the store reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pyoxigraph as ox
import pytest
from conftest import ROOT, shared
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from catalogue.sparql.query import QueryText
from catalogue.sparql.tokens import SparqlToken, tokens
from catalogue.sparql.tree import (
    Bind,
    Column,
    Element,
    Expression,
    Filter,
    Group,
    Query,
    Triples,
    Union,
    Unread,
    Values,
    all_groups,
    all_queries,
    unread,
)
from catalogue.turtle.iris import resolve

PREFIXES = {"u": "urn:", "ex": "urn:ex:"}
AROUND = re.compile(
    r"[{}().*]|(FILTER|BIND|OPTIONAL|UNION|MINUS|GRAPH|LATERAL|SERVICE|SILENT|WHERE|AS|GROUP|BY|HAVING|ORDER)+", re.IGNORECASE
)
"""What stands around the parts of a query."""


def is_read(sparql: str) -> bool:
    """Whether the store reads a query; how it answers does not matter."""
    try:
        ox.Store().query(sparql, prefixes=PREFIXES, base_iri="http://e.example/")
    except SyntaxError:
        return False
    except (OSError, RuntimeError, ValueError):
        return True
    return True


# --- What is in a tree -------------------------------------------------------------------------------------------------------


def spans(query: Query) -> Iterator[tuple[int, int]]:
    """Give the characters of what a tree has no further parts of, in the order of the text."""
    for declaration in query.prologue:
        yield declaration.keyword.start, declaration.value.end
    yield from of_tokens(query.form, query.modifier)
    yield from (span for column in query.columns for span in of_column(column))
    yield from ((term.start, term.end) for term in query.described)
    yield from of_group(query.template)
    yield from of_tokens(*query.dataset)
    yield from of_group(query.where)
    modifiers = query.modifiers
    yield from (span for column in modifiers.grouping for span in of_column(column))
    yield from (span for expression in modifiers.having for span in of_expression(expression))
    yield from (span for column in modifiers.ordering for span in of_column(column))
    yield from (span for part in modifiers.slices for span in of_tokens(part.keyword, part.number))
    if query.values is not None:
        yield query.values.start, query.values.end
    yield from of_tokens(*query.unread)


def of_tokens(*listed: SparqlToken | None) -> Iterator[tuple[int, int]]:
    yield from ((token.start, token.end) for token in listed if token is not None)


def of_column(column: Column) -> Iterator[tuple[int, int]]:
    yield from of_tokens(column.direction)
    yield from of_expression(column.expression) if column.expression is not None else ()
    yield from of_tokens(column.variable)


def of_expression(expression: Expression) -> Iterator[tuple[int, int]]:
    parts = [*of_tokens(*expression.tokens), *(span for group in expression.groups for span in of_group(group))]
    yield from sorted(parts)


def of_group(group: Group | None) -> Iterator[tuple[int, int]]:
    if group is None:
        return
    if group.name is not None:
        yield group.name.start, group.name.end
    if group.select is not None:
        yield from spans(group.select)
    for element in group.elements:
        yield from of_element(element)


def of_element(element: Element) -> Iterator[tuple[int, int]]:
    if isinstance(element, Triples | Values | Unread):
        yield element.start, element.end
    elif isinstance(element, Filter):
        yield from of_expression(element.expression)
    elif isinstance(element, Bind):
        yield from of_column(element.column)
    elif isinstance(element, Union):
        yield from (span for branch in element.branches for span in of_group(branch))
    elif isinstance(element, Group):
        yield from of_group(element)


def assert_whole(sparql: str) -> None:
    """Check that a tree has each token of its text once and in order, but for what stands around its parts."""
    query = QueryText(sparql)
    parts = list(spans(query.tree))
    assert parts == sorted(parts)
    assert all(before[1] <= after[0] for before, after in pairwise(parts))
    around = sparql
    for start, end in parts:
        assert start < end
        around = around[:start] + " " * (end - start) + around[end:]
    assert [] == [token.text for token in tokens(around) if not AROUND.fullmatch(token.text)]
    for group in all_groups(query.tree):
        braces = sparql[group.opening : group.end]
        assert (braces[0], braces[-1]) == ("{", "}")
        assert all(group.opening < element.start <= element.end < group.end for element in group.elements)


# --- What the store reads ----------------------------------------------------------------------------------------------------


ODD = [
    "SELECT?s(COUNT(*)AS?n)WHERE{?s?p?o}GROUPBY?s HAVING(?n>1)ORDERBYDESC(?n)?s LIMIT10 OFFSET 5 VALUES ?x {1}",
    "ASK{FILTER NOTEXISTS{?s?p 1.}}",
    "ASK { ?s ?p 1.}",
    "ASK { ?s ?p 1.5e3 , .5 , -2 , +1.0 , 1e-5 }",
    "ASK { ?s !(^<urn:p>|a) ?o ; !a ?x ; !^a ?x ; ^!a ?o ; ^(^a) ?z ; (!a)* ?o ; u:p+ ?x ; u:p+1 }",
    "ASK { ?s ?p [] , [ ?a ?b ; ; ] , () , ( [] ( 1 ) ) ; . }",
    "ASK { [] a ?x . [ a ?x ] . ( 1 ) ?p ?o }",
    "ASK { << ?s ?p ?o ~ ?r >> ?p 1 . <<?s ?p ?o>> . ?a ?b <<( ?s ?p <<( u:s u:p 3 )>> )>> }",
    "ASK { ?s ?p ?o ~ {| ?a ?b |} ~ ?x {| a 1 ; ?b ?c |} , 2 }",
    "ASK { ?s ?p 'x'@en--ltr , 'x'^^u:t , '''it's''' , \"a\\\"b\" }",
    r"ASK { ?s <urn:\u0041> u:a\~b , u:a.b , u:%41 }",
    "ASK { ?e\u0301 ?x\u00b7 u:a\u00b7 . ?\u200d a u:\u00e9 }",
    "VERSION'1.2'BASE<http://x.example/>PREFIXq:<urn:q>PREFIX:<#>ASK{}",
    "ASK { LATERAL { ?s ?p ?o } OPTIONAL{} MINUS{} GRAPH ?g{} {} UNION {} SERVICE SILENT u:x {} }",
    "ASK { {} . {} VALUES (?x){(1)(UNDEF)} VALUES(){()} VALUES ?x {} }",
    "ASK { BIND(EXISTS{?s ?p ?o}AS?x) FILTER(1<2&&EXISTS{SELECT*{?s ?p ?o}}) }",
    "SELECT (EXISTS{?s ?p ?o} AS ?x) ((?x) AS ?y) { ?s ?p ?o } HAVING (1) (2) EXISTS {}",
    "SELECT * {SELECT * {?s ?p ?o} ORDER BY STR(?s) ASC(?p) DESC(1+1) ?o OFFSET 1 LIMIT 2 VALUES ?x {1}}",
    "SELECT REDUCED ?s FROM u:g FROM NAMED<urn:h>{ ?s ?p ?o }",
    "SELECT (GROUP_CONCAT(DISTINCT ?x;SEPARATOR=',') AS ?m) { ?x a ?y } GROUP BY ?z (1+1 AS ?w) STR(?v) u:f(?o)",
    "DESCRIBE * FROM<urn:g>{?s ?p ?o}LIMIT 1",
    "DESCRIBE <urn:x> ?s u:y",
    "CONSTRUCT { ?s ?p [ a ?o ] . } FROM <urn:g> WHERE { ?s ?p ?o } LIMIT 1",
    "CONSTRUCT WHERE { ?s ?p ?o . } LIMIT 1",
]
GLUED = {
    "PREFIX ex:<urn:x>ASKFROMex:g{}": "a keyword before a prefix that nothing parts from it",
    "ASK{GRAPHex:g{}}": "a keyword before a prefix that nothing parts from it",
}
"""What the store reads and the tree does not, with the reason."""


@pytest.mark.parametrize("sparql", ODD)
def test_what_is_oddly_written_is_read(sparql: str):
    assert is_read(sparql)
    assert [] == list(unread(QueryText(sparql).tree))
    assert_whole(sparql)


@pytest.mark.parametrize("sparql", GLUED)
def test_what_is_not_read_is_said(sparql: str):
    assert is_read(sparql)
    assert list(unread(QueryText(sparql).tree))
    assert_whole(sparql)


def test_the_queries_of_the_project_are_read():
    for path in (ROOT / "queries").glob("*.rq"):
        assert [] == list(unread(QueryText(path.read_text("utf-8")).tree)), path
        assert_whole(path.read_text("utf-8"))


def test_the_queries_of_the_suite_are_read_as_the_store_reads_them():
    count = 0
    for path in sorted(shared("conformance", "sparql11").rglob("*.rq")):
        sparql = path.read_bytes().decode()
        if "SERVICE" not in sparql and is_read(sparql):
            count += 1
            assert [] == list(unread(QueryText(sparql).tree)), path
            assert_whole(sparql)
    assert count > 250


TERMS = st.sampled_from(
    ["?a", "$b", "u:x", "<urn:y>", "1", "-1.5", "true", '"x"@en', "'1'^^u:t", "[]", "[ u:p ?c ; a u:C ]", "(1 ?d ())"]
)
SUBJECTS = st.sampled_from(["?a", "u:x", "_:n", "[ u:p 1 ]", "( ?a )", "<< ?a u:p 1 >>"])
PATHS = st.recursive(
    st.sampled_from(["u:p", "a", "<urn:q>", "!u:p", "!(u:p|^a)"]),
    lambda path: st.one_of(
        path.map("^({})".format),
        path.map("({})*".format),
        st.tuples(path, st.sampled_from("/|"), path).map("{0[0]} {0[1]} {0[2]}".format),
    ),
    max_leaves=4,
)
TRIPLES = st.tuples(SUBJECTS, PATHS | st.just("?v"), TERMS, st.sampled_from([" .", " ; a ?t .", " , 2 ; .", " . "])).map(
    " ".join
)
EXPRESSIONS = st.recursive(
    st.sampled_from(["?a", "1", "'}'", "u:f(?a, 1)", "STR(?a)", "BOUND(?b)", "NOW()", "?a IN (1, 2)", "COUNT(DISTINCT ?x)"]),
    lambda part: st.one_of(
        st.tuples(part, st.sampled_from(["+", "<", "&&", "=", "!="]), part).map("({0[0]} {0[1]} {0[2]})".format),
        part.map("!({})".format),
        part.map("IF(true, {}, 1)".format),
    ),
    max_leaves=4,
)


@st.composite
def groups(draw: st.DrawFn, depth: int = 3) -> str:
    """Make a group of anything, in braces."""
    words = draw(st.lists(elements(depth), max_size=3))
    return f"{{ {' '.join(words)} }}"


def elements(depth: int) -> st.SearchStrategy[str]:
    simple = st.one_of(
        TRIPLES,
        EXPRESSIONS.map("FILTER ({})".format),
        st.tuples(EXPRESSIONS, st.integers(0, 99)).map("BIND ({0[0]} AS ?n{0[1]})".format),
        st.sampled_from(["VALUES ?a { 1 UNDEF }", "VALUES (?a ?b) { (1 'x') (u:x UNDEF) }", "."]),
    )
    if not depth:
        return simple
    inner = groups(depth - 1)
    return st.one_of(
        simple,
        st.tuples(
            st.sampled_from(
                ["OPTIONAL", "MINUS", "LATERAL", "GRAPH ?g", "GRAPH u:g", "", "FILTER EXISTS", "filter not exists"]
            ),
            inner,
        ).map(" ".join),
        st.tuples(inner, inner).map(" UNION ".join),
        inner.map("FILTER (1 = 2 || NOT EXISTS {})".format),
        st.tuples(
            st.sampled_from(["?a", "*", "DISTINCT ?a (1 AS ?one)"]),
            inner,
            st.sampled_from(["", "LIMIT 3", "GROUP BY ?a ORDER BY DESC(?a)"]),
        ).map("{{ SELECT {0[0]} WHERE {0[1]} {0[2]} }}".format),
    )


QUERIES = st.tuples(
    st.sampled_from(
        [
            "SELECT * ",
            "SELECT ?a (STR(?a) AS ?s) WHERE ",
            "ASK",
            "CONSTRUCT { ?a u:p [] } WHERE",
            "DESCRIBE ?a",
            "PREFIX u: <urn:> SELECT DISTINCT ?a FROM u:g ",
        ]
    ),
    groups(),
    st.sampled_from(["", "ORDER BY ?a LIMIT 1", "GROUP BY ?a HAVING (COUNT(*) > 1)", "OFFSET 2 VALUES ?a { 1 }"]),
).map(" ".join)


def test_whatever_the_store_reads_is_read():
    seen = {True: 0, False: 0}

    @settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
    @given(QUERIES)
    def read(sparql: str) -> None:
        accepted = is_read(sparql)
        seen[accepted] += 1
        assert_whole(sparql)
        assert not accepted or not list(unread(QueryText(sparql).tree))

    read()
    assert seen[True] > 200, seen


WORDS = [
    *"SELECT ASK { } ( ) [ ] << >> {| |} FILTER BIND AS VALUES UNION EXISTS NOT GRAPH ?a u:p , ; . ^ / | * 'x @en ^^".split(),
    *["1", "1.", "#", "\n", "PREFIX", "u:", "<urn:>"],
]


@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_nothing_stops_the_parser(sparql: str):
    """Neither what is no query, nor what has no end."""
    query = QueryText(sparql)
    assert list(all_queries(query.tree))
    assert all(start < end for start, end in spans(query.tree))


@pytest.mark.parametrize(
    "opening", ["{", "(", "[", "{ SELECT (EXISTS ", "{ FILTER EXISTS ", "{ BIND (EXISTS ", "{ ?s ?p [ a ", "!(", "<< "]
)
@pytest.mark.parametrize("count", [30, 99, 5000])
def test_what_is_nested_deeply_is_read_in_no_time_or_not_at_all(opening: str, count: int):
    for sparql in ("ASK {" + opening * count, "ASK {" + opening * count + "}" * count, "SELECT (" + opening * count):
        assert list(all_queries(QueryText(sparql).tree))


# --- IRIs --------------------------------------------------------------------------------------------------------------------

BASE = "http://a/b/c/d;p?q"
RFC = """g:h g:h|g http://a/b/c/g|./g http://a/b/c/g|g/ http://a/b/c/g/|/g http://a/g|//g http://g|?y http://a/b/c/d;p?y
g?y http://a/b/c/g?y|#s http://a/b/c/d;p?q#s|g#s http://a/b/c/g#s|g?y#s http://a/b/c/g?y#s|;x http://a/b/c/;x|g;x http://a/b/c/g;x
g;x?y#s http://a/b/c/g;x?y#s| http://a/b/c/d;p?q|. http://a/b/c/|./ http://a/b/c/|.. http://a/b/|../ http://a/b/|../g http://a/b/g
../.. http://a/|../../ http://a/|../../g http://a/g|../../../g http://a/g|../../../../g http://a/g|/./g http://a/g|/../g http://a/g
g. http://a/b/c/g.|.g http://a/b/c/.g|g.. http://a/b/c/g..|..g http://a/b/c/..g|./../g http://a/b/g|./g/. http://a/b/c/g/
g/./h http://a/b/c/g/h|g/../h http://a/b/c/h|g;x=1/./y http://a/b/c/g;x=1/y|g;x=1/../y http://a/b/c/y|g?y/./x http://a/b/c/g?y/./x
g?y/../x http://a/b/c/g?y/../x|g#s/./x http://a/b/c/g#s/./x|g#s/../x http://a/b/c/g#s/../x|http:g http:g"""


@pytest.mark.parametrize("line", RFC.replace("\n", "|").split("|"))
def test_iris_are_resolved_as_the_standard_says(line: str):
    """RFC 3986, sections 5.4.1 and 5.4.2."""
    reference, expected = line.split(" ")
    assert expected == resolve(reference, BASE)
    assert [expected] == [named.iri for named in QueryText(f"ASK {{ ?s ?p <{reference}> }}").names(BASE, {}).asked_for()]


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("#", "http://a/b#"),
        ("", "http://a/b"),
        ("?", "http://a/b?"),
        ("c//d", "http://a/c//d"),
        ("//x//y", "http://x//y"),
        ("?#", "http://a/b?#"),
    ],
)
def test_what_is_empty_stays(reference: str, expected: str):
    names = QueryText(f"PREFIX : <{reference}> ASK {{ ?s ?p : }}").names("http://a/b", {})
    assert [expected] == [named.iri for named in names.asked_for()]


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.sampled_from(["a", "b", "/", "//", ".", "..", "?", "#", ":", "é", "%41", ";", "@", "g:"]), max_size=6).map(
        "".join
    ),
    st.sampled_from([BASE, "http://a", "http://a/", "http://a/b//c", "urn:x:y", "http://a/b?q#f", "file:///a/b"]),
)
def test_an_iri_is_resolved_as_the_store_resolves_it(reference: str, base: str):
    """But for `..` under a base without authority: there the store drops the root, which RFC 3986 (section 5.2.4) keeps."""
    assume(not (base.startswith("urn:") and ".." in reference))
    try:
        row = next(iter(ox.Store().query(f"SELECT (<{reference}> AS ?x) {{}}", base_iri=base)))  # type: ignore[arg-type] # a SELECT
    except SyntaxError:
        return
    names = QueryText(f"ASK {{ ?s ?p <{reference}> }}").names(base, {})
    assert [row["x"].value] == [named.iri for named in names.asked_for()]
