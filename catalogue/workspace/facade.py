"""The facade: a catalogue opened from its folder, on which the command line, the server and notebooks stand.

What only some commands need is imported when it is needed: pages and queries would make each check start a quarter slower.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.config import FILE_NAME, Settings, read_settings
from catalogue.edition import Edition, query_files, read_edition
from catalogue.errors import CatalogueError, FindingsError, OutputError, QueryError, UsageError
from catalogue.lint import COMPILED, Options, Report, Severity
from catalogue.lint import check as check_edition
from catalogue.names import Prefixes
from catalogue.sources import find, name_of, names_of
from catalogue.workspace.incremental import check_again

if TYPE_CHECKING:
    import rdflib

    from catalogue.query import NamedQuery, Result
    from catalogue.query.answers import Answered
    from catalogue.query.explain import Explained
    from catalogue.release import Progress, Release
    from catalogue.remote import Remote
    from catalogue.sources.revision import Revision
    from catalogue.workspace.formatting import Formatted
    from catalogue.workspace.mend import Mended


class Catalogue:
    """A catalogue, opened from its folder.

    Its files are read once, when they are first needed; open it again to see what changed.

    Args:
        folder: the catalogue's folder, which holds `catalogue.toml`.
        at: a revision of its Git repository: a branch, a tag, a commit, `HEAD~3`; the working tree when None. A revision is
            read into a temporary folder and is only read: it can be asked, checked, and built into a folder that is given.
    """

    def __init__(self, folder: str | Path, at: str | None = None) -> None:
        self.folder = Path(folder)
        self.at = at
        self._edition: Edition | None = None

    def __repr__(self) -> str:
        return f"Catalogue({str(self.folder)!r})" if self.at is None else f"Catalogue({str(self.folder)!r}, at={self.at!r})"

    @cached_property
    def revision(self) -> Revision | None:
        """The revision that is read, or None for the working tree.

        Raises:
            CatalogueError: the folder is in no Git repository, there is no such revision, or it has no catalogue.
        """
        if self.at is None:
            return None
        from catalogue.sources.revision import read_revision

        return read_revision(self.folder, self.at)

    @property
    def _files(self) -> Path:
        """Where the files are that are read."""
        return self.folder if self.revision is None else self.revision.folder

    def _is_written(self) -> None:
        if self.at is not None:
            raise UsageError("a revision is only read", "une révision ne se change pas")

    @property
    def settings(self) -> Settings:
        """What `catalogue.toml` says."""
        return self._edition.settings if self._edition else read_settings(self._files)

    @property
    def edition(self) -> Edition:
        """The catalogue's files and what they say.

        Raises:
            CatalogueError: the settings are missing or wrong, or a file cannot be read.
        """
        if self._edition is None:
            found, revision = read_edition(self._files), self.revision
            self._edition = replace(found, modified=revision.modified, revision=revision) if revision else found
        return self._edition

    def check(
        self,
        paths: Sequence[str | Path] = (),
        *,
        texts: str | Path | None = None,
        engine: str = COMPILED,
        max_findings: int | None = None,
        cache: bool = False,
    ) -> Report:
        """Check the catalogue: syntax, shapes, references, duplicates, terms, names, quotes and queries.

        Args:
            paths: report the findings in these files and folders only; all when empty. They are judged among all others.
            texts: the folder of the quoted documents' texts; quotes are not compared when None.
            engine: what validates: `compiled`, or `pyshacl`, the reference.
            max_findings: how many results of the validation are told, the others being counted; all when None.
            cache: read the files as they are now, look only at what has changed since the last time, and keep what is found for
                the next, in `.catalogue/` in the catalogue's folder.

        Returns:
            The findings in the order of their places.

        Raises:
            CatalogueError: the settings are missing or wrong, or a path does not exist.
        """
        only = self._names(paths) if paths else None
        options = Options(Path(texts) if texts is not None else None, engine, max_findings)
        if cache:
            self._is_written()
            return check_again(self.folder, only=only, options=options)
        return check_edition(self.edition, only=only, options=options)

    def mend(
        self,
        paths: Sequence[str | Path] = (),
        *,
        texts: str | Path | None = None,
        keep: Callable[[Report], Report] | None = None,
        unsafe: bool = False,
        write: bool = True,
    ) -> Mended:
        """Make the fixes that findings carry.

        Args:
            paths: mend the findings in these files and folders only; all when empty.
            texts: the folder of the quoted documents' texts; quotes are not compared when None.
            keep: leaves out the findings that are not mended, as `Report.filtered` does; none when None.
            unsafe: make also fixes that may not say what was meant.
            write: write the files; when False, only tell what would change.

        Returns:
            The fixes, the changed texts, and what is left to say of them.

        Raises:
            CatalogueError: the settings are missing or wrong, a path does not exist, or the system refused to write.
        """
        from catalogue.workspace.mend import mend

        self._is_written()
        names = self._names(paths) if paths else None
        folder = Path(texts) if texts is not None else None

        def check(edition: Edition) -> Report:
            report = check_edition(edition, only=names, options=Options(folder))
            return keep(report) if keep is not None else report

        mended = mend(self.settings.folder, check, unsafe=unsafe)
        if write and mended.after:
            mended.write(self.settings.folder)
            self._edition = None
        return mended

    def format(self, paths: Sequence[str | Path] = (), *, write: bool = True) -> list[Formatted]:
        """Write Turtle and TriG files in the one canonical layout.

        Args:
            paths: files and folders; the data and the shapes when empty.
            write: write the files that change; when False, only tell what would change.

        Returns:
            The files in a stable order, each with its text before and after, or with the error that forbids its layout.

        Raises:
            CatalogueError: the settings are missing or wrong, a path does not exist, or the system refused to read or write.
        """
        from catalogue.workspace.formatting import Formatter

        self._is_written()
        formatter = Formatter(self.folder)
        found = [formatter.format(path) for path in formatter.files(map(Path, paths))]
        if write:
            for formatted in found:
                formatted.write()
            self._edition = None
        return found

    def _names(self, paths: Sequence[str | Path]) -> frozenset[str]:
        self._is_written()
        names: set[str] = set()
        settings = self.settings
        root, folders = settings.folder, (settings.folders.shapes, settings.folders.data)
        found = [path for folder in folders for path in find(root / folder)] + query_files(settings)
        known = set(names_of(found, root).values())
        for path in map(Path, paths):
            if not path.exists():
                raise OutputError(f"there is no file or folder {path}", f"pas de fichier ni de dossier {path}")
            name = name_of(path, root)
            inside = {file for file in known if name in {file, "."} or file.startswith(name.rstrip("/") + "/")}
            if not inside:
                raise QueryError(
                    f"{path} is not a Turtle file, a query or a folder of this catalogue",
                    f"{path} n'est pas un fichier Turtle, une requête ni un dossier de ce catalogue",
                )
            names |= inside
        return frozenset(names)

    def queries(self) -> dict[str, NamedQuery]:
        """Give the named queries, in the order of their names; see `find_query`."""
        from catalogue import query

        found = query.read_queries(self.settings)
        working = self._working_tree()
        return dict(sorted({**query.read_queries(working), **found}.items())) if working else found

    def _working_tree(self) -> Settings | None:
        """Give the settings of the working tree, when a revision is read; None when that has no catalogue any more."""
        if self.at is None:
            return None
        try:
            return read_settings(self.folder)
        except CatalogueError:
            return None

    def answers(self, names: Sequence[str] = (), *, write: bool = False) -> list[Answered]:
        """Compare the answers of named queries with the expected ones, which lie in the folder of answers.

        Args:
            names: the queries; all when empty.
            write: write the answers that are missing or differ; those that need only be contained stay as they are.

        Returns:
            For each query how its answer differed from the expected one, in the order of their names.

        Raises:
            QueryError: a query is unknown, or its header is wrong.
            InputError: an expected answer cannot be read.
            OutputError: the system refused to write.
        """
        from catalogue import files, query
        from catalogue.query.answers import answered

        queries = self.queries()
        for name in names:
            if name not in queries:
                raise query.unknown_query(name, queries)
        found = [answered(self.edition, named) for name, named in queries.items() if not names or name in names]
        for one in found if write else ():
            if one.may_be_written:
                path = self.settings.folder / one.file
                path.parent.mkdir(parents=True, exist_ok=True)
                files.write(path, one.written)
        return found

    def query(self, sparql_or_name: str, /, **parameters: object) -> Result:
        """Run a query over everything that the catalogue says.

        Args:
            sparql_or_name: SPARQL, or the name of a query in the queries folder.
            parameters: values of the named query's parameters, as written on the command line, or numbers, booleans and dates.

        Returns:
            The whole result: iterate it, or ask it for `to_pandas()`, `to_polars()` or `serialize(format)`.

        Raises:
            QueryError: the query is unknown, does not parse or fails, or a parameter does not fit.
        """
        from catalogue.query.values import written

        return self.run(self.find_query(sparql_or_name), {name: written(value) for name, value in parameters.items()})

    def find_query(self, sparql_or_name: str) -> NamedQuery:
        """Give the query of a name, or SPARQL itself as a query without a name.

        A revision is asked the query that it has itself; where it has none of that name, the one of the working tree.
        """
        from catalogue import query

        settings = self.settings
        folder = settings.folder / settings.folders.queries
        working = self._working_tree()
        if working and not (query.is_sparql(sparql_or_name) or (folder / f"{sparql_or_name}{query.SUFFIX}").is_file()):
            if (working.folder / working.folders.queries / f"{sparql_or_name}{query.SUFFIX}").is_file():
                return query.find_query(sparql_or_name, working.folder / working.folders.queries, working.folder)
            raise query.unknown_query(sparql_or_name, self.queries())
        return query.find_query(sparql_or_name, folder, settings.folder)

    def run(self, named: NamedQuery, parameters: Mapping[str, str]) -> Result:
        """Run a query with the values of its parameters."""
        from catalogue import query

        return query.run(self.edition, named, parameters)

    def explain(self, named: NamedQuery, parameters: Mapping[str, str]) -> Explained:
        """Explain how a query is read, and how many statements match each of its patterns; it is not run.

        Raises:
            QueryError: a parameter does not fit.
        """
        from catalogue.query.explain import explain  # rdflib is slow to import

        return explain(self.edition, named, parameters)

    def build(self, folder: str | Path | None = None, *, check: bool = True, progress: Progress | None = None) -> Release:
        """Write a release and make it the current one; nothing is done when the current one is already that.

        Args:
            folder: where releases lie; the settings' build folder when None. That of a revision must be given.
            check: check first, and refuse to build when there is an error.
            progress: called with the number of documents written and the number of all.

        Returns:
            The release on disk.

        Raises:
            FindingsError: the check found errors; nothing was written.
            OutputError: the system refused to write; the release that stood before still stands.
        """
        from catalogue import release

        if folder is None:
            self._is_written()
        target = Path(folder) if folder is not None else None
        standing = release.standing(self.edition, target)
        if standing is not None:
            return standing
        if check:
            report = self.check()
            errors = report.counts[Severity.VIOLATION]
            if errors:
                raise FindingsError(
                    f"nothing was built: {errors} errors; see them with `catalogue check`",
                    f"rien n'a été construit : {errors} erreurs ; voyez-les avec `catalogue check`",
                )
        return release.build(self.edition, target, progress)

    def to_rdflib(self) -> rdflib.Dataset:
        """Give everything that the catalogue says as an rdflib dataset, each file a named graph."""
        from catalogue.exports.interchange import dataset

        return dataset(self.edition)


def connect(  # noqa: PLR0913 - all but the first have names
    endpoint: str,
    *,
    base: str = "",
    prefixes: Mapping[str, str] | None = None,
    queries: str | Path | None = None,
    timeout: int = 30,
    attempts: int = 3,
    patience: float = 60.0,
    language: str = "en",
) -> Remote:
    """Connect to a SPARQL endpoint, to query it as a catalogue is queried.

    Args:
        endpoint: its address.
        base: what relative IRIs in queries are resolved against; when empty that of the catalogue whose queries are given, else
            the endpoint's address.
        prefixes: prefixes that queries need not declare, beside the standard ones; likewise.
        queries: a folder of query files, for named queries.
        timeout: how long to wait for an answer, in whole seconds.
        attempts: how often it is asked at most when it is busy (429, 502, 503, 504) or cannot be reached; what is wrong with
            a query is never tried again.
        patience: for how many seconds it is asked again; also when it wants to be left alone for longer (`Retry-After`).
        language: the language in which the endpoint is asked to tell errors.

    Returns:
        A remote catalogue, with `query`, `run`, `find_query` and `queries`; nothing is sent before it is queried.

    Raises:
        UsageError: the address or the base is none, the timeout is not positive, or there is no such folder.
    """
    from catalogue.remote import Remote, Retries  # SPARQLWrapper is slow to import

    settings = _settings_around(Path(queries)) if queries is not None else None
    own = settings.prefixes if settings is not None and prefixes is None else Prefixes(prefixes)
    return Remote(
        endpoint,
        base=base or (settings.base if settings is not None else endpoint),
        prefixes=own,
        queries=Path(queries) if queries is not None else None,
        timeout=timeout,
        retries=Retries(attempts, patience),
        language=language,
    )


def _settings_around(folder: Path) -> Settings | None:
    """Give the settings of the catalogue that a folder belongs to; None when it belongs to none."""
    for parent in (folder.resolve(), *folder.resolve().parents):
        if (parent / FILE_NAME).is_file():
            return read_settings(parent)
    return None


def open(folder: str | Path = ".", *, at: str | None = None) -> Catalogue:  # noqa: A001 - `catalogue.open` reads as what it does
    """Open the catalogue in a folder.

    Args:
        folder: the catalogue's folder, which holds `catalogue.toml`.
        at: a revision of its Git repository: a branch, a tag, a commit, `HEAD~3`; the working tree when None.

    Returns:
        The catalogue; its files are read when they are first needed, but its settings now.

    Raises:
        SettingsError: there is no catalogue, or its settings are wrong.
        UsageError: the folder is in no Git repository, there is no such revision, or Git is not installed.
        InputError: Git LFS or another repository has a file of the revision.
    """
    opened = Catalogue(folder, at)
    opened.settings  # noqa: B018 - so that what is wrong is told now
    return opened
