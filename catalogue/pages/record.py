"""Where an entry stands: the lines of its files, the commits that changed them last, and where a correction is proposed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from catalogue import turtle
from catalogue.edition import Edition, per_edition, per_file, repeated_per_edition
from catalogue.messages import say
from catalogue.pages.citation import Citation, citation
from catalogue.pages.literals import localized
from catalogue.pages.views import Viewer
from catalogue.sources import Source
from catalogue.terms import XSD, Literal, NamedNode

_LONGEST_TITLE = 200
"""How many characters of a title an address has."""

_SHORT = 128 * 1024
"""How many bytes a file has at most of which the outline is kept for longer."""

_SHOWN = 10
"""How many digits of a commit's name are shown."""


class FilePlace(NamedTuple):
    """A place in a file.

    Attributes:
        path: the file.
        line: the line in which the entry begins; 0 where it is not known.
        href: where that is on the web, or empty.
        commit: the beginning of the name of the commit that changed the file last; empty where it is not known.
        commit_href: where that is on the web, or empty.
        date: when it was committed, as in `xsd:date`.
        date_text: the same in words.
    """

    path: str
    line: int
    href: str = ""
    commit: str = ""
    commit_href: str = ""
    date: str = ""
    date_text: str = ""


class Record(NamedTuple):
    """Where an entry stands.

    Attributes:
        iri: its IRI.
        places: its places in the files.
        correction: where a correction is proposed, else where readers say what is wrong; or empty.
        citation: how it is cited.
    """

    iri: str
    places: Sequence[FilePlace]
    correction: str
    citation: Citation


def record(viewer: Viewer, thing: NamedNode) -> Record:
    """Tell where a thing stands."""
    edition = viewer.edition
    title = viewer.link(thing).label
    places = list(_places(viewer, thing))
    dates = [place.date for place in places]
    date = max(dates) if dates and all(dates) else revision_date(edition)
    return Record(thing.value, places, _correction(viewer, thing, title, places), citation(viewer, title, thing.value, date))


def catalogue_citation(viewer: Viewer) -> Citation:
    """Tell how the catalogue itself is cited."""
    settings = viewer.edition.settings
    return citation(viewer, say(settings.title, viewer.language), settings.base, revision_date(viewer.edition))


@per_edition
def last_changes(edition: Edition) -> Mapping[str, tuple[str, str]]:
    """Give the commit that changed each file of the data last, and its day as in `xsd:date`, by path."""
    return {path: (change.commit, change.time.date().isoformat()) for path, change in edition.history.items()}


@per_edition
def revision_date(edition: Edition) -> str:
    """Give the day of the revision, as in `xsd:date`; empty where it is not known."""
    return edition.modified.date().isoformat() if edition.modified else ""


def _places(viewer: Viewer, thing: NamedNode) -> Iterator[FilePlace]:
    edition = viewer.edition
    for path, line, change in _lines_of(edition, thing):
        href = _filled(edition.settings.source, path=path, line=str(line or 1), commit=change[0] if change else "")
        yield FilePlace(path, line, href, *(_changed(viewer, change) if change else ()))


@repeated_per_edition
def _lines_of(edition: Edition, thing: NamedNode) -> Sequence[tuple[str, int, tuple[str, str] | None]]:
    """List the files that have a thing, each with the line in which it begins there, and the commit that changed it last."""
    changes = last_changes(edition)
    return [(path, line_of(edition, path, thing.value), changes.get(path)) for path in edition.graph.files_of(thing)]


def _changed(viewer: Viewer, change: tuple[str, str]) -> tuple[str, str, str, str]:
    commit, date = change
    text = localized(Literal(date, datatype=NamedNode(XSD + "date")), viewer.language, is_whole=True)
    return commit[:_SHOWN], _filled(viewer.edition.settings.commit, commit=commit), date, text


def _correction(viewer: Viewer, thing: NamedNode, title: str, places: Sequence[FilePlace]) -> str:
    settings = viewer.edition.settings
    first = places[0] if places else FilePlace("", 1)
    change = last_changes(viewer.edition).get(first.path)
    filled = _filled(
        settings.correction,
        path=first.path,
        line=str(first.line or 1),
        commit=change[0] if change else "",
        iri=thing.value,
        page=f"{settings.base}{viewer.path}.{viewer.language}.html",
        title=title[:_LONGEST_TITLE],
    )
    return filled or settings.contribute or ""


def _filled(template: str | None, **values: str) -> str:
    """Put values into the template of an address; nothing where it asks for one that is not known."""
    if not template or any(f"{{{name}}}" in template and not value for name, value in values.items()):
        return ""
    before, *rest = template.split("{")
    parts = (part.partition("}") for part in rest)
    return before + "".join(quote(values.get(name, ""), safe="/" if name == "path" else "") + after for name, _, after in parts)


@per_file
def line_of(edition: Edition, path: str, iri: str) -> int:
    """Give the line of a file of the data in which the statements about an IRI begin; 0 where none begins with it."""
    file = _files(edition).get(path)
    if file is None or not path.endswith(".ttl"):
        return 0
    outline = _outline(file) if len(file.source.data) <= _SHORT else _outline_of_long(file)
    starts = outline.begun(iri)
    return outline.text.count("\n", 0, starts[0][0]) + 1 if starts else 0


@dataclass(frozen=True, eq=False)
class _File:
    """A file of the data, which is itself alone: what it says and what is wrong with it are not compared."""

    source: Source


@per_edition
def _files(edition: Edition) -> Mapping[str, _File]:
    return {source.path: _File(source) for source in edition.data}


@lru_cache(maxsize=4)
def _outline_of_long(file: _File) -> turtle.Outline:
    """Give the outline of a file."""
    return turtle.Outline(file.source.data.decode("utf-8-sig", "replace").replace("\r\n", "\n"))


_outline = lru_cache(maxsize=128)(_outline_of_long.__wrapped__)
"""Gives the outline of a short file; entries that are written one after the other may stand in many."""
