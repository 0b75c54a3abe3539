"""The engine: SHACL Core and SHACL-SPARQL, compiled and evaluated upon columns."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.columns.graph import Graph
from catalogue.model import ShapesGraph
from catalogue.shacl.engine.affected import Affected
from catalogue.shacl.engine.compiled import Compiled
from catalogue.shacl.engine.data import Data
from catalogue.shacl.engine.declared import with_declared
from catalogue.shacl.engine.plan import Plan, plan
from catalogue.shacl.engine.run import ConstraintResults, Run
from catalogue.shacl.results import Result, ShapesError, in_stable_order

__all__ = [
    "Affected",
    "Compiled",
    "ConstraintResults",
    "Data",
    "Plan",
    "Run",
    "ShapesError",
    "plan",
    "planned",
    "prepared",
    "validate",
    "violations",
    "with_declared",
]


def prepared(data: Graph, shapes: ShapesGraph) -> Run:
    """Compile shapes for data.

    Args:
        data: the statements to validate.
        shapes: the shapes and the ontology; its subclass statements count as part of the data.
    """
    return Run(shapes.graph.once(_compiled), Data(data.columns, shapes.graph.columns))


def _compiled(graph: Graph) -> Compiled:
    return Compiled(graph.once(ShapesGraph))


def planned(shapes: ShapesGraph) -> Plan:
    """Plan the evaluation of shapes, once for a graph; see `plan`."""
    return shapes.graph.once(_plan)


def _plan(graph: Graph) -> Plan:
    return plan(graph.once(ShapesGraph))


def violations(run: Run, planned: Plan) -> Iterator[ConstraintResults]:
    """Evaluate the shapes that a plan compiles upon their targets.

    Raises:
        ShapesError: the shapes are not well formed.
    """
    for shape in planned.compiled:
        yield from run.violations(shape, run.targets(shape))


def validate(data: Graph, shapes: Graph) -> list[Result]:
    """Validate data against shapes, all of which can be compiled.

    Args:
        data: the statements to validate.
        shapes: the shapes and the ontology; its subclass statements count as part of the data.

    Returns:
        The results in a stable order.

    Raises:
        ShapesError: the shapes are not well formed, or cannot all be compiled.

    >>> from catalogue.sources import parse
    >>> text = b"@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> sh:targetNode <urn:a> ; sh:path <urn:p> ; sh:minCount 2 ."
    >>> shapes = Graph("", [parse(text, "s.ttl")])
    >>> [result.component for result in validate(Graph("", [parse(b"<urn:a> <urn:p> 1 .", "a.ttl")]), shapes)]
    ['MinCount']
    """
    shapes_graph = ShapesGraph(shapes)
    planned = plan(shapes_graph)
    for shape, (inner, reason) in planned.left.items():
        raise ShapesError(f"{shape} cannot be compiled: {inner}: {reason['en']}")
    run = prepared(data, shapes_graph)
    return in_stable_order(run.results(violations(run, planned)))
