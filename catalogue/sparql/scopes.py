"""Scopes: which variables can have a value where they are used (SPARQL 1.1 Query, sections 18.2.1 and 18.5)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from catalogue.messages import Message
from catalogue.near import nearest
from catalogue.sparql.tokens import SparqlToken
from catalogue.sparql.tree import (
    Bind,
    Column,
    Element,
    Expression,
    Filter,
    Group,
    Modifiers,
    Query,
    Triples,
    Union,
    Unread,
    Values,
)

Names = frozenset[str]
_NONE: Names = frozenset()


class Unbound(NamedTuple):
    """A variable that has no value where it is used.

    Attributes:
        token: where it is used first without a value.
        message: what is wrong with it.
        near: the name of the bound variable that may be meant; None where there is none, or another group binds this one.
        elsewhere: whether something binds it in another group.
    """

    token: SparqlToken
    message: Message
    near: str | None
    elsewhere: bool = False


def unbound(query: Query, given: Collection[str] = ()) -> list[Unbound]:
    """List the variables that are used where they never have a value.

    Patterns, `BIND`, `VALUES` and `AS` bind, in their group and in those around it; not out of `MINUS`, of `EXISTS`, or of a
    subquery that does not give the variable. `EXISTS` sees what is bound where it stands; another group, or a subquery, sees
    only what is bound inside it.

    Args:
        query: the tree of a query that parses.
        given: the names of its parameters, which have values everywhere.

    Returns:
        Each name once, in the order of the text.

    >>> from catalogue.sparql.parser import parse
    >>> from catalogue.sparql.tokens import tokens
    >>> sparql = "SELECT ?s ?nme { ?s ex:name ?name MINUS { ?s ex:of ?o } FILTER (?o > ?x) }"
    >>> variables = unbound(parse(tokens(sparql)))
    >>> [(variable.token.text, variable.near, variable.elsewhere) for variable in variables]
    [('?nme', 'name', False), ('?o', None, True), ('?x', None, False)]
    """
    reader = _Scopes(frozenset(given))
    reader.query(query, _NONE)
    first: dict[str, SparqlToken] = {}
    for token in sorted(reader.without, key=lambda token: token.start):
        first.setdefault(token.variable, token)
    bound = sorted(reader.bound | set(given))
    return [_unbound(token, bound) for token in first.values()]


def _unbound(token: SparqlToken, bound: Sequence[str]) -> Unbound:
    if token.variable in bound:
        return Unbound(token, Message("sparql.no-value-in-this-group", token=token.text), None, elsewhere=True)
    near = nearest(token.variable, bound)
    return Unbound(token, Message("sparql.nothing-binds-never-value", token=token.text), near)


class _Scopes:
    """Goes through the groups of a query.

    Args:
        given: the names that have values everywhere.

    Attributes:
        bound: the names that something binds somewhere.
        without: the variables that have no value where they are used.
    """

    def __init__(self, given: Names) -> None:
        self.bound: set[str] = set()
        self.without: list[SparqlToken] = []
        self._given = given

    def query(self, query: Query, outer: Names) -> Names:
        """Go through a query.

        Args:
            query: the query, or one inside another.
            outer: what `EXISTS` around it sees.

        Returns:
            The variables that it can give a value.
        """
        inside = self.group(query.where, outer) if query.where is not None else _NONE
        inside |= self._values(query.values)
        modifiers, visible = query.modifiers, inside
        for column in (*modifiers.grouping, *query.columns):
            visible |= self._column(column, visible | outer)
        self._modifiers(modifiers, visible | outer)
        self._use([term.tokens[0] for term in query.described if term.variable], visible | outer)
        if query.template is not None:
            self._use([token for block in query.template.elements for token in _template(block)], visible | outer)
        return visible if query.everything else visible & query.projected

    def _modifiers(self, modifiers: Modifiers, visible: Names) -> None:
        for expression in modifiers.having:
            self._expression(expression, visible)
        for column in modifiers.ordering:
            self._column(column, visible)

    def _use(self, variables: Sequence[SparqlToken], visible: Names) -> None:
        self.without += [token for token in variables if token.variable not in visible | self._given]

    def _column(self, column: Column, visible: Names) -> Names:
        """Go through an expression and the variable that it gives a value; of a variable alone, nothing is bound."""
        if column.expression is None:
            self._use([column.variable] if column.variable is not None else [], visible)
            return _NONE
        self._expression(column.expression, visible)
        return self._bind([column.variable] if column.variable is not None else [])

    def _bind(self, variables: Sequence[SparqlToken]) -> Names:
        names = frozenset(token.variable for token in variables)
        self.bound |= names
        return names

    def _values(self, values: Values | None) -> Names:
        return self._bind(values.variables) if values is not None else _NONE

    def _expression(self, expression: Expression, visible: Names) -> None:
        self._use(expression.variables, visible)
        for group in expression.groups:
            self.group(group, visible)

    def group(self, group: Group, outer: Names, left: Names = _NONE) -> Names:
        """Go through a group.

        Args:
            group: the group.
            outer: what `EXISTS` around it sees, which has its values inside too.
            left: what an optional group is joined with: its filters see that as well (section 18.2.2.6).

        Returns:
            The variables that it can give a value.
        """
        if group.select is not None:
            return self.query(group.select, outer)
        inside: Names = _NONE
        filters: list[Filter] = []
        for element in group.elements:
            if isinstance(element, Filter):
                filters.append(element)
            else:
                inside |= self._element(element, inside, outer)
        for element in filters:
            self._expression(element.expression, inside | outer | left)
        return inside

    def _element(self, element: Element, before: Names, outer: Names) -> Names:
        """Go through an element of a group; `before` is what those before it can give a value."""
        if isinstance(element, Triples | Unread):
            return self._bind([token for token in _tokens(element) if token.variable])
        if isinstance(element, Values):
            return self._values(element)
        if isinstance(element, Bind):
            return self._column(element.column, before | outer)
        if isinstance(element, Union):
            return _NONE.union(*(self.group(branch, outer) for branch in element.branches))
        return self._inner(element, before, outer) if isinstance(element, Group) else _NONE

    def _inner(self, group: Group, before: Names, outer: Names) -> Names:
        name = self._bind([token for token in group.name.tokens if token.variable]) if group.name is not None else _NONE
        if group.kind == "optional":
            return self.group(group, outer, before)
        if group.kind == "minus":
            self.group(group, outer)
            return _NONE
        seen = outer | before if group.kind in {"lateral", "unread"} else outer
        return name | self.group(group, seen)


def _tokens(element: Triples | Unread) -> Sequence[SparqlToken]:
    return element.variables if isinstance(element, Triples) else element.tokens


def _template(block: Element) -> Iterator[SparqlToken]:
    yield from _tokens(block) if isinstance(block, Triples | Unread) else ()


def in_scope(group: Group) -> frozenset[str]:
    """List the variables that a group gives to what stands around it: those of patterns, `BIND`, inline data and subqueries.

    >>> from catalogue.sparql.parser import parse
    >>> from catalogue.sparql.tokens import tokens
    >>> sorted(in_scope(parse(tokens("ASK { ?s ?p 1 MINUS { ?s ?p ?o } FILTER (?x > 1) }")).where))
    ['p', 's']
    """
    return _Scopes(_NONE).group(group, _NONE)
