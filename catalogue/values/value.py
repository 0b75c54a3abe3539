"""What a value is: the space of values that it belongs to, and its position there."""

from __future__ import annotations

from collections.abc import Callable
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context
from enum import Enum
from typing import Any, NamedTuple, TypeAlias

EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Arithmetic that does not round: for sums and products of numbers as long as they are written."""

Ordered: TypeAlias = Any
"""A position: an int, Decimal, string or boolean; those of one space can be compared."""

NUMBER, STRING, BOOLEAN, DURATION = "number", "string", "boolean", "duration"
"""Spaces of values; those of dates, times and the other durations have the local names of their datatypes."""


class Incomparable(Enum):
    """Why neither of two terms comes first, and they are not equal either."""

    TERM = "term"
    """One is no literal."""
    LANGUAGE = "language"
    """One has a language tag."""
    ILL_TYPED = "ill-typed"
    """The lexical form of one is none of its datatype."""
    NO_ORDER = "no-order"
    """The values of the datatype of one have no order."""
    NOT_A_NUMBER = "not-a-number"
    """One is NaN."""
    DATATYPES = "datatypes"
    """The values of their datatypes are not compared with each other."""
    ZONE = "zone"
    """One has a time zone and the other has none, and they are not more than 14 hours apart."""
    MONTHS = "months"
    """One duration is longer in some months, and the other in others."""


class Value(NamedTuple):
    """A value.

    Attributes:
        space: the values that it is compared with; None when it is compared with none.
        position: where it is among them: a number, a string or a boolean; seconds for dates and times, by UTC where there is a
            time zone; the months and the seconds of a duration; for what is compared with nothing, the reason.
        is_zoned: whether a date or time has a time zone; None for other values.
    """

    space: str | None
    position: Ordered
    is_zoned: bool | None = None


Reader: TypeAlias = Callable[[str, str], Value]
"""Reads a lexical form, which must be one of the datatype."""

PlainReader: TypeAlias = Callable[[str], Value | None]
"""Reads a lexical form as most are written; None when it may be written otherwise, or not be one."""
