"""Reading: a catalogue's folder becomes an edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from catalogue import sources
from catalogue.columns.graph import Graph
from catalogue.columns.snapshot import KeptFile, Snapshot
from catalogue.config import Settings, read_settings
from catalogue.edition.dates import modified_of
from catalogue.edition.edition import Edition
from catalogue.errors import Place, SettingsError, UsageError
from catalogue.sources import Source

QUERY_SUFFIX = ".rq"
"""The suffix of the files of named queries."""


def read_edition(
    folder: Path,
    files: Sequence[Path] | None = None,
    *,
    overlay: Mapping[str, bytes] | None = None,
    snapshot: Snapshot | None = None,
    same: Mapping[str, KeptFile] = MappingProxyType({}),
) -> Edition:
    """Read the catalogue in a folder.

    Args:
        folder: the catalogue's folder, which holds `catalogue.toml`.
        files: read these data files only, instead of all of the data folder.
        overlay: bytes to read instead of those on disk, by path as in `Source.path`.
        snapshot: where what data files say is known already, or None.
        same: the files of the snapshot that are as they were, by path as in `Source.path`; they are not read again.

    Returns:
        The edition. Files with faults are in it with what could be read of them.

    Raises:
        SettingsError: the settings are missing or wrong, or there are no shapes.
        UsageError: one of `files` does not exist.
        InputError: the settings cannot be read.
        OutputError: the system refused to read a file.
    """
    settings = read_settings(folder)
    root = settings.folder
    shapes_folder = root / settings.folders.shapes
    limit = settings.literal_limit
    shapes = list(sources.read_all(sources.find(shapes_folder), root, limit, overlay))
    if not shapes:
        raise SettingsError(
            f"there are no shapes: put SHACL shapes in Turtle into {settings.folders.shapes}/",
            f"il n'y a pas de formes : mettez des formes SHACL en Turtle dans {settings.folders.shapes}/",
            Place(settings.folders.shapes),
        )
    paths = sources.find(root / settings.folders.data) if files is None else _existing(files)
    data: list[Source] = []
    graph = Graph(settings.base, _without_statements(_data(paths, root, same, limit, overlay), data), snapshot)
    return Edition(
        settings=settings,
        data=[replace(source, triples=graph.statements_of(source.path)) for source in data],
        shapes=shapes,
        graph=graph,
        shapes_graph=Graph(settings.base, shapes),
        modified=modified_of(root),
        queries=[] if files is not None else list(_queries(settings, overlay or {})),
    )


def _queries(settings: Settings, overlay: Mapping[str, bytes]) -> Iterator[Source]:
    """Read the files of the named queries, in the order of their names."""
    for path in query_files(settings):
        name = sources.name_of(path, settings.folder)
        yield sources.words_of(overlay[name] if name in overlay else sources.read_bytes(path, name), name)


def query_files(settings: Settings) -> list[Path]:
    """List the files of the named queries, in the order of their names."""
    return sorted(path for path in (settings.folder / settings.folders.queries).glob(f"*{QUERY_SUFFIX}") if path.is_file())


def _data(
    paths: Sequence[Path], root: Path, same: Mapping[str, KeptFile], limit: int, overlay: Mapping[str, bytes] | None
) -> Iterator[Source]:
    """Read data files, but for those that need not be read: nothing of their bytes need be told."""
    named = {path: same.get(name) for path, name in sources.names_of(paths, root).items()} if same else {}
    known = {path: kept for path, kept in named.items() if kept is not None and kept.plain}
    new = sources.read_all([path for path in paths if path not in known], root, limit, overlay)
    for path in paths:
        kept = known.get(path)
        yield Source(kept.path, path, (), (), kept.digest) if kept is not None else next(new)


def _without_statements(files: Iterable[Source], noted: list[Source]) -> Iterator[Source]:
    """Note files without what they say: the graph holds it."""
    for source in files:
        noted.append(replace(source, triples=()))
        yield source


def _existing(files: Sequence[Path]) -> list[Path]:
    existing: list[Path] = []
    for path in files:
        if path.is_dir():
            existing.extend(sources.find(path))
        elif path.is_file():
            existing.append(path)
        else:
            raise UsageError(f"there is no file or folder {path}", f"pas de fichier ni de dossier {path}")
    return existing
