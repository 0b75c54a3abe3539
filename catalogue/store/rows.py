"""Counting the rows of solutions that are written already: the store writes them without counting."""

from __future__ import annotations

import re

_ESCAPED = re.compile(rb"\\.", re.DOTALL)


def count_rows(body: bytes, name: str, enough: int) -> int:
    r"""Count the rows of solutions in one of the four formats, as the store writes them.

    Args:
        body: the solutions.
        name: the format: `json`, `xml`, `csv` or `tsv`.
        enough: what the caller compares with; the count is exact only where it may be more.

    Returns:
        The number of rows; 0 when the body is too short to have more than `enough`.

    >>> count_rows(b'x\r\n"a\r\nb"\r\nc\r\n', "csv", 1), count_rows(b"?x\n1\n2\n", "tsv", 1)
    (2, 2)
    """
    if len(body) <= enough:  # every row has one byte at least
        return 0
    return _COUNT[name](body)


def _tsv(body: bytes) -> int:
    return body.count(b"\n") - 1


def _csv(body: bytes) -> int:
    """Count the lines that end outside quotation marks: a doubled mark opens at once what it closed."""
    return sum(piece.count(b"\n") for piece in body.split(b'"')[::2]) - 1


def _xml(body: bytes) -> int:
    return body.count(b"<result>") + body.count(b"<result/>")


def _json(body: bytes) -> int:
    """Count what lies between rows, outside strings: within a row, no object is followed by another."""
    _, _, rows = body.partition(b'"bindings":[')
    if rows.startswith(b"]"):
        return 0
    outside = b'"'.join(_ESCAPED.sub(b"", rows).split(b'"')[::2])
    return outside.count(b"},{") + 1


_COUNT = {"tsv": _tsv, "csv": _csv, "xml": _xml, "json": _json}
