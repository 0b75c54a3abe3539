"""Following: what follows from what has changed, of very many look-ups that are known by number."""

from __future__ import annotations

from array import array

import numpy as np


def following(counts: array[int], grounds: array[int], changed: bytearray) -> list[int]:
    """List what follows from something that has changed, ascending.

    Args:
        counts: from how many others each follows; below 0 where that is not known.
        grounds: the numbers of those from which they follow, one behind the other.
        changed: whether each has changed: 1, or 0.

    >>> following(array("i", [0, 2, -1, 1]), array("I", [0, 2, 1]), bytearray([1, 0, 0, 0]))
    [1]
    """
    if not counts:
        return []
    lengths = np.maximum(np.frombuffer(counts, np.int32), 0)
    ends = np.cumsum(lengths, dtype=np.int64)
    hits = np.frombuffer(changed, np.uint8)[np.frombuffer(grounds, np.uint32)] if grounds else np.zeros(0, np.uint8)
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(hits, dtype=np.int64)))
    found: list[int] = np.flatnonzero(sums[ends] > sums[ends - lengths]).tolist()
    return found


def starts(counts: array[int]) -> array[int]:
    """Give where that begins from which each follows, in the numbers of those from which they follow.

    >>> starts(array("i", [0, 2, -1, 1])).tolist()
    [0, 0, 2, 2]
    """
    lengths = np.maximum(np.frombuffer(counts, np.int32), 0) if counts else np.zeros(0, np.int32)
    given = array("I")
    given.frombytes((np.cumsum(lengths, dtype=np.int64) - lengths).astype(np.uint32).tobytes())
    return given
