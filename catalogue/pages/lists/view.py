"""Lists as pages: the things of a type, or of one of its choices, some of them on each page; and as data for the script."""

from __future__ import annotations

import json
from collections.abc import Sequence

from catalogue.edition import Edition, Place
from catalogue.messages import say
from catalogue.model import EntityType
from catalogue.pages.columns import property_column
from catalogue.pages.lists.items import Item, Items, columns, facet_views, list_href
from catalogue.pages.lists.listing import Listing, Part, data_path
from catalogue.pages.lists.order import date_property, is_tree, ranks
from catalogue.pages.lists.pager import anchor, index_links, pager
from catalogue.pages.lists.rows import rows, shows_cards
from catalogue.pages.parts import Link
from catalogue.pages.placing import map_of_types
from catalogue.pages.render import Alternate, render
from catalogue.pages.strings import string
from catalogue.pages.structured.page import About, Entries, list_item
from catalogue.pages.structured.things import JsonObject
from catalogue.pages.views import Viewer
from catalogue.visible import balanced

_MOST_OPTIONS = 6


def list_page(  # noqa: PLR0913, PLR0917 - a page, where it is shown, and what portals are told
    edition: Edition,
    listing: Listing,
    language: str,
    alternates: Sequence[Alternate],
    root: str = "",
    datasets: Sequence[JsonObject] = (),
) -> bytes:
    """Render a page of a list: some of its things, with their key information and how all divide by it.

    Args:
        edition: the catalogue.
        listing: the page.
        language: its language.
        alternates: the documents about the same.
        root: what links begin with where the page is shown in another folder than its own; or empty.
        datasets: the datasets of which it is the page, in schema.org.

    Returns:
        HTML in UTF-8.
    """
    viewer = Viewer(edition, language, edition.settings.own(listing.path), root)
    type_, part, pages = listing.type_, listing.part(edition, language), listing.pages(edition)
    whole = Link(say(type_.plural, language), list_href(viewer, Listing(type_)))
    return render(
        viewer,
        "list.html",
        alternates,
        about=type_.name,
        title=_title(viewer, listing, whole.label),
        heading=whole.label,
        description=say(type_.description, language) if listing.number == 1 and listing.choice is None else "",
        singular=say(type_.label, language),
        whole=whole,
        subject=About(
            [list_item(viewer, _entries(viewer, listing, part)), *datasets],
            [whole] if listing.number > 1 or listing.choice is not None else (),
            "CollectionPage",
        ),
        narrowed_to=_choice_link(viewer, listing),
        count=listing.count(edition),
        facets=facet_views(viewer, listing),
        map=map_of_types(viewer, [type_]) if listing.number == 1 and listing.choice is None else None,
        most_options=_MOST_OPTIONS,
        columns=[property_column(prop, language) for prop in columns(edition, type_.iri)],
        rows=rows(viewer, type_, part.rows, {mark.row - part.start: anchor(mark.name) for mark in part.marks}),
        card_columns=json.dumps(
            [string("name", language), *(say(prop.name, language) for prop in columns(edition, type_.iri))]
        ),
        has_cards=shows_cards(edition, type_),
        way=[viewer.link(thing) for thing in part.way],
        pager=pager(viewer, listing, pages),
        marks=index_links(viewer, listing, part.marks),
        marks_are_years=date_property(type_) is not None,
        order=_order(edition, listing),
        script=viewer.own("assets/list.js"),
        root=viewer.href(""),
        data=viewer.own(f"{data_path(type_)}.{language}.js") if pages > 1 and listing.choice is None else "",
    )


def _entries(viewer: Viewer, listing: Listing, part: Part) -> Entries:
    """Give what the page has of its list; what stands at several places of a tree once."""
    links = [viewer.link(place.thing) for place in part.rows if not place.is_repeated]
    choice = _choice_link(viewer, listing)
    title = say(listing.type_.plural, viewer.language) + (f" – {choice.note} {choice.label}" if choice else "")
    return Entries(title, listing.count(viewer.edition), part.start, links)


def _title(viewer: Viewer, listing: Listing, plural: str) -> str:
    """Title a page so that no other page of the list has the same title."""
    choice = _choice_link(viewer, listing)
    title = f"{plural} – {choice.note} {choice.label}" if choice else plural
    return title if listing.number == 1 else f"{title} – {string('page', viewer.language, number=listing.number)}"


def _order(edition: Edition, listing: Listing) -> str:
    """Say by what the rows are in order: `name`, from the first letter, or `date`, the latest first; empty for a tree."""
    type_ = listing.type_
    if listing.choice is None and is_tree(edition, type_.iri):
        return ""
    prop = date_property(type_)
    if prop is None:
        return "name"
    return "date" if next(iter(columns(edition, type_.iri)), None) == prop else ""


def _choice_link(viewer: Viewer, listing: Listing) -> Link | None:
    """Give what a list is narrowed down to: the page of the value, and as a note what it is of the things."""
    if listing.facet is None or listing.choice is None:
        return None
    value = viewer.value(listing.choice.term)
    return Link(value.label, value.href, value.language, say(listing.facet.prop.name, viewer.language))


def list_data(edition: Edition, type_: EntityType, language: str) -> bytes:
    """Write all things of a list as its script reads them.

    Args:
        edition: the catalogue.
        type_: the type whose things they are.
        language: the language of their names and values.

    Returns:
        JavaScript in UTF-8, which a page from a file can load too. It gives its own element a list with one list for each
        thing, in their order: the path of its page, its label, the language of the label where it is another one, the numbers
        of its choices separated by spaces, the texts of its cells, the keys of these, its line, and of a card the path of its
        image and its letter.
    """
    viewer, has_line = Viewer(edition, language, ""), shows_cards(edition, type_)
    things = ranks(edition, type_.iri, language)
    items = Items(viewer, type_, has_line=has_line)
    data = [_datum(items.item(Place(thing, 0, is_repeated=False)), is_card=has_line) for thing in things]
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"document.currentScript.things={written}\n".encode()


def _datum(shown: Item, *, is_card: bool) -> list[object]:
    return [
        shown.link.href,
        balanced(shown.link.label),
        shown.link.language,
        shown.choices,
        [balanced(cell.text) for cell in shown.cells],
        [cell.key for cell in shown.cells],
        balanced(shown.line.label) if shown.line else "",
        shown.image,
        shown.card.letter if is_card else "",
    ]
