"""Provenance: the records about things (claims, passages, identifiers), in documents of their own beside the things'."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from catalogue import names
from catalogue.closure import closure
from catalogue.columns.links import links
from catalogue.documents.addresses import HOME
from catalogue.documents.formats import JSON_LD, TURTLE
from catalogue.edition import RELATIONS, SOURCE, Edition, Lazy, per_edition
from catalogue.exports import jsonld
from catalogue.messages import Message
from catalogue.names import STANDARD_PREFIXES
from catalogue.publish import rdf
from catalogue.publish.export import Document, Export, Named, Resource, ResourceKind
from catalogue.publish.fragments import documents_of_things, things_in
from catalogue.publish.publication import Publication
from catalogue.terms import RDF, NamedNode, Node, Term, Triple

PROVENANCE = "provenance"
"""The kind of resources that the provenance of things is."""

HAS_PROVENANCE = NamedNode(STANDARD_PREFIXES["prov"] + "has_provenance")
"""The property that leads from a thing to its provenance, and the relation of links to it (PROV-AQ, sections 3 and 4)."""

_NOT_ABOUT = frozenset({SOURCE, *RELATIONS, *(NamedNode(RDF + name) for name in ("subject", "predicate", "object", "type"))})
"""The properties by which a record leads to what it is not about: it cites it, or has its place there. Claims are looked up."""


@per_edition
def _about(edition: Edition) -> Mapping[Term, Sequence[Node]]:
    """List the records that lead to subject matter, by the thing, but for claims."""
    records = {thing: None for thing in edition.things if edition.is_record(thing)}
    about: dict[Term, dict[Node, None]] = {}
    for record, _, thing in links(edition.graph, edition.subjects, _NOT_ABOUT, records):
        about.setdefault(thing, {})[record] = None
    return {thing: list(records) for thing, records in about.items()}


@per_edition
def _have_records(edition: Edition) -> Mapping[NamedNode, bool]:
    """Tell of things whether there are records of them, of each when it is first asked for: its pages link to them then."""
    return Lazy(edition.graph.reads, lambda thing: _has_records(edition, thing))


def _first_records(edition: Edition, thing: NamedNode) -> list[Node]:
    """List the records of a thing, without those that these cite; of a record the claims about it alone."""
    claims = edition.claims.about(thing)
    if edition.is_record(thing):
        return claims
    return [*claims, *_about(edition).get(thing, ()), *_cited(edition, thing)]


def _has_records(edition: Edition, thing: NamedNode) -> bool:
    """Tell whether `_first_records` lists any."""
    if edition.claims.are_about(thing):
        return True
    return not edition.is_record(thing) and (thing in _about(edition) or bool(_cited(edition, thing)))


def _cited(edition: Edition, node: Node) -> list[Node]:
    sources = edition.graph.objects(node, SOURCE)
    return [source for source in sources if isinstance(source, NamedNode) and edition.is_record(source)]


def records_of(edition: Edition, document: str) -> list[Node]:
    """List the records of the things that the documents of an IRI are about, and those that these cite, each once."""
    first = (record for thing in things_in(edition, document) for record in _first_records(edition, thing))
    return list(closure(dict.fromkeys(first), lambda record: _cited(edition, record)))


def _iri(edition: Edition, document: str) -> str:
    """Give the IRI of the provenance of what an IRI's documents are about; that of the base is beside the home page."""
    base = edition.settings.base
    return (base + edition.settings.own(HOME) if document == base else document) + names.PROVENANCE


def provenance_of(edition: Edition, document: str) -> Named | None:
    """Give the provenance of what the documents of an IRI are about, or None where there are no records of it."""
    if not any(_have_records(edition)[thing] for thing in things_in(edition, document)):
        return None
    iri = _iri(edition, document)
    return Named(iri, edition.path(iri), document, is_record=True)


def links_to_provenance(edition: Edition, document: str) -> Iterator[Triple]:
    """Give the triples that lead from the things of a document to their provenance."""
    provenance = provenance_of(edition, document)
    if provenance is not None:
        for thing in things_in(edition, document):
            yield Triple(thing, HAS_PROVENANCE, NamedNode(provenance.iri))


def linked_provenance(publication: Publication, resource: Resource[Publication]) -> Iterator[Document]:
    """List the documents of the provenance of what a resource's documents are about, as these link to it."""
    named = provenance_of(publication.edition, resource.iri)
    provenance = publication.find(named.iri) if named is not None else None
    for document in provenance.documents(publication.edition) if provenance is not None else ():
        yield document._replace(relation=HAS_PROVENANCE.value)


def _all(publication: Publication) -> Iterator[Named]:
    for document in documents_of_things(publication.edition):
        named = provenance_of(publication.edition, document)
        if named is not None:
            yield named


def _find(publication: Publication, iri: str) -> Named | None:
    if not iri.endswith(names.PROVENANCE) or "#" in iri:
        return None
    edition = publication.edition
    stem = iri.removesuffix(names.PROVENANCE)
    base = edition.settings.base
    return provenance_of(edition, base if stem == base + edition.settings.own(HOME) else stem)


def _triples(publication: Publication, resource: Resource[Publication]) -> list[Triple]:
    edition = publication.edition
    records = records_of(edition, resource.subject)
    return edition.labels.with_labels([triple for record in records for triple in edition.graph.description(record)])


def _framed(publication: Publication, resource: Resource[Publication], triples: Iterable[Triple]) -> bytes:
    edition = publication.edition
    return jsonld.graph(edition, triples, records_of(edition, resource.subject))


EXPORT = Export(
    "provenance",
    resources=[ResourceKind(PROVENANCE, Message("publish.provenance"), _all, _find, ending=names.PROVENANCE)],
    documents=[rdf.document(TURTLE, [PROVENANCE], _triples), rdf.document(JSON_LD, [PROVENANCE], _triples, _framed)],
)
