"""Constraints: what shapes demand of single nodes, asked afterwards about the few that failed, to explain why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from catalogue.columns.table import IRI, numbers
from catalogue.edition import Edition
from catalogue.model import Shape
from catalogue.near import Iris
from catalogue.shacl.engine import Run
from catalogue.shacl.engine.logic import are_qualified
from catalogue.shacl.results import Result
from catalogue.store.expressions import holding
from catalogue.terms import RDF_TYPE, Literal, NamedNode, Node, Term


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
        self._names: dict[frozenset[str], Iris] = {}
        self._called: dict[str, dict[str, list[NamedNode]]] = {}
        self._offered: dict[tuple[Node, str], Sequence[str]] = {}
        self._texts: dict[tuple[object, ...], str] = {}

    def shape(self, result: Result) -> Shape:
        """Give the shape that a result violates."""
        return self.shapes.shape(result.shape)

    def parameter(self, result: Result) -> Term | None:
        """Give the value of the parameter that declares the violated constraint: where that is not known, the shape's first."""
        return result.declared if result.declared is not None else next(iter(self.shape(result).given(result.parameter)), None)

    def offered(self, shape: Node, name: str) -> Sequence[str]:
        """List the values of a parameter of a shape, and of the alternatives that it offers."""
        if (shape, name) not in self._offered:
            self._offered[shape, name] = [value.value for value in self.shapes.shape(shape).offered(name)]
        return self._offered[shape, name]

    def cached_text(self, about: tuple[object, ...], compute: Callable[[], str]) -> str:
        """Give a text that many results share, such as the name of a shape's property: it is made once.

        Args:
            about: what the text is about, and all that it depends on.
            compute: makes it.
        """
        text = self._texts.get(about)
        if text is None:
            text = self._texts[about] = compute()
        return text

    @cached_property
    def known_terms(self) -> set[str]:
        """The IRIs that are subjects or objects in the shapes and the ontology."""
        graph = self.shapes.graph
        terms = [*graph.all_subjects(), *graph.all_objects()]
        return {term.value for term in terms if isinstance(term, NamedNode)}

    def instances(self, class_: str) -> list[NamedNode]:
        """List the IRIs that are SHACL instances of a class, in their order."""
        if class_ not in self._instances:
            self._instances[class_] = [NamedNode(iri) for iri in sorted(self._iris(class_))]
        return self._instances[class_]

    def names(self, classes: frozenset[str]) -> Iris:
        """Index the IRIs of the things of some classes, to find which one was meant."""
        if classes not in self._names:
            self._names[classes] = Iris(iri for class_ in classes for iri in self._iris(class_))
        return self._names[classes]

    def _iris(self, class_: str) -> list[str]:
        """List the IRIs that are SHACL instances of a class, in any order: no term is made of them."""
        columns = self.graph.columns
        nodes = self.run.data.classes.instances(self.run.number(NamedNode(class_)))
        return columns.terms.values(nodes[columns.kinds(nodes) == IRI])

    def called(self, class_: str, name: str) -> list[NamedNode]:
        """List the things of a class that have a label, in small letters."""
        if class_ not in self._called:
            things = self._called[class_] = {}
            for thing in self.instances(class_):
                for label in {label.lower() for label in self.edition.own_label(thing).values()}:
                    things.setdefault(label, []).append(thing)
        return self._called[class_].get(name, [])

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
        yield from self.run.results(self.run.violations(shape, numbers([self.run.number(node)])))

    def conforms(self, shape: Node, node: Term) -> bool:
        """Tell whether a node conforms to a shape."""
        return bool(self.run.conforms(shape, numbers([self.run.number(node)]))[0])

    def classes(self, node: Term) -> list[str]:
        """List the classes that a node has."""
        if isinstance(node, Literal):
            return []
        return [c.value for c in self.graph.objects(node, RDF_TYPE) if isinstance(c, NamedNode)]

    def holds(self, expression: str) -> bool:
        """Tell whether a SPARQL expression is true."""
        return holding(expression, (), [()])[0]


def qualified(constraints: Constraints, shape: Node, values: Iterable[Term]) -> list[Term]:
    """List the values that conform to the qualified value shape of a property shape.

    Args:
        constraints: where the shapes are.
        shape: the property shape.
        values: its value nodes.
    """
    asked = list(values)
    nodes = numbers([constraints.run.number(value) for value in asked])
    suitable = are_qualified(constraints.run, constraints.shapes.shape(shape), nodes)
    return [value for value, fits in zip(asked, suitable.tolist(), strict=True) if fits]
