"""Shares: the terms dealt out to a number of tasks by a fixed hash of their values."""

from __future__ import annotations

import numpy as np

from catalogue.columns.index import Numbers
from catalogue.columns.table import Columns


def share(columns: Columns, number: int, count: int) -> Numbers:
    """Give the terms that one of several tasks looks at.

    Each term is in the share of one task alone, which follows from its value and the number of tasks: not from the numbers
    that terms have, and so not from what else is read.

    Args:
        columns: the statements.
        number: the number of the task, from 0.
        count: how many tasks there are.

    Returns:
        Terms, ascending.

    >>> from catalogue.terms import NamedNode
    >>> columns = Columns()
    >>> numbers = [columns.intern(NamedNode(f"urn:{letter}")) for letter in "abcd"]
    >>> sorted(each for task in range(3) for each in share(columns, task, 3).tolist()) == numbers
    True
    """
    return np.flatnonzero(columns.terms.sums % count == number).astype(np.int32)
