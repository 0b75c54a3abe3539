"""Digests of what a graph says of each term: the same whatever the numbers of the terms and the order of the files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from catalogue.columns.sets import are_first
from catalogue.columns.table import Columns

_Hashes = NDArray[np.uint64]
_SIZE = 16
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)


class Digests:
    """The digests of the statements that have a term at a place.

    Args:
        columns: the statements.
        files: the names of their files, by number.

    A digest is the sum of the digests of the statements, so that no order counts: 128 bits, of the terms' own digests.
    """

    def __init__(self, columns: Columns, files: Sequence[str]) -> None:
        self._columns = columns
        self._files = files
        self._at: dict[int, tuple[NDArray[np.int32], _Hashes]] = {}

    def _terms(self) -> _Hashes:
        """The digest of each term, as two numbers."""
        terms = self._columns.terms
        tags, numbers = terms.tags, terms.tag_numbers.tolist()
        return _hashes(f"{tags[tag]}\0{terms.value(number)}" for number, tag in enumerate(numbers))

    def _rows(self) -> tuple[Sequence[NDArray[np.int32]], _Hashes]:
        """The columns of all statements, and the digests of these."""
        columns = [self._columns.live_column(place) for place in range(4)]
        hashes, terms = np.zeros((len(columns[0]), 2), dtype=np.uint64), self._terms()
        for column, table, factor in zip(columns, [*[terms] * 3, _hashes(self._files)], _FACTORS, strict=True):
            hashes += table[column] * factor if len(table) else hashes
        return columns, _mixed(hashes)

    def of(self, place: int, tag: str, value: str) -> bytes:
        """Give the digest of the statements that have a term at a place.

        Args:
            place: 0 for subjects, 1 for predicates, 2 for objects.
            tag: the term's tag, as `catalogue.sources.statements` has it.
            value: its IRI, name or lexical form.

        Returns:
            Bytes; none where there are no such statements.
        """
        self.sum()
        index, sums = self._at[place]
        number = self._columns.terms.find(tag, value)
        at = int(index[number]) if 0 <= number < len(index) else -1
        return sums[at].tobytes() if at >= 0 else b""

    def sum(self) -> None:
        """Sum the digests up, once: processes that are forked afterwards share them, since they are held in columns."""
        if self._at:
            return
        columns, hashes = self._rows()
        self._at = {place: self._summed(columns[place], hashes) for place in range(3)}

    def _summed(self, column: NDArray[np.int32], hashes: _Hashes) -> tuple[NDArray[np.int32], _Hashes]:
        """Give for each term where its digest is, -1 where it has none, and the digests."""
        index = np.full(len(self._columns.terms), -1, dtype=np.int32)
        order = np.argsort(column, kind="stable")
        ordered = column[order]
        if not len(ordered):
            return index, hashes
        starts = np.flatnonzero(are_first(ordered))
        index[ordered[starts]] = np.arange(len(starts), dtype=np.int32)
        return index, np.add.reduceat(hashes[order], starts, axis=0)


def _hashes(texts: Iterable[str]) -> _Hashes:
    whole = b"".join(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_SIZE).digest() for text in texts)
    return np.frombuffer(whole, dtype="<u8").astype(np.uint64).reshape(-1, 2)


def _mixed(hashes: _Hashes) -> _Hashes:
    """Let each bit depend on all others, so that sums of digests tell what they are the sums of."""
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        hashes = (hashes ^ (hashes >> np.uint64(shift))) * np.uint64(factor)
    return hashes ^ (hashes >> np.uint64(31))
