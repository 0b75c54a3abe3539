"""Tables of values: which values, columns and order the shapes give a property that is shown as a table."""

import re
from pathlib import Path

import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st

from catalogue import publish
from catalogue.columns.graph import Graph
from catalogue.edition import Edition
from catalogue.model import Path as PropertyPath
from catalogue.model import Property
from catalogue.pages.literals import moment_key
from catalogue.pages.parts import ValueTable
from catalogue.pages.quality import quality
from catalogue.pages.tables import value_table
from catalogue.pages.views import MOST_ROWS, Viewer
from catalogue.sources import parse
from catalogue.terms import XSD, Literal, NamedNode

BASE = "https://boats.example.org/"
HEAD = f"""@base <{BASE}> .
@prefix b: <{BASE}terms#> .
@prefix dash: <http://datashapes.org/dash#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <{BASE}shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shui: <http://www.w3.org/ns/shacl-ui/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SETTINGS = f'[catalogue]\nbase = "{BASE}"\ntitle = "Boats"\nlanguages = ["en", "fr"]\n[publisher]\nname = "The harbour"\n'
SHAPES = """
s:Boat a sh:NodeShape ; sh:targetClass b:Boat ; rdfs:label "Boat"@en ; sh:property s:Boat-label, s:Boat-trips .
s:Boat-label sh:path rdfs:label ; sh:name "name"@en ; dash:propertyRole dash:LabelRole .
s:Trip a sh:NodeShape ; sh:targetClass b:Trip ; rdfs:label "Trip"@en ;
    sh:property s:Trip-label, s:Trip-boat, s:Trip-date, s:Trip-to .
s:Trip-label sh:path rdfs:label ; sh:name "trip"@en ; dash:propertyRole dash:LabelRole .
s:Trip-boat sh:path b:boat ; sh:name "boat"@en ; sh:order 1 ; dash:propertyRole dash:KeyInfoRole .
s:Trip-date sh:path b:date ; sh:name "day"@en, "jour"@fr ; sh:order 2 ; dash:propertyRole dash:KeyInfoRole .
s:Trip-to sh:path b:to ; sh:name "to"@en ; sh:order 3 .
"""
VIEW = 's:Boat-trips sh:path [ sh:inversePath b:boat ] ; sh:name "Where it went"@en, "Où il est allé"@fr ; sh:order 5 ; {} .'
TABLE = "dash:viewer dash:ValueTableViewer"
TRIPS = """
<boat/swan> a b:Boat ; rdfs:label "Swan"@en .
<trip/c> a b:Trip ; rdfs:label "the third"@en ; b:boat <boat/swan> ; b:date "2023-05-17"^^xsd:date ; b:to "Cork" .
<trip/b> a b:Trip ; rdfs:label "the second"@en ; b:boat <boat/swan> ; b:date "2023"^^xsd:gYear ; b:to "Brest" .
<trip/a> a b:Trip ; rdfs:label "Zoë’s"@en ; b:boat <boat/swan> ; b:to "Arhus" .
<trip/d> a b:Trip ; rdfs:label "another"@en ; b:boat <boat/swan> .
"""
SWAN = NamedNode(BASE + "boat/swan")


def boats(folder: Path, shapes: str, data: str = TRIPS) -> Edition:
    for name, text in (("data/a.ttl", HEAD + data), ("shapes/s.ttl", HEAD + SHAPES + shapes), ("catalogue.toml", SETTINGS)):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return edition_of(folder)


def view(edition: Edition, name: str = "Boat-trips") -> Property:
    type_ = edition.type_of(SWAN)
    assert type_ is not None
    [prop] = [prop for prop in type_.properties if prop.shape == NamedNode(f"{BASE}shapes#{name}")]
    return prop


def table_of(edition: Edition, language: str = "en") -> ValueTable:
    table = value_table(Viewer(edition, language, "boat/swan"), SWAN, view(edition))
    assert table is not None
    return table


def labels(table: ValueTable) -> list[list[str]]:
    return [[", ".join(value.label for value in cell) for cell in line.cells] for line in table.lines]


def page(edition: Edition, path: str) -> str:
    document = publish.document_at(edition, path)
    assert document is not None
    return publish.represent(edition, document.iri, "text/html", document.language).decode()


COLUMNS = [
    ("", ["Name", "day"], [["the second", "2023"], ["the third", "17 May 2023"], ["another", ""], ["Zoë’s", ""]]),
    (
        "; sh:node [ sh:property [ sh:path b:to ; sh:order 2 ], [ sh:path b:date ; sh:order 1 ] ]",
        ["day", "to"],
        [["2023", "Brest"], ["17 May 2023", "Cork"], ["another", ""], ["Zoë’s", "Arhus"]],
    ),
    (
        '; sh:node [ sh:property [ sh:path b:to ; sh:name "harbour"@en ], [ sh:path b:boat ] ]',
        ["harbour"],
        [["another"], ["Brest"], ["Cork"], ["Arhus"]],
    ),
    (
        "; sh:node [ sh:property [ sh:path b:to ; sh:order 1 ], [ sh:path rdfs:label ; sh:order 2 ], [ sh:path b:none ] ]",
        ["to", "trip"],
        [["", "another"], ["Brest", "the second"], ["Cork", "the third"], ["Arhus", "Zoë’s"]],
    ),
]


@pytest.mark.parametrize("viewer", [TABLE, "shui:viewer shui:ValueTableViewer"])
@pytest.mark.parametrize(("columns", "names", "rows"), COLUMNS)
def test_columns_are_those_of_the_node_shape_or_the_key_information_and_rows_go_by_date_then_by_name(
    tmp_path: Path, viewer: str, columns: str, names: list[str], rows: list[list[str]]
):
    """Columns without a value, and those that lead back to the page's thing, are left out; undated rows come last."""
    table = table_of(boats(tmp_path, VIEW.format(viewer + columns)))
    assert names == [column.name for column in table.columns]
    assert rows == labels(table)


def test_the_cell_that_names_a_row_leads_to_its_page(tmp_path: Path):
    table = table_of(boats(tmp_path, VIEW.format(TABLE + COLUMNS[3][0])))
    assert table.head == 1
    assert [line.cells[1][0].href for line in table.lines] == [f"../trip/{name}.en.html" for name in "dbca"]
    table = table_of(boats(tmp_path, VIEW.format(TABLE + "; sh:node [ sh:property [ sh:path b:boat ], [ sh:path b:to ] ]")))
    assert [line.cells[0][0].href for line in table.lines] == [f"../trip/{name}.en.html" for name in "dbca"]


def test_where_the_naming_cell_leads_elsewhere_the_record_is_linked_beside_it(tmp_path: Path):
    shapes = VIEW.format(TABLE + "; sh:node [ sh:property [ sh:path b:by ] ]")
    table = table_of(boats(tmp_path, shapes, TRIPS + "<trip/a> b:by <boat/duck> . <boat/duck> a b:Boat ."))
    [line] = [line for line in table.lines if line.record]
    assert (line.record.href, line.record.label) == ("../trip/a.en.html", "Zoë’s")
    assert line.cells[0][0].href == "../boat/duck.en.html"


def test_a_heading_is_the_name_of_the_property_and_its_links_are_not_listed_again(tmp_path: Path):
    edition = boats(tmp_path, VIEW.format(TABLE))
    text = page(edition, "boat/swan.fr.html")
    assert "<h2>Où il est allé</h2>" in text
    assert text.count("../trip/a.fr.html") == 1
    assert '<th scope="col" class="date">jour</th>' in text
    assert len(re.findall(r'<th scope="row"', text)) == 4


def test_a_name_in_another_language_is_marked(tmp_path: Path):
    text = page(boats(tmp_path, VIEW.replace(', "Où il est allé"@fr', "").format(TABLE)), "boat/swan.fr.html")
    assert '<h2 lang="en">Where it went</h2>' in text


def test_without_the_viewer_the_values_stand_in_a_row(tmp_path: Path):
    text = page(boats(tmp_path, VIEW.format('sh:description "x"@en')), "boat/swan.en.html")
    assert '<dt title="x">Where it went</dt>' in text
    assert "<table" not in text


def test_roles_and_viewers_of_the_draft_of_shacl_ui_are_those_of_dash(tmp_path: Path):
    shapes = "s:Boat sh:property s:Boat-port . s:Boat-port sh:path b:port ; shui:propertyRole shui:KeyInfoRole ;"
    shapes += " shui:viewer shui:LabelViewer . "
    prop = view(boats(tmp_path, shapes + "s:Boat-trips sh:path b:none ."), "Boat-port")
    assert (prop.role, prop.viewer) == ("KeyInfoRole", "LabelViewer")


def test_a_table_has_no_column_in_csv_unless_its_path_is_a_predicate(tmp_path: Path):
    edition = boats(
        tmp_path, VIEW.format(TABLE) + f"s:Boat sh:property [ sh:path b:crew ; {TABLE} ] .", TRIPS + '<boat/swan> b:crew "Al" .'
    )
    table = publish.represent(edition, f"{BASE}boat", "text/csv", "en").decode()
    columns = table.splitlines()[0].split(",")
    assert ("crew" in columns, "trips" in columns) == (True, False)


CHOSEN = """
s:Boat sh:property s:Boat-races .
s:Boat-races sh:path [ sh:inversePath b:boat ] ; sh:name "Its races"@en ; dash:viewer dash:ValueTableViewer ;
    sh:qualifiedValueShape [ sh:class b:Race ] ; sh:qualifiedMinCount 0 .
b:Race rdfs:subClassOf b:Trip . b:Regatta rdfs:subClassOf b:Race .
"""


def test_a_qualified_class_chooses_the_rows_and_what_is_left_is_listed_as_before(tmp_path: Path):
    shapes = CHOSEN + "s:Boat-trips sh:path b:none ."
    edition = boats(tmp_path, shapes, TRIPS + "<trip/a> a b:Race . <trip/c> a b:Regatta .")
    table = value_table(Viewer(edition, "en", "boat/swan"), SWAN, view(edition, "Boat-races"))
    assert table is not None
    assert [line.cells[0][0].label for line in table.lines] == ["the third", "Zoë’s"]
    below = page(edition, "boat/swan.en.html").partition("Its races")[2].partition("</table>")[2]
    assert ["b", "d"] == sorted(re.findall(r"\.\./trip/(\w)\.en\.html", below))


def test_shapes_that_only_show_demand_nothing_and_are_not_evaluated(tmp_path: Path):
    edition = boats(tmp_path, CHOSEN + VIEW.format(TABLE + COLUMNS[1][0]))
    boat = edition.shacl.shape(NamedNode(f"{BASE}shapes#Boat"))
    assert boat.demands_nothing
    asking = boats(tmp_path, VIEW.format(TABLE + "; sh:node [ sh:property [ sh:path b:to ; sh:minCount 1 ] ]"))
    shown = {name: asking.shacl.shape(NamedNode(f"{BASE}shapes#{name}")) for name in ("Boat", "Boat-trips", "Boat-label")}
    assert {name: shape.demands_nothing for name, shape in shown.items()} == {
        "Boat": False,
        "Boat-trips": False,
        "Boat-label": True,
    }


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("sh:path b:a", True),
        ("sh:path [ sh:inversePath 1 ]", False),
        ("sh:path b:a ; sh:nodeKind sh:IRI", False),
        ("sh:path b:a ; sh:node s:X", False),
        ("sh:path b:a ; sh:qualifiedValueShape [ sh:class b:A ] ; sh:qualifiedMinCount 1", False),
        ("sh:path b:a ; sh:qualifiedValueShape [ sh:class b:A ] ; sh:qualifiedMaxCount 0", False),
        ("sh:path b:a ; sh:qualifiedValueShape [ sh:class b:A ] ; sh:qualifiedMinCount 0 ; sh:qualifiedMaxCount 2", False),
        ("sh:path b:a ; sh:qualifiedValueShape [ sh:class b:A ] ; sh:qualifiedMinCount 0", True),
        ('sh:path b:a ; sh:sparql [ sh:select "SELECT $this {}" ]', False),
        ("sh:path b:a ; sh:not [ sh:path b:b ]", False),
        ("sh:path b:a ; sh:property [ sh:path b:b ] ; sh:node [ sh:property [ sh:path b:b ; sh:name 'b' ] ]", True),
        ("sh:closed true", False),
    ],
)
def test_what_demands_something(tmp_path: Path, shape: str, *, expected: bool):
    """A circle of shapes counts as demanding: `s:X` refers to itself."""
    edition = boats(tmp_path, f"s:X a sh:NodeShape ; sh:property [ {shape} ] ." if "sh:path" in shape else f"s:X {shape} .")
    assert edition.shacl.shape(NamedNode(f"{BASE}shapes#X")).demands_nothing == expected


SERIES = """
<boat/swan> a b:Boat ; rdfs:label "Swan"@en . <m/crew> rdfs:label "crew"@en . <m/sails> rdfs:label "sails"@en .
<trip/1> a b:Trip ; b:boat <boat/swan> ; b:date "2022"^^xsd:gYear ; b:metric <m/crew> ; b:number 3 .
<trip/2> a b:Trip ; b:boat <boat/swan> ; b:date "2020"^^xsd:gYear ; b:metric <m/crew> ; b:number 2.5 .
<trip/3> a b:Trip ; b:boat <boat/swan> ; b:date "2021"^^xsd:gYear ; b:metric <m/sails> ; b:number 8 .
<trip/4> a b:Trip ; b:boat <boat/swan> ; b:metric <m/sails> ; b:number 9 .
"""


def test_numbers_by_date_make_a_series_for_each_thing_that_has_two(tmp_path: Path):
    columns = "; sh:node [ sh:property [ sh:path b:date ], [ sh:path b:metric ], [ sh:path b:number ] ]"
    table = table_of(boats(tmp_path, VIEW.format(TABLE + columns), SERIES))
    assert [(series.subject, [(day.value, n.value) for day, n, _ in series.points]) for series in table.series] == [
        ("crew", [("2020", "2.5"), ("2022", "3")])
    ]
    assert [column.kind for column in table.columns] == ["date", "", "number"]
    assert table.pictures == []


def test_three_numbers_of_a_subject_are_drawn_above_the_table(tmp_path: Path):
    columns = "; sh:node [ sh:property [ sh:path b:date ], [ sh:path b:metric ], [ sh:path b:number ] ]"
    data = SERIES + '<trip/5> a b:Trip ; b:boat <boat/swan> ; b:date "2023"^^xsd:gYear ; b:metric <m/crew> ; b:number 4 .'
    edition = boats(tmp_path, VIEW.format(TABLE + columns), data)
    [(name, picture)] = table_of(edition).pictures
    assert (name, picture.title, len(picture.rows)) == ("picture-1", "Crew", 3)
    text = page(edition, "boat/swan.en.html")
    assert text.index('<figure class="pictured">') < text.index("<table")
    assert len(re.findall(r'aria-labelledby="picture-1-title picture-1-description"', text)) == 1


def test_many_rows_are_cut_with_a_link_to_the_list(tmp_path: Path):
    many = "".join(f'<trip/{n:04}> a b:Trip ; rdfs:label "trip {n:04}"@en ; b:boat <boat/swan> .\n' for n in range(5000))
    table = table_of(boats(tmp_path, VIEW.format(TABLE), TRIPS + many))
    assert (len(table.lines), table.more, table.more_href) == (MOST_ROWS, 5004 - MOST_ROWS, "../trip.en.html")
    plain = boats(tmp_path, "s:Boat-trips sh:path b:none .", TRIPS + many)
    text = page(plain, "boat/swan.en.html")
    assert text.count("<tr>") == MOST_ROWS + 1
    assert '<a href="../trip.en.html">and 4,904 more</a>' in text or f"{5004 - MOST_ROWS}" in text


HOSTILE = [
    '"<script>alert(1)</script>"@en',
    '"""a"><img src=x onerror=alert(1)>"""@en',
    '"' + "w" * 10_000 + '"@en',
    '"\u202eevil\u202c \u200f"@en',
    '"שלום"@he',
    '"👩‍👩‍👧‍👦"',
    '""@en',
    '"{{ 7 * 7 }}{% raw %}"@en',
]


@pytest.mark.parametrize("label", HOSTILE)
def test_a_hostile_label_stays_text_in_headings_columns_cells_tags_and_notes(tmp_path: Path, label: str):
    shown = f"{TABLE} ; sh:node [ sh:property [ sh:path b:to ; sh:name {label} ] ]"
    shapes = VIEW.replace("{}", shown).replace('"Where it went"@en', label)
    shapes += "s:Boat sh:property [ sh:path b:kind ; dash:propertyRole dash:KeyInfoRole ; dash:viewer dash:LabelViewer ] ."
    data = TRIPS + f"<boat/swan> rdfs:label {label} ; b:kind {label} . <trip/a> b:to {label} ."
    for language in ("en", "fr"):
        text = page(boats(tmp_path, shapes, data), f"boat/swan.{language}.html").partition("<main")[2].partition("</main>")[0]
        assert "<script" not in text
        assert "<img" not in text
        assert "49" not in text
        assert text.count("<h1") == 1


def test_text_of_another_language_is_marked_in_cells(tmp_path: Path):
    columns = "; sh:node [ sh:property [ sh:path b:to ] ]"
    edition = boats(tmp_path, VIEW.format(TABLE + columns), TRIPS.replace('b:to "Cork"', 'b:to "קורק"@he'))
    assert '<a href="../trip/c.en.html" lang="he">קורק</a>' in page(edition, "boat/swan.en.html")


def step(name: str) -> PropertyPath:
    return PropertyPath("predicate", name)


def back(*parts: PropertyPath) -> PropertyPath:
    return PropertyPath("inverse", parts=parts)


ARRIVALS = [
    (step("a"), set()),
    (back(step("a")), {"a"}),
    (back(back(step("a"))), set()),
    (PropertyPath("sequence", parts=(back(step("a")), back(step("b")))), set()),
    (PropertyPath("alternative", parts=(back(step("a")), PropertyPath("sequence", parts=(back(step("b")), step("c"))))), {"a"}),
    (PropertyPath("sequence", parts=(PropertyPath("zeroOrOne", parts=(back(step("b")),)), back(step("a")))), {"a"}),
    (
        PropertyPath(
            "sequence",
            parts=(PropertyPath("zeroOrMore", parts=(back(step("b")),)), PropertyPath("zeroOrOne", parts=(back(step("a")),))),
        ),
        {"a", "b"},
    ),
    (PropertyPath("oneOrMore", parts=(back(step("a")),)), {"a"}),
    (back(PropertyPath("alternative", parts=(step("a"), back(step("b"))))), {"a"}),
]


@pytest.mark.parametrize(("path", "expected"), ARRIVALS)
def test_arrivals_are_the_predicates_whose_links_a_path_shows_all(path: PropertyPath, expected: set[str]):
    assert path.arrivals == expected


PATHS = st.recursive(
    st.sampled_from([step(f"urn:{name}") for name in "ab"]),
    lambda inner: st.one_of(
        st.builds(back, inner),
        st.builds(
            lambda kind, parts: PropertyPath(kind, parts=tuple(parts)),
            st.sampled_from(["sequence", "alternative"]),
            st.lists(inner, min_size=1, max_size=3),
        ),
        st.builds(
            lambda kind, part: PropertyPath(kind, parts=(part,)),
            st.sampled_from(["zeroOrOne", "zeroOrMore", "oneOrMore"]),
            inner,
        ),
    ),
    max_leaves=5,
)


@given(PATHS)
def test_a_path_leads_to_all_that_links_by_its_arrivals(path: PropertyPath):
    """Compared with following the path in a graph where one thing links to another by one predicate."""
    for name in ("urn:a", "urn:b"):
        graph = Graph("", [parse(f"<urn:x> <{name}> <urn:y> .".encode(), "a.ttl")])
        reached = path.follow(graph, NamedNode("urn:y"))
        assert (NamedNode("urn:x") in reached) or name not in path.arrivals


@given(st.integers(-9999, 99999), st.integers(-9999, 99999))
def test_years_are_in_the_order_of_time(one: int, other: int):
    years = [Literal(f"{'-' if year < 0 else ''}{abs(year):04}", datatype=NamedNode(XSD + "gYear")) for year in (one, other)]
    assert (moment_key(years[0]) < moment_key(years[1])) == (one < other)


FIGURES = """
s:Boat sh:property s:Boat-logs .
s:Boat-logs sh:path [ sh:inversePath b:of ] ; sh:name "Its log"@en ; dash:viewer dash:ValueTableViewer ; sh:node s:Row .
s:Row sh:property [ sh:path rdfs:label ; sh:order 1 ; dash:propertyRole dash:LabelRole ],
    [ sh:path b:miles ; sh:order 2 ], [ sh:path b:note ; sh:order 3 ] .
s:Log a sh:NodeShape ; sh:targetClass b:Log ; rdfs:label "Log"@en ;
    sh:property s:Log-label, s:Log-miles, s:Log-how, s:Log-least, s:Log-state .
s:Log-label sh:path rdfs:label ; sh:name "log"@en ; dash:propertyRole dash:LabelRole .
s:Log-miles sh:path b:miles ; sh:name "miles"@en ; sh:order 1 ; sh:group s:numbers .
s:Log-how sh:path b:how ; sh:name "precision"@en ; sh:order 2 ; sh:group s:numbers ; sh:defaultValue <how/exact> .
s:Log-least sh:path b:least ; sh:name "no less than"@en ; sh:order 3 ; sh:group s:numbers .
s:Log-state sh:path b:state ; sh:name "state"@en ; sh:order 4 ; sh:defaultValue <state/done> .
s:numbers a sh:PropertyGroup ; rdfs:label "Numbers"@en .
"""
LOGS = """
<boat/swan> a b:Boat ; rdfs:label "Swan"@en .
<how/least> rdfs:label "at least"@en . <state/meant> rdfs:label "meant"@en .
<log/a> a b:Log ; rdfs:label "a"@en ; b:of <boat/swan> ; b:miles 600 ; b:how <how/least> ; b:note "by sail" .
<log/b> a b:Log ; rdfs:label "b"@en ; b:of <boat/swan> ; b:how <how/least> ; b:least 200 ; b:state <state/meant> .
<log/c> a b:Log ; rdfs:label "c"@en ; b:of <boat/swan> ; b:miles 7 ; b:how <how/exact> ; b:state <state/meant> .
"""


def test_what_is_said_of_a_number_stands_before_it_and_other_marks_after_the_last_value(tmp_path: Path):
    edition = boats(tmp_path, FIGURES, LOGS)
    table = value_table(Viewer(edition, "en", "boat/swan"), SWAN, view(edition, "Boat-logs"))
    assert table is not None
    shown = [[[(*(r.label for r in v.before), v.label) for v in cell] for cell in line.cells] for line in table.lines]
    assert shown == [
        [[("a",)], [("at least", "600")], [("by sail",)]],
        [[("b",)], [("at least", "no less than 200")], []],
        [[("c",)], [("7",)], []],
    ]
    assert [[remark.label for remark in line.remarks] for line in table.lines] == [[], ["meant"], ["meant"]]
    assert [line.noted for line in table.lines] == [2, 1, 1]


def test_quality_asks_no_entry_for_what_a_table_of_other_things_shows(tmp_path: Path):
    """A boat without a trip lacks nothing: a table with key information is counted below the title where it has rows."""
    trips = TRIPS + '<boat/gull> a b:Boat ; rdfs:label "Gull"@en, "Mouette"@fr .'
    counts = quality(boats(tmp_path, VIEW.format(f"{TABLE} ; dash:propertyRole dash:KeyInfoRole"), trips))
    assert [count for count in counts["missing"] if count.type.name == "boat"] == []
