"""Pagers: from one page of a list to the others, by numbers, letters and years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalogue.pages.lists.items import list_href
from catalogue.pages.lists.listing import Listing
from catalogue.pages.lists.order import Mark
from catalogue.pages.parts import Link
from catalogue.pages.views import Viewer

_NEAR = 2
"""How many pages before and after the one shown have a link, beside the first and the last."""


@dataclass(frozen=True)
class Pager:
    """The pages of a list.

    Attributes:
        number: the number of the page shown.
        count: how many there are.
        links: the pages near it, the first and the last, in order; None where some are left out.
        previous: the page before, or None.
        next: the page after, or None.
    """

    number: int
    count: int
    links: Sequence[Link | None]
    previous: Link | None
    next: Link | None


def pager(viewer: Viewer, listing: Listing, count: int) -> Pager:
    """Show the pages of a list, seen from one of them."""

    def link(number: int) -> Link:
        return Link(str(number), list_href(viewer, listing.page(number)))

    number = listing.number
    return Pager(
        number,
        count,
        [link(each) if each else None for each in _near(number, count)],
        link(number - 1) if number > 1 else None,
        link(number + 1) if number < count else None,
    )


def _near(number: int, count: int) -> Iterator[int]:
    """Give the numbers of pages near one, the first and the last, and 0 where several are left out."""
    before = 0
    for each in range(1, count + 1):
        if each in {1, count} or abs(each - number) <= _NEAR:
            if each - before > 1:
                yield each - 1 if each - before == _NEAR else 0
            yield each
            before = each


def index_links(viewer: Viewer, listing: Listing, marks: Sequence[Mark]) -> Sequence[Link]:
    """Give the links of an index: to the row of each letter or year, on its page."""

    def href(mark: Mark) -> str:
        return "" if mark.page == listing.number else list_href(viewer, listing.page(mark.page))

    return [Link(mark.name, f"{href(mark)}#{anchor(mark.name)}") for mark in marks]


def anchor(mark: str) -> str:
    """Give the fragment to which an index leads from a letter or a year.

    >>> anchor("A"), anchor("#"), anchor("2023")
    ('from-a', 'from-u23', 'from-2023')
    """
    letters = (letter if letter.isascii() and letter.isalnum() else f"u{ord(letter):x}" for letter in mark.lower())
    return f"from-{''.join(letters)}"
