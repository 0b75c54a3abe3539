"""Asked: the properties whose values must be described, because the shapes ask for a class or a shape of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from catalogue.closure import closure
from catalogue.columns.sets import union
from catalogue.columns.table import Numbers, numbers
from catalogue.model.classes import Classes
from catalogue.model.literals import number
from catalogue.model.paths import Path
from catalogue.model.shapes_graph import Shape, ShapesGraph
from catalogue.model.targets import focus_nodes


class Asked:
    """Which values the shapes ask to be described.

    Args:
        shapes: the shapes.
        classes: the classes of the data.
    """

    def __init__(self, shapes: ShapesGraph, classes: Classes) -> None:
        self._shapes = [shape for shape in shapes.targeted if not shape.is_deactivated]
        self._classes = classes

    def of(self, subject: int, predicate: str) -> bool:
        """Tell whether the value of a property of a subject must be described.

        A subject that no shape targets may be a value that is checked with an entry: there each shape counts.

        Args:
            subject: the subject's number in the data.
            predicate: the property's IRI.
        """
        if subject in self._targeted:
            return any(subject in subjects for subjects in self._by_predicate.get(predicate, ()))
        return predicate in self._anywhere

    @cached_property
    def _focus_nodes(self) -> list[tuple[Shape, Numbers]]:
        return [(shape, focus_nodes(shape, self._classes)) for shape in self._shapes]

    @cached_property
    def _targeted(self) -> frozenset[int]:
        return frozenset(union(numbers(()), *(nodes for _, nodes in self._focus_nodes)).tolist())

    @cached_property
    def _by_predicate(self) -> dict[str, list[frozenset[int]]]:
        """The focus nodes of the shapes that ask it, by the property that they ask it of."""
        by_predicate: dict[str, list[frozenset[int]]] = {}
        for shape, nodes in self._focus_nodes:
            properties = (shape, *shape.all_properties)
            predicates = {iri for each in properties if _asks(each) for iri in _predicates(each)}
            subjects = frozenset(nodes.tolist()) if predicates else frozenset()
            for predicate in predicates:
                by_predicate.setdefault(predicate, []).append(subjects)
        return by_predicate

    @cached_property
    def _anywhere(self) -> frozenset[str]:
        """The properties that any shape asks it of, those of shapes for values included."""
        shapes = closure(self._shapes, lambda shape: () if shape.is_deactivated else shape.references)
        return frozenset(iri for shape in shapes if _asks(shape) for iri in _predicates(shape))


def _predicates(shape: Shape) -> Sequence[str]:
    """List the predicates that lead to the value nodes of a property shape."""
    return tuple(_last(shape.path)) if shape.path is not None else ()


def _last(path: Path) -> Iterator[str]:
    """List the predicates of a path's last step; none of a step backwards, whose end has a triple of its own."""
    if path.kind == "predicate":
        yield path.iri
    elif path.kind != "inverse":
        for part in path.parts[-1:] if path.kind == "sequence" else path.parts:
            yield from _last(part)


def _asks(shape: Shape, within: frozenset[Shape] = frozenset()) -> bool:
    """Tell whether a shape asks that its value nodes be described: no IRI without a triple of its own could conform."""
    if shape.is_deactivated or shape in within:
        return False
    inner = within | {shape}
    if shape.values("class"):
        return True
    if any(_asks_node(node, inner) for node in shape.shapes("node")):
        return True
    if any(_asks_node(member, inner) for members in shape.shape_lists("and") for member in members):
        return True
    choices = (members for name in ("or", "xone") for members in shape.shape_lists(name))
    return any(members and all(_asks_node(member, inner) for member in members) for members in choices)


def _asks_node(shape: Shape, within: frozenset[Shape]) -> bool:
    """Tell whether a shape that value nodes must conform to asks that they be described: it is an entry's, or needs values."""
    if shape.is_deactivated:
        return False
    needed = any(number(each.value("minCount")) > 0 for each in shape.all_properties)
    return needed or bool(shape.targets) or _asks(shape, within)
