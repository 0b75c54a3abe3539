"""Values are compared by what they are: as fractions and datetimes compare them, and as pySHACL does where it is right."""

from __future__ import annotations

import math
import struct
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.columns.graph import Graph
from catalogue.shacl import reference
from catalogue.shacl.engine import validate
from catalogue.sources import parse
from catalogue.terms import XSD, BlankNode, Literal, NamedNode, Term
from catalogue.values import Incomparable, are_in_order, compare
from catalogue.values.numerals import single

OPERATORS = ("<", "<=", ">", ">=")


def typed(lexical_form: str, name: str) -> Literal:
    return Literal(lexical_form, datatype=NamedNode(XSD + name))


def of(written: str) -> Term:
    """Read a term: `value name of the datatype`, with the datatype left out for a string."""
    value, _, name = written.rpartition(" ")
    return typed(value, name) if value else Literal(name)


LESS = [
    # integers of any size, and what is derived from them
    ("0 integer", "12345678901234567890 integer"),
    ("-12345678901234567890123 integer", "-12345678901234567890122 integer"),
    ("18446744073709551614 unsignedLong", "18446744073709551615 unsignedLong"),
    ("9223372036854775807 long", "9223372036854775808 integer"),
    ("9 integer", "1" + "0" * 10_000 + " integer"),
    ("-1 negativeInteger", "0 nonPositiveInteger"),
    ("0 nonNegativeInteger", "1 positiveInteger"),
    ("127 byte", "255 unsignedByte"),
    ("007 int", "8 short"),
    # decimals
    ("0.1234567890123456789 decimal", "0.12345678901234567891 decimal"),
    ("-.5 decimal", "+0.5 decimal"),
    ("1. decimal", "1.0000000000000000000000000000000000000000000000001 decimal"),
    # floats and doubles, and all of them together, as the numbers that they are
    ("9007199254740992e0 double", "9007199254740993 integer"),
    ("0.1 decimal", "0.1 double"),
    ("0.1 double", "0.1 float"),
    ("-INF double", "-1e308 double"),
    ("1e308 double", "INF float"),
    ("16777216 float", "16777217 integer"),
    ("-1e-400 double", "1e-300 double"),
    # booleans
    ("false boolean", "true boolean"),
    ("0 boolean", "1 boolean"),
    # strings, by code point
    ("Z string", "a string"),
    ("z string", "é string"),
    ("\ufb00 string", "\U0001d4b3 string"),
    ("! string", "a string"),
    ("a token", "b string"),
    ("urn:a anyURI", "urn:b anyURI"),
    # dates and times
    ("2024-01-01 date", "2024-01-02 date"),
    ("-0001-12-31 date", "0000-01-01 date"),
    ("9999-12-31 date", "10000-01-01 date"),
    ("-10000-01-01 date", "-9999-01-01 date"),
    ("2024-02-29 date", "2024-03-01 date"),
    ("2024-01-01T08:00:00Z dateTime", "2024-01-01T10:00:00+01:00 dateTime"),
    ("2024-01-01T10:00:00+02:00 dateTime", "2024-01-01T09:00:00Z dateTime"),
    ("2024-01-01T00:00:00.1 dateTime", "2024-01-01T00:00:00.10000000000000000000000000001 dateTime"),
    ("2024-12-31T23:59:59 dateTime", "2024-12-31T24:00:00 dateTime"),
    ("2024-01-01T00:00:00Z dateTimeStamp", "2024-01-01T00:00:01Z dateTime"),
    ("10:00:00Z time", "10:00:00-01:00 time"),
    ("24:00:00 time", "00:00:01 time"),
    ("2020 gYear", "2021 gYear"),
    ("2020+01:00 gYear", "2020Z gYear"),
    ("2020-05 gYearMonth", "2020-06 gYearMonth"),
    ("--05 gMonth", "--06 gMonth"),
    ("--02-28 gMonthDay", "--02-29 gMonthDay"),
    ("---30 gDay", "---31 gDay"),
    # with and without a time zone, more than 14 hours apart
    ("2024-01-01T00:00:00Z dateTime", "2024-01-01T14:00:00.1 dateTime"),
    ("2024-01-01T09:59:59 dateTime", "2024-01-02T00:00:00Z dateTime"),
    ("2024-01-01Z date", "2024-01-02 date"),
    ("2020 gYear", "2021Z gYear"),
    ("00:00:00Z time", "14:00:01 time"),
    # durations
    ("P11M yearMonthDuration", "P1Y yearMonthDuration"),
    ("PT23H59M59.9S dayTimeDuration", "P1D dayTimeDuration"),
    ("-P1D dayTimeDuration", "PT0S dayTimeDuration"),
    ("P1M duration", "P32D duration"),
    ("P27D duration", "P1M duration"),
    ("P1D duration", "P2D duration"),
    ("P1Y duration", "P367D duration"),
]

EQUAL = [
    ("1 integer", "1.0 decimal"),
    ("1 integer", "1e0 double"),
    ("-0.0 double", "0 integer"),
    ("-0.0 float", "0.0 double"),
    ("INF double", "+INF float"),
    ("0.5 float", "0.5 decimal"),
    ("1 boolean", "true boolean"),
    ("2024-01-01T12:00:00Z dateTime", "2024-01-01T13:00:00+01:00 dateTime"),
    ("2024-12-31T24:00:00 dateTime", "2025-01-01T00:00:00 dateTime"),
    ("24:00:00 time", "00:00:00 time"),
    ("2024-01-01+00:00 date", "2024-01-01Z date"),
    ("P12M yearMonthDuration", "P1Y yearMonthDuration"),
    ("P1DT12H duration", "PT36H duration"),
    ("PT60S dayTimeDuration", "PT1M dayTimeDuration"),
]

NOT_COMPARED = [
    ("2024-01-01 date", "2024-06-01T00:00:00 dateTime", Incomparable.DATATYPES),
    ("2024 gYear", "2024-01-01 date", Incomparable.DATATYPES),
    ("2024-01 gYearMonth", "2024 gYear", Incomparable.DATATYPES),
    ("P1D dayTimeDuration", "P2D duration", Incomparable.DATATYPES),
    ("P1M yearMonthDuration", "P2M duration", Incomparable.DATATYPES),
    ("P1M yearMonthDuration", "P1D dayTimeDuration", Incomparable.DATATYPES),
    ("1 integer", "1", Incomparable.DATATYPES),
    ("1 integer", "true boolean", Incomparable.DATATYPES),
    ("2024-01-01T10:00:00Z dateTime", "2024-01-01T12:00:00 dateTime", Incomparable.ZONE),
    ("2024-01-01T00:00:00Z dateTime", "2024-01-01T14:00:00 dateTime", Incomparable.ZONE),
    ("2024-01-01T14:00:00 dateTime", "2024-01-01T00:00:00Z dateTime", Incomparable.ZONE),
    ("2024-01-01T10:00:00Z dateTime", "2024-01-01T10:00:00 dateTime", Incomparable.ZONE),
    ("2024-01-01Z date", "2024-01-01 date", Incomparable.ZONE),
    ("10:00:00Z time", "23:59:00 time", Incomparable.ZONE),
    ("2020Z gYear", "2020 gYear", Incomparable.ZONE),
    ("--01Z gMonth", "--01 gMonth", Incomparable.ZONE),
    ("P1M duration", "P31D duration", Incomparable.MONTHS),
    ("P1Y duration", "P366D duration", Incomparable.MONTHS),
    ("NaN double", "1 integer", Incomparable.NOT_A_NUMBER),
    ("NaN float", "NaN double", Incomparable.NOT_A_NUMBER),
    ("300 byte", "1000 integer", Incomparable.ILL_TYPED),
    ("2024-02-30 date", "2024-03-01 date", Incomparable.ILL_TYPED),
    ("-1 nonNegativeInteger", "1 integer", Incomparable.ILL_TYPED),
    ("1_000 decimal", "1 integer", Incomparable.ILL_TYPED),
    ("yes boolean", "true boolean", Incomparable.ILL_TYPED),
    ("2024-01-01T25:00:00 dateTime", "2024-01-01T00:00:00 dateTime", Incomparable.ILL_TYPED),
    ("00 hexBinary", "01 hexBinary", Incomparable.NO_ORDER),
    ("AA== base64Binary", "AQ== base64Binary", Incomparable.NO_ORDER),
    ("a QName", "b QName", Incomparable.NO_ORDER),
]


@pytest.mark.parametrize(("less", "greater"), LESS)
def test_one_value_is_less(less: str, greater: str):
    assert (-1, 1) == (compare(of(less), of(greater)), compare(of(greater), of(less)))
    assert [True, True, False, False] == holding(of(less), of(greater))
    assert [False, False, True, True] == holding(of(greater), of(less))


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_two_values_are_equal(one: str, other: str):
    assert (0, 0) == (compare(of(one), of(other)), compare(of(other), of(one)))
    assert [False, True, False, True] == holding(of(one), of(other))


@pytest.mark.parametrize(("one", "other", "reason"), NOT_COMPARED)
def test_two_values_are_not_compared_and_why(one: str, other: str, reason: Incomparable):
    assert (reason, reason) == (compare(of(one), of(other)), compare(of(other), of(one)))
    assert [False] * 4 == holding(of(one), of(other))


def holding(left: Term, right: Term) -> list[bool]:
    return [are_in_order([(left, right)], operator)[0] for operator in OPERATORS]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (Literal("a", language="en"), Literal("b", language="en"), Incomparable.LANGUAGE),
        (Literal("a", language="en"), Literal("b"), Incomparable.LANGUAGE),
        (NamedNode("urn:a"), NamedNode("urn:b"), Incomparable.TERM),
        (NamedNode("urn:a"), Literal(1), Incomparable.TERM),
        (BlankNode("a"), BlankNode("a"), Incomparable.TERM),
        (Literal("1", datatype=NamedNode("urn:d")), Literal("2", datatype=NamedNode("urn:d")), Incomparable.NO_ORDER),
    ],
)
def test_other_terms_have_no_order(one: Term, other: Term, reason: Incomparable):
    assert (reason, reason) == (compare(one, other), compare(other, one))
    assert [False] * 4 == holding(one, other)


# A second implementation

signs = st.sampled_from(["", "+", "-"])
digits = st.text("0123456789", min_size=1, max_size=40)
integers = st.tuples(signs, digits).map("".join).map(lambda form: typed(form, "integer"))
decimals = st.tuples(signs, digits, digits).map(lambda parts: typed("{}{}.{}".format(*parts), "decimal"))
exponents = st.integers(-330, 320).map("e{}".format)
doubles = st.tuples(signs, digits, exponents, st.sampled_from(["double", "float"])).map(
    lambda parts: typed("".join(parts[:3]), parts[3])
)
special = st.sampled_from(["INF", "-INF", "NaN", "-0.0"]).flatmap(
    lambda form: st.sampled_from([typed(form, "double"), typed(form, "float")])
)


def number(literal: Literal) -> Fraction | float:
    """Read a number with Python's own fractions; infinite and no numbers as floats."""
    name = literal.datatype.value.removeprefix(XSD)
    if name in {"double", "float"}:
        value = float(literal.value)
        if name == "float":
            value = nearest_float(literal.value)
        return value if math.isinf(value) or math.isnan(value) else Fraction(value)
    return Fraction(literal.value)


def nearest_float(form: str) -> float:
    """Find the nearest number of 32 bits among the neighbours of a first guess."""
    if form.strip("+-") in {"INF", "NaN"} or math.isinf(float(form)):
        return float(form)
    exact = Fraction(form)
    try:
        bits = struct.unpack("<I", struct.pack("<f", abs(float(form))))[0]
    except OverflowError:
        bits = 0x7F7FFFFF
    near = [b for b in (bits - 1, bits, bits + 1) if 0 <= b <= 0x7F7FFFFF]
    candidates = {b: Fraction(struct.unpack("<f", struct.pack("<I", b))[0]) for b in near}
    if abs(exact) >= Fraction(2**128) - Fraction(2**103):
        return math.copysign(math.inf, exact)
    best = min(candidates, key=lambda b: (abs(candidates[b] - abs(exact)), b % 2))
    return math.copysign(float(candidates[best]), -1 if exact < 0 else 1)


@given(st.one_of(integers, decimals, doubles, special), st.one_of(integers, decimals, doubles, special))
def test_numbers_are_compared_as_fractions_are(left: Literal, right: Literal):
    one, other = number(left), number(right)
    expected = [one < other, one <= other, one > other, one >= other]
    assert expected == holding(left, right)


@given(doubles)
def test_floats_are_rounded_once(literal: Literal):
    assert nearest_float(literal.value) == single(literal.value)


@pytest.mark.parametrize(
    "form", ["16777217", "16777217.0000000000000000001", "16777216.9999999999999999", "16777219", "1e39", "-1e39"]
)
def test_floats_between_two_are_rounded_to_the_nearest(form: str):
    assert nearest_float(form) == single(form)


zones = st.one_of(st.none(), st.integers(-840, 840))
moments = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29))  # noqa: DTZ001 - the zone is written beside it
near = st.tuples(moments, st.timedeltas(timedelta(hours=-30), timedelta(hours=30)))


def written(then: datetime, zone: int | None) -> Literal:
    form = then.isoformat()
    if zone is not None:
        form += f"{'-' if zone < 0 else '+'}{abs(zone) // 60:02}:{abs(zone) % 60:02}"
    return typed(form, "dateTime")


@given(near, zones, zones)
def test_times_are_compared_as_datetimes_are(near: tuple[datetime, timedelta], zone: int | None, other_zone: int | None):
    then = near[0]
    later = min(max(then + near[1], datetime(1, 1, 3)), datetime(9999, 12, 29))  # noqa: DTZ001
    comparison = compare(written(then, zone), written(later, other_zone))
    if zone is None and other_zone is None:
        assert (then > later) - (then < later) == comparison
        return
    outcomes = {(a > b) - (a < b) for a in instants(then, zone) for b in instants(later, other_zone)}
    assert (outcomes.pop() if len(outcomes) == 1 else Incomparable.ZONE) == comparison


def instants(then: datetime, zone: int | None) -> list[datetime]:
    """Give the instant that a time may be, at most and at least, when it has no time zone."""
    offsets = [-840, 840] if zone is None else [zone]
    return [then.replace(tzinfo=timezone(timedelta(minutes=offset))).astimezone(UTC) for offset in offsets]


@given(st.integers(-(10**30), 10**30), st.integers(1, 12), st.integers(-(10**30), 10**30), st.integers(1, 12))
def test_months_of_any_year_are_in_order(year: int, month: int, other_year: int, other_month: int):
    forms = [f"{'-' if y < 0 else ''}{abs(y):04}-{m:02}" for y, m in ((year, month), (other_year, other_month))]
    one, other = (year, month), (other_year, other_month)
    assert (one > other) - (one < other) == compare(typed(forms[0], "gYearMonth"), typed(forms[1], "gYearMonth"))


amounts = st.tuples(st.sampled_from([1, -1]), st.integers(0, 10**6), st.integers(0, 10**10))


@given(amounts, amounts)
def test_durations_are_ordered_by_where_they_end(amount: tuple[int, int, int], other_amount: tuple[int, int, int]):
    """A month has between 28 and 31 days: what is certain by these bounds is never told otherwise."""
    one, other = duration(*amount), duration(*other_amount)
    (sign, months, eighths), (other_sign, other_months, other_eighths) = amount, other_amount
    more, apart = sign * months - other_sign * other_months, Fraction(sign * eighths - other_sign * other_eighths, 8)
    low, high = sorted(more * days * 86_400 for days in (28, 31))
    comparison = compare(one, other)
    if low + apart > 0:
        assert 1 == comparison
    elif high + apart < 0:
        assert -1 == comparison
    elif more == 0:
        assert 0 == comparison
    assert {1: -1, -1: 1}.get(comparison, comparison) == compare(other, one)


def duration(sign: int, months: int, eighths: int) -> Literal:
    return typed(f"{'-' * (sign < 0)}P{months}MT{eighths // 8}.{eighths % 8 * 125:03}S", "duration")


# In a validation

PREFIXES = """@prefix : <http://x.example/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def turtle(written: str) -> str:
    value, _, name = written.rpartition(" ")
    return f'"{value}"^^xsd:{name}' if value else f'"{name}"'


def results(shape: str, said: str) -> list[str]:
    files = [parse((PREFIXES + text).encode(), "x.ttl") for text in (said, f":s sh:targetNode :a ; sh:path :p ; {shape} .")]
    return [result.component for result in validate(*(Graph("", [file]) for file in files))]


@pytest.mark.parametrize(("less", "greater"), LESS)
def test_ranges_and_orders_of_properties_compare_alike(less: str, greater: str):
    low, high = turtle(less), turtle(greater)
    assert [] == results(f"sh:minInclusive {low} ; sh:minExclusive {low}", f":a :p {high} .")
    assert [] == results(f"sh:maxInclusive {high} ; sh:maxExclusive {high}", f":a :p {low} .")
    assert [] == results("sh:lessThan :q ; sh:lessThanOrEquals :q", f":a :p {low} ; :q {high} .")
    assert ["MinExclusive", "MinInclusive"] == results(f"sh:minInclusive {high} ; sh:minExclusive {high}", f":a :p {low} .")
    assert ["MaxExclusive", "MaxInclusive"] == results(f"sh:maxInclusive {low} ; sh:maxExclusive {low}", f":a :p {high} .")
    assert ["LessThan", "LessThanOrEquals"] == results("sh:lessThan :q ; sh:lessThanOrEquals :q", f":a :p {high} ; :q {low} .")


@pytest.mark.parametrize(("one", "other", "reason"), NOT_COMPARED)
def test_what_is_not_compared_violates(one: str, other: str, reason: Incomparable):
    assert isinstance(reason, Incomparable)
    for value, bound in ((one, other), (other, one)):
        assert 4 == len(results(" ; ".join(f"sh:{name} {turtle(bound)}" for name in BOUNDS), f":a :p {turtle(value)} ."))
        assert ["LessThan"] == results("sh:lessThan :q", f":a :p {turtle(value)} ; :q {turtle(bound)} .")


BOUNDS = ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")
PLAIN = [
    f"{value} {name}"
    for name, values in {
        "integer": ["-1", "0", "12345678901234567890", "12345678901234567891"],
        "decimal": ["0.5", "0.1234567890123456789", "0.12345678901234567891", "-0.0"],
        "double": ["1e0", "-1.5e3", "1e300"],
        "unsignedLong": ["18446744073709551615", "0"],
    }.items()
    for value in values
]


@given(st.sampled_from(PLAIN), st.sampled_from(PLAIN), st.sampled_from(BOUNDS))
def test_numbers_are_compared_as_pyshacl_compares_them(value: str, bound: str, name: str):
    said, shape = f":a :p {turtle(value)} .", f":s sh:targetNode :a ; sh:path :p ; sh:{name} {turtle(bound)} ."
    theirs = reference.validate(*(parse((PREFIXES + text).encode(), "x.ttl").triples for text in (said, shape)))
    assert [result.component for result in theirs] == results(f"sh:{name} {turtle(bound)}", said)
