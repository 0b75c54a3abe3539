"""Counting queries: a query that counts what matches one triple pattern, or lists what stands at one of its places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from catalogue.sparql.names import Names
from catalogue.sparql.query import QueryText
from catalogue.sparql.tokens import SparqlToken
from catalogue.sparql.tree import Column, Group, Query, Triples
from catalogue.terms import RDF_TYPE

TYPE = str(RDF_TYPE)
"""The property that `a` stands for, as a query writes it."""

_DISTINCT = 5
"""How many tokens `COUNT(DISTINCT ?x)` has."""


class Count(NamedTuple):
    """A `COUNT(...)`.

    Attributes:
        of: the variable that is counted, or `*`.
        distinct: whether each value counts once.
    """

    of: str
    distinct: bool


class CountingQuery(NamedTuple):
    """A `SELECT` about one triple pattern.

    Attributes:
        prologue: what stands before the `SELECT`.
        distinct: whether it is a `SELECT DISTINCT`.
        columns: the variables that it gives, each with what is counted in it, or None for that by which is grouped.
        pattern: subject, predicate and object: a variable with `?`, or an IRI in brackets.
        group: the variable by which is grouped, or nothing.
        rest: the order and the number of rows, as they follow the group of patterns; no count is in it but by its variable.
    """

    prologue: str
    distinct: bool
    columns: Mapping[str, Count | None]
    pattern: tuple[str, str, str]
    group: str
    rest: str

    def over(self, rows: Sequence[Sequence[str]]) -> str:
        """Write a query that has its rows in it.

        Args:
            rows: the terms of its columns, one row after the other, as a query writes them.
        """
        columns = " ".join(self.columns)
        values = " ".join(f"({' '.join(row)})" for row in rows)
        head = "SELECT DISTINCT" if self.distinct else "SELECT"
        return f"{self.prologue}{head} {columns} {{ VALUES ({columns}) {{ {values} }} }}{self.rest}"


def counting_query(query: QueryText, names: Names) -> CountingQuery | None:
    """Read a counting query.

    Args:
        query: the query, without escapes of characters.
        names: its names.

    Returns:
        The query, or None where there is more in it than is read here.

    >>> query = QueryText("SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY DESC(COUNT(?s)) LIMIT 5")
    >>> counting = counting_query(query, query.names("", {}))
    >>> counting.pattern[2], counting.group, counting.rest
    ('?c', '?c', ' ORDER BY DESC(?n) LIMIT 5')
    >>> counting.over([["<urn:C>", "12"]])
    'SELECT ?c ?n { VALUES (?c ?n) { (<urn:C> 12) } } ORDER BY DESC(?n) LIMIT 5'
    >>> query = QueryText("SELECT (COUNT(?s) AS ?n) { ?s a ?c FILTER(?c != ?s) }")
    >>> counting_query(query, query.names("", {})) is None
    True
    """
    tree = query.tree
    if not tree.says("SELECT") or tree.unread or tree.dataset or tree.everything or tree.values or tree.modifiers.having:
        return None
    if tree.form is None or (tree.modifier is not None and not tree.modifier.says("DISTINCT")):
        return None
    try:
        pattern = _pattern(tree.where, names)
        columns = _columns(tree)
        group = _group(tree, columns)
        rest = _order(tree, columns) + _slices(tree)
    except _OtherError:
        return None
    variables = [term for term in pattern if term.startswith("?")]
    if not columns or len(variables) != len(set(variables)) or group not in {"", *variables}:
        return None
    for column, count in columns.items():
        is_grouped = column == group if count is None else count.of in {"*", *variables} and column not in variables
        if not is_grouped:
            return None
    return CountingQuery(query.text[: tree.form.start], tree.modifier is not None, columns, pattern, group, rest)


class _OtherError(Exception):
    """There is more in a query than is read here."""


def _pattern(where: Group | None, names: Names) -> tuple[str, str, str]:
    """Give the one pattern of a group."""
    elements = where.elements if where is not None else ()
    block = elements[0] if len(elements) == 1 else None
    if not isinstance(block, Triples) or not block.is_plain or len(block.patterns) != 1:
        raise _OtherError
    subject, verb, object_ = (_term(part.tokens, names) for part in block.patterns[0])
    return subject, verb, object_


def _term(listed: Sequence[SparqlToken], names: Names) -> str:
    token = listed[0]
    if len(listed) == 1 and token.kind == "variable":
        return _variable(token)
    iri = names.iri(token) if len(listed) == 1 else None
    if iri is None and token.text != "a":
        raise _OtherError
    return f"<{iri}>" if iri is not None else TYPE


def _columns(tree: Query) -> dict[str, Count | None]:
    columns: dict[str, Count | None] = {}
    for column in tree.columns:
        name = _variable(column.variable)
        if name in columns:
            raise _OtherError
        columns[name] = _count(column.expression.tokens) if column.expression is not None else None
    return columns


def _count(listed: Sequence[SparqlToken]) -> Count:
    """Read `COUNT(?x)`."""
    distinct = len(listed) == _DISTINCT and listed[2].says("DISTINCT")
    if len(listed) != (_DISTINCT if distinct else _DISTINCT - 1):
        raise _OtherError
    if not listed[0].says("COUNT") or (listed[1].text, listed[-1].text) != ("(", ")"):
        raise _OtherError
    return Count("*" if listed[-2].text == "*" else _variable(listed[-2]), distinct)


def _group(tree: Query, columns: Mapping[str, Count | None]) -> str:
    grouping = tree.modifiers.grouping
    if not grouping:
        alone = tree.modifier is not None and list(columns.values()) == [None]
        return next(iter(columns)) if alone else ""
    if len(grouping) > 1 or grouping[0].expression is not None:
        raise _OtherError
    return _variable(grouping[0].variable)


def _order(tree: Query, columns: Mapping[str, Count | None]) -> str:
    conditions = [_condition(column, columns) for column in tree.modifiers.ordering]
    return " ".join(["", "ORDER BY", *conditions]) if conditions else ""


def _condition(ordered: Column, columns: Mapping[str, Count | None]) -> str:
    """Write by what is ordered: a column, or what is counted in one."""
    listed = ordered.expression.tokens[1:-1] if ordered.expression is not None else ()
    if len(listed) > 1:
        count = _count(listed)
        name = next((column for column, known in columns.items() if known == count), "")
    else:
        name = _variable(listed[0] if listed else ordered.variable)
    if name not in columns or (ordered.direction is None) is bool(listed):
        raise _OtherError
    return name if ordered.direction is None else f"{ordered.direction.text.upper()}({name})"


def _slices(tree: Query) -> str:
    for part in tree.modifiers.slices:
        if not part.number.text.isascii() or not part.number.text.isdecimal():
            raise _OtherError
    return "".join(f" {part.keyword.text.upper()} {part.number.text}" for part in tree.modifiers.slices)


def _variable(token: SparqlToken | None) -> str:
    name = token.variable if token is not None else ""
    if not name or not name.isascii():
        raise _OtherError
    return f"?{name}"
