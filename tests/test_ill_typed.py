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
    ("time", "9h30", "hours, minutes and seconds are joined by `:`, as in `09:30:00`"),
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


PARTS = "a time has three parts, as in `09:30:00`; `{}` is one too many".format
COLONS = "hours, minutes and seconds are joined by `:`, as in `09:30:00`"
TWO_DIGITS = "hours, minutes and seconds have two digits each, as in `09:30:00`"
ZONE = "a time zone is written `Z` or as in `+01:00`"
FAR = "time zones go from `-14:00` to `+14:00`"
TIMES = [
    ("08:14:00:00", PARTS(":00")),
    ("08:14:00:00Z", PARTS(":00")),
    ("08:14:00:00+10:00", PARTS(":00")),
    ("08:14:00:00.5+10:00", PARTS(":00")),
    ("08:14:00:00:01", PARTS(":00:01")),
    ("08:14", "the seconds are missing, as in `09:30:00`"),
    ("08:14Z", "the seconds are missing, as in `09:30:00`"),
    ("08:14+10:00", "the seconds are missing, as in `09:30:00`"),
    ("08", "the minutes and the seconds are missing, as in `09:30:00`"),
    ("08Z", "the minutes and the seconds are missing, as in `09:30:00`"),
    ("08-05:00", "the minutes and the seconds are missing, as in `09:30:00`"),
    ("08.14.00", COLONS),
    ("08-14-00", COLONS),
    ("08h14", COLONS),
    ("8 h 14", COLONS),
    ("08h", COLONS),
    ("08:14.30", COLONS),
    ("08:14;30Z", COLONS),
    ("0814", COLONS),
    ("081400+10:00", COLONS),
    ("08：14：00", COLONS),
    ("8:14:00", TWO_DIGITS),
    ("08:14:0Z", TWO_DIGITS),
    ("08:014:00", TWO_DIGITS),
    ("08:14:00 PM", "hours go to 24, without AM and PM, as in `14:30:00`"),
    ("8:14 a.m.", "hours go to 24, without AM and PM, as in `14:30:00`"),
    ("24:00:01", "the hour 24 is that of `24:00:00` alone"),
    ("25:00:00", "there is no hour 25"),
    ("08:75:00+10:00", "minutes and seconds go to 59, not 75"),
    ("08:14:00,5Z", "decimals follow `.`, not `,`"),
    ("08:14:00.", "`.` stands behind it"),
    ("08:14:00/09:00:00", "`/09:00:00` stands behind it"),
    ("08:14:00+1000", ZONE),
    ("08:14:00+10", ZONE),
    ("08:14:00+1:00", ZONE),
    ("08:14:00z", ZONE),
    ("08:14:00UTC", ZONE),
    ("08:14:00 UTC", ZONE),
    ("08:14:00−05:00", ZONE),
    ("08:14:00Z+10:00", ZONE),
    ("08:14:00[Europe/Paris]", ZONE),
    ("08:14:00+15:00", FAR),
    ("08:14:00-14:30", FAR),
    ("08:14:00+10:75", "minutes and seconds go to 59, not 75"),
    ("08:14:00 +10:00", "no space stands within it"),
    ("08: 14:00Z", "no space stands within it"),
]
"""What is wrong with a time of day: alone, and behind a date."""
REASONS += [("time", written, expected) for written, expected in TIMES]
REASONS += [(name, f"2017-12-04T{time}", expected) for time, expected in TIMES for name in ("dateTime", "dateTimeStamp")]
REASONS += [
    ("dateTime", "2017-12-04t08:14:00", "`T` stands between the date and the time, and nothing else"),
    ("dateTime", "2017-12-04_08:14:00", "`T` stands between the date and the time, and nothing else"),
    ("dateTime", "2017-12-0408:14:00", "`T` stands between the date and the time, and nothing else"),
    ("dateTime", "2017-12-04-08:14:00", "`T` stands between the date and the time, and nothing else"),
    ("dateTime", "2017-12-04, 08:14", "`T` stands between the date and the time, and nothing else"),
    ("dateTime", "2017-12-04T", "the time of day is missing, as in `2024-02-14T09:30:00`"),
    ("dateTime", "2017-12-04+01:00", "the time of day is missing, as in `2024-02-14T09:30:00`"),
    ("dateTime", "2017-12T08:14:00", "the day is missing"),
    ("dateTime", "2017T08:14:00Z", "the month and the day are missing"),
    ("dateTime", "2017/12/04T08:14:00-05:00", "the parts are joined by `-`, as in `2024-02-14T09:30:00`"),
    ("dateTime", "20171204T081400Z", "the parts are joined by `-`, as in `2024-02-14T09:30:00`"),
    ("dateTime", "17-12-04T08:14:00", "a year has four digits"),
    ("dateTime", "4/12/2017T08:14:00", "the year comes first, then the month and the day, as in `2024-02-14T09:30:00`"),
    ("dateTime", "2017-12-4T08:14:00", "month and day have two digits each"),
    ("dateTime", "2017-12-04-01T08:14:00", "xsd:dateTime has fewer parts, as in `2024-02-14T09:30:00`"),
    ("date", "2017-12-04-01", "xsd:date has fewer parts, as in `2024-02-14`"),
    ("date", "2017-12/04", "the parts are joined by `-`, as in `2024-02-14`"),
    ("date", "2017-12-04+0100", ZONE),
    ("date", "2017-12-04-0500", ZONE),
    ("date", "2017-12-04 UTC", ZONE),
    ("date", "2017-12-04+15:00", FAR),
    ("date", "2017-12-04?", "`?` stands behind it"),
    ("date", "2017 - 12 - 04", "no space stands within it"),
    ("date", "2017-12Z", "the day is missing"),
    ("gYear", "2017+0100", ZONE),
    ("gMonth", "12", "it is written as in `--02`"),
    ("gMonthDay", "12-04", "it is written as in `--02-14`"),
    ("gDay", "4", "it is written as in `---14`"),
    ("dayTimeDuration", "P1Y", "it is written as in `P1DT2H`"),
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
