"""Lists: every thing stands on one page, is found by its letter, and is counted once for each value that it has."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
import rdflib
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from listed import BASE, KEY, NAME, PREFIXES, PROPERTIES, SETTINGS, made, shapes, tools
from starlette.testclient import TestClient

from catalogue import publish
from catalogue.collation import collation_key, initial
from catalogue.edition import Edition, Place
from catalogue.lint import Severity
from catalogue.pages.lists.facets import MOST_CHOICES, facets
from catalogue.pages.lists.order import MOST_ROWS, Rank, bounds, index, pages_for, ranks, way_down
from catalogue.pages.lists.pager import anchor
from catalogue.serve import Site
from catalogue.terms import NamedNode
from catalogue.workspace.catalogue import Catalogue

ALL = tuple(PROPERTIES)
ROW = re.compile(r'<(?:tr(?! *><th scope="col")|li class="card")([^>]*)>(?:<th|\s*<div)(.*?)(?:</tr>|</li>)', re.DOTALL)


def text_of(edition: Edition, path: str, media_type: str = "text/html") -> str:
    document = publish.document_at(edition, path)
    assert document is not None, path
    return publish.represent(edition, document.iri, media_type, document.language).decode()


def rows(page: str) -> list[str]:
    """The paths of the things of a page, without language and suffix; those that a tree repeats are left out."""
    body = page.partition("data-items>")[2]
    found = [(re.search(r'href="(?:\.\./)*([^"]*)\.\w\w\.html"', row), attributes) for attributes, row in ROW.findall(body)]
    return [link[1] for link, attributes in found if link and "data-again" not in attributes]


def walked(edition: Edition, path: str) -> Iterator[str]:
    """The pages of a list, one after the other, as a reader walks them."""
    while path:
        page = text_of(edition, path)
        yield page
        following = re.search(r'<link rel="next" href="(?:\.\./)*([^"]*)">', page)
        path = following[1] if following else ""


def options(page: str) -> dict[str, tuple[str, int]]:
    """The choices of a page by their labels: where each leads, and how many things it has."""
    pattern = (
        r'<a class="option" href="(?:\.\./)*([^"]*)"[^>]*><span class="label"[^>]*>(.*?)</span> <span class="count">(\d+)<'
    )
    return {unescape(label): (href, int(count)) for href, label, count in re.findall(pattern, page)}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """A catalogue of 450 tools, by kind, date and other values."""
    return edition_of(made(tmp_path_factory.mktemp("many"), shapes(*ALL), tools(450)))


@pytest.mark.parametrize("number", ["0", "-1", "4", "1000000000", "9" * 5_000, "1e9", "٣", "2 ", "%00"])
@pytest.mark.parametrize("end", [".en.html", "", ".ttl"])
def test_a_page_that_there_is_not_is_not_there_however_far_it_is(many: Edition, number: str, end: str):
    """There are three pages; page ten to the ninth is answered as any other address that is not there."""
    with TestClient(Site(many), base_url=BASE) as client:
        answer = client.get(f"/index/tool/{number}{end}", headers={"accept": "text/html"})
    assert answer.status_code in {404, 414}
    assert "Traceback" not in answer.text
    assert len(answer.content) < 100_000


@pytest.mark.parametrize("count", [1, 2, 41, 199, 200, 201, 400, 450])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_thing_stands_on_one_page_of_at_most_200_rows(tmp_path: Path, count: int, language: str):
    edition = edition_of(made(tmp_path, shapes("kind"), tools(count)))
    pages = [rows(page) for page in walked(edition, f"tool.{language}.html")]
    assert pages_for(count) == len(pages)
    assert {f"tool/t{number}": 1 for number in range(count)} == Counter(row for page in pages for row in page)
    assert max(map(len, pages)) <= MOST_ROWS


@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_lead_back_and_by_their_numbers(many: Edition, language: str):
    pages = list(walked(many, f"tool.{language}.html"))
    for number, page in enumerate(pages, 1):
        assert (number > 1) == ('<link rel="prev"' in page)
        assert f'aria-current="page">{number}</a>' in page
        listed = re.findall(r'<li class="number"><a href="(?:\.\./)*([^"]+)"', page)
        assert [f"tool.{language}.html", *(f"index/tool/{n}.{language}.html" for n in (2, 3))] == listed
    assert len({re.search("<title>(.*?)</title>", page)[1] for page in pages}) == len(pages)


def test_an_empty_list_is_a_page(tmp_path: Path):
    edition = edition_of(made(tmp_path, shapes("kind"), "<a> :p 1 ."))
    assert "There are none yet." in text_of(edition, "tool.en.html") or rows(text_of(edition, "tool.en.html")) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_letter_leads_to_the_first_thing_that_begins_with_it(tmp_path: Path, language: str):
    edition = edition_of(made(tmp_path, shapes("kind"), tools(450)))
    first = text_of(edition, f"tool.{language}.html")
    marks = re.findall(r'<li><a href="([^"]*)">(.)</a></li>', first.partition('class="marks"')[2].partition("</nav>")[0])
    assert [chr(ord("A") + number) for number in range(26)] == [letter for _, letter in marks]
    before = None
    for href, letter in marks:
        path, _, fragment = href.partition("#")
        page = text_of(edition, path or f"tool.{language}.html")
        [row] = re.findall(rf'id="{fragment}"><th[^>]*><a [^>]*>(.*?)</a>', page)
        labels = re.findall(r'scope="row"[^>]*><a [^>]*>(.*?)</a>', page)
        before = labels[labels.index(row) - 1] if labels.index(row) else before
        assert letter == initial(row)
        assert before is None or initial(before) != letter


def test_a_short_list_has_no_index(tmp_path: Path):
    assert 'class="marks"' not in text_of(edition_of(made(tmp_path, shapes("kind"), tools(40))), "tool.en.html")


COUNTED = {
    "kind": "SELECT ?v (COUNT(DISTINCT ?t) AS ?n) { ?t a :Tool ; :kind/:name ?v . FILTER (lang(?v) = 'en') } GROUP BY ?v",
    "free": "SELECT ?v (COUNT(DISTINCT ?t) AS ?n) { ?t a :Tool ; :free ?x . BIND (IF(?x, 'yes', 'no') AS ?v) } GROUP BY ?v",
    "since": "SELECT ?v (COUNT(DISTINCT ?t) AS ?n) { ?t a :Tool ; :since ?x . BIND (YEAR(?x) AS ?v) } GROUP BY ?v",
    "state": "SELECT ?v (COUNT(DISTINCT ?t) AS ?n) { ?t a :Tool ; :state ?v } GROUP BY ?v",
    "makers": "SELECT ?v (COUNT(DISTINCT ?t) AS ?n) { ?t a :Tool ; ^:makes/:team/:name ?v } GROUP BY ?v",
}


@pytest.mark.parametrize("name", COUNTED)
def test_facets_count_what_a_query_counts(tmp_path: Path, name: str):
    data = tools(60) + "".join(
        f"<maker/{n}> :makes <tool/t{n}>, <tool/t{n + 9}> ; :team <kind/{'saw' if n % 2 else 'lathe'}> ." for n in range(20)
    )
    made(tmp_path, shapes(name), data.replace('"lathe (fr)"@fr', '"lathe"@fr').replace('"saw (fr)"@fr', '"saw"@fr'))
    edition = edition_of(tmp_path)
    graph = rdflib.Graph().parse(tmp_path / "data" / "d.ttl", format="turtle")
    expected = {str(v): int(n) for v, n in graph.query(f"PREFIX : <{BASE}ontology#> {COUNTED[name]}")}
    assert expected == {label: count for label, (_, count) in options(text_of(edition, "tool.en.html")).items()}
    assert expected


def test_there_is_no_facet_of_what_does_not_divide(tmp_path: Path):
    data = [
        f'<tool/{n}> a :Tool ; :name "{n}"@en ; :kind <kind/saw> ; :state "{n}" ; :free true ; :users 5 .' for n in range(9)
    ]
    edition = edition_of(made(tmp_path, shapes(*ALL), data))
    assert {} == options(text_of(edition, "tool.en.html"))


def test_each_choice_has_a_list_of_its_own_that_leads_back(many: Edition):
    whole = [row for page in walked(many, "tool.en.html") for row in rows(page)]
    for label, (href, count) in options(text_of(many, "tool.en.html")).items():
        pages = list(walked(many, href))
        things = [row for page in pages for row in rows(page)]
        assert (count, count) == (len(things), len(set(things))), label
        assert ("tool.en.html", count) == options(pages[0])[label]
        assert [row for row in whole if row in set(things)] == things


def test_a_choice_of_one_thing_leads_to_the_thing(tmp_path: Path):
    data = "".join(f'<tool/{n}> a :Tool ; :name "{n}"@en ; :kind <kind/{"saw" if n else "file"}> .' for n in range(4))
    edition = edition_of(made(tmp_path, shapes("kind"), data + '<kind/file> a :Kind . <kind/saw> :name "saw"@en .'))
    targets = sorted(options(text_of(edition, "tool.en.html")).values(), key=lambda option: option[1])
    assert ("tool/0.en.html", 1) == targets[0]
    assert (3, True) == (targets[1][1], targets[1][0].startswith("index/tool/"))


def test_records_are_narrowed_down_without_lists_of_their_own(tmp_path: Path):
    settings = SETTINGS + '\n[prefixes]\nt = "https://tools.example.org/ontology#"\n\n[site]\nrecords = ["t:Tool"]\n'
    edition = edition_of(made(tmp_path, shapes("kind", "state"), tools(450), settings))
    page = text_of(edition, "tool.en.html")
    assert ("kind/drill.en.html", 3) == (options(page)["drill"][0], page.count('<span class="option" data-choice'))
    folder = "index/tool/"
    paths = {resource.path for resource in publish.resources(edition)}
    own = {path.removeprefix(folder) for path in paths if path.startswith(folder)}
    assert {"2", "3", "data", "pages/1", "pages/2", "pages/3"} == own  # the last ones are of the collection, as data


def test_a_facet_has_so_many_choices_at_most(tmp_path: Path):
    data = "".join(f'<tool/{n}> a :Tool ; :name "{n}"@en ; :kind <kind/{n // 2}> .' for n in range(100))
    edition = edition_of(made(tmp_path, shapes("kind"), data))
    [facet] = facets(edition, f"{BASE}ontology#Tool")
    assert (MOST_CHOICES, 50 - MOST_CHOICES) == (len(facet.choices), facet.left_out)
    assert "and 20 rarer values" in text_of(edition, "tool.en.html")


def test_the_address_of_a_choice_does_not_depend_on_others(tmp_path: Path):
    few, more = (edition_of(made(tmp_path / str(n), shapes("kind", "state"), tools(n))) for n in (30, 90))
    names = [
        {choice.name for facet in facets(each, f"{BASE}ontology#Tool") for choice in facet.choices} for each in (few, more)
    ]
    assert names[0] == names[1]
    assert all(re.fullmatch("[a-z0-9-]+", name) for name in names[0])


def test_no_two_documents_have_one_address_and_each_is_found_by_it(many: Edition):
    documents = list(publish.documents(many))
    assert max(Counter(document.path.casefold() for document in documents).values()) == 1
    for document in documents:
        assert document == publish.document_at(many, document.path)
        assert document.path in {each.path for each in publish.find_resource(many, document.iri).documents(many)}


@pytest.mark.parametrize("name", ["0", "1", "4", "02", "-2", "2-", "²", "9" * 5000, "x", "Data", "", "state-state-0-2", "2/2"])
def test_what_is_no_page_of_a_list_is_not_there(many: Edition, name: str):
    assert publish.find_resource(many, f"{BASE}index/tool/{name}") is None
    assert publish.document_at(many, f"index/tool/{name}.en.html") is None


def test_the_data_of_a_list_is_there_where_it_has_several_pages(many: Edition, tmp_path: Path):
    assert publish.find_resource(many, f"{BASE}index/tool/data") is not None
    assert publish.find_resource(edition_of(made(tmp_path, shapes("kind"), tools(50))), f"{BASE}index/tool/data") is None


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_data_has_the_rows_of_the_pages(many: Edition, language: str):
    script = text_of(many, f"index/tool/data.{language}.js", "text/javascript")
    things = json.loads(script.removeprefix("document.currentScript.things="))
    pages = list(walked(many, f"tool.{language}.html"))
    assert [row for page in pages for row in rows(page)] == [thing[0].removesuffix(f".{language}.html") for thing in things]
    shown = re.findall(r'data-choices="([^"]*)"', "".join(pages))
    assert shown == [thing[3] for thing in things if thing[3]]
    numbers = re.findall(r'data-choice="(\d+)" data-name', pages[0])
    assert sorted(map(int, numbers)) == list(range(len(numbers)))
    counts = {number: int(count) for number, count in re.findall(r'data-choice="(\d+)".*?class="count">(\d+)<', pages[0])}
    assert counts == Counter(number for thing in things for number in thing[3].split())


def test_an_entry_at_the_address_of_a_page_is_reported(tmp_path: Path):
    data = tools(201) + '<index/tool/2> a :Tool ; :name "taken"@en .'
    made(tmp_path, shapes("kind"), data)
    findings = Catalogue(tmp_path).check(cache=False).findings
    assert ["C205"] == [each.kind.code for each in findings if each.severity is Severity.VIOLATION]


def test_pages_are_in_the_folder_that_the_settings_name(tmp_path: Path):
    edition = edition_of(made(tmp_path, shapes("kind"), tools(201), SETTINGS + '\n[site]\nfolder = "_"\n'))
    pages = list(walked(edition, "_/tool.en.html"))
    assert [f"tool/t{number}" for number in range(201)] == sorted(
        (row for page in pages for row in rows(page)), key=lambda row: int(row[6:])
    )
    assert publish.document_at(edition, "_/index/tool/2.en.html") is not None


def test_the_sitemap_lists_the_pages_of_lists_and_not_those_of_choices(many: Edition):
    sitemap = text_of(many, "sitemap.xml", "application/xml")
    assert {"2.en", "2.fr", "3.en", "3.fr"} == set(re.findall(rf"<loc>{BASE}index/tool/([^<]*)\.html</loc>", sitemap))


def test_a_list_whose_first_key_information_is_a_date_begins_with_the_latest(tmp_path: Path):
    data = (
        tools(60) + '<tool/none> a :Tool ; :name "Z"@en . <tool/bad> a :Tool ; :name "Bad"@en ; :since "2021-13-01"^^xsd:date .'
    )
    edition = edition_of(made(tmp_path, shapes("since", "users"), data))
    page = text_of(edition, "tool.en.html")
    dates = re.findall(r'<td[^>]*data-key="(\d{4}-[^"]*)"', page)
    assert (60, sorted(dates, reverse=True)) == (len(dates), dates)
    assert ["tool/bad", "tool/none"] == rows(page)[-2:]
    assert [str(2024 - n) for n in range(6)] == re.findall(r'<li><a href="#from-\d+">(\d+)</a>', page)


def test_cards_are_for_what_has_a_picture_and_a_description(tmp_path: Path):
    picture = "; sh:property [ sh:path :logo ; dash:propertyRole dash:IconRole ]"
    described = "; sh:property [ sh:path :about ; dash:propertyRole dash:DescriptionRole ]"
    data = tools(3) + '<tool/t0> :about "A <b>saw</b> for all"@en .'
    for number, (more, expected) in enumerate({"": 0, picture: 0, described: 0, picture + described: 3}.items()):
        edition = edition_of(made(tmp_path / str(number), shapes("kind", more=more), data))
        page = text_of(edition, "tool.en.html")
        assert (expected, 3) == (page.count('<li class="card"'), len(rows(page)))
        assert ("A &lt;b&gt;saw&lt;/b&gt; for all" in page) == bool(expected)


PART = '; sh:property [ sh:path {path} ; sh:name "part of"@en ]'
PARTS = {
    "part": ("dct:isPartOf", "<tool/t0> dct:isPartOf <tool/t1> .", True),
    "unit": ("org:subOrganizationOf", "<tool/t0> org:subOrganizationOf <tool/t1> .", True),
    "whole": ("dct:hasPart", "<tool/t1> dct:hasPart <tool/t0> .", True),
    "inverse path": ("[ sh:inversePath dct:isPartOf ]", "<tool/t0> dct:isPartOf <tool/t1> .", True),
    "not in the shapes": (":other", "<tool/t0> dct:isPartOf <tool/t1> .", False),
    "another property": ("dct:isPartOf", "<tool/t0> org:subOrganizationOf <tool/t1> .", False),
    "broader": (":other", "<tool/t0> skos:broader <tool/t1> .", True),
}


@pytest.mark.parametrize(("path", "statement", "is_tree"), PARTS.values(), ids=PARTS)
def test_parts_are_below_their_wholes_where_the_shapes_say_so(tmp_path: Path, path: str, statement: str, *, is_tree: bool):
    edition = edition_of(made(tmp_path, shapes("kind", more=PART.format(path=path)), tools(5) + statement))
    page = text_of(edition, "tool.en.html")
    assert (1 if is_tree else 0) == page.count('data-level="1"')
    assert is_tree == ("Level 2:" in page)
    trail = 'class="trail"' in text_of(edition, "tool/t0.en.html")
    assert is_tree == trail


def test_of_a_big_tree_each_thing_stands_on_one_page_below_what_is_named(tmp_path: Path):
    broader = "".join(f"<tool/t{n}> skos:broader <tool/t{n // 3}> . " for n in range(1, 900))
    edition = edition_of(made(tmp_path, shapes("kind"), tools(900) + broader + "<tool/t1> skos:broader <tool/t800> ."))
    for language in ("en", "fr"):
        pages = list(walked(edition, f"tool.{language}.html"))
        assert {f"tool/t{n}": 1 for n in range(900)} == Counter(row for page in pages for row in rows(page))
        assert max(page.count("<tr") for page in pages) <= MOST_ROWS + 1
        assert all("Continued from" in page or "Suite de" in page for page in pages[1:])


@given(st.lists(st.integers(0, 3), max_size=900))
def test_pages_have_every_row_once_and_begin_at_the_top_of_a_tree_where_one_is_near(levels: list[int]):
    places = [Place(NamedNode(f"urn:{n}"), level if n else 0, is_repeated=False) for n, level in enumerate(levels)]
    pages = 1 if len(places) <= MOST_ROWS else -(-len(places) // 150)
    starts = bounds(places, pages)
    sizes = [end - start for start, end in pairwise(starts)]
    assert (pages, len(places)) == (len(sizes), sum(sizes))
    assert all(0 < size <= MOST_ROWS for size in sizes) or not places
    for number, start in enumerate(starts[1:-1], 1):
        even = len(places) * number // pages
        tops = [row for row in range(even - 49, even + 1) if places[row].level == 0]
        assert start == (tops[-1] if tops else even)
        assert len(way_down(places, start)) <= places[start].level


names = st.text(max_size=12)


@given(st.lists(names, min_size=1, max_size=300))
def test_the_index_has_each_initial_once_and_every_fragment_once(labels: Sequence[str]):
    ordered = sorted(labels, key=collation_key)
    things = {NamedNode(f"urn:{n}"): Rank(n, initial(label)) for n, label in enumerate(ordered)}
    places = [Place(thing, 0, is_repeated=False) for thing in things]
    marks = index(places, things, bounds(places, pages_for(len(places))))
    assert len(marks) == len({mark.name for mark in marks}) == len({anchor(mark.name) for mark in marks})
    assert all(things[places[mark.row].thing].mark == mark.name for mark in marks)
    if marks:
        assert {mark.name for mark in marks} <= {rank.mark for rank in things.values()}


HOSTILE = {
    "script": "</script><script>alert(1)</script>\"' onload=alert(1)",
    "long": "w" * 10_000,
    "emoji": "🛠️ 👩🏽‍🔧",
    "right to left": "أدوات \u202e مقلوب",
    "space": "   ",
    "separators": "a\u2028b\u2029c",
}


def test_hostile_names_and_values_are_text(tmp_path: Path):
    data = "".join(
        f"<tool/h{n}-{each}> a :Tool ; :name {json.dumps(text, ensure_ascii=False)}@en ; "
        f":state {json.dumps(text, ensure_ascii=False)} ; :kind <kind/k%3Cb%3E{n}> . "
        for n, text in enumerate(HOSTILE.values())
        for each in range(40)
    )
    edition = edition_of(made(tmp_path, shapes("kind", "state"), data))
    pages = list(walked(edition, "tool.en.html"))
    assert 240 == len([row for page in pages for row in rows(page)])
    for page in pages:
        assert "<script>alert" not in page
        assert len(set(re.findall(r' id="([^"]*)"', page))) == len(re.findall(r' id="([^"]*)"', page))
    script = text_of(edition, "index/tool/data.en.js", "text/javascript")
    assert len(json.loads(script.partition("=")[2])) == 240
    for href, _ in options(pages[0]).values():
        assert rows(text_of(edition, href))


def test_ranks_do_not_depend_on_the_order_of_the_data(tmp_path: Path):
    lines = tools(50).split("\n")
    editions = [edition_of(made(tmp_path / str(n), shapes("kind"), data)) for n, data in enumerate((lines, lines[::-1]))]
    first, second = (ranks(edition, f"{BASE}ontology#Tool", "fr") for edition in editions)
    assert list(first.items()) == list(second.items())


def test_the_data_of_a_list_names_what_its_things_link_to(tmp_path: Path):
    edition = edition_of(made(tmp_path, shapes("kind"), tools(9)))
    graph = rdflib.Graph().parse(data=text_of(edition, "tool.ttl", "text/turtle"), format="turtle")
    assert rdflib.Literal("drill", lang="en") in set(graph.objects(rdflib.URIRef(f"{BASE}kind/drill")))


@pytest.mark.parametrize(
    "empty", [f"{PREFIXES} s:Tool a sh:NodeShape ; sh:targetClass :Tool ; {NAME} ; sh:property [ sh:path :k ; {KEY} ] ."]
)
def test_a_type_with_one_thing_and_no_values_has_a_plain_list(tmp_path: Path, empty: str):
    page = text_of(edition_of(made(tmp_path, empty, '<tool/a> a :Tool ; :name "A"@en .')), "tool.en.html")
    assert (["tool/a"], False, False) == (rows(page), "list.js" in page, 'class="narrow"' in page)


@pytest.mark.parametrize(
    ("properties", "data", "sorted_by"),
    [
        (("kind",), "", [("Name", "ascending")]),
        (("since",), "", [("since", "descending")]),
        (("kind",), "<tool/t1> skos:broader <tool/t0> .", []),
    ],
    ids=["by name", "by date", "a tree"],
)
def test_the_heading_by_which_a_list_is_in_order_says_so(
    tmp_path: Path, properties: Sequence[str], data: str, sorted_by: list[tuple[str, str]]
):
    edition = edition_of(made(tmp_path, shapes(*properties), tools(30) + data))
    headings = re.findall(r'<th scope="col" aria-sort="(\w+)">(.*?)</th>', text_of(edition, "tool.en.html"))
    assert sorted_by == [(name, order) for order, name in headings]


@pytest.mark.parametrize(("properties", "count"), [(("kind", "state"), 1), (("kind",), 0)])
def test_where_several_facets_are_the_page_says_that_without_scripts_one_choice_is_made(
    tmp_path: Path, properties: Sequence[str], count: int
):
    edition = edition_of(made(tmp_path, shapes(*properties), tools(30)))
    assert text_of(edition, "tool.en.html").count("<noscript>") == count
    narrowed = next(href for href, _ in options(text_of(edition, "tool.en.html")).values() if href.startswith("index/"))
    assert text_of(edition, narrowed).count("<noscript>") == 1


def test_columns_of_numbers_are_headed_and_marked_as_such(tmp_path: Path):
    """Neither dates nor booleans are numbers; a page shows so wherever a table has the values of a property."""
    data = tools(3) + "<kind/saw> a :Kind . <tool/t0> :kind <kind/saw> . <tool/t1> :kind <kind/saw> ."
    edition = edition_of(made(tmp_path, shapes("since", "free", "users"), data))
    text = text_of(edition, "tool.en.html")
    assert re.findall(r'<th scope="col"([^>]*)>(\w+)</th>', text) == [
        (' aria-sort="ascending"', "Name"),
        ("", "free"),
        ("", "since"),
        (' class="number"', "users"),
    ]
    assert Counter(re.findall(r'<td( class="number")? data-h="(\w+)"', text)) == {
        ("", "since"): 3,
        ("", "free"): 3,
        (' class="number"', "users"): 3,
    }
    assert '<th scope="col" class="number">users</th>' in text_of(edition, "kind/saw.en.html")
