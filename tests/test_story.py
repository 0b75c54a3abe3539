"""The story of a thing: its facts in a box, its tags and its sections, and how what is not plainly stated is marked."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import edition_of
from test_value_tables import BASE, SWAN, TABLE, TRIPS, VIEW, boats, page

from catalogue import publish
from catalogue.pages.notes import reason_notes, source_notes
from catalogue.pages.story import Story, story
from catalogue.pages.views import Viewer

PROPERTIES = """
s:first a sh:PropertyGroup ; rdfs:label "First"@en ; sh:order 1 .
s:second a sh:PropertyGroup ; rdfs:label "Second"@en ; sh:order 2 .
s:Boat sh:property s:Boat-about, s:Boat-state, s:Boat-port, s:Boat-crew, s:Boat-history, s:Boat-other, s:Boat-source .
s:Boat-about sh:path b:about ; sh:name "about"@en ; dash:propertyRole dash:DescriptionRole .
s:Boat-state sh:path b:state ; sh:name "state"@en ; dash:propertyRole dash:KeyInfoRole ; dash:viewer dash:LabelViewer .
s:Boat-port sh:path b:port ; sh:name "port"@en ; sh:group s:second ; dash:propertyRole dash:KeyInfoRole .
s:Boat-crew sh:path b:crew ; sh:name "crew"@en ; sh:group s:first .
s:Boat-history sh:path b:history ; sh:name "history"@en ; sh:group s:first ; sh:datatype rdf:langString .
s:Boat-other sh:path skos:altLabel ; sh:name "other name"@en .
s:Boat-source sh:path <http://purl.org/dc/terms/source> .
"""
DATA = """
<boat/swan> b:about "A boat."@en ; b:state "afloat" ; b:port "Cork" ; b:crew 3 ; b:history "Old."@en ;
    skos:altLabel "Goose"@en ; b:unknown "yes" .
"""


def story_of(folder: Path, shapes: str, data: str = DATA) -> Story:
    edition = boats(folder, PROPERTIES + shapes, TRIPS + data)
    type_ = edition.type_of(SWAN)
    assert type_ is not None
    return story(Viewer(edition, "en", "boat/swan"), SWAN, type_)


def names(told: Story) -> dict[str, object]:
    return {
        "lead": [value.label for value in told.lead.values] if told.lead else [],
        "tags": [value.label for value in told.tags],
        "facts": [row.name for row in told.facts],
        "sections": [(section.title, [row.name for row in section.rows]) for section in told.sections],
    }


def test_key_information_and_names_stand_in_the_box_and_the_rest_in_sections(tmp_path: Path):
    """The name that is the title is not repeated; where no table tells of the thing, what is left is laid out by its groups."""
    assert names(story_of(tmp_path, "s:Boat-trips sh:path b:none .")) == {
        "lead": ["A boat."],
        "tags": ["afloat"],
        "facts": ["port", "other name"],
        "sections": [("First", ["crew", "history"]), ("Other", ["b:unknown"])],
    }


def test_where_a_table_tells_of_the_thing_all_short_facts_stand_in_the_box(tmp_path: Path):
    told = story_of(tmp_path, VIEW.format(TABLE + " ; sh:group s:second"))
    assert names(told) == {
        "lead": ["A boat."],
        "tags": ["afloat"],
        "facts": ["port", "crew", "other name"],
        "sections": [("First", ["history"]), ("Where it went", []), ("Other", ["b:unknown"])],
    }
    assert told.sections[1].table is not None


def test_long_values_stand_in_the_story(tmp_path: Path):
    told = story_of(tmp_path, VIEW.format(TABLE), DATA.replace("b:crew 3", f'b:crew "{"word " * 30}"'))
    assert ("First", ["crew", "history"]) in names(told)["sections"]  # type: ignore[operator]


def test_a_name_with_a_source_of_its_own_is_shown(tmp_path: Path):
    claim = """<claim/a> rdf:subject <boat/swan> ; rdf:predicate rdfs:label ; <http://purl.org/dc/terms/source> <doc/a> ."""
    assert "name" in [row.name for row in story_of(tmp_path, "s:Boat-trips sh:path b:none .", DATA + claim).facts]


CLAIMS = """
s:provenance a sh:PropertyGroup ; rdfs:label "Provenance"@en .
s:Claim a sh:NodeShape ; sh:targetClass b:Claim ; rdfs:label "Claim"@en ;
    sh:property s:Claim-basis, s:Claim-day, s:Claim-why, s:Claim-subject .
s:Claim-basis sh:path b:basis ; sh:order 1 ; sh:group s:provenance ;
    dash:propertyRole dash:KeyInfoRole ; sh:defaultValue <basis/stated> .
s:Claim-day sh:path b:date ; sh:order 2 ; dash:propertyRole dash:KeyInfoRole .
s:Claim-why sh:path b:why ; sh:order 3 ; sh:group s:provenance ; sh:datatype rdf:langString .
s:Claim-subject sh:path rdf:subject ; dash:propertyRole dash:KeyInfoRole .
"""
BASES = '<basis/stated> rdfs:label "stated"@en . <basis/inferred> rdfs:label "inferred"@en, "déduit"@fr .'
CLAIM = "<claim/{0}> a b:Claim ; rdf:subject <boat/swan> ; rdf:predicate {1} ; b:basis <basis/{2}> {3} ."


def claimed(folder: Path, *claims: str) -> str:
    return page(
        boats(folder, PROPERTIES + CLAIMS + "s:Boat-trips sh:path b:none .", TRIPS + DATA + BASES + "".join(claims)),
        "boat/swan.fr.html",
    )


def test_only_what_is_not_plainly_stated_is_marked_with_its_reason(tmp_path: Path):
    why = '; b:why "It was seen there."@en, "Il y a été vu."@fr ; b:date "2020"^^xsd:gYear'
    text = claimed(tmp_path, CLAIM.format("a", "b:port", "inferred", why), CLAIM.format("b", "b:crew", "stated", ""))
    marks = re.findall(r'<span class="remark"><a href="#(reason-\d+)" aria-label="déduit">déduit</a>', text)
    assert marks == ["reason-1"]
    note = text.partition('<li id="reason-1" popover>')[2].partition("</li>")[0]
    assert note.startswith('<strong>déduit</strong> <span>Il y a été vu.</span> <small><a href="../claim/a.fr.html">')
    assert 'popovertarget="reason-1"' in text.partition("Cork")[2].partition("</dd>")[0]


def test_the_same_reason_is_one_note(tmp_path: Path):
    why = '; b:why "It was seen there."@en'
    text = claimed(tmp_path, CLAIM.format("a", "b:port", "inferred", why), CLAIM.format("b", "b:crew", "inferred", why))
    assert text.count('<a href="#reason-1"') == 2
    assert text.count('<li id="reason-') == 1


def test_rows_are_marked_by_values_that_are_not_the_default(tmp_path: Path):
    shapes = VIEW.format(TABLE) + "s:Trip sh:property [ sh:path b:basis ; sh:order 9 ; sh:defaultValue <basis/stated> ] ."
    data = TRIPS + BASES + "<trip/a> b:basis <basis/stated> . <trip/b> b:basis <basis/inferred> ."
    text = page(boats(tmp_path, shapes, data), "boat/swan.en.html")
    rows = text.split("<tr>")[2:6]
    assert [row.count('class="remark"') for row in rows] == [1, 0, 0, 0]
    assert ">inferred</a>" in rows[0]


@pytest.mark.parametrize("number", [1, 3, 300])
def test_each_source_has_one_note_whatever_refers_to_it(tmp_path: Path, number: int):
    claims = "".join(
        f"<claim/{n}> rdf:subject <boat/swan> ; rdf:predicate b:port ; <http://purl.org/dc/terms/source> <doc/{n}> .\n"
        for n in range(number)
    )
    edition = boats(tmp_path, PROPERTIES, TRIPS + DATA + claims)
    viewer = Viewer(edition, "en", "boat/swan")
    type_ = edition.type_of(SWAN)
    assert type_ is not None
    story(viewer, SWAN, type_)
    assert reason_notes(viewer) == []
    assert [note.number for note in source_notes(viewer)] == list(range(1, number + 1))
    text = page(edition, "boat/swan.en.html")
    assert text.count("popover>") == number


QUOTES = '\n[quotes]\nquote = "b:quote"\ndocument = "b:document"\nfile = "b:file"\n[prefixes]\nb = "https://boats.example.org/terms#"\n'


def test_a_quote_is_text_in_notes_rows_tables_and_names(tmp_path: Path):
    shapes = """
    s:Passage a sh:NodeShape ; sh:targetClass b:Passage ; rdfs:label "Passage"@en ; sh:labelTemplate "“{?quote}”"@en ;
        sh:property [ sh:path b:quote ; sh:name "quote"@en ; dash:propertyRole dash:KeyInfoRole ],
            [ sh:path b:document ; sh:name "document"@en ] .
    """
    data = """
    <passage/a> a b:Passage ; b:quote "<b>Built</b> in **Cork** &amp; sold"@en ; b:document <boat/swan> .
    <claim/a> rdf:subject <boat/swan> ; rdf:predicate b:port ; <http://purl.org/dc/terms/source> <passage/a> .
    """
    boats(tmp_path, PROPERTIES + shapes, TRIPS + DATA + data)
    with (tmp_path / "catalogue.toml").open("a", encoding="utf-8") as file:
        file.write(QUOTES)
    edition = edition_of(tmp_path)
    for path in ("boat/swan.en.html", "passage/a.en.html", "passage.en.html"):
        text = page(edition, path)
        assert "Built in Cork &amp; sold" in text
        assert "&lt;b&gt;" not in text
        assert "**" not in text
    data_of_it = publish.represent(edition, f"{BASE}passage/a", "text/turtle", "en").decode()
    assert "<b>Built</b> in **Cork**" in data_of_it


def test_headings_do_not_skip_and_tables_name_their_columns(tmp_path: Path):
    text = page(boats(tmp_path, PROPERTIES + VIEW.format(TABLE), TRIPS + DATA), "boat/swan.en.html")
    levels = [int(level) for level in re.findall(r"<h(\d)", text)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in re.findall(r"<table.*?</table>", text, re.DOTALL):
        assert "<th>" not in table
        assert table.count('<th scope="row"') == table.count("<tr>") - 1
