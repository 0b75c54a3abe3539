"""The engine: SHACL Core and SHACL-SPARQL, compiled and evaluated upon columns."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.columns.graph import Graph
from catalogue.isolation.aside import Aside
from catalogue.model import ShapesGraph
from catalogue.shacl.engine.affected import Affected
from catalogue.shacl.engine.compiled import Compiled
from catalogue.shacl.engine.data import Data
from catalogue.shacl.engine.declared import with_declared
from catalogue.shacl.engine.failures import Failure
from catalogue.shacl.engine.run import ConstraintResults, Run
from catalogue.shacl.results import Result, ShapesError, in_stable_order

__all__ = [
    "Affected",
    "Compiled",
    "ConstraintResults",
    "Data",
    "Failure",
    "Run",
    "ShapesError",
    "prepared",
    "validate",
    "violations",
    "with_declared",
]


def prepared(data: Graph, shapes: ShapesGraph, aside: Aside | None = None) -> Run:
    """Compile shapes for data.

    Args:
        data: the statements to validate.
        shapes: the shapes and the ontology; its subclass statements count as part of the data.
        aside: the worker that evaluates queries of constraints; None where this process does, without limits.
    """
    return Run(shapes.graph.once(_compiled), Data(data.columns, shapes.graph.columns), aside)


def _compiled(graph: Graph) -> Compiled:
    return Compiled(graph.once(ShapesGraph))


def violations(run: Run) -> Iterator[ConstraintResults]:
    """Evaluate all shapes upon their targets; constraints that cannot be evaluated are in the failures of the run then."""
    for shape in run.shapes.graph.targeted:
        yield from run.violations(shape.node, run.targets(shape.node))


def validate(data: Graph, shapes: Graph) -> list[Result]:
    """Validate data against shapes, all of whose constraints can be evaluated.

    Args:
        data: the statements to validate.
        shapes: the shapes and the ontology; its subclass statements count as part of the data.

    Returns:
        The results in a stable order.

    Raises:
        ShapesError: a constraint cannot be evaluated.

    >>> from catalogue.sources import parse
    >>> text = b"@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> sh:targetNode <urn:a> ; sh:path <urn:p> ; sh:minCount 2 ."
    >>> shapes = Graph("", [parse(text, "s.ttl")])
    >>> [result.component for result in validate(Graph("", [parse(b"<urn:a> <urn:p> 1 .", "a.ttl")]), shapes)]
    ['MinCount']
    """
    run = prepared(data, ShapesGraph(shapes))
    results = in_stable_order(run.results(violations(run)))
    for failure in run.failures:
        raise ShapesError(f"{failure.shape}: {failure.parameter} was not evaluated: {failure.reason['en']}")
    return results
