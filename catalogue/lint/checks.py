"""The checks of entries that SHACL does not say: references, duplicates, types, names and claims."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from catalogue.columns.oddities import described, first_in, in_several_files, unasserted, unasserted_properties, undescribed
from catalogue.columns.sets import are_in, union, without
from catalogue.columns.table import Columns, Numbers, numbers
from catalogue.documents.addresses import is_kept
from catalogue.edition import Edition, is_replaced
from catalogue.edition.claims import OBJECT, PREDICATE, SUBJECT
from catalogue.lint.fixes.addresses import beginning_of, web_address
from catalogue.lint.kinds import KINDS
from catalogue.lint.meant import SUFFIX, Entries, inside
from catalogue.lint.naming import near_or, shown, suggestion
from catalogue.lint.scope import Scope, added, ends, subjects, targeted
from catalogue.lint.unplaced import Other, Unplaced
from catalogue.messages import Message, Text
from catalogue.names import document_of, is_plain_name, local_name, namespace_of
from catalogue.near import is_certain
from catalogue.terms import RDF_TYPE, Literal, NamedNode, Node, Term, Triple

if TYPE_CHECKING:
    from catalogue.publish.collisions import Taken

_FEW = 5
"""How many things of one file that no shape validates are reported one by one."""


def dangling(edition: Edition, scope: Scope) -> Iterator[Unplaced]:
    """Find references to things inside the base that nothing describes, where an entry is meant.

    One is meant where a shape asks for it, where an entry of the same folder is near, and where the folder is a slip of one
    with such an entry; it may be where the folder has entries. Else it is an address like any other: a download, a file, a term
    of another vocabulary; or a web address without its scheme. A class that a shape targets is described by it. What the
    settings say is elsewhere is no finding.
    """
    base, types = edition.settings.base, edition.model.types.values()
    documents = {
        base,
        *(base + edition.settings.own(type_.name) for type_ in types),
        *(class_ for type_ in types for class_ in type_.classes),
    }
    entries: Entries | None = None
    for number, iri in inside(edition, undescribed(edition.graph, scope.among("dangling", ends))):
        value = NamedNode(iri)
        if iri in documents or edition.shapes_graph.files_of(value):
            continue
        scope.suspect("dangling", [number])
        if edition.settings.is_elsewhere(iri):
            continue
        entries = entries or Entries(edition)
        yield from _references(edition, value, entries)


def _references(edition: Edition, value: NamedNode, entries: Entries) -> Iterator[Unplaced]:
    """Report the references to what nothing describes; that a class is not described is another finding."""
    near = entries.near(value.value)
    address = web_address(value.value.removeprefix(edition.settings.base)) if near is None else None
    is_beside = entries.are_beside(value.value)
    is_meant = address is not None or (is_beside and near is not None) or entries.are_slipped_from(value.value)
    for triple in edition.graph.triples(value=value):
        if triple.predicate == RDF_TYPE:
            continue
        is_asked = is_meant or entries.is_asked(triple)
        if not is_asked and (is_beside or entries.are_parts(value.value)):
            yield _undescribed(edition, triple)
        if not is_asked:
            continue
        if address is not None:
            yield Unplaced(
                KINDS["dangling"],
                triple.subject,
                triple.predicate,
                value,
                Message(
                    "C201.no-scheme-mail" if address.startswith("mailto:") else "C201.no-scheme", value=shown(edition, value)
                ),
                Message("C201.begin-with-scheme", scheme=beginning_of(address), address=address),
                meant=(NamedNode(address),),
                certain=address.startswith("https://www."),
            )
        else:
            yield Unplaced(
                KINDS["dangling"],
                triple.subject,
                triple.predicate,
                value,
                Message("C201.described-nowhere", value=shown(edition, value)),
                suggestion(edition, near, Message("C201.add-entry-correct-iri")),
                meant=(near,) if near else (),
                certain=near is not None and is_certain(value.value, near.value),
            )


def _undescribed(edition: Edition, triple: Triple) -> Unplaced:
    """Report a reference into a folder of entries that nothing asks to be one."""
    path = triple.object.value.removeprefix(edition.settings.base)
    suffix = SUFFIX.search(path)
    pattern = f"{namespace_of(path)}*{suffix[0]}" if suffix else path
    return Unplaced(
        KINDS["undescribed"],
        triple.subject,
        triple.predicate,
        triple.object,
        Message("C201.described-nowhere", value=shown(edition, triple.object)),
        Message("C215.add-entry-or-elsewhere.advice", pattern=pattern),
    )


def duplicates(edition: Edition, scope: Scope) -> Iterator[Unplaced]:
    """Find things inside the base whose type stands in more than one file: two files claim to be their entry.

    What lies outside is nobody's entry here, and each file may say of it what it needs; so it may where the settings say so.
    """
    among = scope.among("duplicate", added(0))
    for node, files in in_several_files(edition.graph, RDF_TYPE, among):
        if not edition.settings.owns(node.value) or edition.settings.is_shared(node.value):
            continue
        scope.suspect("duplicate", [edition.graph.columns.number(node)])
        for file in files[1:]:
            yield Unplaced(
                KINDS["duplicate"],
                node,
                None,
                None,
                Message("C202.already-described", node=shown(edition, node), files=files[0]),
                Message("C202.keep-one-entry-merge-them.advice", name=node.value.removeprefix(edition.settings.base)),
                file=file,
                others=(Other(Message("C202.already-described-here"), node, RDF_TYPE, None, files[0]),),
            )


def untyped(edition: Edition, scope: Scope) -> Iterator[Unplaced]:
    """Find subjects inside the base that no shape validates: nothing publishes them either; none where there are no shapes."""
    if not edition.shapes:
        return
    things = described(edition.graph, scope.among("untyped", targeted))
    by_file: dict[str, list[int]] = {}
    for number, iri in inside(edition, without(things, edition.entities.validated)):
        scope.suspect("untyped", [number])
        if edition.settings.is_elsewhere(iri) or is_replaced(edition.graph, NamedNode(iri)):
            continue
        by_file.setdefault(edition.graph.files_of(NamedNode(iri))[0], []).append(number)
    for file, nodes in by_file.items():
        yield from _untyped_of(edition, file, numbers(nodes))


def _untyped_of(edition: Edition, file: str, nodes: Numbers) -> Iterator[Unplaced]:
    """Report each of a few things that no shape validates, and many of one file at once, at the first."""
    if len(nodes) <= _FEW:
        for node in edition.graph.columns.terms.values(nodes):
            texts = [type_ for type_ in edition.graph.objects(NamedNode(node), RDF_TYPE) if isinstance(type_, Literal)]
            if texts:
                yield _typed_by_text(edition, NamedNode(node), texts[0])
                continue
            message = Message("C204.no-shape-covers", node=shown(edition, NamedNode(node)))
            advice = Message("C204.give-type-shape-targets-else.advice")
            yield Unplaced(KINDS["untyped"], NamedNode(node), None, None, message, advice)
        return
    first = first_in(edition.graph, file, nodes)
    message = Message("C204.no-shape-covers-many", count=len(nodes), node=shown(edition, first))
    yield Unplaced(KINDS["untyped"], first, None, None, message, Message("C204.draft-shapes.advice"), file=file)


def _typed_by_text(edition: Edition, node: NamedNode, text: Literal) -> Unplaced:
    """Report a thing whose type is a text, with the class of that name."""
    classes = (iri for type_ in edition.model.types.values() for iri in type_.classes)
    by_name = {local_name(iri).lower(): iri for iri in classes}
    near = by_name.get(text.value.strip().lower())
    return Unplaced(
        *(KINDS["untyped"], node, RDF_TYPE, text),
        Message("C204.type-is-text", node=shown(edition, node)),
        near_or(shown(edition, NamedNode(near)) if near else None, Message("C204.write-class.advice")),
        meant=(NamedNode(near),) if near else (),
    )


def unpublishable(edition: Edition, scope: Scope) -> Iterator[Unplaced]:
    """Find things whose documents cannot have a path of their own."""
    base, things, among = edition.settings.base, edition.entities.validated, scope.among("name", targeted)
    own = edition.settings.own("")
    for number, iri in inside(edition, things if among is None else things[are_in(things, among)]):
        path = iri.removeprefix(base)
        if is_plain_name(path) and not edition.exports and not (own and path.startswith(own)):
            continue
        thing = NamedNode(iri)
        scope.suspect("name", [number])
        taken = _taken_by(edition, document_of(path))
        if taken is not None:
            type_ = edition.type_of(thing)
            folder = type_.name if type_ and type_.is_listed else "thing"
            yield Unplaced(
                KINDS["name"],
                thing,
                None,
                None,
                Message("C205.address-taken", thing=shown(edition, thing), taken=taken.by),
                _renaming(edition, taken, f"{base}{folder}"),
            )


def _renaming(edition: Edition, taken: Taken, folder: str) -> Message:
    """Say what ends a collision: a folder for our own addresses where that moves what collides, else another name."""
    if taken.is_entry:
        return Message("C205.entry.advice", folder=folder)
    if taken.is_movable and edition.settings.own_folder is None:
        return Message("C205.folder.advice", folder=folder)
    return Message("C205.name.advice", folder=folder)


def _taken_by(edition: Edition, path: str) -> Taken | None:
    """Say what has the address of a thing, given what follows the base in its IRI; None when it is free."""
    iri = edition.settings.base + path
    may_be_taken = (
        "." in path
        or "%" in path
        or "?" in path
        or is_kept(path.partition("/")[0])
        or path.partition("/")[0] == edition.settings.own_folder
        or path in edition.model.by_name
        or path in edition.texts.names
        or edition.exports
        or edition.shapes_graph.files_of(NamedNode(iri))
    )
    if not may_be_taken:
        return None
    from catalogue.publish.collisions import taken_by  # what writes documents is slow to import, and most names are plain

    return taken_by(edition, iri)


def baseless_claims(edition: Edition, scope: Scope) -> Iterator[Unplaced]:
    """Find claims (`rdf:Statement`) whose subject lacks the value, or any value of the property, that they are about."""

    def touched(columns: Columns) -> Numbers:
        changed = subjects(columns)
        return union(changed, columns.backwards(columns.number(SUBJECT)).of(changed)[1])

    for claim, part, missing, message in _baseless(edition, scope.among("claim", touched)):
        scope.suspect("claim", [edition.graph.columns.number(claim)])
        advice = Message("C209.write-value-entry-itself-correct.advice")
        yield Unplaced(KINDS["claim"], claim, part, missing, message, advice)


def _baseless(edition: Edition, among: Numbers | None) -> Iterator[tuple[Node, NamedNode, Term, Text]]:
    """Give claims, each with the property that leads to what it names and is not there, this, and a message."""
    parts = SUBJECT, PREDICATE, OBJECT
    for claim, triple in unasserted(edition.graph, *parts, among):
        names = dict(zip(("subject", "predicate", "value"), (shown(edition, term) for term in triple), strict=True))
        yield claim, OBJECT, triple.object, Message("C209.no", **names)
    for claim, subject, predicate in unasserted_properties(edition.graph, *parts, among):
        message = Message("C209.no-value", subject=shown(edition, subject), predicate=shown(edition, predicate))
        yield claim, PREDICATE, predicate, message


ENTRY_CHECKS = (duplicates, untyped, unpublishable, baseless_claims)
"""The checks of entries beside that of references: each gives what is wrong in an edition, among what is looked at."""
