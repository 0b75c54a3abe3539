"""When the data that a page rests upon changed last, as the sitemap tells crawlers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from catalogue.columns.recency import latest
from catalogue.edition import Edition, per_edition
from catalogue.publish.export import Resource
from catalogue.publish.fragments import things_in
from catalogue.publish.publication import Publication
from catalogue.terms import NamedNode


@per_edition
def _moments(edition: Edition) -> Mapping[NamedNode, str]:
    """Give when the data of each thing changed last, as a moment in UTC; without those of which it is not known."""
    times = {path: int(change.time.timestamp()) for path, change in edition.history.items()}
    return {thing: _written(time) for thing, time in latest(edition.graph, times).items()} if times else {}


def _written(time: int) -> str:
    """Write a moment as W3C's note on dates has it.

    >>> _written(1577880000)
    '2020-01-01T12:00:00Z'
    """
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def changed(publication: Publication, resource: Resource[Publication]) -> str:
    """Give when what is stated of the things of a document, and of those beside them, changed last; empty where not known."""
    moments = _moments(publication.edition)
    of_things = [moments.get(thing, "") for thing in things_in(publication.edition, resource.iri)]
    return max(of_things) if of_things and all(of_things) else ""
