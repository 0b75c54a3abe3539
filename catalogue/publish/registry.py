"""The registry: which kinds of documents there are, of which resources, and what writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic

from catalogue.documents import ADDRESSES, Address, Format
from catalogue.errors import UsageError
from catalogue.messages import Message
from catalogue.publish.export import DocumentKind, Export, P, ResourceKind


class Registry(Generic[P]):
    """All kinds of documents. Build, server, links, sitemap, DCAT, reserved names and the reference read it.

    Args:
        exports: what modules add, in the order in which a resource's documents are listed.

    Attributes:
        exports: the exports.
        resources: the kinds of resources by name.
        documents: the kinds of documents.
        formats: the formats of documents by name.
        media_types: the formats by media type.
        addresses: the addresses that are kept from entries where no setting moves them.
        added: the addresses that the exports keep from entries, beside those that every release keeps.

    Raises:
        UsageError: two exports bring the same thing: a kind of resource; for one kind of resource two documents of one format,
            or of one suffix, both in each language or both without one; or two formats with one name, media type or
            suffix, but for those that many formats have. Or a kind of resource is not there.
    """

    def __init__(self, exports: Iterable[Export[P]]) -> None:
        self.exports: Sequence[Export[P]] = tuple(exports)
        self.documents: Sequence[DocumentKind[P]] = tuple(kind for export in self.exports for kind in export.documents)
        self.resources: Mapping[str, ResourceKind[P]] = _by_name(self.exports)
        self._by_resource = _by_resource(self.resources, self.documents)
        formats = dict.fromkeys(kind.format for kind in self.documents)
        for attribute in ("name", "media_type", "suffix"):
            names = (str(getattr(format_, attribute)) for format_ in formats)
            _refuse_twice(f"formats of the {attribute}", (name for name in names if name not in _GENERAL))
        self.formats: Mapping[str, Format] = {format_.name: format_ for format_ in formats}
        self.media_types: Mapping[str, Format] = {format_.media_type: format_ for format_ in formats}
        self.added: Sequence[Address] = tuple(a for export in self.exports for a in export.addresses)
        self.addresses: Sequence[Address] = (*ADDRESSES, *self.added)

    def extended(self, *exports: Export[P]) -> Registry[P]:
        """Give a registry with more exports; this one stays as it is."""
        return Registry((*self.exports, *exports))

    def is_in_sitemap(self, resource_kind: str) -> bool:
        """Tell whether the sitemap lists documents of a kind of resources."""
        return any(kind.is_in_sitemap for kind in self._by_resource[resource_kind])

    def documents_of(self, resource_kind: str) -> Sequence[DocumentKind[P]]:
        """List the kinds of documents that resources of a kind have, also those that are made on demand."""
        return self._by_resource[resource_kind]


_GENERAL = frozenset({".json", ".xml"})
"""The suffixes that many formats have."""


def _by_name(exports: Iterable[Export[P]]) -> dict[str, ResourceKind[P]]:
    resources = [kind for export in exports for kind in export.resources]
    _refuse_twice("kinds of resources", (kind.name for kind in resources))
    return {kind.name: kind for kind in resources}


def _by_resource(
    resources: Mapping[str, ResourceKind[P]], documents: Iterable[DocumentKind[P]]
) -> dict[str, Sequence[DocumentKind[P]]]:
    listed: dict[str, list[DocumentKind[P]]] = {name: [] for name in resources}
    for document in documents:
        for name in document.of:
            if name not in listed:
                raise UsageError(Message("publish.no-kind-resource-document", name=name, name2=document.format.name))
            listed[name].append(document)
    for name, of_one in listed.items():
        for per_language in (False, True):
            formats = [document.format for document in of_one if document.per_language == per_language]
            _refuse_twice(f"documents of {name}", (format_.name for format_ in formats))
            _refuse_twice(f"documents of {name} with the suffix", (format_.suffix for format_ in formats))
    return {name: tuple(of_one) for name, of_one in listed.items()}


def _refuse_twice(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise UsageError(Message("publish.registry-two", what=what, name=name))
        seen.add(name)
