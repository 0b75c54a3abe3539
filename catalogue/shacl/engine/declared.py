"""Declared values: which of several values of a parameter a result of another validator is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from catalogue.columns.table import numbers
from catalogue.shacl.engine.evaluation import NO_VALUE, CompiledShape, Constraint
from catalogue.shacl.engine.run import Run
from catalogue.shacl.results import Result, ShapesError
from catalogue.terms import Term


def with_declared(run: Run, results: Iterable[Result]) -> Iterator[Result]:
    """Give results with the value of the parameter that each is about.

    A validation report names the component and not the value: where the shape has several values, their constraints are
    evaluated again for the focus node. Results that are alike are about the violated constraints in turn.

    Args:
        run: the shapes upon the data.
        results: results that do not have it.
    """
    alike: Counter[tuple[object, ...]] = Counter()
    for result in results:
        violated = list(_violated(run, result))
        if not violated:
            yield result
            continue
        key = result.focus, result.shape, result.component_iri, str(result.path), result.value
        yield replace(result, declared=violated[alike[key] % len(violated)])
        alike[key] += 1


def _violated(run: Run, result: Result) -> Iterator[Term]:
    """Give the value that declares each constraint with such a result, as often as it has one."""
    try:
        compiled = run.shapes.shape(result.shape)
    except ShapesError:
        return
    constraints = [each for each in compiled.constraints if each.component == result.component_iri]
    for constraint in constraints:
        if constraint.declared is not None:
            count = _count(run, compiled, constraint, result) if len(constraints) > 1 else 1
            yield from [constraint.declared] * count


def _count(run: Run, compiled: CompiledShape, constraint: Constraint, result: Result) -> int:
    value = NO_VALUE if result.value is None else run.number(result.value)
    at = run.at(compiled, numbers([run.number(result.focus)]))
    return sum(violations.values.tolist().count(value) for violations in run.check(compiled, constraint, at))
