"""Datasets and distributions, triple by triple."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.authorities import ACCESS_RIGHTS, AVAILABILITIES, FILE_TYPE, FREQUENCIES, LANGUAGE, LANGUAGES, THEMES
from catalogue.config import Subject
from catalogue.edition import Edition
from catalogue.exports.dcat.coverage import Places, period
from catalogue.exports.dcat.dates import Dates
from catalogue.exports.dcat.model import Dataset, Distribution
from catalogue.exports.dcat.terms import concept, concept_scheme, dated, linked, listed, term, texts, typed, within
from catalogue.languages import lookup
from catalogue.messages import Message, Text, as_shown
from catalogue.terms import XSD, Literal, NamedNode, Triple, named_node

_IANA = "https://www.iana.org/assignments/media-types/"
_SHA_256 = "spdx:checksumAlgorithm_sha256"
_DAY = 10


def language(node: NamedNode, tag: str) -> Iterator[Triple]:
    """Say the language of something, where the EU's table of languages has it."""
    known = lookup(tag, LANGUAGES)
    if known:
        yield from listed(node, "dct:language", [LANGUAGE + LANGUAGES[known]], "dct:LinguisticSystem")


def common(edition: Edition, node: NamedNode) -> Iterator[Triple]:
    """Say what holds for the catalogue, its datasets and services alike: who publishes it, and by which licence."""
    settings = edition.settings
    yield Triple(node, term("dct:publisher"), NamedNode(within(settings.base, "publisher")))
    if settings.license:
        yield Triple(node, term("dct:license"), NamedNode(settings.license))


def contact_iri(edition: Edition) -> str | None:
    """Give the IRI of the contact point, or None where there is none."""
    return within(edition.settings.base, "contact") if contact_address(edition) else None


def contact_address(edition: Edition) -> str | None:
    """Give the address of whom readers ask: that of the settings, or the publisher's homepage, or where to contribute."""
    settings = edition.settings
    return settings.portal.contact or settings.homepage or settings.contribute


def subjects(edition: Edition, node: NamedNode, about: Subject) -> Iterator[Triple]:
    """Say what something is about: keywords, themes, and whom to ask about it."""
    for tag, keywords in about.keywords.items():
        for keyword in keywords:
            yield from texts(node, "dcat:keyword", {tag: keyword})
    for theme in about.themes:
        yield from _theme(edition, node, theme)
    contact = contact_iri(edition)
    yield from linked(node, "dcat:contactPoint", [contact] if contact else [])


def _theme(edition: Edition, node: NamedNode, theme: str) -> Iterator[Triple]:
    """Give a theme: a code of the EU's table, or the IRI of another concept; nothing where it is neither."""
    code = THEMES.code(theme) or theme
    if code in THEMES.codes:
        yield from concept(node, "dcat:theme", THEMES, code)
    elif ":" in theme and named_node(theme) is not None:
        yield from linked(node, "dcat:theme", [theme], "skos:Concept")
        yield from texts(NamedNode(theme), "skos:prefLabel", edition.label_text(NamedNode(theme)))


def describe_dataset(edition: Edition, dataset: Dataset, places: Places) -> Iterator[Triple]:
    """Describe a dataset and its distributions."""
    node, portal = NamedNode(dataset.iri), edition.settings.portal
    about = portal.subject(dataset.settings)
    yield typed(node, "dcat:Dataset")
    yield from texts(node, "dct:title", dataset.title)
    yield from texts(node, "dct:description", dataset.description)
    yield Triple(node, term("dct:identifier"), Literal(dataset.iri))
    yield from linked(node, "dcat:landingPage", [dataset.page], "foaf:Document")
    for tag in edition.settings.languages:
        yield from language(node, tag)
    yield from common(edition, node)
    yield from subjects(edition, node, about)
    yield from places.of(node, dataset.settings)
    yield from period(node, about.period, dataset.dates.modified[:_DAY])
    yield from listed(node, "dct:accrualPeriodicity", FREQUENCIES.known(about.frequency), "dct:Frequency")
    yield from listed(node, "dct:accessRights", ACCESS_RIGHTS.known(portal.access_rights), "dct:RightsStatement")
    yield from _state(node, dataset.dates)
    yield from linked(node, "dct:hasPart", dataset.parts)
    for file in dataset.distributions:
        yield Triple(node, term("dcat:distribution"), NamedNode(within(dataset.iri, file.name)))
    for file in dataset.distributions:
        yield from _distribution(edition, NamedNode(within(dataset.iri, file.name)), dataset, file)


def _state(node: NamedNode, dates: Dates) -> Iterator[Triple]:
    """Say when a dataset was first there and changed last, its version and the one before."""
    yield from dated(node, "dct:issued", dates.issued)
    yield from dated(node, "dct:modified", dates.modified)
    if dates.version:
        yield Triple(node, term("dcat:version"), Literal(dates.version))
    yield from linked(node, "dcat:previousVersion", [dates.before] if dates.before else [])


def _distribution(edition: Edition, node: NamedNode, dataset: Dataset, file: Distribution) -> Iterator[Triple]:
    settings, dates = edition.settings, dataset.dates
    yield typed(node, "dcat:Distribution")
    yield from texts(node, "dct:title", file.title)
    yield from texts(node, "dct:description", _description(edition, dataset, file))
    yield from linked(node, "dcat:accessURL", [file.url])
    yield from linked(node, "dcat:downloadURL", [file.url])
    yield from linked(node, "dcat:mediaType", [_IANA + file.media_type], "dct:MediaType")
    if file.compression:
        yield from linked(node, "dcat:compressFormat", [_IANA + file.compression], "dct:MediaType")
    yield from language(node, file.language)
    if file.file_type:
        yield from listed(node, "dct:format", [FILE_TYPE + file.file_type], "dct:MediaTypeOrExtent")
    if settings.license:
        yield Triple(node, term("dct:license"), NamedNode(settings.license))
    yield from concept(node, "dcatap:availability", AVAILABILITIES, settings.portal.availability)
    yield from dated(node, "dct:issued", dates.issued)
    yield from dated(node, "dct:modified", dates.modified)
    yield from linked(node, "dct:conformsTo", file.standards, "dct:Standard")
    yield from _bytes(node, file)


def _description(edition: Edition, dataset: Dataset, file: Distribution) -> Text:
    """Say what a file has, else of which dataset it is; a text of several languages has the same ones."""
    if file.description:
        return file.description
    about = Message("dcat.distribution", file=file.title, dataset=dataset.title)
    return as_shown(about, edition.settings.languages)


def _bytes(node: NamedNode, file: Distribution) -> Iterator[Triple]:
    """Say how many bytes a file has, and their SHA-256."""
    if file.size is not None:
        size = Literal(str(file.size), datatype=NamedNode(XSD + "nonNegativeInteger"))
        yield Triple(node, term("dcat:byteSize"), size)
    if file.sha256:
        checksum = NamedNode(within(node.value, "sha256"))
        yield from linked(node, "spdx:checksum", [checksum.value], "spdx:Checksum")
        yield from linked(checksum, "spdx:algorithm", [term(_SHA_256).value], "spdx:ChecksumAlgorithm")
        value = Literal(file.sha256, datatype=NamedNode(XSD + "hexBinary"))
        yield Triple(checksum, term("spdx:checksumValue"), value)


def taxonomy(edition: Edition, node: NamedNode) -> Iterator[Triple]:
    """Say which table the themes of the datasets are of, where one is the EU's."""
    portal = edition.settings.portal
    themes = {*portal.themes, *(theme for each in portal.datasets for theme in each.themes or ())}
    if any((THEMES.code(theme) or theme) in THEMES.codes for theme in themes):
        yield Triple(node, term("dcat:themeTaxonomy"), NamedNode(THEMES.iri))
        yield from concept_scheme(THEMES)
