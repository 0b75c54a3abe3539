"""Results as data frames: pandas, polars and Arrow, with the same columns, types, values and nulls.

The three libraries are optional, and known to this module alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
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
    types = {
        Kind.INTEGER: arrow.int64(),
        Kind.DOUBLE: arrow.float64(),
        Kind.BOOLEAN: arrow.bool_(),
        Kind.DATE: arrow.date32(),
        Kind.DATETIME: arrow.timestamp("us"),
        Kind.INSTANT: arrow.timestamp("us", "UTC"),
        Kind.STRING: arrow.string(),
    }
    return arrow.table(
        {
            column.name: arrow.array(column.values, types.get(column.kind) or arrow.decimal128(DIGITS, column.scale))
            for column in columns
        }
    )


def _library(name: str, extra: str) -> Any:
    """Import a library that is optional.

    Raises:
        UsageError: it is not installed.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise UsageError(Message("query.not-installed-install-pip-install", name=name, extra=extra)) from error
