"""Against the shapes: the findings that are results of the validation, each worded and placed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from catalogue.errors import Place
from catalogue.lint.apart import made_by_several
from catalogue.lint.explain import Explainer
from catalogue.lint.findings import Finding
from catalogue.lint.fixes import Editing, missing_value_fixes, value_fixes
from catalogue.lint.kinds import KINDS, Severity
from catalogue.lint.naming import shown
from catalogue.lint.places import Places
from catalogue.lint.standing import written_result
from catalogue.lint.tracing import Origin, Trace
from catalogue.lint.unplaced import iri_of
from catalogue.lint.validation import Validation, severity_of
from catalogue.lint.wording import kind_name, wording
from catalogue.messages import Message
from catalogue.model import sh
from catalogue.shacl.constraints import Constraints
from catalogue.shacl.engine import ShapesError
from catalogue.shacl.results import Result
from catalogue.terms import Literal, Term


def against_shapes(
    validation: Validation,
    trace: Trace | None,
    only: frozenset[str] | None,
    places: Places | None = None,
    jobs: int | None = None,
) -> Iterator[Finding]:
    """Give the findings of a validation, but those that stand.

    Args:
        validation: the validation.
        trace: notes what they rest upon; None where nobody asks.
        only: report those in these files only; all when None.
        places: finds their places; one of its own when None.
        jobs: how many processes make them where there are many; as many as there are processors when None.
    """
    edition = validation.edition
    places = places or Places(edition)
    editing = Editing(places)
    constraints = Constraints(edition, validation.run)
    explainer = Explainer(constraints, places)
    try:
        results = validation.results(partial(_in_files, only=only, explainer=explainer, places=places))
    except ShapesError as error:
        validation.scope.is_complete = False
        yield Finding(
            KINDS["shapes"],
            Severity.VIOLATION,
            Place(edition.settings.folders.shapes),
            Message("C208.shapes-not-well-formed", error=error),
        )
        return
    except TimeoutError:
        validation.scope.is_complete = False
        yield Finding(
            KINDS["not-evaluated"],
            Severity.VIOLATION,
            Place(edition.settings.folders.shapes),
            Message("C313.late", seconds=validation.options.timeout),
            Message("C313.late.advice"),
        )
        return
    yield from _not_evaluated(validation, places)
    if validation.outdated is not None:
        results = validation.outdated.changed(results, validation.origin)
    places.expect(result.focus for result in results if not isinstance(result.focus, Literal))
    worded = Worded(constraints, explainer, editing)
    for finding, origin in made_by_several(results, partial(_traced, worded, validation, trace), edition.graph, jobs):
        if trace is not None and origin is not None:
            trace.keep(finding, origin)
        yield finding


def _traced(worded: Worded, validation: Validation, trace: Trace | None, result: Result) -> tuple[Finding, Origin | None]:
    """Give the finding that a result is, and where it comes from; None for that where nobody asks."""
    if trace is None:
        return worded.finding(result), None
    with trace.noted() as keys:
        finding = worded.finding(result)
    shape, target = validation.origin(result)
    return finding, Origin(trace.plain(keys), shape, target, written_result(result))


class Worded(NamedTuple):
    """What makes findings of results."""

    constraints: Constraints
    explainer: Explainer
    editing: Editing

    def finding(self, result: Result) -> Finding:
        """Give the finding that a result is."""
        constraints, explainer, editing = self
        return Finding(
            KINDS[kind_name(result)],
            severity_of(result),
            explainer.place(result),
            wording(constraints, result),
            explainer.advice(result),
            focus=iri_of(result.focus),
            shape=iri_of(result.shape),
            notes=tuple(explainer.notes(result)),
            related=tuple(explainer.related(result)),
            fixes=tuple(
                missing_value_fixes(constraints, editing, result)
                if result.component == "MinCount"
                else value_fixes(constraints, editing, explainer.statement(result), result)
            ),
            path=result.predicate.value if result.predicate is not None else "",
            value=result.value,
            result=result,
        )


def _not_evaluated(validation: Validation, places: Places) -> Iterator[Finding]:
    """Report the constraints that could not be evaluated, each where it is declared."""
    for failure in validation.failures:
        yield Finding(
            KINDS["not-evaluated"],
            KINDS["not-evaluated"].severity,
            _place_of_query(failure.value, places) or places.find(failure.shape, failure.parameter, failure.value),
            Message("C313.not-evaluated", parameter=shown(validation.edition, failure.parameter), reason=failure.reason),
            Message("C313.others-were.advice"),
            path=failure.parameter.value,
            value=failure.value,
            shape=iri_of(failure.shape),
        )


def _place_of_query(constraint: Term | None, places: Places) -> Place | None:
    """Find the query of a SPARQL-based constraint; None for any other value of a parameter."""
    if constraint is None or isinstance(constraint, Literal):
        return None
    return next((query.place(query.predicate) for query in places.statements(constraint, sh("select"))), None)


def _in_files(results: list[Result], only: frozenset[str] | None, explainer: Explainer, places: Places) -> list[Result]:
    """Leave out results that are in none of some files, before their words are made."""
    if only is None:
        return results
    places.expect(result.focus for result in results if not isinstance(result.focus, Literal))
    return [result for result in results if _is_in(only, result, explainer, places)]


def _is_in(only: frozenset[str], result: Result, explainer: Explainer, places: Places) -> bool:
    """Whether a result may be in some files: in those that speak of its focus node, where one step leads from it."""
    focus, path = result.focus, result.path
    is_of_query = path is None and result.value is not None and not result.is_about_focus
    if is_of_query or isinstance(focus, Literal) or (path is not None and not path.predicate):
        return explainer.place(result).path in only
    return not only.isdisjoint(places.files_of(focus))
