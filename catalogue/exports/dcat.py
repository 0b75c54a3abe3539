"""The catalogue and its datasets described in DCAT 3, with what DCAT-AP 3 demands of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalogue.config import Settings
from catalogue.edition import Edition
from catalogue.languages import lookup
from catalogue.messages import Text
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import RDF_TYPE, XSD, Literal, NamedNode, Term, Triple

_IANA = "https://www.iana.org/assignments/media-types/"
_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_EU_LANGUAGES = {"fr": "FRA", "en": "ENG", "de": "DEU", "es": "SPA", "it": "ITA", "nl": "NLD", "pt": "POR"}


@dataclass(frozen=True)
class Distribution:
    """A file of a dataset.

    Attributes:
        url: where it lies.
        media_type: its media type.
        file_type: its code in the EU's file type table, or empty.
        name: short name of the format, with the language where there is one, which names the distribution.
        language: the language that it is in, or empty.
    """

    url: str
    media_type: str
    file_type: str
    name: str
    language: str = ""


@dataclass(frozen=True)
class Dataset:
    """A dataset of the catalogue: all things of one type, or everything.

    Attributes:
        iri: its IRI.
        title: its title by language.
        description: what it holds, by language.
        page: address of a page about it.
        distributions: its files.
        parts: the IRIs of the datasets that it consists of.
    """

    iri: str
    title: Text
    description: Text
    page: str
    distributions: Sequence[Distribution]
    parts: Sequence[str] = ()


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(STANDARD_PREFIXES[prefix] + local)


def describe(edition: Edition, datasets: Sequence[Dataset]) -> list[Triple]:
    """Describe the catalogue and its datasets.

    Args:
        edition: the catalogue.
        datasets: its datasets with their files.

    Returns:
        The triples of a `dcat:Catalog` whose IRI is the catalogue's base, and of all that it holds; each once.
    """
    return list(dict.fromkeys(_catalog(edition, datasets)))


def _catalog(edition: Edition, datasets: Sequence[Dataset]) -> Iterator[Triple]:
    settings = edition.settings
    catalog = NamedNode(settings.base)
    yield Triple(catalog, RDF_TYPE, _term("dcat:Catalog"))
    yield from _texts(catalog, "dct:title", settings.title)
    yield from _texts(catalog, "dct:description", settings.description or settings.title)
    yield Triple(catalog, _term("foaf:homepage"), NamedNode(edition.address))
    for tag in settings.languages:
        yield from _language(catalog, tag)
    yield from _common(edition, catalog)
    for dataset in datasets:
        yield Triple(catalog, _term("dcat:dataset"), NamedNode(dataset.iri))
    yield from _publisher(settings)
    if settings.license:
        yield Triple(NamedNode(settings.license), RDF_TYPE, _term("dct:LicenseDocument"))
    for dataset in datasets:
        yield from _dataset(edition, dataset)


def _language(node: NamedNode, tag: str) -> Iterator[Triple]:
    """Say the language of something, where the EU's table of languages has it."""
    known = lookup(tag, _EU_LANGUAGES)
    if known:
        language = NamedNode(f"{_AUTHORITY}language/{_EU_LANGUAGES[known]}")
        yield Triple(node, _term("dct:language"), language)
        yield Triple(language, RDF_TYPE, _term("dct:LinguisticSystem"))


def _common(edition: Edition, node: NamedNode) -> Iterator[Triple]:
    settings = edition.settings
    yield Triple(node, _term("dct:publisher"), _publisher_iri(settings))
    if settings.license:
        yield Triple(node, _term("dct:license"), NamedNode(settings.license))
    if edition.modified is not None:
        moment = edition.modified.strftime("%Y-%m-%dT%H:%M:%SZ")
        yield Triple(node, _term("dct:modified"), Literal(moment, datatype=NamedNode(XSD + "dateTime")))


def _publisher_iri(settings: Settings) -> NamedNode:
    return NamedNode(settings.base + "#publisher")


def _publisher(settings: Settings) -> Iterator[Triple]:
    publisher = _publisher_iri(settings)
    yield Triple(publisher, RDF_TYPE, _term("foaf:Agent"))
    yield from _texts(publisher, "foaf:name", settings.publisher)
    if settings.homepage:
        yield Triple(publisher, _term("foaf:homepage"), NamedNode(settings.homepage))


def _dataset(edition: Edition, dataset: Dataset) -> Iterator[Triple]:
    node = NamedNode(dataset.iri)
    yield Triple(node, RDF_TYPE, _term("dcat:Dataset"))
    yield from _texts(node, "dct:title", dataset.title)
    yield from _texts(node, "dct:description", dataset.description)
    yield Triple(node, _term("dcat:landingPage"), NamedNode(dataset.page))
    yield Triple(NamedNode(dataset.page), RDF_TYPE, _term("foaf:Document"))
    yield from _common(edition, node)
    for part in dataset.parts:
        yield Triple(node, _term("dct:hasPart"), NamedNode(part))
    distributions = [NamedNode(f"{dataset.iri}#{d.name}") for d in dataset.distributions]
    for distribution in distributions:
        yield Triple(node, _term("dcat:distribution"), distribution)
    for distribution, file in zip(distributions, dataset.distributions, strict=True):
        yield from _distribution(edition, distribution, dataset, file)


def _distribution(edition: Edition, node: NamedNode, dataset: Dataset, file: Distribution) -> Iterator[Triple]:
    yield Triple(node, RDF_TYPE, _term("dcat:Distribution"))
    yield from _texts(node, "dct:title", {tag: f"{title} ({file.name})" for tag, title in dataset.title.items()})
    yield Triple(node, _term("dcat:accessURL"), NamedNode(file.url))
    yield Triple(node, _term("dcat:downloadURL"), NamedNode(file.url))
    media_type = NamedNode(_IANA + file.media_type)
    yield Triple(node, _term("dcat:mediaType"), media_type)
    yield Triple(media_type, RDF_TYPE, _term("dct:MediaType"))
    if file.language:
        yield from _language(node, file.language)
    if file.file_type:
        format_ = NamedNode(f"{_AUTHORITY}file-type/{file.file_type}")
        yield Triple(node, _term("dct:format"), format_)
        yield Triple(format_, RDF_TYPE, _term("dct:MediaTypeOrExtent"))
    if edition.settings.license:
        yield Triple(node, _term("dct:license"), NamedNode(edition.settings.license))


def _texts(node: NamedNode, name: str, text: Text) -> Iterator[Triple]:
    for tag, value in text.items():
        term: Term = Literal(value, language=tag) if tag else Literal(value)
        yield Triple(node, _term(name), term)
