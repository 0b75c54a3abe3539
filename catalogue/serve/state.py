"""The state of the service for those who keep it running: whether it lives, whether it answers queries, what it has done."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client.core import Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from catalogue.documents.headers import content_type
from catalogue.serve import problems
from catalogue.serve.asking import Asker
from catalogue.serve.conditional import NOT_KEPT
from catalogue.serve.exchange import Exchange
from catalogue.serve.headers import common_headers
from catalogue.serve.releases import Releases
from catalogue.serve.statistics import Statistics, gauge, release_of, total, totals, written
from catalogue.stores.pool import AWAY, StorePool


class State(Collector):
    """Tells the state of a service.

    Args:
        releases: the releases that can be asked.
        asker: what has queries answered.
        statistics: what the server has done.
    """

    def __init__(self, releases: Releases, asker: Asker, statistics: Statistics) -> None:
        self._releases = releases
        self._asker = asker
        self._statistics = statistics

    async def health(self, exchange: Exchange) -> None:
        """Say that the server lives: it answers."""
        await _tell(exchange, b"ok\n", content_type("text/plain"))

    async def ready(self, exchange: Exchange) -> None:
        """Say whether it answers queries, and will for a while."""
        pool = self._releases.current.pool
        if self._statistics.is_ending:
            await exchange.tell(problems.ending())
        elif not pool.is_ready:
            await exchange.tell(problems.unreachable(AWAY) if isinstance(pool, StorePool) else problems.loading(pool.wait))
        else:
            await _tell(exchange, b"ok\n", content_type("text/plain"))

    async def metrics(self, exchange: Exchange) -> None:
        """Tell what it has done so far."""
        await _tell(exchange, written(self), (b"content-type", CONTENT_TYPE_PLAIN_0_0_4.encode()))

    def collect(self) -> Iterator[Metric]:
        """Give what has been counted: by the server, and by the workers of the release that is served."""
        yield from self._statistics.metrics()
        current = self._releases.current
        pool = current.pool
        yield release_of(current.name)
        yield gauge("ready", "Whether queries are answered.", pool.is_ready)
        yield gauge("statements", "Statements that are queried.", pool.size)
        yield gauge("kept_bytes", "Bytes of answers that are kept.", self._asker.size)
        yield totals("queries", "Queries that workers were asked, by outcome.", "outcome", pool.measures.outcomes)
        yield total("query_seconds", "Seconds between these queries and their answers.", pool.measures.seconds)
        yield total("loads", "Times that the statements were loaded.", pool.measures.loads)


async def _tell(exchange: Exchange, body: bytes, type_: tuple[bytes, bytes]) -> None:
    headers = (*common_headers(exchange.release), type_, (b"cache-control", NOT_KEPT))
    await exchange.respond(200, headers, body)
