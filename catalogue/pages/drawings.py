"""What is drawn of a table of values beside charts of its numbers: a timeline of its rows, and a map of where they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from catalogue.model import Path, Property, is_date
from catalogue.pages.pictures import Map, Picture, event, map_of, timeline
from catalogue.pages.pictures.places import outline_of
from catalogue.pages.placing import place_of
from catalogue.pages.strings import string
from catalogue.pages.views import Viewer
from catalogue.terms import Literal, NamedNode, Term

MOST_EVENTS = 24
"""How many rows a timeline has at most: with more it is longer than the table, and shows less."""

_FEWEST_MOMENTS = 2


class Drawings(NamedTuple):
    """What is drawn of a table.

    Attributes:
        pictures: the timeline of its rows, or nothing.
        map: where they are, or None.
    """

    pictures: Sequence[Picture] = ()
    map: Map | None = None


class DrawnRow(NamedTuple):
    """A row of a table as it is drawn.

    Attributes:
        label: what it is.
        terms: the terms in each column.
        remark: how it is not plainly so, or empty.
    """

    label: str
    terms: Sequence[Sequence[Term]]
    remark: str


def pictured(declared: Sequence[Property]) -> frozenset[Path]:
    """Give the paths of the columns that the shape of rows itself gives the role of key information: these are drawn."""
    return frozenset(column.path for column in declared if column.role == "KeyInfoRole")


def drawings_of(
    viewer: Viewer, columns: Sequence[Property | None], drawn: Collection[Path], rows: Sequence[DrawnRow]
) -> Drawings:
    """Draw a table by the columns that its shape says to draw.

    Args:
        viewer: the page.
        columns: the columns, empty ones too.
        drawn: the paths of the columns that are drawn. Of those with dates the first one gives when a row begins or is, the
            second one when it ends; others date what has neither.
        rows: the rows.

    Returns:
        The timeline, unless there are too many rows or all that have a date have the same; the map, if a column leads to a
        place with an outline.
    """
    places = list(_drawn(columns, drawn))
    if not places:
        return Drawings()
    picture = _timeline(viewer, rows, [at for at in places if _may_be_dates(rows, at)])
    return Drawings([picture] if picture is not None else [], _map(viewer, rows, places))


def _timeline(viewer: Viewer, rows: Sequence[DrawnRow], dated: Sequence[int]) -> Picture | None:
    if len(rows) > MOST_EVENTS:
        return None
    events = [event(row.label, viewer.language, *_moments(row, dated), row.remark) for row in rows]
    known = [one for one in events if one is not None]
    if len({(one.begin, one.end) for one in known}) < _FEWEST_MOMENTS:
        return None
    return timeline(known, viewer.language, string("timeline", viewer.language))


def _drawn(columns: Sequence[Property | None], drawn: Collection[Path]) -> Iterator[int]:
    return (at for at, column in enumerate(columns) if column is not None and column.path in drawn)


def _may_be_dates(rows: Sequence[DrawnRow], at: int) -> bool:
    return all(isinstance(term, Literal) and is_date(term) for row in rows for term in row.terms[at])


def _moments(row: DrawnRow, dated: Sequence[int]) -> tuple[Term | None, Term | None]:
    """Give when a row begins and ends; of a row with neither the first other date."""
    first = [next(iter(row.terms[at]), None) for at in dated]
    begin, end = [*first, None, None][:2]
    if begin is None and end is None:
        return next((one for one in first if one is not None), None), None
    return begin, end


def _map(viewer: Viewer, rows: Sequence[DrawnRow], places: Sequence[int]) -> Map | None:
    """Draw where rows are, with their number at each place."""
    counts: dict[Term, int] = {}
    for term in (term for row in rows for at in places for term in row.terms[at] if isinstance(term, NamedNode)):
        counts[term] = counts.get(term, 0) + 1
    found = (place_of(viewer, term, count) for term, count in counts.items())
    known = [place for place in found if outline_of([place.iri, *place.same]) is not None]
    return map_of(known, viewer.language, string("map", viewer.language)) if known else None
