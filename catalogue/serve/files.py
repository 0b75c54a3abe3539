"""Files of the program itself that the SPARQL page needs, and what its editor completes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cached_property, partial

from catalogue import pages
from catalogue.edition import Edition
from catalogue.exports.vocabulary import vocabulary
from catalogue.serve.exchange import send_kept
from catalogue.serve.http import Scope, Send
from catalogue.serve.memory import Kept

VOCABULARY = "api/vocabulary.json"
_FOR_EVER = b"public, max-age=31536000, immutable"
_FOR_NOW = b"public, max-age=300"


class OwnFile:
    """A file that is made or read when it is first asked for.

    Args:
        media_type: its media type.
        made: gives its bytes.
    """

    def __init__(self, media_type: str, made: Callable[[], bytes]) -> None:
        self.media_type = media_type
        self._made = made

    @cached_property
    def _kept(self) -> Kept:
        body = self._made()
        charset = "; charset=utf-8" if self.media_type.startswith("text/") else ""
        etag = b'"%s"' % hashlib.sha256(body).hexdigest()[:32].encode()
        headers = (
            (b"content-type", (self.media_type + charset).encode()),
            (b"access-control-allow-origin", b"*"),
            (b"x-content-type-options", b"nosniff"),
            (b"etag", etag),
        )
        return Kept("", headers, body, etag)

    async def send(self, scope: Scope, send: Send) -> None:
        """Send it; where the address names its digest it may be kept for ever."""
        lasting = _FOR_EVER if scope["query_string"] else _FOR_NOW
        kept = self._kept
        await send_kept(scope, send, Kept("", (*kept.headers, (b"cache-control", lasting)), kept.body, kept.etag))


def own_files(edition: Edition) -> Mapping[str, OwnFile]:
    """Give the files by path: assets of pages, and the vocabulary of an edition for the editor."""
    listed = {**pages.ASSETS, **pages.sparql_assets()}
    files = {path: OwnFile(media_type, partial(pages.asset, path)) for path, media_type in listed.items()}
    return {**files, VOCABULARY: OwnFile("application/json", lambda: _vocabulary(edition))}


def _vocabulary(edition: Edition) -> bytes:
    return json.dumps(vocabulary(edition), ensure_ascii=False, separators=(",", ":")).encode()
