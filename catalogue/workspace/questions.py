"""The named queries of a catalogue, and their expected answers."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from catalogue import files, query
from catalogue.config import Settings, read_settings
from catalogue.edition import Edition
from catalogue.errors import CatalogueError
from catalogue.query import NamedQuery
from catalogue.query.answers import Answered, answered


class Questions:
    """The named queries of a catalogue.

    Args:
        settings: the catalogue's settings.
        working: the folder of the working tree, where the catalogue is a revision: it may have queries that the revision lacks.
    """

    def __init__(self, settings: Settings, working: Path | None = None) -> None:
        self._settings = settings
        self._working: Settings | None = None
        with suppress(CatalogueError):  # the working tree may have no catalogue any more
            self._working = read_settings(working) if working is not None else None

    def named(self) -> dict[str, NamedQuery]:
        """Give all of them, in the order of their names."""
        own = query.read_queries(self._settings)
        return dict(sorted({**query.read_queries(self._working), **own}.items())) if self._working else own

    def find(self, sparql_or_name: str) -> NamedQuery:
        """Give the query of a name, or SPARQL itself as a query without a name.

        Raises:
            QueryError: there is no such query, or its header is wrong.
            InputError: its file is not UTF-8.
        """
        settings, working = self._settings, self._working
        if working and not query.is_sparql(sparql_or_name) and not _file(settings, sparql_or_name).is_file():
            if _file(working, sparql_or_name).is_file():
                settings = working
            elif not query.may_be_sparql(sparql_or_name):
                raise query.unknown_query(sparql_or_name, self.named())
        return query.find_query(sparql_or_name, settings.folder / settings.folders.queries, settings.folder)

    def answered(self, edition: Edition, names: Sequence[str]) -> list[Answered]:
        """Compare the answers of queries with the expected ones, which lie in the folder of answers.

        Args:
            edition: what is asked.
            names: the queries; all when empty.

        Raises:
            QueryError: a query is unknown.
        """
        named = self.named()
        for name in names:
            if name not in named:
                raise query.unknown_query(name, named)
        return [answered(edition, one) for name, one in named.items() if not names or name in names]

    def write(self, answers: Sequence[Answered]) -> None:
        """Write the answers that are missing or differ; those that need only be contained stay as they are.

        Raises:
            OutputError: the system refused to write.
        """
        for one in answers:
            if one.may_be_written:
                path = self._settings.folder / one.file
                path.parent.mkdir(parents=True, exist_ok=True)
                files.write(path, one.written)


def _file(settings: Settings, name: str) -> Path:
    return settings.folder / settings.folders.queries / f"{name}{query.SUFFIX}"
