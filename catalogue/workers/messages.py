"""What is asked of a worker and what it answers, and how both travel: a length, a head in JSON, a body of bytes."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from catalogue.remembering import remembered
from catalogue.sparql.empty import Given
from catalogue.sparql.guard import Refusal
from catalogue.sparql.notes import Note, packed, unpacked

LENGTHS = struct.Struct(">II")
"""The lengths of the head and of the body, before both."""

_MOST_HEADS = 64
"""How many heads are remembered: nearly all are one of a few."""


class Asked(NamedTuple):
    """A query that is asked of a worker.

    Attributes:
        sparql: the query.
        solutions: the name of the format for solutions, or None when the client can read none.
        boolean: the same for a boolean.
        triples: the same for triples.
        default_graphs: the graphs that make up the default graph, or None for what the query or the service says.
        named_graphs: the graphs that `GRAPH` sees, or None likewise.
        parameters: those that name something and were put into the query; None where it is as the client wrote it.
        is_to_be_read: whether it is only asked what the engine says against the query; the reply is that, or empty.
    """

    sparql: str
    solutions: str | None
    boolean: str | None
    triples: str | None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    parameters: tuple[Given, ...] | None = None
    is_to_be_read: bool = False

    def packed(self) -> bytes:
        """Write it for its way to the worker."""
        head = _asked_head if self.default_graphs is None and self.parameters is None else _head
        return _joined(head(*self[1:]), self.sparql.encode("utf-8", "surrogatepass"))

    @classmethod
    def read(cls, head: bytes, body: bytes) -> Asked:
        """Read it where it arrives."""
        solutions, boolean, triples, default_graphs, named_graphs, parameters, is_to_be_read = _read_head(head)
        sparql = body.decode("utf-8", "surrogatepass")
        given = None if parameters is None else tuple(Given(*parameter) for parameter in parameters)
        graphs = _graphs(default_graphs), _graphs(named_graphs)
        return cls(sparql, solutions, boolean, triples, *graphs, given, is_to_be_read)


def _head(*members: Any) -> bytes:
    return _written(members)


_asked_head = lru_cache(maxsize=_MOST_HEADS)(_head)
"""What is sent for queries of which no graph and no parameter is named."""


def _graphs(listed: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if listed is None else tuple(listed)


class Reply(NamedTuple):
    """What a worker answers.

    Attributes:
        format: the name of the format of the body.
        body: the results.
        is_volatile: whether the same query may be answered otherwise next time.
        is_last: whether the worker ends after it.
        notes: what is told beside it.
    """

    format: str
    body: bytes
    is_volatile: bool = False
    is_last: bool = False
    notes: tuple[Note, ...] = ()

    def last(self) -> Reply:
        """Give the same answer as that of a worker that ends."""
        return self._replace(is_last=True)

    def packed(self) -> bytes:
        """Write it for its way from the worker."""
        head = _reply_head(self.format, is_volatile=self.is_volatile, is_last=self.is_last)
        return _joined(_written([*_read_head(head), *packed(self.notes)]) if self.notes else head, self.body)


@lru_cache(maxsize=_MOST_HEADS)
def _reply_head(format_name: str, *, is_volatile: bool, is_last: bool) -> bytes:
    return _written(["answer", format_name, is_volatile, is_last])


def packed_refusal(refusal: Refusal, *, is_last: bool) -> bytes:
    """Write a refusal for its way from the worker."""
    return _joined(_written(["refusal", refusal.kind, dict(refusal.message), refusal.start, refusal.end, is_last]), b"")


def read_reply(head: bytes, body: bytes) -> tuple[Reply | Refusal, bool]:
    """Read what a worker answers where it arrives.

    Returns:
        The answer or the refusal, and whether the worker ends after it.
    """
    what, *rest = _read_head(head)
    if what == "answer":
        format_name, is_volatile, is_last, *notes = rest
        return Reply(format_name, body, is_volatile, is_last, unpacked(notes)), is_last
    kind, message, start, end, is_last = rest
    return Refusal(kind, message, tuple(start), tuple(end)), is_last


def _joined(head: bytes, body: bytes) -> bytes:
    return LENGTHS.pack(len(head), len(body)) + head + body


def _written(head: Any) -> bytes:
    return json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")


@remembered(_MOST_HEADS)
def _read_head(head: bytes) -> tuple[Any, ...]:
    return tuple(json.loads(head))
