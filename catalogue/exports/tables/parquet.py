"""Tables as Parquet: columns with types, several values as lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from catalogue.exports.tables.model import Column, Table
from catalogue.query.columns import Column as Typed
from catalogue.query.columns import column as typed
from catalogue.query.frames import to_parquet
from catalogue.terms import Literal, Term


def parquet(table: Table) -> bytes:
    """Write a table as Parquet; its bytes are the same for the same version of pyarrow.

    Raises:
        UsageError: pyarrow is not installed.
    """
    columns = table.columns
    sizes = [[len(each) for each in column.values] if column.is_many else None for column in columns]
    return to_parquet([*map(_typed, columns)], sizes, [*map(_about, columns)])


def _typed(column: Column) -> Typed:
    """Give the values of a column with one type, all members one after the other where there may be several in a row."""
    terms = [_terms(*each) for each in zip(column.values, column.terms or column.values, strict=True)]
    if column.is_many:
        return typed(column.name, list(chain.from_iterable(terms)))
    return typed(column.name, [each[0] if each else None for each in terms])


def _terms(values: Sequence[str], terms: Sequence[Term | str]) -> list[Term]:
    """Give the literals and IRIs of a row; what is neither as it is written."""
    pairs = zip(values, terms, strict=True)
    return [term if isinstance(term, Literal) else Literal(value) for value, term in pairs]


def _about(column: Column) -> Mapping[str, str]:
    """Give what readers of the file may want to know of a column: its title in each language, and its property."""
    titles = {f"title@{tag}" if tag else "title": text for tag, text in column.title.items()}
    return titles | ({"predicate": column.predicate} if column.predicate else {})
