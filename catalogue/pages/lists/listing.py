"""Listings: the pages of the lists of things of a type, and where they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from catalogue.documents.addresses import HOME
from catalogue.edition import Edition, Lazy, Place, per_edition
from catalogue.model import EntityType
from catalogue.pages.lists.facets import Choice, Facet, choices
from catalogue.pages.lists.order import Mark, Rank, bounds, chosen, index, page_count, pages_for, places, ranks, way_down
from catalogue.terms import NamedNode

DATA = "data"
"""The name of the document that has all things of a list, for the script that narrows it down."""

_MOST_DIGITS = 9
_ROWS_WITHOUT_INDEX = 40
"""How many rows a list of one page has at most that needs no index."""

_ONE_PAGE = 2
"""How many bounds a list of one page has: where it begins and ends."""

_LONGEST_WAY = 8


@dataclass(frozen=True, eq=False)
class Listing:
    """A page of a list.

    Attributes:
        type_: the type whose things it lists.
        facet: the facet by which the list is narrowed down; None when it has all things.
        choice: the value by which it is.
        number: the number of the page, from 1.
    """

    type_: EntityType
    facet: Facet | None = None
    choice: Choice | None = None
    number: int = 1

    @property
    def path(self) -> str:
        """The path of the page, without language and suffix, below what is no entry's."""
        if self.choice is None:
            return self.type_.name if self.number == 1 else f"{folder(self.type_)}/{self.number}"
        return f"{folder(self.type_)}/{self.choice.name}" + (f"-{self.number}" if self.number > 1 else "")

    def page(self, number: int) -> Listing:
        """Give another page of the same list."""
        return replace(self, number=number)

    def pages(self, edition: Edition) -> int:
        """Tell how many pages the list has."""
        return page_count(edition, self.type_.iri) if self.choice is None else pages_for(len(self.choice.things))

    def part(self, edition: Edition, language: str) -> Part:
        """Give what the page has of the list in a language."""
        return _parts(edition, self.type_.iri, language)[self.path]

    def count(self, edition: Edition) -> int:
        """Tell how many things the list has."""
        return len(edition.instances(self.type_) if self.choice is None else self.choice.things)


@dataclass(frozen=True)
class Part:
    """What a page has of a list.

    Attributes:
        rows: its rows.
        start: how many rows of the list are before it.
        way: the things above its first row, where that is in a tree, from the top: those next to it.
        marks: the index of the whole list.
    """

    rows: Sequence[Place]
    start: int
    way: Sequence[NamedNode]
    marks: Sequence[Mark]


@per_edition
def _parts(edition: Edition, type_iri: str, language: str) -> Mapping[str, Part]:
    """Give what the pages of the lists of a type have, each when it is first asked for, by the path of the page."""
    first = Listing(edition.model.types[type_iri])

    def part_at(path: str) -> Part:
        listing = first if path == first.path else listing_at(edition, path)
        if not isinstance(listing, Listing):
            raise KeyError(path)
        return _part_of(edition, listing, language)

    return Lazy(edition.graph.reads, part_at)


def _part_of(edition: Edition, listing: Listing, language: str) -> Part:
    type_iri, choice, pages = listing.type_.iri, listing.choice, listing.pages(edition)
    rows = places(edition, type_iri, language) if choice is None else chosen(edition, type_iri, language, choice)
    starts = bounds(rows, pages)
    start, end = starts[listing.number - 1], starts[listing.number]
    if choice is None:
        marks = _marks(edition, type_iri, language)
    else:
        marks = _index_of(rows, ranks(edition, type_iri, language), starts)
    return Part(rows[start:end], start, way_down(rows, start)[-_LONGEST_WAY:] if start < end else [], marks)


@per_edition
def _marks(edition: Edition, type_iri: str, language: str) -> Sequence[Mark]:
    """Give the index of the list of all things of a type, which all of its pages have."""
    rows = places(edition, type_iri, language)
    return _index_of(rows, ranks(edition, type_iri, language), bounds(rows, page_count(edition, type_iri)))


def _index_of(rows: Sequence[Place], things: Mapping[NamedNode, Rank], starts: Sequence[int]) -> Sequence[Mark]:
    """Give the index of a list; none where it has one page of few rows."""
    return index(rows, things, starts) if len(starts) > _ONE_PAGE or len(rows) > _ROWS_WITHOUT_INDEX else []


def folder(type_: EntityType) -> str:
    """Give the folder of the pages of the lists of a type but the first: it is below that of the home page, which is ours."""
    return f"{HOME}/{type_.name}"


def further(edition: Edition) -> Iterator[Listing]:
    """List the pages of the lists of all things of each type, but the first ones."""
    for type_ in edition.model.types.values():
        whole = Listing(type_)
        yield from (whole.page(number) for number in range(2, whole.pages(edition) + 1))


def narrowed(edition: Edition) -> Iterator[Listing]:
    """List the pages of the lists of all choices."""
    for type_ in edition.model.types.values():
        for facet, choice in choices(edition, type_.iri).values():
            first = Listing(type_, facet, choice)
            yield from (first.page(number) for number in range(1, first.pages(edition) + 1) if choice.has_pages)


def has_data(edition: Edition, type_: EntityType) -> bool:
    """Tell whether the list of a type has a document with all its things: where it has more than one page."""
    return page_count(edition, type_.iri) > 1


def data_path(type_: EntityType) -> str:
    """Give the path of that document, without language and suffix."""
    return f"{folder(type_)}/{DATA}"


def listing_at(edition: Edition, path: str) -> Listing | EntityType | None:
    """Give what is at a path in the folder of lists.

    Args:
        edition: the catalogue.
        path: below what is no entry's, without language and suffix.

    Returns:
        A page of a list; the type whose list has its data there; or None.
    """
    above, _, name = path.rpartition("/")
    type_ = edition.model.by_name.get(above.removeprefix(f"{HOME}/")) if above.startswith(f"{HOME}/") else None
    if type_ is None:
        return None
    if name == DATA:
        return type_ if has_data(edition, type_) else None
    number = _number(name)
    return _page(edition, Listing(type_), number) if number else _narrowed_at(edition, type_, name)


def _narrowed_at(edition: Edition, type_: EntityType, name: str) -> Listing | None:
    known = {key: (facet, choice) for key, (facet, choice) in choices(edition, type_.iri).items() if choice.has_pages}
    if name in known:
        return Listing(type_, *known[name])
    stem, _, number = name.rpartition("-")
    return _page(edition, Listing(type_, *known[stem]), _number(number)) if stem in known else None


def _page(edition: Edition, listing: Listing, number: int) -> Listing | None:
    return listing.page(number) if 1 < number <= listing.pages(edition) else None


def _number(text: str) -> int:
    """Give a number of a page as addresses have it, or 0."""
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and not text.startswith("0")
    return int(text) if is_number else 0
