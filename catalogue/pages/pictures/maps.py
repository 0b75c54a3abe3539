"""Maps: places that have outlines, in shades of how much is there; all places stand in a list too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from catalogue.collation import name_key
from catalogue.pages.literals import in_number, locale_of
from catalogue.pages.pictures.drawn import LINE, WIDTH, Element, Picture, element, fitted, reckoned, text
from catalogue.pages.pictures.outlines import OVERSEAS, Outlines, outlines
from catalogue.pages.pictures.places import FRANCE, WORLD, Outline, outline_of, region_of, territory_of
from catalogue.pages.strings import string

_HOME = Outline(WORLD, ("FR",))
_LEVELS = 4
_INSET, _INSETS_HIGH = 80, 88
_MOST_NAMED = 30


@dataclass(frozen=True)
class Place:
    """A place and how much is there.

    Attributes:
        iri: its IRI.
        label: what it is called; empty where the catalogue does not say.
        href: where it leads, or empty.
        count: how much is there.
        language: the language of the label when it is not the page's, else empty.
        same: other IRIs of the same place.
    """

    iri: str
    label: str = ""
    href: str = ""
    count: int = 1
    language: str = ""
    same: Sequence[str] = ()


@dataclass(frozen=True)
class Map:
    """The maps of places, and their list.

    Attributes:
        pictures: a map of France, a map of the world, both or none, as the places need.
        places: all places, those with most first, each with its name.
        credit: who made the outlines; empty where none is shown.
    """

    pictures: Sequence[Picture]
    places: Sequence[Place]
    credit: str = ""


@dataclass
class _Lit:
    """What is drawn of one outline: its places."""

    outline: Outline
    places: list[Place] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How much is there."""
        return sum(place.count for place in self.places)


def map_of(places: Sequence[Place], language: str, title: str = "") -> Map | None:
    """Draw places on maps.

    Args:
        places: the places, each once.
        language: the language of the page.
        title: what is there; a heading of its own when empty.

    Returns:
        The maps that the places with known outlines need, and the list of all; None without places. A place whose IRI has no
        form that is known, such as a town's, is listed alone. Without the file of outlines there are no maps.
    """
    if not places:
        return None
    lit: dict[Outline, _Lit] = {}
    named = []
    for place in places:
        outline = outline_of([place.iri, *place.same])
        shown = replace(place, label=place.label or _name(outline, language) or place.iri)
        named.append(shown)
        if outline is not None and _is_drawn(outline):
            lit.setdefault(outline, _Lit(outline)).places.append(shown)
    heading = title or string("places", language)
    pictures = [_picture(name, lit, heading, language) for name in _maps(lit)]
    named.sort(key=lambda place: (-place.count, name_key(place.label)))
    return Map(pictures, named, string("outlines_by", language) if pictures else "")


def place_name(iri: str, language: str) -> str:
    """Name the place of an IRI of a well-known vocabulary; empty where its form is not known.

    >>> place_name("http://publications.europa.eu/resource/authority/country/KOR", "fr"), place_name("urn:x", "fr")
    ('Corée du Sud', '')
    """
    return _name(outline_of([iri]), language)


def _name(outline: Outline | None, language: str) -> str:
    """Name a department, a region or a country: overseas departments and countries in the page's language."""
    if outline is None:
        return ""
    territory = territory_of(outline)
    if territory and not (outline.map == FRANCE and language.startswith("fr")):
        names: Mapping[str, str] = locale_of(language).territories
        return names.get(territory, "")
    departments = outlines()[FRANCE].names if outlines() else {}
    return region_of(outline) or departments.get(outline.codes[0], "")


def _is_drawn(outline: Outline) -> bool:
    drawn = outlines()
    if not drawn:
        return False
    shapes = drawn[WORLD].shapes if outline.map == WORLD else {**drawn[FRANCE].shapes, **drawn[OVERSEAS].shapes}
    return all(code in shapes for code in outline.codes)


def _maps(lit: Mapping[Outline, _Lit]) -> list[str]:
    """Choose the maps: that of the world only where a country is among the places, France not counted beside its parts."""
    maps = [FRANCE] if any(outline.map == FRANCE for outline in lit) else []
    abroad = [outline for outline in lit if outline.map == WORLD and (outline != _HOME or not maps)]
    return [*maps, WORLD] if abroad else maps


def _picture(name: str, lit: Mapping[Outline, _Lit], title: str, language: str) -> Picture:
    shown = sorted((one for one in lit.values() if one.outline.map == name), key=lambda one: -len(one.outline.codes))
    levels = _levels([one.count for one in shown])
    drawn = outlines()[name]
    scale = Fraction(WIDTH, drawn.width)
    height = int(drawn.height * scale) + 4
    elements = [_moved(_land(drawn, shown, levels, language), f"scale({float(scale):.4g})")]
    if name == FRANCE:
        elements += _insets(shown, levels, height, language)
        height += _INSETS_HIGH
    keys, height = _keys(shown, levels, height, language)
    return Picture(title, _in_words(name, shown, language), WIDTH, height, [*elements, *keys], kind="map")


def _moved(elements: Sequence[Element], how: str) -> Element:
    return element("g", "", *elements, transform=how)


def _land(drawn: Outlines, shown: Sequence[_Lit], levels: Mapping[int, int], language: str) -> list[Element]:
    """Draw what nothing is at as one shape, then each place: the larger ones first, so that their parts lie on them."""
    codes = {code for one in shown for code in one.outline.codes}
    empty = drawn.rest + "".join(path for code, path in drawn.shapes.items() if code not in codes)
    elements = [element("path", "land", d=empty)]
    for one in shown:
        path = "".join(drawn.shapes.get(code, "") for code in one.outline.codes)
        if path:
            elements.append(element("path", f"lit level-{levels[one.count]}", d=path, tooltip=_said(one, language)))
    return elements


def _insets(shown: Sequence[_Lit], levels: Mapping[int, int], top: int, language: str) -> Iterator[Element]:
    """Draw the overseas departments below, each in a box of its own under its name."""
    drawn = outlines()[OVERSEAS]
    scale = Fraction(_INSET - 24, drawn.width)
    for place, (code, path) in enumerate(drawn.shapes.items()):
        own = Outlines(drawn.width, drawn.height, {code: path}, "", {})
        here = [one for one in shown if code in one.outline.codes]
        x = place * _INSET
        yield _moved(_land(own, here, levels, language), f"translate({x + 12} {top}) scale({float(scale):.4g})")
        name = _name(Outline(FRANCE, (code,)), language)
        yield text(fitted(name, _INSET + 12), x + _INSET // 2, top + _INSET - 6, "small", "middle")


def _levels(counts: Sequence[int]) -> Mapping[int, int]:
    """Give the shade of each count: as many shades as there are counts, up to four.

    >>> _levels([1, 1, 3]), _levels([1, 2, 3, 5, 8])
    ({1: 3, 3: 4}, {1: 1, 2: 1, 3: 2, 5: 3, 8: 4})
    """
    distinct = sorted(set(counts))
    least = max(1, _LEVELS + 1 - len(distinct))
    return {
        count: min(_LEVELS, least + number * min(_LEVELS, len(distinct)) // len(distinct))
        for number, count in enumerate(distinct)
    }


def _keys(shown: Sequence[_Lit], levels: Mapping[int, int], top: int, language: str) -> tuple[list[Element], int]:
    """Say below a map which shade is how much, where there are several."""
    if len(levels) < 2:  # noqa: PLR2004 - with one there is nothing to tell apart
        return [], top
    elements: list[Element] = []
    x = 0
    for level in sorted(set(levels.values())):
        counts = sorted({one.count for one in shown if levels[one.count] == level})
        ends = [in_number(count, language) for count in (counts[0], counts[-1])]
        written = ends[0] if counts[0] == counts[-1] else "–".join(ends)
        elements += [
            element("rect", f"lit level-{level}", x=x, y=top + 6, width=14, height=10),
            text(written, x + 20, top + 15, "soft"),
        ]
        x += 20 + reckoned(written) + 16
    return elements, top + LINE + 4


def _said(one: _Lit, language: str) -> str:
    return "; ".join(f"{place.label}: {in_number(place.count, language)}" for place in one.places)


def _in_words(name: str, shown: Sequence[_Lit], language: str) -> str:
    most = sorted(shown, key=lambda one: -one.count)[:_MOST_NAMED]
    said = "; ".join(_said(one, language) for one in most)
    return string("map_france", language, places=said) if name == FRANCE else string("map_world", language, places=said)
