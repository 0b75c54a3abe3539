"""Checked shapes: their mistakes, the targets that match nothing, and what can be run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from catalogue.edition import Edition
from catalogue.lint.shapes import targets
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake
from catalogue.lint.shapes.runnable import runnable
from catalogue.terms import Triple

_OTHER_TARGETS = ("targetNode", "targetSubjectsOf", "targetObjectsOf")
"""Targets that may come to match nothing though no class lost its instances."""


class Checked:
    """The shapes of an edition, checked.

    Args:
        edition: the catalogue.
        checks: the checks that look at the shapes alone, to be run.

    Attributes:
        alone: the mistakes in the shapes alone, in the order of the checks.
    """

    def __init__(self, edition: Edition, checks: Iterable[Callable[[Shapes], Iterator[Mistake]]]) -> None:
        self._shapes = Shapes(edition)
        self.alone = [mistake for check in checks for mistake in check(self._shapes)]

    @cached_property
    def empty(self) -> list[Mistake]:
        """The targets that match nothing, where there is data at all.

        A statement that is wrong in itself is not reported again for what follows from it: that a misspelt class has no
        instances.
        """
        if not self._shapes.edition.data:
            return []
        wrong = {(mistake.subject, mistake.predicate, mistake.value) for mistake in self.alone}
        return [each for each in targets.empty(self._shapes) if (each.subject, each.predicate, each.value) not in wrong]

    @property
    def may_become_empty(self) -> bool:
        """Whether a target may come to match nothing though no class lost its instances."""
        return any(self._shapes.all(*_OTHER_TARGETS))

    @property
    def mistakes(self) -> list[Mistake]:
        """All mistakes."""
        return [*self.alone, *self.empty]

    @cached_property
    def runnable(self) -> Sequence[Triple]:
        """The statements that can be run in spite of the mistakes."""
        return runnable(self._shapes, self.mistakes)

    @property
    def kept(self) -> Sequence[Triple] | None:
        """The same; None when everything can be run."""
        whole = [Triple(each.subject, each.predicate, each.value) for each in self._shapes.statements]
        return self.runnable if self.runnable != whole else None
