"""What the registry is made of: kinds of resources, kinds of documents, and the exports that bring both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Generic, NamedTuple, TypeVar

from catalogue.documents import Address, Format
from catalogue.documents.formats import HTML
from catalogue.edition import Edition
from catalogue.messages import Text

P = TypeVar("P")
"""What writers read: the publication of an edition."""

ALTERNATE = "alternate"
"""The relation of a document to another about the same resource (HTML, section 4.6.7.1)."""

DESCRIBED_BY = "describedby"
"""The relation of a document that says how another is to be read."""


class Document(NamedTuple):
    """One document of a release.

    Attributes:
        path: its path in the release.
        iri: the IRI that it represents.
        format: its format.
        language: its language, or empty.
        relation: its relation to the other documents about the same IRI, as the registry of link relations has it.
        same_as: the path of the document whose bytes it has, where it is a copy for hosts of files; or empty.
        title: what readers call it, where its format does not say it.
    """

    path: str
    iri: str
    format: Format
    language: str = ""
    relation: str = ALTERNATE
    same_as: str = ""
    title: str = ""


@dataclass(frozen=True)
class Resource(Generic[P]):
    """Something that has documents.

    Attributes:
        iri: its IRI.
        path: the path of its documents, without suffix.
        kind: the name of its kind.
        document_kinds: the kinds of documents that it has.
        subject: what its writers write about: an IRI, an entity type, a named query ...
        is_record: whether it keeps records of others, or lists such: what offers entries to readers leaves it out.
        root: what the links of its page begin with where that is shown in another folder than its own; or empty.
        on_demand: the kinds of documents that the server has of it beside those of the release.
    """

    iri: str
    path: str
    kind: str
    document_kinds: Sequence[DocumentKind[P]]
    subject: Any = None
    is_record: bool = False
    root: str = ""
    on_demand: Sequence[DocumentKind[P]] = ()

    @property
    def page_kind(self) -> DocumentKind[P] | None:
        """The kind of its pages, one in each language; None where it has none, or one page for all languages."""
        kinds = [kind for kind in self.document_kinds if kind.format == HTML]
        return kinds[0] if len(kinds) == 1 and kinds[0].per_language else None

    def documents(self, edition: Edition) -> Iterator[Document]:
        """List its documents: pages in each language, the other formats once."""
        for kind in self.document_kinds:
            for language in edition.settings.languages if kind.per_language else ("",):
                yield self.document(kind, language)

    def document(self, kind: DocumentKind[P], language: str = "") -> Document:
        """Give its document of one kind, in a language when there is one for each."""
        tag = f".{language}" if language else ""
        suffix = kind.format.suffix if kind.has_suffix else ""
        return Document(f"{self.path}{tag}{suffix}", self.iri, kind.format, language, kind.relation)


@dataclass(frozen=True)
class DocumentKind(Generic[P]):
    """A kind of document.

    Attributes:
        format: its format.
        of: the names of the kinds of resources that have it.
        write: writes it, of a publication, a resource and a language (empty when it is not one for each).
        relation: the link relation of its address in the other documents about the resource.
        per_language: whether there is one in each language of the catalogue.
        exists: which resources of those kinds have it; all when None.
        download: what the home page calls it among the files to take; empty when it is not among them.
        part: what of the data it has, as the home page says before it; empty when that needs no word.
        is_distribution: whether it is a distribution of the dataset that the resource is (DCAT).
        standard: the IRI of the specification that its documents conform to, beside the shapes; empty when the format says it.
        is_in_sitemap: whether the sitemap lists it, but for records.
        changed: gives when the data that the documents about a resource rest upon changed last, as a moment in UTC, or empty
            where that is not known; without it none has such a moment.
        apart: what those documents of a resource are called that are made apart from its others, since little is computed for
            both; empty for the others.
        describes_files: whether it says how long other documents are, or what their digests are, so that it is made after them.
        has_suffix: whether its path ends in the suffix of its format.
        is_on_demand: whether the server alone has it, and no release but where the settings name its format.
        pieces: writes it too, some bytes after others, where it may be too large to be held; None where it never is.
        compresses: the format of the file of which it is a compressed form; None for a file of its own.
    """

    format: Format
    of: Sequence[str]
    write: Callable[[P, Resource[P], str], bytes]
    relation: str = ALTERNATE
    per_language: bool = False
    exists: Callable[[P, Named], bool] | None = None
    download: str = ""
    part: Text = field(default_factory=dict)
    is_distribution: bool = False
    standard: str = ""
    is_in_sitemap: bool = False
    changed: Callable[[P, Resource[P]], str] | None = None
    apart: str = ""
    describes_files: bool = False
    has_suffix: bool = True
    is_on_demand: bool = False
    pieces: Callable[[P, Resource[P], str], Iterator[bytes]] | None = None
    compresses: Format | None = None

    @property
    def title(self) -> str:
        """What readers call it: its format, and where it is compressed what is in it."""
        return self.format.title if self.compresses is None else f"{self.compresses.title}, {self.format.title}"


def in_pieces(format_: Format, of: Sequence[str], pieces: Callable[[P, Resource[P], str], Iterator[bytes]]) -> DocumentKind[P]:
    """Give a kind of document that may be too large to be held.

    Args:
        format_: its format.
        of: the names of the kinds of resources that have it.
        pieces: writes it, some bytes after others.
    """
    return DocumentKind(format_, of, lambda *arguments: b"".join(pieces(*arguments)), pieces=pieces)


class Named(NamedTuple):
    """A resource as its kind lists it.

    Attributes:
        iri: its IRI.
        path: the path of its documents, without suffix.
        subject: what its writers write about.
        is_record: whether it keeps records of others, or lists such.
    """

    iri: str
    path: str
    subject: Any = None
    is_record: bool = False


class Extent(Enum):
    """What of a catalogue's data a resource has."""

    WHOLE = "whole"
    """Everything: the one dataset that every catalogue has."""

    PART = "part"
    """A part of everything, whose files are among those of the whole, or of a dataset that the settings make of such parts."""

    OTHER = "other"
    """Something else, which is a dataset of its own."""


class DatasetFacts(NamedTuple):
    """A resource described as a dataset (DCAT), or as a part of one.

    Attributes:
        title: its title by language.
        description: what it holds, by language.
        page: the address of a page about it.
        extent: what of the data it has.
        has_shapes: whether its files have what the shapes say.
    """

    title: Text
    description: Text
    page: str
    extent: Extent = Extent.OTHER
    has_shapes: bool = False


@dataclass(frozen=True)
class ResourceKind(Generic[P]):
    """A kind of resources.

    Attributes:
        name: its name.
        title: what such a resource is, in a message.
        resources: lists them.
        find: gives the one of an IRI, or None. Without it they are few, and are listed once for an edition.
        dataset: describes one as a dataset or a part of one, or gives None; without it none is.
        linked: lists the documents about something else that the documents of one link to, with their relation.
        is_ours: whether the program makes their IRIs, which then have neither percent-encoding nor paths that are cut: what
            looks for such does not list them.
        is_for_hosts: whether they are files that only a host of files needs: they are no documents about anything, and no entry
            and no document gives way to them.
        together: what is computed once for the documents of all of them, and of other kinds that name it too, so that a process
            makes them one after the other; or gives the IRI of the resource of whose documents that is true, and behind a space
            what these are called where they are made apart. Empty where each is made of its own.
        ending: what their IRIs end in, a suffix of other IRIs that begins with a full stop; empty where they end in anything.
    """

    name: str
    title: Text
    resources: Callable[[P], Iterable[Named]]
    find: Callable[[P, str], Named | None] | None = None
    dataset: Callable[[P, Resource[P]], DatasetFacts | None] | None = None
    linked: Callable[[P, Resource[P]], Iterable[Document]] | None = None
    is_ours: bool = False
    is_for_hosts: bool = False
    together: str | Callable[[P, Resource[P]], str] = ""
    ending: str = ""


@dataclass(frozen=True)
class Export(Generic[P]):
    """What one module adds to the registry.

    Attributes:
        name: its name; a release is also made of the exports that its edition brings.
        documents: kinds of documents.
        resources: kinds of resources, beside those that other exports bring.
        addresses: addresses that it keeps for itself, beside those of the documents: folders.
    """

    name: str
    documents: Sequence[DocumentKind[P]] = ()
    resources: Sequence[ResourceKind[P]] = ()
    addresses: Sequence[Address] = ()
