"""Footnotes: the sources of a page's values, and why a value is not plainly stated, each with its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from catalogue.edition.qualifications import Reason
from catalogue.terms import Term


@dataclass
class Footnotes:
    """The notes of one page, numbered in the order in which the page refers to them.

    Attributes:
        cited: the numbers of the sources that the page refers to one by one.
        others: the sources of the entry as a whole.
        reasons: the numbers of the reasons.
        explained: the reasons, in the order of their numbers.
        drawn: how many pictures the page has.
        sections: how many sections of it are led to from its top.
    """

    cited: dict[Term, int] = field(default_factory=dict)
    others: dict[Term, None] = field(default_factory=dict)
    reasons: dict[tuple[frozenset[tuple[str, str]], Term, tuple[Term, ...]], int] = field(default_factory=dict)
    explained: list[Reason] = field(default_factory=list)
    drawn: int = 0
    sections: int = 0

    def cite(self, source: Term) -> int:
        """Give the number of a source."""
        return self.cited.setdefault(source, len(self.cited) + 1)

    def add(self, sources: Sequence[Term]) -> None:
        """Name the sources of the entry as a whole."""
        self.others.update(dict.fromkeys(sources))

    def picture(self) -> str:
        """Name another picture of the page."""
        self.drawn += 1
        return f"picture-{self.drawn}"

    def section(self) -> str:
        """Name another section of the page."""
        self.sections += 1
        return f"table-{self.sections}"

    def explain(self, reason: Reason) -> int:
        """Give the number of a reason; the same reason of another value has the same."""
        key = frozenset(reason.name.items()), reason.qualification, reason.texts or (reason.about,)
        if key not in self.reasons:
            self.reasons[key] = len(self.reasons) + 1
            self.explained.append(reason)
        return self.reasons[key]
