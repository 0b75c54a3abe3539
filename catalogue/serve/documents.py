"""The documents of the release at their paths, and the things at their IRIs, which see each client to a document."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import unquote

from catalogue.documents.addresses import MANIFEST, MANIFEST_DIGEST
from catalogue.documents.headers import FOR_NOW, INERT, OPEN, VARY, Fixed, content_type
from catalogue.edition import Edition
from catalogue.errors import LimitError
from catalogue.messages import Message
from catalogue.names import uri_of
from catalogue.publish import (
    FORMATS,
    Document,
    Publication,
    Resource,
    asked,
    copied_at,
    find_resource,
    index_of,
    moved_to,
    represent,
    served,
    served_at,
)
from catalogue.release import Standing, digest_file, manifest
from catalogue.serve import problems
from catalogue.serve.bodies import Body, OnDisk
from catalogue.serve.compressing import compressed, may_be_compressed, wanted_encoding, with_variants
from catalogue.serve.conditional import date_of, strong_tag, tag_of
from catalogue.serve.exchange import Exchange
from catalogue.serve.links import link_header
from catalogue.serve.memory import Kept, Memory
from catalogue.serve.negotiate import choose
from catalogue.serve.problems import Problem
from catalogue.serve.suggestions import Suggestions

_ROOM = 256 * 1024 * 1024
_LARGEST = 64 * 1024 * 1024
_IN_MEMORY = 1024 * 1024
"""How many bytes a file has at most that is read as a whole."""

_COMMON: Fixed = (*OPEN, *INERT)
_NOTHING = Message("serve.nothing")


class _Thing(NamedTuple):
    """What has documents to choose from.

    Attributes:
        documents: those that its address leads to.
        is_page: whether they are one page in several languages.
    """

    documents: Sequence[Document]
    is_page: bool


class _Moved(NamedTuple):
    """What has another address now.

    Attributes:
        address: where it is.
    """

    address: str


class Documents:
    """Answers from one edition, which never changes.

    Args:
        edition: the catalogue.
        standing: its release, where that stands: its files are sent as they were built.

    `GET` of a document's path gives its bytes; `GET` of a thing's IRI, with its query where it has one, answers 303 to the
    document that `Accept` and `Accept-Language` ask for, 406 when there is none; the addresses that an entry had before answer
    301 to those that it has now; anything else is 404.
    """

    def __init__(self, edition: Edition, standing: Standing | None = None) -> None:
        self._edition = edition
        self._standing = standing
        self._languages = edition.settings.languages
        self._memory = Memory(_ROOM, _LARGEST)
        self._suggestions = Suggestions(edition)

    async def answer(self, exchange: Exchange) -> None:
        """Answer a request."""
        path = exchange.values["path"]
        try:
            if exchange.fields:
                path = await asyncio.to_thread(self._with_query, path, exchange.fields)
            match: Kept | _Thing | _Moved | None = self._memory.get(path)
            match = match or await asyncio.to_thread(self._find, path)
        except LimitError as error:  # the reader who asks for a page has done nothing wrong
            await exchange.tell(Problem(503, error.message))
            return
        if isinstance(match, Kept):
            self._memory.keep(path, match)
            await exchange.answer(await self._encoded(exchange, path, match))
        elif isinstance(match, _Moved):
            await self._send_on(exchange, match.address)
        elif match is not None:
            await self._lead(exchange, match)
        else:
            near = await self._suggestions.near(path)
            await exchange.tell(Problem(404, _NOTHING, near=near and exchange.root + near))

    async def _encoded(self, exchange: Exchange, path: str, kept: Kept) -> Kept:
        """Give a document as it is, or compressed where it is large and the client would rather have that."""
        encoding = wanted_encoding(exchange.header(b"accept-encoding")) if kept.is_compressible else None
        if encoding is None:
            return kept
        key = (path, encoding)
        smaller = self._memory.get(key)
        if smaller is None:
            smaller = await asyncio.to_thread(compressed, kept, encoding)
            self._memory.keep(key, smaller)
        return smaller

    def _with_query(self, path: str, query: bytes) -> str:
        """Give a path with its query where both together are the IRI of something, else the path alone."""
        whole = f"{path}?{unquote(query.decode('utf-8', 'replace'))}"
        return path if asked(self._edition, whole) is None else whole

    def _find(self, path: str) -> Kept | _Thing | _Moved | None:
        """Give what is at a path: a document as it is sent, documents to choose from, or where it is now."""
        address = moved_to(self._edition, path)
        if address is not None:
            return _Moved(address)
        document = served_at(self._edition, path)
        if document is not None:
            body, etag = self._as_built(path) or _tagged(self._represented(document))
            spoken = ((b"content-language", document.language.encode()),) if document.language else ()
            links = link_header(self._edition, document)
            headers = (*(((b"link", links.encode("latin-1")),) if links else ()), *spoken)
            return self._kept(body, etag, document.format.media_type, headers)
        if path == self._edition.settings.own(MANIFEST):
            return self._kept(*_tagged(self._manifest()), "application/json")
        if path == self._edition.settings.own(MANIFEST_DIGEST):
            return self._kept(*_tagged(digest_file(self._manifest())), "text/plain; charset=utf-8")
        return self._thing(path)

    def _as_built(self, path: str) -> tuple[Body, bytes] | None:
        """Give a file of the release that stands, and its tag; None where there is none that is still as it was built."""
        standing = self._standing
        entry = standing.entries.get(path) if standing is not None else None
        if standing is None or entry is None:
            return None
        file = standing.file(path)
        if file is not None:
            body = OnDisk(file, 0, entry.size)
            return body if entry.size > _IN_MEMORY else bytes(body), tag_of(entry.sha256)
        packed = standing.packs.read(path)
        return None if packed is None else (packed, tag_of(entry.sha256))

    def _represented(self, document: Document) -> bytes:
        return represent(self._edition, document.iri, document.format.media_type, document.language)

    def _manifest(self) -> bytes:
        if self._standing is not None:
            with suppress(OSError):
                return (self._standing.folder / MANIFEST).read_bytes()
        return manifest(self._edition)

    def _thing(self, path: str) -> _Thing | None:
        suffix = FORMATS["html"].suffix
        stem = path.removesuffix(suffix)
        page = served_at(self._edition, f"{stem}.{self._languages[0]}{suffix}") if stem != path else None
        page = page or copied_at(self._edition, path)
        resource = find_resource(self._edition, page.iri) if page else self._asked(path)
        if resource is None:
            return None
        documents = served(self._edition, resource)
        return _Thing([one for one in documents if not page or one.format.name == "html"], is_page=page is not None)

    def _asked(self, path: str) -> Resource[Publication] | None:
        """Give what a path names, else what the folder shows that it names."""
        resource = asked(self._edition, path) or asked(self._edition, f"{path}?")  # HTTP does not tell of an empty query
        return index_of(self._edition, path) if resource is None and path.endswith("/") else resource

    async def _send_on(self, exchange: Exchange, address: str) -> None:
        """Send a client on to where something is now: here, whatever the host is called, or elsewhere."""
        base = self._edition.settings.base
        here = exchange.root + address.removeprefix(base) if address.startswith(base) else address
        location = uri_of(here).encode("latin-1")
        await exchange.respond(301, (*_COMMON, (b"cache-control", FOR_NOW), (b"location", location)))

    async def _lead(self, exchange: Exchange, thing: _Thing) -> None:
        """See a client to the document that it would rather have."""
        accept = "" if thing.is_page else exchange.header(b"accept")
        chosen = choose(thing.documents, accept, exchange.header(b"accept-language"), self._languages)
        if chosen is None:
            await exchange.tell(problems.unacceptable(document.format.media_type for document in thing.documents))
            return
        vary = (b"vary", b"Accept-Language") if thing.is_page else VARY
        await exchange.respond(303, (*_COMMON, vary, (b"location", (exchange.root + uri_of(chosen.path)).encode("latin-1"))))

    def _kept(self, body: Body, etag: bytes, media_type: str, headers: Fixed = ()) -> Kept:
        """Give a document as it is sent."""
        modified = self._edition.modified
        own = (*headers, (b"etag", etag), (b"cache-control", FOR_NOW), content_type(media_type), (b"accept-ranges", b"bytes"))
        kept = Kept("", (*_COMMON, *own), body, etag, is_file=True)
        if modified is not None:
            seconds = int(modified.timestamp())
            kept = kept._replace(headers=(*kept.headers, (b"last-modified", date_of(seconds))), modified=seconds)
        return with_variants(kept) if may_be_compressed(media_type, body) else kept


def _tagged(body: bytes) -> tuple[bytes, bytes]:
    return body, strong_tag(body)
