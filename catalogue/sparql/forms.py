"""Forms: whether a text is a SELECT, ASK, CONSTRUCT or DESCRIBE query, or an update, and what it gives."""

from __future__ import annotations

from itertools import zip_longest

from catalogue.sparql.query import QueryText
from catalogue.sparql.tokens import SparqlToken, unescaped

UPDATE = "UPDATE"

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_CHANGING = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})


def form_of(query: QueryText) -> str:
    r"""Give the form of a query.

    The form is the first word behind the prologue. Escapes of characters are read first, as SPARQL 1.1 Query says (section
    19.2); since not all engines do so, a text that is an update without that is an update too.

    Args:
        query: the text.

    Returns:
        SELECT, ASK, CONSTRUCT, DESCRIBE or UPDATE; empty when it is none of them.

    >>> form_of(QueryText("# insert\nPREFIX select: <urn:ask#> CONSTRUCT WHERE { ?s ?p ?o }"))
    'CONSTRUCT'
    >>> form_of(QueryText(r"\u0049NSERT DATA {}")), form_of(QueryText("SELCT * {}"))
    ('UPDATE', '')
    """
    meant = unescaped(query.text)
    if meant == query.text:
        return _form(query)
    forms = [_form(query), _form(QueryText(meant))]
    return UPDATE if UPDATE in forms else forms[1]


def _form(query: QueryText) -> str:
    first = next(iter(query.behind_prologue), None)
    word = first.keyword if first is not None else ""
    return UPDATE if word in UPDATES else word if word in FORMS else ""


def gives_triples(query: QueryText) -> bool:
    """Tell whether a query gives triples and not a table."""
    return query.tree.says("CONSTRUCT", "DESCRIBE")


def columns_of(query: QueryText) -> frozenset[str]:
    """List the columns of a query's answer: its variables, or `subject`, `predicate`, `object` for triples.

    >>> sorted(columns_of(QueryText("SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b }")))
    ['a', 'n']
    """
    if gives_triples(query):
        return frozenset({"subject", "predicate", "object"})
    if query.tree.says("SELECT") and query.tree.everything:
        return frozenset(token.variable for token in query.tokens if token.variable)
    return query.tree.projected


def is_ordered(query: QueryText) -> bool:
    """Tell whether a query says in which order its answer stands."""
    return bool(query.tree.modifiers.ordering)


def changing(query: QueryText) -> SparqlToken | None:
    """Give what makes a query's answer another each time that it is asked: the time, chance, or another service; else None.

    >>> changing(QueryText("SELECT (NOW() AS ?now) {}")).text
    'NOW'
    """
    for token, after in zip_longest(query.tokens, query.tokens[1:]):
        if token.says("SERVICE") or (token.says(*_CHANGING) and after is not None and after.text == "("):
            return token
    return None
