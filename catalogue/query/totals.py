"""Totals: what is counted once when statements are loaded, so that the first questions need not have it counted again.

Whoever comes to an endpoint for the first time asks which classes and properties there are and how often, and so do programs
that draw its profile. Each of these answers is a short table, but to count it is to go through all statements. A query that
asks for nothing else is put as another one that has the table in it: the store still orders, cuts and writes the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from catalogue.sparql.counts import TYPE, CountingQuery, counting_query

_N, _S, _P, _O = "(COUNT(*) AS ?n)", "(COUNT(DISTINCT ?s) AS ?ss)", "(COUNT(DISTINCT ?p) AS ?ps)", "(COUNT(DISTINCT ?o) AS ?os)"
TOTALS = (
    f"SELECT (0 AS ?all) {_N} {_S} {_P} {_O} {{ ?s ?p ?o }}",
    f"SELECT ?p {_N} {_S} (1 AS ?ps) {_O} {{ ?s ?p ?o }} GROUP BY ?p ORDER BY ?p LIMIT 1001",
    f"SELECT ?o {_N} {_S} (1 AS ?ps) (1 AS ?os) {{ ?s {TYPE} ?o }} GROUP BY ?o ORDER BY ?o LIMIT 1001",
)
"""The queries that count: all statements, those of each property, those of each class; asked of all graphs together."""

_MOST = 1000
_LONGEST = 2000


class Total(NamedTuple):
    """How many statements there are, and how many subjects, predicates and objects they have."""

    statements: int
    subjects: int
    predicates: int
    objects: int


class Totals:
    r"""What has been counted.

    Args:
        tables: the answers to `TOTALS` in TSV.

    >>> totals = Totals(["?all\t…\n0\t3\t2\t2\t3\n", "?p\t…\n<urn:p>\t3\t2\t1\t3\n", "?o\t…\n"])
    >>> totals.rewritten("SELECT ?p (COUNT(?s) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?n", "", {})
    'SELECT ?p ?n { VALUES (?p ?n) { (<urn:p> 3) } } ORDER BY ?n'
    >>> totals.rewritten("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s <urn:p> ?o }", "", {})
    'SELECT ?n { VALUES (?n) { (2) } }'
    """

    def __init__(self, tables: Sequence[str]) -> None:
        everything, self._properties, self._classes = map(_read, tables)
        self._all = next(iter(everything.values()))

    def rewritten(self, sparql: str, base: str, prefixes: Mapping[str, str]) -> str | None:
        """Put a query as one that has what was counted in it.

        Args:
            sparql: the query, about all graphs together.
            base: what relative IRIs are resolved against.
            prefixes: the prefixes that it need not declare.

        Returns:
            A query with the same answer; None when the query asks for something else, or for what was not counted.
        """
        if len(sparql) > _LONGEST or "\\" in sparql:
            return None
        capitals = sparql.upper()
        if "COUNT" not in capitals and "DISTINCT" not in capitals and "GROUP" not in capitals:
            return None
        query = counting_query(sparql, base, prefixes)
        found = self._found(query) if query else {}
        return query.over([list(_row(query, term, total)) for term, total in found.items()]) if query and found else None

    def _found(self, query: CountingQuery) -> Mapping[str, Total]:
        """Give what was counted of a query's pattern, by the term that is grouped by; nothing where it was not counted."""
        subject, predicate, object_ = query.pattern
        fixed = [place for place, term in enumerate(query.pattern) if not term.startswith("?")]
        if not fixed:
            return {predicate: self._properties, "": {"": self._all}}.get(query.group, {})
        if fixed == [_PREDICATE] and query.group == object_:
            return self._classes if predicate == TYPE else {}
        if query.group:
            return {}
        if fixed == [_PREDICATE]:
            return _one(self._properties, predicate)
        return _one(self._classes, object_) if predicate == TYPE and subject.startswith("?") else {}


_PREDICATE = 1


def _read(table: str) -> Mapping[str, Total]:
    """Read a table; none of it where it has too many rows, or a term that a query cannot write."""
    rows = [line.split("\t") for line in table.split("\n")[1:] if line]
    if len(rows) > _MOST or any(term.startswith(("_:", "<<")) for term, *_ in rows):
        return {}
    return {term: Total(*map(int, counts)) for term, *counts in rows}


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
