"""Types: what entries are, as clients of reconciliation name it: the entity types, and the classes above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalogue.edition import Edition
from catalogue.messages import Text, say
from catalogue.model import EntityType
from catalogue.terms import RDF_TYPE, NamedNode


@dataclass(frozen=True)
class Type:
    """A type of entries.

    Attributes:
        id: the IRI of the class, or of the shape where an entity type has no class of its own.
        name: what it is called, by language.
        description: what it means, by language.
        short: the name of its list, by which it may be asked for too; empty where it has none.
        broader: the ids of the types directly above it.
        entity: the entity type; None of a class that only stands above some.
    """

    id: str
    name: Text
    description: Text
    short: str = ""
    broader: tuple[str, ...] = ()
    entity: EntityType | None = None

    def written(self, language: str) -> dict[str, str]:
        """Give its id and its name, as candidates have it."""
        return {"id": self.id, "name": say(self.name, language)}


class Types:
    """The types of some things.

    Args:
        edition: the catalogue.
        things: the things, by their numbers.
    """

    def __init__(self, edition: Edition, things: Sequence[NamedNode]) -> None:
        self._edition = edition
        self._known: dict[tuple[str, ...], frozenset[str]] = {}
        self.of = [self._ids(thing) for thing in things]
        """The ids of all types of each thing, those above included."""
        self._own: dict[frozenset[str], tuple[str, ...]] = {}
        self._used = used = frozenset[str]().union(*self._known.values())
        entities = [type_ for type_ in edition.model.types.values() if type_.iri in used]
        classes = [iri for iri in used if iri not in edition.model.types]
        listed = [*map(self._of_entity, entities), *map(self._of_class, sorted(classes))]
        self.by_id: Mapping[str, Type] = {type_.id: type_ for type_ in listed}
        """The types that some thing is of: entity types in their order, then the classes above them."""
        self._by_name = {type_.short: type_ for type_ in listed if type_.short} | dict(self.by_id)

    @property
    def names(self) -> Sequence[str]:
        """What types are asked for by: their ids and the names of their lists."""
        return list(self._by_name)

    @property
    def entities(self) -> Sequence[Type]:
        """The types that are entity types, in their order."""
        return [type_ for type_ in self.by_id.values() if type_.entity is not None]

    def find(self, name: str) -> Type | None:
        """Give the type that an id or the name of a list stands for, or None."""
        return self._by_name.get(name)

    def shown(self, number: int) -> Sequence[Type]:
        """Give the most special types of a thing: what it is published as."""
        ids = self.of[number]
        if ids not in self._own:
            above = {upper for id_ in ids for upper in self.above(id_) if id_ not in self.above(upper)}
            of_entities = [id_ for id_ in ids if id_ not in above and self.by_id[id_].entity is not None]
            self._own[ids] = tuple(sorted(of_entities or ids - above, key=list(self.by_id).index))
        return [self.by_id[id_] for id_ in self._own[ids]]

    def _ids(self, thing: NamedNode) -> frozenset[str]:
        """Give the ids of the types of a thing; those above are looked up once for each choice of classes."""
        edition = self._edition
        classes = [node.value for node in edition.graph.objects(thing, RDF_TYPE) if isinstance(node, NamedNode)]
        key = (*(type_.iri for type_ in edition.entities.lists_of(thing)), *classes)
        if key not in self._known:
            upper = (edition.model.superclasses(class_) for class_ in classes)
            self._known[key] = frozenset(key).union(*upper)
        return self._known[key]

    def above(self, id_: str) -> frozenset[str]:
        """Give the ids of the types above a type, as far as some thing is of them."""
        model = self._edition.model
        type_ = model.types.get(id_)
        classes = type_.classes if type_ is not None else (id_,)
        upper = frozenset[str]().union(*map(model.superclasses, classes), model.above.get(id_, ()))
        return (upper - {id_}) & self._used

    def _broader(self, id_: str) -> tuple[str, ...]:
        above = self.above(id_)
        further = {upper for each in above for upper in self.above(each) if each not in self.above(upper)}
        return tuple(sorted(above - further))

    def _of_entity(self, type_: EntityType) -> Type:
        return Type(type_.iri, type_.label, type_.description, type_.name, self._broader(type_.iri), type_)

    def _of_class(self, iri: str) -> Type:
        node, model = NamedNode(iri), self._edition.model
        return Type(iri, self._edition.label_text(node), model.comments.get(iri, {}), broader=self._broader(iri))
