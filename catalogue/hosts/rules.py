"""What hosts of files must know of a release to choose its documents: the one table that their rules are written from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit

from catalogue.documents import Format
from catalogue.documents.addresses import HOME
from catalogue.documents.formats import ASSET_FORMATS, HTML, JAVASCRIPT, TURTLE
from catalogue.documents.headers import INERT, OPEN, content_type
from catalogue.edition import Edition
from catalogue.hosts.weights import Range, language_ranges, media_ranges
from catalogue.names import uri_of
from catalogue.publish import MOVED, Publication, Resource, moved_to, publication

_SHOWN = "well-known"


def _other_than(name: str) -> str:
    """Give a regular expression of the names in a path that are not a certain one, without looking ahead."""
    shorter = (f"{re.escape(name[:length])}(?:[^{name[length]}]|$)" for length in range(len(name)))
    return f"(?:{'|'.join(shorter)}|{re.escape(name)}[^/])"


HIDDEN = f"(?:^|/)[.]{_other_than(_SHOWN)}"
"""Names that begin with a dot, as a regular expression: files of the host, not of the release."""

FOLDER = "/var/www/site"
"""Where a release lies on a host where nobody says where."""

DESCRIBED = content_type(TURTLE.media_type)[1].decode()
"""The content type of the description of the data, whose file has no suffix (`catalogue.documents.addresses.VOID`)."""


@dataclass(frozen=True)
class Rules:
    """What hosts of files must know.

    Attributes:
        address: the address of the base that the release is for, such as `https://example.org/trees/`.
        namespace: the base of the IRIs.
        languages: the catalogue's languages, the default first.
        formats: the formats of documents that are chosen, the one first that is given to who accepts all alike.
        spoken: those of them of which there may be a document in each language.
        plain: those of which there may be one document for all languages.
        suffixes: the content types of all files, by suffix, or by name where many formats have the suffix.
        paths: where documents lie that are not at the path of their IRI, without suffix, by the path of the IRI: both decoded,
            below the base.
        asked: where documents lie of IRIs that have a query, without suffix and below the base, by the path of the IRI, decoded
            and below the base, and by its query.
        moved: where entries and their documents are that have moved, by the paths that they had, decoded and below the base; as
            the header Location has it.
        assets: the folder of the files that pages share, below the base.
    """

    address: str
    namespace: str
    languages: Sequence[str]
    formats: Sequence[Format]
    spoken: frozenset[Format]
    plain: frozenset[Format]
    suffixes: Mapping[str, str]
    paths: Mapping[str, str]
    asked: Mapping[tuple[str, str], str]
    moved: Mapping[str, str]
    assets: str

    @cached_property
    def base(self) -> str:
        """The path of the base on its host, encoded, between slashes."""
        return uri_of(urlsplit(self.address).path)

    @property
    def decoded_base(self) -> str:
        """The same, decoded: as servers compare it."""
        return unquote(self.base)

    @property
    def host(self) -> str:
        """The name of the host."""
        return urlsplit(self.address).hostname or "localhost"

    @property
    def port(self) -> int:
        """The port that the address names, else that of HTTP: whoever has certificates adds that of HTTPS."""
        parts = urlsplit(self.address)
        return parts.port if parts.port is not None and parts.scheme == "http" else 80

    def forms(self, language: str) -> Iterator[tuple[int, Format, str]]:
        """List what documents may be called: the number of a format, the format, and the suffix with its language, if any.

        Args:
            language: what stands for the tag of the language in the suffix.
        """
        for number, format_ in enumerate(self.formats):
            if format_ in self.spoken:
                yield number, format_, f".{language}{format_.suffix}"
            if format_ in self.plain:
                yield number, format_, format_.suffix

    @property
    def spoken_suffixes(self) -> str:
        """The suffixes of documents that there are in each language, as a regular expression."""
        return "|".join(sorted(re.escape(format_.suffix) for format_ in self.spoken))

    @property
    def media_ranges(self) -> Sequence[Range]:
        """The ranges of `Accept` that matter."""
        return list(media_ranges([(format_.media_type, format_.also) for format_ in self.formats]))

    @property
    def language_ranges(self) -> Sequence[Range]:
        """The ranges of `Accept-Language` that matter."""
        return list(language_ranges(self.languages))

    @property
    def headers(self) -> Iterator[tuple[str, str]]:
        """List the headers of all answers."""
        for name, value in (*OPEN, *INERT):
            yield "-".join(part.capitalize() for part in name.decode().split("-")), value.decode()

    @property
    def places(self) -> Mapping[str, str]:
        """Where documents lie to which the path of a request does not lead, by the path by which they are looked for."""
        return {**{path: path for path in self.asked.values()}, **self.paths}

    def asked_patterns(self, query: str, path: str) -> Iterator[tuple[str, str]]:
        """List regular expressions of requests for IRIs with a query, each with where the documents lie.

        Args:
            query: what stands before the query in the expression.
            path: what stands between the query and the path.
        """
        for (start, end), documents in self.asked.items():
            yield f"{query}{query_pattern(end)}{path}{re.escape(start)}$", documents

    def location(self, path: str) -> str:
        """Give where the document lies that has a path, as a header has it."""
        return self.base + uri_of(path)


def rules_of(edition: Edition) -> Rules:
    """Give the rules of the release of an edition."""
    published = publication(edition)
    resources = list(published.resources())
    assets = {*ASSET_FORMATS, JAVASCRIPT}
    released = published.released
    chosen = dict.fromkeys(kind.format for kind in released if kind.compresses is None)
    formats = [format_ for format_ in chosen if format_ not in assets]
    settings = edition.settings
    return Rules(
        edition.address,
        settings.base,
        settings.languages,
        sorted(formats, key=lambda format_: -format_.quality),
        frozenset(kind.format for kind in released if kind.per_language),
        frozenset(kind.format for kind in released if not kind.per_language) - {HTML},
        dict(sorted(_suffixes(published))),
        dict(_paths(published, resources)),
        dict(_asked(edition, resources)),
        dict(_moved(edition, resources)),
        settings.own("assets/"),
    )


_GENERAL = {".json": "application/json", ".xml": "application/xml"}
"""What files are that have a suffix of many formats."""


def _suffixes(published: Publication) -> Iterator[tuple[str, str]]:
    """List the content types of all files, by suffix; by the whole name of those whose suffix many formats have."""
    yield from _GENERAL.items()
    for format_ in dict.fromkeys(kind.format for kind in published.released):
        content = content_type(format_.media_type)[1].decode()
        if format_.suffix not in _GENERAL:
            yield format_.suffix, content
        elif content != _GENERAL[format_.suffix]:
            documents = (one for resource in published.own.values() for one in resource.documents(published.edition))
            yield from ((one.path.rpartition("/")[2], content) for one in documents if one.format == format_)


def _paths(published: Publication, resources: Sequence[Resource[Publication]]) -> Iterator[tuple[str, str]]:
    """List where documents lie that are not at the path of their IRI, and what folders show that are nothing themselves."""
    base = published.edition.settings.base
    seen: set[str] = set()
    for resource in resources:
        start, _, query = resource.iri.removeprefix(base).partition(_QUERY)
        if query:
            continue
        path = unquote(start)
        seen.add(path)
        asked = published.find(resource.iri) if resource.iri.endswith(_QUERY) else published.asked(path)
        if path != resource.path and asked is not None and asked.path == resource.path:
            yield path, resource.path
    for index in published.for_hosts.values():
        folder = re.sub(rf"{HOME}$", "", index.path)
        shown = published.find(index.subject) if index.subject else None
        if shown is not None and folder not in seen and folder.endswith("/"):
            yield folder, shown.path


_QUERY = "?"


def _asked(edition: Edition, resources: Sequence[Resource[Publication]]) -> Iterator[tuple[tuple[str, str], str]]:
    """List where documents lie of IRIs that have a query, by the path of the IRI and its query."""
    for resource in resources:
        path, _, query = resource.iri.removeprefix(edition.settings.base).partition(_QUERY)
        if query:
            yield (unquote(path), query), resource.path


_SENT_AS_IT_IS = re.compile(r"[A-Za-z0-9._~=&-]")
"""What no client encodes in a query."""


def query_pattern(query: str) -> str:
    """Give a regular expression of the forms in which clients send the query of an IRI, encoded or not.

    >>> query_pattern("rec=29"), query_pattern("n=a/b"), query_pattern("n=\u00e9")
    ('rec=29', 'n=a(?:/|%2[Ff])b', 'n=(?:\u00e9|%[Cc]3%[Aa]9)')
    """
    return "".join(_character_pattern(character) for character in unquote(query))


def _character_pattern(character: str) -> str:
    if _SENT_AS_IT_IS.fullmatch(character):
        return re.escape(character) if character == "." else character
    encoded = "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))
    cased = re.sub("[A-F]", lambda digit: f"[{digit[0]}{digit[0].lower()}]", encoded)
    return f"(?:{re.escape(character)}|{cased})"


def _moved(edition: Edition, resources: Sequence[Resource[Publication]]) -> Iterator[tuple[str, str]]:
    """List where entries and their documents are that have moved, by the paths that they had."""
    base, here = edition.settings.base, uri_of(urlsplit(edition.address).path)
    for resource in resources:
        if resource.kind != MOVED:
            continue
        stem = resource.path if _QUERY in resource.iri else unquote(resource.iri.removeprefix(base))
        suffixes = {"", HTML.suffix, *(one.path.removeprefix(resource.path) for one in resource.documents(edition))}
        for path in sorted({f"{start}{suffix}" for suffix in suffixes for start in (stem, resource.path)}):
            address = moved_to(edition, path)
            if address is not None:
                yield path, here + uri_of(address.removeprefix(base)) if address.startswith(base) else uri_of(address)
