"""The points that the European portal gives to metadata: those that can be counted without asking the web.

The facts are those of its methodology, <https://data.europa.eu/mqa/methodology>: five dimensions, the points of each metric,
and the ratings. A dataset has points, and several have their mean. A metric of distributions counts the share of those of the
dataset that have it; interoperability is that of the one with the most points, since the others have the same content. Which
file types are open and machine-readable is what the portal's own lists say, which are shorter than the EU's table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from catalogue.authorities import ACCESS_RIGHTS, FILE_TYPE, LICENCE, MACHINE_READABLE, NOT_PROPRIETARY
from catalogue.profiles.description import Description
from catalogue.profiles.requirements import Level
from catalogue.profiles.verdict import faults
from catalogue.terms import Literal, NamedNode, Node, Term, sort_key

MOST = 405
"""How many points there are in all."""

_RATINGS = ((351, "excellent"), (221, "good"), (121, "sufficient"), (0, "bad"))
_IANA = ("http://www.iana.org/assignments/media-types/", "https://www.iana.org/assignments/media-types/")


@dataclass(frozen=True)
class Metric:
    """A metric with its result.

    Attributes:
        dimension: its dimension.
        name: its name.
        most: how many points it gives at most.
        share: the share of the records that have it; None where that can only be told by asking the web.
    """

    dimension: str
    name: str
    most: int
    share: float | None

    @property
    def points(self) -> float:
        """How many points it gives, as far as that is known."""
        return self.most * (self.share or 0)


Has = Callable[[Description, Node], bool]


def _has(*names: str) -> Has:
    return lambda description, node: any(description.values(node, name) for name in names)


def _starts(names: Sequence[str], *starts: str) -> Has:
    """Give what tells whether a record has each of some properties, with values of a vocabulary alone."""

    def has(description: Description, node: Node) -> bool:
        of_each = [description.values(node, name) for name in names]
        values = [value for each in of_each for value in each]
        return all(of_each) and all(isinstance(value, NamedNode) and value.value.startswith(starts) for value in values)

    return has


def _file_types(codes: frozenset[str]) -> Has:
    def has(description: Description, node: Node) -> bool:
        return any(_code(value) in codes for value in description.values(node, "dct:format"))

    return has


def _code(value: Term) -> str:
    return value.value.removeprefix(FILE_TYPE) if isinstance(value, NamedNode) else ""


_DATASET, _DISTRIBUTION = "dcat:Dataset", "dcat:Distribution"
_INTEROPERABILITY = "interoperability"
_METRICS: Sequence[tuple[str, str, int, str, Has | None]] = (
    ("findability", "keywords", 30, _DATASET, _has("dcat:keyword")),
    ("findability", "themes", 30, _DATASET, _has("dcat:theme")),
    ("findability", "place", 20, _DATASET, _has("dct:spatial")),
    ("findability", "period", 20, _DATASET, _has("dct:temporal")),
    ("accessibility", "access-answers", 50, _DISTRIBUTION, None),
    ("accessibility", "download", 20, _DISTRIBUTION, _has("dcat:downloadURL")),
    ("accessibility", "download-answers", 30, _DISTRIBUTION, None),
    (_INTEROPERABILITY, "format", 20, _DISTRIBUTION, _has("dct:format")),
    (_INTEROPERABILITY, "media-type", 10, _DISTRIBUTION, _has("dcat:mediaType")),
    (_INTEROPERABILITY, "format-known", 10, _DISTRIBUTION, _starts(("dct:format", "dcat:mediaType"), FILE_TYPE, *_IANA)),
    (_INTEROPERABILITY, "open-format", 20, _DISTRIBUTION, _file_types(NOT_PROPRIETARY)),
    (_INTEROPERABILITY, "machine-readable", 20, _DISTRIBUTION, _file_types(MACHINE_READABLE)),
    ("reusability", "licence", 20, _DISTRIBUTION, _has("dct:license")),
    ("reusability", "licence-known", 10, _DISTRIBUTION, _starts(("dct:license",), LICENCE)),
    ("reusability", "access-rights", 10, _DATASET, _has("dct:accessRights")),
    ("reusability", "access-rights-known", 5, _DATASET, _starts(("dct:accessRights",), ACCESS_RIGHTS.start)),
    ("reusability", "contact", 20, _DATASET, _has("dcat:contactPoint")),
    ("reusability", "publisher", 10, _DATASET, _has("dct:publisher")),
    ("contextuality", "rights", 5, _DISTRIBUTION, _has("dct:rights")),
    ("contextuality", "size", 5, _DISTRIBUTION, _has("dcat:byteSize")),
    ("contextuality", "issued", 5, _DATASET, _has("dct:issued")),
    ("contextuality", "modified", 5, _DATASET, _has("dct:modified")),
)
_CONFORMS = (_INTEROPERABILITY, "conforms", 30)


def metrics(description: Description) -> Iterator[Metric]:
    """Count the points of each metric, dimension by dimension."""
    datasets = description.instances(_DATASET)
    files = {node: _distributions(description, node) for node in datasets}
    best = {node: _best(description, files[node]) for node in datasets}
    for dimension, name, most, class_, has in _METRICS:
        if name == "format":
            yield Metric(*_CONFORMS, _conforming(description, datasets))
        if has is None:
            yield Metric(dimension, name, most, None)
            continue
        counted = best if dimension == _INTEROPERABILITY else files
        records = ([node] if class_ == _DATASET else counted[node] for node in datasets)
        yield Metric(dimension, name, most, _mean([_share(description, has, each) for each in records]))


def _distributions(description: Description, dataset: Node) -> Sequence[Node]:
    values = (value for value in description.values(dataset, "dcat:distribution") if not isinstance(value, Literal))
    return sorted(values, key=sort_key)


def _best(description: Description, distributions: Sequence[Node]) -> Sequence[Node]:
    """Choose the distribution that has the most points of interoperability; the first of several."""
    asked = [(most, has) for dimension, _, most, _, has in _METRICS if dimension == _INTEROPERABILITY and has is not None]

    def points(node: Node) -> int:
        return sum(most for most, has in asked if has(description, node))

    return [max(distributions, key=points)] if distributions else []


def _share(description: Description, has: Has, records: Sequence[Node]) -> float:
    return _mean([float(has(description, node)) for node in records])


def _mean(shares: Sequence[float]) -> float:
    return sum(shares) / len(shares) if shares else 0.0


def _conforming(description: Description, datasets: Sequence[Node]) -> float:
    """Give the share of the datasets that have all that is mandatory, with all of their distributions."""
    broken = {fault.record for fault in faults(description) if fault.level is Level.MANDATORY and not fault.is_noted}
    whole = [node for node in datasets if broken.isdisjoint({node, *description.values(node, "dcat:distribution")})]
    return len(whole) / len(datasets) if datasets else 0.0


def rating(points: float) -> str:
    """Give the name of the rating of a sum of points.

    >>> rating(405), rating(350.9), rating(0)
    ('excellent', 'good', 'bad')
    """
    return next(name for least, name in _RATINGS if points >= least)
