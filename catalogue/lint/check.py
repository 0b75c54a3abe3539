"""The check: reads what the parser, the shapes and the named checks say, and gives each finding its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from catalogue import sources
from catalogue.config import FILE_NAME
from catalogue.edition import Edition
from catalogue.errors import Place
from catalogue.lint.against_shapes import against_shapes
from catalogue.lint.apart import is_worthwhile, searched_apart
from catalogue.lint.assembled import Assembled, distinct_findings, in_order
from catalogue.lint.before import MISTAKES, Before, state_of_mistakes
from catalogue.lint.characters import unseen_characters
from catalogue.lint.findings import Finding, Report
from catalogue.lint.fixes import Editing, prefix_fixes
from catalogue.lint.kinds import KINDS, Severity
from catalogue.lint.languages import of_languages
from catalogue.lint.namespaces import Namespaces, of_settings
from catalogue.lint.notices import texts_without_page
from catalogue.lint.of_data import PARTS
from catalogue.lint.outdated import Outdated
from catalogue.lint.pages import without_pages
from catalogue.lint.places import Places
from catalogue.lint.portals import of_portals
from catalogue.lint.queries import query_findings, state_of_queries
from catalogue.lint.quotes import quotes
from catalogue.lint.ready import Ready
from catalogue.lint.records import unknown_queries, unknown_records
from catalogue.lint.scope import Scope
from catalogue.lint.searches import Searches
from catalogue.lint.shapes.findings import finding
from catalogue.lint.shapes.mistakes import Mistake
from catalogue.lint.shapes.search import search
from catalogue.lint.tracing import Trace, memberships
from catalogue.lint.unlisted import without_list
from catalogue.lint.unread import not_read
from catalogue.lint.unshown import not_shown, unfit_images
from catalogue.lint.validation import DEFAULT, Options, Validation
from catalogue.messages import Message, Text
from catalogue.sources import Source
from catalogue.terms import BlankNode, Triple


def check(  # noqa: PLR0913 - all but the first have names
    edition: Edition,
    *,
    only: frozenset[str] | None = None,
    options: Options = DEFAULT,
    scope: Scope | None = None,
    before: Before | None = None,
    trace: Trace | None = None,
    ready: Ready | None = None,
) -> Report:
    """Check an edition: syntax, shapes, references, duplicates, terms, names, quotes and queries.

    Args:
        edition: the catalogue, whole: what one file says can only be judged among the others.
        only: report the findings of these files only (paths as in `Source.path`), or of all when None.
        options: how to check.
        scope: what is looked at; everything when None. The findings are the same, whatever it is.
        before: the findings of a check of what the data lies upon, by the same shapes; None where there are none.
        trace: notes what the findings of shapes rest upon; None where nobody asks.
        ready: findings that were made elsewhere, of the same files; None where all are made here.

    Returns:
        The findings in the order of their places. A file with faults never hides the findings of the others.
    """
    scope = scope or Scope(edition.graph)
    namespaces = Namespaces(edition, scope)
    if trace is not None:
        trace.memberships = memberships(edition.model)
    judge = partial(_judged, edition, namespaces, options, scope, before, trace, only)
    if ready is not None:
        judged = _ready(edition, options, scope, ready)
        of_data = [*ready.of_data, *_of_folder(edition, options, only, scope, Searches(None, None))]
    elif before is None and scope.is_whole and is_worthwhile(edition.graph):
        judged, of_data = searched_apart(judge, partial(_of_data, edition, options, only, None), scope, trace)
    else:
        judged = judge()
        of_data = _of_data(edition, options, only, judged.validation.outdated, scope, trace)
    validation, mistakes, kept = judged.validation, judged.mistakes, judged.kept
    of_shapes = [each for each in judged.findings if not namespaces.explain(each)]
    searches = Searches(validation.outdated, trace)
    others = _others(validation, mistakes, namespaces, searches, of_data)
    is_explained = validation.has_standing_violations or any(
        each.severity is Severity.VIOLATION for each in (*of_shapes, *others)
    )
    others += without_pages(edition, scope, Places(edition), searches.made, is_explained=is_explained)
    others += without_list(edition, Places(edition))
    all_sources = (*edition.shapes, *edition.data, *edition.queries)
    reported = [source for source in all_sources if _is_asked(source.path, only)]
    return Report(
        findings=_assembled(validation.outdated, of_shapes, others, only),
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


class _Judged(NamedTuple):
    """What the shapes say.

    Attributes:
        validation: the validation.
        mistakes: the mistakes of the shapes.
        kept: what of them can be run; None for all.
        findings: the findings that are results of the validation.
    """

    validation: Validation
    mistakes: Sequence[Mistake]
    kept: Sequence[Triple] | None
    findings: Sequence[Finding]


def _judged(  # noqa: PLR0913, PLR0917 - what `check` was asked
    edition: Edition,
    namespaces: Namespaces,
    options: Options,
    scope: Scope,
    before: Before | None,
    trace: Trace | None,
    only: frozenset[str] | None,
) -> _Judged:
    """Search the shapes for mistakes, and judge the data by what can be run of them.

    No finding stands where some are left out that follow from a mistyped namespace, or where not all shapes can be run.
    """
    before = None if namespaces.findings else before
    are_known = before is not None and before.has_mistakes_of(edition)
    mistakes, kept = ([], None) if are_known else search(edition, scope)
    validation = Validation(edition, kept, options, scope)
    if before is not None and kept is None:
        outdated = validation.outdated = Outdated(
            before.findings, edition.graph, validation.affected, before.changed, Places(edition).digest
        )
        if are_known:
            outdated.stand(MISTAKES, state_of_mistakes(edition))
    if trace is not None:
        trace.is_whole = only is None and options.most is None and kept is None and not namespaces.findings
    return _Judged(validation, mistakes, kept, list(against_shapes(validation, trace, only)))


def _ready(edition: Edition, options: Options, scope: Scope, ready: Ready) -> _Judged:
    """Give what the shapes say, as it was found elsewhere by all of them."""
    return _Judged(Validation(edition, None, options, scope), (), None, [*ready.mistakes, *ready.of_shapes])


def _others(
    validation: Validation,
    mistakes: Iterable[Mistake],
    namespaces: Namespaces,
    searches: Searches,
    of_data: Iterable[Finding],
) -> list[Finding]:
    """Give the findings that are no results of the validation, but those that stand and those about pages."""
    edition = validation.edition
    editing = Editing(Places(edition))
    findings = [
        *of_settings(edition),
        *of_languages(edition),
        *_unreadable(edition),
        *searches.again(MISTAKES, [finding(mistake, editing) for mistake in mistakes], state_of_mistakes(edition)),
        *of_data,
    ]
    findings += [] if edition.data else [_empty(edition)]
    findings = [*namespaces.findings, *(each for each in findings if not namespaces.explain(each))]
    findings += [*unknown_records(edition), *unknown_queries(edition)]
    findings += texts_without_page(edition)
    findings += of_portals(edition)
    return findings


def _assembled(
    outdated: Outdated | None, of_shapes: Iterable[Finding], others: Iterable[Finding], only: frozenset[str] | None
) -> Sequence[Finding]:
    """Give the findings of the files that are asked for, in the order of their places: validation results all, others once."""
    if outdated is None:
        asked = (each for each in (*of_shapes, *others) if _is_asked(each.place.path, only))
        return in_order(distinct_findings(asked))
    return Assembled.of_changed(outdated, [*of_shapes, *outdated.new(distinct_findings(others))], only)


def _is_asked(path: str, only: frozenset[str] | None) -> bool:
    return only is None or path in only


_HELD = 128
"""How many texts are held; others are decoded again when they are asked for again."""


class _Texts(Mapping[str, str]):
    """The texts of files, each decoded when it is asked for: most are clean, and nobody asks."""

    def __init__(self, read: Iterable[Source]) -> None:
        self._sources = {source.path: source for source in read}
        self._decoded = lru_cache(maxsize=_HELD)(lambda path: self._sources[path].data.decode("utf-8", "replace"))

    def __getitem__(self, path: str) -> str:
        return self._decoded(path)

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


def _of_data(  # noqa: PLR0913, PLR0917 - what `check` was asked
    edition: Edition,
    options: Options,
    only: frozenset[str] | None,
    outdated: Outdated | None,
    scope: Scope,
    trace: Trace | None,
) -> list[Finding]:
    """Search the data, and the queries."""
    searches, editing = Searches(outdated, trace), Editing(Places(edition))
    of_data = [finding_ for part in PARTS.values() for finding_ in part(edition, scope, searches, editing)]
    return [*of_data, *_of_folder(edition, options, only, scope, searches)]


def _of_folder(
    edition: Edition, options: Options, only: frozenset[str] | None, scope: Scope, searches: Searches
) -> Iterator[Finding]:
    """Search what other files of the catalogue's folder say: the bytes of all, images, answers, and the texts of quotes."""
    editing = Editing(Places(edition))
    yield from unseen_characters(edition)
    yield from unfit_images(edition)
    yield from searches.placed(not_shown(edition, scope), editing)
    names, texts = edition.settings.quotes, options.texts
    if names is not None and texts is not None:
        yield from searches.placed(quotes(edition, names, texts), editing)
    yield from searches.of_terms("queries", partial(query_findings, edition, only), state_of_queries(edition))
