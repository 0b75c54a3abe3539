"""The facade: a catalogue opened from its folder, on which the command line, the server and notebooks stand.

What only some commands need is imported when it is needed: pages and queries would make each check start a quarter slower.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.config import Settings, read_settings
from catalogue.edition import Edition, query_files, read_edition
from catalogue.errors import FindingsError, OutputError, QueryError
from catalogue.names import Prefixes
from catalogue.sources import find, name_of, names_of
from catalogue.validate import COMPILED, Options, Report, Severity, check_again
from catalogue.validate import check as check_edition

if TYPE_CHECKING:
    import rdflib

    from catalogue.formatting import Formatted
    from catalogue.mend import Mended
    from catalogue.query import NamedQuery, Result
    from catalogue.query.answers import Answered
    from catalogue.query.explain import Explained
    from catalogue.release import Progress, Release
    from catalogue.remote import Remote


class Catalogue:
    """A catalogue, opened from its folder.

    Its files are read once, when they are first needed; open it again to see what changed.

    Args:
        folder: the catalogue's folder, which holds `catalogue.toml`.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self._edition: Edition | None = None

    def __repr__(self) -> str:
        return f"Catalogue({str(self.folder)!r})"

    @property
    def settings(self) -> Settings:
        """What `catalogue.toml` says."""
        return self._edition.settings if self._edition else read_settings(self.folder)

    @property
    def edition(self) -> Edition:
        """The catalogue's files and what they say.

        Raises:
            CatalogueError: the settings are missing or wrong, or a file cannot be read.
        """
        if self._edition is None:
            self._edition = read_edition(self.folder)
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
        from catalogue.mend import mend

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
        from catalogue.formatting import Formatter

        formatter = Formatter(self.folder)
        found = [formatter.format(path) for path in formatter.files(map(Path, paths))]
        if write:
            for formatted in found:
                formatted.write()
            self._edition = None
        return found

    def _names(self, paths: Sequence[str | Path]) -> frozenset[str]:
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
        """Give the named queries, in the order of their names."""
        from catalogue import query

        return query.read_queries(self.settings)

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

    def query(self, sparql_or_name: str, /, **parameters: str) -> Result:
        """Run a query over everything that the catalogue says.

        Args:
            sparql_or_name: SPARQL, or the name of a query in the queries folder.
            parameters: values of the named query's parameters, as written on the command line.

        Returns:
            The whole result: iterate it, or ask it for `to_pandas()`, `to_polars()` or `serialize(format)`.

        Raises:
            QueryError: the query is unknown, does not parse or fails, or a parameter does not fit.
        """
        return self.run(self.find_query(sparql_or_name), parameters)

    def find_query(self, sparql_or_name: str) -> NamedQuery:
        """Give the query of a name, or SPARQL itself as a query without a name."""
        from catalogue import query

        if any(mark in sparql_or_name for mark in "{}\n"):
            return query.parse_query(sparql_or_name, "query", "<query>")
        settings = self.settings
        path = settings.folder / settings.folders.queries / f"{sparql_or_name}{query.SUFFIX}"
        if path.is_file():
            return query.read_query(path, settings.folder)
        raise query.unknown_query(sparql_or_name, self.queries())

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
            folder: where releases lie; the settings' build folder when None.
            check: check first, and refuse to build when there is an error.
            progress: called with the number of documents written and the number of all.

        Returns:
            The release on disk.

        Raises:
            FindingsError: the check found errors; nothing was written.
            OutputError: the system refused to write; the release that stood before still stands.
        """
        from catalogue import release

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


def connect(endpoint: str, *, base: str = "", prefixes: Mapping[str, str] | None = None, timeout: int = 30) -> Remote:
    """Connect to a SPARQL endpoint, to query it as a catalogue is queried.

    Args:
        endpoint: its address.
        base: what relative IRIs in queries are resolved against; the endpoint's address when empty.
        prefixes: prefixes that queries need not declare, beside the standard ones.
        timeout: how long to wait for an answer, in whole seconds.

    Returns:
        A remote catalogue; nothing is sent before it is queried.
    """
    from catalogue.remote import Remote  # SPARQLWrapper is slow to import

    return Remote(endpoint, base or endpoint, Prefixes(prefixes), timeout)


def open(folder: str | Path = ".") -> Catalogue:  # noqa: A001 - `catalogue.open` reads as what it does
    """Open the catalogue in a folder.

    Args:
        folder: the catalogue's folder, which holds `catalogue.toml`.

    Returns:
        The catalogue; its files are read when they are first needed, but its settings now.

    Raises:
        SettingsError: there is no catalogue, or its settings are wrong.
    """
    read_settings(Path(folder))
    return Catalogue(folder)
