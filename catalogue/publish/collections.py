"""Collections: all things of a type as data, whole and in pages, for programs that go through them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from catalogue import serialise
from catalogue.documents.addresses import HOME
from catalogue.documents.formats import JSON_LD, TURTLE
from catalogue.edition import Edition
from catalogue.exports import jsonld
from catalogue.messages import Message
from catalogue.model import EntityType
from catalogue.names import HYDRA
from catalogue.publish.export import DocumentKind, Export, Named, Resource, ResourceKind
from catalogue.publish.publication import Publication
from catalogue.terms import RDF_TYPE, XSD, Literal, NamedNode, Term, Triple

PAGE = "page of a collection"
"""The kind of resources that the pages of collections are."""

SIZE = 200
"""How many things are on a page."""

_FOLDER = "pages"
_MOST_DIGITS = 9


class Page(NamedTuple):
    """A page of a collection.

    Attributes:
        type_: the type whose things it has.
        number: its number, from 1.
    """

    type_: EntityType
    number: int


def collection(edition: Edition, type_: EntityType) -> list[Triple]:
    """List the triples of a whole collection: its own, all of its things, and the names of what these link to."""
    pages = [NamedNode(_iri(edition, Page(type_, 1)))] if _count(edition, type_) > 1 else []
    return _triples_of(edition, type_, edition.instances(type_), pages)


def _page_triples(edition: Edition, page: Page) -> list[Triple]:
    """List the triples of a page: as `collection` does, and those that lead to other pages."""
    start, last = (page.number - 1) * SIZE, _count(edition, page.type_)
    own = NamedNode(_iri(edition, page))
    numbers = {"first": 1, "previous": page.number - 1, "next": page.number + 1, "last": last}
    view = [Triple(own, RDF_TYPE, _hydra("PartialCollectionView"))]
    for name, number in numbers.items():
        if 1 <= number <= last:
            view.append(Triple(own, _hydra(name), NamedNode(_iri(edition, Page(page.type_, number)))))
    things = edition.instances(page.type_)[start : start + SIZE]
    return [*_triples_of(edition, page.type_, things, [own]), *view]


def _triples_of(edition: Edition, type_: EntityType, things: Sequence[NamedNode], views: Sequence[NamedNode]) -> list[Triple]:
    whole = collection_node(edition, type_)
    total = Literal(str(len(edition.instances(type_))), datatype=NamedNode(XSD + "integer"))
    values: list[tuple[str, Term]] = [("totalItems", total), *(("view", view) for view in views)]
    values += [("member", thing) for thing in things]
    edition.graph.expect(things)
    own = [Triple(whole, RDF_TYPE, _hydra("Collection")), *(Triple(whole, _hydra(name), value) for name, value in values)]
    return [*own, *edition.labels.with_labels(triple for thing in things for triple in edition.graph.description(thing))]


def collection_node(edition: Edition, type_: EntityType) -> NamedNode:
    """Give what names the collection of all things of a type: the address of its list."""
    return NamedNode(edition.settings.base + edition.settings.own(type_.name))


def turtle(publication: Publication, _: Resource[Publication], triples: Iterable[Triple]) -> bytes:
    """Write the triples of a collection as Turtle."""
    return serialise.turtle(triples, {"hydra": HYDRA, **publication.edition.settings.prefixes})


def framed(edition: Edition, type_: EntityType, triples: Iterable[Triple]) -> bytes:
    """Write the triples of a collection as one object that has its things."""
    roots = [collection_node(edition, type_), *edition.instances(type_)]
    return jsonld.document(edition, triples, roots, type_)


def _hydra(name: str) -> NamedNode:
    return NamedNode(HYDRA + name)


def _count(edition: Edition, type_: EntityType) -> int:
    return -(-len(edition.instances(type_)) // SIZE)


def _path(edition: Edition, page: Page) -> str:
    return edition.settings.own(f"{HOME}/{page.type_.name}/{_FOLDER}/{page.number}")


def _iri(edition: Edition, page: Page) -> str:
    return edition.settings.base + _path(edition, page)


def _named(edition: Edition, page: Page) -> Named:
    return Named(_iri(edition, page), _path(edition, page), page, page.type_.iri in edition.ranks.records)


def _pages(publication: Publication) -> Iterator[Named]:
    edition = publication.edition
    for type_ in edition.model.types.values():
        count = _count(edition, type_)
        yield from (_named(edition, Page(type_, number)) for number in range(1, count + 1) if count > 1)


def _find(publication: Publication, iri: str) -> Named | None:
    edition = publication.edition
    start = edition.settings.base + edition.settings.own(f"{HOME}/")
    name, slash, number = iri.removeprefix(start).rpartition(f"/{_FOLDER}/")
    type_ = edition.model.by_name.get(name) if iri.startswith(start) and slash else None
    is_number = number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS and not number.startswith("0")
    if type_ is None or not is_number:
        return None
    count = _count(edition, type_)
    return _named(edition, Page(type_, int(number))) if count > 1 and int(number) <= count else None


def _document(
    write: Callable[[Publication, Resource[Publication], Iterable[Triple]], bytes],
) -> Callable[[Publication, Resource[Publication], str], bytes]:
    def written(publication: Publication, resource: Resource[Publication], _: str) -> bytes:
        return write(publication, resource, _page_triples(publication.edition, resource.subject))

    return written


def _framed(publication: Publication, resource: Resource[Publication], triples: Iterable[Triple]) -> bytes:
    return framed(publication.edition, resource.subject.type_, triples)


EXPORT = Export(
    "collections",
    resources=[ResourceKind(PAGE, Message("publish.page-of-collection"), _pages, _find, is_ours=True)],
    documents=[DocumentKind(JSON_LD, [PAGE], _document(_framed)), DocumentKind(TURTLE, [PAGE], _document(turtle))],
)
