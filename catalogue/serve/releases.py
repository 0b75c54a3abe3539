"""The releases that queries are answered from: the one that is served, and earlier ones that are still kept."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections import OrderedDict
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from catalogue.documents.headers import Fixed, content_type
from catalogue.edition import Edition
from catalogue.errors import RemoteError, UsageError
from catalogue.processes import processors
from catalogue.query import Note, half_read, vocabulary_of
from catalogue.release import dump_of, served
from catalogue.release.layout import CURRENT
from catalogue.serve.headers import common_headers
from catalogue.store.formats import RESULT_FORMATS
from catalogue.stores.client import StoreClient
from catalogue.stores.pool import StorePool
from catalogue.workers import Pool

_NAME = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Queried:
    """A release that can be queried.

    Attributes:
        name: its name.
        pool: its workers.
        notes: what is told beside all its answers.
    """

    name: str
    pool: Pool | StorePool
    notes: tuple[Note, ...] = ()
    _headers: dict[str, Fixed] = field(default_factory=dict)

    def headers(self, format_name: str) -> Fixed:
        """Give the headers that all its answers in a format have."""
        fixed = self._headers.get(format_name)
        if fixed is None:
            format_ = RESULT_FORMATS[format_name]
            fixed = self._headers[format_name] = (
                *common_headers(self.name),
                content_type(format_.media_type),
                (b"content-disposition", f'inline; filename="answer{format_.suffix}"'.encode()),
            )
        return fixed


class Releases:
    """Gives the workers of a release, and begins and ends them as they are asked for.

    Args:
        edition: the edition that is served.
        folder: where earlier releases lie.
        store: the store that has the releases; None where they are loaded here.
    """

    def __init__(self, edition: Edition, folder: Path, store: StoreClient | None = None) -> None:
        self.edition = edition
        self.folder = folder
        self._store = store
        self.limits = edition.settings.sparql
        self._current: Queried | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._earlier: OrderedDict[str, Queried] = OrderedDict()
        self._opening = asyncio.Lock()
        self._held = ExitStack()

    @property
    def current(self) -> Queried:
        """The release that is served."""
        assert self._current is not None  # noqa: S101 - it is opened before it is asked for
        return self._current

    async def open(self) -> None:
        """Begin the workers of the release that is served.

        Raises:
            OutputError: they could not be started.
            UsageError: the store does not have the release.
            RemoteError: the store refuses, or does not answer.
        """
        self._held.enter_context(served(self.folder / CURRENT))  # `catalogue releases` does not remove it meanwhile
        if self._store is not None:
            self._current = await self._opened_in(self._store, self.edition.release, is_watched=True)
            return
        self._folder = tempfile.TemporaryDirectory(prefix="catalogue-")
        pool = Pool(self._statements, self.edition.settings, self.limits.workers or processors(), vocabulary_of(self.edition))
        await pool.open()
        self._current = Queried(self.edition.release, pool, half_read(self.edition))

    async def _opened_in(self, store: StoreClient, name: str, *, is_watched: bool = False) -> Queried:
        """Give a release that a store has."""
        pool = StorePool(store, name, self.edition.settings)
        await pool.open(is_watched=is_watched)
        return Queried(name, pool, half_read(self.edition) if name == self.edition.release else ())

    async def _loaded(self, name: str) -> Queried | None:
        """Give a release that is kept on disk, or in the store; None where there is none."""
        if self._store is not None:
            try:
                return await self._opened_in(self._store, name)
            except (UsageError, RemoteError):
                return None
        dump = dump_of(self.folder, name)
        if dump is None:
            return None
        pool = Pool(partial(Path, dump), self.edition.settings, 1, vocabulary_of(self.edition))
        await pool.open()
        return Queried(name, pool)

    def _statements(self) -> Path:
        """Give the file with the statements of the release that is served; written again where something has removed it."""
        assert self._folder is not None  # noqa: S101 - it is made before anything is loaded
        statements = Path(self._folder.name, "catalogue.nq")
        if not statements.exists():
            statements.parent.mkdir(exist_ok=True)
            with statements.open("wb") as file:
                file.writelines(self.edition.graph.nquads())
        return statements

    async def find(self, name: str) -> Queried | None:
        """Give a release by its name; one that is on disk gets workers when it is first asked for.

        Args:
            name: the release's name, as it came.

        Returns:
            The release, or None when it is not kept.
        """
        if name == self.current.name:
            return self.current
        if not _NAME.fullmatch(name) or not self.limits.releases:
            return None
        async with self._opening:
            queried = self._earlier.get(name)
            if queried is not None:
                self._earlier.move_to_end(name)
                return queried
            queried = await self._loaded(name)
            if queried is None:
                return None
            self._earlier[name] = queried
            while len(self._earlier) > self.limits.releases:
                _, old = self._earlier.popitem(last=False)
                await old.pool.close()
            return queried

    async def close(self) -> None:
        """End all workers."""
        for queried in [self.current, *self._earlier.values()]:
            await queried.pool.close()
        if self._folder is not None:
            self._folder.cleanup()
        self._held.close()
