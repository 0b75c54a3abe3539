"""What was counted when the statements were loaded: queries that ask for it get the same answer as from the statements."""

import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import httpx2
import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from sparql_service import running

import catalogue
from catalogue.config import Sparql
from catalogue.query import Refusal, Totals, rewritten
from catalogue.scaffold import init
from catalogue.sparql.counts import counting_query
from catalogue.sparql.query import QueryText
from catalogue.workers.apart import apart
from catalogue.workers.evaluator import Evaluator
from catalogue.workers.messages import Asked
from catalogue.workers.statements import Statements

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PREFIXES = {"u": "urn:", "rdf": RDF}

TERM = st.sampled_from(["<urn:a>", "<urn:b>", "<urn:C>", "_:x"])
VALUE = st.one_of(
    TERM, st.sampled_from(['"x"', '"a\\tb\\n"@en', f'"1"^^<{RDF}nothing>', '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'])
)
PROPERTY = st.sampled_from(["<urn:p>", "<urn:q>", f"<{RDF}type>", f"<{RDF}type>"])
LINES = st.lists(
    st.tuples(TERM, PROPERTY, VALUE, st.sampled_from(["<urn:g>", "<urn:h>"])).map(lambda said: f"{' '.join(said)} .\n"),
    max_size=12,
)

SPACE = st.sampled_from(["", " ", " ", " ", "\n", " # so\n"])
PATTERNS = st.one_of(
    st.just(("?s", "?p", "?o")),
    st.tuples(
        st.just("?s"), st.sampled_from(["a", "rdf:type", f"<{RDF}type>"]), st.sampled_from(["?o", "$class", "u:C", "<urn:b>"])
    ),
    st.tuples(st.just("$s"), st.sampled_from(["u:p", "<urn:q>", "u:none"]), st.just("?o")),
    st.tuples(
        st.sampled_from(["?s", "<urn:a>", "_:b"]),
        st.sampled_from(["?p", "?s", "u:p", "no:p", "a"]),
        st.sampled_from(["?s", "?o", "u:a", '"x"', "1"]),
    ),
)


@st.composite
def queries(draw: st.DrawFn) -> str:
    """Make a query that counts; some have something in them that is not read here, or is wrong."""

    def now_and_then(usual: str, *others: str) -> str:
        return draw(st.sampled_from([usual] * 6 * len(others) + list(others)))

    pattern = draw(PATTERNS)
    names = [term for term in pattern if term[0] in "?$"] or ["?s"]
    name = st.sampled_from([*names * 8, "?zz"])
    group = draw(st.one_of(st.just(""), name))
    columns = [draw(name)] if not group and draw(st.booleans()) else [group] if group and draw(st.booleans()) else []
    distinct = draw(st.booleans()) if group or not columns else True
    counts = [
        f"{now_and_then('COUNT', 'count', 'SUM')}({draw(st.sampled_from(['', 'DISTINCT ']))}{draw(name | st.just('*'))})"
        for _ in range(draw(st.integers(0 if columns else 1, 0 if columns and not group else 2)))
    ]
    aliases = [now_and_then(f"?n{number}", "?n0", "?o") for number in range(len(counts))]
    conditions = [way.replace("x", one) for one in [*columns, *aliases, *counts] for way in ("DESC(x)", "asc(x)", "x")]
    words = [
        now_and_then("", "PREFIX u: <urn:>", "BASE <urn:>", "PREFIX rdf: <urn:>", "PREFIX u: <x>"),
        now_and_then("SELECT", "select", "ASK"),
        "DISTINCT" if distinct else now_and_then("", "REDUCED"),
        *columns,
        *(f"({one} AS {alias})" for one, alias in zip(counts, aliases, strict=True)),
        now_and_then("{", "WHERE {", "FROM <urn:g> {"),
        *pattern,
        now_and_then("", ".", ";", "FILTER(true)", "OPTIONAL {}"),
        "}",
        *(["GROUP BY", group] if group else []),
        now_and_then("", "HAVING (COUNT(*) > 1)"),
        *(["ORDER BY", *draw(st.lists(st.sampled_from(conditions), min_size=1, max_size=2))] if draw(st.booleans()) else []),
        now_and_then("", "LIMIT 2", "OFFSET 1", "LIMIT 1 OFFSET 1", "OFFSET 0 LIMIT 9", "LIMIT 1 LIMIT 1", "LIMIT x", "HAVING"),
    ]
    return "".join(f"{word}{draw(SPACE) or ' ' * word[-1:].isalnum()}" for word in words)


def evaluators(lines: list[str], folder: Path) -> tuple[Evaluator, Evaluator]:
    """Give two evaluators of the same statements: one that has counted, one that has not."""
    path = folder / "statements.nq"
    path.write_text("".join(lines), "utf-8")
    both = tuple(Evaluator(Statements(path), "urn:", PREFIXES, Sparql()) for _ in range(2))
    both[0].know(both[0].count())
    return both[0], both[1]


class Refused(NamedTuple):
    """Why there is no answer."""

    kind: str
    start: tuple[int, int]
    words: str


def answer(store: Evaluator, sparql: str) -> Refused | tuple[str, list[str]]:
    """Give the answer of a store: its columns and rows, or why there is none."""
    try:
        head, *rows = store.answer(Asked(sparql, "tsv", "json", "ntriples")).body.decode().split("\n")
    except Refusal as refusal:
        return Refused(refusal.kind, refusal.start, refusal.message["en"])
    return head, rows


def comparable(found: Refused | tuple[str, list[str]], sparql: str) -> object:
    """Give what must be the same: not which rows come first, where several are as good."""
    if isinstance(found, Refused):
        return found
    return found[0], len(found[1]) if "LIMIT" in sparql or "OFFSET" in sparql else Counter(found[1])


@given(LINES, st.lists(queries(), min_size=5, max_size=15))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_answers_are_those_of_the_statements(tmp_path: Path, lines: list[str], asked: list[str]):
    counted, plain = evaluators(lines, tmp_path)
    for sparql in asked:
        assert comparable(answer(counted, sparql), sparql) == comparable(answer(plain, sparql), sparql), sparql


def is_read(sparql: str) -> bool:
    query = QueryText(sparql)
    return counting_query(query, query.names("urn:", PREFIXES)) is not None


@pytest.mark.parametrize(("is_one", "is_answered"), [(True, True), (False, True), (False, False)])
def test_among_the_queries_made_up_here_are_all_that_matter(tmp_path: Path, *, is_one: bool, is_answered: bool):
    """Those that are read as counting, others, and those that are refused."""
    _, plain = evaluators([], tmp_path)

    def matches(sparql: str) -> bool:
        return is_read(sparql) is is_one and isinstance(answer(plain, sparql), Refused) is not is_answered

    assert find(queries(), matches, settings=settings(max_examples=2000))


FIRST = [
    "SELECT ?class (COUNT(?s) AS ?n) { ?s a ?class } GROUP BY ?class ORDER BY DESC(?n) ?class",
    "SELECT ?p (COUNT(DISTINCT ?s) AS ?things) (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(COUNT(*))",
    "SELECT DISTINCT ?p WHERE { ?s ?p ?o . } LIMIT 100",
    "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s a ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a u:C }",
]


@pytest.mark.parametrize("sparql", FIRST)
def test_what_is_asked_first_is_known(tmp_path: Path, sparql: str):
    path = tmp_path / "statements.nq"
    path.write_text("".join(f"<urn:{n}> <{p}> <urn:C> <urn:g> .\n" for n in range(9) for p in ("urn:p", f"{RDF}type")), "utf-8")
    store = Evaluator(Statements(path), "urn:", PREFIXES, Sparql())
    known = rewritten(QueryText(sparql), Totals(json.loads(store.count())), "urn:", PREFIXES)
    assert known is not None
    assert "VALUES" in known


@pytest.mark.parametrize(
    ("declared", "count"),
    [("PREFIX : <#>", 0), ("PREFIX : <>", 1), ("BASE <urn:x> PREFIX : <#>", 0), ("PREFIX : <http://x.example//y/>", 0)],
)
def test_an_iri_is_counted_as_what_it_is(tmp_path: Path, declared: str, count: int):
    """An empty fragment and an empty segment are parts of an IRI."""
    path = tmp_path / "statements.nq"
    path.write_text(
        "<urn:a> <http://x.example/p> <urn:b> <urn:g> .\n<urn:a> <http://x.example/y/p> <urn:b> <urn:g> .\n", "utf-8"
    )
    store = Evaluator(Statements(path), "http://x.example/", {}, Sparql())
    store.know(store.count())
    assert answer(store, f"{declared} SELECT (COUNT(*) AS ?n) {{ ?s :p ?o }}") == ("?n", [str(count), ""])


def test_what_is_more_than_a_short_table_is_counted_when_it_is_asked_for(tmp_path: Path):
    lines = [f"<urn:s> <{RDF}type> <urn:{n}> <urn:g> .\n" for n in range(1001)]
    for number, is_known in ((1000, True), (1001, False)):
        counted, plain = evaluators(lines[:number], tmp_path)
        totals = Totals(json.loads(counted.count()))
        assert (rewritten(QueryText(FIRST[0]), totals, "urn:", {}) is not None) is is_known
        assert answer(counted, FIRST[0]) == answer(plain, FIRST[0])


def test_without_what_was_counted_all_is_answered_as_well(tmp_path: Path):
    counted, plain = evaluators([f"<urn:s> <{RDF}type> <urn:C> <urn:g> .\n"], tmp_path)
    counted.know(apart(lambda: bytes(-1)))
    assert [answer(counted, sparql) for sparql in FIRST] == [answer(plain, sparql) for sparql in FIRST]


@pytest.mark.parametrize("store", ["memory", "disk"])
def test_the_service_counts_before_it_is_asked(tmp_path: Path, store: str):
    """What was counted is in the order of its terms, and the statements are in another."""
    init(tmp_path / "garden")
    sparql = "SELECT DISTINCT ?p { ?s ?p ?o }"
    plain = [row["p"].value for row in catalogue.open(tmp_path / "garden").query(sparql)]
    with running(tmp_path / "garden", store=f'"{store}"') as address:
        rows = httpx2.get(f"{address}sparql", params={"query": sparql, "format": "csv"}).text.split()[1:]
    assert sorted(plain) == rows
    assert plain != rows
