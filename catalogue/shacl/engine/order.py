"""Order: whether one literal comes before another, as SPARQL's operators say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any, TypeAlias

from catalogue.store.expressions import holding
from catalogue.terms import XSD, Literal, Term

_Comparison: TypeAlias = Callable[[Any, Any], bool]
_Plain: TypeAlias = tuple[str, Any]
"""What a literal is, and its value, which is compared with others of the same kind."""

_OPERATORS: Mapping[str, _Comparison] = {"<": lt, "<=": le, ">": gt, ">=": ge}
_EXACT = frozenset(XSD + name for name in ("integer", "decimal", "nonNegativeInteger", "positiveInteger"))
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_DATE = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])")


def in_order(pairs: Sequence[tuple[Term, Term]], operator: str) -> list[bool]:
    """Compare pairs of terms.

    Args:
        pairs: the terms on the left and on the right.
        operator: `<`, `<=`, `>` or `>=`.

    Returns:
        For each pair, whether it holds; what cannot be compared does not.

    >>> in_order([(Literal(1), Literal(2)), (Literal(2), Literal(1)), (Literal("a"), Literal(1))], "<")
    [True, False, False]
    """
    compare = _OPERATORS[operator]
    holds = [_compared(_plain(left), _plain(right), compare) for left, right in pairs]
    asked = [position for position, known in enumerate(holds) if known is None and _are_literals(pairs[position])]
    answers = holding(f"?left {operator} ?right", ["left", "right"], [pairs[position] for position in asked])
    for position, answer in zip(asked, answers, strict=True):
        holds[position] = answer
    return [bool(known) for known in holds]


def _compared(one: _Plain | None, other: _Plain | None, compare: _Comparison) -> bool | None:
    """Compare two plain values; None when the store must, or when they cannot be compared."""
    return compare(one[1], other[1]) if one is not None and other is not None and one[0] == other[0] else None


def _are_literals(pair: Iterable[Term]) -> bool:
    return all(isinstance(term, Literal) for term in pair)


def _plain(term: Term) -> _Plain | None:
    """Read a literal whose order is as plain as it looks: a number that is not too long, a date of a common calendar."""
    if not isinstance(term, Literal):
        return None
    datatype, lexical_form = term.datatype.value, term.value
    if datatype in _EXACT and _NUMBER.fullmatch(lexical_form):
        return "number", Decimal(lexical_form)
    if datatype == XSD + "date" and _DATE.fullmatch(lexical_form):
        return "date", lexical_form
    return None
