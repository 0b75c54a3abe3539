"""The statements that workers query: loaded once from N-Quads, in memory or on disk, and asked as the merge of their graphs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from catalogue.quads import Quad, Syntax, read_file
from catalogue.store.engine import Store
from catalogue.store.merged import Merged
from catalogue.workers.loading import load, share
from catalogue.workers.marking import marked_copy


class Statements:
    """The statements of a release, read-only.

    Args:
        path: the statements in N-Quads.
        folder: an empty folder for a store on disk, or None for one in memory.

    Attributes:
        folder: as given.
        size: how many there are.
        graphs: the IRIs of the named graphs that they stand in.
        peculiar: the properties that have values which a query must treat with care.
    """

    def __init__(self, path: Path, folder: Path | None = None) -> None:
        self.folder = folder
        self._path = path
        with TemporaryDirectory(prefix="catalogue-marked-") as marked:
            copy = Path(marked, path.name)
            self.peculiar = marked_copy(path, copy)
            self._load(copy if copy.exists() else path)

    def _load(self, path: Path) -> None:
        def quads() -> Iterator[Quad]:
            return read_file(path, Syntax.N_QUADS)

        folder = self.folder
        store = Store(str(folder)) if folder is not None else Store()
        if folder is not None:
            store.bulk_load(path=str(path), format=Syntax.N_QUADS)
        else:
            load(store, path)
        self.size = len(store)
        self._shares = share(store, path)
        merged = Merged.of(store, quads, shares=self._shares)
        self.graphs = merged.graphs
        self._merged = merged if folder is None else None
        if folder is not None:
            store.optimize()

    def subjects(self) -> Iterator[str]:
        """Give the IRIs of what they are about, each once for each stretch of lines about it; none when the file is gone."""
        with suppress(FileNotFoundError), self._path.open("rb") as lines:
            before = b"\n"
            for line in lines:
                if not line.startswith(before):
                    before = line[: line.find(b" ") + 1]
                    if before.startswith(b"<"):
                        yield before[1:-2].decode()

    @property
    def merged(self) -> Merged:
        """The merge, opened in the process that queries it: a store on disk has threads, which no fork takes along."""
        if self._merged is None:
            self._merged = Merged(Store.read_only(str(self.folder)), shares=self._shares)
        return self._merged
