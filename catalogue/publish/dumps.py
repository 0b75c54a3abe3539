"""Dumps: all data, its subject matter and its records, and the shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from catalogue import serialise
from catalogue.documents import addresses
from catalogue.documents.addresses import DUMP
from catalogue.documents.formats import JSON_LD, N_QUADS, TURTLE
from catalogue.edition import Edition
from catalogue.messages import Message, Text, as_shown, say
from catalogue.publish import rdf
from catalogue.publish.export import DatasetFacts, DocumentKind, Export, Extent, Named, Resource, ResourceKind
from catalogue.publish.parts import of_records, of_subject_matter, record_nodes
from catalogue.publish.publication import Publication, one_at
from catalogue.quads import Quad
from catalogue.terms import Triple

ALL = "dump"
"""The kind of resources that the dump of all data is."""

SHAPES = "shapes"
"""The kind of resources that the dump of the shapes is."""

SUBJECT_MATTER = "subject matter"
"""The kind of resources that the dump of what the catalogue is about is, without its records."""

RECORDS = "records"
"""The kind of resources that the dump of the records is."""


class _Part(NamedTuple):
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


_WHOLE = _Part(ALL, DUMP, Message("publish.everything"), {}, None)
_PARTS = (
    _Part(
        SUBJECT_MATTER,
        addresses.SUBJECT_MATTER,
        Message("publish.subject-matter"),
        Message("publish.subject-matter-description"),
        of_subject_matter,
    ),
    _Part(
        RECORDS,
        addresses.PROVENANCE,
        Message("publish.records"),
        Message("publish.records-description"),
        of_records,
    ),
)


def dumps_of_parts(edition: Edition) -> list[str]:
    """List the IRIs of the dumps of the subject matter and of the records; none where there are no records."""
    settings = edition.settings
    return [settings.base + settings.own(part.path) for part in _PARTS] if record_nodes(edition) else []


def _dataset(part: _Part, publication: Publication, _: Resource[Publication]) -> DatasetFacts:
    settings = publication.edition.settings
    languages = settings.languages
    title = {tag: f"{say(settings.title, tag)} – {text}" for tag, text in as_shown(part.title, languages).items()}
    description = as_shown(part.description, languages) if part.description else settings.description
    extent = Extent.WHOLE if part.kind == ALL else Extent.PART
    return DatasetFacts(title, description or settings.title, settings.base, extent, has_shapes=True)


def _named(part: _Part, publication: Publication) -> Iterator[Named]:
    """Name the dump of a part: of one that is not all only where there are records."""
    if part.kind == ALL or record_nodes(publication.edition):
        yield from one_at(part.path)(publication)


def _triples(part: _Part, publication: Publication, _: Resource[Publication]) -> Iterable[Triple]:
    edition = publication.edition
    triples = edition.graph.triples()
    return triples if part.has is None else filter(part.has(edition), triples)


def _shapes(publication: Publication, _: Resource[Publication]) -> Iterable[Triple]:
    return publication.edition.shapes_graph.triples()


def _quads(part: _Part, publication: Publication, _resource: Resource[Publication], _language: str) -> bytes:
    edition = publication.edition
    quads = edition.graph.quads()
    return serialise.nquads(quads if part.has is None else filter(part.has(edition), quads))


def _resources(part: _Part, title: Text) -> ResourceKind[Publication]:
    return ResourceKind(part.kind, title, partial(_named, part), dataset=partial(_dataset, part), together=DUMP)


def _documents(part: _Part) -> Iterator[DocumentKind[Publication]]:
    triples, of = partial(_triples, part), [part.kind]
    for kind in (
        rdf.document(TURTLE, of, triples),
        DocumentKind(N_QUADS, of, partial(_quads, part)),
        rdf.document(JSON_LD, of, triples, rdf.in_a_graph),
    ):
        yield replace(kind, download=kind.format.title, part=part.title, is_distribution=True)


EXPORT = Export(
    "dumps",
    resources=[
        _resources(_WHOLE, Message("publish.dumps-all-data")),
        _resources(_PARTS[0], Message("publish.dump-subject-matter")),
        _resources(_PARTS[1], Message("publish.dump-provenance")),
        ResourceKind(SHAPES, Message("publish.shapes"), one_at(addresses.SHAPES)),
    ],
    documents=[
        *(kind for part in (_WHOLE, *_PARTS) for kind in _documents(part)),
        replace(rdf.document(TURTLE, [SHAPES], _shapes), download="SHACL"),
    ],
)
