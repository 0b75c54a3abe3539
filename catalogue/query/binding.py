"""Binding parameters: RDF terms given to a query as inline data, never as text.

The store can substitute variables itself, but only in SELECT queries, only those that are projected, and not in subqueries.
So each group of the query that uses a parameter is given a `VALUES` block with its term, written by the store's own
serialiser. The block is put in between two tokens; nothing of the query's text is replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.sparql.text import tokens
from catalogue.terms import Term


@dataclass
class _Group:
    """A pair of braces: where parameters may be put, and which variables it uses itself."""

    insert_at: int | None
    variables: set[str] = field(default_factory=set)


def bind(sparql: str, terms: Mapping[str, Term]) -> str:
    """Give a query in which variables have terms.

    Args:
        sparql: the query.
        terms: terms by variable name, without `?`.

    Returns:
        The query with `VALUES` blocks: in its outermost group for all of `terms` that it uses anywhere, and in each group
        and subquery for those that it uses itself. Line numbers stay as they were.

    >>> from catalogue.terms import Literal
    >>> bind("SELECT ?s { ?s ?p ?n FILTER(lang(?n) = ?lang) }", {"lang": Literal("fr")})
    'SELECT ?s { VALUES (?lang) { ("fr") } ?s ?p ?n FILTER(lang(?n) = ?lang) }'
    """
    pieces: list[str] = []
    done = 0
    for position, words in insertions(sparql, terms):
        pieces += [sparql[done:position], words]
        done = position
    return "".join([*pieces, sparql[done:]])


def insertions(sparql: str, terms: Mapping[str, Term]) -> list[tuple[int, str]]:
    """List what `bind` puts into a query: the positions in the query, in their order, and what is put in there."""
    used = {name for token in tokens(sparql) if (name := token.variable) in terms}
    if not used:
        return []
    groups = _groups(sparql)
    if groups:
        groups[0].variables |= used
    found: list[tuple[int, str]] = []
    for group in groups:
        names = sorted(group.variables & used)
        if names and group.insert_at is not None:
            heads, values = " ".join(f"?{n}" for n in names), " ".join(str(terms[n]) for n in names)
            found.append((group.insert_at, f" VALUES ({heads}) {{ ({values}) }}"))
    return sorted(found)


def _groups(sparql: str) -> list[_Group]:
    """List the groups that can take a `VALUES` block, the outermost first."""
    listed = list(tokens(sparql))
    found: list[_Group] = []
    open_: list[_Group] = []
    pending: set[str] = set()
    before = ""
    for index, token in enumerate(listed):
        word = token.keyword
        if token.text == "{":
            following = listed[index + 1].keyword if index + 1 < len(listed) else ""
            takes = before not in {"CONSTRUCT", "VALUES"} and following != "SELECT"
            group = _Group(token.end if takes else None)
            if takes:
                group.variables |= pending
                pending = set()
                found.append(group)
            open_.append(group)
            before = ""
        elif token.text == "}":
            if open_:
                open_.pop()
            before = ""
        elif word in {"CONSTRUCT", "VALUES", "SELECT", "WHERE", "ASK", "DESCRIBE"}:
            before = word
        elif name := token.variable:
            if open_ and open_[-1].insert_at is not None and before != "VALUES":
                open_[-1].variables.add(name)
            elif open_ and open_[-1].insert_at is None and before == "SELECT":
                pending.add(name)
    return found
