"""Grouping: shapes with the same targets speak of the same things, and make one entity type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from catalogue.model.properties import LABEL
from catalogue.model.shapes_graph import Shape, ShapesGraph, Target
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import NamedNode, sort_key

PLURAL = NamedNode(STANDARD_PREFIXES["skos"] + "altLabel")
"""What a shape calls several of its things."""


@dataclass(frozen=True)
class ShapeGroup:
    """The shapes with the same targets.

    Attributes:
        shapes: the shapes; those with property shapes and a label first, then in their order.
    """

    shapes: tuple[Shape, ...]

    @property
    def first(self) -> Shape:
        """The shape that speaks for all."""
        return self.shapes[0]

    @property
    def targets(self) -> tuple[Target, ...]:
        """Their targets."""
        return self.first.targets

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The classes among their targets."""
        return tuple(dict.fromkeys(target.class_.value for target in self.targets if target.class_ is not None))

    @property
    def has_classes_only(self) -> bool:
        """Whether they have no other targets than classes."""
        return all(target.class_ is not None for target in self.targets)

    @property
    def describes(self) -> bool:
        """Whether they say what their things look like: by property shapes, and a class or a label to call them by."""
        shapes = [shape for shape in self.shapes if _lays_out(shape)]
        return bool(shapes) and (bool(self.classes) or any(map(_is_labelled, shapes)))

    @property
    def properties(self) -> list[Shape]:
        """All their property shapes, with those that they take over, and those of them that are named property shapes."""
        return [each for shape in self.shapes for each in _properties(shape)]


def _properties(shape: Shape) -> Sequence[Shape]:
    if shape.is_property_shape:
        return [shape] if shape.names else []
    return shape.all_properties


def _is_labelled(shape: Shape) -> bool:
    return bool(shape.given(LABEL) or shape.given(PLURAL))


def _lays_out(shape: Shape) -> bool:
    """Whether a node shape has property shapes; those that are members of `sh:and` themselves count when they have a name."""
    if shape.is_property_shape:
        return False
    members = {each for each in shape.taken_over if each.is_property_shape and not each.names}
    return any(each not in members for each in shape.all_properties)


def _rank(shape: Shape) -> tuple[object, ...]:
    return not _lays_out(shape), not _is_labelled(shape), shape.order, sort_key(shape.node)


def groups_of(shapes: ShapesGraph) -> list[ShapeGroup]:
    """Group the shapes that are not deactivated by their targets, in a stable order."""
    by_targets: dict[frozenset[object], list[Shape]] = {}
    for shape in shapes.targeted:
        if not shape.is_deactivated:
            selection = frozenset(target.class_ or target for target in shape.targets)
            by_targets.setdefault(selection, []).append(shape)
    return [ShapeGroup(tuple(sorted(same, key=_rank))) for same in by_targets.values()]


def named(groups: Iterable[ShapeGroup]) -> dict[str, ShapeGroup]:
    """Name the groups that describe things, in a stable order.

    Returns:
        The groups by the class that is their one target; where there is none, by their first shape, or by a class. A group
        that nothing names is left out.
    """
    by_iri: dict[str, ShapeGroup] = {}
    for group in sorted((group for group in groups if group.describes), key=lambda group: len(group.targets)):
        iri = next((iri for iri in _names(group) if iri not in by_iri), None)
        if iri is not None:
            by_iri[iri] = group
    return by_iri


def _names(group: ShapeGroup) -> Iterator[str]:
    if len(group.classes) == 1:
        yield group.classes[0]
    if isinstance(group.first.node, NamedNode):
        yield group.first.node.value
    yield from group.classes


def above(groups: Mapping[str, ShapeGroup], with_superclasses: Callable[[str], frozenset[str]]) -> dict[str, tuple[str, ...]]:
    """Give the groups that validate all things of each group beside its own shapes, by what names them.

    Args:
        groups: the groups by what names them.
        with_superclasses: gives a class and the classes above it.

    Returns:
        For each group those with a class above each of its own, the nearest first; none where it targets more than classes.
    """
    upper: dict[str, list[str]] = {}
    for iri, group in groups.items():
        closures = [with_superclasses(class_) for class_ in group.classes]
        others = groups.items() if closures and group.has_classes_only else ()
        upper[iri] = [each for each, other in others if each != iri and _is_over(other.classes, closures)]
    return {iri: tuple(sorted(iris, key=lambda each: (-len(upper[each]), each))) for iri, iris in upper.items()}


def _is_over(classes: Sequence[str], closures: Iterable[frozenset[str]]) -> bool:
    return bool(classes) and all(not closure.isdisjoint(classes) for closure in closures)
