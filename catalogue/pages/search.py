"""The page of the search, and the pages of all names in alphabetical order, which need no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalogue.collation import initial, name_key
from catalogue.documents.addresses import NAMES, SEARCH
from catalogue.edition import Edition, Lazy, per_edition
from catalogue.messages import say
from catalogue.pages.lists.pager import anchor
from catalogue.pages.numbering import NAMES_PER_PAGE, names_pages
from catalogue.pages.parts import Link
from catalogue.pages.render import Alternate, render
from catalogue.pages.strings import string
from catalogue.pages.views import Viewer
from catalogue.terms import NamedNode


@per_edition
def _ordered(edition: Edition, language: str) -> Sequence[tuple[str, NamedNode]]:
    """List what is subject matter by name in a language, each with its letter."""
    viewer = Viewer(edition, language, edition.settings.own(f"{NAMES}/1"))
    edition.graph.expect(edition.subjects)
    entries = sorted((_order(viewer.link(thing).label), thing.value, thing) for thing in edition.subjects)
    return [(order[1], thing) for order, _, thing in entries]


def _order(name: str) -> tuple[bool, str, tuple[str, str, str]]:
    """Give what a name is sorted by: names that begin with no letter last, then its letter, then its collation key."""
    letter = initial(name)
    return (not letter.isalpha(), letter, name_key(name))


@per_edition
def _parts(edition: Edition, language: str) -> Mapping[str, Sequence[tuple[str, NamedNode]]]:
    """Give what the pages of all names have, by their numbers: a page is another only where its own part is."""

    def part_at(number: str) -> Sequence[tuple[str, NamedNode]]:
        end = int(number) * NAMES_PER_PAGE
        return _ordered(edition, language)[end - NAMES_PER_PAGE : end]

    return Lazy(edition.graph.reads, part_at)


@per_edition
def _pages_of_letters(edition: Edition, language: str) -> Sequence[tuple[str, int]]:
    """List the letters in a language, each with the page on which its names begin."""
    first: dict[str, int] = {}
    for place, (letter, _) in enumerate(_ordered(edition, language)):
        first.setdefault(letter, place // NAMES_PER_PAGE + 1)
    return [*first.items()]


def _letters(viewer: Viewer) -> list[Link]:
    """Link each letter to the page and the place where its names begin."""
    pages = _pages_of_letters(viewer.edition, viewer.language)
    return [Link(letter, f"{_page_href(viewer, number)}#{anchor(letter)}") for letter, number in pages]


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
    sections: dict[str, list[tuple[Link, str]]] = {}
    for letter, thing in _parts(edition, language)[str(number)]:
        sections.setdefault(letter, []).append((viewer.link(thing), say(edition.things[thing][0].label, language)))
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
