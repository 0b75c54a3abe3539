"""Bodies: what an endpoint answers, read whole and within a limit, or refused."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator
from http.client import HTTPException, IncompleteRead
from typing import Any
from urllib.error import HTTPError

from catalogue.messages import Message
from catalogue.remote.retries import PartialError, UnusableError

_CHUNK = 64 * 1024
_MOST_OF_AN_ERROR = 64 * 1024
"""How many bytes of an error are read: its message is shown on a line."""

_GZIP = 31
_ZLIB = 15
_DECODERS = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}
"""The encodings that are read, though none is asked for, by the way in which zlib reads them."""

_LIMITED = {"X-SPARQL-MaxRows": False, "X-SQL-State": True}
"""The headers by which Virtuoso says that it has ended an answer: after so many rows, or when its time was over."""

_PARTIAL = 206
WHOLE = frozenset({200, 203})
"""The statuses of an answer that has all that was asked for."""


def read_whole(response: Any, limit: int, statuses: Collection[int] = WHOLE) -> bytes:
    """Read the body of an answer to its end.

    Args:
        response: the answer.
        limit: how many bytes the body may have, sent and decoded.
        statuses: the statuses that it may have.

    Raises:
        UnusableError: it is a part only, is cut, is longer, or is in an encoding that is not read.
        PartialError: the endpoint says that it has ended it at a limit of its own.
    """
    _refuse_limited(response)
    if response.status not in statuses:
        status = f"{response.status} {response.reason}".strip()
        is_part = response.status == _PARTIAL
        raise UnusableError(
            Message("remote.partial", status=status) if is_part else Message("remote.without-answer", status=status)
        )
    length = _length(response)
    if length is not None and length > limit:
        raise _too_long(limit)
    try:
        return _decoded(_chunks(response, length), response.headers.get("Content-Encoding"), limit)
    except IncompleteRead as error:
        raise UnusableError(Message("remote.cut"), may_pass=True) from error


def _refuse_limited(response: Any) -> None:
    """Refuse what Virtuoso has ended at a limit of its own: it looks whole but for a header."""
    for header, is_late in _LIMITED.items():
        if response.headers.get(header):
            raise PartialError(Message("remote.limited", header=header, value=response.headers[header][:50]), is_late=is_late)


def read_error(error: HTTPError) -> bytes:
    """Read what an error says, or its beginning; what is cut says enough."""
    parts: list[bytes] = []
    try:
        while sum(map(len, parts)) < _MOST_OF_AN_ERROR and (part := error.read(_CHUNK)):
            parts.append(part)
    except IncompleteRead as cut:
        parts.append(cut.partial)
    except (OSError, HTTPException):
        pass
    return b"".join(parts)[:_MOST_OF_AN_ERROR]


def _length(response: Any) -> int | None:
    """Give how many bytes an answer says to have; None when it does not say it.

    Raises:
        UnusableError: it says several numbers, or none that is one.
    """
    if response.headers.get("Transfer-Encoding"):
        return None
    lengths = {length.strip() for value in response.headers.get_all("Content-Length", ()) for length in value.split(",")}
    if not lengths:
        return None
    length = lengths.pop()
    if lengths or not (length.isascii() and length.isdigit()):
        raise UnusableError(Message("remote.cut"), may_pass=True)
    return int(length)


def _chunks(response: Any, length: int | None) -> Iterator[bytes]:
    """Read an answer in parts, and tell when it ends before it says to."""
    size = 0
    while chunk := response.read1(_CHUNK):
        size += len(chunk)
        yield chunk
    if length is not None and size < length:
        raise IncompleteRead(b"", length - size)


def _decoded(chunks: Iterator[bytes], encoding: str | None, limit: int) -> bytes:
    name = (encoding or "identity").strip().lower()
    if name in {"identity", ""}:
        return _joined(chunks, limit)
    if name not in _DECODERS:
        raise UnusableError(Message("remote.encoding", encoding=name[:50]))
    return _joined(_inflated(chunks, _DECODERS[name], limit), limit)


def _joined(chunks: Iterator[bytes], limit: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise _too_long(limit)
    return bytes(body)


def _inflated(chunks: Iterator[bytes], form: int, limit: int) -> Iterator[bytes]:
    """Decode what is compressed, a part at a time: little may become very much.

    Raises:
        IncompleteRead: it ends before its end, or is ill-formed.
        UnusableError: more is sent than the limit allows.
    """
    reader, sent = zlib.decompressobj(form), 0
    for chunk in chunks:
        sent += len(chunk)
        if sent > limit:
            raise _too_long(limit)
        pending = chunk
        while pending:
            if reader.eof:  # of one of several parts
                reader = zlib.decompressobj(form)
            try:
                yield reader.decompress(pending, _CHUNK)
            except zlib.error as error:
                raise IncompleteRead(b"") from error
            pending = reader.unconsumed_tail or reader.unused_data
    if not reader.eof:
        raise IncompleteRead(b"")


def _too_long(limit: int) -> UnusableError:
    return UnusableError(Message("remote.too-long", limit=limit))
