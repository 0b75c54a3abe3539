"""Pages on paper: what asks for a click is left out, sources stay with their addresses, and nothing is cut off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import chromium
from playwright.sync_api import Browser, Page

from catalogue import publish
from catalogue.edition import Edition

PAPER = 718
"""How wide the text of A4 is, in pixels, with margins of 1 cm."""
PAGES = (
    "index.fr.html",
    "initiative/umap.fr.html",
    "season/2.en.html",
    "initiative.fr.html",
    "organisation.en.html",
    "queries/laureates.fr.html",
    "accessibility.en.html",
    "index/quality.fr.html",
)
LEFT_OUT = ".skip, form, nav.main, nav.languages, .formats, .foot ul, button, .button, .narrow, .tools, .pager, .marks"

CUT_OFF = """() => [...document.querySelectorAll('body *')].filter((e) => {
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  if (!box.width || e.closest('svg, .unseen, thead')) return false;
  const isCut = style.overflow !== 'visible' && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
  return isCut || box.right > innerWidth + 1;
}).slice(0, 3).map((e) => e.outerHTML.slice(0, 120))"""

FAINT = """() => [...document.querySelectorAll('main *')].filter((e) => {
  const own = [...e.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const [r, g, b] = getComputedStyle(e).color.match(/[\\d.]+/g).map(Number);
  return own && e.getClientRects().length && .299 * r + .587 * g + .114 * b > 128;
}).slice(0, 3).map((e) => e.outerHTML.slice(0, 120))"""
"""Text that ink does not show on white paper."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def written(first_edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of the first catalogue in a folder, with their style."""
    folder = tmp_path_factory.mktemp("paper")
    for path in ("assets/style.css", *PAGES):
        document = publish.document_at(first_edition, path)
        assert document is not None
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(publish.represent(first_edition, document.iri, document.format.media_type, document.language))
    return folder


@pytest.fixture(params=PAGES)
def paper(browser: Browser, written: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on paper, of a reader who prefers dark screens."""
    context = browser.new_context(viewport={"width": PAPER, "height": 1000}, color_scheme="dark")
    page = context.new_page()
    page.goto((written / request.param).as_uri())
    page.emulate_media(media="print")
    yield page
    context.close()


def test_what_asks_for_a_click_is_left_out(paper: Page):
    shown = "(each) => each.filter((e) => e.getClientRects().length).map((e) => e.outerHTML.slice(0, 120))"
    assert paper.locator(LEFT_OUT).evaluate_all(shown) == []
    assert paper.locator("h1").is_visible()


def test_nothing_is_cut_off_and_all_can_be_read(paper: Page):
    assert paper.evaluate(CUT_OFF) == []
    assert paper.evaluate(FAINT) == []


def test_sources_are_printed_with_their_marks_and_addresses(browser: Browser, written: Path):
    context = browser.new_context(viewport={"width": PAPER, "height": 1000})
    page = context.new_page()
    page.goto((written / "initiative/umap.fr.html").as_uri())
    page.emulate_media(media="print")
    assert page.locator(".fn a").first.is_visible()
    notes = page.locator("#sources ol li")
    assert notes.count() > 10
    assert all(note.is_visible() for note in notes.all())
    address = page.locator('#sources a[href^="http"]').first
    href = address.get_attribute("href")
    assert href in address.evaluate("each => getComputedStyle(each, '::after').content")
    inner = page.locator('main a:not([href^="http"])').first
    assert inner.evaluate("each => getComputedStyle(each, '::after').content") in {"none", "normal"}
    context.close()
