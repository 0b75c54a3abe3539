"""Order: whether one literal comes before another, as SPARQL's operators say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

from catalogue.store.expressions import holding
from catalogue.terms import XSD, Literal, Term

_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
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
    found: list[bool | None] = []
    for left, right in pairs:
        one, other = _plain(left), _plain(right)
        if one is None or other is None or one[0] != other[0]:
            found.append(None)
        else:
            found.append(compare(one[1], other[1]))
    asked = [pair for pair, known in zip(pairs, found, strict=True) if known is None and _are_literals(pair)]
    answers = iter(holding(f"?left {operator} ?right", ["left", "right"], asked))
    return [
        known if known is not None else _are_literals(pair) and next(answers) for pair, known in zip(pairs, found, strict=True)
    ]


def _are_literals(pair: Iterable[Term]) -> bool:
    return all(isinstance(term, Literal) for term in pair)


def _plain(term: Term) -> tuple[str, Any] | None:
    """Read a literal whose order is as plain as it looks: a number that is not too long, a date of a common calendar."""
    if not isinstance(term, Literal):
        return None
    datatype, words = term.datatype.value, term.value
    if datatype in _EXACT and _NUMBER.fullmatch(words):
        return "number", Decimal(words)
    if datatype == XSD + "date" and _DATE.fullmatch(words):
        return "date", words
    return None
