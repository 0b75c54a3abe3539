"""Exact: a query put such that the store answers it about the data as it is written, and as SPARQL 1.1 says.

Most queries stay as they are: what may have to be put otherwise is seen from their characters, and from the properties that
have values which the store would change (`catalogue.store.written`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from catalogue.messages import Message
from catalogue.sparql.carriers import carriers
from catalogue.sparql.computing import Computing, constant_text
from catalogue.sparql.constants import constants
from catalogue.sparql.expressions import operation
from catalogue.sparql.graphs import by_graph
from catalogue.sparql.query import QueryText
from catalogue.sparql.rows import Rows, rows_of
from catalogue.sparql.slips import shortened
from catalogue.sparql.splicing import Piece, spliced
from catalogue.sparql.tokens import with_small_booleans
from catalogue.sparql.tree import (
    Bind,
    Column,
    Element,
    Expression,
    Filter,
    Group,
    Query,
    Triples,
    Union,
    Values,
    is_read,
)
from catalogue.sparql.zero_length import with_zero_length
from catalogue.store.beyond import is_beyond
from catalogue.store.written import MARK, Peculiar
from catalogue.terms import XSD

_BOOLEAN_WORD = re.compile(r"(?<![\w:?$@.\-])(?!true\b|false\b)(?i:true|false)(?![\w:\-])")
"""What seems to be `TRUE` or `FALSE` in capitals."""

_PATH = re.compile(r"""(?<![\s(,{])[*?](?=[\s()|/?$<"'+\-\d.;,}])""")
"""What may be a path without length."""

_NUMBER = re.compile(r"(?<![\w:.])[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_USUAL_NUMBER = re.compile(r"0|-?[1-9]\d{0,17}|-?(?:0|[1-9]\d{0,17})\.\d{0,17}[1-9]")
_GRAPH = re.compile(r"\bGRAPH\s*[?$]")

_LANGUAGE = re.compile(r"""["'](?=[^"']*[A-Z])[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*["']""")
_IRI = re.compile(r"<[^<>\"{}|^`\\\x00-\x20]*>")


class Data(NamedTuple):
    """What is to be known of the data.

    Attributes:
        peculiar: the properties that have peculiar values.
        graphs: the named graphs that `GRAPH` sees.
    """

    peculiar: Peculiar = Peculiar()
    graphs: Collection[str] = ()


_IN_BRACKETS = 3
_SHOWN = 3
_SORT = 'IF(ISBLANK({0}),"0",IF(ISIRI({0}),"1",IF(ISNUMERIC({0}),"2",CONCAT("3",STR(DATATYPE({0}))))))'
"""By what values are ordered first: the engine fails where many cannot be compared with one another."""

UNSURE = Message("sparql.unsure")
"""What is told beside an answer that may not be the right one."""


class Exact(NamedTuple):
    """A query as it is put.

    Attributes:
        text: the query for the store.
        is_sure: whether its answer is the right one as far as is known; not where a part of it is not read, or it would become
            too large.
        beyond: why it has no value for some numbers, where it computes with such as are beyond the range of the store.
    """

    text: str
    is_sure: bool = True
    beyond: Message | None = None

    @property
    def doubts(self) -> list[Message]:
        """What is to be told beside the answer."""
        return [*([] if self.is_sure else [UNSURE]), *([self.beyond] if self.beyond is not None else [])]


def exact(query: QueryText, data: Data, base: str, prefixes: Mapping[str, str]) -> Exact:
    """Put a query such that the store answers it about the data as it is written.

    Args:
        query: the query.
        data: what is to be known of the data.
        base: what relative IRIs are resolved against.
        prefixes: the prefixes that the query need not declare.

    >>> data = Data(Peculiar({"urn:p"}))
    >>> exact(QueryText("SELECT ?x { ?s <urn:p> ?x }"), data, "", {}).text
    'SELECT ?x { ?s <urn:p> ?x }'
    >>> exact(QueryText("SELECT ?s { ?s <urn:p> 007 }"), data, "", {}).text
    'SELECT ?s { ?s <urn:p> "007"^^<urn:x-written:integer> }'
    """
    capitals = query.text.upper()
    if "TRUE" in capitals or "FALSE" in capitals:
        query = _with_small_booleans(query)
    may_be_other = _may_be_other(query.text, capitals, data.peculiar)
    if not may_be_other and not _GRAPH.search(capitals):
        return Exact(query.text)
    if not is_read(query.tree):
        return Exact(query.text, is_sure=False)
    written_out = by_graph(query, data.graphs)
    if not may_be_other and written_out is query:
        return Exact(query.text)
    writer = _Writer(written_out or query, data.peculiar, base, prefixes)
    return Exact(writer.whole(), writer.is_sure and written_out is not None, writer.beyond())


def _with_small_booleans(query: QueryText) -> QueryText:
    return QueryText(with_small_booleans(query.text, query.tokens)) if _BOOLEAN_WORD.search(query.text) else query


def _may_be_other(sparql: str, capitals: str, peculiar: Peculiar) -> bool:
    """Tell by its characters whether a query may have to be put otherwise, apart from `GRAPH`."""
    return (
        _makes_terms(capitals)
        or (bool(peculiar.marked or peculiar.beyond) and ("(" in sparql or "ORDER" in capitals))
        or _PATH.search(sparql) is not None
        or _has_unusual_number(sparql)
        or _orders_booleans(sparql, peculiar)
        or ("LANG" in capitals and _LANGUAGE.search(sparql) is not None)
    )


def _makes_terms(capitals: str) -> bool:
    """Tell whether a query names or makes terms that may have to be put otherwise, whatever the data is."""
    return "^^" in capitals or "BNODE" in capitals or "STRDT" in capitals or "GROUP_CONCAT" in capitals


def _has_unusual_number(sparql: str) -> bool:
    """Tell whether a query has a number that the store may change."""
    return any(not _USUAL_NUMBER.fullmatch(number) for number in _NUMBER.findall(sparql))


def _orders_booleans(sparql: str, peculiar: Peculiar) -> bool:
    """Tell whether a query compares by order, and may do so with booleans."""
    if not peculiar.boolean and "true" not in sparql and "false" not in sparql:
        return False
    without_iris = _IRI.sub("", sparql)
    return "<" in without_iris or ">" in without_iris


class _Writer:
    """Writes a query anew."""

    def __init__(self, query: QueryText, peculiar: Peculiar, base: str, prefixes: Mapping[str, str]) -> None:
        self.is_sure = True
        self._query = query
        self._names = names = query.names(base, prefixes)
        self._rows = rows_of(query) if "BNODE" in query.text.upper() else Rows({}, ())
        self._has_labels = any(token.kind == "blank" for token in query.tokens)
        marked = carriers(query, names, peculiar.marked, lambda literal: bool(constant_text(literal)))
        boolean = carriers(query, names, peculiar.boolean, lambda literal: literal.datatype.value == XSD + "boolean")
        beyond = carriers(query, names, peculiar.beyond, is_beyond)
        self._computing = Computing(query.text, names, self._group_text, marked, boolean, beyond, self._rows.names)
        self._beyond = peculiar.beyond
        self._names = names

    def whole(self) -> str:
        """Write the whole query."""
        return spliced(self._query.text, 0, len(self._query.text), [*self._rows.pieces, *self._of_query(self._query.tree)])

    def beyond(self) -> Message | None:
        """Say which expressions have no value for numbers beyond the range of the store; None where there are none."""
        numerals = list(dict.fromkeys(self._numerals())) if self._computing.without_value else []
        if not numerals:
            return None
        expressions = dict.fromkeys(map(shortened, self._computing.without_value))
        shown = ", ".join(map(shortened, numerals[:_SHOWN]))
        return Message("sparql.beyond", expressions=", ".join(list(expressions)[:_SHOWN]), numbers=shown)

    def _numerals(self) -> Iterator[str]:
        """List the numbers beyond the range that the query names, or that its properties have, else any in the data."""
        literals = (constant.literal for constant in constants(self._query.tokens, self._names))
        yield from (literal.value for literal in literals if is_beyond(literal))
        named = {self._names.iri(token) for token in self._query.tokens if token.kind in {"iri", "name"}}
        of_named = [numeral for iri, numeral in self._beyond.items() if iri in named]
        yield from of_named or self._beyond.values()

    def _of_query(self, query: Query) -> Iterator[Piece]:
        for column in (*query.columns, *query.modifiers.grouping):
            yield from self._of_expression(column.expression, value=False)
        if query.template is not None:
            yield from self._constants(query.template.start, query.template.end)
        if query.where is not None:
            yield from self._of_group(query.where)
        for expression in query.modifiers.having:
            yield from self._of_expression(expression, value=True)
        for column in query.modifiers.ordering:
            yield from self._of_order(column)
        if query.values is not None:
            yield from self._constants(query.values.start, query.values.end)

    def _of_order(self, column: Column) -> Iterator[Piece]:
        variables = (
            [column.variable] if column.variable is not None else column.expression.variables if column.expression else []
        )
        is_alone = column.expression is None or len(column.expression.tokens) == _IN_BRACKETS
        name = variables[0].variable if len(variables) == 1 and is_alone else ""
        direction = column.direction.text if column.direction is not None else ""
        read = operation(column.expression) if column.expression is not None else None
        may_be_beyond = name in self._computing.beyond or (read is not None and self._computing.may_be_beyond(read))
        if not may_be_beyond and name not in self._computing.marked:
            yield from self._of_expression(column.expression, value=True)
            return
        value = self._computing.written(read, value=True) if read is not None else self._computing.value(name)
        rank = _SORT.format(value)
        rank = f'COALESCE(CONCAT("2",<{MARK}position>({value})),{rank})' if may_be_beyond else rank
        yield Piece(column.start, column.end, f"{direction}({rank}) {direction}({value})")

    def _of_expression(self, expression: Expression | None, *, value: bool) -> Iterator[Piece]:
        if expression is None:
            return
        read = operation(expression)
        if read is None:
            self.is_sure = False
            return
        text = self._computing.written(read, value=value)
        if text != self._query.text[read.start : read.end]:
            yield Piece(read.start, read.end, text)

    def _group_text(self, group: Group) -> str:
        return spliced(self._query.text, group.opening, group.end, self._of_group(group))

    def _of_group(self, group: Group) -> Iterator[Piece]:
        if group.select is not None:
            yield from self._of_query(group.select)
        for element in group.elements:
            yield from self._of_element(element)

    def _of_element(self, element: Element) -> Iterator[Piece]:
        if isinstance(element, Triples):
            yield from self._of_block(element)
        elif isinstance(element, Values):
            yield from self._constants(element.start, element.end)
        elif isinstance(element, Filter):
            yield from self._of_expression(element.expression, value=True)
        elif isinstance(element, Bind):
            yield from self._of_expression(element.column.expression, value=False)
        elif isinstance(element, Group):
            yield from self._of_group(element)
        elif isinstance(element, Union):
            for branch in element.branches:
                yield from self._of_group(branch)

    def _of_block(self, block: Triples) -> Iterator[Piece]:
        text = None if self._has_labels else with_zero_length(block, self._names, self._with_constants)
        if text is None:
            yield from self._constants(block.start, block.end)
        else:
            yield Piece(block.start, block.end, text)

    def _with_constants(self, start: int, end: int) -> str:
        return spliced(self._query.text, start, end, self._constants(start, end))

    def _constants(self, start: int, end: int) -> Iterator[Piece]:
        """Write the literals in a stretch as the store has those that are written so."""
        listed = [token for token in self._query.tokens if start <= token.start < end]
        for constant in constants(listed, self._names):
            text = constant_text(constant.literal)
            if text:
                yield Piece(constant.start, constant.end, text)
