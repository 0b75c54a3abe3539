"""Outdated: which standing findings have to be made again, because something that they rest upon has changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property

from catalogue.columns.graph import Graph
from catalogue.columns.sets import Mask, are_in, distinct, positions_of, uniform, union
from catalogue.columns.table import Numbers, numbers
from catalogue.lint.findings import Finding
from catalogue.lint.kinds import Severity
from catalogue.lint.shapes.search import is_retyped
from catalogue.lint.standing import GROUNDS, JUDGMENTS, NO_SHAPE, Standing, digest_of, written_finding, written_result
from catalogue.reads import ALL, FILE, LOCATED, OBJECT, PREDICATE, SUBJECT, TERMS
from catalogue.shacl.engine import Affected
from catalogue.shacl.results import Result
from catalogue.terms import Literal, Node


class Outdated:
    """Which standing findings have to be made again, because something that they rest upon has changed.

    Args:
        standing: the findings of what the data lies upon.
        graph: the data.
        affected: tells of which nodes shapes may say otherwise than before.
        changed: the files of the data that are gone, or no longer as they were.
        digest: gives the digest of where a file says something of a subject, as `Places.digest` does.

    Attributes:
        standing: the same.
        are_gone: which of them stand no longer.
        has_same_terms: whether the same IRIs are subjects, predicates, objects and classes in the data as before.
    """

    def __init__(
        self, standing: Standing, graph: Graph, affected: Affected, changed: Iterable[str], digest: Callable[[str, Node], str]
    ) -> None:
        self.standing = standing
        self._graph = graph
        self._columns = graph.columns
        self._digest = digest
        self._others = numbers(map(self._columns.number, standing.others))
        are_outdated = self._find(affected, set(changed))
        self._are_outdated, self._searches = are_outdated[: len(standing)], are_outdated[len(standing) :].tolist()
        self.are_gone = self._are_outdated | (standing.of_shapes < 0)
        self.has_same_terms = self._columns.have_same_terms and not is_retyped(self._columns)

    def _find(self, affected: Affected, changed: Collection[str]) -> Mask:
        standing, columns = self.standing, self._columns
        rests, changes = standing.rests, columns.changes
        files = numbers(number for number, path in enumerate(standing.files) if path in changed)
        if not len(files) and not changes.predicates and not len(columns.added):
            return uniform(rests.count, value=False)
        touched = {
            SUBJECT: self._graph.touched_subjects,
            PREDICATE: numbers(sorted(changes.predicates)),
            OBJECT: changes.ends()[1],
        }
        moved = standing.located.outdated(files, self._digest_now)
        are_outdated = rests.upon(GROUNDS[LOCATED], moved) | rests.upon(GROUNDS[FILE], files)
        are_outdated |= rests.upon(GROUNDS[ALL[0]], numbers([0]))
        for kind, terms in touched.items():
            are_outdated |= rests.upon(GROUNDS[kind], self._then(terms))
        if not columns.have_same_terms:
            are_outdated |= rests.upon(GROUNDS[TERMS[0]], numbers([0]))
        for number, shape in enumerate(standing.shapes):
            judged = distinct(rests.numbers(JUDGMENTS + number))
            if len(judged):
                nodes = affected.nodes(shape)
                are_outdated |= rests.upon(JUDGMENTS + number, judged if nodes is None else self._then(nodes))
        return are_outdated

    def _digest_now(self, file: int, subject: int) -> str:
        size = self.standing.size
        node = self._columns.terms[subject] if subject < size else self.standing.others[subject - size]
        return "" if isinstance(node, Literal) else self._digest(self.standing.files[file], node)

    def _then(self, terms: Numbers) -> Numbers:
        """Give terms by the numbers that they had for the standing findings, those that had one."""
        size = self.standing.size
        others = positions_of(are_in(self._others, terms)).astype(terms.dtype) + size
        return union(terms[terms < size], others)

    def _now(self, terms: Numbers) -> Numbers:
        """Give terms by the numbers that they have now."""
        size = self.standing.size
        now = terms.copy()
        is_other = terms >= size
        now[is_other] = self._others[terms[is_other] - size]
        return now

    def targets(self, shape: Node) -> Numbers:
        """Give the targets of a shape that must be looked at again, ascending."""
        return distinct(self._now(self.standing.targets[self._of(shape) & self._are_outdated]))

    def drop(self, shape: Node, targets: Numbers | None) -> None:
        """Let no finding stand that some targets of a shape led to; none of that shape when None."""
        is_of_shape = self._of(shape)
        if targets is not None:
            is_of_shape &= are_in(self._now(self.standing.targets), targets)
        self.are_gone |= is_of_shape

    def _of(self, shape: Node) -> Mask:
        number = self._numbers.get(shape)
        none: Mask = uniform(len(self.standing), value=False) if number is None else self.standing.of_shapes == number
        return none

    @cached_property
    def _numbers(self) -> Mapping[Node, int]:
        return {node: number for number, node in enumerate(self.standing.shapes)}

    @property
    def have_violations(self) -> bool:
        """Whether a finding stands that is a violation."""
        return bool((self.standing.severities[~self.are_gone] == Severity.VIOLATION).any())

    def stands(self, made_of: bytes, shape: Node | None = None, search: str = "") -> bool:
        """Let a finding stand that would be made again of the same.

        Args:
            made_of: what it is made of.
            shape: the shape that it comes from; None when it is of none.
            search: the search that gave it, as `Origin` has it.

        Returns:
            Whether there is one that nothing has changed of.
        """
        wanted = self._of_search(search) if shape is None else self._numbers.get(shape)
        for number in self.standing.by_digest.get(digest_of(made_of), ()) if made_of else ():
            if self.standing.of_shapes[number] == wanted and self.are_gone[number] and not self._are_outdated[number]:
                self.are_gone[number] = False
                return True
        return False

    def changed(self, results: Iterable[Result], origin: Callable[[Result], tuple[Node, int]]) -> list[Result]:
        """Let the findings of those results stand of which nothing has changed; give the others.

        Args:
            results: results of what was looked at again.
            origin: gives the shape that a result comes from, and the target.
        """
        return [result for result in results if not self.stands(written_result(result), origin(result)[0])]

    def stand(self, search: str, state: str) -> bool:
        """Let all findings of a search stand, where none of them has to be made again.

        Args:
            search: the search.
            state: what they rest upon beside the data.

        Returns:
            Whether nothing has changed that they rest upon.
        """
        for at, known in enumerate(self.standing.searches):
            are_its = self.standing.of_shapes == NO_SHAPE - 1 - at
            if known == (search, state) and not self._searches[at] and not (self._are_outdated & are_its).any():
                self.are_gone &= ~are_its
                return True
        return False

    def _of_search(self, search: str) -> int:
        """Give the number that findings of a search have in the place of a shape's."""
        names = [name for name, _ in self.standing.searches]
        return NO_SHAPE - 1 - names.index(search) if search in names else NO_SHAPE

    def new(self, findings: Iterable[Finding]) -> list[Finding]:
        """Let those of some findings of no shape stand that are found again; give the others."""
        return [finding for finding in findings if not self.stands(written_finding(finding))]
