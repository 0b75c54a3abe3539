"""The check of the types that the settings say keep records: whether there are such types."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.edition import Edition
from catalogue.lint.findings import Finding
from catalogue.lint.kinds import KINDS
from catalogue.messages import Message
from catalogue.near import nearest


def unknown_records(edition: Edition) -> Iterator[Finding]:
    """Find names of types among those that keep records (`[site] records`) that no shape makes a type of."""
    kind, prefixes = KINDS["unknown-type"], edition.settings.prefixes
    unknown = edition.ranks.unknown if edition.settings.records else ()
    for name in unknown:
        classes = [prefixes.shorten(class_) for type_ in edition.model.types.values() for class_ in type_.classes]
        near = nearest(prefixes.shorten(name), classes)
        advice = Message("C223.near.advice", near=near) if near is not None else Message("C223.name.advice")
        message = Message("C223.no-type", name=prefixes.shorten(name))
        yield Finding(kind, kind.severity, edition.settings.place_of("site", "records"), message, advice)
