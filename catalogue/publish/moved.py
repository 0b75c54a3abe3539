"""Moved entries: at the addresses that they had, pages and data that say where they are now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from catalogue import pages
from catalogue.documents.formats import HTML
from catalogue.edition import Edition, per_edition
from catalogue.messages import Message
from catalogue.names import cuts, document_of, unescaped
from catalogue.publish import rdf
from catalogue.publish.export import Export, Named, Resource, ResourceKind
from catalogue.publish.fragments import things_in
from catalogue.publish.html import alternates, pages_of
from catalogue.publish.publication import Publication
from catalogue.terms import NamedNode, Triple

MOVED = "moved"
"""The kind of resources that the former addresses of entries are."""


@per_edition
def _by_document(edition: Edition) -> Mapping[str, Sequence[NamedNode]]:
    """List the former IRIs of entries, by the IRI of their documents, where these are not about an entry."""
    by_document: dict[str, list[NamedNode]] = {}
    for node, successors in edition.moved.items():
        document = document_of(node.value)
        if not things_in(edition, document) and document not in {document_of(successor.value) for successor in successors}:
            by_document.setdefault(document, []).append(node)
    return by_document


def _named(publication: Publication, document: str) -> Named | None:
    nodes = _by_document(publication.edition).get(document)
    # as a record: what offers entries to readers has them where they are now
    return Named(document, publication.edition.path(document), nodes, is_record=True) if nodes else None


def _all(publication: Publication) -> Iterator[Named]:
    for document in _by_document(publication.edition):
        named = _named(publication, document)
        if named is not None:
            yield named


def _successors(edition: Edition, nodes: Sequence[NamedNode]) -> Sequence[NamedNode]:
    return list(dict.fromkeys(successor for node in nodes for successor in edition.moved[node]))


def _triples(publication: Publication, resource: Resource[Publication]) -> list[Triple]:
    edition = publication.edition
    return edition.labels.with_labels([triple for node in resource.subject for triple in edition.graph.description(node)])


def _page(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    edition = publication.edition
    successors = _successors(edition, resource.subject)
    return pages.moved_page(edition, resource.iri, successors, language, alternates(publication, resource))


def successor_address(publication: Publication, path: str) -> str | None:
    """Give the address at which is now what a request's path names, where that has moved to one place.

    Args:
        publication: the edition as it is published.
        path: the path of an IRI or of a document, decoded.

    Returns:
        The IRI, or the address of the same document about it, absolute; None where nothing has moved.
    """
    if not _by_document(publication.edition):
        return None
    document = publication.document_at(path) or publication.copied_at(path)
    here = publication.find(document.iri) if document is not None else None
    if here is not None and here.kind != MOVED:  # else all that has an IRI is looked through, for those with percent-encoding
        return None
    for stem, suffix in [(path, ""), *cuts(path)]:
        resource = publication.asked(stem) or publication.asked(unescaped(stem))
        if resource is not None and resource.kind == MOVED:
            successors = _successors(publication.edition, resource.subject)
            return _address(publication, resource, successors[0].value, suffix) if len(successors) == 1 else None
    return None


def _address(publication: Publication, former: Resource[Publication], successor: str, suffix: str) -> str | None:
    """Give the address of the document about a successor that one about its former IRI is now; its IRI where there is none."""
    edition, resource = publication.edition, publication.find(document_of(successor))
    fragment = successor[len(document_of(successor)) :]
    if resource is not None and suffix:
        path = f"{resource.path}{suffix}"
        languages = (f"{resource.path}.{language}{suffix}" for language in edition.settings.languages)
        is_there = publication.document_at(path) or any(one.path == path for one in publication.served(resource))
        if is_there or (suffix == HTML.suffix and any(map(publication.document_at, languages))):
            return f"{edition.settings.base}{path}{fragment if suffix.endswith(HTML.suffix) else ''}"
        if publication.find(f"{resource.iri}{suffix}") is not None:
            return f"{resource.iri}{suffix}"
    documents = (document.path for document in publication.served(former))
    is_known = suffix in {"", HTML.suffix} or f"{former.path}{suffix}" in documents
    return successor if is_known else None


EXPORT = Export(
    "moved",
    resources=[ResourceKind(MOVED, Message("publish.moved"), _all, _named)],
    documents=[replace(pages_of(MOVED, _page), is_in_sitemap=False), *rdf.of_entries(MOVED, _triples)],
)
