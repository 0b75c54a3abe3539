"""Evaluation: what a compiled constraint is, and what it needs of the validation that runs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeAlias

from catalogue.columns.table import Mask, Numbers, Positions
from catalogue.isolation.aside import Around
from catalogue.messages import Text
from catalogue.model import Shape, sh
from catalogue.shacl.engine.data import Data
from catalogue.store.scratch import Scratch
from catalogue.terms import NamedNode, Node, Term

NO_VALUE = -1
"""What stands for the value of a result that has none."""


Row: TypeAlias = list[Term | None]
"""A solution of a query: the value of each variable that is wanted, or None."""


class Within(NamedTuple):
    """How a query is evaluated.

    Attributes:
        most: how many solutions there may be; any number when None.
        around: what surrounds all that the engine of SPARQL does.
    """

    most: int | None = None
    around: Around = nullcontext


FREE = Within()
"""Without limits."""


class Askable(Protocol):
    """A query of a constraint."""

    @property
    def is_bounded(self) -> bool:
        """Whether it is known from its text which statements it looks at, from its focus nodes on."""
        ...

    def solutions(
        self, run: Evaluation, focus: Numbers, values: Numbers | None, names: Sequence[str], within: Within = FREE
    ) -> list[Row]:
        """Evaluate it in this process: see `Evaluation.terms_of`."""
        ...


class Evaluation(Protocol):
    """What a constraint needs of the validation that runs it."""

    @property
    def data(self) -> Data:
        """The statements that are validated."""
        ...

    def number(self, term: Term) -> int:
        """Give the number of a term of the shapes in the data."""
        ...

    def numbers(self, terms: Sequence[Term | None]) -> Numbers:
        """Give the numbers of terms that a store gave; `NO_VALUE` for none."""
        ...

    def conforms(self, node: Node, values: Numbers) -> Mask:
        """Tell which nodes conform to a shape; constraints of it that cannot be evaluated demand nothing."""
        ...

    def conforms_wholly(self, node: Node, values: Numbers) -> Mask:
        """Tell which nodes conform to a shape, for a constraint that is violated because something conforms.

        Raises:
            NotEvaluatedError: some constraint that counts for it cannot be evaluated.
        """
        ...

    def terms_of(self, query: Askable, focus: Numbers, values: Numbers | None, names: Sequence[str]) -> list[Row]:
        """Have a query evaluated.

        Args:
            query: the query.
            focus: the focus nodes.
            values: a value for each focus node where values are bound too.
            names: the variables whose values are wanted.

        Returns:
            For each solution, the value of each variable, or None.

        Raises:
            ShapesError: the query fails.
            NotEvaluatedError: it cannot be evaluated.
            LimitError: it takes more than it may, or ended the process that evaluated it.
        """
        ...

    def numbers_of(self, query: Askable, focus: Numbers, values: Numbers | None, names: Sequence[str]) -> list[Numbers]:
        """Have a query evaluated as `terms_of` does, and give a column for each variable; `NO_VALUE` for none."""
        ...

    def whole_store(self, shapes: NamedNode) -> Scratch:
        """Give a store with all statements, and those of the shapes in a graph of their own."""
        ...


class ValueNodes(NamedTuple):
    """Focus nodes and their value nodes.

    Attributes:
        focus: the focus nodes; one may be there twice, when two values of the same shape lead to it.
        owners: for each value node, the position of its focus node.
        values: the value nodes, in the order of the owners.
    """

    focus: Numbers
    owners: Positions
    values: Numbers


class Violations(NamedTuple):
    """What violates a constraint: a column a part, a row a result.

    Attributes:
        owners: the positions of the focus nodes.
        values: the offending values, `NO_VALUE` where there is none.
        paths: the result paths as numbers of predicates, where they are not the shape's; `NO_VALUE` for the shape's.
        messages: the messages of each result, where they are not the shape's.
    """

    owners: Positions
    values: Numbers
    paths: Numbers | None = None
    messages: list[Text] | None = None


Check: TypeAlias = Callable[[Evaluation, ValueNodes], Iterator[Violations]]
"""A constraint, compiled: the validation and the nodes in, what is wrong out."""


class Declaration(NamedTuple):
    """A parameter of a constraint component, as a shape declares it.

    Attributes:
        shape: the shape.
        value: one value of the parameter.
    """

    shape: Shape
    value: Term

    @property
    def members(self) -> tuple[Term, ...]:
        """The members of the list that the value is."""
        return self.shape.graph.descriptions.members(self.value)


Maker: TypeAlias = Callable[[Declaration], Check | None]
"""What makes a constraint of what a shape declares; None when that demands nothing."""


@dataclass(frozen=True)
class Constraint:
    """One constraint of a shape.

    Attributes:
        component: the IRI of the constraint component.
        check: finds what violates it.
        source: what `sh:sourceConstraint` names, for SPARQL-based constraints.
        messages: messages that stand instead of the shape's, by language.
        declared: the value of the parameter that declares it, or None where it has several parameters.
        parameter: the parameter that declares it: the first of several.
        refers: the shapes that it refers to.
    """

    component: str
    check: Check
    source: Node | None = None
    messages: Text = field(default_factory=dict)
    declared: Term | None = None
    parameter: NamedNode = field(default_factory=lambda: sh("sparql"))
    refers: frozenset[Node] = frozenset()

    @property
    def value(self) -> Term | None:
        """The value of that parameter; None where it has several parameters."""
        return self.source if self.source is not None else self.declared


class CompiledShape(NamedTuple):
    """One shape, compiled.

    Attributes:
        shape: what it says.
        constraints: what it demands, those of its property shapes excepted.
        properties: its property shapes.
        group: the shapes of the circles that it is in, itself among them; none when it is in no circle.
    """

    shape: Shape
    constraints: tuple[Constraint, ...] = ()
    properties: tuple[Node, ...] = ()
    group: frozenset[Node] = frozenset()
