"""The dictionary: every term once, under a number, held as its tag and its value; a term is made when it is asked for."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from catalogue.columns.index import Numbers
from catalogue.sources.statements import BLANK_TAG, IRI_TAG, Statements, tag_of, term_of
from catalogue.terms import Term

_NOWHERE = -1
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

    def value(self, number: int) -> bytes:
        """Give the value of a term."""
        return bytes(self.values[int(self.ends[number - 1]) if number else 0 : int(self.ends[number])])

    def texts(self, numbers: Numbers) -> list[str]:
        """Give the values of terms as texts."""
        ends, values = self.ends[numbers].tolist(), self.values
        starts = np.where(numbers > 0, self.ends[numbers - 1], 0).tolist()
        return [str(values[start:end], "utf-8") for start, end in zip(starts, ends, strict=True)]

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
            next((n for n in order[start:end].tolist() if tag_numbers[n] == tag and self.value(n) == value), _NOWHERE)
            for (tag, value), start, end in zip(terms, starts, ends, strict=True)
        ]

    def term(self, number: int) -> Any:
        """Give a term; the same object each time, as long as it is kept."""
        term = self._made.get(number)
        if term is None:
            if len(self._made) >= _REMEMBERED:
                self._made.clear()
            term = self._made[number] = term_of(self.tags[self.tag_numbers[number]], str(self.value(number), "utf-8"))
        return term


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
        self._values: list[bytes] = []
        self._own_tags = array("i")
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

    def add(self, statements: Statements) -> Numbers:
        """Add the terms of a file.

        Returns:
            For each of its terms, the number that it has here.
        """
        tags = [self._tag(tag) for tag in statements.tags]
        self._recall([tags[local] for local in statements.tag_numbers], statements.values)
        known = [self._known[tag] for tag in tags]
        here, size, add_value, add_tag = array("i"), len(self), self._values.append, self._own_tags.append
        for local, value in zip(statements.tag_numbers, statements.values, strict=True):
            number = known[local].setdefault(value, size)
            if number == size:
                add_value(value)
                add_tag(tags[local])
                size += 1
            here.append(number)
        return np.frombuffer(here, dtype=np.int32) if here else np.empty(0, dtype=np.int32)

    def _recall(self, tags: Sequence[int], values: Sequence[bytes]) -> None:
        """Note the numbers that terms have in the layer beneath."""
        for tag, value, number in zip(tags, values, self._kept.find(tags, values) if self._kept else (), strict=False):
            if number != _NOWHERE:
                self._known[tag][value] = number

    def intern(self, term: Term) -> int:
        """Give the number of a term; a new one when it is new."""
        tag, value = self._tag(tag_of(term)), term.value.encode()
        if value not in self._known[tag]:
            self._recall([tag], [value])
        number = self._known[tag].setdefault(value, len(self))
        if number == len(self):
            self._values.append(value)
            self._own_tags.append(tag)
        return number

    def number(self, term: Term) -> int:
        """Give the number of a term, or -1 when no statement ever had it."""
        tag, value = self._tag_numbers.get(tag_of(term)), term.value.encode()
        if tag is None:
            return _NOWHERE
        if self._kept and value not in self._known[tag]:
            self._recall([tag], [value])
        return self._known[tag].get(value, _NOWHERE)

    def _tag_number(self, number: int) -> int:
        if number >= self._first or self._kept is None:
            return self._own_tags[number - self._first]
        return int(self._kept.tag_numbers[number])

    def _value(self, number: int) -> bytes:
        return self._values[number - self._first] if number >= self._first or self._kept is None else self._kept.value(number)

    def value(self, number: int) -> str:
        """Give the IRI, name or lexical form of a term."""
        return str(self._value(number), "utf-8")

    def values(self, numbers: Numbers) -> list[str]:
        """Give the IRIs, names or lexical forms of terms, and make no terms."""
        if self._kept is None:
            return [str(self._values[number], "utf-8") for number in numbers.tolist()]
        are_kept, own = numbers < self._first, self._values
        kept = iter(self._kept.texts(numbers[are_kept]))
        if are_kept.all():
            return list(kept)
        return [next(kept) if number < self._first else str(own[number - self._first], "utf-8") for number in numbers.tolist()]

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
        values = self._values
        sums = np.fromiter(map(crc32, values), dtype=np.uint32, count=len(values))
        order = np.argsort(sums, kind="stable")
        ends = np.cumsum(np.fromiter(map(len, values), dtype=np.int64, count=len(values)))
        return KeptTerms(
            self.tags.copy(), self.tag_numbers, ends, memoryview(b"".join(values)), sums[order], order.astype(np.int32)
        )

    @property
    def sums(self) -> NDArray[np.uint32]:
        """The checksum of each term's value (CRC-32): the same wherever the term is read, whatever number it has there."""
        own = np.fromiter(map(crc32, self._values), dtype=np.uint32, count=len(self._values))
        if self._kept is None:
            return own
        kept = np.empty(self._first, dtype=np.uint32)
        kept[self._kept.order] = self._kept.sums
        return np.concatenate([kept, own])

    @property
    def tag_numbers(self) -> Numbers:
        """The number of each term's tag."""
        known = len(self._column) - self._first
        if known != len(self._own_tags):
            self._column = np.concatenate([self._column, np.array(self._own_tags[known:], dtype=np.int32)])
        return self._column

    def __len__(self) -> int:
        return self._first + len(self._values)

    def __getitem__(self, number: int) -> Any:
        if 0 <= number < self._first and self._kept is not None:
            return self._kept.term(number)
        term = self._made.get(number)
        if term is None:
            term = self._made[number] = term_of(self.tags[self._tag_number(number)], self.value(number))
        return term
