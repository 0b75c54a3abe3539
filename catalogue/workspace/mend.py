"""Mending: the fixes of findings, made in the files until none is left to make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from catalogue import files
from catalogue.edition import Edition, read_edition
from catalogue.edits import Fix, apply, compatible, diff
from catalogue.lint import Finding, Report

_ROUNDS = 10

Check = Callable[[Edition], Report]


@dataclass(frozen=True)
class Mended:
    """What mending changes.

    Attributes:
        report: what is left to say of the mended files.
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
        for path, words in self.after.items():
            files.write(folder / path, words.encode("utf-8"))


def mend(folder: Path, check: Check, *, unsafe: bool = False) -> Mended:
    """Make the fixes of a catalogue's findings; nothing is written.

    One fix may bring another to light, so the mended texts are checked again until no fix is left.

    Args:
        folder: the catalogue's folder.
        check: gives the findings that may be mended.
        unsafe: make also the likeliest of those fixes that may not say what was meant.

    Returns:
        The changed texts and what is left to say of them.
    """
    edition = read_edition(folder)
    read = (*edition.data, *edition.shapes, *edition.queries)
    before = {source.path: source.data.decode("utf-8", "replace") for source in read}
    texts = dict(before)
    made: list[tuple[Finding, Fix]] = []
    seen: set[frozenset[tuple[str, str]]] = set()
    for _ in range(_ROUNDS):
        report = check(edition)
        offered = [(finding, fix) for finding in report for fix in finding.fixes[:1] if fix.safe or unsafe]
        chosen = compatible(fix for _, fix in offered)
        state = frozenset(texts.items())
        if not chosen or state in seen:
            break
        seen.add(state)
        for path in {edit.place.path for fix in chosen for edit in fix.edits}:
            edits = {edit for fix in chosen for edit in fix.edits if edit.place.path == path}
            texts[path] = apply(texts[path], edits)
        made += [(finding, fix) for finding, fix in offered if any(fix is one for one in chosen)]
        overlay = {path: words.encode("utf-8") for path, words in texts.items() if words != before[path]}
        edition = read_edition(folder, overlay=overlay)
    changed = {path for path, words in texts.items() if words != before[path]}
    return Mended(
        report,
        tuple(made),
        {path: before[path] for path in sorted(changed)},
        {path: texts[path] for path in sorted(changed)},
    )
