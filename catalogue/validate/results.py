"""Results: what a validation says of one value, in our own terms."""

from __future__ import annotations

from dataclasses import dataclass, field

from catalogue.errors import Text
from catalogue.model import SH
from catalogue.terms import NamedNode, Node, Term

PARAMETERS = {
    "Closed": "closed",
    "QualifiedMinCount": "qualifiedMinCount",
    "QualifiedMaxCount": "qualifiedMaxCount",
    "SPARQL": "sparql",
}
"""The parameter of a component, where it is not the component's name with a small first letter."""


@dataclass(frozen=True)
class Result:
    """One result of a validation (SHACL, section 3.6.2).

    Attributes:
        focus: the focus node.
        shape: the shape that was violated.
        component: what was violated: local name of the constraint component without `ConstraintComponent`, such as `MinCount`.
        predicate: the predicate of the result path when the path is a single step forwards, else None.
        value: the offending value, or None.
        constraint: the SPARQL constraint that was violated, or None.
        severity: local name of the severity.
        messages: the shape's messages by language.
    """

    focus: Term
    shape: Node
    component: str
    predicate: NamedNode | None = None
    value: Term | None = None
    constraint: Term | None = None
    severity: str = "Violation"
    messages: Text = field(default_factory=dict)

    @property
    def parameter(self) -> NamedNode:
        """The parameter that declares the violated constraint, such as `sh:minCount`."""
        name = PARAMETERS.get(self.component) or self.component[:1].lower() + self.component[1:]
        return NamedNode(SH + name)

    @property
    def is_about_focus(self) -> bool:
        """Whether the offending value is the focus node itself, and not a value of one of its properties."""
        return self.value is not None and self.value == self.focus and self.predicate is None
