"""Mistakes in the shapes themselves: what would make a constraint wrong, or never hold, without a word."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.edition import Edition
from catalogue.validate.checks import Remark
from catalogue.validate.shapes.parameters import wrong_parameters
from catalogue.validate.shapes.patterns import wrong_patterns
from catalogue.validate.shapes.sparql import wrong_sparql
from catalogue.validate.shapes.structure import wrong_structure
from catalogue.validate.shapes.terms import wrong_terms

__all__ = ["mistakes"]


def mistakes(edition: Edition) -> Iterator[Remark]:
    """Find the mistakes in the shapes of an edition."""
    yield from wrong_terms(edition)
    yield from wrong_structure(edition)
    yield from wrong_parameters(edition)
    yield from wrong_patterns(edition)
    yield from wrong_sparql(edition)
