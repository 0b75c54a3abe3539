"""A thing in its surroundings: its values, the paths down to it, its schemes and collections, and what stands below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from catalogue.edition import RELATIONS, SCHEMES
from catalogue.model import EntityType, Property
from catalogue.names import STANDARD_PREFIXES
from catalogue.pages.addresses import anchor_of
from catalogue.pages.cards import Tag
from catalogue.pages.parts import Link, Row, Section, Table, Trail, Value
from catalogue.pages.record import Record, record
from catalogue.pages.story import story
from catalogue.pages.strings import string
from catalogue.pages.views import MOST_ROWS, Viewer
from catalogue.terms import NamedNode, Term

_MOST_NARROWER = 50
_MEMBER = NamedNode(STANDARD_PREFIXES["skos"] + "member")
_IRIS_OF_SCHEMES = {predicate.value for predicate in SCHEMES}
_PLACES = {predicate.value for predicate in RELATIONS}


def trails(viewer: Viewer, thing: NamedNode) -> list[Trail]:
    """Give the paths down to a thing, one for each that is directly broader."""
    paths = viewer.edition.hierarchy.paths(thing)
    return [Trail([viewer.link(node) for node in path.things], path.is_cut) for path in paths]


def memberships(viewer: Viewer, thing: NamedNode, type_: EntityType) -> list[Section]:
    """Show the schemes and the collections that a thing is in, and its members when it is a collection itself.

    Args:
        viewer: the page.
        thing: the thing.
        type_: what lays it out; the schemes that its properties show are not shown again.
    """
    hierarchy, language = viewer.edition.hierarchy, viewer.language
    schemes = hierarchy.schemes(thing)
    if schemes:
        laid_out = _values(viewer, thing, [prop for prop in type_.properties if prop.path.predicate in _IRIS_OF_SCHEMES])
        schemes = [scheme for scheme in schemes if scheme not in laid_out]
    lists = (
        (string("schemes", language), viewer.first(viewer.ordered(schemes), viewer.value)),
        (string("collections", language), viewer.first(viewer.ordered(hierarchy.collections(thing)), viewer.value)),
        (string("members", language), viewer.first(_members(viewer, thing), partial(viewer.sourced, thing, _MEMBER))),
    )
    rows = [Row(name, values) for name, values in lists if values]
    return [Section(string("place", language), rows)] if rows else []


def _members(viewer: Viewer, collection: NamedNode) -> list[Term]:
    """List members: first those that have an order, then the others by what they are called."""
    listed, others = viewer.edition.hierarchy.members(collection)
    named = viewer.ordered(member for member in others if isinstance(member, NamedNode))
    return [*listed, *named, *(member for member in others if not isinstance(member, NamedNode))]


def below(viewer: Viewer, thing: NamedNode, type_: EntityType) -> Iterator[Table]:
    """Show what is directly narrower than a thing, the first of many, and the concepts of a scheme as a tree."""
    hierarchy = viewer.edition.hierarchy
    narrower = hierarchy.narrower(thing)
    if narrower:
        laid_out = _values(viewer, thing, [prop for prop in type_.properties if prop.path.inverse in _PLACES])
        narrower = viewer.ordered(node for node in narrower if node not in laid_out)
    if narrower:
        shown, more = narrower[:_MOST_NARROWER], len(narrower[_MOST_NARROWER:])
        common = _common_type(viewer, shown)
        table = viewer.table(string("narrower", viewer.language), shown, _columns(common))
        yield replace(table, more=more, more_href=viewer.list_href(common or type_))
    concepts = hierarchy.concepts(thing)
    if concepts:
        yield _tree(viewer, concepts)


def _tree(viewer: Viewer, concepts: Sequence[NamedNode]) -> Table:
    """Show concepts as a tree, the first rows of a long one."""
    common = _common_type(viewer, concepts)
    table = viewer.tree(string("concepts", viewer.language), concepts, _columns(common))
    more = len(table.lines[MOST_ROWS:])
    first = replace(table, lines=table.lines[:MOST_ROWS], levels=table.levels[:MOST_ROWS])
    return replace(first, more=more, more_href=viewer.list_href(common)) if more else table


def _values(viewer: Viewer, thing: NamedNode, props: Sequence[Property]) -> set[Term]:
    return {value for prop in props for value in prop.path.follow(viewer.edition.graph, thing)}


def _common_type(viewer: Viewer, things: Sequence[NamedNode]) -> EntityType | None:
    """Give the type that all of some things are published as first, or None."""
    first, *others = {types[0].iri: types[0] for types in map(viewer.edition.entities.types_of, things) if types}.values() or [
        None
    ]
    return None if others else first


def _columns(type_: EntityType | None) -> list[Property]:
    """Give what tables show of things beside their names, but for their places."""
    return [prop for prop in type_.with_role("KeyInfoRole") if prop.path.predicate not in _PLACES] if type_ else []


class ThingPart(NamedTuple):
    """A thing of a page.

    Attributes:
        link: its label.
        thing: its IRI.
        fragment: the part of its IRI after `#`, or empty; empty too where the page has that for something else.
        trails: the paths down to it.
        type_links: what it is, each with its list.
        lead: what it is, in a sentence, or None.
        tags: what it is, in a word.
        counts: how many rows its tables of key information have.
        facts: its facts in a box.
        sections: what is told of it.
        incoming: what stands below it, and the things that lead to it.
        record: where it stands in the files.
    """

    link: Link
    thing: str
    fragment: str
    trails: Sequence[Trail]
    type_links: Sequence[Link]
    lead: Row | None
    tags: Sequence[Value]
    counts: Sequence[Tag]
    facts: Sequence[Row]
    sections: Sequence[Section]
    incoming: Sequence[Table]
    record: Record


def thing_part(viewer: Viewer, thing: NamedNode) -> ThingPart:
    """Show a thing: its place, its values, and what leads to it."""
    edition = viewer.edition
    type_ = edition.entities.layout(edition.things[thing])
    laid_out = story(viewer, thing, type_)
    return ThingPart(
        link=viewer.link(thing),
        thing=thing.value,
        fragment=anchor_of(thing.value.partition("#")[2]),
        trails=trails(viewer, thing),
        type_links=viewer.type_links(thing),
        lead=laid_out.lead,
        tags=laid_out.tags,
        counts=laid_out.counts,
        facts=laid_out.facts,
        sections=[*laid_out.sections, *memberships(viewer, thing, type_)],
        incoming=[*below(viewer, thing, type_), *viewer.incoming(thing, type_)],
        record=record(viewer, thing),
    )
