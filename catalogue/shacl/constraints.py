"""Constraints: what shapes demand of single nodes, asked afterwards about the few that failed, to explain why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeAlias

from catalogue.columns.sets import are_in
from catalogue.columns.table import IRI, numbers
from catalogue.edition import Edition
from catalogue.model import Shape, sh
from catalogue.near import Iris
from catalogue.reads import OBJECT
from catalogue.shacl.engine import Run
from catalogue.shacl.engine.logic import are_qualified
from catalogue.shacl.results import Result, in_stable_order
from catalogue.terms import RDF_TYPE, Literal, NamedNode, Node, Term

Classes: TypeAlias = frozenset[frozenset[str]]
"""Sets of classes, by their IRIs."""

JUDGED = "judged"
"""The look-up of whether a node conforms to a shape, and why not, as what is made of a validation notes it."""

_TEXT, _LIST, _CALLED = "text", "list", "called"
_CHOICES = frozenset({"Or", "Xone"})


class Constraints:
    """Follows the constraints of an edition's shapes.

    Args:
        edition: the catalogue.
        run: the validation.
    """

    def __init__(self, edition: Edition, run: Run) -> None:
        self.edition = edition
        self.run = run
        self.shapes = edition.shacl
        self.graph = edition.graph
        self._instances: dict[str, list[NamedNode]] = {}
        self._names: dict[Classes, Iris] = {}
        self._called: dict[str, dict[str, list[NamedNode]]] = {}
        self._offered: dict[tuple[Node, str, Term | None], Sequence[str]] = {}
        self._components = {component.node.value: component for component in self.shapes.components}
        self._texts: dict[tuple[object, ...], str] = {}
        self._lists: dict[Term, Sequence[Term]] = {}

    def shape(self, result: Result) -> Shape:
        """Give the shape that a result violates."""
        return self.shapes.shape(result.shape)

    def predicate(self, result: Result) -> NamedNode:
        """Give the parameter that declares the violated constraint; of several the first that a shape must give."""
        component = self._components.get(result.component_iri)
        return component.needed[0] if component is not None and component.needed else result.parameter

    def parameter(self, result: Result) -> Term | None:
        """Give the value of the parameter that declares the violated constraint: where that is not known, the shape's first."""
        if result.declared is not None:
            return result.declared
        return next(iter(self.shape(result).given(self.predicate(result))), None)

    def offered(self, result: Result, name: str) -> Sequence[str]:
        """List the values of a parameter that would be right: the violated one, else those of the shape and its choices.

        Args:
            result: the result.
            name: the parameter's local name, such as `datatype`.
        """
        if result.parameter == sh(name):
            violated = self.parameter(result)
            return [] if violated is None else [violated.value]
        key = result.shape, name, result.declared
        if key not in self._offered:
            shapes = self.shape(result), *self._choices(result)
            self._offered[key] = [value.value for shape in shapes for value in shape.values(name)]
        return self._offered[key]

    def classes_wanted(self, result: Result) -> Classes:
        """Give the classes that a value needs all of: one set for each choice, those of the shape itself in each."""
        own = _classes(self.shape(result))
        choices = {own | _classes(shape) for shape in self._choices(result) if _classes(shape)}
        is_choice = result.component in _CHOICES
        return frozenset(choices if choices and (is_choice or not own) else {own} if own else ())

    def _choices(self, result: Result) -> Sequence[Shape]:
        """List the alternatives of the violated constraint, or all that the shape offers where it is violated otherwise."""
        listed = self.parameter(result) if result.component in _CHOICES else None
        return self.shape(result).alternatives if listed is None else self.shapes.shapes_of_list(listed)

    def cached_text(self, about: tuple[object, ...], compute: Callable[[], str]) -> str:
        """Give a text that many results share, such as the name of a shape's property: it is made once.

        Args:
            about: what the text is about, and all that it depends on.
            compute: makes it.
        """
        reads = self.graph.reads
        reads.note(_TEXT, about)
        text = self._texts.get(about)
        if text is None:
            with reads.once(_TEXT, about):
                text = self._texts[about] = compute()
        return text

    def cached_list(self, parameter: Term, compute: Callable[[], Sequence[Term]]) -> Sequence[Term]:
        """Give the terms that a parameter stands for, computed when they are first asked for."""
        reads = self.graph.reads
        reads.note(_LIST, parameter)
        terms = self._lists.get(parameter)
        if terms is None:
            with reads.once(_LIST, parameter):
                terms = self._lists[parameter] = compute()
        return terms

    @cached_property
    def known_terms(self) -> set[str]:
        """The IRIs that are subjects or objects in the shapes and the ontology."""
        graph = self.shapes.graph
        terms = [*graph.all_subjects(), *graph.all_objects()]
        return {term.value for term in terms if isinstance(term, NamedNode)}

    def instances(self, class_: str) -> list[NamedNode]:
        """List the IRIs that are SHACL instances of a class, in their order."""
        self._note_instances(class_)
        if class_ not in self._instances:
            self._instances[class_] = [NamedNode(iri) for iri in sorted(self._iris(class_))]
        return self._instances[class_]

    def names(self, wanted: Classes) -> Iris:
        """Index the IRIs of the things that are of all classes of a set, whichever, to find which one was meant."""
        for class_ in {class_ for classes in wanted for class_ in classes}:
            self._note_instances(class_)
        if wanted not in self._names:
            self._names[wanted] = Iris(iri for classes in wanted for iri in self._iris(*sorted(classes)))
        return self._names[wanted]

    def _iris(self, *classes: str) -> list[str]:
        """List the IRIs that are SHACL instances of each of some classes, in any order: no term is made of them."""
        columns = self.run.data.columns
        nodes, *others = (self.run.data.classes.instances(self.run.number(NamedNode(class_))) for class_ in classes)
        for each in others:
            nodes = nodes[are_in(nodes, each)]
        return columns.terms.values(nodes[columns.kinds(nodes) == IRI])

    def _note_instances(self, class_: str) -> None:
        """Note the statements that say what is an instance of a class: those whose object is the class or one below it."""
        reads, columns = self.graph.reads, self.run.data.columns
        if reads.keys is not None:
            below = self.run.data.classes.below(self.run.number(NamedNode(class_)))
            reads.note_each(OBJECT, (columns.terms[number] for number in below.tolist()))

    def labelled(self, wanted: Classes, name: str) -> list[NamedNode]:
        """List the things that have a label, in small letters, and are of all classes of a set, whichever."""
        things: dict[NamedNode, None] = {}
        for first, *others in map(sorted, wanted):
            instances = [self.instances(class_) for class_ in others]
            things |= {thing: None for thing in self.called(first, name) if all(thing in each for each in instances)}
        return list(things)

    def called(self, class_: str, name: str) -> list[NamedNode]:
        """List the things of a class that have a label, in small letters."""
        reads = self.graph.reads
        reads.note(_CALLED, class_)
        if class_ not in self._called:
            with reads.once(_CALLED, class_):
                self._called[class_] = self._by_label(class_)
        return self._called[class_].get(name, [])

    def _by_label(self, class_: str) -> dict[str, list[NamedNode]]:
        things: dict[str, list[NamedNode]] = {}
        for thing in self.instances(class_):
            for label in {label.lower() for label in self.edition.own_label(thing).values()}:
                things.setdefault(label, []).append(thing)
        return things

    def values(self, shape: Node, focus: Term) -> list[Term]:
        """List the value nodes of a focus node."""
        path = self.shapes.shape(shape).path
        return [focus] if path is None else path.follow(self.graph, focus)

    def failures(self, shape: Node, node: Term) -> Iterator[Result]:
        """Find what a node violates of a shape, that of its property shapes included.

        Args:
            shape: a node shape or property shape.
            node: the focus node.
        """
        self.graph.reads.note(JUDGED, shape, node)
        for broken in self.run.violations(shape, numbers([self.run.number(node)])):  # numbers depend on what was read first
            yield from in_stable_order(self.run.results([broken]))

    def conforms(self, shape: Node, node: Term) -> bool:
        """Tell whether a node conforms to a shape."""
        self.graph.reads.note(JUDGED, shape, node)
        return bool(self.run.conforms(shape, numbers([self.run.number(node)]))[0])

    def classes(self, node: Term) -> list[str]:
        """List the classes that a node has."""
        if isinstance(node, Literal):
            return []
        return [c.value for c in self.graph.objects(node, RDF_TYPE) if isinstance(c, NamedNode)]


def _classes(shape: Shape) -> frozenset[str]:
    return frozenset(class_.value for class_ in shape.values("class"))


def qualified(constraints: Constraints, shape: Node, values: Iterable[Term]) -> list[Term]:
    """List the values that conform to the qualified value shape of a property shape.

    Args:
        constraints: where the shapes are.
        shape: the property shape.
        values: its value nodes.
    """
    asked = list(values)
    declared = constraints.shapes.shape(shape)
    for value in asked:
        for inner in (*declared.qualified, *declared.qualified_siblings):
            constraints.graph.reads.note(JUDGED, inner.node, value)
    nodes = numbers([constraints.run.number(value) for value in asked])
    suitable = are_qualified(constraints.run, declared, nodes)
    return [value for value, fits in zip(asked, suitable.tolist(), strict=True) if fits]
