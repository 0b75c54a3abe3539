"""Bound variables: which variables of a query something can give a value."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from catalogue.messages import Message, Text
from catalogue.sparql.text import SparqlToken

_GIVING, _MODIFYING = ("SELECT", "DESCRIBE"), ("ORDER", "GROUP", "HAVING")
_NO_FUNCTION = frozenset({"a", "true", "false"})
_NEAR = 0.7
_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")


@dataclass
class _Level:
    """What lies between two brackets.

    Attributes:
        binds: whether variables are bound in it: it is part of a pattern, and no expression or template.
        is_aside: whether what follows names variables without binding them: what is given, and in which order.
    """

    binds: bool
    is_aside: bool = False


class Unbound(NamedTuple):
    """A variable that nothing binds.

    Attributes:
        token: where it first stands.
        message: what is wrong with it.
        near: the name of the bound variable that may be meant, or None.
    """

    token: SparqlToken
    message: Text
    near: str | None


def unbound(query: Sequence[SparqlToken], given: Collection[str] = ()) -> list[Unbound]:
    """Give the variables that nothing in a query binds.

    A pattern, `BIND`, `VALUES` and `AS` bind; a filter, a template, and what says what is given and in which order do not.
    Where something binds a variable it counts as bound everywhere, also out of its scope.

    Args:
        query: the tokens of a query that parses.
        given: the names of its parameters, which have values.

    >>> from catalogue.sparql.text import tokens
    >>> found = unbound(tokens("SELECT ?s ?nme { ?s ex:name ?name FILTER (?height > 1) } ORDER BY ?name"))
    >>> [(variable.token.text, variable.near) for variable in found]
    [('?nme', 'name'), ('?height', None)]
    """
    first: dict[str, SparqlToken] = {}
    bound = set(given)
    levels = [_Level(binds=True)]
    before = SparqlToken("", "", 0)
    for token in query:
        level = levels[-1]
        if token.kind == "sign" and token.text in _OPENING:
            levels.append(_Level(_binds(token, before, level)))
            level.is_aside = level.is_aside and token.text != "{"
        elif token.kind == "sign" and token.text in _CLOSING:
            levels.pop()
        elif token.says(*_GIVING, *_MODIFYING):
            level.is_aside = True
        elif token.says("WHERE", "FROM", "VALUES"):
            level.is_aside = False
        elif token.variable:
            first.setdefault(token.variable, token)
            if before.says("AS") or (level.binds and not level.is_aside):
                bound.add(token.variable)
        before = token
    return [_unbound(token, sorted(bound)) for name, token in first.items() if name not in bound]


def _unbound(token: SparqlToken, bound: Sequence[str]) -> Unbound:
    near = difflib.get_close_matches(token.variable, bound, 1, _NEAR)
    return Unbound(
        token,
        Message("sparql.nothing-binds-never-value", token=token.text),
        near[0] if near else None,
    )


def _binds(opening: SparqlToken, before: SparqlToken, level: _Level) -> bool:
    """Tell whether variables are bound between a bracket and its partner."""
    if opening.text == "{":
        return not before.says("CONSTRUCT")
    is_called = opening.text == "(" and before.kind == "word" and before.text not in _NO_FUNCTION and not before.says("VALUES")
    return level.binds and not level.is_aside and not is_called
