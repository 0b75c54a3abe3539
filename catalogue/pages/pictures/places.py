"""Places that have outlines: which they are follows from the form of their IRIs, for any catalogue."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from babel.core import get_global

FRANCE, WORLD = "france", "world"
"""The maps that there are."""

REGIONS: Mapping[str, tuple[str, str]] = {
    "01": ("Guadeloupe", "971"),
    "02": ("Martinique", "972"),
    "03": ("Guyane", "973"),
    "04": ("La Réunion", "974"),
    "06": ("Mayotte", "976"),
    "11": ("Île-de-France", "75 77 78 91 92 93 94 95"),
    "24": ("Centre-Val de Loire", "18 28 36 37 41 45"),
    "27": ("Bourgogne-Franche-Comté", "21 25 39 58 70 71 89 90"),
    "28": ("Normandie", "14 27 50 61 76"),
    "32": ("Hauts-de-France", "02 59 60 62 80"),
    "44": ("Grand Est", "08 10 51 52 54 55 57 67 68 88"),
    "52": ("Pays de la Loire", "44 49 53 72 85"),
    "53": ("Bretagne", "22 29 35 56"),
    "75": ("Nouvelle-Aquitaine", "16 17 19 23 24 33 40 47 64 79 86 87"),
    "76": ("Occitanie", "09 11 12 30 31 32 34 46 48 65 66 81 82"),
    "84": ("Auvergne-Rhône-Alpes", "01 03 07 15 26 38 42 43 63 69 73 74"),
    "93": ("Provence-Alpes-Côte d’Azur", "04 05 06 13 83 84"),
    "94": ("Corse", "2A 2B"),
}
"""The name of each region of France, and its departments, by INSEE's codes."""

_TERRITORIES: Mapping[str, str] = {"971": "GP", "972": "MQ", "973": "GF", "974": "RE", "976": "YT"}
"""The overseas departments by their codes as territories, by which they are named."""


class Outline(NamedTuple):
    """What is drawn of a place.

    Attributes:
        map: `FRANCE` or `WORLD`.
        codes: the departments that it consists of, by INSEE's codes, or the country, by ISO 3166's two letters.
    """

    map: str
    codes: tuple[str, ...]


def _department(code: str) -> Outline | None:
    short = code.upper().removeprefix("0") if len(code) == 3 else code.upper()  # noqa: PLR2004 - 007 and 02A are 07 and 2A
    return Outline(FRANCE, (short,))


def _region(code: str) -> Outline | None:
    return Outline(FRANCE, tuple(REGIONS[code][1].split())) if code in REGIONS else None


def _country(code: str) -> Outline | None:
    """Give a country by two letters, by three, or by three digits, as Unicode's tables have them."""
    letters = code.upper()
    if re.fullmatch("[A-Z]{2}", letters):
        return Outline(WORLD, (_NUTS.get(letters, letters),))
    others: Sequence[str] = get_global("territory_aliases").get(letters, ())
    return Outline(WORLD, (others[0],)) if len(others) == 1 else None


_NUTS: Mapping[str, str] = {"EL": "GR", "UK": "GB"}
_RULES: Sequence[tuple[str, Callable[[str], Outline | None]]] = (
    (r"https?://id\.insee\.fr/geo/departement/([0-9]{2,3}|2[ABab])", _department),
    (r"https?://id\.insee\.fr/geo/region/([0-9]{2})", _region),
    (r"https?://rdf\.insee\.fr/geo/(?:[0-9]+/)?(?:departements/)?DEP_([0-9]{2,3}|2[AB])", _department),
    (r"https?://rdf\.insee\.fr/geo/(?:[0-9]+/)?(?:regions/)?REG_([0-9]{2})", _region),
    (r"https?://publications\.europa\.eu/resource/authority/atu/FRA_DPT_([0-9]{3}|02[AB])", _department),
    (r"https?://publications\.europa\.eu/resource/authority/country/([A-Z]{3})", _country),
    (r"https?://data\.europa\.eu/nuts/code/([A-Z]{2})", _country),
    (r"https?://(?:www\.)?lexvo\.org/id/iso3166/([A-Za-z]{2})", _country),
    (r"https?://(?:www\.)?geonames\.org/countries/([A-Z]{2})(?:/.*)?", _country),
    (r"https?://(?:www\.)?iso\.org/obp/ui/#iso:code:3166:([A-Z]{2})", _country),
    (r"https?://(?:www\.)?iso\.org/obp/ui/#iso:code:3166:FR-([0-9]{2,3}|2[AB])", _department),
)
"""The forms of the IRIs of well-known vocabularies: each with what its code is of."""

_COMPILED = [(re.compile(form), read) for form, read in _RULES]


def outline_of(iris: Iterable[str]) -> Outline | None:
    """Give what is drawn of a place.

    Args:
        iris: the IRIs that it has: its own, and those that say the same.

    Returns:
        That of the first whose form is known; None where none is.

    >>> outline_of(["http://id.insee.fr/geo/departement/07"])
    Outline(map='france', codes=('07',))
    >>> outline_of(["https://example.org/place/1", "http://publications.europa.eu/resource/authority/country/KOR"])
    Outline(map='world', codes=('KR',))
    >>> outline_of(["http://id.insee.fr/geo/commune/75056"])
    """
    for iri in iris:
        for form, read in _COMPILED:
            match = form.fullmatch(iri)
            outline = read(match[1]) if match else None
            if outline is not None:
                return outline
    return None


def region_of(outline: Outline) -> str:
    """Name the region that consists of just these departments; nothing where none does."""
    codes = " ".join(outline.codes)
    return next((name for name, parts in REGIONS.values() if parts == codes), "") if outline.map == FRANCE else ""


def territory_of(outline: Outline) -> str:
    """Give the code by which Unicode's tables name a country or an overseas department; empty where they do not."""
    if len(outline.codes) != 1:
        return ""
    return outline.codes[0] if outline.map == WORLD else _TERRITORIES.get(outline.codes[0], "")
