"""One table per entity type, its columns as the shapes say."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from catalogue.edition import Edition
from catalogue.model import EntityType, Property
from catalogue.terms import Literal, NamedNode, Term

SEPARATOR = " | "
"""What stands between several values in one cell."""


def columns(edition: Edition, type_: EntityType) -> list[str]:
    """List the columns of a type's table.

    Texts have one column per language of the catalogue (`name@fr`). References have a column of IRIs (`theme`) and one of
    labels per language (`theme@fr`). All else has one column. A name that stands for two properties gets a number.

    Args:
        edition: the catalogue.
        type_: the entity type.

    Returns:
        The names of the columns; the first is `iri`.
    """
    names = ["iri"]
    for prop, key in _keys(type_):
        if not prop.is_text:
            names.append(key)
        if prop.is_text or prop.is_reference:
            names += [f"{key}@{tag}" for tag in edition.settings.languages]
    return names


def table(edition: Edition, type_: EntityType) -> bytes:
    """Write a type's table as CSV (RFC 4180): UTF-8, a header line, comma, lines ended by CR LF.

    Args:
        edition: the catalogue.
        type_: the entity type.

    Returns:
        The bytes; one line per thing in the order of their IRIs; several values in one cell stand apart by `SEPARATOR`.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns(edition, type_))
    for thing in edition.instances(type_):
        writer.writerow(_row(edition, type_, thing))
    return out.getvalue().encode()


def _keys(type_: EntityType) -> Iterator[tuple[Property, str]]:
    seen: dict[str, int] = {"iri": 1}
    for prop in type_.properties:
        count = seen[prop.key] = seen.get(prop.key, 0) + 1
        yield prop, prop.key if count == 1 else f"{prop.key}_{count}"


def _row(edition: Edition, type_: EntityType, thing: NamedNode) -> list[str]:
    cells = [thing.value]
    for prop, _ in _keys(type_):
        values = prop.path.follow(edition.graph, thing)
        if not prop.is_text:
            cells.append(SEPARATOR.join(value.value for value in values))
        if prop.is_text:
            cells += [_texts(values, tag) for tag in edition.settings.languages]
        elif prop.is_reference:
            cells += [SEPARATOR.join(edition.label(value, tag) for value in values) for tag in edition.settings.languages]
    return cells


def _texts(values: Sequence[Term], language: str) -> str:
    return SEPARATOR.join(value.value for value in values if isinstance(value, Literal) and value.language == language)
