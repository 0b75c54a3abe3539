"""Pages by keyboard alone: each step in the order of the page, focus seen on each, and back to where one was."""

from collections.abc import Iterator

import pytest
from chromium import chromium
from conftest import ROOT
from playwright.sync_api import Browser, Page, expect
from sparql_service import running

UMAP = "initiative/umap.fr.html"
PAGES = (
    "index.fr.html",
    UMAP,
    "season/2.en.html",
    "initiative.fr.html",
    "queries/laureates.en.html",
    "search.fr.html",
    "sparql",
)
MOST_STEPS = 60

FOCUS = """() => {
  const isSeen = (s) => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && s.outlineColor !== 'rgba(0, 0, 0, 0)';
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const inner = e.shadowRoot?.activeElement?.closest('.cm-editor');
  const outlined = [e, inner, e.closest('.card'), e.closest('.option')].filter(Boolean).map((each) => getComputedStyle(each));
  const box = e.getBoundingClientRect();
  return {
    name: e.outerHTML.slice(0, 120),
    isSeen: outlined.some(isSeen),
    isOnScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    place: [...document.querySelectorAll('*')].indexOf(e),
  };
}"""
"""What has the focus: whether its outline is seen, or that of a card, an option or the editor; its place in the page."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The first catalogue, served."""
    with running(ROOT) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(params=[(1280, 900), (320, 640)], ids=["desktop", "phone"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a desktop, and on a phone with a keyboard."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    context.set_default_timeout(120_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_each_step_is_seen_and_goes_on_in_the_order_of_the_page(page: Page, address: str, path: str):
    page.goto(address + path)
    places: list[int] = []
    unseen = []
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None or focus["place"] in places[:1]:
            break
        places.append(focus["place"])
        if 'class="editor"' in focus["name"]:
            page.wait_for_timeout(200)  # the editor draws its outline a moment later
            focus = page.evaluate(FOCUS)
            page.keyboard.press("Escape")  # Tab indents in the editor, which says that Escape leaves it
        if not (focus["isSeen"] and focus["isOnScreen"]):
            unseen.append(focus)
    assert unseen == []
    assert len(places) > 10
    assert places == sorted(set(places))


def test_the_first_step_leads_past_the_navigation_into_the_content(page: Page, address: str):
    page.goto(address + UMAP)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_search_opens_by_its_key_and_gives_the_focus_back(page: Page, address: str):
    page.goto(address + UMAP)
    page.keyboard.press("/")
    field = page.locator("input[type=search]")
    expect(field).to_be_focused()
    page.keyboard.type("pyronear")
    page.locator(".suggestions .name").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUS)["isSeen"]
    assert page.evaluate("document.activeElement.closest('.suggestions') !== null")
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    expect(page.locator(".suggestions")).to_be_hidden()


def test_a_note_opens_at_its_mark_and_closing_it_leads_back_to_the_mark(page: Page, address: str):
    page.goto(address + UMAP)
    mark = page.locator(".fn button").first
    mark.focus()
    page.keyboard.press("Enter")
    note = page.locator("li:popover-open")
    expect(note).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('li:popover-open') !== null")
    assert page.evaluate(FOCUS)["isSeen"]
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)
    expect(mark).to_be_focused()


def test_a_list_is_narrowed_down_and_shown_whole_again(page: Page, address: str):
    page.goto(f"{address}initiative.fr.html")
    summary = page.locator(".narrow > summary")
    if not page.locator(".narrow").evaluate("each => each.open"):
        summary.focus()
        page.keyboard.press("Enter")
    box = page.locator(".option input").first
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    reset = page.locator(".tools .reset")
    expect(reset).to_be_visible()
    reset.focus()
    page.keyboard.press("Enter")
    expect(box).not_to_be_checked()
    assert page.evaluate(FOCUS)["isSeen"]


def test_a_table_is_sorted_and_says_how(page: Page, address: str):
    page.goto(f"{address}organisation.en.html")
    page.locator(".sort").first.focus()
    for order in ("ascending", "descending"):
        page.keyboard.press("Enter")
        expect(page.locator("th").first).to_have_attribute("aria-sort", order)
    assert page.evaluate(FOCUS)["isSeen"]


def test_a_card_is_outlined_as_a_whole(page: Page, address: str):
    page.goto(f"{address}initiative.fr.html")
    page.locator(".card-head a").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.locator(".card").first.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"


def test_the_menu_of_a_phone_is_reached_by_keyboard(page: Page, address: str):
    page.goto(address + UMAP)
    menu, links = page.locator("button.menu").first, page.locator("nav.main li a")
    if menu.is_visible():
        menu.focus()
        page.keyboard.press("Enter")
    expect(links.first).to_be_visible()
    links.first.focus()
    page.keyboard.press("Tab")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("nav.main [aria-current]")).to_have_count(1)
