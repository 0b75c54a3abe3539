"""The datasets and services of a catalogue as portals list them: the whole, those that the settings choose, and others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from catalogue.config import DatasetSettings
from catalogue.documents.addresses import FOR_SPREADSHEETS, NAMED_QUERIES, OPENAPI, SHAPES, SPARQL
from catalogue.documents.formats import CSV, CSVW, TURTLE
from catalogue.edition import Edition
from catalogue.exports import dcat
from catalogue.exports.dcat.terms import within
from catalogue.messages import Message, Text, as_shown, say
from catalogue.pages import query_path
from catalogue.publish.digests import Digest, digest_of
from catalogue.publish.export import DatasetFacts, Document, DocumentKind, Extent, Resource
from catalogue.publish.publication import Publication

Part = tuple[Resource[Publication], DatasetFacts]
"""A resource that has files of a dataset, and what it is described as."""

Measure = Callable[[Publication, Document], Digest | None]
"""What gives the size and the digest of a file, or None."""


def unmeasured(_publication: Publication, _document: Document) -> None:
    """Leave a file unmeasured: a page that only links to it would else have to wait for it."""


def datasets(publication: Publication, measure: Measure = digest_of) -> Iterator[dcat.Dataset]:
    """List the datasets: the whole first, then those of the settings in their order, then those of exports and queries.

    What is in none of the settings' datasets is among the files of the whole, but not once more in a syntax of RDF: the whole
    has it already.

    Args:
        publication: the documents of the catalogue.
        measure: gives the size and the digest of a file, for which it is made; `unmeasured` where nobody asks for them.
    """
    edition = publication.edition
    parts = _parts(publication)
    chosen = {each.name: _chosen(publication, each, parts) for each in edition.settings.portal.datasets}
    taken = {resource.iri for each in chosen.values() for resource, _ in each}
    for whole, facts in parts.values():
        if facts.extent is Extent.WHOLE:
            rest = [part for part in parts.values() if part[1].extent is Extent.PART and part[0].iri not in taken]
            others = chain.from_iterable(_rest(publication, part, measure) for part in rest)
            files = [*_files(publication, (whole, facts), measure), *others]
            of_it = [dataset_iri(publication, name) for name, has in chosen.items() if has]
            yield _dataset(publication, whole.iri, facts, files, of_it)
    for each in edition.settings.portal.datasets:
        if chosen[each.name]:
            yield _of_settings(publication, each, chosen[each.name], measure)
    for resource, facts in parts.values():
        if facts.extent is Extent.OTHER and resource.iri not in taken:
            yield _dataset(publication, resource.iri, facts, list(_files(publication, (resource, facts), measure)))


def dataset_iri(publication: Publication, name: str) -> str:
    """Give the IRI of a dataset of the settings: a fragment of the catalogue's, which stays when it has other parts."""
    return within(publication.edition.settings.base, f"dataset-{name}")


def _parts(publication: Publication) -> dict[str, Part]:
    """Give what can be described as a dataset or a part of one, by IRI."""
    parts: dict[str, Part] = {}
    for resource in publication.own.values():
        describe = publication.registry.resources[resource.kind].dataset
        facts = describe(publication, resource) if describe is not None else None
        if facts is not None:
            parts[resource.iri] = resource, facts
    return parts


def _chosen(publication: Publication, dataset: DatasetSettings, parts: dict[str, Part]) -> list[Part]:
    """Give the parts of a dataset of the settings: the lists of its types, then the answers of its queries."""
    edition = publication.edition
    types = list(filter(None, map(edition.ranks.named, dataset.types)))
    own = edition.settings.own
    paths = chain(
        *((own(type_.name), own(type_.name + FOR_SPREADSHEETS)) for type_ in types),
        (query_path(edition, name) for name in dataset.queries),
    )
    iris = dict.fromkeys(edition.settings.base + path for path in paths)
    return [parts[iri] for iri in iris if iri in parts]


def _dataset(
    publication: Publication, iri: str, facts: DatasetFacts, files: Sequence[dcat.Distribution], parts: Sequence[str] = ()
) -> dcat.Dataset:
    page, dates = _published(publication, facts.page), dcat.dates_of(publication.edition)
    return dcat.Dataset(iri, facts.title, facts.description, page, files, parts, dates=dates)


def _of_settings(publication: Publication, dataset: DatasetSettings, parts: Sequence[Part], measure: Measure) -> dcat.Dataset:
    facts = parts[0][1]
    is_one = all(other.description == facts.description for _, other in parts)
    files = list(chain.from_iterable(_files(publication, part, measure, is_alone=False) for part in parts))
    return dcat.Dataset(
        dataset_iri(publication, dataset.name),
        dataset.title,
        dataset.description or (facts.description if is_one else dataset.title),
        _published(publication, facts.page),
        files,
        settings=dataset,
        dates=dcat.dates_of(publication.edition, dataset.name),
    )


def _published(publication: Publication, address: str) -> str:
    """Give where a page lies whose address is below the base."""
    edition = publication.edition
    base = edition.settings.base
    return edition.address + address.removeprefix(base) if address.startswith(base) else address


def _rest(publication: Publication, part: Part, measure: Measure) -> Iterator[dcat.Distribution]:
    """List the files of a part that are among those of the whole: of a list those that are no RDF, which the whole has."""
    resource, _ = part
    is_list = any(kind.is_distribution and not (kind.compresses or kind.format).is_rdf for kind in resource.document_kinds)
    kinds = [kind for kind in resource.document_kinds if not (is_list and kind.format.is_rdf)]
    return _of_kinds(publication, part, kinds, f"{resource.path}-", measure)


def _files(publication: Publication, part: Part, measure: Measure, *, is_alone: bool = True) -> Iterator[dcat.Distribution]:
    """List the files of a dataset that a resource is, or is a part of."""
    resource, _ = part
    return _of_kinds(publication, part, resource.document_kinds, "" if is_alone else f"{resource.path}-", measure)


def _of_kinds(
    publication: Publication, part: Part, kinds: Iterable[DocumentKind[Publication]], start: str, measure: Measure
) -> Iterator[dcat.Distribution]:
    """List files: in each language, where there is one of a format for each, and not once more without."""
    files = [kind for kind in kinds if kind.is_distribution]
    translated = {kind.format for kind in files if kind.per_language}
    for kind in files:
        if kind.per_language or kind.format not in translated:
            for language in publication.edition.settings.languages if kind.per_language else ("",):
                file = _file(publication, part, kind, language, start)
                digest = measure(publication, part[0].document(kind, language))
                yield replace(file, size=digest.size, sha256=digest.sha256) if digest is not None else file


def _file(
    publication: Publication, part: Part, kind: DocumentKind[Publication], language: str, start: str
) -> dcat.Distribution:
    edition, content = publication.edition, kind.compresses or kind.format
    resource, facts = part
    document = resource.document(kind, language)
    return dcat.Distribution(
        edition.address + document.path,
        content.media_type,
        content.file_type,
        f"{start}{kind.format.name}{f'-{language}' if language else ''}",
        _title(facts.title, f"{kind.title}, {language}" if language else kind.title),
        facts.description if facts.extent is Extent.PART and facts.description != facts.title else {},
        language,
        standards=list(_standards(edition, part, kind)),
        compression=kind.format.media_type if kind.compresses is not None else "",
    )


def _standards(edition: Edition, part: Part, kind: DocumentKind[Publication]) -> Iterator[str]:
    """List what a file conforms to: the shapes, a CSV the metadata of its columns, and the specification of its kind."""
    resource, facts = part
    if facts.has_shapes:
        yield edition.address + edition.settings.own(SHAPES) + TURTLE.suffix
    columns = next((each for each in resource.document_kinds if each.format == CSVW), None)
    if kind.format == CSV and columns is not None:
        yield edition.address + resource.document(columns).path
    if kind.standard:
        yield kind.standard


def _title(title: Text, format_: str) -> Text:
    return {tag: f"{text} ({format_})" for tag, text in title.items()}


_SPARQL_PROTOCOL = ("https://www.w3.org/TR/sparql11-protocol/", "SPARQL 1.1 Protocol")
_OPENAPI = ("https://spec.openapis.org/oas/v3.1.0", "OpenAPI 3.1")


def services(publication: Publication) -> Iterator[dcat.Service]:
    """List the services: that of SPARQL where the settings give its address, and the programming interface beside it."""
    settings = publication.edition.settings
    address, serves = settings.sparql.address, _whole(publication)
    if address is None or serves is None:
        return
    yield _service(publication, "sparql", (address, address), _SPARQL_PROTOCOL, serves)
    root = address.removesuffix(settings.own(SPARQL))
    if root != address and publication.edition.queries:
        api = root + settings.own(NAMED_QUERIES), root + settings.own(OPENAPI)
        yield _service(publication, "api", api, _OPENAPI, serves)


def _service(
    publication: Publication, name: str, addresses: tuple[str, str], standard: tuple[str, str], serves: str
) -> dcat.Service:
    """Describe a service, whose addresses are that of its endpoint and where it is described for programs."""
    settings = publication.edition.settings
    what = Message(f"dcat.service-{name}")
    title = {tag: f"{say(settings.title, tag)} – {text}" for tag, text in as_shown(what, settings.languages).items()}
    description = as_shown(Message(f"dcat.service-{name}-description"), settings.languages)
    iri = within(settings.base, f"service-{name}")
    return dcat.Service(iri, title, description, *addresses, standard, serves)


def _whole(publication: Publication) -> str | None:
    """Give the IRI of the dataset that has everything."""
    parts = _parts(publication).values()
    return next((resource.iri for resource, facts in parts if facts.extent is Extent.WHOLE), None)
