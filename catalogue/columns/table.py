"""Columns: statements by number, each term once in a dictionary, so that whole sets of them are followed at a time.

This room, `sources.plain` and `sources.unseen` are the wall around numpy: what evaluates shapes upon columns uses `sets` and
`index`. A column holds one number a statement; an index holds the statements of one predicate in the order of their subjects or
their objects.
Columns may lie upon a layer beneath: then what has changed since is held beside it, and looked up with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from catalogue.columns import dictionary
from catalogue.columns.index import (
    NOTHING,
    Changes,
    Index,
    Numbers,
    Order,
    Positions,
    ends_of,
    numbers,
    pairs_of,
    stretches,
    turned,
)
from catalogue.columns.kept import KeptColumns
from catalogue.columns.sets import Mask, are_among, are_first, are_in, count_of, distinct, distinct_rows, updated
from catalogue.sources.statements import Statements
from catalogue.terms import Term

__all__ = [
    "BLANK",
    "IRI",
    "LITERAL",
    "Columns",
    "Index",
    "Kinds",
    "Mask",
    "Numbers",
    "Positions",
    "numbers",
    "stretches",
]

Kinds: TypeAlias = NDArray[np.int8]

IRI, BLANK, LITERAL = 0, 1, 2
"""The kinds of terms."""


class Columns:
    """The statements of several files.

    Args:
        kept: the statements of a layer, which those that are added lie upon.
        gone: the rows of its files that are gone, or no longer as they were, ascending.

    Attributes:
        terms: their terms, by number.

    >>> from catalogue.sources.statements import packed
    >>> from catalogue.terms import Literal, NamedNode, Triple
    >>> a, p = NamedNode("urn:a"), NamedNode("urn:p")
    >>> columns = Columns()
    >>> columns.extend(0, packed([Triple(a, p, Literal("x")), Triple(a, p, a)]))
    >>> values = columns.forwards(columns.intern(p)).of(numbers([columns.intern(a)]))[1]
    >>> [columns.terms[number].value for number in values]
    ['urn:a', 'x']
    """

    def __init__(self, kept: KeptColumns | None = None, gone: Positions | None = None) -> None:
        self.terms = dictionary.Dictionary(kept.terms if kept else None)
        self._kept = kept
        self._first = len(kept.columns[0]) if kept else 0
        self._gone: Positions = gone if gone is not None else np.arange(0)
        self._chunks: list[list[Numbers]] = [[], [], [], []]
        self._height = self._first
        self._forget()

    def _forget(self) -> None:
        self._own: dict[int, Numbers] = {}
        self._columns: dict[int, Numbers] = {}
        self._forwards: dict[int, Index] = {}
        self._backwards: dict[int, Index] = {}
        self._orders: dict[int, Order] = {}
        self._live: Positions | None = None
        self.__dict__.pop("_changes", None)

    def intern(self, term: Term) -> int:
        """Give the number of a term; a new one when it is new."""
        return self.terms.intern(term)

    def number(self, term: Term) -> int:
        """Give the number of a term, or -1 when no statement ever had it."""
        return self.terms.number(term)

    def extend(self, file: int, statements: Statements) -> None:
        """Add the statements of a file.

        Args:
            file: the number of the file.
            statements: its statements.
        """
        self.extend_by([(file, statements)])

    def extend_by(self, files: Iterable[tuple[int, Statements]]) -> None:
        """Add the statements of some files, which takes less time than one after the other.

        Args:
            files: the number of each file, and its statements.
        """
        filled = [(file, statements) for file, statements in files if statements]
        if not filled:
            return
        for (file, statements), here in zip(filled, self.terms.add([each for _, each in filled]), strict=True):
            for chunks, row in zip(self._chunks, statements.rows, strict=False):
                chunks.append(here[np.frombuffer(row, dtype=np.int32)])
            self._chunks[3].append(np.full(len(statements), file, dtype=np.int32))
            self._height += len(statements)
        self._forget()

    def __len__(self) -> int:
        return self._first - len(self._gone) + len(self._own_column(0))

    @property
    def live(self) -> Positions:
        """The rows of all statements, ascending: not those of the layer beneath that are gone."""
        if not len(self._gone):
            return np.arange(self._first + len(self._own_column(0)))
        if self._live is None:
            self._live = np.concatenate([np.flatnonzero(~self._is_gone), self.added])
        return self._live

    def live_column(self, place: int) -> Numbers:
        """Give a column of all statements: not of those of the layer beneath that are gone."""
        if self._kept is None or not len(self._gone):
            return self.column(place)
        return np.concatenate([self._kept.columns[place][~self._is_gone], self._own_column(place)])

    def terms_at(self, place: int) -> Numbers:
        """Give the terms that stand at a place of any statement, ascending, each once.

        >>> from catalogue.sources.statements import packed
        >>> from catalogue.terms import NamedNode, Triple
        >>> columns = Columns()
        >>> columns.extend(0, packed([Triple(NamedNode("urn:a"), NamedNode("urn:p"), NamedNode("urn:a"))]))
        >>> columns.terms.values(columns.terms_at(2))
        ['urn:a']
        """
        if self._kept is None:
            is_there = np.zeros(len(self.terms), dtype=np.bool_)
            is_there[self._own_column(place)] = True
            return np.flatnonzero(is_there).astype(np.int32)
        touched = distinct(np.concatenate([self._kept.columns[place][self._gone], self._own_column(place)]))
        return updated(self._kept.terms_at(place), touched, touched[self.counts(place, touched) > 0])

    def counts(self, place: int, terms: Numbers) -> Positions:
        """Count the statements that have each of some terms at a place; none of them is looked at for it."""
        if self._kept is None:
            return count_of(self.order(place).terms, terms)
        gone = np.sort(self._kept.columns[place][self._gone])
        kept = count_of(self._kept.orders[place].terms, terms) - count_of(gone, terms)
        return kept + count_of(self.order(place).terms, terms)

    @property
    def beneath(self) -> KeptColumns | None:
        """The layer that they lie upon; None when there is none."""
        return self._kept

    def living(self, rows: Positions) -> Positions:
        """Give those of some rows that are not gone."""
        if not len(self._gone):
            return rows
        is_own = rows >= self._first
        return rows[is_own | ~self._is_gone[np.where(is_own, 0, rows)]]

    @property
    def added(self) -> Positions:
        """The rows that lie upon the layer beneath, ascending; all when there is none."""
        return np.arange(self._first, self._first + len(self._own_column(0)))

    @property
    def height(self) -> int:
        """How many rows there are, with those that are gone."""
        return self._height

    def kinds(self, nodes: Numbers) -> Kinds:
        """Give the kinds of terms."""
        kinds: Kinds = np.minimum(self.terms.tag_numbers[nodes], LITERAL).astype(np.int8)
        return kinds

    def _own_column(self, place: int) -> Numbers:
        """Give a column of what lies upon the layer beneath."""
        if place not in self._own:
            chunks = self._chunks[place]
            if len(chunks) > 1:
                chunks[:] = [np.concatenate(chunks)]
            self._own[place] = chunks[0] if chunks else numbers(())
        return self._own[place]

    def column(self, place: int) -> Numbers:
        """Give a column: 0 subjects, 1 predicates, 2 objects, 3 files; a row a statement, in the order of the files.

        What is gone of the layer beneath is still there: `live` and `rows` pass it over.
        """
        if self._kept is None:
            return self._own_column(place)
        if place not in self._columns:
            kept, own = self._kept.columns[place], self._own_column(place)
            self._columns[place] = np.concatenate([kept, own]) if len(own) else kept
        return self._columns[place]

    def at(self, place: int, rows: Positions) -> Numbers:
        """Give what stands at a place of the statements in some rows; the column is not put together for it."""
        if self._kept is None or place in self._columns:
            column: Numbers = self.column(place)[rows]
            return column
        own, is_own = self._own_column(place), rows >= self._first
        if not is_own.any():
            return self._kept.columns[place][rows]
        there = self._kept.columns[place][np.where(is_own, 0, rows)] if self._first else np.empty(len(rows), dtype=np.int32)
        there[is_own] = own[rows[is_own] - self._first]
        return there

    def term_at(self, place: int, row: int) -> int:
        """Give what stands at a place of the statement in a row, as `at` does."""
        is_kept = self._kept is not None and row < self._first
        return int(self._kept.columns[place][row] if self._kept and is_kept else self._own_column(place)[row - self._first])

    def rows(self, place: int, nodes: Numbers) -> tuple[Positions, Positions]:
        """Find the statements that have some terms at a place.

        Args:
            place: the column, as in `column`.
            nodes: terms.

        Returns:
            For each statement, the position of its term in `nodes`, and its row; in the order of the positions.
        """
        order = self.order(place)
        owners, places = stretches(order.terms, nodes)
        own = order.rows[places].astype(np.int64) + self._first
        if self._kept is None:
            return owners, own
        order = self._kept.orders[place]
        before, places = stretches(order.terms, nodes)
        rows = order.rows[places]
        if len(self._gone):
            is_live = ~self._is_gone[rows]
            before, rows = before[is_live], rows[is_live]
        owners = np.concatenate([before, owners])
        sequence = np.argsort(owners, kind="stable")
        return owners[sequence], np.concatenate([rows, own])[sequence].astype(np.int64)

    def rows_of(self, place: int, node: int) -> Positions:
        """Find the statements that have a term at a place: their rows, ascending."""
        own = self.order(place).at(node).astype(np.int64) + self._first
        if self._kept is None:
            return own
        rows = self._kept.orders[place].at(node).astype(np.int64)
        rows = rows[~self._is_gone[rows]] if len(self._gone) else rows
        return np.concatenate([rows, own]) if len(own) else rows

    def has(self, place: int, node: int) -> bool:
        """Tell whether any statement has a term at a place; nothing is put in order for it that was not in order before."""
        if self._kept is None and place not in self._orders:
            return bool((self.column(place) == node).any())
        return bool(self.counts(place, np.array([node], dtype=np.int32))[0])

    def triples(self, rows: Positions) -> Iterator[tuple[Any, Any, Any]]:
        """Give the terms of the statements in some rows: subject, predicate and object of each."""
        terms = self.terms
        numbered = zip(*(self.at(place, rows).tolist() for place in range(3)), strict=True)
        return ((terms[s], terms[p], terms[o]) for s, p, o in numbered)

    def share(self) -> bool:
        """Tell whether two files state the same triple."""
        s, p, o, f = (self.live_column(place) for place in range(4))
        ends = pairs_of(s, o)
        ascending = np.sort(ends)
        rows = np.flatnonzero(are_in(ends, distinct(ascending[~are_first(ascending)])))
        if not len(rows):
            return False
        s, p, o, f = (column[rows] for column in (s, p, o, f))
        return len(distinct_rows(s, p, o, f)[0]) > len(distinct_rows(s, p, o)[0])

    def order(self, place: int) -> Order:
        """Give the rows of what lies upon the layer beneath, in the order of a column; counted from its end."""
        if place not in self._orders:
            self._orders[place] = Order.of(self._own_column(place))
        return self._orders[place]

    @cached_property
    def _is_gone(self) -> Mask:
        is_gone = np.zeros(self._first, dtype=np.bool_)
        is_gone[self._gone] = True
        return is_gone

    @property
    def changes(self) -> Changes:
        """What has changed since the layer beneath."""
        return self._changes

    @cached_property
    def _changes(self) -> Changes:
        if self._kept is None:
            return Changes({}, {})
        gone = np.stack([self._kept.columns[place][self._gone] for place in (1, 0, 2)]).astype(np.int64)
        added = np.stack([self._own_column(place) for place in (1, 0, 2)]).astype(np.int64)
        lost, gained = {}, {}
        for predicate in distinct(gone[0]).tolist():
            lost[predicate] = self._removed(predicate, *gone[1:, gone[0] == predicate])
        for predicate in distinct(added[0]).tolist():
            new = distinct(pairs_of(*added[1:, added[0] == predicate]))
            gained[predicate] = new[~are_in(new, self._kept_pairs(predicate, new))]
        return Changes({p: pairs for p, pairs in lost.items() if len(pairs)}, {p: new for p, new in gained.items() if len(new)})

    @property
    def have_same_terms(self) -> bool:
        """Whether the same IRIs and blank nodes as in the layer beneath are subjects, predicates and objects."""
        changed = numbers(sorted(self.changes.predicates))
        subjects, objects = self.changes.ends()
        places = subjects, changed, objects[self.kinds(objects) != LITERAL]
        return self._kept is not None and all(
            len(self._kept.orders[place].at(term)) and self.has(place, term)
            for place, terms in enumerate(places)
            for term in terms.tolist()
        )

    def moved_subjects(self, files: Numbers) -> Numbers:
        """Give the subjects that other files have statements about than in the layer beneath, ascending.

        Args:
            files: for each file, by number, the number that the file of its name has now.
        """
        if self._kept is None:
            return numbers(())
        before, now = (
            distinct(pairs_of(subjects, files[numbered]))
            for subjects, numbered in (
                (self._kept.columns[0][self._gone], self._kept.columns[3][self._gone]),
                (self._own_column(0), self._own_column(3)),
            )
        )
        moved = np.concatenate([before[~are_among(now, before)], now[~are_among(before, now)]])
        return distinct(ends_of(moved)[0])

    def _removed(self, predicate: int, subjects: Positions, objects: Positions) -> Positions:
        """Give the statements of a predicate, as pairs, that no file states any more."""
        owners, rows = self.rows(0, subjects.astype(np.int32))
        same = (self.at(1, rows) == predicate) & (self.at(2, rows) == objects[owners])
        still = np.zeros(len(subjects), dtype=np.bool_)
        still[owners[same]] = True
        return distinct(pairs_of(subjects, objects)[~still])

    def _kept_pairs(self, predicate: int, among: Positions) -> Positions:
        """Give those of some statements, as pairs, that are in the layer beneath."""
        index = self._kept.forwards.get(predicate) if self._kept else None
        if index is None:
            return among[:0]
        owners, values = index.of((among >> 32).astype(np.int32))
        return distinct(among[owners[values == among[owners] & 0xFFFFFFFF]])

    def forwards(self, predicate: int) -> Index:
        """Give the statements of a predicate by their subjects."""
        if predicate not in self._forwards:
            self._forwards[predicate] = self._index(predicate, backwards=False)
        return self._forwards[predicate]

    def backwards(self, predicate: int) -> Index:
        """Give the statements of a predicate by their objects."""
        if predicate not in self._backwards:
            self._backwards[predicate] = self._index(predicate, backwards=True)
        return self._backwards[predicate]

    def _index(self, predicate: int, *, backwards: bool) -> Index:
        """Make an index, or take that of the layer and change what has changed."""
        if self._kept is None:
            return Index.sorted(*self._ends(predicate)[:: -1 if backwards else 1])
        kept = (self._kept.backwards if backwards else self._kept.forwards).get(predicate, NOTHING)
        lost, gained = (turned(changed) if backwards else changed for changed in self.changes.of(predicate))
        if not len(lost) and not len(gained):
            return kept
        pairs = pairs_of(kept.keys, kept.values)
        pairs = np.delete(pairs, np.searchsorted(pairs, lost))
        return Index.of_pairs(np.insert(pairs, np.searchsorted(pairs, gained), gained))

    def _ends(self, predicate: int) -> tuple[Numbers, Numbers]:
        rows = self.rows_of(1, predicate)
        return self.at(0, rows), self.at(2, rows)

    def keep(self) -> KeptColumns:
        """Give all that a layer keeps of them.

        Raises:
            ValueError: they lie upon a layer themselves.
        """
        if self._kept is not None:
            raise ValueError("they lie upon a layer themselves")
        predicates = distinct(self.column(1)).tolist()
        return KeptColumns(
            self.terms.keep(),
            [self.column(place) for place in range(4)],
            [self.order(place) for place in range(3)],
            {predicate: self.forwards(predicate) for predicate in predicates},
            {predicate: self.backwards(predicate) for predicate in predicates},
        )
