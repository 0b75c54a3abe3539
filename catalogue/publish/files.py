"""Files of the release itself: what crawlers ask for, and what all pages share."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from catalogue import pages
from catalogue.documents.formats import ASSET_FORMATS, JAVASCRIPT, TEXT, XML, Format
from catalogue.messages import Message
from catalogue.publish.export import DocumentKind, Export, Named, Resource, ResourceKind
from catalogue.publish.publication import Publication, one_at

SITEMAP, ROBOTS, ASSET = "sitemap", "robots", "asset"
"""The kinds of resources that files of the release are."""


def _assets(publication: Publication) -> Iterator[Named]:
    """List the files that all pages share, those of one path but for their suffix as one."""
    settings = publication.edition.settings
    for path in dict.fromkeys(path.rpartition(".")[0] for path in pages.assets(publication.edition)):
        stem = settings.own(path)
        yield Named(settings.base + stem, stem, path)


def _write_sitemap(publication: Publication, _resource: Resource[Publication], _language: str) -> bytes:
    """Write a sitemap of all pages but those of records, each with its translations, and when its data changed last."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for resource in publication.resources():
        for kind in () if resource.is_record else resource.document_kinds:
            if kind.is_in_sitemap:
                lines += _addresses(publication, resource, kind)
    return ("\n".join([*lines, "</urlset>"]) + "\n").encode()


def _addresses(publication: Publication, resource: Resource[Publication], kind: DocumentKind[Publication]) -> Iterator[str]:
    """Write the documents of one kind about a resource, each with its translations."""
    base = publication.edition.address
    translations = [d for d in resource.documents(publication.edition) if d.format == kind.format]
    moment = kind.changed(publication, resource) if kind.changed is not None else ""
    changed = f"<lastmod>{moment}</lastmod>" if moment else ""
    for document in translations:
        yield f"<url><loc>{escape(base + document.path)}</loc>{changed}"
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
        ResourceKind(ROBOTS, Message("publish.file-crawlers"), _robots),
        ResourceKind(ASSET, Message("publish.file-all-pages-share"), _assets),
    ],
    documents=[
        DocumentKind(XML, [SITEMAP], _write_sitemap),
        DocumentKind(TEXT, [ROBOTS], _write_robots),
        *map(_asset, (*ASSET_FORMATS, JAVASCRIPT)),
    ],
)
