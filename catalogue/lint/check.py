"""The check: reads what the parser, the shapes and the named checks say, and gives each finding its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from catalogue import sources
from catalogue.config import FILE_NAME
from catalogue.edition import Edition
from catalogue.errors import Place
from catalogue.lint.characters import unseen_characters
from catalogue.lint.checks import ENTRY_CHECKS
from catalogue.lint.deprecated import deprecated
from catalogue.lint.explain import Explainer
from catalogue.lint.findings import Finding, Report
from catalogue.lint.fixes import Editing, missing_value_fixes, prefix_fixes, value_fixes
from catalogue.lint.folders import misplaced
from catalogue.lint.hierarchies import circular
from catalogue.lint.kinds import KINDS, Severity
from catalogue.lint.languages import of_languages
from catalogue.lint.literals import unusual_forms, wrong_values
from catalogue.lint.mappings import mapped_entries
from catalogue.lint.namesakes import namesakes
from catalogue.lint.namespaces import Namespaces, of_settings
from catalogue.lint.naming import shown
from catalogue.lint.notices import texts_without_page
from catalogue.lint.ontology import unknown_datatypes, unknown_terms
from catalogue.lint.pages import without_pages
from catalogue.lint.places import Places
from catalogue.lint.portals import of_portals
from catalogue.lint.queries import query_findings
from catalogue.lint.quotes import quotes
from catalogue.lint.records import unknown_queries, unknown_records
from catalogue.lint.repetition import repeated
from catalogue.lint.scope import Scope
from catalogue.lint.shapes.findings import finding
from catalogue.lint.shapes.mistakes import Mistake
from catalogue.lint.shapes.search import search
from catalogue.lint.software_terms import mapped_entries as mapped_software
from catalogue.lint.unlisted import without_list
from catalogue.lint.unplaced import iri_of
from catalogue.lint.unread import not_read
from catalogue.lint.unshown import not_shown, unfit_images
from catalogue.lint.validation import DEFAULT, Options, Validation, severity_of
from catalogue.lint.wording import kind_name, wording
from catalogue.messages import Message, Text, say
from catalogue.model import sh
from catalogue.shacl.constraints import Constraints
from catalogue.shacl.engine import ShapesError
from catalogue.shacl.results import Result
from catalogue.sources import Source
from catalogue.terms import BlankNode, Literal, Term, Triple


def check(
    edition: Edition, *, only: frozenset[str] | None = None, options: Options = DEFAULT, scope: Scope | None = None
) -> Report:
    """Check an edition: syntax, shapes, references, duplicates, terms, names, quotes and queries.

    Args:
        edition: the catalogue, whole: what one file says can only be judged among the others.
        only: report the findings of these files only (paths as in `Source.path`), or of all when None.
        options: how to check.
        scope: what is looked at; everything when None. The findings are the same, whatever it is.

    Returns:
        The findings in the order of their places. A file with faults never hides the findings of the others.
    """
    scope = scope or Scope(edition.graph)
    mistakes, kept = search(edition, scope)
    validation = Validation(edition, kept, options, scope)
    findings = [
        *of_settings(edition),
        *of_languages(edition),
        *_unreadable(edition),
        *_found(validation, mistakes, only),
        *query_findings(edition, only),
    ]
    findings += [] if edition.data else [_empty(edition)]
    namespaces = Namespaces(edition, scope)
    findings = [*namespaces.findings, *(each for each in findings if not namespaces.explain(each))]
    findings += [*unknown_records(edition), *unknown_queries(edition)]
    findings += texts_without_page(edition)
    findings += of_portals(edition)
    is_explained = any(each.severity is Severity.VIOLATION for each in findings)
    findings += without_pages(edition, scope, Places(edition), is_explained=is_explained)
    findings += without_list(edition, Places(edition))
    all_sources = (*edition.shapes, *edition.data, *edition.queries)
    reported = [source for source in all_sources if _is_asked(source.path, only)]
    return Report(
        findings=_distinct(findings, only),
        files=len(reported),
        triples=sum(len(source.triples) for source in reported),
        skipped=[*_no_shapes(edition), *_left_out(edition, kept, mistakes)],
        hints=list(_hints(edition, options.texts)),
        unreadable=any(issue.fatal for source in reported for issue in source.issues),
        texts=_Texts(all_sources),
        paths=[source.path for source in reported],
        more=validation.more,
        plan=validation.explained(),
        describe=partial(_described, edition),
        lost=frozenset(iri for source in all_sources for iri in source.lost),
    )


def _distinct(findings: Iterable[Finding], only: frozenset[str] | None) -> list[Finding]:
    """Give the findings of the files that are asked for, in the order of their places: validation results all, others once."""
    distinct: dict[object, Finding] = {}
    for number, each in enumerate(findings):
        if _is_asked(each.place.path, only):
            key = number if each.result is not None else (each.place, each.kind.code, *_texts_of(each))
            distinct[key] = each
    return sorted(distinct.values(), key=_order)


def _texts_of(finding: Finding) -> Iterator[str]:
    return (say(text, "en") for text in (finding.message, finding.advice, *finding.notes))


def _is_asked(path: str, only: frozenset[str] | None) -> bool:
    return only is None or path in only


def _order(finding: Finding) -> tuple[object, ...]:
    """Give the key of the order of findings: numbers and words, which are compared faster than places are."""
    place = finding.place
    where = place.path, place.line, place.column, place.end_line, place.end_column
    return *where, -finding.severity, finding.kind.code, finding.message["en"]


class _Texts(Mapping[str, str]):
    """The texts of files, each decoded when it is asked for: most are clean, and nobody asks."""

    def __init__(self, read: Iterable[Source]) -> None:
        self._sources = {source.path: source for source in read}

    def __getitem__(self, path: str) -> str:
        return self._sources[path].data.decode("utf-8", "replace")

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


def _described(edition: Edition, node: BlankNode) -> Sequence[Triple]:
    """Give the statements about a blank node, which one file alone can say something of."""
    return edition.shapes_graph.triples(node) or edition.graph.triples(node)


def _unreadable(edition: Edition) -> Iterator[Finding]:
    for source in (*edition.data, *edition.shapes, *edition.queries):
        for issue in source.issues:
            kind = KINDS[issue.code]
            known = edition.settings.prefixes
            fixes = tuple(prefix_fixes(source, issue.prefix, known)) if issue.prefix else issue.fixes
            namespace = known.get(issue.prefix) if issue.prefix else None
            declare = Message("sources.declare-prefix-as.advice", prefix=issue.prefix, namespace=namespace or "")
            yield Finding(
                kind,
                kind.severity,
                issue.place,
                issue.message,
                issue.advice if namespace is None else declare,
                related=issue.related,
                fixes=fixes,
                fatal=issue.fatal,
            )
    yield from not_read(edition)


def _empty(edition: Edition) -> Finding:
    root, folder = edition.settings.folder, edition.settings.folders.data
    others = sources.convertible([root / folder], root)
    command = sources.conversion(others)
    return Finding(
        KINDS["empty"],
        KINDS["empty"].severity,
        Place(FILE_NAME),
        Message("C005.other-syntaxes", folder=folder, count=len(others)) if others else Message("C005.no-data", folder=folder),
        Message("C005.convert.advice", command=command) if others else Message("C005.add-entry-turtle.advice"),
    )


def _no_shapes(edition: Edition) -> Iterator[Text]:
    """Tell what is not checked for want of shapes, and how to have some."""
    if edition.shapes:
        return
    root, folder = edition.settings.folder, edition.settings.folders.shapes
    others = sources.convertible([root / folder], root)
    if others:
        yield Message("lint.no-shapes-convert", folder=folder, command=sources.conversion(others))
    else:
        yield Message("lint.no-shapes", folder=folder)


def _hints(edition: Edition, texts: Path | None) -> Iterator[Text]:
    if edition.settings.quotes is not None and texts is None:
        yield Message("lint.quotes-were-not-compared-their")


def _left_out(edition: Edition, kept: Sequence[Triple] | None, mistakes: Iterable[Mistake]) -> Iterator[Text]:
    """Tell how many triples of the shapes were left out, and which mistakes are the reason."""
    statements = len(set(edition.shapes_graph.triples()) - set(kept)) if kept is not None else 0
    if not statements:
        return
    editing = Editing(Places(edition))
    reasons = sorted({_reason(finding(mistake, editing)) for mistake in mistakes if mistake.without})
    where = ", ".join(reasons[:_REASONS]) + (", …" if len(reasons) > _REASONS else "")
    yield Message("lint.statements-shapes-were-left-out", count=statements, where=where)


def _reason(mistake: Finding) -> str:
    return f"{mistake.place} {mistake.kind.code}"


_REASONS = 5
"""How many mistakes are named that triples of the shapes were left out for."""


_DATA_CHECKS = (
    circular,
    deprecated,
    misplaced,
    namesakes,
    not_shown,
    unknown_terms,
    unknown_datatypes,
    mapped_entries,
    mapped_software,
    wrong_values,
    unusual_forms,
)
"""The checks of the data, beside those of entries."""


def _found(validation: Validation, mistakes: Iterable[Mistake], only: frozenset[str] | None) -> Iterator[Finding]:
    edition, scope = validation.edition, validation.scope
    editing = Editing(Places(edition))
    yield from (finding(mistake, editing) for mistake in mistakes)
    yield from _against_shapes(validation, editing, only)
    yield from repeated(edition, editing, scope)
    yield from unseen_characters(edition)
    yield from unfit_images(edition)
    for check_ in (*ENTRY_CHECKS, *_DATA_CHECKS):
        yield from (unplaced.placed(editing) for unplaced in check_(edition, scope))
    names, texts = edition.settings.quotes, validation.options.texts
    if names is not None and texts is not None:
        yield from (unplaced.placed(editing) for unplaced in quotes(edition, names, texts))


def _against_shapes(validation: Validation, editing: Editing, only: frozenset[str] | None) -> Iterator[Finding]:
    edition = validation.edition
    places = editing.places
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
    places.expect(result.focus for result in results if not isinstance(result.focus, Literal))
    for result in results:
        yield Finding(
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
        explainer.next_result(result)


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
