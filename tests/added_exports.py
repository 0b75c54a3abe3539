"""Exports as somebody would add them, in this one module: a vCard of each thing, a feed of each list, and news of the whole."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from catalogue.documents import Address, Format
from catalogue.publish import DatasetFacts, DocumentKind, Export, Named, Publication, Resource, ResourceKind

VCARD = Format("vcard", "text/vcard", ".vcf", "vCard", quality=0.5)
ATOM = Format("atom", "application/atom+xml", ".atom", "Atom", "ATOM", quality=0.5)
NEWS = Format("news", "application/feed+json", ".json", "JSON Feed", quality=0.5)


def _card(publication: Publication, resource: Resource[Publication], _: str) -> bytes:
    name = publication.edition.label(resource.subject, "en")
    return f"BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:thing\r\nFN:{name}\r\nURL:{resource.iri}\r\nEND:VCARD\r\n".encode()


def _feed(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    edition = publication.edition
    entries = "".join(
        f"<entry><id>{escape(thing.value)}</id><title>{escape(edition.label(thing, language))}</title></entry>"
        for thing in edition.instances(resource.subject)
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}"><id>{escape(resource.iri)}</id>{entries}</feed>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{feed}\n'.encode()


def _news(publication: Publication, _resource: Resource[Publication], _language: str) -> bytes:
    return f'{{"version": "https://jsonfeed.org/version/1.1", "items": {len(publication.edition.things)}}}\n'.encode()


def _named(publication: Publication) -> Iterator[Named]:
    yield Named(publication.edition.settings.base + "news", "news")


def _dataset(publication: Publication, _: Resource[Publication]) -> DatasetFacts:
    return DatasetFacts(
        {"en": "News", "fr": "Nouvelles"}, {"en": "What is new", "fr": "Ce qui est nouveau"}, publication.edition.settings.base
    )


EXPORT = Export(
    "added",
    resources=[ResourceKind("news", {"en": "the news", "fr": "les nouvelles"}, _named, dataset=_dataset)],
    documents=[
        DocumentKind(VCARD, ["thing"], _card, relation="describedby"),
        DocumentKind(ATOM, ["list"], _feed, per_language=True, is_distribution=False),
        DocumentKind(NEWS, ["news"], _news, is_distribution=True, download="News", is_in_sitemap=True),
    ],
    addresses=[Address("news", {"en": "the news", "fr": "les nouvelles"}, is_folder=True)],
)
