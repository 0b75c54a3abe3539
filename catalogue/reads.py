"""Reads: what was looked up of a catalogue while something was made of it, so that it is made anew only when that changes."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeAlias

Key: TypeAlias = tuple[Any, ...]
"""What was looked up: the name of a kind of look-up, then the terms and texts that it was for."""

SUBJECT, OBJECT, PREDICATE, FILE = "subject", "object", "predicate", "file"
"""The look-ups of triples: those with a term at one place; and a file as it is written."""

LOCATED = "located"
"""The look-up of where a file writes what it says of a subject: the file, the subject, and the digest of what was found."""

TERMS: Key = ("terms",)
"""Which IRIs and blank nodes are subjects, predicates and objects at all."""

ALL: Key = ("all",)
"""Everything that a catalogue says."""


class Reads(threading.local):
    """What is looked up, noted while a thread asks for it.

    What is computed once for all who ask is itself no part of the note: with `paused` what it looks up is left out, and whoever
    asks notes which part of the result was taken. Where nobody says what was read, `ALL` is noted.

    Attributes:
        keys: what has been looked up; None when nobody asks.
        apart: what was looked up for each result that is computed once for all who ask, by the key that they note; None where
            that is not asked for.
        common: what was looked up for what all documents have in common, by what that is.
        thorough: where that is noted too, which nobody notes who makes one of them, and of what it has been noted; None where
            that is not asked for.

    >>> reads = Reads()
    >>> with reads.noted() as keys:
    ...     reads.note("label", "urn:a")
    ...     with reads.paused():
    ...         reads.note("label", "urn:b")
    >>> keys, reads.keys
    ({('label', 'urn:a')}, None)
    """

    keys: set[Key] | None = None
    apart: dict[Key, set[Key]] | None = None
    thorough: tuple[set[Key], set[Hashable]] | None = None

    def __init__(self) -> None:
        self.common: dict[Hashable, set[Key]] = {}

    def note(self, *key: Any) -> None:
        """Note a look-up."""
        keys = self.keys
        if keys is not None:
            keys.add(key)

    def note_each(self, kind: str, nodes: Iterable[Any]) -> None:
        """Note a look-up of a kind for each of some terms."""
        if self.keys is not None:
            self.keys.update((kind, node) for node in nodes)

    def repeat(self, keys: Iterable[Key]) -> None:
        """Note once more what was looked up for something that is kept and now used again."""
        if self.keys is not None:
            self.keys.update(keys)

    def noted(self) -> Noted:
        """Note all look-ups of this thread from here on."""
        return Noted(self)

    @contextmanager
    def noted_thoroughly(self) -> Iterator[set[Key]]:
        """Note all look-ups of this thread from here on, also those for what all documents have in common."""
        before = self.thorough
        try:
            with self.noted() as keys:
                self.thorough = keys, set()
                yield keys
        finally:
            self.thorough = before

    def compute_common(self, about: Hashable) -> AbstractContextManager[object]:
        """Look up what all documents have in common; it is kept what was looked up, where somebody may ask for it."""
        if self.keys is None and self.apart is None:
            return self.paused()
        return self._computed_in_common(about)

    @contextmanager
    def _computed_in_common(self, about: Hashable) -> Iterator[None]:
        with self.noted_thoroughly() as keys:
            self.common[about] = keys
            yield

    def note_common(self, about: Hashable) -> None:
        """Note what was looked up for something that all documents have in common, once for all who use it.

        What was not kept, or was forgotten, is all.

        >>> reads = Reads()
        >>> with reads.noted(), reads.compute_common("own"):
        ...     reads.note("label", "urn:a")
        >>> with reads.noted_thoroughly() as keys:
        ...     reads.note_common("own")
        >>> keys
        {('label', 'urn:a')}
        """
        if self.thorough is not None and about not in self.thorough[1]:
            self.thorough[0].update(self.common.get(about, {ALL}))
            self.thorough[1].add(about)

    def once(self, *key: Any) -> Noted | Paused:
        """Look something up for all who ask, each of whom notes the key alone; what that took is kept under it in `apart`.

        >>> reads = Reads()
        >>> reads.apart = {}
        >>> with reads.noted() as keys, reads.once("label", "urn:a"):
        ...     reads.note("subject", "urn:a")
        >>> keys, reads.apart
        (set(), {('label', 'urn:a'): {('subject', 'urn:a')}})
        """
        if self.apart is None:
            return Paused(self)
        noted = Noted(self)
        self.apart[key] = noted.keys
        return noted

    def traced(self, keys: Iterable[Key]) -> set[Key]:
        """Give look-ups with what they took, as far as that was kept."""
        traced: set[Key] = set()
        pending = set(keys)
        while pending:
            key = pending.pop()
            if key not in traced:
                traced.add(key)
                pending |= (self.apart or {}).get(key, set()) - traced
        return traced

    def paused(self) -> Paused:
        """Leave out what is looked up from here on."""
        return Paused(self)


class Paused:
    """A stretch of a thread in which look-ups are noted elsewhere, or nowhere; many begin for each document.

    Args:
        reads: what notes them.
        keys: what they are noted in meanwhile; None for nowhere.
    """

    __slots__ = ("_before", "_keys", "_reads")

    def __init__(self, reads: Reads, keys: set[Key] | None = None) -> None:
        self._reads = reads
        self._keys = keys

    def __enter__(self) -> None:
        self._before, self._reads.keys = self._reads.keys, self._keys

    def __exit__(self, *_: object) -> None:
        self._reads.keys = self._before


class Noted:
    """A stretch of a thread in which look-ups are noted in a set of their own.

    Args:
        reads: what notes them.

    Attributes:
        keys: what is noted.
    """

    __slots__ = ("_before", "_reads", "keys")

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self.keys: set[Key] = set()

    def __enter__(self) -> set[Key]:
        self._before, self._reads.keys = self._reads.keys, self.keys
        return self.keys

    def __exit__(self, *_: object) -> None:
        self._reads.keys = self._before
