"""Matching: which entries a client may mean by a name, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.edition import Edition
from catalogue.errors import QueryError
from catalogue.messages import Message
from catalogue.near import nearest
from catalogue.reconciliation.names import Likeness, Names
from catalogue.reconciliation.properties import Column, Columns
from catalogue.reconciliation.reading import Compared, Question
from catalogue.reconciliation.types import Type, Types
from catalogue.reconciliation.values import comparable, likeness
from catalogue.search import searched
from catalogue.terms import NamedNode

OTHER_TYPE = 0.5
"""What part of the score stays where an entry is of none of the types that are looked for, and these need not be."""

OF_PROPERTY = 0.4
"""How much a property counts beside the name."""

UNKNOWN = 50.0
"""The likeness of a property of which an entry has no value: it neither agrees nor contradicts."""

_MOST_COMPARED = 100


@dataclass(frozen=True)
class Candidate:
    """An entry that may be meant.

    Attributes:
        number: its number.
        score: from 0 to 100.
        is_match: whether it is certain.
        features: what the score follows from, by name.
    """

    number: int
    score: float
    is_match: bool
    features: Mapping[str, bool | float]


class Matcher:
    """Finds entries by what clients know of them.

    Args:
        edition: the catalogue.
    """

    def __init__(self, edition: Edition) -> None:
        entries = searched(edition, edition.settings.languages[0])
        self.iris = [entry.iri for entry in entries]
        """The IRIs of the entries, by their numbers."""
        self._namespace = edition.settings.namespace
        self._numbers = {iri: number for number, iri in enumerate(self.iris)}
        things = [NamedNode(iri) for iri in self.iris]
        self.names = Names(entries)
        self.types = Types(edition, things)
        listed = (type_.entity for type_ in self.types.entities)
        self.columns = Columns(edition, things, [type_ for type_ in listed if type_ is not None])

    def number(self, id_: str) -> int | None:
        """Give the number of the entry with an IRI, which may be written without the namespace; None when there is none."""
        number = self._numbers.get(id_)
        return self._numbers.get(self._namespace + id_) if number is None else number

    def type(self, name: str) -> Type:
        """Give the type that a client names.

        Raises:
            QueryError: there is none.
        """
        type_ = self.types.find(name)
        if type_ is None:
            near = nearest(name, self.types.names)
            raise QueryError(
                Message("reconciliation.unknown-type-near", name=name, near=near)
                if near
                else Message("reconciliation.unknown-type", name=name)
            )
        return type_

    def property(self, name: str) -> Sequence[Column]:
        """Give the properties that a client means by an id or a short name.

        Raises:
            QueryError: there is none.
        """
        columns = self.columns.find(name)
        if not columns:
            near = nearest(name, self.columns.names)
            raise QueryError(
                Message("reconciliation.unknown-property-near", name=name, near=near)
                if near
                else Message("reconciliation.unknown-property", name=name)
            )
        return columns

    def candidates(self, question: Question) -> list[Candidate]:
        """List the entries that may be meant, the likeliest first.

        The score is the likeness of the name, or with properties (name + 0.4 of the likeness of each) / (1 + 0.4 for each);
        without a name it is that of the properties. An entry of none of the types has half of it. It is certain which is meant
        where one entry alone, of those of the types, has the name, and no property contradicts.

        Raises:
            QueryError: a type or a property is unknown.
        """
        types = [self.type(name) for name in question.types]
        properties = [self._property(given) for given in question.properties if given.values]
        likenesses = self._named(question.name) if question.name else self._having(properties)
        fit = {number for number in likenesses if self._fits(number, types, question.strictness)}
        may_differ = question.strictness == "should"
        chosen = [number for number in likenesses if number in fit or may_differ]
        chosen.sort(key=lambda number: (number not in fit, -likenesses[number].value, number))
        exact = [number for number in chosen if number in fit and likenesses[number].is_exact]
        sole = exact[0] if len(exact) == 1 else None
        candidates: list[Candidate] = []
        for number in chosen[:_MOST_COMPARED]:
            alike = [each.likeness(number) for each in properties]
            score = _score(likenesses[number].value if question.name else None, alike) * (1.0 if number in fit else OTHER_TYPE)
            is_match = number == sole and all(each is None or each >= _SAME for each in alike)
            features = _features(question, likenesses[number], alike, is_of_type=number in fit)
            candidates.append(Candidate(number, round(score, 1), is_match, features))
        candidates.sort(key=lambda candidate: (-candidate.score, candidate.number))
        return candidates[: question.limit]

    def _named(self, name: str) -> dict[int, Likeness]:
        """Give the entries whose names a name is like; of an id the one that has it."""
        number = self.number(name)
        return {number: Likeness(_SAME, is_exact=True)} if number is not None else self.names.like(name)

    def _fits(self, number: int, types: Sequence[Type], strictness: str) -> bool:
        of = self.types.of[number]
        return not types or (all if strictness == "all" else any)(type_.id in of for type_ in types)

    def _property(self, given: Compared) -> _Property:
        """Prepare what a client gives of a property to be compared: the id of an entry may be without the namespace."""
        numbers = {id_: self.number(id_) for id_ in given.ids}
        iris = [id_ if number is None else self.iris[number] for id_, number in numbers.items()]
        texts = [comparable(value) for value in given.values if value not in given.ids]
        forms = [self.columns.forms(column) for column in self.property(given.pid)]
        return _Property(texts, frozenset(map(comparable, iris)), forms)

    def _having(self, properties: Sequence[_Property]) -> dict[int, Likeness]:
        """Give the entries that have one of the values, where no name is given."""
        numbers = sorted({number for each in properties for number in each.having()})
        return dict.fromkeys(numbers, Likeness(0.0))


_SAME = 100.0


@dataclass(frozen=True)
class _Property:
    """A property as candidates are compared by it.

    Attributes:
        texts: the texts that the client gives, as they are compared.
        ids: the IRIs that it gives, likewise: one is a value or it is not.
        forms: the values of entries, by number, of each property that is meant.
    """

    texts: Sequence[str]
    ids: frozenset[str]
    forms: Sequence[Mapping[int, frozenset[str]]]

    def likeness(self, number: int) -> float | None:
        """Give the likeness of the values of an entry; None where it has none."""
        own = [forms[number] for forms in self.forms if number in forms]
        if not own:
            return None
        has_id = any(not each.isdisjoint(self.ids) for each in own)
        return _SAME if has_id else max((likeness(text, each) for text in self.texts for each in own), default=0.0)

    def having(self) -> Iterator[int]:
        """Give the numbers of the entries that have one of the values."""
        wanted = self.ids.union(self.texts)
        for forms in self.forms:
            yield from (number for number, values in forms.items() if not values.isdisjoint(wanted))


def _score(name: float | None, alike: Sequence[float | None]) -> float:
    """Weigh a name and properties.

    >>> _score(100.0, []), _score(100.0, [0.0]), _score(None, [100.0, None])
    (100.0, 71.42857142857143, 75.0)
    """
    total = sum(UNKNOWN if each is None else each for each in alike)
    if name is None:
        return total / len(alike)
    return (name + OF_PROPERTY * total) / (1 + OF_PROPERTY * len(alike))


def _features(
    question: Question, name: Likeness, alike: Sequence[float | None], *, is_of_type: bool
) -> dict[str, bool | float]:
    """Give what a score follows from: only what was asked about."""
    of_name: dict[str, bool | float] = {"name": round(name.value, 1), "exact": name.is_exact} if question.name else {}
    of_type: dict[str, bool | float] = {"type": is_of_type} if question.types else {}
    of_properties = {
        f"property:{given.pid}": round(UNKNOWN if value is None else value, 1)
        for given, value in zip((each for each in question.properties if each.values), alike, strict=True)
    }
    return {**of_name, **of_type, **of_properties}
