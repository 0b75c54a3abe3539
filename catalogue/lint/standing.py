"""Standing findings: those of a check of everything, each with what it rests upon, which stand until that changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

from catalogue.columns.index import numbers_in
from catalogue.columns.rests import Rests
from catalogue.columns.table import Numbers, numbers
from catalogue.lint.findings import Finding
from catalogue.lint.packing import packed_finding, packed_result, unpacked_finding
from catalogue.lint.tracing import Origin, Trace
from catalogue.lint.whereabouts import Whereabouts
from catalogue.reads import ALL, FILE, LOCATED, OBJECT, PREDICATE, SUBJECT, TERMS, Key
from catalogue.shacl.constraints import JUDGED
from catalogue.shacl.results import Result
from catalogue.sources.statements import tag_of, term_of
from catalogue.terms import Node, Term

GROUNDS = {SUBJECT: 0, PREDICATE: 1, OBJECT: 2, FILE: 3, ALL[0]: 4, LOCATED: 5, TERMS[0]: 6}
JUDGMENTS = 7
"""The kinds of grounds, by number; from this one on what nodes are judged to be, by the number of the shape."""
NO_SHAPE = -1
"""What stands for the shape of a finding that is of none; below it are the searches whose findings stand together."""
DIGEST = 16


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
        located: where a file says something of a subject, by number: each file, subject and digest once.
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
    located: Whereabouts
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
            found.setdefault(self.digests[number * DIGEST : (number + 1) * DIGEST], []).append(number)
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
        return {"written": self.written, "digests": self.digests, **columns, **self.located.parts(), **self.rests.parts()}

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
            Whereabouts.read(parts),
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
        self._located: dict[tuple[int, int, str], int] = {}
        self._files = {path: number for number, path in enumerate(trace.graph.files)}

    def standing(self) -> Standing:
        written = [written_finding(finding) for finding in self._findings]
        origins = [self._trace.origin(finding) or Origin(frozenset(_read_by(finding))) for finding in self._findings]
        searches = {name: NO_SHAPE - 1 - at for at, name in enumerate(self._trace.searches)}
        of_shapes = [
            searches.get(origin.search, NO_SHAPE) if origin.shape is None else self._shape(origin.shape) for origin in origins
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
            Whereabouts.of(self._located),
            Rests.of(grounds),
        )

    def _shape(self, node: Node) -> int:
        return self._shapes.setdefault(node, len(self._shapes))

    def _ground(self, key: Key) -> tuple[int, int]:
        kind = key[0]
        if kind == JUDGED:
            return JUDGMENTS + self._shape(key[1]), self._number(key[2])
        if kind == FILE:
            return GROUNDS[FILE], self._files[key[1]]
        if kind == LOCATED:
            place = self._files[key[1]], self._number(key[2]), key[3]
            return GROUNDS[LOCATED], self._located.setdefault(place, len(self._located))
        return GROUNDS[kind], self._number(key[1]) if len(key) > 1 else 0

    def _is_of_data(self, key: Key) -> bool:
        """Tell whether a look-up is one of the data: with other shapes no finding stands."""
        return key[0] not in {FILE, LOCATED} or key[1] in self._files

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


def written_finding(finding: Finding) -> bytes:
    """Write a finding as JSON."""
    return json.dumps(packed_finding(finding), ensure_ascii=True, separators=(",", ":")).encode()


def digest_of(text: bytes) -> bytes:
    """Give the digest of what was written."""
    return hashlib.blake2b(text, digest_size=DIGEST).digest()


def written_result(result: Result) -> bytes:
    """Write a validation result as JSON."""
    return json.dumps(packed_result(result), separators=(",", ":")).encode()
