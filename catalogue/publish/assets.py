"""The software of a catalogue for catalogues of solutions: one description in ADMS-AP, of all entries that are software."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from catalogue.authorities import LANGUAGE, LANGUAGES, THEMES, Vocabulary
from catalogue.crosswalk import MATCHES
from catalogue.crosswalk.facts import values_in
from catalogue.crosswalk.values import WEB
from catalogue.crosswalk.vocabulary import SCHEMA_ORG
from catalogue.documents.addresses import ASSETS, HOME
from catalogue.documents.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE
from catalogue.edition import Edition
from catalogue.exports import dcat
from catalogue.exports.dcat.asset_codes import ASSET_STATUSES
from catalogue.exports.dcat.terms import within
from catalogue.exports.software import software
from catalogue.languages import lookup
from catalogue.lexical import is_valid
from catalogue.messages import Message, Text
from catalogue.publish import rdf
from catalogue.publish.export import Export, Named, Resource, ResourceKind
from catalogue.publish.publication import Publication, one_at
from catalogue.terms import XSD, BlankNode, Literal, NamedNode, Term, Triple, language_of, named_node

KIND = "assets"
"""The kind of resources that the description is."""

_PUBLISHERS = ("publisher", "maintainer", "provider", "author", "creator")
"""Who may make software available, the nearest first: only those of the first property that has any are given."""

Values = Mapping[str, Sequence[Term]]


def _asset(edition: Edition, thing: NamedNode) -> dcat.Asset:
    values = values_in(edition, thing, SCHEMA_ORG)
    statuses = _codes(edition, values.get("creativeWorkStatus", ()), ASSET_STATUSES)
    return dcat.Asset(
        thing.value,
        edition.label_text(thing),
        _text(values.get("description", ())) or _text(values.get("abstract", ())),
        f"{edition.address}{edition.path(thing.value)}.{edition.settings.languages[0]}.html",
        alternatives=_literals(values, "alternateName"),
        keywords=[*_literals(values, "keywords"), *_names(edition, values)],
        landing_page=min(_addresses(values, "url"), default=""),
        documentation=_addresses(values, "softwareHelp"),
        publishers=_publishers(edition, thing, values),
        licences={iri: edition.label_text(NamedNode(iri)) for iri in _resources(values, "license")},
        releases=list(_releases(values)),
        languages=_languages(values),
        themes=_codes(edition, [*values.get("keywords", ()), *values.get("about", ())], THEMES),
        related=_resources(values, "isBasedOn", "isPartOf", "softwareRequirements"),
        status=statuses[0] if len(statuses) == 1 else None,
        versions=sorted({each.value for each in _literals(values, "softwareVersion", "version")}),
        issued=_date(values, "datePublished"),
        modified=_date(values, "dateModified"),
    )


def _literals(values: Values, *names: str) -> list[Literal]:
    return [value for name in names for value in values.get(name, ()) if isinstance(value, Literal)]


def _resources(values: Values, *names: str) -> list[str]:
    """Give the IRIs among some values, in their order."""
    return sorted({value.value for name in names for value in values.get(name, ()) if isinstance(value, NamedNode)})


def _addresses(values: Values, name: str) -> list[str]:
    """Give the addresses of the web among some values, in their order."""
    return sorted({value.value for value in values.get(name, ()) if not isinstance(value, BlankNode) and _is_address(value)})


def _is_address(value: Literal | NamedNode) -> bool:
    return WEB.match(value.value) is not None and named_node(value.value) is not None


def _text(values: Iterable[Term]) -> Text:
    """Give the first text in each language."""
    text: dict[str, str] = {}
    for value in values:
        if isinstance(value, Literal):
            text.setdefault(language_of(value), value.value)
    return text


def _names(edition: Edition, values: Values) -> list[Literal]:
    """Give what the keywords are called that are resources."""
    texts = [edition.own_label(NamedNode(iri)) for iri in _resources(values, "keywords")]
    return [Literal(name, language=tag) if tag else Literal(name) for text in texts for tag, name in text.items()]


def _publishers(edition: Edition, thing: NamedNode, values: Values) -> list[dcat.Agent]:
    nearest = next((values[name] for name in _PUBLISHERS if values.get(name)), ())
    agents = []
    for number, value in enumerate(nearest, 1):
        name = _text([value]) if isinstance(value, Literal) else edition.own_label(value)
        iri = value.value if isinstance(value, NamedNode) else within(thing.value, f"publisher-{number}")
        agents += [dcat.Agent(iri, name)] if name else []
    return agents


def _releases(values: Values) -> Iterator[dcat.Release]:
    yield from (dcat.Release(address, "source") for address in _addresses(values, "codeRepository"))
    for name in ("downloadUrl", "installUrl"):
        yield from (dcat.Release(address, "download", is_file=name == "downloadUrl") for address in _addresses(values, name))


def _languages(values: Values) -> list[str]:
    tags = (lookup(value.value, LANGUAGES) for value in _literals(values, "inLanguage"))
    codes = (value.removeprefix(LANGUAGE) for value in _resources(values, "inLanguage") if value.startswith(LANGUAGE))
    return sorted({*(LANGUAGES[tag] for tag in tags if tag), *codes})


def _codes(edition: Edition, values: Iterable[Term], vocabulary: Vocabulary) -> list[str]:
    """Give the codes of a vocabulary that values are, or that the data says they match."""
    nodes = [value for value in values if isinstance(value, NamedNode)]
    matches = [other for node in nodes for predicate in MATCHES for other in edition.graph.objects(node, predicate)]
    codes = (vocabulary.code(node.value) for node in (*nodes, *matches) if isinstance(node, NamedNode))
    return sorted({code for code in codes if code is not None})


def _date(values: Values, name: str) -> str:
    """Give a day, a month, a year or a moment; empty where there is none, or several, which contradict each other."""
    dates = {value.value for value in _literals(values, name) if value.datatype.value.startswith(XSD) and _is_date(value)}
    return dates.pop() if len(dates) == 1 else ""


def _is_date(value: Literal) -> bool:
    local = value.datatype.value.removeprefix(XSD)
    return local in _DATES and len(value.value) == _DATES[local] and is_valid(value.value, value.datatype.value)


_DATES = {"gYear": 4, "gYearMonth": 7, "date": 10, "dateTime": 20}
"""The lengths of the lexical forms of dates, the last in UTC; others say less or more than a reader of DCAT expects."""


# The document


def _one(publication: Publication) -> Iterator[Named]:
    if software(publication.edition):
        yield from one_at(ASSETS)(publication)


def _triples(publication: Publication, _: Resource[Publication]) -> list[Triple]:
    edition = publication.edition
    page = f"{edition.address}{edition.settings.own(HOME)}.{edition.settings.languages[0]}.html"
    return dcat.describe_assets(edition, [_asset(edition, thing) for thing in software(edition)], page)


EXPORT = Export(
    "assets",
    resources=[ResourceKind(KIND, Message("publish.assets"), _one)],
    documents=[
        replace(rdf.document(TURTLE, [KIND], _triples), download="ADMS-AP", part=Message("publish.software")),
        rdf.document(JSON_LD, [KIND], _triples),
        rdf.document(N_TRIPLES, [KIND], _triples),
        rdf.document(RDF_XML, [KIND], _triples),
    ],
)
