"""Bad input in a real browser: nothing runs or asks another host, is wider than the screen or turns what is beside it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import hostile
import pytest
from chromium import chromium
from conftest import edition_of
from playwright.sync_api import Browser, Page

from catalogue import publish
from catalogue.pages.characters import fit

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"
WATCH = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => window.broken.push(event.violatedDirective));
"""
LOOK = """() => {
  const faults = window.hostile ? ["a script ran"] : [];
  faults.push(...window.broken);
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) faults.push(`the page is ${document.documentElement.scrollWidth} wide`);
  const top = document.querySelector("header.top").getBoundingClientRect().bottom;
  for (const element of document.querySelectorAll("body *:not(svg *)")) {
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    const moves = ["auto", "scroll"].includes(style.overflowX) && element.scrollWidth > element.clientWidth;
    if (moves && element.tabIndex < 0) faults.push(`cannot be moved with the keyboard: ${element.className}`);
    const isSeen = element.closest("main") && box.height > 1 && box.width > 1;
    if (isSeen && box.top < top - 1) faults.push(`over the head: ${element.tagName}`);
  }
  return faults.slice(0, 5);
}"""
CHOSEN = (
    "script",
    "attribute",
    "long word",
    "long word of signs",
    "no-break spaces",
    "marks",
    "overrides",
    "closers",
    "nothing",
)
PAGES = [f"thing/{list(hostile.TEXTS).index(kind)}" for kind in CHOSEN]
LISTS = ["index", "about", "thing", "code", "queries", "queries/facts", "search", "index/contents", "index/quality"]


class Handler(SimpleHTTPRequestHandler):
    """Gives files as a strict host does."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Some pages of a catalogue whose every text is hostile, with the files that they load."""
    folder = tmp_path_factory.mktemp("hostile")
    edition = edition_of(hostile.texts(folder / "catalogue"))
    wanted = {f"{path}.{tag}.html" for path, tag in ((path, tag) for path in (*PAGES, *LISTS) for tag in ("fr", "ar"))}
    for document in publish.files(edition):
        if document.path in wanted or document.path.startswith("assets/"):
            file = folder / "site" / document.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(publish.represent(edition, document.iri, document.format.media_type, document.language))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder / "site"))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Reader:
    """A reader at a page, who notes all that must not happen."""

    def __init__(self, browser: Browser, site: str, width: int) -> None:
        context = browser.new_context(viewport={"width": width, "height": 800})
        context.add_init_script(WATCH)
        self.site, self.wrong = site, list[str]()
        self.page: Page = context.new_page()
        self.page.on("dialog", lambda dialog: (self.wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda message: self.wrong.append(message.text) if message.type == "error" else None)
        self.page.on("request", lambda request: None if request.url.startswith(site) else self.wrong.append(request.url))

    def at(self, path: str) -> list[str]:
        self.wrong.clear()
        self.page.goto(self.site + path)
        return [*self.wrong, *self.page.evaluate(LOOK)]


@pytest.mark.parametrize("width", [320, 1280])
def test_hostile_texts_break_no_page(browser: Browser, site: str, width: int):
    reader = Reader(browser, site, width)
    for path in (*PAGES, *LISTS):
        assert reader.at(f"{path}.fr.html") == [], path
    for path in ("index", "thing", PAGES[2], PAGES[6]):
        assert reader.at(f"{path}.ar.html") == [], path
    reader.page.context.close()


@pytest.mark.parametrize("asked", ["<script>", "onerror", "{{7*7}}", "x" * 50, "\u202e"])
def test_a_search_for_hostile_texts_shows_them_as_text(browser: Browser, site: str, asked: str):
    reader = Reader(browser, site, 1280)
    reader.at("search.fr.html")
    reader.page.locator("main input[type=search]").fill(asked)
    reader.page.locator("main [role=status]:not(:empty)").wait_for()
    assert reader.page.evaluate(LOOK) == []
    assert reader.wrong == []
    reader.page.context.close()


TURNING = ["\u202e", "\u202d\u202e", "\u2067", "\u2069\u202e", "\u202c\u2069\u2069\u202e\u2067", "\u202b\u2069\u202e"]


@pytest.mark.parametrize("signs", TURNING, ids=lambda signs: "-".join(f"{ord(sign):x}" for sign in signs))
def test_a_text_that_changes_its_direction_turns_nothing_behind_it(browser: Browser, signs: str):
    page = browser.new_page()
    page.set_content(fit(f"<!doctype html><p><a>ab{signs}cd</a> <i>1st</i> <i>2nd</i> <i>3rd</i></p>".encode()).decode())
    places = page.evaluate("[...document.querySelectorAll('i')].map((each) => each.getBoundingClientRect().left)")
    assert places == sorted(places)
    page.close()


def test_a_text_in_another_language_keeps_its_direction_on_a_page_from_right_to_left(browser: Browser, site: str):
    reader = Reader(browser, site, 1280)
    reader.at("index.ar.html")
    words = "<p>אבג <span lang='en'>All <i>things</i><b>.</b></span> דה</p>"
    place = """words => {
        document.querySelector("main").insertAdjacentHTML("afterbegin", words);
        const [word, stop] = document.querySelectorAll("main p:first-child :is(i, b)");
        return stop.getBoundingClientRect().left - word.getBoundingClientRect().right;
    }"""
    assert reader.page.evaluate(place, words) > -1
    assert reader.page.evaluate("document.querySelectorAll('body [lang=en]:not([dir])').length") > 0
    reader.page.context.close()
