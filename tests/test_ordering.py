"""The order of patterns: any gives the same answer, and that which is chosen begins with what there is least of."""

import itertools
import random
from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from catalogue.query import Totals, rewritten
from catalogue.sparql import ordering
from catalogue.sparql.ordering import first_blocks, reordered
from catalogue.sparql.query import QueryText
from catalogue.sparql.totals import TOTALS

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PREFIXES = {"u": "urn:"}

SPACE = st.sampled_from([" ", " ", "\n", " # ; so .\n"])
VARIABLE = st.sampled_from(["?a", "?b", "$a", "?c", "_:d"])
VERB = st.sampled_from(
    ["u:p", "u:q", "<urn:p>", "a", "?v", "u:p/u:q", "u:p*", "^u:q", "(u:p|!(u:q|^a))+", "u:q?", "u:p/(u:q/u:p)?"]
)
TERM = st.sampled_from(["?a", "?b", "$c", "u:x", "<urn:y>", "true", '"x"', "'x'@en", '"1"^^u:t'])
OBJECT = TERM | st.sampled_from(["1", "1.0", "-1", "[]", "(1 2)"])
MORE = [
    *["", ""],
    *["FILTER (?a != 1)", "OPTIONAL { ?a u:q ?z . ?z u:p ?y }", "BIND (1 AS ?n)", "{ ?a ?r ?s }", "VALUES ?a { 1 u:x }"],
]


@st.composite
def groups(draw: st.DrawFn, least: int = 1, objects: st.SearchStrategy[str] = OBJECT) -> str:
    """Make a group of patterns, with what may stand around them."""
    words = []
    for _ in range(draw(st.integers(least, 3))):
        words.append(draw(VARIABLE | st.just("u:x")))
        for number in range(draw(st.sampled_from([1, 1, 1, 2]))):
            words += [";"] * (number > 0) + [draw(VERB), draw(objects)]
            if draw(st.integers(0, 5)) == 0:
                words += [",", draw(objects)]
        words.append(draw(st.sampled_from([".", ".", ".", "; ."])))
    if draw(st.booleans()):
        words.pop()
    words.append(draw(st.sampled_from(MORE)))
    if draw(st.integers(0, 5)) == 0:
        words.append(f"{{ SELECT ?a (COUNT(*) AS ?n) {{ {draw(groups())} }} GROUP BY ?a }}")
    return "".join(f"{word}{draw(SPACE)}" for word in words)


HEADS = st.sampled_from(
    ["SELECT * {", "SELECT ?a ?b WHERE {", "SELECT (COUNT(*) AS ?m) {", "ASK {", "CONSTRUCT { ?a u:made ?b } WHERE {"]
)
ANY = st.builds("{} {}}}".format, HEADS, groups())
BLOCKS = st.builds("{} {}}}".format, HEADS, groups(least=2, objects=TERM))
COSTLY = st.builds(
    "{} ?k ?l ?m . u:x {} {} {}}}".format,
    HEADS.filter(lambda head: "COUNT" not in head),
    st.sampled_from(["u:p", "<urn:q>", "a"]),
    st.sampled_from(["?a", "$b"]),
    st.sampled_from(MORE),
)
"""Queries that begin with all statements, and look up one thing's for each of them."""
LINES = st.sets(
    st.tuples(
        st.sampled_from(["<urn:x>", "<urn:y>", "<urn:z>"]),
        st.sampled_from(["<urn:p>", "<urn:q>", f"<{RDF}type>"]),
        st.sampled_from(["<urn:x>", "<urn:y>", '"x"', '"x"@en', '"1"^^<http://www.w3.org/2001/XMLSchema#integer>']),
    ).map(" ".join),
    max_size=10,
)


def answer(store: ox.Store, sparql: str) -> object:
    """Give what a query is answered: rows in any order."""
    found = store.query(sparql, prefixes=PREFIXES)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    if isinstance(found, ox.QueryTriples):
        return set(found)
    return tuple(found.variables), Counter(tuple(str(term) for term in row) for row in found)


def answer_or_skip(store: ox.Store, sparql: str) -> object:
    """Give what a query is answered; where it is none, another one is tried."""
    try:
        return answer(store, sparql)
    except SyntaxError:
        return reject()


def totals_of(store: ox.Store) -> Totals:
    return Totals([store.query(sparql).serialize(format=ox.QueryResultsFormat.TSV).decode() for sparql in TOTALS])


def store_of(lines: set[str]) -> ox.Store:
    store = ox.Store()
    store.load("".join(f"{line} .\n" for line in sorted(lines)).encode(), format=ox.RdfFormat.N_TRIPLES)
    return store


@given(LINES, ANY | BLOCKS, st.randoms(use_true_random=False))
@settings(max_examples=1000)
def test_the_patterns_of_a_block_may_stand_in_any_order(lines: set[str], sparql: str, dice: random.Random):
    store = store_of(lines)
    expected = answer_or_skip(store, sparql)
    query = QueryText(sparql)
    for block in first_blocks(query):
        order = list(range(len(block.patterns)))
        dice.shuffle(order)
        other = sparql[: block.start] + reordered(query, block, order) + sparql[block.end :]
        assert answer(store, other) == expected, other


@given(BLOCKS)
@settings(max_examples=300)
def test_patterns_without_blank_nodes_are_a_block(sparql: str):
    answer_or_skip(ox.Store(), sparql)
    assert len(first_blocks(QueryText(sparql))[0].patterns) >= 2


@pytest.fixture
def _any_gain_is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordering, "_WORTH", 0)
    monkeypatch.setattr(ordering, "_GAIN", 1)


@pytest.mark.usefixtures("_any_gain_is_worth_it")
@given(LINES, ANY | BLOCKS)
@settings(max_examples=500, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whichever_order_is_chosen_gives_the_same_answer(lines: set[str], sparql: str):
    store = store_of(lines)
    expected = answer_or_skip(store, sparql)
    chosen = rewritten(QueryText(sparql), totals_of(store), "", PREFIXES)
    assert chosen is None or answer(store, chosen) == expected


@pytest.mark.usefixtures("_any_gain_is_worth_it")
@given(LINES, COSTLY)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_costs_more_than_it_must_is_put_in_another_order(lines: set[str], sparql: str):
    """Another one is chosen wherever there is anything to go through, and it gives the same answer."""
    store = store_of(lines | {"<urn:x> <urn:p> <urn:x>", "<urn:y> <urn:q> <urn:x>", f"<urn:z> <{RDF}type> <urn:y>"})
    chosen = rewritten(QueryText(sparql), totals_of(store), "", PREFIXES)
    assert chosen is not None
    assert chosen.index("?k ?l ?m") > chosen.index("u:x")
    assert answer(store, chosen) == answer(store, sparql)


@pytest.fixture(scope="module")
def totals() -> Totals:
    """Many things with a name, few with a mark; a thousand references to ten documents."""
    lines = [f'<urn:s{n}> <urn:name> "n{n}"' for n in range(20_000)]
    lines += [f"<urn:s{n}> <urn:mark> <urn:m{n % 3}>" for n in range(30)]
    lines += [f"<urn:s{n}> <urn:in> <urn:d{n % 10}>" for n in range(1000)]
    lines += [f"<urn:s{n}> <{RDF}type> <urn:{'Big' if n % 100 else 'Small'}>" for n in range(20_000)]
    return totals_of(store_of(set(lines)))


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        ("SELECT * { ?s u:name ?n . ?s u:mark ?m }", "SELECT * { ?s u:mark ?m . ?s u:name ?n }"),
        (
            "SELECT * { ?s u:name ?n ; u:mark ?m . FILTER (?n > 1) }",
            "SELECT * { ?s u:mark ?m . ?s u:name ?n . FILTER (?n > 1) }",
        ),
        ("ASK WHERE { ?s a u:Big . ?s a u:Small }", "ASK WHERE { ?s a u:Small . ?s a u:Big }"),
        ("SELECT * { ?s u:name ?n . ?s u:in ?d . ?d u:none ?x }", "SELECT * { ?d u:none ?x . ?s u:in ?d . ?s u:name ?n }"),
        ("SELECT * { ?s u:mark ?m . ?s u:name ?n }", None),
        ("SELECT * { ?s u:name ?n . <urn:s1> u:in ?d }", "SELECT * { <urn:s1> u:in ?d . ?s u:name ?n }"),
        ("SELECT * { <urn:s1> u:in ?d . ?s u:in ?d }", None),
        ("SELECT * { ?s u:name ?n . OPTIONAL { ?s u:mark ?m } }", None),
        ("SELECT * { ?s u:name [] . ?s u:mark ?m }", None),
        ("SELECT * { GRAPH ?g { ?s u:name ?n . ?s u:mark ?m } }", None),
        ("SELECT * { ?x u:in ?s FILTER NOT EXISTS { ?s u:name ?n . ?s u:mark ?m } }", None),
        ("SELECT * { ?s u:name ?n . ?s u:mark ?m {| u:said 1 |} }", None),
        ("SELECT * { ?s u:name ?n . ?s u:mark ?m ~ ?r }", None),
        ("SELECT * { ?s u:name ?n . << ?s u:mark ?m >> u:said 1 . ?s u:mark ?m }", None),
        ("SELECT * { ?s u:name+ ?n . ?s u:mark ?m }", "SELECT * { ?s u:mark ?m . ?s u:name+ ?n }"),
    ],
)
def test_what_there_is_least_of_comes_first(totals: Totals, sparql: str, expected: str | None):
    assert rewritten(QueryText(sparql), totals, "", PREFIXES) == expected


def test_of_three_the_cheapest_order_is_found(totals: Totals):
    patterns = ["?s u:name ?n", "?s u:mark ?m", "?s a u:Big"]
    for order in itertools.permutations(patterns):
        sparql = f"SELECT * {{ {' . '.join(order)} }}"
        assert (rewritten(QueryText(sparql), totals, "", PREFIXES) or sparql).startswith("SELECT * { ?s u:mark ?m . ")
