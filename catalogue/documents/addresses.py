"""Addresses that are not an entry's: what a release keeps for itself, and what the service answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from catalogue.messages import Message, Text

ANY = "*"
"""What stands for any one segment in the path of an address."""

CONTEXT = "context"
"""The path of the JSON-LD context, without suffix, and the folder of the frames and schemas of the types."""

HOME = "index"
"""The path of the documents about the catalogue itself, whose IRI is the base."""

MISSING = "404"
"""The path of the page that hosts of files show for all that is not there, without suffix; no folder moves it."""

CONTENTS = "index/contents"
"""The path of the page of all that there is, without suffix, in the folder of the home page."""

FOR_SPREADSHEETS = "-spreadsheet"
"""What stands behind the path of a list for its table for spreadsheets."""

QUALITY = "index/quality"
"""The path of the page about the quality of the data, without suffix, in the folder of the home page."""

SEARCH = "search"
"""The path of the page of the search, without suffix."""

SEARCH_INDEX = "assets/search"
"""The folder of the files that the search loads, one folder for each language."""

NAMES = "index"
"""The folder of the pages that list all names in alphabetical order, by their numbers."""

QUERIES = "queries"
"""The path of the list of queries, without suffix, and the folder of their pages."""

DUMP = "dumps/catalogue"
"""The path of the dumps of all data, without suffix."""

SUBJECT_MATTER = "dumps/subject-matter"
"""The path of the dumps of what the catalogue is about, without its records, without suffix."""

PROVENANCE = "dumps/provenance"
"""The path of the dumps of the records, without suffix."""

SHAPES = "dumps/shapes"
"""The path of the dump of the shapes, without suffix."""

SOFTWARE = "dumps/software"
"""The path of the lists of all software, without suffix."""

ASSETS = f"{HOME}/software"
"""The path of the description of the software in ADMS-AP, without suffix."""

TABLES = "dumps/tables"
"""The path of the files that have all tables, without suffix."""

DATA_PACKAGE = "datapackage"
"""The path of the description of all tables, without suffix: beside them, whose addresses it has relative to itself."""

MANIFEST = "manifest.json"
"""The path of a release's manifest."""

MANIFEST_DIGEST = f"{MANIFEST}.sha256"
"""The path of the SHA-256 of the manifest, as `sha256sum` writes it."""

MANIFEST_SIGNATURE = f"{MANIFEST}.sig"
"""The path of a signature of the manifest, as `ssh-keygen` writes it, where there is one."""

SPARQL = "sparql"
"""The path of the SPARQL endpoint."""

API = "api"
"""The path of the programming interface; everything below it is the service's."""

NAMED_QUERIES = f"{API}/queries"
"""The path of the list of named queries for programs; each of them answers below it."""

OPENAPI = f"{API}/openapi.json"
"""The path of the service's description in OpenAPI."""

VOCABULARY = f"{API}/vocabulary.json"
"""The path of what the editor of queries completes."""

HEALTH = "healthz"
"""The path where a server says that it lives."""

READY = "readyz"
"""The path where it says whether queries are answered."""

METRICS = "metrics"
"""The path where it tells what it has done so far, as Prometheus reads it."""

RECONCILE = "reconcile"
"""The path where programs ask which entries the names in a table mean; everything below it is the service's."""

RECONCILE_DRAFT = f"{RECONCILE}/1.0-draft"
"""The path where they ask the same by the draft of version 1.0."""

RELEASES = "release"
"""The path below which each release that is kept has a SPARQL endpoint and a programming interface of its own."""

VOID = ".well-known/void"
"""The path where clients look for the description of a dataset (RFC 8615; VoID, section 7.2)."""


class Address(NamedTuple):
    """An address below the base that is not an entry's.

    Attributes:
        path: its path, relative to the base and without suffix; `*` stands for any one segment.
        title: what is there.
        is_folder: whether everything below it is not an entry's either.

    >>> Address("release/*/sparql", {}).holds("release/1/sparql"), Address("api", {}).holds("api/x")
    (True, False)
    """

    path: str
    title: Text
    is_folder: bool = False

    @property
    def name(self) -> str:
        """The first segment of its path, without suffix."""
        return self.path.partition("/")[0].partition(".")[0]

    def holds(self, path: str) -> bool:
        """Tell whether a path is this address, or below it where it is a folder; a slash at the end does not count."""
        own, given = self.path.split("/"), path.rstrip("/").split("/")
        is_long_enough = len(given) >= len(own) if self.is_folder else len(given) == len(own)
        return is_long_enough and all(name in {ANY, part} for name, part in zip(own, given, strict=False))


def sparql_of(release: str) -> str:
    """Give the path of the SPARQL endpoint of a release, which need not be the one that is served.

    >>> sparql_of("0123456789abcdef")
    'release/0123456789abcdef/sparql'
    """
    return f"{RELEASES}/{release}/{SPARQL}"


_MANIFEST = Message("documents.manifest")
_RELEASE = (
    Address("assets", Message("documents.files-all-pages-share"), is_folder=True),
    Address(CONTEXT, Message("documents.json-ld-context"), is_folder=True),
    Address("dumps", Message("documents.dumps-data"), is_folder=True),
    Address(HOME, Message("documents.home-page"), is_folder=True),
    Address(MANIFEST, _MANIFEST),
    Address("manifest", _MANIFEST, is_folder=True),
    Address(QUERIES, Message("documents.named-queries"), is_folder=True),
    Address("robots", Message("documents.file-crawlers"), is_folder=True),
    Address("sitemap", Message("documents.sitemap"), is_folder=True),
)
_SINGLE = (Address(SEARCH, Message("documents.search")), Address(DATA_PACKAGE, Message("documents.data-package")))
"""What a release has at an address below which entries may be."""

_STATE = Message("documents.state")
_SERVICE = (
    Address(SPARQL, Message("documents.sparql-endpoint")),
    Address(API, Message("documents.programming-interface"), is_folder=True),
    Address(RECONCILE, Message("documents.reconciliation"), is_folder=True),
    Address(sparql_of(ANY), Message("documents.sparql-endpoint-release")),
    Address(
        f"{RELEASES}/{ANY}/{NAMED_QUERIES}",
        Message("documents.named-queries-release"),
        is_folder=True,
    ),
    Address(VOID, Message("documents.description-dataset")),
    Address(HEALTH, _STATE),
    Address(READY, _STATE),
    Address(METRICS, _STATE),
)

ADDRESSES: Sequence[Address] = (*_RELEASE, *_SINGLE, *_SERVICE)
"""The addresses that every release and its service keep; those of lists and vocabularies follow from the shapes."""

_ROOTED = frozenset({"robots", VOID})
"""The addresses that the web gives: they are in no folder of ours."""


def addresses_of(folder: str | None) -> Sequence[Address]:
    """Give the addresses that every release and its service keep where all but those that the web gives are in a folder.

    >>> [address.path for address in addresses_of("_")], addresses_of(None) == ADDRESSES
    (['_', 'robots', '.well-known/void'], True)
    """
    if folder is None:
        return ADDRESSES
    return (Address(folder, Message("documents.own"), is_folder=True), *(a for a in ADDRESSES if a.path in _ROOTED))


OWN_NAMES = frozenset(address.name for address in _RELEASE)
"""First segments that no path of an entry's documents begins with: a release has documents of its own there."""

_FIRST_SEGMENTS = OWN_NAMES | {address.path.partition("/")[0] for address in ADDRESSES}


def is_kept(first_segment: str) -> bool:
    """Tell fast whether an address that begins with a segment may be one of `ADDRESSES`.

    >>> is_kept("api"), is_kept("initiative")
    (True, False)
    """
    return first_segment in _FIRST_SEGMENTS


def asked_at(path: str, addresses: Iterable[Address] = ADDRESSES) -> Address | None:
    """Give the address of the service that holds a path with a query: it is asked there, whatever the query, or None.

    >>> asked_at("sparql?query=x").path, asked_at("search?q=x") is None
    ('sparql', True)
    """
    path, mark, _ = path.partition("?")
    return address_at(path, (address for address in addresses if address in _SERVICE)) if mark else None


def folder_at(path: str, addresses: Iterable[Address] = ADDRESSES) -> Address | None:
    """Give an address below a path, which is its folder's, or None.

    >>> folder_at("release").path, folder_at("plant") is None
    ('release/*/sparql', True)
    """
    folder = path.rstrip("/") + "/"
    return next((address for address in addresses if address.path.startswith(folder)), None)


def address_at(path: str, addresses: Iterable[Address] = ADDRESSES) -> Address | None:
    """Give the address that holds a path, or None.

    Args:
        path: relative to the base.
        addresses: the addresses that there are.

    >>> address_at("api/queries").path, address_at("release/1.0") is None
    ('api', True)
    """
    return next((address for address in addresses if address.holds(path)), None)
