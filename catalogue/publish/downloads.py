"""The files to take away, as the page of all contents lists them: the data, tables, and what describes them to programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from catalogue import pages
from catalogue.documents.addresses import MANIFEST
from catalogue.messages import Message, typeset
from catalogue.pages import Alternate
from catalogue.publish.digests import digest_of
from catalogue.publish.export import DESCRIBED_BY, Document, DocumentKind, Resource
from catalogue.publish.lists import LIST
from catalogue.publish.publication import Publication
from catalogue.publish.tables import SPREADSHEET

_DESCRIPTIONS = Message("publish.descriptions")
_FOR_SPREADSHEETS = Message("publish.csv-for-spreadsheets")
_MANIFEST = Message("publish.list-of-files")
_JSON = "application/json"


def files_to_take(publication: Publication, language: str) -> pages.Files:
    """List the files to take, as a page in a language offers them."""
    return pages.Files(list(_downloads(publication, language)), _tables(publication, language))


def _downloads(publication: Publication, language: str) -> Iterator[tuple[str, Sequence[Alternate]]]:
    """List the files of the whole, those of a part together; last what describes them."""
    parts: dict[str, list[Alternate]] = {}
    described = typeset(_DESCRIPTIONS, language)
    for resource in (*publication.own.values(), *publication.for_hosts.values()):
        for kind in resource.document_kinds:
            if kind.download:
                part = typeset(kind.part, language) or described
                parts.setdefault(part, []).append(_file(publication, resource, kind, language))
    last = parts.pop(described, [])
    if publication.edition.settings.own(MANIFEST) == MANIFEST:  # else a release has it elsewhere than a service
        last.append(Alternate(MANIFEST, _JSON, typeset(_MANIFEST, language)))
    yield from parts.items()
    yield described, last


def _file(
    publication: Publication, resource: Resource[Publication], kind: DocumentKind[Publication], language: str
) -> Alternate:
    document = resource.document(kind, language if kind.per_language else "")
    size = _size(publication, resource, document)
    return Alternate(document.path, kind.format.media_type, kind.download, document.language, document.relation, size)


def _size(publication: Publication, resource: Resource[Publication], document: Document) -> int | None:
    """Give the size of a file; of the catalogue's own, which tells the sizes of all, it is not known yet."""
    is_known = resource.iri != publication.edition.settings.base and resource.iri not in publication.for_hosts
    return digest_of(publication, document).size if is_known else None


def _tables(publication: Publication, language: str) -> Mapping[str, Sequence[Alternate]]:
    """Give by the IRI of a type the files of its table: its CSV, then the other forms, what describes its columns last."""
    forms: dict[str, list[Alternate]] = {}
    for resource in publication.own.values():
        if resource.kind in {LIST, SPREADSHEET}:
            kinds = [kind for kind in resource.document_kinds if kind.is_distribution and not kind.format.is_rdf]
            of_type = forms.setdefault(resource.subject.iri, [])
            for kind in kinds:
                name = typeset(_FOR_SPREADSHEETS, language) if resource.kind == SPREADSHEET else kind.format.title
                of_type.append(_file(publication, resource, kind, language)._replace(name=name))
    return {type_: sorted(files, key=lambda file: file.relation == DESCRIBED_BY) for type_, files in forms.items()}
