"""What is drawn of tables: timelines and maps by the columns that shapes say to draw, and the tags that count rows."""

import re
from pathlib import Path

import pytest
from conftest import edition_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_value_tables import HEAD, SETTINGS, SWAN, page

from catalogue.edition import Edition
from catalogue.pages.drawings import MOST_EVENTS
from catalogue.pages.parts import ValueTable
from catalogue.pages.tables import value_table
from catalogue.pages.views import Viewer

KEY = "dash:propertyRole dash:KeyInfoRole"
SHAPES = """
s:Boat a sh:NodeShape ; sh:targetClass b:Boat ; rdfs:label "Boat"@en ; sh:property s:Boat-label, s:Boat-trips .
s:Boat-label sh:path rdfs:label ; dash:propertyRole dash:LabelRole .
s:Boat-trips sh:path [ sh:inversePath b:boat ] ; sh:name "where it went"@en, "où il est allé"@fr ; sh:order 5 ;
    dash:viewer dash:ValueTableViewer ; sh:node s:Row {view} .
s:Trip a sh:NodeShape ; sh:targetClass b:Trip ; rdfs:label "Trip"@en ; sh:property
    [ sh:path rdfs:label ; dash:propertyRole dash:LabelRole ] ,
    [ sh:path b:from ; sh:name "from"@en ; dash:propertyRole dash:KeyInfoRole ] ,
    [ sh:path b:state ; sh:name "state"@en ] .
s:Row a sh:NodeShape ; sh:property
    [ sh:path rdfs:label ; sh:order 1 ; dash:propertyRole dash:LabelRole ] {columns} .
"""
DATES = f""" ,
    [ sh:path b:from ; sh:order 2 ; {KEY} ] ,
    [ sh:path b:to ; sh:order 3 ; {KEY} ] ,
    [ sh:path b:seen ; sh:order 4 ; {KEY} ] ,
    [ sh:path b:state ; sh:order 5 ; sh:defaultValue "done" ]"""
PLACES = f" , [ sh:path b:place ; sh:order 2 ; {KEY} ]"
DEPARTMENT = "<http://id.insee.fr/geo/departement/{}>"


def edition(folder: Path, trips: str, columns: str = DATES, view: str = "") -> Edition:
    shapes = SHAPES.replace("{columns}", columns).replace("{view}", view)
    data = f'<boat/swan> a b:Boat ; rdfs:label "Swan"@en .\n{trips}'
    for name, text in (("data/a.ttl", HEAD + data), ("shapes/s.ttl", HEAD + shapes), ("catalogue.toml", SETTINGS)):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return edition_of(folder)


def trip(name: str, about: str = "", label: str = "") -> str:
    return f'<trip/{name}> a b:Trip ; b:boat <boat/swan> ; rdfs:label """{label or name}"""@en {about and "; " + about} .\n'


def year(number: int) -> str:
    return f'"{number}"^^xsd:gYear'


def table(edition: Edition) -> ValueTable:
    type_ = edition.type_of(SWAN)
    assert type_ is not None
    prop = next(prop for prop in type_.properties if prop.is_table)
    shown = value_table(Viewer(edition, "en", "boat/swan"), SWAN, prop)
    assert shown is not None
    return shown


def timelines(edition: Edition) -> list[list[str]]:
    """Give the rows of the timeline of the table, or nothing."""
    return [list(row) for _, picture in table(edition).pictures if picture.kind == "timeline" for row in picture.rows]


def test_rows_stand_on_a_timeline_by_the_dates_that_the_shape_says_to_draw(tmp_path: Path):
    """The first column is the beginning, the second the end though it be empty, and others date what has neither."""
    trips = (
        trip("a", f'b:from {year(2021)} ; b:state "done"')
        + trip("b", f'b:seen {year(2023)} ; b:state "planned"')
        + trip("c", f"b:seen {year(2022)}")
        + trip("d", 'b:state "done"')
    )
    assert timelines(edition(tmp_path, trips)) == [["2021", "a", "done"], ["2022", "c", "done"], ["2023", "b", "planned"]]
    (tmp_path / "data/b.ttl").write_text(f"{HEAD}<trip/a> b:to {year(2024)} .", "utf-8")
    assert timelines(edition_of(tmp_path))[0] == ["2021 – 2024", "a", "done"]


@pytest.mark.parametrize(
    ("trips", "columns"),
    [
        (trip("a", f"b:from {year(2021)}"), DATES),
        (trip("a", f"b:from {year(2021)}") + trip("b"), DATES),
        (trip("a", f"b:from {year(2021)}") + trip("b", f"b:from {year(2021)}"), DATES),
        (trip("a") + trip("b"), DATES),
        (trip("a", f"b:from {year(2021)}") + trip("b", f"b:from {year(2022)}"), DATES.replace(KEY, "sh:minCount 0")),
        (trip("a", f"b:from {year(2021)}") + trip("b", f"b:from {year(2022)}"), ""),
        (trip("a", f"b:from {year(2021)}") + trip("b", 'b:from "soon"'), DATES),
        ("".join(trip(str(n), f"b:from {year(1900 + n)}") for n in range(MOST_EVENTS + 1)), DATES),
    ],
    ids=["one", "one dated", "one date", "none", "no role", "no columns", "no date", "too many"],
)
def test_a_timeline_that_would_add_nothing_is_not_drawn(tmp_path: Path, trips: str, columns: str):
    assert timelines(edition(tmp_path, trips, columns)) == []


def test_months_are_written_below_a_timeline_of_few_years(tmp_path: Path):
    trips = trip("a", 'b:from "2023-01"^^xsd:gYearMonth') + trip("b", 'b:from "2023-05-02"^^xsd:date')
    html = page(edition(tmp_path, trips), "boat/swan.fr.html")
    assert "<figcaption>Frise chronologique</figcaption>" in html
    assert re.findall(
        r'class="soft" text-anchor="middle"[^>]*>([^<]*)<|text-anchor="middle" class="soft"[^>]*>([^<]*)<', html
    ) or ("mai 2023" in html and "janvier 2023" in html)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["<script>alert(1)</script>", "x" * 10_000, "كتاب", "👩‍👩‍👧", "&amp;", "' onload=a()", "a\\nb", " "]),
    st.sampled_from(["2023", "-0044", "0000", "9999", "123456"]),
)
def test_hostile_labels_and_dates_break_no_timeline(tmp_path: Path, label: str, number: str):
    trips = trip("a", f'b:from "{number}"^^xsd:gYear ; b:state """{label}"""', label) + trip("b", f"b:from {year(2021)}")
    html = page(edition(tmp_path, trips), "boat/swan.en.html")
    assert "<script>alert" not in html
    assert html.count("<svg") == html.count("</svg>") >= 1


def test_a_map_shows_where_rows_are_with_their_number_and_towns_stand_in_the_table(tmp_path: Path):
    trips = (
        trip("a", f"b:place {DEPARTMENT.format('07')}")
        + trip("b", f"b:place {DEPARTMENT.format('07')}, {DEPARTMENT.format('29')}")
        + trip("c", "b:place <http://id.insee.fr/geo/commune/75056>")
    )
    shown = table(edition(tmp_path, trips, PLACES))
    assert shown.map is not None
    _, drawn = shown.map
    assert [(place.label, place.count) for place in drawn.places] == [("Ardèche", 2), ("Finistère", 1)]
    html = page(edition_of(tmp_path), "boat/swan.fr.html")
    assert "<figcaption>Carte</figcaption>" in html
    assert 'class="placed"' not in html
    assert '<a href="http://id.insee.fr/geo/departement/07">Ardèche</a>' in html
    assert "id.<wbr>insee.<wbr>fr/<wbr>geo/<wbr>commune/<wbr>75056</a>" in html


@pytest.mark.parametrize(
    ("place", "columns"),
    [
        ("<http://id.insee.fr/geo/commune/75056>", PLACES),
        ('"Ardèche"', PLACES),
        ("<http://id.insee.fr/geo/departement/xx>", PLACES),
        (DEPARTMENT.format("07"), PLACES.replace(KEY, "sh:minCount 0")),
    ],
)
def test_without_a_place_that_has_an_outline_or_a_column_to_draw_there_is_no_map(tmp_path: Path, place: str, columns: str):
    assert table(edition(tmp_path, trip("a", f"b:place {place}"), columns)).map is None


@pytest.mark.parametrize(
    ("view", "tag"),
    [
        (f"; {KEY}", '<a class="tag note" href="#table-1">Where it went <span class="count">2</span></a>'),
        (
            f"; {KEY} ; sh:severity sh:Info",
            '<a class="tag note" href="#table-1">Where it went <span class="count">2</span></a>',
        ),
        (f"; {KEY} ; sh:severity sh:Warning", '<a class="tag planned" href="#table-1">Where'),
        (f"; {KEY} ; sh:severity sh:Violation", '<a class="tag disputed" href="#table-1">Where'),
        ("; sh:severity sh:Warning", ""),
    ],
)
def test_a_table_of_key_information_is_counted_in_a_tag_that_leads_to_it(tmp_path: Path, view: str, tag: str):
    html = page(edition(tmp_path, trip("a") + trip("b"), view=view), "boat/swan.en.html")
    assert tag in html
    assert ('<section id="table-1">\n<h2>Where it went</h2>' in html) == bool(tag)
    assert ('class="status"' in html) == bool(tag)
    assert "where it went" not in page(edition_of(tmp_path), "boat.en.html").lower()


def test_a_table_without_rows_or_columns_is_not_counted(tmp_path: Path):
    nameless = "<trip/a> a b:Trip ; b:boat <boat/swan> ."
    assert 'class="status"' not in page(edition(tmp_path, nameless, view=f"; {KEY}"), "boat/swan.en.html")
    assert 'class="status"' not in page(edition(tmp_path, "", view=f"; {KEY}"), "boat/swan.en.html")


def test_each_thing_of_a_page_leads_to_its_own_table(tmp_path: Path):
    """Things whose IRIs differ behind `#` alone share a page, on which a fragment stands once."""
    data = "".join(
        f'<boats#{n}> a b:Boat ; rdfs:label "{n}"@en . <trip/{n}> a b:Trip ; rdfs:label "{n}"@en ; b:boat <boats#{n}> .\n'
        for n in "ab"
    )
    html = page(edition(tmp_path, data, view=f"; {KEY}"), "boats.en.html")
    assert re.findall(r'href="#(table-\d)"', html) == re.findall(r'id="(table-\d)"', html) == ["table-1", "table-2"]


def test_tables_of_one_path_are_told_apart_by_the_classes_that_they_choose(tmp_path: Path):
    view = """ .
s:Boat sh:property s:Boat-races .
s:Boat-races sh:path [ sh:inversePath b:boat ] ; sh:name "Races"@en ; sh:order 6 ; dash:viewer dash:ValueTableViewer ;
    sh:node s:Row ; sh:qualifiedValueShape [ sh:class b:Race ] ; sh:qualifiedMinCount 0"""
    races = '<race/a> a b:Race ; b:boat <boat/swan> ; rdfs:label "Cup"@en .'
    choice = "; sh:qualifiedValueShape [ sh:class b:Trip ] ; sh:qualifiedMinCount 0" + view
    html = page(edition(tmp_path, trip("away") + races, view=choice), "boat/swan.en.html")
    first, second = re.search("Where it went(.*?)<h2>Races(.*?)</table>", html, re.DOTALL).groups()  # type: ignore[union-attr]
    assert ("away" in first, "Cup" in first) == (True, False)
    assert ("away" in second, "Cup" in second) == (False, True)
