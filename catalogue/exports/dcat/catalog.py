"""The catalogue itself, its publisher and its services, triple by triple."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalogue.authorities import ACCESS_RIGHTS, LICENCE_TYPES, PUBLISHER_TYPES, licence_type
from catalogue.edition import Edition
from catalogue.exports.dcat.coverage import Places
from catalogue.exports.dcat.datasets import (
    common,
    contact_address,
    contact_iri,
    describe_dataset,
    language,
    subjects,
    taxonomy,
)
from catalogue.exports.dcat.dates import Dates, dates_of
from catalogue.exports.dcat.model import Dataset, Service
from catalogue.exports.dcat.terms import concept, dated, linked, listed, term, texts, typed, within
from catalogue.terms import Literal, NamedNode, Triple


def describe(edition: Edition, datasets: Sequence[Dataset], services: Sequence[Service] = ()) -> list[Triple]:
    """Describe the catalogue, its datasets and services.

    Args:
        edition: the catalogue.
        datasets: its datasets with their files.
        services: the services that give its data.

    Returns:
        The triples of a `dcat:Catalog` whose IRI is the catalogue's base, and of all that it holds; each once.
    """
    return list(dict.fromkeys(_catalog(edition, datasets, services)))


def _catalog(edition: Edition, datasets: Sequence[Dataset], services: Sequence[Service]) -> Iterator[Triple]:
    settings = edition.settings
    catalog, places, dates = NamedNode(settings.base), Places(settings.portal, settings.base), dates_of(edition)
    yield typed(catalog, "dcat:Catalog")
    yield from texts(catalog, "dct:title", settings.title)
    yield from texts(catalog, "dct:description", settings.description or settings.title)
    yield from linked(catalog, "foaf:homepage", [edition.address], "foaf:Document")
    for tag in settings.languages:
        yield from language(catalog, tag)
    yield from common(edition, catalog)
    yield from _dates(catalog, dates)
    yield from places.of(catalog, None)
    yield from taxonomy(edition, catalog)
    yield from linked(catalog, "dcat:dataset", (dataset.iri for dataset in datasets))
    yield from linked(catalog, "dcat:service", (service.iri for service in services))
    yield from publisher(edition)
    yield from _licence(edition)
    yield from contact(edition)
    for dataset in datasets:
        yield from describe_dataset(edition, dataset, places)
    for service in services:
        yield from _service(edition, service)


def _dates(catalog: NamedNode, dates: Dates) -> Iterator[Triple]:
    yield from dated(catalog, "dct:issued", dates.issued)
    yield from dated(catalog, "dct:modified", dates.modified)


def publisher(edition: Edition) -> Iterator[Triple]:
    """Describe who publishes the catalogue."""
    settings = edition.settings
    agent = NamedNode(within(settings.base, "publisher"))
    yield typed(agent, "foaf:Agent")
    yield from texts(agent, "foaf:name", settings.publisher)
    yield from concept(agent, "dct:type", PUBLISHER_TYPES, settings.portal.publisher_type)
    if settings.homepage:
        yield Triple(agent, term("foaf:homepage"), NamedNode(settings.homepage))


def _licence(edition: Edition) -> Iterator[Triple]:
    settings = edition.settings
    if settings.license:
        licence = NamedNode(settings.license)
        yield typed(licence, "dct:LicenseDocument")
        asked = settings.portal.licence_type or licence_type(settings.license)
        yield from concept(licence, "dct:type", LICENCE_TYPES, asked)


def contact(edition: Edition) -> Iterator[Triple]:
    """Say whom to ask: a page, or the address of a role."""
    iri, address, settings = contact_iri(edition), contact_address(edition), edition.settings
    if iri is None or address is None:
        return
    point = NamedNode(iri)
    yield typed(point, "vcard:Kind")
    yield from texts(point, "vcard:fn", settings.portal.contact_name or settings.publisher)
    yield from linked(point, "vcard:hasEmail" if address.startswith("mailto:") else "vcard:hasURL", [address])


def _service(edition: Edition, service: Service) -> Iterator[Triple]:
    node = NamedNode(service.iri)
    standard, title = service.standard
    yield typed(node, "dcat:DataService")
    yield from texts(node, "dct:title", service.title)
    yield from texts(node, "dct:description", service.description)
    yield from linked(node, "dcat:endpointURL", [service.endpoint])
    yield from linked(node, "dcat:endpointDescription", [service.documentation])
    yield from linked(node, "dcat:servesDataset", [service.serves])
    yield from linked(node, "dct:conformsTo", [standard], "dct:Standard")
    yield Triple(NamedNode(standard), term("dct:title"), Literal(title))
    yield from common(edition, node)
    portal = edition.settings.portal
    yield from subjects(edition, node, portal.subject())
    yield from listed(node, "dct:accessRights", ACCESS_RIGHTS.known(portal.access_rights), "dct:RightsStatement")
