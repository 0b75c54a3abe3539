"""Shapes, compiled: what SHACL says, read once, each constraint as a function over whole sets of nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from catalogue.columns.graph import Graph
from catalogue.columns.table import Numbers, Positions
from catalogue.errors import Text
from catalogue.model import SH, Path
from catalogue.terms import Literal, NamedNode, Node, Term

if TYPE_CHECKING:
    from catalogue.shacl.engine.run import Run

NO_VALUE = -1
"""What stands for the value of a result that has none."""


def sh(name: str) -> NamedNode:
    """Give a term of SHACL."""
    return NamedNode(SH + name)


class ShapesError(Exception):
    """The shapes are not well formed."""


class At(NamedTuple):
    """Focus nodes and their value nodes.

    Attributes:
        focus: the focus nodes; one may be there twice, when two values of the same shape lead to it.
        owners: for each value node, the position of its focus node.
        values: the value nodes, in the order of the owners.
    """

    focus: Numbers
    owners: Positions
    values: Numbers


@dataclass(frozen=True)
class Found:
    """What a constraint finds: a column a part, a row a result.

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


Findings: TypeAlias = Iterator[Found]

Check: TypeAlias = "Callable[[Run, At], Iterator[Found]]"
"""A constraint, compiled: the validation and the nodes in, what is wrong out."""


class Declared(NamedTuple):
    """A parameter of a constraint component, as a shape declares it.

    Attributes:
        graph: the shapes.
        shape: the shape.
        parameter: the value of the parameter.
    """

    graph: Graph
    shape: Node
    parameter: Term


Maker: TypeAlias = "Callable[[Declared], Check | None]"
"""What makes a constraint of what a shape declares; None when that demands nothing."""


@dataclass(frozen=True)
class Constraint:
    """One constraint of a shape.

    Attributes:
        component: the IRI of the constraint component.
        check: finds what violates it.
        source: what `sh:sourceConstraint` names, for SPARQL constraints.
        messages: messages that are told instead of the shape's, by language.
    """

    component: str
    check: Check
    source: Node | None = None
    messages: Text = field(default_factory=dict)


@dataclass(eq=False)
class Shape:
    """One shape.

    Attributes:
        node: its name in the shapes graph.
        path: its path, or None for a node shape.
        severity: the IRI of the severity of its results.
        messages: its messages, by language.
        deactivated: whether it is passed over.
        constraints: what it demands, those of its property shapes excepted.
        properties: its property shapes.
    """

    node: Node
    path: Path | None
    severity: str = SH + "Violation"
    messages: Text = field(default_factory=dict)
    deactivated: bool = False
    constraints: list[Constraint] = field(default_factory=list)
    properties: list[Node] = field(default_factory=list)


def is_true(term: Term | None) -> bool:
    """Tell whether a term is the boolean true, as `true` is written."""
    return isinstance(term, Literal) and term.value == "true"


def messages_of(graph: Graph, node: Node) -> Text:
    """Read the messages of a shape or constraint, by language."""
    found = {value.language or "": value.value for value in graph.objects(node, sh("message")) if isinstance(value, Literal)}
    return dict(sorted(found.items()))
