"""Snapshots: the statements of a catalogue's files as arrays, from which they are looked up without reading the files again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalogue.columns.dictionary import KeptTerms
from catalogue.columns.index import Index, Numbers, Order
from catalogue.columns.table import Columns, KeptColumns
from catalogue.sources import Source

_SETTLED = 2 * 10**9
"""How long before it was read a file must have been left alone for its times to tell that it was not changed since: in ns."""


class Stamp(NamedTuple):
    """What the system tells of a file: it changes with the file, but for changes within one tick of its clock.

    Attributes:
        size: how many bytes it has.
        modified: when it was last written, in nanoseconds.
        changed: when anything of it was last changed, in nanoseconds.
    """

    size: int
    modified: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> Stamp | None:
        """Give the stamp of a file; None when the system tells none."""
        try:
            stat = os.stat(path)  # noqa: PTH116 - half the time of the path's, and there may be very many
        except OSError:
            return None
        return cls(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


@dataclass(frozen=True)
class KeptFile:
    """One file of a snapshot.

    Attributes:
        path: its name, as in `Source.path`.
        digest: SHA-256 of its bytes, in hexadecimal.
        count: how many statements it says.
        plain: whether nothing of its bytes need be told.
        stamp: its stamp before it was read.
        settled: whether its stamp alone tells that it is the same.
    """

    path: str
    digest: str
    count: int
    plain: bool
    stamp: Stamp
    settled: bool

    def is_same(self, path: Path) -> bool:
        """Tell whether a file still has the same bytes."""
        stamp = Stamp.of(path)
        if self.settled and stamp == self.stamp:
            return True
        if stamp is None or stamp.size != self.stamp.size:
            return False
        try:
            return hashlib.sha256(path.read_bytes()).hexdigest() == self.digest
        except OSError:
            return False


def kept_file(source: Source, stamp: Stamp, now: int) -> KeptFile:
    """Note a file that was read.

    Args:
        source: the file.
        stamp: its stamp before it was read.
        now: the time before it was read, in nanoseconds.
    """
    settled = max(stamp.modified, stamp.changed) < now - _SETTLED
    return KeptFile(source.path, source.digest, len(source.triples), source.is_plain, stamp, settled)


class Snapshot:
    """The statements of some files, as they were read.

    Args:
        files: the files, in the order of their numbers.
        columns: what they say.
    """

    def __init__(self, files: Iterable[KeptFile], columns: KeptColumns) -> None:
        self.files = list(files)
        self.columns = columns

    @property
    def rows(self) -> list[range]:
        """The rows of what each file says."""
        ends = accumulate((file.count for file in self.files), initial=0)
        return [range(*found) for found in pairwise(ends)]

    def facts(self) -> dict[str, Any]:
        """Give what is said of it as JSON."""
        files = [[f.path, f.digest, f.count, f.plain, *f.stamp, f.settled] for f in self.files]
        return {
            "files": files,
            "tags": list(self.columns.terms.tags),
            "predicates": [[list(found), [len(i.keys) for i in found.values()]] for found in self._indexes],
        }

    @property
    def _indexes(self) -> tuple[Mapping[int, Index], Mapping[int, Index]]:
        return self.columns.forwards, self.columns.backwards

    def parts(self) -> dict[str, NDArray[Any] | memoryview]:
        """Give its arrays."""
        terms, columns = self.columns.terms, self.columns
        found: dict[str, NDArray[Any] | memoryview] = {"words": terms.words}
        named: dict[str, NDArray[Any]] = {"kinds": terms.kinds, "ends": terms.ends, "sums": terms.sums, "order": terms.order}
        named |= {f"column {place}": column for place, column in enumerate(columns.columns)}
        for place, order in enumerate(columns.orders):
            named |= {f"rows {place}": order.rows.astype(np.int32), f"terms {place}": order.terms}
        for name, indexes in zip(("forwards", "backwards"), self._indexes, strict=True):
            for end in ("keys", "values"):
                named[f"{name} {end}"] = np.concatenate([np.empty(0, np.int32), *(getattr(i, end) for i in indexes.values())])
        return found | {name: np.ascontiguousarray(array) for name, array in named.items()}

    @classmethod
    def of(cls, facts: Mapping[str, Any], parts: Mapping[str, memoryview]) -> Snapshot:
        """Read what `facts` and `parts` gave."""

        def array(name: str, dtype: type[Any] = np.int32) -> Any:
            return np.frombuffer(parts[name], dtype=dtype)

        kinds, ends, sums = array("kinds"), array("ends", np.int64), array("sums", np.uint32)
        terms = KeptTerms(facts["tags"], kinds, ends, parts["words"], sums, array("order"))
        files = (
            KeptFile(path, digest, count, plain, Stamp(*stamp), settled)
            for path, digest, count, plain, *stamp, settled in facts["files"]
        )
        orders = [Order(array(f"rows {place}"), array(f"terms {place}")) for place in range(3)]
        forwards, backwards = (
            _indexes(array(f"{name} keys"), array(f"{name} values"), *said)
            for name, said in zip(("forwards", "backwards"), facts["predicates"], strict=True)
        )
        columns = KeptColumns(terms, [array(f"column {place}") for place in range(4)], orders, forwards, backwards)
        return cls(files, columns)


def _indexes(keys: Numbers, values: Numbers, predicates: Sequence[int], sizes: Sequence[int]) -> dict[int, Index]:
    found, at = {}, 0
    for predicate, size in zip(predicates, sizes, strict=True):
        found[predicate] = Index(keys[at : at + size], values[at : at + size])
        at += size
    return found


def snapshot_of(files: Iterable[KeptFile], columns: Columns) -> Snapshot:
    """Make a snapshot of columns, the files of which are numbered in the same order."""
    return Snapshot(files, columns.keep())
