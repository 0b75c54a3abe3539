"""Reading: a catalogue's folder becomes an edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from catalogue import sources
from catalogue.columns.graph import Graph
from catalogue.columns.layer import Layer
from catalogue.config import Settings, read_settings
from catalogue.edition.dates import modified_of
from catalogue.edition.edition import Edition
from catalogue.links import leads_out
from catalogue.sources import Source

QUERY_SUFFIX = ".rq"
"""The suffix of the files of named queries."""


@dataclass(frozen=True)
class Listing:
    """The files of a catalogue: the name of each, as in `Source.path`, by its path; in the order in which they are read.

    Attributes:
        settings: what `catalogue.toml` says.
        shapes: the files of the shapes folder.
        data: the files of the data folder.
        queries: the files of the named queries.
    """

    settings: Settings
    shapes: Mapping[Path, str]
    data: Mapping[Path, str]
    queries: Mapping[Path, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """Files that need not be read, by name.

    Attributes:
        shapes: files of the shapes.
        data: files of the data; those whose statements are in the layer that they lie upon may be without them.
        queries: files of queries.
    """

    shapes: Mapping[str, Source] = field(default_factory=dict)
    data: Mapping[str, Source] = field(default_factory=dict)
    queries: Mapping[str, Source] = field(default_factory=dict)


NOTHING_KNOWN = Known()


def list_files(settings: Settings) -> Listing:
    """List the files of a catalogue as they are on disk."""
    root, folders = settings.folder, settings.folders
    shapes, data = (sources.names_of(sources.find(root / folder, root), root) for folder in (folders.shapes, folders.data))
    queries = {path: query_name(path, root) for path in query_files(settings)}
    return Listing(settings, shapes, data, queries)


def read_edition(folder: Path, *, only_shapes: bool = False) -> Edition:
    """Read the catalogue in a folder; it need not have shapes.

    Args:
        folder: the catalogue's folder, which holds `catalogue.toml`.
        only_shapes: read no data and no queries.

    Returns:
        The edition. Files with faults are in it with what could be read of them.

    Raises:
        SettingsError: the settings are missing or wrong.
        InputError: the settings cannot be read.
        OutputError: the system refused to read a file.
    """
    listing = list_files(read_settings(folder, with_data=not only_shapes))
    return read_listed(replace(listing, data={}, queries={}) if only_shapes else listing)


def read_listed(
    listing: Listing, known: Known = NOTHING_KNOWN, upon: Layer | None = None, former: Edition | None = None
) -> Edition:
    """Read the files of a catalogue.

    Args:
        listing: the files.
        known: files that need not be read.
        upon: a layer that the data lie upon, or None.
        former: an edition of the same base, from which the shapes are taken where their files are the same ones; or None.

    Returns:
        The edition. Files with faults are in it with what could be read of them.

    Raises:
        OutputError: the system refused to read a file.
    """
    settings = listing.settings
    root, limit = settings.folder, settings.literal_limit
    shapes = list(_read(listing.shapes, root, known.shapes, limit))
    data: list[Source] = []
    graph = Graph(settings.base, _without_statements(_read(listing.data, root, known.data, limit), data), upon)
    are_the_same = former is not None and [id(source) for source in former.shapes] == [id(source) for source in shapes]
    return Edition(
        settings=settings,
        data=[replace(source, triples=graph.statements_of(source.path)) for source in data],
        shapes=shapes,
        graph=graph,
        shapes_graph=former.shapes_graph if former and are_the_same else Graph(settings.base, shapes),
        modified=modified_of(root),
        queries=[known.queries.get(name) or sources.words_at(path, name) for path, name in listing.queries.items()],
    )


def query_files(settings: Settings) -> list[Path]:
    """List the files of the named queries, in the order of their names."""
    return queries_in(settings.folder / settings.folders.queries, settings.folder)


def queries_in(folder: Path, root: Path) -> list[Path]:
    """List the query files of a folder, in the order of their names; a link that leads nowhere is one that cannot be read.

    Args:
        folder: the folder.
        root: that of the catalogue, absolute and without links; what leads out of it is left out.
    """
    if leads_out(folder, root):
        return []
    return sorted(path for path in folder.glob(f"*{QUERY_SUFFIX}") if _is_query(path, root))


def _is_query(path: Path, root: Path) -> bool:
    if not path.is_symlink():
        return path.is_file()
    return not path.exists() or (path.is_file() and not leads_out(path, root))


def query_name(path: Path, root: Path) -> str:
    """Give a query file's name in places; that of a link that leads nowhere is its own."""
    return sources.name_of(path if path.exists() else path.parent, root) + ("" if path.exists() else f"/{path.name}")


def _read(listed: Mapping[Path, str], root: Path, known: Mapping[str, Source], limit: int) -> Iterator[Source]:
    """Read files, but for those that need not be read."""
    new = sources.read_all([path for path, name in listed.items() if name not in known], root, limit)
    for name in listed.values():
        yield known[name] if name in known else next(new)


def _without_statements(files: Iterable[Source], noted: list[Source]) -> Iterator[Source]:
    """Note files without what they say: the graph holds it."""
    for source in files:
        noted.append(replace(source, triples=()))
        yield source
