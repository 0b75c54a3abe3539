"""What a catalogue knows: the terms of its data and of its vocabulary, and what may be meant by one that it does not know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from catalogue.near import Iris
from catalogue.sparql.roles import CLASS, PROPERTY
from catalogue.terms import Literal

_FEW = 6
"""How many IRIs are so few that all may be listed."""


class Vocabulary(NamedTuple):
    """What the shapes and the ontology know.

    Attributes:
        terms: the IRIs that they mention.
        names: those that they define, or are about.
        properties: those of the names that are properties.
        classes: those that are classes.
    """

    terms: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


NO_VOCABULARY = Vocabulary()


class Lookups(NamedTuple):
    """What the data is asked beside whether it mentions an IRI.

    Attributes:
        sample: gives literals of a property, by its IRI, from among as many values as is said.
        has: tells whether a property has a literal for a value.
        roles: gives the properties and the classes of the data by `property` and `class`; nothing where nobody knows them.
    """

    sample: Callable[[str, int], Iterable[Literal]] = lambda _iri, _most: ()
    has: Callable[[str, Literal], bool] = lambda _iri, _literal: False
    roles: Callable[[], Mapping[str, Collection[str]]] = dict


NO_LOOKUPS = Lookups()


class Known:
    """What a catalogue knows.

    Args:
        mentions: tells whether an IRI is in the data.
        names: gives the subjects, the properties and the classes of the data, in any order, when they are first needed.
        vocabulary: what the shapes and the ontology know.
        graphs: the IRIs of the graphs that there are.
        lookups: what the data is asked.

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
        lookups: Lookups = NO_LOOKUPS,
    ) -> None:
        self.lookups = lookups
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

    @cached_property
    def _by_role(self) -> Mapping[str, frozenset[str]]:
        """The properties and the classes of the data and the vocabulary by their role, as far as the data's are known."""
        own = {PROPERTY: self._vocabulary.properties, CLASS: self._vocabulary.classes}
        return {role: frozenset(own[role]).union(iris) for role, iris in self.lookups.roles().items()}

    @cached_property
    def _near_by_role(self) -> Mapping[str, Iris]:
        return {role: Iris(iris) for role, iris in self._by_role.items()}

    def prepare(self) -> None:
        """Take the names now, and all that is needed to find one: for processes that share this and cannot open files."""
        self.iris.prepare()
        for iris in self._near_by_role.values():
            iris.prepare()

    def nearest(self, iri: str, role: str = "") -> str | None:
        """Give what may be meant by an IRI; None when nothing is like it.

        Args:
            iri: the IRI.
            role: what it stands for, `property` or `class`: those come first, and what is only the other is not meant.

        >>> lookups = Lookups(roles=lambda: {"property": ["urn:e/plants"], "class": ["urn:e/planter"]})
        >>> known = Known(lambda iri: False, lambda: ["urn:e/plants", "urn:e/planter"], lookups=lookups)
        >>> known.nearest("urn:e/plante", "property"), known.nearest("urn:e/plante", "class"), known.nearest("urn:e/plante")
        ('urn:e/plants', 'urn:e/planter', 'urn:e/planter')
        """
        of_role = self._near_by_role[role].nearest(iri) if role in self._near_by_role else None
        near = of_role or self.iris.nearest(iri)
        is_other = of_role is None and role in self._by_role and any(near in iris for iris in self._by_role.values())
        return None if is_other else near

    def siblings(self, iri: str, role: str = "") -> Sequence[str]:
        """List what there is beside an IRI, of its role where it has one, in its order; nothing when that is much."""
        return self._near_by_role.get(role, self.iris).siblings(iri, _FEW)

    def nearest_graph(self, iri: str) -> str | None:
        """Give the graph that may be meant by an IRI."""
        return Iris(self.graphs).nearest(iri)
