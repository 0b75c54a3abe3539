"""Classes: those of the data that get a shape, in the order of the menu; those with the very same things share one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from catalogue.columns.sets import distinct, union, without
from catalogue.columns.table import BLANK, IRI, Numbers, numbers
from catalogue.edition import Edition
from catalogue.model import SH, Target, TargetKind
from catalogue.scaffold.facts import GENERAL, Profiler, is_slip_of_published
from catalogue.scaffold.parts import are_parts
from catalogue.terms import RDF, NamedNode


@dataclass(frozen=True, eq=False)
class ClassGroup:
    """Classes with the very same things.

    Attributes:
        iris: the classes, the one that names the type first.
        numbers: their numbers, in the same order.
        instances: their things.
    """

    iris: tuple[str, ...]
    numbers: tuple[int, ...]
    instances: Numbers

    @property
    def targets(self) -> tuple[Target, ...]:
        """The classes, as targets of a shape."""
        return tuple(Target(TargetKind.CLASS, NamedNode(iri)) for iri in self.iris)


class ClassGroups:
    """The classes of the data that no shape targets.

    Args:
        edition: the catalogue.
        profiler: what tells what its data has.
    """

    def __init__(self, edition: Edition, profiler: Profiler) -> None:
        self._edition = edition
        self._columns = edition.graph.columns
        self._classes = profiler.data.classes

    @cached_property
    def _used(self) -> dict[str, int]:
        """The numbers of the classes of the data, by IRI, in the order of their IRIs."""
        classes = union(numbers(()), self._columns.backwards(self._classes.type).keys)
        iris = classes[self._columns.kinds(classes) == IRI]
        return dict(sorted(zip(self._columns.terms.values(iris), iris.tolist(), strict=True)))

    @cached_property
    def shaped(self) -> Mapping[str, int]:
        """The classes that shapes target, and those with the very same things, with their numbers."""
        targets = (target for shape in self._edition.shacl.targeted for target in shape.targets)
        targeted = {target.class_.value for target in targets if target.class_ is not None}
        things = {self._key(number) for iri, number in self._used.items() if iri in targeted}
        return {iri: number for iri, number in self._used.items() if iri in targeted or self._key(number) in things}

    def _key(self, class_: int) -> bytes:
        return self._classes.instances(class_).tobytes()

    @cached_property
    def drafted(self) -> tuple[ClassGroup, ...]:
        """The classes that get a shape: those that say something of things that are not only parts of others.

        Those with most entries come first, behind them what hangs off others; things without an IRI of the catalogue do not
        count, unless there are no others.
        """
        wanted = {iri: number for iri, number in self._used.items() if not self._is_passed_over(iri)}
        special = {iri: number for iri, number in wanted.items() if iri not in GENERAL}
        covered = self._instances(n for iri, n in self._used.items() if iri in special or iri in self.shaped)
        general = {iri: n for iri, n in wanted.items() if iri in GENERAL and len(without(self._classes.instances(n), covered))}
        groups = self._grouped({iri: n for iri, n in {**special, **general}.items() if self._has_entities(n)})
        entries = [self._entries(group.instances) for group in groups]
        ranked = zip(groups, entries, are_parts(self._columns, entries), strict=True)
        order = sorted(ranked, key=lambda each: (each[2], -len(each[1]), -len(each[0].instances), each[0].iris))
        return tuple(group for group, _, _ in order)

    def _grouped(self, classes: Mapping[str, int]) -> list[ClassGroup]:
        """Put the classes with the very same things together, the catalogue's own first, then the most special ones."""
        same: dict[bytes, list[str]] = {}
        for iri, number in classes.items():
            same.setdefault(self._key(number), []).append(iri)
        owns = self._edition.settings.owns

        def rank(iri: str) -> tuple[bool, int, str]:
            return not owns(iri), -len(self._classes.above(classes[iri])), iri

        ordered = [tuple(sorted(iris, key=rank)) for iris in same.values()]
        return [
            ClassGroup(iris, tuple(classes[iri] for iri in iris), self._classes.instances(classes[iris[0]])) for iris in ordered
        ]

    def _entries(self, instances: Numbers) -> Numbers:
        """Give the IRIs inside the base."""
        iris = instances[self._columns.kinds(instances) == IRI]
        pairs = zip(iris.tolist(), self._columns.terms.values(iris), strict=True)
        return numbers(number for number, iri in pairs if self._edition.settings.owns(iri))

    def has_entries(self, group: ClassGroup) -> bool:
        """Tell whether one of its things is an IRI inside the base."""
        return len(self._entries(group.instances)) > 0

    def _is_passed_over(self, iri: str) -> bool:
        is_of_rdf = iri.startswith(SH) or iri == RDF + "List"
        return iri in self.shaped or is_of_rdf or is_slip_of_published(iri, is_class=True)

    def _has_entities(self, class_: int) -> bool:
        """Tell whether a class has other instances than blank nodes that are values of others."""
        instances = self._classes.instances(class_)
        are_blank = self._columns.kinds(instances) == BLANK
        blank: Numbers = instances[are_blank]
        return not are_blank.all() or len(distinct(blank[self._columns.rows(2, blank)[0]])) < len(blank)

    def _instances(self, classes: Iterable[int]) -> Numbers:
        return union(numbers(()), *map(self._classes.instances, classes))

    def relatives(self, group: ClassGroup) -> tuple[list[ClassGroup], list[ClassGroup]]:
        """List the drafted groups above one and those below it: not those that are both."""
        above, below = (
            {each for number in group.numbers for each in way(number).tolist()}
            for way in (self._classes.above, self._classes.below)
        )
        upper, lower = (
            [other for other in self.drafted if other is not group and not way.isdisjoint(other.numbers)]
            for way in (above - below, below - above)
        )
        both = [other for other in upper if other in lower]
        return [each for each in upper if each not in both], [each for each in lower if each not in both]
