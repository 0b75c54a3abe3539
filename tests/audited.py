"""Pages in Chromium as readers meet them who see little, hear pages, have a phone or their own colours; and what is wrong."""

import gzip
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from conftest import ROOT
from playwright.sync_api import Browser, BrowserContext, Page, Response

TOOLS = ROOT / "build" / "audits"
AXE = TOOLS / "node_modules" / "axe-core" / "axe.min.js"
NU = TOOLS / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
DESKTOP = (1280, 900)
PHONE = (320, 640)
WIDTHS = (320, 375, 700, 900, 1060, 1125, 1280)
"""In pixels, beside the widths where the layout changes: nothing may be wider than the screen, and no table than its place."""
ALL = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
COUNTED = frozenset({"document", "stylesheet", "script", "fetch"})
"""What the weight of a page is made of: images are left out."""
_LONGEST = 120_000
"""How many milliseconds a page may take to open: machines are busy."""
_WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (e) => window.refused.push(`${e.violatedDirective} ${e.blockedURI}`));
"""
_AXE = "([within, rules]) => axe.run(within, {runOnly: rules, resultTypes: ['violations'], preload: false})"
_WIDER = """() => {
  const right = (e) => e.getBoundingClientRect().right;
  const isOver = (e) => !e.closest('.scroll') && right(e) > right(e.parentElement) + 1;
  const over = [...document.querySelectorAll('table')].filter(isOver);
  const wide = document.documentElement.scrollWidth > innerWidth ? [...document.querySelectorAll('body *')] : [];
  return [...over, ...wide.filter((e) => right(e) > innerWidth + 1)].slice(0, 3).map((e) => e.outerHTML.slice(0, 120));
}"""
_TORN = """() => [...document.querySelectorAll('main a, main abbr, main small, main sup, main span')].filter((e) => {
    const s = getComputedStyle(e);
    const isInline = s.position === 'static' && s.display.startsWith('inline');
    return isInline && Math.max(parseFloat(s.marginTop), parseFloat(s.marginBottom)) > 4;
  }).slice(0, 3).map((e) => e.outerHTML.slice(0, 120))"""
_INLINE = """() => [...document.querySelectorAll('style, [style], script:not([src], [type$="json"])'),
    ...[...document.querySelectorAll('*')].filter((e) => [...e.attributes].some((a) => a.name.startsWith('on')))]
    .map((e) => e.outerHTML.slice(0, 200))"""
_MOVING = """() => [...document.querySelectorAll('*')].filter((e) => {
    const s = getComputedStyle(e);
    const lasting = `${s.transitionDuration}, ${s.animationDuration}`.split(', ').some((each) => parseFloat(each) > 0);
    return lasting || s.scrollBehavior !== 'auto';
  }).slice(0, 3).map((e) => e.outerHTML.slice(0, 120))"""


def needs(what: str, *, there: bool) -> None:
    """Skip where a tool is missing; CI fails."""
    if not there and os.environ.get("CI"):
        pytest.fail(f"CI needs {what}")
    if not there:
        pytest.skip(f"needs {what}")


def needs_axe() -> None:
    """Skip, or fail in CI, where the audits are not installed."""
    needs("axe (run: make audits)", there=AXE.is_file())


def needs_nu() -> None:
    """Skip, or fail in CI, where the checker of HTML is not installed or cannot run."""
    needs("Nu (run: make audits)", there=NU.is_file())
    needs("Java (on Debian: apt install default-jre-headless)", there=shutil.which("java") is not None)


@cache
def _axe_script() -> str:
    return AXE.read_text("utf-8")


def axe(page: Page, rules: dict[str, Any] | None = None, within: str = "html") -> list[str]:
    """List what axe finds on the page that is open, or within an element of it, by rule and element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe_script() + "; null")
    result = page.evaluate(_AXE, [within, rules or ALL])
    return [f"{v['id']}: {node['target']} {node['failureSummary']}" for v in result["violations"] for node in v["nodes"]]


def axe_everywhere(page: Page, within: str) -> list[str]:
    """List what axe finds as the page is now: on a desktop in both schemes, on a phone and in colours of the reader's own."""
    listed = [*_axe_at(page, DESKTOP, within), *_in_other_colours(page)]
    return [*listed, *_axe_at(page, PHONE, within)]


def _axe_at(page: Page, size: tuple[int, int], within: str = "html") -> list[str]:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    return [f"{size[0]} px: {each}" for each in axe(page, within=within)]


def _in_other_colours(page: Page) -> list[str]:
    """List what axe finds of colours in the dark scheme, and of anything where the reader has forced colours."""
    page.emulate_media(color_scheme="dark")
    dark = [f"dark: {each}" for each in axe(page, OF_COLOURS)]
    page.emulate_media(color_scheme="light", forced_colors="active")
    forced = [f"forced colours: {each}" for each in axe(page, OF_COLOURS)]
    page.emulate_media(forced_colors="none")
    return [*dark, *forced]


def wider(page: Page) -> list[str]:
    """List what tears its line apart, is wider than a screen, or a table wider than its place, at each width of screens."""
    listed = [f"torn: {each}" for each in page.evaluate(_TORN)]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 640})
        listed += [f"{width} px: {each}" for each in page.evaluate(_WIDER)]
    return listed


@dataclass
class Visit:
    """One page in one language, and all that is wrong with it.

    Attributes:
        name: the page and its language.
        axe: what axe finds.
        wider: what is wider than a screen.
        inline: scripts and styles that stand in the page, and what the policy refused.
        moving: what moves although the reader wants none of it.
        errors: errors of scripts.
        hosts: the hosts that were asked.
        weight: the bytes of HTML, styles and scripts, each compressed.
    """

    name: str
    axe: list[str] = field(default_factory=list)
    wider: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    moving: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    weight: int = 0


class Visitor:
    """Opens pages, each in a context of its own: the memory of a page goes with it.

    Args:
        browser: the browser.
        address: where the pages are, ending in `/`.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address

    def visit(self, name: str, path: str, *, is_wide: bool) -> Visit:
        """Open a page once, and look at it in each way; axe on a desktop and in other colours, or on a phone."""
        visit = Visit(name)
        context = self.browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, reduced_motion="reduce")
        page = self._opened(context, path, visit)
        visit.moving = page.evaluate(_MOVING)
        visit.inline = [*page.evaluate("window.refused"), *page.evaluate(_INLINE)]
        visit.axe = [*_axe_at(page, DESKTOP), *_in_other_colours(page)] if is_wide else _axe_at(page, PHONE)
        visit.wider = wider(page)
        context.close()
        return visit

    def _opened(self, context: BrowserContext, path: str, visit: Visit) -> Page:
        context.set_default_timeout(_LONGEST)
        context.add_init_script(_WATCH)
        page = context.new_page()
        loaded: list[Response] = []
        page.on("response", lambda response: loaded.append(response))  # noqa: PLW0108 - a method of a list takes no attribute
        page.on("request", lambda request: visit.hosts.add(request.url.split("/")[2]))
        page.on("pageerror", lambda error: visit.errors.append(str(error)))
        page.goto(self.address + path)
        visit.weight = _weight(loaded)
        return page


def _weight(loaded: Sequence[Response]) -> int:
    return sum(
        len(gzip.compress(response.body())) for response in loaded if response.ok and response.request.resource_type in COUNTED
    )
