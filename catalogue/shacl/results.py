"""Results of a validation, in our own terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from catalogue.messages import Text
from catalogue.model import SH, Path, sh
from catalogue.terms import NamedNode, Node, Term, sort_key


class ShapesError(Exception):
    """The shapes are not well formed."""


@dataclass(frozen=True)
class Result:
    """One result of a validation (SHACL, section 3.6.2).

    Attributes:
        focus: the focus node.
        shape: the shape that was violated.
        component: what was violated: local name of the constraint component without `ConstraintComponent`, such as `MinCount`.
        path: the result path, or None.
        value: the offending value, or None.
        constraint: the SPARQL constraint that was violated, or None.
        severity: local name of the severity; the IRI of one that is not SHACL's.
        messages: the shape's messages by language.
        component_iri: the IRI of the constraint component.
        declared: the value of the parameter that declares the violated constraint, such as the class of `sh:class`: a shape may
            have several; None when the validator does not give it.
        number: which of several results of one constraint about one focus node it is, from 0, where their values do not tell:
            each result of `sh:uniqueLang` is about another language.
    """

    focus: Term
    shape: Node
    component: str
    path: Path | None = None
    value: Term | None = None
    constraint: Term | None = None
    severity: str = "Violation"
    messages: Text = field(default_factory=dict)
    component_iri: str = ""
    declared: Term | None = None
    number: int = field(default=0, compare=False)

    @property
    def predicate(self) -> NamedNode | None:
        """The predicate of the result path when that is a single step forwards, else None."""
        return NamedNode(self.path.predicate) if self.path is not None and self.path.predicate else None

    @property
    def parameter(self) -> NamedNode:
        """The parameter that declares the violated constraint, such as `sh:minCount`."""
        return sh("sparql" if self.component == "SPARQL" else self.component[:1].lower() + self.component[1:])

    @property
    def severity_iri(self) -> str:
        """The IRI of the severity."""
        return self.severity if ":" in self.severity else SH + self.severity

    @property
    def is_about_focus(self) -> bool:
        """Whether the offending value is the focus node itself, and not a value of one of its properties."""
        return self.value is not None and self.value == self.focus and self.predicate is None


def short_name(component: str) -> str:
    """Give the local name of a constraint component without `ConstraintComponent`.

    >>> short_name(SH + "MinCountConstraintComponent")
    'MinCount'
    """
    return component.rsplit("#", 1)[-1].removesuffix("ConstraintComponent")


def numbered(results: Iterable[Result]) -> Iterator[Result]:
    """Number the results of a validator that does not tell which of several alike each is, in their order."""
    counts: Counter[tuple[Term, Node, str]] = Counter()
    for result in results:
        key = result.focus, result.shape, result.component
        yield replace(result, number=counts[key]) if counts[key] else result
        counts[key] += 1


def in_stable_order(results: Iterable[Result]) -> list[Result]:
    """Put results in an order that does not depend on how they were computed."""
    return sorted(results, key=lambda r: (sort_key(r.focus), sort_key(r.shape), r.component, sort_key(r.value)))
