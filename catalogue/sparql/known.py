"""What a catalogue knows: the terms of its data and of its vocabulary, and what may be meant by one that it does not know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from catalogue.near import Iris
from catalogue.terms import Literal

_FEW = 6
"""How many IRIs are so few that all may be listed."""


class Vocabulary(NamedTuple):
    """What the shapes and the ontology know.

    Attributes:
        terms: the IRIs that they mention.
        names: those that they define, or are about.
    """

    terms: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()


NO_VOCABULARY = Vocabulary()


class Values(NamedTuple):
    """The literals that the data has for a property.

    Attributes:
        sample: gives literals of a property, by its IRI, from among as many values as is said.
        has: tells whether a property has a literal for a value.
    """

    sample: Callable[[str, int], Iterable[Literal]]
    has: Callable[[str, Literal], bool]


NO_VALUES = Values(lambda _iri, _most: (), lambda _iri, _literal: False)


class Known:
    """What a catalogue knows.

    Args:
        mentions: tells whether an IRI is in the data.
        names: gives the subjects, the properties and the classes of the data, in any order, when they are first needed.
        vocabulary: what the shapes and the ontology know.
        graphs: the IRIs of the graphs that there are.
        values: the literals of the data.

    >>> known = Known(lambda iri: False, lambda: ["https://e.example/season/1", "https://e.example/plant/bean"])
    >>> known.nearest("https://e.example/plant/baen"), known.siblings("https://e.example/season/4")
    ('https://e.example/plant/bean', ['https://e.example/season/1'])
    """

    def __init__(
        self,
        mentions: Callable[[str], bool],
        names: Callable[[], Iterable[str]] = tuple,
        vocabulary: Vocabulary = NO_VOCABULARY,
        graphs: Collection[str] = (),
        values: Values = NO_VALUES,
    ) -> None:
        self.values = values
        self.mentions = mentions
        self.graphs = graphs
        self._names = names
        self._vocabulary = vocabulary

    def knows(self, iri: str) -> bool:
        """Tell whether an IRI is in the data or in the vocabulary."""
        return self.mentions(iri) or iri in self._vocabulary.terms

    @cached_property
    def iris(self) -> Iris:
        """All that may be meant."""
        return Iris([*self._names(), *self._vocabulary.names])

    def prepare(self) -> None:
        """Take the names now, and all that is needed to find one: for processes that share this and cannot open files."""
        self.iris.prepare()

    def nearest(self, iri: str) -> str | None:
        """Give what may be meant by an IRI; None when nothing is like it."""
        return self.iris.nearest(iri)

    def siblings(self, iri: str) -> Sequence[str]:
        """List what there is beside an IRI, in its order; nothing when that is much."""
        return self.iris.siblings(iri, _FEW)

    def nearest_graph(self, iri: str) -> str | None:
        """Give the graph that may be meant by an IRI."""
        return Iris(self.graphs).nearest(iri)
