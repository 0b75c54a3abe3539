"""The rows of solutions that are written already: how many there are, and whether they hold anything."""

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


def is_hollow(body: bytes, name: str) -> bool:
    r"""Tell whether solutions hold nothing: no rows, or rows in which all is unbound, 0, false or empty, as a count gives it.

    It takes no longer than to come to the first value that is one.

    Args:
        body: the solutions, or a boolean, as the store writes them.
        name: the format: `json`, `xml`, `csv` or `tsv`.

    >>> is_hollow(b"?x\t?n\n\t0\n", "tsv"), is_hollow(b"x,n\r\n,0\r\n,10\r\n", "csv"), is_hollow(b"false", "csv")
    (True, False, True)
    """
    if body == b"true" or body == b"false":  # noqa: PLR1714 - a set would go through all of a large body
        return body == b"false"
    unnamed, row, value = _HOLLOW[name]
    if unnamed.match(body):
        return row not in body
    return value.search(body, body.find(b"\n") if name in {"csv", "tsv"} else 0) is None


def has_empty_column(body: bytes, name: str) -> bool:
    r"""Tell whether a variable of solutions never has a value; of CSV and TSV, which would have to be read, it is not told.

    >>> has_empty_column(b'{"head":{"vars":["a","b"]},"results":{"bindings":[{"a":{"type":"uri","value":"urn:b"}}]}}', "json")
    True
    """
    if name not in _BOUND:
        return False
    between, variables, bound = _BOUND[name]
    start = max(body.find(between), 0)
    return any(body.find(bound % variable, start) < 0 for variable in variables.findall(body, 0, start))


_BOUND = {
    "json": (b'"results":', re.compile(rb'"([^"]*)"(?=[,\]])'), b'"%s":{'),
    "xml": (b"<results>", re.compile(rb'<variable name="([^"]*)"'), b'<binding name="%s">'),
}
"""For each format: what stands between the head and the rows, the variables in the head, and what stands before a value."""

_NOTHING = rb"(?:[-+]?0+(?:\.0*)?(?:[eE][-+]?[0-9]+)?|false)?"


def _patterns(unnamed: bytes, row: bytes, value: bytes) -> tuple[re.Pattern[bytes], bytes, re.Pattern[bytes]]:
    return re.compile(unnamed), row, re.compile(value.replace(b"NOTHING", _NOTHING))


_HOLLOW = {
    "json": _patterns(rb'\{"head":\{"vars":\[\]', b'"bindings":[{}', rb'"boolean":true|"type":"triple"|"value":"(?!NOTHING")'),
    "xml": _patterns(
        rb"[^\n]*?<head></head><results>",
        b"<result>",
        rb"<boolean>true|<literal[^>]*>(?!NOTHING</literal>)|<(?:uri|bnode|triple)>",
    ),
    "csv": _patterns(rb"\r\n", b"\n\r\n", rb'[,\n](?!(?:NOTHING|"")(?:,|\r\n)|\Z)'),
    "tsv": _patterns(rb"\n", b"\n\n", rb'[\t\n](?!(?:NOTHING|"NOTHING"(?:\^\^<[^>]*>)?)[\t\n]|\Z)'),
}
"""For each format: the head of solutions without variables, and a row of those; else, a value that is something."""
