"""Lists: all things of one type, as pages, a table and data; and the pages of those that share a value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from catalogue.documents.addresses import HOME
from catalogue.documents.formats import JAVASCRIPT
from catalogue.edition import Edition
from catalogue.messages import Message, as_shown
from catalogue.model import EntityType
from catalogue.pages import Alternate
from catalogue.pages.lists import Listing, data_path, further, has_data, list_data, list_page, listing_at, narrowed
from catalogue.pages.views import Viewer
from catalogue.publish import rdf
from catalogue.publish.collections import collection, framed, turtle
from catalogue.publish.export import DatasetFacts, DocumentKind, Export, Extent, Named, Resource, ResourceKind
from catalogue.publish.html import alternates, pages_of
from catalogue.publish.publication import Publication
from catalogue.publish.schema_org import dataset_items
from catalogue.terms import Triple

LIST = "list"
"""The kind of resources that the lists of all things of a type are."""

FURTHER = "page of a list"
"""The kind of resources that the pages of such lists are, but the first."""

NARROWED = "narrowed list"
"""The kind of resources that the pages of lists of things are which share a value."""

DATA = "data of a list"
"""The kind of resources that lists are as their script reads them."""


def _lists(publication: Publication) -> Iterator[Named]:
    edition = publication.edition
    for type_ in edition.model.types.values():
        path = edition.settings.own(type_.name)
        yield Named(edition.settings.base + path, path, type_, type_.iri in edition.ranks.records)


def _dataset(publication: Publication, resource: Resource[Publication]) -> DatasetFacts | None:
    edition, type_ = publication.edition, resource.subject
    if resource.is_record or not edition.instances(type_):
        return None
    languages = edition.settings.languages
    return DatasetFacts(
        as_shown(type_.plural, languages),
        as_shown(type_.description or type_.plural, languages),
        f"{resource.iri}.{languages[0]}.html",
        Extent.PART,
        has_shapes=True,
    )


def _triples(publication: Publication, resource: Resource[Publication]) -> list[Triple]:
    return collection(publication.edition, resource.subject)


def _framed(publication: Publication, resource: Resource[Publication], triples: Iterable[Triple]) -> bytes:
    return framed(publication.edition, resource.subject, triples)


def _page(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    edition, others = publication.edition, alternates(publication, resource)
    described = dataset_items(publication, Viewer(edition, language, resource.path, resource.root), resource)
    return list_page(edition, Listing(resource.subject), language, others, resource.root, described)


def _further_page(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    """Write a page but the first: its translations are those of the page, the data is that of the whole list."""
    listing: Listing = resource.subject
    whole = publication.find(publication.edition.settings.base + publication.edition.settings.own(listing.type_.name))
    data: Sequence[Alternate] = alternates(publication, whole) if whole is not None else ()
    others = [*alternates(publication, resource), *(each for each in data if not each.is_page)]
    return list_page(publication.edition, listing, language, others)


def _narrowed_page(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    return list_page(publication.edition, resource.subject, language, alternates(publication, resource))


def _data(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    return list_data(publication.edition, resource.subject, language)


def _named(edition: Edition, path: str, subject: Listing | EntityType) -> Named:
    type_ = subject.type_ if isinstance(subject, Listing) else subject
    own = edition.settings.own(path)
    return Named(edition.settings.base + own, own, subject, type_.iri in edition.ranks.records)


def _pages(listings: Callable[[Edition], Iterable[Listing]]) -> Callable[[Publication], Iterator[Named]]:
    def named(publication: Publication) -> Iterator[Named]:
        edition = publication.edition
        return (_named(edition, listing.path, listing) for listing in listings(edition))

    return named


def _with_data(publication: Publication) -> Iterator[Named]:
    edition = publication.edition
    return (_named(edition, data_path(t), t) for t in edition.model.types.values() if has_data(edition, t))


def _find(kind: str) -> Callable[[Publication, str], Named | None]:
    """Give what finds the resources of one of these kinds by their IRI."""

    def find(publication: Publication, iri: str) -> Named | None:
        edition = publication.edition
        start = edition.settings.base + edition.settings.own(f"{HOME}/")
        if not iri.startswith(start):
            return None
        path = f"{HOME}/{iri.removeprefix(start)}"
        subject = listing_at(edition, path)
        return _named(edition, path, subject) if subject is not None and _kind_of(subject) == kind else None

    return find


def _kind_of(subject: Listing | EntityType) -> str:
    if not isinstance(subject, Listing):
        return DATA
    return FURTHER if subject.choice is None else NARROWED


def _kind(name: str, message: Message, resources: Callable[[Publication], Iterator[Named]]) -> ResourceKind[Publication]:
    return ResourceKind(name, message, resources, _find(name), is_ours=True, together=_of_its_list)


def _of_its_list(publication: Publication, resource: Resource[Publication]) -> str:
    """Give the IRI of the first page: what a list is ordered and narrowed by is computed for all its pages."""
    settings, subject = publication.edition.settings, resource.subject
    return settings.base + settings.own((subject.type_ if isinstance(subject, Listing) else subject).name)


EXPORT = Export(
    "lists",
    resources=[
        ResourceKind(LIST, Message("publish.list-all-entries-type"), _lists, dataset=_dataset),
        _kind(FURTHER, Message("publish.page-of-list"), _pages(further)),
        _kind(NARROWED, Message("publish.narrowed-list"), _pages(narrowed)),
        _kind(DATA, Message("publish.data-of-list"), _with_data),
    ],
    documents=[
        pages_of(LIST, _page),
        pages_of(FURTHER, _further_page),
        replace(pages_of(NARROWED, _narrowed_page), is_in_sitemap=False),
        DocumentKind(JAVASCRIPT, [DATA], _data, per_language=True),
        *(replace(kind, apart="data") for kind in rdf.documents([LIST], _triples, _framed, turtle, is_distribution=True)),
    ],
)
