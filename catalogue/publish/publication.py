"""An edition as it is published: its resources and their documents, and the one way to represent them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import repeat
from typing import Any, TypeVar, cast
from urllib.parse import unquote

from catalogue.documents.addresses import HOME as INDEX
from catalogue.documents.addresses import MISSING, Address, addresses_of
from catalogue.documents.formats import HTML
from catalogue.edition import Edition, common_property
from catalogue.errors import UsageError
from catalogue.messages import Message
from catalogue.names import CUT, cuts, folded, unescaped
from catalogue.pages import worded
from catalogue.publish.export import Document, DocumentKind, Named, Resource, ResourceKind
from catalogue.publish.registry import Registry
from catalogue.reads import Key
from catalogue.serialise import BySubject, by_subject
from catalogue.terms import Triple

Made = TypeVar("Made")


class Publication:
    """An edition as a registry says that it is published.

    Args:
        edition: the catalogue.
        registry: which kinds of documents there are.
    """

    def __init__(self, edition: Edition, registry: Registry[Publication]) -> None:
        self.edition = edition
        self.registry = registry
        all_resources = [kind for kind in registry.resources.values() if not kind.is_for_hosts]
        self._listed: Sequence[ResourceKind[Publication]] = [kind for kind in all_resources if kind.find is None]
        self._looked_up: Sequence[ResourceKind[Publication]] = [kind for kind in all_resources if kind.find is not None]
        self._last: dict[object, tuple[object, Any, frozenset[Key]]] = {}

    @common_property
    def own(self) -> Mapping[str, Resource[Publication]]:
        """The resources that are listed once, by IRI: the catalogue itself, lists, vocabularies, queries, dumps, its files."""
        return {named.iri: self._resource(kind, named) for kind, named in self._own_named}

    @common_property
    def for_hosts(self) -> Mapping[str, Resource[Publication]]:
        """The files that only a host of files needs, by their addresses: those of folders, and of what is not there."""
        kinds = [kind for kind in self.registry.resources.values() if kind.is_for_hosts]
        return {named.iri: self._resource(kind, named) for kind in kinds for named in kind.resources(self)}

    @cached_property
    def _kinds(self) -> Mapping[str, tuple[Sequence[DocumentKind[Publication]], Sequence[DocumentKind[Publication]]]]:
        """The kinds of documents by kind of resources: those of the release, and those that the server alone has."""
        kinds = {name: self.registry.documents_of(name) for name in self.registry.resources}
        return {
            name: ([kind for kind in of if self._is_released(kind)], [kind for kind in of if not self._is_released(kind)])
            for name, of in kinds.items()
        }

    def _is_released(self, kind: DocumentKind[Publication]) -> bool:
        return not kind.is_on_demand or kind.format.name in self.edition.settings.formats

    @cached_property
    def released(self) -> Sequence[DocumentKind[Publication]]:
        """The kinds of documents that the release may have, in the order of the registry."""
        return list(filter(self._is_released, self.registry.documents))

    @cached_property
    def addresses(self) -> Sequence[Address]:
        """The addresses that are kept from entries, whatever the data says."""
        return (*addresses_of(self.edition.settings.own_folder), *self.registry.added)

    @common_property
    def _own_by_path(self) -> Mapping[str, Resource[Publication]]:
        return {resource.path: resource for resource in self.own.values()}

    def _resource(self, kind: ResourceKind[Publication], named: Named) -> Resource[Publication]:
        documents, on_demand = self._kinds[kind.name]
        if any(document.exists is not None for document in documents):
            documents = [document for document in documents if document.exists is None or document.exists(self, named)]
        return Resource(named.iri, named.path, kind.name, documents, named.subject, named.is_record, on_demand=on_demand)

    def resources(self, but: str = "") -> Iterator[Resource[Publication]]:
        """List everything that has documents: the release's own first, then each kind in the order of its IRIs.

        Args:
            but: the name of a kind that is left out.
        """
        return filter(None, (self.resource_of(kind, named, but) for kind, named in self.named(but)))

    def named(self, but: str = "") -> Iterator[tuple[ResourceKind[Publication], Named]]:
        """List the names of all resources, in their order, fast: those of which `resource_of` makes none are among them."""
        yield from self._own_named
        for kind in self._looked_up:
            if kind.name != but:
                yield from zip(repeat(kind), kind.resources(self))

    def resource_of(self, kind: ResourceKind[Publication], named: Named, but: str = "") -> Resource[Publication] | None:
        """Give the resource of a name; None where the IRI or the path is that of a resource that is listed before."""
        if kind.find is None:
            return self.own[named.iri]
        if named.iri in self.own or named.path in self._own_by_path:
            return None
        before = [each for each in self._looked_up[: self._looked_up.index(kind)] if each.name != but]
        return None if self._looked_up_in(before, named.iri) is not None else self._resource(kind, named)

    @common_property
    def _own_named(self) -> Sequence[tuple[ResourceKind[Publication], Named]]:
        listed = {named.iri: (kind, named) for kind in self._listed for named in kind.resources(self)}
        return list(listed.values())

    def linked(self, resource: Resource[Publication]) -> Sequence[Document]:
        """List the documents about something else that the documents of a resource link to, with their relation."""
        linked = self.registry.resources[resource.kind].linked
        return [] if linked is None else list(linked(self, resource))

    def written_triples(
        self, resource: Resource[Publication], triples: Callable[[Publication, Resource[Publication]], Iterable[Triple]]
    ) -> BySubject:
        """Give the triples of a resource in the order in which they are written: the last ones are kept for its other formats.

        Args:
            resource: the resource.
            triples: lists them.
        """
        return self.last("triples", (resource.iri, triples), lambda: by_subject(triples(self, resource)))

    def last(self, kind: str, of: object, make: Callable[[], Made]) -> Made:
        """Give what several documents are written from, made once where they are written one after the other.

        Args:
            kind: what it is called: the last one of each name is kept, while all documents are written.
            of: what it is made of.
            make: makes it.
        """
        reads, kept = self.edition.graph.reads, self._last.get(kind)
        if reads.keys is None:  # nobody writes all documents: they may be asked for in any order
            return make()
        if kept is None or kept[0] != of:
            with reads.noted() as keys:
                made = make()
            kept = self._last[kind] = of, made, frozenset(keys)
        reads.repeat(kept[2])
        return cast("Made", kept[1])

    def documents(self) -> Iterator[Document]:
        """List all documents of a release, in a stable order; no two have the same path."""
        for resource in self.resources():
            yield from resource.documents(self.edition)

    def served(self, resource: Resource[Publication]) -> list[Document]:
        """List the documents about a resource that the server has: those of a release, and those that are made on demand."""
        named = Named(resource.iri, resource.path, resource.subject, resource.is_record)
        kinds = (kind for kind in resource.on_demand if kind.exists is None or kind.exists(self, named))
        return [*resource.documents(self.edition), *map(resource.document, kinds)]

    def files(self) -> Iterator[Document]:
        """List all files of a release: the documents, their copies, and what else hosts of files need; no two have one path."""
        for resource in self.resources():
            yield from self.files_of(resource)
        for resource in self.for_hosts.values():
            yield from resource.documents(self.edition)

    def files_of(self, resource: Resource[Publication]) -> Iterator[Document]:
        """List the documents about a resource, then the copy of its page for hosts of files, where it has one."""
        yield from resource.documents(self.edition)
        copy = self._copy_of(resource)
        if copy is not None:
            yield copy

    def _copy_of(self, resource: Resource[Publication]) -> Document | None:
        """Give the copy of a page in the first language that a host of files opens at the IRI, which adds `.html` to that.

        At an IRI that ends in a slash it opens `index.html`. Further and narrowed pages of lists have none: no IRI is theirs.
        What is called `404` has none: hosts would show it for all that is not there.
        """
        kind, language = resource.page_kind, self.edition.settings.languages[0]
        if kind is None or self.registry.resources[resource.kind].is_ours or resource.path == MISSING:
            return None
        is_folder = resource.path.endswith(_FOLDER_END)
        stem = f"{resource.path.removesuffix(_FOLDER_END)}/{INDEX}" if is_folder else resource.path
        path = f"{stem}{kind.format.suffix}"
        if (folded(stem) in self.indexes if is_folder else self._may_be_translation(stem)) or path in self._paths_for_hosts:
            return None
        return Document(path, resource.iri, kind.format, language, kind.relation, resource.document(kind, language).path)

    def _may_be_translation(self, stem: str) -> bool:
        """Tell whether a path with `.html` may be that of the page in a language of what has the path before its last dot."""
        start, dot, tag = stem.rpartition(".")
        if not dot or folded(tag) not in map(folded, self.edition.settings.languages):
            return False
        return tag not in self.edition.settings.languages or self._resource_at(start) is not None

    @common_property
    def _paths_for_hosts(self) -> frozenset[str]:
        return frozenset(one.path for each in self.for_hosts.values() for one in each.documents(self.edition))

    @common_property
    def indexes(self) -> frozenset[str]:
        """The paths, folded, of what is looked up that is called as the file of a folder is."""
        given = (named for kind in self._looked_up if not (kind.is_ours or kind.ending) for named in kind.resources(self))
        return frozenset(folded(named.path) for named in given if folded(named.path).rpartition("/")[2] == INDEX)

    def copied_at(self, path: str) -> Document | None:
        """Give the copy of a page that has a path in the release, or None."""
        stem = path.removesuffix(HTML.suffix)
        if stem == path:
            return None
        folder = f"{stem.removesuffix(f'/{INDEX}')}{_FOLDER_END}"
        copies = (self._copy_of(resource) for resource in map(self._resource_at, (stem, folder)) if resource is not None)
        return next((copy for copy in copies if copy is not None and copy.path == path), None)

    def find(self, iri: str) -> Resource[Publication] | None:
        """Give what an IRI names, or None when the release knows nothing of it."""
        return self.own.get(iri) or self._looked_up_in(self._looked_up, iri)

    def _looked_up_in(self, kinds: Iterable[ResourceKind[Publication]], iri: str) -> Resource[Publication] | None:
        """Give what an IRI names among the resources of some kinds, the first that has it, or None."""
        for kind in kinds:
            named = kind.find(self, iri) if kind.find is not None else None
            if named is not None:
                return self._resource(kind, named)
        return None

    def document_at(self, path: str) -> Document | None:
        """Give the document that has a path, or None."""
        for stem, _ in cuts(path):
            resource = self._resource_at(stem)
            match = next((d for d in resource.documents(self.edition) if d.path == path), None) if resource else None
            if match is not None:
                return match
        return self._for_hosts_at(path)

    def _for_hosts_at(self, path: str) -> Document | None:
        resource = self.for_hosts.get(self.edition.settings.base + path)
        return next(resource.documents(self.edition)) if resource is not None else None

    def served_at(self, path: str) -> Document | None:
        """Give the document of a path, or else the one whose resource's IRI is that path without the suffix, or None.

        Args:
            path: as a request has it, decoded: `plant/B.ttl`, whose file is `plant/~42.ttl` if there is a `plant/b.ttl`.
        """
        exact = self.document_at(path)
        if exact is not None:
            return exact
        for stem, suffix in cuts(path):
            resource = self.asked(stem) or self.asked(unescaped(stem))
            wanted = f"{resource.path}{suffix}" if resource else ""
            match = next((d for d in resource.documents(self.edition) if d.path == wanted), None) if resource else None
            if match is not None:
                return match
        return self._on_demand_at(path) if self.asked(path) is None else None

    def _on_demand_at(self, path: str) -> Document | None:
        """Give the document made on demand that a request's path names; what an entry has as its address is that entry's."""
        for stem, suffix in cuts(path):
            resource = self._resource_at(stem) or self.asked(stem) or self.asked(unescaped(stem))
            wanted = f"{resource.path}{suffix}" if resource is not None else ""
            served = self.served(resource) if resource is not None and resource.on_demand else ()
            match = next((document for document in served if document.path == wanted), None)
            if match is not None:
                return match
        return None

    def asked(self, path: str) -> Resource[Publication] | None:
        """Give what a request's path names, decoded: HTTP does not tell `%C3%A9` from `é` in an IRI."""
        exact = self.find(self.edition.settings.base + path)
        if exact is not None:
            return exact
        others = self.same_address.get(unquote(self.edition.settings.base + path))
        return self.find(others[0]) if others else None

    @common_property
    def same_address(self) -> Mapping[str, Sequence[str]]:
        """The IRIs with percent-encoding of what is looked up, by what HTTP decodes them to."""
        encoded: dict[str, list[str]] = {}
        for named in self._given():
            if "%" in named.iri:
                encoded.setdefault(unquote(named.iri), []).append(named.iri)
        return encoded

    @common_property
    def _by_cut_path(self) -> Mapping[str, str]:
        """The IRIs of what is looked up whose path is cut, which does not lead back to them."""
        return {named.path: named.iri for named in self._given() if CUT in named.path}

    def _given(self) -> Iterator[Named]:
        """List what is looked up and has an IRI that the catalogue gives."""
        for kind in self._looked_up:
            if not kind.is_ours:
                yield from kind.resources(self)

    def translated_at(self, path: str) -> Document | None:
        """Give the document in the first language of those that have a path but for their language, or None."""
        folder, slash, name = path.rpartition("/")
        stem, _, suffix = name.rpartition(".")
        document = self.served_at(f"{folder}{slash}{stem}.{self.edition.settings.languages[0]}.{suffix}")
        return document if document is not None and document.language else None

    def _resource_at(self, stem: str) -> Resource[Publication] | None:
        """Give the resource whose documents have a path, without suffix."""
        own = self._own_by_path.get(stem)
        if own is not None:
            return own
        iri = self._by_cut_path.get(stem) if CUT in stem else self.edition.settings.base + unescaped(stem)
        resource = self.find(iri) if iri else None
        return resource if resource is not None and resource.path == stem else None

    def represent(self, iri: str, media_type: str, language: str) -> bytes:
        """Give the bytes of one document, as `catalogue.publish.represent` does."""
        resource, kind = self._written_as(iri, media_type, language)
        with worded(self.edition):
            return kind.write(self, resource, language)

    def represent_in_pieces(self, iri: str, media_type: str, language: str) -> Iterator[bytes] | None:
        """Give the bytes of one document, some after others; None where it is never too large to be held."""
        resource, kind = self._written_as(iri, media_type, language)
        return kind.pieces(self, resource, language) if kind.pieces is not None else None

    def _written_as(self, iri: str, media_type: str, language: str) -> tuple[Resource[Publication], DocumentKind[Publication]]:
        """Give the resource of a document and the kind that it is.

        Raises:
            UsageError: there is no such document.
        """
        resource = self.for_hosts.get(iri) or self.last("resource", iri, lambda: self.find(iri))
        offered = (*resource.document_kinds, *resource.on_demand) if resource else ()
        kinds = [kind for kind in offered if kind.format.media_type == media_type]
        kind = min(kinds, key=lambda kind: kind.per_language != bool(language), default=None)
        if resource is None or kind is None:
            raise UsageError(Message("publish.no-document-about", media_type=media_type, iri=iri))
        return resource, kind


_FOLDER_END = "/~"
"""How the path of an IRI ends that ends in a slash."""


def one_at(path: str) -> Callable[[Publication], Iterator[Named]]:
    """Give what names the one resource of a kind, at a path of its own."""

    def one(publication: Publication) -> Iterator[Named]:
        own = publication.edition.settings.own(path)
        yield Named(publication.edition.settings.base + own, own)

    return one
