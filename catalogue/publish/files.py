"""Files of the release itself: what crawlers ask for, and what all pages share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from catalogue import pages
from catalogue.documents.formats import ASSET_FORMATS, JAVASCRIPT, TEXT, XML, Format
from catalogue.messages import Message
from catalogue.publish.export import DocumentKind, Export, Named, Resource, ResourceKind
from catalogue.publish.publication import Publication, one_at

SITEMAP, PART, ROBOTS, ASSET = "sitemap", "part of the sitemap", "robots", "asset"
"""The kinds of resources that files of the release are."""

MOST_ADDRESSES, MOST_BYTES = 50_000, 52_428_800
"""How many addresses and bytes a sitemap may have (<https://www.sitemaps.org/protocol.html>)."""


def _assets(publication: Publication) -> Iterator[Named]:
    """List the files that all pages share, those of one path but for their suffix as one."""
    settings = publication.edition.settings
    for path in dict.fromkeys(path.rpartition(".")[0] for path in pages.assets(publication.edition)):
        stem = settings.own(path)
        yield Named(settings.base + stem, stem, path)


class _Part(NamedTuple):
    """What a sitemap lists: resources by their places in `Publication.named`."""

    start: int
    stop: int


def _parts(publication: Publication) -> Sequence[_Part]:
    """Part what the sitemap lists, such that no part is larger than a sitemap may be."""
    return publication.last("sitemap", PART, lambda: list(_parted(publication)))


def _parted(publication: Publication) -> Iterator[_Part]:
    start = place = count = size = 0
    for place, (kind, named) in enumerate(publication.named(PART)):
        lines = list(_listed(publication, kind, named, is_dated=False))
        addresses = sum(line.startswith(_URL) for line in lines)
        length = sum(len(line.encode()) + 1 for line in lines) + addresses * _OF_A_MOMENT
        if place > start and (count + addresses > MOST_ADDRESSES or size + length > MOST_BYTES - _OF_THE_FRAME):
            yield _Part(start, place)
            start, count, size = place, 0, 0
        count, size = count + addresses, size + length
    yield _Part(start, place + 1)


def _listed(publication: Publication, kind: ResourceKind[Publication], named: Named, *, is_dated: bool = True) -> Iterator[str]:
    """Write the addresses of the pages about a resource; none are listed of records."""
    if not named.is_record and publication.registry.is_in_sitemap(kind.name):
        resource = publication.resource_of(kind, named, PART)
        for document_kind in resource.document_kinds if resource is not None else ():
            if resource is not None and document_kind.is_in_sitemap:
                yield from _addresses(publication, resource, document_kind, is_dated=is_dated)


def _named_parts(publication: Publication) -> Iterator[Named]:
    """Name the parts of a sitemap that would be larger than one may be."""
    count = len(_parts(publication))
    yield from (_named_part(publication, number) for number in range(1, count + 1) if count > 1)


def _named_part(publication: Publication, number: int) -> Named:
    settings = publication.edition.settings
    path = settings.own(f"{SITEMAP}/{number}")
    return Named(settings.base + path, path, number)


def _find_part(publication: Publication, iri: str) -> Named | None:
    settings = publication.edition.settings
    folder = settings.base + settings.own(f"{SITEMAP}/")
    if not iri.startswith(folder):
        return None
    return next((named for named in _named_parts(publication) if named.iri == iri), None)


def _write_sitemap(publication: Publication, _resource: Resource[Publication], _language: str) -> bytes:
    """Write a sitemap of all pages but those of records, each with its translations, and when its data changed last.

    Where it would be larger than a sitemap may be, it is an index of several (<https://www.sitemaps.org/protocol.html>).
    """
    parts = _parts(publication)
    if len(parts) == 1:
        return _url_set(publication, parts[0])
    base = publication.edition.address
    locations = (f"{base}{named.path}{XML.suffix}" for named in _named_parts(publication))
    lines = (f"<sitemap><loc>{escape(location)}</loc></sitemap>" for location in locations)
    return _xml("sitemapindex", "", lines)


def _write_part(publication: Publication, resource: Resource[Publication], _language: str) -> bytes:
    return _url_set(publication, _parts(publication)[resource.subject - 1])


def _url_set(publication: Publication, part: _Part) -> bytes:
    named = islice(publication.named(PART), *part)
    lines = (line for each in named for line in _listed(publication, *each))
    return _xml("urlset", ' xmlns:xhtml="http://www.w3.org/1999/xhtml"', lines)


def _xml(name: str, namespaces: str, lines: Iterable[str]) -> bytes:
    start = f'<{name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{namespaces}>'
    return "".join(f"{line}\n" for line in (_HEAD, start, *lines, f"</{name}>")).encode()


_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_URL = "<url>"
_OF_THE_FRAME = 512
_OF_A_MOMENT = len("<lastmod>2020-01-01T12:00:00Z</lastmod>")


def _addresses(
    publication: Publication, resource: Resource[Publication], kind: DocumentKind[Publication], *, is_dated: bool
) -> Iterator[str]:
    """Write the documents of one kind about a resource, each with its translations."""
    base = publication.edition.address
    translations = [d for d in resource.documents(publication.edition) if d.format == kind.format]
    moment = kind.changed(publication, resource) if is_dated and kind.changed is not None else ""
    changed = f"<lastmod>{moment}</lastmod>" if moment else ""
    for document in translations:
        yield f"{_URL}<loc>{escape(base + document.path)}</loc>{changed}"
        for other in translations if kind.per_language else ():
            address = quoteattr(base + other.path)
            yield f'<xhtml:link rel="alternate" hreflang={quoteattr(other.language)} href={address}/>'
        if len(translations) > 1 and kind.per_language:
            address = quoteattr(base + translations[0].path)
            yield f'<xhtml:link rel="alternate" hreflang="x-default" href={address}/>'
        yield "</url>"


def _robots(publication: Publication) -> Iterator[Named]:
    yield Named(publication.edition.settings.base + ROBOTS, ROBOTS)  # where crawlers look, whatever the settings say


def _write_robots(publication: Publication, _resource: Resource[Publication], _language: str) -> bytes:
    settings = publication.edition.settings
    return f"Sitemap: {publication.edition.address}{settings.own(SITEMAP)}{XML.suffix}\n".encode()


def _asset(format_: Format) -> DocumentKind[Publication]:
    """Give the kind of document that the files of one format are which all pages share."""
    return DocumentKind(
        format_,
        [ASSET],
        lambda publication, resource, _: pages.asset_of(publication.edition, f"{resource.subject}{format_.suffix}"),
        exists=lambda publication, named: f"{named.subject}{format_.suffix}" in pages.assets(publication.edition),
    )


EXPORT = Export(
    "files",
    resources=[
        ResourceKind(SITEMAP, Message("publish.sitemap"), one_at(SITEMAP)),
        ResourceKind(PART, Message("publish.sitemap-part"), _named_parts, _find_part, is_ours=True),
        ResourceKind(ROBOTS, Message("publish.file-crawlers"), _robots),
        ResourceKind(ASSET, Message("publish.file-all-pages-share"), _assets),
    ],
    documents=[
        DocumentKind(XML, [SITEMAP], _write_sitemap),
        DocumentKind(XML, [PART], _write_part),
        DocumentKind(TEXT, [ROBOTS], _write_robots),
        *map(_asset, (*ASSET_FORMATS, JAVASCRIPT)),
    ],
)
