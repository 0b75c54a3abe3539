"""The page of the search, and the pages of all names in alphabetical order, which need no script."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from catalogue.collation import collation_key, initial
from catalogue.documents.addresses import NAMES, SEARCH
from catalogue.edition import Edition, per_edition
from catalogue.messages import say
from catalogue.pages.lists.pager import anchor
from catalogue.pages.parts import Link
from catalogue.pages.render import Alternate, render
from catalogue.pages.strings import string
from catalogue.pages.views import Viewer

NAMES_PER_PAGE = 200
"""How many names a page of them has at most."""


@per_edition
def _named(edition: Edition, language: str) -> Sequence[tuple[str, Link, str]]:
    """List what is subject matter by name in a language: its letter, its link on a page of names, and its type."""
    viewer = Viewer(edition, language, edition.settings.own(f"{NAMES}/1"))
    entries = []
    for thing in edition.subjects:
        link = viewer.link(thing)
        entries.append((_order(link.label), thing.value, link, say(edition.things[thing][0].label, language)))
    entries.sort(key=lambda entry: entry[:2])
    return [(order[1], link, type_) for order, _, link, type_ in entries]


def _order(name: str) -> tuple[bool, str, tuple[str, str, str]]:
    """Give what a name is sorted by: names that begin with no letter last, then its letter, then its collation key."""
    letter = initial(name)
    return (not letter.isalpha(), letter, collation_key(name))


def names_pages(edition: Edition) -> int:
    """Count the pages of all names, which are as many in each language."""
    return ceil(len(edition.subjects) / NAMES_PER_PAGE)


def _letters(viewer: Viewer) -> list[Link]:
    """Link each letter to the page and the place where its names begin."""
    first: dict[str, int] = {}
    for place, (letter, _, _) in enumerate(_named(viewer.edition, viewer.language)):
        first.setdefault(letter, place)
    return [
        Link(letter, f"{_page_href(viewer, place // NAMES_PER_PAGE + 1)}#{anchor(letter)}") for letter, place in first.items()
    ]


def _page_href(viewer: Viewer, number: int) -> str:
    return viewer.own(f"{NAMES}/{number}.{viewer.language}.html")


def search_page(edition: Edition, language: str, alternates: Sequence[Alternate]) -> bytes:
    """Render the page of the search: its field, where a script shows results, and the ways that need no script."""
    viewer = Viewer(edition, language, edition.settings.own(SEARCH))
    return render(
        viewer,
        "search.html",
        alternates,
        title=string("search-title", language),
        types=[
            Link(say(type_.plural, language), viewer.own(f"{type_.name}.{language}.html"))
            for type_ in edition.ranks.subjects()
            if edition.instances(type_)
        ],
        letters=_letters(viewer),
    )


def names_page(edition: Edition, number: int, language: str, alternates: Sequence[Alternate]) -> bytes:
    """Render a page of the names of all that is subject matter, in alphabetical order.

    Args:
        edition: the catalogue.
        number: which of the pages, from 1.
        language: the language of the page, and of the names.
        alternates: the page in the other languages.
    """
    viewer = Viewer(edition, language, edition.settings.own(f"{NAMES}/{number}"))
    entries = _named(edition, language)[(number - 1) * NAMES_PER_PAGE : number * NAMES_PER_PAGE]
    sections: dict[str, list[tuple[Link, str]]] = {}
    for letter, link, type_ in entries:
        sections.setdefault(letter, []).append((link, type_))
    letters = list(sections)
    return render(
        viewer,
        "names.html",
        alternates,
        title=string("names-title" if len(letters) > 1 else "names-of", language, first=letters[0], last=letters[-1]),
        letters=_letters(viewer),
        sections=[(letter, anchor(letter), of) for letter, of in sections.items()],
        before=_page_href(viewer, number - 1) if number > 1 else "",
        after=_page_href(viewer, number + 1) if number < names_pages(edition) else "",
    )
