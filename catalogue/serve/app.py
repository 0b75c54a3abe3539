"""The server: every document of the release at its path, every thing at its IRI."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from catalogue.documents.addresses import MANIFEST
from catalogue.edition import Edition
from catalogue.pages import missing_page
from catalogue.publish import FORMATS, Document, document_at, find_resource, represent
from catalogue.release import manifest
from catalogue.serve.negotiate import choose

_CACHED_DOCUMENTS = 4096
_SEE_OTHER = 303
_COMMON: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}


def application(edition: Edition) -> Starlette:
    """Make the web application that serves an edition.

    Args:
        edition: the catalogue; what the application answers never changes.

    Returns:
        An ASGI application. `GET` of a document's path gives its bytes; `GET` of a thing's IRI answers 303 to the document
        that `Accept` and `Accept-Language` ask for, 406 when there is none; anything else is 404.
    """
    server = _Server(edition)
    return Starlette(routes=[Route("/{path:path}", server.answer, methods=["GET", "HEAD"])])


class _Server:
    """Answers requests from one edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.languages = edition.settings.languages
        self.body: Callable[[str], bytes] = lru_cache(maxsize=_CACHED_DOCUMENTS)(self._body)

    def _body(self, path: str) -> bytes:
        if path == MANIFEST:
            return manifest(self.edition)
        document = document_at(self.edition, path)
        if document is None:
            return b""
        return represent(self.edition, document.iri, document.format.media_type, document.language)

    def answer(self, request: Request) -> Response:
        """Answer a request."""
        path = request.path_params["path"]
        document = document_at(self.edition, path)
        if document is not None:
            return self._document(request, document)
        if path == MANIFEST:
            return self._bytes(request, path, "application/json", {})
        return self._thing(request, path) or self._missing(request)

    def _document(self, request: Request, document: Document) -> Response:
        headers = {"Link": self._links(request, document)}
        if document.language:
            headers["Content-Language"] = document.language
        return self._bytes(request, document.path, document.format.media_type, headers)

    def _bytes(self, request: Request, path: str, media_type: str, headers: Mapping[str, str]) -> Response:
        body = self.body(path)
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
        everything = {**_COMMON, **headers, "ETag": etag, "Cache-Control": "public, max-age=300"}
        if etag in known or known == ["*"]:
            return Response(status_code=304, headers=everything)
        charset = "; charset=utf-8" if media_type.startswith("text/") else ""
        return Response(body, headers={**everything, "Content-Type": media_type + charset})

    def _links(self, request: Request, document: Document) -> str:
        resource = find_resource(self.edition, document.iri)
        root = _root(request)
        links = [f'<{_quoted(document.iri)}>; rel="describes"']
        for other in resource.documents(self.edition) if resource else ():
            if other.path != document.path:
                language = f'; hreflang="{other.language}"' if other.language else ""
                links.append(f'<{root}{other.path}>; rel="{other.relation}"; type="{other.format.media_type}"{language}')
        return ", ".join(links)

    def _thing(self, request: Request, path: str) -> Response | None:
        stem = path.removesuffix(FORMATS["html"].suffix)
        page = stem != path and document_at(self.edition, f"{stem}.{self.languages[0]}{FORMATS['html'].suffix}")
        resource = find_resource(self.edition, page.iri if page else self.edition.settings.base + path)
        if resource is None:
            return None
        found = [d for d in resource.documents(self.edition) if not page or d.format.name == "html"]
        accept = "" if page else request.headers.get("accept", "")
        chosen = choose(found, accept, request.headers.get("accept-language", ""), self.languages)
        headers = {**_COMMON, "Vary": "Accept-Language" if page else "Accept, Accept-Language"}
        if chosen is None:
            offered = "\n".join(sorted({d.format.media_type for d in found}))
            return PlainTextResponse(f"Not acceptable. There is:\n{offered}\n", status_code=406, headers=headers)
        return RedirectResponse(_root(request) + chosen.path, status_code=_SEE_OTHER, headers=headers)

    def _missing(self, request: Request) -> Response:
        tongue = request.headers.get("accept-language", "")
        found = [Document("", "", FORMATS["html"], tag) for tag in self.languages]
        chosen = choose(found, request.headers.get("accept", ""), tongue, self.languages)
        headers = {**_COMMON, "Vary": "Accept, Accept-Language"}
        if chosen is None:
            return PlainTextResponse("Not found\n", status_code=404, headers=headers)
        body = missing_page(self.edition, chosen.language, _root(request))
        return Response(body, status_code=404, media_type="text/html", headers=headers)


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/") + "/"


def _quoted(iri: str) -> str:
    """Write an IRI as a header may carry it: ASCII alone (RFC 3987, section 3.1)."""
    return "".join(c if c.isascii() and c.isprintable() and c not in '<>" ' else _percent(c) for c in iri)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))
