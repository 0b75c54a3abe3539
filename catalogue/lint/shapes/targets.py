"""Targets: shapes that are never used, and targets that match nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from catalogue.lint.kinds import Severity
from catalogue.lint.naming import suggestion
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_subject, at_value
from catalogue.messages import Message, Text
from catalogue.model import SH, SUBCLASS, sh
from catalogue.model.vocabulary import CLASSES_OF_CLASSES, TARGETS
from catalogue.names import namespace_of
from catalogue.near import Iris
from catalogue.terms import RDF_TYPE, BlankNode, Literal, NamedNode, Node, Term


def unused(shapes: Shapes) -> Iterator[Mistake]:
    """Find shapes without a target that nothing refers to."""
    for shape in shapes.shapes:
        if shapes.about(shape) and not _is_used(shapes, shape) and not shapes.is_a(shape, "Parameter", "ConstraintComponent"):
            wrong = Wrong(_never_used(shapes, shape), Message("lint.shapes.give-target-sh-targetclass-refer"))
            yield at_subject("no-target", shape, shapes.file_of(shape), wrong)


def _is_used(shapes: Shapes, shape: Node) -> bool:
    """Whether a shape has a target, is referred to, or is deactivated."""
    return (
        shapes.is_a(shape, *CLASSES_OF_CLASSES)
        or not shapes.given(shape).keys().isdisjoint((*TARGETS, "target", "targetWhere"))
        or any(use.subject != shape and use.predicate != RDF_TYPE for use in shapes.uses(shape))
        or shapes.graph.shape(shape).is_deactivated
        or _names_a_link(shapes, shape)
    )


def _names_a_link(shapes: Shapes, shape: Node) -> bool:
    """Whether a shape names the links that arrive by a property: it has an inverse path and a name, and asks nothing."""
    read = shapes.graph.shape(shape)
    is_inverse = read.path is not None and read.path.inverse is not None
    return is_inverse and bool(read.names) and not read.parameters


def _never_used(shapes: Shapes, shape: Node) -> Text:
    if isinstance(shape, BlankNode):
        return Message("C302.shape-never-used-no-target")
    return Message("C302.named-shape-never-used-no-target", name=shapes.shown(shape))


def empty(shapes: Shapes) -> Iterator[Mistake]:
    """Find targets that match nothing in the data; a term that nothing knows, but that is like a known one, is a warning."""
    data = _Data(shapes)
    for shape in shapes.shapes:
        if not _forbids(shapes, shape):
            yield from _empty_class(shapes, data, shape)
            for name in TARGETS:
                for statement in shapes.of(shape, name):
                    if isinstance(statement.value, NamedNode) and not data.matches(name, statement.value):
                        yield _empty(shapes, data, statement, name)


def _empty_class(shapes: Shapes, data: _Data, shape: Node) -> Iterator[Mistake]:
    """Find a class that is a shape too, and has no instances."""
    if isinstance(shape, NamedNode) and shapes.is_a(shape, *CLASSES_OF_CLASSES) and not data.has_instances(shape):
        wrong = Wrong(_no_match("targetClass", shapes.shown(shape)), _CHECKS_NOTHING)
        for typed in [statement for statement in shapes.all_about(shape) if statement.value in CLASSES_OF_CLASSES][:1]:
            yield at_value("empty-target", typed, wrong)


def _forbids(shapes: Shapes, shape: Node) -> bool:
    """Whether nothing can conform to a shape, or it allows no value of what it targets: it is there to match nothing."""
    if any(_is_anything(shapes, statement.value) for statement in shapes.of(shape, "not")):
        return True
    targeted = {statement.value for statement in shapes.of(shape, "targetSubjectsOf")}
    nested = [shape, *(statement.value for statement in shapes.of(shape, "property"))]
    forbidden = {shapes.value(node, "path") for node in nested if _is_zero(shapes.value(node, "maxCount"))}
    return bool(targeted & forbidden)


def _is_anything(shapes: Shapes, shape: Term) -> bool:
    """Whether every node that is no literal conforms to a shape."""
    constraints = {(each.predicate, each.value) for each in shapes.all_about(shape) if each.predicate != RDF_TYPE}
    return not isinstance(shape, Literal) and constraints <= {(sh("nodeKind"), sh("BlankNodeOrIRI"))}


def _is_zero(term: Term | None) -> bool:
    return isinstance(term, Literal) and term.value == "0"


_CHECKS_NOTHING = Message("lint.shapes.shape-checks-nothing-yet")


def _no_match(name: str, shown: str) -> Text:
    if name == "targetClass":
        return Message("lint.shapes.class", shown=shown)
    if name == "targetNode":
        return Message("lint.shapes.node", shown=shown)
    return Message("lint.shapes.property", shown=shown)


def _empty(shapes: Shapes, data: _Data, statement: Statement, name: str) -> Mistake:
    message = _no_match(name, shapes.shown(statement.value))
    near = data.near(name, statement)
    if near is None:
        return at_value("empty-target", statement, Wrong(message, _CHECKS_NOTHING))
    wrong = Wrong(message, suggestion(shapes.edition, near, _CHECKS_NOTHING), shapes.written(near, statement.file))
    severity = Severity.INFO if name == "targetNode" else Severity.WARNING
    return at_value("empty-target", statement, wrong, severity=severity)


class _Data:
    """What the data uses, looked up when it is first asked for."""

    def __init__(self, shapes: Shapes) -> None:
        self._graph = shapes.edition.graph
        self._shapes = shapes

    @cached_property
    def _predicates(self) -> set[NamedNode]:
        return set(self._graph.all_predicates())

    @cached_property
    def _classes(self) -> set[Term]:
        """The classes that have instances, and the classes above them."""
        classes: set[Term] = {class_ for class_ in self._graph.values_of(RDF_TYPE) if not isinstance(class_, BlankNode)}
        pending = list(classes)
        while pending:
            class_ = pending.pop()
            above: list[Term] = [statement.value for statement in self._shapes.about(class_).get(SUBCLASS, [])]
            above += self._graph.objects(class_, SUBCLASS) if isinstance(class_, NamedNode) else []
            pending += [upper for upper in above if upper not in classes]
            classes.update(above)
        return classes

    def has_instances(self, class_: Term) -> bool:
        """Whether something in the data is of a class, or of one beneath it."""
        return class_ in self._classes

    def matches(self, name: str, term: NamedNode) -> bool:
        """Whether a target of this sort matches a node."""
        if name == "targetClass":
            return self.has_instances(term)
        if name == "targetNode":
            return bool(self._graph.files_of(term)) or bool(self._shapes.about(term))
        return term in self._predicates

    def near(self, name: str, target: Statement) -> NamedNode | None:
        """Give the known term of the same namespace that may be meant by a target which nothing knows, or None."""
        iri, known = target.value.value, self._known(name)
        if iri in known or self._is_defined(target.value):
            return None
        namespace = namespace_of(iri)
        near = Iris(other for other in known if namespace_of(other) == namespace).nearest(iri)
        return NamedNode(near) if near else None

    def _known(self, name: str) -> set[str]:
        """List the classes, properties or nodes that the data uses or the shapes files define."""
        if name == "targetNode":
            return {subject.value for subject in self._graph.all_subjects()}
        used = self._classes if name == "targetClass" else self._predicates
        shapes = self._shapes
        defined = {node.value for node in shapes.subjects() if isinstance(node, NamedNode) and node not in shapes.shapes}
        return {term.value for term in used} | defined

    def _is_defined(self, term: Term) -> bool:
        """Whether the shapes files describe a target, or use it elsewhere."""
        uses = self._shapes.uses(term)
        return bool(self._shapes.about(term)) or any(not use.predicate.value.startswith(SH + "target") for use in uses)
