"""Lists in a real browser: narrowed down and sorted in place, with and without scripts, from a host and from files."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from chromium import chromium
from conftest import edition_of
from listed import made, shapes, tools
from playwright.sync_api import Browser, BrowserContext, Page, expect

from catalogue import release

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
EVIL = '"><img src=x onerror=alert(1)>'
WATCH = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => window.broken.push(event.violatedDirective));
"""
ROLES = (("logo", "Icon"), ("about", "Description"))
PICTURE = "".join(f"; sh:property [ sh:path :{path} ; dash:propertyRole dash:{role}Role ]" for path, role in ROLES)
ROWS = "[data-items] > :visible"
STATUS = "[role=status]"


class Handler(SimpleHTTPRequestHandler):
    """Gives the files of a release as a strict host does."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def built(folder: Path, count: int, *names: str, more: str = "", data: str = "") -> Path:
    edition = edition_of(made(folder, shapes(*names, more=more), tools(count) + data))
    return release.build(edition, folder / "site").folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three catalogues: of few tools, of many, and of some as cards."""
    folder = tmp_path_factory.mktemp("lists")
    evil = f"<tool/evil> a :Tool ; :name '''{EVIL}'''@en ; :kind <kind/saw> ; :state '''{EVIL}''' . "
    twice = evil + f"<tool/evil2> a :Tool ; :name '''Z {EVIL}'''@en ; :kind <kind/saw> ; :state '''{EVIL}''' . "
    tree = "<tool/t1> skos:broader <tool/t0> . <tool/t2> skos:broader <tool/t1> . <tool/t2> skos:broader <tool/t0> . "
    for name, made_of in {
        "few": built(folder / "1", 50, "kind", "free", "since", "users", "state", data=twice),
        "many": built(folder / "2", 450, "kind", "free", "users", "state", data=twice),
        "cards": built(folder / "3", 30, "kind", more=PICTURE),
        "deck": built(folder / "5", 230, "users", more=PICTURE),
        "tree": built(folder / "4", 20, "kind", data=tree),
    }.items():
        (folder / name).symlink_to(made_of)
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The site on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


class Reader:
    """A reader at a page, who notes all that must not happen."""

    def __init__(self, context: BrowserContext) -> None:
        self.wrong: list[str] = []
        context.set_default_timeout(10_000)
        context.add_init_script(WATCH)
        self.page: Page = context.new_page()
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda message: self.wrong.append(message.text) if message.type == "error" else None)

    def _dialog(self, dialog: Any) -> None:
        self.wrong.append(dialog.message)
        dialog.dismiss()

    def rows(self) -> list[str]:
        return self.page.locator(f"{ROWS} a").evaluate_all(
            "all => all.filter(a => a.closest('th, h2')).map(a => a.textContent)"
        )

    def option(self, name: str) -> Any:
        return self.page.locator(f'label.option:has(.label:text-is("{name}"))')

    def hits(self, count: int) -> None:
        expect(self.page.locator(STATUS)).to_have_text(f"Results: {count}")
        expect(self.page.locator(ROWS)).to_have_count(min(count, 200))


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    context = browser.new_context()
    reader = Reader(context)
    yield reader
    assert (reader.page.evaluate("window.broken"), reader.wrong) == ([], [])
    context.close()


def expected(count: int, *names: str) -> int:
    """How many tools have all of some kinds or states, as `tools` makes them."""
    blocks = tools(count).split("\n")[5:]
    return sum(all(name in block for name in names) for block in blocks)


@pytest.mark.parametrize("catalogue", ["few", "many"])
def test_a_list_is_narrowed_down_by_several_facets_at_once(reader: Reader, address: str, catalogue: str):
    count = {"few": 50, "many": 450}[catalogue]
    reader.page.goto(f"{address}/{catalogue}/tool.en.html")
    expect(reader.page.locator(STATUS)).to_be_empty()
    reader.option("drill").click()
    reader.hits(expected(count, "<kind/drill>"))
    reader.option("state 1").click()
    reader.hits(expected(count, "<kind/drill>", '"state 1"'))
    expect(reader.option("no").locator(".count")).to_have_text(str(expected(count, "<kind/drill>", '"state 1"', "false")))
    expect(reader.option("state 2").locator(".count")).to_have_text(str(expected(count, "<kind/drill>", '"state 2"')))
    assert "choices=kind-drill-" in reader.page.url
    reader.page.reload()
    reader.hits(expected(count, "<kind/drill>", '"state 1"'))
    reader.page.get_by_role("button", name="Show all").click()
    expect(reader.page.locator(STATUS)).to_be_empty()
    assert "#" not in reader.page.url
    expect(reader.page.locator(ROWS)).to_have_count(min(count + 2, len(reader.rows())))


@pytest.mark.parametrize("catalogue", ["few", "many"])
def test_the_choices_of_one_facet_add_up(reader: Reader, address: str, catalogue: str):
    count = {"few": 50, "many": 450}[catalogue]
    reader.page.goto(f"{address}/{catalogue}/tool.en.html")
    reader.option("yes").click()
    reader.option("no").click()
    reader.hits(count)


def test_names_are_filtered_without_accents_or_case_and_with_the_keyboard_alone(reader: Reader, address: str):
    reader.page.goto(f"{address}/many/tool.en.html")
    reader.page.get_by_label("Filter by name").focus()
    reader.page.keyboard.type("TÔOL 44")
    reader.hits(sum("44" in f"{number}" for number in range(450)))
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator(STATUS)).to_be_empty()
    expect(reader.page.get_by_label("Filter by name")).to_be_focused()
    box = reader.option("lathe").locator("input")
    box.focus()
    reader.page.keyboard.press("Space")
    reader.hits(expected(450, "<kind/lathe>"))
    expect(box).to_be_focused()


def test_names_with_a_word_that_begins_as_what_is_typed_come_before_those_that_contain_it(reader: Reader, address: str):
    reader.page.goto(f"{address}/few/tool.en.html")
    reader.page.get_by_label("Filter by name").fill("4")
    reader.hits(sum("4" in f"{number}" for number in range(50)))
    ranks = [re.search(r"\b4", name) is None for name in reader.page.locator(f"{ROWS} th").all_inner_texts()]
    assert ranks == sorted(ranks)
    assert {True, False} == set(ranks)


def test_more_than_200_hits_are_shown_step_by_step(reader: Reader, address: str):
    reader.page.goto(f"{address}/many/tool.en.html")
    reader.page.get_by_label("Filter by name").fill("tool")
    reader.hits(450)
    more = reader.page.get_by_role("button", name="Show more")
    more.click()
    expect(reader.page.locator(ROWS)).to_have_count(400)
    more.click()
    expect(reader.page.locator(ROWS)).to_have_count(450)
    expect(more).to_be_hidden()
    assert len(set(reader.rows())) == 450


@pytest.mark.parametrize("catalogue", ["few", "many"])
def test_columns_are_sorted_by_what_they_mean(reader: Reader, address: str, catalogue: str):
    reader.page.goto(f"{address}/{catalogue}/tool.en.html")
    before = reader.rows()
    header = reader.page.locator("thead th", has_text="users")
    numbers = reader.page.locator(f"{ROWS} td[data-h=users]")
    header.get_by_role("button").click()
    expect(header).to_have_attribute("aria-sort", "ascending")
    texts = [int(text.replace(",", "")) for text in numbers.all_inner_texts() if text]
    assert texts == sorted(texts)
    assert set(numbers.evaluate_all("all => all.map((each) => getComputedStyle(each).textAlign)")) == {"end"}
    header.get_by_role("button").press("Enter")
    expect(header).to_have_attribute("aria-sort", "descending")
    texts = [int(text.replace(",", "")) for text in numbers.all_inner_texts() if text]
    assert texts == sorted(texts, reverse=True)
    header.get_by_role("button").click()
    expect(reader.page.locator("[aria-sort]")).to_have_count(1)
    expect(reader.page.locator("thead th").first).to_have_attribute("aria-sort", "ascending")
    assert before == reader.rows()


@pytest.mark.parametrize("place", ["host", "file"])
@pytest.mark.parametrize("catalogue", ["few", "many"])
def test_each_choice_is_a_step_back_and_is_kept_in_another_language(
    reader: Reader, address: str, site: Path, catalogue: str, place: str
):
    count = {"few": 50, "many": 450}[catalogue]
    start = address if place == "host" else site.resolve().as_uri()
    reader.page.goto(f"{start}/{catalogue}/tool.en.html")
    reader.option("drill").click()
    reader.hits(expected(count, "<kind/drill>"))
    reader.option("state 1").click()
    reader.hits(expected(count, "<kind/drill>", '"state 1"'))
    reader.page.locator("thead th", has_text="users").get_by_role("button").click()
    expect(reader.page.locator("[aria-sort=ascending]")).to_have_count(1)
    assert "sort=" in reader.page.url
    reader.page.go_back()
    expect(reader.page.locator("thead th").first).to_have_attribute("aria-sort", "ascending")
    reader.hits(expected(count, "<kind/drill>", '"state 1"'))
    reader.page.go_back()
    reader.hits(expected(count, "<kind/drill>"))
    reader.page.go_forward()
    reader.hits(expected(count, "<kind/drill>", '"state 1"'))
    for link in reader.page.locator(".languages a[hreflang]").all():
        assert str(link.get_attribute("href")).endswith(reader.page.url.partition("#")[2])


def test_where_nothing_fits_it_is_told_with_a_way_out(reader: Reader, address: str):
    reader.page.goto(f"{address}/few/tool.en.html")
    expect(reader.page.locator(".nothing")).to_be_hidden()
    reader.page.get_by_label("Filter by name").fill("no such tool")
    reader.hits(0)
    expect(reader.page.locator(".nothing")).to_contain_text("Nothing here fits all of this.")
    reader.page.get_by_role("button", name="Show all").click()
    expect(reader.page.locator(".nothing")).to_be_hidden()
    expect(reader.page.locator(ROWS)).to_have_count(52)


def test_dates_are_sorted_by_time_and_not_as_they_are_written(reader: Reader, address: str):
    reader.page.goto(f"{address}/few/tool.en.html#sort=3")
    keys = reader.page.locator(f"{ROWS} td[data-h=since]").evaluate_all("all => all.map(td => td.dataset.key || '~')")
    assert sorted(keys) == keys
    assert len(set(keys)) > 6


def test_a_tree_is_flat_while_it_is_narrowed_down(reader: Reader, address: str):
    reader.page.goto(f"{address}/tree/tool.en.html")
    expect(reader.page.locator("[data-again]:visible")).to_have_count(1)
    reader.page.get_by_label("Filter by name").fill("tool")
    reader.hits(20)
    expect(reader.page.locator("[data-again]:visible")).to_have_count(0)


def test_cards_are_narrowed_down_too(reader: Reader, address: str):
    reader.page.goto(f"{address}/cards/tool.en.html")
    reader.option("saw").click()
    reader.hits(expected(30, "<kind/saw>"))


def test_cards_are_sorted_by_what_they_show(reader: Reader, address: str):
    """The order stands in the address; the cards of other pages come from the data, with the letters of their names."""
    reader.page.goto(f"{address}/cards/tool.en.html")
    usual = reader.rows()
    order = reader.page.get_by_label("Sort by")
    order.select_option("Name ↓")
    assert [name[0] for name in reader.rows()] == sorted((name[0] for name in usual), reverse=True)
    assert reader.page.url.endswith("#sort=0-")
    order.select_option("–")
    assert usual == reader.rows()
    reader.page.goto(f"{address}/deck/tool.en.html")
    reader.page.get_by_label("Sort by").select_option("users ↓")
    reader.hits(230)
    most = max(range(230), key=lambda number: number * 37 % 1000)
    assert reader.rows()[0].endswith(f"tool {most}")
    assert reader.rows()[0][0] == reader.page.locator(f"{ROWS} .logo").first.text_content()
    reader.page.goto(f"{address}/deck/tool.en.html#sort=1-")
    expect(reader.page.get_by_label("Sort by")).to_have_value("1-")


def test_what_data_says_is_text(reader: Reader, address: str):
    for catalogue in ("few", "many"):
        reader.page.goto(f"{address}/{catalogue}/tool.en.html")
        reader.page.get_by_label("Filter by name").fill("onerror")
        reader.hits(2)
        assert [EVIL, f"Z {EVIL}"] == reader.rows()
    reader.page.goto(f"{address}/many/tool.en.html#choices=x,__proto__&text=%3Cimg%3E&sort=99")
    reader.hits(0)


@pytest.mark.parametrize("catalogue", ["few", "many"])
def test_a_list_from_a_file_is_narrowed_down_as_well(reader: Reader, site: Path, catalogue: str):
    reader.page.goto((site / catalogue / "tool.en.html").resolve().as_uri())
    reader.option("state 1").click()
    reader.hits(expected({"few": 50, "many": 450}[catalogue], '"state 1"'))


def test_a_page_further_on_finds_its_data(reader: Reader, address: str):
    reader.page.goto(f"{address}/many/index/tool/2.en.html")
    reader.option("state 1").click()
    reader.hits(expected(450, '"state 1"'))
    reader.page.locator(f"{ROWS} a").first.click()
    assert "/many/tool/" in reader.page.url
    expect(reader.page.locator("h1")).to_be_visible()


def test_where_the_data_is_missing_the_list_of_the_choice_opens(browser: Browser, address: str):
    context = browser.new_context()
    page = context.new_page()
    page.route("**/data.en.js", lambda route: route.abort())
    page.goto(f"{address}/many/tool.en.html")
    page.locator('label.option:has(.label:text-is("state 1"))').click()
    page.wait_for_url("**/index/tool/state-state-1-*.en.html")
    context.close()


def test_without_scripts_each_choice_is_a_link_to_its_list(browser: Browser, address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/many/tool.en.html")
    page.get_by_role("link", name="drill").first.click()
    expect(page.locator("h1")).to_contain_text("kind drill")
    page.locator(".trail").get_by_role("link", name="Tools").click()
    page.get_by_role("link", name="Next page").click()
    expect(page).to_have_title("Tools – page 2 · Tools")
    context.close()


@pytest.mark.parametrize("catalogue", ["few", "many", "cards", "tree"])
@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_nothing_is_wider_than_the_screen(browser: Browser, address: str, catalogue: str, width: int):
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for script in ("", "#text=o"):
        page.goto(f"{address}/{catalogue}/tool.en.html{script}")
        assert width >= page.evaluate("document.documentElement.scrollWidth")
    context.close()


@pytest.mark.parametrize("width", [375, 1280])
def test_a_table_is_a_table_for_those_who_hear_it_at_any_width(browser: Browser, address: str, width: int):
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/few/tool.en.html")
    nodes = context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = Counter(node["role"]["value"] for node in nodes if not node["ignored"])
    assert {"table": 1, "row": 53, "rowheader": 52, "columnheader": 6} == {
        role: roles[role] for role in ("table", "row", "rowheader", "columnheader")
    }
    assert roles["cell"] >= 200  # a cell without a value is left out where rows are blocks
    context.close()
