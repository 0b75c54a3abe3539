"""The sections of the home page: things as cards or tags, figures, places, what changed last, and ways in for readers.

The columns of a named query that feeds a section say what is what: `thing` (an IRI), `line`, `tag` and `small` of a card;
`thing` and `count` of a tag; `label` or `thing`, `value`, `note`, `date` and `source` of a figure; `place` and `count` of a
map. Rows about the same thing are one card. A column `of` says what the section is about: `{of}` in its title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeAlias

from catalogue.config import HomeSection
from catalogue.config.home import CARDS, CHANGES, FIGURES, MAP, TAGS, WAYS
from catalogue.documents.addresses import CONTENTS, QUERIES
from catalogue.edition import Edition, per_edition
from catalogue.errors import SettingsError
from catalogue.messages import Message, say
from catalogue.model import EntityType
from catalogue.pages.cards import Card, Tag
from catalogue.pages.choosing import query_path
from catalogue.pages.featured import Edit, Feature, Figure, Way
from catalogue.pages.literals import localized
from catalogue.pages.parts import Link, Value
from catalogue.pages.pictures import Map, Place, map_of
from catalogue.pages.placing import place_of
from catalogue.pages.site import day, listed_types, service_href
from catalogue.pages.strings import string
from catalogue.pages.theme import thing_image
from catalogue.pages.views import Viewer
from catalogue.query import named_queries
from catalogue.query.published import answer
from catalogue.terms import Literal, NamedNode, Term

_USUAL: Mapping[str, int] = {CARDS: 12, TAGS: 40, FIGURES: 6, MAP: 200, CHANGES: 8}
"""How many things a section shows where its settings do not say."""

_FIRST, _MOST_ORDERED = 8, 5_000
"""How many things the home page shows where the settings name no section, and of how many they are the first by name."""

Row: TypeAlias = Mapping[str, Term]
"""A row of an answer: what is bound in it, by the name of its column."""


def features(viewer: Viewer) -> list[Feature]:
    """Give the sections of the home page that have something to show.

    Raises:
        SettingsError: the settings name a query that is not there.
    """
    sections = viewer.edition.settings.home.sections or _usual_sections(viewer.edition)
    made = [_feature(viewer, section) for section in sections]
    return [feature for feature in made if feature.items]


def _usual_sections(edition: Edition) -> Iterator[HomeSection]:
    """Give the sections where the settings name none: the first things of the first type of the navigation, then the rest."""
    first = next((type_ for type_ in listed_types(edition) if 0 < len(edition.instances(type_)) <= _MOST_ORDERED), None)
    if first is not None:
        yield HomeSection(CARDS, type=first.iri, limit=_FIRST)
    yield from (HomeSection(CHANGES), HomeSection(WAYS))


def _feature(viewer: Viewer, section: HomeSection) -> Feature:
    rows = _rows(viewer, section)
    type_ = viewer.edition.ranks.named(section.type) if section.type else None
    text = Link(say(section.text, viewer.language), "", viewer.other_language(section.text))
    title = _title(viewer, section, rows, type_)
    limit = section.limit or _USUAL.get(section.show)
    items: Sequence[Card | Tag | Figure | Map | Edit | Way]
    if section.show == MAP:
        drawn = map_of(list(islice(_places(viewer, rows), limit)), viewer.language, title.label)
        items = [drawn] if drawn is not None else []
    else:
        items = list(islice(_SHOWN[section.show](viewer, rows), limit))
    return Feature(section.show, title, text, _more(viewer, section, type_), items)


def _rows(viewer: Viewer, section: HomeSection) -> list[Row]:
    """Give what feeds a section: the rows of the answer of its query, or a row for each thing of its type."""
    edition = viewer.edition
    if section.type:
        type_ = edition.ranks.named(section.type)
        return [{"thing": thing} for thing in viewer.ordered(edition.instances(type_))] if type_ is not None else []
    if not section.query:
        return []
    query = named_queries(edition).get(section.query)
    if query is None:
        raise SettingsError(
            Message("config.no-query", name=section.query), edition.settings.place_of_section(section.query, "query")
        )
    result = answer(edition, query, viewer.language).result
    if result is None:
        return []
    return [{name: term for name, term in zip(result.variables, row, strict=True) if term is not None} for row in result.rows]


def _title(viewer: Viewer, section: HomeSection, rows: Sequence[Row], type_: EntityType | None) -> Link:
    """Give the heading of a section: `{of}` in it is the name of what the answer is about, to whose page it leads."""
    title = say(section.title, viewer.language)
    about = next((row["of"] for row in rows if "of" in row), None)
    if title:
        link = viewer.link(about) if about is not None else Link("")
        href = link.href if "{of}" in title else ""
        return Link(title.replace("{of}", link.label), href, viewer.other_language(section.title))
    if type_ is not None:
        return Link(say(type_.plural, viewer.language), "", viewer.other_language(type_.plural))
    if section.query:
        query = named_queries(viewer.edition)[section.query]
        return Link(say(query.title, viewer.language), "", viewer.other_language(query.title))
    return Link(string("changes" if section.show == CHANGES else "ways", viewer.language))


def _more(viewer: Viewer, section: HomeSection, type_: EntityType | None) -> Link:
    language = viewer.language
    listed = viewer.edition.ranks.named(section.more) if section.more else type_
    if listed is not None:
        name = say(listed.plural, language)
        return Link(string("all_of", language, name=name), viewer.own(f"{listed.name}.{language}.html"))
    if section.query:
        return Link(
            string("whole_answer", language), viewer.href(f"{query_path(viewer.edition, section.query)}.{language}.html")
        )
    return Link("")


def _cards(viewer: Viewer, rows: Sequence[Row]) -> Iterator[Card]:
    by_thing: dict[NamedNode, list[Row]] = {}
    for row in rows:
        thing = row.get("thing")
        if isinstance(thing, NamedNode):
            by_thing.setdefault(thing, []).append(row)
    for thing, told in by_thing.items():
        yield thing_card(viewer, thing, told)


def thing_card(viewer: Viewer, thing: NamedNode, rows: Sequence[Row] = ()) -> Card:
    """Show a thing as a card.

    Args:
        viewer: the page's language and path.
        thing: the thing.
        rows: what an answer tells of it beside its name and its description.
    """
    lines = _links(viewer, rows, "line") or _described(viewer, thing)
    image = thing_image(viewer.edition, thing)
    return Card(
        viewer.link(thing),
        lines[0] if lines else Link(""),
        [Tag(link.label, "", link.language) for link in _links(viewer, rows, "tag")],
        _links(viewer, rows, "small"),
        viewer.own(image) if image else "",
    )


def _links(viewer: Viewer, rows: Sequence[Row], column: str) -> list[Link]:
    """Show what rows have in a column, each once."""
    terms = dict.fromkeys(row[column] for row in rows if column in row)
    return [_link(viewer, term) for term in terms]


def _link(viewer: Viewer, term: Term) -> Link:
    value = viewer.value(term)
    return Link(value.label, value.href, value.language)


def _described(viewer: Viewer, thing: NamedNode) -> list[Link]:
    type_ = viewer.edition.type_of(thing)
    for prop in type_.with_role("DescriptionRole") if type_ is not None else ():
        values = viewer.in_language(prop.path.follow(viewer.edition.graph, thing))
        if values:
            return [_link(viewer, value) for value in values]
    return []


def _number(viewer: Viewer, term: Term | None) -> str:
    return localized(term, viewer.language) if isinstance(term, Literal) else ""


def _tags(viewer: Viewer, rows: Sequence[Row]) -> Iterator[Tag]:
    for row in rows:
        if "thing" in row:
            link = viewer.link(row["thing"])
            yield Tag(link.label, link.href, link.language, count=_number(viewer, row.get("count")))


def _figures(viewer: Viewer, rows: Sequence[Row]) -> Iterator[Figure]:
    return (_figure(viewer, row) for row in rows if "value" in row)


def _figure(viewer: Viewer, row: Row) -> Figure:
    """Show a figure; one without a date and a source is the catalogue's own, as of its revision."""
    thing, label, date, source = (row.get(name) for name in ("thing", "label", "date", "source"))
    named = viewer.link(thing) if thing is not None else Link("")
    text = _link(viewer, label) if label is not None else named
    modified = viewer.edition.modified
    own = day(modified.date().isoformat()) if modified and date is None and source is None else None
    moment = date or own
    return Figure(
        _number(viewer, row["value"]) or _link(viewer, row["value"]).label,
        Link(text.label, named.href or text.href, text.language),
        _link(viewer, row["note"]) if "note" in row else Link(""),
        viewer.value(moment) if moment is not None else Value(""),
        viewer.link(source) if source is not None else Link(string("counted", viewer.language) if own or date is None else ""),
    )


def _places(viewer: Viewer, rows: Sequence[Row]) -> Iterator[Place]:
    counts: dict[NamedNode, int] = {}
    for row in rows:
        place, count = row.get("place"), row.get("count")
        if isinstance(place, NamedNode):
            number = int(count.value) if isinstance(count, Literal) and count.value.isdecimal() else 1
            counts[place] = counts.get(place, 0) + number
    for at, number in counts.items():
        yield place_of(viewer, at, number)


def _edits(viewer: Viewer, _rows: Sequence[Row]) -> Iterator[Edit]:
    """Show the things of the subject matter whose files changed last, each file by the first of them."""
    for path, date in latest_files(viewer.edition):
        thing = _thing_in(viewer.edition, path)
        if thing is not None:
            yield Edit(viewer.link(thing), viewer.value(day(date)))


_MOST_FILES = 40
"""How many files are looked at for what changed last."""


@per_edition
def latest_files(edition: Edition) -> Sequence[tuple[str, str]]:
    """Give the files of the data that changed last, with the day as in `xsd:date`; those of one commit by path."""
    changed = sorted(edition.history.items(), key=lambda item: (-item[1].time.timestamp(), item[0]))
    return [(path, change.time.date().isoformat()) for path, change in changed[:_MOST_FILES]]


def _thing_in(edition: Edition, path: str) -> NamedNode | None:
    """Give the first thing that a file describes and that keeps no record of others, or None."""
    if not any(source.path == path for source in edition.data):
        return None
    subjects = dict.fromkeys(triple.subject for triple in edition.graph.statements_of(path))
    things = (subject for subject in subjects if isinstance(subject, NamedNode) and subject in edition.things)
    return next((thing for thing in things if not edition.is_record(thing)), None)


def _ways(viewer: Viewer, _rows: Sequence[Row]) -> Iterator[Way]:
    """Show where those go who read, ask, reuse or contribute."""
    edition, language = viewer.edition, viewer.language
    lists = [Link(say(t.plural, language), viewer.own(f"{t.name}.{language}.html")) for t in listed_types(edition)]
    if lists:
        yield Way(string("way_read", language), "", lists)
    if edition.queries or edition.settings.sparql.address:
        count = len(edition.queries)
        text = string("queries_words", language, count=count) if count else ""
        yield Way(string("way_ask", language), text, list(_questions(viewer)))
    contents = Link(string("contents", language), viewer.own(f"{CONTENTS}.{language}.html"))
    tables = Link(string("tables", language), f"{contents.href}#tables")
    yield Way(string("way_reuse", language), string("way_reuse_lead", language), [tables, contents])
    address = edition.settings.contribute
    link = [Link(string("way_contribute_link", language), address)] if address else []
    yield Way(string("way_contribute", language), string("way_contribute_lead", language), link)


def _questions(viewer: Viewer) -> Iterator[Link]:
    language = viewer.language
    if viewer.edition.queries:
        yield Link(string("queries", language), viewer.own(f"{QUERIES}.{language}.html"))
    if viewer.edition.settings.sparql.address:
        yield Link(string("service", language), service_href(viewer))


_SHOWN: Mapping[str, Callable[[Viewer, Sequence[Row]], Iterator[Card | Tag | Figure | Edit | Way]]] = {
    CARDS: _cards,
    TAGS: _tags,
    FIGURES: _figures,
    CHANGES: _edits,
    WAYS: _ways,
}
