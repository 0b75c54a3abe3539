"""The search in a real browser, from a service and from a disk: as one types, by keyboard, with facets, without scripts."""

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import chromium
from conftest import ROOT, edition_of
from playwright.sync_api import Browser, BrowserContext, Page, expect

from catalogue import publish
from catalogue.documents.headers import INERT
from catalogue.edition import Edition
from catalogue.release import build
from catalogue.scaffold import init
from catalogue.workspace.catalogue import Catalogue

EVIL = "<img src=x onerror=alert(1)>"
LONG = "w" * 10_000
WATCH = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => window.broken.push(event.violatedDirective));
"""
MORE = f"""
@base <https://gardens.example.org/> .
@prefix g: <https://gardens.example.org/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
<https://gardens.example.org/plant/evil> a g:Plant ; skos:prefLabel {json.dumps(EVIL)}@en ; skos:altLabel "hostile" .
<https://gardens.example.org/plant/long> a g:Plant ; skos:prefLabel "{LONG}"@en .
<https://gardens.example.org/plant/arabic> a g:Plant ; skos:prefLabel "بازلاء hostile"@ar .
<https://gardens.example.org/garden/east> a g:Garden ; skos:prefLabel "East garden"@en ; g:grows <plant/bean> .
<https://gardens.example.org/garden/west> a g:Garden ; skos:prefLabel "West garden"@en ; g:grows <plant/tomato> .
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of a garden with more in it."""
    folder = tmp_path_factory.mktemp("search") / "garden"
    init(folder)
    (folder / "data" / "more.ttl").write_text(MORE, "utf-8")
    return build(edition_of(folder), tmp_path_factory.mktemp("site")).folder


class _Handler(http.server.SimpleHTTPRequestHandler):
    """A static host that sends pages with the policy that the service sends them with."""

    def end_headers(self) -> None:
        for name, value in INERT:
            self.send_header(name.decode(), value.decode())
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@pytest.fixture(scope="module", params=["host", "disk"])
def address(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """Where the release is: on a static host below a path, with a strict policy, and on a disk."""
    if request.param == "disk":
        yield f"{site.as_uri()}/"
        return
    handler = functools.partial(_Handler, directory=str(site.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/{site.name}/"
        server.shutdown()


class Reader:
    """A reader who searches, and notes all that must not happen."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        context.set_default_timeout(15_000)
        context.add_init_script(WATCH)
        self.address = address
        self.wrong: list[str] = []
        self.requests: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("dialog", lambda dialog: (self.wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("console", lambda message: self.wrong.append(message.text) if message.type == "error" else None)
        self.page.on("request", lambda request: self.requests.append(request.url.removeprefix(address)))

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def type(self, query: str) -> None:
        """Write into the field of the page, letter by letter."""
        self.page.locator("input[type=search]").focus()
        self.page.keyboard.type(query)

    def suggestions(self) -> list[str]:
        """Give the names that are suggested."""
        self.page.locator(".suggestions li").first.wait_for()
        return self.page.locator(".suggestions .name").all_inner_texts()

    def results(self) -> list[str]:
        return self.page.locator(".results .name").all_inner_texts()

    @property
    def focused(self) -> str:
        """What the focused element is called."""
        return str(self.page.evaluate("document.activeElement.textContent || document.activeElement.name"))


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Reader]:
    """A reader in English; afterwards nothing has gone wrong, no policy was broken, and nothing was asked of another host."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1200, "height": 900})
    reader = Reader(context, address)
    yield reader
    assert reader.wrong == []
    assert reader.page.evaluate("window.broken") == []
    assert [url for url in reader.requests if url.startswith(("http", "file", "data"))] == []
    context.close()


def test_nothing_but_a_small_script_is_loaded_before_a_reader_turns_to_the_field(reader: Reader):
    reader.open("plant/bean.en.html")
    reader.page.wait_for_timeout(300)
    assert [url for url in reader.requests if url.endswith(".js")] == ["assets/search.js"]
    reader.type("rb")
    reader.page.wait_for_timeout(300)
    assert "assets/search-engine.js" in reader.requests
    assert [url for url in reader.requests if "facets" in url or "search/fr" in url] == []


def test_names_appear_as_one_types_in_whichever_language_they_are(reader: Reader):
    reader.open("plant/bean.en.html")
    reader.type("haric")
    assert reader.suggestions() == ["runner bean"]
    expect(reader.page.locator(".search [role=status]")).to_have_text("1 result")
    reader.page.locator(".suggestions .name").click()
    expect(reader.page.locator("h1")).to_contain_text("runner bean")


def test_a_slip_and_missing_accents_are_forgiven(reader: Reader):
    reader.open("index.fr.html")
    for typed in ("tomtae", "HARICOT a rames"):
        reader.page.locator("input[type=search]").fill("")
        reader.type(typed)
        expect(reader.page.locator(".suggestions .name").first).to_have_text(
            "tomate" if typed == "tomtae" else "haricot à rames"
        )


def test_by_keyboard_alone_an_answer_is_reached_and_left(reader: Reader):
    reader.open("index.en.html")
    keyboard = reader.page.keyboard
    keyboard.press("/")
    assert reader.focused == "q"
    keyboard.type("garden")
    names = reader.suggestions()
    assert len(names) > 2
    keyboard.press("ArrowDown")
    assert reader.focused.startswith(names[0])
    keyboard.press("ArrowDown")
    assert reader.focused.startswith(names[1])
    keyboard.press("ArrowUp")
    keyboard.press("ArrowUp")
    assert reader.focused == "q"
    keyboard.press("ArrowDown")
    keyboard.press("Escape")
    assert reader.focused == "q"
    expect(reader.page.locator(".suggestions")).to_be_hidden()
    assert reader.page.locator("input[type=search]").input_value() == "garden"
    keyboard.type("/")
    assert reader.page.locator("input[type=search]").input_value() == "garden/"
    keyboard.press("Backspace")
    reader.suggestions()
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    expect(reader.page.locator("h1")).to_contain_text(names[0])


def test_enter_leads_to_all_results(reader: Reader):
    reader.open("plant/bean.en.html")
    reader.type("garden")
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator(".status")).to_contain_text("results")
    assert "search.en.html?q=garden" in reader.page.url
    assert reader.page.locator("input[type=search]").input_value() == "garden"
    assert {"East garden", "West garden"} <= set(reader.results())


def test_leaving_the_field_hides_what_is_suggested(reader: Reader):
    reader.open("index.en.html")
    reader.type("garden")
    reader.suggestions()
    reader.page.keyboard.press("Tab")
    reader.page.mouse.click(5, 800)
    expect(reader.page.locator(".suggestions")).to_be_hidden()


def test_facets_count_and_narrow_and_the_address_keeps_them_in_the_other_language_too(reader: Reader):
    reader.open("search.en.html?q=garden")
    plants = reader.page.locator(".facets label", has_text="tomato")
    expect(plants.locator(".count")).to_have_text("2")
    before = reader.results()
    plants.locator("input").focus()
    reader.page.keyboard.press("Space")
    expect(reader.page.locator(".status")).to_have_text("2 results")
    assert set(reader.results()) == {"Hillside garden", "West garden"} != set(before)
    expect(reader.page.locator(".facets input:checked")).to_be_focused()
    if reader.address.startswith("http"):
        reader.page.reload()
        expect(reader.page.locator(".status")).to_have_text("2 results")
        expect(reader.page.locator(".facets input:checked")).to_have_count(1)
    reader.page.locator("header a[hreflang=fr]").click()
    expect(reader.page.locator(".status")).to_have_text("2 résultats")
    expect(reader.page.locator(".facets input:checked")).to_have_count(1)
    reader.page.locator(".facets input:checked").click()
    expect(reader.page.locator(".results li")).to_have_count(len(before))


def test_arrow_keys_walk_through_the_results_of_the_page(reader: Reader):
    reader.open("search.en.html?q=garden")
    reader.page.locator(".results a").first.wait_for()
    reader.page.keyboard.press("/")
    reader.page.keyboard.press("ArrowDown")
    assert reader.focused == reader.results()[0]
    reader.page.keyboard.press("ArrowDown")
    assert reader.focused == reader.results()[1]
    reader.page.keyboard.press("Escape")
    assert reader.focused == "q"


QUERIES = [
    "",
    "   ",
    "?!…«»",
    "🚀🌱",
    "x" * 10_000,
    "שלום عالم",
    "\u202e",
    "__proto__ constructor toString",
    EVIL,
    "%00%ff",
    "a" * 31 + "é",
]


def test_whatever_is_asked_the_page_answers_and_stays_in_its_width(reader: Reader):
    reader.open("search.en.html")
    for query in QUERIES:
        reader.page.locator("input[type=search]").fill(query)
        reader.page.keyboard.press("Enter")
        expected = "" if not query.strip() else None
        if expected is not None:
            expect(reader.page.locator(".status")).to_have_text(expected)
        else:
            expect(reader.page.locator(".status")).not_to_have_text("")
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= 1200


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_hostile_names_are_text_and_nothing_is_wider_than_the_window(browser: Browser, address: str, width: int):
    context = browser.new_context(viewport={"width": width, "height": 800})
    reader = Reader(context, address)
    for path in ("index.en.html", "search.en.html"):
        for query in ("hostile", LONG[:1_000]):
            reader.open(path)
            reader.type(query[:40])
            shown = reader.page.locator(".suggestions .name, .results .name")
            expect(shown.first).to_be_visible()
            assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
            if query == "hostile":
                expect(shown).to_have_count(2)
                assert EVIL in shown.all_inner_texts()
    assert reader.page.locator("img").count() == 0
    assert reader.wrong == []
    context.close()


def test_without_scripts_the_form_leads_to_a_page_that_says_so_and_leads_on(browser: Browser, address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}plant/bean.en.html")
    page.locator("input[type=search]").fill("tomato")
    page.keyboard.press("Enter")
    expect(page.locator("noscript .note")).to_contain_text("needs scripts")
    page.get_by_role("link", name="T", exact=True).click()
    page.get_by_role("link", name="tomato").click()
    expect(page.locator("h1")).to_contain_text("tomato")
    context.close()


def test_an_index_that_cannot_be_loaded_is_told(browser: Browser, address: str):
    context = browser.new_context()
    page = context.new_page()
    page.route("**/words-0.js*", lambda route: route.abort())
    page.goto(f"{address}search.en.html?q=bean")
    if address.startswith("http"):
        expect(page.locator(".status")).to_contain_text("could not be loaded")
        page.unroute("**/words-0.js*")
        page.locator("input[type=search]").fill("beans")
        page.keyboard.press("Backspace")
        expect(page.locator(".results .name").first).to_have_text("runner bean")
    context.close()


STEPS = [
    ("saison 2", "Saison 2", "lauréat"),
    ("umap", "uMap", "Saison 2"),
    ("qui soutient pyronear", "Pyronear", "soutien"),
]


@pytest.fixture(scope="module")
def first_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a reader of the first catalogue comes through: its home page, the search, and the pages of three entries."""
    edition: Edition = Catalogue(ROOT).edition
    folder = tmp_path_factory.mktemp("first")
    wanted = (
        "index.fr.html",
        "search.fr.html",
        "assets/",
        "season/2.fr.html",
        "initiative/umap.fr.html",
        "initiative/pyronear.fr.html",
    )
    for document in publish.documents(edition):
        if document.path.startswith(wanted):
            path = folder / document.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(publish.represent(edition, document.iri, document.format.media_type, document.language))
    return folder


@pytest.mark.parametrize(("query", "name", "told"), STEPS)
def test_a_reader_of_the_first_catalogue_gets_there_in_three_steps(
    browser: Browser, first_site: Path, query: str, name: str, told: str
):
    """Type, go down to the first name, open it: its page tells who the laureates are, what was won, who supports it."""
    context = browser.new_context(locale="fr-FR")
    reader = Reader(context, f"{first_site.as_uri()}/")
    reader.open("index.fr.html")
    reader.type(query)
    expect(reader.page.locator(".suggestions .name").first).to_have_text(name)
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("h1")).to_contain_text(name)
    expect(reader.page.locator("main")).to_contain_text(told)
    assert reader.wrong == []
    context.close()
