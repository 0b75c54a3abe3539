"""Pre-binding: a query of a constraint made into one that runs once for all focus nodes (SHACL, section 5.3 and appendix A).

SHACL evaluates a query for each focus node with `$this` bound before anything else: its value is joined with every basic graph
pattern. Here the rows of bound values stand in a graph of their own, and each group in which one of them is named, also further
inside, first looks its values up there: joins do the rest. A query that counts or cuts its solutions as a whole is run for one
row at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from catalogue.sparql.query import QueryText
from catalogue.sparql.scopes import in_scope
from catalogue.sparql.tokens import SparqlToken
from catalogue.sparql.tree import Group, Query, all_groups, all_queries
from catalogue.terms import NamedNode

ROWS = "urn:x-bound:"
"""The graph of the bound values, and the prefix of its predicates."""

FORBIDDEN = ("MINUS", "VALUES", "SERVICE")
"""What queries of constraints may not have."""

OPTIONAL = frozenset({"shapesGraph", "currentShape"})
"""The variables that a query inside need not give."""


class UnboundError(Exception):
    """A query breaks the rules of pre-binding."""


class Prepared(NamedTuple):
    """A query that looks its bound values up.

    Attributes:
        text: the query.
        at_once: whether it may run for many rows together.
        query: the query as it was written, its path and form replaced.
    """

    text: str
    at_once: bool
    query: QueryText


def predicate(variable: str) -> NamedNode:
    """Give the predicate that leads to the values of a bound variable."""
    return NamedNode(ROWS + variable)


def prepare(query: QueryText, bound: Sequence[str], path: str = "") -> Prepared:
    """Prepare a query.

    Args:
        query: a SELECT, or an ASK, which becomes a SELECT of the rows for which it is true.
        bound: the variables that are bound, `this` first.
        path: what stands for `$PATH`, or nothing.

    Returns:
        The query. It finds its rows in the graph `ROWS`: there, a node for each row has each of its values by the predicate
        of its variable, and the predicate of a variable has, as a node, all values that the variable takes in any row.

    Raises:
        UnboundError: the query breaks the rules of pre-binding.

    >>> print(prepare(QueryText("SELECT $this { $this <urn:p> ?x FILTER (?x > 3) }"), ["this"]).text)
    SELECT $this { GRAPH <urn:x-bound:> { <urn:x-bound:this> <urn:x-bound:> ?this } $this <urn:p> ?x FILTER (?x > 3) }
    """
    query = _as_select(with_path(query, path), [name for name in bound if name in {"this", "value"}])
    _keep_to_the_rules(query, bound)
    pieces, last = [], 0
    for at, names in sorted(_lookups(query, bound)):
        pieces += [query.text[last:at], _lookup(names)]
        last = at
    at_once = all(_is_at_once(each) for each in all_queries(query.tree))
    return Prepared("".join([*pieces, query.text[last:]]), at_once, query)


def graph_keywords(query: QueryText) -> list[SparqlToken]:
    """List where a query looks at named graphs other than that of the shapes."""
    tokens = pairwise(query.tokens)
    return [token for token, after in tokens if token.says("GRAPH") and after.variable != "shapesGraph"]


def not_given(query: Query, names: frozenset[str], *, needed: str = "this", nested: bool) -> list[str]:
    """List the bound variables that a SELECT should give, and does not.

    Args:
        query: the SELECT.
        names: those of the bound variables that stand in its group.
        needed: the variable that it must give in any case.
        nested: whether it stands inside another query: then it gives all that it uses.
    """
    given = query.projected | (in_scope(query.where) if query.everything and query.where is not None else frozenset())
    return sorted((names | {needed} if nested else {needed}) - given - OPTIONAL)


def names_in(query: QueryText, group: Group | None, bound: Sequence[str] | frozenset[str]) -> frozenset[str]:
    """Give the bound variables that stand in a group, also further inside."""
    if group is None:
        return frozenset()
    return frozenset(t.variable for t in query.tokens if t.variable in bound and group.opening < t.start < group.end)


def with_path(query: QueryText, path: str) -> QueryText:
    """Put a path in place of `$PATH`.

    Args:
        query: the query of a property shape.
        path: the shape's path, as SPARQL writes it.

    >>> with_path(QueryText("ASK { $this $PATH $value }"), "<urn:p>").text
    'ASK { $this (<urn:p>) $value }'
    """
    text = query.text
    for token in reversed([token for token in query.tokens if token.variable == "PATH"]):
        text = f"{text[: token.start]}({path}){text[token.end :]}"
    return query if text == query.text else QueryText(text)


def _as_select(query: QueryText, given: Sequence[str]) -> QueryText:
    form = query.tree.form
    if form is None or not form.says("ASK"):
        return query
    names = " ".join("?" + name for name in given)
    return QueryText(f"{query.text[: form.start]}SELECT DISTINCT {names} {query.text[form.end :]}")


def _keep_to_the_rules(query: QueryText, bound: Sequence[str]) -> None:
    for before, token in pairwise(query.tokens):
        if token.says(*FORBIDDEN):
            raise UnboundError(f"SHACL forbids {token.text} in its queries")
        if before.says("AS") and token.variable in bound:
            raise UnboundError(f"{token.text} is pre-bound by SHACL and cannot be assigned")
    for each in all_queries(query.tree):
        missing = not_given(each, names_in(query, each.where, bound), nested=each is not query.tree)
        if missing:
            raise UnboundError(f"a SELECT does not give ${missing[0]}")


def _lookups(query: QueryText, bound: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Give where values are looked up, and which; `this` in the group of every query."""
    around = {each.where.opening: each for each in all_queries(query.tree) if each.where is not None}
    for group in all_groups(query.tree):
        names = names_in(query, group, bound)
        if group.opening in around:
            names |= {"this", *(token.variable for token in around[group.opening].named)}
        if group.select is None and not names.isdisjoint(bound):
            yield group.opening + 1, [name for name in bound if name in names]


def _lookup(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f" GRAPH <{ROWS}> {{ <{ROWS}{names[0]}> <{ROWS}> ?{names[0]} }}"
    values = " ; ".join(f"<{ROWS}{name}> ?{name}" for name in names)
    return f" GRAPH <{ROWS}> {{ ?_row {values} }}"


def _is_at_once(query: Query) -> bool:
    """Tell whether a SELECT cuts nothing, and counts nothing or counts by `$this`."""
    modifiers = query.modifiers
    if modifiers.slices or (query.modifier is not None and query.modifier.says("REDUCED")):
        return False
    if modifiers.grouping:
        return any(column.name == "this" for column in modifiers.grouping)
    return not query.is_grouped
