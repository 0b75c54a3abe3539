"""Publishing: which documents a release has, and the one way to represent a thing.

`represent` gives the bytes of any document from an IRI, a media type and a language. A release is that function in a loop over
`documents`; the server is that function behind content negotiation. The registry says which kinds of documents there are, of
what, and what writes them: each module of this package that has an `EXPORT` adds to it, and so do the exports of an edition.
"""

from collections.abc import Mapping

from catalogue.documents import Format
from catalogue.publish.digests import Digest, know_digests
from catalogue.publish.export import DatasetFacts, Document, DocumentKind, Export, Extent, Named, Resource, ResourceKind
from catalogue.publish.home import HOME
from catalogue.publish.members import Member, digest_of_sum, keep_members
from catalogue.publish.moved import MOVED
from catalogue.publish.publication import Publication
from catalogue.publish.registry import Registry
from catalogue.publish.representing import (
    asked,
    copied_at,
    document_at,
    documents,
    files,
    files_of,
    find_resource,
    for_hosts,
    index_of,
    linked,
    moved_to,
    own_resources,
    represent,
    represent_in_pieces,
    resources,
    served,
    served_at,
)
from catalogue.publish.table import REGISTRY, publication
from catalogue.publish.things import THING

FORMATS: Mapping[str, Format] = REGISTRY.formats
"""The formats of documents that every catalogue has, by name."""

__all__ = [
    "FORMATS",
    "HOME",
    "MOVED",
    "REGISTRY",
    "THING",
    "DatasetFacts",
    "Digest",
    "Document",
    "DocumentKind",
    "Export",
    "Extent",
    "Format",
    "Member",
    "Named",
    "Publication",
    "Registry",
    "Resource",
    "ResourceKind",
    "asked",
    "copied_at",
    "digest_of_sum",
    "document_at",
    "documents",
    "files",
    "files_of",
    "find_resource",
    "for_hosts",
    "index_of",
    "keep_members",
    "know_digests",
    "linked",
    "moved_to",
    "own_resources",
    "publication",
    "represent",
    "represent_in_pieces",
    "resources",
    "served",
    "served_at",
]
