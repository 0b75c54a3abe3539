"""Expected answers: what each named query should answer, in a file beside the catalogue, and how its answer differs from that.

`NAME.csv` holds rows: IRIs inside the base relative to it, literals by their lexical forms. `NAME.nt` holds triples. Lines at
the head may say `#contains` (the answer may have more rows) and `#param name=value` (the parameter is given). Rows of
`NAME.not.csv` must not be in the answer.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.config import Settings
from catalogue.edition import Edition
from catalogue.errors import BOM, CatalogueError, InputError, LimitError, OutputError, Place, QueryError, decoded, reason_of
from catalogue.links import leads_out
from catalogue.messages import Message
from catalogue.quads import Quad, Syntax, canonical, read
from catalogue.query.named import NamedQuery
from catalogue.query.results import Result
from catalogue.query.running import run
from catalogue.sources import name_of
from catalogue.terms import BlankNode, Term

_HEAD = re.compile(r"#\s*(?:(?P<contains>contains)|param\s+(?P<name>\w+)=(?P<value>.*))")
_BOOLEAN = ("answer",)
_TRIPLES = ".nt"

Row = tuple[str, ...]


@dataclass(frozen=True)
class Expected:
    """An expected answer.

    Attributes:
        path: its file.
        name: the file's name in messages.
        columns: its columns; empty for triples.
        rows: its rows; for triples one column of N-Triples.
        contained: whether the answer may have more rows.
        given: the values of parameters that are given.
    """

    path: Path
    name: str
    columns: Row = ()
    rows: tuple[Row, ...] = ()
    contained: bool = False
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answered:
    """How a query's answer differs from the expected one.

    Attributes:
        query: the query.
        file: the file of the expected answer, or where it should be, in the catalogue's folder.
        expected: the expected answer, or None when there is none.
        missing: the rows that are expected and not there.
        unexpected: the rows that are there and not expected.
        written: the answer as a file of expected answers holds it; empty when there is an error.
        error: why there is no answer, or None.
    """

    query: NamedQuery
    file: str
    expected: Expected | None
    missing: Sequence[Row] = ()
    unexpected: Sequence[Row] = ()
    written: bytes = b""
    error: CatalogueError | None = None

    @property
    def holds(self) -> bool:
        """Whether the answer is the expected one."""
        return self.expected is not None and not (self.missing or self.unexpected or self.error)

    @property
    def may_be_written(self) -> bool:
        """Whether the answer may be written as the expected one: it differs, and is expected whole."""
        return not self.holds and self.error is None and not (self.expected is not None and self.expected.contained)


def answered(edition: Edition, query: NamedQuery) -> Answered:
    """Ask a query and compare its answer with the expected one.

    Args:
        edition: the catalogue.
        query: one of its named queries.

    Returns:
        How the two differ, or why one of them cannot be read.
    """
    expected: Expected | None = None
    try:
        expected = read_expected(edition.settings, query.name)
        return _answered(edition, query, expected)
    except (QueryError, InputError, LimitError, OutputError) as error:
        return Answered(query, _file(edition, query, expected, ".csv"), expected, error=error)


def _answered(edition: Edition, query: NamedQuery, expected: Expected | None) -> Answered:
    result = run(edition, query, expected.given if expected else {})
    base, file = edition.settings.base, _file(edition, query, expected, _TRIPLES if result.is_graph else ".csv")
    if expected is None:
        return Answered(query, file, None, written=_as_triples(result) if result.is_graph else _as_table(result, base, ()))
    if expected.path.suffix == _TRIPLES and not result.is_graph:
        return Answered(query, file, expected, error=_no_triples(expected))
    return _compared(edition.settings, query, expected, result)


def _compared(settings: Settings, query: NamedQuery, expected: Expected, result: Result) -> Answered:
    """Compare an answer with the expected one, which is of its kind."""
    base, is_triples = settings.base, expected.path.suffix == _TRIPLES
    columns, rows = (("",), _lines(result)) if is_triples else _table(result, base, expected.columns)
    missing = tuple((Counter(expected.rows) - Counter(rows)).elements())
    more = () if expected.contained else tuple((Counter(rows) - Counter(expected.rows)).elements())
    if not is_triples and set(expected.columns) - set(columns):
        missing, more = expected.rows or (expected.columns,), tuple(rows)
    head = "".join(f"#param {name}={value}\n" for name, value in expected.given.items()).encode()
    written = _as_triples(result) if is_triples else _as_table(result, base, columns)
    more = (*more, *_refused(settings, query.name, result))
    return Answered(query, expected.name, expected, missing, more, head + written)


def _file(edition: Edition, query: NamedQuery, expected: Expected | None, suffix: str) -> str:
    return expected.name if expected else f"{edition.settings.folders.answers}/{query.name}{suffix}"


def _no_triples(expected: Expected) -> InputError:
    return InputError(Message("query.query-gives-table-write-expected"), Place(expected.name))


def read_expected(settings: Settings, name: str) -> Expected | None:
    """Read the expected answer of a query; None when there is none.

    Args:
        settings: the catalogue's settings.
        name: the query's name.

    Raises:
        InputError: the file is not what it should be.
        OutputError: the system refused to read it.
    """
    folder = settings.folder / settings.folders.answers
    for suffix in (".csv", _TRIPLES):
        path = folder / f"{name}{suffix}"
        if path.is_file() and not leads_out(path, settings.folder):
            return _read(path, name_of(path, settings.folder))
    return None


def _read(path: Path, name: str) -> Expected:
    contained, given = False, {}
    lines = _text(path, name).splitlines(keepends=True)
    while lines and (head := _HEAD.fullmatch(lines[0].strip())):
        contained = contained or head["contains"] is not None
        if head["name"]:
            given[head["name"]] = head["value"]
        lines = lines[1:]
    if path.suffix == _TRIPLES:
        return Expected(path, name, (), _read_triples("".join(lines), name), contained, given)
    columns, rows = _read_rows(lines, name)
    return Expected(path, name, columns, rows, contained, given)


def _text(path: Path, name: str) -> str:
    try:
        return decoded(path.read_bytes(), name).removeprefix(BOM)
    except OSError as error:
        raise OutputError(Message("query.cannot-read", reason=reason_of(error)), Place(name)) from error


def _read_rows(lines: Sequence[str], name: str) -> tuple[Row, tuple[Row, ...]]:
    """Read the columns and the rows of a table."""
    rows = [tuple(row) for row in csv.reader(lines)]
    columns = rows[0] if rows else ()
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(columns):
            raise InputError(
                Message(
                    "query.row-values-columns",
                    number=number,
                    row=Message("count.values", count=len(row)),
                    columns=Message("count.columns", count=len(columns)),
                ),
                Place(name),
            )
    return columns, tuple(rows[1:])


def _read_triples(ntriples: str, name: str) -> tuple[Row, ...]:
    try:
        return _canonical(read(ntriples.encode(), Syntax.N_TRIPLES))
    except SyntaxError as error:
        raise InputError(Message("query.not-n-triples", msg=error.msg), Place(name)) from error


def _canonical(quads: Iterable[Quad]) -> tuple[Row, ...]:
    """Write statements as lines of N-Triples in their order, with names of blank nodes that follow from the statements."""
    return tuple(sorted((f"{quad.triple} .",) for quad in canonical(quads)))


def _lines(result: Result) -> tuple[Row, ...]:
    return _canonical(Quad(*row) for row in result.rows)  # type: ignore[arg-type] # all three are bound


def _table(result: Result, base: str, wanted: Row) -> tuple[Row, list[Row]]:
    """Give those of the wanted columns that there are, all when none are wanted, and the rows."""
    if result.boolean is not None:
        return _BOOLEAN, [(str(result.boolean).lower(),)]
    columns = tuple(name for name in wanted if name in result.variables) or result.variables
    places = [result.variables.index(name) for name in columns]
    return columns, [tuple(_written(row[place], base) for place in places) for row in result.rows]


def _written(term: Term | None, base: str) -> str:
    if term is None:
        return ""
    return f"_:{term.value}" if isinstance(term, BlankNode) else term.value.removeprefix(base)


def _as_table(result: Result, base: str, wanted: Row) -> bytes:
    columns, rows = _table(result, base, wanted)
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([columns, *rows])
    return stream.getvalue().encode()


def _as_triples(result: Result) -> bytes:
    return "".join(f"{line}\n" for (line,) in _lines(result)).encode()


def _refused(settings: Settings, name: str, result: Result) -> tuple[Row, ...]:
    """Give the rows of an answer that must not be there."""
    path = settings.folder / settings.folders.answers / f"{name}.not.csv"
    if not path.is_file():
        return ()
    refused = _read(path, name_of(path, settings.folder))
    _, rows = _table(result, settings.base, refused.columns)
    return tuple(row for row in refused.rows if row in rows)
