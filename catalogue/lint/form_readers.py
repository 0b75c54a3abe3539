"""Form readers: the constraints that may judge the values of a property by their lexical forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from catalogue.closure import closure
from catalogue.columns.graph import Graph
from catalogue.model import Path, Shape, ShapesGraph, sh
from catalogue.model.executables import Executable
from catalogue.model.shapes_graph import TargetKind
from catalogue.shacl.patterns import patterns
from catalogue.shacl.prebinding import with_path
from catalogue.sparql.query import query_text
from catalogue.sparql.tokens import unmatched
from catalogue.terms import NamedNode, Node

_OF_FORM = ("pattern", "in", "hasValue", "minLength", "maxLength", "sparql")
"""The parameters by which a shape asks for a lexical form."""

_PAIRS = (sh("equals"), sh("disjoint"))
"""The parameters that compare the terms of two properties."""


class FormReaders:
    """Tells of which properties the shapes look at lexical forms; in doubt they do.

    Args:
        shapes: the shapes.
    """

    def __init__(self, shapes: ShapesGraph) -> None:
        self._shapes = shapes

    def ask_for_form(self, property_: NamedNode) -> bool:
        """Tell whether a shape that judges the values of a property asks for a lexical form, or has a query."""
        return any(self._is_of_form(shape) for shape in self._judging(property_))

    def may_see_form(self, property_: NamedNode) -> bool:
        """Tell whether a query, or a comparison of terms, may give another result for another form of a value."""
        if self._queried is None or property_.value in self._queried:
            return True
        graph = self._shapes.graph
        return any(graph.subjects(pair, property_) for pair in _PAIRS) or any(
            shape.given(pair) for shape in self._judging(property_) for pair in _PAIRS
        )

    def _judging(self, property_: NamedNode) -> Iterator[Shape]:
        """List the shapes whose value nodes the values of a property may be, with those that they refer to."""
        targeted = (
            shape
            for shape in self._shapes.targeted
            if any(target.kind is TargetKind.OBJECTS_OF and target.term == property_ for target in shape.targets)
        )
        starts = [*self._by_predicate.get(property_.value, ()), *targeted]
        active = [shape for shape in starts if not shape.is_deactivated]
        yield from closure(active, lambda shape: [each for each in shape.references if not each.is_deactivated])

    @cached_property
    def _by_predicate(self) -> dict[str, list[Shape]]:
        """The property shapes, by the predicates of their paths."""
        shapes: dict[str, list[Shape]] = {}
        for triple in self._shapes.graph.triples(None, sh("path")):
            shape = self._shapes.shape(triple.subject)
            for iri in _predicates(shape.path) if shape.path is not None else ():
                shapes.setdefault(iri, []).append(shape)
        return shapes

    def _is_of_form(self, shape: Shape) -> bool:
        of_components = (path for component in self._shapes.components for path in component.needed)
        return any(shape.given(predicate) for predicate in (*map(sh, _OF_FORM), *of_components))

    @cached_property
    def _queried(self) -> frozenset[str] | None:
        """The predicates that the queries of constraints and validators look at; None when one may look at any."""
        queried: set[str] = set()
        for executable, shape in self._executables():
            looked_at = _looked_at(executable, shape.path)
            if looked_at is None:
                return None
            queried |= looked_at
        return frozenset(queried)

    def _executables(self) -> Iterator[tuple[Executable, Shape]]:
        """List the queries with the shapes that they are of."""
        graph = self._shapes.graph
        for shape in map(self._shapes.shape, _subjects(graph, sh("sparql"))):
            yield from ((executable, shape) for executable in shape.sparql_constraints if not executable.is_deactivated)
        for component in self._shapes.components:
            for shape in map(self._shapes.shape, _subjects(graph, *component.needed[:1])):
                validator = component.validator(on_property=shape.is_property_shape)
                if validator is not None:
                    yield validator, shape


def _subjects(graph: Graph, *predicates: NamedNode) -> Iterable[Node]:
    return dict.fromkeys(triple.subject for predicate in predicates for triple in graph.triples(None, predicate))


def _looked_at(executable: Executable, path: Path | None) -> set[str] | None:
    """Give the predicates that a query looks at; None when it may look at any, or cannot be read."""
    text = executable.select or executable.ask
    if text is None:
        return set()
    query = with_path(query_text(text), str(path or ""))
    looked_at = patterns(query, query.names("", executable.prefixes), ()) if unmatched(query.tokens) is None else None
    if looked_at is None or any(pattern.verb is None for pattern in looked_at):
        return None
    return {iri for pattern in looked_at if pattern.verb is not None for iri in _predicates(pattern.verb)}


def _predicates(path: Path) -> Iterator[str]:
    """List the predicates in a path."""
    if path.iri:
        yield path.iri
    for part in path.parts:
        yield from _predicates(part)
