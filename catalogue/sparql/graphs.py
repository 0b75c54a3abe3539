"""Graphs: `GRAPH ?g` put as the union over the named graphs, where the store does not evaluate it as SPARQL 1.1 says.

`GRAPH ?g { P }` evaluates P in each named graph, where `?g` has no value, and joins its solutions with the graph's name
(section 18.6). The store gives each pattern in P its graph instead. That is the same where P has nothing but patterns, filters,
alternatives and optional groups; a subquery loses the graph, inline data has none, `MINUS` takes the graph for something in
common, and `?g` has a value in P. Such groups are written out for each named graph.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from catalogue.sparql.query import QueryText
from catalogue.sparql.splicing import Piece, spliced
from catalogue.sparql.tree import Element, Group, Triples, Values, all_groups, groups_in, variables_of
from catalogue.sparql.zero_length import lengthless

_LARGEST = 2_000_000
"""How many characters a query may have that is written out."""

_BESIDE = 8
"""How many groups stand beside one another: the store puts each into the one before, and fails where they are many."""

_PLAIN = frozenset({"group", "optional", "graph"})
"""The kinds of groups that may be evaluated alike."""

_NOWHERE = "urn:x-nowhere:"


def by_graph(query: QueryText, graphs: Collection[str]) -> QueryText | None:
    """Write out the groups behind `GRAPH` and a variable which the store would evaluate otherwise.

    Args:
        query: the query, all of which is read.
        graphs: the IRIs of the named graphs.

    Returns:
        The query, the same one where it has no such group; None where it would become too large.

    >>> by_graph(QueryText("ASK { GRAPH ?g { VALUES ?x { 1 } } }"), ["urn:a"]).text
    'ASK { { GRAPH <urn:a> { VALUES ?x { 1 } } VALUES ?g { <urn:a> } } }'
    >>> query = QueryText("ASK { GRAPH ?g { ?s ?p ?x } }")
    >>> by_graph(query, ["urn:a"]) is query
    True
    """
    while group := next((group for group in all_groups(query.tree) if is_written_out(group)), None):
        size = group.end - group.opening
        if len(query.text) + len(graphs) * (size + sum(map(len, graphs)) // max(len(graphs), 1)) > _LARGEST:
            return None
        written = _beside([_of_graph(query, group, iri, number) for number, iri in enumerate(sorted(graphs) or [_NOWHERE])])
        if not graphs:
            written = written.replace(f"{{ <{_NOWHERE}> }}", "{ }")
        whole = spliced(query.text, 0, len(query.text), [Piece(group.start, group.end, written)])
        query = QueryText(whole)
    return query


def _of_graph(query: QueryText, group: Group, iri: str, number: int) -> str:
    """Write a group for one graph; its blank nodes are others than those of the other graphs."""
    labels = [token for token in query.tokens if token.kind == "blank" and group.opening < token.start < group.end]
    inner = spliced(
        query.text, group.opening, group.end, [Piece(label.start, label.end, f"{label.text}g{number}") for label in labels]
    )
    variable = group.name.variable if group.name is not None else ""
    return f"{{ GRAPH <{iri}> {inner} VALUES ?{variable} {{ <{iri}> }} }}"


def _beside(groups: Sequence[str]) -> str:
    """Put groups beside one another, many of them in groups of their own."""
    if len(groups) <= _BESIDE:
        return " UNION ".join(groups)
    size = -(-len(groups) // _BESIDE)
    return " UNION ".join(f"{{ {_beside(groups[start : start + size])} }}" for start in range(0, len(groups), size))


def is_written_out(group: Group) -> bool:
    """Tell whether the store evaluates a group otherwise than SPARQL says, since it stands behind `GRAPH` and a variable."""
    variable = group.name.variable if group.kind == "graph" and group.name is not None else ""
    return bool(variable) and not _is_plain(group, variable)


def _is_plain(group: Group, variable: str) -> bool:
    """Tell whether a group, behind `GRAPH` and a variable or inside such a group, is evaluated alike in all ways."""
    if group.select is not None:
        return False
    has_patterns = any(isinstance(element, Triples) for element in group.elements)
    return all(_is_plain_element(element, variable, has_patterns=has_patterns) for element in group.elements)


def _is_plain_element(element: Element, variable: str, *, has_patterns: bool) -> bool:
    if variable in {token.variable for token in variables_of(element)}:
        return False
    if isinstance(element, Values):
        return has_patterns
    if isinstance(element, Triples):
        return not any(map(lengthless, element.patterns))
    if isinstance(element, Group) and element.kind not in _PLAIN:
        return False
    return all(_is_plain(inner, variable) for inner in groups_in(element) if inner.kind != "graph")
