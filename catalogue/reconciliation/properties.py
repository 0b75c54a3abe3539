"""Properties: what entries have, as clients of reconciliation name it, compare it and take it into their tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.edition import Edition
from catalogue.messages import Text
from catalogue.model import EntityType, Path, Property, spread
from catalogue.reconciliation.values import forms_of
from catalogue.terms import NamedNode, Term


@dataclass(frozen=True)
class Column:
    """A property of entries.

    Attributes:
        id: the IRI of its predicate; of a longer path, the path as SPARQL writes it.
        key: the short name that the shapes give it, by which it may be asked for too.
        name: what it is called, by language.
        description: what it means, by language.
        path: the path that leads to its values.
        classes: what its values are instances of, where the shapes say.
    """

    id: str
    key: str
    name: Text
    description: Text
    path: Path
    classes: tuple[str, ...] = ()


class Columns:
    """The properties of entries, and their values.

    Args:
        edition: the catalogue.
        things: the things that are asked for, by their numbers.
        types: the entity types whose properties they are.
    """

    def __init__(self, edition: Edition, things: Sequence[NamedNode], types: Iterable[EntityType]) -> None:
        self._edition = edition
        self._things = things
        self._by_type = {type_.iri: [_column(prop) for prop in type_.properties if prop.name] for type_ in types}
        self.by_id: Mapping[str, Column] = {}
        """The properties by id, in the order of the types and of their properties."""
        by_id: dict[str, Column] = {}
        for column in (column for columns in self._by_type.values() for column in columns):
            by_id.setdefault(column.id, column)
        self.by_id = by_id
        self._by_name: dict[str, list[Column]] = {}
        for column in by_id.values():
            self._by_name.setdefault(column.key, []).append(column)
        self._forms: dict[str, Mapping[int, frozenset[str]]] = {}

    @property
    def names(self) -> Sequence[str]:
        """What properties are asked for by: their ids and short names."""
        return [*self.by_id, *self._by_name]

    def find(self, name: str) -> Sequence[Column]:
        """Give the property of an id, or those of a short name, which are several where types use it for different paths."""
        column = self.by_id.get(name)
        return [column] if column is not None else self._by_name.get(name, ())

    def of_type(self, iri: str) -> Sequence[Column]:
        """List the properties of an entity type, each id once."""
        return list({column.id: column for column in self._by_type.get(iri, ())}.values())

    def values(self, columns: Iterable[Column], thing: NamedNode) -> list[Term]:
        """List the values that a thing has of properties, each once; the members of lists in the place of these."""
        graph = self._edition.graph
        followed = (value for column in columns for value in column.path.follow(graph, thing))
        return list(dict.fromkeys(spread(graph, followed)))

    def forms(self, column: Column) -> Mapping[int, frozenset[str]]:
        """Give the values of a property as they are compared, of each thing that has some, by number; computed once."""
        if column.id not in self._forms:
            forms: dict[int, frozenset[str]] = {}
            for number, thing in enumerate(self._things):
                values = self.values([column], thing)
                if values:
                    forms[number] = frozenset(form for value in values for form in forms_of(self._edition, value))
            self._forms[column.id] = forms
        return self._forms[column.id]


def _column(prop: Property) -> Column:
    id_ = prop.path.predicate or str(prop.path)
    return Column(id_, prop.key, prop.name, prop.description, prop.path, prop.classes)
