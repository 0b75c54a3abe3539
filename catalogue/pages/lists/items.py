"""Items: what a list shows of its things, and how it divides, as the templates lay it out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import NamedTuple

from catalogue.collation import name_key
from catalogue.edition import Edition, Place, per_edition
from catalogue.lexical import is_valid
from catalogue.messages import say
from catalogue.model import EntityType, Property, spread
from catalogue.pages.cards import Card
from catalogue.pages.lists.facets import DATES, Choice, Facet, choices, facets
from catalogue.pages.lists.listing import Listing
from catalogue.pages.parts import Link, Value
from catalogue.pages.theme import thing_image
from catalogue.pages.views import Viewer
from catalogue.reads import Key
from catalogue.terms import XSD, Literal, NamedNode, Term

_NUMBERS = frozenset(XSD + name for name in ("decimal", "integer", "nonNegativeInteger", "positiveInteger", "int", "long"))
_PICTURE_ROLES = ("IconRole", "DepictionRole")
_LONGEST_LINE = 240


class Cell(NamedTuple):
    """The values of a property in a row.

    Attributes:
        values: the values.
        key: the first of them as a number or a date, which sorts otherwise than as it is written; else empty.
    """

    values: Sequence[Value]
    key: str

    @property
    def text(self) -> str:
        """The values as a text."""
        return ", ".join(filter(None, (value.label for value in self.values)))


class Item(NamedTuple):
    """A thing in a list.

    Attributes:
        link: its name and page.
        cells: its values, one cell for each column.
        choices: the numbers of the choices that it has, of all facets, separated by spaces.
        line: what it is, on a card.
        level: how many things stand above it in a tree.
        is_repeated: whether it stands above already.
        image: the address of its image on a card, or empty.
    """

    link: Link
    cells: Sequence[Cell]
    choices: str = ""
    line: Value | None = None
    level: int = 0
    is_repeated: bool = False
    image: str = ""

    @property
    def data_cells(self) -> str:
        """The texts and keys of its cells as JSON, by which its card is sorted."""
        return json.dumps([[cell.text, cell.key] for cell in self.cells], ensure_ascii=False, separators=(",", ":"))

    @property
    def card(self) -> Card:
        """The thing as a card."""
        line = Link(self.line.label, "", self.line.language) if self.line else Link("")
        values = (value for cell in self.cells for value in cell.values if value.label)
        small = [Link(value.label, value.href, value.language) for value in values if not value.image]
        return Card(self.link, line, small=small, image=self.image)


@dataclass(frozen=True)
class Option:
    """A choice as a list offers it.

    Attributes:
        link: its name, and the list that it leads to.
        count: how many things have it.
        number: its number among the choices of all facets.
        name: how the address of a list that is narrowed down by several calls it.
        is_current: whether the page is that list.
    """

    link: Link
    count: int
    number: int
    name: str
    is_current: bool


@dataclass(frozen=True)
class FacetView:
    """A facet as a list offers it: its name, its choices, and how many values there are beside them."""

    name: str
    options: Sequence[Option]
    left_out: int


_EMPTY = Cell((), "")


@per_edition
def _choices_of(edition: Edition, type_iri: str) -> Mapping[NamedNode, str]:
    """Give the numbers of the choices of each thing of a type that has any."""
    numbers: dict[NamedNode, list[str]] = {}
    for number, (_, choice) in enumerate(choices(edition, type_iri).values()):
        for thing in choice.things:
            numbers.setdefault(thing, []).append(str(number))
    return {thing: " ".join(each) for thing, each in numbers.items()}


@per_edition
def columns(edition: Edition, type_iri: str) -> Sequence[Property]:
    """List the key properties of a type that any of its things has a value of."""
    type_ = edition.model.types[type_iri]
    things, graph = edition.instances(type_), edition.graph
    return [prop for prop in type_.with_role("KeyInfoRole") if any(prop.path.follow(graph, thing) for thing in things)]


def has_cards(type_: EntityType) -> bool:
    """Tell whether the things of a type are shown as cards: where its shapes give them a picture and a description."""
    has_picture = any(type_.with_role(role) for role in _PICTURE_ROLES)
    return has_picture and bool(type_.with_role("DescriptionRole"))


class Items:
    """Shows the things of a type in a list.

    Args:
        viewer: the page.
        type_: their type.
        has_line: whether what they are is told, as cards do.
    """

    def __init__(self, viewer: Viewer, type_: EntityType, *, has_line: bool) -> None:
        self._viewer = viewer
        self._type = type_
        self._has_line = has_line
        self._columns = columns(viewer.edition, type_.iri)
        self._choices = _choices_of(viewer.edition, type_.iri)
        self._cells: dict[tuple[int | Term, ...], tuple[Cell, set[Key]]] = {}

    def item(self, place: Place) -> Item:
        """Show a thing in its place."""
        viewer, thing = self._viewer, place.thing
        return Item(
            viewer.link(thing),
            [] if place.is_repeated else self._cells_of(thing),
            self._choices.get(thing, ""),
            _line(viewer, self._type, thing) if self._has_line else None,
            place.level,
            place.is_repeated,
            viewer.own(image) if self._has_line and (image := thing_image(viewer.edition, thing)) else "",
        )

    def _cells_of(self, thing: NamedNode) -> list[Cell]:
        graph = self._viewer.edition.graph
        stated, cells = graph.stated(thing), []
        for number, prop in enumerate(self._columns):
            step = prop.path.step
            terms = prop.path.follow(graph, thing) if step is None else stated.get(step, ())
            cells.append(self._cell(thing, number, prop, terms) if terms else _EMPTY)
        return cells

    def _cell(self, thing: NamedNode, number: int, prop: Property, terms: Sequence[Term]) -> Cell:
        """Give a cell: one for all things that have the same values, but where the property's viewer names the thing."""
        if prop.viewer is not None:
            return _cell(self._viewer, thing, prop, terms)
        reads, key = self._viewer.edition.graph.reads, (number, *terms)
        known = self._cells.get(key)
        if known is None:
            with reads.noted() if reads.keys is not None else nullcontext(set[Key]()) as keys:
                cell = _cell(self._viewer, thing, prop, terms)
            known = self._cells[key] = cell, keys
        reads.repeat(known[1])
        return known[0]


def _cell(viewer: Viewer, thing: NamedNode, prop: Property, given: Sequence[Term]) -> Cell:
    terms = spread(viewer.edition.graph, viewer.in_language(given))
    values = viewer.in_cell(thing, prop, terms)
    return Cell(values, _key(terms))


def _key(terms: Sequence[Term]) -> str:
    first = next(iter(terms), None)
    if not isinstance(first, Literal) or first.datatype.value not in _NUMBERS | DATES:
        return ""
    return first.value if is_valid(first.value, first.datatype.value) else ""


def _line(viewer: Viewer, type_: EntityType, thing: NamedNode) -> Value | None:
    """Give the first description that a thing has, cut between two words where it is long."""
    graph = viewer.edition.graph
    described = (viewer.in_language(prop.path.follow(graph, thing)) for prop in type_.with_role("DescriptionRole"))
    term = next((terms[0] for terms in described if terms), None)
    if not isinstance(term, Literal):
        return None
    value = viewer.value(term)
    return Value(shortened(value.label), language=value.language)


def shortened(text: str) -> str:
    r"""Cut a long text between two words, or in the middle of a word that is too long itself.

    >>> shortened("short"), len(shortened("a" * 1000)), shortened("word " * 100)[-6:]
    ('short', 240, 'word\xa0…')
    """
    if len(text) <= _LONGEST_LINE:
        return text
    start, space, _ = text[: _LONGEST_LINE - 1].rpartition(" ")
    return f"{start}\xa0…" if space else text[: _LONGEST_LINE - 1] + "…"


def facet_views(viewer: Viewer, listing: Listing) -> Sequence[FacetView]:
    """Show how the things of a type divide: each choice leads to its own list, that of the page back to the whole one.

    A list that is narrowed down already shows its own facet alone: the others would lead out of it, not further in.
    """
    type_, edition = listing.type_, viewer.edition
    numbers = {name: number for number, name in enumerate(choices(edition, type_.iri))}
    return [
        FacetView(
            say(facet.prop.name, viewer.language),
            _sorted(facet, [_option(viewer, listing, facet, choice, numbers[choice.name]) for choice in facet.choices]),
            facet.left_out,
        )
        for facet in facets(edition, type_.iri)
        if listing.facet in {None, facet}
    ]


def _option(viewer: Viewer, listing: Listing, facet: Facet, choice: Choice, number: int) -> Option:
    is_current, value = listing.choice is choice, viewer.value(choice.term)
    if choice.has_pages:
        target = Listing(listing.type_) if is_current else Listing(listing.type_, facet, choice)
        href = list_href(viewer, target)
    else:
        href = viewer.thing_href(choice.things[0]) if len(choice.things) == 1 else value.href
    return Option(Link(value.label, href, value.language), len(choice.things), number, choice.name, is_current)


def _sorted(facet: Facet, options: Iterable[Option]) -> Sequence[Option]:
    """Order choices: years from the latest, others from the most frequent, then by what they are called."""
    if facet.is_by_year:
        return sorted(options, key=lambda option: int(option.link.label), reverse=True)
    return sorted(options, key=lambda option: (-option.count, name_key(option.link.label)))


def list_href(viewer: Viewer, listing: Listing) -> str:
    """Give the address of a page of a list."""
    return viewer.own(f"{listing.path}.{viewer.language}.html")
