"""Layers: the statements of some files as arrays, which lie unchanged beneath those of the files that were read later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalogue.columns.dictionary import KeptTerms
from catalogue.columns.index import Index, Numbers, Order
from catalogue.columns.kept import KeptColumns


class LaidFile(NamedTuple):
    """One file of a layer.

    Attributes:
        path: its name, as in `Source.path`.
        digest: SHA-256 of its bytes, in hexadecimal.
        height: how many statements it has.
    """

    path: str
    digest: str
    height: int


@dataclass(frozen=True, eq=False)
class Layer:
    """The statements of some files, as they were read.

    Attributes:
        files: the files, in the order of their numbers.
        columns: their statements.
    """

    files: Sequence[LaidFile]
    columns: KeptColumns

    @property
    def rows(self) -> list[range]:
        """The rows of the statements of each file."""
        ends = accumulate((file.height for file in self.files), initial=0)
        return [range(*stretch) for stretch in pairwise(ends)]

    def unchanged(self, digests: Mapping[str, str]) -> set[str]:
        """Give the names of its files that are as they were, by the digests of files as they are now."""
        return {file.path for file in self.files if digests.get(file.path) == file.digest}

    def facts(self) -> dict[str, Any]:
        """Give what JSON can hold of it."""
        return {
            "files": self.files,
            "tags": list(self.columns.terms.tags),
            "predicates": [[list(indexes), [len(i.keys) for i in indexes.values()]] for indexes in self._indexes],
        }

    @property
    def _indexes(self) -> tuple[Mapping[int, Index], Mapping[int, Index]]:
        return self.columns.forwards, self.columns.backwards

    def parts(self) -> dict[str, NDArray[Any] | memoryview]:
        """Give its arrays."""
        terms, columns = self.columns.terms, self.columns
        named: dict[str, NDArray[Any]] = {
            "tag_numbers": terms.tag_numbers,
            "ends": terms.ends,
            "sums": terms.sums,
            "order": terms.order,
        }
        named |= {f"column {place}": column for place, column in enumerate(columns.columns)}
        for place, order in enumerate(columns.orders):
            named |= {f"rows {place}": order.rows.astype(np.int32), f"terms {place}": order.terms}
        for name, indexes in zip(("forwards", "backwards"), self._indexes, strict=True):
            for end in ("keys", "values"):
                named[f"{name} {end}"] = np.concatenate([np.empty(0, np.int32), *(getattr(i, end) for i in indexes.values())])
        return {"values": terms.values, **{name: np.ascontiguousarray(array) for name, array in named.items()}}

    @classmethod
    def of(cls, facts: Mapping[str, Any], parts: Mapping[str, memoryview]) -> Layer:
        """Read what `facts` and `parts` gave; the arrays are not copied."""

        def array(name: str, dtype: type[Any] = np.int32) -> Any:
            return np.frombuffer(parts[name], dtype=dtype)

        tag_numbers, ends, sums = array("tag_numbers"), array("ends", np.int64), array("sums", np.uint32)
        terms = KeptTerms(facts["tags"], tag_numbers, ends, parts["values"], sums, array("order"))
        orders = [Order(array(f"rows {place}"), array(f"terms {place}")) for place in range(3)]
        forwards, backwards = (
            _indexes(array(f"{name} keys"), array(f"{name} values"), *predicates)
            for name, predicates in zip(("forwards", "backwards"), facts["predicates"], strict=True)
        )
        columns = KeptColumns(terms, [array(f"column {place}") for place in range(4)], orders, forwards, backwards)
        return cls([LaidFile(*file) for file in facts["files"]], columns)


def _indexes(keys: Numbers, values: Numbers, predicates: Sequence[int], sizes: Sequence[int]) -> dict[int, Index]:
    indexes, at = {}, 0
    for predicate, size in zip(predicates, sizes, strict=True):
        indexes[predicate] = Index(keys[at : at + size], values[at : at + size])
        at += size
    return indexes
