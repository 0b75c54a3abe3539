"""Rows: a variable that differs for each solution, for the blank nodes that `BNODE` makes by a label.

`BNODE("x")` is one node within a solution and another one in each (SPARQL 1.1 Query, section 17.4.2.9). Where a query has
several such calls side by side, they are told apart by a variable that differs for each solution and is given to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

from catalogue.sparql.expressions import inside, operation
from catalogue.sparql.query import QueryText
from catalogue.sparql.scopes import in_scope
from catalogue.sparql.splicing import Piece
from catalogue.sparql.tree import Bind, Column, Query, all_groups, all_queries


class Rows(NamedTuple):
    """How the solutions of a query are told apart.

    Attributes:
        names: the variable that differs, by the characters before the call of `BNODE`.
        pieces: what gives these variables values and keeps them from the result.
    """

    names: dict[int, str]
    pieces: Sequence[Piece]


def rows_of(query: QueryText) -> Rows:
    """Find the calls of `BNODE` with a label that stand side by side, and what tells the solutions apart for them.

    >>> rows_of(QueryText("SELECT (BNODE('a') AS ?a) (BNODE('b') AS ?b) { ?s ?p ?o }")).names
    {8: '_row0', 27: '_row0'}
    """
    if any(group.kind in {"exists", "not exists"} for group in all_groups(query.tree)):
        return Rows({}, ())
    numbers = count()
    projections, groups = [*_of_projections(query.tree, numbers)], [*_of_groups(query.tree, numbers)]
    names = {call: name for rows in (*projections, *groups) for call, name in rows.names.items()}
    pieces = [piece for rows in (*projections, *groups) for piece in rows.pieces]
    return Rows(names, [*pieces, *(_written_out(query.tree) if groups else ())])


def _of_projections(query: Query, numbers: Iterator[int]) -> Iterator[Rows]:
    """Tell the solutions apart that a query projects, and those in it."""
    for each in all_queries(query):
        calls = [call for column in each.columns for call in _calls(column)]
        if len(calls) > 1 and each.where is not None and not each.is_grouped:
            name, where = f"_row{next(numbers)}", each.where
            pieces = [Piece(where.opening, where.opening, "{ "), Piece(where.end, where.end, f" {_given(name)} }}")]
            yield Rows(dict.fromkeys(calls, name), pieces)


def _of_groups(query: Query, numbers: Iterator[int]) -> Iterator[Rows]:
    """Tell the solutions of groups apart, before the first call in each."""
    for group in all_groups(query):
        binds = {bind.start: [*_calls(bind.column)] for bind in group.elements if isinstance(bind, Bind)}
        calls = [call for listed in binds.values() for call in listed]
        if len(calls) > 1:
            name, start = f"_row{next(numbers)}", next(start for start, listed in binds.items() if listed)
            yield Rows(dict.fromkeys(calls, name), [Piece(start, start, f"{_given(name)} ")])


def _given(name: str) -> str:
    return f"BIND(STRUUID() AS ?{name})"


def _calls(column: Column) -> Iterator[int]:
    """List the calls of `BNODE` with a label in an expression, by the characters before them."""
    read = operation(column.expression) if column.expression is not None else None
    for part in inside(read) if read is not None else ():
        if part.name == "BNODE" and part.parts:
            yield part.start


def _written_out(query: Query) -> Iterator[Piece]:
    """Write out what each `SELECT *` gives."""
    for each in all_queries(query):
        if each.star is not None and each.says("SELECT") and each.where is not None:
            names = " ".join(f"?{name}" for name in sorted(in_scope(each.where)))
            if names:
                yield Piece(each.star.start, each.star.end, names)
