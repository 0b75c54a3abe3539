"""The dictionary: every term once, under a number, held as its tag and its words; a term is made when it is asked for."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from catalogue.sources.statements import BLANK_TAG, IRI_TAG, Statements, tag_of, term_of
from catalogue.terms import Term

Numbers: TypeAlias = NDArray[np.int32]

_NOWHERE = -1


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

    def __init__(self) -> None:
        self.tags: list[str] = []
        self._tag_numbers: dict[str, int] = {}
        self._known: list[dict[bytes, int]] = []
        self._words: list[bytes] = []
        self._kinds = array("i")
        self._made: dict[int, Any] = {}
        self._column = np.empty(0, dtype=np.int32)
        for tag in (IRI_TAG, BLANK_TAG):
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
        known = [self._known[tag] for tag in tags]
        found, size, words, kinds = array("i"), len(self._words), self._words.append, self._kinds.append
        for kind, word in zip(statements.kinds, statements.words, strict=True):
            number = known[kind].setdefault(word, size)
            if number == size:
                words(word)
                kinds(tags[kind])
                size += 1
            found.append(number)
        return np.frombuffer(found, dtype=np.int32) if found else np.empty(0, dtype=np.int32)

    def intern(self, term: Term) -> int:
        """Give the number of a term; a new one when it is new."""
        tag, word = self._tag(tag_of(term)), term.value.encode()
        number = self._known[tag].setdefault(word, len(self._words))
        if number == len(self._words):
            self._words.append(word)
            self._kinds.append(tag)
        return number

    def number(self, term: Term) -> int:
        """Give the number of a term, or -1 when nothing was ever said with it."""
        tag = self._tag_numbers.get(tag_of(term))
        return _NOWHERE if tag is None else self._known[tag].get(term.value.encode(), _NOWHERE)

    def word(self, number: int) -> str:
        """Give the IRI, name or lexical form of a term."""
        return str(self._words[number], "utf-8")

    def words(self, numbers: Numbers) -> list[str]:
        """Give the IRIs, names or lexical forms of terms, and make no terms."""
        words = self._words
        return [str(words[number], "utf-8") for number in numbers.tolist()]

    @property
    def tag_numbers(self) -> Numbers:
        """The number of each term's tag."""
        known = len(self._column)
        if known != len(self._kinds):
            self._column = np.concatenate([self._column, np.array(self._kinds[known:], dtype=np.int32)])
        return self._column

    def __len__(self) -> int:
        return len(self._words)

    @overload
    def __getitem__(self, number: int) -> Any: ...

    @overload
    def __getitem__(self, number: slice) -> list[Any]: ...

    def __getitem__(self, number: int | slice) -> Any:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        term = self._made.get(number)
        if term is None:
            term = self._made[number] = term_of(self.tags[self._kinds[number]], self.word(number))
        return term
