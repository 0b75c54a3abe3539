"""The fixpoint: which nodes conform to shapes that refer to one another in circles.

SHACL leaves open what such shapes mean. Here a node conforms unless something contradicts it: of all assignments that the
constraints allow, the one with the most conforming nodes. There is one because no constraint within a circle is negative. All
nodes that are asked about conform at first. Those are rejected that violate something whatever the others do, then what rests
upon rejected nodes is judged again, until nothing more is rejected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from catalogue.columns.sets import are_among, distinct, ordered, positions, positions_among, uniform, union
from catalogue.columns.table import Mask, Numbers, Positions, numbers, stretches
from catalogue.shacl.engine.evaluation import CompiledShape, Constraint, ValueNodes, Violations
from catalogue.terms import Node

_NOTHING = numbers(())


class Judging(Protocol):
    """What a fixpoint needs of the validation that runs it."""

    def compiled(self, node: Node) -> CompiledShape:
        """Give a shape."""
        ...

    def at(self, compiled: CompiledShape, focus: Numbers) -> ValueNodes:
        """Find the value nodes of focus nodes."""
        ...

    def check(self, compiled: CompiledShape, constraint: Constraint, at: ValueNodes) -> Iterable[Violations]:
        """Find what violates a constraint; nothing where it cannot be evaluated."""
        ...

    def conforms(self, node: Node, values: Numbers) -> Mask:
        """Tell which nodes conform to a shape."""
        ...


@dataclass
class _Member:
    """A shape of the circles, and what is known of it.

    Attributes:
        compiled: the shape.
        group: the shapes of the circles.
        asked: the nodes that were asked about, ascending.
        passed: which of them conform, as far as is known.
        users: the other members that refer to it.
    """

    compiled: CompiledShape
    group: frozenset[Node]
    asked: Numbers = field(default_factory=lambda: _NOTHING)
    passed: Mask = field(default_factory=lambda: uniform(0, value=True))
    users: list[_Member] = field(default_factory=list)

    @cached_property
    def properties(self) -> tuple[Node, ...]:
        """Its property shapes that are members."""
        return tuple(node for node in self.compiled.properties if node in self.group)

    @cached_property
    def constraints(self) -> tuple[Constraint, ...]:
        """Its constraints that refer to members."""
        return tuple(each for each in self.compiled.constraints if not each.refers.isdisjoint(self.group))

    @cached_property
    def other_constraints(self) -> tuple[Constraint, ...]:
        """Its constraints that do not."""
        return tuple(each for each in self.compiled.constraints if each.refers.isdisjoint(self.group))

    @cached_property
    def refers(self) -> frozenset[Node]:
        """The members that it refers to."""
        return frozenset(self.properties).union(*(each.refers for each in self.constraints)) & self.group

    def ask(self, nodes: Numbers) -> None:
        """Note nodes that were not asked about before: they conform until something contradicts it."""
        asked = union(self.asked, nodes)
        passed = uniform(len(asked), value=True)
        passed[positions_among(asked, self.asked)] = self.passed
        self.asked, self.passed = asked, passed

    def conform(self, nodes: Numbers) -> Mask:
        """Tell which of some nodes that were asked about conform, as far as is known."""
        conforming: Mask = self.passed[positions_among(self.asked, nodes)]
        return conforming

    def reject(self, nodes: Numbers) -> Numbers:
        """Note that nodes do not conform, and give those of which that was not known."""
        new = nodes[self.conform(nodes)]
        self.passed[positions_among(self.asked, new)] = False
        return new


class _Part:
    """The nodes that one search asks a member about.

    Args:
        member: the member.
        at: the nodes, ascending, each once, with their value nodes.
    """

    def __init__(self, member: _Member, at: ValueNodes) -> None:
        self.member = member
        self.at = at

    @cached_property
    def _by_value(self) -> tuple[Numbers, Positions]:
        order = ordered(self.at.values)
        return self.at.values[order], self.at.owners[order]

    def resting_upon(self, values: Numbers) -> Positions:
        """Find the focus nodes, by position, that conform as far as is known, and have any of some value nodes."""
        ascending, owners = self._by_value
        focus = distinct(owners[stretches(ascending, values)[1]])
        return focus[self.member.conform(self.at.focus[focus])]

    def only(self, focus: Positions) -> ValueNodes:
        """Give some of the focus nodes with their value nodes."""
        owners, rows = stretches(self.at.owners, focus)
        return ValueNodes(self.at.focus[focus], owners, self.at.values[rows])


class Fixpoint:
    """Judges nodes by the shapes of some circles: each node once by each shape.

    Args:
        run: the validation.
        group: the shapes.
    """

    def __init__(self, run: Judging, group: frozenset[Node]) -> None:
        self._run = run
        self._members = {node: _Member(run.compiled(node), group) for node in group}
        for member in self._members.values():
            for node in member.refers:
                self._members[node].users.append(member)
        self._is_searching = False

    def conforms(self, node: Node, focus: Numbers) -> Mask:
        """Tell which nodes conform to a shape.

        Args:
            node: the shape.
            focus: the nodes, each once.
        """
        member = self._members[node]
        if not self._is_searching:
            new = focus[~are_among(member.asked, focus)]
            if len(new):
                self._is_searching = True
                self._search(node, new)
                self._is_searching = False
        return member.conform(focus)

    def _search(self, node: Node, focus: Numbers) -> None:
        parts = {}
        for each, nodes in self._asked_about(node, focus).items():
            member = self._members[each]
            member.ask(nodes)
            parts[each] = _Part(member, self._run.at(member.compiled, nodes))
        rejected = {each: self._judge_apart(part) for each, part in parts.items()}
        for each, part in parts.items():
            rejected[each] = union(rejected[each], self._judge(part, positions(len(part.at.focus))))
        while rejected:
            rejected = self._propagate(parts, rejected)

    def _asked_about(self, node: Node, focus: Numbers) -> Mapping[Node, Numbers]:
        """Find the nodes that the members must judge, so that one of them can judge some: those that were not asked about."""
        asked: dict[Node, set[int]] = {}
        pending = {node: focus}
        while pending:
            reached: dict[Node, list[Numbers]] = {}
            for each, nodes in pending.items():
                asked.setdefault(each, set()).update(nodes.tolist())
                member = self._members[each]
                values = self._run.at(member.compiled, nodes).values
                for other in member.refers:
                    reached.setdefault(other, []).append(values)
            pending = {}
            for other, parts in reached.items():
                values = union(*parts)
                known = asked.get(other, set())
                new = values[~are_among(self._members[other].asked, values)]
                if fresh := [value for value in new.tolist() if value not in known]:
                    pending[other] = numbers(fresh)
        return {each: distinct(numbers(nodes)) for each, nodes in asked.items()}

    def _judge_apart(self, part: _Part) -> Numbers:
        """Reject what violates a member whatever the others are: by its constraints that refer to none of them."""
        member, at = part.member, part.at
        passed = uniform(len(at.focus), value=True)
        for constraint in member.other_constraints:
            for violations in self._run.check(member.compiled, constraint, at):
                passed[violations.owners] = False
        for inner in member.compiled.properties:
            if inner not in member.group:
                passed[at.owners[~self._run.conforms(inner, at.values)]] = False
        return member.reject(at.focus[~passed])

    def _judge(self, part: _Part, focus: Positions) -> Numbers:
        """Reject what violates a member, as far as is known of the others."""
        member, at = part.member, part.only(focus)
        passed = uniform(len(at.focus), value=True)
        for constraint in member.constraints:
            for violations in self._run.check(member.compiled, constraint, at):
                passed[violations.owners] = False
        for inner in member.properties:
            passed[at.owners[~self._members[inner].conform(at.values)]] = False
        return member.reject(at.focus[~passed])

    def _propagate(self, parts: Mapping[Node, _Part], rejected: Mapping[Node, Numbers]) -> dict[Node, Numbers]:
        """Judge again what rests upon nodes that were rejected, and give what is rejected in its turn."""
        suspects: dict[Node, list[Positions]] = {}
        for each, nodes in rejected.items():
            for user in self._members[each].users if len(nodes) else ():
                node = user.compiled.shape.node
                if node in parts:
                    suspects.setdefault(node, []).append(parts[node].resting_upon(nodes))
        focus = {node: union(*several) for node, several in suspects.items()}
        judged = {node: self._judge(parts[node], some) for node, some in focus.items() if len(some)}
        return {node: nodes for node, nodes in judged.items() if len(nodes)}
