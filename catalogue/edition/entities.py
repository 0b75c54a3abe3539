"""Entities: which things a catalogue publishes, and as what."""

from __future__ import annotations

from functools import cached_property

from catalogue.columns.graph import Graph
from catalogue.model import EntityType, Model
from catalogue.terms import RDF_TYPE, NamedNode


class Entities:
    """The things of a catalogue: what is inside the base and has an entity type.

    Args:
        base: the catalogue's base.
        graph: the data.
        model: what the shapes say.
    """

    def __init__(self, base: str, graph: Graph, model: Model) -> None:
        self._base = base
        self._graph = graph
        self._model = model

    @cached_property
    def things(self) -> dict[NamedNode, EntityType]:
        """The things with their types, in the order of their IRIs."""
        classes: dict[NamedNode, list[str]] = {}
        for triple in self._graph.triples(None, RDF_TYPE):
            thing, class_ = triple.subject, triple.object
            if isinstance(thing, NamedNode) and thing.value.startswith(self._base):
                classes.setdefault(thing, []).append(class_.value if isinstance(class_, NamedNode) else "")
        types = ((thing, self._model.type_of(given)) for thing, given in classes.items())
        return {thing: type_ for thing, type_ in types if type_ is not None}

    def type_of(self, node: NamedNode) -> EntityType | None:
        """Give the entity type of an IRI; None when it is outside the base, or has none."""
        if not node.value.startswith(self._base):
            return None
        classes = self._graph.objects(node, RDF_TYPE)
        return self._model.type_of([class_.value for class_ in classes if isinstance(class_, NamedNode)])

    def instances(self, type_: EntityType) -> list[NamedNode]:
        """List the things of an entity type, in the order of their IRIs."""
        return self._instances.get(type_.iri, [])

    @cached_property
    def _instances(self) -> dict[str, list[NamedNode]]:
        instances: dict[str, list[NamedNode]] = {}
        for thing, type_ in self.things.items():
            instances.setdefault(type_.iri, []).append(thing)
        return instances
