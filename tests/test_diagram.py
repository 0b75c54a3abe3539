"""The diagram of a model: what it shows, that no line runs through a box or into another, and that it can be read by all."""

import re
from collections.abc import Sequence
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from test_bad_input import catalogue as run

from catalogue.edition import Edition
from catalogue.errors import UsageError
from catalogue.exports.diagram import boxes_of, diagram
from catalogue.exports.diagram.arrangement import arrange, arrows_of, height, line_of
from catalogue.exports.diagram.boxes import Box, Row
from catalogue.exports.diagram.routes import Drawing, Point, Router
from catalogue.exports.diagram.svg import _COLOURS, _GROUNDS

SVG = "{http://www.w3.org/2000/svg}"
WIDE, MARGIN = 200.0, 20.0


def drawn(boxes: Sequence[Box]) -> Drawing:
    return Router(boxes, arrange(boxes), WIDE, MARGIN).drawing()


# --- Where lines lead --------------------------------------------------------------------------------------------------------


@st.composite
def models(draw: st.DrawFn) -> list[Box]:
    """Draw boxes with lines, some of which refer to one or more boxes, also to their own."""
    count = draw(st.integers(1, 9))
    targets = st.lists(st.integers(0, count - 1), max_size=3, unique=True).map(tuple)
    rows = st.lists(targets.map(lambda to: Row("refers", "to", "0..*", to)), max_size=6).map(tuple)
    return [Box(f"Box {number}", draw(rows), draw(st.integers(0, 2))) for number in range(count)]


def is_inside(one: Point, other: Point, corner: Point, tall: float) -> bool:
    """Tell whether a stretch of a line runs through the inside of a box."""
    left, right = sorted((one[0], other[0]))
    upper, lower = sorted((one[1], other[1]))
    return left < corner[0] + WIDE and right > corner[0] and upper < corner[1] + tall and lower > corner[1]


def assert_is_clear(boxes: Sequence[Box], drawing: Drawing) -> None:
    for (arrow, points), box in ((path, box) for path in drawing.paths for box in range(len(boxes))):
        for one, other in pairwise(points):
            assert one[0] == other[0] or one[1] == other[1]
            assert not is_inside(one, other, drawing.corners[box], height(boxes[box])), (arrow, box)
    for (one, a), (other, b) in combinations(list(zip(drawing.corners, map(height, boxes), strict=True)), 2):
        assert one[0] != other[0] or one[1] + a < other[1] or other[1] + b < one[1], "boxes overlap"


def assert_none_is_on_another(drawing: Drawing) -> None:
    """Arrows share a line only where they lead to the same box, or come from the same line of one."""
    for (one, a), (other, b) in combinations(drawing.paths, 2):
        if one.target == other.target:
            continue
        for place, (p, q) in enumerate(pairwise(a)):
            for at, (r, s) in enumerate(pairwise(b)):
                if place == at == 0 and one[:2] == other[:2]:
                    continue
                for level, along in ((1, 0), (0, 1)):
                    if p[level] == q[level] == r[level] == s[level]:
                        shared = min(max(p[along], q[along]), max(r[along], s[along])) - max(
                            min(p[along], q[along]), min(r[along], s[along])
                        )
                        assert shared <= 0, (one, other)


def assert_leads_there(boxes: Sequence[Box], drawing: Drawing) -> None:
    assert sorted(arrow for arrow, _ in drawing.paths) == sorted(arrows_of(boxes))
    for arrow, points in drawing.paths:
        (left, top), (start, at), (end, to) = drawing.corners[arrow.source], points[0], points[-1]
        assert (start in {left, left + WIDE}, at) == (True, top + line_of(arrow.line))
        left, top = drawing.corners[arrow.target]
        assert end in {left, left + WIDE}
        assert top < to < top + height(boxes[arrow.target])
    inner = [point for _, points in drawing.paths for point in points]
    assert all(0 < x < drawing.width and 0 < y < drawing.height for x, y in inner)


@given(models())
def test_arrows_lead_from_lines_to_boxes_and_never_through_one_or_on_another(boxes: list[Box]):
    drawing = drawn(boxes)
    assert_is_clear(boxes, drawing)
    assert_none_is_on_another(drawing)
    assert_leads_there(boxes, drawing)
    assert drawn(boxes) == drawing


@pytest.mark.parametrize("count", [0, 1, 40])
def test_there_may_be_no_box_or_many(count: int):
    boxes = [Box(f"Box {n}", (Row("next", "Box", "1", ((n + 1) % count,)), Row("hub", "Box", "1", (0,)))) for n in range(count)]
    drawing = drawn(boxes)
    assert_is_clear(boxes, drawing)
    assert_none_is_on_another(drawing)
    assert_leads_there(boxes, drawing)
    assert drawing.width < 2 * max(drawing.height, 400)


def test_the_first_catalogue_is_drawn_without_a_line_through_a_box(first_edition: Edition):
    boxes = boxes_of(first_edition, "en")
    drawing = drawn(boxes)
    assert_is_clear(boxes, drawing)
    assert_none_is_on_another(drawing)
    assert_leads_there(boxes, drawing)
    assert len(drawing.paths) > 50


# --- What is shown -----------------------------------------------------------------------------------------------------------


def test_a_box_has_the_main_properties_of_its_type_with_how_many_values_there_are(garden: Path):
    assert boxes_of(edition_of(garden), "en") == [
        Box("Garden", (Row("opened", "gYear", "0..1"), Row("grows", "Plant", "1..*", (1,))), 2),
        Box("Plant", (Row("name", "langString", "1..*"),), 0),
    ]
    assert [box.title for box in boxes_of(edition_of(garden), "fr")] == ["Jardin", "Plante"]


def test_only_the_types_that_are_named_are_drawn_and_pointed_at(first_edition: Edition):
    season, award = boxes_of(first_edition, "en", ["season", "award"])
    assert [row.targets for row in season.rows] == [()] * len(season.rows)
    assert [row.name for row in award.rows if row.targets == (0,)] == ["season"]
    assert {"Concept", "Claim", "Passage"}.isdisjoint(box.title for box in boxes_of(first_edition, "en"))
    assert [box.title for box in boxes_of(first_edition, "en", ["claim"])] == ["Claim"]


def test_what_may_refer_to_nearly_anything_has_no_arrows(first_edition: Edition):
    [plan] = [box for box in boxes_of(first_edition, "en") if box.title == "Plan"]
    assert "confirmed by" not in {row.name for row in plan.rows if row.targets}


@pytest.mark.parametrize(("name", "words"), [("seasn", "did you mean season?"), ("zzzzzzzz", "choose initiative, ")])
def test_a_type_that_is_not_there_is_named(first_edition: Edition, name: str, words: str):
    with pytest.raises(UsageError, match=re.escape(words)):
        diagram(first_edition, "en", [name])


# --- How it is written -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr"])
def test_text_is_text_and_the_references_are_told_in_words(first_edition: Edition, language: str):
    svg = ET.fromstring(diagram(first_edition, language))  # noqa: S314 - our own
    assert (svg.get("role"), svg.get("lang")) == ("img", language)
    title, described = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert described is not None
    assert svg.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
    texts = ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]
    for box in boxes_of(first_edition, language):
        assert box.title in texts
        for row in box.rows:
            assert not row.targets or f"{row.name} → {row.values} ({row.count})" in (described.text or "")
    assert {"en": "Award", "fr": "Distinction"}[language] in texts
    assert not [e.tag for e in svg.iter() if e.tag in {f"{SVG}script", f"{SVG}foreignObject", f"{SVG}image"}]


def test_it_is_the_same_each_time(first_edition: Edition, garden: Path):
    assert diagram(first_edition, "en") == diagram(first_edition, "en")
    assert diagram(edition_of(garden), "en") == diagram(edition_of(garden), "en")


def test_what_names_say_is_inert(garden: Path):
    shape = garden / "shapes" / "plant.ttl"
    shape.write_text(shape.read_text("utf-8").replace('"Plant"@en', '"<script>&Plant"@en'), "utf-8")
    svg = diagram(edition_of(garden), "en")
    assert b"<script" not in svg
    assert "<script>&Plant" in {text.text for text in ET.fromstring(svg).iter(f"{SVG}text")}  # noqa: S314 - our own


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lower, upper = sorted(map(luminance, (one, other)))
    return (upper + 0.05) / (lower + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_it_is_readable_in_light_and_in_dark(scheme: int):
    """Texts have the contrast that WCAG 2.2 asks for (1.4.3), and so have lines (1.4.11)."""
    grounds = _GROUNDS[scheme]
    assert min(contrast(grounds["text"], grounds[ground]) for ground in ("box", "head")) >= 7
    assert contrast(grounds["soft"], grounds["box"]) >= 4.5
    assert min(contrast(pair[scheme], grounds["ground"]) for pair in _COLOURS) >= 4.5
    assert contrast(grounds["edge"], grounds["ground"]) >= 3


def test_the_command_writes_it_in_the_language_that_is_asked_for(garden: Path):
    printed = run(garden, "shapes", "diagram", "--lang", "fr")
    assert (printed.returncode, printed.stderr) == (0, "")
    assert printed.stdout.encode() == diagram(edition_of(garden), "fr")
    assert run(garden, "shapes", "diagram", "plant", "-o", "plant.svg").returncode == 0
    assert (garden / "plant.svg").read_bytes() == diagram(edition_of(garden), "en", ["plant"])
    wrong = run(garden, "shapes", "diagram", "plants")
    assert (wrong.returncode, wrong.stderr) == (2, "error: there is no type plants; did you mean plant?\n")
