"""Answers that are kept: the ones used last, as many as fit."""

from __future__ import annotations

import hashlib
import sys
from collections import OrderedDict
from collections.abc import Hashable
from itertools import chain
from typing import NamedTuple

from catalogue.serve.bodies import Body
from catalogue.sparql.notes import Note

_OVERHEAD = 1024
"""How many bytes an answer takes at least beside its body."""

_LONG = 512


class Kept(NamedTuple):
    """An answer as it is sent.

    Attributes:
        format: the name of the format of its body.
        headers: its headers.
        body: its body.
        etag: its entity tag.
        notes: what is told beside it, in the language of each reader.
        is_file: whether parts of it may be had.
        modified: when it was changed last, in seconds since 1970; None where nobody knows.
        is_compressible: whether it may be had compressed as well.
    """

    format: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: Body
    etag: bytes
    notes: tuple[Note, ...] = ()
    is_file: bool = False
    modified: int | None = None
    is_compressible: bool = False


def key_of(asked: tuple[Hashable, ...], length: int) -> Hashable:
    """Give what stands for a question: the question, or a digest of a long one.

    Args:
        asked: the question.
        length: how many bytes a client has sent for it.

    >>> key_of(("a", True), 2), len(key_of(("a" * 9999,), 9999))
    (('a', True), 32)
    """
    return asked if length <= _LONG else hashlib.blake2b(repr(asked).encode("utf-8", "surrogatepass"), digest_size=32).digest()


class Memory:
    """Answers by what was asked.

    Args:
        most: how many bytes are kept at most, all that belongs to the answers included.
        largest: how many bytes one answer may have to be kept; a tenth of all when None.
    """

    def __init__(self, most: int, largest: int | None = None) -> None:
        self.most = most
        self.largest = most // 10 if largest is None else largest
        self.size = 0
        self._kept: OrderedDict[Hashable, tuple[Kept, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> Kept | None:
        """Give the answer to what was asked before, or None."""
        entry = self._kept.get(key)
        if entry is None:
            return None
        self._kept.move_to_end(key)
        return entry[0]

    def keep(self, key: Hashable, answer: Kept) -> None:
        """Keep an answer, and let go of those used longest ago; one that is too large is not kept.

        Args:
            key: what was asked.
            answer: the answer.
        """
        held = len(answer.body) if isinstance(answer.body, bytes) else 0
        if held > self.largest or key in self._kept:
            return
        size = held + max(
            _OVERHEAD, _weight(key) + _weight_of_headers(answer.headers) + _weight(answer.etag) + _weight(answer.notes)
        )
        if size > self.largest:
            return
        self._kept[key] = answer, size
        self.size += size
        while self.size > self.most:
            _, (_, old) = self._kept.popitem(last=False)
            self.size -= old


def _weight_of_headers(headers: tuple[tuple[bytes, bytes], ...]) -> int:
    """Say the same of headers, of which each answer has many, all alike but for their lengths.

    >>> headers = ((b"etag", b'"a"'), (b"vary", b"Accept"))
    >>> _weight_of_headers(headers) == _weight(headers)
    True
    """
    return sys.getsizeof(headers) + len(headers) * _OF_A_HEADER + sum(map(len, chain.from_iterable(headers)))


_OF_A_HEADER = sys.getsizeof((b"", b"")) + 2 * sys.getsizeof(b"")


def _weight(value: object) -> int:
    """Say how many bytes something takes, with all that it is made of."""
    if isinstance(value, tuple):
        size = sys.getsizeof(value)
        for part in value:
            size += sys.getsizeof(part) if type(part) in _PLAIN else _weight(part)
        return size
    return sys.getsizeof(value) if type(value) in _PLAIN else len(repr(value))


_PLAIN = frozenset({str, bytes, int, bool, type(None)})
