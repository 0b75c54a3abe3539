"""Ordering: the patterns of a query, put such that few statements are gone through.

The store joins patterns one after the other: for each match of the first it looks up the second. It does not know how often a
property occurs, and keeps the order of the query where patterns look alike. So a query that begins with what there is most of
takes many times as long as it needs. With the totals of properties and classes it is known which order costs least; the answer
is the same in any.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from catalogue.sparql.counts import TYPE
from catalogue.sparql.names import Names
from catalogue.sparql.query import QueryText
from catalogue.sparql.tokens import SparqlToken
from catalogue.sparql.totals import Total, Totals
from catalogue.sparql.tree import Term, TriplePattern, Triples, all_queries, is_read

_MOST = 8
"""How many patterns a block may have to be put in order: the ways grow with the third power."""

_WORTH = 5000
"""How many statements it must be that are gone through: below a third of a millisecond."""

_GAIN = 1.5
_LOOKUP = 5.0
"""What it costs to begin to look up, in statements that are gone through."""

_PATH = 10.0
_NONE = Total(0, 1, 1, 1)


def ordered(query: QueryText, names: Names, totals: Totals) -> str | None:
    """Put the patterns of a query in the order that costs least.

    Args:
        query: the query.
        names: its names.
        totals: what has been counted.

    Returns:
        A query with the same answer, or None when not much is gained.
    """
    done, pieces = 0, []
    for block in first_blocks(query):
        patterns = [_Pattern.of(pattern, names) for pattern in block.patterns]
        order = _order(patterns, totals) if len(patterns) <= _MOST and totals.properties else None
        if order is not None:
            pieces += [query.text[done : block.start], reordered(query, block, order)]
            done = block.end
    return "".join([*pieces, query.text[done:]]) if pieces else None


def first_blocks(query: QueryText) -> list[Triples]:
    """List the blocks of two patterns and more that a query, and each one inside it, begins with, in their order.

    The patterns of a block are joined, whatever their order. Blocks with property lists, collections or annotations are left
    out, and so are all where something is not read.

    >>> query = QueryText("SELECT ?a { ?a u:p ?b ; u:q/u:r* 'x'@en . FILTER (?b > 1) }")
    >>> [query.text[block.start : block.end] for block in first_blocks(query)]
    ["?a u:p ?b ; u:q/u:r* 'x'@en"]
    """
    if not is_read(query.tree):
        return []
    first = (element for each in all_queries(query.tree) if each.where is not None for element in each.where.elements[:1])
    blocks = [block for block in first if isinstance(block, Triples) and block.is_plain and len(block.patterns) > 1]
    return sorted(blocks, key=lambda block: block.start)


def reordered(query: QueryText, block: Triples, order: Sequence[int]) -> str:
    """Write the patterns of a block one after the other.

    Args:
        query: the query.
        block: the block.
        order: the numbers of its patterns.
    """
    patterns = [block.patterns[number] for number in order]
    spans = [[(part.tokens[0].start, part.tokens[-1].end) for part in pattern] for pattern in patterns]
    return " . ".join(" ".join(query.text[start:end] for start, end in pattern) for pattern in spans)


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
    def of(cls, pattern: TriplePattern, names: Names) -> _Pattern:
        verb = pattern.verb
        is_path = not isinstance(verb, Term) and verb.kind != "predicate"
        iri = "" if is_path or isinstance(verb, Term) else _term(verb.tokens, names)
        return cls(_term(pattern.subject.tokens, names), iri, _term(pattern.object.tokens, names), is_path)

    @property
    def variables(self) -> set[str]:
        return {term for term in (self.subject, self.object) if _is_variable(term)}


def _term(listed: Sequence[SparqlToken], names: Names) -> str:
    token = listed[0]
    if token.variable:
        return f"?{token.variable}"
    if token.text == "a":
        return TYPE
    iri = names.iri(token)
    return token.text if iri is None else f"<{iri}>"


def _is_variable(term: str) -> bool:
    return term.startswith(("?", "_:"))


def _order(patterns: Sequence[_Pattern], totals: Totals) -> list[int] | None:
    """Give the best order of those tried, or None when the one that there is will do."""
    given = _cost(patterns, range(len(patterns)), totals)
    if given < _WORTH:
        return None
    orders = [_greedy(patterns, first, totals) for first in range(len(patterns))]
    best = min(orders, key=lambda order: _cost(patterns, order, totals))
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


def _each(total: Total) -> tuple[float, float]:
    """Give how many statements there are for each subject, and for each object."""
    return total.statements / max(total.subjects, 1), total.statements / max(total.objects, 1)


def _of_class(pattern: _Pattern, otherwise: float, totals: Totals) -> float:
    """Give how many instances the class of a pattern has, where it names one and instances were counted."""
    if _is_variable(pattern.object) or not totals.classes:
        return otherwise
    return totals.classes.get(pattern.object, _NONE).statements


def _estimate(pattern: _Pattern, bound: Collection[str], totals: Totals) -> tuple[float, float]:
    """Estimate how many statements are gone through for a pattern once, and how many match."""
    total = totals.properties.get(pattern.verb, _NONE) if pattern.verb else totals.all
    of_subject, of_object = _each(total)
    if pattern.verb == TYPE:
        of_object = _of_class(pattern, of_object, totals)
    of_any_subject, of_any_object = _each(totals.all)
    beside_subject, beside_object = max(of_subject, of_any_subject), max(of_object, of_any_object)
    steps, matches = float(total.statements), float(total.statements)
    knows_subject, knows_object = (not _is_variable(term) or term in bound for term in (pattern.subject, pattern.object))
    if knows_subject and knows_object:
        steps, matches = min(beside_subject, beside_object), of_object / max(total.subjects, 1)
    elif knows_subject:
        steps, matches = beside_subject, of_subject
    elif knows_object:
        steps, matches = beside_object, of_object
    return (steps * _PATH, matches * _PATH) if pattern.is_path else (steps, matches)
