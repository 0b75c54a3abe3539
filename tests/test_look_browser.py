"""The look in a real browser: nothing is wider than the screen, whatever the names are and whichever way they are written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import chromium
from conftest import edition_of
from playwright.sync_api import Browser, Page

from catalogue import publish
from catalogue.scaffold import init

HOSTILE = ("x" * 10_000, "שלום " * 300, "<b>&amp;</b> " * 50, "\U0001f331" * 2_000)
HOME = """
[home]
title = { en = "%(title)s", ar = "%(title)s" }
[[home.sections]]
show = "cards"
type = "g:Plant"
title = "%(title)s"
[[home.sections]]
show = "figures"
query = "facts"
[[home.sections]]
show = "tags"
query = "facts"
[[home.sections]]
show = "map"
query = "facts"
[[home.sections]]
show = "ways"
"""
FACTS = """\
SELECT ?thing (?thing AS ?place) ?count (?count AS ?value) ?label ?note {
    VALUES (?thing ?count ?label ?note) {
        (<https://gardens.example.org/plant/bean> 123456789012345678901234567890 "%(title)s" "%(title)s")
    }
}
"""
PATHS = ("index", "index/contents")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of a catalogue whose every name is hostile, in a language that is written from right to left too."""
    folder = tmp_path_factory.mktemp("hostile") / "garden"
    init(folder)
    settings = folder / "catalogue.toml"
    text = settings.read_text("utf-8").replace('languages = ["en", "fr"]', 'languages = ["en", "ar"]')
    names = {"title": " ".join(HOSTILE)}
    settings.write_text(text.replace("Shared gardens", HOSTILE[0]) + HOME % names, "utf-8")
    (folder / "queries" / "facts.rq").write_text(FACTS % names, "utf-8")
    bean = folder / "data" / "plant" / "bean.ttl"
    bean.write_text(bean.read_text("utf-8").replace("runner bean", " ".join(HOSTILE)), "utf-8")
    edition = edition_of(folder)
    for path in ("assets/style.css", "404.html", *(f"{path}.{tag}.html" for path in PATHS for tag in ("en", "ar"))):
        document = publish.document_at(edition, path)
        assert document is not None
        file = folder / "out" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(publish.represent(edition, document.iri, document.format.media_type, document.language))
    return folder / "out"


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
@pytest.mark.parametrize("path", [f"{path}.{tag}.html" for path in PATHS for tag in ("en", "ar")])
def test_nothing_is_wider_than_the_screen(reader: Page, built: Path, path: str, width: int):
    reader.set_viewport_size({"width": width, "height": 800})
    reader.goto((built / path).as_uri())
    assert reader.evaluate("document.documentElement.scrollWidth") <= width
    assert reader.evaluate("document.body.scrollWidth") <= width


def test_a_page_that_is_written_from_right_to_left_begins_at_the_right(reader: Page, built: Path):
    reader.set_viewport_size({"width": 1280, "height": 800})
    reader.goto((built / "index.ar.html").as_uri())
    brand = reader.locator(".site").bounding_box()
    steps = [step.bounding_box() for step in reader.locator(".main a").all()]
    assert brand is not None
    assert brand["x"] + brand["width"] > 1000
    places = [box["x"] for box in steps if box is not None]
    assert len(places) > 2
    assert places == sorted(places, reverse=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_are_those_that_the_reader_prefers(browser: Browser, built: Path, scheme: str):
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto((built / "index.en.html").as_uri())
    ink, paper = (
        sum(map(int, page.evaluate(f"getComputedStyle(document.documentElement).{name}.match(/\\d+/g).slice(0, 3)")))
        for name in ("color", "backgroundColor")
    )
    assert (ink > paper) == (scheme == "dark")
    context.close()


def test_focus_is_seen_and_the_way_to_the_content_comes_first(browser: Browser, built: Path):
    context = browser.new_context()
    page = context.new_page()
    page.goto((built / "index.en.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    context.close()


def test_print_leaves_out_what_leads_elsewhere(reader: Page, built: Path):
    reader.goto((built / "index.en.html").as_uri())
    reader.emulate_media(media="print")
    assert not reader.locator(".main").is_visible()
    assert reader.locator("h1").is_visible()


def test_on_a_phone_the_navigation_is_a_menu_that_needs_no_script(reader: Page, built: Path):
    reader.set_viewport_size({"width": 375, "height": 700})
    reader.goto((built / "index.en.html").as_uri())
    way, button = reader.locator("nav.main li a").first, reader.locator("button.menu").first
    assert not way.is_visible()
    button.focus()
    reader.keyboard.press("Enter")
    assert way.is_visible()
    reader.keyboard.press("Escape")
    assert not way.is_visible()
    button.click()
    reader.locator("nav.main button.menu").click()
    assert not way.is_visible()


def test_elsewhere_the_navigation_is_shown_and_there_is_no_menu(reader: Page, built: Path):
    reader.set_viewport_size({"width": 1280, "height": 700})
    reader.goto((built / "index.ar.html").as_uri())
    assert reader.locator("nav.main li a").first.is_visible()
    assert [each.is_visible() for each in reader.locator("button.menu").all()] == [False, False]


def test_a_page_in_arabic_is_mirrored(reader: Page, built: Path):
    """What stands at the left of a page in English stands at the right of one in Arabic."""
    reader.set_viewport_size({"width": 1280, "height": 700})
    for tag, is_mirrored in (("en", False), ("ar", True)):
        reader.goto((built / f"index/contents.{tag}.html").as_uri())
        boxes = [reader.locator(selector).first.bounding_box() for selector in (".main li", ".skip")]
        middles = [box["x"] + box["width"] / 2 for box in boxes if box is not None]
        assert [middle > 640 for middle in middles] == [is_mirrored, is_mirrored]
