"""Every type of page is for everyone: what axe, Nu, Lighthouse and a browser find in pages of the first catalogue.

The pages are chosen such that each kind, each type and each element that pages have is among them (`telling_pages`).
`make audits` installs what these tests need beside Chromium and Java; where it was not called they skip, but CI fails.
"""

import itertools
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import html5lib
import pytest
from audited import AXE, NU, TOOLS, Visit, Visitor, axe_everywhere, needs, needs_axe, needs_nu, wider
from chromium import CHROMIUM, chromium
from conftest import ROOT, edition_of
from playwright.sync_api import Browser, Page
from sparql_service import running
from telling_pages import TellingPage, parts, telling_pages

from bench.lighthouse import lighthouse
from catalogue import publish
from catalogue.documents.formats import HTML
from catalogue.edition import Edition

HEAVIEST = 60_000
"""How many bytes a first visit to a page takes, compressed, without images."""
LANGUAGES = ("fr", "en")
OTHERS = {"sparql": "sparql", "missing": "nothing/is-here"}
"""Pages that only the service has, without languages of their own."""
MEASURED = (
    "index.fr.html",
    "index.en.html",
    "initiative/umap.fr.html",
    "season/2.fr.html",
    "organisation/dinum.fr.html",
    "initiative.en.html",
    "queries/laureates.fr.html",
    "search.fr.html",
)
"""The pages that Lighthouse opens."""
LIGHTHOUSE = {"onlyCategories": ["accessibility", "best-practices", "seo"], "throttlingMethod": "provided"}


@pytest.fixture(scope="module")
def telling(first_edition: Edition) -> list[TellingPage]:
    return telling_pages(first_edition)


@pytest.fixture(scope="module")
def paths(telling: list[TellingPage]) -> dict[str, str]:
    """The path of each page in each language, by its name."""
    return {f"{page.name} {language}": f"{page.path}.{language}.html" for page in telling for language in LANGUAGES}


@pytest.fixture(scope="module")
def written(first_edition: Edition, paths: dict[str, str]) -> dict[str, bytes]:
    """Each page in each language, by its name, and the page that hosts show where there is nothing."""
    documents = {name: publish.document_at(first_edition, path) for name, path in {**paths, "missing": "404.html"}.items()}
    assert all(documents.values())
    return {
        name: publish.represent(first_edition, document.iri, document.format.media_type, document.language)
        for name, document in documents.items()
        if document is not None
    }


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The first catalogue, served."""
    with running(ROOT) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def visits(browser: Browser, address: str, paths: dict[str, str]) -> list[Visit]:
    """Each page in each language, opened once: on a desktop in one of the two, on a phone in the other, turn by turn."""
    needs_axe()
    visitor = Visitor(browser, address)
    return [
        visitor.visit(name, path, is_wide=number % 4 in {0, 3})
        for number, (name, path) in enumerate({**paths, **OTHERS}.items())
    ]


@pytest.mark.parametrize("what", ["axe", "wider", "inline", "moving", "errors"])
def test_no_page_shuts_anybody_out(visits: list[Visit], what: str):
    """Neither in either language, on a desktop or a phone, nor in the dark or with forced colours."""
    assert {visit.name: getattr(visit, what) for visit in visits if getattr(visit, what)} == {}


def test_nothing_comes_from_elsewhere(visits: list[Visit], address: str):
    assert set().union(*(visit.hosts for visit in visits)) == {address.split("/")[2]}


def test_a_first_visit_is_light(visits: list[Visit]):
    """HTML, styles and scripts that a page loads before anybody does something; the SPARQL page has an editor."""
    assert {visit.name: visit.weight for visit in visits if visit.weight > HEAVIEST and visit.name != "sparql"} == {}


def _searched(page: Page) -> None:
    page.locator("input[type=search]").first.focus()
    page.keyboard.type("umap")
    page.locator(".suggestions .name").first.wait_for()


def _results(page: Page) -> None:
    page.locator(".results a").first.wait_for()
    page.locator(".facets input").first.check()


def _noted(kind: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.locator(f".{kind} button").first.click()
        page.locator("li:popover-open").wait_for()

    return act


def _filtered(page: Page) -> None:
    page.locator(".narrow").evaluate("each => { each.open = true; }")
    page.locator(".option input").first.check()
    page.locator(".hits:not(:empty)").wait_for()


def _sorted(page: Page) -> None:
    page.locator(".by-name input").fill("a")
    page.locator(".hits:not(:empty)").wait_for()
    page.locator(".sort").first.click()
    page.locator("[aria-sort]").wait_for()


def _asked(page: Page) -> None:
    page.locator(".run").click()
    page.locator(".answer table").wait_for()


def _opened(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")


STATES: dict[str, tuple[str, Callable[[Page], None], str]] = {
    "answers below the field": ("initiative/umap.fr.html", _searched, "form.search"),
    "answers below the field at home": ("index.en.html", _searched, "form.search"),
    "results of a search": ("search.fr.html?q=commun", _results, "html"),
    "a source": ("initiative/umap.fr.html", _noted("fn"), "html"),
    "a remark": ("initiative/umap.en.html", _noted("remark"), "html"),
    "a list narrowed down": ("initiative.fr.html", _filtered, "html"),
    "a table narrowed down and sorted": ("organisation.en.html", _sorted, "html"),
    "a list of several pages narrowed down": ("claim.fr.html", _sorted, "html"),
    "a question answered": ("sparql", _asked, "html"),
    "what can be unfolded on the page of quality": ("index/quality.fr.html", _opened, "html"),
    "what can be unfolded on the page of a thing": ("initiative/umap.en.html", _opened, "html"),
}
"""What pages look like after somebody did something: where, what, and the element that is audited; what lies over a page hides
part of its links."""


@pytest.mark.parametrize("state", STATES)
def test_what_a_reader_opened_shuts_nobody_out(browser: Browser, address: str, state: str):
    needs_axe()
    path, act, within = STATES[state]
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(120_000)
    page = context.new_page()
    page.goto(address + path)
    act(page)
    assert axe_everywhere(page, within) == []
    assert wider(page) == []
    context.close()


def test_nu_finds_no_error(written: dict[str, bytes], tmp_path: Path):
    needs_nu()
    for name, html in written.items():
        (tmp_path / f"{name.replace('/', '_')}.html").write_bytes(html)
    command = ["java", "-Xss4m", "-jar", str(NU), "--errors-only", "--format", "json", "--stdout", "--exit-zero-always", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    errors = [f"{m['url'].rpartition('/')[2]}:{m.get('lastLine')} {m['message']}" for m in json.loads(done.stdout)["messages"]]
    assert errors == []


def test_lighthouse_gives_all_its_points(address: str):
    needs("Lighthouse (run: make audits)", there=AXE.is_file())
    needs("Chromium (on Debian: apt install chromium)", there=CHROMIUM is not None)
    urls = [address + path for path in MEASURED]
    results = lighthouse(TOOLS, str(CHROMIUM), urls, LIGHTHOUSE)
    assert [result["address"] for result in results] == urls
    assert [result for result in results if result["error"] or set(result["scores"].values()) != {1}] == []


def test_every_page_is_one_document_with_one_heading_and_its_language(written: dict[str, bytes]):
    for name, html in written.items():
        tree = html5lib.parse(html, namespaceHTMLElements=False)
        assert len(tree.findall(".//h1")) == 1, name
        assert len(tree.findall(".//main")) == 1, name
        assert tree.get("lang"), name
        levels = [int(element.tag[1]) for element in tree.iter() if str(element.tag) in {"h1", "h2", "h3", "h4", "h5", "h6"}]
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), (name, levels)


def test_the_chosen_pages_have_all_that_pages_are_made_of(folder: Path):
    edition = edition_of(folder)
    language = edition.settings.languages[0]
    chosen = {f"{page.path}.{language}.html" for page in telling_pages(edition)}
    shown: dict[bool, set[str]] = {True: set(), False: set()}
    for document in publish.documents(edition):
        if document.format is HTML and document.language == language:
            html = publish.represent(edition, document.iri, HTML.media_type, language)
            shown[document.path in chosen] |= parts(html.decode())
    assert shown[False] <= shown[True]
    assert "ul.tags li" in shown[True] or "dl.values div" in shown[True]


def test_the_lock_of_the_audits_names_versions_and_hashes_and_no_registry():
    packages = json.loads((ROOT / "tests" / "audits" / "package-lock.json").read_bytes())["packages"]
    entries = [entry for path, entry in packages.items() if path]
    assert entries
    assert all(entry["version"] and entry["integrity"].startswith("sha512-") and "resolved" not in entry for entry in entries)
