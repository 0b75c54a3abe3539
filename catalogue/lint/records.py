"""The check of the types that the settings name: whether there are such types."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.edition import Edition
from catalogue.lint.findings import Finding
from catalogue.lint.kinds import KINDS
from catalogue.messages import Message
from catalogue.near import nearest


def unknown_records(edition: Edition) -> Iterator[Finding]:
    """Find names of types in the settings that no shape makes a type of."""
    settings = edition.settings
    kind, prefixes = KINDS["unknown-type"], settings.prefixes
    for table, key, name in edition.ranks.unknown if settings.names_types else ():
        classes = [prefixes.shorten(class_) for type_ in edition.model.types.values() for class_ in type_.classes]
        near = nearest(prefixes.shorten(name), classes)
        advice = Message("C223.near.advice", near=near) if near is not None else Message("C223.name.advice")
        message = Message("C223.no-type", setting=f"{table}.{key}", name=prefixes.shorten(name))
        yield Finding(kind, kind.severity, settings.place_of(table, key), message, advice)
