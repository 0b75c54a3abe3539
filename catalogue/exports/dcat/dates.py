"""Dates of datasets: when the files of one were first there and changed last, and its version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from catalogue.config import DatasetSettings
from catalogue.edition import Edition, per_edition

WHOLE = ""
"""The name of the dataset that has everything."""

_SHORT = 7
"""How many digits of a commit's name tell it from others."""


class Dates(NamedTuple):
    """When a dataset was first there and changed last, and its version; each empty where it is not known.

    Attributes:
        issued: a day, a month or a year.
        modified: a moment, in UTC.
        version: what its state is called.
        before: the address of the version before.
    """

    issued: str = ""
    modified: str = ""
    version: str = ""
    before: str = ""


def dates_of(edition: Edition, name: str = WHOLE) -> Dates:
    """Give the dates of a dataset, by its name in the settings."""
    return _dates(edition)[name]


@per_edition
def _dates(edition: Edition) -> Mapping[str, Dates]:
    """Give the dates of each dataset: of the whole those of the revision, of the others those of the files of their things."""
    datasets = edition.settings.portal.datasets
    return {WHOLE: _of_files(edition, None), **{each.name: _of_files(edition, _files(edition, each)) for each in datasets}}


def _files(edition: Edition, dataset: DatasetSettings) -> frozenset[str] | None:
    """Give the files that say something of a dataset's things; None where it has answers, which any file may have a part in."""
    if dataset.queries:
        return None
    types = filter(None, map(edition.ranks.named, dataset.types))
    return frozenset(path for type_ in types for thing in edition.instances(type_) for path in edition.graph.files_of(thing))


def _of_files(edition: Edition, files: frozenset[str] | None) -> Dates:
    added = edition.beginnings.added
    first = min(added.values() if files is None else _of(files, added), default=None)
    changes = [change for path, change in edition.history.items() if files is None or path in files]
    last = max(changes, key=lambda change: (change.time, change.commit), default=None)
    modified = edition.modified if files is None or last is None else last.time
    portal = edition.settings.portal
    day = (modified.date().isoformat(),) if modified is not None else ()
    commit = (last.commit[:_SHORT],) if last is not None else ()
    version = portal.version or _version_of_tag(edition.beginnings.tag) or "-".join((*day, *commit))
    issued = portal.issued or (first.date().isoformat() if first is not None else "")
    moment = modified.strftime("%Y-%m-%dT%H:%M:%SZ") if modified is not None else ""
    return Dates(issued, moment, version, _before(edition))


def _of(files: Iterable[str], added: Mapping[str, datetime]) -> Iterator[datetime]:
    return (added[path] for path in files if path in added)


def _version_of_tag(tag: str) -> str:
    """Give the version that a tag names.

    >>> _version_of_tag("v2.1"), _version_of_tag("vienna")
    ('2.1', 'vienna')
    """
    return tag[1:] if tag[:1] in {"v", "V"} and tag[1:2].isdigit() else tag


def _before(edition: Edition) -> str:
    """Give the address of the version before, as the settings have it; empty where they have none, or no tag to put into it."""
    template, tag = edition.settings.portal.previous or "", edition.beginnings.before
    return "" if "{version}" in template and not tag else template.replace("{version}", tag)
