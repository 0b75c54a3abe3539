"""Names: an index of what entries are called, by the folding of the search, and how much a query is like each of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice
from math import log

from catalogue.near import slips
from catalogue.search import Entry, fold, words

EXACT, SAME_LETTERS, MOST = 100.0, 97.0, 95.0
"""The likeness of a query that is a name, of one that has its letters and digits, and the most of any other."""

ALTERNATIVE = 0.95
"""What part of the likeness counts where it is not a name but another label or an identifier."""

TYPO = 0.8
"""What part of a word's weight counts where it is written otherwise."""

LEAST = 25.0
"""The likeness below which an entry is no candidate."""

_MOST_WORDS = 24
_MOST_FORMS = 2_000
_MOST_CANDIDATES = 200
_SHORTEST = 4
_SIGNS = str.maketrans(
    "\u2018\u2019\u02bc\u0060\u00b4\u2010\u2011\u2012\u2013\u2014\u00ab\u00bb\u201c\u201d\u201e", "'''''-----\"\"\"\"\""
)


def form_of(text: str) -> str:
    r"""Fold a name as the search does, and make signs the same that keyboards and typography write in two ways.

    >>> form_of("  L\u2019École\n«d\u2019été» "), form_of("C++") == form_of("C")
    ('l\'ecole "d\'ete"', False)
    """
    return " ".join(fold(text).translate(_SIGNS).split())


@dataclass(frozen=True)
class Likeness:
    """How much a query is like the names of an entry.

    Attributes:
        value: from 0 to 100.
        is_exact: whether the query is one of its names, accents and case apart.
    """

    value: float
    is_exact: bool = False


class Names:
    """The names of entries.

    Args:
        entries: what is searched, in the order in which equal candidates are given.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entry: list[int] = []
        self._factor: list[float] = []
        self._letters: dict[str, list[int]] = {}
        self._exact: dict[str, list[int]] = {}
        self._forms_of: dict[str, list[int]] = {}
        held: list[frozenset[str]] = []
        for number, entry in enumerate(entries):
            for text, factor in _texts(entry):
                cut = words(text)
                form = len(held)
                held.append(frozenset(cut))
                self._entry.append(number)
                self._factor.append(factor)
                self._exact.setdefault(text, []).append(form)
                self._letters.setdefault("".join(cut), []).append(form)
                for word in held[form]:
                    self._forms_of.setdefault(word, []).append(form)
        self._letters.pop("", None)
        self._weights = {word: 1.0 + log(len(held) / len(forms)) for word, forms in self._forms_of.items()}
        self._unknown = 1.0 + log(max(1, len(held)))
        self._total = [sum(map(self._weights.__getitem__, sorted(each))) for each in held]
        for forms in self._forms_of.values():
            forms.sort(key=self._total.__getitem__)  # those that a word is most of come first
        self._sorted_forms = sorted(self._exact)
        self._sorted_words = sorted(self._forms_of)
        self._by_ends: dict[tuple[bool, str, int], list[str]] = {}
        for word in self._sorted_words:
            for key in _ends(word, (0,)):
                self._by_ends.setdefault(key, []).append(word)

    def exactly(self, query: str) -> frozenset[int]:
        """Give the numbers of the entries that have a query as a name, accents and case apart."""
        return frozenset(self._entry[form] for form in self._exact.get(form_of(query), ()))

    def like(self, query: str) -> dict[int, Likeness]:
        """Give the entries whose names a query is like, by number: at most 200, the likest.

        The likeness is 100 for a name as it is written, accents and case apart; 97 for its letters and digits in their order;
        else it is at most 95, and follows from the words that both have: twice their weight by the weight of all words of both.
        A word weighs the more, the fewer names have it; one that is written otherwise counts for 0.8 of it. Other labels and
        identifiers count for 0.95.
        """
        likeness: dict[int, Likeness] = {}
        for form, value in self._values(query):
            number, own = self._entry[form], value * self._factor[form]
            if number not in likeness or own > likeness[number].value:
                likeness[number] = Likeness(own)
        best = nlargest(_MOST_CANDIDATES, likeness.items(), key=lambda pair: (pair[1].value, -pair[0]))
        chosen = {number: each for number, each in best if each.value >= LEAST}
        for form in self._exact.get(form_of(query), ()):
            number, value = self._entry[form], EXACT * self._factor[form]
            known = likeness.get(number, Likeness(value))
            likeness[number] = chosen[number] = Likeness(max(value, known.value), is_exact=True)
        return chosen

    def _values(self, query: str) -> Iterator[tuple[int, float]]:
        """Give how much a query is like each name that has a word of it, or its letters."""
        cut = words(query)[:_MOST_WORDS]
        shared, own = self._shared(list(dict.fromkeys(cut)))
        for form, weight in shared.items():
            yield form, min(MOST, 200.0 * weight / (own + self._total[form]))
        yield from ((form, SAME_LETTERS) for form in islice(self._letters.get("".join(cut), ()), _MOST_FORMS))

    def _shared(self, cut: Sequence[str]) -> tuple[dict[int, float], float]:
        """Give the weight of the words that a query shares with each name, and of all its words; rare words first."""
        own, shared = 0.0, dict[int, float]()
        written = [dict(self._written_as(word)) for word in cut]
        weighed = [(max(map(self._weights.__getitem__, others), default=self._unknown), others) for others in written]
        for weight, others in sorted(weighed, key=lambda pair: -pair[0]):
            own += weight
            hits: dict[int, float] = {}
            for other, part in others.items():
                for form in self._forms_among(other, shared):
                    hits.setdefault(form, part * self._weights[other])
            for form, common in hits.items():
                shared[form] = shared.get(form, 0.0) + common
        return shared, own

    def _forms_among(self, word: str, shared: dict[int, float]) -> Sequence[int]:
        """Give the names with a word: of a word that many have, those that share another already, or the shortest."""
        forms = self._forms_of[word]
        if len(forms) <= _MOST_FORMS or not shared:
            return forms[:_MOST_FORMS]
        return [form for form in forms if form in shared]

    def _written_as(self, word: str) -> Iterator[tuple[str, float]]:
        """Give a word as names have it, then the words that it may be a slip of, with the part that each counts for."""
        if word in self._forms_of:
            yield word, 1.0
        if len(word) >= _SHORTEST and not word.isdigit():
            keys = _ends(word, (-1, 0, 1))
            near = dict.fromkeys(other for key in keys for other in self._by_ends.get(key, ()))
            near.pop(word, None)
            yield from ((other, TYPO) for other in slips(word, list(near)))

    def beginning(self, prefix: str) -> Iterator[int]:
        """Give the numbers of the entries with a name that begins with a text, then of those that have its words."""
        given: set[int] = set()
        for number in self._begun(prefix):
            if number not in given:
                given.add(number)
                yield number

    def _begun(self, prefix: str) -> Iterator[int]:
        text = form_of(prefix)
        for form in _starting(self._sorted_forms, text):
            yield from (self._entry[number] for number in self._exact[form])
        *whole, last = words(prefix) or [""]
        if not last:
            return
        others = [self._entries_with(word) for word in whole]
        for word in islice(_starting(self._sorted_words, last), _MOST_FORMS):
            numbers = map(self._entry.__getitem__, islice(self._forms_of[word], _MOST_FORMS))
            yield from (number for number in numbers if all(number in each for each in others))

    def _entries_with(self, word: str) -> frozenset[int]:
        return frozenset(self._entry[form] for form in self._forms_of.get(word, ()))


def _texts(entry: Entry) -> Iterator[tuple[str, float]]:
    """Give the names of an entry as they are compared, each once, with what part of their likeness counts."""
    texts = dict.fromkeys(map(form_of, reversed(entry.alternatives)), ALTERNATIVE) | dict.fromkeys(
        map(form_of, entry.names), 1.0
    )
    return ((text, factor) for text, factor in texts.items() if text)


def _ends(word: str, longer: Sequence[int]) -> list[tuple[bool, str, int]]:
    """Give the keys of the words with the first or the last letter of a word, and its length or nearly so."""
    return [(is_first, word[0 if is_first else -1], len(word) + more) for is_first in (True, False) for more in longer]


def _starting(texts: Sequence[str], beginning: str) -> Iterator[str]:
    """Give those of sorted texts that begin with another, in their order."""
    for place in range(bisect_left(texts, beginning), len(texts)):
        if not texts[place].startswith(beginning):
            return
        yield texts[place]
