"""What every page shows of the catalogue: its name, the ways to its lists, and who publishes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from catalogue.documents.addresses import CONTENTS, HOME, QUALITY, QUERIES, SEARCH, SEARCH_INDEX
from catalogue.edition import Edition, per_edition, repeated_per_edition
from catalogue.messages import say
from catalogue.model import EntityType
from catalogue.pages.environment import part
from catalogue.pages.literals import localized
from catalogue.pages.parts import Link
from catalogue.pages.strings import string
from catalogue.pages.texts import text_views
from catalogue.pages.theme import logo, templates
from catalogue.pages.views import Viewer
from catalogue.terms import XSD, Literal, NamedNode

_MOST_TYPES = 5
"""How many types the navigation has where the settings name none."""


class Step(NamedTuple):
    """A link of the navigation.

    Attributes:
        label: what it leads to.
        href: where it leads.
        path: the path of that page, without language and suffix.
        is_current: whether it leads to this page.
    """

    label: str
    href: str
    path: str
    is_current: bool = False


def site(viewer: Viewer) -> dict[str, Any]:
    """Give what a page shows of the catalogue, whatever it is about."""
    edition, language, path = viewer.edition, viewer.language, viewer.path
    shared = _shared(edition, language, viewer.up)
    return {
        **shared,
        "canonical": f"{edition.address}{path}.{language}.html",
        "navigation": [step._replace(is_current=True) if step.path == path else step for step in shared["navigation"]],
    }


@repeated_per_edition
def _shared(edition: Edition, language: str, root: str) -> Mapping[str, Any]:
    """Give what pages in one language that are as deep below the root have in common."""
    viewer, settings = Viewer(edition, language, HOME, root), edition.settings
    revised, revised_text = _revised(edition, language)
    shared = {
        "lang": language,
        "site_title": say(settings.title, language),
        "site_title_language": viewer.other_language(settings.title),
        "site_description": say(settings.description, language) if settings.description else "",
        "home": viewer.own(f"{HOME}.{language}.html"),
        "style": viewer.own("assets/style.css"),
        "icon": viewer.own("assets/icon.svg"),
        "logo": viewer.own(image) if (image := logo(edition)) else "",
        "search": _search(viewer) if _is_searched(edition) else None,
        "navigation": list(_navigation(viewer)),
        "footer_links": list(_footer_links(viewer)),
        "licence": viewer.link(NamedNode(settings.license)) if settings.license else None,
        "queries": Link(string("queries", language), viewer.own(f"{QUERIES}.{language}.html")) if edition.queries else None,
        "service": Link(string("service", language), service_href(viewer)) if settings.sparql.address else None,
        "publisher": _publisher(viewer) if settings.publisher else None,
        "modified": revised,
        "modified_text": revised_text,
    }
    return {**shared, "foot": part(templates(edition), "foot.html", shared)}


def _publisher(viewer: Viewer) -> Link:
    name, home = viewer.edition.settings.publisher, viewer.edition.settings.homepage
    return Link(say(name, viewer.language), home or "", viewer.other_language(name))


@per_edition
def _is_searched(edition: Edition) -> bool:
    return bool(edition.subjects)


@per_edition
def _revised(edition: Edition, language: str) -> tuple[str, str]:
    """Give the day of the revision, and how readers write it; both empty when it is not known."""
    written = edition.modified.date().isoformat() if edition.modified else ""
    return written, localized(day(written), language, is_whole=True) if written else ""


def _search(viewer: Viewer) -> dict[str, str]:
    """Give what the field of the search needs, and the field: the page of the results, the root, the index, and the script."""
    search = {
        "page": viewer.own(f"{SEARCH}.{viewer.language}.html"),
        "root": viewer.href(""),
        "index": viewer.own(f"{SEARCH_INDEX}/{viewer.language}/"),
        "script": viewer.own("assets/search.js"),
    }
    values = {"search": search, "lang": viewer.language}
    return {**search, "field": part(templates(viewer.edition), "search_field.html", values)}


def _navigation(viewer: Viewer) -> Iterator[Step]:
    """List the types that the settings name, or the first ones, then the questions and the data."""
    language = viewer.language
    for type_ in listed_types(viewer.edition):
        yield _step(viewer, say(type_.plural, language), type_.name)
    if viewer.edition.queries:
        yield _step(viewer, string("queries", language), QUERIES)
    yield _step(viewer, string("data", language), CONTENTS)


def _step(viewer: Viewer, label: str, path: str) -> Step:
    return Step(label, viewer.own(f"{path}.{viewer.language}.html"), viewer.edition.settings.own(path))


@per_edition
def listed_types(edition: Edition) -> tuple[EntityType, ...]:
    """Give the types that the navigation leads to: those that `site.navigation` names, else the first of the subject matter."""
    names = edition.settings.navigation
    if names is None:
        return tuple(type_ for type_ in edition.ranks.subjects() if edition.instances(type_))[:_MOST_TYPES]
    named = (edition.ranks.named(name) for name in names)
    return tuple(type_ for type_ in named if type_ is not None and type_.is_listed)


def _footer_links(viewer: Viewer) -> Iterator[Link]:
    language = viewer.language
    for text in text_views(viewer.edition, language):
        yield Link(text.title, viewer.own(f"{text.name}.{language}.html"), text.language)
    yield Link(string("contents", language), viewer.own(f"{CONTENTS}.{language}.html"))
    yield Link(string("quality", language), viewer.own(f"{QUALITY}.{language}.html"))
    if viewer.edition.settings.sparql.address:
        yield Link(string("service", language), service_href(viewer))


def service_href(viewer: Viewer, query: str = "") -> str:
    """Give the address of the SPARQL service, with a query: relative where it stands beside the pages, as all others are."""
    address = beside_pages(viewer, viewer.edition.settings.sparql.address or "")
    return f"{address}?query={quote(query)}" if query else address


def beside_pages(viewer: Viewer, address: str) -> str:
    """Give an address of the service as pages link to it: relative where their server is it, else whole."""
    edition = viewer.edition
    return viewer.href(address.removeprefix(edition.settings.base)) if address and edition.is_served else address


def day(lexical: str) -> Literal:
    """Give a day, as `xsd:date` writes it, as a literal."""
    return Literal(lexical, datatype=NamedNode(XSD + "date"))
