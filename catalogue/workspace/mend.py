"""Mending: the fixes of findings, made in the texts of an open catalogue until none is left to make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from catalogue import files
from catalogue.edits import Edit, Fix, apply, compatible, diff
from catalogue.lint import Finding, Report
from catalogue.workspace.workspace import Workspace

_ROUNDS = 10

Check = Callable[[], Report]


@dataclass(frozen=True)
class Mended:
    """What mending changes.

    Attributes:
        report: the findings that are left in the mended files.
        fixes: the fixes made, each with its finding, in the order in which they were made.
        before: the text of each changed file as it was, by its path.
        after: the text of each changed file as it becomes.
    """

    report: Report
    fixes: tuple[tuple[Finding, Fix], ...] = ()
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)

    def diff(self) -> str:
        """Give the change as a unified diff, as `git apply` takes it; empty when nothing changes."""
        return "".join(diff(path, self.before[path], self.after[path]) for path in sorted(self.after))

    def write(self, folder: Path) -> None:
        """Write the changed files, each whole.

        Args:
            folder: the catalogue's folder.

        Raises:
            OutputError: the system refused to write one; those before it are written.
        """
        for path, text in self.after.items():
            files.write(folder / path, text.encode("utf-8"))


def mend(workspace: Workspace, check: Check, *, unsafe: bool = False) -> Mended:
    """Make the fixes of a catalogue's findings; nothing is written.

    One fix may bring another to light, so the mended texts are laid over the files and checked again until no fix is left.
    Afterwards the workspace has the texts that it had.

    Args:
        workspace: the catalogue.
        check: checks it, and gives the findings that may be mended.
        unsafe: make also the likeliest of those fixes that may not say what was meant.

    Returns:
        The changed texts and the findings that are left.
    """
    laid = dict(workspace.texts)
    texts = _Texts()
    made: list[tuple[Finding, Fix]] = []
    states: list[Mapping[str, str]] = []
    try:
        report = check()
        for _ in range(_ROUNDS):
            chosen = _chosen(report, unsafe=unsafe)
            if not chosen or texts.changed in states:
                break
            states.append(texts.changed)
            texts.edit(report.texts, (fix for _, fix in chosen))
            made += chosen
            _lay(workspace, texts.after)
            report = check()
    finally:
        _lay(workspace, {path: laid.get(path) for path in texts.after})
    changed = texts.changed
    return Mended(report, tuple(made), {path: texts.before[path] for path in changed}, changed)


def _chosen(report: Report, *, unsafe: bool) -> list[tuple[Finding, Fix]]:
    """Choose fixes that can be made together, each with its finding: of a finding the likeliest, where it may be made."""
    offered = [(finding, fix) for finding in report for fix in finding.fixes[:1] if fix.safe or unsafe]
    chosen = set(map(id, compatible(fix for _, fix in offered)))
    return [(finding, fix) for finding, fix in offered if id(fix) in chosen]


@dataclass(frozen=True)
class _Texts:
    """The texts of files that were mended.

    Attributes:
        before: as they were, by their paths.
        after: as they are now.
    """

    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)

    def edit(self, texts: Mapping[str, str], fixes: Iterable[Fix]) -> None:
        """Make some fixes in texts, which are all as they are now."""
        for path, edits in _by_file(fixes).items():
            self.before.setdefault(path, texts[path])
            self.after[path] = apply(texts[path], edits)

    @property
    def changed(self) -> dict[str, str]:
        """Those that are not as they were, in the order of their paths."""
        return {path: text for path, text in sorted(self.after.items()) if text != self.before[path]}


def _lay(workspace: Workspace, texts: Mapping[str, str | bytes | None]) -> None:
    for path, text in texts.items():
        workspace.set_text(path, text)


def _by_file(fixes: Iterable[Fix]) -> dict[str, list[Edit]]:
    """Give the edits of some fixes by their files, each once: two fixes may be the same."""
    edits: dict[str, dict[Edit, None]] = {}
    for edit in (edit for fix in fixes for edit in fix.edits):
        edits.setdefault(edit.place.path, {})[edit] = None
    return {path: list(of_file) for path, of_file in edits.items()}
