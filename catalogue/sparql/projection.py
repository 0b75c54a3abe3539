"""What a SELECT may give: which variable is wrong, and where (SPARQL 1.1 Query, sections 11.4, 18.2.1 and 19.8).

The engine says only that one is, behind the query, or that something is not as it should be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalogue.messages import Message
from catalogue.sparql.scopes import in_scope
from catalogue.sparql.slips import SyntaxFault, at_token
from catalogue.sparql.tokens import SparqlToken
from catalogue.sparql.tree import Expression, Query, all_queries, unread

_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")


def misplaced(query: Query, listed: Sequence[SparqlToken]) -> SyntaxFault | None:
    """Find the first thing in the projections of a query, and of those in it, that may not stand there.

    Args:
        query: the tree of a query that the engine refuses.
        listed: its tokens.

    Returns:
        What is wrong; None when nothing is, or when a part of the query cannot be read.

    >>> from catalogue.sparql.query import QueryText
    >>> text = QueryText("SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b }")
    >>> fault = misplaced(text.tree, text.tokens)
    >>> fault.start, fault.message["en"]
    (7, '?a is neither grouped nor aggregated')
    """
    if any(unread(query)):
        return None
    faults = (fault for one in all_queries(query) if one.says("SELECT") for fault in _of_query(one, listed))
    return min(faults, key=lambda fault: fault.start, default=None)


def _of_query(query: Query, listed: Sequence[SparqlToken]) -> Iterator[SyntaxFault]:
    modifiers = query.modifiers
    if query.everything:
        if modifiers.grouped_at is not None and query.form is not None:
            star = next(token for token in listed if token.start > query.form.start and token.text == "*")
            yield at_token(star, Message("sparql.star-with-group"), Message("sparql.list-grouped-variables.advice"))
        return
    is_grouped = modifiers.grouped_at is not None or any(map(_aggregates, query.expressions))
    grouped = {column.variable.variable for column in modifiers.grouping if column.variable is not None}
    bound = grouped if is_grouped else in_scope(query.where) if query.where is not None else ()
    given: set[str] = set()
    for column in query.columns:
        outside = [column.variable] if column.expression is None else _outside(column.expression)
        if is_grouped:
            wrong = [token for token in outside if token is not None and token.variable not in grouped]
            yield from (_made_here(token) if token.variable in given else _ungrouped(token) for token in wrong)
        if column.variable is not None:
            name = column.variable.variable
            if name in given or (column.expression is not None and name in bound):
                yield _given_twice(column.variable, is_made=column.expression is not None)
            given.add(name)


def _ungrouped(token: SparqlToken) -> SyntaxFault:
    name = token.text
    message = Message("sparql.neither-grouped-nor-aggregated", name=name)
    return at_token(token, message, Message("sparql.group-or-aggregate.advice", name=name))


def _made_here(token: SparqlToken) -> SyntaxFault:
    """Tell of a variable that the same SELECT makes: SPARQL lets an expression behind it use it, and the engine does not."""
    message = Message("sparql.made-by-same-select", name=token.text)
    return at_token(token, message, Message("sparql.repeat-expression.advice"))


def _given_twice(token: SparqlToken, *, is_made: bool) -> SyntaxFault:
    name = token.text
    message = Message("sparql.already-has-value", name=name) if is_made else Message("sparql.selected-twice", name=name)
    return at_token(token, message, Message("sparql.another-name.advice") if is_made else Message("sparql.take-one-out.advice"))


def _aggregates(expression: Expression) -> bool:
    return any(token.says(*_AGGREGATES) for token in expression.tokens)


def _outside(expression: Expression) -> list[SparqlToken]:
    """List the variables of an expression that stand in no aggregate."""
    variables: list[SparqlToken] = []
    depth = inside = 0
    before: SparqlToken | None = None
    for token in expression.tokens:
        if token.text == "(" and token.kind == "sign":
            depth += 1
            if not inside and before is not None and before.says(*_AGGREGATES):
                inside = depth
        elif token.text == ")" and token.kind == "sign":
            inside = 0 if inside == depth else inside
            depth -= 1
        elif token.variable and not inside:
            variables.append(token)
        before = token
    return variables
