"""Rows: a variable that differs for each solution, for the blank nodes that `BNODE` makes by a label.

`BNODE("x")` is one node within a solution and another one in each (SPARQL 1.1 Query, section 17.4.2.9). Where a query has
several such calls side by side, they are told apart by a variable that differs for each solution and is given to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from catalogue.sparql.expressions import AGGREGATES, inside, operation
from catalogue.sparql.query import QueryText
from catalogue.sparql.scopes import in_scope
from catalogue.sparql.splicing import Piece
from catalogue.sparql.tree import Bind, Column, Group, Query, all_groups, all_queries


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
    names: dict[int, str] = {}
    pieces: list[Piece] = []
    for each in all_queries(query.tree):
        calls = [] if _is_grouped(each) else [call for column in each.columns for call in _calls(column)]
        if len(calls) > 1 and each.where is not None:
            name = f"_row{len(pieces)}"
            names |= dict.fromkeys(calls, name)
            pieces += [Piece(each.where.opening, each.where.opening, "{ "), Piece(each.where.end, each.where.end, _given(name))]
    stars: list[Piece] = []
    for group in all_groups(query.tree):
        binds = [element for element in group.elements if isinstance(element, Bind) and [*_calls(element.column)]]
        if sum(len([*_calls(bind.column)]) for bind in binds) > 1:
            name = f"_row{len(pieces)}"
            names |= {call: name for bind in binds for call in _calls(bind.column)}
            pieces.append(Piece(binds[0].start, binds[0].start, f"BIND(STRUUID() AS ?{name}) "))
            stars = [*_stars(query)]
    return Rows(names, [*pieces, *stars])


def _given(name: str) -> str:
    return f" BIND(STRUUID() AS ?{name}) }}"


def _calls(column: Column) -> Iterator[int]:
    """List the calls of `BNODE` with a label in an expression, by the characters before them."""
    read = operation(column.expression) if column.expression is not None else None
    for part in inside(read) if read is not None else ():
        if part.name == "BNODE" and part.parts:
            yield part.start


def _is_grouped(query: Query) -> bool:
    """Tell whether the solutions of a query are groups of others."""
    is_counted = any(token.says(*AGGREGATES) for expression in query.expressions for token in expression.tokens)
    return bool(query.modifiers.grouping) or is_counted


def _stars(query: QueryText) -> Iterator[Piece]:
    """Write out what each `SELECT *` gives."""
    for each in all_queries(query.tree):
        if each.everything and each.says("SELECT") and each.form is not None and isinstance(each.where, Group):
            start, end = each.form.end, each.where.opening
            star = next((t for t in query.tokens if start <= t.start < end and t.text == "*"), None)
            names = " ".join(f"?{name}" for name in sorted(in_scope(each.where)))
            if star is not None and names:
                yield Piece(star.start, star.end, names)
