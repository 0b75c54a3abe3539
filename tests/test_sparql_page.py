"""The SPARQL page as it is sent: what a reader without scripts has, and what no value can do to it."""

import json
import re
from pathlib import Path
from typing import Any

import html5lib
import pytest
from conftest import edition_of

from catalogue.edition import Edition
from catalogue.pages import SPARQL_PAGE_POLICY, AnswerView, Problem, sparql, sparql_page
from catalogue.pages.sparql import ROWS_SHOWN, starting_query
from catalogue.query import parse_query
from catalogue.terms import XSD, BlankNode, Literal, NamedNode
from catalogue.workspace.catalogue import Catalogue

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
NAMESPACE = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def edition(garden: Path) -> Edition:
    return edition_of(garden)


def parsed(page: bytes):
    """Parse a page as strictly as HTML can be parsed."""
    return html5lib.HTMLParser(strict=True).parse(page)


def elements(page: bytes, name: str):
    return list(parsed(page).iter(NAMESPACE + name))


def words(node: Any) -> str:
    return " ".join("".join(node.itertext()).split())


def test_the_page_is_a_form_with_a_query_that_runs(folder: Path):
    catalogue = Catalogue(folder)
    for language in catalogue.settings.languages:
        page = sparql_page(catalogue.edition, language, queries=catalogue.queries())
        (form,) = [form for form in elements(page, "form") if form.get("role") != "search"]
        assert (form.get("method"), form.get("action")) == ("get", "sparql")
        (area,) = elements(page, "textarea")
        assert len(catalogue.query(area.text or "")) > 0


def test_the_query_that_was_sent_stands_in_the_form_as_it_was(edition: Edition):
    for query in ("\nSELECT * {}", "SELECT * { ?s ?p '</textarea>' }", f"ASK {{ ?s ?p {json.dumps(EVIL)} }}"):
        (area,) = elements(sparql_page(edition, "en", query=query), "textarea")
        assert area.text == query


def test_every_named_query_is_offered_and_runs_as_it_stands(first: Catalogue):
    page = sparql_page(first.edition, "fr", queries=first.queries(), root="/")
    links = [link for link in elements(page, "a") if link.get("data-query")]
    assert [link.get("data-query") for link in links] == list(first.queries())
    assert all(link.get("href").startswith("/sparql?query=%23%20") for link in links)
    first_text = sparql.library_query(first.edition, "fr", first.queries()["q01-full-support"]).text
    assert len(first.query(first_text)) == len(first.query("q01-full-support", lang="fr"))


def test_a_parameter_without_a_default_is_left_a_variable(edition: Edition):
    named = parse_query("# param: plant iri\nSELECT * { ?garden ?grows ?plant }", "n", "n.rq")
    assert sparql.library_query(edition, "en", named).text == "# n\nSELECT * { ?garden ?grows ?plant }"


def test_terms_are_shown_as_what_they_are(edition: Edition):
    row = (
        NamedNode("https://gardens.example.org/plant/bean"),
        Literal("haricot", language="fr"),
        Literal("3", datatype=NamedNode(XSD + "integer")),
        BlankNode("b0"),
        None,
        NamedNode("https://elsewhere.example/x?y=1"),
    )
    page = sparql_page(edition, "en", query="x", root="/", answer=AnswerView(tuple("abcdef"), [row]))
    cells = elements(page, "td")
    assert [words(cell) for cell in cells] == [
        "runner bean",
        "haricot fr",
        "3 xsd:integer",
        "_:b0",
        "–",
        "elsewhere.example/x?y=1",
    ]
    links = [[link.get("href") for link in cell.iter(NAMESPACE + "a")] for cell in cells]
    assert links == [["/plant/bean.en.html"], [], [], [], [], ["https://elsewhere.example/x?y=1"]]
    assert b'<span lang="fr">haricot</span>' in page


@pytest.mark.parametrize(("count", "told"), [(0, "Nothing in the catalogue fits this query."), (1, "1 row"), (2, "2 rows")])
def test_the_number_of_rows_is_told(edition: Edition, count: int, told: str):
    page = sparql_page(edition, "en", query="x", answer=AnswerView(("n",), [(Literal("a"),)] * count))
    assert told in page.decode()


@pytest.mark.parametrize("total", [None, 5_000])
def test_of_a_long_answer_the_first_rows_are_shown_with_a_link_to_all(edition: Edition, total: int | None):
    rows = [(Literal(str(n)),) for n in range(ROWS_SHOWN + (1 if total is None else 0))]
    page = sparql_page(edition, "fr", query="SELECT é", root="/", answer=AnswerView(("n",), rows, total=total))
    assert len(elements(page, "td")) == ROWS_SHOWN
    told = next(words(p) for p in elements(page, "p") if p.get("class") == "rows")
    count = total or ROWS_SHOWN + 1
    assert told == f"{count} lignes. Les {ROWS_SHOWN} premières sur {count} sont montrées. Toutes en CSV"
    assert 'href="/sparql?query=SELECT%20%C3%A9&amp;format=csv"' in page.decode()


def test_booleans_and_triples_are_answers_too(edition: Edition):
    page = sparql_page(edition, "fr", query="ASK {}", answer=AnswerView(boolean=False)).decode()
    assert ">Non</p>" in page
    assert re.findall(r"format=(\w+)", page) == ["json", "xml"]
    triple = (NamedNode("urn:s"), NamedNode("urn:p"), Literal("o"))
    page = sparql_page(
        edition, "fr", query="x", answer=AnswerView(("subject", "predicate", "object"), [triple], is_graph=True)
    ).decode()
    assert "1 triplet" in page
    assert re.findall(r"format=(\w+)", page) == ["turtle", "ntriples", "jsonld"]


@pytest.mark.parametrize(
    ("query", "line", "column", "wrong"),
    [
        ("SELECT * {\r\n  ?s ?p ]\r\n}", 2, 9, "]"),
        ("SELECT * { 'é😀' broken }", 1, 17, "broken"),
        ("SELECT *", 1, 9, " "),
        ("SELECT *", 1, 99, " "),
    ],
)
def test_a_problem_is_shown_with_its_place_and_the_line_marked(
    edition: Edition, query: str, line: int, column: int, wrong: str
):
    page = sparql_page(edition, "en", query=query, problem=Problem("Not SPARQL", "expected }", line, column))
    assert f"Line {line}, column {column}" in page.decode()
    (mark,) = elements(page, "mark")
    assert mark.text == wrong


def test_a_problem_without_a_place_names_the_limit_that_was_reached(edition: Edition):
    page = sparql_page(edition, "fr", query="x", problem=Problem("Trop long", "Dix secondes.", limit="wall")).decode()
    assert "Limite atteinte\u00a0: wall" in page
    assert "<mark" not in page


def test_values_names_of_variables_and_problems_are_inert_whatever_they_contain(edition: Edition):
    answer = AnswerView(
        (EVIL, "__proto__"), [(Literal(EVIL), NamedNode("javascript:alert(1)")), (Literal(EVIL, language="en"), None)]
    )
    problem = Problem(EVIL, EVIL, 1, 1, EVIL)
    for page in (
        sparql_page(edition, "en", query=EVIL, answer=answer, release=EVIL),
        sparql_page(edition, "en", query=EVIL, problem=problem),
    ):
        scripts = [script for script in elements(page, "script") if script.get("src") != "assets/search.js"]
        assert {script.get("type") for script in scripts} <= {"module", "application/json", "application/ld+json"}
        assert len(scripts) <= 3
        assert not elements(page, "img")
        assert not [link for link in elements(page, "a") if (link.get("href") or "").lower().startswith("javascript")]
        assert not [node for node in parsed(page).iter() if any(name.startswith("on") for name in node.attrib)]


def test_what_the_script_is_told_is_json_that_no_value_ends(edition: Edition):
    page = sparql_page(edition, "en", query="</script><!--", problem=Problem("t", "</script>", 1, 1))
    facts = next(script for script in elements(page, "script") if script.get("type") == "application/json")
    told = json.loads(facts.text)
    assert (told["sent"], told["problem"]["detail"]) == ("</script><!--", "</script>")


def test_without_its_bundle_the_page_is_the_plain_form(edition: Edition, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sparql, "sparql_assets", lambda: {"assets/sparql.css": "text/css"})
    page = sparql_page(edition, "en")
    scripts = [script for script in elements(page, "script") if script.get("src") != "assets/search.js"]
    assert sorted(script.get("type") for script in scripts) == ["application/json", "application/ld+json"]
    assert elements(page, "textarea")


def test_the_page_allows_one_script_of_its_own_host_and_no_inline_style():
    assert "script-src 'self'" in SPARQL_PAGE_POLICY
    assert "unsafe" not in SPARQL_PAGE_POLICY


def test_the_other_languages_keep_the_query(edition: Edition):
    page = sparql_page(edition, "en", query="ASK { }", root="/")
    hrefs = {link.get("hreflang"): link.get("href") for link in elements(page, "a") if link.get("hreflang")}
    assert hrefs == {"en": "/sparql?lang=en&query=ASK%20%7B%20%7D", "fr": "/sparql?lang=fr&query=ASK%20%7B%20%7D"}


def test_a_catalogue_without_things_starts_from_all_statements(garden: Path):
    for entry in garden.joinpath("data").rglob("*.ttl"):
        entry.unlink()
    assert starting_query(edition_of(garden)).startswith("SELECT * WHERE {")
