"""Standing findings: those of a check of everything, each with what it rests upon, which stand until that changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

from catalogue.columns.graph import Graph
from catalogue.columns.index import numbers_in
from catalogue.columns.rests import Rests
from catalogue.columns.sets import Mask, are_in, distinct, positions_of, uniform, union
from catalogue.columns.table import Numbers, numbers
from catalogue.lint.findings import Finding
from catalogue.lint.kinds import Severity
from catalogue.lint.packing import packed_finding, packed_result, unpacked_finding
from catalogue.lint.shapes.search import is_retyped
from catalogue.lint.tracing import Origin, Trace
from catalogue.reads import ALL, FILE, OBJECT, PREDICATE, SUBJECT, Key
from catalogue.shacl.constraints import JUDGED
from catalogue.shacl.engine import Affected
from catalogue.shacl.results import Result
from catalogue.sources.statements import tag_of, term_of
from catalogue.terms import Node, Term

_KINDS = {SUBJECT: 0, PREDICATE: 1, OBJECT: 2, FILE: 3, ALL[0]: 4}
_JUDGED = 5
"""The kinds of grounds, by number; from this one on what nodes are judged to be, by the number of the shape."""
_NO_SHAPE = -1
"""What stands for the shape of a finding that is of none; below it are the searches whose findings stand together."""
_DIGEST = 16


@dataclass(frozen=True, eq=False)
class Standing:
    """The findings of a check of everything, in the order of their places.

    Attributes:
        written: each of them as JSON, one behind the other.
        ends: where each of them ends there.
        paths: the files that they are in, in their order.
        starts: the number of the first finding of each of these files, and how many findings there are.
        severities: how grave each of them is.
        shapes: the shapes that they come from, and that they rest upon.
        of_shapes: for each finding the number of its shape; -1 of one that is of none, and less of those of a search.
        targets: for each of them the target of that shape, by its number in the data.
        digests: the digests of what each finding was made of, in their order.
        searches: the searches whose findings stand together, each with what they rest upon beside the data.
        files: the files of the data, by the numbers that grounds have.
        size: how many terms the data has; the grounds from this number on are `others`.
        others: the terms that it does not have.
        rests: what they rest upon, and behind them the searches.
    """

    written: memoryview
    ends: Sequence[int]
    paths: Sequence[str]
    starts: Sequence[int]
    severities: Numbers
    shapes: Sequence[Node]
    of_shapes: Numbers
    targets: Numbers
    digests: bytes
    searches: Sequence[tuple[str, str]]
    files: Sequence[str]
    size: int
    others: Sequence[Term]
    rests: Rests

    def __len__(self) -> int:
        return len(self.of_shapes)

    def finding(self, number: int) -> Finding:
        """Give one of them."""
        if number not in self._read:
            self._read[number] = unpacked_finding(json.loads(self.text(number)))
        return self._read[number]

    def text(self, number: int) -> bytes:
        """Give one of them as it is written."""
        return bytes(self.written[self.ends[number - 1] if number else 0 : self.ends[number]])

    @cached_property
    def _read(self) -> dict[int, Finding]:
        return {}

    @cached_property
    def by_digest(self) -> Mapping[bytes, Sequence[int]]:
        """The findings by what they were made of."""
        found: dict[bytes, list[int]] = {}
        for number in range(len(self)):
            found.setdefault(self.digests[number * _DIGEST : (number + 1) * _DIGEST], []).append(number)
        return found

    @classmethod
    def of(cls, findings: Sequence[Finding], trace: Trace) -> Standing:
        """Keep the findings of a check of everything.

        Args:
            findings: the findings, in the order of their places.
            trace: what they rest upon.
        """
        standing = _Keeping(findings, trace).standing()
        standing._read.update(enumerate(findings))  # noqa: SLF001 - of the same class
        return standing

    def facts(self) -> dict[str, Any]:
        """Give what JSON can hold of them."""
        return {
            "searches": list(self.searches),
            "ends": list(self.ends),
            "paths": list(self.paths),
            "starts": list(self.starts),
            "terms": [[[tag_of(term), term.value] for term in terms] for terms in (self.shapes, self.others)],
            "files": list(self.files),
            "size": self.size,
        }

    def parts(self) -> dict[str, Any]:
        """Give their arrays."""
        columns = {"severities": self.severities, "of_shapes": self.of_shapes, "targets": self.targets}
        return {"written": self.written, "digests": self.digests, **columns, **self.rests.parts()}

    @classmethod
    def read(cls, facts: Mapping[str, Any], parts: Mapping[str, memoryview]) -> Standing:
        """Read what `facts` and `parts` gave; the arrays are not copied."""
        shapes, others = ([term_of(*term) for term in terms] for terms in facts["terms"])
        return cls(
            parts["written"],
            facts["ends"],
            facts["paths"],
            facts["starts"],
            numbers_in(parts["severities"]),
            shapes,
            numbers_in(parts["of_shapes"]),
            numbers_in(parts["targets"]),
            bytes(parts["digests"]),
            [(name, state) for name, state in facts["searches"]],
            facts["files"],
            facts["size"],
            others,
            Rests.read(parts, len(facts["ends"]) + len(facts["searches"])),
        )


class _Keeping:
    """Makes standing findings."""

    def __init__(self, findings: Sequence[Finding], trace: Trace) -> None:
        self._findings = findings
        self._trace = trace
        self._columns = trace.graph.columns
        self._size = self._columns.terms.lasting
        self._shapes: dict[Node, int] = {}
        self._others: dict[Term, int] = {}
        self._files = {path: number for number, path in enumerate(trace.graph.files)}

    def standing(self) -> Standing:
        written = [written_finding(finding) for finding in self._findings]
        origins = [self._trace.origin(finding) or Origin(frozenset(_read_by(finding))) for finding in self._findings]
        searches = {name: _NO_SHAPE - 1 - at for at, name in enumerate(self._trace.searches)}
        of_shapes = [
            searches.get(origin.search, _NO_SHAPE) if origin.shape is None else self._shape(origin.shape) for origin in origins
        ]
        paths = [finding.place.path for finding in self._findings]
        starts = [number for number, path in enumerate(paths) if not number or path != paths[number - 1]]
        keys = [*(origin.keys for origin in origins), *(keys for _, keys in self._trace.searches.values())]
        grounds = [[self._ground(key) for key in each if self._is_of_data(key)] for each in keys]
        return Standing(
            memoryview(b"".join(written)),
            list(accumulate(map(len, written))),
            [paths[start] for start in starts],
            [*starts, len(paths)],
            numbers(int(finding.severity) for finding in self._findings),
            list(self._shapes),
            numbers(of_shapes),
            numbers(0 if o.shape is None else self._number(self._columns.terms[o.target]) for o in origins),
            b"".join(digest_of(origin.made_of or text) for origin, text in zip(origins, written, strict=True)),
            [(name, state) for name, (state, _) in self._trace.searches.items()],
            list(self._files),
            self._size,
            list(self._others),
            Rests.of(grounds),
        )

    def _shape(self, node: Node) -> int:
        return self._shapes.setdefault(node, len(self._shapes))

    def _ground(self, key: Key) -> tuple[int, int]:
        kind = key[0]
        if kind == JUDGED:
            return _JUDGED + self._shape(key[1]), self._number(key[2])
        if kind == FILE:
            return _KINDS[FILE], self._files[key[1]]
        return _KINDS[kind], self._number(key[1]) if len(key) > 1 else 0

    def _is_of_data(self, key: Key) -> bool:
        """Tell whether a look-up is one of the data: with other shapes no finding stands."""
        return key[0] != FILE or key[1] in self._files

    def _number(self, term: Term) -> int:
        number = self._columns.number(term)
        if 0 <= number < self._size:
            return number
        return self._size + self._others.setdefault(term, len(self._others))


def _read_by(finding: Finding) -> Iterator[Key]:
    """List the files that a finding names."""
    for place in (finding.place, *(each.place for each in finding.related)):
        yield FILE, place.path
    for fix in finding.fixes:
        yield from ((FILE, edit.place.path) for edit in fix.edits)


class Outdated:
    """Which standing findings have to be made again, because something that they rest upon has changed.

    Args:
        standing: the findings of what the data lies upon.
        graph: the data.
        affected: tells of which nodes shapes may say otherwise than before.
        changed: the files of the data that are gone, or no longer as they were.

    Attributes:
        standing: the same.
        are_gone: which of them stand no longer.
        has_same_terms: whether the same IRIs are subjects, predicates, objects and classes in the data as before.
    """

    def __init__(self, standing: Standing, graph: Graph, affected: Affected, changed: Iterable[str]) -> None:
        self.standing = standing
        self._columns = graph.columns
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
            SUBJECT: columns.touched_subjects,
            PREDICATE: numbers(sorted(changes.predicates)),
            OBJECT: changes.ends()[1],
        }
        are_outdated = rests.upon(_KINDS[FILE], files) | rests.upon(_KINDS[ALL[0]], numbers([0]))
        for kind, terms in touched.items():
            are_outdated |= rests.upon(_KINDS[kind], self._then(terms))
        for number, shape in enumerate(standing.shapes):
            judged = distinct(rests.numbers(_JUDGED + number))
            if len(judged):
                nodes = affected.nodes(shape)
                are_outdated |= rests.upon(_JUDGED + number, judged if nodes is None else self._then(nodes))
        return are_outdated

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

    def stands(self, made_of: bytes, shape: Node | None = None) -> bool:
        """Let a finding stand that would be made again of the same.

        Args:
            made_of: what it is made of.
            shape: the shape that it comes from; None when it is of none.

        Returns:
            Whether there is one that nothing has changed of.
        """
        wanted = _NO_SHAPE if shape is None else self._numbers.get(shape)
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
        """Let all findings of a search stand.

        Args:
            search: the search.
            state: what they rest upon beside the data.

        Returns:
            Whether nothing has changed that they rest upon.
        """
        for at, known in enumerate(self.standing.searches):
            if known == (search, state) and not self._searches[at]:
                self.are_gone &= self.standing.of_shapes != _NO_SHAPE - 1 - at
                return True
        return False

    def new(self, findings: Iterable[Finding]) -> list[Finding]:
        """Let those of some findings of no shape stand that are found again; give the others."""
        return [finding for finding in findings if not self.stands(written_finding(finding))]


def written_finding(finding: Finding) -> bytes:
    """Write a finding as JSON."""
    return json.dumps(packed_finding(finding), ensure_ascii=True, separators=(",", ":")).encode()


def digest_of(text: bytes) -> bytes:
    """Give the digest of what was written."""
    return hashlib.blake2b(text, digest_size=_DIGEST).digest()


def written_result(result: Result) -> bytes:
    """Write a validation result as JSON."""
    return json.dumps(packed_result(result), separators=(",", ":")).encode()
