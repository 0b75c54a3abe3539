"""Ready: findings that other processes have made of the same files, as JSON has them, for a check that need not make them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.lint.findings import Finding
from catalogue.lint.packing import packed_finding, unpacked_finding


@dataclass(frozen=True)
class Ready:
    """All findings of a catalogue that follow from its data, its shapes and its settings alone.

    Attributes:
        mistakes: those about the shapes themselves.
        of_shapes: the results of the validation.
        of_data: what searches of the data found.
    """

    mistakes: Sequence[Finding]
    of_shapes: Sequence[Finding]
    of_data: Sequence[Finding]


def packed_findings(findings: Iterable[Finding]) -> list[list[Any]]:
    """Write findings as lists, texts and numbers."""
    return [packed_finding(finding) for finding in findings]


def unpacked_findings(written: Iterable[Sequence[Any]]) -> list[Finding]:
    """Read what `packed_findings` has written.

    >>> unpacked_findings(packed_findings([]))
    []
    """
    return [unpacked_finding(each) for each in written]
