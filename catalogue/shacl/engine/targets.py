"""Targets: which nodes a shape is asked about (SHACL, section 2.1.3)."""

from __future__ import annotations

from catalogue.columns.graph import Graph
from catalogue.columns.sets import union
from catalogue.columns.table import Numbers, numbers
from catalogue.shacl.engine.data import SUBCLASS, Data
from catalogue.shacl.engine.shapes import sh
from catalogue.terms import RDF_TYPE, Literal, NamedNode, Node

_CLASS = NamedNode("http://www.w3.org/2000/01/rdf-schema#Class")
_EXPLICIT = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")


def targeted(graph: Graph) -> list[Node]:
    """List the shapes that have targets, in a stable order."""
    found = {triple.subject: None for name in _EXPLICIT for triple in graph.triples(None, sh(name))}
    for kind in ("NodeShape", "PropertyShape"):
        found |= {shape: None for shape in graph.instances(sh(kind)) if is_class(graph, shape)}
    return list(found)


def is_class(graph: Graph, shape: Node) -> bool:
    """Tell whether a shape is a class too, whose instances it is about."""
    pending = [term for term in graph.objects(shape, RDF_TYPE) if not isinstance(term, Literal)]
    seen = set(pending)
    while pending:
        class_ = pending.pop()
        if class_ == _CLASS:
            return True
        above = [term for term in graph.objects(class_, SUBCLASS) if not isinstance(term, Literal) and term not in seen]
        seen.update(above)
        pending += above
    return False


def focus_nodes(graph: Graph, shape: Node, data: Data) -> Numbers:
    """Find the focus nodes of a shape, each once, ascending."""
    columns = data.columns
    found = [numbers([columns.intern(term) for term in graph.objects(shape, sh("targetNode"))])]
    classes = graph.objects(shape, sh("targetClass"))
    if is_class(graph, shape):
        classes.append(shape)
    found += [data.instances(columns.intern(class_)) for class_ in classes]
    found += [columns.forwards(columns.intern(term)).keys for term in graph.objects(shape, sh("targetSubjectsOf"))]
    found += [columns.backwards(columns.intern(term)).keys for term in graph.objects(shape, sh("targetObjectsOf"))]
    return union(*found)
