"""The dictionary: every term once, under a number, held as its tag and its value; a term is made when it is asked for.

Values are held one behind the other, and are found by their checksums, so that millions of them take little more room than they
are long, and a process that is forked copies none by looking at it.
"""

from __future__ import annotations

import operator
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from catalogue.columns.batches import Batch, key_of
from catalogue.columns.index import Numbers, Positions
from catalogue.columns.keys import NOWHERE, KeyTable
from catalogue.columns.sets import Mask, with_places
from catalogue.sources.statements import BLANK_TAG, IRI_TAG, Statements, tag_of, term_of
from catalogue.terms import Term

_Kind = TypeVar("_Kind", bound=np.generic)

_REMEMBERED = 200_000
"""Of how many terms of a layer it is kept where they lie, and they themselves: then it begins anew."""


@dataclass(frozen=True)
class KeptTerms:
    """The terms of a layer, looked up where they lie: none is read before it is asked for.

    Attributes:
        tags: the tags of terms, by number.
        tag_numbers: for each term, the number of its tag.
        ends: for each term, where its value ends.
        values: the values of all terms, one behind the other: IRIs, names of blank nodes and lexical forms.
        sums: the checksums of the terms' values, ascending.
        order: the terms that these are of.
    """

    tags: Sequence[str]
    tag_numbers: Numbers
    ends: NDArray[np.int64]
    values: memoryview
    sums: NDArray[np.uint32]
    order: Numbers
    _found: dict[tuple[int, bytes], int] = field(default_factory=dict, init=False, repr=False, compare=False)
    _made: dict[int, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.tag_numbers)

    @cached_property
    def _ends(self) -> memoryview:
        """Where values end, for looking at one of them, which takes numpy several times as long."""
        return self.ends.data

    @cached_property
    def _tags(self) -> memoryview:
        return self.tag_numbers.data

    def tag_number(self, number: int) -> int:
        """Give the number of a term's tag."""
        tag: int = self._tags[number]
        return tag

    def value(self, number: int) -> bytes:
        """Give the value of a term."""
        ends = self._ends
        return bytes(self.values[ends[number - 1] if number else 0 : ends[number]])

    def texts(self, numbers: Numbers) -> list[str]:
        """Give the values of many terms."""
        values, ends = self.values, self.ends[numbers]
        starts = np.where(numbers, self.ends[numbers - 1], 0)
        return [str(values[start:end], "utf-8") for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]

    def find(self, tags: Iterable[int], values: Iterable[bytes]) -> list[int]:
        """Give the numbers of terms, -1 for those that are not here; they are kept for the next edition, which asks again."""
        terms = list(zip(tags, values, strict=True))
        numbers = [self._found.get(term) for term in terms]
        new = [term for term, number in zip(terms, numbers, strict=True) if number is None]
        found = dict(zip(new, self._search(new), strict=True)) if new else {}
        if len(self._found) + len(found) > _REMEMBERED:
            self._found.clear()  # so that memory does not grow with the catalogue
        self._found.update(found)
        return [found[term] if number is None else number for term, number in zip(terms, numbers, strict=True)]

    def _search(self, terms: Sequence[tuple[int, bytes]]) -> list[int]:
        sums = np.fromiter((crc32(value) for _, value in terms), dtype=np.uint32, count=len(terms))
        starts, ends = (np.searchsorted(self.sums, sums, side).tolist() for side in ("left", "right"))
        tag_numbers, order = self.tag_numbers, self.order
        return [
            next((n for n in order[start:end].tolist() if tag_numbers[n] == tag and self.value(n) == value), NOWHERE)
            for (tag, value), start, end in zip(terms, starts, ends, strict=True)
        ]

    def term(self, number: int) -> Any:
        """Give a term; the same object each time, as long as it is kept."""
        term = self._made.get(number)
        if term is None:
            if len(self._made) >= _REMEMBERED:
                self._made.clear()
            term = self._made[number] = term_of(self.tags[self.tag_number(number)], str(self.value(number), "utf-8"))
        return term


class _Growing(Generic[_Kind]):
    """A column that grows at its end."""

    def __init__(self, kind: type[_Kind]) -> None:
        self._room: NDArray[_Kind] = np.empty(64, dtype=kind)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def all(self) -> NDArray[_Kind]:
        """All that it has; what is added later is not in it."""
        return self._room[: self._length]

    def extend(self, more: NDArray[_Kind]) -> None:
        """Add to its end."""
        end = self._length + len(more)
        if end > len(self._room):
            room = np.empty(max(end, len(self._room) * 3 // 2), dtype=self._room.dtype)
            room[: self._length] = self.all
            self._room = room
        self._room[self._length : end] = more
        self._length = end


class Dictionary:
    """The terms of several files, by the numbers that they got when they were first read.

    Attributes:
        tags: the tags of terms, by number, as `catalogue.sources.statements` has them; 0 that of IRIs, 1 that of blank nodes.

    >>> from catalogue.terms import Literal
    >>> terms = Dictionary()
    >>> number = terms.intern(Literal("uMap", language="fr"))
    >>> terms[number].value, terms.tags[terms.tag_numbers[number]], terms.number(Literal("uMap"))
    ('uMap', '@fr', -1)
    """

    def __init__(self, kept: KeptTerms | None = None) -> None:
        self.tags: list[str] = []
        self._kept = kept
        self._first = len(kept) if kept else 0
        self._sealed: int | None = None
        self._tag_numbers: dict[str, int] = {}
        self._known: list[dict[bytes, int]] = []
        self._table = KeyTable()
        self._apart: dict[tuple[int, bytes], int] = {}
        self._values = bytearray()
        self._ends, self._sums, self._own_tags = _Growing(np.int64), _Growing(np.uint32), _Growing(np.int32)
        self._made: dict[int, Any] = {}
        self._column = kept.tag_numbers if kept else np.empty(0, dtype=np.int32)
        for tag in kept.tags if kept else (IRI_TAG, BLANK_TAG):
            self._tag(tag)

    def _tag(self, tag: str) -> int:
        number = self._tag_numbers.setdefault(tag, len(self.tags))
        if number == len(self.tags):
            self.tags.append(tag)
            self._known.append({})
        return number

    def add(self, files: Sequence[Statements]) -> list[Numbers]:
        """Add the terms of files.

        Returns:
            For each file, the numbers that its terms have here.
        """
        batch = Batch.of(files, [np.array([self._tag(tag) for tag in each.tags], dtype=np.int32) for each in files])
        numbers = np.full(len(batch.tags), NOWHERE, dtype=np.int32)
        if self._kept is not None:
            numbers[:] = self._kept.find(batch.tags.tolist(), batch.values(np.arange(len(numbers))))
        unknown = np.flatnonzero(numbers == NOWHERE)
        numbers[unknown] = self._given(batch, unknown)
        return np.split(numbers, np.cumsum([len(each.tag_numbers) for each in files])[:-1])

    def _given(self, batch: Batch, unknown: Positions) -> Numbers:
        """Give the numbers of those terms of a batch that are not in the layer beneath."""
        numbers, new = self._table.add(batch.keys[unknown], len(self))
        self._append(batch, unknown[new])
        is_new = np.zeros(len(unknown), dtype=np.bool_)
        is_new[new] = True
        again = np.flatnonzero(~is_new)
        for at in again[~self._are_same(batch, unknown[again], numbers[again])].tolist():  # another term has the same key
            position = unknown[at : at + 1]
            (value,) = batch.values(position)
            numbers[at] = self._apart.setdefault((int(batch.tags[position[0]]), value), len(self))
            if numbers[at] == len(self):
                self._append(batch, position)
        return numbers

    def _are_same(self, batch: Batch, positions: Positions, numbers: Numbers) -> Mask:
        """Tell which terms of a batch are those that have some numbers here."""
        same: Mask = self._own_tags.all[numbers - self._first] == batch.tags[positions]
        mine, theirs = self._own_values(numbers), batch.values(positions)
        if mine != theirs:
            same &= np.fromiter(map(operator.eq, mine, theirs), dtype=np.bool_, count=len(mine))
        return same

    def _append(self, batch: Batch, positions: Positions) -> None:
        """Add terms of a batch."""
        if not len(positions):
            return
        lengths = batch.ends[positions] - batch.starts[positions]
        self._ends.extend(len(self._values) + np.cumsum(lengths))
        self._sums.extend(batch.sums[positions])
        self._own_tags.extend(batch.tags[positions])
        self._append_values(b"".join(batch.stretches(positions)))

    def _append_values(self, values: bytes) -> None:
        try:
            self._values += values
        except BufferError:  # a layer keeps them as they are
            self._values = self._values + values

    def _recall(self, tag: int, value: bytes) -> int:
        """Give the number of a term, in the layer beneath or upon it, or -1; it is remembered."""
        number = self._known[tag].get(value, NOWHERE)
        if number == NOWHERE and self._kept is not None:
            (number,) = self._kept.find([tag], [value])
        if number == NOWHERE:
            number = self._table.number(key_of(tag, value))
            if number != NOWHERE and (self._tag_number(number) != tag or self._value(number) != value):
                number = self._apart.get((tag, value), NOWHERE)
        if number != NOWHERE:
            self._known[tag][value] = number
        return number

    def intern(self, term: Term) -> int:
        """Give the number of a term; a new one when it is new."""
        tag, value = self._tag(tag_of(term)), term.value.encode()
        number = self._recall(tag, value)
        if number == NOWHERE:
            statements = Statements([self.tags[tag]], array("i", [0]), [value], (array("i"), array("i"), array("i")))
            number = self._known[tag][value] = int(self.add([statements])[0][0])
        return number

    def number(self, term: Term) -> int:
        """Give the number of a term, or -1 when no statement ever had it."""
        return self.find(tag_of(term), term.value)

    def find(self, tag_text: str, text: str) -> int:
        """Give the number of a term, or -1 when no statement ever had it.

        Args:
            tag_text: its tag, as `catalogue.sources.statements` has it.
            text: its IRI, name or lexical form.
        """
        tag = self._tag_numbers.get(tag_text)
        return NOWHERE if tag is None else self._recall(tag, text.encode("utf-8", "surrogatepass"))

    def _tag_number(self, number: int) -> int:
        if number >= self._first or self._kept is None:
            return self._own_tags.all.item(number - self._first)
        return self._kept.tag_number(number)

    def _value(self, number: int) -> bytes | bytearray:
        if number < self._first and self._kept is not None:
            return self._kept.value(number)
        ends, at = self._ends.all, number - self._first
        return self._values[ends.item(at - 1) if at else 0 : ends.item(at)]

    def _own_values(self, numbers: Numbers) -> list[bytearray]:
        """Give the values of terms that are not in the layer beneath."""
        values, ends, at = self._values, self._ends.all, numbers - self._first
        starts = np.where(at > 0, ends[at - 1], 0)
        return [values[start:end] for start, end in zip(starts.tolist(), ends[at].tolist(), strict=True)]

    def value(self, number: int) -> str:
        """Give the IRI, name or lexical form of a term."""
        return str(self._value(number), "utf-8")

    def values(self, numbers: Numbers) -> list[str]:
        """Give the IRIs, names or lexical forms of terms, and make no terms."""
        if self._kept is None:
            return [str(value, "utf-8") for value in self._own_values(numbers)]
        are_kept = numbers < self._first
        kept, own = iter(self._kept.texts(numbers[are_kept])), iter(self._own_values(numbers[~are_kept]))
        return [next(kept) if is_kept else str(next(own), "utf-8") for is_kept in are_kept.tolist()]

    @property
    def lasting(self) -> int:
        """How many terms have the same number in every dictionary upon the same layer.

        When this lies upon none: all so far, or those that there were when it was sealed.
        """
        return self._first if self._kept is not None else len(self) if self._sealed is None else self._sealed

    def seal(self) -> None:
        """Let terms that are added from here on have numbers in this process alone: others are told what is here already."""
        self._sealed = self.lasting

    def keep(self) -> KeptTerms:
        """Give all that a layer keeps of them."""
        sums, order = with_places(self._sums.all)
        return KeptTerms(self.tags.copy(), self.tag_numbers, self._ends.all, memoryview(self._values), sums, order)

    @property
    def sums(self) -> NDArray[np.uint32]:
        """The checksum of each term's value (CRC-32): the same wherever the term is read, whatever number it has there."""
        if self._kept is None:
            return self._sums.all
        kept = np.empty(self._first, dtype=np.uint32)
        kept[self._kept.order] = self._kept.sums
        return np.concatenate([kept, self._sums.all])

    def sums_from(self, first: int) -> NDArray[np.uint32]:
        """Give the checksums of the terms from a number on."""
        is_of_own = self._kept is not None and first >= self._first
        return self._sums.all[first - self._first :] if is_of_own else self.sums[first:]

    @property
    def tag_numbers(self) -> Numbers:
        """The number of each term's tag."""
        if self._kept is None:
            return self._own_tags.all
        known = len(self._column) - self._first
        if known != len(self._own_tags):
            self._column = np.concatenate([self._column, self._own_tags.all[known:]])
        return self._column

    def __len__(self) -> int:
        return self._first + len(self._ends)

    def __getitem__(self, number: int) -> Any:
        if 0 <= number < self._first and self._kept is not None:
            return self._kept.term(number)
        term = self._made.get(number)
        if term is None:
            term = self._made[number] = term_of(self.tags[self._tag_number(number)], self.value(number))
        return term
