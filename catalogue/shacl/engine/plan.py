"""The plan: which shapes are compiled, which are left to pySHACL, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.columns.graph import Graph
from catalogue.errors import Text, text
from catalogue.model import read_list
from catalogue.shacl.engine.shapes import sh
from catalogue.shacl.engine.targets import targeted
from catalogue.shacl.prebinding import looks_at_graphs
from catalogue.sparql.query import query_text
from catalogue.terms import RDF_TYPE, Literal, Node, Triple

_ONE = tuple(map(sh, ("node", "property", "not", "qualifiedValueShape")))
_LISTS = tuple(map(sh, ("and", "or", "xone")))
_TARGETS = frozenset(map(sh, ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")))
_KINDS = frozenset(map(sh, ("NodeShape", "PropertyShape")))
_RECURSIVE = text("it refers to itself", "elle renvoie à elle-même")
_GRAPHS = text("its query looks at named graphs", "sa requête regarde des graphes nommés")


@dataclass(frozen=True)
class Plan:
    """How the shapes of a graph are evaluated.

    Attributes:
        compiled: the shapes with targets that are compiled with all that they refer to.
        left: those that pySHACL evaluates, each with the shape that is not compiled, and why not.
    """

    compiled: tuple[Node, ...]
    left: dict[Node, tuple[Node, Text]]

    def without_compiled(self, shapes: Iterable[Triple]) -> list[Triple]:
        """Give statements of the shapes without those by which the compiled ones have targets of their own."""
        compiled = set(self.compiled)
        return [
            triple
            for triple in shapes
            if triple.subject not in compiled
            or not (triple.predicate in _TARGETS or (triple.predicate == RDF_TYPE and triple.object in _KINDS))
        ]


def plan(graph: Graph) -> Plan:
    """Plan the evaluation of shapes.

    Args:
        graph: the shapes.
    """
    left: dict[Node, tuple[Node, Text]] = {}
    shapes = targeted(graph)
    for shape in shapes:
        reason = _reason(graph, shape, (), set())
        if reason is not None:
            left[shape] = reason
    return Plan(tuple(shape for shape in shapes if shape not in left), left)


def references(graph: Graph, shape: Node) -> list[Node]:
    """List the shapes that a shape refers to."""
    given = graph.predicates(shape)
    found = [other for name in _ONE if name in given for other in graph.objects(shape, name)]
    lists = [node for name in _LISTS if name in given for node in graph.objects(shape, name)]
    found += [member for node in lists for member in read_list(graph, node)]
    return [other for other in found if not isinstance(other, Literal)]


def _reason(graph: Graph, shape: Node, above: tuple[Node, ...], sound: set[Node]) -> tuple[Node, Text] | None:
    """Find why a shape cannot be compiled: what is wrong with it or with a shape that it refers to."""
    if shape in above:
        return shape, _RECURSIVE
    if shape in sound:
        return None
    if _looks_at_graphs(graph, shape):
        return shape, _GRAPHS
    for other in references(graph, shape):
        reason = _reason(graph, other, (*above, shape), sound)
        if reason is not None:
            return reason
    sound.add(shape)
    return None


def _looks_at_graphs(graph: Graph, shape: Node) -> bool:
    nodes = [node for node in graph.objects(shape, sh("sparql")) if not isinstance(node, Literal)]
    queries = (query for node in nodes for query in graph.objects(node, sh("select")))
    return any(looks_at_graphs(query_text(query.value)) for query in queries)
