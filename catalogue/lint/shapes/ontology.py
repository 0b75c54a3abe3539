"""Shapes and the ontology: terms of the catalogue's own that a shape names and the ontology lacks."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.lint.naming import suggestion
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.lists import steps
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_value
from catalogue.messages import Message
from catalogue.model import sh
from catalogue.model.vocabulary import OWL, OWL_CLASS, RDFS, RDFS_CLASS
from catalogue.names import namespace_of
from catalogue.near import Iris
from catalogue.terms import RDF, NamedNode

_CLASS_TYPES = (OWL_CLASS, RDFS_CLASS, NamedNode(RDFS + "Datatype"))
_PROPERTY_TYPES = (
    NamedNode(RDF + "Property"),
    *(NamedNode(f"{OWL}{name}Property") for name in ("Object", "Datatype", "Annotation", "Functional")),
)
_CLASS_NAMES = ("class", "datatype", "targetClass")
_PROPERTY_NAMES = ("targetSubjectsOf", "targetObjectsOf", "equals", "disjoint", "lessThan", "lessThanOrEquals")


def unknown(shapes: Shapes) -> Iterator[Mistake]:
    """Find terms in the namespaces of the catalogue's ontology that it does not define, each reported wherever it stands."""
    classes, properties = _defined(shapes, *_CLASS_TYPES), _defined(shapes, *_PROPERTY_TYPES)
    own = {namespace_of(iri) for iri in classes | properties if shapes.edition.settings.owns(iri)}
    if not own:
        return
    of_classes = set(map(sh, _CLASS_NAMES))
    for statement in _naming(shapes):
        term = statement.value
        if isinstance(term, NamedNode) and not shapes.about(term) and namespace_of(term.value) in own:
            yield _undefined(shapes, statement, term, classes if statement.predicate in of_classes else properties)


def _defined(shapes: Shapes, *types: NamedNode) -> set[str]:
    return {node.value for node in shapes.subjects() if isinstance(node, NamedNode) and shapes.is_a(node, *types)}


def _naming(shapes: Shapes) -> Iterator[Statement]:
    """List the statements that name a class or a property: by a parameter, a target, or a path."""
    yield from shapes.all(*_CLASS_NAMES, *_PROPERTY_NAMES)
    for statement in shapes.all("path"):
        yield statement
        yield from steps(shapes, statement.value)
    for statement in shapes.all("ignoredProperties"):
        yield from shapes.members(statement.value)


def _undefined(shapes: Shapes, statement: Statement, term: NamedNode, defined: set[str]) -> Mistake:
    iri = Iris(iri for iri in defined if namespace_of(iri) == namespace_of(term.value)).nearest(term.value)
    near, shown = NamedNode(iri) if iri else None, shapes.shown(term)
    wrong = Wrong(
        Message("C311.not-ontology", term=shown),
        suggestion(
            shapes.edition,
            near,
            Message("C311.define-ontology-correct.advice"),
        ),
        shapes.written(near, statement.file) if near else None,
    )
    return at_value("unknown-model-term", statement, wrong, runs=True)
