"""Counting queries: a query that counts what matches one triple pattern, or lists what stands at one of its places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from catalogue.sparql.text import SparqlToken
from catalogue.terms import RDF_TYPE

TYPE = str(RDF_TYPE)
"""The property that `a` stands for, as a query writes it."""

_END = SparqlToken("", "", -1)


class Count(NamedTuple):
    """A `COUNT(...)`.

    Attributes:
        of: the variable that is counted, or `*`.
        distinct: whether each value counts once.
    """

    of: str
    distinct: bool


class CountingQuery(NamedTuple):
    """A `SELECT` about one triple pattern.

    Attributes:
        prologue: what stands before the `SELECT`.
        distinct: whether it is a `SELECT DISTINCT`.
        columns: the variables that it gives, each with what is counted in it, or None for that by which is grouped.
        pattern: subject, predicate and object: a variable with `?`, or an IRI in brackets.
        group: the variable by which is grouped, or nothing.
        rest: the order and the number of rows, as they follow the group of patterns; no count is in it but by its variable.
    """

    prologue: str
    distinct: bool
    columns: Mapping[str, Count | None]
    pattern: tuple[str, str, str]
    group: str
    rest: str

    def over(self, rows: Sequence[Sequence[str]]) -> str:
        """Write a query that has its rows in it.

        Args:
            rows: the terms of its columns, one row after the other, as a query writes them.
        """
        columns = " ".join(self.columns)
        values = " ".join(f"({' '.join(row)})" for row in rows)
        head = "SELECT DISTINCT" if self.distinct else "SELECT"
        return f"{self.prologue}{head} {columns} {{ VALUES ({columns}) {{ {values} }} }}{self.rest}"


def counting_query(sparql: str, listed: Sequence[SparqlToken], named: Mapping[int, str]) -> CountingQuery | None:
    """Read a counting query.

    Args:
        sparql: the query, without escapes of characters.
        listed: its tokens.
        named: the IRIs in brackets that tokens stand for, by the characters before them.

    Returns:
        The query, or None where there is more in it than is read here.

    >>> from catalogue.sparql.text import tokens
    >>> words = "SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY DESC(COUNT(?s)) LIMIT 5"
    >>> query = counting_query(words, tokens(words), {})
    >>> query.pattern[2], query.group, query.rest
    ('?c', '?c', ' ORDER BY DESC(?n) LIMIT 5')
    >>> query.over([["<urn:C>", "12"]])
    'SELECT ?c ?n { VALUES (?c ?n) { (<urn:C> 12) } } ORDER BY DESC(?n) LIMIT 5'
    >>> words = "SELECT (COUNT(?s) AS ?n) { ?s a ?c FILTER(?c != ?s) }"
    >>> counting_query(words, tokens(words), {}) is None
    True
    """
    start = next((index for index, token in enumerate(listed) if token.says("SELECT")), len(listed))
    try:
        return _Reader(listed[start:], named).query(sparql)
    except _UnreadError:
        return None


class _UnreadError(Exception):
    """There is more in a query than is read here."""


class _Reader:
    """Reads the tokens of a counting query, from its `SELECT` on; whatever else there is ends the reading."""

    def __init__(self, listed: Sequence[SparqlToken], names: Mapping[int, str]) -> None:
        self._left = [_END, *reversed(listed)]
        self._names = names

    def query(self, sparql: str) -> CountingQuery:
        prologue = sparql[: self._expect("SELECT").start]
        distinct = self._has("DISTINCT")
        columns: dict[str, Count | None] = {}
        while not self._left[-1].says("WHERE") and self._left[-1].text != "{":
            variable, count = self._column()
            _require(variable not in columns)
            columns[variable] = count
        self._has("WHERE")
        self._expect("{")
        pattern = (self._term(), self._term(), self._term())
        self._has(".")
        self._expect("}")
        group = self._group()
        if distinct and not group and list(columns.values()) == [None]:
            group = next(iter(columns))
        variables = [term for term in pattern if term.startswith("?")]
        _require(bool(columns) and len(variables) == len(set(variables)) and group in {"", *variables})
        for variable, count in columns.items():
            _require(variable == group if count is None else count.of in {"*", *variables} and variable not in variables)
        return CountingQuery(prologue, distinct, columns, pattern, group, self._order(columns) + self._page())

    def _column(self) -> tuple[str, Count | None]:
        if not self._has("("):
            return self._variable(), None
        count = self._count()
        self._expect("AS")
        variable = self._variable()
        self._expect(")")
        return variable, count

    def _count(self) -> Count:
        self._expect("COUNT")
        self._expect("(")
        distinct = self._has("DISTINCT")
        of = "*" if self._has("*") else self._variable()
        self._expect(")")
        return Count(of, distinct)

    def _term(self) -> str:
        token = self._left[-1]
        if token.variable:
            return self._variable()
        self._left.pop()
        _require(token.text == "a" or token.start in self._names)
        return self._names.get(token.start, TYPE)

    def _group(self) -> str:
        if not self._has("GROUP"):
            return ""
        self._expect("BY")
        return self._variable()

    def _order(self, columns: Mapping[str, Count | None]) -> str:
        conditions = []
        if self._has("ORDER"):
            self._expect("BY")
            conditions.append(self._condition(columns))
            while self._left[-1].variable or self._left[-1].says("ASC", "DESC"):
                conditions.append(self._condition(columns))
        return " ".join(["", "ORDER BY", *conditions]) if conditions else ""

    def _condition(self, columns: Mapping[str, Count | None]) -> str:
        for direction in ("ASC", "DESC"):
            if self._has(direction):
                self._expect("(")
                counts_here = self._left[-1].says("COUNT")
                column = self._column_of(self._count(), columns) if counts_here else self._variable()
                self._expect(")")
                _require(column in columns)
                return f"{direction}({column})"
        column = self._variable()
        _require(column in columns)
        return column

    def _column_of(self, count: Count, columns: Mapping[str, Count | None]) -> str:
        return next((column for column, known in columns.items() if known == count), "")

    def _page(self) -> str:
        page = ""
        while self._left[-1] is not _END:
            word = "LIMIT" if self._has("LIMIT") else self._expect("OFFSET").keyword
            number = self._left.pop()
            _require(number.kind == "number" and number.text.isascii() and number.text.isdecimal())
            page += f" {word} {number.text}"
        return page

    def _variable(self) -> str:
        name = self._left.pop().variable
        _require(bool(name) and name.isascii())
        return f"?{name}"

    def _has(self, word: str) -> bool:
        """Tell whether a keyword or a sign comes next, and go past it."""
        token = self._left[-1]
        is_next = token.says(word) or (token.kind == "sign" and token.text == word)
        if is_next:
            self._left.pop()
        return is_next

    def _expect(self, word: str) -> SparqlToken:
        token = self._left[-1]
        _require(self._has(word))
        return token


def _require(holds: bool) -> None:  # noqa: FBT001 - it is the one thing that it takes
    if not holds:
        raise _UnreadError
