"""The dictionary: every term once, under a number, held as its tag and its words; a term is made when it is asked for."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, overload
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from catalogue.columns.index import Numbers
from catalogue.sources.statements import BLANK_TAG, IRI_TAG, Statements, tag_of, term_of
from catalogue.terms import Term

_NOWHERE = -1


@dataclass(frozen=True)
class KeptTerms:
    """The terms of a layer, looked up where they lie: none is read before it is asked for.

    Attributes:
        tags: the tags of terms, by number.
        kinds: for each term, the number of its tag.
        ends: for each term, where its words end.
        words: the words of all terms.
        sums: the checksums of the terms' words, ascending.
        order: the terms that these are of.
    """

    tags: Sequence[str]
    kinds: Numbers
    ends: NDArray[np.int64]
    words: memoryview
    sums: NDArray[np.uint32]
    order: Numbers

    def __len__(self) -> int:
        return len(self.kinds)

    def word(self, number: int) -> bytes:
        """Give the words of a term."""
        return bytes(self.words[int(self.ends[number - 1]) if number else 0 : int(self.ends[number])])

    def find(self, tags: Iterable[int], words: Sequence[bytes]) -> list[int]:
        """Give the numbers of terms, -1 for those that are not here."""
        sums = np.fromiter(map(crc32, words), dtype=np.uint32, count=len(words))
        starts, ends = (np.searchsorted(self.sums, sums, side).tolist() for side in ("left", "right"))
        kinds, order = self.kinds, self.order
        return [
            next((n for n in order[start:end].tolist() if kinds[n] == tag and self.word(n) == word), _NOWHERE)
            for tag, word, start, end in zip(tags, words, starts, ends, strict=True)
        ]


class Dictionary(Sequence[Any]):
    """The terms of several files, by the numbers that they got when they were first said.

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
        self._tag_numbers: dict[str, int] = {}
        self._known: list[dict[bytes, int]] = []
        self._words: list[bytes] = []
        self._kinds = array("i")
        self._made: dict[int, Any] = {}
        self._column = kept.kinds if kept else np.empty(0, dtype=np.int32)
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
        self._recall([tags[kind] for kind in statements.kinds], statements.values)
        known = [self._known[tag] for tag in tags]
        found, size, words, kinds = array("i"), len(self), self._words.append, self._kinds.append
        for kind, word in zip(statements.kinds, statements.values, strict=True):
            number = known[kind].setdefault(word, size)
            if number == size:
                words(word)
                kinds(tags[kind])
                size += 1
            found.append(number)
        return np.frombuffer(found, dtype=np.int32) if found else np.empty(0, dtype=np.int32)

    def _recall(self, tags: Sequence[int], words: Sequence[bytes]) -> None:
        """Note the numbers that terms have in the layer beneath."""
        for tag, word, number in zip(tags, words, self._kept.find(tags, words) if self._kept else (), strict=False):
            if number != _NOWHERE:
                self._known[tag][word] = number

    def intern(self, term: Term) -> int:
        """Give the number of a term; a new one when it is new."""
        tag, word = self._tag(tag_of(term)), term.value.encode()
        if word not in self._known[tag]:
            self._recall([tag], [word])
        number = self._known[tag].setdefault(word, len(self))
        if number == len(self):
            self._words.append(word)
            self._kinds.append(tag)
        return number

    def number(self, term: Term) -> int:
        """Give the number of a term, or -1 when nothing was ever said with it."""
        tag, word = self._tag_numbers.get(tag_of(term)), term.value.encode()
        if tag is None:
            return _NOWHERE
        if self._kept and word not in self._known[tag]:
            self._recall([tag], [word])
        return self._known[tag].get(word, _NOWHERE)

    def _kind(self, number: int) -> int:
        if number >= self._first or self._kept is None:
            return self._kinds[number - self._first]
        return int(self._kept.kinds[number])

    def _word(self, number: int) -> bytes:
        return self._words[number - self._first] if number >= self._first or self._kept is None else self._kept.word(number)

    def word(self, number: int) -> str:
        """Give the IRI, name or lexical form of a term."""
        return str(self._word(number), "utf-8")

    def words(self, numbers: Numbers) -> list[str]:
        """Give the IRIs, names or lexical forms of terms, and make no terms."""
        words = self._words.__getitem__ if self._kept is None else self._word
        return [str(words(number), "utf-8") for number in numbers.tolist()]

    def keep(self) -> KeptTerms:
        """Give all that a layer keeps of them."""
        words = self._words
        sums = np.fromiter(map(crc32, words), dtype=np.uint32, count=len(words))
        order = np.argsort(sums, kind="stable")
        ends = np.cumsum(np.fromiter(map(len, words), dtype=np.int64, count=len(words)))
        return KeptTerms(
            self.tags.copy(), self.tag_numbers, ends, memoryview(b"".join(words)), sums[order], order.astype(np.int32)
        )

    @property
    def tag_numbers(self) -> Numbers:
        """The number of each term's tag."""
        known = len(self._column) - self._first
        if known != len(self._kinds):
            self._column = np.concatenate([self._column, np.array(self._kinds[known:], dtype=np.int32)])
        return self._column

    def __len__(self) -> int:
        return self._first + len(self._words)

    @overload
    def __getitem__(self, number: int) -> Any: ...

    @overload
    def __getitem__(self, number: slice) -> list[Any]: ...

    def __getitem__(self, number: int | slice) -> Any:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        term = self._made.get(number)
        if term is None:
            term = self._made[number] = term_of(self.tags[self._kind(number)], self.word(number))
        return term
