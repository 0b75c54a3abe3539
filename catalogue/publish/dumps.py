"""Dumps: all data, its subject matter and its records, and the shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from catalogue import serialise
from catalogue.documents import addresses
from catalogue.documents.addresses import DUMP
from catalogue.documents.formats import JSON_LD, N_QUADS, TURTLE
from catalogue.edition import Edition
from catalogue.exports import jsonld
from catalogue.messages import Message, Text, as_shown, say
from catalogue.publish import rdf
from catalogue.publish.export import DatasetFacts, DocumentKind, Export, Extent, Named, Resource, ResourceKind, in_pieces
from catalogue.publish.parts import of_records, of_subject_matter, record_nodes
from catalogue.publish.publication import Publication, one_at
from catalogue.quads import Quad
from catalogue.reads import ALL as ALL_READ
from catalogue.terms import BlankNode, Node, Triple

ALL = "dump"
"""The kind of resources that the dump of all data is."""

SHAPES = "shapes"
"""The kind of resources that the dump of the shapes is."""

SUBJECT_MATTER = "subject matter"
"""The kind of resources that the dump of what the catalogue is about is, without its records."""

RECORDS = "records"
"""The kind of resources that the dump of the records is."""


class Part(NamedTuple):
    """A part of the data, which has dumps.

    Attributes:
        kind: the kind of resources that the dumps are.
        path: where they are, without suffix.
        title: what it is called.
        description: what it holds; that of the catalogue when empty.
        has: gives what tells whether a statement is in it; None when each is.
    """

    kind: str
    path: str
    title: Text
    description: Text
    has: Callable[[Edition], Callable[[Triple | Quad], bool]] | None


WHOLE = Part(ALL, DUMP, Message("publish.everything"), {}, None)
PARTS = (
    Part(
        SUBJECT_MATTER,
        addresses.SUBJECT_MATTER,
        Message("publish.subject-matter"),
        Message("publish.subject-matter-description"),
        of_subject_matter,
    ),
    Part(
        RECORDS,
        addresses.PROVENANCE,
        Message("publish.records"),
        Message("publish.records-description"),
        of_records,
    ),
)
"""What has dumps: all, and its parts where there are records."""


def dumps_of_parts(edition: Edition) -> list[str]:
    """List the IRIs of the dumps of the subject matter and of the records; none where there are no records."""
    settings = edition.settings
    return [settings.base + settings.own(part.path) for part in PARTS] if record_nodes(edition) else []


def _dataset(part: Part, publication: Publication, _: Resource[Publication]) -> DatasetFacts:
    settings = publication.edition.settings
    languages = settings.languages
    title = {tag: f"{say(settings.title, tag)} – {text}" for tag, text in as_shown(part.title, languages).items()}
    description = as_shown(part.description, languages) if part.description else settings.description
    extent = Extent.WHOLE if part.kind == ALL else Extent.PART
    return DatasetFacts(title, description or settings.title, settings.base, extent, has_shapes=True)


def _named(part: Part, publication: Publication) -> Iterator[Named]:
    """Name the dump of a part: of one that is not all only where there are records."""
    if part.kind == ALL or record_nodes(publication.edition):
        yield from one_at(part.path)(publication)


def _has(part: Part, edition: Edition) -> Callable[[Triple | Quad], bool]:
    """Give what tells whether a statement is in a part."""
    return part.has(edition) if part.has is not None else lambda _: True


def _described(publication: Publication, part: Part, subjects: Sequence[Node], *, is_led_to: bool) -> Iterator[list[Triple]]:
    """List the triples of a part about subjects, some subjects at a time; what each lookup reads is noted for nobody.

    Args:
        publication: the publication.
        part: the part.
        subjects: the subjects.
        is_led_to: whether the blank nodes that they lead to are described with them.
    """
    graph, has = publication.edition.graph, _has(part, publication.edition)
    graph.reads.note(*ALL_READ)
    describe = graph.description if is_led_to else graph.triples
    for start in range(0, len(subjects), _SUBJECTS):
        with graph.reads.paused():
            triples = [t for subject in subjects[start : start + _SUBJECTS] for t in describe(subject) if has(t)]
        yield triples


_SUBJECTS = 2000
"""How many subjects are described at a time."""


def _turtle(part: Part, publication: Publication, _resource: Resource[Publication], _language: str) -> Iterator[bytes]:
    edition = publication.edition
    parts = _described(publication, part, edition.graph.ordered_subjects(), is_led_to=False)
    return serialise.turtle_in_parts(parts, edition.settings.prefixes)


def _jsonld(part: Part, publication: Publication, _resource: Resource[Publication], _language: str) -> Iterator[bytes]:
    edition = publication.edition
    graph, has = edition.graph, _has(part, edition)
    named: list[Node] = []
    blank: list[BlankNode] = []
    for subject in graph.ordered_subjects():
        if isinstance(subject, BlankNode):
            blank.append(subject)
        else:
            named.append(subject)
    triples = jsonld.Parts(
        lambda: _described(publication, part, named, is_led_to=True),
        lambda node: filter(has, graph.triples(node)),
        lambda node: sum(map(has, graph.triples(None, None, node))),
        blank,
    )
    if named:
        return jsonld.graph_in_parts(edition, triples)
    return iter([jsonld.graph(edition, (triple for node in blank for triple in triples.about(node)))])


def _shapes(publication: Publication, _: Resource[Publication]) -> Iterable[Triple]:
    return publication.edition.shapes_graph.triples()


def _quads(part: Part, publication: Publication, _resource: Resource[Publication], _language: str) -> Iterator[bytes]:
    edition = publication.edition
    has = _has(part, edition)
    return (serialise.nquads(filter(has, quads)) for quads in edition.graph.quads_by_file())


def _resources(part: Part, title: Text) -> ResourceKind[Publication]:
    return ResourceKind(part.kind, title, partial(_named, part), dataset=partial(_dataset, part), together=DUMP)


def _documents(part: Part) -> Iterator[DocumentKind[Publication]]:
    for format_, write in ((TURTLE, _turtle), (N_QUADS, _quads), (JSON_LD, _jsonld)):
        kind = in_pieces(format_, [part.kind], partial(write, part))
        yield replace(kind, download=kind.format.title, part=part.title, is_distribution=True)


EXPORT = Export(
    "dumps",
    resources=[
        _resources(WHOLE, Message("publish.dumps-all-data")),
        _resources(PARTS[0], Message("publish.dump-subject-matter")),
        _resources(PARTS[1], Message("publish.dump-provenance")),
        ResourceKind(SHAPES, Message("publish.shapes"), one_at(addresses.SHAPES)),
    ],
    documents=[
        *(kind for part in (WHOLE, *PARTS) for kind in _documents(part)),
        replace(rdf.document(TURTLE, [SHAPES], _shapes), download="SHACL"),
    ],
)
