"""Results as data frames: pandas, polars and Arrow say the same, and no type is guessed from what comes first."""

import math
import random
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import UsageError
from catalogue.names import Prefixes
from catalogue.query import Result
from catalogue.terms import XSD, BlankNode, Literal, NamedNode, Term


def typed(lexical: str, name: str) -> Literal:
    return Literal(lexical, datatype=NamedNode(XSD + name))


def result(*columns: Sequence[Term | None], names: str = "abcdefgh") -> Result:
    """A result with these columns."""
    return Result(tuple(names[: len(columns)]), tuple(zip(*columns, strict=True)), None, False, Prefixes(), "")  # noqa: FBT003


def same(one: Any, other: Any) -> bool:
    """Whether two values are of one type and say the same; a NaN is one value."""
    if isinstance(one, float) and isinstance(other, float):
        return (math.isnan(one) and math.isnan(other)) or (one == other and math.copysign(1, one) == math.copysign(1, other))
    return type(one) is type(other) and one == other


def plain(value: Any) -> Any:
    """A value of pandas in plain Python."""
    if value is pd.NA or value is pd.NaT or value is None:
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def values(found: Result) -> list[list[Any]]:
    """The columns of a result, which are the same in all three libraries, by name and value by value."""
    frame, polars, arrow = found.to_pandas(), found.to_polars(), found.to_arrow()
    assert list(frame.columns) == polars.columns == arrow.column_names == [column.name for column in found.columns()]
    columns = []
    for column in found.columns():
        three = (
            [plain(value) for value in frame[column.name].astype(object)],
            polars[column.name].to_list(),
            arrow[column.name].to_pylist(),
        )
        for given_ in three:
            assert len(given_) == len(column.values)
            assert all(map(same, given_, column.values)), (column, given_)
        columns.append(list(column.values))
    return columns


def as_double(value: float) -> str:
    """A double as XSD writes it."""
    return repr(value).replace("inf", "INF").replace("nan", "NaN")


LITERALS = {
    "integer": st.integers(-(10**40), 10**40).map(str) | st.sampled_from(["01", "-0", "+3", " 3", "x", "", "1_000", "٣"]),
    "long": st.integers(-(2**63), 2**63 - 1).map(str),
    "byte": st.integers(-200, 200).map(str),
    "decimal": st.decimals(allow_nan=False, allow_infinity=False).map("{:f}".format) | st.sampled_from(["1.", ".5", "1e3"]),
    "double": st.floats().map(as_double) | st.sampled_from(["inf", "1e400"]),
    "float": st.floats(width=32).map(as_double),
    "boolean": st.sampled_from(["true", "false", "1", "0", "yes"]),
    "date": st.dates().map(str) | st.sampled_from(["2023-05-17Z", "12023-01-01", "-0044-03-15", "2023-02-30", "20230517"]),
    "dateTime": st.datetimes(timezones=st.none() | st.timezones().map(lambda _: UTC)).map(datetime.isoformat)
    | st.sampled_from([
        "2023-05-17T24:00:00", "2023-05-17T12:00:00.1234567Z", "2023-05-17T12:00:00.5000000Z", "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59.999999-14:00", "12023-01-01T00:00:00", "2023-05-17T12:00:00-00:00", "2023-05-17 12:00:00",
    ]),
    "string": st.text(st.characters(codec="utf-8"), max_size=5),
    "gYear": st.just("2023"),
}  # fmt: skip
TERMS = st.one_of(
    *[words.map(lambda lexical, name=name: typed(lexical, name)) for name, words in LITERALS.items()],
    st.just(Literal("mot", language="fr")),
    st.just(NamedNode("urn:a")),
    st.just(BlankNode("b")),
)


@st.composite
def columns_of_terms(draw: st.DrawFn) -> list[list[Term | None]]:
    rows = draw(st.integers(0, 5))
    kinds = [st.sampled_from(sorted(LITERALS)).flatmap(lambda name: LITERALS[name].map(lambda x: typed(x, name))), TERMS]
    numbers = st.sampled_from(["integer", "decimal", "double"]).flatmap(lambda n: LITERALS[n].map(lambda x: typed(x, n)))
    one = st.sampled_from([*kinds, numbers, *[w.map(lambda x, n=n: typed(x, n)) for n, w in LITERALS.items()]])
    return [draw(st.lists(st.none() | draw(one), min_size=rows, max_size=rows)) for _ in range(draw(st.integers(0, 4)))]


@given(columns_of_terms())
def test_the_three_libraries_say_the_same(columns: list[list[Term | None]]):
    values(result(*columns))


@given(columns_of_terms(), st.randoms())
def test_types_do_not_depend_on_the_order_of_the_rows(columns: list[list[Term | None]], order: random.Random):
    found = result(*columns)
    rows = list(found.rows)
    order.shuffle(rows)
    shuffled = result(*zip(*rows, strict=True)) if rows else found
    assert found.to_arrow().schema == shuffled.to_arrow().schema
    assert found.to_polars().schema == shuffled.to_polars().schema
    assert list(found.to_pandas().dtypes) == list(shuffled.to_pandas().dtypes)


@pytest.mark.parametrize(
    ("terms", "type_", "expected"),
    [
        ([typed("1", "integer"), None, typed("02", "byte")], "int64", [1, None, 2]),
        ([typed(str(2**63), "integer")], "decimal128(38, 0)", [Decimal(2**63)]),
        ([typed("1" * 39, "integer")], "string", ["1" * 39]),
        ([typed("1.50", "decimal"), typed("2", "integer")], "decimal128(38, 1)", [Decimal("1.5"), Decimal("2.0")]),
        ([typed("0.1", "decimal"), typed("2", "integer"), typed("1e0", "double")], "double", [0.1, 2.0, 1.0]),
        ([typed("9" * 39 + ".1", "decimal")], "string", ["9" * 39 + ".1"]),
        ([typed("9" * 400, "decimal"), typed("1e0", "double")], "string", ["9" * 400, "1e0"]),
        ([typed("NaN", "double"), None, typed("-INF", "float")], "double", [math.nan, None, -math.inf]),
        ([typed("1", "boolean"), typed("false", "boolean")], "bool", [True, False]),
        ([typed("2023-05-17", "date"), None], "date32[day]", [date(2023, 5, 17), None]),
        ([typed("2023-05-17", "date"), typed("2023-05-17Z", "date")], "string", ["2023-05-17", "2023-05-17Z"]),
        ([typed("2023-05-17T12:00:00.5", "dateTime")], "timestamp[us]", [datetime(2023, 5, 17, 12, 0, 0, 500_000)]),  # noqa: DTZ001
        (
            [typed("2023-05-17T12:00:00+02:00", "dateTime")],
            "timestamp[us, tz=UTC]",
            [datetime(2023, 5, 17, 12, tzinfo=UTC) - timedelta(hours=2)],
        ),
        ([typed("2023-05-17T12:00:00", "dateTime"), typed("2023-05-17T12:00:00Z", "dateTime")], "string", None),
        ([typed("2023-05-17T24:00:00", "dateTime")], "string", None),
        ([typed("-0044-03-15T00:00:00", "dateTime")], "string", None),
        ([typed("0001-01-01T00:00:00+14:00", "dateTime")], "string", None),
        ([typed("2023-05-17T00:00:00.1234567", "dateTime")], "string", None),
        ([typed("3", "integer"), typed("x", "integer")], "string", None),
        ([typed("3", "integer"), typed("true", "boolean")], "string", None),
        ([Literal("mot", language="fr"), NamedNode("urn:a"), BlankNode("b")], "string", ["mot", "urn:a", "b"]),
        ([None, None], "string", [None, None]),
        ([], "string", []),
    ],
)
def test_a_column_has_the_type_that_holds_all_its_values(terms: list[Term | None], type_: str, expected: list[Any] | None):
    found = result(terms)
    [column] = values(found)
    assert str(found.to_arrow().schema.field("a").type) == type_
    expected = [term and term.value for term in terms] if expected is None else expected
    assert all(map(same, column, expected)), column


def test_a_result_without_columns_gives_frames_without_columns():
    assert values(Result((), ((),), None, False, Prefixes(), "")) == []  # noqa: FBT003


def test_a_boolean_gives_one_cell():
    assert values(Result((), (), True, False, Prefixes(), "")) == [[True]]  # noqa: FBT003


@pytest.mark.parametrize(
    ("library", "extra", "method"),
    [("pandas", "pandas", "to_pandas"), ("polars", "polars", "to_polars"), ("pyarrow", "arrow", "to_arrow")],
)
def test_a_library_that_is_missing_is_named_with_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, library: str, extra: str, method: str
):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=rf"{library} is not installed; .*communs-catalogue\[{extra}\]"):
        getattr(result([Literal(1)]), method)()


def test_arrow_tables_are_tables_of_arrow():
    assert isinstance(result([Literal(1)]).to_arrow(), pa.Table)


def test_a_notebook_shows_the_first_rows_and_says_how_many_there_are():
    many = result([Literal(f"<b>{number}</b>") for number in range(1000)])._repr_html_()
    assert many.count("<tr>") == 1 + 50
    assert "50 of 1000 rows shown" in many
    assert "<b>" not in many
    assert "rows shown" not in result([Literal("x")] * 50)._repr_html_()
    assert len(result([Literal("x" * 10_000)])._repr_html_()) < 1000
    assert repr(result([Literal("x")] * 1000)) == "Result(1000 rows of a)"
