"""Functions: what queries about marked literals need, and SPARQL does not have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from catalogue.store.engine import Store
from catalogue.store.written import MARK, mark, value_of
from catalogue.terms import XSD_STRING, BlankNode, Literal, NamedNode

_NOWHERE = Store()


class _Collected:
    """An aggregate that is about the different terms of a group.

    Args:
        query: gives its result as `?result`, of the terms as `?term`.
    """

    def __init__(self, query: str) -> None:
        self._query = query
        self._terms: dict[Any, None] = {}

    def accumulate(self, term: Any) -> None:
        """Add a term."""
        self._terms[term] = None

    def finish(self) -> Any:
        """Give the result; None where there is none."""
        blank = [term for term in self._terms if isinstance(term, BlankNode)]
        if blank and ("ORDER BY ASC" in self._query or len(blank) == len(self._terms)):
            return blank[0]  # blank nodes are less than all others
        listed = " ".join(str(term) for term in self._terms if not isinstance(term, BlankNode))
        solutions: Any = _NOWHERE.query(self._query.replace("TERMS", listed))
        return next((solution["result"] for solution in solutions), None)


def _typed(lexical_form: Any, datatype: Any) -> Any:
    """Make a literal as `STRDT` does, and keep it as it is made."""
    if (
        not isinstance(lexical_form, Literal)
        or not isinstance(datatype, NamedNode)
        or lexical_form.datatype.value != XSD_STRING
    ):
        return None
    return mark(lexical_form.value, datatype.value) or Literal(lexical_form.value, datatype=datatype)


def _aggregate(query: str) -> Callable[[], _Collected]:
    return lambda: _Collected(query)


_VALUE = value_of("term")
_LEAST = "SELECT (?term AS ?result) { VALUES ?term { TERMS } } ORDER BY"
FUNCTIONS: dict[str, Any] = {
    "custom_functions": {NamedNode(MARK + "STRDT"): _typed},
    "custom_aggregate_functions": {
        NamedNode(MARK + name): _aggregate(query)
        for name, query in {
            "MIN": f"{_LEAST} ASC({_VALUE}) LIMIT 1",
            "MAX": f"{_LEAST} DESC({_VALUE}) LIMIT 1",
            "SUM": f"SELECT (SUM({_VALUE}) AS ?result) {{ VALUES ?term {{ TERMS }} }}",
            "AVG": f"SELECT (AVG({_VALUE}) AS ?result) {{ VALUES ?term {{ TERMS }} }}",
        }.items()
    },
}
"""What the engine is given with a query that has such functions."""


def functions_of(sparql: str) -> dict[str, Any]:
    """Give what the engine needs for a query: nothing where it has no function of ours.

    >>> functions_of("ASK {}")
    {}
    """
    return FUNCTIONS if f"<{MARK}" in sparql else {}
