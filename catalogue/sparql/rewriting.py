"""Rewriting: a query put as one with the same answer that takes less, by what was counted when the statements were loaded.

Whoever comes to an endpoint for the first time asks which classes and properties there are and how often, and so do programs
that draw its profile. Each of these answers is a short table, but to count it is to go through all statements. A query that
asks for nothing else is put as another one that has the table in it: the store still orders, cuts and writes the answer. Of
other queries the patterns may be put in another order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from catalogue.sparql.counts import TYPE, CountingQuery, counting_query
from catalogue.sparql.ordering import ordered
from catalogue.sparql.query import QueryText
from catalogue.sparql.totals import Total, Totals

_LONGEST = 4000
_MAY_COUNT = re.compile(r"\{\s*[?$]\w+\s+[^\s{}]+\s+[^\s{}]+\s*\.?\s*\}")
"""What a group looks like that has one pattern, whose subject is a variable."""

_MAY_JOIN = re.compile(r"\{\s*[?$]\w+\s+(?:a\s+[^\s{}]+|[^\s{}]+\s+[?$]\w+)\s*[.;,]")
"""What a group looks like that begins with two patterns, of which the first may match much: a class, or two variables."""

_PREDICATE = 1


def rewritten(query: QueryText, totals: Totals, base: str, prefixes: Mapping[str, str]) -> str | None:
    r"""Put a query as one that takes less.

    Args:
        query: the query, about all graphs together.
        totals: what has been counted.
        base: what relative IRIs are resolved against.
        prefixes: the prefixes that it need not declare.

    Returns:
        A query with the same answer; None when nothing is gained.

    >>> totals = Totals(["?all\t…\n0\t3\t2\t2\t3\n", "?p\t…\n<urn:p>\t3\t2\t1\t3\n", "?o\t…\n"])
    >>> rewritten(QueryText("SELECT ?p (COUNT(?s) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?n"), totals, "", {})
    'SELECT ?p ?n { VALUES (?p ?n) { (<urn:p> 3) } } ORDER BY ?n'
    >>> rewritten(QueryText("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s <urn:p> ?o }"), totals, "", {})
    'SELECT ?n { VALUES (?n) { (2) } }'
    """
    sparql = query.text
    if len(sparql) > _LONGEST or "\\" in sparql:
        return None
    capitals = sparql.upper()
    may_count = ("COUNT" in capitals or "DISTINCT" in capitals or "GROUP" in capitals) and bool(_MAY_COUNT.search(sparql))
    behind_template = max(capitals.find("WHERE"), 0) if "CONSTRUCT" in capitals else 0
    may_join = _MAY_JOIN.search(sparql, behind_template) is not None
    if not may_count and not may_join:
        return None
    names = query.names(base, prefixes)
    counting = counting_query(query, names) if may_count else None
    counted = _counted(counting, totals) if counting else {}
    if counting and counted:
        return counting.over([list(_row(counting, term, total)) for term, total in counted.items()])
    return ordered(query, names, totals) if may_join else None


def _counted(query: CountingQuery, totals: Totals) -> Mapping[str, Total]:
    """Give what was counted of a query's pattern, by the term that is grouped by; nothing where it was not counted."""
    subject, predicate, object_ = query.pattern
    fixed = [place for place, term in enumerate(query.pattern) if not term.startswith("?")]
    if not fixed:
        return {predicate: totals.properties, "": {"": totals.all}}.get(query.group, {})
    if fixed == [_PREDICATE] and query.group == object_:
        return totals.classes if predicate == TYPE else {}
    if query.group:
        return {}
    if fixed == [_PREDICATE]:
        return _one(totals.properties, predicate)
    return _one(totals.classes, object_) if predicate == TYPE and subject.startswith("?") else {}


def _one(totals: Mapping[str, Total], term: str) -> Mapping[str, Total]:
    return {"": totals[term]} if term in totals else {}


def _row(query: CountingQuery, term: str, total: Total) -> Iterator[str]:
    """Give the terms of a row of the answer."""
    distinct = dict(zip(query.pattern, total[1:], strict=True))
    for count in query.columns.values():
        if count is None:
            yield term
        else:
            yield str(distinct[count.of] if count.distinct and count.of != "*" else total.statements)
