"""Hosts of files: what they show for a folder, which a server answers itself, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from catalogue.documents.addresses import CONTENTS, HOME, QUERIES
from catalogue.documents.formats import HTML
from catalogue.edition import Edition
from catalogue.errors import UsageError
from catalogue.messages import Message
from catalogue.names import folded
from catalogue.publish.export import DocumentKind, Export, Named, Resource, ResourceKind
from catalogue.publish.publication import Publication

INDEX = "index of a folder"
"""The kind of resources that such files are."""

_DESCRIBING = "index of a folder that describes files"
"""The kind of those that say how long others are."""

_DUMPS = "dumps"


def _folders(edition: Edition) -> Iterator[tuple[str, str]]:
    """List the folders that a reader may ask for, with the paths below the base of what they show."""
    own = edition.settings.own
    if edition.settings.own_folder is not None:
        yield "", ""
    for type_ in edition.model.types.values():
        yield own(f"{type_.name}/"), own(type_.name)
        start = f"{edition.settings.base}{type_.name}/"
        if own("") and any(thing.value.startswith(start) for thing in edition.instances(type_)):
            yield f"{type_.name}/", own(type_.name)
    if edition.queries:
        yield own(f"{QUERIES}/"), own(QUERIES)
    yield own(f"{HOME}/"), own(CONTENTS)
    yield own(f"{_DUMPS}/"), own(CONTENTS)


def _indexes(publication: Publication, *, describe_files: bool) -> Iterator[Named]:
    """List the files of folders, but where something has their address itself; that of the base is always there.

    Args:
        publication: what is published.
        describe_files: whether it is those that say how long others are, or those that do not.
    """
    edition = publication.edition
    for folder, target in _folders(edition):
        stem, shown = f"{folder}{HOME}", publication.find(edition.settings.base + target)
        kind = shown.page_kind if shown is not None else None
        describes = kind is not None and kind.describes_files
        if describes is describe_files and (not folder or not _is_taken(publication, folder, stem)):
            yield Named(f"{edition.settings.base}{stem}{HTML.suffix}", stem, edition.settings.base + target)


def _is_taken(publication: Publication, folder: str, stem: str) -> bool:
    base = publication.edition.settings.base
    addresses = [folder, stem, f"{stem}{HTML.suffix}"]
    return folded(stem) in publication.indexes or any(publication.find(base + address) is not None for address in addresses)


def _write_index(publication: Publication, resource: Resource[Publication], _: str) -> bytes:
    """Write the page that a folder shows, in the first language, with links as that folder needs them."""
    target = publication.find(resource.subject)
    kind = target.page_kind if target is not None else None
    if target is None or kind is None:
        raise UsageError(Message("publish.no-document-about", media_type=HTML.media_type, iri=resource.subject))
    shown = replace(target, root="../" * resource.path.count("/") or "./")
    return kind.write(publication, shown, publication.edition.settings.languages[0])


EXPORT = Export(
    "hosting",
    resources=[
        ResourceKind(
            INDEX,
            Message("publish.index-file"),
            partial(_indexes, describe_files=False),
            is_for_hosts=True,
            together=lambda _, resource: resource.subject,
        ),
        ResourceKind(_DESCRIBING, Message("publish.index-file"), partial(_indexes, describe_files=True), is_for_hosts=True),
    ],
    documents=[
        DocumentKind(HTML, [INDEX], _write_index),
        DocumentKind(HTML, [_DESCRIBING], _write_index, describes_files=True),
    ],
)
