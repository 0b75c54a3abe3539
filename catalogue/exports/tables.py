"""One table per entity type, its columns as the shapes say; what the data has beside that gets columns of its own."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from catalogue.edition import Edition
from catalogue.exports.anonymous import anonymous
from catalogue.exports.keys import keys
from catalogue.model import EntityType, Property, spread
from catalogue.model.keys import free
from catalogue.terms import BlankNode, Literal, NamedNode, Node, Term, language_of

SEPARATOR = " | "
"""What stands between several values in one cell."""

STEP = " > "
"""What stands between the steps of a path."""

EMPTY = "|"
"""A cell with one value that is the empty text."""


def table(edition: Edition, type_: EntityType) -> bytes:
    """Write a type's table as CSV (RFC 4180): UTF-8, a header line, comma, lines ended by CR LF.

    The first column is `iri`. Texts have one column for each language of the catalogue (`name@fr`), and one for each other
    language that a value has. References have a column of IRIs (`theme`) and one of labels for each language of the catalogue
    (`theme@fr`), unless no value has a label. All else, and what has no language among texts, has one column (`name`). The
    names are the keys of JSON-LD (`catalogue.model.keys`). Where one of the things stands below another, the last columns are
    the paths to them (`path@fr`).

    Args:
        edition: the catalogue.
        type_: the entity type.

    Returns:
        The bytes; one line per thing in the order of their IRIs. Values are as `cell` writes them: labels in the order of their
        IRIs, and several texts in one language in the order in which they are written in the files.
    """
    things = edition.instances(type_)
    columns: dict[str, Sequence[str]] = {"iri": [thing.value for thing in things]}
    of_type = keys(edition).of(type_)
    for key, prop in of_type.items():
        columns |= _Columns(edition, prop, key, things).cells()
    columns |= _paths(edition, free("path", of_type), things)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return out.getvalue().encode()


def cell(values: Sequence[str]) -> str:
    r"""Write values into one cell.

    Args:
        values: the values, in their order.

    Returns:
        The values with `\|` for each `|` in them, and `SEPARATOR` between them; `EMPTY` for one empty value.

    >>> cell(["a | b", "c"]), cell([]), cell([""]), cell(["", ""])
    ('a \\| b | c', '', '|', ' | ')
    """
    return EMPTY if list(values) == [""] else SEPARATOR.join(value.replace("|", r"\|") for value in values)


def values_in(written: str) -> list[str]:
    r"""Read the values of a cell.

    Args:
        written: a cell, as `cell` writes it.

    >>> values_in(r"a \| b | c"), values_in(""), values_in("|"), values_in(" | ")
    (['a | b', 'c'], [], [''], ['', ''])
    """
    if written in {"", EMPTY}:
        return [""] if written else []
    return [value.replace(r"\|", "|") for value in written.split(SEPARATOR)]


def _paths(edition: Edition, key: str, things: Sequence[NamedNode]) -> Mapping[str, Sequence[str]]:
    """Give the columns of the paths to things, one for each language; none where nothing stands below another."""
    paths = [edition.hierarchy.paths(thing) for thing in things]
    if not any(paths):
        return {}
    return {
        f"{key}@{tag}": [cell([_steps(edition, path.things, tag) for path in each]) for each in paths]
        for tag in edition.settings.languages
    }


def _steps(edition: Edition, things: Sequence[NamedNode], tag: str) -> str:
    return STEP.join(edition.label(thing, tag).replace(">", r"\>") for thing in things)


class _Columns:
    """The columns of one property.

    Args:
        edition: the catalogue.
        prop: the property.
        key: what its columns are called.
        things: the things of the table.
    """

    def __init__(self, edition: Edition, prop: Property, key: str, things: Sequence[NamedNode]) -> None:
        self._edition = edition
        self._prop = prop
        self._key = key
        self._things = things
        values = [prop.path.follow(edition.graph, thing) for thing in things]
        self._values = [spread(edition.graph, each) for each in values]
        self._has_lists = self._values != values

    def cells(self) -> Mapping[str, Sequence[str]]:
        """Give the cells of each column by its name, in the order of the things."""
        languages = self._edition.settings.languages
        tags = {language_of(value) for values in self._values for value in values}
        columns: dict[str, Sequence[str]] = {}
        if not self._prop.is_text or "" in tags:
            columns[self._key] = [cell([*map(self._plain, _without_language(values))]) for values in self._values]
        for tag in _ordered(tags - {""}, languages, is_always=self._prop.is_text):
            pairs = zip(self._things, self._values, strict=True)
            columns[f"{self._key}@{tag}"] = [cell(self._texts(thing, values, tag)) for thing, values in pairs]
        if tags <= {""} and self._has_labels():
            for tag in languages:
                columns[f"{self._key}@{tag}"] = [self._labels(values, tag) for values in self._values]
        return columns

    def _plain(self, value: Term) -> str:
        return anonymous(self._edition, value) if isinstance(value, BlankNode) else value.value

    def _texts(self, thing: NamedNode, values: Sequence[Term], tag: str) -> list[str]:
        """List the texts of a thing in a language; several as they are written, so that translations stand side by side."""
        texts = [value for value in values if language_of(value) == tag]
        predicate = self._prop.path.predicate
        if len(texts) > 1 and predicate is not None:
            written = self._edition.graph.objects_as_written(thing, NamedNode(predicate))
            places = {value: place for place, value in enumerate(written)}
            texts.sort(key=lambda value: places.get(value, len(places)))
        return [value.value for value in texts]

    def _labels(self, values: Sequence[Term], tag: str) -> str:
        return cell([self._edition.label(value, tag) for value in values])

    def _has_labels(self) -> bool:
        """Tell whether labels say more than the values; where there is no value, whether the shape asks for things."""
        if not (self._prop.is_reference or self._has_lists):
            return False
        nodes = {value for values in self._values for value in values if not isinstance(value, Literal)}
        return any(map(self._is_labelled, nodes)) if nodes else bool(self._prop.classes)

    def _is_labelled(self, node: Node) -> bool:
        return bool(self._edition.own_label(node)) or any(self._edition.label_text(node))


def _without_language(values: Iterable[Term]) -> Iterator[Term]:
    return (value for value in values if not language_of(value))


def _ordered(tags: Collection[str], languages: Sequence[str], *, is_always: bool) -> list[str]:
    """Order tags: those of the catalogue's languages as these are ordered, all of them or those that are there; then others."""
    return [*(tag for tag in languages if is_always or tag in tags), *sorted(set(tags) - set(languages))]
