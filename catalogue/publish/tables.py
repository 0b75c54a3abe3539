"""Tables: each type's in several forms, and all of them together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from catalogue.documents.addresses import DATA_PACKAGE as PACKAGE_PATH
from catalogue.documents.addresses import FOR_SPREADSHEETS
from catalogue.documents.addresses import TABLES as TABLES_PATH
from catalogue.documents.formats import CSV, CSVW, DATA_PACKAGE, PARQUET, XLSX, ZIP
from catalogue.exports import tables
from catalogue.exports.tables import Table, Written
from catalogue.messages import Message, as_shown
from catalogue.model import EntityType
from catalogue.publish.digests import Digest
from catalogue.publish.export import (
    DESCRIBED_BY,
    DatasetFacts,
    Document,
    DocumentKind,
    Export,
    Extent,
    Named,
    Resource,
    ResourceKind,
)
from catalogue.publish.lists import LIST
from catalogue.publish.publication import Publication, one_at
from catalogue.publish.queries import QUERY

SPREADSHEET = "spreadsheet"
"""The kind of resources that the tables for spreadsheets are."""

PACKAGE = "data package"
"""The kind of resources that the description of all tables is."""

_TABULAR_METADATA = "https://www.w3.org/TR/tabular-metadata/"

TABLES = "tables"
"""The kind of resources that all tables together are."""

_ALL = Message("publish.all-tables")


def _spreadsheets(publication: Publication) -> Iterator[Named]:
    """Name the tables for spreadsheets, but where another type has the name of one."""
    edition = publication.edition
    names = {type_.name for type_ in edition.model.types.values()}
    for type_ in edition.model.types.values() if _is_chosen(publication, "spreadsheet") else ():
        path = edition.settings.own(type_.name + FOR_SPREADSHEETS)
        if _has_things(publication, type_) and type_.name + FOR_SPREADSHEETS not in names:
            yield Named(edition.settings.base + path, path, type_)


def _is_chosen(publication: Publication, name: str) -> bool:
    return name in publication.edition.settings.tables.formats


def _has_things(publication: Publication, type_: EntityType) -> bool:
    """Tell whether a type is of the subject matter, and there are such things."""
    edition = publication.edition
    return type_.iri not in edition.ranks.records and bool(edition.instances(type_))


def _written_if(name: str) -> Callable[[Publication, Named], bool]:
    """Give what tells whether there is a file of a type's table beside its CSV, in a form that the settings choose."""

    def exists(publication: Publication, named: Named) -> bool:
        return _is_chosen(publication, name) and _has_things(publication, named.subject)

    return exists


def _csvw_exists(publication: Publication, _: Named) -> bool:
    return _is_chosen(publication, "csvw")


def _spreadsheet_dataset(publication: Publication, resource: Resource[Publication]) -> DatasetFacts:
    settings, type_ = publication.edition.settings, resource.subject
    languages = settings.languages
    title = as_shown(Message("publish.for-spreadsheets", title=type_.plural), languages)
    description = as_shown(type_.description or type_.plural, languages)
    page = f"{settings.base}{settings.own(type_.name)}.{languages[0]}.html"
    return DatasetFacts(title, description, page, Extent.PART, has_shapes=True)


def _all_dataset(publication: Publication, _: Resource[Publication]) -> DatasetFacts:
    settings = publication.edition.settings
    title = as_shown(_ALL, settings.languages)
    return DatasetFacts(title, title, settings.base, Extent.PART, has_shapes=True)


def _table(publication: Publication, resource: Resource[Publication]) -> Table:
    """Give the table of a type: the last one is kept for its other forms."""
    type_ = resource.subject
    return publication.last("table", type_.iri, lambda: tables.table_of(publication.edition, type_))


def _form(write: Callable[[Table], bytes]) -> Callable[[Publication, Resource[Publication], str], bytes]:
    """Give what writes a type's table in a form that needs no more than it."""
    return lambda publication, resource, _: write(_table(publication, resource))


def _csvw(publication: Publication, resource: Resource[Publication], _: str) -> bytes:
    return tables.csvw(publication.edition, _table(publication, resource))


def _workbook(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    return tables.workbook(publication.edition, [_table(publication, resource)], language)


def _files(publication: Publication, language: str = "") -> Iterator[tuple[Document, Resource[Publication]]]:
    """List the CSV of the tables that are published together: of the types with things, and of the answers that are datasets.

    Args:
        publication: the catalogue.
        language: the language of answers that are in one; all of them where it is empty.
    """
    registry = publication.registry
    for resource in publication.own.values():
        if resource.kind == LIST and _has_things(publication, resource.subject):
            yield next(each for each in resource.documents(publication.edition) if each.format == CSV), resource
        elif resource.kind == QUERY and registry.resources[QUERY].dataset(publication, resource):  # type: ignore[misc]
            documents = [each for each in resource.documents(publication.edition) if each.format == CSV]
            translated = [each for each in documents if each.language]
            for each in translated or documents:
                if language in {"", each.language} or not each.language:
                    yield each, resource


def _tables(publication: Publication, language: str = "") -> Iterator[tuple[Table, Document]]:
    """Give the tables that are published together, each with its CSV, as `_files` lists them."""
    of_types = publication.last("tables", None, lambda: _of_types(publication))
    for document, resource in _files(publication, language):
        if resource.kind == LIST:
            yield of_types[resource.iri], document
        else:
            yield _of_answer(publication, document, resource), document


def _of_types(publication: Publication) -> Mapping[str, Table]:
    lists = (resource for _, resource in _files(publication) if resource.kind == LIST)
    return {resource.iri: tables.table_of(publication.edition, resource.subject) for resource in lists}


def _of_answer(publication: Publication, document: Document, resource: Resource[Publication]) -> Table:
    asked, path = resource.subject, document.path.removesuffix(CSV.suffix)
    result = asked.answer(publication.edition, document.language).result
    return tables.answer_table(path, asked.query.title, asked.query.description, result, asked.query.columns)


def _all_in_workbook(publication: Publication, _resource: Resource[Publication], language: str) -> bytes:
    return tables.workbook(publication.edition, [table for table, _ in _tables(publication, language)], language)


def _package(publication: Publication, _resource: Resource[Publication], _language: str) -> bytes:
    csv = _csv(publication)
    written = [Written(table, *Digest.of(csv[document.path])) for table, document in _tables(publication)]
    return tables.package(publication.edition, _folder(publication), written)


def _csv(publication: Publication) -> Mapping[str, bytes]:
    """Give the CSV of the tables that are published together, by its path in the release: the last ones are kept."""

    def written() -> Mapping[str, bytes]:
        return {
            document.path: tables.exact(table) if table.is_of_things else _bytes(publication, document)
            for table, document in _tables(publication)
        }

    return publication.last("tables as CSV", None, written)


def _folder(publication: Publication) -> str:
    """Give the folder of the tables, which those of the zip lie in too."""
    return publication.edition.settings.own("")


def _all_in_archive(publication: Publication, resource: Resource[Publication], language: str) -> bytes:
    folder = _folder(publication)
    files = {f"{PACKAGE_PATH}{DATA_PACKAGE.suffix}": _package(publication, resource, language)}
    csv = _csv(publication)
    for table, document in _tables(publication):
        path = document.path.removeprefix(folder)
        files[path] = csv[document.path]
        if table.is_of_things and _is_chosen(publication, "csvw"):
            files[path.removesuffix(CSV.suffix) + CSVW.suffix] = tables.csvw(publication.edition, table)
    return tables.archive(files)


def _bytes(publication: Publication, document: Document) -> bytes:
    return publication.represent(document.iri, document.format.media_type, document.language)


def _where_things_are(path: str) -> Callable[[Publication], Iterator[Named]]:
    """Give what names the one resource of a kind, where there are things of the subject matter."""

    def named(publication: Publication) -> Iterator[Named]:
        if any(_has_things(publication, type_) for type_ in publication.edition.model.types.values()):
            yield from one_at(path)(publication)

    return named


def _workbook_exists(publication: Publication, _: Named) -> bool:
    return _is_chosen(publication, "xlsx")


def _of_its_list(_: Publication, resource: Resource[Publication]) -> str:
    return f"{resource.iri.removesuffix(FOR_SPREADSHEETS)} {TABLE}"


TABLE = "table"
"""What the documents are called that are written from the table of a type."""

_OF_LISTS: Sequence[DocumentKind[Publication]] = [
    DocumentKind(CSV, [LIST], _form(tables.exact)),
    DocumentKind(CSVW, [LIST], _csvw, relation=DESCRIBED_BY, exists=_csvw_exists, standard=_TABULAR_METADATA),
    DocumentKind(XLSX, [LIST], _workbook, per_language=True, exists=_written_if("xlsx")),
    DocumentKind(PARQUET, [LIST], _form(tables.parquet), exists=_written_if("parquet")),
]

EXPORT = Export(
    "tables",
    resources=[
        ResourceKind(
            SPREADSHEET, Message("publish.spreadsheet"), _spreadsheets, dataset=_spreadsheet_dataset, together=_of_its_list
        ),
        ResourceKind(
            PACKAGE, Message("documents.data-package"), _where_things_are(PACKAGE_PATH), dataset=_all_dataset, together=QUERY
        ),
        ResourceKind(TABLES, _ALL, _where_things_are(TABLES_PATH), dataset=_all_dataset, together=QUERY),
    ],
    documents=[
        *(replace(kind, apart=TABLE, is_distribution=True) for kind in _OF_LISTS),
        DocumentKind(CSV, [SPREADSHEET], _form(tables.guarded), is_distribution=True),
        DocumentKind(
            DATA_PACKAGE,
            [PACKAGE],
            _package,
            download=DATA_PACKAGE.title,
            is_distribution=True,
            standard=tables.TABULAR_PACKAGE,
        ),
        DocumentKind(
            ZIP,
            [TABLES],
            _all_in_archive,
            download=ZIP.title,
            part=_ALL,
            is_distribution=True,
            standard=tables.TABULAR_PACKAGE,
        ),
        DocumentKind(
            XLSX,
            [TABLES],
            _all_in_workbook,
            per_language=True,
            exists=_workbook_exists,
            download=XLSX.title,
            part=_ALL,
            is_distribution=True,
        ),
    ],
)
