"""Functions: what queries about marked literals need, and SPARQL does not have."""

from __future__ import annotations

from collections.abc import Callable
from functools import cmp_to_key
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from catalogue.store.beyond import is_beyond
from catalogue.store.engine import Store
from catalogue.store.written import MARK, mark, unmarked, value_of
from catalogue.terms import XSD_STRING, BlankNode, Literal, NamedNode
from catalogue.values import Incomparable, compare, position

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
        if any(map(is_beyond, self._terms)):
            return self._exactly()
        return self._finished()

    def _finished(self) -> Any:
        blank = [term for term in self._terms if isinstance(term, BlankNode)]
        if blank and ("ORDER BY ASC" in self._query or len(blank) == len(self._terms)):
            return blank[0]  # blank nodes are less than all others
        listed = " ".join(str(term) for term in self._terms if not isinstance(term, BlankNode))
        solutions: Any = _NOWHERE.query(self._query.replace("TERMS", listed))
        return next((solution["result"] for solution in solutions), None)

    def _exactly(self) -> Any:
        """Give the least or the greatest of terms of which some are numbers beyond the range of the store; no sum."""
        if "ORDER BY" not in self._query:
            return None
        numbers = {term: _number(term) for term in self._terms}
        is_least = "ORDER BY ASC" in self._query
        others = [term for term, number in numbers.items() if number is None]
        are_before = any(not isinstance(term, Literal) for term in others)
        if others and (are_before if is_least else any(isinstance(term, Literal) for term in others)):
            self._terms = dict.fromkeys(others)
            return self._finished()
        by_value = sorted((term for term in self._terms if numbers[term] is not None), key=cmp_to_key(_order))
        return by_value[0 if is_least else -1]


def _number(term: Any) -> str | None:
    """Give the position of a number among all; None for another term, and for NaN."""
    return position(unmarked(term))


def _order(left: Any, right: Any) -> int:
    compared = compare(unmarked(left), unmarked(right))
    return 0 if isinstance(compared, Incomparable) else compared


def _position(term: Any) -> Any:
    """Give a string that is ordered among others as a number is; none for other terms."""
    text = position(term)
    return None if text is None else Literal(text)


def _holds(left: Any, operator: Any, right: Any) -> Any:
    """Compare two numbers of which one is beyond the range of the store; nothing for others, which the store compares."""
    if not (is_beyond(left) or is_beyond(right)):
        return None
    compared = compare(left, right)
    if not isinstance(compared, Incomparable):
        return Literal(_OPERATORS[operator.value](compared, 0))
    return Literal(operator.value == "!=") if compared is Incomparable.NOT_A_NUMBER else None


_OPERATORS = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


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
    "custom_functions": {
        NamedNode(MARK + name): function for name, function in {"STRDT": _typed, "holds": _holds, "position": _position}.items()
    },
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
