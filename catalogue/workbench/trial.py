"""Trials: what a check would report of new things, before they are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from catalogue.lint import Finding, Severity
from catalogue.terms import NamedNode, Node, Term
from catalogue.workbench.entries import Entries
from catalogue.workbench.texts import Texts
from catalogue.workspace.workspace import Workspace

Key = tuple[object, ...]


class Trial:
    """Checks a catalogue with new things in it.

    Args:
        workspace: the catalogue; it has the texts that it had after each trial.
        texts: writes the new things.
    """

    def __init__(self, workspace: Workspace, texts: Texts) -> None:
        self._workspace = workspace
        self._texts = texts

    @cached_property
    def _standing(self) -> Counter[Key]:
        """What is reported without anything new."""
        return Counter(map(_key, self._workspace.check()))

    def of_entries(self, entries: Entries) -> list[Finding]:
        """Give what would be reported of new things, wherever they are written."""
        settings = self._workspace.settings
        name = f"{settings.folders.data}/{_free(self._workspace)}"
        return self.of_texts({name: self._texts.scratch(entries)})

    def of_texts(self, texts: Mapping[str, str]) -> list[Finding]:
        """Give what would be reported with other texts of some files, and is not without them: errors and warnings."""
        standing = self._standing.copy()
        before = dict(self._workspace.texts)
        try:
            for name, text in texts.items():
                self._workspace.set_text(name, text)
            findings = list(self._workspace.check())
        finally:
            for name in texts:
                self._workspace.set_text(name, before.get(name))
        new: list[Finding] = []
        for finding in findings:
            key = _key(finding)
            if standing[key]:
                standing[key] -= 1
            elif finding.severity >= Severity.WARNING:
                new.append(finding)
        return new


def about_value(findings: Iterable[Finding], node: Node, predicate: NamedNode, value: Term) -> list[Finding]:
    """Give the findings that say that a value of a property of a thing is wrong, not that something else is lacking."""
    is_named = isinstance(node, NamedNode)  # what has no name is called otherwise in each text
    return [
        finding
        for finding in findings
        if finding.value == value
        and finding.path in {predicate.value, ""}
        and (finding.focus == node.value or not is_named or finding.result is None)
    ]


def _key(finding: Finding) -> Key:
    """Give what makes two findings the same, wherever they stand."""
    component = finding.result.component_iri if finding.result is not None else finding.message["en"]
    return finding.kind.code, finding.focus, finding.path, finding.shape, component, finding.value


def _free(workspace: Workspace) -> str:
    """Give the name of a file that there is none of."""
    names = {source.path for source in workspace.edition.data}
    folder = workspace.settings.folders.data
    return next(name for name in (f"new-{number}.ttl" for number in range(len(names) + 1)) if f"{folder}/{name}" not in names)
