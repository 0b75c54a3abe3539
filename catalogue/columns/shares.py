"""Shares: the terms dealt out to a number of tasks, those together that a file says something of."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from catalogue.columns.index import Numbers
from catalogue.columns.table import Columns


def share(columns: Columns, files: Sequence[str], number: int, count: int) -> Numbers:
    """Give the terms that one of several tasks looks at.

    Each term is in the share of one task alone. It follows from a fixed hash: of the name of the first file that says something
    of the term, so that a task reads few files for what it finds; of its value where none does. The numbers that terms have
    do not count.

    Args:
        columns: the statements.
        files: the names of their files, by number.
        number: the number of the task, from 0.
        count: how many tasks there are.

    Returns:
        Terms, ascending.

    >>> from catalogue.terms import NamedNode
    >>> columns = Columns()
    >>> numbers = [columns.intern(NamedNode(f"urn:{letter}")) for letter in "abcd"]
    >>> sorted(each for task in range(3) for each in share(columns, [], task, 3).tolist()) == numbers
    True
    """
    tasks = (columns.terms.sums % count).astype(np.int64)
    if files:
        of_files = np.array([crc32(name.encode("utf-8", "surrogatepass")) % count for name in files], dtype=np.int64)
        subjects, numbered = columns.live_column(0), columns.live_column(3)
        tasks[subjects[::-1]] = of_files[numbered[::-1]]  # what is written last stays: that of the first file
    return np.flatnonzero(tasks == number).astype(np.int32)
