"""Pages rendered with Jinja2; the only place that knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from catalogue.documents.addresses import HOME, QUERIES
from catalogue.documents.formats import CSS, HTML, SVG
from catalogue.edition import Edition, per_edition
from catalogue.messages import say
from catalogue.model import EntityType, combined
from catalogue.names import STANDARD_PREFIXES
from catalogue.pages.answers import Problem
from catalogue.pages.facets import facets
from catalogue.pages.literals import language_name, localized
from catalogue.pages.parts import Link
from catalogue.pages.strings import string, strings_language
from catalogue.pages.surroundings import thing_part
from catalogue.pages.terms import terms
from catalogue.pages.views import Viewer
from catalogue.terms import Literal, NamedNode

ASSETS: Mapping[str, str] = {"assets/style.css": CSS.media_type, "assets/icon.svg": SVG.media_type}
"""The files that all pages share, by path, with their media types."""

STYLES: Sequence[str] = ("tokens", "page", "thing", "table", "list", "home", "query", "print")
"""The parts of the style sheet, in `assets/style/`, in the order in which they stand in it: later rules win."""


_HAS_PROVENANCE = STANDARD_PREFIXES["prov"] + "has_provenance"


@dataclass(frozen=True)
class Alternate:
    """Another document about the same thing, or its provenance.

    Attributes:
        path: its path in the release.
        media_type: its media type.
        name: what the format is called.
        language: its language, or empty.
        relation: its relation to the page.
    """

    path: str
    media_type: str
    name: str
    language: str = ""
    relation: str = "alternate"

    @property
    def is_page(self) -> bool:
        """Whether it is the page in a language, not data."""
        return self.media_type == HTML.media_type


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("catalogue.pages"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.globals["string"] = string
    environment.globals["strings_language"] = strings_language
    environment.filters["bare"] = str
    environment.globals["language_name"] = language_name
    return environment


@lru_cache(maxsize=16)
def asset(path: str) -> bytes:
    """Give the bytes of one of `ASSETS` or of `sparql_assets`."""
    folder = resources.files("catalogue.pages")
    if path == "assets/style.css":
        return b"".join(folder.joinpath(f"assets/style/{name}.css").read_bytes() for name in STYLES)
    return folder.joinpath(path).read_bytes()


def render(viewer: Viewer, template: str, alternates: Sequence[Alternate], **values: Any) -> bytes:
    """Render a template with what every page has.

    Args:
        viewer: the page's language and path.
        template: the template's file.
        alternates: the other documents about the same thing.
        values: what the template shows beside; they go before what every page has.

    Returns:
        HTML in UTF-8.
    """
    data = [a for a in alternates if not a.is_page and a.relation != _HAS_PROVENANCE]
    shared: dict[str, Any] = {
        **_site(viewer),
        "alternates": [(viewer.href(a.path), a) for a in data],
        "provenance": [(viewer.href(a.path), a) for a in alternates if a.relation == _HAS_PROVENANCE],
        "offered": [(viewer.href(a.path), a) for a in _in_language(data, viewer.language)],
        "translations": [(viewer.href(a.path), f"{viewer.edition.settings.base}{a.path}", a) for a in alternates if a.is_page],
        "description": "",
        "source_notes": [],
    }
    return _environment().get_template(template).render(**{**shared, **values}).encode()


def _in_language(alternates: Sequence[Alternate], language: str) -> list[Alternate]:
    """List what a page in a language offers to take: of a format in that language, not the same without one or in another."""
    translated = {other.media_type for other in alternates if other.language == language}
    return [a for a in alternates if a.language == language or not (a.language or a.media_type in translated)]


def _site(viewer: Viewer) -> dict[str, Any]:
    """Give what a page shows of the catalogue, whatever it is about."""
    edition, language = viewer.edition, viewer.language
    settings, site = edition.settings, _site_of(edition, language)
    return {
        "lang": language,
        "viewer": viewer,
        "site_title": say(settings.title, language),
        "home": viewer.own(f"{HOME}.{language}.html"),
        "style": viewer.own("assets/style.css"),
        "icon": viewer.own("assets/icon.svg"),
        "canonical": f"{settings.base}{viewer.path}.{language}.html",
        "types": [Link(label, viewer.own(page)) for label, page in site.lists],
        "licence": viewer.link(NamedNode(settings.license)) if settings.license else None,
        "queries": Link(string("queries", language), viewer.own(f"{QUERIES}.{language}.html")) if edition.queries else None,
        "service": Link(string("service", language), service_href(viewer)) if settings.sparql.address else None,
        "publisher": Link(say(settings.publisher, language), settings.homepage or "") if settings.publisher else None,
        "modified": site.modified,
        "modified_text": site.modified_text,
    }


class _Site(NamedTuple):
    """What all pages in a language show of the catalogue, computed once.

    Attributes:
        lists: the lists of subject matter: what each is called, and the path of its page.
        modified: the day of the revision, or empty.
        modified_text: the same as readers write it.
    """

    lists: Sequence[tuple[str, str]]
    modified: str
    modified_text: str


@per_edition
def _site_of(edition: Edition, language: str) -> _Site:
    day = edition.modified.date().isoformat() if edition.modified else ""
    return _Site(
        [(say(t.plural, language), f"{t.name}.{language}.html") for t in edition.ranks.subjects() if edition.instances(t)],
        day,
        localized(_date(day), language) if day else "",
    )


def service_href(viewer: Viewer, query: str = "") -> str:
    """Give the address of the SPARQL service, with a query: a relative one when the service stands beside the pages."""
    settings = viewer.edition.settings
    address = settings.sparql.address or ""
    inside = address.startswith(settings.base)
    return (viewer.href(address.removeprefix(settings.base)) if inside else address) + (
        f"?query={quote(query)}" if query else ""
    )


def _date(lexical: str) -> Literal:
    return Literal(lexical, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date"))


def thing_page(edition: Edition, things: Sequence[NamedNode], language: str, alternates: Sequence[Alternate]) -> bytes:
    """Render the page of a thing, and of those whose IRIs differ from its own by their fragment.

    Args:
        edition: the catalogue.
        things: the things that the document is about; the first gives the page its title where its IRI is the document's, or
            where it is alone.
        language: the page's language.
        alternates: the other documents about them.

    Returns:
        HTML in UTF-8: the values of all its types in the groups and the order of the shapes, each followed by its sources, then
        the things that lead to it, the other things of the document, then the sources.
    """
    thing = things[0]
    if len(things) > 1 and "#" in thing.value:
        return _things_page(edition, things, language, alternates)
    type_ = combined(edition.things[thing])
    viewer = Viewer(edition, language, edition.path(thing.value))
    rows = (viewer.row(thing, described) for described in type_.with_role("DescriptionRole"))
    row = next(filter(None, rows), None)
    part = thing_part(viewer, thing)
    parts = [thing_part(viewer, other) for other in things[1:]]
    return render(
        viewer,
        "thing.html",
        alternates,
        title=part.link.label,
        title_language=part.link.language,
        lead=row,
        lead_names=[row.name] if row else [],
        parts=parts,
        source_notes=viewer.source_notes(),
        description=row.values[0].label if row else "",
        **part._asdict(),
    )


def _things_page(edition: Edition, things: Sequence[NamedNode], language: str, alternates: Sequence[Alternate]) -> bytes:
    """Render the page of several things whose document is none itself: it is called by their names."""
    viewer = Viewer(edition, language, edition.path(things[0].value))
    parts = [thing_part(viewer, thing) for thing in things]
    labels = [part.link.label for part in parts]
    title = ", ".join(labels)
    if len(labels) > _MOST_NAMES:
        title = string("and_more", language, label=labels[0], count=len(labels) - 1)
    return render(viewer, "things.html", alternates, title=title, parts=parts, source_notes=viewer.source_notes())


_MOST_NAMES = 3
"""How many names the title of a page has at most; of more the first stands for all."""


def list_page(edition: Edition, type_: EntityType, language: str, alternates: Sequence[Alternate]) -> bytes:
    """Render the list of all things of a type, with their key information and how they divide by it."""
    viewer = Viewer(edition, language, edition.settings.own(type_.name))
    things = edition.instances(type_)
    return render(
        viewer,
        "list.html",
        alternates,
        title=say(type_.plural, language),
        description=say(type_.description, language),
        facets=facets(viewer, type_),
        table=viewer.tree("", things, type_.with_role("KeyInfoRole")),
        count=len(things),
    )


def home_page(
    edition: Edition,
    language: str,
    alternates: Sequence[Alternate],
    downloads: Sequence[tuple[str, Sequence[Alternate]]],
    things: Sequence[NamedNode] = (),
) -> bytes:
    """Render the home page: what the catalogue is, what it holds, where to take its data, and what is at the base itself."""
    viewer = Viewer(edition, language, edition.settings.own(HOME))
    cards = [
        (
            Link(say(type_.plural, language), viewer.own(f"{type_.name}.{language}.html")),
            say(type_.description, language),
            len(edition.instances(type_)),
        )
        for type_ in edition.ranks.subjects()
        if edition.instances(type_)
    ]
    return render(
        viewer,
        "home.html",
        alternates,
        title=say(edition.settings.title, language),
        description=say(edition.settings.description, language),
        cards=cards,
        queries_count=len(edition.queries),
        downloads=[(part, [(viewer.href(a.path), a) for a in files]) for part, files in downloads],
        vocabulary=[section for section in terms(viewer, edition.settings.base) if section[1]],
        parts=[thing_part(viewer, thing) for thing in things],
    )


def vocabulary_page(
    edition: Edition, document: str, language: str, alternates: Sequence[Alternate], things: Sequence[NamedNode] = ()
) -> bytes:
    """Render the page of an ontology: its classes and properties, each at the anchor that its IRI names, then entries.

    Args:
        edition: the catalogue.
        document: the IRI of the document: the ontology's, up to its fragment.
        language: the page's language.
        alternates: the other documents about it.
        things: the entries whose IRIs lead to the document too.
    """
    viewer = Viewer(edition, language, edition.path(document))
    return render(
        viewer,
        "vocabulary.html",
        alternates,
        title=edition.label(edition.vocabulary_documents.by_document[document][0], language),
        vocabulary=terms(viewer, document),
        parts=[thing_part(viewer, thing) for thing in things],
    )


def problem_page(edition: Edition, language: str, problem: Problem, root: str, *, is_missing: bool) -> bytes:
    """Render the page that tells a reader why there is no answer.

    Args:
        edition: the catalogue.
        language: the page's language.
        problem: what went wrong.
        root: the address of the release's root, ending in `/`: this page is shown at any path.
        is_missing: whether there is nothing at the address.
    """
    viewer = Viewer(edition, language, HOME, root)
    return render(viewer, "problem.html", [], title=problem.title, problem=problem, is_missing=is_missing)
