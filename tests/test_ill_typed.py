"""Why a literal is ill-typed: each cause in plain words, in both languages, for every datatype whose forms are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.lexical import DATATYPES, has_forms, is_valid
from catalogue.lint.ill_typed import reason
from catalogue.terms import XSD

REASONS = [
    ("date", "2024-13-01", "there is no month 13"),
    ("date", "2024-00-01", "there is no month 00"),
    ("date", "2024-02-30", "the month 2024-02 has 29 days"),
    ("date", "2023-2-30", "the month 2023-02 has 28 days"),
    ("date", "2024-04-31", "the month 2024-04 has 30 days"),
    ("date", "1900-02-29", "the month 1900-02 has 28 days"),
    ("date", "2024-01-32", "there is no day 32"),
    ("date", "2024-01-00", "there is no day 00"),
    ("date", "24-02-14", "a year has four digits"),
    ("date", "14/02/24", "a year has four digits"),
    ("date", "14/02/2024", "the year comes first, then the month and the day, as in `2024-02-14`"),
    ("date", "02-14-2024", "the year comes first, then the month and the day, as in `2024-02-14`"),
    ("date", "3.4.2024", "the year comes first, then the month and the day, as in `2024-02-14`"),
    ("date", "2024/02/14", "the parts are joined by `-`, as in `2024-02-14`"),
    ("date", "2024.2.14", "the parts are joined by `-`, as in `2024-02-14`"),
    ("date", "20240214", "the parts are joined by `-`, as in `2024-02-14`"),
    ("date", "14 février 2024", "it is written in digits, as in `2024-02-14`"),
    ("date", "Feb 14, 2024", "it is written in digits, as in `2024-02-14`"),
    ("date", "2024-2-4", "month and day have two digits each"),
    ("date", "2024-02", "the day is missing"),
    ("date", "2024", "the month and the day are missing"),
    ("date", "2024-02-14T10:00:00", "xsd:date has no time of day"),
    ("date", "2024-02-14 10:00", "xsd:date has no time of day"),
    ("date", "", "it is empty"),
    ("date", " 2024-02-14", "a space stands before or behind it"),
    ("dateTime", "2024-02-14", "the time of day is missing, as in `2024-02-14T09:30:00`"),
    ("dateTime", "2024-02-14 09:30:00", "`T` stands between the date and the time, not a space"),
    ("dateTime", "2024-02-14T09:30", "the seconds are missing, as in `09:30:00`"),
    ("dateTime", "2024-02-30T09:30:00", "the month 2024-02 has 29 days"),
    ("dateTime", "2024-02-14T25:00:00", "there is no hour 25"),
    ("dateTime", "2024-02-14T10:61:00", "minutes and seconds go to 59, not 61"),
    ("dateTime", "2024-02-14T10:00:60", "minutes and seconds go to 59, not 60"),
    ("dateTime", "2024-02-14T10:00:00+0100", "a time zone is written `Z` or as in `+01:00`"),
    ("dateTime", "14/02/2024 10:00", "`T` stands between the date and the time, not a space"),
    ("dateTimeStamp", "2024-02-14T10:00:00", "the time zone is missing: `Z` or one such as `+01:00`"),
    ("time", "9h30", "it is written as in `09:30:00`"),
    ("time", "09:30", "the seconds are missing, as in `09:30:00`"),
    ("gYear", "24", "a year has four digits"),
    ("gYear", "2024-02-14", "xsd:gYear has fewer parts, as in `2024`"),
    ("gYear", "14/02/2024", "the year comes first, then the month and the day, as in `2024`"),
    ("gYearMonth", "2024", "the month is missing"),
    ("gYearMonth", "2024-13", "there is no month 13"),
    ("gYearMonth", "2024-2", "month and day have two digits each"),
    ("gYearMonth", "2024-02-14", "xsd:gYearMonth has fewer parts, as in `2024-02`"),
    ("integer", "12.5", "xsd:integer has no decimals"),
    ("integer", "1e3", "xsd:integer has no exponent"),
    ("integer", "1 200", "nothing stands between the digits of a number"),
    ("integer", "1'200", "nothing stands between the digits of a number"),
    ("integer", "twelve", "a number is written in digits"),
    ("integer", "12 beds", "a number has no unit; `beds` stands behind it"),
    ("decimal", "12€", "a number has no unit; `€` stands behind it"),
    ("decimal", "1,5", "decimals follow `.`, not `,`"),
    ("decimal", "1.5e3", "xsd:decimal has no exponent"),
    ("decimal", "−1.5", "the minus sign is `-`, not a dash"),
    ("double", "1,5", "decimals follow `.`, not `,`"),
    ("byte", "300", "xsd:byte goes up to 127"),
    ("byte", "-300", "xsd:byte begins at -128"),
    ("nonNegativeInteger", "-3", "xsd:nonNegativeInteger begins at 0"),
    ("positiveInteger", "0", "xsd:positiveInteger begins at 1"),
    ("negativeInteger", "3", "xsd:negativeInteger goes up to -1"),
    ("unsignedLong", "99999999999999999999", "xsd:unsignedLong goes up to 18446744073709551615"),
    ("boolean", "yes", "it is written `true` or `false`"),
    ("boolean", "True", "it is written `true` or `false`"),
    ("duration", "2 days", "it is written as in `P1Y2M`"),
    ("language", "fr_FR", "it is written as in `pt-BR`"),
]


@pytest.mark.parametrize(("name", "written", "expected"), REASONS)
def test_the_reason_is_the_first_thing_that_is_wrong(name: str, written: str, expected: str):
    assert not is_valid(written, XSD + name)
    text = reason(written, XSD + name)
    assert text is not None
    assert (expected, False) == (text["en"], text["en"] == text["fr"])


ILL_TYPED = st.one_of(
    st.text(),
    st.text("0123456789-/.:TZ+, eE"),
    st.from_regex(r"[0-9]{1,6}[-/. ][0-9]{1,3}[-/. ][0-9]{1,6}([T ][0-9]{1,3}:[0-9]{1,3})?", fullmatch=True),
)


@given(st.sampled_from(sorted(filter(has_forms, DATATYPES))), ILL_TYPED)
def test_every_ill_typed_number_has_a_reason_and_nothing_fails(datatype: str, written: str):
    if is_valid(written, datatype):
        return
    text = reason(written, datatype)
    assert text is None or "" not in {text["en"], text["fr"]}
    numbers = ("integer", "decimal", "double", "float", "byte", "int", "boolean")
    assert text is not None or datatype.removeprefix(XSD) not in numbers


@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99))
def test_what_is_no_date_of_the_calendar_has_a_reason_that_names_the_part(year: int, month: int, day: int):
    written = f"{year:04}-{month:02}-{day:02}"
    if not is_valid(written, XSD + "date"):
        text = reason(written, XSD + "date")
        assert text is not None
        assert any(part in text["en"] for part in (f"month {month:02}", f"day {day:02}", f"{year:04}-{month:02} has"))
