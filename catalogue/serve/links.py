"""Links of documents (RFC 8288) in the header `Link`: to what they describe and to one another, and as Signposting has them.

All are whole addresses. JSON-LD links to no other document about the same, and to nothing twice by one relation: loaders of it
trip over that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from catalogue.documents.formats import GZIP, HTML, JSON_LD, TURTLE
from catalogue.edition import Edition
from catalogue.names import uri_of
from catalogue.publish import HOME, THING, Document, Publication, Resource, find_resource, linked, own_resources, served
from catalogue.publish.fragments import things_in

_LANDING_PAGE = "https://schema.org/AboutPage"
"""What the page about something is, as Signposting calls it."""


class Link(NamedTuple):
    """A link to another address.

    Attributes:
        target: the whole address.
        relation: what it is to the document.
        document: the document that it leads to, if it is one.
    """

    target: str
    relation: str
    document: Document | None = None

    def __str__(self) -> str:
        one = self.document
        media_type = f'; type="{one.format.media_type}"' if one is not None else ""
        language = f'; hreflang="{one.language}"' if one is not None and one.language else ""
        return f'<{uri_of(self.target)}>; rel="{self.relation}"{media_type}{language}'


def link_header(edition: Edition, document: Document) -> str:
    """Give the value of the header `Link` of a document; empty for a file for hosts, which describes nothing."""
    resource = find_resource(edition, document.iri)
    return ", ".join(map(str, _links(edition, document, resource))) if resource is not None else ""


def _links(edition: Edition, document: Document, resource: Resource[Publication]) -> Iterator[Link]:
    yield Link(document.iri, "describes")
    others = () if document.format == JSON_LD else served(edition, resource)
    for other in (*others, *linked(edition, resource)):
        if other.path != document.path:
            yield Link(edition.address + other.path, other.relation, other)
    if edition.settings.license:
        yield Link(edition.settings.license, "license")
    yield from _signposts(edition, document, resource)


def _signposts(edition: Edition, document: Document, resource: Resource[Publication]) -> Iterator[Link]:
    """List the links that robots follow from a page to what it is about, and back (signposting.org, level 1)."""
    base = edition.settings.base
    home = find_resource(edition, base)
    if resource.kind in {HOME, THING}:
        yield Link(resource.iri, "cite-as")
        if document.format == HTML:
            yield Link(_LANDING_PAGE, "type")
            data = (one for one in resource.documents(edition) if one.format in {TURTLE, JSON_LD})
            yield from (Link(edition.address + one.path, "describedby", one) for one in data)
    elif home is not None and document in _distributions(edition, resource):
        yield Link(base, "collection")
        yield from (Link(edition.address + d.path, "describedby", d) for d in home.documents(edition) if d.format == TURTLE)
    if resource.kind == THING:
        things = things_in(edition, resource.iri)
        type_ = edition.type_of(things[0]) if things else None
        if type_ is not None:
            yield Link(base + edition.settings.own(type_.name), "collection")
    elif resource.kind == HOME and document.format == HTML:
        items = (item for one in own_resources(edition).values() for item in _distributions(edition, one))
        yield from (Link(edition.address + item.path, "item", item) for item in items if item.format != GZIP)


def _distributions(edition: Edition, resource: Resource[Publication]) -> list[Document]:
    """List the documents of a resource that are offered as files of the whole data, or of a part of it."""
    kinds = [kind for kind in resource.document_kinds if kind.is_distribution and kind.download]
    languages = edition.settings.languages
    return [resource.document(kind, each) for kind in kinds for each in (languages if kind.per_language else ("",))]
