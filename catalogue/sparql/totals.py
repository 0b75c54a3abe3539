"""Totals: what is counted once when statements are loaded, so that queries need not count it again and are put well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from catalogue.sparql.counts import TYPE

_MOST = 1000
_N, _S, _P, _O = "(COUNT(*) AS ?n)", "(COUNT(DISTINCT ?s) AS ?ss)", "(COUNT(DISTINCT ?p) AS ?ps)", "(COUNT(DISTINCT ?o) AS ?os)"
TOTALS = (
    f"SELECT (0 AS ?all) {_N} {_S} {_P} {_O} {{ ?s ?p ?o }}",
    f"SELECT ?p {_N} {_S} (1 AS ?ps) {_O} {{ ?s ?p ?o }} GROUP BY ?p ORDER BY ?p LIMIT {_MOST + 1}",
    f"SELECT ?o {_N} {_S} (1 AS ?ps) (1 AS ?os) {{ ?s {TYPE} ?o }} GROUP BY ?o ORDER BY ?o LIMIT {_MOST + 1}",
)
"""The queries that count: all statements, those of each property, those of each class; asked of all graphs together."""


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

    Attributes:
        all: all statements.
        properties: those of each property, by the term as a query writes it; none at all where there are more than 1,000.
        classes: those that say that something is of a class; likewise, and none where a class is a blank node.

    >>> totals = Totals(["?all\t…\n0\t3\t2\t2\t3\n", "?p\t…\n<urn:p>\t3\t2\t1\t3\n", "?o\t…\n"])
    >>> totals.all.objects, totals.properties["<urn:p>"].subjects
    (3, 2)
    """

    def __init__(self, tables: Sequence[str]) -> None:
        everything, self.properties, self.classes = map(_read, tables)
        self.all = next(iter(everything.values()))


def _read(table: str) -> Mapping[str, Total]:
    """Read a table; none of it where it has too many rows, or a term that a query cannot write."""
    rows = [line.split("\t") for line in table.split("\n")[1:] if line]
    if len(rows) > _MOST or any(term.startswith(("_:", "<<")) for term, *_ in rows):
        return {}
    return {term: Total(*map(int, counts)) for term, *counts in rows}
