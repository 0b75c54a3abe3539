"""The columns of an entity type's table, as the shapes say; what the data has beside that gets columns of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter

from catalogue.edition import Edition
from catalogue.exports.anonymous import anonymous
from catalogue.exports.keys import keys
from catalogue.exports.tables.model import IRI, Column, Table
from catalogue.messages import Message, Text, as_shown, say
from catalogue.model import EntityType, Property, follow_each, spread_each
from catalogue.model.keys import free
from catalogue.terms import BlankNode, Literal, NamedNode, Node, Term, language_of, languages_of

_VALUE = attrgetter("value")

STEP = " > "
"""What stands between the steps of a path."""


def table_of(edition: Edition, type_: EntityType) -> Table:
    """Give the table of a type.

    The first column is `iri`. Texts have one column for each language of the catalogue (`name@fr`), and one for each other
    language that a value has. References have a column of IRIs (`theme`) and one of labels for each language of the catalogue
    (`theme@fr`), unless no value has a label. All else, and what has no language among texts, has one column (`name`). The
    names are the keys of JSON-LD (`catalogue.model.keys`). Where one of the things stands below another, the last columns are
    the paths to them (`path@fr`).

    Args:
        edition: the catalogue.
        type_: the entity type.

    Returns:
        The table; one row per thing in the order of their IRIs. Labels are in the order of their IRIs, and several texts in one
        language in the order in which they are written in the files.
    """
    things, languages = edition.instances(type_), edition.settings.languages
    title = as_shown(Message("tables.iri"), languages)
    columns = [Column(IRI, title, {}, [(thing.value,) for thing in things], [(thing,) for thing in things])]
    of_type = keys(edition).of(type_)
    found = follow_each(edition.graph, [prop.path for prop in of_type.values()], things)
    for (key, prop), values in zip(of_type.items(), found, strict=True):
        members = spread_each(edition.graph, values)
        has_lists = members is not values and members != [*map(tuple, values)]
        columns += _Columns(edition, prop, key, things, members, has_lists=has_lists).columns()
    columns += _paths(edition, free("path", of_type), things)
    return Table(edition.settings.own(type_.name), type_.plural, type_.description, columns, is_of_things=True)


def _paths(edition: Edition, key: str, things: Sequence[NamedNode]) -> Iterator[Column]:
    """Give the columns of the paths to things, one for each language; none where nothing stands below another."""
    paths = [edition.hierarchy.paths(thing) for thing in things]
    title = as_shown(Message("tables.path"), edition.settings.languages)
    for tag in edition.settings.languages if any(paths) else ():
        values = [tuple(_steps(edition, path.things, tag) for path in each) for each in paths]
        yield Column(f"{key}@{tag}", in_language(title, tag), {}, values, is_many=True, language=tag)


def _steps(edition: Edition, things: Sequence[NamedNode], tag: str) -> str:
    return STEP.join(edition.label(thing, tag).replace(">", r"\>") for thing in things)


def in_language(title: Text, tag: str) -> Text:
    """Give the title of a column of texts in one language.

    >>> in_language({"en": "Name", "fr": "Nom"}, "fr")
    {'en': 'Name (fr)', 'fr': 'Nom (fr)'}
    """
    return {language: f"{text} ({tag})" for language, text in title.items()}


class _Columns:
    """The columns of one property.

    Args:
        edition: the catalogue.
        prop: the property.
        key: what its columns are called.
        things: the things of the table.
        values: the values that each of them has, the members of lists in the place of these.
        has_lists: whether any of them had lists.
    """

    def __init__(  # noqa: PLR0913 - a property of things in a catalogue, and what its values are
        self,
        edition: Edition,
        prop: Property,
        key: str,
        things: Sequence[NamedNode],
        values: Sequence[Sequence[Term]],
        *,
        has_lists: bool,
    ) -> None:
        self._edition = edition
        self._prop = prop
        self._key = key
        self._things = things
        self._values = values
        self._has_lists = has_lists

    def columns(self) -> Iterator[Column]:
        """Give the columns, in their order."""
        languages = self._edition.settings.languages
        tags = languages_of(chain.from_iterable(self._values))
        by_tag = self._by_tag() if tags - {""} else {"": self._values}
        if not self._prop.is_text or "" in tags:
            yield self._column(by_tag.get("") or [()] * len(self._things))
        for tag in _ordered(tags - {""}, languages, is_always=self._prop.is_text):
            yield self._column(by_tag.get(tag) or [()] * len(self._things), tag)
        if tags <= {""} and self._has_labels():
            texts = {value: self._edition.label_text(value) for values in self._values for value in values}
            for tag in languages:
                shown = {value: say(text, tag) for value, text in texts.items()}
                labels = [tuple([shown[value] for value in values]) if values else () for values in self._values]
                yield self._named(tag, labels, None, is_many=self._is_many())

    def _by_tag(self) -> Mapping[str, Sequence[Sequence[Term]]]:
        """Give the values of each row by their language: none for that of which there is none."""
        by_tag: dict[str, list[Sequence[Term]]] = {}
        for row, values in enumerate(self._values):
            for value in values:
                tag = language_of(value)
                if tag not in by_tag:
                    by_tag[tag] = [()] * len(self._values)
                by_tag[tag][row] = (*by_tag[tag][row], value)
        for tag, rows in by_tag.items():
            for row in range(len(rows)) if tag else ():
                rows[row] = self._as_written(self._things[row], rows[row])
        return by_tag

    def _column(self, terms: Sequence[Sequence[Term]], tag: str = "") -> Column:
        """Give the column of the values without a language, or in one."""
        has_nodes = BlankNode in set(map(type, chain.from_iterable(terms)))
        shown = self._plain if has_nodes else _VALUE
        values = [tuple(map(shown, each)) if each else () for each in terms]
        is_one = bool(tag) and self._prop.has_unique_languages
        is_many = any(len(each) > 1 for each in values) or (self._is_many() and not is_one)
        return self._named(tag, values, None if self._has_lists else terms, is_many=is_many)

    def _named(
        self, tag: str, values: Sequence[Sequence[str]], terms: Sequence[Sequence[Term]] | None, *, is_many: bool
    ) -> Column:
        prop, languages = self._prop, self._edition.settings.languages
        title, description = as_shown(prop.name or {"": self._key}, languages), prop.description
        return Column(
            f"{self._key}@{tag}" if tag else self._key,
            in_language(title, tag) if tag else title,
            as_shown(description, languages) if description else {},
            values,
            terms,
            (prop.path.predicate or "") if terms is not None else "",
            is_many,
            tag,
            prop.datatypes,
        )

    def _is_many(self) -> bool:
        return self._has_lists or self._prop.max_count != 1 or any(len(values) > 1 for values in self._values)

    def _plain(self, value: Term) -> str:
        return anonymous(self._edition, value) if isinstance(value, BlankNode) else value.value

    def _as_written(self, thing: NamedNode, texts: Sequence[Term]) -> Sequence[Term]:
        """Order the texts of a thing in a language as they are written, so that translations stand side by side."""
        predicate = self._prop.path.predicate
        if len(texts) > 1 and predicate is not None:
            written = self._edition.graph.objects_as_written(thing, NamedNode(predicate))
            places = {value: place for place, value in enumerate(written)}
            return tuple(sorted(texts, key=lambda value: places.get(value, len(places))))
        return texts

    def _has_labels(self) -> bool:
        """Tell whether labels say more than the values; where there is no value, whether the shape asks for things."""
        if not (self._prop.is_reference or self._has_lists):
            return False
        nodes = {value for value in chain.from_iterable(self._values) if not isinstance(value, Literal)}
        self._edition.graph.expect(nodes)
        return any(map(self._is_labelled, nodes)) if nodes else bool(self._prop.classes)

    def _is_labelled(self, node: Node) -> bool:
        return bool(self._edition.own_label(node)) or any(self._edition.label_text(node))


def _ordered(tags: Collection[str], languages: Sequence[str], *, is_always: bool) -> list[str]:
    """Order tags: those of the catalogue's languages as these are ordered, all of them or those that are there; then others."""
    return [*(tag for tag in languages if is_always or tag in tags), *sorted(set(tags) - set(languages))]
