"""Files of the program itself that the SPARQL page needs, and what its editor completes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cached_property, partial

from catalogue import pages
from catalogue.documents.addresses import VOCABULARY
from catalogue.documents.headers import FOR_EVER, FOR_NOW, OPEN, content_type
from catalogue.edition import Edition
from catalogue.exports.vocabulary import vocabulary
from catalogue.serve.conditional import strong_tag
from catalogue.serve.exchange import Exchange
from catalogue.serve.memory import Kept


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
    def _for_now(self) -> Kept:
        body = self._made()
        etag = strong_tag(body)
        return Kept("", (*OPEN, content_type(self.media_type), (b"etag", etag), (b"cache-control", FOR_NOW)), body, etag)

    @cached_property
    def _for_ever(self) -> Kept:
        kept = self._for_now
        return kept._replace(headers=(*kept.headers[:-1], (b"cache-control", FOR_EVER)))

    async def answer(self, exchange: Exchange) -> None:
        """Send it; where the address names its digest it may be kept for ever."""
        await exchange.answer(self._for_ever if exchange.scope["query_string"] else self._for_now)


def own_files(edition: Edition) -> Mapping[str, OwnFile]:
    """Give the files by path: assets of pages, and the vocabulary of an edition for the editor."""
    listed = {**pages.assets(edition), **pages.sparql_assets()}
    files = {path: OwnFile(media_type, partial(pages.asset_of, edition, path)) for path, media_type in listed.items()}
    return {**files, VOCABULARY: OwnFile("application/json", lambda: _vocabulary(edition))}


def _vocabulary(edition: Edition) -> bytes:
    return json.dumps(vocabulary(edition), ensure_ascii=False, separators=(",", ":")).encode()
