"""The text of a query with what is read in it: all that reads queries shares one reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

from catalogue.sparql.names import Names
from catalogue.sparql.parser import parse, prologue_of
from catalogue.sparql.slips import SyntaxFault
from catalogue.sparql.syntax import Reading, refusal, syntax_fault
from catalogue.sparql.tokens import SparqlToken, tokens
from catalogue.sparql.tree import Declaration, Query


class QueryText:
    """A query as it is written, read once and only as far as it is asked for.

    Args:
        text: the query; it may be anything.

    >>> query = QueryText("SELECT ?s { ?s ?p ?o }")
    >>> query.tree.projected, [token.text for token in query.tokens[:2]]
    (frozenset({'s'}), ['SELECT', '?s'])
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._faults: dict[tuple[object, ...], SyntaxFault | None] = {}

    def __repr__(self) -> str:
        return f"QueryText({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, QueryText) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    @cached_property
    def tokens(self) -> Sequence[SparqlToken]:
        """Its tokens."""
        return tokens(self.text)

    @cached_property
    def tree(self) -> Query:
        """Its tree."""
        return parse(self.tokens)

    @cached_property
    def prologue(self) -> Sequence[Declaration]:
        """The declarations that it begins with; they are those of its tree."""
        return self.tree.prologue if "tree" in self.__dict__ else prologue_of(self.tokens)

    @property
    def behind_prologue(self) -> Sequence[SparqlToken]:
        """Its tokens behind the prologue."""
        start = self.prologue[-1].value.end if self.prologue else 0
        return [token for token in self.tokens if token.start >= start]

    def names(self, base: str, prefixes: Mapping[str, str]) -> Names:
        """Give its names.

        Args:
            base: what relative IRIs are resolved against.
            prefixes: the prefixes that it need not declare.
        """
        return Names(self.tokens, self.prologue, base, prefixes)

    def fault(self, base: str, prefixes: Mapping[str, str], reading: Reading = refusal) -> SyntaxFault | None:
        """Find why it does not parse; None when it does.

        Args:
            base: what relative IRIs are resolved against.
            prefixes: the prefixes that it need not declare.
            reading: what has the engine read it, when it is first asked.

        Raises:
            LimitError: to read it takes too much.
        """
        key = (base, *prefixes.items())
        if key not in self._faults:
            self._faults[key] = syntax_fault(self.text, self.tokens, prefixes, base, reading)
        return self._faults[key]


@lru_cache(maxsize=128)
def query_text(text: str) -> QueryText:
    """Give a query that several read without knowing of one another, such as those in the shapes, as one that is read once."""
    return QueryText(text)
