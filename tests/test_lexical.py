"""Lexical forms of XSD datatypes, against what the standard says and what the store takes."""

import base64

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.lexical import DATATYPES, is_valid
from catalogue.terms import XSD

STORE = ox.Store()
# Types whose lexical forms the store judges too, when it casts a text to them
CAST = ["boolean", "integer", "decimal", "double", "float", "date", "dateTime", "time", "gYear", "gYearMonth", "gMonthDay"]


def is_cast(lexical: str, name: str) -> bool:
    """Whether the store turns a text into a value of the type."""
    query = f"SELECT ?text (<{XSD}{name}>(?text) AS ?value) {{}}"
    [solution] = STORE.query(query, substitutions={ox.Variable("text"): ox.Literal(lexical)})
    return solution["value"] is not None


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("date", ["2024-02-29", "0000-01-01", "-0044-03-15", "12024-01-01", "2024-01-01Z", "2024-01-01+14:00"],
         ["2024-02-31", "2023-02-29", "2024-1-1", "24-01-01", "2024-13-01", "2024-01-01+14:01", "01/02/2024", "2024-01", ""]),
        ("dateTime", ["2024-01-01T00:00:00", "2024-01-01T24:00:00Z", "2024-01-01T12:30:00.5-03:00"],
         ["2024-01-01", "2024-01-01T24:00:01", "2024-02-30T00:00:00", "2024-01-01 00:00:00", "2024-01-01T00:00"]),
        ("dateTimeStamp", ["2024-01-01T00:00:00Z"], ["2024-01-01T00:00:00"]),
        ("gYear", ["2024", "-0001", "12024"], ["24", "02024", "2024-01", "two thousand"]),
        ("gYearMonth", ["2024-05"], ["2024-13", "2024-5", "05-2024"]),
        ("gMonthDay", ["--02-29", "--12-31"], ["--02-30", "--13-01", "02-28"]),
        ("gMonth", ["--05"], ["--13", "05"]),
        ("gDay", ["---31"], ["---32", "31"]),
        ("time", ["23:59:59.9", "24:00:00"], ["24:00:01", "9:00:00", "12:60:00"]),
        ("duration", ["P1Y", "PT5M", "-P1Y2M3DT4H5M6.7S", "P12M"], ["P", "P1YT", "1Y", "P1S", "P1M1Y", "P-1Y"]),
        ("yearMonthDuration", ["P1Y6M", "P6M"], ["P1D", "P"]),
        ("dayTimeDuration", ["P1DT2H", "PT0.5S"], ["P1Y", "PT"]),
        ("integer", ["0", "+01", "-7", "9" * 5000], ["1.0", "", " 1", "1e3", "٣"]),
        ("byte", ["127", "-128", "+5", "0" * 999 + "5", "0" * 5000 + "127", "-" + "0" * 5000 + "128"],
         ["128", "-129", "0" * 5000 + "128", "1" + "0" * 999, "-" + "1" * 1000]),
        ("positiveInteger", ["1", "9" * 5000], ["0", "-1", "-" + "9" * 5000]),
        ("nonNegativeInteger", ["0", "-0"], ["-1"]),
        ("unsignedByte", ["255"], ["256", "0" * 10 + "256"]),
        ("decimal", ["1.", ".5", "-0.10"], [".", "1e3", "1,5", "INF"]),
        ("double", ["1e5", "-INF", "NaN", ".5E-3", "1"], ["e5", "inf", "+NaN", "1e", "1,5"]),
        ("boolean", ["true", "0"], ["True", "yes", ""]),
        ("float", ["1", "-0", "+INF", "3.4E38", "1e39"], ["", "1f", "0x1", "Infinity", "-NaN", "1e+", "."]),
        ("hexBinary", ["", "0aF9"], ["0", "0g", "0a f9", "0x0a", " 0a"]),
        ("base64Binary", ["", "YQ==", "YWI=", "YWJj", "Y Q = =", "YW Jj YQ==", "+/+/", "AA=="],
         ["YQ=", "Y", "====", "YQ", "YWI", "YWJ", "YQ==YQ==", "YR==", "YWJ=", "YQ== ", " YQ==", "Y  Q==", "YQ=a", "Y===",
          "YWJj=", "-_-_", "YWJj\n"]),
        ("language", ["fr", "zh-Hant-TW", "x-klingon", "abcdefgh-12345678"],
         ["", "fr_FR", "-", "fr-", "abcdefghi", "fr-123456789", "1a", "fr-é"]),
        ("Name", [":", "a:b", ":a", "été", "_"], ["1a", "", "a b", "-a", "a/b"]),
        ("NCName", ["été", "a-b.c", "_x", "a·b", "ab\u0300", "日本"],
         ["1a", "a:b", "", "-a", ".a", "·a", "a b", "×", "²", "aª¼", "a\u037e"]),
        ("NMTOKEN", ["1", "-a", ":b", "été"], ["", "a b", "a/b", "½"]),
        ("normalizedString", ["", " a  b "], ["a\tb", "a\n", "\r"]),
        ("token", ["a b", "", "a\u00a0 b"], [" a", "a  b", "a\n", "a ", "\ta"]),
        ("string", ["", "\n"], []),
        ("anyURI", ["", "x y", "é", "http://[::1]/%zz"], []),
        ("nonPositiveInteger", ["0", "-0", "+0", "-1"], ["1", "+1", "-1.0"]),
        ("negativeInteger", ["-1", "-01"], ["0", "-0", "1"]),
        ("long", ["9223372036854775807", "-9223372036854775808"], ["9223372036854775808", "-9223372036854775809"]),
        ("int", ["2147483647", "-2147483648"], ["2147483648", "-2147483649"]),
        ("short", ["32767", "-32768"], ["32768", "-32769"]),
        ("unsignedLong", ["18446744073709551615", "-0"], ["18446744073709551616", "-1"]),
        ("unsignedInt", ["4294967295"], ["4294967296", "-1"]),
        ("unsignedShort", ["65535"], ["65536"]),
    ],
)  # fmt: skip
def test_lexical_forms(name: str, good: list[str], bad: list[str]):
    assert XSD + name in DATATYPES
    assert [form for form in good if not is_valid(form, XSD + name)] == []
    assert [form for form in bad if is_valid(form, XSD + name)] == []


def test_every_datatype_has_its_row_in_the_table():
    [table] = [mark for mark in test_lexical_forms.pytestmark if mark.name == "parametrize"]
    assert DATATYPES == {XSD + name for name, _, _ in table.args[1]}


@given(st.binary(max_size=12), st.data())
def test_base64_is_what_encoding_gives_and_nothing_else(content: bytes, more: st.DataObject):
    encoded = base64.b64encode(content).decode()
    assert is_valid(encoded, XSD + "base64Binary")
    place = more.draw(st.integers(0, len(encoded)))
    other = encoded[:place] + more.draw(st.sampled_from(["", "A", "=", "B", "/", "-"])) + encoded[place + 1 :]
    try:
        is_same = base64.b64encode(base64.b64decode(other, validate=True)).decode() == other
    except ValueError:
        is_same = False
    assert is_same == is_valid(other, XSD + "base64Binary")


def test_a_datatype_that_is_not_known_allows_everything():
    assert is_valid("anything", "https://example.org/celsius")


@given(st.sampled_from(CAST), st.text("0123456789-+:.TZeEINFatruels", max_size=22))
def test_any_characters_are_judged_as_the_store_judges_them(name: str, lexical: str):
    assert is_valid(lexical, XSD + name) == is_cast(lexical, name)


PARTS = st.tuples(st.sampled_from(["", "-"]), st.integers(0, 9999), st.integers(0, 13), st.integers(0, 32))
ZONES = st.sampled_from(["", "Z", "+00:00", "-14:00", "+14:01", "+1:00"])


@given(PARTS, ZONES)
def test_any_date_is_judged_as_the_store_judges_it(parts: tuple[str, int, int, int], zone: str):
    sign, year, month, day = parts
    lexical = f"{sign}{year:04}-{month:02}-{day:02}{zone}"
    assert is_valid(lexical, XSD + "date") == is_cast(lexical, "date")
