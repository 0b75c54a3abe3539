"""The check of the types and queries that the settings name: whether there are such."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.config import Settings
from catalogue.edition import Edition
from catalogue.errors import Place
from catalogue.lint.findings import Finding
from catalogue.lint.kinds import KINDS
from catalogue.messages import Message
from catalogue.near import nearest
from catalogue.query import has_query, named_queries


def unknown_records(edition: Edition) -> Iterator[Finding]:
    """Find names of types in the settings that no shape makes a type of."""
    settings = edition.settings
    kind, prefixes = KINDS["unknown-type"], settings.prefixes
    for table, key, name in edition.ranks.unknown if settings.names_types else ():
        classes = [prefixes.shorten(class_) for type_ in edition.model.types.values() for class_ in type_.classes]
        near = nearest(prefixes.shorten(name), classes)
        advice = Message("C223.near.advice", near=near) if near is not None else Message("C223.name.advice")
        message = Message("C223.no-type", setting=f"{table}.{key}", name=prefixes.shorten(name))
        yield Finding(kind, kind.severity, _place(settings, table, key, name), message, advice)


def _place(settings: Settings, table: str, key: str, name: str) -> Place:
    """Give the line that names a type."""
    return settings.place_of_section(name, "type", "more") if table == "home" else settings.place_of(table, key)


def unknown_queries(edition: Edition) -> Iterator[Finding]:
    """Find names of queries in the sections of the home page that there are not, each once."""
    kind, settings = KINDS["unknown-query"], edition.settings
    names = dict.fromkeys(section.query for section in settings.home.sections if section.query)
    unknown = [name for name in names if not has_query(edition, name)]
    queries = named_queries(edition) if unknown else {}
    for name in unknown:
        near = nearest(name, queries)
        advice = (
            Message("C232.near.advice", near=near)
            if near is not None
            else Message("C232.advice", folder=settings.folders.queries)
        )
        message = Message("C232.no-query", name=name)
        yield Finding(kind, kind.severity, settings.place_of_section(name, "query"), message, advice)
