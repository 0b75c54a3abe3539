"""Results of queries, in the forms that people use."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from catalogue.errors import QueryError
from catalogue.messages import Message, languages
from catalogue.names import Prefixes
from catalogue.quads import Syntax, read
from catalogue.query.columns import Column, Kind, column
from catalogue.query.values import text_of, to_python
from catalogue.serialise import well_formed
from catalogue.sparql.notes import Note
from catalogue.store.engine import Boolean, Results, Solutions, SolutionsFormat, Triples, read_solutions
from catalogue.store.formats import RESULT_FORMATS, ResultFormat, in_order, write_triples
from catalogue.store.rows import has_empty_column, is_hollow
from catalogue.store.separated import has_bare_commas, with_empty_cells, write_rows
from catalogue.store.written import unmarked, unmarked_body, with_recommended_tags
from catalogue.terms import BlankNode, NamedNode, Term, Triple, sort_key

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

_SHOWN = 50
"""How many rows a notebook shows of a result."""

_LONG = 500
"""How many characters a notebook shows of a term."""


@dataclass(frozen=True, repr=False)
class Result:
    """What a query answers: a table of terms, a boolean, or triples.

    Attributes:
        variables: the columns; `subject`, `predicate`, `object` for triples; empty for a boolean.
        boolean: the answer of an ASK query, else None.
        is_graph: whether the answer is triples.
        prefixes: for short forms of IRIs.
        base: the catalogue's base, for short forms of IRIs.
        rows: the terms, one tuple per row in the order of the columns; None where a variable is not bound.
        notes: what is told beside the answer, such as why it is empty; computed when it is first asked for.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    boolean: bool | None
    is_graph: bool
    prefixes: Prefixes
    base: str
    _answer: bytes = b""
    _noting: tuple[Callable[[], Iterable[Note]], ...] = field(default=(), compare=False)

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """What is told beside the answer: each has a `code`, a `message` by language, a `place`, and `say(language)`."""
        return tuple(note for noting in self._noting for note in noting())

    @property
    def lacks_values(self) -> bool:
        """Whether it says nothing, or a column of it: no rows, false, counts of nothing, a variable without a value."""
        if self.is_graph:
            return not self.rows
        return is_hollow(self._answer, "json") or has_empty_column(self._answer, "json")

    def noted(self, noting: Callable[[], Iterable[Note]]) -> Result:
        """Give the same result with more notes.

        Args:
            noting: gives them when they are first asked for.
        """
        return replace(self, _noting=(*self._noting, noting))

    def __getstate__(self) -> dict[str, Any]:
        """Give what goes to another process: the notes, and not what computes them."""
        return {**vars(self), "notes": self.notes, "_noting": ()}

    def __iter__(self) -> Iterator[dict[str, Term | None]]:
        return (dict(zip(self.variables, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        return self.boolean if self.boolean is not None else bool(self.rows)

    def serialize(self, name: str) -> bytes:
        """Write the result in one of `RESULT_FORMATS`.

        Args:
            name: the format's name; solutions and booleans have other formats than triples, `markdown` serves all.

        Returns:
            The bytes, in UTF-8.

        Raises:
            QueryError: the format is unknown, does not fit this result, or cannot hold what it says.
        """
        try:
            written = self._written(RESULT_FORMATS[name]) if name in RESULT_FORMATS else None
        except ValueError as error:
            raise QueryError(Message("query.result-cannot-written", name=name, error=error)) from error
        if written is not None:
            return written
        fitting = [f.name for f in RESULT_FORMATS.values() if f.name == "markdown" or bool(f.triples) == self.is_graph]
        raise QueryError(Message("query.result-cannot-written-choose", name=name, fitting=", ".join(fitting)))

    def _written(self, format_: ResultFormat) -> bytes | None:
        """Write the result in a format; None when that is for other results."""
        if format_.name == "markdown":
            return self._markdown().encode()
        if self.is_graph:
            triples = [Triple(*row) for row in self.rows]  # type: ignore[arg-type] # all three are bound
            return write_triples(triples, format_, self.prefixes) if format_.triples is not None else None
        return self._solutions(format_.solutions) if format_.solutions is not None else None

    def _solutions(self, format_: SolutionsFormat) -> bytes:
        parsed: Any = read_solutions(self._answer, SolutionsFormat.JSON)
        written = with_recommended_tags(bytes(parsed.serialize(format=format_)), format_)
        if format_ == SolutionsFormat.CSV and self.boolean is None:
            return self._separated(written)
        return well_formed(written) if format_ == SolutionsFormat.XML else written

    def _separated(self, written: bytes) -> bytes:
        """Give the rows in CSV with a cell for each variable, of what the store has written."""
        if not has_bare_commas(written, len(self.variables)):
            return with_empty_cells(written, len(self.variables))
        out = io.BytesIO()
        write_rows(self.variables, self.rows, out)
        return out.getvalue()

    def in_order(self) -> Result:
        """Give the same result with its rows in the stable order of their terms."""
        if self.boolean is not None or self.is_graph:
            return self
        document = json.loads(self._answer)
        order = sorted(range(len(self.rows)), key=lambda number: [sort_key(term) for term in self.rows[number]])
        document["results"]["bindings"] = [document["results"]["bindings"][number] for number in order]
        ordered = read_json(json.dumps(document, ensure_ascii=False).encode(), self.prefixes, self.base)
        return replace(ordered, _noting=self._noting)

    def short(self, term: Term | None) -> str:
        """Write a term for reading: IRIs in short form, literals by their lexical forms."""
        if term is None:
            return ""
        if isinstance(term, NamedNode):
            inside = term.value.startswith(self.base)
            short = self.prefixes.shorten(term.value)
            return term.value.removeprefix(self.base) if inside and short == term.value else short
        return f"_:{term.value}" if isinstance(term, BlankNode) else text_of(term)

    def _markdown(self) -> str:
        if self.boolean is not None:
            return f"{str(self.boolean).lower()}\n"
        lines = [self.variables, ["---"] * len(self.variables), *[[self.short(t) for t in row] for row in self.rows]]
        return "".join("| " + " | ".join(_cell(text) for text in line) + " |\n" for line in lines)

    def to_python(self) -> list[dict[str, Any]]:
        """Give the rows as Python values: numbers, booleans and dates where the datatype says so, else strings."""
        return [{name: to_python(term) for name, term in row.items()} for row in self]

    def columns(self) -> list[Column]:
        """Give the columns with one type each, as the data frames have them; of a boolean, one column `boolean`."""
        if self.boolean is not None:
            return [Column("boolean", Kind.BOOLEAN, [self.boolean])]
        return [column(name, [row[number] for row in self.rows]) for number, name in enumerate(self.variables)]

    def to_pandas(self) -> pd.DataFrame:
        """Give the rows as a pandas data frame.

        Raises:
            UsageError: pandas is not installed.
        """
        from catalogue.query import frames

        return frames.to_pandas(self.columns())

    def to_polars(self) -> pl.DataFrame:
        """Give the rows as a polars data frame.

        Raises:
            UsageError: polars is not installed.
        """
        from catalogue.query import frames

        return frames.to_polars(self.columns())

    def to_arrow(self) -> pa.Table:
        """Give the rows as an Arrow table.

        Raises:
            UsageError: pyarrow is not installed.
        """
        from catalogue.query import frames

        return frames.to_arrow(self.columns())

    def __repr__(self) -> str:
        if self.boolean is not None:
            return f"Result({self.boolean})"
        return f"Result({len(self.rows)} rows of {', '.join(self.variables) or 'nothing'})"

    def _repr_html_(self) -> str:
        """Show the first rows in a notebook, say how many there are, and what is told beside them."""
        shown = f"<p>{str(self.boolean).lower()}</p>" if self.boolean is not None else self._table_html()
        return shown + "".join(f"<p>{escape(' · '.join(note.say(tag) for tag in languages()))}</p>" for note in self.notes)

    def _table_html(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.variables)
        shown = self.rows[:_SHOWN]
        body = "".join("<tr>" + "".join(f"<td>{escape(_cut(self.short(t)))}</td>" for t in row) + "</tr>" for row in shown)
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        if len(shown) == len(self.rows):
            return table
        return f"{table}<p>{len(shown)} of {len(self.rows)} rows shown · {len(shown)} lignes affichées sur {len(self.rows)}</p>"


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"


def _cell(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text).replace("\\", "\\\\").replace("|", "\\|")


def read_answer(answer: Results, prefixes: Prefixes, base: str) -> Result:
    """Read what the store answers into a result, whole.

    Args:
        answer: the store's solutions, boolean or triples.
        prefixes: for short forms of IRIs.
        base: the catalogue's base, for short forms of IRIs.

    Raises:
        QueryError: the evaluation failed.
    """
    if isinstance(answer, Triples):
        return read_triples(_as_written(answer), prefixes, base)
    return read_json(_json(answer), prefixes, base)


def write_answer(answer: Results) -> tuple[bool, bytes]:
    """Write what the store answers for its way to another process, which reads it by `read_ntriples` or `read_json`.

    Returns:
        Whether it is triples, and the answer.

    Raises:
        QueryError: the evaluation failed.
    """
    if not isinstance(answer, Triples):
        return False, _json(answer)
    return True, "".join(f"{t.subject} {t.predicate} {t.object} .\n" for t in _as_written(answer)).encode()


def _as_written(answer: Triples) -> Iterator[Triple]:
    return (Triple(t.subject, t.predicate, unmarked(t.object)) for t in answer)


def _json(answer: Solutions | Boolean) -> bytes:
    try:
        return unmarked_body(answer.serialize(format=SolutionsFormat.JSON) or b"", SolutionsFormat.JSON)
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(Message("query.query-fails", error=error)) from error


def read_triples(triples: Iterable[Any], prefixes: Prefixes, base: str) -> Result:
    """Make a result of triples, each once, in the stable order."""
    rows = in_order(triples)
    names = ("subject", "predicate", "object")
    return Result(names, tuple(tuple(row) for row in rows), None, is_graph=True, prefixes=prefixes, base=base)


def read_ntriples(answer: bytes, prefixes: Prefixes, base: str) -> Result:
    """Make a result of triples in N-Triples.

    Raises:
        SyntaxError: they are not in that format.
    """
    quads = read(answer, Syntax.N_TRIPLES)
    return read_triples((Triple(quad.subject, quad.predicate, quad.object) for quad in quads), prefixes, base)


def read_json(answer: bytes, prefixes: Prefixes, base: str) -> Result:
    """Make a result of solutions or a boolean in the SPARQL 1.1 JSON results format.

    Raises:
        ValueError: the results are cut or hold what is no term.
        SyntaxError: they are not in that format.
    """
    parsed: Any = read_solutions(answer, SolutionsFormat.JSON)
    if isinstance(parsed, Boolean):
        return Result((), (), bool(parsed), is_graph=False, prefixes=prefixes, base=base, _answer=answer)
    variables = tuple(variable.value for variable in parsed.variables)
    rows = tuple(tuple(solution[name] for name in variables) for solution in parsed)
    return Result(variables, rows, None, is_graph=False, prefixes=prefixes, base=base, _answer=answer)
