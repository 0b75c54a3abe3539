"""Rows: some statements of columns, as triples that are made when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from catalogue.columns.table import Columns
from catalogue.terms import Triple


class Rows(Sequence[Triple]):
    """Some statements; a triple is made when it is asked for.

    Args:
        columns: where they are.
        rows: which.
    """

    def __init__(self, columns: Columns, rows: range) -> None:
        self._columns = columns
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Triple: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Triple]: ...

    def __getitem__(self, at: int | slice) -> Triple | Sequence[Triple]:
        if isinstance(at, slice):
            return Rows(self._columns, self._rows[at])
        row, terms = self._rows[at], self._columns.terms
        return Triple(*(terms[self._columns.term_at(place, row)] for place in range(3)))
