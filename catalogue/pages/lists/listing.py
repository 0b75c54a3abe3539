"""Listings: the pages of the lists of things of a type, and where they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from catalogue.documents.addresses import HOME
from catalogue.edition import Edition, Place
from catalogue.model import EntityType
from catalogue.pages.lists.facets import Choice, Facet, choices
from catalogue.pages.lists.order import Rank, chosen, page_count, pages_for, places, ranks
from catalogue.terms import NamedNode

DATA = "data"
"""The name of the document that has all things of a list, for the script that narrows it down."""

_MOST_DIGITS = 9


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

    def rows(self, edition: Edition, language: str) -> Sequence[Place]:
        """Give the rows of the whole list in a language."""
        if self.choice is None:
            return places(edition, self.type_.iri, language)
        return chosen(edition, self.type_.iri, language, self.choice)

    def ranks(self, edition: Edition, language: str) -> Mapping[NamedNode, Rank]:
        """Give the order of the things of the type."""
        return ranks(edition, self.type_.iri, language)

    def count(self, edition: Edition) -> int:
        """Tell how many things the list has."""
        return len(edition.instances(self.type_) if self.choice is None else self.choice.things)


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
