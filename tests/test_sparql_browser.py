"""The SPARQL page in a real browser: Chromium without a head, on a service of this machine."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from chromium import chromium
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sparql_service import running

from catalogue.scaffold import init

EVIL = "<img src=x onerror=alert(1)>"
EVIL_END = '"></script><script>alert(2)</script>'
WATCH = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => window.broken.push(event.violatedDirective));
"""
GARDEN = "https://gardens.example.org/"
PLANTS = (
    f"PREFIX g: <{GARDEN}ontology#>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n\n"
    "SELECT ?plant ?name WHERE {\n  ?plant a g:Plant ; skos:prefLabel ?name .\n}"
)
NUMBERS = "SELECT ?name ?n WHERE { VALUES (?name ?n) { ('nine' 9) ('ten' 10) ('minus two' -2) ('none' UNDEF) } }"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service of a catalogue as `catalogue init` makes it."""
    folder = tmp_path_factory.mktemp("service") / "garden"
    init(folder)
    with running(folder, client=3600) as address:
        yield address.rstrip("/")


class Reader:
    """A reader at a page: opens, writes and runs queries, and notes all that must not happen."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.wrong: list[str] = []
        self.requests: list[str] = []
        context.set_default_timeout(10_000)
        context.add_init_script(WATCH)
        self.page: Page = context.new_page()
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("console", self._console)
        self.page.on("request", lambda request: self.requests.append(request.url))

    def _dialog(self, dialog: Any) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, message: Any) -> None:
        refused = message.text.startswith("Failed to load resource: the server responded with a status of 400")
        if message.type in {"error", "warning"} and not refused:
            self.wrong.append(f"{message.type}: {message.text}")

    def open(self, query: str = "", path: str = "/sparql") -> None:
        """Open the page, and wait for the editor to know the catalogue's words."""
        with self.page.expect_response("**/api/vocabulary.json"):
            self.page.goto(self.address + path + (f"?query={quote(query)}" if query else ""))
        self.editor.wait_for()

    @property
    def editor(self) -> Any:
        """What is written in."""
        return self.page.locator(".cm-content")

    @property
    def text(self) -> str:
        """The query as it stands in the editor."""
        return "\n".join(self.page.locator(".cm-line").all_inner_texts()).replace("\xa0", " ").replace("\n\n", "\n")

    def write(self, query: str) -> None:
        """Write a query in the place of the one that is there, at once: nothing is completed."""
        self.editor.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(query)

    def choose(self, typed: str, expected: str, key: str = "Enter") -> None:
        """Type something, and choose what is proposed first."""
        self.page.keyboard.type(typed)
        expect(self.page.locator(".cm-tooltip-autocomplete li").first).to_contain_text(expected)
        self.page.wait_for_timeout(150)  # so shortly after it appears a key does not choose
        self.page.keyboard.press(key)

    def run(self, query: str = "") -> None:
        """Run a query, and wait for what comes of it."""
        self.editor.click()
        if query:
            self.write(query)
        with self.page.expect_response(lambda response: response.request.method == "POST"):
            self.page.keyboard.press("Control+Enter")
        expect(self.page.locator(".cancel")).to_be_hidden()

    def cells(self) -> list[list[str]]:
        """The table's cells by rows."""
        rows = self.page.locator(".terms tbody tr").all()
        return [row.locator("td").all_inner_texts() for row in rows]

    def underlined(self) -> list[str]:
        """What is underlined in the editor."""
        expect(self.page.locator(".cm-lintRange-error").first).to_be_visible()
        return self.page.locator(".cm-lintRange-error").all_inner_texts()


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Reader]:
    """A reader in English; afterwards nothing has gone wrong, and nothing was asked of any other host."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1400, "height": 1000})
    made = Reader(context, address)
    yield made
    made.wrong += made.page.evaluate("window.broken ?? []")
    assert made.wrong == []
    assert {urlsplit(url).netloc for url in made.requests if not url.startswith("blob:")} <= {urlsplit(address).netloc}
    context.close()


@pytest.fixture
def plain(browser: Browser, address: str) -> Iterator[Page]:
    """A page of a reader whose browser runs no scripts."""
    context = browser.new_context(java_script_enabled=False, locale="en-GB", base_url=address)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def test_without_scripts_a_query_is_sent_by_the_form_and_its_answer_is_a_table(plain: Page):
    plain.goto("/sparql")
    plain.get_by_label("Query", exact=True).fill(PLANTS + "\nORDER BY ?name LIMIT 1")
    plain.get_by_role("button", name="Run").click()
    assert plain.locator(".terms td").all_inner_texts() == ["runner bean", "haricot à rames fr"]
    assert plain.locator(".rows").inner_text() == "1 row"
    assert plain.get_by_label("Query", exact=True).input_value().startswith("PREFIX g:")
    assert plain.locator(".cm-content").count() == 0


def test_without_scripts_a_problem_marks_its_line(plain: Page):
    plain.goto("/sparql")
    plain.get_by_label("Query", exact=True).fill("SELECT *\nWHERE {\n  ?s ?p ]\n}")
    plain.get_by_role("button", name="Run").click()
    assert plain.locator(".excerpt .wrong").inner_text().rstrip() == "  ?s ?p ]"
    assert plain.locator(".place").inner_text().startswith("Line 3, column ")


def test_without_scripts_the_library_answers_and_the_form_gives_files(plain: Page):
    plain.goto("/sparql")
    plain.locator(".library a").first.click()
    assert plain.locator(".terms tbody tr").count() > 0
    plain.get_by_label("Answer as").select_option("csv")
    with plain.expect_download() as download:
        plain.get_by_role("button", name="Run").click()
    assert Path(download.value.path()).read_text("utf-8").startswith("garden,")


def test_by_keyboard_alone_a_query_is_written_run_and_left(reader: Reader):
    reader.open()
    keyboard = reader.page.keyboard
    for _ in range(20):
        keyboard.press("Tab")
        if reader.page.evaluate("document.activeElement.shadowRoot?.activeElement?.classList.contains('cm-content') ?? false"):
            break
    keyboard.press("Control+a")
    keyboard.type("SELECT ?n WHERE { BIND (1 AS ?n) }")
    keyboard.press("Escape")
    keyboard.press("Control+Enter")
    expect(reader.page.locator(".status")).to_contain_text("1 row in")
    assert reader.cells() == [["1 xsd:integer"]]
    keyboard.press("Tab")  # indents, so that queries can be laid out
    assert reader.text.startswith("  SELECT")
    assert reader.page.evaluate("document.activeElement.className") == "editor"
    keyboard.press("Escape")
    keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.textContent") == "Run"


def test_a_chosen_class_declares_its_prefix(reader: Reader):
    reader.open()
    reader.write("SELECT * { ?x a ")
    reader.choose("plant", "g:Plant")
    assert reader.text == f"PREFIX g: <{GARDEN}ontology#>\nSELECT * {{ ?x a g:Plant"


def test_labels_are_searched_in_every_language_and_give_properties_and_things(reader: Reader):
    reader.open()
    reader.write("SELECT * { ?x a g:Garden ; ")
    reader.choose("cultive", "g:grows", "Tab")
    assert reader.text.endswith("?x a g:Garden ; g:grows")
    reader.choose(" haricot", "runner bean")
    assert reader.text.endswith(f"<{GARDEN}plant/bean>")


def test_what_the_service_says_is_wrong_is_underlined_at_its_place(reader: Reader):
    """A column counts characters, so that of a face is one."""
    told = {"title": "Too many names", "detail": "No more than one.", "position": {"line": 3, "column": 15}}
    whole = {**told, "position": {"line": 3, "column": 15, "endLine": 3, "endColumn": 23}}
    reader.open()
    reader.page.route("**/sparql", lambda route: route.fulfill(status=400, json=told, content_type="application/problem+json"))
    reader.run("# é😀\nSELECT * WHERE {\n  ?s ?p '😀' ; ?name ?o .\n}")
    assert reader.underlined() == ["?name"]
    reader.page.unroute("**/sparql")
    reader.page.route("**/sparql", lambda route: route.fulfill(status=400, json=whole, content_type="application/problem+json"))
    reader.run()
    expect(reader.page.locator(".cm-lintRange-error")).to_have_text("?name ?o")
    reader.page.locator(".problem").get_by_text("Line 3, column 15").click()
    reader.page.keyboard.type("x")
    assert "; x?name ?o" in reader.text
    expect(reader.page.locator(".cm-lintRange-error")).not_to_have_text("?name ?o")


def test_the_real_store_says_what_is_wrong_in_the_readers_language(reader: Reader):
    reader.open()
    reader.run("SELECT ?x WHERE {\n  ?x ?y }\n}")
    expect(reader.page.locator(".problem .what")).to_have_text("This query is not SPARQL")
    assert reader.page.locator(".problem .place").inner_text().startswith("Line ")
    assert reader.underlined()


def test_what_is_no_sparql_is_underlined_while_it_is_written_and_nothing_is_asked_for_it(reader: Reader):
    reader.open()
    asked = len(reader.requests)
    reader.write("SELECT * WHERE { ?s ?p ?o ) }")
    assert reader.underlined() == [")"]
    reader.write("SELECT * WHERE { ?s nowhere:p ?o }")
    assert reader.underlined() == ["nowhere:p"]
    assert len(reader.requests) == asked


def test_a_table_sorts_by_each_of_its_columns(reader: Reader):
    reader.open()
    reader.run(NUMBERS)
    head = reader.page.locator(".terms thead th")
    head.nth(1).locator("button").click()
    assert [row[0] for row in reader.cells()] == ["minus two", "nine", "ten", "none"]
    expect(head.nth(1)).to_have_attribute("aria-sort", "ascending")
    head.nth(1).locator("button").click()
    assert [row[0] for row in reader.cells()] == ["ten", "nine", "minus two", "none"]


def test_numbers_are_drawn_as_bars_or_as_a_line(reader: Reader):
    reader.open()
    reader.run(NUMBERS)
    reader.page.get_by_role("button", name="Chart").click()
    drawing = reader.page.get_by_role("img", name="n by name")
    expect(drawing.locator("rect")).to_have_count(3)
    assert drawing.locator("g title").all_text_contents() == ["nine: 9", "ten: 10", "minus two: -2"]
    reader.page.get_by_label("Kind").select_option("line")
    expect(drawing.locator("circle")).to_have_count(3)
    reader.page.get_by_role("button", name="Table").click()
    assert len(reader.cells()) == 4


def saved(reader: Reader, name: str) -> str:
    """Take an answer as a file."""
    with reader.page.expect_download() as download:
        reader.page.locator(".downloads").get_by_text(name, exact=True).click()
    return Path(download.value.path()).read_text("utf-8")


def test_rows_with_places_are_given_for_maps(reader: Reader):
    reader.open()
    reader.run(
        "PREFIX geo: <http://www.opengis.net/ont/geosparql#>\n"
        "SELECT * { VALUES (?name ?at) { ('A' 'POINT(2.35 48.85)'^^geo:wktLiteral) ('B' 'nowhere'^^geo:wktLiteral) } }"
    )
    (feature,) = json.loads(saved(reader, "GeoJSON"))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [2.35, 48.85]}
    assert feature["properties"] == {"name": "A"}
    expect(reader.page.locator(".downloads .note")).to_have_text("Rows without a readable location: 1.")
    reader.run("SELECT * { VALUES (?lat ?long) { (48.85 2.35) } }")
    assert json.loads(saved(reader, "GeoJSON"))["features"][0]["geometry"]["coordinates"] == [2.35, 48.85]
    reader.run(NUMBERS)
    expect(reader.page.locator(".downloads").get_by_text("GeoJSON")).to_have_count(0)


def test_answers_are_given_as_files_however_long_the_query_is(reader: Reader):
    reader.open()
    for query in (NUMBERS, NUMBERS + "\n#" + "x" * 8_000):
        reader.run(query)
        assert saved(reader, "CSV").splitlines()[:2] == ["name,n", "nine,9"]
    reader.run("CONSTRUCT { <urn:a> <urn:b> 'c\"\\n'@en } WHERE {}")
    assert reader.cells() == [["urn:a", "urn:b", 'c"\nen']]
    assert "<urn:a>" in saved(reader, "Turtle")


def test_a_link_restores_the_query_and_its_answer_and_going_back_the_one_before(reader: Reader):
    reader.open()
    reader.run(NUMBERS)
    link = reader.page.get_by_text("Link to this query", exact=True).get_attribute("href") or ""
    assert reader.page.url == link
    lasting = reader.page.get_by_text("Link to this query of this release").get_attribute("href") or ""
    assert re.fullmatch(r"/release/[0-9a-f]{16}/sparql", urlsplit(lasting).path)
    assert parse_qs(urlsplit(lasting).query) == {"query": [NUMBERS]}
    before = reader.cells()
    asked = [url for url in reader.requests if "/sparql" in url]
    reader.open(NUMBERS)
    assert (reader.text, reader.cells()) == (NUMBERS, before)
    now = [url for url in reader.requests if "/sparql" in url and "assets" not in url]
    assert len(now) == len([url for url in asked if "assets" not in url]) + 1  # the page came with its answer
    reader.page.get_by_role("button", name="Chart").click()
    reader.page.evaluate("location.hash = 'content'")
    reader.run("ASK {}")
    expect(reader.page.locator(".boolean")).to_have_text("Yes")
    with reader.page.expect_response(lambda response: response.request.method == "POST"):
        reader.page.go_back()
    expect(reader.page.locator(".terms tbody tr")).to_have_count(4)
    assert reader.text == NUMBERS


def test_nothing_is_remembered_anywhere_but_in_the_address(reader: Reader):
    reader.open()
    reader.run(NUMBERS)
    kept = "localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length"
    assert reader.page.evaluate(f"(async () => [{kept}])()") == [0, 0, "", 0]


def test_a_query_that_runs_can_be_cancelled(reader: Reader):
    reader.open()
    reader.write("SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{n} {{ {'1 ' * 99} }}" for n in range(6)) + " }")
    reader.page.keyboard.press("Control+Enter")
    expect(reader.page.locator(".status")).to_have_text("Running the query…")
    reader.page.get_by_role("button", name="Cancel").click()
    expect(reader.page.locator(".status")).to_have_text("Cancelled.")
    reader.run("ASK {}")
    expect(reader.page.locator(".boolean")).to_have_text("Yes")


def test_a_query_of_the_library_is_found_and_put_into_the_editor(reader: Reader):
    reader.open()
    entries = reader.page.locator(".library li:visible")
    title = entries.first.locator("a").inner_text()
    reader.page.get_by_label("Filter").fill("nothing has these words")
    expect(entries).to_have_count(0)
    reader.page.get_by_label("Filter").fill(title.upper())
    entries.first.locator("a").click()
    assert reader.text.startswith(f"# {title}\n")
    expect(reader.page.locator(".status")).to_have_text(f"Put into the editor: {title}")


def hostile(route: Route) -> None:
    """Answer as a service would that is not to be trusted."""
    names = [EVIL, "__proto__", "constructor", EVIL_END]
    value = {"type": "literal", "value": EVIL, "xml:lang": EVIL}
    rows = [
        {
            EVIL: value,
            "__proto__": {"type": "uri", "value": "javascript:alert(3)"},
            EVIL_END: {"type": EVIL, "value": EVIL_END},
        },
        {EVIL: {"type": "uri", "value": f"{GARDEN}javascript:alert(4)"}, "constructor": {"type": "bnode", "value": EVIL}},
        {EVIL: {"type": "uri", "value": f"{GARDEN}/evil.example/../..//evil.example/"}},
        {EVIL: {"type": "uri", "value": "data:text/html,<script>alert(5)</script>"}},
        {EVIL: {"type": "literal", "value": "7", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}},
    ]
    body = json.dumps({"head": {"vars": names}, "results": {"bindings": rows}})
    headers = {"Content-Type": "application/sparql-results+json", "Catalogue-Release": "../../<evil>"}
    route.fulfill(status=200, headers=headers, body=body)


def inert(reader: Reader) -> None:
    """Nothing of what the service said is an element, a script or an address that runs."""
    page = reader.page
    assert page.locator("script:not([src*='search'], [type='application/ld+json'])").count() == 2
    assert page.locator("script[type='application/ld+json']").count() <= 1
    assert page.locator("img, iframe, object, embed").count() == 0
    hrefs = [link.get_attribute("href") or "" for link in page.locator("a").all()]
    assert not [href for href in hrefs if re.match(r"\s*(javascript|data|vbscript)", href, re.IGNORECASE)]
    absolute = page.evaluate("[...document.querySelectorAll('.answer a')].map((link) => link.href)")
    assert {urlsplit(href).netloc for href in absolute} <= {urlsplit(reader.address).netloc}


def test_values_and_names_of_variables_are_inert_whatever_a_service_sends(reader: Reader):
    reader.open()
    reader.page.route("**/sparql", hostile)
    reader.run("SELECT * {}")
    assert reader.page.locator(".terms th button").all_inner_texts() == [EVIL, "__proto__", "constructor", EVIL_END]
    assert reader.cells()[0] == [f"{EVIL} {EVIL}", "javascript:alert(3)", "–", EVIL_END]
    inert(reader)
    for head in reader.page.locator(".terms th button").all():
        head.click()
    reader.page.get_by_role("button", name="Chart").click()
    expect(reader.page.locator(".drawing rect")).to_have_count(1)
    inert(reader)


def test_values_are_inert_in_the_page_that_is_sent_too(reader: Reader):
    quoted = json.dumps(EVIL_END + EVIL)
    query = f"SELECT ?__proto__ ?constructor {{ BIND ({quoted} AS ?__proto__) BIND (<javascript:alert(1)> AS ?constructor) }}"
    reader.open(query)
    assert reader.cells() == [[EVIL_END + EVIL, "javascript:alert(1)"]]
    inert(reader)
    reader.run()
    assert reader.cells() == [[EVIL_END + EVIL, "javascript:alert(1)"]]
    inert(reader)


def test_problems_are_inert_and_what_is_no_answer_is_said(reader: Reader):
    problem = {"title": EVIL, "detail": EVIL_END, "position": {"line": 1, "column": 1}, "limit": EVIL}
    reader.open()
    reader.page.route(
        "**/sparql", lambda route: route.fulfill(status=400, json=problem, content_type="application/problem+json")
    )
    reader.run("SELECT * {}")
    expect(reader.page.locator(".problem .what")).to_have_text(EVIL)
    assert reader.underlined() == ["SELECT"]
    reader.page.locator(".cm-lintRange-error").first.hover()
    expect(reader.page.locator(".cm-tooltip-lint")).to_contain_text(EVIL_END)
    inert(reader)
    reader.page.unroute("**/sparql")
    reader.page.route("**/sparql", lambda route: route.fulfill(status=200, body="<html>", content_type="text/html"))
    reader.run("ASK {}")
    expect(reader.page.locator(".problem .what")).to_have_text("The answer of the service cannot be read.")
    inert(reader)


def test_labels_of_the_vocabulary_are_inert(reader: Reader):
    entry = {"iri": f"{GARDEN}ontology#Evil", "label": {"en": EVIL}, "description": {"en": EVIL_END}, "count": 1}
    told = {"prefixes": {"g": f"{GARDEN}ontology#"}, "classes": [entry], "properties": [], "things": []}
    reader.page.route("**/api/vocabulary.json", lambda route: route.fulfill(json=told))
    reader.open()
    reader.write("SELECT * { ?x a ")
    reader.page.keyboard.type("evil")
    expect(reader.page.locator(".cm-completionInfo")).to_contain_text(EVIL_END)
    inert(reader)


@pytest.mark.parametrize(("locale", "run", "count"), [("fr-FR", "Lancer", "4 lignes en"), ("en-GB", "Run", "4 rows in")])
def test_the_page_speaks_the_readers_language(browser: Browser, address: str, locale: str, run: str, count: str):
    context = browser.new_context(locale=locale)
    reader = Reader(context, address)
    reader.open()
    reader.write(NUMBERS)
    reader.page.get_by_role("button", name=run).click()
    expect(reader.page.locator(".status")).to_contain_text(count)
    assert reader.wrong == []
    context.close()


def test_the_other_language_is_gone_to_with_the_query(reader: Reader):
    reader.open()
    reader.run(NUMBERS)
    reader.page.get_by_role("link", name="français").click()
    expect(reader.page.locator(".rows")).to_have_text("4 lignes")
    assert reader.text == NUMBERS


@pytest.mark.parametrize("width", [360, 800, 1400])
@pytest.mark.parametrize("scripts", [True, False])
def test_nothing_is_wider_than_the_window(browser: Browser, address: str, width: int, scripts: bool):  # noqa: FBT001
    long = "x" * 300
    query = f"SELECT ?{long} ?b ?n {{ BIND ('{long}' AS ?{long}) BIND (<https://example.org/{long}> AS ?b) BIND (3 AS ?n) }}"
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    page = context.new_page()
    for path in (f"/sparql?query={quote(query)}", f"/sparql?query={quote(query + ']')}"):
        page.goto(address + path)
        if scripts:
            page.locator(".cm-content").wait_for()
            expect(page.locator(".views button, .problem").first).to_be_visible()
        assert page.locator("html").evaluate("(html) => html.scrollWidth") <= width
    context.close()
