"""Comparison: which of two literals has the lesser value, by SPARQL's operators where these are defined (SPARQL 1.1, 17.3).

Numbers of all datatypes are compared by what they are, however long they are written. Strings are compared by code points. What
SPARQL leaves open is ordered as XML Schema orders it (1.1, part 2, section 3.3): dates, times and their parts, where one with a
time zone and one without may be too near to tell, and durations, where a month may be as long as some days.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import ge, gt, le, lt
from typing import TypeAlias

from catalogue.lexical import is_valid
from catalogue.terms import XSD, Literal, Term
from catalogue.values import durations, numerals, times
from catalogue.values.value import BOOLEAN, DURATION, NUMBER, STRING, Incomparable, Ordered, PlainReader, Reader, Value

Comparison: TypeAlias = int | Incomparable
"""-1, 0 or 1 as the first is less, equal or greater; else why neither is."""

_TEXTS = ("string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN", "anyURI")
_OPERATORS: Mapping[str, Callable[[Ordered, Ordered], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def compare(left: Term, right: Term) -> Comparison:
    """Compare the values of two terms.

    Args:
        left: one term.
        right: the other.

    Returns:
        -1, 0 or 1 when the first is less than, equal to or greater than the second; else why they cannot be compared.

    >>> from catalogue.terms import NamedNode
    >>> compare(Literal("12345678901234567890", datatype=NamedNode(XSD + "integer")), Literal(1e0))
    1
    >>> compare(Literal("2024-01-01", datatype=NamedNode(XSD + "date")), Literal("2024"))
    <Incomparable.DATATYPES: 'datatypes'>
    """
    return _compared(_value(left), _value(right))


def are_in_order(pairs: Sequence[tuple[Term, Term]], operator: str) -> list[bool]:
    """Compare pairs of terms.

    Args:
        pairs: the terms on the left and on the right.
        operator: `<`, `<=`, `>` or `>=`.

    Returns:
        For each pair, whether it is true; it is not for what cannot be compared.

    >>> are_in_order([(Literal(1), Literal(2)), (Literal(True), Literal(False)), (Literal("a"), Literal(1))], "<")
    [True, False, False]
    """
    holds, are_true = _OPERATORS[operator], []
    last, there = None, _NOWHERE
    for left, right in pairs:
        if right is not last:  # mostly all are compared with the same
            last, there = right, _value(right)
        here = _value(left)
        if here[0] is there[0] and here[2] is there[2] and here[0] not in _PARTLY_ORDERED:
            are_true.append(holds(here[1], there[1]))
        else:
            compared = _compared(here, there)
            are_true.append(not isinstance(compared, Incomparable) and holds(compared, 0))
    return are_true


def position(term: Term) -> str | None:
    """Give a string that comes before that of another number where the number is less, by code points.

    Args:
        term: a number of any datatype.

    Returns:
        The string, the same for equal numbers; None for NaN and for what is no number.

    >>> positions = [position(Literal(number)) for number in (-1e300, -2, -1.5, 0, 0.001, 0.01, 10**30)]
    >>> positions == sorted(positions), position(Literal("1"))
    (True, None)
    """
    value = _value(term)
    return numerals.ordered_text(value.position) if value.space == NUMBER else None


_NOWHERE = Value(None, Incomparable.TERM)
_TAGGED = Value(None, Incomparable.LANGUAGE)
_UNORDERED = Value(None, Incomparable.NO_ORDER)
_ILL_TYPED = Value(None, Incomparable.ILL_TYPED)
_PARTLY_ORDERED = frozenset({None, DURATION})


def _boolean(lexical_form: str, _: str) -> Value:
    return Value(BOOLEAN, lexical_form in {"true", "1"})


def _text(lexical_form: str, _: str) -> Value:
    return Value(STRING, lexical_form)


_ALL: Mapping[str, Reader] = {
    "boolean": _boolean,
    **dict.fromkeys(_TEXTS, _text),
    **numerals.READERS,
    **times.READERS,
    **durations.READERS,
}
_READERS = {XSD + name: reader for name, reader in _ALL.items()}
"""What reads the value of a lexical form, by the datatype."""

_PLAIN: Mapping[str, PlainReader] = {XSD + name: read for name, read in {**numerals.PLAIN, **times.PLAIN}.items()}
"""What reads most lexical forms of the commonest datatypes, faster."""


def _value(term: Term) -> Value:
    """Give the value of a term."""
    if not isinstance(term, Literal):
        return _NOWHERE
    if term.language:
        return _TAGGED
    lexical_form, datatype = term.value, term.datatype.value
    plain = _PLAIN.get(datatype)
    value = plain(lexical_form) if plain is not None else None
    return value if value is not None else _read(lexical_form, datatype)


def _read(lexical_form: str, datatype: str) -> Value:
    reader = _READERS.get(datatype)
    if reader is None:
        return _UNORDERED
    return reader(lexical_form, datatype) if is_valid(lexical_form, datatype) else _ILL_TYPED


def _compared(left: Value, right: Value) -> Comparison:
    for value in (left, right):
        if value.space is None:
            reason: Incomparable = value.position
            return reason
    if left.space != right.space:
        return Incomparable.DATATYPES
    if left.is_zoned is not right.is_zoned:
        compared = times.compare_across(left, right)
        return Incomparable.ZONE if compared is None else compared
    if left.space == DURATION:
        compared = durations.compare_durations(left, right)
        return Incomparable.MONTHS if compared is None else compared
    return int(left.position > right.position) - int(left.position < right.position)
