"""Near terms: what an author may have meant by a word that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

_CUTOFF = 0.75
_CUTOFF_WHOLE = 0.92


class Words:
    """Words that could have been meant.

    Args:
        words: the words, in any order.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))

    @cached_property
    def _by_case(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self._words:
            found.setdefault(word.lower(), []).append(word)
        return found

    def nearest(self, word: str, cutoff: float = _CUTOFF) -> str | None:
        """Give the one that is most like another word, or None when none is like it.

        Args:
            word: what was written.
            cutoff: how like it must be, from 0 to 1.
        """
        same = self._by_case.get(word.lower())
        return same[0] if same else _most_like(word, self._words, cutoff)

    def nearest_other(self, word: str, cutoff: float = _CUTOFF) -> str | None:
        """Give the one that is most like another word and is not that word itself, or None when none is like it."""
        same = self._by_case.get(word.lower(), [])
        others = [other for other in same if other != word]
        if others:
            return others[0]
        return _most_like(word, [other for other in self._words if other != word] if same else self._words, cutoff)


def _most_like(word: str, words: list[str], cutoff: float) -> str | None:
    from rapidfuzz import fuzz, process

    found = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=cutoff * 100)
    return found[0] if found else None


class Iris:
    """IRIs that could have been meant.

    Args:
        iris: the IRIs, in any order.

    >>> Iris(["https://example.org/plant/bean", "https://example.org/garden/been"]).nearest("https://example.org/plant/been")
    'https://example.org/plant/bean'
    """

    def __init__(self, iris: Iterable[str]) -> None:
        self._iris = sorted(set(iris))
        self._siblings: dict[str, Words] = {}
        self._elsewhere: dict[str, Words] = {}

    @cached_property
    def _by_last(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for iri in self._iris:
            found.setdefault(iri[len(_head(iri)) :], []).append(iri)
        return found

    def nearest(self, iri: str) -> str | None:
        """Give the other IRI that is most like one: of those with the same beginning by the last part, else by the whole."""
        head = _head(iri)
        if head not in self._siblings:
            self._siblings[head] = Words(other[len(head) :] for other in self._iris if head and other.startswith(head))
            self._elsewhere[head] = Words(other for other in self._iris if not head or not other.startswith(head))
        sibling = self._siblings[head].nearest_other(iri[len(head) :])
        if sibling is not None:
            return head + sibling
        same = [other for other in self._by_last.get(iri[len(head) :], ()) if other != iri]
        return same[0] if same else self._elsewhere[head].nearest_other(iri, _CUTOFF_WHOLE)


def _head(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def nearest(word: str, words: Iterable[str], cutoff: float = _CUTOFF) -> str | None:
    """Give the word that is most like another, or None when none is like it.

    Args:
        word: what was written.
        words: what could have been meant.
        cutoff: how like it must be, from 0 to 1.

    >>> nearest("umpa", ["umap", "vikidia"], 0.7), nearest("x", ["umap"])
    ('umap', None)
    """
    return Words(words).nearest(word, cutoff)


def is_certain(written: str, meant: str) -> bool:
    """Tell whether a word can only be a slip of another: they differ in capital letters alone.

    >>> is_certain("preflabel", "prefLabel"), is_certain("prefLabels", "prefLabel")
    (True, False)
    """
    return written != meant and written.lower() == meant.lower()
