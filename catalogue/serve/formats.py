"""Formats of answers: which ones a client would rather have, by its header `Accept` and by the field `format`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from catalogue.messages import Message
from catalogue.query import RESULT_FORMATS
from catalogue.remembering import remembered
from catalogue.serve.http import BadRequest
from catalogue.serve.negotiate import HTML, media_weight, preferences, prefers_page

SOLUTIONS = tuple(name for name in ("json", "xml", "csv", "tsv") if RESULT_FORMATS[name].solutions is not None)
"""The formats of solutions and booleans by name, the one that is given first where a client has no preference."""

TRIPLES = tuple(name for name in ("turtle", "ntriples", "jsonld", "rdfxml") if RESULT_FORMATS[name].triples is not None)
"""The formats of triples, likewise."""

PAGE = "html"
"""The name of the page, which is no format of a result."""

_MEDIA_TYPES: Mapping[str, Sequence[str]] = {
    "json": ("application/json", "text/json"),
    "xml": ("application/xml", "text/xml"),
    "turtle": ("application/turtle", "application/x-turtle", "text/n3", "text/rdf+n3", "application/n3"),
    "ntriples": ("text/plain",),
    "jsonld": ("application/json", "text/json", "application/x-json+ld"),
    "rdfxml": ("application/xml", "text/xml"),
}
"""Media types that clients ask for a format by, beside its own: older ones, more general ones, N3 for the Turtle in it."""

_NAMES: Mapping[str, Sequence[str]] = {
    "json": ("srj", "sparql-results+json"),
    "xml": ("srx", "sparql-results+xml"),
    "turtle": ("ttl", "n3"),
    "ntriples": ("nt", "n-triples"),
    "jsonld": ("json-ld", "json"),
    "rdfxml": ("rdf", "rdf+xml", "rdf/xml", "xml"),
}
"""Names that the field `format` may have, beside a format's own name and its media types."""


class Formats(NamedTuple):
    """The formats that a client would rather have, for each kind of result.

    Attributes:
        solutions: for solutions, or None when it can read none.
        boolean: for a boolean, likewise.
        triples: for triples, likewise.
        html: whether it would rather have a page.
    """

    solutions: str | None
    boolean: str | None
    triples: str | None
    html: bool

    def of(self, *, triples: bool) -> str | None:
        """Give the format for triples, or the one for solutions."""
        return self.triples if triples else self.solutions

    def or_else(self, other: Formats) -> Formats:
        """Give the same formats, and those of another choice for the kinds of results that have none here.

        >>> named(["csv"]).or_else(accepted("*/*"))
        Formats(solutions='csv', boolean='csv', triples='turtle', html=False)
        """
        return Formats(
            self.solutions or other.solutions, self.boolean or other.boolean, self.triples or other.triples, self.html
        )


@remembered(1024)
def accepted(accept: str) -> Formats:
    """Choose the formats that a client would rather have by its header `Accept`; empty accepts everything.

    Where it accepts formats of one kind of result alone, the other kind is given in its usual format, if it is not refused: as
    with the field `format`, that is a wish, and libraries send it whatever the form of the query is.

    >>> accepted("text/turtle").solutions, accepted("image/png").solutions, accepted("text/turtle, */*;q=0").solutions
    ('json', None, None)
    >>> accepted("text/csv, text/turtle;q=0.5")
    Formats(solutions='csv', boolean='csv', triples='turtle', html=False)
    >>> accepted("text/*")
    Formats(solutions='csv', boolean='csv', triples='turtle', html=False)
    """
    ranges = preferences(accept)
    weights = {name: _weight(name, ranges) for name in (*SOLUTIONS, *TRIPLES)}
    if prefers_page(ranges, max(weights.values())):
        solutions, triples = (_first_accepted(names, weights) for names in (SOLUTIONS, TRIPLES))
        return Formats(solutions, solutions, triples, html=True)
    best, best_triples = (_best(names, weights) for names in (SOLUTIONS, TRIPLES))
    if (best is None) != (best_triples is None):  # the client named a format of results, whatever the form of its query is
        best = best or _not_refused(SOLUTIONS, ranges)
        best_triples = best_triples or _not_refused(TRIPLES, ranges)
    return Formats(best, best, best_triples, html=False)


def _weight(name: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Weigh a format: by its own media type where that is named, else by any that means it or by a range that holds its own."""
    own = RESULT_FORMATS[name].media_type
    listed = dict(reversed(ranges))
    if own in listed:
        return listed[own]
    others = (listed[other] for other in _MEDIA_TYPES.get(name, ()) if other in listed)
    return max(media_weight(own, ranges), *others, 0.0)


def _best(names: Sequence[str], weights: Mapping[str, float]) -> str | None:
    best = max(names, key=weights.__getitem__)
    return best if weights[best] > 0 else None


def _not_refused(names: Sequence[str], ranges: Sequence[tuple[str, float]]) -> str | None:
    """Give the first format that a client has not refused by a weight of 0."""
    refused = {name for name, weight in ranges if weight == 0}
    for name in names:
        own = RESULT_FORMATS[name].media_type
        if refused.isdisjoint({own, f"{own.partition('/')[0]}/*", "*/*", "*", *_MEDIA_TYPES.get(name, ())}):
            return name
    return None


def _first_accepted(names: Sequence[str], weights: Mapping[str, float]) -> str:
    """Give what a reader of pages gets where there is none: browsers weigh XML more than the rest, and mean pages."""
    return next((name for name in names if weights[name] > 0), names[0])


def named(values: Sequence[str]) -> Formats | None:
    """Read the values of the field `format`: names of formats or media types, one or several, as clients send them.

    Args:
        values: the values; each may be a list with commas, in any case, and a plus sign may have become a space.

    Returns:
        For each kind of result the first format that it has, or None; the page when that comes first. None when no value says
        anything.

    Raises:
        BadRequest: none of them is known.

    >>> named(["TTL", "application/sparql-results json"])
    Formats(solutions='json', boolean='json', triples='turtle', html=False)
    >>> named(["csv"]).triples, named([""])
    (None, None)
    """
    names = [name for value in values for name in _names(value)]
    if not names:
        return None
    if names[0] in {PAGE, HTML}:
        return Formats(SOLUTIONS[0], SOLUTIONS[0], TRIPLES[0], html=True)
    solutions, triples = (_first_named(names, formats) for formats in (SOLUTIONS, TRIPLES))
    if solutions is None and triples is None:
        raise BadRequest(400, Message("serve.no-format-choose", name=values[0], known=", ".join((PAGE, *SOLUTIONS, *TRIPLES))))
    return Formats(solutions, solutions, triples, html=False)


def _names(value: str) -> Iterator[str]:
    for part in value.split(","):
        name = part.partition(";")[0].strip().lower().replace(" ", "+")
        if name:
            yield name


def _first_named(names: Sequence[str], formats: Sequence[str]) -> str | None:
    return next((format_ for name in names for format_ in formats if name in _called(format_)), None)


@lru_cache(maxsize=len(SOLUTIONS) + len(TRIPLES))
def _called(format_: str) -> frozenset[str]:
    """Give all that a format may be called."""
    own = RESULT_FORMATS[format_].media_type
    return frozenset({format_, own, *_MEDIA_TYPES.get(format_, ()), *_NAMES.get(format_, ())})
