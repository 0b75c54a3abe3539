"""Solutions as CSV, mended where the store's writer leaves out quotation marks: each row has a cell for each variable."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from catalogue.terms import BlankNode, Literal, NamedNode

_EMPTY_LINE = re.compile(rb"(?<=\n)\r\n")


def has_bare_commas(body: bytes, columns: int) -> bool:
    r"""Tell whether cells have commas outside quotation marks: the store quotes literals that need it, but not IRIs.

    Args:
        body: solutions in CSV, as the store writes them.
        columns: how many variables they have.

    >>> has_bare_commas(b'a,b\r\nhttp://x.example/p,q,"r,s"\r\n', 2), has_bare_commas(b'a,b\r\nhttp://x.example/p,"r,s"\r\n', 2)
    (True, False)
    """
    outside = body.split(b'"')[::2]
    return sum(piece.count(b",") for piece in outside) != sum(piece.count(b"\n") for piece in outside) * max(columns - 1, 0)


def with_empty_cells(body: bytes, columns: int) -> bytes:
    r"""Give solutions of one variable such that no row without a value is an empty line, which readers of CSV leave out.

    >>> with_empty_cells(b"a\r\n\r\n\r\nb\r\n", 1)
    b'a\r\n""\r\n""\r\nb\r\n'
    """
    if columns != 1 or b"\n\r\n" not in body:
        return body
    pieces = body.split(b'"')
    pieces[::2] = [_EMPTY_LINE.sub(b'""\r\n', piece) for piece in pieces[::2]]
    return b'"'.join(pieces)


def write_rows(variables: Sequence[str], rows: Iterable[Iterable[Any]], out: Any) -> None:
    """Write solutions as CSV, term by term: slower than the store, and quoted where it is needed.

    Args:
        variables: their names.
        rows: the terms of each row, in the order of the variables; None where one is not bound.
        out: what is written to, in bytes.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(variables)
    for row in rows:
        writer.writerow([_cell(term) for term in row])
        out.write(buffer.getvalue().encode())
        buffer.seek(0)
        buffer.truncate()
    out.write(buffer.getvalue().encode())


def _cell(term: Any) -> str:
    if term is None:
        return ""
    if isinstance(term, NamedNode | Literal):
        return term.value
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(term)
