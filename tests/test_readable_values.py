"""Values as readers of a language write them: nothing of a value is lost or changed, and whatever is valid is written."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.lexical import INTEGERS, is_valid, pattern_of
from catalogue.pages.literals import locale_of, localized
from catalogue.pages.moments import MOMENTS, machine_date
from catalogue.pages.selection import in_language
from catalogue.terms import XSD, Literal, NamedNode, Term
from catalogue.values.durations import READERS as DURATIONS

LANGUAGES = ("fr", "en", "es", "de", "ar", "he-IL", "hi", "sv", "x-unknown")
NARROW = "\u202f"


def literal(form: str, datatype: str) -> Literal:
    return Literal(form, datatype=NamedNode(XSD + datatype))


@pytest.mark.parametrize(
    ("form", "datatype", "french"),
    [
        ("2023-05-01", "date", "1er mai 2023"),
        ("2023-05-11", "date", "11 mai 2023"),
        ("2024-02-01+02:00", "date", "1er février 2024 UTC+02:00"),
        ("2024-01-01T23:59:00+14:00", "dateTime", "1er janvier 2024, 23:59 UTC+14:00"),
        ("2024-01-02T23:59:59", "dateTime", "2 janvier 2024, 23:59:59"),
        ("2024-01-02T10:00:00Z", "dateTimeStamp", "2 janvier 2024, 10:00 UTC"),
        ("2024-01-02T24:00:00", "dateTime", "2024-01-02T24:00:00"),
        ("12024-01-01", "date", "12024-01-01"),
        ("-0044-03-15", "date", "-0044-03-15"),
        ("2023-05", "gYearMonth", "mai 2023"),
        ("2023", "gYear", "2023"),
        ("--12-25", "gMonthDay", "25 décembre"),
        ("--12-01", "gMonthDay", "1er décembre"),
        ("--02-29", "gMonthDay", "29 février"),
        ("--12", "gMonth", "décembre"),
        ("---31", "gDay", "31"),
        ("09:30:00", "time", "09:30"),
        ("P1Y2M3DT4H5M6.7S", "duration", "1 an, 2 mois, 3 jours, 4 heures, 5 minutes, 6,7 secondes"),
        ("-P2M", "yearMonthDuration", "-2 mois"),
        ("PT36H", "dayTimeDuration", "36 heures"),
        ("48.8566101", "decimal", "48,8566101"),
        ("1234567", "unsignedInt", f"1{NARROW}234{NARROW}567"),
        ("1234.5e0", "double", f"1{NARROW}234,5"),
        ("1.5e-7", "float", "1,5E-7"),
        ("-INF", "double", "-INF"),
        ("1", "boolean", "oui"),
        ("0A", "hexBinary", "0A"),
        ("ten", "integer", "ten"),
        ("2023-02-30", "date", "2023-02-30"),
    ],
)
def test_values_are_written_as_readers_write_them(form: str, datatype: str, french: str):
    assert localized(literal(form, datatype), "fr", is_whole=True).replace("\N{NO-BREAK SPACE}", " ") == french


@pytest.mark.parametrize("language", LANGUAGES)
@given(number=st.decimals(allow_nan=False, allow_infinity=False, places=None) | st.integers().map(Decimal))
def test_no_digit_of_a_number_is_lost(language: str, number: Decimal):
    form = f"{number:f}"
    text = localized(literal(form, "decimal"), language)
    whole, _, fraction = form.lstrip("-").partition(".")
    expected = (whole.lstrip("0") or "0") + fraction.rstrip("0")
    decimal = locale_of(language).number_symbols[locale_of(language).default_numbering_system]["decimal"]
    written = [re.sub(r"\D", "", part) for part in text.split(decimal)] if fraction.rstrip("0") else [re.sub(r"\D", "", text)]
    assert "".join(str(int(digit)) for part in written for digit in part) == expected, text


WRITTEN = (*INTEGERS, *MOMENTS, *DURATIONS, "decimal", "double", "float", "boolean")


@pytest.mark.parametrize("datatype", sorted(WRITTEN))
@pytest.mark.parametrize("language", ["fr", "ar"])
@given(data=st.data())
def test_whatever_is_valid_is_written(datatype: str, language: str, data: st.DataObject):
    pattern = r"[+-]?[0-9]+" if datatype in INTEGERS else pattern_of(XSD + datatype) or r"[-+:.TZP0-9]{1,20}"
    form = data.draw(st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True).filter(lambda text: len(text) < 60))
    one = literal(form, datatype)
    assert localized(one, language, is_whole=True) or not form
    machine = machine_date(one)
    assert machine is None or (machine == form and is_valid(form, XSD + datatype))


def test_moments_that_html_does_not_know_are_no_times():
    known = {"2024-01-02T10:00:00.123Z": True, "2024-01-02T10:00:00.1234Z": False, "-0044-01-02T10:00:00": False}
    assert {form: machine_date(literal(form, "dateTime")) is not None for form in known} == known


@given(st.lists(st.integers() | st.decimals(allow_nan=False, allow_infinity=False), unique=True, max_size=8))
def test_several_numbers_are_in_their_order(numbers: list[int | Decimal]):
    values = [
        literal(f"{number:f}", "decimal") if isinstance(number, Decimal) else literal(str(number), "integer")
        for number in numbers
    ]
    shown = in_language(sorted(values, key=str), "en", ["en"])
    assert [Decimal(str(each.value)) for each in shown] == sorted(map(Decimal, numbers))


def test_what_is_no_number_keeps_the_others_in_their_order():
    mixed: list[Term] = [literal("10", "integer"), literal("9", "integer"), Literal("nine"), NamedNode("urn:9")]
    assert in_language(mixed, "en", ["en"]) == mixed
