"""The datasets that portals are told of (DCAT) in schema.org, as search engines for datasets read them on pages."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.authorities import COUNTRIES
from catalogue.config import Period
from catalogue.edition import Edition
from catalogue.exports import dcat
from catalogue.messages import say
from catalogue.pages.structured.page import publisher_item, site_reference
from catalogue.pages.structured.things import JsonObject
from catalogue.pages.views import Viewer
from catalogue.publish.export import Resource
from catalogue.publish.portal import datasets, unmeasured
from catalogue.publish.publication import Publication

_DAY = 10


def catalog_items(publication: Publication, viewer: Viewer, *, in_full: bool) -> list[JsonObject]:
    """Describe the catalogue of data and its datasets.

    Args:
        publication: the documents of the catalogue.
        viewer: the page.
        in_full: whether all datasets are described in full; else the whole alone, of which the others are parts.
    """
    edition, language = publication.edition, viewer.language
    settings, listed = edition.settings, list(datasets(publication, unmeasured))
    catalog: JsonObject = {
        "@type": "DataCatalog",
        "@id": settings.base,
        "name": say(settings.title, language),
        "description": say(settings.description or settings.title, language),
        "url": site_reference(viewer)["@id"].partition("#")[0],
        "inLanguage": list(settings.languages),
        **_common(viewer),
        "dataset": [_reference(each, language) for each in listed],
    }
    return [catalog, *(_dataset(viewer, each) for each in (listed if in_full else listed[:1]))]


def dataset_items(publication: Publication, viewer: Viewer, resource: Resource[Publication]) -> list[JsonObject]:
    """Describe the datasets whose page is that of a resource, in whatever language; most have none."""
    edition, facts = publication.edition, publication.registry.resources[resource.kind].dataset
    if facts is None or facts(publication, resource) is None:
        return []
    pages = {f"{edition.address}{resource.path}.{tag}.html" for tag in edition.settings.languages}
    return [_dataset(viewer, each) for each in datasets(publication, unmeasured) if each.page in pages]


def _reference(dataset: dcat.Dataset, language: str) -> JsonObject:
    return {"@type": "Dataset", "@id": dataset.iri, "name": say(dataset.title, language), "url": dataset.page}


def _common(viewer: Viewer) -> JsonObject:
    """Say what holds for the catalogue and its datasets alike: the licence, and who publishes them."""
    settings = viewer.edition.settings
    item: JsonObject = {"license": settings.license} if settings.license else {}
    if settings.publisher:
        item |= {"publisher": publisher_item(viewer), "creator": publisher_item(viewer)}
    return item


def _dataset(viewer: Viewer, dataset: dcat.Dataset) -> JsonObject:
    edition, language = viewer.edition, viewer.language
    settings = edition.settings
    return {
        **_reference(dataset, language),
        "description": say(dataset.description, language),
        "identifier": dataset.iri,
        "inLanguage": list(settings.languages),
        **_common(viewer),
        **dict(_subject(edition, dataset, language)),
        **dict(_state(dataset.dates)),
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": settings.base, "name": say(settings.title, language)},
        **({"hasPart": [{"@type": "Dataset", "@id": iri} for iri in dataset.parts]} if dataset.parts else {}),
        "distribution": [_download(file, language) for file in dataset.distributions],
    }


def _subject(edition: Edition, dataset: dcat.Dataset, language: str) -> Iterator[tuple[str, object]]:
    """Say what a dataset is about, and which place and period it covers."""
    portal = edition.settings.portal
    about = portal.subject(dataset.settings)
    shown = say({tag: tag for tag in about.keywords}, language)
    if about.keywords.get(shown):
        yield "keywords", list(about.keywords[shown])
    place = _place(*dcat.place_and_box(portal, dataset.settings))
    if place is not None:
        yield "spatialCoverage", place
    if about.period is not None:
        yield "temporalCoverage", _period(about.period, dataset.dates.modified[:_DAY])


def _place(place: str | None, box: tuple[float, ...] | None) -> JsonObject | None:
    """Give a place by its code or its IRI, and its area, as latitude and longitude of its corners."""
    item: JsonObject = {"@type": "Country" if place in COUNTRIES else "Place"}
    iri = dcat.place_iri(place)
    if iri is not None:
        item |= {"@id": iri, "identifier": place}
    if box is not None:
        west, south, east, north = box
        item["geo"] = {"@type": "GeoShape", "box": f"{south:g} {west:g} {north:g} {east:g}"}
    return item if len(item) > 1 else None


def _period(period: Period, until: str) -> str:
    """Give a period as ISO 8601 writes it; where it has no end, up to the last change."""
    return f"{period.start or '..'}/{period.end or until or '..'}"


def _state(dates: dcat.Dates) -> Iterator[tuple[str, str]]:
    given = {"datePublished": dates.issued, "dateModified": dates.modified, "version": dates.version}
    return ((name, value) for name, value in given.items() if value)


def _download(file: dcat.Distribution, language: str) -> JsonObject:
    item: JsonObject = {
        "@type": "DataDownload",
        "name": say(file.title, language),
        "contentUrl": file.url,
        "encodingFormat": file.compression or file.media_type,
    }
    return item | ({"inLanguage": file.language} if file.language else {})
