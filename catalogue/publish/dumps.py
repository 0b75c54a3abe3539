"""Dumps: all data, the shapes, and the JSON-LD context."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from catalogue import serialise
from catalogue.documents.addresses import DUMP
from catalogue.documents.formats import JSON_LD, N_QUADS, TURTLE
from catalogue.exports import jsonld
from catalogue.messages import Message, Text, as_shown, say
from catalogue.publish import rdf
from catalogue.publish.export import DatasetFacts, DocumentKind, Export, Resource, ResourceKind
from catalogue.publish.publication import Publication, one_at
from catalogue.terms import Triple

ALL = "dump"
"""The kind of resources that the dump of all data is."""

SHAPES = "shapes"
"""The kind of resources that the dump of the shapes is."""

CONTEXT = "context"
"""The kind of resources that the JSON-LD context is."""

_EVERYTHING: Text = Message("publish.everything")


def _dataset(publication: Publication, _: Resource[Publication]) -> DatasetFacts:
    settings = publication.edition.settings
    tags = as_shown(_EVERYTHING, settings.languages)
    title = {tag: f"{say(settings.title, tag)} – {text}" for tag, text in tags.items()}
    return DatasetFacts(title, settings.description or settings.title, settings.base)


def _triples(publication: Publication, _: Resource[Publication]) -> Iterable[Triple]:
    return publication.edition.graph.triples()


def _shapes(publication: Publication, _: Resource[Publication]) -> Iterable[Triple]:
    return publication.edition.shapes_graph.triples()


def _quads(publication: Publication, _resource: Resource[Publication], _language: str) -> bytes:
    return serialise.nquads(publication.edition.graph.quads())


def _context(publication: Publication, _resource: Resource[Publication], _language: str) -> bytes:
    return jsonld.context(publication.edition)


_OF_ALL = (rdf.document(TURTLE, [ALL], _triples), DocumentKind(N_QUADS, [ALL], _quads), rdf.document(JSON_LD, [ALL], _triples))

EXPORT = Export(
    "dumps",
    resources=[
        ResourceKind(ALL, Message("publish.dumps-all-data"), one_at(DUMP), dataset=_dataset),
        ResourceKind(SHAPES, Message("publish.shapes"), one_at("dumps/shapes")),
        ResourceKind(CONTEXT, Message("publish.json-ld-context"), one_at("context")),
    ],
    documents=[
        *(replace(kind, download=kind.format.title, is_distribution=True) for kind in _OF_ALL),
        replace(rdf.document(TURTLE, [SHAPES], _shapes), download="SHACL"),
        DocumentKind(JSON_LD, [CONTEXT], _context),
    ],
)
