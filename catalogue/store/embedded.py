"""The embedded store: the statements of a catalogue in this process, asked with SPARQL as the merge of their graphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from catalogue.errors import QueryError
from catalogue.quads import Quad
from catalogue.store.engine import Results, Store
from catalogue.store.failures import FAILURES, failure
from catalogue.store.merged import Chosen, Merged
from catalogue.store.written import Peculiar
from catalogue.terms import Literal


class Embedded:
    """Statements in the store of this process, loaded when they are first asked.

    Args:
        base: what relative IRIs are resolved against.
        quads: gives the statements, each in its named graph.
        shares: tells whether some statement stands in more than one graph.
        peculiar: tells which properties have values that a query must treat with care.

    >>> next(iter(Embedded("https://example.org/").query("SELECT * { VALUES ?x { 1 } }")))["x"].value
    '1'
    """

    def __init__(
        self,
        base: str,
        quads: Callable[[], Iterable[Quad]] = tuple,
        shares: Callable[[], bool] = lambda: False,
        peculiar: Callable[[], Peculiar] = Peculiar,
    ) -> None:
        self.base = base
        self._quads = quads
        self._shares = shares
        self._peculiar = peculiar

    def query(self, sparql: str, prefixes: Mapping[str, str] | None = None, chosen: Chosen | None = None) -> Results:
        """Run a SPARQL query over the merge of all named graphs, in which each statement is once.

        Args:
            sparql: the query; relative IRIs are resolved against the base.
            prefixes: prefixes that the query need not declare.
            chosen: the graphs that it names by `FROM`; None when it names none.

        Returns:
            Solutions, a boolean or triples, by the form of the query; with marked literals (`catalogue.store.written`).

        Raises:
            QueryError: the query does not parse, or its evaluation failed.
        """
        loaded = self._merged
        try:
            answer: Results = loaded.query(sparql, self.base, dict(prefixes or {}), chosen)
        except FAILURES as error:
            message = failure(error)
            raise QueryError(message) from error
        return answer

    @cached_property
    def peculiar(self) -> Peculiar:
        """The properties that have values which a query must treat with care."""
        return self._peculiar()

    @property
    def graphs(self) -> frozenset[str]:
        """The IRIs of the named graphs."""
        return self._merged.graphs

    def sample(self, iri: str, most: int) -> Iterable[Literal]:
        """Give the literals among some values of a property; see `Merged.sample`."""
        return self._merged.sample(iri, most)

    def has_value(self, iri: str, literal: Literal) -> bool:
        """Tell whether a property has a literal for a value."""
        return self._merged.has_value(iri, literal)

    def load(self) -> None:
        """Load the statements, which the first query does otherwise."""
        _ = self._merged

    @cached_property
    def _merged(self) -> Merged:
        store, shares = Store(), self._shares()
        store.extend(self._quads())
        return Merged.of(store, self._quads, shares=shares)
