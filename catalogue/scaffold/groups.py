"""Groups: the things that have no class, by the properties that they have."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.columns.oddities import described
from catalogue.columns.sets import distinct, union, without
from catalogue.columns.table import Numbers, numbers
from catalogue.edition import Edition
from catalogue.edition.labels import LABELS
from catalogue.model import SH, SUBCLASS
from catalogue.scaffold.facts import Profiler, PropertyFacts, naming
from catalogue.terms import RDF_TYPE, NamedNode

_LEAST = 2
"""How many things make a group."""


@dataclass(frozen=True, eq=False)
class Group:
    """Things that have a property.

    Attributes:
        predicate: the property.
        subjects: all that have it, with a class or without, inside the base or not: what `sh:targetSubjectsOf` selects.
    """

    predicate: NamedNode
    subjects: Numbers


@dataclass(frozen=True, eq=False)
class Classless:
    """The IRIs that statements are about, that have no class and that no shape validates.

    Attributes:
        groups: those inside the base by what they have, the first groups first.
        rest: those inside the base that are in no group, in the order of their IRIs.
        outside: those outside the base, which are no entries, in the order of their IRIs.
    """

    groups: tuple[Group, ...]
    rest: tuple[str, ...]
    outside: tuple[str, ...]


def classless(edition: Edition, profiler: Profiler) -> Classless:
    """Group the things without a class; the terms of a vocabulary in use are no things.

    The property that most of the things have makes the first group, the property that most of the others have the next one,
    until it would be a group of one. One that names things goes before another that up to twice as many have, since things
    with a name are what people look for.

    Args:
        edition: the catalogue.
        profiler: what tells what its data has.
    """
    terms = edition.graph.columns.terms
    things = _things(edition)
    inside = [edition.settings.owns(iri) for iri in terms.values(things)]
    rest = numbers(number for number, is_inside in zip(things.tolist(), inside, strict=True) if is_inside)
    outside = terms.values(without(things, rest))
    groups: list[Group] = []
    while (predicate := _shared(edition, profiler, rest)) is not None:
        groups.append(Group(predicate, _subjects(edition, predicate)))
        rest = without(rest, groups[-1].subjects)
    return Classless(tuple(groups), tuple(sorted(terms.values(rest))), tuple(sorted(outside)))


def _things(edition: Edition) -> Numbers:
    columns = edition.graph.columns
    typed, subclass = columns.forwards(columns.intern(RDF_TYPE)), columns.forwards(columns.intern(SUBCLASS))
    vocabulary = union(typed.values, subclass.keys, subclass.values, columns.live_column(1))
    return without(described(edition.graph), union(typed.keys, vocabulary, edition.entities.validated))


def _shared(edition: Edition, profiler: Profiler, things: Numbers) -> NamedNode | None:
    """Choose the property that makes a group of some things, or None where no two have one."""
    facts = [each for each in profiler.facts(things) if each.nodes >= _LEAST and not each.predicate.value.startswith(SH)]
    most = max((each.nodes for each in facts), default=0)
    name = naming(facts, LABELS)
    if name is not None and 2 * name.nodes >= most:
        return name.predicate

    def selected(each: PropertyFacts) -> tuple[int, str]:
        return len(_subjects(edition, each.predicate)), each.predicate.value

    usual = [each for each in facts if each.nodes == most]
    return min(usual, key=selected).predicate if usual else None


def _subjects(edition: Edition, predicate: NamedNode) -> Numbers:
    columns = edition.graph.columns
    return distinct(columns.at(0, columns.rows(1, numbers([columns.intern(predicate)]))[1]))
