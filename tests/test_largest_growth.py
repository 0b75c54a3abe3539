"""The question about the largest growth: over any observations it answers what a plain program does, in two engines."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import pyoxigraph
import rdflib
from conftest import ROOT
from hypothesis import example, given
from hypothesis import strategies as st

BASE = "https://communs.example.org/"
SPARQL = (ROOT / "queries" / "q10-largest-growth.rq").read_text("utf-8")
START = f"""@prefix : <{BASE}> .
@prefix cn: <{BASE}ontology#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:season a cn:Season .
"""
DATES = {"2021": "gYear", "2022": "gYear", "2022-05": "gYearMonth", "2022-05-03": "date", "2023-01": "gYearMonth"}


class Observed(NamedTuple):
    """An observation."""

    feature: str
    metric: str
    date: str
    result: int


features, metrics = st.sampled_from(["map", "season"]), st.sampled_from(["users", "visits"])
observed = st.builds(Observed, features, metrics, st.sampled_from([*DATES]), st.integers(0, 9))


def expected(observations: Sequence[Observed]) -> set[tuple[str, ...]]:
    """Compare each pair of the first and the last observations of what is no season."""
    by_series = defaultdict(list)
    for each in observations:
        by_series[each.feature, each.metric].append(each)
    rows = set()
    for (feature, metric), series in by_series.items():
        start, end = min(each.date for each in series), max(each.date for each in series)
        for a in (each for each in series if each.date == start):
            for b in (each for each in series if each.date == end):
                if feature != "season" and start < end and 0 < a.result < b.result:
                    rows.add((feature, metric, start, str(a.result), end, str(b.result)))
    return rows


def turtle(observations: Sequence[Observed]) -> str:
    return START + "".join(
        f':o{number} sosa:hasFeatureOfInterest :{each.feature} ; sosa:observedProperty :{each.metric} ; '
        f'cn:asOf "{each.date}"^^xsd:{DATES[each.date]} ; sosa:hasSimpleResult {each.result} .\n'
        for number, each in enumerate(observations)
    )  # fmt: skip


@given(st.lists(observed, max_size=12))
@example([Observed("map", "users", "2021", 2), Observed("map", "users", "2021", 3), Observed("map", "users", "2023-01", 4)])
@example([Observed("map", "users", "2022", 2), Observed("map", "users", "2022-05", 3), Observed("map", "users", "2021", 9)])
@example([Observed("season", "users", "2021", 2), Observed("season", "users", "2022", 3)])
def test_it_is_what_a_plain_program_finds_in_two_engines(observations: list[Observed]):
    data, rows = turtle(observations), expected(observations)
    store = pyoxigraph.Store()
    store.load(data.encode(), pyoxigraph.RdfFormat.TURTLE)
    answer = store.query(SPARQL)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    assert {tuple(term.value.removeprefix(BASE) for term in list(row)[:6]) for row in answer} == rows
    graph = rdflib.Graph().parse(data=data, format="turtle")
    assert {tuple(str(term).removeprefix(BASE) for term in row[:6]) for row in graph.query(SPARQL)} == rows
