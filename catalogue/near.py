"""Near terms: what an author may have meant by a word that nobody knows.

Two names are near when they differ in capital letters alone, or when three quarters of their characters are the same in
the same order; not when they differ in digits alone: `2023` is no slip of `2024`. Two IRIs are near when their last parts
are, and what stands before is the same or nearly so; or when their last parts are the same name. One with a fragment and one
without are near only within one document, or where nothing else differs before their last parts than `#` and `/`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

_CUTOFF = 0.75
_CUTOFF_WHOLE = 0.92
_NAME = re.compile(r"(?:.*?[^\W\d_]){3}", re.DOTALL)
"""What holds as many letters as a name that is no number or mere letter."""
_SHORTEST = 4
_MOST_LIKE = 20
"""How many IRIs that are alike as wholes are looked at."""


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
        self._before: Iris | None = None
        self._changed: Sequence[str] = ()

    def changed(self, gone: Iterable[str], new: Iterable[str]) -> Iris:
        """Give some with a few others instead: what is asked of them is asked here first, where the few are like nothing of it.

        >>> before = Iris(["urn:a/bean", "urn:a/leek"])
        >>> before.changed(["urn:a/bean"], ["urn:a/bear"]).nearest("urn:a/bea"), before.nearest("urn:a/bea")
        ('urn:a/bear', 'urn:a/bean')
        """
        left, added = set(gone), set(new)
        if not left and not added:
            return self
        other = Iris(())
        other._iris = sorted([*(iri for iri in self._iris if iri not in left), *sorted(added - left)])
        other._before, other._changed = self, sorted(left | added)
        return other

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
            before = self._before
            is_same = before is not None and not any(_may_tell(iri, other) for other in self._changed)
            self._nearest[iri] = before.nearest(iri) if before is not None and is_same else self.search(iri)
        return self._nearest[iri]

    def search(self, iri: str) -> str | None:
        """Give what `nearest` gives and remember nothing: what strangers ask for may be anything."""
        head = _head(iri)
        return (self._sibling(iri, head) or self._elsewhere(iri, head)) if self._iris else None

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
        if first == last:
            return None
        if head not in self._tails:
            self._tails[head] = [other[len(head) :] for other in self._iris[first:last]]
        tails = self._tails[head]
        here = bisect_left(self._iris, iri, first, last)
        if self._iris[here : here + 1] == [iri]:
            tails = tails[: here - first] + tails[here - first + 1 :]
        best = _most_like_tail(iri, head, tails)
        return None if best is None else head + best

    def _elsewhere(self, iri: str, head: str) -> str | None:
        """Give the nearest of those that begin otherwise; first one that ends alike, wherever it is."""
        last = iri[len(head) :]
        for other in self._ending_with(last) if _NAME.match(last) else ():
            if other != iri and _may_be_of_one_document(iri, other):
                return other
        for other in self._alike_but_for_case(iri):
            if not head or not other.startswith(head):
                return other
        if not head:
            return _most_like_tail(iri, "", [other for other in self._iris if other != iri], _CUTOFF_WHOLE)
        first, end = self._beginning_with(head)
        others = self._iris[:first] + self._iris[end:]
        alike = (other for other in _all_like(iri, others) if _may_be_of_one_document(iri, other))
        return next((other for other in alike if is_near(last, other[len(_head(other)) :])), None)

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


def _may_tell(iri: str, other: str) -> bool:
    """Tell whether it may count for what is nearest to an IRI that another one is there: it is like it in a way that counts."""
    from rapidfuzz import fuzz

    head = _head(iri)
    last = iri[len(head) :]
    if iri.lower() == other.lower() or other == last or other.endswith((f"/{last}", f"#{last}")):
        return True
    if head and other.startswith(head) and fuzz.ratio(last, other[len(head) :]) >= _CUTOFF * 100:
        return True
    return fuzz.ratio(iri, other) >= _CUTOFF_WHOLE * 100


def _places(lines: str, part: str) -> Iterator[int]:
    """Find a text in lines: the characters before each place."""
    at = lines.find(part)
    while at >= 0:
        yield at
        at = lines.find(part, at + 1)


def _most_like_tail(iri: str, head: str, tails: Sequence[str], cutoff: float = _CUTOFF) -> str | None:
    """Give the tail of an IRI with some beginning that is most like that of another, and may be of one document with it."""
    tail = iri[len(head) :]
    best = _most_like(tail, tails, cutoff)
    if best is None or _may_be_of_one_document(iri, head + best):
        return best
    return _most_like(tail, [other for other in tails if _may_be_of_one_document(iri, head + other)], cutoff)


def _may_be_of_one_document(iri: str, other: str) -> bool:
    """Tell whether of two IRIs both have a fragment, or none; or one has that could have been meant by the other.

    >>> _may_be_of_one_document("urn:x/bean", "urn:x/a#bean"), _may_be_of_one_document("urn:x/terms/bean", "urn:x/terms#bean")
    (False, True)
    >>> _may_be_of_one_document("urn:x/alice", "urn:x/alice#me")
    True
    """
    if ("#" in iri) == ("#" in other):
        return True
    return iri.partition("#")[0] == other.partition("#")[0] or _head(iri)[:-1].lower() == _head(other)[:-1].lower()


def _head(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


_CUTOFF_SHOWN = 0.4
"""How like a name one must be that is only shown."""


def nearest(word: str, candidates: Iterable[str], *, is_numbered: bool = False) -> str | None:
    """Give the name that is most like another, or None when none is near.

    Args:
        word: what was written.
        candidates: what could have been meant.
        is_numbered: whether another number may have been meant too, as in names of releases.

    >>> nearest("umpa", ["umap", "vikidia"]), nearest("Recipe", ["Garden"]), nearest("season-2023", ["season-2024"])
    ('umap', None, None)
    """
    known, small = sorted(set(candidates)), word.lower()
    same = [other for other in known if other.lower() == small]
    return same[0] if same else _most_like(word, known, is_numbered=is_numbered)


def nearest_of_many(word: str, candidates: Sequence[str], most: int) -> list[str]:
    """Give the names of a long list that are most like another, the likeliest first: to be shown, never written by a fix.

    >>> nearest_of_many("pear", ["peas", "apple", "pears"], 2)
    ['pears', 'peas']
    """
    from rapidfuzz import fuzz, process

    return [
        other
        for other, _, _ in process.extract(word, candidates, scorer=fuzz.ratio, score_cutoff=_CUTOFF_SHOWN * 100, limit=most)
    ]


def is_near(word: str, other: str) -> bool:
    """Tell whether a name may have been meant by another.

    >>> is_near("umpa", "umap"), is_near("Recipe", "Garden"), is_near("2023", "2024")
    (True, False, False)
    """
    return nearest(word, [other]) is not None


def _most_like(word: str, candidates: Sequence[str], cutoff: float = _CUTOFF, *, is_numbered: bool = False) -> str | None:
    from rapidfuzz import fuzz, process

    best = process.extractOne(word, candidates, scorer=fuzz.ratio, score_cutoff=cutoff * 100)
    if best is not None and not is_numbered and _is_other_number(word, best[0]):
        others = [other for other in candidates if not _is_other_number(word, other)]
        best = process.extractOne(word, others, scorer=fuzz.ratio, score_cutoff=cutoff * 100)
    return best[0] if best else None


def _all_like(iri: str, candidates: Sequence[str]) -> Iterator[str]:
    """Give the IRIs that are like another as wholes, the likeliest first."""
    from rapidfuzz import fuzz, process

    matches = process.extract(iri, candidates, scorer=fuzz.ratio, score_cutoff=_CUTOFF_WHOLE * 100, limit=_MOST_LIKE)
    return (other for other, _, _ in matches)


def _is_other_number(word: str, other: str) -> bool:
    """Tell whether two words differ in their digits alone."""
    return word != other and re.sub(r"\d", "", word) == re.sub(r"\d", "", other)


def is_slip(written: str, meant: str) -> bool:
    """Tell whether a word may be a slip of another: but for capital letters, one character is added, missing, another or moved.

    Short names and those that differ in a digit alone are too often meant.

    >>> is_slip("prefLable", "prefLabel"), is_slip("preflabel", "prefLabel"), is_slip("altLabel", "prefLabel")
    (True, True, False)
    >>> is_slip("AUT", "AUS"), is_slip("P1082", "P1083")
    (False, False)
    """
    if len(written) < _SHORTEST or _is_other_number(written, meant):
        return False
    return written != meant and differ_little(written.lower(), meant.lower(), 1)


def slips(written: str, candidates: Sequence[str]) -> list[str]:
    """List the words that a word may be a slip of: one character is added, missing, another or moved, and no digit alone.

    Args:
        written: what was written, in the same case as the candidates.
        candidates: what may be meant.

    >>> slips("fluor", ["flour", "flower", "fluor"]), slips("2023", ["2024"])
    (['flour'], [])
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    matches = process.extract(written, candidates, scorer=OSA.distance, score_cutoff=1, limit=None)
    return [other for other, _, _ in matches if other != written and not _is_other_number(written, other)]


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
