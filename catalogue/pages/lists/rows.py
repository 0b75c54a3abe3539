"""Rows: what stands in lists, as HTML. A thing stands in several: of all things of its type, and of each of its choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from catalogue.edition import Edition, Place, held_by_edition
from catalogue.model import EntityType
from catalogue.pages.columns import property_column
from catalogue.pages.environment import fragment
from catalogue.pages.lists.items import Items, columns, has_cards
from catalogue.pages.lists.order import is_tree
from catalogue.pages.theme import templates
from catalogue.pages.views import Viewer
from catalogue.reads import Key
from catalogue.terms import NamedNode

_MOST_KEPT = 4
"""For how many types and languages rows are kept: a build goes from one type to the next."""


class _Row(NamedTuple):
    """A row that is kept.

    Attributes:
        html: the row.
        keys: what was looked up for it.
    """

    html: str
    keys: frozenset[Key]


@held_by_edition
def _kept(_edition: Edition) -> dict[tuple[str, str, str], dict[NamedNode, _Row]]:
    """Keep rows by type, language and way to the root of the release, those of the last types."""
    return {}


def _rows_of(viewer: Viewer, type_: EntityType) -> dict[NamedNode, _Row]:
    kept, key = _kept(viewer.edition), (type_.iri, viewer.language, viewer.href(""))
    rows = kept.setdefault(key, {})
    for older in list(kept)[:-_MOST_KEPT]:
        kept.pop(older, None)
    return rows


def shows_cards(edition: Edition, type_: EntityType) -> bool:
    """Tell whether the lists of a type have cards: where its shapes give it pictures, and its things are no tree."""
    return has_cards(type_) and not is_tree(edition, type_.iri)


def rows(viewer: Viewer, type_: EntityType, places: Sequence[Place], anchors: Mapping[int, str]) -> Iterator[str]:
    """Render things in their places.

    Args:
        viewer: the page.
        type_: their type.
        places: the places, in their order.
        anchors: the fragments of those to which an index leads, by their numbers.

    Yields:
        The HTML of each: a row of a table, or a card.
    """
    are_cards = shows_cards(viewer.edition, type_)
    heads = [property_column(prop, viewer.language) for prop in columns(viewer.edition, type_.iri)]
    kept, theme, reads = _rows_of(viewer, type_), templates(viewer.edition), viewer.edition.graph.reads

    items = Items(viewer, type_, has_line=are_cards)

    def rendered(place: Place, anchor: str) -> str:
        shown = items.item(place)
        macro = "card_of" if are_cards else "row_of"
        return fragment(theme, "list_rows.html", macro, shown, anchor, heads, viewer.language)

    for number, place in enumerate(places):
        anchor = anchors.get(number, "")
        if anchor or place.level or place.is_repeated:
            yield rendered(place, anchor)
            continue
        if place.thing not in kept:
            with reads.noted() as keys:
                html = rendered(place, "")
            kept[place.thing] = _Row(html, frozenset(keys))
        row = kept[place.thing]
        reads.repeat(row.keys)
        yield row.html
