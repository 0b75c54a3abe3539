"""Near terms: what an author may have meant by a word that nobody knows."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

_CUTOFF = 0.75
_CUTOFF_WHOLE = 0.92
_SHORTEST = 4


class Iris:
    """IRIs that could have been meant.

    Args:
        iris: the IRIs, in any order.

    >>> Iris(["https://example.org/plant/bean", "https://example.org/garden/been"]).nearest("https://example.org/plant/been")
    'https://example.org/plant/bean'
    """

    def __init__(self, iris: Iterable[str]) -> None:
        self._iris = sorted(dict.fromkeys(iris))  # in their order, and not a set's: it is sorted in part already
        self._tails: dict[str, list[str]] = {}
        self._nearest: dict[str, str | None] = {}

    @cached_property
    def _lines(self) -> str:
        """The IRIs, each between line ends, which none holds: searching characters is faster than making tables."""
        return "\n" + "\n".join(self._iris) + "\n"

    @cached_property
    def _small_lines(self) -> str:
        return self._lines.lower()

    def prepare(self) -> None:
        """Make what searches need, so that processes which are forked share it."""
        _ = self._lines, self._small_lines
        _most_like("", [""], 1)

    def nearest(self, iri: str) -> str | None:
        """Give the other IRI that is most like one: of those with the same beginning by the last part, else by the whole.

        What differs in capital letters alone is most like it. The same is often asked again: a wrong IRI is seldom alone.
        """
        if iri not in self._nearest:
            head = _head(iri)
            self._nearest[iri] = (self._sibling(iri, head) or self._elsewhere(iri, head)) if self._iris else None
        return self._nearest[iri]

    def siblings(self, iri: str, most: int) -> list[str]:
        """List the others that differ from an IRI in the last part alone, in their order; none when they are more than so many.

        >>> Iris(["urn:x/a", "urn:x/b", "urn:x/b/c", "urn:y/a"]).siblings("urn:x/d", 2)
        ['urn:x/a', 'urn:x/b']
        """
        head = _head(iri)
        if not head:
            return []
        siblings: list[str] = []
        for other in self._iris[slice(*self._beginning_with(head))]:
            if other != iri and _head(other) == head and other != head:
                siblings.append(other)
                if len(siblings) > most:
                    return []
        return siblings

    def _sibling(self, iri: str, head: str) -> str | None:
        """Give the nearest of those that begin as an IRI does."""
        if not head:
            return None
        for other in self._alike_but_for_case(iri):
            if other.startswith(head):
                return other
        first, last = self._beginning_with(head)
        if head not in self._tails:
            self._tails[head] = [other[len(head) :] for other in self._iris[first:last]]
        tails = self._tails[head]
        here = bisect_left(self._iris, iri, first, last)
        if self._iris[here : here + 1] == [iri]:
            tails = tails[: here - first] + tails[here - first + 1 :]
        best = _most_like(iri[len(head) :], tails, _CUTOFF)
        return None if best is None else head + best

    def _elsewhere(self, iri: str, head: str) -> str | None:
        """Give the nearest of those that begin otherwise; first one that ends alike, wherever it is."""
        for other in self._ending_with(iri[len(head) :]):
            if other != iri:
                return other
        for other in self._alike_but_for_case(iri):
            if not head or not other.startswith(head):
                return other
        if not head:
            return _most_like(iri, [other for other in self._iris if other != iri], _CUTOFF_WHOLE)
        first, end = self._beginning_with(head)
        return _most_like(iri, self._iris[:first] + self._iris[end:], _CUTOFF_WHOLE)

    def _ending_with(self, last: str) -> Iterator[str]:
        """Find the IRIs whose last part is a text, in their order."""
        positions = [at for before in "/#\n" for at in _places(self._lines, f"{before}{last}\n")]
        return self._at_places(self._lines, sorted(positions))

    def _alike_but_for_case(self, iri: str) -> Iterator[str]:
        """Find the others that differ from an IRI in capital letters alone."""
        positions = _places(self._small_lines, f"\n{iri.lower()}\n")
        return (other for other in self._at_places(self._small_lines, positions) if other != iri)

    def _at_places(self, lines: str, places: Iterable[int]) -> Iterator[str]:
        """Give the IRIs of lines by their last characters: those before each, in ascending order."""
        number = before = 0
        for at in places:
            number += lines.count("\n", before, at + 1)
            before = at + 1
            yield self._iris[number - 1]

    def _beginning_with(self, head: str) -> tuple[int, int]:
        """Find the IRIs that begin with some characters: they follow one another."""
        first = bisect_left(self._iris, head)
        return first, bisect_left(self._iris, head[:-1] + chr(ord(head[-1]) + 1), first)


def _places(lines: str, part: str) -> Iterator[int]:
    """Find a text in lines: the characters before each place."""
    at = lines.find(part)
    while at >= 0:
        yield at
        at = lines.find(part, at + 1)


def _head(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def nearest(word: str, candidates: Iterable[str], cutoff: float = _CUTOFF) -> str | None:
    """Give the word that is most like another, or None when none is like it.

    Args:
        word: what was written.
        candidates: what could have been meant.
        cutoff: how like it must be, from 0 to 1.

    >>> nearest("umpa", ["umap", "vikidia"], 0.7), nearest("x", ["umap"])
    ('umap', None)
    """
    known, small = sorted(set(candidates)), word.lower()
    same = [other for other in known if other.lower() == small]
    return same[0] if same else _most_like(word, known, cutoff)


def _most_like(word: str, candidates: Sequence[str], cutoff: float) -> str | None:
    from rapidfuzz import fuzz, process

    best = process.extractOne(word, candidates, scorer=fuzz.ratio, score_cutoff=cutoff * 100)
    return best[0] if best else None


def is_slip(written: str, meant: str) -> bool:
    """Tell whether a word may be a slip of another: but for capital letters, one character is added, missing, another or moved.

    Short names and those that differ in a digit alone are too often meant.

    >>> is_slip("prefLable", "prefLabel"), is_slip("preflabel", "prefLabel"), is_slip("altLabel", "prefLabel")
    (True, True, False)
    >>> is_slip("AUT", "AUS"), is_slip("P1082", "P1083")
    (False, False)
    """
    if len(written) < _SHORTEST or re.sub(r"\d", "", written) == re.sub(r"\d", "", meant):
        return False
    return written != meant and differ_little(written.lower(), meant.lower(), 1)


def differ_little(written: str, meant: str, most: int) -> bool:
    """Tell whether so many characters at most are added, missing, others or moved.

    >>> differ_little("term", "terms", 1), differ_little("term", "terme-", 1)
    (True, False)
    """
    from rapidfuzz.distance import OSA

    return OSA.distance(written, meant, score_cutoff=most) <= most


def is_certain(written: str, meant: str) -> bool:
    """Tell whether a word can only be a slip of another: they differ in capital letters alone.

    >>> is_certain("preflabel", "prefLabel"), is_certain("prefLabels", "prefLabel")
    (True, False)
    """
    return written != meant and written.lower() == meant.lower()
