"""Carriers: the variables of a query that may have values of some properties, however they come to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from catalogue.sparql.constants import constants
from catalogue.sparql.names import Names
from catalogue.sparql.query import QueryText
from catalogue.sparql.tokens import SparqlToken
from catalogue.sparql.tree import (
    Bind,
    Column,
    Element,
    PropertyPath,
    Term,
    TriplePattern,
    Triples,
    Unread,
    Values,
    all_groups,
    all_queries,
    variables_of,
)
from catalogue.terms import RDF_TYPE, Literal

_OPEN = frozenset({"zeroOrMore", "zeroOrOne", "negated"})
"""The paths that lead to values of other properties than those that they name."""


def carriers(
    query: QueryText, names: Names, properties: Collection[str], is_of_kind: Callable[[Literal], bool]
) -> frozenset[str]:
    """Find the variables that may have a literal of some kind.

    Variables of one name are taken for one, wherever they stand; what a variable is computed from counts as a value of it. So
    those are found that have such a value, and some that have none.

    Args:
        query: the query.
        names: its names.
        properties: the properties that have values of the kind in the data.
        is_of_kind: tells whether a literal that the query names is of the kind.

    >>> query = QueryText("SELECT ?m { ?s u:p ?n ; u:q ?o BIND (?n AS ?m) }")
    >>> sorted(carriers(query, query.names("", {"u": "urn:"}), {"urn:p"}, lambda literal: False))
    ['m', 'n']
    """
    reader = _Carriers(query, names, properties, is_of_kind)
    carrying = set(reader.from_data())
    computed = list(reader.computed())
    size = -1
    while size != len(carrying):
        size = len(carrying)
        carrying |= {
            variable for variable, sources, has_constant in computed if has_constant or not carrying.isdisjoint(sources)
        }
    return frozenset(carrying)


class _Carriers:
    """Goes through the groups of a query."""

    def __init__(
        self, query: QueryText, names: Names, properties: Collection[str], is_of_kind: Callable[[Literal], bool]
    ) -> None:
        self._query = query
        self._names = names
        self._properties = properties
        self._is_of_kind = is_of_kind

    def from_data(self) -> Iterator[str]:
        """List the variables that patterns and inline data give a value of the kind."""
        for group in all_groups(self._query.tree):
            for element in group.elements:
                yield from self._of_element(element)
        for query in all_queries(self._query.tree):
            if query.values is not None:
                yield from self._of_element(query.values)

    def _of_element(self, element: Element) -> Iterator[str]:
        if isinstance(element, Triples) and element.is_plain:
            for pattern in element.patterns:
                yield from self._of_pattern(pattern)
        elif self._may_give_values(element):
            yield from (token.variable for token in variables_of(element))

    def _may_give_values(self, element: Element) -> bool:
        """Tell whether inline data, or what is not read as patterns, may give its variables a value of the kind."""
        if isinstance(element, Values):
            return self._names_one(self._tokens(element.start, element.end))
        return isinstance(element, Triples | Unread) and bool(self._properties)

    def _of_pattern(self, pattern: TriplePattern) -> Iterator[str]:
        verb = pattern.verb
        if not self._leads_to_some(verb):
            return
        ends = [pattern.object] if isinstance(verb, Term) or verb.kind == "predicate" else [pattern.object, pattern.subject]
        yield from (end.variable for end in ends if end.variable)

    def _leads_to_some(self, verb: Term | PropertyPath) -> bool:
        """Tell whether a verb may lead to a value of the kind."""
        if not self._properties:
            return False
        if isinstance(verb, Term) or verb.kind in _OPEN:
            return True
        if verb.kind == "predicate":
            token = verb.tokens[0]
            return (RDF_TYPE.value if token.text == "a" else self._names.iri(token)) in self._properties
        return any(map(self._leads_to_some, verb.parts))

    def computed(self) -> Iterator[tuple[str, frozenset[str], bool]]:
        """List the variables that expressions give values: each with those in it, and whether it names one of the kind."""
        for group in all_groups(self._query.tree):
            for element in group.elements:
                if isinstance(element, Bind):
                    yield from self._of_column(element.column)
        for query in all_queries(self._query.tree):
            for column in (*query.columns, *query.modifiers.grouping):
                yield from self._of_column(column)

    def _of_column(self, column: Column) -> Iterator[tuple[str, frozenset[str], bool]]:
        if column.expression is None or column.variable is None:
            return
        listed = column.expression.tokens
        is_open = any(token.says("STRDT") for token in listed)
        sources = frozenset(token.variable for token in listed if token.variable)
        yield column.name, sources, is_open or self._names_one(listed)

    def _names_one(self, listed: Sequence[SparqlToken]) -> bool:
        return any(self._is_of_kind(constant.literal) for constant in constants(listed, self._names))

    def _tokens(self, start: int, end: int) -> list[SparqlToken]:
        return [token for token in self._query.tokens if start <= token.start < end]
