"""What a SELECT may give: which variable is wrong, and where (SPARQL 1.1 Query, sections 11.4, 18.2.1 and 19.8).

The engine says only that one is, behind the query, or that something is not as it should be.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from catalogue.messages import Message
from catalogue.sparql.expressions import inside, operation
from catalogue.sparql.scopes import in_scope
from catalogue.sparql.slips import SyntaxFault, at_token
from catalogue.sparql.tokens import SparqlToken
from catalogue.sparql.tree import AGGREGATES, Column, Query, all_queries, is_read


def misplaced(query: Query) -> SyntaxFault | None:
    """Find the first thing in the projections of a query, and of those in it, that may not stand there.

    Args:
        query: the tree of a query that the engine refuses.

    Returns:
        What is wrong; None when nothing is, or when a part of the query cannot be read.

    >>> from catalogue.sparql.query import QueryText
    >>> text = QueryText("SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b }")
    >>> fault = misplaced(text.tree)
    >>> fault.start, fault.message["en"]
    (7, '?a is neither grouped nor aggregated')
    """
    if not is_read(query):
        return None
    faults = (fault for one in all_queries(query) if one.says("SELECT") for fault in _of_query(one))
    return min(faults, key=lambda fault: fault.start, default=None)


def _of_query(query: Query) -> Iterator[SyntaxFault]:
    if query.star is None:
        yield from _without_value(query)
        yield from _repeated(query)
    elif query.modifiers.grouped_at is not None:
        yield at_token(query.star, Message("sparql.star-with-group"), Message("sparql.list-grouped-variables.advice"))


def _without_value(query: Query) -> Iterator[SyntaxFault]:
    """Find the variables that have no value where the solutions are groups: they are neither grouped nor aggregated."""
    grouped = {column.name for column in query.modifiers.grouping}
    made: set[str] = set()
    for column in query.columns if query.is_grouped else ():
        for token in _outside_aggregates(column):
            if token.variable not in grouped:
                yield _made_here(token) if token.variable in made else _ungrouped(token)
        made.add(column.name)


def _repeated(query: Query) -> Iterator[SyntaxFault]:
    """Find the columns that have the name of another one, or of a variable that has a value already."""
    bound = _bound(query)
    projected: set[str] = set()
    for column in query.columns:
        is_made = column.expression is not None
        if column.variable is not None and (column.name in projected or (is_made and column.name in bound)):
            yield _given_twice(column.variable, is_made=is_made)
        projected.add(column.name)


def _bound(query: Query) -> Collection[str]:
    """List the variables that have a value before the query projects."""
    if query.is_grouped:
        return {column.name for column in query.modifiers.grouping}
    return in_scope(query.where) if query.where is not None else ()


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


def _outside_aggregates(column: Column) -> Sequence[SparqlToken]:
    """List the variables that a column takes from a solution: itself, or those of its expression that stand in no aggregate."""
    if column.expression is None:
        return [column.variable] if column.variable is not None else []
    read = operation(column.expression)
    terms = inside(read, without=AGGREGATES) if read is not None else ()
    return [token for term in terms if term.kind == "term" for token in term.tokens if token.variable]
