"""Software: what catalogues of it read about the entries that are software, one by one and all together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from catalogue import names, serialise
from catalogue.documents.addresses import SOFTWARE as ALL_SOFTWARE
from catalogue.documents.formats import CODEMETA, PUBLICCODE, RDF_XML, TURTLE
from catalogue.edition import Edition, Lazy, per_edition
from catalogue.exports.software import codemeta, collected, describe, doap, software
from catalogue.exports.software.doap import PREFIXES
from catalogue.messages import Message
from catalogue.publiccode import as_yaml
from catalogue.publish import rdf
from catalogue.publish.export import DESCRIBED_BY, Document, DocumentKind, Export, Named, Resource, ResourceKind
from catalogue.publish.fragments import documents_of_things, plain, things_in
from catalogue.publish.publication import Publication, one_at
from catalogue.terms import NamedNode, Triple

DOAP = "DOAP"
"""The kind of resources that the descriptions of software in DOAP are."""

SOFTWARE = "software"
"""The kind of resources that the lists of all software are."""


def _software_in(edition: Edition, document: str) -> list[NamedNode]:
    """List the things that the documents of an IRI are about and that are software."""
    return [thing for thing in things_in(edition, document) if thing in software(edition)]


@per_edition
def _is_valid(edition: Edition) -> Mapping[NamedNode, bool]:
    """Tell of software whether it has all that publiccode.yml demands, of each when it is first asked for."""
    return Lazy(edition.graph.reads, lambda thing: describe(edition, thing).is_valid)


def _has_codemeta(publication: Publication, named: Named) -> bool:
    return bool(_software_in(publication.edition, named.iri))


def _has_publiccode(publication: Publication, named: Named) -> bool:
    """Tell whether a document about one software alone would be valid: no other is published."""
    things = _software_in(publication.edition, named.iri)
    return len(things) == 1 and _is_valid(publication.edition)[things[0]]


def _codemeta(publication: Publication, resource: Resource[Publication], _language: str) -> bytes:
    return codemeta(publication.edition, _software_in(publication.edition, resource.iri))


def _publiccode(publication: Publication, resource: Resource[Publication], _language: str) -> bytes:
    return as_yaml(describe(publication.edition, _software_in(publication.edition, resource.iri)[0]).document).encode("utf-8")


def documents_of(kind: str) -> Sequence[DocumentKind[Publication]]:
    """Give the kinds of documents that things which are software have beside those of all things."""
    return (
        DocumentKind(CODEMETA, [kind], _codemeta, exists=_has_codemeta),
        DocumentKind(PUBLICCODE, [kind], _publiccode, exists=_has_publiccode),
    )


# DOAP: RDF about a thing beside what the data says of it


def _doap_of(edition: Edition, document: str) -> Named | None:
    if not _software_in(edition, document):
        return None
    return Named(document + names.DOAP, edition.path(document) + names.DOAP, document, is_record=True)


def linked_doap(publication: Publication, resource: Resource[Publication]) -> Iterator[Document]:
    """List the descriptions in DOAP of what a resource's documents are about, as these link to them."""
    named = _doap_of(publication.edition, resource.iri)
    described = publication.find(named.iri) if named is not None else None
    if described is not None and described.kind == DOAP:
        for document in described.documents(publication.edition):
            yield document._replace(relation=DESCRIBED_BY, title=f"DOAP ({document.format.title})")


def _all(publication: Publication) -> Iterator[Named]:
    for document in documents_of_things(publication.edition):
        named = _doap_of(publication.edition, document)
        if named is not None:
            yield named


def _find(publication: Publication, iri: str) -> Named | None:
    if not iri.endswith(names.DOAP) or "#" in iri or plain(publication.edition, iri):
        return None
    return _doap_of(publication.edition, iri.removesuffix(names.DOAP))


def _triples(publication: Publication, resource: Resource[Publication]) -> list[Triple]:
    edition = publication.edition
    return doap(edition, list(software(edition)) if resource.kind == SOFTWARE else _software_in(edition, resource.subject))


def _prefixes(edition: Edition) -> Mapping[str, str]:
    return {**edition.settings.prefixes, **PREFIXES}


def _turtle(publication: Publication, resource: Resource[Publication], _language: str) -> bytes:
    triples = publication.written_triples(resource, _triples)
    return serialise.turtle(triples, _prefixes(publication.edition))


def _rdf_xml(publication: Publication, resource: Resource[Publication], _language: str) -> bytes:
    return rdf.rdf_xml(publication.written_triples(resource, _triples), _prefixes(publication.edition))


# All software


def _list(publication: Publication) -> Iterator[Named]:
    if software(publication.edition):
        yield from one_at(ALL_SOFTWARE)(publication)


def _all_in_codemeta(publication: Publication, _resource: Resource[Publication], _language: str) -> bytes:
    return collected(publication.edition, list(software(publication.edition)))


_PART = Message("publish.software")

EXPORT = Export(
    "software",
    resources=[
        ResourceKind(DOAP, Message("publish.doap"), _all, _find, ending=names.DOAP),
        ResourceKind(SOFTWARE, _PART, _list),
    ],
    documents=[
        DocumentKind(RDF_XML, [DOAP], _rdf_xml),
        DocumentKind(TURTLE, [DOAP], _turtle),
        DocumentKind(CODEMETA, [SOFTWARE], _all_in_codemeta, download="CodeMeta", part=_PART),
        DocumentKind(RDF_XML, [SOFTWARE], _rdf_xml, download="DOAP (RDF/XML)", part=_PART),
        DocumentKind(TURTLE, [SOFTWARE], _turtle, download="DOAP (Turtle)", part=_PART),
    ],
)
