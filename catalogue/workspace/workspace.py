"""The workspace: an open catalogue with unsaved texts, read and checked again where something has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from catalogue import sources
from catalogue.config import Limits, Settings, read_settings
from catalogue.edition import Edition, list_files
from catalogue.errors import OutputError, QueryError
from catalogue.lint import COMPILED, Options, Report, check
from catalogue.lint.apart import is_worthwhile
from catalogue.lint.assembled import Assembled
from catalogue.lint.scope import Scope
from catalogue.lint.standing import Standing
from catalogue.lint.tracing import Trace
from catalogue.lint.validation import DEFAULT
from catalogue.messages import Message
from catalogue.report import Look, find_format
from catalogue.report.sections import Asked, Written, write_by_file
from catalogue.sources.revision import Revision
from catalogue.workspace.base import Base, digest_of
from catalogue.workspace.disk import files_of
from catalogue.workspace.kept import Kept
from catalogue.workspace.reading import Files
from catalogue.workspace.stamps import Stamped

_AGAIN = 3
"""How often a check is made again because files were changed or removed while it read them; then the error is told."""


class Workspace:
    r"""An open catalogue.

    Its files are read when they are first needed. From then on the disk is looked at only by `refresh`, and what is read anew
    is what has changed: the rest lies beneath it as it was. A check looks again at what the changes may affect.

    Args:
        folder: the catalogue's folder, which holds `catalogue.toml`.
        revision: the revision of a Git repository whose files the folder has, or None for a working tree.
        limits: what one query may take; None where they are evaluated in this process, without limits.

    Attributes:
        folder: the catalogue's folder.
        limits: as given; for what is read from then on.
        report: the findings of the last check, or None before the first.

    >>> import tempfile
    >>> workspace = Workspace(Path(tempfile.mkdtemp()))
    >>> _ = (workspace.folder / "catalogue.toml").write_text(
    ...     '[catalogue]\nbase = "https://x.example/"\ntitle = "X"\n[publisher]\nname = "Y"\n', "utf-8"
    ... )
    >>> workspace.set_text("shapes/x.ttl", "<urn:S> a <http://www.w3.org/ns/shacl#NodeShape> .")
    >>> workspace.set_text("data/x.ttl", "<urn:a> <urn:b>")
    >>> [str(finding.place) for finding in workspace.check(options=Options()) if finding.fatal]
    ['data/x.ttl:1:16']
    """

    def __init__(self, folder: Path, revision: Revision | None = None, limits: Limits | None = None) -> None:
        self.folder = folder
        self.limits = limits
        self.report: Report | None = None
        self._revision = revision
        self._files = Files(folder)
        self._base: Base | None = None
        self._edition: Edition | None = None
        self._is_stale = True
        self._asked: tuple[Sequence[str | Path], Options, bool] = ((), DEFAULT, False)

    @property
    def settings(self) -> Settings:
        """The settings of `catalogue.toml`: as they were when the files were read, once they were.

        Raises:
            CatalogueError: the settings are missing or wrong.
        """
        is_read = self._edition is not None and not self._is_stale
        return self._edition.settings if self._edition and is_read else read_settings(self.folder)

    @property
    def texts(self) -> Mapping[str, bytes]:
        """The unsaved texts that are read instead of files, by the files' names as in `Source.path`."""
        return MappingProxyType(self._files.texts)

    def set_text(self, path: str | Path, text: bytes | str | None) -> None:
        """Lay an unsaved text over a file.

        Args:
            path: the file, absolute or relative to the catalogue's folder. It need not exist, but lie where files are read. The
                settings are always those on disk.
            text: its text; None to read again what is on disk.
        """
        data = text.encode("utf-8") if isinstance(text, str) else text
        self._is_stale |= self._files.set_text(path, data)

    def refresh(self) -> frozenset[str]:
        """Look at the disk; what has changed is read anew when it is next needed.

        Returns:
            The names of the files that were changed, added or removed since they were read; empty before any was.

        Raises:
            CatalogueError: the settings are missing or wrong.
        """
        if self._edition is None:
            self._files.forget()
            return frozenset()
        is_stale, self._is_stale = self._is_stale, True
        changed = self._files.look()
        self._is_stale = is_stale or bool(changed)
        return frozenset(changed)

    @property
    def edition(self) -> Edition:
        """What the files say, with the unsaved texts.

        Raises:
            CatalogueError: the settings are missing or wrong, or a file cannot be read.
        """
        return self._read(self._base) if self._edition is None or self._is_stale else self._edition

    def check(self, paths: Sequence[str | Path] = (), options: Options = DEFAULT, *, keep: bool = False) -> Report:
        """Check the catalogue: what has changed since everything was checked, and what that may affect.

        Args:
            paths: report the findings in these files and folders only; all when empty. They are judged among all others.
            options: how to check.
            keep: begin with what the last run kept in `.catalogue/` in the catalogue's folder, and keep its base there.

        Returns:
            The findings: those of a check of everything. Where files are changed while they are read, they are read again.

        Raises:
            CatalogueError: the settings are missing or wrong, a file cannot be read, or a path does not exist.
        """
        self._asked = paths, options, keep

        def checked() -> Report:
            only = self.names(paths) if paths else None
            if options.engine == COMPILED:
                return self._check(only, options, keep=keep)
            return check(self.edition, only=only, options=options)

        for _ in range(_AGAIN):
            try:
                self.report = checked()
            except OutputError:
                if not self.refresh():
                    raise
            else:
                return self.report
        self.report = checked()
        return self.report

    @property
    def stands(self) -> bool:
        """Whether the next check gives the findings of the last one again, as long as nothing changes."""
        findings = self.report.findings if self.report is not None else ()
        return isinstance(findings, Assembled) and findings.all_stand

    def _check(self, only: frozenset[str] | None, options: Options, *, keep: bool) -> Report:
        if keep and self._edition is None and self._base is None:
            self._recall()
        scope = self._scope()
        edition, base = self.edition, self._base
        if base is None:
            return check(edition, only=only, options=options, scope=scope)
        shapes = digest_of(edition.shapes)
        before = base.before(shapes, edition) if options.most is None else None
        ready = base.ready_for(edition) if options.most is None else None
        trace = Trace(edition.graph) if scope.is_whole and ready is None else None
        checked = partial(check, edition, only=only, options=options, scope=scope, before=before, trace=trace, ready=ready)
        is_kept = keep and not self.texts and not base.differs(edition)
        kept, files = Kept(edition.settings.folder), self._files.seen.files
        report = kept.write_beside(base, files, checked) if is_kept and is_worthwhile(edition.graph) else checked()
        if trace is not None and scope.is_complete:
            standing = Standing.of(report.findings, trace) if trace.is_whole else None
            base.note(shapes, scope.found_among(edition.graph.columns.terms.lasting), standing)
            report = report if standing is None else replace(report, findings=Assembled.whole(standing))
        if is_kept and base.shapes == shapes:
            kept.write(base, files)
        return report

    def write(self, report: Report, name: str, look: Look, asked: Asked, *, keep: bool = False) -> Written:
        """Write the report of the last check: of files whose findings stand as they were before, what was written then.

        Args:
            report: the report.
            name: a name in `REPORT_FORMATS`.
            look: how it is shown.
            asked: what is asked for of it.
            keep: keep what is written for the next run, as `check` keeps its base.

        Returns:
            What was written, the same bytes as without anything kept. Where files that it shows have changed since they were
            checked, they are checked again, and it is of what they say now.

        Raises:
            CatalogueError: the settings are missing or wrong, or a file cannot be read.
        """
        for _ in range(_AGAIN):
            try:
                return self._write(report, name, look, asked, keep=keep)
            except OutputError:
                if report is not self.report or not self.refresh():
                    raise
            paths, options, is_kept = self._asked
            report = self.check(paths, options, keep=is_kept)
        return self._write(report, name, look, asked, keep=keep)

    def _write(self, report: Report, name: str, look: Look, asked: Asked, *, keep: bool) -> Written:
        format_, base = find_format(name), self._base
        is_of_base = base is not None and isinstance(report.findings, Assembled) and report.findings.standing is base.standing
        if base is None or not is_of_base:
            return write_by_file(report, format_, look, asked, {})
        way = repr((name, look, asked))
        written = write_by_file(report, format_, look, asked, base.sections.get(way, {}))
        if written.is_new:
            base.sections[way] = {**base.sections.get(way, {}), **written.sections}
            if keep and base.kept is not None:
                Kept(self._files.disk.listing.settings.folder).write_sections(base, way)
        return written

    def _scope(self) -> Scope:
        """Give what a check looks at: what may be otherwise than when everything in the base was checked with these shapes.

        The base is made anew from all that is read now when such a check is still to come: its suspects are those of all of it.
        """
        edition, base = self.edition, self._base
        if base is None:
            return Scope(edition.graph)
        suspects, is_changed = base.suspects_of(digest_of(edition.shapes)), base.differs(edition)
        if is_changed and suspects is None:
            return Scope(self._read(None).graph, is_changed=False)
        return Scope(edition.graph, suspects, is_changed=is_changed)

    def names(self, paths: Sequence[str | Path]) -> frozenset[str]:
        """Give the names of files, and of the files in folders, as in `Source.path`.

        Args:
            paths: files and folders of the catalogue.

        Raises:
            OutputError: one of them does not exist.
            QueryError: one of them is no file and no folder of the catalogue.
        """
        listing = self._files.listing
        known = {name for _, name in files_of(listing)}
        names: set[str] = set()
        for path in map(Path, paths):
            name = sources.name_of(path, listing.settings.folder)
            inside = _inside(known, name) or _inside({file for _, file in files_of(list_files(listing.settings))}, name)
            if not inside and not path.exists():
                raise OutputError(Message("workspace.no-file-folder", path=path))
            if not inside:
                raise QueryError(_not_read(path, listing.settings.folder))
            names |= inside
        return frozenset(names)

    def whole(self, *, keep: bool = False) -> tuple[Edition, Base, Mapping[str, Stamped]] | None:
        """Give what the files say together with a base of all of it, which is made anew where the one before is of other files.

        Args:
            keep: begin with what the last check kept in `.catalogue/` in the catalogue's folder.

        Returns:
            The edition, the base, and the files of the disk as they were read, by name; None when there can be no base: two
            links lead to the same file.

        Raises:
            CatalogueError: the settings are missing or wrong, or a file cannot be read.
        """
        if keep and self._edition is None and self._base is None:
            self._recall()
        edition = self.edition
        if self._base is not None and self._base.differs(edition):
            edition = self._read(None)
        return (edition, self._base, self._files.seen.files) if self._base is not None else None

    def begin_with(self, base: Base, files: Mapping[str, Stamped]) -> None:
        """Begin with a base that was read elsewhere: what differs from it is read anew.

        Args:
            base: the base.
            files: its files as they were read there, by name.

        Raises:
            CatalogueError: the settings are missing or wrong.
        """
        self._base, self._edition, self._is_stale = base, None, True
        self._files.recall(files)

    def _recall(self) -> None:
        """Begin with the base that was kept on disk, if there is one."""
        disk = self._files.disk
        kept = Kept(disk.listing.settings.folder).read(disk.conditions)
        if kept is not None:
            self._base, files = kept
            self._files.recall(files)

    def _read(self, base: Base | None) -> Edition:
        """Read what has changed, upon a base where that is worth it; what is read without one becomes the next base."""
        edition, lies_upon = self._files.read(base, self._edition)
        if not lies_upon:
            self._base = self._files.base_of(edition)
        if self._revision is not None:
            edition = replace(edition, modified=self._revision.modified, revision=self._revision)
        if self.limits is not None:
            edition = replace(edition, limits=self.limits)
        self._edition, self._is_stale = edition, False
        return edition


def _not_read(path: Path, root: Path) -> Message:
    """Say why nothing of a path is read, and how it would be."""
    others = sources.convertible([path if path.is_dir() else path.parent], root)
    if not path.is_dir():
        others = [name for name in others if name == sources.name_of(path, root)]
    if others:
        return Message("workspace.other-syntax", path=path, command=sources.conversion(others))
    return Message("workspace.not-turtle-file-query-folder", path=path)


def _inside(names: set[str], name: str) -> frozenset[str]:
    """Give those of some files that a name means: the file itself, or those in the folder."""
    return frozenset(file for file in names if name in {file, "."} or file.startswith(name.rstrip("/") + "/"))
