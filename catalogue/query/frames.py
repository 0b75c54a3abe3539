"""Results as data frames: pandas, polars and Arrow, with the same columns, types, values and nulls.

The three libraries are optional, and known to this module alone.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from catalogue.errors import UsageError
from catalogue.messages import Message
from catalogue.query.columns import DIGITS, Column, Kind

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


def to_pandas(columns: Sequence[Column]) -> pd.DataFrame:
    """Give columns as a pandas data frame.

    Integers, doubles, booleans and strings are nullable extension types, times `datetime64[us]`, dates and decimals objects.

    Raises:
        UsageError: pandas is not installed.
    """
    pandas = _library("pandas", "pandas")
    return pandas.DataFrame({column.name: _series(pandas, column) for column in columns})


def _series(pandas: Any, column: Column) -> Any:
    values = list(column.values)
    if column.kind is Kind.DOUBLE:  # made of its parts, since a NaN would be taken for a null
        import numpy as np

        numbers = np.array([0.0 if value is None else value for value in values], dtype="float64")
        return pandas.arrays.FloatingArray(numbers, np.array([value is None for value in values], dtype="bool"))
    return pandas.Series(values, dtype=_PANDAS[column.kind])


_PANDAS = {
    Kind.INTEGER: "Int64",
    Kind.DECIMAL: "object",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "object",
    Kind.DATETIME: "datetime64[us]",
    Kind.INSTANT: "datetime64[us, UTC]",
    Kind.STRING: "string",
}


def to_polars(columns: Sequence[Column]) -> pl.DataFrame:
    """Give columns as a polars data frame.

    Raises:
        UsageError: polars is not installed.
    """
    polars = _library("polars", "polars")
    types = {
        Kind.INTEGER: polars.Int64,
        Kind.DOUBLE: polars.Float64,
        Kind.BOOLEAN: polars.Boolean,
        Kind.DATE: polars.Date,
        Kind.DATETIME: polars.Datetime("us"),
        Kind.INSTANT: polars.Datetime("us", "UTC"),
        Kind.STRING: polars.String,
    }
    series = [
        polars.Series(column.name, column.values, dtype=types.get(column.kind) or polars.Decimal(DIGITS, column.scale))
        for column in columns
    ]
    frame: pl.DataFrame = polars.DataFrame(series)
    return frame


def to_arrow(columns: Sequence[Column]) -> pa.Table:
    """Give columns as an Arrow table.

    Raises:
        UsageError: pyarrow is not installed.
    """
    arrow = _library("pyarrow", "arrow")
    return arrow.table({column.name: _array(arrow, column) for column in columns})


def _array(arrow: Any, column: Column) -> Any:
    """Give a column as an Arrow array."""
    types = {
        Kind.INTEGER: arrow.int64(),
        Kind.DOUBLE: arrow.float64(),
        Kind.BOOLEAN: arrow.bool_(),
        Kind.DATE: arrow.date32(),
        Kind.DATETIME: arrow.timestamp("us"),
        Kind.INSTANT: arrow.timestamp("us", "UTC"),
        Kind.STRING: arrow.string(),
    }
    return arrow.array(column.values, types.get(column.kind) or arrow.decimal128(DIGITS, column.scale))


def to_parquet(columns: Sequence[Column], sizes: Sequence[Sequence[int] | None], about: Sequence[Mapping[str, str]]) -> bytes:
    """Write columns as Parquet; the bytes are the same for the same version of pyarrow.

    Args:
        columns: the columns, those of lists with the members of all of them.
        sizes: for each column, how many members the list in each row has; None where its values are no lists.
        about: for each column, what readers of the file may want to know of it.

    Raises:
        UsageError: pyarrow is not installed.
    """
    arrow = _library("pyarrow", "parquet")
    writer = import_module("pyarrow.parquet")
    arrays = [_array_of_lists(arrow, *each) for each in zip(columns, sizes, strict=True)]
    fields = [
        arrow.field(column.name, array.type, metadata=metadata)
        for column, array, metadata in zip(columns, arrays, about, strict=True)
    ]
    out = io.BytesIO()
    table = arrow.Table.from_arrays(arrays, schema=arrow.schema(fields))
    writer.write_table(table, out, compression="zstd", compression_level=_LEVEL)
    return out.getvalue()


_LEVEL = 9
"""How hard Parquet is compressed: more takes longer, and hardly makes it smaller."""


def _array_of_lists(arrow: Any, column: Column, sizes: Sequence[int] | None) -> Any:
    """Give a column as an Arrow array, its values as lists of given sizes where there are some."""
    array = _array(arrow, column)
    if sizes is None:
        return array
    return arrow.ListArray.from_arrays(arrow.array([0, *accumulate(sizes)], arrow.int32()), array)


def _library(name: str, extra: str) -> Any:
    """Import a library that is optional.

    Raises:
        UsageError: it is not installed.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise UsageError(Message("query.not-installed-install-pip-install", name=name, extra=extra)) from error
