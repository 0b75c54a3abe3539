"""The service that runs: one site after the other, so that another release is taken up and no request is dropped."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress

from catalogue.edition import Edition
from catalogue.errors import CatalogueError
from catalogue.serve.http import Receive, Scope, Send
from catalogue.serve.site import Site
from catalogue.serve.statistics import Statistics
from catalogue.stores.client import StoreClient


class _Standing:
    """A site, and how many are being answered from it.

    Args:
        site: the site.

    Attributes:
        present: how many.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.present = 0
        self._left: asyncio.Event | None = None

    def leave(self) -> None:
        """Note that one of them has been answered."""
        self.present -= 1
        if self._left is not None and not self.present:
            self._left.set()

    async def until_left(self) -> None:
        """Wait until all of them have been answered."""
        self._left = asyncio.Event()
        if self.present:
            await self._left.wait()


class Service:
    """An ASGI application that answers from one site at a time.

    Args:
        edition: the edition that is served first.
        read: reads the catalogue anew; None where it stays as it is.
        documents: whether pages and data are served beside the SPARQL service.
        store: the store that queries are passed on to; None where they are answered here.

    Attributes:
        statistics: what it has done.
    """

    def __init__(
        self,
        edition: Edition,
        read: Callable[[], Edition] | None = None,
        *,
        documents: bool = True,
        store: StoreClient | None = None,
    ) -> None:
        self.statistics = Statistics()
        self._read = read
        self._documents = documents
        self._store = store
        self._standing = _Standing(self._made(edition))
        self._renewing = asyncio.Lock()

    def _made(self, edition: Edition) -> Site:
        return Site(edition, documents=self._documents, statistics=self.statistics, store=self._store)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request from the site that stands when it comes."""
        standing = self._standing
        standing.present += 1
        try:
            await standing.site(scope, receive, send)
        finally:
            standing.leave()

    @property
    def missing(self) -> Sequence[str]:
        """What queries cannot be kept from on this system."""
        return self._standing.site.releases.current.pool.missing

    async def open(self) -> None:
        """Begin the workers.

        Raises:
            OutputError: they could not be started.
        """
        await self._standing.site.open()
        _set_aside()

    async def renew(self) -> None:
        """Read the catalogue anew, and serve that as soon as all of it is ready; where anything fails, nothing changes."""
        if self._read is None:
            return
        async with self._renewing:
            before = self._standing
            try:
                site = await asyncio.to_thread(lambda read: self._made(read()), self._read)
                if site.release == before.site.release:
                    return
                await site.open()
            except (CatalogueError, OSError) as error:
                self.statistics.renewals["failed"] += 1
                _LOG.error("the catalogue could not be read anew; release %s is served further: %s", before.site.release, error)
                return
            self._standing = _Standing(site)
            self.statistics.renewals["taken"] += 1
            _LOG.warning("release %s is served now, before it %s", site.release, before.site.release)
            await before.until_left()
            await before.site.close()
        del before
        _set_aside()

    async def end(self, seconds: float) -> None:
        """Say that it is about to end, and give what was asked some seconds to be answered."""
        self.statistics.is_ending = True
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._standing.until_left()

    async def close(self) -> None:
        """End the workers."""
        await self._standing.site.close()


def _set_aside() -> None:
    """Keep the edition out of what is looked through for garbage, since nobody should wait for that."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


_LOG = logging.getLogger("catalogue")
