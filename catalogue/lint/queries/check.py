"""The check of query files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from catalogue.config import Settings
from catalogue.edition import Edition
from catalogue.edits import Fix
from catalogue.errors import LimitError, Place, QueryError
from catalogue.isolation.reading import reading
from catalogue.lint.datatypes import unknown_term
from catalogue.lint.findings import Finding
from catalogue.lint.kinds import KINDS
from catalogue.lint.namespaces import mistyped_prefixes, namespace_finding
from catalogue.lint.naming import shown
from catalogue.lint.ontology import not_in_vocabulary
from catalogue.lint.queries.files import QueryFile
from catalogue.lint.queries.terms import Terms
from catalogue.messages import Message, Text
from catalogue.names import LOCAL_NAME
from catalogue.near import nearest
from catalogue.published import Unknown, is_published, mistyped_namespaces
from catalogue.query import named_queries, published
from catalogue.sparql.header import Fault, Header, read_header
from catalogue.sparql.names import Named, Names
from catalogue.sparql.scopes import Unbound, unbound
from catalogue.terms import NamedNode

ANSWER_SUFFIXES = frozenset({".csv", ".nt"})
"""The suffixes of files of expected answers."""


def query_findings(edition: Edition, only: frozenset[str] | None = None) -> Iterator[Finding]:
    """Check the query files of an edition.

    Args:
        edition: the catalogue.
        only: check these files only, or all when None.

    Returns:
        What is wrong with them. A file that is not UTF-8 is told elsewhere.
    """
    found = [s for s in edition.queries if (only is None or s.path in only) and not any(i.fatal for i in s.issues)]
    if not found:
        return
    answered = _answered(edition.settings)
    checker = _Checker(edition)
    for source in found:
        yield from checker.findings(QueryFile(source))
        if Path(source.path).stem not in answered:
            yield _without_answer(edition.settings, source.path)


def state_of_queries(edition: Edition) -> str:
    """Give what changes with all that `query_findings` rests upon beside the terms of the data, the shapes and the settings."""
    files = (f"{source.path} {source.digest}" for source in edition.queries)
    return "\n".join([*files, *sorted(_answered(edition.settings)), repr(edition.limits)])


def _answered(settings: Settings) -> set[str]:
    folder = settings.folder / settings.folders.answers
    return {path.stem for path in folder.iterdir() if path.suffix in ANSWER_SUFFIXES} if folder.is_dir() else set()


def _without_answer(settings: Settings, path: str) -> Finding:
    name = Path(path).stem
    file = f"{settings.folders.answers}/{name}.csv"
    return Finding(
        KINDS["query-answer"],
        KINDS["query-answer"].severity,
        Place(path),
        Message("C406.no-expected-answer-nobody-will", name=name),
        Message("C406.write-catalogue-answers-write-read.advice", file=file, name=name),
    )


class _Checker:
    """Checks query files, one after the other."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._terms = Terms(edition)
        self._mistyped = {edition.settings.prefixes[prefix] for prefix in mistyped_prefixes(edition)}

    def findings(self, file: QueryFile) -> Iterator[Finding]:
        """Check one file; where to read its query takes too much, this is a finding."""
        try:
            yield from self._findings(file)
        except LimitError as error:
            first = next(iter(file.query.behind_prologue), file.query.tokens[0])
            advice = Message("lint.queries.less.advice")
            yield file.finding("query-syntax", (first.start, first.end), error.message, advice)

    def _findings(self, file: QueryFile) -> Iterator[Finding]:
        header = read_header(file.query)
        yield from (_header_finding(file, fault) for fault in header.faults)
        yield from self._parameters(file, header)
        settings = self._edition.settings
        names = file.query.names(settings.base, settings.prefixes)
        undeclared = list(_undeclared(file, names))
        yield from undeclared
        if undeclared:
            return
        fault = file.query.fault(settings.base, settings.prefixes, reading(self._edition))
        if fault is not None:
            yield file.finding("query-syntax", (fault.start, fault.end), fault.message, fault.advice)
            return
        asked_for = list(names.asked_for(file.query.tree.template))
        mistyped = _mistyped(file, asked_for)
        yield from (finding for findings in mistyped.values() for finding in findings)
        for named in asked_for:
            unknown = self._terms.unknown(named.iri)
            if unknown is not None and not any(_is_of(named, namespace) for namespace in (*mistyped, *self._mistyped)):
                yield self._unknown(file, named, unknown)
        yield from (_never_bound(file, variable) for variable in unbound(file.query.tree, header.parameters))
        yield from self._dataset(file, header)

    def _dataset(self, file: QueryFile, header: Header) -> Iterator[Finding]:
        """Find a dataset that no release can have."""
        if header.dataset is None:
            return
        query = named_queries(self._edition).get(Path(file.path).stem)
        if query is None or query.faults:
            return
        reason = published.why_not(self._edition, query)
        if reason:
            start = file.start_of(header.dataset.number, 1)
            advice = Message("C402.take-dataset-out.advice")
            span = (start, start + len(header.dataset.text.rstrip()))
            yield file.finding("query-header-key", span, Message("C402.dataset-without-answer", reason=reason), advice)

    def _parameters(self, file: QueryFile, header: Header) -> Iterator[Finding]:
        """Find parameters that the query does not use, and defaults that are none of their type."""
        settings = self._edition.settings
        used = {token.variable for token in file.query.tokens}
        for name, parameter in header.parameters.items():
            declared = header.declared[name]
            if name not in used:
                near = nearest(name, used - {""} - set(header.parameters))
                start = file.start_of(declared.line, declared.column)
                yield file.finding(
                    "query-parameter",
                    (start, start + len(name)),
                    Message("C407.query-does-not-use", name=name),
                    Message("near", name=near) if near else Message("C407.use-take-parameter-out.advice"),
                    [file.write(start, start + len(name), near)] if near else [],
                )
            if parameter.default is not None:
                try:
                    parameter.term(parameter.default, settings.base, settings.prefixes)
                except QueryError as error:
                    start = file.start_of(declared.line, declared.default_column)
                    advice = Message("lint.queries.correct-default.advice")
                    yield file.finding("query-header", (start, start + len(parameter.default)), error.message, advice)

    def _unknown(self, file: QueryFile, named: Named, unknown: Unknown) -> Finding:
        edition, token = self._edition, named.token
        fixes: list[Fix] = []
        advice = Message("lint.queries.use-term-ontology-define.advice")
        if unknown.near is not None:
            written = named.written(unknown.near)
            advice = Message("near", name=written or shown(edition, NamedNode(unknown.near)))
            fixes = [file.write(token.start, token.end, written or f"<{unknown.near}>", safe=unknown.is_sure)]
        name = token.text if token.kind == "name" else shown(edition, NamedNode(named.iri))
        message: Text = Message("C405.neither-ontology-nor-data", name=name)
        if unknown_term(named.iri) is not None:
            message = not_in_vocabulary(name)
        return file.finding(
            "query-term",
            (token.start, token.end),
            message,
            advice,
            fixes,
        )


def _header_finding(file: QueryFile, fault: Fault) -> Finding:
    start = file.start_of(fault.line, fault.column)
    end = start + len(fault.text)
    fixes = [file.write(start, end, fault.replacement, safe=fault.safe)] if fault.replacement is not None else []
    return file.finding(
        "query-header-key" if fault.is_key else "query-header", (start, end), fault.message, fault.advice, fixes
    )


def _never_bound(file: QueryFile, variable: Unbound) -> Finding:
    token, near = variable.token, variable.near
    span = (token.start, token.end)
    if near is None:
        advice = Message("lint.queries.bind-pattern-take-out.advice")
        if variable.elsewhere:
            advice = Message("lint.queries.bind-in-this-group.advice")
        return file.finding("query-variable", span, variable.message, advice)
    ends = [(again.start + 1, again.end) for again in file.query.tokens if again.variable == token.variable]
    fix = Fix(Message("lint.queries.write.fix", near=near), tuple(file.edit(*names, near) for names in ends))
    advice = Message("lint.queries.did-you-mean.advice", near=near)
    return file.finding("query-variable", span, variable.message, advice, [fix])


def _mistyped(file: QueryFile, asked_for: list[Named]) -> dict[str, list[Finding]]:
    """Report the declarations of mistyped namespaces of published vocabularies, by namespace."""
    meant = mistyped_namespaces(named.iri for named in asked_for)
    findings: dict[str, list[Finding]] = {}
    for declaration in file.query.prologue if meant else ():
        written, token = declaration.value.text[1:-1], declaration.value
        if declaration.prefix is not None and written in meant:
            edit = file.edit(token.start, token.end, f"<{meant[written]}>")
            iris = [meant[written] + named.iri.removeprefix(written) for named in asked_for if _is_of(named, written)]
            finding = namespace_finding(edit, meant[written], is_sure=all(map(is_published, iris)))
            findings.setdefault(written, []).append(finding)
    return findings


def _is_of(named: Named, namespace: str) -> bool:
    return named.iri.startswith(namespace) and LOCAL_NAME.fullmatch(named.iri, len(namespace)) is not None


def _undeclared(file: QueryFile, names: Names) -> Iterator[Finding]:
    for prefix, used in names.undeclared():
        near = nearest(prefix, names.prefixes) if prefix else None
        ends = [(token.start, token.start + len(prefix)) for token in used]
        words = Message("lint.fixes.write-instead.fix", near=near)
        yield file.finding(
            "query-prefix",
            (used[0].start, used[0].start + len(prefix) + 1),
            Message("C404.prefix-not-declared", prefix=prefix),
            Message("C404.did-you-mean.advice", near=near)
            if near
            else Message("C404.declare-prefix-set-under-prefixes.advice", prefix=prefix),
            [Fix(words, tuple(file.edit(*span, near) for span in ends))] if near else [],
        )
