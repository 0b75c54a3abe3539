"""Settings: what a folder of RDF would need in `catalogue.toml` to be a catalogue."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection
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
from catalogue.messages import Message
from catalogue.scaffold.facts import is_called_so
from catalogue.terms import RDF_TYPE, NamedNode, Term

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
    """
    origins = Counter(match[0] for iri in iris if (match := _ORIGIN.match(iri)))
    if not origins:
        return ""
    origin = min(origins, key=lambda each: (-origins[each], each))
    paths = [re.split("[?#]", iri)[0] for iri in iris if iri.startswith(origin)]
    common = os.path.commonprefix(paths)  # noqa: RUF071 - cut at a `/` afterwards
    return common[: common.rindex("/") + 1]


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
    paths = sources.find(root)
    graph = Graph("", sources.read_all(paths, root))
    columns = graph.columns
    typed = columns.forwards(columns.intern(RDF_TYPE)).keys
    things = described(graph)
    base = common_base(columns.terms.values(typed[columns.kinds(typed) == IRI])) or common_base(columns.terms.values(things))
    data = _folder_of([path.relative_to(root) for path in paths])
    languages = ", ".join(f'"{tag}"' for tag in _languages(columns) or ["en"])
    lines = [
        "[catalogue]",
        f'base = "{base or _EXAMPLE}"',
        'title = "…"',
        f"languages = [{languages}]",
        "[publisher]",
        'name = "…"',
        *([] if data in {"", Folders.data} else ["[folders]", f'data = "{data}"']),
    ]
    written = "\n".join(f"    {line}" for line in lines)
    others = [] if paths else sources.convertible([root], root)
    if others:
        message = Message(
            "shapes.no-settings-convert",
            file=FILE_NAME,
            folder=shown_folder(folder),
            count=len(others),
            command=sources.conversion(others),
        )
        return SettingsError(message)
    if data or not paths:
        return SettingsError(Message("shapes.no-settings", file=FILE_NAME, folder=shown_folder(folder), lines=written))
    return SettingsError(
        Message("shapes.no-settings-move", file=FILE_NAME, folder=shown_folder(folder), data=Folders.data, lines=written)
    )


def _folder_of(paths: Collection[Path]) -> str:
    """Give the one folder that all files lie in, or else nothing."""
    folders = {path.parts[0] for path in paths if len(path.parts) > 1}
    return folders.pop() if len(folders) == 1 and all(len(path.parts) > 1 for path in paths) else ""


def _languages(columns: Columns) -> list[str]:
    """Give the languages that names are in, else those of all texts: the most frequent first, without those that are rare."""
    predicates, objects = columns.live_column(1), columns.live_column(2)
    names = [each for each in distinct(predicates).tolist() if _names_things(columns.terms[each])]
    times = _times(columns, objects[are_in(predicates, numbers(names))]) or _times(columns, objects)
    most = max(times.values(), default=0)
    usual = [tag for tag, count in times.items() if _RARE * count >= most and is_well_formed(tag)]
    return sorted(usual, key=lambda tag: (-times[tag], tag))[:_MOST_LANGUAGES]


def _names_things(predicate: Term) -> bool:
    return isinstance(predicate, NamedNode) and (predicate in LABELS or is_called_so(predicate))


def _times(columns: Columns, values: Numbers) -> Counter[str]:
    """Count the values in each language."""
    languages: Counter[str] = Counter()
    for tag, count in tags_of(columns, values).items():
        if tag.startswith("@"):
            languages[recommended(tag[1:])] += count
    return languages
