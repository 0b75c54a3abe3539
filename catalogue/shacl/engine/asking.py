"""Asking: queries of constraints evaluated in this process, or by a worker that has the statements and shapes of a validation.

What goes to the worker and comes back are numbers of terms, which both know; a term that one of them may not know is written
out.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from catalogue.columns.index import numbers_in
from catalogue.columns.table import Numbers, numbers
from catalogue.errors import QueryError
from catalogue.isolation.aside import Around, Aside
from catalogue.shacl.engine.evaluation import NO_VALUE, Askable, Evaluation, Row, Within
from catalogue.shacl.engine.failures import NotEvaluatedError, reason_of
from catalogue.sources.statements import tag_of, term_of

_NAME = "constraint"
_HEAD = struct.Struct(">II")
"""The length of the head and that of a column, before both."""

_FIRST_WRITTEN = -2
"""The number of the first term that is written out; those of the others are below it."""


class Asker:
    """Has queries of constraints evaluated.

    Args:
        run: the validation.
        aside: the worker that evaluates them; None where they are evaluated in this process, without limits.
        queries: lists the queries that may be asked, when the first of them is.
    """

    def __init__(self, run: Evaluation, aside: Aside | None, queries: Callable[[], Iterable[Askable]]) -> None:
        self._run = run
        self._aside = aside
        self._list = queries
        self._queries: dict[int, tuple[int, Askable]] = {}
        self._known = self._size = 0
        if aside is not None:
            aside.answers(_NAME, self._answer)

    def terms(self, query: Askable, focus: Numbers, values: Numbers | None, names: Sequence[str]) -> list[Row]:
        """Evaluate a query; see `Evaluation.terms_of`."""
        if self._aside is None:
            return query.solutions(self._run, focus, values, names)
        columns = self._asked(self._aside, query, focus, values, names)
        term = self._run.data.term
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [[None if number == NO_VALUE else term(number) for number in row] for row in rows]

    def numbers(self, query: Askable, focus: Numbers, values: Numbers | None, names: Sequence[str]) -> list[Numbers]:
        """Evaluate a query; see `Evaluation.numbers_of`."""
        if self._aside is not None:
            return self._asked(self._aside, query, focus, values, names)
        rows = query.solutions(self._run, focus, values, names)
        return [self._run.numbers([row[column] for row in rows]) for column in range(len(names))]

    def _asked(
        self, aside: Aside, query: Askable, focus: Numbers, values: Numbers | None, names: Sequence[str]
    ) -> list[Numbers]:
        position = self._position(aside, query)
        most = aside.limits.results + len(focus)
        bound = [focus] if values is None else [focus, values]
        request = self._written([position, list(names), most], bound)
        try:
            reply = aside.ask(_NAME, request)
        except QueryError as error:
            raise NotEvaluatedError(error.message) from None
        return self._read(reply)[1]

    def _position(self, aside: Aside, query: Askable) -> int:
        """Give the number of a query; a worker that was forked before there was this query is replaced."""
        if not self._queries:
            self._size = len(self._run.data.columns.terms)
            for each in self._list():
                self._queries.setdefault(id(each), (len(self._queries), each))
            self._known = len(self._queries)
        position, _ = self._queries.setdefault(id(query), (len(self._queries), query))
        if position >= self._known:
            aside.answers(_NAME, self._answer)
            self._known = len(self._queries)
        return position

    def _answer(self, request: bytes, around: Around) -> bytes:
        """Evaluate a query in the worker.

        Raises:
            QueryError: it cannot be evaluated.
        """
        (position, names, most), columns = self._read(request)
        focus, *values = columns
        query = next(query for number, query in self._queries.values() if number == position)
        try:
            rows = query.solutions(self._run, focus, values[0] if values else None, names, Within(most, around))
            return self._written(None, [self._run.numbers([row[column] for row in rows]) for column in range(len(names))])
        except MemoryError:
            raise
        except BaseException as error:  # of any library, panics of native code included, which are no Exception
            raise QueryError(reason_of(error)) from error

    def _written(self, head: object, columns: Sequence[Numbers]) -> bytes:
        """Write columns for their way to the other process: terms that came after the worker was forked are written out."""
        terms: dict[int, int] = {}
        sent = [self._known_to_both(column, terms).tobytes() for column in columns]
        written = [[tag_of(term), term.value] for term in map(self._run.data.term, terms)]
        front = json.dumps([head, len(columns), written]).encode()
        return b"".join([_HEAD.pack(len(front), len(sent[0])), front, *sent])

    def _known_to_both(self, column: Numbers, terms: dict[int, int]) -> Numbers:
        if not len(column) or int(column.max()) < self._size:
            return column
        return numbers(
            number if number < self._size else terms.setdefault(number, _FIRST_WRITTEN - len(terms))
            for number in column.tolist()
        )

    def _read(self, data: bytes) -> tuple[Any, list[Numbers]]:
        length, width = _HEAD.unpack_from(data)
        start = _HEAD.size + length
        head, count, written = json.loads(data[_HEAD.size : start])
        terms = [self._run.number(term_of(tag, value)) for tag, value in written]
        view = memoryview(data)
        columns = [numbers_in(view[start + at * width : start + (at + 1) * width]) for at in range(count)]
        return head, [self._own(column, terms) for column in columns]

    @staticmethod
    def _own(column: Numbers, terms: Sequence[int]) -> Numbers:
        if not terms:
            return column.copy()
        return numbers(terms[_FIRST_WRITTEN - number] if number <= _FIRST_WRITTEN else number for number in column.tolist())
