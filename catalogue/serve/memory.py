"""Answers that are kept: the ones used last, as many as fit."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import NamedTuple

_OVERHEAD = 1024


class Kept(NamedTuple):
    """An answer as it is sent.

    Attributes:
        format: the name of the format of its body.
        headers: its headers.
        body: its body.
        etag: its entity tag.
    """

    format: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    etag: bytes


class Memory:
    """Answers by what was asked.

    Args:
        most: how many bytes are kept at most.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> Kept | None:
        """Give the answer to what was asked before, or None."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def keep(self, key: Hashable, answer: Kept) -> None:
        """Keep an answer, and let go of those used longest ago; one larger than a tenth of all is not kept."""
        size = len(answer.body) + _OVERHEAD
        if size * 10 > self.most or key in self._kept:
            return
        self._kept[key] = answer
        self.size += size
        while self.size > self.most:
            _, old = self._kept.popitem(last=False)
            self.size -= len(old.body) + _OVERHEAD
