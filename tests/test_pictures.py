"""Pictures: their geometry, whatever the data are, and the words that say the same."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import html5lib
import pytest
from conftest import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalogue.pages import asset, picture_document
from catalogue.pages.pictures import (
    SHAPES,
    Picture,
    Point,
    Series,
    Wording,
    bar_chart,
    dated,
    event,
    line_chart,
    point_chart,
    timeline,
)
from catalogue.pages.pictures.axes import that_fit
from catalogue.pages.pictures.drawn import WIDTH, fitted, reckoned
from catalogue.pages.pictures.scales import Scale, coordinate, ticks
from catalogue.query.drawing import NAMES, NUMBERS, TIMES
from catalogue.terms import XSD, Literal, NamedNode
from catalogue.values.spans import days_to, span_of, year_of

SVG = "{http://www.w3.org/2000/svg}"
WORDING = Wording("en", "Title", "date", "maps", "feature")

NUMBERS_OF_ALL_SIZES = (
    st.integers(-(10**30), 10**30).map(Fraction)
    | st.floats(allow_nan=False, allow_infinity=False).map(Fraction)
    | st.decimals(-1000, 1000, places=6, allow_nan=False, allow_infinity=False).map(Fraction)
    | st.sampled_from([Fraction(0), Fraction(10**12), Fraction(1, 10**6), Fraction(-1, 3)])
)
LABELS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "x" * 10_000,
        "كتاب مفتوح",
        "<script>alert(1)</script>",
        "a\x00b",
        "👩‍👩‍👧",
        "日本語の長い名前です" * 9,
        "",
        "&amp;",
        '" onload="alert(1)',
    ]
)
YEARS = st.integers(-20_000, 20_000) | st.sampled_from([0, 1, -43, 9999, 10**30])


@st.composite
def points(draw: st.DrawFn, axis: str) -> Point:
    number, label = draw(NUMBERS_OF_ALL_SIZES), draw(LABELS)
    is_approximate = draw(st.booleans())
    if axis == NAMES:
        return Point(label, number, is_approximate=is_approximate)
    if axis == NUMBERS:
        return Point(label, number, draw(NUMBERS_OF_ALL_SIZES), is_approximate=is_approximate)
    begin = Fraction(days_to(draw(YEARS), draw(st.integers(1, 12)), draw(st.integers(1, 28))) * 86_400)
    return Point(label, number, begin, begin + 86_400 * draw(st.sampled_from([0, 1, 30, 366])), is_approximate)


@st.composite
def charts(draw: st.DrawFn) -> tuple[Picture | None, list[Series]]:
    """Draw a chart of any kind."""
    axis = draw(st.sampled_from([NAMES, NUMBERS, TIMES]))
    series = draw(st.lists(st.builds(Series, LABELS, st.lists(points(axis), max_size=12)), max_size=8))
    wording = Wording(draw(st.sampled_from(["en", "fr", "ar", "xx"])), draw(LABELS), draw(LABELS), draw(LABELS), draw(LABELS))
    kind = draw(st.sampled_from(["bar", "line", "point"]))
    if kind == "bar":
        return bar_chart(series, wording), series
    return (line_chart if kind == "line" else point_chart)(series, wording, axis), series


def parsed(picture: Picture) -> ET.Element:
    return ET.fromstring(picture_document(picture, "en"))  # noqa: S314 - we have written it


def places(picture: Picture) -> Iterator[tuple[str, float]]:
    """Give all places in a picture, with the name of their attribute, those of paths as x and y."""
    for part in parsed(picture).iter():
        if part.get("class") == "ground" or part.get("class") == "caption":
            continue
        for name in ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy"):
            if part.get(name) is not None:
                yield name[0] if name[0] != "c" else name[1], float(part.get(name) or "")
        moved = re.fullmatch(r"translate\((\S+) (\S+)\)", part.get("transform") or "")
        if moved:
            yield from zip("xy", map(float, moved.groups()), strict=True)
        elif part.tag == f"{SVG}path":
            for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", part.get("d") or ""):
                yield from (("x", float(x)), ("y", float(y)))
        if part.tag == f"{SVG}rect":
            yield "x", float(part.get("x") or "") + float(part.get("width") or "")
            yield "y", float(part.get("y") or "") + float(part.get("height") or "")


@settings(max_examples=150, deadline=None)
@given(charts())
def test_everything_in_a_chart_lies_inside_it_and_it_is_inert_and_well_formed(drawn: tuple[Picture | None, list[Series]]):
    picture, series = drawn
    if picture is None:
        assert not [one for one in series if one.points]
        return
    written = picture_document(picture, "en").decode()
    assert not re.search(r"\b(?:NaN|inf|Infinity|None)\b", re.sub(r">[^<]*<", "><", written))
    root = parsed(picture)
    assert {part.tag for part in root.iter()} <= {
        SVG + name for name in "svg title desc style g rect line path circle text".split()
    }
    assert not [name for part in root.iter() for name in part.attrib if name.startswith("on") or name in {"style", "href"}]
    for axis, place in places(picture):
        assert -0.05 <= place <= (picture.width if axis == "x" else picture.height) + 0.05
    assert len(picture.rows) == sum(len(one.points) for one in series)
    assert {len(row) for row in picture.rows} == {len(picture.columns)}


@settings(max_examples=150, deadline=None)
@given(st.lists(NUMBERS_OF_ALL_SIZES, min_size=1, max_size=20), st.integers(1, 8))
@example([Fraction(0)], 5)
@example([Fraction(5, 10**324)], 5)
def test_ticks_ascend_in_equal_round_steps_around_all_values(values: list[Fraction], about: int):
    steps = ticks(values, about)
    widths = {after - before for before, after in pairwise(steps)}
    assert 2 <= len(steps) <= about + 3
    assert len(widths) == 1
    assert widths.pop() > 0
    assert steps[0] <= min(values)
    assert max(values) <= steps[-1]
    scale = Scale(steps[0], steps[-1], 200, 20)
    assert all(20 <= scale.place(value) <= 200 for value in values)


@given(st.fractions(-1000, 1000))
def test_a_coordinate_is_the_nearest_tenth(place: Fraction):
    written = coordinate(place)
    assert re.fullmatch(r"-?\d+(?:\.[1-9])?", written)
    assert abs(Fraction(written) - place) <= Fraction(1, 20)


@given(st.lists(st.tuples(st.fractions(0, WIDTH), LABELS.map(lambda text: fitted(text, 110))), max_size=30))
def test_labels_below_a_chart_do_not_overlap(labels: list[tuple[Fraction, str]]):
    chosen = that_fit(sorted(labels), 40)
    assert bool(chosen) == bool(labels)
    for (before, one), (after, other) in pairwise(chosen):
        assert before + Fraction(reckoned(one), 2) < after - Fraction(reckoned(other), 2)


@given(LABELS, st.integers(20, 400))
def test_a_text_that_is_cut_fits_and_begins_as_it_did(written: str, room: int):
    cut = fitted(written, room)
    assert cut == written or (cut[-1] == "…" and written.startswith(cut[:-1]) and reckoned(cut) <= room + 12)


def number(lexical: str, datatype: str = "integer") -> Literal:
    return Literal(lexical, datatype=NamedNode(XSD + datatype))


@pytest.mark.parametrize("lexical", ["NaN", "INF", "-INF", "many", ""])
def test_what_is_no_finite_number_is_no_point(lexical: str):
    assert dated(number("2023", "gYear"), number(lexical, "double"), "en") is None
    assert dated(number("2023-02-30", "date"), number("1"), "en") is None


def test_dates_cover_what_they_say():
    spans = {lexical: span_of(number(lexical, type_)) for lexical, type_ in [
        ("2024", "gYear"), ("2024-02", "gYearMonth"), ("2024-02-29", "date"), ("2024-02-29T12:00:00+01:00", "dateTime"),
        ("2024-12", "gYearMonth"), ("-0044", "gYear"), ("0000", "gYear"), ("123456", "gYear"),
    ]}  # fmt: skip
    days = {lexical: (span.end - span.begin) / 86_400 for lexical, span in spans.items() if span is not None}
    assert days == {
        "2024": 366, "2024-02": 29, "2024-02-29": 1, "2024-02-29T12:00:00+01:00": 0, "2024-12": 31,
        "-0044": 366, "0000": 366, "123456": 366,
    }  # fmt: skip
    moment = spans["2024-02-29T12:00:00+01:00"]
    assert moment is not None
    assert moment.begin == 1709204400


@given(st.integers(-(10**6), 10**6), st.integers(1, 12), st.integers(1, 28))
def test_a_day_lies_in_its_year(year: int, month: int, day: int):
    assert year_of(days_to(year, month, day) * 86_400) == year
    assert days_to(year, month, day) - days_to(year - 400, month, day) == 146_097


def of_years(*years: int) -> list[Point]:
    made = [dated(number(f"{'-' if year < 0 else ''}{abs(year):04}", "gYear"), number(str(year)), "en") for year in years]
    return [point for point in made if point is not None]


def texts(picture: Picture) -> list[str]:
    return [part.text or "" for part in parsed(picture).iter(f"{SVG}text")]


def test_few_dates_are_written_as_they_are_and_many_by_round_years():
    few, many = (
        line_chart([Series("", of_years(2019, 2023))], WORDING),
        line_chart([Series("", of_years(*range(1990, 2030)))], WORDING),
    )
    assert few is not None
    assert many is not None
    assert {"2019", "2023"} <= set(texts(few))
    assert {"1990", "2000", "2010", "2020"} <= set(texts(many))
    before = line_chart([Series("", of_years(*range(-60, 60, 5)))], WORDING)
    assert before is not None
    assert "21 BC" in texts(before)


def test_points_are_hollow_where_they_are_approximate_and_the_legend_says_so():
    exact, about = (
        dated(number("2023-05", "gYearMonth"), number("950000"), "fr", is_approximate=is_about) for is_about in (False, True)
    )
    assert exact is not None
    assert about is not None
    plain, marked = (line_chart([Series("", [point])], Wording("fr", "t")) for point in (exact, about))
    assert plain is not None
    assert marked is not None
    hollow = [part for part in parsed(marked).iter() if "hollow" in (part.get("class") or "")]
    assert len(hollow) == 2
    assert "creux\u00a0: valeur approchée" in texts(marked)
    assert "hollow" not in str(plain.elements)
    assert [part.text for part in parsed(marked).iter(f"{SVG}title")][1:] == ["mai 2023: 950\u202f000"]


def test_thousands_of_points_are_drawn_by_few_elements():
    many = [Point(str(n), Fraction(n * n), Fraction(n)) for n in range(5_000)]
    for draw in (line_chart, point_chart):
        picture = draw([Series("", many)], WORDING, NUMBERS)
        assert picture is not None
        assert len(picture.elements) < 40
        assert len(picture_document(picture, "en")) < 100_000


def test_a_picture_says_in_words_and_in_a_table_what_it_shows():
    picture = line_chart([Series("a", of_years(2019)), Series("b", of_years(2020, 2023))], WORDING)
    assert picture is not None
    assert picture.description == "Line chart of maps by date: 3 values from 2,019 to 2,023. The table below says the same."
    assert picture.columns == ["feature", "date", "maps"]
    assert picture.rows == [["a", "2019", "2,019"], ["b", "2020", "2,020"], ["b", "2023", "2,023"]]


@pytest.mark.parametrize(
    "names", [["a", "b"], [f"a rather long name, number {n}" for n in range(8)], ["x" * 60, "y" * 60, "z"]]
)
@pytest.mark.parametrize("kind", ["bar", "line", "point"])
def test_a_legend_tells_every_series_and_stands_above_the_chart(kind: str, names: list[str]):
    series = [Series(name, [Point(f"Name {n}", Fraction(n + 1), Fraction(n))]) for n, name in enumerate(names)]
    draw: Callable[..., Picture | None] = {"bar": bar_chart, "line": line_chart, "point": point_chart}[kind]
    picture = draw(series, WORDING)
    assert picture is not None
    keys = [part for part in picture.elements if part.attributes.get("class") == "key"]
    assert [key.text == name or name.startswith(key.text[:-1]) for key, name in zip(keys, names, strict=True)] == [True] * len(
        names
    )
    marks = [part for part in picture.elements if "series-" in part.attributes.get("class", "")][: len(names)]
    assert [mark.attributes["class"].split("series-")[1] for mark in marks] == [str(n + 1) for n in range(len(names))]
    ends: dict[str, float] = {}
    for key in keys:
        x, y = float(key.attributes["x"]), key.attributes["y"]
        assert x >= ends.get(y, 0), "it overlaps the one before"
        ends[y] = x + reckoned(key.text)
        assert ends[y] <= WIDTH
    if kind != "bar":
        assert len({mark.tag + mark.attributes.get("d", "") for mark in marks}) == len(names)


def test_bars_begin_at_zero_and_show_their_numbers():
    picture = bar_chart(
        [Series("", [Point("up", Fraction(3)), Point("down", Fraction(-1)), Point("none", Fraction(0))])], WORDING
    )
    assert picture is not None
    bars = [part for part in parsed(picture).iter(f"{SVG}rect") if "bar" in (part.get("class") or "")]
    [up, down, none] = [(float(bar.get("x") or ""), float(bar.get("width") or "")) for bar in bars]
    assert down[0] + down[1] == up[0] == none[0]
    assert up[1] == pytest.approx(3 * down[1], abs=0.3)
    assert none[1] == 0
    assert texts(picture)[2:] == ["up", "3", "down", "-1", "none", "0"]


def test_pictures_are_the_same_in_any_time_zone_and_locale(tmp_path: Path):
    code = (
        "import sys; from fractions import Fraction as F; from catalogue.pages import picture_document;"
        "from catalogue.pages.pictures import *;"
        "p = [Point(str(n), F(n) / 7, F(n * 3456000), F(n * 3456000 + 86400)) for n in range(40)];"
        "sys.stdout.buffer.write(picture_document(line_chart([Series('', p)], Wording('en', 't')), 'en'))"
    )
    written = set()
    for zone, locale in (("UTC", "C.UTF-8"), ("Asia/Tokyo", "fr_FR.UTF-8"), ("America/New_York", "de_DE.UTF-8")):
        environment = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "random"}
        done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, check=True)
        written.add(done.stdout)
    assert len(written) == 1
    assert b">1972<" in written.pop()


def test_a_picture_stands_in_a_page():
    picture = bar_chart([Series("<b>", [Point("</svg><script>alert(1)</script>", Fraction(1))])], WORDING)
    assert picture is not None
    written = picture_document(picture, "en").decode()
    assert "<script" not in written
    html5lib.HTMLParser(strict=True).parse(f"<!doctype html><html lang=en><title>x</title><body>{written}")


# --- Colours ---------------------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def declared(name: str) -> list[str]:
    """Give the colours of a token, in the light and in the dark scheme, with six digits."""
    written = re.findall(rf"--{name}: #(\w+)", asset("assets/style.css").decode())[:2]
    return ["#" + (colour if len(colour) == 6 else "".join(2 * digit for digit in colour)) for colour in written]


@pytest.mark.parametrize("series", range(1, len(SHAPES) + 1))
def test_the_colours_of_series_stand_out_from_light_and_dark_paper(series: int):
    for ground in ("paper", "panel"):
        for colour, behind in zip(declared(f"series-{series}"), declared(ground), strict=True):
            assert contrast(colour, behind) >= 4.5


def test_paper_is_white_in_print_where_the_colours_are_the_light_ones():
    style = asset("assets/style.css").decode()
    light = re.findall(r"--series-\d: #\w+", style)
    assert light[:8] == light[16:24]
    assert len(light) == 24


# --- Timelines -------------------------------------------------------------------------------------------------------------


@st.composite
def dates(draw: st.DrawFn) -> Literal:
    year = draw(YEARS.filter(lambda year: year < 10**12))
    written = f"{'-' if year < 0 else ''}{abs(year):04}"
    kind = draw(st.sampled_from(["gYear", "gYearMonth", "date"]))
    return number(written + {"gYear": "", "gYearMonth": "-05", "date": "-05-28"}[kind], kind)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(LABELS, st.none() | dates(), st.none() | dates(), LABELS), max_size=10))
def test_a_timeline_holds_all_events_that_have_a_date(drawn: list[tuple[str, Literal | None, Literal | None, str]]):
    made = [event(label, "fr", begin, end, remark) for label, begin, end, remark in drawn]
    events = [one for one in made if one is not None]
    assert len(events) == sum(begin is not None or end is not None for _, begin, end, _ in drawn)
    picture = timeline(events, "fr", "t")
    assert (picture is None) == (not events)
    if picture is not None:
        assert len(picture.rows) == len(events)
        for axis, place in places(picture):
            assert -6 <= place <= (picture.width if axis == "x" else picture.height) + 6


def test_what_is_not_plainly_so_is_told_by_shape_and_words_and_periods_by_bars():
    may, year, day = number("2023-05", "gYearMonth"), number("2024", "gYear"), number("2023-09-01", "date")
    made = [
        event("support", "fr", may, year),
        event("full support", "fr", day, remark="prévu"),
        event("end", "fr", None, year),
        event("no date", "fr", None, number("soon")),
    ]
    assert made.pop() is None
    picture = timeline([one for one in made if one is not None], "fr", "Programme")
    assert picture is not None
    assert picture.rows == [
        ["mai 2023 – 2024", "support", "réalisé"],
        ["1 septembre 2023", "full support", "prévu"],
        ["2024", "end", "réalisé"],
    ]
    classes = [part.get("class") for part in parsed(picture).iter() if part.get("class")]
    assert classes.count("period done") == 1
    assert classes.count("point planned hollow") == 2
    assert "1 septembre 2023 (prévu)" in texts(picture)
    assert picture.description.startswith("Frise\u00a0: support: mai 2023 – 2024; full support: 1 septembre 2023 (prévu);")


@pytest.mark.parametrize(("numbers", "is_told"), [((900_000, 1_000_000), True), ((0, 5), False), ((-5, 5), False)])
def test_an_axis_that_does_not_begin_at_zero_is_told_of(numbers: tuple[int, int], is_told: bool):  # noqa: FBT001
    points = [dated(number(str(2021 + n), "gYear"), number(str(each)), "en") for n, each in enumerate(numbers)]
    chart = line_chart([Series("", [point for point in points if point])], Wording("en", "Maps"))
    assert chart is not None
    assert bool(chart.notes) == is_told
