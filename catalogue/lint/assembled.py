"""Assembled findings: file by file, those that stand and those that were made anew, in the order of their places."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, overload

from catalogue.lint.findings import Finding
from catalogue.lint.outdated import Outdated
from catalogue.lint.packing import packed_finding
from catalogue.lint.standing import Standing
from catalogue.messages import say


class Assembled(Sequence[Finding]):
    """The findings of a report of which some stand; one that stands is read when it is asked for.

    Args:
        standing: the standing findings.
        files: the files that have findings, in their order: the numbers of the standing ones where all of the file stand as
            they were, or else the findings themselves.

    Attributes:
        standing: the same.
        files: the same.
    """

    def __init__(self, standing: Standing, files: Mapping[str, range | list[Finding]]) -> None:
        self.standing = standing
        self.files = files

    @classmethod
    def whole(cls, standing: Standing) -> Assembled:
        """Give the findings of which all stand."""
        return cls(standing, dict(_stretches(standing)))

    @classmethod
    def of_changed(cls, outdated: Outdated, new: Iterable[Finding], only: frozenset[str] | None) -> Assembled:
        """Put findings together.

        Args:
            outdated: which of the standing findings stand no longer.
            new: the findings that were made anew.
            only: the files whose findings are asked for; all when None.
        """
        standing, gone = outdated.standing, outdated.are_gone
        files: dict[str, range | list[Finding]] = dict(_stretches(standing))
        made: dict[str, list[Finding]] = defaultdict(list)
        for finding in new:
            made[finding.place.path].append(finding)
        for path, stretch in _stretches(standing):
            if path in made or gone[stretch.start : stretch.stop].any():
                made[path] += (standing.finding(number) for number in stretch if not gone[number])
        files |= {path: in_order(distinct_findings(findings)) for path, findings in made.items()}
        asked = (path for path in sorted(files) if files[path] and (only is None or path in only))
        return cls(standing, {path: files[path] for path in asked})

    @property
    def all_stand(self) -> bool:
        """Whether none was made anew."""
        return all(isinstance(findings, range) for findings in self.files.values())

    def __len__(self) -> int:
        return sum(map(len, self.files.values()))

    def __iter__(self) -> Iterator[Finding]:
        for path in self.files:
            yield from self.of(path)

    def of(self, path: str) -> Iterable[Finding]:
        """Give the findings of a file."""
        findings = self.files[path]
        return map(self.standing.finding, findings) if isinstance(findings, range) else findings

    @overload
    def __getitem__(self, at: int) -> Finding: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Finding]: ...

    def __getitem__(self, at: int | slice) -> Finding | Sequence[Finding]:
        return list(self)[at]


def _stretches(standing: Standing) -> Iterator[tuple[str, range]]:
    """Give the files of standing findings with the numbers of those that are in them."""
    starts = standing.starts
    return ((path, range(starts[at], starts[at + 1])) for at, path in enumerate(standing.paths))


def distinct_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Give findings, validation results all, others once: those that say the same at the same place are one."""
    distinct_: dict[object, Finding] = {}
    for number, each in enumerate(findings):
        key = number if each.result is not None else (each.place, each.kind.code, *_texts_of(each))
        distinct_[key] = each
    return list(distinct_.values())


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Give findings in the order of their places, which does not depend on that in which they were found."""
    ordered: list[Finding] = []
    for _, alike in groupby(sorted(findings, key=_order), _order):
        several = list(alike)
        ordered += sorted(several, key=_whole) if len(several) > 1 else several
    return ordered


def _texts_of(finding: Finding) -> Iterator[str]:
    return (say(text, "en") for text in (finding.message, finding.advice, *finding.notes))


def _order(finding: Finding) -> tuple[object, ...]:
    """Give the key of the order of findings: numbers and words, which are compared faster than places are."""
    place = finding.place
    where = place.path, place.line, place.column, place.end_line, place.end_column
    return *where, -finding.severity, finding.kind.code, finding.message["en"]


def _whole(finding: Finding) -> Any:
    """Give the key of the order of findings that say the same at the same place."""
    return json.dumps(packed_finding(finding), sort_keys=True)
