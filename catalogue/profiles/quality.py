"""The points that the European portal gives to metadata: those that can be counted without asking the web.

The facts are those of its methodology, <https://data.europa.eu/mqa/methodology>: five dimensions, the points of each metric,
and the ratings. A metric of datasets counts the share of the datasets that have it, one of distributions the share of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from catalogue.authorities import ACCESS_RIGHTS, FILE_TYPE, LICENCE, MACHINE_READABLE, NOT_PROPRIETARY
from catalogue.profiles.description import Description
from catalogue.profiles.requirements import Level
from catalogue.profiles.verdict import faults
from catalogue.terms import NamedNode, Node, Term

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
    """Give what tells whether all of some properties of a record, one at least, have values of a vocabulary."""

    def has(description: Description, node: Node) -> bool:
        values = [value for name in names for value in description.values(node, name)]
        return bool(values) and all(isinstance(value, NamedNode) and value.value.startswith(starts) for value in values)

    return has


def _file_types(codes: frozenset[str]) -> Has:
    def has(description: Description, node: Node) -> bool:
        return any(_code(value) in codes for value in description.values(node, "dct:format"))

    return has


def _code(value: Term) -> str:
    return value.value.removeprefix(FILE_TYPE) if isinstance(value, NamedNode) else ""


_DATASET, _DISTRIBUTION = "dcat:Dataset", "dcat:Distribution"
_METRICS: Sequence[tuple[str, str, int, str, Has | None]] = (
    ("findability", "keywords", 30, _DATASET, _has("dcat:keyword")),
    ("findability", "themes", 30, _DATASET, _has("dcat:theme")),
    ("findability", "place", 20, _DATASET, _has("dct:spatial")),
    ("findability", "period", 20, _DATASET, _has("dct:temporal")),
    ("accessibility", "access-answers", 50, _DISTRIBUTION, None),
    ("accessibility", "download", 20, _DISTRIBUTION, _has("dcat:downloadURL")),
    ("accessibility", "download-answers", 30, _DISTRIBUTION, None),
    ("interoperability", "format", 20, _DISTRIBUTION, _has("dct:format")),
    ("interoperability", "media-type", 10, _DISTRIBUTION, _has("dcat:mediaType")),
    ("interoperability", "format-known", 10, _DISTRIBUTION, _starts(("dct:format", "dcat:mediaType"), FILE_TYPE, *_IANA)),
    ("interoperability", "open-format", 20, _DISTRIBUTION, _file_types(NOT_PROPRIETARY)),
    ("interoperability", "machine-readable", 20, _DISTRIBUTION, _file_types(MACHINE_READABLE)),
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
_CONFORMS = ("interoperability", "conforms", 30)


def metrics(description: Description) -> Iterator[Metric]:
    """Count the points of each metric, dimension by dimension."""
    of_class = {name: description.instances(name) for name in (_DATASET, _DISTRIBUTION)}
    for dimension, name, most, class_, has in _METRICS:
        if name == "format":
            yield Metric(*_CONFORMS, _conforming(description, of_class[_DATASET]))
        records = of_class[class_]
        share = None if has is None else _share(sum(has(description, node) for node in records), len(records))
        yield Metric(dimension, name, most, share)


def _share(count: int, of: int) -> float:
    return count / of if of else 0.0


def _conforming(description: Description, datasets: Sequence[Node]) -> float:
    """Give the share of the datasets that have all that is mandatory, with all of their distributions."""
    broken = {fault.record for fault in faults(description) if fault.level is Level.MANDATORY and not fault.is_noted}
    whole = [node for node in datasets if broken.isdisjoint({node, *description.values(node, "dcat:distribution")})]
    return _share(len(whole), len(datasets))


def rating(points: float) -> str:
    """Give the name of the rating of a sum of points.

    >>> rating(405), rating(350.9), rating(0)
    ('excellent', 'good', 'bad')
    """
    return next(name for least, name in _RATINGS if points >= least)
