"""Software described as ADMS-AP 2.01 wants it: a repository of assets, each a dataset of DCAT, triple by triple."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from catalogue.authorities import LANGUAGE, PUBLISHER_TYPES, THEMES, Vocabulary
from catalogue.edition import Edition
from catalogue.exports.dcat.asset_codes import ASSET_STATUSES, SOFTWARE_LICENCES, freest, software_licence_type
from catalogue.exports.dcat.catalog import contact, publisher
from catalogue.exports.dcat.coverage import Places
from catalogue.exports.dcat.datasets import contact_address, contact_iri
from catalogue.exports.dcat.dates import dates_of
from catalogue.exports.dcat.terms import concept, dated, linked, listed, term, texts, typed, within
from catalogue.messages import Message, Text, as_shown, say
from catalogue.terms import Literal, NamedNode, Triple

SOFTWARE = "software"
"""What the IRI of the repository ends in, a fragment of the catalogue's."""

_SOFTWARE_TYPE = "http://purl.org/dc/dcmitype/Software"
"""What an asset is: the type of the Dublin Core that stands for software."""

_DCMI_TYPES = "http://purl.org/dc/terms/DCMIType"


@dataclass(frozen=True)
class Agent:
    """An organisation or another agent that makes an asset available.

    Attributes:
        iri: its IRI.
        name: what it is called, by language.
    """

    iri: str
    name: Text


@dataclass(frozen=True)
class Release:
    """A place where an asset is taken from.

    Attributes:
        url: its address.
        name: `source` for its code, `download` for what is installed.
        is_file: whether the address is that of what is taken, not of a page about it.
    """

    url: str
    name: str
    is_file: bool = False


@dataclass(frozen=True)
class Asset:
    """A piece of software.

    Attributes:
        iri: its IRI.
        title: what it is called, by language.
        description: what it is, by language; empty where that is not known.
        page: the address of our page about it.
        alternatives: other names.
        keywords: keywords.
        landing_page: the address of its own page; or empty.
        documentation: the addresses of pages that explain it.
        publishers: who makes it available.
        licences: the IRIs of its licences, with what each is called by language.
        releases: where it is taken from.
        languages: the codes of its languages in the table of the EU.
        themes: the codes of its themes in the table of the EU.
        related: the IRIs of what it rests upon or belongs to.
        status: its code in the ADMS table of statuses, or None.
        versions: what its versions are called.
        issued: when it was published, or empty.
        modified: when it changed last, or empty.
    """

    iri: str
    title: Text
    description: Text
    page: str
    alternatives: Sequence[Literal] = ()
    keywords: Sequence[Literal] = ()
    landing_page: str = ""
    documentation: Sequence[str] = ()
    publishers: Sequence[Agent] = ()
    licences: Mapping[str, Text] = field(default_factory=dict)
    releases: Sequence[Release] = ()
    languages: Sequence[str] = ()
    themes: Sequence[str] = ()
    related: Sequence[str] = ()
    status: str | None = None
    versions: Sequence[str] = ()
    issued: str = ""
    modified: str = ""


def describe_assets(edition: Edition, assets: Sequence[Asset], page: str) -> list[Triple]:
    """Describe the software of a catalogue as a repository of assets.

    Args:
        edition: the catalogue.
        assets: the software.
        page: the address of the page that lists it, or of the catalogue.

    Returns:
        The triples of a `dcat:Catalog` whose IRI is a fragment of the base, of the assets, and of what they lead to; each once.
    """
    return list(dict.fromkeys(_repository(edition, assets, page)))


def _repository(edition: Edition, assets: Sequence[Asset], page: str) -> Iterator[Triple]:
    settings = edition.settings
    repository = NamedNode(within(settings.base, SOFTWARE))
    yield typed(repository, "dcat:Catalog")
    yield typed(repository, "adms:AssetRepository")
    title, description = Message("dcat.software"), Message("dcat.software-description", title=settings.title)
    names = as_shown(title, settings.languages).items()
    yield from texts(repository, "dct:title", {tag: f"{say(settings.title, tag)} – {name}" for tag, name in names})
    yield from texts(repository, "dct:description", as_shown(description, settings.languages))
    yield Triple(repository, term("dct:publisher"), NamedNode(within(settings.base, "publisher")))
    yield from linked(repository, "foaf:homepage", [page], "foaf:Document")
    yield from dated(repository, "dct:issued", dates_of(edition).issued)
    yield from Places(settings.portal, settings.base).of(repository, None)
    yield from linked(repository, "dcat:themeTaxonomy", [THEMES.iri])
    yield from _scheme(THEMES)
    yield from _asked(edition, repository)
    yield from publisher(edition)
    yield from _scheme(PUBLISHER_TYPES) if settings.portal.publisher_type in PUBLISHER_TYPES.codes else ()
    yield from _contact(edition)
    yield from linked(repository, "dcat:dataset", (asset.iri for asset in assets))
    for asset in assets:
        yield from _asset(edition, asset)


def _contact(edition: Edition) -> Iterator[Triple]:
    """Describe whom to ask, by an address of mail where the settings have one."""
    yield from contact(edition)
    address = contact_address(edition) or ""
    if address.startswith("mailto:"):
        yield typed(NamedNode(address), "vcard:Email")


def _asked(edition: Edition, node: NamedNode) -> Iterator[Triple]:
    """Say whom to ask."""
    iri = contact_iri(edition)
    yield from linked(node, "dcat:contactPoint", [iri] if iri else [])


def _asset(edition: Edition, asset: Asset) -> Iterator[Triple]:
    node = NamedNode(asset.iri)
    yield typed(node, "dcat:Dataset")
    yield typed(node, "adms:Asset")
    yield from texts(node, "dct:title", asset.title)
    yield from texts(node, "dct:description", asset.description or asset.title)
    yield Triple(node, term("dct:identifier"), Literal(asset.iri))
    yield from _type(node)
    yield from _literals(node, "skos:altLabel", asset.alternatives)
    yield from _literals(node, "dcat:keyword", asset.keywords)
    yield from _asked(edition, node)
    yield from _publishers(node, asset.publishers)
    yield from linked(node, "dcat:landingPage", [asset.landing_page] if asset.landing_page else [], "foaf:Document")
    yield from linked(node, "foaf:page", [asset.page, *asset.documentation], "foaf:Document")
    yield from linked(node, "dct:relation", asset.related)
    yield from listed(node, "dct:language", (LANGUAGE + code for code in asset.languages), "dct:LinguisticSystem")
    for code in asset.themes:
        yield from _concept(node, "dcat:theme", THEMES, code)
    yield from _concept(node, "adms:status", ASSET_STATUSES, asset.status) if asset.status else ()
    yield from _literals(node, "owl:versionInfo", map(Literal, asset.versions))
    yield from dated(node, "dct:issued", asset.issued)
    yield from dated(node, "dct:modified", asset.modified)
    yield from _releases(edition, node, asset)


def _type(node: NamedNode) -> Iterator[Triple]:
    yield from linked(node, "dct:type", [_SOFTWARE_TYPE], "skos:Concept")
    kind, scheme = NamedNode(_SOFTWARE_TYPE), NamedNode(_DCMI_TYPES)
    yield from texts(kind, "skos:prefLabel", {"en": "Software", "fr": "Logiciel"})
    yield from linked(kind, "skos:inScheme", [_DCMI_TYPES], "skos:ConceptScheme")
    yield from texts(scheme, "rdfs:label", {"en": "DCMI Type Vocabulary", "fr": "Vocabulaire des types du DCMI"})


def _publishers(node: NamedNode, publishers: Iterable[Agent]) -> Iterator[Triple]:
    for agent in publishers:
        yield from linked(node, "dct:publisher", [agent.iri], "foaf:Agent")
        yield from texts(NamedNode(agent.iri), "foaf:name", agent.name)


def _literals(node: NamedNode, name: str, values: Iterable[Literal]) -> Iterator[Triple]:
    return (Triple(node, term(name), value) for value in values)


def _releases(edition: Edition, node: NamedNode, asset: Asset) -> Iterator[Triple]:
    """Describe where an asset is taken from: one licence for all, the freest of several."""
    licence = freest(asset.licences) or within(asset.iri, "licence")
    counted: Counter[str] = Counter()
    for release in asset.releases:
        counted[release.name] += 1
        iri = within(asset.iri, f"{release.name}-{counted[release.name]}")
        file = NamedNode(iri)
        yield from linked(node, "dcat:distribution", [iri], "dcat:Distribution")
        yield typed(file, "adms:AssetDistribution")
        name = as_shown(Message(f"dcat.release-{release.name}"), edition.settings.languages).items()
        yield from texts(file, "dct:title", {tag: f"{say(asset.title, tag)} – {text}" for tag, text in name})
        yield from linked(file, "dcat:accessURL", [release.url])
        yield from linked(file, "dcat:downloadURL", [release.url] if release.is_file else [])
        yield from linked(file, "dct:license", [licence], "dct:LicenseDocument")
        yield from texts(NamedNode(licence), "rdfs:label", asset.licences.get(licence, {}))
        yield from _concept(NamedNode(licence), "dct:type", SOFTWARE_LICENCES, software_licence_type(licence))


def _concept(node: NamedNode, name: str, vocabulary: Vocabulary, code: str | None) -> Iterator[Triple]:
    yield from concept(node, name, vocabulary, code)
    yield from _scheme(vocabulary)


def _scheme(vocabulary: Vocabulary) -> Iterator[Triple]:
    """Say what a vocabulary is called, as ADMS-AP has it."""
    scheme = NamedNode(vocabulary.iri)
    yield typed(scheme, "skos:ConceptScheme")
    yield from texts(scheme, "rdfs:label", vocabulary.title)
