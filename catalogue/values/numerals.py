"""Numerals: the numbers that are written, exactly: integers and decimals of any length, floats and doubles as rounded."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from decimal import Decimal

from catalogue.lexical import INTEGERS
from catalogue.values.value import NUMBER, Incomparable, PlainReader, Reader, Value

_PLAIN_DIGITS = 18
"""How many characters a number may have that is read as an int: Python reads long ones slowly, and refuses the longest."""

_LOW_BITS = 29
"""How many bits of a double's fraction a float has not."""
_HALF = 1 << _LOW_BITS - 1


def _plain_integer(lexical_form: str) -> Value | None:
    is_plain = len(lexical_form) <= _PLAIN_DIGITS and lexical_form.isascii() and lexical_form.isdigit()
    return Value(NUMBER, int(lexical_form)) if is_plain else None


def _plain_decimal(lexical_form: str) -> Value | None:
    whole, _, fraction = lexical_form.partition(".")
    is_plain = whole.isdigit() and fraction.isdigit() and lexical_form.isascii()
    return Value(NUMBER, Decimal(lexical_form)) if is_plain else None


def _decimal(lexical_form: str, _: str) -> Value:
    return Value(NUMBER, Decimal(lexical_form))


def _double(lexical_form: str, _: str) -> Value:
    return _of(float(lexical_form))


def _float(lexical_form: str, _: str) -> Value:
    return _of(single(lexical_form))


def _of(number: float) -> Value:
    return Value(None, Incomparable.NOT_A_NUMBER) if math.isnan(number) else Value(NUMBER, Decimal(number))


def single(lexical_form: str) -> float:
    """Round a number to the nearest that has 32 bits.

    Args:
        lexical_form: a lexical form of `xsd:float`.

    >>> single("0.1"), single("1e39"), single("16777217.0000000000000000000001")
    (0.10000000149011612, inf, 16777218.0)
    """
    double = float(lexical_form)
    bits = struct.unpack("<q", struct.pack("<d", double))[0]
    if bits & (1 << _LOW_BITS) - 1 == _HALF and math.isfinite(double):  # rounded twice, it may come to lie in the middle
        exact, rounded = Decimal(lexical_form), Decimal(double)
        double = math.nextafter(double, math.inf if exact > rounded else -math.inf) if exact != rounded else double
    try:
        return float(struct.unpack("<f", struct.pack("<f", double))[0])
    except OverflowError:
        return math.copysign(math.inf, double)


_EXPONENTS = 10**20
"""More than any exponent is, up or down."""

_COMPLEMENTS = str.maketrans("0123456789", "9876543210")


def ordered_text(number: int | Decimal) -> str:
    """Write a number such that texts are ordered by code points as the numbers are.

    >>> ordered_text(Decimal("-1.51")) < ordered_text(Decimal("-1.5")), ordered_text(10) == ordered_text(Decimal("1e1"))
    (True, True)
    """
    exactly = Decimal(number)
    if exactly.is_zero():
        return "1"
    if exactly.is_infinite():
        return "0" if exactly < 0 else "3"
    digits = "".join(map(str, exactly.as_tuple().digits)).strip("0")
    text = f"{exactly.adjusted() + _EXPONENTS:021d}{digits}"
    return f"2{text}" if exactly > 0 else f"0{text.translate(_COMPLEMENTS)}~"


READERS: Mapping[str, Reader] = {**dict.fromkeys(INTEGERS, _decimal), "decimal": _decimal, "double": _double, "float": _float}
"""What reads numbers, by the local name of the datatype."""

PLAIN: Mapping[str, PlainReader] = {"integer": _plain_integer, "nonNegativeInteger": _plain_integer, "decimal": _plain_decimal}
"""What reads most numbers, by the local name of the datatype."""
