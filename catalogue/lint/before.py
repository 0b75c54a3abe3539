"""Before: a check of what the data lies upon, whose findings stand where nothing has changed that they rest upon."""

from __future__ import annotations

from typing import NamedTuple

from catalogue.edition import Edition
from catalogue.lint.shapes.search import is_retyped
from catalogue.lint.standing import Standing

MISTAKES = "mistakes"
"""The search for mistakes in shapes."""


class Before(NamedTuple):
    """A check of what the data lies upon, by the same shapes.

    Attributes:
        findings: what it found.
        changed: the files of the data that are gone since, or no longer as they were.
    """

    findings: Standing
    changed: frozenset[str]

    def has_mistakes_of(self, edition: Edition) -> bool:
        """Tell whether the shapes have the same mistakes in an edition, so that they need not be searched again."""
        is_known = (MISTAKES, state_of_mistakes(edition)) in self.findings.searches
        columns = edition.graph.columns
        return is_known and columns.have_same_terms and not is_retyped(columns)


def state_of_mistakes(edition: Edition) -> str:
    """Give what mistakes in shapes rest upon beside the shapes and the data: where there is none, no class is empty."""
    return f"{bool(edition.data)} {edition.limits}"
