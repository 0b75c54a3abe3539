"""Batches: the terms of several files, put one behind the other so that they are numbered together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from catalogue.columns.index import Numbers, Positions
from catalogue.columns.keys import Keys
from catalogue.sources.statements import Column, Statements

_TAG_BITS, _LENGTH_BITS = 12, 20


def keys_of(sums: NDArray[np.uint32], tags: Numbers, lengths: Positions) -> Keys:
    """Give what terms are looked up by: the checksum, tag and length of the value of each; two may have the same."""
    rest = (tags.astype(np.int64) & ((1 << _TAG_BITS) - 1)) << _LENGTH_BITS | lengths & ((1 << _LENGTH_BITS) - 1)
    return sums.astype(np.uint64) << np.uint64(32) | rest.astype(np.uint64)


def key_of(tag: int, value: bytes) -> int:
    """Give the key of one term, as `keys_of` does."""
    rest = (tag & ((1 << _TAG_BITS) - 1)) << _LENGTH_BITS | len(value) & ((1 << _LENGTH_BITS) - 1)
    return crc32(value) << 32 | rest


@dataclass(frozen=True)
class Batch:
    """The terms of some files, which may be there several times.

    Attributes:
        joined: their values, one behind the other.
        starts: where each value starts.
        ends: where each value ends.
        sums: the checksum of each.
        tags: the number of the tag of each.
    """

    joined: bytes
    starts: Positions
    ends: Positions
    sums: NDArray[np.uint32]
    tags: Numbers

    @classmethod
    def of(cls, files: Sequence[Statements], tags: Sequence[Numbers]) -> Batch:
        """Put the terms of files one behind the other.

        Args:
            files: the files.
            tags: for each file, the numbers that its tags have in the dictionary.
        """
        parts = [statements.joined for statements in files]
        lengths = [np.diff(_array(part.ends, np.int64), prepend=0) for part in parts]
        ends = np.cumsum(np.concatenate(lengths))
        return cls(
            b"".join(part.joined for part in parts),
            np.concatenate([ends[:0], [0], ends[:-1]]) if len(ends) else ends,
            ends,
            np.concatenate([_array(part.sums, np.uint32) for part in parts]),
            np.concatenate([there[_array(each.tag_numbers, np.int32)] for there, each in zip(tags, files, strict=True)]),
        )

    @property
    def keys(self) -> Keys:
        """What each is looked up by."""
        return keys_of(self.sums, self.tags, self.ends - self.starts)

    def values(self, positions: Positions) -> list[bytes]:
        """Give the values of some terms."""
        joined, starts, ends = self.joined, self.starts[positions].tolist(), self.ends[positions].tolist()
        return [joined[start:end] for start, end in zip(starts, ends, strict=True)]

    def stretches(self, positions: Positions) -> list[memoryview]:
        """Give the values of some terms, ascending: those that stand side by side in one piece."""
        begins = np.flatnonzero(np.diff(positions, prepend=-2) != 1)
        firsts, lasts = positions[begins], positions[np.append(begins[1:], len(positions)) - 1]
        starts, ends = self.starts[firsts].tolist(), self.ends[lasts].tolist()
        joined = memoryview(self.joined)
        return [joined[start:end] for start, end in zip(starts, ends, strict=True)]


def _array(column: Column, kind: type[Any]) -> NDArray[Any]:
    """Give a column of a file as an array, which is not copied."""
    return np.frombuffer(column, dtype=kind) if len(column) else np.empty(0, dtype=kind)
