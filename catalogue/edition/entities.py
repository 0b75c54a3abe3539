"""Entities: which things a catalogue publishes, and as what."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, partial

from catalogue.columns.graph import Graph
from catalogue.columns.kept import KeptColumns
from catalogue.columns.membership import Membership
from catalogue.columns.oddities import described
from catalogue.columns.sets import are_in, mask, true_counts, union, without
from catalogue.columns.table import BLANK, IRI, Numbers, numbers
from catalogue.model import SUBCLASS, EntityType, Model, Target, are_selected, combined, selected, selected_beneath
from catalogue.names import is_inside
from catalogue.terms import NamedNode

TYPES, INSTANCES = "types", "instances"
"""The look-ups of what an IRI is published as, and of the things of a type, as what is made of an edition notes them."""

_REMEMBERED = 20_000
"""Of how many IRIs it is kept what they are published as."""


class Entities:
    """The things of a catalogue: the IRIs of its namespace that its data describes and its shapes validate.

    Args:
        namespace: what their IRIs start with.
        graph: the data.
        model: what the shapes say.
    """

    def __init__(self, namespace: str, graph: Graph, model: Model) -> None:
        self._namespace = namespace
        self._graph = graph
        self._columns = graph.columns
        self._model = model
        self._types = (*model.types.values(), *model.unlisted)
        self._published: dict[tuple[int, ...], tuple[EntityType, ...]] = {}
        self._layouts: dict[tuple[str, ...], EntityType] = {}
        self._known: dict[NamedNode, tuple[EntityType, ...]] = {}

    @cached_property
    def _membership(self) -> Membership:
        """Which of the types each described IRI is of, those above the type that it is published as included.

        It follows from that in the layer beneath and from what is stated otherwise of some terms, as long as no class has got
        others above it.
        """
        columns, classes = self._columns, self._model.classes
        kept = columns.beneath
        if kept is None or columns.number(SUBCLASS) in columns.changes.predicates:
            with self._graph.reads.paused():
                iris = described(self._graph)
            of_types = (self._selected(type_.targets) for type_ in self._types)
            return Membership([nodes[are_in(nodes, iris)] for nodes in of_types])
        before = self._membership_beneath(kept)
        touched = union(*columns.changes.ends())
        touched = touched[columns.kinds(touched) == IRI]
        touched_now = touched[are_in(touched, touched[columns.rows(0, touched)[0]])]
        sets = [[are_selected(target, classes, touched_now) for target in type_.targets] for type_ in self._types]
        return before.updated(touched, [touched_now[true_counts(masks, len(touched_now)) > 0] for masks in sets])

    def _membership_beneath(self, kept: KeptColumns) -> Membership:
        """Give the membership in the layer beneath, with the classes as they are now."""
        key = tuple(tuple(type_.targets) for type_ in self._types), self._model.classes.stated()
        return kept.once("membership", key, lambda: self._membership_in(kept))

    def _membership_in(self, kept: KeptColumns) -> Membership:
        subjects = kept.terms_at(0)
        iris = subjects[self._columns.kinds(subjects) == IRI]
        sets = (
            union(numbers(()), *(selected_beneath(target, self._model.classes, kept) for target in type_.targets))
            for type_ in self._types
        )
        return Membership([nodes[are_in(nodes, iris)] for nodes in sets])

    def _selected(self, targets: Iterable[Target]) -> Numbers:
        """Give the nodes that targets select, ascending."""
        return union(numbers(()), *(selected(target, self._model.classes) for target in targets))

    @property
    def nameless(self) -> Numbers:
        """The numbers of the blank nodes that a shape targets by their class and no triple leads to, ascending."""
        columns = self._columns
        classes = {target.class_: target for type_ in self._types for target in type_.targets if target.class_ is not None}
        nodes = self._selected(classes.values())
        blank = nodes[columns.kinds(nodes) == BLANK]
        return without(blank, columns.at(2, columns.rows(2, blank)[1]))

    @property
    def validated(self) -> Numbers:
        """The numbers of the described IRIs that any shape validates, ascending, inside the base or not."""
        return self._membership.terms

    def validated_beneath(self, kept: KeptColumns) -> Numbers:
        """Give what `validated` gives of all in the layer beneath, with the classes as they are now."""
        return self._membership_beneath(kept).terms

    def without_list(self) -> list[tuple[EntityType, list[str]]]:
        """List the things that no list has, by the types without a list that publish them; a thing may be of several.

        Returns:
            Each such type with the IRIs of its things, in their order; no type without things.
        """
        terms, listed = self._columns.terms, len(self._model.types)
        things: list[tuple[EntityType, list[str]]] = []
        for position, type_ in enumerate(self._model.unlisted, listed):
            rest = self._membership.where(partial(_is_of_no_list, position, listed))
            inside = sorted(iri for iri in terms.values(rest) if is_inside(iri, self._namespace))
            if inside:
                things.append((type_, inside))
        return things

    @cached_property
    def _numbered(self) -> Numbers:
        """The numbers of the things, in the order of their IRIs."""
        iris = self._columns.terms.values(self.validated)
        numbered = zip(iris, self.validated.tolist(), strict=True)
        return numbers(node for _, node in sorted((iri, node) for iri, node in numbered if is_inside(iri, self._namespace)))

    @cached_property
    def things(self) -> dict[NamedNode, tuple[EntityType, ...]]:
        """The things with what each is published as, in the order of their IRIs.

        What a thing is published as is the most special of its types that have lists, in the order of the types; the first is
        the primary one. Where no type with a list describes it, it is what its unlisted types are.
        """
        terms = self._columns.terms
        return {terms[node]: self._published_as(self._membership.of(node)) for node in self._numbered.tolist()}

    def types_of(self, node: NamedNode) -> tuple[EntityType, ...]:
        """Give what an IRI is published as, as `things` has it; nothing when it is no thing."""
        self._graph.reads.note(TYPES, node)
        types = self._known.get(node)
        if types is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()  # so that memory does not grow with the catalogue
            types = self._known[node] = self._found_types(node)
        return types

    def _found_types(self, node: NamedNode) -> tuple[EntityType, ...]:
        if not is_inside(node.value, self._namespace):
            return ()
        return self._published_as(self._membership.of(self._columns.number(node)))

    def lists_of(self, node: NamedNode) -> tuple[EntityType, ...]:
        """Give the types in whose lists an IRI is, those above what it is published as included."""
        self._graph.reads.note(TYPES, node)
        types = (self._types[position] for position in self._membership.of(self._graph.columns.number(node)))
        return tuple(type_ for type_ in types if type_.is_listed)

    def _published_as(self, positions: tuple[int, ...]) -> tuple[EntityType, ...]:
        if positions not in self._published:
            types = [self._types[position] for position in positions]
            listed = self._model.most_special([type_ for type_ in types if type_.is_listed])
            self._published[positions] = listed or tuple(types)
        return self._published[positions]

    def type_of(self, node: NamedNode) -> EntityType | None:
        """Give the type that lays out a thing: its primary one, with the properties of all; None when it is no thing."""
        types = self.types_of(node)
        return self.layout(types) if types else None

    def layout(self, types: tuple[EntityType, ...]) -> EntityType:
        """Give the type that lays out things of several, at least one: the first, with the properties of all."""
        key = tuple(type_.iri for type_ in types)
        if key not in self._layouts:
            self._layouts[key] = combined(types)
        return self._layouts[key]

    def members(self, type_: EntityType, among: Numbers | None = None) -> Numbers:
        """Give the numbers of the things of an entity type and of those below it, ascending.

        Args:
            type_: the type.
            among: the terms that are looked at; all when None.
        """
        self._graph.reads.note(INSTANCES, type_.iri)
        return self._inside(self._membership, type_, among)

    def members_beneath(self, type_: EntityType, kept: KeptColumns) -> Numbers:
        """Give what `members` gives of all in the layer beneath, with the classes as they are now."""
        return self._inside(self._membership_beneath(kept), type_, None)

    def _inside(self, membership: Membership, type_: EntityType, among: Numbers | None) -> Numbers:
        own = frozenset(position for position, each in enumerate(self._types) if each.iri == type_.iri)
        if among is None:
            nodes = membership.where(lambda positions: not own.isdisjoint(positions))
        else:
            nodes = among[mask(not own.isdisjoint(membership.of(node)) for node in among.tolist())]
        return nodes[mask(is_inside(iri, self._namespace) for iri in self._columns.terms.values(nodes))]

    def instances(self, type_: EntityType) -> list[NamedNode]:
        """List the things of an entity type and of those below it, in the order of their IRIs."""
        self._graph.reads.note(INSTANCES, type_.iri)
        return self._instances.get(type_.iri, [])

    @cached_property
    def _instances(self) -> dict[str, list[NamedNode]]:
        instances: dict[str, list[NamedNode]] = {}
        for thing, node in zip(self.things, self._numbered.tolist(), strict=True):
            for position in self._membership.of(node):
                instances.setdefault(self._types[position].iri, []).append(thing)
        return instances


def _is_of_no_list(position: int, listed: int, positions: tuple[int, ...]) -> bool:
    """Tell of the positions of types that a thing is of whether one is among them, and none of the first, which have lists."""
    return position in positions and positions[0] >= listed
