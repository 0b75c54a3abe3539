"""The checks that SHACL does not say: references, duplicates, terms, names and quotes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.columns.graph import Graph
from catalogue.columns.oddities import described, in_several_files, undescribed, unsaid
from catalogue.columns.sets import are_in, union, without
from catalogue.columns.table import Columns, Numbers
from catalogue.config import Quotes
from catalogue.documents.addresses import is_kept
from catalogue.edition import Edition
from catalogue.errors import UnnameableError
from catalogue.lint.kinds import KINDS, Kind, Severity
from catalogue.lint.scope import Scope, added, ends, subjects, targeted
from catalogue.lint.wording import shown
from catalogue.messages import Message, Text
from catalogue.names import is_plain_name, path_of
from catalogue.near import Iris, is_certain
from catalogue.terms import RDF, RDF_TYPE, XSD, Literal, NamedNode, Node, Term


@dataclass(frozen=True)
class Other:
    """Another statement that a remark has to do with.

    Attributes:
        message: what it says of it, by language.
        subject: the statement's subject.
        predicate: its predicate, or None.
        value: its object, or None.
        file: the file to look in, when several say something of the subject.
    """

    message: Text
    subject: Node
    predicate: NamedNode | None = None
    value: Term | None = None
    file: str | None = None


@dataclass(frozen=True)
class Remark:
    """What a check found, before its place is known.

    Attributes:
        kind: what kind of finding it is.
        focus: the subject of the statement that it is about.
        predicate: its predicate, or None.
        value: its object, or None.
        message: what is wrong, by language.
        advice: how to mend it, by language.
        file: the file to look in, when several say something of the subject.
        severity: how grave it is, when not as its kind.
        meant: the terms that may have been meant instead of the one at its place, the likeliest first.
        certain: whether the first of them was surely meant.
        others: other statements that it has to do with, each with what it says of them.
    """

    kind: Kind
    focus: Node
    predicate: NamedNode | None
    value: Term | None
    message: Text
    advice: Text = field(default_factory=dict)
    file: str | None = None
    severity: Severity | None = None
    meant: tuple[NamedNode | Literal, ...] = ()
    certain: bool = False
    others: tuple[Other, ...] = ()


def all_remarks(edition: Edition, texts_folder: Path | None, scope: Scope) -> Iterator[Remark]:
    """Run every check.

    Args:
        edition: the catalogue.
        texts_folder: where the quoted documents' texts lie, or None when they are not at hand.
        scope: what is looked at.
    """
    for find in (dangling, duplicates, unknown_terms, untyped, unpublishable, baseless_claims):
        yield from find(edition, scope)
    if texts_folder is not None and edition.settings.quotes is not None:
        yield from quotes(edition, edition.settings.quotes, texts_folder)


def _advice(edition: Edition, near: str | None, otherwise: Text) -> Text:
    if near is None:
        return otherwise
    name = shown(edition, NamedNode(near))
    return Message("near", name=name)


def _inside(edition: Edition, found: Numbers, graph: Graph | None = None) -> Iterator[tuple[int, str]]:
    """Give those of some IRIs of a graph, or of the data when None, that are inside the base, with their numbers."""
    base, terms = edition.settings.base, (graph or edition.graph).columns.terms
    return ((number, iri) for number, iri in zip(found.tolist(), terms.words(found), strict=True) if iri.startswith(base))


def _own(edition: Edition) -> Iris:
    """Index the IRIs inside the base that something is said of."""
    graphs = edition.graph, edition.shapes_graph
    return Iris(iri for graph in graphs for _, iri in _inside(edition, described(graph), graph))


def dangling(edition: Edition, scope: Scope) -> Iterator[Remark]:
    """Find references to things inside the base that nothing describes."""
    base, types = edition.settings.base, edition.model.types.values()
    documents = {base, *(base + type_.name for type_ in types)}
    known: Iris | None = None
    for number, iri in _inside(edition, undescribed(edition.graph, scope.among("dangling", ends))):
        value = NamedNode(iri)
        if iri in documents or edition.shapes_graph.files_of(value):
            continue
        scope.suspect("dangling", [number])
        known = known or _own(edition)
        near = known.nearest(iri)
        for triple in edition.graph.triples(value=value):
            if triple.predicate == RDF_TYPE:
                continue
            yield Remark(
                KINDS["dangling"],
                triple.subject,
                triple.predicate,
                value,
                Message("C201.described-nowhere", value=shown(edition, value)),
                _advice(edition, near, Message("C201.add-entry-correct-iri")),
                meant=(NamedNode(near),) if near else (),
                certain=near is not None and is_certain(iri, near),
            )


def duplicates(edition: Edition, scope: Scope) -> Iterator[Remark]:
    """Find things whose type is said in more than one file: two files claim to be their entry."""
    among = scope.among("duplicate", added(0))
    for node, files in in_several_files(edition.graph, RDF_TYPE, among):
        scope.suspect("duplicate", [edition.graph.columns.number(node)])
        for file in files[1:]:
            yield Remark(
                KINDS["duplicate"],
                node,
                None,
                None,
                Message("C202.already-described", node=shown(edition, node), files=files[0]),
                Message("C202.keep-one-entry-merge-them.advice"),
                file=file,
                others=(Other(Message("C202.already-described-here"), node, RDF_TYPE, None, files[0]),),
            )


def unknown_terms(edition: Edition, scope: Scope) -> Iterator[Remark]:
    """Find properties and classes that the ontology's namespaces should hold, and do not."""
    defined = {node.value for node in edition.shapes_graph.subjects_said()}
    used = {term.value for term in edition.shapes_graph.objects_said() if isinstance(term, NamedNode)}
    namespaces = own_namespaces(edition, defined)
    graph = edition.graph
    among = scope.among("unknown-term", lambda columns: union(*(added(place)(columns) for place in (1, 2))))
    if among is None:
        said = [*graph.predicates_said(), *graph.values_of(RDF_TYPE)]
    else:
        said = [graph.columns.terms[number] for number in among.tolist()]
    nearest = {namespace: Iris(iri for iri in defined if iri.startswith(namespace)) for namespace in namespaces}
    for term in dict.fromkeys(term for term in said if isinstance(term, NamedNode)):
        namespace = namespace_of(term.value)
        if term.value in defined or term.value in used or namespace not in namespaces:
            continue
        triples = [*graph.triples(None, term), *graph.triples(None, RDF_TYPE, term)]
        if triples:
            scope.suspect("unknown-term", [graph.columns.number(term)])
        near = nearest[namespace].nearest(term.value) if triples else None
        for triple in triples:
            yield Remark(
                KINDS["unknown-term"],
                triple.subject,
                triple.predicate,
                term if triple.predicate == RDF_TYPE else None,
                Message("C203.not-ontology", term=shown(edition, term)),
                _advice(
                    edition,
                    near,
                    Message("C203.use-term-ontology-define"),
                ),
                meant=(NamedNode(near),) if near else (),
                certain=near is not None and is_certain(term.value, near),
            )


def namespace_of(iri: str) -> str:
    """Give an IRI up to its last `#` or `/`."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def own_namespaces(edition: Edition, defined: Iterable[str]) -> set[str]:
    """Namespaces that the catalogue itself defines terms in: those inside its base."""
    return {namespace_of(iri) for iri in defined if iri.startswith(edition.settings.base)}


def untyped(edition: Edition, scope: Scope) -> Iterator[Remark]:
    """Find subjects inside the base that no shape validates: nothing publishes them either."""
    things = described(edition.graph, scope.among("untyped", targeted))
    for number, iri in _inside(edition, without(things, edition.entities.validated)):
        node = NamedNode(iri)
        scope.suspect("untyped", [number])
        yield Remark(
            KINDS["untyped"],
            node,
            None,
            None,
            Message("C204.no-shape-covers", node=shown(edition, node)),
            Message("C204.give-type-shape-targets-else.advice"),
        )


def unpublishable(edition: Edition, scope: Scope) -> Iterator[Remark]:
    """Find things whose documents cannot have a path of their own."""
    base, things, among = edition.settings.base, edition.entities.validated, scope.among("name", targeted)
    for number, iri in _inside(edition, things if among is None else things[are_in(things, among)]):
        path = iri.removeprefix(base)
        if is_plain_name(path) and not edition.exports:
            continue
        thing = NamedNode(iri)
        scope.suspect("name", [number])
        try:
            path_of(iri, base)
        except UnnameableError as error:
            yield Remark(KINDS["name"], thing, None, None, error.message)
            continue
        taken = _taken_by(edition, path)
        if taken is not None:
            type_ = edition.type_of(thing)
            folder = type_.name if type_ and type_.is_listed else "thing"
            yield Remark(
                KINDS["name"],
                thing,
                None,
                None,
                Message("C205.address-taken", thing=shown(edition, thing), taken=taken),
                Message("C205.name.advice", folder=folder),
            )


def _taken_by(edition: Edition, path: str) -> Text | None:
    """Say what has the address of a thing, given what follows the base in its IRI; None when it is free."""
    iri = edition.settings.base + path
    may_be_taken = (
        not path
        or "." in path
        or is_kept(path.partition("/")[0])
        or path in edition.model.by_name
        or edition.exports
        or edition.shapes_graph.files_of(NamedNode(iri))
    )
    if not may_be_taken:
        return None
    from catalogue.publish.collisions import taken_by  # what writes documents is slow to import, and most names are plain

    return taken_by(edition, iri)


def baseless_claims(edition: Edition, scope: Scope) -> Iterator[Remark]:
    """Find claims (`rdf:Statement`) whose subject does not have the value that they are about."""
    parts = [NamedNode(RDF + name) for name in ("subject", "predicate", "object")]

    def touched(columns: Columns) -> Numbers:
        changed = subjects(columns)
        return union(changed, columns.backwards(columns.number(parts[0])).of(changed)[1])

    for claim, (subject, predicate, value) in unsaid(
        edition.graph, parts[0], parts[1], parts[2], scope.among("claim", touched)
    ):
        scope.suspect("claim", [edition.graph.columns.number(claim)])
        yield Remark(
            KINDS["claim"],
            claim,
            parts[2],
            value,
            Message(
                "C209.no", subject=shown(edition, subject), predicate=shown(edition, predicate), value=shown(edition, value)
            ),
            Message("C209.write-value-entry-itself-correct.advice"),
        )


def quotes(edition: Edition, names: Quotes, folder: Path) -> Iterator[Remark]:
    """Find quotes that do not stand, character by character, in the text of their document."""
    graph = edition.graph
    quote, document, file = NamedNode(names.quote), NamedNode(names.document), NamedNode(names.file)
    texts_read: dict[Node, str | None] = {}
    for triple in graph.triples(None, quote):
        for source in graph.objects(triple.subject, document):
            if isinstance(source, Literal):
                continue
            if source not in texts_read:
                path = graph.value(source, file)
                texts_read[source] = None
                if path is not None:
                    data = _read(folder, path.value)
                    yield from _wrong_text(edition, names, source, path, data)
                    texts_read[source] = data.decode("utf-8", "replace") if data is not None else None
            words = texts_read[source]
            if words is not None:
                yield from _wrong_quote(edition, names, triple.subject, triple.object, words)


def _read(folder: Path, name: str) -> bytes | None:
    path = (folder / name).resolve()
    try:
        return path.read_bytes() if path.is_relative_to(folder.resolve()) else None
    except OSError:
        return None


def _wrong_text(edition: Edition, names: Quotes, source: Node, path: Term, data: bytes | None) -> Iterator[Remark]:
    if data is None:
        yield Remark(
            KINDS["quoted-text"],
            source,
            NamedNode(names.file),
            path,
            Message("C207.no-text", path=path.value),
            Message("C207.correct-path-put-text.advice"),
        )
        return
    expected = edition.graph.value(source, NamedNode(names.sha256)) if names.sha256 else None
    actual = hashlib.sha256(data).hexdigest()
    if expected is not None and expected.value != actual and names.sha256:
        yield Remark(
            KINDS["quoted-text"],
            source,
            NamedNode(names.sha256),
            expected,
            Message("C207.text-another-digest", path=path.value),
            Message("C207.sha-256.advice", actual=actual),
        )


def _wrong_quote(edition: Edition, names: Quotes, passage: Node, quote: Term, words: str) -> Iterator[Remark]:
    if quote.value not in words:
        yield Remark(
            KINDS["quote"],
            passage,
            NamedNode(names.quote),
            quote,
            Message("C206.document-does-not-say-word"),
            Message("C206.copy-words-from-document-their.advice"),
        )
        return
    start, end = (_integer(edition, passage, iri) for iri in (names.start, names.end))
    if start is not None and end is not None and names.start and words[start:end] != quote.value:
        found = words.index(quote.value)
        yield Remark(
            KINDS["quote"],
            passage,
            NamedNode(names.start),
            Literal(str(start), datatype=NamedNode(XSD + "integer")),
            Message("C206.quote-stands-elsewhere-document"),
            Message("C206.write.advice", actual=found, actual2=found + len(quote.value)),
        )


def _integer(edition: Edition, node: Node, iri: str | None) -> int | None:
    value = edition.graph.value(node, NamedNode(iri)) if iri else None
    return int(value.value) if isinstance(value, Literal) and value.value.isdecimal() else None
