"""Verifying: what a store has of a release compared with what was sent, some subjects at a time, so that one triple is seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias

from catalogue.quads import Syntax, read
from catalogue.stores.client import StoreClient
from catalogue.stores.prepared import Piece, subject_of
from catalogue.terms import Literal, Term, written
from catalogue.values import compare

_Key: TypeAlias = tuple[Any, Any]
"""A subject and a predicate."""

_DIGITS = "0123456789abcdef"


class Difference(NamedTuple):
    """How some triples in a store differ from those that were sent.

    Attributes:
        missing: those that are not there, as N-Triples.
        extra: those that were not sent.
        normalised: those that are there with the same value in another form, or in whatever form where their datatype is one of
            those that the store may change: as sent, and as they are.
        datatypes: the datatypes of missing ones in whose place there is another literal.
        received: how many triples there are.
    """

    missing: tuple[str, ...]
    extra: tuple[str, ...]
    normalised: tuple[tuple[str, str], ...]
    datatypes: frozenset[str]
    received: int

    @property
    def is_none(self) -> bool:
        """Whether nothing was lost, added or altered; other forms of the same values are left aside."""
        return not self.missing and not self.extra


def difference(client: StoreClient, graph: str, bucket: Piece, changed: Collection[str] = ()) -> Difference:
    """Compare the triples about some subjects in a graph with those that were sent.

    Args:
        client: the store.
        graph: the graph.
        bucket: the triples that were sent, all of each subject.
        changed: the IRIs of the datatypes whose literals the store may change.

    Raises:
        RemoteError: the store does not say what it has.
    """
    there = set(_triples(client, graph, bucket))
    sent = {line.rstrip(b"\n").decode() for line in bucket.lines}
    if there == sent:
        return Difference((), (), (), frozenset(), len(there))
    return _Comparison(sent - there, there - sent, sent & there, changed).told(len(there))


def _triples(client: StoreClient, graph: str, bucket: Piece) -> Iterator[str]:
    """Give the triples about the subjects of a bucket, as N-Triples; of one with very many in several answers."""
    subjects = " ".join(dict.fromkeys(subject_of(line).decode() for line in bucket.lines))
    pattern = f"GRAPH <{graph}> {{ VALUES ?s {{ {subjects} }} ?s ?p ?o }}"
    for part in _filters(len(bucket.lines), client.profile.rows):
        for subject, predicate, value in client.select(f"SELECT ?s ?p ?o WHERE {{ {pattern} {part} }}"):
            if subject is None or predicate is None or value is None:
                continue
            yield f"{subject} {predicate} {written(value)} ."


def _filters(lines: int, most: int) -> list[str]:
    """Give conditions that divide many objects into parts, each of which is an answer.

    >>> _filters(10, 100), len(_filters(1000, 100))
    ([''], 256)
    """
    beginnings = [""]
    while lines > most * len(beginnings) / 2 and lines > most:
        beginnings = [beginning + digit for beginning in beginnings for digit in _DIGITS]
    return [f'FILTER(STRSTARTS(MD5(STR(?o)), "{beginning}"))' if beginning else "" for beginning in beginnings]


class _Comparison:
    """Tells what was lost or added from what is there in another form.

    Args:
        missing: what was sent and is not there.
        extra: what is there and was not sent.
        same: what was sent and is there.
        changed: the datatypes whose literals may be changed.
    """

    def __init__(self, missing: set[str], extra: set[str], same: set[str], changed: Collection[str]) -> None:
        self._missing = _by_property(missing)
        self._forms = _by_property(extra)
        self._kept = _by_property(same) if missing else {}
        self._changed = changed
        self._left = set(extra)
        self._normalised: list[tuple[str, str]] = []

    def told(self, received: int) -> Difference:
        """Give the difference."""
        unmatched = [(key, value, line) for key, value, line in self._each() if not self._takes_same_value(key, value, line)]
        lost = [(key, value, line) for key, value, line in unmatched if not self._takes_changed(key, value, line)]
        datatypes = {
            value.datatype.value for key, value, _ in lost if isinstance(value, Literal) and self._other(key) is not None
        }
        missing, extra = (tuple(sorted(lines)) for lines in ((line for _, _, line in lost), self._left))
        return Difference(missing, extra, tuple(sorted(self._normalised)), frozenset(datatypes), received)

    def _each(self) -> Iterator[tuple[_Key, Term, str]]:
        for key, values in self._missing.items():
            for value, line in values:
                yield key, value, line

    def _takes_same_value(self, key: _Key, value: Term, line: str) -> bool:
        """Take another form of the same value for what is missing; one form may stand for several."""
        candidates = [*self._forms.get(key, ()), *self._kept.get(key, ())]
        return self._takes(line, next((form for term, form in candidates if is_same_value(value, term)), None))

    def _takes_changed(self, key: _Key, value: Term, line: str) -> bool:
        """Take any other literal for one whose datatype may be changed; each stands for one."""
        may_be = isinstance(value, Literal) and value.datatype.value in self._changed
        return may_be and self._takes(line, self._other(key))

    def _takes(self, line: str, form: str | None) -> bool:
        if form is None:
            return False
        self._normalised.append((line, form))
        self._left.discard(form)
        return True

    def _other(self, key: _Key) -> str | None:
        """Give a literal that was not sent, in the place of one that was, and stands for none yet."""
        others = self._forms.get(key, ())
        return next((form for term, form in others if isinstance(term, Literal) and form in self._left), None)


def _by_property(lines: Iterable[str]) -> dict[_Key, list[tuple[Term, str]]]:
    groups: dict[_Key, list[tuple[Term, str]]] = defaultdict(list)
    ordered = sorted(lines)
    for line, triple in zip(ordered, read("\n".join(ordered).encode(), Syntax.N_TRIPLES), strict=True):
        groups[triple.subject, triple.predicate].append((triple.object, line))
    return groups


def is_same_value(sent: Term, there: Term) -> bool:
    """Tell whether a term is another form of the same value.

    >>> from catalogue.terms import XSD, NamedNode
    >>> one, other = (Literal(form, datatype=NamedNode(XSD + "decimal")) for form in ("12.50", "12.5"))
    >>> is_same_value(one, other), is_same_value(one, Literal("12.5")), is_same_value(Literal("a"), Literal("a", language="en"))
    (True, False, False)
    """
    if not isinstance(sent, Literal) or not isinstance(there, Literal) or sent.language != there.language:
        return False
    return compare(sent, there) == 0
