"""The catalogue: opened from its folder, for the command line, the server and notebooks.

What only some commands need is imported when it is needed: pages and queries would make each check start a quarter slower.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.config import Limits, Settings
from catalogue.edition import Edition
from catalogue.errors import FindingsError, UsageError
from catalogue.lint import COMPILED, Options, Report, Severity
from catalogue.messages import Message
from catalogue.workspace.workspace import Workspace

if TYPE_CHECKING:
    import rdflib

    from catalogue.pages.sourcing import Sourcing
    from catalogue.query import NamedQuery, Result
    from catalogue.query.answers import Answered
    from catalogue.query.explain import Explained
    from catalogue.release import BuildOptions, Progress, Release
    from catalogue.remote import Remote
    from catalogue.sources.revision import Revision
    from catalogue.stores.asking import Bounds
    from catalogue.workspace.formatting import Formatted
    from catalogue.workspace.mend import Mended
    from catalogue.workspace.questions import Questions
    from catalogue.workspace.rebasing import Rebased


class Catalogue:
    """A catalogue, opened from its folder.

    Its files are read once, when they are first needed; `refresh` looks at the disk again.

    Args:
        folder: the catalogue's folder, which holds `catalogue.toml`.
        at: a revision of its Git repository: a branch, a tag, a commit, `HEAD~3`; the working tree when None. A revision is
            read into a temporary folder and is only read: it can be asked, checked, and built into a folder that is given.
        strict: whether queries are refused where a file of the data could be read in part only; else answers have a note.
        limits: what one query may take, a constraint's too: a worker evaluates it then. None where this process does, without
            limits, as in a notebook.
    """

    def __init__(
        self, folder: str | Path, at: str | None = None, *, strict: bool = False, limits: Limits | None = None
    ) -> None:
        self.folder = Path(folder)
        self.at = at
        self.strict = strict
        self._limits = limits

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

    @cached_property
    def workspace(self) -> Workspace:
        """The open catalogue: for unsaved texts, and for checks that look at what has changed.

        Raises:
            CatalogueError: as `revision`.
        """
        folder = self.folder if self.revision is None else self.revision.folder
        return Workspace(folder, self.revision, self._limits)

    def _is_written(self) -> None:
        if self.at is not None:
            raise UsageError(Message("workspace.revision-only-read"))

    @property
    def settings(self) -> Settings:
        """What `catalogue.toml` says."""
        return self.workspace.settings

    @property
    def edition(self) -> Edition:
        """The catalogue's files and what they say.

        Raises:
            CatalogueError: the settings are missing or wrong, or a file cannot be read.
        """
        return self.workspace.edition

    def refresh(self) -> frozenset[str]:
        """Look at the disk again; what has changed is read anew when it is next needed.

        Returns:
            The names of the files that were changed, added or removed since they were read, relative to the catalogue's folder.

        Raises:
            CatalogueError: the settings are missing or wrong.
        """
        return self.workspace.refresh()

    def check(  # noqa: PLR0913 - all but the first have names
        self,
        paths: str | Path | Sequence[str | Path] = (),
        *,
        texts: str | Path | None = None,
        engine: str = COMPILED,
        timeout: int = Options.timeout,
        max_findings: int | None = None,
        cache: bool = False,
    ) -> Report:
        """Check the catalogue: syntax, shapes, references, duplicates, terms, names, quotes and queries.

        Args:
            paths: report the findings in this file or folder, or in these; all when empty. The whole catalogue is checked.
            texts: the folder of the quoted documents' texts; quotes are not compared when None.
            engine: what validates: `compiled`, or `pyshacl`, the reference.
            timeout: how many seconds pySHACL may take; then it is ended, and a finding says so.
            max_findings: how many results of the validation are reported, the others being counted; all when None.
            cache: read the files as they are now, look only at what has changed since the last time, and keep the results for
                the next, in `.catalogue/` in the catalogue's folder.

        Returns:
            The findings in the order of their places.

        Raises:
            CatalogueError: the settings are missing or wrong, or a path does not exist.
        """
        if cache or paths:
            self._is_written()
        if cache:
            self.refresh()
        options = Options(Path(texts) if texts is not None else None, engine, max_findings, timeout)
        listed = [paths] if isinstance(paths, str | Path) else paths
        return self.workspace.check(listed, options, keep=cache)

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
        from catalogue.report.merging import merged
        from catalogue.workspace.mend import mend

        self._is_written()
        self.refresh()
        options = Options(Path(texts) if texts is not None else None)

        def check() -> Report:
            report = merged(self.workspace.check(paths, options))
            return keep(report) if keep is not None else report

        mended = mend(self.workspace, check, unsafe=unsafe)
        if write and mended.after:
            mended.write(self.settings.folder)
            self.refresh()
        return mended

    def format(self, paths: Sequence[str | Path] = (), *, write: bool = True) -> list[Formatted]:
        """Write Turtle and TriG files in the one canonical layout; files that are given need no settings.

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
        formatted = [formatter.format(path) for path in formatter.files(map(Path, paths))]
        for one in formatted if write else ():
            one.write()
        self.refresh()
        return formatted

    def rebase(self, old: str, new: str, *, write: bool = True) -> Rebased:
        """Move all IRIs that begin with one base to another, in the data, shapes, queries, expected answers and settings.

        Args:
            old: what the IRIs begin with.
            new: what they begin with afterwards.
            write: write the files that change, all or none; when False, only tell what would change.

        Returns:
            The files, each with its text before and after.

        Raises:
            CatalogueError: the settings are missing or wrong, a file cannot be read, one of the bases is none, no IRI begins
                with the old one, IRIs begin with the new one already, or the system refused to read or write.
        """
        from catalogue.workspace.rebasing import rebase

        self._is_written()
        rebased = rebase(self.folder, old, new)
        if write:
            rebased.write()
            self.refresh()
        return rebased

    def queries(self) -> dict[str, NamedQuery]:
        """Give the named queries, in the order of their names; see `find_query`."""
        return self._questions.named()

    @property
    def _questions(self) -> Questions:
        from catalogue.workspace.questions import Questions

        return Questions(self.settings, self.folder if self.at is not None else None)

    def answers(self, names: Sequence[str] = (), *, write: bool = False) -> list[Answered]:
        """Compare the answers of named queries with the expected ones, which lie in the folder of answers.

        Args:
            names: the queries; all when empty.
            write: write the answers that are missing or differ; those that need only be contained stay as they are.

        Returns:
            For each query how its answer differed from the expected one, in the order of their names.

        Raises:
            QueryError: a query is unknown.
            InputError: a file of the data could be read in part only, and answers are to be written or the catalogue is strict.
            OutputError: the system refused to write.
        """
        if write or self.strict:
            from catalogue.query import refuse_half_read

            refuse_half_read(self.edition)
        answers = self._questions.answered(self.edition, names)
        self._questions.write(answers if write else ())
        return answers

    def query(self, sparql_or_name: str, /, **parameters: object) -> Result:
        """Run a query over everything that the catalogue says.

        Args:
            sparql_or_name: SPARQL, or the name of a query in the queries folder.
            parameters: values of the named query's parameters, as written on the command line, or numbers, booleans and dates.

        Returns:
            The whole result: iterate it, or ask it for `to_pandas()`, `to_polars()` or `serialize(format)`.

        Raises:
            QueryError: the query is unknown, does not parse or fails, or a parameter does not fit.
            InputError: the catalogue is strict, and a file of the data could be read in part only.
            LimitError: the catalogue has limits, and the query takes more.
        """
        from catalogue.query.values import written

        return self.run(self.find_query(sparql_or_name), {name: written(value) for name, value in parameters.items()})

    def find_query(self, sparql_or_name: str) -> NamedQuery:
        """Give the query of a name, or SPARQL itself as a query without a name.

        A revision is asked the query that it has itself; where it has none of that name, the one of the working tree.
        """
        return self._questions.find(sparql_or_name)

    def run(self, named: NamedQuery, parameters: Mapping[str, str]) -> Result:
        """Run a query with the values of its parameters."""
        from catalogue import query

        if self.strict:
            query.refuse_half_read(self.edition)
        return query.run(self.edition, named, parameters)

    def store(
        self, name: str, *, profile: str | None = None, credentials: Path | None = None, bounds: Bounds | None = None
    ) -> Remote:
        """Ask the release that is current in a SPARQL store, with the methods that a catalogue has; see `stores.asking`.

        Args:
            name: the store's name in the settings, or its address.
            profile: whose rules it follows, such as `virtuoso`; what the settings say when None.
            credentials: a file of credentials in the form of `.netrc`; that which the environment names when None.
            bounds: what an answer may cost.

        Raises:
            UsageError: there is no such store, or it has no release of the catalogue.
            RemoteError: it refuses, or does not answer.
        """
        from catalogue.stores.asking import Bounds, Context, ask_store
        from catalogue.stores.opening import store_named

        known = store_named(self.settings, name, profile)
        return ask_store(known, Context.of(self.settings), credentials, bounds or Bounds())

    def explain(self, named: NamedQuery, parameters: Mapping[str, str]) -> Explained:
        """Explain how a query is read, and how many statements match each of its patterns; it is not run.

        Raises:
            QueryError: a parameter does not fit.
        """
        from catalogue.query.explain import explain  # rdflib is slow to import

        return explain(self.edition, named, parameters)

    def sourcing(self) -> list[Sourcing]:
        """Count the values that pages show, by entity type, and find those without a source of their own.

        Returns:
            For each type, `shown`, `share` (from 0 to 1) and `lacking`, the triples whose values do not name what says them.

        Raises:
            SettingsError: there are no shapes.
        """
        from catalogue.pages.sourcing import sourcing

        self.edition.needs_shapes()
        return sourcing(self.edition)

    def build(  # noqa: PLR0913 - each is an option of the command
        self,
        folder: str | Path | None = None,
        *,
        check: bool = True,
        progress: Progress | None = None,
        jobs: int | None = None,
        base_url: str | None = None,
        options: BuildOptions | None = None,
    ) -> Release:
        """Write a release and make it the current one; nothing is done when the current one is already that.

        Args:
            folder: where releases lie; the settings' build folder when None. That of a revision must be given.
            check: check first, and refuse to build when there is an error.
            progress: called with the number of documents written and the number of all.
            jobs: how many processes make documents; as many as there are processors when None. The bytes are the same with any.
            base_url: where the release will lie when that is not the base, as a preview does.
            options: how long to wait while another process builds into the folder, and what else is done beside.

        Returns:
            The release on disk.

        Raises:
            FindingsError: the check reported errors; nothing was written.
            BusyError: another process builds into the folder for longer than this waits.
            UsageError: `base_url` is not the address of a folder on the web.
            OutputError: the system refused to write; the release that stood before still stands.
        """
        from catalogue import release
        from catalogue.report.merging import merged

        if folder is None:
            self._is_written()
        target = Path(folder) if folder is not None else None
        edition = self.edition.at(base_url)
        standing = release.standing(edition, target)
        if standing is None and check:
            errors = merged(self.check()).counts[Severity.VIOLATION]
            if errors:
                raise FindingsError(Message("workspace.nothing-built-errors-see-them", count=errors))
        options = options or release.BuildOptions()
        built = standing or release.build(edition, target, progress, jobs=jobs, options=options)
        if options.key is not None and not built.is_new:
            release.sign(built.folder, options.key)
        return built

    def to_rdflib(self) -> rdflib.Dataset:
        """Give everything that the catalogue says as an rdflib dataset, each file a named graph."""
        from catalogue.exports.interchange import dataset

        return dataset(self.edition)
