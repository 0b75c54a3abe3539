"""Statistics: what a server has done since it began, whatever release it served, as Prometheus reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Iterator, Mapping, MutableMapping
from typing import Any

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from catalogue.serve.connections import Connections
from catalogue.serve.http import Send

_PREFIX = "catalogue"


class Statistics:
    """Counts what a server does.

    Attributes:
        statuses: how many responses had which status.
        renewals: how many times another release was taken up, and how many times that failed: `taken`, `failed`.
        connections: what looks after the connections, or None.
        is_ending: whether the server is about to end.
    """

    def __init__(self) -> None:
        self.statuses: Counter[int] = Counter()
        self.renewals: Counter[str] = Counter()
        self.connections: Connections | None = None
        self.is_ending = False

    def counting(self, send: Send) -> Send:
        """Give what sends as before, and counts."""

        def counted(message: MutableMapping[str, Any]) -> Awaitable[None]:
            if "status" in message:
                self.statuses[message["status"]] += 1
            return send(message)

        return counted

    def metrics(self) -> Iterator[Metric]:
        """Give what has been counted."""
        yield totals("responses", "Responses by status.", "status", {str(key): n for key, n in self.statuses.items()})
        yield totals("renewals", "Further releases that were taken up, and those that could not be.", "outcome", self.renewals)
        if self.connections is not None:
            yield gauge("connections", "Connections of clients.", self.connections.count)
            yield totals("connections_ended", "Connections that were ended, by reason.", "reason", self.connections.ended)


def written(collector: Collector) -> bytes:
    """Write what has been counted, and what the process takes, in the text format of Prometheus."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(collector)
    ProcessCollector(registry=registry)
    return generate_latest(registry)


def release_of(name: str) -> GaugeMetricFamily:
    """Give the release that is served, by its name."""
    family = GaugeMetricFamily(f"{_PREFIX}_release", "The release that is served.", labels=["name"])
    family.add_metric([name], 1)
    return family


def gauge(name: str, what: str, value: float) -> GaugeMetricFamily:
    """Give a number that goes up and down."""
    return GaugeMetricFamily(f"{_PREFIX}_{name}", what, value)


def total(name: str, what: str, value: float) -> CounterMetricFamily:
    """Give a number that goes up alone."""
    return CounterMetricFamily(f"{_PREFIX}_{name}", what, value)


def totals(name: str, what: str, label: str, counts: Mapping[str, int]) -> CounterMetricFamily:
    """Give numbers that go up alone, each by what its label says."""
    family = CounterMetricFamily(f"{_PREFIX}_{name}", what, labels=[label])
    for key in sorted(counts):
        family.add_metric([key], counts[key])
    return family
