"""What datasets cover: places, areas and periods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from catalogue.authorities import AUTHORITY, COUNTRIES, COUNTRY
from catalogue.config import DatasetSettings, Period, Portal
from catalogue.exports.dcat.terms import dated, term, typed, within
from catalogue.terms import Literal, NamedNode, Triple, named_node


@dataclass
class Places:
    """The places of datasets: one IRI has one area.

    Attributes:
        portal: what the settings say of all datasets.
        base: the base of the catalogue.
    """

    portal: Portal
    base: str
    _boxes: dict[str, tuple[float, ...]] = field(default_factory=dict)

    def of(self, node: NamedNode, dataset: DatasetSettings | None) -> Iterator[Triple]:
        """Say where what a dataset is about is, or the catalogue."""
        place, box = place_and_box(self.portal, dataset)
        iri = place_iri(place)
        if iri is None and box is None:
            return
        if iri is None or self._boxes.setdefault(iri, box or ()) != (box or ()):
            iri = within(self.base, "place") if box == self.portal.box else within(node.value, "place")
        location = NamedNode(iri)
        yield Triple(node, term("dct:spatial"), location)
        yield typed(location, "dct:Location")
        if iri.startswith(AUTHORITY):
            yield Triple(location, term("skos:inScheme"), NamedNode(iri.rpartition("/")[0]))
        if box is not None:
            yield from _area(location, box)


def place_and_box(portal: Portal, dataset: DatasetSettings | None) -> tuple[str | None, tuple[float, ...] | None]:
    """Give the place and the area of a dataset: where it gives neither, those of all."""
    if dataset is None or (dataset.place is None and dataset.box is None):
        return portal.place, portal.box
    is_same = dataset.place == portal.place
    return dataset.place, dataset.box or (portal.box if is_same else None)


def place_iri(place: str | None) -> str | None:
    """Give the IRI of a place of the settings, the code of a country or an IRI; None where it is neither.

    >>> place_iri("FRA"), place_iri("Atlantis")
    ('http://publications.europa.eu/resource/authority/country/FRA', None)
    """
    if place is None:
        return None
    if place in COUNTRIES:
        return COUNTRY + place
    return place if ":" in place and named_node(place) is not None else None


def _area(location: NamedNode, box: tuple[float, ...]) -> Iterator[Triple]:
    """Give a place its area and the middle of it, in degrees of longitude and latitude; it may go over the 180th meridian."""
    west, south, east, north = box
    width = (east - west) % 360 if east < west else east - west
    middle = (west + width / 2 + 180) % 360 - 180
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    ring = ",".join(f"{_degrees(x)} {_degrees(y)}" for x, y in corners)
    wkt = term("geo:wktLiteral")
    yield Triple(location, term("dcat:bbox"), Literal(f"POLYGON(({ring}))", datatype=wkt))
    centre = f"POINT({_degrees(middle)} {_degrees((south + north) / 2)})"
    yield Triple(location, term("dcat:centroid"), Literal(centre, datatype=wkt))


def _degrees(value: float) -> str:
    """Write degrees with up to six digits behind the point, which is a tenth of a metre.

    >>> _degrees(-5.0), _degrees(2.3500004)
    ('-5', '2.35')
    """
    return f"{value:.6f}".rstrip("0").rstrip(".")


def period(node: NamedNode, given: Period | None, until: str) -> Iterator[Triple]:
    """Say which period a dataset covers: where it has no end, up to its last change.

    Args:
        node: the dataset.
        given: the period; None where none is given.
        until: the day of the last change, or empty.
    """
    if given is None:
        return
    covered = NamedNode(within(node.value, "period"))
    yield Triple(node, term("dct:temporal"), covered)
    yield typed(covered, "dct:PeriodOfTime")
    yield from dated(covered, "dcat:startDate", given.start)
    yield from dated(covered, "dcat:endDate", given.end or until)
