"""Ordering: the patterns of a query, put such that few statements are gone through.

The store joins patterns one after the other: for each match of the first it looks up the second. It does not know how often a
property occurs, and keeps the order of the query where patterns look alike. So a query that begins with what there is most of
takes many times as long as it needs. With the totals of properties and classes it is known which order costs least; the answer
is the same in any.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from catalogue.sparql.blocks import BlockPattern, blocks
from catalogue.sparql.counts import TYPE
from catalogue.sparql.text import SparqlToken
from catalogue.sparql.totals import Total, Totals

_MOST = 8
"""How many patterns a block may have to be put in order: the ways grow with the third power."""

_WORTH = 5000
"""How many statements it must be that are gone through: below a third of a millisecond."""

_GAIN = 1.5
_LOOKUP = 5.0
"""What it costs to begin to look up, in statements that are gone through."""

_PATH = 10.0
_NONE = Total(0, 1, 1, 1)


def ordered(sparql: str, listed: Sequence[SparqlToken], named: Mapping[int, str], totals: Totals) -> str | None:
    """Put the patterns of a query in the order that costs least.

    Args:
        sparql: the query.
        listed: its tokens.
        named: the IRIs in brackets that tokens stand for, by the characters before them.
        totals: what has been counted.

    Returns:
        A query with the same answer, or None when not much is gained.
    """
    done, pieces = 0, []
    for block in blocks(listed):
        patterns = [_Pattern.of(pattern, named) for pattern in block.patterns]
        order = _order(patterns, totals) if len(patterns) <= _MOST and totals.properties else None
        if order is not None:
            pieces += [sparql[done : block.start], block.written(sparql, order)]
            done = block.end
    return "".join([*pieces, sparql[done:]]) if pieces else None


class _Pattern(NamedTuple):
    """A pattern, with the names of its variables and the IRIs of its other terms.

    Attributes:
        subject: the variable with `?`, or anything else.
        verb: an IRI in brackets; empty for a path and for a variable.
        object: as the subject; an IRI in brackets.
        is_path: whether a path is followed.
    """

    subject: str
    verb: str
    object: str
    is_path: bool

    @classmethod
    def of(cls, pattern: BlockPattern, named: Mapping[int, str]) -> _Pattern:
        subject, verb, object_ = ([_term(token, named) for token in part] for part in pattern)
        is_plain = len(verb) == 1 and not _is_variable(verb[0])
        return cls(subject[0], verb[0] if is_plain else "", object_[0], len(verb) > 1)

    @property
    def variables(self) -> set[str]:
        return {term for term in (self.subject, self.object) if _is_variable(term)}


def _term(token: SparqlToken, named: Mapping[int, str]) -> str:
    if token.variable:
        return f"?{token.variable}"
    return TYPE if token.text == "a" else named.get(token.start, token.text)


def _is_variable(term: str) -> bool:
    return term.startswith(("?", "_:"))


def _order(patterns: Sequence[_Pattern], totals: Totals) -> list[int] | None:
    """Give the best order that is found, or None when the one that there is will do."""
    given = _cost(patterns, range(len(patterns)), totals)
    if given < _WORTH:
        return None
    found = [_greedy(patterns, first, totals) for first in range(len(patterns))]
    best = min(found, key=lambda order: _cost(patterns, order, totals))
    return best if _cost(patterns, best, totals) * _GAIN < given else None


def _greedy(patterns: Sequence[_Pattern], first: int, totals: Totals) -> list[int]:
    """Begin with a pattern, and go on with what costs least each time."""
    order, left = [first], [number for number in range(len(patterns)) if number != first]
    bound = set(patterns[first].variables)
    while left:
        number = min(left, key=lambda each: sum(_estimate(patterns[each], bound, totals)))
        left.remove(number)
        order.append(number)
        bound |= patterns[number].variables
    return order


def _cost(patterns: Sequence[_Pattern], order: Sequence[int], totals: Totals) -> float:
    """Estimate how many statements are gone through."""
    bound: set[str] = set()
    rows, cost = 1.0, 0.0
    for number in order:
        steps, matches = _estimate(patterns[number], bound, totals)
        cost += rows * (steps + _LOOKUP)
        rows *= matches
        bound |= patterns[number].variables
    return cost


def _estimate(pattern: _Pattern, bound: Collection[str], totals: Totals) -> tuple[float, float]:
    """Estimate how many statements are gone through for a pattern once, and how many match."""
    whole = totals.all
    total = totals.properties.get(pattern.verb, _NONE) if pattern.verb else whole
    of_subject, of_object = total.statements / max(total.subjects, 1), total.statements / max(total.objects, 1)
    if pattern.verb == TYPE and not _is_variable(pattern.object) and totals.classes:
        of_object = totals.classes.get(pattern.object, _NONE).statements
    beside_subject = max(of_subject, whole.statements / max(whole.subjects, 1))
    beside_object = max(of_object, whole.statements / max(whole.objects, 1))
    knows_subject, knows_object = (not _is_variable(term) or term in bound for term in (pattern.subject, pattern.object))
    if knows_subject and knows_object:
        steps, matches = min(beside_subject, beside_object), of_object / max(total.subjects, 1)
    elif knows_subject:
        steps, matches = beside_subject, of_subject
    elif knows_object:
        steps, matches = beside_object, of_object
    else:
        steps = matches = float(total.statements)
    return (steps * _PATH, matches * _PATH) if pattern.is_path else (steps, matches)
