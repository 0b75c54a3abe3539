"""Targets: shapes that are never used, and targets that match nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from catalogue.columns.graph import Graph
from catalogue.lint.kinds import KINDS, Severity
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_value
from catalogue.messages import Message, Text
from catalogue.model import SH, SUBCLASS, is_true, sh
from catalogue.model.vocabulary import RDFS_CLASS, TARGETS
from catalogue.near import nearest
from catalogue.terms import RDF_TYPE, BlankNode, Literal, NamedNode, Node, Term

_OWL_CLASS = "http://www.w3.org/2002/07/owl#Class"


def unused(shapes: Shapes) -> Iterator[Mistake]:
    """Find shapes without a target that nothing refers to."""
    for shape in shapes.shapes:
        about = shapes.about(shape)
        if not about or _has_target(shapes, shape) or shapes.is_a(shape, "Parameter", "ConstraintComponent"):
            continue
        if any(use.subject != shape and use.predicate != RDF_TYPE for use in shapes.uses(shape)):
            continue
        if any(is_true(statement.value) for statement in shapes.said(shape, "deactivated")):
            continue
        name = f" {shapes.shown(shape)}" if isinstance(shape, NamedNode) else ""
        yield Mistake(
            KINDS["no-target"],
            shape,
            None,
            None,
            shapes.file_of(shape),
            Message("C302.shape-never-used-no-target", name=name),
            _target_advice(shapes, shape),
        )


def _has_target(shapes: Shapes, shape: Node) -> bool:
    if RDFS_CLASS.value in shapes.types(shape):
        return True
    return any(shapes.said(shape, name) for name in (*TARGETS, "target", "targetWhere"))


def _target_advice(shapes: Shapes, shape: Node) -> Text:
    if _OWL_CLASS in shapes.types(shape):
        return Message("lint.shapes.class-own-target-only-when")
    return Message("lint.shapes.give-target-sh-targetclass-refer")


def empty(shapes: Shapes) -> Iterator[Mistake]:
    """Find targets that match nothing in the data; a term that nothing knows, but that is like a known one, is a warning."""
    data = _Data(shapes)
    for shape in shapes.shapes:
        if _forbids(shapes, shape):
            continue
        if isinstance(shape, NamedNode) and RDFS_CLASS.value in shapes.types(shape) and not data.has_instances(shape):
            typed = next((s for g in shapes.about(shape).values() for s in g if s.value == RDFS_CLASS), None)
            if typed:
                yield at_value("empty-target", typed, Wrong(*_words(shapes, shape, "class")))
        for name in TARGETS:
            for statement in shapes.said(shape, name):
                if isinstance(statement.value, NamedNode) and not data.matches(name, statement.value):
                    yield _empty(shapes, data, statement, name)


def _forbids(shapes: Shapes, shape: Node) -> bool:
    """Whether nothing can conform to a shape, or it allows no value of what it targets: it is there to match nothing."""
    if any(_is_anything(shapes, statement.value) for statement in shapes.said(shape, "not")):
        return True
    targeted = {statement.value for statement in shapes.said(shape, "targetSubjectsOf")}
    nested = [shape, *(statement.value for statement in shapes.said(shape, "property"))]
    forbidden = {shapes.value(node, "path") for node in nested if _is_zero(shapes.value(node, "maxCount"))}
    return bool(targeted & forbidden)


def _is_anything(shapes: Shapes, shape: Term) -> bool:
    """Whether every node that is no literal conforms to a shape."""
    said = {statement for group in shapes.about(shape).values() for statement in group if statement.predicate != RDF_TYPE}
    return all(s.predicate == sh("nodeKind") and s.value == sh("BlankNodeOrIRI") for s in said) and not isinstance(
        shape, Literal
    )


def _is_zero(term: Term | None) -> bool:
    return isinstance(term, Literal) and term.value == "0"


def _empty(shapes: Shapes, data: _Data, statement: Statement, name: str) -> Mistake:
    term = statement.value
    known = data.known(name)
    near = None if term.value in known or data.defines(shapes, statement) else nearest(term.value, _alike(term, known))
    message, advice = _words(shapes, term, {"targetClass": "class", "targetNode": "node"}.get(name, "property"))
    if near is None:
        return at_value("empty-target", statement, Wrong(message, advice))
    offered = shapes.shown(NamedNode(near))
    advice = Message("near", name=offered)
    written = shapes.written(NamedNode(near), statement.file)
    severity = Severity.INFO if name == "targetNode" else Severity.WARNING
    return at_value("empty-target", statement, Wrong(message, advice, written), severity=severity)


def _alike(term: Term, known: set[str]) -> set[str]:
    """Keep the terms of the same namespace: elsewhere likeness means nothing."""
    namespace = _namespace(term.value)
    return {
        iri for iri in known if _namespace(iri) == namespace and _close(iri[len(namespace) :], term.value[len(namespace) :])
    }


def _close(name: str, other: str) -> bool:
    return nearest(name, [other]) is not None


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _words(shapes: Shapes, term: Term, what: str) -> tuple[Text, Text]:
    shown = shapes.shown(term)
    message = {
        "class": Message("lint.shapes.class", shown=shown),
        "property": Message("lint.shapes.property", shown=shown),
        "node": Message("lint.shapes.node", shown=shown),
    }[what]
    return message, Message("lint.shapes.shape-checks-nothing-yet")


class _Data:
    """What the data uses, looked up when it is first asked for."""

    def __init__(self, shapes: Shapes) -> None:
        self._graph: Graph = shapes.edition.graph
        self._shapes = shapes

    @cached_property
    def _predicates(self) -> set[NamedNode]:
        return set(self._graph.all_predicates())

    @cached_property
    def _classes(self) -> set[Term]:
        """The classes that have instances, and the classes above them."""
        found: set[Term] = {class_ for class_ in self._graph.values_of(RDF_TYPE) if not isinstance(class_, BlankNode)}
        pending = list(found)
        while pending:
            class_ = pending.pop()
            above = [s.value for s in self._shapes.about(class_).get(SUBCLASS.value, [])]
            above += self._graph.objects(class_, SUBCLASS) if isinstance(class_, NamedNode) else []
            pending += [upper for upper in above if upper not in found]
            found.update(above)
        return found

    def has_instances(self, class_: Term) -> bool:
        """Whether something in the data is of a class, or of one beneath it."""
        return class_ in self._classes

    def matches(self, name: str, term: NamedNode) -> bool:
        """Whether a target of this sort finds a node."""
        if name == "targetClass":
            return self.has_instances(term)
        if name == "targetNode":
            return bool(self._graph.files_of(term)) or bool(self._shapes.about(term))
        return term in self._predicates

    def known(self, name: str) -> set[str]:
        """List the classes, properties or nodes that the data uses or the shapes files define."""
        if name == "targetNode":
            return {subject.value for subject in self._graph.all_subjects()}
        used = self._classes if name == "targetClass" else self._predicates
        defined = {s.value for s in self._shapes.subjects() if isinstance(s, NamedNode) and s not in self._shapes.shapes}
        return {term.value for term in used} | defined

    def defines(self, shapes: Shapes, statement: Statement) -> bool:
        """Whether the shapes files say something of a target, or use it elsewhere."""
        term = statement.value
        elsewhere = [use for use in shapes.uses(term) if not use.predicate.value.startswith(SH + "target")]
        return bool(shapes.about(term)) or bool(elsewhere)
