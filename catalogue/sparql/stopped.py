"""Where the engine stopped in a query: the token, and what stands open and written before it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from catalogue.sparql.tokens import SparqlToken

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
MODIFIERS = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET")
"""The keywords behind the group of a query, in their order; the last two may change places."""

_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")
_TERMS = frozenset({"variable", "iri", "name", "blank", "string", "number"})
_NONE = SparqlToken("", "", 0)


class Stopped:
    """A token of a query, seen from what stands before it.

    Args:
        listed: the tokens of the query.
        at: the number of the token; that of the tokens for the end.

    >>> from catalogue.sparql.tokens import tokens
    >>> stopped = Stopped(tokens("SELECT ?s { ?s a (1 2) ?x }"), 9)
    >>> stopped.here.text, stopped.opening, [token.text for token in stopped.beside]
    ('?x', '{', ['?s', 'a', '(', ')'])
    """

    def __init__(self, listed: Sequence[SparqlToken], at: int) -> None:
        self.listed = listed
        self.at = at

    def token(self, number: int) -> SparqlToken:
        """Give a token by its number; an empty one outside the query."""
        return self.listed[number] if 0 <= number < len(self.listed) else _NONE

    @property
    def here(self) -> SparqlToken:
        """The token itself; an empty one at the end."""
        return self.token(self.at)

    @property
    def before(self) -> SparqlToken:
        """The token before it."""
        return self.token(self.at - 1)

    @property
    def after(self) -> SparqlToken:
        """The token behind it."""
        return self.token(self.at + 1)

    @cached_property
    def _levels(self) -> list[list[int]]:
        """The numbers of the tokens before it by the brackets that are open there, without what stands in closed ones."""
        levels: list[list[int]] = [[]]
        for number, token in enumerate(self.listed[: self.at]):
            is_sign = token.kind == "sign"
            if is_sign and token.text in _CLOSING and len(levels) > 1:
                levels.pop()
            levels[-1].append(number)
            if is_sign and token.text in _OPENING:
                levels.append([])
        return levels

    @cached_property
    def beside(self) -> Sequence[SparqlToken]:
        """The tokens before it within the bracket that is open there; of brackets that are closed, those alone."""
        return [self.listed[number] for number in self._levels[-1]]

    @property
    def opened(self) -> Stopped | None:
        """The bracket that is open there; None when none is."""
        return Stopped(self.listed, self._levels[-2][-1]) if len(self._levels) > 1 else None

    @property
    def opening(self) -> str:
        """The text of that bracket, or nothing."""
        return self.opened.here.text if self.opened is not None else ""

    @property
    def form(self) -> SparqlToken | None:
        """The form of the query or the subquery that it stands in itself, outside its group; None in a group."""
        forms = [token for token in self.beside if token.says(*FORMS)]
        is_subquery = self.opening == "{" and self.beside[:1] == forms[:1]
        return forms[0] if forms and (not self.opening or is_subquery) else None

    @property
    def is_behind_group(self) -> bool:
        """Whether a group has been closed within the bracket that is open there."""
        return any(token.kind == "sign" and token.text == "}" for token in self.beside)

    def last(self, *keywords: str) -> int:
        """Give the place in `beside` of the last of some keywords, or -1."""
        return max((place for place, token in enumerate(self.beside) if token.says(*keywords)), default=-1)


def begins_term(token: SparqlToken) -> bool:
    """Tell whether a token begins a term, or is a verb."""
    return token.kind in _TERMS or token.text in {"[", "(", "a"} or token.says("TRUE", "FALSE")


def ends_term(token: SparqlToken) -> bool:
    """Tell whether a token ends a term."""
    return token.kind in _TERMS or token.kind == "tag" or token.text in {"]", ")"} or token.says("TRUE", "FALSE")
