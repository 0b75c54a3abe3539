"""Shapes and the ontology: terms of the catalogue's own that a shape names and the ontology lacks."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.lists import steps
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_value
from catalogue.messages import Message
from catalogue.model import SH
from catalogue.near import nearest
from catalogue.terms import NamedNode

_OWL, _RDF, _RDFS = (
    "http://www.w3.org/2002/07/owl#",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/2000/01/rdf-schema#",
)
_CLASS_TYPES = frozenset({_OWL + "Class", _RDFS + "Class", _RDFS + "Datatype"})
_PROPERTY_TYPES = frozenset(
    {_RDF + "Property"}
    | {_OWL + name for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty", "FunctionalProperty")}
)
_NAMES = (
    "class",
    "datatype",
    "targetClass",
    "targetSubjectsOf",
    "targetObjectsOf",
    "equals",
    "disjoint",
    "lessThan",
    "lessThanOrEquals",
)


def unknown(shapes: Shapes) -> Iterator[Mistake]:
    """Find terms in the namespaces of the catalogue's ontology that it does not define, each told wherever it stands."""
    base = shapes.edition.settings.base
    classes, properties = _defined(shapes, _CLASS_TYPES), _defined(shapes, _PROPERTY_TYPES)
    own = {_namespace(iri) for iri in classes | properties if iri.startswith(base)}
    if not own:
        return
    known = {subject.value for subject in shapes.subjects()}
    for statement in _naming(shapes):
        term = statement.value
        if not isinstance(term, NamedNode) or term.value in known or _namespace(term.value) not in own:
            continue
        name = statement.predicate.value.removeprefix(SH)
        candidates = classes if name in {"class", "targetClass", "datatype"} else properties
        near = nearest(term.value, [iri for iri in candidates if _namespace(iri) == _namespace(term.value)])
        shown, offered = shapes.shown(term), shapes.shown(NamedNode(near)) if near else ""
        yield at_value(
            "unknown-model-term",
            statement,
            Wrong(
                Message("C311.not-ontology", shown=shown),
                Message("near", name=offered) if near else Message("C311.define-ontology-correct.advice"),
                shapes.written(NamedNode(near), statement.file) if near else None,
            ),
            runs=True,
        )


def _defined(shapes: Shapes, types: frozenset[str]) -> set[str]:
    return {s.value for s in shapes.subjects() if isinstance(s, NamedNode) and not shapes.types(s).isdisjoint(types)}


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _naming(shapes: Shapes) -> Iterator[Statement]:
    """List the statements that name a class or a property: by a parameter, a target, or a path."""
    yield from shapes.all(*_NAMES)
    for statement in shapes.all("path"):
        yield statement
        yield from steps(shapes, statement.value)
    for statement in shapes.all("ignoredProperties"):
        yield from shapes.members(statement.value)
