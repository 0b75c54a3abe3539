"""Pages, each rendered with what every page has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urljoin

from catalogue.documents.addresses import HOME
from catalogue.documents.formats import HTML
from catalogue.edition import Edition
from catalogue.messages import say
from catalogue.names import STANDARD_PREFIXES
from catalogue.pages.answers import Problem
from catalogue.pages.environment import rendered
from catalogue.pages.meta_description import meta_description
from catalogue.pages.notes import by_document, reason_notes, source_notes
from catalogue.pages.parts import Link
from catalogue.pages.preview_view import preview_view
from catalogue.pages.site import site
from catalogue.pages.strings import string, strings_language
from catalogue.pages.structured.page import About, page_items
from catalogue.pages.structured.things import thing_item
from catalogue.pages.structured.writing import data_block
from catalogue.pages.surroundings import ThingPart, thing_part
from catalogue.pages.terms import terms
from catalogue.pages.theme import templates
from catalogue.pages.views import Viewer
from catalogue.terms import NamedNode

_HAS_PROVENANCE = STANDARD_PREFIXES["prov"] + "has_provenance"


class Alternate(NamedTuple):
    """Another document about the same thing, or its provenance.

    Attributes:
        path: its path in the release.
        media_type: its media type.
        name: what the format is called.
        language: its language, or empty.
        relation: its relation to the page.
        size: how many bytes it has; None where that is not told.
    """

    path: str
    media_type: str
    name: str
    language: str = ""
    relation: str = "alternate"
    size: int | None = None

    @property
    def is_page(self) -> bool:
        """Whether it is the page in a language, not data."""
        return self.media_type == HTML.media_type


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
        **site(viewer),
        "alternates": [(f"{viewer.edition.address}{a.path}" if a.language else viewer.href(a.path), a) for a in data],
        "provenance": [(viewer.href(a.path), a) for a in alternates if a.relation == _HAS_PROVENANCE],
        "offered": [(viewer.href(a.path), a) for a in _in_language(data, viewer.language)],
        "translations": [(viewer.href(a.path), f"{viewer.edition.address}{a.path}", a) for a in alternates if a.is_page],
        "description": "",
        "opening": "",
        "source_notes": [],
        "reason_notes": [],
        "about": "",
        "subject": About(),
        **values,
    }
    shared["meta_description"] = meta_description(viewer, shared)
    shared["preview"] = preview_view(viewer, shared["about"])
    shared["structured"] = _structured(viewer, shared)
    return rendered(templates(viewer.edition), template, shared)


def _structured(viewer: Viewer, shared: dict[str, Any]) -> str:
    """Say what the page is about in schema.org; nothing on a page that has no subject."""
    subject: About | None = shared["subject"]
    if subject is None:
        return ""
    title, description, address = (str(shared[name]) for name in ("title", "description", "canonical"))
    return data_block(page_items(viewer, subject, title=title, description=description, address=address))


def _in_language(alternates: Sequence[Alternate], language: str) -> list[Alternate]:
    """List what a page in a language offers to take: of a format in that language, not the same without one or in another."""
    translated = {other.media_type for other in alternates if other.language == language}
    return [a for a in alternates if a.language == language or not (a.language or a.media_type in translated)]


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
    viewer = Viewer(edition, language, edition.path(thing.value))
    part = thing_part(viewer, thing)
    parts = [thing_part(viewer, other) for other in things[1:]]
    return render(
        viewer,
        "thing.html",
        alternates,
        about=edition.things[thing][0].name,
        title=part.link.label,
        title_language=part.link.language,
        parts=parts,
        **foot_notes(viewer),
        description=part.lead.values[0].label if part.lead else "",
        part=part,
        subject=About([thing_item(viewer, each) for each in things], _way_to(viewer, thing, part)),
    )


def _way_to(viewer: Viewer, thing: NamedNode, part: ThingPart) -> Sequence[Link]:
    """Give the pages between the home page and that of a thing: the list of its type, then the first path down to it."""
    type_ = viewer.edition.things[thing][0]
    lists = [Link(say(type_.plural, viewer.language), href)] if (href := viewer.list_href(type_)) else []
    return [*lists, *(part.trails[0].links if part.trails else ())]


def _things_page(edition: Edition, things: Sequence[NamedNode], language: str, alternates: Sequence[Alternate]) -> bytes:
    """Render the page of several things whose document is none itself: it is called by their names."""
    viewer = Viewer(edition, language, edition.path(things[0].value))
    parts = [thing_part(viewer, thing) for thing in things]
    labels = [part.link.label for part in parts]
    title = ", ".join(labels)
    if len(labels) > _MOST_NAMES:
        title = string("and_more", language, label=labels[0], count=len(labels) - 1)
    subject = About([thing_item(viewer, thing) for thing in things])
    return render(viewer, "things.html", alternates, title=title, parts=parts, subject=subject, **foot_notes(viewer))


def foot_notes(viewer: Viewer) -> dict[str, Any]:
    """Give what stands at the foot of a page; all else must be made before."""
    reasons = reason_notes(viewer)
    return {"source_notes": by_document(source_notes(viewer)), "reason_notes": reasons}


_MOST_NAMES = 3
"""How many names the title of a page has at most; of more the first stands for all."""


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
        subject=About([thing_item(viewer, thing) for thing in things]),
        **foot_notes(viewer),
    )


def moved_page(
    edition: Edition, document: str, successors: Sequence[NamedNode], language: str, alternates: Sequence[Alternate]
) -> bytes:
    """Render the page at the former address of an entry: it says where that is now, and sends on whoever opens it.

    Args:
        edition: the catalogue.
        document: the IRI that the entry had, up to its fragment.
        successors: the IRIs that replace it; where there are several, the reader chooses.
        language: the page's language.
        alternates: the other documents about the former IRI.
    """
    viewer = Viewer(edition, language, edition.path(document))
    links = [viewer.link(successor) for successor in successors]
    only = links[0].href if len(links) == 1 else ""
    own = f"{viewer.path}.{language}.html"
    return render(
        viewer,
        "moved.html",
        alternates,
        title=string("moved", language),
        subject=None,
        iri=document,
        links=links,
        refresh=only,
        canonical=urljoin(f"{edition.address}{own}", only or own.rpartition("/")[2]),
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
    return _problem(Viewer(edition, language, HOME, root), problem, is_missing=is_missing)


def _problem(viewer: Viewer, problem: Problem, *, is_missing: bool, translated: Sequence[tuple[str, str]] = ()) -> bytes:
    others = [other for other in viewer.edition.settings.languages if other != viewer.language]
    homes = [(viewer.own(f"{HOME}.{other}.html"), other) for other in others]
    shared = {"title": problem.title, "problem": problem, "is_missing": is_missing, "homes": homes, "subject": None}
    return render(viewer, "problem.html", [], **shared, translated=translated)


def missing_page(edition: Edition, language: str, root: str) -> bytes:
    """Render the page that static hosts show where there is nothing: it says so in each language that has messages.

    Args:
        edition: the catalogue.
        language: the page's language.
        root: the path of the release's root on its host, ending in `/`.
    """
    problem = Problem(string("missing", language), string("missing_lead", language))
    others = [tag for tag in edition.settings.languages if tag != language and not strings_language(tag)]
    translated = [(tag, string("missing", tag)) for tag in others]
    return _problem(Viewer(edition, language, HOME, root), problem, is_missing=True, translated=translated)
