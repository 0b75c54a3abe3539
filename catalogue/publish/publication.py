"""An edition as it is published: its resources and their documents, and the one way to represent them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from catalogue.edition import Edition
from catalogue.errors import UsageError
from catalogue.messages import Message
from catalogue.names import iri_of
from catalogue.publish.export import Document, Named, Resource, ResourceKind
from catalogue.publish.registry import Registry


class Publication:
    """An edition as a registry says that it is published.

    Args:
        edition: the catalogue.
        registry: which kinds of documents there are.
    """

    def __init__(self, edition: Edition, registry: Registry[Publication]) -> None:
        self.edition = edition
        self.registry = registry
        all_resources = registry.resources.values()
        self._listed: Sequence[ResourceKind[Publication]] = [kind for kind in all_resources if kind.find is None]
        self._looked_up: Sequence[ResourceKind[Publication]] = [kind for kind in all_resources if kind.find is not None]

    @cached_property
    def own(self) -> Mapping[str, Resource[Publication]]:
        """The resources that are listed once, by IRI: the catalogue itself, lists, vocabularies, queries, dumps, its files."""
        return {named.iri: self._resource(kind, named) for kind in self._listed for named in kind.resources(self)}

    @cached_property
    def _own_by_path(self) -> Mapping[str, Resource[Publication]]:
        return {resource.path: resource for resource in self.own.values()}

    def _resource(self, kind: ResourceKind[Publication], named: Named) -> Resource[Publication]:
        documents = self.registry.documents_of(kind.name)
        if any(document.exists is not None for document in documents):
            documents = [document for document in documents if document.exists is None or document.exists(self, named)]
        return Resource(named.iri, named.path, kind.name, documents, named.subject)

    def resources(self) -> Iterator[Resource[Publication]]:
        """List everything that has documents: the release's own first, then the things in the order of their IRIs."""
        yield from self.own.values()
        for kind in self._looked_up:
            for named in kind.resources(self):
                if named.iri not in self.own:
                    yield self._resource(kind, named)

    def documents(self) -> Iterator[Document]:
        """List all documents of a release, in a stable order; no two have the same path."""
        for resource in self.resources():
            yield from resource.documents(self.edition)

    def find(self, iri: str) -> Resource[Publication] | None:
        """Give what an IRI names, or None when the release knows nothing of it."""
        own = self.own.get(iri)
        if own is not None:
            return own
        for kind in self._looked_up:
            named = kind.find(self, iri) if kind.find is not None else None
            if named is not None:
                return self._resource(kind, named)
        return None

    def document_at(self, path: str) -> Document | None:
        """Give the document that has a path, or None."""
        folder, _, name = path.rpartition("/")
        stem, dot, _ = name.partition(".")
        resource = self._resource_at(f"{folder}/{stem}" if folder else stem) if dot else None
        return next((d for d in resource.documents(self.edition) if d.path == path), None) if resource else None

    def translated_at(self, path: str) -> Document | None:
        """Give the document in the first language of those that have a path but for their language, or None."""
        folder, slash, name = path.rpartition("/")
        stem, _, suffix = name.partition(".")
        document = self.document_at(f"{folder}{slash}{stem}.{self.edition.settings.languages[0]}.{suffix}")
        return document if document is not None and document.language else None

    def _resource_at(self, stem: str) -> Resource[Publication] | None:
        """Give the resource whose documents have a path, without suffix."""
        own = self._own_by_path.get(stem)
        if own is not None:
            return own
        iri = iri_of(stem, self.edition.settings.base)
        return self.find(iri) if iri else None

    def represent(self, iri: str, media_type: str, language: str) -> bytes:
        """Give the bytes of one document, as `catalogue.publish.represent` does."""
        resource = self.find(iri)
        for kind in resource.document_kinds if resource else ():
            if resource is not None and kind.format.media_type == media_type:
                return kind.write(self, resource, language)
        raise UsageError(Message("publish.no-document-about", media_type=media_type, iri=iri))


def one_at(path: str) -> Callable[[Publication], Iterator[Named]]:
    """Give what names the one resource of a kind, at a path of its own."""

    def one(publication: Publication) -> Iterator[Named]:
        yield Named(publication.edition.settings.base + path, path)

    return one
