"""Settings: what a folder of RDF would need in `catalogue.toml` to be a catalogue."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from catalogue import sources
from catalogue.columns.graph import Graph
from catalogue.columns.oddities import described
from catalogue.columns.profile import tags_of
from catalogue.columns.sets import are_in, distinct
from catalogue.columns.table import IRI, Columns, Numbers, numbers
from catalogue.config import FILE_NAME, Folders, shown_folder
from catalogue.edition.labels import LABELS
from catalogue.errors import SettingsError
from catalogue.files import real_path
from catalogue.languages import is_well_formed, recommended
from catalogue.messages import Message, Text, say
from catalogue.messages.catalogues import languages
from catalogue.names import STANDARD_PREFIXES, namespace_of
from catalogue.published import is_known_namespace
from catalogue.scaffold.facts import is_called_so
from catalogue.terms import RDF_TYPE, XSD, NamedNode, Term

_ORIGIN = re.compile(r"https?://[^/?#]+/")
_EXAMPLE = "https://catalogue.example.org/"
_MOST_LANGUAGES = 12
"""How many languages are suggested: each has pages of its own."""
_RARE = 10
"""How many times rarer than the most frequent one a language is left out."""


def common_base(iris: Collection[str]) -> str:
    """Give the base that fits most of some things: what their IRIs begin with, up to a `/`; empty where there is none.

    >>> common_base(["https://x.example/fig/a", "https://x.example/fig#b", "https://y.example/c", "urn:d"])
    'https://x.example/'
    >>> common_base(["http://www.w3.org/ns/sosa/a", "http://www.w3.org/ns/ssn/b", "http://www.w3.org/2004/02/skos/core#c"])
    'http://www.w3.org/ns/'
    """
    iris = _without_terms_of_others(iris)
    origins = Counter(match[0] for iri in iris if (match := _ORIGIN.match(iri)))
    if not origins:
        return ""
    origin = min(origins, key=lambda each: (-origins[each], each))
    paths = [re.split("[?#]", iri)[0] for iri in iris if iri.startswith(origin)]
    common = os.path.commonprefix(paths)  # noqa: RUF071 - cut at a `/` afterwards
    return common[: common.rindex("/") + 1]


def _without_terms_of_others(iris: Collection[str]) -> list[str]:
    """Leave out the terms of vocabularies that many use, and of other published ones that few things are of."""
    sizes = Counter(map(namespace_of, iris))
    usual = sizes.keys() & STANDARD_PREFIXES.values()
    most = max((size for namespace, size in sizes.items() if namespace not in usual), default=0)
    others = {
        namespace
        for namespace, size in sizes.items()
        if (namespace in usual and size <= most) or (is_known_namespace(namespace) and _RARE * size <= most)
    }
    return [iri for iri in iris if namespace_of(iri) not in others]


def missing_settings(folder: Path) -> SettingsError:
    """Say what to write into `catalogue.toml`, with the base and the languages that fit the files of a folder.

    Args:
        folder: a folder without settings.

    Returns:
        The error, to be raised.

    Raises:
        OutputError: the system refused to read a file.
    """
    root = real_path(folder)
    paths = sources.find(root, root)
    in_data = [path for path in paths if path.relative_to(root).parts[0] == Folders.data and path.parent != root]
    paths = in_data or paths
    others = [] if paths else sources.convertible([root], root)
    if others:
        command = sources.conversion(others)
        where = shown_folder(folder)
        return SettingsError(
            Message("shapes.no-settings-convert", file=FILE_NAME, folder=where, count=len(others), command=command)
        )
    graph = Graph("", sources.read_all(paths, root))
    data = _folder_of([path.relative_to(root) for path in paths])
    base, suggested = _base(graph), _languages(graph.columns)
    lines = {tag: _lines(base, suggested, data, tag) for tag in languages()}
    if data or not paths:
        return SettingsError(Message("shapes.no-settings", file=FILE_NAME, folder=shown_folder(folder), lines=lines))
    return SettingsError(
        Message("shapes.no-settings-move", file=FILE_NAME, folder=shown_folder(folder), data=Folders.data, lines=lines)
    )


def _lines(base: str, suggested: _Languages, data: str, language: str) -> str:
    """Give the lines of the settings, with comments in a language."""
    tags = ", ".join(f'"{tag}"' for tag in suggested.tags or ["en"])
    lines = [
        "[catalogue]",
        f'base = "{base or _EXAMPLE}"',
        'title = "…"',
        *(f"# {say(remark, language)}" for remark in suggested.remarks),
        f"languages = [{tags}]",
        "[publisher]",
        'name = "…"',
        *([] if data in {"", Folders.data} else ["[folders]", f'data = "{data}"']),
    ]
    return "\n".join(f"    {line}" for line in lines)


def _base(graph: Graph) -> str:
    """Give the base that fits the things: those with a class and a property, else those with a class, else all."""
    columns = graph.columns
    type_ = columns.intern(RDF_TYPE)
    typed = columns.forwards(type_).keys
    typed = typed[columns.kinds(typed) == IRI]
    more = distinct(columns.live_column(0)[columns.live_column(1) != type_])
    choices = (typed[are_in(typed, more)], typed, described(graph))
    return next(filter(None, (common_base(columns.terms.values(things)) for things in choices)), "")


def _folder_of(paths: Collection[Path]) -> str:
    """Give the one folder that all files lie in, or else nothing."""
    folders = {path.parts[0] for path in paths if len(path.parts) > 1}
    return folders.pop() if len(folders) == 1 and all(len(path.parts) > 1 for path in paths) else ""


@dataclass(frozen=True)
class _Languages:
    """The languages that are suggested.

    Attributes:
        tags: their tags; none where most texts have no language.
        untagged: how many of the names, or of all texts, have none.
        size: how many there are.
    """

    tags: Sequence[str]
    untagged: int
    size: int

    @property
    def remarks(self) -> Iterator[Text]:
        """What to know before the languages are written."""
        if 2 * self.untagged > self.size:
            yield Message("shapes.untagged", count=self.untagged, size=self.size)


def _languages(columns: Columns) -> _Languages:
    """Give the languages that names are in, else those of the other texts: the most frequent first, without rare ones."""
    predicates, objects = columns.live_column(1), columns.live_column(2)
    names = [each for each in distinct(predicates).tolist() if _names_things(columns.terms[each])]
    are_names = are_in(predicates, numbers(names))
    of_names = _of_values(columns, objects[are_names])
    of_others = of_names if of_names.tags else _of_values(columns, objects[~are_names])
    return replace(of_names, tags=of_others.tags) if of_names.size else of_others


def _of_values(columns: Columns, values: Numbers) -> _Languages:
    """Give the languages of some texts; where most have none, those in which half as many are."""
    times, untagged = _times(columns, values)
    most = max(times.values(), default=0)
    least = untagged / 2 if untagged > times.total() else most / _RARE
    usual = [tag for tag, count in times.items() if count >= least and is_well_formed(tag)]
    return _Languages(sorted(usual, key=lambda tag: (-times[tag], tag))[:_MOST_LANGUAGES], untagged, untagged + times.total())


def _names_things(predicate: Term) -> bool:
    return isinstance(predicate, NamedNode) and (predicate in LABELS or is_called_so(predicate))


def _times(columns: Columns, values: Numbers) -> tuple[Counter[str], int]:
    """Count the values in each language, and the texts without one."""
    times: Counter[str] = Counter()
    tags = tags_of(columns, values)
    for tag, count in tags.items():
        if tag.startswith("@"):
            times[recommended(tag[1:])] += count
    return times, tags.get(XSD + "string", 0)
