"""Numbers beyond the range of the store: it keeps them as they are written, and computes with them as little as with a text.

The store has integers of 64 bits, and decimals of 128 bits with 18 digits behind the point. A literal beyond that is a number
all the same: queries compare it by `catalogue.values` (see `catalogue.store.functions`).
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

from catalogue.lexical import INTEGERS, is_valid
from catalogue.terms import XSD, Literal

_SHORT = 18
"""How many characters a number may have that is not looked at: it is within the range."""

_DECIMALS = 18
_DECIMAL = XSD + "decimal"
_INTEGERS = frozenset(XSD + name for name in INTEGERS)
_LEAST_INTEGER, _MOST_INTEGER = -(2**63), 2**63 - 1
_LEAST_DECIMAL, _MOST_DECIMAL = (
    Decimal(f"{sign}170141183460469231731.68730371588410572{last}") for sign, last in (("-", 8), ("", 7))
)


def is_beyond(term: Any) -> bool:
    """Tell whether a term is a number that is too large, or has too many digits, for the store to compute with.

    >>> is_beyond(Literal(10**20)), is_beyond(Literal(7)), is_beyond(Literal("100000000000000000000"))
    (True, False, False)
    """
    return isinstance(term, Literal) and len(term.value) > _SHORT and _is_beyond(term.value, term.datatype.value)


@lru_cache(maxsize=4096)
def _is_beyond(lexical_form: str, datatype: str) -> bool:
    if datatype not in _INTEGERS and datatype != _DECIMAL:
        return False
    if not is_valid(lexical_form, datatype):
        return False
    number = Decimal(lexical_form)
    if datatype != _DECIMAL:
        return not _LEAST_INTEGER <= number <= _MOST_INTEGER
    digits = lexical_form.partition(".")[2].rstrip("0")
    return len(digits) > _DECIMALS or not _LEAST_DECIMAL <= number <= _MOST_DECIMAL
