"""Shares: the terms dealt out to a number of tasks, those together that a file says something of."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from catalogue.columns.index import Numbers
from catalogue.columns.table import Columns


def share(columns: Columns, files: Sequence[str], number: int, count: int, first: int = 0) -> Numbers:
    """Give the terms that one of several tasks looks at.

    Each term is in the share of one task alone. It follows from a fixed hash: of the name of the first file that says something
    of the term, so that a task reads few files for what it finds; of its value where none does. The numbers that terms have
    do not count.

    Args:
        columns: the statements.
        files: the names of their files, by number.
        number: the number of the task, from 0.
        count: how many tasks there are.
        first: from which term on they are dealt out; those before are left out.

    Returns:
        Terms, ascending.

    >>> from catalogue.terms import NamedNode
    >>> columns = Columns()
    >>> numbers = [columns.intern(NamedNode(f"urn:{letter}")) for letter in "abcd"]
    >>> sorted(each for task in range(3) for each in share(columns, [], task, 3).tolist()) == numbers
    True
    """
    tasks = columns.terms.sums_from(first) % np.uint32(count)
    subjects = columns.live_column(0)
    if files and len(subjects) and int(subjects.max()) >= first:
        of_files = np.array([crc32(name.encode("utf-8", "surrogatepass")) % count for name in files], dtype=np.uint32)
        numbered = columns.live_column(3)
        rows = _beginnings(subjects, numbered)[::-1]
        rows = rows[subjects[rows] >= first]
        tasks[subjects[rows] - first] = of_files[numbered[rows]]  # what is written last stays: that of the first file
    return (np.flatnonzero(tasks == number) + first).astype(np.int32)


def _beginnings(subjects: Numbers, files: Numbers) -> NDArray[np.int64]:
    """Give the rows that are of another subject or file than the row before: a file says most of a term in one place."""
    is_other = np.ones(len(subjects), dtype=np.bool_)
    is_other[1:] = (subjects[1:] != subjects[:-1]) | (files[1:] != files[:-1])
    return np.flatnonzero(is_other)
