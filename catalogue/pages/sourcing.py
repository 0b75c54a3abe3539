"""Which of the values that pages show have sources of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from catalogue.edition import SOURCE, Edition, per_edition
from catalogue.edition.claims import SUBJECT
from catalogue.model import EntityType
from catalogue.pages.selection import shown_in_rows
from catalogue.terms import RDF_TYPE, NamedNode, Triple


@dataclass
class Sourcing:
    """The values that the pages of one entity type show.

    Attributes:
        type: the entity type.
        shown: how many there are, each in each language once; one at least.
        lacking: those without a source of their own, in the order of the things and of the properties.
    """

    type: EntityType
    shown: int = 0
    lacking: list[Triple] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of those with a source of their own, from 0 to 1."""
        return 1 - len(self.lacking) / self.shown


def sourcing(edition: Edition) -> list[Sourcing]:
    """Count the values that pages show, and find those that do not name exactly what says them.

    A value has a source of its own by a claim about it, or because its thing has one source and no more. What says how a thing
    is known is not counted: its sources, and the properties that the shapes give claims too. Records are not counted
    either, nor are claims that the settings do not name as such.

    Args:
        edition: the catalogue.

    Returns:
        For each type of subject matter that has pages with values, in the order of the shapes; a thing is counted with its
        primary type.
    """
    counted: dict[str, Sourcing] = {}
    for thing, types in edition.things.items():
        if not edition.ranks.are_records(types) and edition.graph.value(thing, SUBJECT) is None:
            of_type = counted.setdefault(types[0].iri, Sourcing(types[0]))
            for triple in _shown(edition, thing):
                of_type.shown += 1
                if not edition.claims.sources(*triple):
                    of_type.lacking.append(triple)
    return [counted[iri] for iri in edition.model.types if iri in counted and counted[iri].shown]


def _shown(edition: Edition, thing: NamedNode) -> Iterator[Triple]:
    """Give the values that the pages of a thing show in rows, in any language."""
    left_out = how_known(edition)
    for predicate, values in edition.graph.properties(thing).items():
        if predicate not in left_out:
            rows = (shown_in_rows(edition, tag, thing, predicate, values) for tag in edition.settings.languages)
            for value in dict.fromkeys(value for row in rows for value in row):
                yield Triple(thing, predicate, value)


@per_edition
def how_known(edition: Edition) -> frozenset[NamedNode]:
    """Give the properties that say what something is, and how it is known: its sources, and what claims have."""
    claims = (edition.type_of(claim) for claim in edition.graph.subjects_of(SUBJECT) if isinstance(claim, NamedNode))
    types = {type_.iri: type_ for type_ in claims if type_}
    predicates = {prop.path.predicate for type_ in types.values() for prop in type_.properties}
    return frozenset({RDF_TYPE, SOURCE, *(NamedNode(predicate) for predicate in predicates if predicate)})
