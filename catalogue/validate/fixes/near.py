"""Near terms: what an author may have meant by a word that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable

_CUTOFF = 0.75
_CUTOFF_WHOLE = 0.92


def nearest(word: str, words: Iterable[str], cutoff: float = _CUTOFF) -> str | None:
    """Give the word that is most like another, or None when none is like it.

    Args:
        word: what was written.
        words: what could have been meant.
        cutoff: how like it must be, from 0 to 1.

    >>> nearest("umpa", ["umap", "vikidia"], 0.7), nearest("x", ["umap"])
    ('umap', None)
    """
    known = sorted(set(words))
    by_case = [other for other in known if other.lower() == word.lower()]
    if by_case:
        return by_case[0]
    from rapidfuzz import fuzz, process

    found = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=cutoff * 100)
    return found[0] if found else None


def nearest_iri(iri: str, iris: Iterable[str]) -> str | None:
    """Give the IRI that is most like another: of those with the same beginning by their last part, else by the whole.

    >>> nearest_iri("https://example.org/plant/been", ["https://example.org/plant/bean", "https://example.org/garden/been"])
    'https://example.org/plant/bean'
    """
    known = sorted(set(iris) - {iri})
    head = iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
    siblings = {other[len(head) :]: other for other in known if head and other.startswith(head)}
    sibling = nearest(iri[len(head) :], siblings)
    if sibling is not None:
        return siblings[sibling]
    last = {other[max(other.rfind("#"), other.rfind("/")) + 1 :]: other for other in reversed(known)}
    elsewhere = [other for other in known if not head or not other.startswith(head)]
    return last.get(iri[len(head) :]) or nearest(iri, elsewhere, _CUTOFF_WHOLE)


def is_certain(written: str, meant: str) -> bool:
    """Tell whether a word can only be a slip of another: they differ in capital letters alone.

    >>> is_certain("preflabel", "prefLabel"), is_certain("prefLabels", "prefLabel")
    (True, False)
    """
    return written != meant and written.lower() == meant.lower()
