"""What is kept of a base between two runs, in the cache: its statements, and what a check of it has reported something at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from catalogue.columns.graph import Graph
from catalogue.columns.index import numbers_in
from catalogue.columns.layer import Layer
from catalogue.lint.standing import Standing
from catalogue.processes import EndedError, beside
from catalogue.report.sections import Section
from catalogue.sources import Source
from catalogue.workspace.base import Base
from catalogue.workspace.cache import Cache
from catalogue.workspace.disk import conditions_of
from catalogue.workspace.stamps import Stamp, Stamped

Result = TypeVar("Result")

STATEMENTS, SUSPECTS, FINDINGS, REPORTS = "statements", "suspects", "findings", "reports"
"""The names of the records."""


class Kept:
    """The base of a catalogue on disk.

    Args:
        folder: the catalogue's folder.
        cache: where it is kept; in the cache of that folder when None.
    """

    def __init__(self, folder: Path, cache: Cache | None = None) -> None:
        self._folder = folder
        self._cache = cache or Cache(folder)

    def read(self, conditions: str) -> tuple[Base, Mapping[str, Stamped]] | None:
        """Read the base that was kept last.

        Args:
            conditions: what the reading rests upon now, as `Disk.conditions` has it.

        Returns:
            The base, and its files as they were read, by name; None when there is none, or one of other conditions.
        """
        record = self._cache.read(STATEMENTS)
        if record is None or record.facts["conditions"] != conditions:
            return None
        layer = Layer.of(record.facts, record.parts)
        stamped, sources = {}, {}
        for file, (is_plain, *stamp, settled) in zip(layer.files, record.facts["stamps"], strict=True):
            stamped[file.path] = Stamped(file.digest, Stamp(*stamp), settled)
            if is_plain:
                sources[file.path] = Source(file.path, self._folder / file.path, (), (), file.digest)
        base = Base(conditions, layer, sources, {file.path: file.digest for file in layer.files}, record=record.name)
        suspects = self._cache.read(SUSPECTS)
        if suspects is not None and suspects.facts["statements"] == record.name:
            findings = self._cache.read(FINDINGS)
            is_kept = findings is not None and findings.facts["suspects"] == suspects.name
            if suspects.facts["stand"] and not is_kept:  # they were lost: the next check keeps all of it again
                return base, stamped
            base.recorded = suspects.facts["shapes"]
            found = {name: numbers_in(part) for name, part in suspects.parts.items()}
            standing = Standing.read(findings.facts, findings.parts) if findings is not None and is_kept else None
            base.note(base.recorded, found, standing)
            if findings is not None and is_kept:
                base.kept, base.sections = findings.name, self._sections(findings.name)
        return base, stamped

    def write_sections(self, base: Base, way: str) -> None:
        """Keep what was written of the files whose findings stand, in the place of what was written in another way.

        Args:
            base: the base, which is kept.
            way: the way in which it was written.
        """
        texts = [section.text.encode("utf-8", "surrogatepass") for section in base.sections[way].values()]
        rest = [
            [path, len(text), *section[1:]] for (path, section), text in zip(base.sections[way].items(), texts, strict=True)
        ]
        self._cache.write(REPORTS, {"findings": base.kept, "way": way, "sections": rest}, {"text": b"".join(texts)})

    def _sections(self, findings: str) -> dict[str, Mapping[str, Section]]:
        """Read what was written of findings that are kept, by the way in which it was written."""
        record = self._cache.read(REPORTS)
        if record is None or record.facts["findings"] != findings:
            return {}
        sections, at = {}, 0
        for path, size, *rest in record.facts["sections"]:
            text = bytes(record.parts["text"][at : at + size]).decode("utf-8", "surrogatepass")
            sections[path], at = Section(text, *rest), at + size
        return {record.facts["way"]: sections}

    def write(self, base: Base, files: Mapping[str, Stamped]) -> None:
        """Keep a base; what is kept already is not written again.

        Args:
            base: the base, with what a check of it has reported something at.
            files: its files as they were read, by name. Nothing is kept when one of them came or went meanwhile.
        """
        if base.record is None:
            base.record = self.write_statements(base, files)
        if base.record is not None and base.recorded != base.shapes:
            facts = {"statements": base.record, "shapes": base.shapes, "stand": base.standing is not None}
            name = self._cache.write(SUSPECTS, facts, base.suspects)
            if name is not None:
                base.recorded = base.shapes
                if base.standing is not None:
                    facts = {"suspects": name, **base.standing.facts()}
                    base.kept = self._cache.write(FINDINGS, facts, base.standing.parts())

    def write_beside(self, base: Base, files: Mapping[str, Stamped], here: Callable[[], Result]) -> Result:
        """Keep the statements of a base, unless they are kept already, by another process while this one does something else.

        Args:
            base: the base.
            files: its files as they were read, by name.
            here: what this process does meanwhile.

        Returns:
            What that gives. Where the other process was ended, nothing is kept yet.
        """
        if base.record is not None:
            return here()
        if isinstance(base.origin, Graph):
            base.origin.columns.terms.seal()
        results: list[Result] = []
        with suppress(EndedError):
            base.record, _ = beside(lambda: self.write_statements(base, files), lambda: results.append(here()), 2)
        return results[0]

    def write_statements(self, base: Base, files: Mapping[str, Stamped]) -> str | None:
        """Write the statements of a base, in the place of those that were kept before.

        Args:
            base: the base.
            files: its files as they were read, by name.

        Returns:
            The name of the record, or None when it was not written: a file came, went or changed meanwhile, another process
            writes, or the system refuses.
        """
        stamps = []
        for file in base.layer.files:
            known = files.get(file.path)
            if known is None or known.stamp is None or known.digest != file.digest:
                return None
            source = base.sources.get(file.path)  # a kept base has none of a file that must be read again
            stamps.append([source is not None and source.is_plain, *known.stamp, known.settled])
        if conditions_of(self._folder) != base.conditions:  # the settings were changed while the files were read
            return None
        facts = {"conditions": base.conditions, "stamps": stamps, **base.layer.facts()}
        return self._cache.write(STATEMENTS, facts, base.layer.parts())
