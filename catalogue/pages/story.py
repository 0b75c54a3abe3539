"""The story of a thing: what its page shows first, its facts in a box, and what is told of it, section by section."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from catalogue.edition import SOURCE, Edition, held_by_edition
from catalogue.messages import say
from catalogue.model import EntityType, Property
from catalogue.names import STANDARD_PREFIXES
from catalogue.pages.cards import DISPUTED, NOTE, PLANNED, Tag
from catalogue.pages.literals import in_number
from catalogue.pages.parts import Link, Row, Section, Value
from catalogue.pages.rows import rows_of
from catalogue.pages.strings import string
from catalogue.pages.tables import value_table
from catalogue.pages.views import Viewer
from catalogue.terms import Literal, NamedNode

_TONES = {"Info": NOTE, "Warning": PLANNED, "Violation": DISPUTED}
"""How a tag looks that counts the rows of a table, by the severity of its shape."""

_OTHER_NAME = STANDARD_PREFIXES["skos"] + "altLabel"
_LONG = 100
"""How many letters a text has that does not go into the box of facts."""


@dataclass
class Story:
    """What the page of a thing shows, in the order in which it does.

    Attributes:
        lead: what it is, in a sentence: the first property that describes it, or None.
        tags: what it is in a word: the values of key information that is shown by labels.
        counts: how many rows each table of key information has; each leads to its table.
        facts: its facts in the box.
        sections: all that is told of it.
    """

    lead: Row | None = None
    tags: list[Value] = field(default_factory=list)
    counts: list[Tag] = field(default_factory=list)
    facts: list[Row] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


def story(viewer: Viewer, thing: NamedNode, type_: EntityType) -> Story:
    """Lay out a thing by the groups and the order of the shapes.

    Key information and names stand in the box. Where a table tells of the thing, all facts do that are no texts: what is told
    comes first then.

    Args:
        viewer: the page.
        thing: the thing.
        type_: what lays it out.

    Returns:
        The parts, each value in one of them; its sources stand at the foot of the page.
    """
    layout = _Layout(viewer, thing, type_)
    lead = layout.lead()
    tags, facts, sections = layout.tags(), layout.facts(), layout.sections()
    return Story(lead, tags, layout.counts, facts, sections)


class _Plan(NamedTuple):
    """What the layout of things of a type has in common.

    Attributes:
        by_group: the properties by their groups, in the order of the groups; those of none are last, and always there.
        properties: all of them, in this order.
        tables: those whose values are the rows of tables.
        tags: those of key information that is shown by labels.
        facts: those that are facts on any page, by their identity.
        short: those that are facts where a table tells of the thing and they are not long, by their identity.
    """

    by_group: Mapping[str | None, Sequence[Property]]
    properties: Sequence[Property]
    tables: Sequence[Property]
    tags: Sequence[Property]
    facts: frozenset[int]
    short: frozenset[int]


@held_by_edition
def _plan(edition: Edition, type_: EntityType) -> _Plan:
    """Plan the layout of things of a type."""
    by_group = _by_group(edition, type_)
    props = [prop for some in by_group.values() for prop in some]
    tags = [prop for prop in props if prop.role == "KeyInfoRole" and prop.viewer == "LabelViewer"]
    others = [prop for prop in props if not (prop.is_table or prop.path.predicate == SOURCE.value)]
    facts = frozenset(id(prop) for prop in others if _is_fact(prop))
    short = frozenset(id(prop) for prop in others if not prop.is_text) - facts
    return _Plan(by_group, props, [prop for prop in props if prop.is_table], tags, facts, short)


def _is_fact(prop: Property) -> bool:
    return prop.role in {"KeyInfoRole", "LabelRole"} or prop.path.predicate == _OTHER_NAME


def _by_group(edition: Edition, type_: EntityType) -> Mapping[str | None, Sequence[Property]]:
    groups = edition.model.groups
    by_group: dict[str | None, list[Property]] = {group: [] for group in (*groups, None)}
    for prop in type_.properties:
        by_group[prop.group if prop.group in groups else None].append(prop)
    return {group: props for group, props in by_group.items() if props or group is None}


class _Layout:
    """Which property stands where; what it gives is asked for in the order of the page, as its sources are numbered."""

    def __init__(self, viewer: Viewer, thing: NamedNode, type_: EntityType) -> None:
        self._viewer = viewer
        self._thing = thing
        self._type = type_
        self._plan = _plan(viewer.edition, type_)
        self._shown: set[int] = set()
        self.counts: list[Tag] = []
        self._has_tables = any(rows_of(viewer.edition, thing, prop) for prop in self._plan.tables)

    def _follow(self, prop: Property) -> Sequence[object]:
        return prop.path.follow(self._viewer.edition.graph, self._thing)

    def _row(self, prop: Property) -> Row | None:
        self._shown.add(id(prop))
        return self._viewer.row(self._thing, prop)

    def lead(self) -> Row | None:
        rows = (self._row(prop) for prop in self._type.with_role("DescriptionRole"))
        return next(filter(None, rows), None)

    def tags(self) -> list[Value]:
        return [value for row in filter(None, map(self._row, self._plan.tags)) for value in row.values]

    def facts(self) -> list[Row]:
        left = (prop for prop in self._plan.properties if id(prop) not in self._shown)
        facts = [prop for prop in left if id(prop) in self._plan.facts or self._is_fact_beside_tables(prop)]
        facts.sort(key=lambda prop: prop.role != "KeyInfoRole")
        rows = [(prop, self._row(prop)) for prop in facts]
        shown = [(prop, row) for prop, row in rows if row is not None]
        cited = {source for prop, row in shown if prop.role != "LabelRole" for source in _sources(row)}
        return [row for prop, row in shown if not self._is_title(prop, row, cited)]

    def _is_title(self, prop: Property, row: Row, cited: Collection[Link]) -> bool:
        """Whether a row says no more than the title of the page does, by sources that other facts name too."""
        title = self._viewer.link(self._thing).label
        return prop.role == "LabelRole" and all(
            value.label == title and not (value.language or value.remarks) and set(value.sources) <= set(cited)
            for value in row.values
        )

    def _is_fact_beside_tables(self, prop: Property) -> bool:
        return self._has_tables and id(prop) in self._plan.short and not self._is_long(prop)

    def _is_long(self, prop: Property) -> bool:
        return any(isinstance(value, Literal) and len(value.value) > _LONG for value in self._follow(prop))

    def sections(self) -> list[Section]:
        """Give the rows that are left, one section for each group, each followed by the tables of the group."""
        sections: list[Section] = []
        for group in self._plan.by_group:
            rows, tables = self._of_group(group)
            sections += [self._section(group, rows)] if rows else []
            sections += tables
        return sections

    def _of_group(self, group: str | None) -> tuple[list[Row], list[Section]]:
        rows: list[Row] = []
        tables: list[Section] = []
        for prop in self._in_group(group):
            if prop.path.predicate == SOURCE.value:
                self._viewer.footnotes.add(prop.path.follow(self._viewer.edition.graph, self._thing))
            elif prop.is_table:
                tables += self._table(prop)
            else:
                rows += filter(None, [self._row(prop)])
        if group is None:
            rows += self._viewer.unshaped(self._thing, self._type)
        return rows, tables

    def _in_group(self, group: str | None) -> Iterable[Property]:
        return (prop for prop in self._plan.by_group[group] if id(prop) not in self._shown)

    def _table(self, prop: Property) -> Iterator[Section]:
        table = value_table(self._viewer, self._thing, prop)
        if table is not None:
            language = self._viewer.language
            title, description = say(prop.name, language), say(prop.description, language)
            anchor = self._counted(prop, len(table.lines) + table.more) if prop.role == "KeyInfoRole" else ""
            yield Section(title, (), table, self._viewer.other_language(prop.name), description, anchor)

    def _counted(self, prop: Property, count: int) -> str:
        """Count the rows of a table in a tag that leads to it; the severity of the shape says how grave they are."""
        viewer, anchor = self._viewer, self._viewer.footnotes.section()
        name, tone = say(prop.name, viewer.language), _TONES.get(prop.severity or "", NOTE)
        label = name[:1].upper() + name[1:]
        self.counts.append(Tag(label, f"#{anchor}", viewer.other_language(prop.name), tone, in_number(count, viewer.language)))
        return anchor

    def _section(self, group: str | None, rows: list[Row]) -> Section:
        groups, viewer = self._viewer.edition.model.groups, self._viewer
        described = groups.get(group or "")
        if described is None:
            return Section(string("other" if groups else "about", viewer.language), rows)
        return Section(say(described.label, viewer.language), rows, language=viewer.other_language(described.label))


def _sources(row: Row) -> Iterator[Link]:
    return (source for value in row.values for source in value.sources)
