"""The summary of a thing: a page as small as a card, which other sites show in a frame."""

from __future__ import annotations

from catalogue.documents.addresses import HOME
from catalogue.edition import Edition
from catalogue.model import combined
from catalogue.pages.cards import Card, Tag
from catalogue.pages.environment import rendered
from catalogue.pages.parts import Link
from catalogue.pages.story import story
from catalogue.pages.theme import templates
from catalogue.pages.views import Viewer
from catalogue.terms import NamedNode

_MOST_FACTS = 4


def summary_page(edition: Edition, thing: NamedNode, language: str, root: str) -> bytes:
    """Render the summary of a thing: its name, which leads to its page, what it is, a sentence about it, its first facts.

    Args:
        edition: the catalogue.
        thing: the thing.
        language: the page's language.
        root: the address of the release's root, ending in `/`.

    Returns:
        HTML in UTF-8 without scripts.
    """
    viewer = Viewer(edition, language, HOME, root)
    laid_out = story(viewer, thing, combined(edition.things[thing]))
    types = [Tag(link.label, link.href, link.language) for link in viewer.type_links(thing)]
    tags = [Tag(value.label, value.href, value.language) for value in laid_out.tags]
    lead = laid_out.lead.values[0] if laid_out.lead else None
    values = [row.values[0] for row in laid_out.facts if row.values and row.values[0].label]
    card = Card(
        viewer.link(thing),
        Link(lead.label, "", lead.language) if lead else Link(""),
        [*types, *tags],
        [Link(value.label, value.href, value.language) for value in values[:_MOST_FACTS]],
    )
    shared = {"lang": language, "style": viewer.own("assets/style.css"), "card": card}
    return rendered(templates(edition), "summary.html", shared)


def page_address(edition: Edition, thing: NamedNode, language: str, root: str) -> str:
    """Give the address of the page of a thing in a language.

    Args:
        edition: the catalogue.
        thing: the thing.
        language: the page's language.
        root: the address of the release's root, ending in `/`.
    """
    return Viewer(edition, language, HOME, root).thing_href(thing)
