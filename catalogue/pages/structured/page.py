"""A page in schema.org: what it is, which site it is a part of, and the way down to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from catalogue.documents.addresses import HOME, SEARCH
from catalogue.messages import say
from catalogue.pages.parts import Link
from catalogue.pages.strings import string
from catalogue.pages.structured.things import JsonObject, absolute
from catalogue.pages.views import Viewer


@dataclass(frozen=True)
class About:
    """What a page says of itself beside its title.

    Attributes:
        items: what it is about, in the order of the page; the first is its main subject.
        way: the pages between the home page and it.
        type: what kind of page it is.
    """

    items: Sequence[JsonObject] = ()
    way: Sequence[Link] = ()
    type: str = "WebPage"


def page_items(viewer: Viewer, about: About, *, title: str, description: str, address: str) -> list[JsonObject]:
    """Describe a page, the way down to it, and what it is about.

    Args:
        viewer: the page.
        about: what it is about.
        title: its title.
        description: what it says, or empty.
        address: its address.
    """
    site, home = site_reference(viewer), _home(viewer)
    page: JsonObject = {"@type": about.type, "@id": address, "url": address, "name": title}
    if description:
        page["description"] = description
    page |= {"inLanguage": viewer.language, "isPartOf": site}
    steps = [] if address == home else [(string("home", viewer.language), home), *_steps(viewer, about.way), (title, address)]
    if about.items:
        page["mainEntity"] = {"@id": about.items[0]["@id"]}
    if not steps:
        return [page, *about.items]
    page["breadcrumb"] = {"@id": f"{address}#breadcrumb"}
    return [page, _breadcrumbs(f"{address}#breadcrumb", steps), *about.items]


def _steps(viewer: Viewer, way: Sequence[Link]) -> list[tuple[str, str]]:
    return [(link.label, absolute(viewer, link.href)) for link in way if link.href]


def _breadcrumbs(iri: str, steps: Sequence[tuple[str, str]]) -> JsonObject:
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": address}
        for position, (name, address) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "@id": iri, "itemListElement": items}


def _home(viewer: Viewer) -> str:
    settings = viewer.edition.settings
    return viewer.edition.address + settings.own(f"{HOME}.{viewer.language}.html")


def site_reference(viewer: Viewer) -> JsonObject:
    """Refer to the web site that a page is a part of, which the home page describes."""
    return {"@type": "WebSite", "@id": f"{_home(viewer)}#website", "name": say(viewer.edition.settings.title, viewer.language)}


def site_item(viewer: Viewer) -> JsonObject:
    """Describe the web site, with its search where it has one."""
    edition, language = viewer.edition, viewer.language
    settings = edition.settings
    item = site_reference(viewer) | {"url": _home(viewer), "inLanguage": list(settings.languages)}
    if settings.description:
        item["description"] = say(settings.description, language)
    if settings.publisher:
        item["publisher"] = publisher_item(viewer)
    if edition.subjects:
        address = absolute(viewer, viewer.own(f"{SEARCH}.{language}.html"))
        item["potentialAction"] = {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{address}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        }
    return item


def publisher_item(viewer: Viewer) -> JsonObject:
    """Name who publishes the catalogue, by the IRI that its description for portals has for it."""
    settings = viewer.edition.settings
    item: JsonObject = {"@type": "Organization", "name": say(settings.publisher, viewer.language)}
    return item | ({"url": settings.homepage} if settings.homepage else {})


class Entries(NamedTuple):
    """What a page has of a list.

    Attributes:
        title: what the list is called.
        size: how many things are in the whole list.
        before: how many of them stand before those of the page.
        links: the things of the page, in order.
    """

    title: str
    size: int
    before: int
    links: Sequence[Link]


def list_item(viewer: Viewer, entries: Entries) -> JsonObject:
    """Describe a list of things, as far as a page has it."""
    address = absolute(viewer, viewer.href(f"{viewer.path}.{viewer.language}.html"))
    items = [
        {"@type": "ListItem", "position": position, "name": link.label, "url": absolute(viewer, link.href)}
        for position, link in enumerate(entries.links, entries.before + 1)
    ]
    whole: JsonObject = {"@type": "ItemList", "@id": f"{address}#list", "name": entries.title, "numberOfItems": entries.size}
    return whole | {"itemListElement": items}
