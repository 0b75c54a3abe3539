"""Dumps: all data, its subject matter and its records, and the shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from catalogue.documents import Format, addresses
from catalogue.documents.addresses import DUMP
from catalogue.documents.formats import GZIP, JSON_LD, N_QUADS, TURTLE
from catalogue.edition import Edition
from catalogue.gzipped import LEVEL, QUICK
from catalogue.messages import Message, Text, as_shown, say
from catalogue.publish import rdf
from catalogue.publish.dump_sections import Asked, sections_of
from catalogue.publish.export import DatasetFacts, DocumentKind, Export, Extent, Named, Resource, ResourceKind, in_pieces
from catalogue.publish.members import Composed, compose_once, keeping_of, last_composed
from catalogue.publish.parts import Selection, of_records, of_subject_matter, record_nodes
from catalogue.publish.publication import Publication, one_at
from catalogue.reads import ALL as ALL_READ
from catalogue.terms import Triple

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
        has: gives which statements are in it; None when each is.
    """

    kind: str
    path: str
    title: Text
    description: Text
    has: Callable[[Edition], Selection] | None


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


def _dataset_compressed(part: Part, publication: Publication, resource: Resource[Publication]) -> DatasetFacts:
    """Describe the compressed form of a dump: it is among the files of the whole."""
    facts = _dataset(part, publication, resource)
    return facts._replace(extent=Extent.PART, description=facts.title if part.kind == ALL else facts.description)


def _named(part: Part, publication: Publication) -> Iterator[Named]:
    """Name the dump of a part: of one that is not all only where there are records."""
    if part.kind == ALL or record_nodes(publication.edition):
        yield from one_at(part.path)(publication)


def _named_compressed(part: Part, format_: Format, publication: Publication) -> Iterator[Named]:
    """Name the dump of a part in a format: the file of which there is a compressed form."""
    for named in _named(part, publication):
        yield Named(f"{named.iri}{format_.suffix}", f"{named.path}{format_.suffix}")


def _compressed_kind(part: Part, format_: Format) -> str:
    return f"{part.kind} in {format_.title}"


def _composed(part: Part, format_: Format, publication: Publication, *, is_plain: bool) -> Composed:
    """Give a dump as its sections: in a build once for both of its forms, and with the sections that are at hand already."""
    edition, keeping = publication.edition, keeping_of(publication.edition)
    path = f"{edition.settings.own(part.path)}{format_.suffix}"

    def compose() -> Composed:
        all_data = last_composed(edition, _named_apart(WHOLE, format_))
        given = (keeping.source(f"{path}{GZIP.suffix}") if keeping is not None else None, all_data)
        selection = part.has(edition) if part.has is not None else Selection()
        stated, level = (keeping.stated, LEVEL) if keeping is not None else (None, QUICK if is_plain else LEVEL)
        return sections_of(format_)(Asked(edition, selection, stated, list(filter(None, given)), level))

    edition.graph.reads.note(*ALL_READ)
    return compose_once(edition, _named_apart(part, format_), path, compose)


def _named_apart(part: Part, format_: Format) -> str:
    """Name what is kept of a dump: that of all data by itself, since its sections are those of its parts too."""
    return f"{format_.name} {ALL if part.kind == ALL else PARTS}"


def _plain(
    part: Part, format_: Format, publication: Publication, _resource: Resource[Publication], _language: str
) -> Iterator[bytes]:
    yield from _composed(part, format_, publication, is_plain=True).plain()


def _compressed(
    part: Part, format_: Format, publication: Publication, resource: Resource[Publication], _language: str
) -> Iterator[bytes]:
    keeping = keeping_of(publication.edition)
    note = partial(keeping.note, f"{resource.path}{GZIP.suffix}") if keeping is not None else None
    yield from _composed(part, format_, publication, is_plain=False).compressed(note)


def _shapes(publication: Publication, _: Resource[Publication]) -> Iterable[Triple]:
    return publication.edition.shapes_graph.triples()


def _resources(part: Part, title: Text) -> Iterator[ResourceKind[Publication]]:
    """Give the kinds of resources that the dumps of a part are, and the compressed form of each is."""
    yield ResourceKind(part.kind, title, partial(_named, part), dataset=partial(_dataset, part), together=DUMP)
    for format_ in _FORMATS:
        named, kind = partial(_named_compressed, part, format_), _compressed_kind(part, format_)
        yield ResourceKind(kind, title, named, dataset=partial(_dataset_compressed, part), together=DUMP)


def _documents(part: Part) -> Iterator[DocumentKind[Publication]]:
    for format_ in _FORMATS:
        kind = in_pieces(format_, [part.kind], partial(_plain, part, format_))
        yield replace(kind, download=format_.title, part=part.title, is_distribution=True)
    for format_ in _FORMATS:
        kind = in_pieces(GZIP, [_compressed_kind(part, format_)], partial(_compressed, part, format_))
        kind = replace(kind, part=part.title, is_distribution=True, compresses=format_)
        yield replace(kind, download=kind.title)


_FORMATS = (TURTLE, N_QUADS, JSON_LD)

EXPORT = Export(
    "dumps",
    resources=[
        *_resources(WHOLE, Message("publish.dumps-all-data")),
        *_resources(PARTS[0], Message("publish.dump-subject-matter")),
        *_resources(PARTS[1], Message("publish.dump-provenance")),
        ResourceKind(SHAPES, Message("publish.shapes"), one_at(addresses.SHAPES)),
    ],
    documents=[
        *(kind for part in (WHOLE, *PARTS) for kind in _documents(part)),
        replace(rdf.document(TURTLE, [SHAPES], _shapes), download="SHACL"),
    ],
)
