"""Profile: which properties a set of nodes has, each with its statements, whatever files they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from catalogue.columns.index import ends_of, pairs_of
from catalogue.columns.sets import are_first, are_in, counted, distinct
from catalogue.columns.table import Columns, Numbers, Positions


@dataclass(frozen=True, eq=False)
class Usage:
    """What some nodes have of one property.

    Attributes:
        predicate: its number.
        first: the row where it first stands.
        subjects: the subject of each statement, ascending; a statement of several files is one.
        objects: the object of each.
    """

    predicate: int
    first: int
    subjects: Numbers
    objects: Numbers

    @property
    def counts(self) -> Positions:
        """How many values each of the nodes has that have any."""
        return counted(self.subjects)[1]

    @property
    def values(self) -> Numbers:
        """The values, ascending, each once."""
        return distinct(self.objects)

    @property
    def distinguished(self) -> int:
        """How many of the nodes have a value that no other of them has."""
        values, times = counted(self.objects)
        return len(distinct(self.subjects[are_in(self.objects, values[times == 1])]))

    def are_unique(self, groups: Numbers) -> bool:
        """Tell whether no node has two values of one group.

        Args:
            groups: the group of each statement's object; those of a negative one are left out.
        """
        in_group = groups >= 0
        pairs = np.sort(pairs_of(self.subjects[in_group], groups[in_group]))
        return bool(are_first(pairs).all())


def usages(columns: Columns, nodes: Numbers) -> Iterator[Usage]:
    """Give the properties of some nodes.

    Args:
        columns: the statements.
        nodes: the nodes, each once.

    Returns:
        The usage of each predicate that any of them has, in the order of the predicates' numbers.

    >>> from catalogue.columns.table import numbers
    >>> from catalogue.sources.statements import packed
    >>> from catalogue.terms import Literal, NamedNode, Triple
    >>> a, b, p, q = (NamedNode(f"urn:{name}") for name in "abpq")
    >>> columns = Columns()
    >>> columns.extend(0, packed([Triple(a, p, b), Triple(a, q, b), Triple(b, p, a), Triple(b, p, b)]))
    >>> [each.counts.tolist() for each in usages(columns, numbers(map(columns.intern, (a, b))))]
    [[1, 2], [1]]
    """
    rows = columns.rows(0, nodes)[1]
    predicates = columns.at(1, rows)
    order = np.lexsort((rows, predicates))
    rows, predicates = rows[order], predicates[order]
    starts = np.flatnonzero(are_first(predicates))
    for start, part in zip(starts.tolist(), np.split(rows, starts[1:]), strict=False):
        pairs = distinct(pairs_of(columns.at(0, part), columns.at(2, part)))
        yield Usage(int(predicates[start]), int(part[0]), *ends_of(pairs))


def tags_of(columns: Columns, values: Numbers) -> dict[str, int]:
    """Count the tags of some terms, as `catalogue.sources.statements` has them.

    Args:
        columns: the statements.
        values: the terms; one that is there twice counts twice.
    """
    tags, times = counted(np.sort(columns.terms.tag_numbers[values]))
    return {columns.terms.tags[tag]: count for tag, count in zip(tags.tolist(), times.tolist(), strict=True)}
