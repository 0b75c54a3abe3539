"""Order: how the things of a list follow one another in a language, on which page each stands, and what finds it there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from catalogue.collation import initial, name_key
from catalogue.edition import Edition, Place, per_edition
from catalogue.lexical import is_valid
from catalogue.model import EntityType, Property
from catalogue.pages.lists.facets import DATES, Choice
from catalogue.terms import Literal, NamedNode, Term

MOST_ROWS = 200
"""How many rows a page of a list has at most."""

_TREE_ROWS, _TREE_SLACK = 150, 50
"""How many rows a page of a tree has on average, and how many it may have more or less, to begin where a tree does."""

_MOST_MARKS = 60
_DATE = re.compile(r"(-?\d{4,})(.*)", re.DOTALL)


class Rank(NamedTuple):
    """The place of a thing in the order of a list.

    Attributes:
        number: its place, from 0.
        mark: what it is found by: the first letter of its label, or its year; empty for one without a date.
    """

    number: int
    mark: str


class Mark(NamedTuple):
    """An entry of the index of a list.

    Attributes:
        name: a letter or a year.
        row: the first row that it leads to.
        page: the page that has it.
    """

    name: str
    row: int
    page: int


class _Moment(NamedTuple):
    year: int
    rest: str


def date_property(type_: EntityType) -> Property | None:
    """Give the property by whose dates the list of a type is ordered: its first key property, if that has dates; or None."""
    prop = next(iter(type_.with_role("KeyInfoRole")), None)
    return prop if prop is not None and prop.datatypes and DATES.issuperset(prop.datatypes) else None


@per_edition
def ranks(edition: Edition, type_iri: str, language: str) -> Mapping[NamedNode, Rank]:
    """Order the things of a type.

    Returns:
        The things in their order: by what they are called in the language, those that have dates as first key property after
        these, the latest first, and those without a date last.
    """
    type_ = edition.model.types[type_iri]
    instances = edition.instances(type_)
    edition.graph.expect(instances)
    labels = {thing: edition.label(thing, language) for thing in instances}
    things = sorted(labels, key=lambda thing: (name_key(labels[thing]), thing.value))
    prop = date_property(type_)
    if prop is None:
        return {thing: Rank(number, initial(labels[thing])) for number, thing in enumerate(things)}
    dates = [(thing, _date(edition, prop, thing)) for thing in things]
    dated = sorted(((thing, date) for thing, date in dates if date is not None), key=lambda pair: pair[1], reverse=True)
    marks = [*((thing, str(date.year)) for thing, date in dated), *((thing, "") for thing, date in dates if date is None)]
    return {thing: Rank(number, mark) for number, (thing, mark) in enumerate(marks)}


def _date(edition: Edition, prop: Property, thing: NamedNode) -> _Moment | None:
    """Give the first date of a thing, or None."""
    values = prop.path.follow(edition.graph, thing)
    return min((moment for value in values if (moment := _moment(value))), default=None)


def _moment(value: Term) -> _Moment | None:
    if not isinstance(value, Literal) or value.datatype.value not in DATES:
        return None
    match = _DATE.fullmatch(value.value) if is_valid(value.value, value.datatype.value) else None
    return _Moment(int(match[1]), match[2]) if match else None


@per_edition
def is_tree(edition: Edition, type_iri: str) -> bool:
    """Tell whether any thing of a type has its place below another of the type."""
    things = set(edition.instances(edition.model.types[type_iri]))
    return any(not things.isdisjoint(edition.hierarchy.above(thing)) for thing in things)


@per_edition
def places(edition: Edition, type_iri: str, language: str) -> Sequence[Place]:
    """Give the rows of the list of all things of a type: a tree where the data has one."""
    things = ranks(edition, type_iri, language)
    if is_tree(edition, type_iri):
        return edition.hierarchy.tree(list(things))
    return [Place(thing, 0, is_repeated=False) for thing in things]


def chosen(edition: Edition, type_iri: str, language: str, choice: Choice) -> Sequence[Place]:
    """Give the rows of the list of the things of a choice, in the order of the whole list."""
    things = ranks(edition, type_iri, language)
    return [Place(thing, 0, is_repeated=False) for thing in sorted(choice.things, key=lambda thing: things[thing].number)]


@per_edition
def page_count(edition: Edition, type_iri: str) -> int:
    """Tell how many pages the list of a type has: as many in each language, whose trees may differ where there are cycles."""
    if not is_tree(edition, type_iri):
        return pages_for(len(edition.instances(edition.model.types[type_iri])))
    most = max(len(places(edition, type_iri, language)) for language in edition.settings.languages)
    return 1 if most <= MOST_ROWS else -(-most // _TREE_ROWS)


def pages_for(rows: int) -> int:
    """Tell how many pages rows fill that are no tree.

    >>> pages_for(0), pages_for(200), pages_for(201)
    (1, 1, 2)
    """
    return max(1, -(-rows // MOST_ROWS))


def bounds(rows: Sequence[Place], pages: int) -> list[int]:
    """Say where pages of about the same size begin, and where the last one ends: where they can, at the top of a tree.

    Args:
        rows: all rows.
        pages: how many pages there are, as `page_count` or `pages_for` has it.

    >>> places = [Place(NamedNode("urn:a"), level, False) for level in (0, 1, 1, 0, 1, 1, 1)]
    >>> bounds(places, 2), bounds([], 1)
    ([0, 3, 7], [0, 0])
    """
    even = [len(rows) * number // pages for number in range(1, pages)]
    return [0, *(_top(rows, row) for row in even), len(rows)]


def _top(rows: Sequence[Place], row: int) -> int:
    """Give the nearest row at the top of a tree before or at a row, unless there is none near."""
    return next((near for near in range(row, max(row - _TREE_SLACK, 0), -1) if rows[near].level == 0), row)


def index(rows: Sequence[Place], things: Mapping[NamedNode, Rank], page_bounds: Sequence[int]) -> list[Mark]:
    """List the marks by which rows are found, each with the first row that it leads to.

    Args:
        rows: all rows; of a tree its top rows count.
        things: the order of the things.
        page_bounds: where the pages begin.

    Returns:
        The marks in the order of the rows; where there are too many the first of each page; none where there is but one.
    """
    first: dict[str, int] = {}
    for row, place in enumerate(rows):
        if place.level == 0:
            first.setdefault(things[place.thing].mark, row)
    marks = [Mark(name, row, bisect_right(page_bounds, row, hi=len(page_bounds) - 1)) for name, row in first.items() if name]
    if len(marks) > _MOST_MARKS:
        marks = _one_for_each_page(marks)
    return marks if len(marks) > 1 else []


def _one_for_each_page(marks: Iterable[Mark]) -> list[Mark]:
    by_page: dict[int, Mark] = {}
    for mark in marks:
        by_page.setdefault(mark.page, mark)
    return list(by_page.values())


def way_down(rows: Sequence[Place], row: int) -> list[NamedNode]:
    """List the things above a row of a tree, from the top."""
    way: list[NamedNode] = []
    level = rows[row].level if row < len(rows) else 0
    for place in reversed(rows[:row]):
        if place.level < level:
            way.append(place.thing)
            level = place.level
    return way[::-1]
