"""The check: reads what the parser, the shapes and the named checks say, and gives each finding its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from catalogue.config import FILE_NAME
from catalogue.edition import Edition
from catalogue.errors import Place, Text, text
from catalogue.terms import BlankNode, Literal, NamedNode, Term
from catalogue.validate import shacl
from catalogue.validate.checks import all_remarks
from catalogue.validate.findings import Finding, Report
from catalogue.validate.kinds import KINDS, Severity
from catalogue.validate.places import Places
from catalogue.validate.wording import kind_name, wording

_SEVERITIES = {"Violation": Severity.VIOLATION, "Warning": Severity.WARNING, "Info": Severity.INFO}


def check(edition: Edition, *, only: frozenset[str] | None = None, texts: Path | None = None) -> Report:
    """Check an edition: syntax, shapes, references, duplicates, terms, names and quotes.

    Args:
        edition: the catalogue, whole: what one file says can only be judged among the others.
        only: report the findings of these files only (paths as in `Source.path`), or of all when None.
        texts: the folder of the quoted documents' texts, or None when they are not at hand.

    Returns:
        The findings in the order of their places. A file with faults never hides the findings of the others.
    """
    findings = [*_unreadable(edition), *_once_each(list(_found(edition, texts)))]
    if not edition.data:
        findings.append(_empty(edition))
    wanted = {(f.place, f.kind.code, f.message["en"]): f for f in findings if only is None or f.place.path in only}
    reported = [source for source in (*edition.shapes, *edition.data) if only is None or source.path in only]
    return Report(
        findings=sorted(wanted.values(), key=lambda f: (f.place, -f.severity, f.kind.code, f.message["en"])),
        files=len(reported),
        triples=sum(len(source.triples) for source in reported),
        skipped=list(_skipped(edition, texts)),
        unreadable=any(issue.fatal for source in reported for issue in source.issues),
    )


def _once_each(findings: list[Finding]) -> Iterator[Finding]:
    """Leave out what only follows from another finding: that a value described nowhere is not of the right class."""
    dangling = {finding.place for finding in findings if finding.kind is KINDS["dangling"]}
    for finding in findings:
        if finding.place not in dangling or finding.kind.name not in {"class", "node"}:
            yield finding


def _unreadable(edition: Edition) -> Iterator[Finding]:
    for source in (*edition.shapes, *edition.data):
        for issue in source.issues:
            kind = KINDS[issue.code]
            yield Finding(kind, kind.severity, issue.place, issue.message, issue.fix)


def _empty(edition: Edition) -> Finding:
    folder = edition.settings.folders.data
    return Finding(
        KINDS["empty"],
        KINDS["empty"].severity,
        Place(FILE_NAME),
        text(f"there is no data in {folder}/", f"il n'y a pas de données dans {folder}/"),
        text("add an entry in Turtle", "ajoutez une entrée en Turtle"),
    )


def _skipped(edition: Edition, texts: Path | None) -> Iterator[Text]:
    if edition.settings.quotes is not None and texts is None:
        yield text(
            "quotes were not compared with their documents: give the folder of texts with --texts",
            "les citations n'ont pas été comparées aux documents : donnez le dossier des textes avec --texts",
        )


def _found(edition: Edition, texts: Path | None) -> Iterator[Finding]:
    places = Places(edition)
    yield from _against_shapes(edition, places)
    for remark in all_remarks(edition, texts):
        yield Finding(
            remark.kind,
            remark.severity or remark.kind.severity,
            places.find(remark.focus, remark.predicate, remark.value, remark.file),
            remark.message,
            remark.fix,
            focus=_iri(remark.focus),
        )


def _against_shapes(edition: Edition, places: Places) -> Iterator[Finding]:
    data = [triple for source in edition.data for triple in source.triples]
    shapes = [triple for source in edition.shapes for triple in source.triples]
    names = {p.shape.value: p.name for type_ in edition.model.types.values() for p in type_.properties}
    try:
        results = shacl.validate(data, shapes)
    except shacl.ShapesError as error:
        yield Finding(
            KINDS["shapes"],
            Severity.VIOLATION,
            Place(edition.settings.folders.shapes),
            text(f"the shapes are not well formed: {error}", f"les formes sont mal formées : {error}"),
        )
        return
    for result in results:
        yield Finding(
            KINDS[kind_name(result)],
            _SEVERITIES.get(result.severity, Severity.VIOLATION),
            _place(edition, places, result),
            wording(edition, result, names),
            result.messages,
            focus=_iri(result.focus),
            shape=_iri(result.shape),
        )


def _place(edition: Edition, places: Places, result: shacl.Result) -> Place:
    if isinstance(result.focus, Literal):
        return Place(edition.settings.folders.data)
    value = result.value if result.value != result.focus else None
    return places.find(result.focus, result.predicate, value)


def _iri(term: Term) -> str:
    return term.value if isinstance(term, NamedNode) else f"_:{term.value}" if isinstance(term, BlankNode) else ""
