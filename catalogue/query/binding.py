"""Binding parameters: RDF terms given to a query as inline data, never as text.

The store can substitute variables itself, but only in SELECT queries, only those that are projected, and not in subqueries.
So each group of the query that uses a parameter is given a `VALUES` block with its term, written by the store's own
serialiser. The block is put in between two tokens; nothing of the query's text is replaced. Where it is grouped, a parameter
is one more thing to group by, which changes no group: without that it would have no value behind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from catalogue.sparql.query import QueryText
from catalogue.sparql.tokens import SparqlToken
from catalogue.sparql.tree import Group, Query, all_groups, all_queries, own_variables
from catalogue.terms import Term


def bind(query: QueryText, terms: Mapping[str, Term]) -> str:
    """Give a query in which variables have terms.

    Args:
        query: the query.
        terms: terms by variable name, without `?`.

    Returns:
        The query with `VALUES` blocks: in its outermost group for all of `terms` that it uses anywhere, and in each group
        and subquery for those that it uses itself; behind a query without a group. Line numbers stay as they were.

    >>> from catalogue.terms import Literal
    >>> bind(QueryText("SELECT ?s { ?s ?p ?n FILTER(lang(?n) = ?lang) }"), {"lang": Literal("fr")})
    'SELECT ?s { VALUES (?lang) { ("fr") } ?s ?p ?n FILTER(lang(?n) = ?lang) }'
    >>> bind(QueryText("SELECT ?s { ?s ?p ?n } GROUP BY ?s HAVING (MIN(?n) > ?x)"), {"x": Literal("b")})
    'SELECT ?s { VALUES (?x) { ("b") } ?s ?p ?n } GROUP BY ?x ?s HAVING (MIN(?n) > ?x)'
    """
    return with_insertions(query.text, insertions(query, terms))


def with_insertions(text: str, put_in: Sequence[tuple[int, str]]) -> str:
    """Put what `insertions` lists into a query."""
    pieces: list[str] = []
    done = 0
    for position, inserted in put_in:
        pieces += [text[done:position], inserted]
        done = position
    return "".join([*pieces, text[done:]])


def insertions(query: QueryText, terms: Mapping[str, Term]) -> list[tuple[int, str]]:
    """List what `bind` puts into a query: the positions in the query, in their order, and what is put in there."""
    used = {name for token in query.tokens if (name := token.variable) in terms}
    tree = query.tree
    if not used:
        return []
    if tree.where is None or (tree.says("CONSTRUCT") and tree.template is None):
        return [(query.tokens[-1].end, _values(sorted(used), terms))]  # there is room behind these only
    return sorted([*_in_groups(tree, used, terms), *_in_queries(tree, used, terms)])


def _in_groups(tree: Query, used: Collection[str], terms: Mapping[str, Term]) -> Iterator[tuple[int, str]]:
    for group in all_groups(tree):
        if group.kind != "where":
            yield from _at_start(group, _names(own_variables(group)).intersection(used), terms)


def _in_queries(tree: Query, used: Collection[str], terms: Mapping[str, Term]) -> Iterator[tuple[int, str]]:
    for query in all_queries(tree):
        if query.where is not None:
            names = set(used) if query is tree else _names([*own_variables(query.where), *query.named]).intersection(used)
            yield from _at_start(query.where, names, terms)
            yield from _grouped(query, names)


def _names(variables: Iterable[SparqlToken]) -> set[str]:
    return {token.variable for token in variables}


def _at_start(group: Group, names: set[str], terms: Mapping[str, Term]) -> Iterator[tuple[int, str]]:
    """Put terms into a group; a subquery, which has no room for them in its braces, gets braces of its own."""
    if not names:
        return
    values = _values(sorted(names), terms)
    yield group.opening + 1, values if group.select is None else f"{values} {{"
    if group.select is not None:
        yield group.end - 1, "} "


def _grouped(query: Query, names: set[str]) -> Iterator[tuple[int, str]]:
    at = query.modifiers.grouped_at
    if at is not None and names:
        yield at, "".join(f" ?{name}" for name in sorted(names))


def _values(names: Sequence[str], terms: Mapping[str, Term]) -> str:
    """Give each variable a block of its own: some engines cannot join one for several with what stands in an `OPTIONAL`."""
    return "".join(f" VALUES (?{name}) {{ ({terms[name]}) }}" for name in names)
