"""What is wrong with a page, whatever it shows: broken HTML, what could run, load or lead elsewhere, links without a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import html5lib

LINKED = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
RELATIVE = re.compile(r"(?![A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2})")
_LOADS = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "object": "data",
    "embed": "src",
    "source": "src",
    "link": "href",
    "use": "href",
}
_LEADS = ("href", "action", "formaction", "xlink:href")
_REFERENCES = ("stylesheet", "icon")
_NAMED = ("a", "button", "h1", "h2", "h3", "summary", "option", "label")


def faults(page: bytes) -> list[str]:
    """List the faults of a page; none where it is sound."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(page)
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    found = [f"{place}: {code} {values}" for place, code, values in parser.errors]
    ids = Counter(element.get("id") for element in elements if element.get("id"))
    found += [f"id twice: {name}" for name, count in ids.items() if count > 1]
    for element in elements:
        found += [f"<{element.tag}>: {fault}" for fault in _faults_of(element, set(ids))]
    return found


def _faults_of(element: Any, ids: set[str | None]) -> Iterator[str]:
    for name in element.attrib:
        if name.startswith("on") or name == "style":
            yield f"the attribute {name}"
    yield from _what_it_loads(element)
    for name in _LEADS:
        address = element.get(name)
        if address is not None and not (LINKED.match(address) or RELATIVE.match(address)):
            yield f"{name} {address[:60]!r}"
        if address and address.startswith("#") and address[1:] not in ids:
            yield f"no part has the name {address[:60]!r}"
    if element.tag in _NAMED and not name_of(element) and "hidden" not in element.attrib:
        yield f"no name: {sorted(element.items())}"


def _what_it_loads(element: Any) -> Iterator[str]:
    is_data = element.get("type") in {"application/json", "application/ld+json"}
    if element.tag == "style" or (element.tag == "script" and not element.get("src") and not is_data):
        yield "stands in the page itself"
    if element.tag in {"iframe", "object", "embed", "base"}:
        yield "is here"
    address = element.get(_LOADS.get(element.tag, ""))
    is_loaded = element.tag != "link" or element.get("rel") in _REFERENCES
    if address is not None and is_loaded and not RELATIVE.match(address):
        yield f"loads {address[:60]!r}"


def name_of(element: Any) -> str:
    """Give what a reader hears of an element: its name for those who do not see it, else its text and that of its pictures."""
    parts = [*element.itertext(), *(picture.get("alt", "") for picture in element.iter("img"))]
    return (element.get("aria-label") or "".join(parts)).strip()
